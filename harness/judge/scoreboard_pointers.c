/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

#include <string.h>

#define SKIPS_AGAIN "a walk that has gone back, and skips pointers again"

struct skipping {
	struct scoreboard *board;
	const struct taken *taken; /* out of lines */
	unsigned int own;          /* PTEs of the walk itself, those out of lines included */
	struct whole_walk *whole;
};

/*
 * May a walk begin behind a pointer of that level? On RISC-V those of level 1 are the array's,
 * where there is one, and all others the walk cache's (cache-2, array-1).
 */
static bool may_skip(const struct skipping *skipping, const struct exchange *whole)
{
	const struct scoreboard *board = skipping->board;
	unsigned int level = paging[whole->mode].levels - (whole->reads - skipping->own);

	if (board->another || whole->reads == skipping->own)
		return true;
	if (!board->array)
		return board->walk_cache;
	if (level == 1 && !paging[whole->mode].is_x86)
		return array_is_behind(board->array);
	return board->walk_cache;
}

/* Such a walk is right. What it took out of lines may be cached, as what memory answers is. */
static bool skips(struct skipping *skipping, const struct exchange *whole)
{
	const struct taken *taken = skipping->taken;
	struct scoreboard *board = skipping->board;
	unsigned int skipped = whole->reads - skipping->own;

	skipping->whole->skips |= 1u << skipped;
	skipping->whole->pointer[skipped] = whole->read_data[paging[whole->mode].levels - 2];
	for (unsigned int i = 0; i < taken->n; i++) {
		unsigned int nth = skipped + taken->pte[i].behind + i;

		if (!pointers_see(board->pointers, taken->pte[i].searched, whole->read_pa[nth],
				  whole->read_data[nth]))
			board->no_memory = true;
	}
	return true;
}

static bool ended_right(void *opaque, const struct exchange *whole)
{
	struct skipping *skipping = opaque;
	struct oracle_answer answer;

	return may_skip(skipping, whole) && !judge_walk(skipping->board->judge, whole, &answer) &&
	       skips(skipping, whole);
}

static bool back_right(void *opaque, const struct exchange *whole)
{
	struct skipping *skipping = opaque;

	return may_skip(skipping, whole) && !judge_back(skipping->board->judge, whole) &&
	       skips(skipping, whole);
}

static bool going_right(void *opaque, const struct exchange *whole)
{
	struct skipping *skipping = opaque;

	return may_skip(skipping, whole) && !judge_start(skipping->board->judge, whole) &&
	       skips(skipping, whole);
}

/* Is the walk one behind pointers that it may skip? Then `whole` is all of it. */
static bool is_behind(struct scoreboard *board, enum port port, const struct exchange *x,
		      pointers_judge *right, struct whole_walk *whole)
{
	const struct taken *taken = &board->lined[port].taken;
	struct skipping skipping = {board, taken, x->reads + taken->n, whole};
	struct explained *explained = &whole->explained;
	bool found;

	explained->lines = board->lines;
	explained->taken = taken;
	explained->whole = &whole->room;
	found = pointers_explain(board->pointers, x, right, &skipping, explained);
	whole->doubtful = explained->doubtful;
	whole->walk = found ? &whole->room : x;
	return found;
}

/* All of a walk that has skipped nothing. */
static void from_the_root(const struct exchange *x, struct whole_walk *whole)
{
	whole->walk = x;
	whole->doubtful = false;
	whole->skips = 1;
	if (x->mode >= 0)
		whole->pointer[0] = x->read_data[paging[x->mode].levels - 2];
}

