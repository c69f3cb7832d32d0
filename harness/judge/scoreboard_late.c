/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

const char *late_request(const struct scoreboard *board, enum port port, const struct mmu_in *in)
{
	const struct lane *lane = &board->lanes[port];

	if (lane->open || waits(lane) || in->fence_valid || context_is_wall(&board->context, in))
		return NULL;
	return "a request refused by a port that is free";
}

const char *late_fence(const struct scoreboard *board)
{
	if (board->updating || board->context.open)
		return NULL;
	return "a fence refused while nothing is updated or loaded";
}

const char *late_write(const struct scoreboard *board, const struct mmu_in *in)
{
	bool walks = board->lanes[PORT_FETCH].open || board->lanes[PORT_DATA].open;

	if (board->context.open)
		return NULL;
	if (context_is_wall(&board->context, in) && (walks || in->fence_valid))
		return NULL;
	return "a write of the base register refused while nothing is in its way";
}

const char *late_answer(const struct scoreboard *board, const struct mmu_out *out)
{
	const struct context *context = &board->context;

	/* It may wait for PDPTEs. While it does, no walk asks memory (ptbr-5). */
	if (context_is_x86(&context->now) && context->formats >> 5 & 1 &&
	    (board->memory_busy || out->mem_req_valid))
		return NULL;
	return "no answer to a write of the base register, and no PDPTE is read";
}
