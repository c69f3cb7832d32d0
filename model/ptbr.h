/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register (rtl/README.md, B1 to B4): a write in cycle t
 * shows from t+1 on, raw as ptbr_held and split up for the ports as held_*.
 * A write with a mode or regime that does not exist is ignored as a whole.
 */
#ifndef PAGEWALK_PTBR_H
#define PAGEWALK_PTBR_H

#include "kernel.h"

struct ptbr {
	unsigned int asid_bits;

	uint64_t value; /* satp, in the layout of its regime */
	uint64_t regime;

	struct signal rst, ptbr_valid, ptbr_regime, ptbr_value;
	struct signal ptbr_held, held_regime, held_bare, held_mode, held_asid, held_root;
};

void ptbr_init(struct ptbr *p, struct kernel *k, unsigned int asid_bits);

/* The ASID bits that exist: RV32 has at most 9. */
uint64_t ptbr_asid_mask(uint64_t regime, unsigned int asid_bits);

#endif
