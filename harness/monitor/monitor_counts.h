/* SPDX-License-Identifier: Apache-2.0 */
/* What the monitor counts. A field is a row, X(field, name), with its name in JSON. */
#ifndef PAGEWALK_MONITOR_COUNTS_H
#define PAGEWALK_MONITOR_COUNTS_H

#include <stdint.h>

#include "monitor/exchange.h"

/* clang-format off */

/* Of each port. */
#define MONITOR_PORT_COUNTS(X) \
	X(requests, "requests") /* answered */ \
	X(translated, "translated") \
	X(hits, "hits") /* translated, and answered without a walk */ \
	X(page_faults, "page_faults") \
	X(access_faults, "access_faults") \
	X(protection_faults, "protection_faults") /* x86: general protection */ \
	X(segment_faults, "segment_faults") \
	X(segments, "through_segments")

/* Of the walks. */
#define MONITOR_WALK_COUNTS(X) \
	X(walks, "walks") /* that read, each time that they start; one that goes back goes on */ \
	X(reads, "pte_reads") \
	X(updates, "ad_updates") \
	X(restarts, "restarts") /* walks that start again, and had read before */ \
	X(backs, "backs") /* with a walk cache: walks that go back to the root (cache-4) */

/* Of software's part. */
#define MONITOR_CONTROL_COUNTS(X) \
	X(fences, "fences") \
	X(ptbr_writes, "ptbr_writes")

/* clang-format on */

struct monitor_counts {
#define OF_PORT(field, name) uint64_t field[PORTS];
#define OF_ALL(field, name)  uint64_t field;
	MONITOR_PORT_COUNTS(OF_PORT)
	MONITOR_WALK_COUNTS(OF_ALL)
	MONITOR_CONTROL_COUNTS(OF_ALL)
#undef OF_PORT
#undef OF_ALL
	uint64_t pages[64]; /* answers by log2 of the page size */
	uint64_t modes[8];  /* translated, by paging mode */
};

/* Adds each count to the same one of *sum. */
void monitor_counts_add(struct monitor_counts *sum, const struct monitor_counts *counts);

/* The answers of both ports. */
static inline uint64_t monitor_answers(const struct monitor_counts *counts)
{
	return counts->requests[PORT_FETCH] + counts->requests[PORT_DATA];
}

#endif
