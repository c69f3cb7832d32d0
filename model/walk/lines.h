/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line buffer (rtl/contract, line-1 to line-4), between the walker and the mux, for the walks
 *of both ports. To the walker it looks like memory:
 *
 *	read	a read that walk_req shows for the first time, in cycle t, is not ready. In t+1 the
 *		lines are searched. If one serves, the read is ready in t+1, line_req does not show
 *		it, and line_rsp in t+2 is the answer. Otherwise line_req shows it from t+1 on, and
 *		it is ready when memory is, whose answer the walker sees for itself;
 *	swap	a compare-and-swap goes through in the same cycle;
 *	fill	at the end of the cycle of memory's answer, unless with a drop in that cycle, or
 *		where line_walk says that the walk has been fenced;
 *	drop	all lines, at the end of a cycle with drop, with a fault in walk_end, or with an
 *		answer that a compare-and-swap is lost; those of its address where one is accepted.
 *
 * The contract has a fault drop one cycle later, in which no walk is under way: nobody can tell.
 *
 * line_events tells the counters of a line that serves, in t+1, and of a fill.
 *
 * What a walk does with a PTE out of a line is the walker's (walker.h), and so it is which walk is
 * fresh. Where lines is 0 there is no such module, and nobody has the channels to it.
 */
#ifndef PAGEWALK_LINES_H
#define PAGEWALK_LINES_H

#include "channels/bundles.h"
#include "tlb/nru.h"

#define LINES_MAX  8
#define LINE_WORDS 8

#define LINES_INTERFACE(L)                                                                         \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_BOTH, COMMON, walk_req, mem_req)                                               \
	L(READS, AT_BOTH, COMMON, line_walk, line_walk)                                            \
	L(READS, AT_BOTH, COMMON, line_req_ready, wire)                                            \
	L(READS, AT_BOTH, COMMON, mem_rsp, mem_rsp)                                                \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(READS, AT_BOTH, COMMON, drop, drop)                                                      \
	L(DRIVES, AT_NO_TIME, COMMON, walk_req_ready, wire)                                        \
	L(DRIVES, AT_TICK, COMMON, line_req, mem_req)                                              \
	L(DRIVES, AT_NO_TIME, COMMON, line_rsp, line_rsp)                                          \
	L(DRIVES, AT_NO_TIME, COMMON, line_events, line_events)

struct lines_io {
	LINES_INTERFACE(INTERFACE_HANDLE)
};

struct line {
	bool is_valid;
	uint64_t space;
	uint64_t number; /* of the line in memory: bits 55:6 of its address */
	uint64_t word[LINE_WORDS];
};

/* What memory has accepted of the walker's, and not answered. */
enum lines_pending { LINES_PENDING_NONE, LINES_PENDING_READ, LINES_PENDING_SWAP };

struct lines {
	unsigned int count;

	struct line line[LINES_MAX];
	struct nru nru;
	bool was_asked; /* the read of this cycle has been shown in the one before */
	enum lines_pending pending;
	uint64_t number;       /* of the line of the pending read */
	struct line_rsp found; /* the answer in this cycle */

	struct lines_io io;
};

/* count: 1, 2, 4 or 8. */
void lines_init(struct lines *l, struct kernel *k, unsigned int count);

#endif
