/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fence unit (rtl/contract, fence-1, fence-2, fence-4, ptbr-6): no state. It is ready unless
 * the walker is at an update or PDPTEs are loaded, and tells the TLBs what to
 * drop at the end of the cycle: drop_taken, with a word and a care mask, which
 * cares for the ASID or the page number or neither, and whether global entries
 * are spared.
 * A write to CR3 drops by the same words (write_drops); it never meets a fence,
 * which keeps it waiting. Short addresses and the number of ASID bits are those
 * of the PTBR as held in the cycle of the fence.
 */
#ifndef PAGEWALK_FENCE_H
#define PAGEWALK_FENCE_H

#include "kernel.h"

struct fence {
	unsigned int asid_bits;

	struct signal fence_valid, fence_by_va, fence_va, fence_by_asid, fence_asid;
	struct signal fence_keep_global;
	struct signal held_regime, held_short, walk_updates, loading;
	struct signal write_drops, write_asid;
	struct signal fence_ready, fence_taken;
	struct signal drop_taken, drop_word, drop_care, drop_spares_global;
};

void fence_init(struct fence *f, struct kernel *k, unsigned int asid_bits);

#endif
