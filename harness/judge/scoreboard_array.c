/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <string.h>

#include "judge/fills_slots.h"
#include "judge/scoreboard_inside.h"

/* Says that the array has something that would have made the walk another one. */
static const char *spares(struct scoreboard *board, const char *what, uint64_t filled)
{
	return judge_says(board->judge, "%s of the array, filled in cycle %llu", what,
			  (unsigned long long)filled);
}

/*
 * No page of the level has served the request. Is one surely there that would have? An entry that
 * does not allow the access keeps those of level 1 from it, too (array-2).
 */
static const char *no_page(struct scoreboard *board, unsigned int level, const struct exchange *x,
			   bool *meets_none)
{
	struct cached found;

	array_look_up(board->array, level, x, &found);
	if (found.there == CACHED_SURELY && found.allows)
		return spares(board, "a walk that is not served by a page", found.filled);
	if (found.there != CACHED_NOT)
		array_missed(board->array, level, x, &found);
	array_look_up(board->array, level, x, &found);
	*meets_none = found.there == CACHED_NOT;
	return NULL;
}

const char *not_served(struct scoreboard *board, const struct exchange *x)
{
	bool meets_none = false;
	const char *error;

	if (board->census.blind)
		return NULL;
	error = no_page(board, 0, x, &meets_none);
	return error || !meets_none ? error : no_page(board, 1, x, &meets_none);
}

const char *walk_has_searched(struct scoreboard *board, const struct event *event)
{
	enum port port = board->census.fetch ? PORT_FETCH : PORT_DATA;
	const struct exchange *x = board->monitor->lanes[port].newest;
	const char *error = not_served(board, x);
	uint64_t filled;

	if (error)
		return error;
	if (array_walk(board->array, x, board->census.blind, event->out->mem_req_addr, &filled))
		return NULL;
	return spares(board, "a walk that does not begin behind a pointer", filled);
}

const char *walk_has_searched_lines(struct scoreboard *board, enum port port)
{
	const struct exchange *x = board->monitor->lanes[port].newest;
	const char *error = not_served(board, x);

	if (!error)
		array_walk_unseen(board->array, x, board->census.blind);
	return error;
}

/* The level whose page has served a walk of the port that is over; else there is none. */
static unsigned int level_served(const struct scoreboard *board, enum port port)
{
	const struct census *census = &board->census;

	if (census->blind || census->fetch != (port == PORT_FETCH))
		return UINT32_MAX;
	if (census->probed)
		return 0;
	return census->over ? 1 : UINT32_MAX;
}

/* A page of level 1 has served: so none of level 0 has matched (array-2). */
static const char *level_0_is_silent(struct scoreboard *board, const struct exchange *x)
{
	struct cached found;

	array_look_up(board->array, 0, x, &found);
	if (found.there == CACHED_SURELY)
		return spares(board, "a page of level 1 that serves before one of level 0",
			      found.filled);
	found.allows = true;
	if (found.there != CACHED_NOT)
		array_missed(board->array, 0, x, &found);
	return NULL;
}

/* The TLB is refilled with what the entry keeps (array-2). */
static const char *refill(struct scoreboard *board, enum port port, const struct exchange *x,
			  const struct fill *fill)
{
	const struct oracle_answer answer = {
		.pa = x->pa,
		.size = x->size,
		.memtype = x->memtype,
		.global = fill->page.global,
	};
	struct exchange walk = *x;

	walk.context = fill->context;
	walk.reads = fill->reads;
	memcpy(walk.read_data, fill->data, sizeof(walk.read_data));
	walk.updates = 0;
	board->changes[port] = x->answered;
	return kept(board, fills_add(board->fills, port, &walk, &answer, fill->doubtful));
}

const char *take_served(struct scoreboard *board, enum port port, const struct exchange *x)
{
	unsigned int level = level_served(board, port);
	const char *error = x->starts ? NULL : judge_miss(board->judge, &board->cached[port]);
	struct cached found;
	struct drop drop;
	struct fill *fill;

	if (error)
		return error;
	if (!x->starts)
		fills_missed(board->fills, port, &board->cached[port]);
	if (level == UINT32_MAX)
		return judge_says(board->judge, "an answer without a read, though no search of its "
						"port's walk has ended");
	if (level)
		error = level_0_is_silent(board, x);
	if (error)
		return error;
	array_look_up(board->array, level, x, &found);
	if (found.there == CACHED_NOT)
		return judge_no_entry(board->judge, x, WITHOUT_READ,
				      array_why_not(board->array, level, x, &drop) ? &drop : NULL);
	if (found.vague)
		array_meant(board->array, level, x, &found);
	board->counts.served[level]++;
	fill = array_serves(board->array, level, x, &found);
	error = judge_hit(board->judge, x, &found, WITHOUT_READ, &fill->standing, &board->stale);
	return error ? error : refill(board, port, x, fill);
}

const char *array_takes_pointer(struct scoreboard *board, enum port port, const struct exchange *x,
				const struct whole_walk *whole, uint64_t fence)
{
	const struct paging *mode = &paging[x->mode];
	bool sure = !(whole->skips & (whole->skips - 1));
	unsigned int own = x->reads + board->lined[port].taken.n;

	if (mode->is_x86)
		return NULL;
	for (unsigned int skipped = 0; skipped <= mode->levels - 2; skipped++) {
		unsigned int nth = mode->levels - 2 - skipped;
		uint64_t answered;

		/* The PTE of level 0 was asked for: so the one before it is a pointer. */
		if (!(whole->skips >> skipped & 1) || own < nth + 2)
			continue;
		answered = pte_came(board, port, nth);
		if (fence == answered || fence == answered + 1)
			continue;
		if (!array_add_pointer(board->array, x, answered, whole->pointer[skipped], sure))
			return kept(board, false);
	}
	return NULL;
}

const char *array_takes_page(struct scoreboard *board, const struct whole_walk *whole)
{
	return kept(board,
		    array_add_page(board->array, whole->walk, &whole->answer, whole->doubtful));
}
