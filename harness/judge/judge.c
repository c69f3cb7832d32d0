/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "arch/names.h"
#include "judge/standing.h"
#include "memory/replay.h"
#include "monitor/context.h"

struct judge {
	struct image *image;
	unsigned int formats;
	char message[256];
};

struct judge *judge_create(struct image *image, unsigned int formats)
{
	struct judge *judge = calloc(1, sizeof(*judge));

	if (judge) {
		judge->image = image;
		judge->formats = formats;
	}
	return judge;
}

void judge_destroy(struct judge *judge)
{
	free(judge);
}

const char *judge_says(struct judge *judge, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(judge->message, sizeof(judge->message), format, args);
	va_end(args);
	return judge->message;
}

static bool image_read_pte(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	return image_read(opaque, pa, bytes, pte);
}

/*
 * The oracle's answer. The manual knows nothing of FORMATS: in a mode of x86 that was left out no
 * address is canonical (rtl/contract, "Paging modes").
 */
static void translate(const struct judge *judge, oracle_read_fn *read, void *opaque,
		      const struct exchange *x, struct oracle_answer *answer)
{
	enum paging_mode mode = context_mode(&x->context);

	if (context_is_x86(&x->context) && mode >= 0 && !paging_is_built(judge->formats, mode))
		*answer = (struct oracle_answer){.fault = FAULT_PROTECTION,
						 .code = x->access.stack ? CODE_STACK : 0};
	else
		oracle_translate(read, opaque, &x->context, &x->access, answer);
}

static bool same_answer(const struct exchange *x, const struct oracle_answer *answer)
{
	return x->fault == answer->fault && x->pa == answer->pa && x->code == answer->code &&
	       x->size == answer->size && x->memtype == answer->memtype;
}

static struct replay walk_of(const struct exchange *x)
{
	return (struct replay){.data = x->read_data, .n = x->reads, .error = x->read_error};
}

static const char *check_reads(struct judge *judge, const struct exchange *x,
			       const struct oracle_answer *answer)
{
	for (unsigned int i = 0; i < x->reads; i++) {
		if (i >= answer->reads)
			return judge_says(judge, "PTE read %u at %llx: the oracle reads only %u",
					  i + 1, (unsigned long long)x->read_pa[i], answer->reads);
		if (x->read_pa[i] != answer->read_pa[i])
			return judge_says(judge, "PTE read %u at %llx: the oracle reads %llx",
					  i + 1, (unsigned long long)x->read_pa[i],
					  (unsigned long long)answer->read_pa[i]);
	}
	return NULL;
}

static const char *check_answer(struct judge *judge, const struct exchange *x,
				const struct oracle_answer *answer)
{
	if (same_answer(x, answer))
		return NULL;
	return judge_says(judge,
			  "answer pa %llx, %s, code %x, size %u, memory type %u: the oracle says "
			  "pa %llx, %s, code %x, size %u, memory type %u",
			  (unsigned long long)x->pa, fault_name(x->fault), x->code, x->size,
			  x->memtype, (unsigned long long)answer->pa, fault_name(answer->fault),
			  answer->code, answer->size, answer->memtype);
}

/* Are the updates made so far those of the oracle, in order? */
static const char *check_updates(struct judge *judge, const struct exchange *x,
				 const struct oracle_answer *answer)
{
	for (unsigned int i = 0; i < x->updates; i++) {
		const struct oracle_update *made = &x->update[i], *due = &answer->update[i];

		if (i >= answer->updates)
			return judge_says(judge, "A/D update of %llx: the oracle makes none there",
					  (unsigned long long)made->pa);
		if (made->pa != due->pa || made->old_pte != due->old_pte ||
		    made->new_pte != due->new_pte)
			return judge_says(
				judge,
				"A/D update of %llx from %llx to %llx: the oracle updates %llx "
				"from %llx to %llx",
				(unsigned long long)made->pa, (unsigned long long)made->old_pte,
				(unsigned long long)made->new_pte, (unsigned long long)due->pa,
				(unsigned long long)due->old_pte, (unsigned long long)due->new_pte);
	}
	return NULL;
}

const char *judge_refusal(struct judge *judge, const struct exchange *x)
{
	const struct segment_use *use = &x->segment;
	const struct oracle_answer answer = {.fault = FAULT_SEGMENT,
					     .code = segment_code(use->refusal, use->name)};

	return check_answer(judge, x, &answer);
}

/* All of a walk but its answer; that is *answer, the oracle's. */
static const char *check_walk(struct judge *judge, const struct exchange *x,
			      struct oracle_answer *answer)
{
	struct replay replay = walk_of(x);
	const char *error;

