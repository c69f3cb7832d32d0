/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The write unit (rtl/contract, ptbr-2, ptbr-5 to ptbr-7): no state. It says whether a
 * write to the page-table base register is taken in this cycle, and what comes
 * of it: exactly one of write_happens, write_loads, write_ignored and
 * write_fault. While it is at the door of x86, and while PDPTEs are loaded,
 * write_wall keeps requests out.
 *
 * write_drops: at the end of this cycle, in which a write to CR3 happens, the
 * TLBs drop what is of write_asid. With PDPTEs to load that is the cycle of
 * the last of them.
 */
#ifndef PAGEWALK_WRITE_H
#define PAGEWALK_WRITE_H

#include "kernel.h"

struct write {
	unsigned int pa_bits, formats;

	struct signal ptbr_valid, ptbr_regime, ptbr_value;
	struct signal pg, pae, lma, pcide;
	struct signal held_regime, fence_valid, fetch_missing, data_missing;
	struct signal loading, load_end, load_fault;

	struct signal ptbr_ready, write_wall;
	struct signal write_happens, write_loads, write_ignored, write_fault;
	struct signal write_drops, write_asid;
};

void write_init(struct write *w, struct kernel *k, unsigned int pa_bits, unsigned int formats);

#endif
