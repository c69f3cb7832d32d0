/* SPDX-License-Identifier: Apache-2.0 */
#include "stale.h"

#include <stdlib.h>
#include <string.h>

#include "scoreboard.h"

#define MAX_PAST   64u
#define MAX_TRIES  1000000u
#define NAPOT_SIZE 16u /* log2 of the bytes */

struct fence_record {
	uint64_t cycle;
	bool by_va, by_asid, keep_global;
	uint64_t va, asid;
	int mode; /* of the entries; -1: any */
};

struct stale {
	struct image *image;
	uint64_t cleared; /* cycle of the last fence of everything, or of reset */
	struct fence_record *fences;
	size_t n_fences, fence_room;
	struct oracle_context *contexts; /* in which entries were filled since then, each once */
	size_t n_contexts, context_room;
};

struct stale *stale_create(struct image *image)
{
	struct stale *stale = calloc(1, sizeof(*stale));

	if (stale)
		stale->image = image;
	return stale;
}

void stale_destroy(struct stale *stale)
{
	if (!stale)
		return;
	free(stale->fences);
	free(stale->contexts);
	free(stale);
}

void stale_reset(struct stale *stale)
{
	stale->n_fences = 0;
	stale->n_contexts = 0;
}

/* One more element of *size bytes in *array. */
static void *grow(void **array, size_t n, size_t *room, size_t size)
{
	if (n == *room) {
		size_t more = *room ? 2 * *room : 16;
		void *moved = realloc(*array, more * size);

		if (!moved)
			return NULL;
		*array = moved;
		*room = more;
	}
	return (char *)*array + n * size;
}

static bool add_fence(struct stale *stale, const struct fence_record *record)
{
	struct fence_record *fence =
		grow((void **)&stale->fences, stale->n_fences, &stale->fence_room, sizeof(*fence));

	if (!fence)
		return false;
	*fence = *record;
	stale->n_fences++;
	return true;
}

bool stale_fence(struct stale *stale, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in)
{
	struct oracle_context now;

	if (!in->fence_by_va && !in->fence_by_asid && !in->fence_keep_global) {
		stale->cleared = cycle;
		stale->n_fences = 0;
		stale->n_contexts = 0;
		image_forget_before(stale->image, cycle + 1);
		return true;
	}
	context_get(context, in, &now);
	return add_fence(stale, &(struct fence_record){
					.cycle = cycle,
					.by_va = in->fence_by_va,
					.by_asid = in->fence_by_asid,
					.keep_global = in->fence_by_asid || in->fence_keep_global,
					.va = context_address(&now, in->fence_va),
					.asid = in->fence_asid & context_asid_mask(context),
					.mode = -1,
				});
}

bool stale_drop(struct stale *stale, uint64_t cycle, uint64_t asid)
{
	return add_fence(stale, &(struct fence_record){
					.cycle = cycle,
					.by_asid = true,
					.keep_global = true,
					.asid = asid,
					.mode = -1,
				});
}

bool stale_fault(struct stale *stale, uint64_t cycle, const struct exchange *x)
{
	return add_fence(stale, &(struct fence_record){
					.cycle = cycle,
					.by_va = true,
					.by_asid = true,
					.va = context_address(&x->context, x->access.va),
					.asid = context_asid(&x->context),
					.mode = context_mode(&x->context),
				});
}

/* Do they make the same entries? The control bits that act on a hit do not count. */
static bool same_context(const struct oracle_context *a, const struct oracle_context *b)
{
	const struct oracle_x86 *p = &a->x86, *q = &b->x86;

	if (a->regime != b->regime || a->ptbr != b->ptbr)
		return false;
	if (!context_is_x86(a))
		return true;
	return p->pg == q->pg && p->pse == q->pse && p->pae == q->pae && p->pge == q->pge &&
	       p->la57 == q->la57 && p->lma == q->lma && p->nxe == q->nxe && p->pcide == q->pcide &&
	       !memcmp(p->pdpte, q->pdpte, sizeof(p->pdpte));
}

bool stale_filled(struct stale *stale, const struct oracle_context *context)
{
	struct oracle_context *record;

	for (size_t i = 0; i < stale->n_contexts; i++)
		if (same_context(&stale->contexts[i], context))
			return true;
	record = grow((void **)&stale->contexts, stale->n_contexts, &stale->context_room,
		      sizeof(*record));
	if (!record)
		return false;
	*record = *context;
	stale->n_contexts++;
	return true;
}

