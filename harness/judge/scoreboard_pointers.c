/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

#define SKIPS_AGAIN "a walk that has gone back, and skips pointers again"

static bool ended_right(void *judge, const struct exchange *whole)
{
	struct oracle_answer answer;

	return !judge_walk(judge, whole, &answer);
}

static bool back_right(void *judge, const struct exchange *whole)
{
	return !judge_back(judge, whole);
}

static bool going_right(void *judge, const struct exchange *whole)
{
	return !judge_start(judge, whole);
}

const char *judge_ended(struct scoreboard *board, const struct exchange *x, struct ended *ended)
{
	const char *error = judge_walk(board->judge, x, &ended->answer);

	ended->whole = x;
	ended->doubtful = false;
	if (!error || !board->pointers)
		return error;
	if (pointers_explain(board->pointers, x, ended_right, board->judge, &ended->room,
			     &ended->doubtful)) {
		if (x->back)
			return judge_says(board->judge, SKIPS_AGAIN);
		if (board->fresh && x->fault != FAULT_NONE)
			return judge_says(board->judge, "a fault of a walk that skips pointers");
		ended->whole = &ended->room;
	}
	/* A walk that nothing explains is judged as it is once more, for the words of its error. */
	return judge_walk(board->judge, ended->whole, &ended->answer);
}

const char *judge_going(struct scoreboard *board, const struct exchange *x)
{
	const char *error = judge_start(board->judge, x);
	struct exchange room;
	bool doubtful;

	if (!error || !board->pointers)
		return error;
	if (pointers_explain(board->pointers, x, going_right, board->judge, &room, &doubtful))
		return x->back ? judge_says(board->judge, SKIPS_AGAIN) : NULL;
	return judge_start(board->judge, x);
}

const char *judge_goes_back(struct scoreboard *board, const struct exchange *x)
{
	struct exchange room;
	const char *error;
	bool doubtful;

	if (!board->census.back)
		return judge_says(board->judge, "a walk that goes back late");
	if (!x->back &&
	    pointers_explain(board->pointers, x, back_right, board->judge, &room, &doubtful))
		return NULL;
	error = judge_going(board, x);
	if (error)
		return error;
	return judge_says(board->judge,
			  "a walk that goes back, though it has not found a fault behind pointers "
			  "that it skips");
}

/* The walk may have a read on the pins that memory has not accepted: it is judged, too. */
static const char *cut_off(struct scoreboard *board, const struct event *event, enum port port)
{
	const struct lane *lane = &board->monitor->lanes[port];
	struct exchange x = *lane->newest;

	if (lane->owed && x.reads < ORACLE_MAX_READS)
		x.read_pa[x.reads++] = event->out->mem_req_addr;
	return judge_going(board, &x);
}

/*
 * Walks that must begin anew are judged by what they could skip when they began. One that does not
 * is another's turn: it has read nothing.
 */
static const char *cuts_off(struct scoreboard *board, const struct event *event)
{
	for (enum port port = 0; port < PORTS; port++) {
		const struct lane *lane = &board->monitor->lanes[port];
		const char *error;

		if (!lane->open || !lane->restart || board->cut_off[port])
			continue;
		board->cut_off[port] = true;
		error = cut_off(board, event, port);
		if (error)
			return error;
	}
	return NULL;
}

const char *fence_names(struct scoreboard *board, const struct event *event)
{
	const char *error = cuts_off(board, event);

	if (error)
		return error;
	return kept(board, pointers_fence(board->pointers, event->cycle, &board->monitor->context,
					  event->in));
}

const char *fault_names(struct scoreboard *board, const struct event *event,
			const struct exchange *faulted)
{
	const char *error = cuts_off(board, event);

	if (error)
		return error;
	return kept(board, pointers_fault(board->pointers, event->cycle - 1, faulted));
}
