/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

/* The next read is the first of a new walk for the same request. */
static const char *begin_again(struct scoreboard *board, struct lane *lane, struct exchange *x)
{
	const char *error = judge_start(board->judge, x);

	x->reads = 0;
	x->updates = 0;
	lane->restart = false;
	board->counts.restarts += x->starts > 0;
	return error;
}

/* An update of a walk. */
static const char *take_update(struct scoreboard *board, const struct lane *lane,
			       struct exchange *x, const struct mmu_out *out)
{
	if (lane->restart)
		return judge_says(board->judge, "an A/D update by a walk that must begin anew");
	if (x->updates == ORACLE_MAX_READS)
		return judge_says(board->judge, "a walk of more than %u A/D updates",
				  ORACLE_MAX_READS);
	if (x->updates && x->update_error)
		return judge_says(board->judge, "an A/D update behind one that failed");
	x->update[x->updates++] = (struct oracle_update){
		.pa = out->mem_req_addr,
		.old_pte = out->mem_req_expect,
		.new_pte = out->mem_req_data,
	};
	return judge_start(board->judge, x);
}

const char *walk_access(struct scoreboard *board, const struct mmu_out *out)
{
	enum port port = out->mem_req_fetch ? PORT_FETCH : PORT_DATA;
	struct lane *lane = &board->lanes[port];
	struct exchange *x = newest(lane);
	bool wide;

	if (board->memory_busy)
		return judge_says(board->judge, "a memory access before the last one was answered");
	board->memory_busy = true;
	if (board->context.open) {
		board->memory_owner = PORTS;
		board->memory_update = false;
		board->counts.reads++;
		return context_read(&board->context, out);
	}
	if (!lane->count || !lane->open || !x->translated)
		return judge_says(board->judge, "a memory access for a port that waits for none");
	wide = paging_is_wide(x->mode);
	if (out->mem_req_wide != wide)
		return judge_says(board->judge, "a PTE access of %u bytes",
				  out->mem_req_wide ? 8 : 4);
	board->memory_owner = port;
	board->memory_update = out->mem_req_cas;
	if (out->mem_req_cas)
		return take_update(board, lane, x, out);
	board->counts.reads++;
	if (lane->restart && !lane->owed) {
		const char *error = begin_again(board, lane, x);

		if (error)
			return error;
	}
	lane->owed = false;
	if (!x->reads) {
		const char *error = x->starts++ ? NULL : judge_miss(board->judge, x);

		board->counts.walks++;
		if (error)
			return error;
		fills_missed(board->fills, port, &x->cached);
	}
	if (x->reads == ORACLE_MAX_READS)
		return judge_says(board->judge, "a walk of more than %u PTE reads",
				  ORACLE_MAX_READS);
	/* Whatever the data pins showed: it was no PTE (walk-2, walk-9). */
	if (x->reads && x->read_error)
		return judge_says(board->judge, "a walk that goes on behind a read that failed");
	x->read_error = false;
	x->read_pa[x->reads++] = out->mem_req_addr;
	return NULL;
}

void walk_memory(struct scoreboard *board, const struct mmu_in *in)
{
	struct lane *lane;
	struct exchange *x;

	board->memory_busy = false;
	if (board->memory_owner == PORTS) {
		context_data(&board->context, in);
		return;
	}
	lane = &board->lanes[board->memory_owner];
	x = newest(lane);
	if (!lane->count || !lane->open)
		return;
	if (board->memory_update) {
		x->update_error = in->mem_rsp_error;
		if (in->mem_rsp_error)
			return;
		if (in->mem_rsp_lost)
			lane->restart = true;
		else
			board->counts.updates++;
	} else if (x->reads) {
		x->read_data[x->reads - 1] = in->mem_rsp_data;
		x->read_error = in->mem_rsp_error;
	}
}

const char *walk_fence(struct scoreboard *board, const struct mmu_in *in, const struct mmu_out *out)
{
	const char *error = NULL;

	for (enum port port = 0; port < PORTS; port++) {
		struct lane *lane = &board->lanes[port];
		bool for_lane = (out->mem_req_fetch ? PORT_FETCH : PORT_DATA) == port;
		bool owed = out->mem_req_valid && for_lane && !in->mem_req_ready;

		if (!lane->open)
			continue;
		/* The walk that an earlier fence began anew ends with its first read. */
		if (owed && lane->restart && !lane->owed)
			error = begin_again(board, lane, newest(lane));
		lane->restart = true;
		lane->owed = owed;
	}
	return error;
}
