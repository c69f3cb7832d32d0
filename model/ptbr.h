/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register (rtl/contract, ptbr-1 to ptbr-3, ptbr-8): what the write
 * unit (write.h) says about a write in cycle t is kept at its end, answered in
 * t+1, and shows from t+1 on: raw as ptbr_held, and for the ports, together
 * with the control bits of x86 in each cycle, as held_*.
 *
 *	write_happens	takes ptbr_value and ptbr_regime;
 *	write_loads	keeps them aside, until load_end takes or forgets them;
 *	write_ignored	and write_fault: only the answer.
 */
#ifndef PAGEWALK_PTBR_H
#define PAGEWALK_PTBR_H

#include "kernel.h"

struct ptbr {
	unsigned int asid_bits, pa_bits;

	uint64_t value, regime;           /* as held; satp in the layout of its regime */
	uint64_t next_value, next_regime; /* while PDPTEs are loaded */
	uint64_t answered, fault;

	struct signal rst, ptbr_regime, ptbr_value;
	struct signal pg, pae, la57, lma, pcide;
	struct signal write_happens, write_loads, write_ignored, write_fault;
	struct signal load_end, load_fault;

	struct signal ptbr_rsp_valid, ptbr_rsp_fault, ptbr_held;
	struct signal held_regime, held_short, held_bare, held_mode, held_asid, held_root;
};

void ptbr_init(struct ptbr *p, struct kernel *k, unsigned int asid_bits, unsigned int pa_bits);

/* The ASID bits that exist: RV32 has at most 9, x86 always 12. */
uint64_t ptbr_asid_mask(uint64_t regime, unsigned int asid_bits);

/* ptbr-2: would a write of this be more than ignored? */
bool ptbr_exists(uint64_t regime, uint64_t value, unsigned int formats);

/* The x86 ASID of a value of CR3 (port-4, ptbr-6). */
uint64_t ptbr_pcid(uint64_t value, bool is_long, bool pcide);

#endif
