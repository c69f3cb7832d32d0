/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

/* A walk of the port starts in this cycle. */
static void starts(struct scoreboard *board, enum port port)
{
	struct lined *lined = &board->lined[port];

	lined->taken.n = 0;
	lined->begun = false;
	lined->anew = board->monitor->lanes[port].restart;
	board->cut_off[port] = false;
}

/* A line gives a PTE in this cycle. */
static const char *takes(struct scoreboard *board, enum port port, uint64_t cycle)
{
	struct lined *lined = &board->lined[port];
	struct taken *taken = &lined->taken;
	const struct exchange *x = board->monitor->lanes[port].newest;
	const char *error = NULL;

	if (board->array && board->census.lines.begins)
		error = walk_has_searched_lines(board, port);
	if (!error)
		error = walk_has_begun(board, port, cycle);
	if (error)
		return error;
	if (taken->n == ORACLE_MAX_READS)
		return judge_says(board->judge, "a walk of more than %u PTEs out of lines",
				  ORACLE_MAX_READS);
	board->heard[port] = cycle;
	lines_touch(board->lines);
	board->counts.hits++;
	lined->read[taken->n] = cycle;
	taken->pte[taken->n].behind = lined->anew ? 0 : x->reads;
	taken->pte[taken->n++].searched = cycle - 1;
	return NULL;
}

/*
 * A walk goes back that has asked memory for nothing. (Of any other the monitor tells.) It may have
 * been a fence that ended it: then it was judged.
 */
static const char *goes_back(struct scoreboard *board, enum port port)
{
	struct whole_walk whole;
	struct exchange x;
	const char *error = NULL;

	walk_now(board, port, &x);
	if (x.reads || x.updates)
		return NULL;
	if (!board->cut_off[port]) {
		error = judge_goes_back(board, port, &x, &whole);
		if (!error && board->array)
			error = array_takes_pointer(board, port, &x, &whole, UINT64_MAX);
	}
	board->lined[port].taken.n = 0;
	return error;
}

/* A read is asked for: would a line have served it? */
static const char *asks(struct scoreboard *board, enum port port, const struct event *event)
{
	const struct exchange *x = board->monitor->lanes[port].newest;
	const struct line_read read = {
		.mode = x->mode,
		.asid = x->asid,
		.pa = event->out->mem_req_addr,
		.searched = event->cycle,
	};
	uint64_t line;

	if (!lines_surely(board->lines, &read, &line))
		return NULL;
	return judge_says(board->judge,
			  "a read of the PTE at %llx, though it is in the line of cycle %llu",
			  (unsigned long long)read.pa, (unsigned long long)line);
}

/* Memory answers with a line. */
static const char *fills(struct scoreboard *board, enum port port, const struct event *event)
{
	const struct exchange *x = board->monitor->lanes[port].newest;

	board->counts.fills++;
	if (!x->reads)
		return NULL;
	return kept(board,
		    lines_fill(board->lines, event->cycle, x, x->read_pa[x->reads - 1], event->in));
}

/* A read behind a fence of the last cycle: is it that of the walk which that has cut off? */
static const char *is_owed(struct scoreboard *board, uint64_t pa)
{
	const struct owed *owed = &board->owed;

	for (unsigned int i = 0; i < owed->n; i++)
		if (i == MAY_ASK || owed->pa[i] == pa)
			return NULL;
	return judge_says(board->judge,
			  "a read at %llx behind the fence of the cycle before: no walk that it "
			  "has cut off goes on there",
			  (unsigned long long)pa);
}

const char *lines_cycle(struct scoreboard *board, const struct event *event)
{
	const struct census_lines *now = &board->census.lines;
	enum port port = board->census.fetch ? PORT_FETCH : PORT_DATA;

	if (board->owed.fence + 1 == event->cycle && event->out->mem_req_valid) {
		const char *error = is_owed(board, event->out->mem_req_addr);

		if (error)
			return error;
	}

	if (now->starts)
		starts(board, port);
	if (now->takes)
		return takes(board, port, event->cycle);
	if (now->went_back) {
		board->counts.backs++;
		return goes_back(board, port);
	}
	if (now->asks)
		return asks(board, port, event);
	return now->fills ? fills(board, port, event) : NULL;
}
