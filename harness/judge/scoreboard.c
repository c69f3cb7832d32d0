/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "judge/judge_ptbr.h"
#include "judge/scoreboard_inside.h"

static bool same_answer(const struct exchange *x, const struct stray_answer *shown)
{
	return shown->answer_tag == x->answer_tag && shown->pa == x->pa &&
	       shown->fault == x->fault && shown->code == x->code && shown->size == x->size &&
	       shown->memtype == x->memtype;
}

/* A walk has ended with a fault: both TLBs change (tlb-1). */
static void faults(struct scoreboard *board, const struct exchange *x)
{
	board->faulted = x;
	board->changes[PORT_FETCH] = board->changes[PORT_DATA] = x->answered;
}

/* An answer behind a walk. */
static const char *take_walk(struct scoreboard *board, enum port port, const struct exchange *x)
{
	const struct monitor *monitor = board->monitor;
	struct whole_walk whole;
	const char *error;

	if (monitor->outstanding >> MEM_ID_WALK & 1 && monitor->asked[MEM_ID_WALK].owner == port)
		return judge_says(board->judge, "an answer before memory has answered its walk");
	if (monitor->lanes[port].restart)
		return judge_says(board->judge, "an answer from a walk that must begin anew");
	/* The answer must come then, though another walk goes on (walk-5). */
	if (x->answered != board->heard[port] + 1)
		return judge_says(board->judge, "a walk that is answered late");
	error = judge_ended(board, port, x, &whole);
	if (!error && board->array)
		error = array_takes_pointer(board, port, x, &whole, UINT64_MAX);
	if (error)
		return error;
	if (x->fault != FAULT_NONE) {
		faults(board, x);
		return NULL;
	}
	board->changes[port] = x->answered;
	if (board->lines)
		lines_gave(board, port, &whole);
	error = kept(board,
		     fills_add(board->fills, port, whole.walk, &whole.answer, whole.doubtful));
	return error || !board->array ? error : array_takes_page(board, &whole);
}

/* A fault that needs no PTE must have had a walk, too. */
static const char *take_fault(struct scoreboard *board, enum port port, const struct exchange *x)
{
	const char *error = judge_without_walk(board->judge, x, &board->cached[port]);

	if (!error && !is_over(board, port))
		error = judge_says(board->judge, "a fault, though no walk of its port has ended");
	if (!error && board->array)
		error = not_served(board, x);
	faults(board, x);
	return error;
}

static const char *no_entry(struct scoreboard *board, enum port port, const struct exchange *x)
{
	struct drop drop;

	return judge_no_entry(board->judge, x, WITHOUT_WALK,
			      fills_why_not(board->fills, port, x, &drop) ? &drop : NULL);
}

/* An answer without a read that is no hit, for it does not come at once: the array served it. */
static const char *take_late(struct scoreboard *board, enum port port, const struct exchange *x)
{
	if (board->array)
		return take_served(board, port, x);
	if (board->cached[port].there == CACHED_NOT)
		return no_entry(board, port, x);
	return judge_says(board->judge, "a hit that is answered late");
}

/* An answer without a read: a hit, or nothing is translated, or a fault that needs no PTE. */
static const char *take_no_walk(struct scoreboard *board, enum port port, const struct exchange *x)
{
	struct cached *cached = &board->cached[port];

	if (!x->translated)
		return judge_without_walk(board->judge, x, cached);
	if (x->fault != FAULT_NONE)
		return take_fault(board, port, x);
	if (x->answered != x->accepted + 1)
		return take_late(board, port, x);
	if (cached->there == CACHED_NOT)
		return no_entry(board, port, x);
	if (cached->vague)
		fills_meant(board->fills, port, x, cached);
	return judge_hit(board->judge, x, cached, WITHOUT_WALK,
			 fills_hit(board->fills, port, cached), &board->stale);
}

static const char *take_answer(struct scoreboard *board, const struct event *event)
{
	const struct exchange *x = event->exchange;

	if (x->answer_tag != x->tag)
		return judge_says(board->judge, "answer with tag %llx to a request with tag %llx",
				  (unsigned long long)x->answer_tag, (unsigned long long)x->tag);
	if (x->segment.refusal)
		return judge_refusal(board->judge, x);
	if (x->reads || board->lined[event->port].taken.n)
		return take_walk(board, event->port, x);
	return take_no_walk(board, event->port, x);
}

/* A port shows an answer, though none is due: one that has not been taken. */
static const char *take_again(struct scoreboard *board, const struct event *event)
{
	if (!waits(&board->monitor->lanes[event->port]))
		return judge_says(board->judge, "an answer that nobody asked for");
	if (!same_answer(event->exchange, &event->answer))
		return judge_says(board->judge, "an answer that changes while it waits");
	return NULL;
}

