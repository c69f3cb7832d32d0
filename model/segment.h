/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The segment registers (rtl/contract, segment-1 to segment-4). What is loaded in cycle t
 * is kept at its end, and counts for requests from t+1 on; reset wins.
 *
 * For each port X, of what the pins of its request show, valid or not, under
 * the PTBR and the control bits of the same cycle:
 *
 *	X_segment_fault	the first check that fails (enum segment_fault);
 *	X_is_stack	it names SS;
 *	X_linear	the address that the request is for, if none does; of a
 *			request without a segment, the one on the pins.
 */
#ifndef PAGEWALK_SEGMENT_H
#define PAGEWALK_SEGMENT_H

#include "arch.h"
#include "kernel.h"

/* What a register holds. */
struct descriptor {
	uint64_t base, limit, type, dpl, rpl;
	bool is_loaded; /* with a selector that is not null; not after reset */
	bool is_granular, is_present, is_big, is_long;
};

struct segment_port {
	bool is_fetch;

	struct signal req_va, req_seg, req_last, req_priv, req_store;
	struct signal linear, segment_fault, is_stack;
};

struct segment {
	bool is_built; /* else every address is linear */

	struct descriptor held[SEGMENT_COUNT];

	struct segment_port fetch, data;
	struct signal rst, held_regime, held_short;
	struct signal seg_valid, seg_index, seg_base, seg_limit, seg_granular, seg_type;
	struct signal seg_dpl, seg_rpl, seg_present, seg_null, seg_big, seg_long;
};

/* segments: of struct mmu_config. */
void segment_init(struct segment *s, struct kernel *k, unsigned int segments);

#endif