/* One choice of a value for each PTE on the way. */
struct choice {
	const struct stale *stale;
	unsigned int pick[ORACLE_MAX_READS]; /* 0: the present value, n: the nth-newest past one */
	unsigned int options[ORACLE_MAX_READS];
	unsigned int n;
	uint64_t until; /* when the first of the values chosen was replaced */
};

static bool chosen_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct choice *choice = opaque;
	const struct stale *stale = choice->stale;
	struct image_past past[MAX_PAST];
	unsigned int i = choice->n++;
	bool exists;

	choice->options[i] =
		1 + image_history(stale->image, pa, bytes, stale->cleared + 1, past, MAX_PAST);
	if (choice->pick[i]) {
		const struct image_past *was = &past[choice->pick[i] - 1];

		exists = was->exists;
		*pte = was->value;
		if (was->until < choice->until)
			choice->until = was->until;
	} else {
		exists = image_read(stale->image, pa, bytes, pte);
	}
	return exists;
}

/* The next combination; false: that was the last. */
static bool choose_next(struct choice *choice)
{
	for (unsigned int i = choice->n; i-- > 0;) {
		if (++choice->pick[i] < choice->options[i])
			return true;
		choice->pick[i] = 0;
	}
	return false;
}

/* Has a fence dropped this entry since its values were replaced? */
static bool fenced(const struct stale *stale, const struct exchange *x, uint64_t until,
		   const struct oracle_answer *entry, uint64_t asid)
{
	uint64_t va = context_address(&x->context, x->access.va);

	for (size_t i = stale->n_fences; i-- > 0;) {
		const struct fence_record *fence = &stale->fences[i];

		if (until > fence->cycle + 1)
			return false;
		/* It came after the look-up. Only the other port's fault can. */
		if (x->accepted <= fence->cycle)
			continue;
		if (fence->mode >= 0 && fence->mode != context_mode(&x->context))
			continue;
		if (fence->by_va && fence->va >> entry->size != va >> entry->size)
			continue;
		if (fence->keep_global && entry->global)
			continue;
		if (fence->by_asid && !entry->global && fence->asid != asid)
			continue;
		return true;
	}
	return false;
}

/* Filled in one context, does the entry serve in another? What acts on a hit is that one's. */
static struct oracle_context entry_context(const struct oracle_context *filled,
					   const struct oracle_context *now)
{
	struct oracle_context then = *filled;

	then.adue = now->adue;
	then.pbmte = now->pbmte;
	then.x86.wp = now->x86.wp;
	then.x86.smep = now->x86.smep;
	then.x86.smap = now->x86.smap;
	return then;
}

/*
 * In one context. neighbour, 0 to 15, is XORed into VA[15:12]: an entry of 64 KiB that was filled
 * from another of its 16 PTEs serves this address, too (Svnapot), whatever its own PTE says.
 */
static bool explains_under(const struct stale *stale, const struct exchange *x,
			   const struct oracle_context *filled, unsigned int neighbour)
{
	const struct oracle_context then = entry_context(filled, &x->context);
	uint64_t asid = context_asid(&then);
	bool same_asid = asid == context_asid(&x->context);
	struct choice choice = {.stale = stale};
	struct oracle_access access = x->access;
	struct oracle_answer answer;
	unsigned int tries = 0;

	access.va ^= (uint64_t)neighbour << 12;
	do {
		choice.n = 0;
		choice.until = UINT64_MAX;
		oracle_translate(chosen_read, &choice, &then, &access, &answer);
		if (answer.fault == FAULT_NONE && !answer.updates &&
		    (answer.pa ^ (uint64_t)neighbour << 12) == x->pa && answer.size == x->size &&
		    answer.memtype == x->memtype && (same_asid || answer.global) &&
		    !fenced(stale, x, choice.until, &answer, asid))
			return true;
	} while (choose_next(&choice) && ++tries < MAX_TRIES);
	return false;
}

bool stale_explains(const struct stale *stale, const struct exchange *x)
{
	int mode = context_mode(&x->context);

	for (size_t i = stale->n_contexts; i-- > 0;) {
		const struct oracle_context *filled = &stale->contexts[i];

		if (mode < 0 || context_mode(filled) != mode)
			continue;
		for (unsigned int n = 0; n < (x->size == NAPOT_SIZE ? 16u : 1u); n++)
			if (explains_under(stale, x, filled, n))
				return true;
	}
	return false;
}
