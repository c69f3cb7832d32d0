/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hart's bus over the oracle alone: no RTL, no cycle model, no TLB. An answer is for the whole
 * 4 KiB page, so a hart that keeps it asks seldom.
 *
 * As in the MMU of a build, a satp.MODE that was left out cannot be written (rtl/contract).
 */
#ifndef PAGEWALK_BOOT_FAST_H
#define PAGEWALK_BOOT_FAST_H

#include "boot/ram.h"
#include "hart/bus.h"
#include "oracle/oracle.h"
#include "pins.h"

struct fast_counts {
	uint64_t asked, walks, reads, updates, page_faults, fences, satp_writes;
};

struct fast {
	const struct ram *ram;
	struct oracle_context context;
	unsigned int asid_bits, formats;
	struct fast_counts counts;
};

/* satp is 0, ADUE and PBMTE too. xlen: 32 or 64. The RAM must outlive it. */
void fast_init(struct fast *fast, const struct ram *ram, const struct mmu_config *sizes,
	       unsigned int xlen);

/* Those of struct hart_bus. They return true. */
bool fast_ask(struct fast *fast, const struct hart_access *access, struct hart_place *place);
bool fast_fence(struct fast *fast, const struct hart_fence *fence);
bool fast_write_satp(struct fast *fast, uint64_t value, uint64_t *held);
bool fast_control(struct fast *fast, bool adue, bool pbmte);

#endif