/* A cycle in which a port shows no answer. */
static const char *no_answer(struct scoreboard *board, const struct event *event)
{
	/* Nothing is due, so an answer has waited, and is gone. */
	if (event->exchange->answered)
		return judge_says(board->judge, "an answer that goes before it is taken");
	/* After a lookup the counters tell that the answer is late (census.h). */
	if (!event->exchange->translated)
		return judge_says(board->judge,
				  "no answer in the cycle after a request without a lookup");
	if (is_over(board, event->port) && !board->lines)
		return judge_says(board->judge, "no answer behind a walk without a read");
	return NULL;
}

/* Why no request may be accepted now; NULL: one may. */
static const char *bars_request(struct scoreboard *board, const struct event *event)
{
	const struct lane *lane = &board->monitor->lanes[event->port];

	if (event->was_open)
		return judge_says(board->judge,
				  "a request accepted before the last one was answered");
	if (lane->count > 1 && !lane->taken)
		return judge_says(board->judge,
				  "a request accepted before the last answer was taken");
	if (event->in->fence_valid)
		return judge_says(board->judge, "a request accepted beside a fence");
	if (context_is_wall(&board->monitor->context, event->in))
		return judge_says(board->judge, "a request accepted beside a write of CR3");
	if (board->changes[event->port] == event->cycle)
		return judge_says(board->judge, "a request accepted while its TLB changes");
	return NULL;
}

static const char *take_request(struct scoreboard *board, const struct event *event)
{
	struct cached *cached = &board->cached[event->port];
	const char *error = bars_request(board, event);

	board->cut_off[event->port] = false;
	if (board->lines)
		board->lined[event->port] = (struct lined){.begun = false};
	board->translated[event->port] = event->exchange->translated;
	if (event->exchange->translated)
		fills_look_up(board->fills, event->port, event->exchange, cached);
	return error;
}

static const char *refused(struct scoreboard *board, const struct event *event)
{
	/* Most often. */
	if (board->monitor->lanes[event->port].open)
		return NULL;
	return late_request(board, event);
}

/* A write of the base register that is accepted, or not. */
static const char *take_write(struct scoreboard *board, const struct event *event)
{
	const struct context *context = &board->monitor->context;
	const char *bar;

	if (!event->out->ptbr_ready)
		return late_write(board, event);
	bar = context_is_wall(context, event->in) ? bars_cr3(board, event) : NULL;
	if (bar)
		return judge_says(board->judge, "a write of CR3 accepted beside %s", bar);
	return judge_ptbr_write(context);
}

/* This comes after the events of the ports, so a request accepted in this cycle is the newest. */
static const char *count_cycle(struct scoreboard *board, const struct event *event)
{
	const char *error = board->faulted ? take_out_faulted(board, event) : NULL;

	if (error)
		return error;
	return census_cycle(&board->census, event->in, event->out, board->translated);
}

static void array_time(struct scoreboard *board, uint64_t cycle)
{
	struct census *census = &board->census;

	census->busy = array_is_busy(board->array, cycle);
	census->sweeps = array_sweeps(board->array, cycle);
	census->count[CENSUS_SWEEPS] = array_sweeps_before(board->array, cycle);
}

/* The same where there is an array, or there are lines. */
static const char *count_with_more(struct scoreboard *board, const struct event *event)
{
	struct census *census = &board->census;
	const char *error = board->faulted ? take_out_faulted(board, event) : NULL;

	if (error)
		return error;
	if (board->array)
		array_time(board, event->cycle);
	error = census_cycle(census, event->in, event->out, board->translated);
	if (!error && board->lines && !event->in->rst)
		error = lines_cycle(board, event);
	return error || !board->array || !census->begins ? error : walk_has_searched(board, event);
}

/* Begins a cycle with a clean verdict, for the one before may have ended early. */
static void begin_again(struct scoreboard *board)
{
	board->verdict = (struct verdict){VERDICT_RIGHT, NULL};
	board->no_memory = false;
	board->faulted = NULL;
}

/* What a cycle's pins say by themselves. */
static const char *begin_cycle(struct scoreboard *board, const struct event *event)
{
	const struct context *context = &board->monitor->context;
	const char *error = channels_cycle(&board->channels, event->in, event->out);

	if (board->verdict.kind != VERDICT_RIGHT)
		begin_again(board);
	if (!error && event->in->mem_rsp_valid)
		error = hear_memory(board, event);
	if (error || event->in->rst || event->out->ptbr_rsp_valid)
		return error;
	if (context->open)
		error = late_answer(board->monitor, event->out);
	if (!error && event->out->ptbr_held != context->held.ptbr)
		error = judge_ptbr_held(board->judge, context, event->out);
	return error;
}

static const char *reset(struct scoreboard *board, const struct event *event)
{
	fills_reset(board->fills);
	if (board->pointers)
		pointers_reset(board->pointers);
	if (board->array)
		array_reset(board->array, event->cycle);
	if (board->lines) {
		lines_drop(board->lines, event->cycle, LINE_RESET);
		memset(board->lined, 0, sizeof(board->lined));
	}
	return board->array || board->lines ? count_with_more(board, event)
					    : count_cycle(board, event);
}

/* Judges a walk that goes on, and one that is cut off or goes back. */
static const char *walked_so_far(struct scoreboard *board, const struct event *event)
{
	struct whole_walk whole;

	return judge_going(board, event->port, event->exchange, &whole);
}