/* Nothing explains a walk that has taken PTEs out of lines. */
static const char *unexplained(struct scoreboard *board, const struct exchange *x,
			       const struct whole_walk *whole)
{
	const struct line_read *missing = &whole->explained.missing;
	const char *error = NULL;
	char why[96];

	if (whole->explained.tried)
		error = judge_start(board->judge, &whole->room);
	if (error || !whole->explained.unserved)
		return error ? error
			     : judge_says(board->judge,
					  "a walk that skips pointers, which nothing here keeps");
	lines_why_not(board->lines, missing, why, sizeof(why));
	return judge_says(board->judge,
			  "no line may serve the PTE at %llx, for %s with ASID %llx, in cycle "
			  "%llu: %s",
			  (unsigned long long)missing->pa, paging[x->mode].name,
			  (unsigned long long)missing->asid, (unsigned long long)missing->searched,
			  why);
}

/* The same of one that has ended: its end may be what is wrong. */
static const char *unexplained_end(struct scoreboard *board, const struct exchange *x,
				   struct whole_walk *whole)
{
	const char *error = NULL;

	if (whole->explained.tried)
		error = judge_walk(board->judge, &whole->room, &whole->answer);
	return error ? error : unexplained(board, x, whole);
}

/* What is wrong with a walk that has ended as it must, behind pointers or PTEs out of lines. */
static const char *bars_end(struct scoreboard *board, enum port port, const struct exchange *x)
{
	if (has_gone_back(board, port, x))
		return judge_says(board->judge, SKIPS_AGAIN);
	if (x->fault == FAULT_NONE || !board->fresh)
		return NULL;
	if (board->lined[port].taken.n)
		return judge_says(board->judge, "a fault of a walk that took a PTE out of a line");
	return judge_says(board->judge, "a fault of a walk that skips pointers");
}

const char *judge_ended(struct scoreboard *board, enum port port, const struct exchange *x,
			struct whole_walk *whole)
{
	bool takes = board->lined[port].taken.n;
	const char *error = NULL;

	if (!takes)
		error = judge_walk(board->judge, x, &whole->answer);
	from_the_root(x, whole);
	if (!takes && (!error || !board->pointers))
		return error;
	whole->skips = 0;
	if (is_behind(board, port, x, ended_right, whole))
		error = bars_end(board, port, x);
	else
		error = takes ? unexplained_end(board, x, whole) : NULL;
	if (error)
		return error;
	/* A walk that nothing explains is judged as it is once more, for the words of its error. */
	return judge_walk(board->judge, whole->walk, &whole->answer);
}

/*
 * A walk that is right from the root may be right behind pointers, too, where a table points to one
 * above it. Then nobody knows of which level the pointers are that it reads.
 */
static void look_lower(struct scoreboard *board, enum port port, const struct exchange *x,
		       struct whole_walk *whole)
{
	struct whole_walk lower = *whole;

	if (!board->array || x->back || !array_is_ambiguous(x, paging[x->mode].levels - 1))
		return;
	is_behind(board, port, x, going_right, &lower);
	whole->skips = lower.skips;
	memcpy(whole->pointer, lower.pointer, sizeof(whole->pointer));
}

/* again: it has gone back before. */
static const char *going(struct scoreboard *board, enum port port, const struct exchange *x,
			 struct whole_walk *whole, bool again)
{
	bool takes = board->lined[port].taken.n;
	const char *error = takes ? NULL : judge_start(board->judge, x);

	from_the_root(x, whole);
	if (!takes && !error)
		look_lower(board, port, x, whole);
	if (!takes && (!error || !board->pointers))
		return error;
	whole->skips = 0;
	if (is_behind(board, port, x, going_right, whole))
		return again ? judge_says(board->judge, SKIPS_AGAIN) : NULL;
	return takes ? unexplained(board, x, whole) : judge_start(board->judge, x);
}

const char *judge_going(struct scoreboard *board, enum port port, const struct exchange *x,
			struct whole_walk *whole)
{
	return going(board, port, x, whole, has_gone_back(board, port, x));
}

const char *judge_goes_back(struct scoreboard *board, enum port port, const struct exchange *x,
			    struct whole_walk *whole)
{
	const char *error;

