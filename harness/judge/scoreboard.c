/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

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
	struct ended ended;
	const char *error;

	if (monitor->outstanding >> MEM_ID_WALK & 1 && monitor->asked[MEM_ID_WALK].owner == port)
		return judge_says(board->judge, "an answer before memory has answered its walk");
	if (monitor->lanes[port].restart)
		return judge_says(board->judge, "an answer from a walk that must begin anew");
	/* The answer must come then, though another walk goes on (walk-5). */
	if (x->answered != board->heard[port] + 1)
		return judge_says(board->judge, "a walk that is answered late");
	error = judge_ended(board, x, &ended);
	if (error)
		return error;
	if (x->fault != FAULT_NONE) {
		faults(board, x);
		return NULL;
	}
	board->changes[port] = x->answered;
	board->no_memory =
		!fills_add(board->fills, port, ended.whole, &ended.answer, ended.doubtful);
	return board->no_memory ? "out of memory" : NULL;
}

/* Has a walk of the port ended in the last cycle, without a read (walk-5)? */
static bool is_over(const struct scoreboard *board, enum port port)
{
	return board->census.over && board->census.fetch == (port == PORT_FETCH);
}

/* A fault that needs no PTE must have had a walk, too. */
static const char *take_fault(struct scoreboard *board, enum port port, const struct exchange *x)
{
	const char *error = judge_without_walk(board->judge, x, &board->cached[port]);

	if (!error && !is_over(board, port))
		error = judge_says(board->judge, "a fault, though no walk of its port has ended");
	faults(board, x);
	return error;
}

/* An answer without a read: a hit, or nothing is translated, or a fault that needs no PTE. */
static const char *take_no_walk(struct scoreboard *board, enum port port, const struct exchange *x)
{
	struct cached *cached = &board->cached[port];
	struct drop drop;

	if (!x->translated)
		return judge_without_walk(board->judge, x, cached);
	if (x->fault != FAULT_NONE)
		return take_fault(board, port, x);
	if (cached->there == CACHED_NOT)
		return judge_no_entry(board->judge, x,
				      fills_why_not(board->fills, port, x, &drop) ? &drop : NULL);
	if (x->answered != x->accepted + 1)
		return judge_says(board->judge, "a hit that is answered late");
	if (cached->vague)
		fills_meant(board->fills, port, x, cached);
	return judge_hit(board->judge, x, cached, fills_hit(board->fills, port, cached),
			 &board->stale);
}

static const char *take_answer(struct scoreboard *board, const struct event *event)
{
	const struct exchange *x = event->exchange;

	if (x->answer_tag != x->tag)
		return judge_says(board->judge, "answer with tag %llx to a request with tag %llx",
				  (unsigned long long)x->answer_tag, (unsigned long long)x->tag);
	if (x->segment.refusal)
		return judge_refusal(board->judge, x);
	return x->reads ? take_walk(board, event->port, x) : take_no_walk(board, event->port, x);
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
	if (is_over(board, event->port))
		return judge_says(board->judge, "no answer behind a walk without a read");
	return NULL;
}

/*
 * Both ports have answered, and a fault now drops its entry. Its walk ended a cycle ago, so a
 * request that was looked up in that cycle still met the entry (tlb-1). Not inlined: few fault.
 */
__attribute__((noinline)) static const char *take_out_faulted(struct scoreboard *board,
							      const struct event *event)
{
	const struct exchange *faulted = board->faulted;

	board->faulted = NULL;
	fills_fault(board->fills, event->cycle - 1, faulted);
	return board->pointers ? fault_names(board, event, faulted) : NULL;
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

static const char *take_fence(struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;
	const char *error = NULL;

	if (!event->out->fence_ready)
		return late_fence(board, event);
	fills_fence(board->fills, event->cycle, &monitor->context, event->in);
	if (board->pointers)
		error = fence_names(board, event);
	if (error)
		return error;
	if (a_tlb_changes(board, event->cycle))
		return judge_says(board->judge, "a fence accepted while a TLB changes");
	if (monitor->updating)
		return judge_says(board->judge, "a fence accepted while an A/D update is made");
	if (monitor->context.open)
		return judge_says(board->judge, "a fence accepted while PDPTEs are loaded");
	return NULL;
}

/* The answer to a write of the base register, and what it dropped in the cycle before. */
static const char *take_ptbr(struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;
	const char *error =
		judge_ptbr_answer(board->judge, &monitor->context, event->out, &event->ptbr);

	if (!error && monitor->outstanding >> MEM_ID_LOAD & 1)
		error = judge_says(board->judge, "an answer before memory has answered its PDPTE");
	if (!event->ptbr.drops)
		return error;
	fills_drop(board->fills, event->cycle - 1, event->ptbr.asid);
	if (error || !board->pointers)
		return error;
	return kept(board, pointers_drop(board->pointers, event->cycle - 1, event->ptbr.asid));
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

/* Memory answers. An answer to an id that did not ask counts for nothing (walk-7). */
static const char *hear_memory(struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;
	unsigned int id = (unsigned int)event->in->mem_rsp_id;
	enum port owner = monitor->asked[id].owner;

	if (!(monitor->outstanding >> id & 1))
		return NULL;
	board->heard[owner] = event->cycle;
	if (!board->pointers || owner == PORTS)
		return NULL;
	return kept(board, pointers_answer(board->pointers, event->in));
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
	return count_cycle(board, event);
}

/* Judges a walk that goes on, and one that is cut off or goes back. */
static const char *walked_so_far(struct scoreboard *board, const struct event *event)
{
	return judge_going(board, event->exchange);
}

static const char *walk_cut_off(struct scoreboard *board, const struct event *event)
{
	bool judged = board->cut_off[event->port];

	if (board->monitor->lanes[event->port].back)
		return judge_goes_back(board, event->exchange);
	board->cut_off[event->port] = false;
	return judged ? NULL : walked_so_far(board, event);
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
HEARS(walk_access)
HEARS(walked_so_far)
HEARS(walk_cut_off)
HEARS(walk_begins)
HEARS(take_fence)
HEARS(take_write)
#undef HEARS

static event_fn *const hear[EVENT_KINDS] = {
	[EVENT_CYCLE] = hear_begin_cycle,     [EVENT_RESET] = hear_reset,
	[EVENT_PTBR_ANSWER] = hear_take_ptbr, [EVENT_SILENT] = hear_no_answer,
	[EVENT_AGAIN] = hear_take_again,      [EVENT_ANSWER] = hear_take_answer,
	[EVENT_REFUSED] = hear_refused,       [EVENT_REQUEST] = hear_take_request,
	[EVENT_REQUESTS] = hear_count_cycle,  [EVENT_ACCESS] = hear_walk_access,
	[EVENT_CUT_OFF] = hear_walk_cut_off,  [EVENT_WALK] = hear_walk_begins,
	[EVENT_UPDATE] = hear_walked_so_far,  [EVENT_FENCE] = hear_take_fence,
	[EVENT_PTBR_WRITE] = hear_take_write,
};

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
	board->fresh = config->walk_entries;
	if (may_cache.pointers || board->fresh)
		board->pointers = pointers_create();
	if (!board->fills || !board->judge ||
	    ((may_cache.pointers || board->fresh) && !board->pointers)) {
		scoreboard_destroy(board);
		return NULL;
	}
	monitor_listen(monitor, hear, board);
	return board;
}

void scoreboard_destroy(struct scoreboard *board)
{
	if (!board)
		return;
	judge_destroy(board->judge);
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
