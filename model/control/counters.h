/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event counters (rtl/contract, counter-1): sixteen of them, numbered as in the
 * table there. An event in cycle t is counted at the end of t, but what a
 * request accepted in t finds at the end of t+1; counter_value in t+1 is the
 * counter selected in t as it stood in t, and 0 after reset.
 */
#ifndef PAGEWALK_COUNTERS_H
#define PAGEWALK_COUNTERS_H

#include "channels/bundles.h"

#define COUNTERS 16

#define COUNTERS_INTERFACE(L)                                                                      \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_TICK, COMMON, counter_select, selector)                                        \
	L(READS, AT_TICK, COMMON, fetch_events, port_events)                                       \
	L(READS, AT_TICK, COMMON, data_events, port_events)                                        \
	L(READS, AT_TICK, COMMON, fetch_hit, hit)                                                  \
	L(READS, AT_TICK, COMMON, data_hit, hit)                                                   \
	L(READS, AT_TICK, COMMON, walk_events, walk_events)                                        \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(READS, AT_TICK, COMMON, mem_req, mem_req)                                                \
	L(READS, AT_TICK, COMMON, mem_req_ready, wire)                                             \
	L(READS, AT_TICK, COMMON, fence_accepted, wire)                                            \
	L(DRIVES, AT_NO_TIME, COMMON, counter_value, word)

struct counters_io {
	COUNTERS_INTERFACE(INTERFACE_HANDLE)
};

struct counters {
	uint64_t mask; /* of the width */

	uint64_t count[COUNTERS];
	uint64_t shown;
	uint64_t found; /* events of the lookups accepted one cycle ago */

	struct counters_io io;
};

/* bits: the width of a counter, COUNTER_BITS; 0: none counts. */
void counters_init(struct counters *c, struct kernel *k, unsigned int bits);

#endif
