/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One TLB (rtl/contract, port-4, port-5, tlb-1 to tlb-6, fence-1), for the port X:
 *
 *	lookup	X_lookup in, X_hit out in the same cycle; a hit touches its entry at the end of it;
 *	fill	at the end of a cycle with walk_end for X and no fault: the translation that X_walk
 *		asked for;
 *	drop	at the end of a cycle with a fault in walk_end (of a walk of either port), the
 *		entries of its page; or at the end of a cycle with drop (a fence, or a write to
 *		CR3), the entries that it names. No lookup is in the cycle of drop, because X is
 *		missing or not ready; and no end of a walk, because a fence makes the walk start
 *		again, and a write waits for it.
 *
 * The contract has fills and faults change a TLB one cycle later, in which it does not search
 *(tlb-1). As no lookup, fence or write is in that cycle, nobody can tell.
 *
 * An entry is a ternary word, of a space and a page: it matches when these are equal in all bits
 * that it cares for. A page size or a global page is only a set of don't-care bits.
 * At most one entry matches any lookup: a fill drops all that it overlaps. Its slot does not depend
 * on what these are: nru.h knows it from which slots are empty, used or locked.
 */
#ifndef PAGEWALK_TLB_H
#define PAGEWALK_TLB_H

#include "channels/bundles.h"
#include "tlb/nru.h"

#define TLB_MAX_ENTRIES 64
#define TLB_GUESSES     64

#define TLB_INTERFACE(L)                                                                           \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_BOTH, OWN, lookup, lookup)                                                     \
	L(READS, AT_TICK, OWN, walk, walk)                                                         \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(READS, AT_TICK, COMMON, drop, drop)                                                      \
	L(DRIVES, AT_TICK, OWN, hit, hit)

struct tlb_io {
	TLB_INTERFACE(INTERFACE_HANDLE)
};

/* What an entry, a fill, a fault or a fence is about. */
struct ternary {
	uint64_t space, page;
	uint64_t care_space, care_page;
};

struct tlb_entry {
	struct ternary of;
	struct hit answer; /* of a hit; without rights it is none */
};

struct tlb {
	bool is_fetch;
	unsigned int entries;

	struct tlb_entry entry[TLB_MAX_ENTRIES];
	uint64_t locked; /* a bit for each slot; one that is empty is not locked */
	struct nru nru;
	uint8_t guess[TLB_GUESSES]; /* speed only: the last slot of a page like this one */

	struct tlb_io io;
};

/* prefix: "fetch_" or "data_". */
void tlb_init(struct tlb *t, struct kernel *k, const char *prefix, bool is_fetch,
	      unsigned int entries);

#endif
