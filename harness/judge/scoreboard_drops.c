/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/judge_ptbr.h"
#include "judge/scoreboard_inside.h"

/*
 * Both ports have answered, and a fault now drops its entry. Its walk ended a cycle ago, so a
 * request that was looked up in that cycle still met the entry (tlb-1).
 */
const char *take_out_faulted(struct scoreboard *board, const struct event *event)
{
	const struct exchange *faulted = board->faulted;

	board->faulted = NULL;
	fills_fault(board->fills, event->cycle - 1, faulted);
	if (board->array)
		array_fault(board->array, event->cycle, faulted);
	if (board->lines)
		lines_drop(board->lines, event->cycle, LINE_FAULT);
	return board->pointers ? fault_names(board, event, faulted) : NULL;
}

const char *take_fence(struct scoreboard *board, const struct event *event)
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
	if (board->lines)
		lines_drop(board->lines, event->cycle, LINE_FENCE);
	if (is_busy(board, event->cycle))
		return judge_says(board->judge, "a fence accepted while the array is busy");
	if (board->array)
		array_fence(board->array, event->cycle, &monitor->context, event->in);
	if (a_tlb_changes(board, event->cycle))
		return judge_says(board->judge, "a fence accepted while a TLB changes");
	if (monitor->updating)
		return judge_says(board->judge, "a fence accepted while an A/D update is made");
	if (monitor->context.open)
		return judge_says(board->judge, "a fence accepted while PDPTEs are loaded");
	return NULL;
}

/* The answer to a write of the base register, and what it dropped in the cycle before. */
const char *take_ptbr(struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;
	const char *error =
		judge_ptbr_answer(board->judge, &monitor->context, event->out, &event->ptbr);

	if (!error && monitor->outstanding >> MEM_ID_LOAD & 1)
		error = judge_says(board->judge, "an answer before memory has answered its PDPTE");
	if (!event->ptbr.drops)
		return error;
	fills_drop(board->fills, event->cycle - 1, event->ptbr.asid);
	if (board->array)
		array_drop(board->array, event->cycle - 1, event->ptbr.asid);
	if (board->lines)
		lines_drop(board->lines, event->cycle - 1, LINE_CR3);
	if (error || !board->pointers)
		return error;
	return kept(board, pointers_drop(board->pointers, event->cycle - 1, event->ptbr.asid));
}
