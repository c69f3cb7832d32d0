/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

#include <stddef.h>

const char *late_request(const struct monitor *monitor, enum port port, const struct mmu_in *in)
{
	const struct lane *lane = &monitor->lanes[port];

	if (waits(lane) || in->fence_valid || context_is_wall(&monitor->context, in))
		return NULL;
	return "a request refused by a port that is free";
}

const char *late_fence(const struct monitor *monitor)
{
	if (monitor->updating || monitor->context.open)
		return NULL;
	return "a fence refused while nothing is updated or loaded";
}

const char *late_write(const struct monitor *monitor, const struct mmu_in *in)
{
	bool walks = monitor->lanes[PORT_FETCH].open || monitor->lanes[PORT_DATA].open;

	if (monitor->context.open)
		return NULL;
	if (context_is_wall(&monitor->context, in) && (walks || in->fence_valid))
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
