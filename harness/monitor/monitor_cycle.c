/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/monitor.h"

#include <stdlib.h>

#include "monitor/monitor_inside.h"

static event_fn *const nobody[EVENT_KINDS];

struct monitor *monitor_create(const struct mmu_config *config)
{
	struct monitor *monitor = calloc(1, sizeof(*monitor));

	if (monitor) {
		monitor_listen(monitor, nobody, NULL);
		monitor->array = config->array_sets;
		monitor->lines = config->lines;
		monitor->goes_back = config->walk_entries || config->array_sets || config->lines;
		for (enum port port = 0; port < PORTS; port++)
			monitor->lanes[port].newest = monitor->lanes[port].recent;
		context_init(&monitor->context, config);
		segments_init(&monitor->segments, config);
	}
	return monitor;
}

void monitor_destroy(struct monitor *monitor)
{
	free(monitor);
}

void monitor_listen(struct monitor *monitor, event_fn *const hear[EVENT_KINDS], void *listener)
{
	monitor->hear = hear;
	monitor->listener = listener;
}

enum paging_mode monitor_mode(struct monitor *monitor, const struct mmu_in *in)
{
	return context_now(&monitor->context, in)->mode;
}

const struct monitor_counts *monitor_counts(const struct monitor *monitor)
{
	return &monitor->counts;
}

const struct exchange *monitor_recent(const struct monitor *monitor, enum port port, unsigned int n)
{
	const struct lane *lane = &monitor->lanes[port];

	if (n >= MONITOR_RECENT || n >= lane->count)
		return NULL;
	return &lane->recent[(lane->count - 1 - n) % MONITOR_RECENT];
}

static void reset(struct monitor *monitor)
{
	for (enum port port = 0; port < PORTS; port++) {
		monitor->lanes[port].open = false;
		monitor->lanes[port].count = 0;
	}
	monitor->outstanding = 0;
	monitor->asking = false;
	context_reset(&monitor->context);
	segments_reset(&monitor->segments);
}

/* A write shows in the cycle after it happened, with its answer. */
static bool ptbr_answer(struct monitor *monitor)
{
	context_answer(&monitor->context, monitor->event.out, &monitor->event.ptbr);
	return tell(monitor, EVENT_PTBR_ANSWER);
}

static bool ptbr_write(struct monitor *monitor)
{
	bool goes_on = tell(monitor, EVENT_PTBR_WRITE);

	if (!monitor->event.out->ptbr_ready)
		return goes_on;
	monitor->counts.ptbr_writes++;
	if (goes_on)
		context_write(&monitor->context, monitor->event.in);
	return goes_on;
}

/* Is a compare-and-swap outstanding? */
static bool is_swapping(const struct monitor *monitor)
{
	for (unsigned int left = monitor->outstanding; left; left &= left - 1)
		if (monitor->asked[__builtin_ctz(left)].update)
			return true;
	return false;
}

void monitor_cycle(struct monitor *monitor, uint64_t cycle, const struct mmu_in *in,
		   const struct mmu_out *out, const uint64_t line[PORTS])
{
	bool goes_on;

	monitor->event.cycle = cycle;
	monitor->event.in = in;
	monitor->event.out = out;
	goes_on = tell(monitor, EVENT_CYCLE);
	if (in->rst) {
		reset(monitor);
		if (goes_on)
			tell(monitor, EVENT_RESET);
		return;
	}
	monitor->updating = is_swapping(monitor) || (out->mem_req_valid && out->mem_req_cas);
	if (goes_on && out->ptbr_rsp_valid)
		goes_on = ptbr_answer(monitor);
	goes_on = goes_on && monitor_ports(monitor, line);
	if (goes_on && in->mem_rsp_valid)
		monitor_memory(monitor);
	if (monitor->lines)
		goes_on = goes_on && monitor_lines(monitor);
	if (goes_on && out->mem_req_valid && (in->mem_req_ready || monitor->outstanding))
		goes_on = monitor_access(monitor);
	if (goes_on && in->fence_valid)
		goes_on = monitor_fence(monitor);
	/* A load shows in the next cycle. */
	if (in->seg_valid)
		segments_load(&monitor->segments, in);
	if (goes_on && in->ptbr_valid)
		ptbr_write(monitor);
}