	translate(judge, replay_read, &replay, x, answer);
	error = check_reads(judge, x, answer);
	if (!error && answer->reads != x->reads)
		error = judge_says(judge,
				   "the walk ends after %u PTE reads: the oracle goes on to %llx",
				   x->reads, (unsigned long long)answer->read_pa[x->reads]);
	if (!error)
		error = check_updates(judge, x, answer);
	if (!error && !x->update_error && x->updates != answer->updates)
		error = judge_says(judge, "no A/D update of %llx: the oracle makes one",
				   (unsigned long long)answer->update[x->updates].pa);
	if (!error && x->update_error)
		*answer = (struct oracle_answer){.fault = FAULT_ACCESS};
	return error;
}

const char *judge_walk(struct judge *judge, const struct exchange *x, struct oracle_answer *answer)
{
	const char *error = check_walk(judge, x, answer);

	return error ? error : check_answer(judge, x, answer);
}

const char *judge_back(struct judge *judge, const struct exchange *x)
{
	struct oracle_answer answer;
	const char *error = check_walk(judge, x, &answer);

	if (error || answer.fault != FAULT_NONE)
		return error;
	return judge_says(judge, "a walk that goes back, though it has found a page");
}

const char *judge_start(struct judge *judge, const struct exchange *x)
{
	struct replay replay = walk_of(x);
	struct oracle_answer answer;

	const char *error;

	translate(judge, replay_read, &replay, x, &answer);
	error = check_reads(judge, x, &answer);
	return error ? error : check_updates(judge, x, &answer);
}

uint64_t judge_next(const struct judge *judge, const struct exchange *x)
{
	struct replay replay = walk_of(x);
	struct oracle_answer answer;

	translate(judge, replay_read, &replay, x, &answer);
	return answer.reads > x->reads ? answer.read_pa[x->reads] : 0;
}

const char *judge_miss(struct judge *judge, const struct cached *cached)
{
	if (cached->there != CACHED_SURELY || !cached->allows)
		return NULL;
	return judge_says(judge, "a walk, though the entry filled in cycle %llu allows the access",
			  (unsigned long long)cached->filled);
}

const char *judge_without_walk(struct judge *judge, const struct exchange *x,
			       const struct cached *cached)
{
	const char *error = x->translated ? judge_miss(judge, cached) : NULL;
	struct oracle_answer answer;

	if (error)
		return error;
	translate(judge, image_read_pte, judge->image, x, &answer);
	if (same_answer(x, &answer) && answer.reads)
		return judge_says(judge, "a fault without a walk: the TLB never answers so");
	return check_answer(judge, x, &answer);
}

/* Not inlined: most hits have been asked about before. */
__attribute__((noinline)) static void ask_memory(struct judge *judge, const struct exchange *x,
						 struct standing *standing)
{
	struct oracle_answer answer;

	translate(judge, image_read_pte, judge->image, x, &answer);
	standing_note(standing, x, &answer, same_answer(x, &answer) && !answer.updates);
}

/* Is a hit what a walk would give now? */
static bool is_as_memory(struct judge *judge, const struct exchange *x, struct standing *standing)
{
	standing_renew(standing, judge->image, x);
	if (!(standing->asked >> x->kind & 1))
		ask_memory(judge, x, standing);
	return standing->agrees >> x->kind & 1;
}

const char *judge_hit(struct judge *judge, const struct exchange *x, const struct cached *cached,
		      const char *without, struct standing *standing, uint64_t *stale)
{
	if (!cached->allows)
		return judge_says(
			judge,
			"answer pa %llx %s: the entry filled in cycle %llu does not allow "
			"the access",
			(unsigned long long)x->pa, without, (unsigned long long)cached->filled);
	if (x->pa != cached->pa || x->code || x->size != cached->size ||
	    x->memtype != cached->memtype)
		return judge_says(judge,
				  "answer pa %llx, code %x, size %u, memory type %u %s: the entry "
				  "filled in cycle %llu is pa %llx, size %u, memory type %u",
				  (unsigned long long)x->pa, x->code, x->size, x->memtype, without,
				  (unsigned long long)cached->filled,
				  (unsigned long long)cached->pa, cached->size, cached->memtype);
	*stale += !is_as_memory(judge, x, standing);
	return NULL;
}

const char *judge_no_entry(struct judge *judge, const struct exchange *x, const char *without,
			   const struct drop *drop)
{
	static const char *const by[] = {
		[DROPPED_BY_FENCE] = "the fence",
		[DROPPED_BY_CR3] = "the CR3 write",
		[DROPPED_BY_FAULT] = "the fault",
		[DROPPED_BY_FILL] = "the fill",
	};

	if (!drop)
		return judge_says(judge, "answer pa %llx %s: no walk filled an entry",
				  (unsigned long long)x->pa, without);
	return judge_says(judge, "answer pa %llx %s: its entry was dropped by %s of cycle %llu",
			  (unsigned long long)x->pa, without, by[drop->cause],
			  (unsigned long long)drop->cycle);
}