static const char *walk_goes_back(struct scoreboard *board, const struct event *event)
{
	struct whole_walk whole;
	const char *error = judge_goes_back(board, event->port, event->exchange, &whole);

	if (!error && board->array)
		error = array_takes_pointer(board, event->port, event->exchange, &whole,
					    UINT64_MAX);
	board->lined[event->port].taken.n = 0;
	return error;
}

static const char *walk_cut_off(struct scoreboard *board, const struct event *event)
{
	bool judged = board->cut_off[event->port];

	board->lined[event->port].anew = false;
	if (board->monitor->lanes[event->port].back)
		return judged && board->lines ? NULL : walk_goes_back(board, event);
	/* It may be cut off in its first read, by a fence one cycle before, and has been judged. */
	board->cut_off[event->port] =
		board->lines && board->monitor->lanes[event->port].fenced + 1 == event->cycle;
	/* With lines, what it has taken out of them may be of the walk that begins. */
	return judged || board->lines ? NULL : walked_so_far(board, event);
}

/* The cycle ends here. */
__attribute__((cold)) static void refuse(struct scoreboard *board, const char *error)
{
	board->verdict.kind = board->no_memory ? VERDICT_OUT_OF_MEMORY : VERDICT_MISMATCH;
	board->verdict.text = error;
}

#define HEARS(name)                                                                                \
	static bool hear_##name(void *listener, const struct event *event)                         \
	{                                                                                          \
		struct scoreboard *board = listener;                                               \
		const char *error = name(board, event);                                            \
                                                                                                   \
		if (error)                                                                         \
			refuse(board, error);                                                      \
		return !error;                                                                     \
	}
HEARS(begin_cycle)
HEARS(reset)
HEARS(take_ptbr)
HEARS(no_answer)
HEARS(take_again)
HEARS(take_answer)
HEARS(refused)
HEARS(take_request)
HEARS(count_cycle)
HEARS(count_with_more)
HEARS(walk_access)
HEARS(walked_so_far)
HEARS(walk_cut_off)
HEARS(walk_begins)
HEARS(take_fence)
HEARS(take_write)
#undef HEARS

/* count: at the end of the ports' events. */
#define HEAR(count)                                                                                \
	{                                                                                          \
		[EVENT_CYCLE] = hear_begin_cycle, [EVENT_RESET] = hear_reset,                      \
		[EVENT_PTBR_ANSWER] = hear_take_ptbr, [EVENT_SILENT] = hear_no_answer,             \
		[EVENT_AGAIN] = hear_take_again, [EVENT_ANSWER] = hear_take_answer,                \
		[EVENT_REFUSED] = hear_refused, [EVENT_REQUEST] = hear_take_request,               \
		[EVENT_REQUESTS] = (count), [EVENT_ACCESS] = hear_walk_access,                     \
		[EVENT_CUT_OFF] = hear_walk_cut_off, [EVENT_WALK] = hear_walk_begins,              \
		[EVENT_UPDATE] = hear_walked_so_far, [EVENT_FENCE] = hear_take_fence,              \
		[EVENT_PTBR_WRITE] = hear_take_write,                                              \
	}
static event_fn *const hear[EVENT_KINDS] = HEAR(hear_count_cycle);
static event_fn *const hear_more[EVENT_KINDS] = HEAR(hear_count_with_more);

struct scoreboard *scoreboard_create(struct monitor *monitor, struct image *image,
				     const struct mmu_config *config, struct may_cache may_cache)
{
	struct scoreboard *board = calloc(1, sizeof(*board));

	if (!board)
		return NULL;
	board->monitor = monitor;
	board->changes[PORT_FETCH] = board->changes[PORT_DATA] = UINT64_MAX;
	census_init(&board->census, config);
	board->fills = fills_create(config);
	board->judge = judge_create(image, config->formats);
	board->walk_cache = config->walk_entries;
	board->another = may_cache.pointers;
	board->fresh = config->walk_entries || config->array_sets || config->lines;
	if (board->another || board->fresh)
		board->pointers = pointers_create();
	if (config->array_sets)
		board->array = array_create(config);
	if (config->lines)
		board->lines = lines_create(config->lines);
	if (!board->fills || !board->judge ||
	    ((board->another || board->fresh) && !board->pointers) ||
	    (config->array_sets && !board->array) || (config->lines && !board->lines)) {
		scoreboard_destroy(board);
		return NULL;
	}
	monitor_listen(monitor, board->array || board->lines ? hear_more : hear, board);
	return board;
}

void scoreboard_destroy(struct scoreboard *board)
{
	if (!board)
		return;
	judge_destroy(board->judge);
	array_destroy(board->array);
	lines_destroy(board->lines);
	pointers_destroy(board->pointers);
	fills_destroy(board->fills);
	free(board);
}

struct verdict scoreboard_verdict(const struct scoreboard *board)
{
	return board->verdict;
}

uint64_t scoreboard_stale(const struct scoreboard *board)
{
	return board->stale;
}
