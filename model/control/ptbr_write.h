/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The write unit (rtl/contract, ptbr-2, ptbr-5 to ptbr-7). It says whether a write to the
 * page-table base register is taken in this cycle, and what comes of it, as `write`: it happens,
 * loads PDPTEs, is ignored or faults. `wall` keeps requests out while a write that comes from x86
 * or goes to it is at the door, and while PDPTEs are loaded. All that it keeps is whether the cycle
 * before makes such a write wait.
 *
 * `drops` is 1 in the cycle in which a write to CR3 happens: at its end the TLBs drop the entries
 * of `asid`. With PDPTEs to load, that is the cycle in which the last of them comes.
 */
#ifndef PAGEWALK_PTBR_WRITE_H
#define PAGEWALK_PTBR_WRITE_H

#include "channels/bundles.h"

#define PTBR_WRITE_INTERFACE(L)                                                                    \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_EVAL, COMMON, ptbr, ptbr_req)                                                  \
	L(READS, AT_EVAL, COMMON, controls, controls)                                              \
	L(READS, AT_EVAL, COMMON, held, held)                                                      \
	L(READS, AT_EVAL, COMMON, fence, fence_req)                                                \
	L(READS, AT_EVAL, COMMON, fetch_walk, walk)                                                \
	L(READS, AT_EVAL, COMMON, data_walk, walk)                                                 \
	L(READS, AT_EVAL, COMMON, load, pdpte_load)                                                \
	L(READS, AT_TICK, COMMON, fetch_events, port_events)                                       \
	L(READS, AT_TICK, COMMON, data_events, port_events)                                        \
	L(READS, AT_TICK, COMMON, walk_end, walk_end)                                              \
	L(DRIVES, AT_NO_TIME, COMMON, ptbr_ready, wire)                                            \
	L(DRIVES, AT_NO_TIME, COMMON, write, write)

/* With an array this, too. */
#define PTBR_WRITE_ARRAY_INTERFACE(L) L(READS, AT_EVAL, COMMON, array_status, array_status)

struct ptbr_write_io {
	PTBR_WRITE_INTERFACE(INTERFACE_HANDLE)
	PTBR_WRITE_ARRAY_INTERFACE(INTERFACE_HANDLE)
};

struct ptbr_write {
	unsigned int pa_bits, formats;

	bool unsettled; /* in the cycle before, a port accepted a request or a walk ended */

	struct ptbr_write_io io;
};

void ptbr_write_init(struct ptbr_write *w, struct kernel *k, unsigned int pa_bits,
		     unsigned int formats, bool has_array);

#endif
