/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

#define SKIPS_AGAIN "a walk that has gone back, and skips pointers again"

struct skipping {
	const struct scoreboard *board;
	unsigned int reads; /* of the walk itself */
	unsigned int skips; /* as in struct whole_walk */
};

/*
 * May a walk begin behind a pointer of that level? On RISC-V those of level 1 are the array's,
 * where there is one, and all others the walk cache's (cache-2, array-1).
 */
static bool may_skip(const struct skipping *skipping, const struct exchange *whole)
{
	const struct scoreboard *board = skipping->board;
	unsigned int level = paging[whole->mode].levels - (whole->reads - skipping->reads);

	if (!board->array || board->another)
		return true;
	if (level == 1 && !paging[whole->mode].is_x86)
		return array_is_behind(board->array);
	return board->walk_cache;
}

/* Such a walk is right. */
static bool skips(struct skipping *skipping, const struct exchange *whole)
{
	skipping->skips |= 1u << (whole->reads - skipping->reads);
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
static bool is_behind(struct scoreboard *board, const struct exchange *x, pointers_judge *right,
		      struct whole_walk *whole)
{
	struct skipping skipping = {board, x->reads, whole->skips};
	bool found = pointers_explain(board->pointers, x, right, &skipping, &whole->room,
				      &whole->doubtful);

	whole->skips = skipping.skips;
	whole->walk = found ? &whole->room : x;
	return found;
}

/* All of a walk that has skipped nothing. */
static void from_the_root(const struct exchange *x, struct whole_walk *whole)
{
	whole->walk = x;
	whole->doubtful = false;
	whole->skips = 1;
}

const char *judge_ended(struct scoreboard *board, const struct exchange *x,
			struct whole_walk *whole)
{
	const char *error = judge_walk(board->judge, x, &whole->answer);

	from_the_root(x, whole);
	if (!error || !board->pointers)
		return error;
	whole->skips = 0;
	if (is_behind(board, x, ended_right, whole)) {
		if (x->back)
			return judge_says(board->judge, SKIPS_AGAIN);
		if (board->fresh && x->fault != FAULT_NONE)
			return judge_says(board->judge, "a fault of a walk that skips pointers");
	}
	/* A walk that nothing explains is judged as it is once more, for the words of its error. */
	return judge_walk(board->judge, whole->walk, &whole->answer);
}

/*
 * A walk that is right from the root may be right behind pointers, too, where a table points to one
 * above it. Then nobody knows of which level the pointers are that it reads.
 */
static void look_lower(struct scoreboard *board, const struct exchange *x, struct whole_walk *whole)
{
	struct whole_walk lower = *whole;

	if (!board->array || x->back || !array_is_ambiguous(x, paging[x->mode].levels - 1))
		return;
	is_behind(board, x, going_right, &lower);
	whole->skips = lower.skips;
}

const char *judge_going(struct scoreboard *board, const struct exchange *x,
			struct whole_walk *whole)
{
	const char *error = judge_start(board->judge, x);

	from_the_root(x, whole);
	if (!error)
		look_lower(board, x, whole);
	if (!error || !board->pointers)
		return error;
	whole->skips = 0;
	if (is_behind(board, x, going_right, whole))
		return x->back ? judge_says(board->judge, SKIPS_AGAIN) : NULL;
	return judge_start(board->judge, x);
}

const char *judge_goes_back(struct scoreboard *board, const struct exchange *x,
			    struct whole_walk *whole)
{
	const char *error;

	if (!board->census.back)
		return judge_says(board->judge, "a walk that goes back late");
	whole->skips = 0;
	if (!x->back && is_behind(board, x, back_right, whole))
		return NULL;
	error = judge_going(board, x, whole);
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
	struct exchange x = *lane->newest;
	struct whole_walk whole;
	const char *error;

	if (lane->owed && x.reads < ORACLE_MAX_READS)
		x.read_pa[x.reads++] = owed;
	error = judge_going(board, &x, &whole);
	if (error || !board->array)
		return error;
	return array_takes_pointer(board, port, &x, &whole, fence);
}

const char *lost_walk(struct scoreboard *board, enum port port)
{
	board->cut_off[port] = true;
	return cut_off(board, port, 0, UINT64_MAX);
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
