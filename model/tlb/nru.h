/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which slot a refill takes, of a TLB of n slots, n from 1 to 64: one that was not recently used
 * (rtl/contract, tlb-2 to tlb-4). So it is in the walk cache (cache-2) and the line buffer
 * (line-3), where none is locked. Part of the state of each, whose tick touches. Sets of slots are
 * words, a bit a slot.
 */
#ifndef PAGEWALK_NRU_H
#define PAGEWALK_NRU_H

#include <stdbool.h>
#include <stdint.h>

#include "bits.h"

struct nru {
	uint64_t all;  /* the slots that exist */
	uint64_t used; /* those touched, since the others were last cleared */
};

/* No slot is used. */
void nru_init(struct nru *nru, unsigned int entries);

/*
 * tlb-3. locked: before the refill, if that is what touches. True: something changed. A slot that
 * is used already changes nothing: where all are used or locked, it is the only one that is used.
 * For the touch that made it so cleared the others, and what is locked later was touched by its
 * refill.
 */
static inline bool nru_touch(struct nru *nru, unsigned int slot, uint64_t locked)
{
	uint64_t used = nru->used | bit(slot);

	if (used == nru->used)
		return false;
	nru->used = (used | locked) == nru->all ? bit(slot) : used;
	return true;
}

/* tlb-2. Both sets are those before the refill; none is in both, and not all slots are locked. */
unsigned int nru_slot(const struct nru *nru, uint64_t vacant, uint64_t locked);

#endif