	if (!board->census.back)
		return judge_says(board->judge, "a walk that goes back late");
	whole->skips = 0;
	if (!x->back && is_behind(board, port, x, back_right, whole))
		return NULL;
	error = going(board, port, x, whole, x->back);
	if (error)
		return error;
	return judge_says(board->judge,
			  "a walk that goes back, though it has not found a fault behind pointers "
			  "that it skips");
}

/*
 * The walk may have a read on the pins that memory has not accepted: it is judged, too. What it has
 * read of pointers becomes an entry of the array, but for the fence of this cycle; UINT64_MAX:
 * there is none.
 */
static const char *cut_off(struct scoreboard *board, enum port port, uint64_t owed, uint64_t fence)
{
	const struct lane *lane = &board->monitor->lanes[port];
	struct whole_walk whole;
	struct exchange x;
	const char *error;

	walk_now(board, port, &x);
	if (lane->owed && x.reads < ORACLE_MAX_READS)
		x.read_pa[x.reads++] = owed;
	error = judge_going(board, port, &x, &whole);
	if (error || !board->array)
		return error;
	return array_takes_pointer(board, port, &x, &whole, fence);
}

const char *lost_walk(struct scoreboard *board, enum port port)
{
	board->cut_off[port] = true;
	return cut_off(board, port, 0, UINT64_MAX);
}

static void may_ask(struct owed *owed, uint64_t pa)
{
	if (pa && owed->n < MAY_ASK)
		owed->pa[owed->n] = pa;
	owed->n += pa != 0;
}

static bool asks_next(void *opaque, const struct exchange *whole)
{
	struct skipping *skipping = opaque;
	struct scoreboard *board = skipping->board;

	/* Behind what of the array it begins is known when it has begun. */
	if (!board->census.lines.first && !may_skip(skipping, whole))
		return false;
	if (judge_start(board->judge, whole))
		return false;
	may_ask(&board->owed, judge_next(board->judge, whole));
	return true;
}

/* With lines: a fence cuts the walk off in this cycle, in which it asks for nothing. */
static void note_owed(struct scoreboard *board, enum port port, uint64_t fence)
{
	struct whole_walk whole = {.skips = 0};
	struct exchange x;

	walk_now(board, port, &x);
	board->owed.fence = fence;
	board->owed.n = 0;
	is_behind(board, port, &x, asks_next, &whole);
	if (!board->lined[port].taken.n && !judge_start(board->judge, &x))
		may_ask(&board->owed, judge_next(board->judge, &x));
	/* It may go back in this cycle. */
	x.reads = 0;
	x.read_error = false;
	if (board->census.walk == CENSUS_QUIET)
		may_ask(&board->owed, judge_next(board->judge, &x));
}

/*
 * Walks that must begin anew are judged by what they could skip when they began. One that does not
 * is another's turn: it has read nothing.
 */
static const char *cuts_off(struct scoreboard *board, const struct event *event, uint64_t fence)
{
	for (enum port port = 0; port < PORTS; port++) {
		const struct lane *lane = &board->monitor->lanes[port];
		const char *error;

		if (!lane->open || !lane->restart || board->cut_off[port])
			continue;
		board->cut_off[port] = true;
		error = cut_off(board, port, event->out->mem_req_addr, fence);
		if (error)
			return error;
		if (board->lines && fence == event->cycle && !event->out->mem_req_valid &&
		    board->census.fetch == (port == PORT_FETCH))
			note_owed(board, port, fence);
	}
	return NULL;
}

const char *fence_names(struct scoreboard *board, const struct event *event)
{
	const char *error = cuts_off(board, event, event->cycle);

	if (error)
		return error;
	return kept(board, pointers_fence(board->pointers, event->cycle, &board->monitor->context,
					  event->in));
}

const char *fault_names(struct scoreboard *board, const struct event *event,
			const struct exchange *faulted)
{
	const char *error = cuts_off(board, event, UINT64_MAX);

	if (error)
		return error;
	return kept(board, pointers_fault(board->pointers, event->cycle - 1, faulted));
}
