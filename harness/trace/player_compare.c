/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares answers with what the trace records. The trace is one more voice: when it differs, RTL,
 * cycle model and oracle have agreed before, and the message says so.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "arch/names.h"
#include "trace/player_inside.h"

#define TEXT 384u

/* The fault that an answer of the trace stands for. */
static enum fault expected_fault(enum trace_expect expect)
{
	static const enum fault faults[] = {FAULT_NONE,   FAULT_NONE,       FAULT_PAGE,
					    FAULT_ACCESS, FAULT_PROTECTION, FAULT_SEGMENT};

	return faults[expect];
}

static bool is_answer(const struct trace_answer *answer, const struct given *given)
{
	enum fault expected = expected_fault(answer->expect);

	if (given->fault != expected)
		return false;
	if (expected)
		return answer->code < 0 || given->code == (unsigned int)answer->code;
	return given->pa == answer->pa &&
	       (answer->memtype < 0 || given->memtype == (unsigned int)answer->memtype);
}

/* Is the answer one of those that the trace records? */
static bool is_recorded(const struct player *player, const struct item *item,
			const struct given *given)
{
	const struct trace_answer *others = &player->others[item->others];

	for (unsigned int i = 0; i < item->n_others; i++)
		if (is_answer(&others[i], given))
			return true;
	return is_answer(&item->answer, given);
}

/* printf-like, to the end of a text of TEXT bytes. */
__attribute__((format(printf, 2, 3))) static void append(char *text, const char *format, ...)
{
	size_t n = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + n, TEXT - n, format, args);
	va_end(args);
}

/* An answer: its code and its memory type where they are known. */
static void say(char *text, enum fault fault, int code, uint64_t pa, int memtype)
{
	if (fault)
		append(text, "%s", fault_name(fault));
	else
		append(text, "pa %" PRIx64, pa);
	if (fault && code >= 0)
		append(text, " with code %x", (unsigned int)code);
	if (!fault && memtype >= 0)
		append(text, " with memory type %x", (unsigned int)memtype);
}

static void say_recorded(char *text, const struct trace_answer *answer)
{
	say(text, expected_fault(answer->expect), answer->code, answer->pa, answer->memtype);
}

/* The voices that have agreed on the answer, and their verb. */
static const char *voices(const struct bench *bench)
{
	const struct bench_config *config = &bench->config;

	if (config->rtl && config->model)
		return config->oracle ? "RTL = cycle model = oracle say" : "RTL = cycle model say";
	if (config->rtl)
		return config->oracle ? "RTL = oracle say" : "the RTL says";
	return config->oracle ? "cycle model = oracle say" : "the cycle model says";
}

static void tell(struct player *player, const struct item *item, const struct given *given,
		 const struct exchange *x)
{
	const struct trace_answer *answer = &item->answer;
	char came[TEXT] = "", recorded[TEXT] = "", why[TEXT] = "";

	say(came, (enum fault)given->fault, answer->code < 0 ? -1 : (int)given->code, given->pa,
	    answer->memtype < 0 ? -1 : (int)given->memtype);
	say_recorded(recorded, answer);
	for (unsigned int i = 0; i < item->n_others; i++) {
		append(recorded, " or ");
		say_recorded(recorded, &player->others[item->others + i]);
	}
	if (x)
		player_explain(player, x, answer, why, sizeof(why));
	bench_fail(player->bench, BENCH_MISMATCH,
		   "va %" PRIx64 ": %s %s; the trace, line %" PRIu64 ", says %s%s",
		   given == &player->first ? player->first_va : item->va, voices(player->bench),
		   came, item->line, recorded, why);
}

static bool records_page_fault(const struct player *player, const struct item *item)
{
	for (unsigned int i = 0; i < item->n_others; i++)
		if (player->others[item->others + i].expect == EXPECT_PAGE_FAULT)
			return true;
	return item->answer.expect == EXPECT_PAGE_FAULT;
}

/* What was asked and answered on the pins; NULL: it is kept no more. */
static const struct exchange *exchange_of(const struct player *player, const struct item *item,
					  unsigned int n)
{
	enum port port = item->type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA;

	return monitor_recent(player->bench->monitor, port, n);
}

/* Does svnapot=0 explain the answer? For a second page the first page's exchange may do so, too. */
static bool hart_explains(const struct player *player, const struct item *item,
			  const struct exchange *x)
{
	if (item->svnapot || !records_page_fault(player, item))
		return false;
	if (item->part == PART_SECOND && player_lacks_svnapot(player, &player->first_exchange))
		return true;
	return player_lacks_svnapot(player, x);
}

void player_compare(struct player *player, const struct item *item, const struct given *given,
		    unsigned int n)
{
	const struct exchange *x;

	if (item->part == PART_FIRST) {
		player->first = *given;
		player->first_va = item->va;
		x = exchange_of(player, item, n);
		if (x)
			player->first_exchange = *x;
		if (!given->fault)
			return;
	}
	/* Where both pages pass, the answer is that of the first byte. */
	if (item->part == PART_SECOND && !given->fault)
		given = &player->first;
	/* The trace knows nothing of errors that are injected. */
	if (item->answer.expect == EXPECT_NOTHING || player->bench->config.memory.error)
		return;
	player->counts->recorded++;
	if (is_recorded(player, item, given))
		return;
	x = exchange_of(player, item, n);
	if (x && hart_explains(player, item, x))
		player->counts->explained++;
	else
		tell(player, item, given, x);
}

void player_compare_memory(struct player *player, const struct trace_event *event)
{
	struct bench *bench = player->bench;
	uint64_t held;

	if (!image_read(bench->image, event->pa, event->pte_bytes, &held)) {
		bench_fail(bench, BENCH_ERROR,
			   "%s:%lu: mem %" PRIx64 ": no page line gave this memory",
			   player->config->name, event->line, event->pa);
		return;
	}
	if (bench->config.memory.error)
		return;
	player->counts->recorded++;
	if (held != event->value)
		bench_fail(bench, BENCH_MISMATCH,
			   "mem %" PRIx64 ": memory holds %" PRIx64
			   "; the trace, line %lu, says %" PRIx64,
			   event->pa, held, event->line, event->value);
}

void player_compare_ptbr(struct player *player, const struct trace_event *event, enum fault fault)
{
	enum fault expected = expected_fault(event->answer.expect);
	struct bench *bench = player->bench;

	if (event->answer.expect == EXPECT_NOTHING || bench->config.memory.error)
		return;
	player->counts->recorded++;
	player->counts->writes++;
	if (fault != expected)
		bench_fail(bench, BENCH_MISMATCH,
			   "ptbr %" PRIx64 ": %s %s; the trace, line %lu, says %s", event->value,
			   voices(bench), fault_name(fault), event->line, fault_name(expected));
}
