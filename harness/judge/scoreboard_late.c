/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

const char *late_request(const struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;

	if (waits(&monitor->lanes[event->port]) || event->in->fence_valid ||
	    context_is_wall(&monitor->context, event->in))
		return NULL;
	if (board->changes[event->port] == event->cycle)
		return NULL;
	return "a request refused by a port that is free";
}

const char *late_fence(const struct scoreboard *board, const struct event *event)
{
	const struct monitor *monitor = board->monitor;

	if (monitor->updating || monitor->context.open || a_tlb_changes(board, event->cycle) ||
	    is_busy(board, event->cycle))
		return NULL;
	return "a fence refused while nothing is updated or loaded";
}

/*
 * Did the port accept its newest request in the cycle before? The TLB's answer to that comes now.
 */
static bool has_just_accepted(const struct lane *lane, uint64_t cycle)
{
	return lane->count && lane->newest->accepted + 1 == cycle;
}

const char *bars_cr3(const struct scoreboard *board, const struct event *event)
{
	const struct lane *lanes = board->monitor->lanes;

	if (lanes[PORT_FETCH].open || lanes[PORT_DATA].open)
		return "a walk";
	if (event->in->fence_valid)
		return "a fence";
	if (a_tlb_changes(board, event->cycle))
		return "the end of a walk";
	if (is_busy(board, event->cycle))
		return "a busy array";
	if (has_just_accepted(&lanes[PORT_FETCH], event->cycle) ||
	    has_just_accepted(&lanes[PORT_DATA], event->cycle))
		return "an answer to a new request";
	return NULL;
}

const char *late_write(const struct scoreboard *board, const struct event *event)
{
	const struct context *context = &board->monitor->context;

	if (context->open)
		return NULL;
	if (context_is_wall(context, event->in) && bars_cr3(board, event))
		return NULL;
	return "a write of the base register refused while nothing is in its way";
}

const char *late_answer(const struct monitor *monitor, const struct mmu_out *out)
{
	const struct context *context = &monitor->context;

	/* The write may wait for PDPTEs. While it does, no walk asks memory (ptbr-5). */
	if (context_is_x86(&context->now) && context->formats >> 5 & 1 &&
	    (monitor->outstanding || out->mem_req_valid))
		return NULL;
	return "no answer to a write of the base register, and no PDPTE is read";
}
