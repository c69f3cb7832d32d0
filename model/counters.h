/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event counters (rtl/contract, counter-1): sixteen of them, numbered as in the
 * table there. An event in cycle t is counted at the end of t, but what a
 * request accepted in t finds at the end of t+1; counter_value in t+1 is the
 * counter selected in t as it stood in t, and 0 after reset.
 */
#ifndef PAGEWALK_COUNTERS_H
#define PAGEWALK_COUNTERS_H

#include "kernel.h"

#define COUNTERS 16

/* What a port's counters look at. */
struct counters_port {
	struct signal req_valid, req_ready, lookup, hit, refused, walk_end;
};

struct counters {
	uint64_t mask; /* of the width */

	uint64_t count[COUNTERS];
	uint64_t shown;
	uint64_t found; /* events of the lookups accepted one cycle ago */

	struct counters_port fetch, data;
	struct signal rst, counter_select, walk_fault, walk_starts, walk_updated, fence_taken;
	struct signal mem_req_valid, mem_req_ready, mem_req_cas;
	struct signal counter_value;
};

void counters_init(struct counters *c, struct kernel *k, unsigned int bits);

#endif
