/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk cache (rtl/contract, cache-1 to cache-3 and cache-5), one for the walks of both ports:
 *
 *	search	cache_search in, cache_found out in the same cycle; at the end of it the slot of
 *		what was found is touched. With an array the walker says when, and whether, by
 *		cache_touch: no one looks at the slots before;
 *	fill	the pointer that cache_fill shows in cycle t is kept aside at the end of t, and is
 *		an entry from the end of t+1 on; a fence in either cycle takes it away, else
 *		cache_filled tells the counters of it in t+1;
 *	drop	at the end of a cycle with drop (a fence, or a write to CR3), the entries that it
 *		names; or at the end of a cycle with a fault in walk_end, on x86, those of its
 *		space that lead to its page.
 *
 * The contract has a fault drop one cycle later, in which no walk starts, no pointer is filled and
 * no fence comes: nobody can tell. But a pointer that was read in the cycle before that of the
 * fault is an entry by then, and so is filled before the drop.
 *
 * What a walk does with an entry is the walker's (walker.h). Where walk_entries is 0 there is no
 * such module, and the walker has not the three channels to it.
 */
#ifndef PAGEWALK_WALK_CACHE_H
#define PAGEWALK_WALK_CACHE_H

#include "channels/bundles.h"
#include "tlb/nru.h"

#define WALK_CACHE_MAX_ENTRIES 16

#define WALK_CACHE_INTERFACE(L)                                                                    \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_EVAL, COMMON, cache_search, cache_search)                                      \
	L(READS, AT_TICK, COMMON, cache_fill, cache_fill)                                          \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(READS, AT_BOTH, COMMON, drop, drop)                                                      \
	L(DRIVES, AT_TICK, COMMON, cache_found, cache_found)                                       \
	L(DRIVES, AT_NO_TIME, COMMON, cache_filled, wire)

/* With an array this, too. */
#define WALK_CACHE_ARRAY_INTERFACE(L) L(READS, AT_TICK, COMMON, cache_touch, cache_touch)

struct walk_cache_io {
	WALK_CACHE_INTERFACE(INTERFACE_HANDLE)
	WALK_CACHE_ARRAY_INTERFACE(INTERFACE_HANDLE)
};

/* The region is all pages that agree with `page` in the bits of care_page. */
struct walk_cache_entry {
	uint64_t space;
	uint64_t page, care_page;
	struct cache_found answer; /* to a search that finds it; valid: there is an entry */
};

struct walk_cache {
	unsigned int entries;
	bool has_array;

	struct walk_cache_entry entry[WALK_CACHE_MAX_ENTRIES];
	struct nru nru;
	struct cache_fill coming; /* the pointer of the cycle before */

	struct walk_cache_io io;
};

/* entries: 4, 8 or 16. */
void walk_cache_init(struct walk_cache *c, struct kernel *k, unsigned int entries, bool has_array);

#endif
