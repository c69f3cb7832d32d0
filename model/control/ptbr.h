/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register (rtl/contract, ptbr-1 to ptbr-3, ptbr-8): what the write
 * unit (ptbr_write.h) says about a write in cycle t is kept at its end, answered in
 * t+1, and shows from t+1 on: raw as ptbr_held, and for the ports, together
 * with the control bits of x86 in each cycle, as held.
 *
 *	happens		takes value and regime of ptbr;
 *	loads		keeps them aside, until the end of the load takes or forgets them;
 *	ignored		and a fault: only the answer.
 */
#ifndef PAGEWALK_PTBR_H
#define PAGEWALK_PTBR_H

#include "channels/bundles.h"

#define PTBR_INTERFACE(L)                                                                          \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_TICK, COMMON, ptbr, ptbr_req)                                                  \
	L(READS, AT_BOTH, COMMON, controls, controls)                                              \
	L(READS, AT_TICK, COMMON, write, write)                                                    \
	L(READS, AT_TICK, COMMON, load, pdpte_load)                                                \
	L(DRIVES, AT_NO_TIME, COMMON, ptbr_rsp, ptbr_rsp)                                          \
	L(DRIVES, AT_NO_TIME, COMMON, ptbr_held, word)                                             \
	L(DRIVES, AT_NO_TIME, COMMON, held, held)

struct ptbr_io {
	PTBR_INTERFACE(INTERFACE_HANDLE)
};

struct ptbr {
	unsigned int asid_bits, pa_bits;

	uint64_t value, regime;           /* as held; satp in the layout of its regime */
	uint64_t next_value, next_regime; /* while PDPTEs are loaded */
	struct ptbr_rsp rsp;

	struct ptbr_io io;
};

/* asid_bits, pa_bits: of struct mmu_config. */
void ptbr_init(struct ptbr *p, struct kernel *k, unsigned int asid_bits, unsigned int pa_bits);

/* The ASID bits that exist: RV32 has at most 9, x86 always 12. */
uint64_t ptbr_asid_mask(uint64_t regime, unsigned int asid_bits);

/* ptbr-2: would a write of this be more than ignored? */
bool ptbr_exists(uint64_t regime, uint64_t value, unsigned int formats);

/* The x86 ASID of a value of CR3 (port-4, ptbr-6). */
uint64_t ptbr_pcid(uint64_t value, bool is_long, bool pcide);

#endif
