/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event counters (rtl/contract, counter-1), numbered as in the table there; those that it
 * does not name stay 0. An event in cycle t is counted at the end of t, but what a request accepted
 * in t finds at the end of t+1; counter_value in t+1 is the counter selected in t as it stood in t,
 * and 0 after reset.
 *
 * Where there is no walk cache, no array, or no lines, the channels from it are not there, and its
 * counters stay 0.
 */
#ifndef PAGEWALK_COUNTERS_H
#define PAGEWALK_COUNTERS_H

#include "channels/bundles.h"
#include "pins.h"

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

/* With a walk cache, an array or lines this one, too. */
#define COUNTERS_SEARCH_INTERFACE(L) L(READS, AT_TICK, COMMON, search_events, search_events)

/* With a walk cache the first of these, with an array the second, with lines the third. */
#define COUNTERS_CACHE_INTERFACE(L) L(READS, AT_TICK, COMMON, cache_filled, wire)
#define COUNTERS_ARRAY_INTERFACE(L) L(READS, AT_TICK, COMMON, array_events, array_events)
#define COUNTERS_LINES_INTERFACE(L) L(READS, AT_TICK, COMMON, line_events, line_events)

struct counters_io {
	COUNTERS_INTERFACE(INTERFACE_HANDLE)
	COUNTERS_SEARCH_INTERFACE(INTERFACE_HANDLE)
	COUNTERS_CACHE_INTERFACE(INTERFACE_HANDLE)
	COUNTERS_ARRAY_INTERFACE(INTERFACE_HANDLE)
	COUNTERS_LINES_INTERFACE(INTERFACE_HANDLE)
};

struct counters {
	uint64_t mask; /* of the width */
	bool has_cache, has_array, has_lines;

	uint64_t count[MMU_COUNTERS];
	uint64_t shown;
	uint64_t found; /* events of the lookups accepted one cycle ago */

	struct counters_io io;
};

void counters_init(struct counters *c, struct kernel *k, const struct mmu_config *config);

#endif
