/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fence unit (rtl/contract, fence-1, fence-2, fence-4, ptbr-6, cache-5) has no state. It is
 * ready unless the walker bars it or PDPTEs are loaded. By `drop` it tells the TLBs, the walk
 * cache, the array and the walker what to drop at the end of the cycle: a space and a page, and
 * which of them to care for (ASID, page number, both or neither). For the TLBs and the array it
 * says, too, whether global entries are spared; for the walk cache, whether the page counts
 * (care_region). The lines are all dropped, whatever it names. A write to CR3 (`write`) drops in
 * the same way, and never in the cycle of a fence, because a fence keeps it waiting. Short
 * addresses and the number of ASID bits are those of the PTBR as held in the cycle of the fence.
 */
#ifndef PAGEWALK_FENCE_H
#define PAGEWALK_FENCE_H

#include "channels/bundles.h"

#define FENCE_INTERFACE(L)                                                                         \
	L(READS, AT_EVAL, COMMON, fence, fence_req)                                                \
	L(READS, AT_EVAL, COMMON, held, held)                                                      \
	L(READS, AT_EVAL, COMMON, walk_bars_fence, wire)                                           \
	L(READS, AT_EVAL, COMMON, load, pdpte_load)                                                \
	L(READS, AT_EVAL, COMMON, write, write)                                                    \
	L(DRIVES, AT_NO_TIME, COMMON, fence_ready, wire)                                           \
	L(DRIVES, AT_NO_TIME, COMMON, fence_accepted, wire)                                        \
	L(DRIVES, AT_NO_TIME, COMMON, drop, drop)

struct fence_io {
	FENCE_INTERFACE(INTERFACE_HANDLE)
};

struct fence {
	unsigned int asid_bits;

	struct fence_io io;
};

/* asid_bits: of struct mmu_config. */
void fence_init(struct fence *f, struct kernel *k, unsigned int asid_bits);

#endif
