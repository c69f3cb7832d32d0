/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The array (rtl/contract, array-1 to array-5), one for the walks of both ports:
 *
 *	search	array_search in, array_found out in the same cycle. The contract has a search take
 *		three cycles more, but nothing changes what it finds without ending it: so the
 *		walker keeps the answer, and acts by it when it is due. At the end of the cycle the
 *		two sets are kept as the search has read them;
 *	touch	at the end of a cycle with array_touch, the way of what that search has found;
 *	fill	what array_fill shows in cycle t is kept aside at the end of t, and is an entry from
 *		the end of t+1 on; a fence in either cycle takes it away. Its way, and what it
 *		drops, are told from the sets as they were kept;
 *	drop	array_drop.h; array_status says whether that makes it sweep, or be busy.
 *
 * array_events tells the counters of a fill in its t+1, and of the drop that makes it sweep.
 *
 * What a walk does with what is found is the walker's (walker.h), and so is what a blind walk does
 * not do. Where array_sets is 0 there is no such module, and nobody has the channels to it.
 */
#ifndef PAGEWALK_ARRAY_H
#define PAGEWALK_ARRAY_H

#include "walk/array_drop.h"
#include "walk/array_way.h"

#define ARRAY_MAX_SETS 256

#define ARRAY_INTERFACE(L)                                                                         \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_BOTH, COMMON, array_search, array_search)                                      \
	L(READS, AT_TICK, COMMON, array_touch, wire)                                               \
	L(READS, AT_TICK, COMMON, array_fill, array_fill)                                          \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(READS, AT_BOTH, COMMON, drop, drop)                                                      \
	L(DRIVES, AT_TICK, COMMON, array_found, array_found)                                       \
	L(DRIVES, AT_NO_TIME, COMMON, array_status, array_status)                                  \
	L(DRIVES, AT_NO_TIME, COMMON, array_events, array_events)

struct array_io {
	ARRAY_INTERFACE(INTERFACE_HANDLE)
};

struct array {
	unsigned int sets, formats;

	struct array_drop drops;
	struct array_fill coming; /* of the cycle before */

	/* The last search: for which page, the set of each level as read, and what was found. */
	uint64_t page;
	struct array_set seen[ARRAY_LEVELS];
	unsigned int found_level, found_way;

	struct array_io io;

	struct array_set set[ARRAY_MAX_SETS]; /* the last: only as many as there are take part */
};

/* sets: a power of 2, 4 to 256; formats: bit n: paging mode n is built. */
void array_init(struct array *a, struct kernel *k, unsigned int sets, unsigned int formats);

#endif
