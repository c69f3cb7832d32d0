/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "monitor/monitor_inside.h"

bool monitor_begins_again(struct monitor *monitor, enum port port)
{
	struct lane *lane = &monitor->lanes[port];
	struct exchange *x = lane->newest;
	bool goes_on = tell_of_port(monitor, EVENT_CUT_OFF, port);

	x->reads = 0;
	x->updates = 0;
	x->read_error = x->update_error = false;
	x->back = lane->back;
	if (lane->back)
		monitor->counts.backs++;
	else
		monitor->counts.restarts += x->starts > 0;
	lane->restart = lane->back = false;
	return goes_on;
}

static bool update(struct monitor *monitor, enum port port)
{
	const struct mmu_out *out = monitor->event.out;
	struct lane *lane = &monitor->lanes[port];
	struct exchange *x = lane->newest;

	/* With lines a walk may have begun anew, and read nothing. */
	if (monitor->lines && begins_anew(lane) && !lane->back &&
	    !monitor_begins_again(monitor, port))
		return false;
	lane->back = lane->back || monitor->lines;
	if (x->updates == ORACLE_MAX_READS)
		return true;
	x->update[x->updates++] = (struct oracle_update){
		.pa = out->mem_req_addr,
		.old_pte = out->mem_req_expect,
		.new_pte = out->mem_req_data,
	};
	return tell_of_port(monitor, EVENT_UPDATE, port);
}

static bool read(struct monitor *monitor, enum port port)
{
	struct lane *lane = &monitor->lanes[port];
	struct exchange *x = lane->newest;

	monitor->counts.reads++;
	if (begins_anew(lane) && !monitor_begins_again(monitor, port))
		return false;
	lane->owed = false;
	if (!x->reads && !x->back) {
		x->starts++;
		monitor->counts.walks++;
		if (!tell_of_port(monitor, EVENT_WALK, port))
			return false;
	}
	x->read_error = false;
	if (x->reads < ORACLE_MAX_READS)
		x->read_pa[x->reads++] = monitor->event.out->mem_req_addr;
	return true;
}

bool monitor_access(struct monitor *monitor)
{
	const struct mmu_out *out = monitor->event.out;
	enum port port = out->mem_req_fetch ? PORT_FETCH : PORT_DATA;
	struct lane *lane = &monitor->lanes[port];
	struct memory_request *asked = &monitor->asked[out->mem_req_id];
	bool goes_on = tell_of_port(monitor, EVENT_ACCESS, port);

	/* Shown beside one that is outstanding, and not accepted: there is nothing to follow. */
	if (!monitor->event.in->mem_req_ready)
		return goes_on;
	monitor->outstanding |= 1u << out->mem_req_id;
	if (monitor->context.open) {
		*asked = (struct memory_request){.owner = PORTS};
		monitor->counts.reads++;
		if (goes_on)
			context_read(&monitor->context, out);
		return goes_on;
	}
	if (!goes_on)
		return false;
	*asked = (struct memory_request){.owner = port, .update = out->mem_req_cas};
	if (!lane->open || !lane->newest->translated)
		return true;
	return out->mem_req_cas ? update(monitor, port) : read(monitor, port);
}

/*
 * A walk that goes on shows its next read in the very cycle of memory's answer (rtl/contract,
 * walk-5). What it reads later, it reads from the root on, unless it starts again.
 */
static void may_go_back(struct monitor *monitor, struct lane *lane)
{
	const struct mmu_out *out = monitor->event.out;

	lane->heard = monitor->event.cycle;
	if (monitor->goes_back && !monitor->lines && !lane->restart)
		lane->back = !out->mem_req_valid || out->mem_req_cas;
}

void monitor_memory(struct monitor *monitor)
{
	const struct mmu_in *in = monitor->event.in;
	const struct memory_request *asked = &monitor->asked[in->mem_rsp_id];
	struct lane *lane;
	struct exchange *x;

	if (!(monitor->outstanding >> in->mem_rsp_id & 1))
		return;
	monitor->outstanding &= ~(1u << in->mem_rsp_id);
	if (asked->owner == PORTS) {
		context_data(&monitor->context, in);
		return;
	}
	lane = &monitor->lanes[asked->owner];
	x = lane->newest;
	if (!lane->open)
		return;
	if (asked->update) {
		x->update_error = in->mem_rsp_error;
		if (in->mem_rsp_error)
			return;
		if (in->mem_rsp_lost) {
			lane->restart = true;
			lane->back = false;
		} else {
			monitor->counts.updates++;
		}
	} else if (x->reads) {
		x->read_data[x->reads - 1] = in->mem_rsp_data;
		x->read_error = in->mem_rsp_error;
		may_go_back(monitor, lane);
	}
}

/* A fence that is accepted. */
static bool fence_walks(struct monitor *monitor)
{
	const struct mmu_in *in = monitor->event.in;
	const struct mmu_out *out = monitor->event.out;
	bool goes_on = true;

	for (enum port port = 0; port < PORTS; port++) {
		struct lane *lane = &monitor->lanes[port];
		bool for_lane = (out->mem_req_fetch ? PORT_FETCH : PORT_DATA) == port;
		bool owed = out->mem_req_valid && for_lane && !in->mem_req_ready;

		if (!lane->open)
			continue;
		/*
		 * The walk that an earlier fence began anew, or that goes back, ends with its first
		 * read.
		 */
		if (owed && begins_anew(lane))
			goes_on = monitor_begins_again(monitor, port);
		if (monitor->lines && !(out->mem_req_valid && for_lane)) {
			lane->fenced = monitor->event.cycle;
			lane->was_anew = begins_anew(lane) && !lane->back;
		}
		lane->restart = true;
		lane->back = false;
		lane->owed = owed;
	}
	return goes_on;
}

bool monitor_fence(struct monitor *monitor)
{
	bool goes_on = true;

	if (monitor->event.out->fence_ready) {
		goes_on = fence_walks(monitor);
		monitor->counts.fences++;
	}
	return goes_on && tell(monitor, EVENT_FENCE);
}
