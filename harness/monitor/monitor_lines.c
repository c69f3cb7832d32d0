/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/monitor_inside.h"

/*
 * Behind memory's answer to a read in cycle t, and n PTEs out of lines, a walk that goes on asks
 * for its next read in t + 1 + 2n, and one that goes back in t + 2 + 2n (rtl/contract, line-2,
 * cache-4). A walk that has not read yet shows neither.
 */
static bool is_back(const struct lane *lane, uint64_t cycle)
{
	const struct exchange *x = lane->newest;

	return lane->back || (x->reads && !((cycle - lane->heard) & 1));
}

/*
 * A read that is shown in the cycle behind a fence is one of the walk that the fence has cut off: a
 * walk that begins anew searches first. It may itself be the first of a walk that an earlier fence
 * began anew, or that went back.
 */
static bool is_owed(struct monitor *monitor, enum port port)
{
	struct lane *lane = &monitor->lanes[port];
	bool goes_on = true;

	lane->back = !lane->was_anew && is_back(lane, monitor->event.cycle);
	if (lane->was_anew || lane->back)
		goes_on = monitor_begins_again(monitor, port);
	lane->back = false;
	lane->restart = lane->owed = true;
	return goes_on;
}

bool monitor_lines(struct monitor *monitor)
{
	const struct mmu_out *out = monitor->event.out;
	uint64_t cycle = monitor->event.cycle;
	enum port port = out->mem_req_fetch ? PORT_FETCH : PORT_DATA;
	struct lane *lane = &monitor->lanes[port];
	bool is_new = out->mem_req_valid && !monitor->asking;

	monitor->asking = out->mem_req_valid && !monitor->event.in->mem_req_ready;
	if (!is_new || out->mem_req_cas || !lane->open || monitor->context.open)
		return true;
	if (lane->restart && lane->fenced + 1 == cycle)
		return is_owed(monitor, port);
	if (!lane->restart)
		lane->back = is_back(lane, cycle);
	return true;
}
