/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fence unit (rtl/README.md, F1, F2, F4): no state. It is ready unless the
 * walker is at an update, and turns the pins into a word and a care mask for
 * the TLBs. It cares for the ASID or the page number or neither; a word
 * without WORD_VALID drops nothing. RV32 or RV64 is the regime of the PTBR as
 * held in the cycle of the fence.
 */
#ifndef PAGEWALK_FENCE_H
#define PAGEWALK_FENCE_H

#include "kernel.h"

struct fence {
	unsigned int asid_bits;

	struct signal fence_valid, fence_by_va, fence_va, fence_by_asid, fence_asid;
	struct signal held_regime, walk_updates;
	struct signal fence_ready, fence_taken, fence_word, fence_care;
};

void fence_init(struct fence *f, struct kernel *k, unsigned int asid_bits);

#endif
