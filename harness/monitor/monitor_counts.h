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
	X(backs, "backs") /* with a walk cache or an array: that go back to the root (cache-4) */ \
	X(served_0, "served_by_level_0") /* with an array: that a page of level 0 served... */ \
	X(served_1, "served_by_level_1") /* ...and one of level 1: they read nothing */ \
	X(line_hits, "line_hits") /* with lines, by the judge: PTEs out of them */ \
	X(line_fills, "line_fills") /* lines that were kept */ \
	X(lines_alone, "walks_of_lines_alone") /* that ended well, and asked memory for nothing */

/* Of software's part. */
#define MONITOR_CONTROL_COUNTS(X) \
	X(fences, "fences") \
	X(ptbr_writes, "ptbr_writes")

/* clang-format on */

/* Latencies from 2^n on are counted together with those below 2^(n + 1), but these alone. */
#define MONITOR_EXACT     16u
#define MONITOR_LATENCIES (MONITOR_EXACT + 60)

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
	uint64_t behind[5]; /* walks that ended well, by the level of the pointer that they began
			       behind; with lines this, served_0, served_1 and backs are the judge's
			     */
	uint64_t line_levels[5]; /* with lines: PTEs out of them, by level, of such walks */

	/* With an array, or lines: the cycles from the acceptance of a request to its answer. */
	uint64_t latency[MONITOR_LATENCIES]; /* answers: n cycles, or from MONITOR_EXACT << n on */
	uint64_t latency_sum, latency_worst;
};

/* Counts an answer that took so many cycles. */
void monitor_counts_latency(struct monitor_counts *counts, uint64_t cycles);

/* Adds each count to the same one of *sum. */
void monitor_counts_add(struct monitor_counts *sum, const struct monitor_counts *counts);

/* The answers of both ports. */
static inline uint64_t monitor_answers(const struct monitor_counts *counts)
{
	return counts->requests[PORT_FETCH] + counts->requests[PORT_DATA];
}

#endif
