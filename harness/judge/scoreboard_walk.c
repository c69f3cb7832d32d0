/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "judge/judge_ptbr.h"
#include "judge/scoreboard_inside.h"

/* An update of a walk. */
static const char *bars_update(struct scoreboard *board, enum port port, const struct exchange *x)
{
	const struct lined *lined = &board->lined[port];

	/* With lines it may have begun anew, and read nothing. */
	if (board->monitor->lanes[port].restart && !(lined->anew && lined->taken.n))
		return judge_says(board->judge, "an A/D update by a walk that must begin anew");
	if (x->updates == ORACLE_MAX_READS)
		return judge_says(board->judge, "a walk of more than %u A/D updates",
				  ORACLE_MAX_READS);
	if (x->updates && x->update_error)
		return judge_says(board->judge, "an A/D update behind one that failed");
	return NULL;
}

static const char *bars_read(struct scoreboard *board, const struct lane *lane,
			     const struct exchange *x)
{
	/* The read is the first of a new walk, or of one that goes back. */
	if (begins_anew(lane))
		return NULL;
	if (x->reads == ORACLE_MAX_READS)
		return judge_says(board->judge, "a walk of more than %u PTE reads",
				  ORACLE_MAX_READS);
	/* After a read that failed, the data pins showed no PTE (walk-2, walk-9). */
	if (x->reads && x->read_error)
		return judge_says(board->judge, "a walk that goes on behind a read that failed");
	return NULL;
}

const char *walk_access(struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;
	const struct mmu_out *out = event->out;
	const struct lane *lane = &monitor->lanes[event->port];
	const struct exchange *x = event->exchange;
	const char *error;

	if (monitor->outstanding)
		return judge_says(board->judge, "a memory access before the last one was answered");
	if (monitor->context.open)
		return judge_ptbr_read(&monitor->context, out);
	if (!lane->count || !lane->open || !x->translated)
		return judge_says(board->judge, "a memory access for a port that waits for none");
	if (out->mem_req_id != MEM_ID_WALK)
		return judge_says(board->judge, "a walk's memory access with id %llu",
				  (unsigned long long)out->mem_req_id);
	if (out->mem_req_wide != paging_is_wide(x->mode))
		return judge_says(board->judge, "a PTE access of %u bytes",
				  out->mem_req_wide ? 8 : 4);
	error = out->mem_req_cas ? bars_update(board, event->port, x) : bars_read(board, lane, x);
	if (!error && board->pointers)
		pointers_ask(board->pointers, event->cycle, out);
	if (!error && board->lines && out->mem_req_cas)
		lines_update(board->lines, event->cycle, out->mem_req_addr);
	return error;
}

const char *walk_begins(struct scoreboard *board, const struct event *event)
{
	const struct cached *cached = &board->cached[event->port];
	const char *error = NULL;

	if (board->lines)
		return walk_has_begun(board, event->port, event->cycle);
	if (event->exchange->starts == 1)
		error = judge_miss(board->judge, cached);
	if (error)
		return error;
	fills_missed(board->fills, event->port, cached);
	if (!board->pointers)
		return NULL;
	return kept(board, pointers_walk(board->pointers, event->cycle, event->exchange));
}

/* Memory answers a walk. */
static const char *hear_walk(struct scoreboard *board, const struct event *event, enum port port)
{
	const struct monitor *monitor = board->monitor;
	unsigned int reads = monitor->lanes[port].newest->reads;

	if (monitor->asked[event->in->mem_rsp_id].update) {
		const char *error;

		if (!event->in->mem_rsp_lost || event->in->mem_rsp_error)
			return NULL;
		error = lost_walk(board, port);
		if (board->lines)
			lines_drop(board->lines, event->cycle, LINE_LOST);
		return error;
	}
	if (reads)
		board->read[port][reads - 1] = event->cycle;
	return NULL;
}

/* Memory answers. An answer to an id that did not ask counts for nothing (walk-7). */
const char *hear_memory(struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;
	unsigned int id = (unsigned int)event->in->mem_rsp_id;
	enum port owner = monitor->asked[id].owner;
	const char *error = NULL;

	if (!(monitor->outstanding >> id & 1))
		return NULL;
	board->heard[owner] = event->cycle;
	if (!board->pointers || owner == PORTS)
		return NULL;
	if (board->array || board->lines)
		error = hear_walk(board, event, owner);
	if (error)
		return error;
	return kept(board, pointers_answer(board->pointers, event->in));
}
