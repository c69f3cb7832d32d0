/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The monitor's inside: what monitor_cycle.c (a cycle), monitor_ports.c (requests and answers) and
 * monitor_walk.c (what the walks between them ask memory) share.
 */
#ifndef PAGEWALK_MONITOR_INSIDE_H
#define PAGEWALK_MONITOR_INSIDE_H

#include "monitor/monitor.h"

/* False: the listener has heard enough of this cycle. */
static inline bool tell(struct monitor *monitor, enum event_kind kind)
{
	return !monitor->hear[kind] || monitor->hear[kind](monitor->listener, &monitor->event);
}

static inline bool tell_of_port(struct monitor *monitor, enum event_kind kind, enum port port)
{
	monitor->event.port = port;
	monitor->event.exchange = monitor->lanes[port].newest;
	return tell(monitor, kind);
}

/*
 * Each returns what tell() does. monitor_ports() follows the answers of both ports, then their
 * requests. The others follow a request to memory, whether it may be there or not, and a fence on
 * the pins, which makes walks begin anew.
 */
bool monitor_ports(struct monitor *monitor, const uint64_t line[PORTS]);
bool monitor_access(struct monitor *monitor);
bool monitor_fence(struct monitor *monitor);

/*
 * A new walk for the newest request of a port, or the same that goes back, begins, or is over
 * without a read.
 */
bool monitor_begins_again(struct monitor *monitor, enum port port);

/*
 * With lines: what the time of a request to memory tells, in the first cycle in which it is shown.
 */
bool monitor_lines(struct monitor *monitor);

/* Memory's answer; one that no request waits for is nothing (walk-7). */
void monitor_memory(struct monitor *monitor);

#endif
