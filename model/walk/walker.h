/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker (rtl/contract, walk-1 to walk-9, fence-3, fence-4, cache-2 to cache-4, array-2 to
 * array-4, line-2, line-5), one for both ports. A walk starts in the cycle in which it is idle and
 * a port is missing for the second cycle or longer (data first), and requests its root PTE in that
 * cycle. In the cycle of a pointer's answer it requests the next read. In the cycle of an answer
 * that ends the walk it drives walk_end, which is 0 in all other cycles. The first update is
 * requested in the cycle after the leaf's answer, each next one in the cycle after an answer, from
 * the root down.
 *
 * A fence (`drop`) never comes in an update or in the cycle after walk_end, because walk_bars_fence
 * keeps it waiting; nor does a write to CR3, which waits until no port is missing and the TLBs have
 * changed. Any other walk starts again after a fence. If it has asked for a read, it first waits
 * for the answer, which does not count.
 *
 * With a walk cache a walk starts with a search (cache_search), goes on in the cycle after it, and
 * shows the cache the pointers that it reads (cache_fill). Where it began behind a pointer and
 * would end with a fault, it goes back: it goes on as after a search that has found nothing.
 *
 * With an array a walk searches both (array_search), the walk cache where there is one. It knows
 * at once what they have found, and acts by it when it is due: a page that serves ends the walk two
 * or three cycles after its start, in the third it begins behind a pointer. It shows the array the
 * pages and pointers that it reads (array_fill), and either of the two what it has made use of
 * (array_touch, cache_touch). A walk that starts while the array sweeps is blind: as far as it is
 * concerned there is none.
 *
 * With lines a walk starts with a search, too, even if there is nothing else to search. Its reads
 * go by way of the lines, which take a cycle to look for the PTE; then memory answers it by
 * mem_rsp, or they do by line_rsp. The walker tells them by line_walk what they must know of the
 * walk. One that has taken a PTE out of a line goes back as one that began behind a pointer, and is
 * fresh then.
 */
#ifndef PAGEWALK_WALKER_H
#define PAGEWALK_WALKER_H

#include "channels/bundles.h"
#include "walk/updates.h"
#include "walk/walk_step.h"

#define WALKER_INTERFACE(L)                                                                        \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_BOTH, COMMON, fetch_walk, walk)                                                \
	L(READS, AT_BOTH, COMMON, data_walk, walk)                                                 \
	L(READS, AT_BOTH, COMMON, drop, drop)                                                      \
	L(READS, AT_TICK, COMMON, walk_req_ready, wire)                                            \
	L(READS, AT_BOTH, COMMON, mem_rsp, mem_rsp)                                                \
	L(DRIVES, AT_NO_TIME, COMMON, walk_req, mem_req)                                           \
	L(DRIVES, AT_NO_TIME, COMMON, walk_end, walk_end)                                          \
	L(DRIVES, AT_NO_TIME, COMMON, walk_bars_fence, wire)                                       \
	L(DRIVES, AT_NO_TIME, COMMON, walk_events, walk_events)

/* With a walk cache, an array or lines this one, too. */
#define WALKER_SEARCH_INTERFACE(L) L(DRIVES, AT_NO_TIME, COMMON, search_events, search_events)

/* With a walk cache these, too. */
#define WALKER_CACHE_INTERFACE(L)                                                                  \
	L(DRIVES, AT_NO_TIME, COMMON, cache_search, cache_search)                                  \
	L(READS, AT_TICK, COMMON, cache_found, cache_found)                                        \
	L(DRIVES, AT_NO_TIME, COMMON, cache_fill, cache_fill)

/* With an array these, too. */
#define WALKER_ARRAY_INTERFACE(L)                                                                  \
	L(READS, AT_BOTH, COMMON, array_status, array_status)                                      \
	L(DRIVES, AT_NO_TIME, COMMON, array_search, array_search)                                  \
	L(READS, AT_TICK, COMMON, array_found, array_found)                                        \
	L(DRIVES, AT_NO_TIME, COMMON, array_touch, wire)                                           \
	L(DRIVES, AT_NO_TIME, COMMON, array_fill, array_fill)

/* And with both this one. */
#define WALKER_BOTH_INTERFACE(L) L(DRIVES, AT_NO_TIME, COMMON, cache_touch, cache_touch)

/* With lines these, too. */
#define WALKER_LINES_INTERFACE(L)                                                                  \
	L(READS, AT_BOTH, COMMON, line_rsp, line_rsp)                                              \
	L(DRIVES, AT_NO_TIME, COMMON, line_walk, line_walk)

struct walker_io {
	WALKER_INTERFACE(INTERFACE_HANDLE)
	WALKER_SEARCH_INTERFACE(INTERFACE_HANDLE)
	WALKER_CACHE_INTERFACE(INTERFACE_HANDLE)
	WALKER_ARRAY_INTERFACE(INTERFACE_HANDLE)
	WALKER_BOTH_INTERFACE(INTERFACE_HANDLE)
	WALKER_LINES_INTERFACE(INTERFACE_HANDLE)
};

/*
 * Searching: the array, for the first cycle or the second. Searched: in the cycle before, the walk
 * has searched, or gone back. Reading: the read is not accepted yet; waiting: it is. Updating,
 * awaiting: the same for a CAS.
 */
enum walker_state {
	WALKER_IDLE,
	WALKER_SEARCHING,
	WALKER_SEARCHING_STILL,
	WALKER_SEARCHED,
	WALKER_READING,
	WALKER_WAITING,
	WALKER_UPDATING,
	WALKER_AWAITING,
};

/* What there is besides, ored: the walker is compiled for what is usual. */
enum walker_parts {
	WALKER_WITH_CACHE = 1,
	WALKER_WITH_ARRAY = 2,
	WALKER_WITH_LINES = 4,
};

struct walker {
	unsigned int pa_bits, formats, parts;

	enum walker_state state;
	bool is_fetch;  /* whose walk it is */
	bool is_fenced; /* the answer does not count */
	struct walk_step at;
	struct cache_found behind; /* the pointer that the walk began behind, if it is valid */
	struct array_found found;  /* what its search of the array has found, if anything */
	bool is_blind;
	bool has_taken; /* a PTE out of a line */
	bool is_fresh;  /* it has gone back to the root */

	/* What was in the cycle before. */
	struct walker_past {
		bool fetch_missed, data_missed, ended, faulted;
	} past;

	struct updates updates;
	uint64_t leaf, page_bits; /* of a walk that updates: how it will end */

	struct walker_io io;
};

/* parts: of enum walker_parts. */
void walker_init(struct walker *w, struct kernel *k, unsigned int pa_bits, unsigned int formats,
		 unsigned int parts);

#endif
