/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who of those that read page tables speaks to memory: the walker, and the loader of PDPTEs
 * (rtl/contract, walk-7, walk-8, ptbr-7). No state: a request goes on in the same cycle, the
 * walker's first, and the other's is not ready then. (They never meet, for a load begins when no
 * port is missing, and keeps requests out.) An answer does not come by here: everybody hears it,
 * and it is his whose id it has.
 */
#ifndef PAGEWALK_MEM_MUX_H
#define PAGEWALK_MEM_MUX_H

#include "channels/bundles.h"

#define MEM_MUX_INTERFACE(L)                                                                       \
	L(READS, AT_EVAL, COMMON, walk_req, mem_req)                                               \
	L(READS, AT_EVAL, COMMON, load_req, mem_req)                                               \
	L(READS, AT_EVAL, COMMON, mem_req_ready, wire)                                             \
	L(DRIVES, AT_NO_TIME, COMMON, mem_req, mem_req)                                            \
	L(DRIVES, AT_NO_TIME, COMMON, walk_req_ready, wire)                                        \
	L(DRIVES, AT_NO_TIME, COMMON, load_req_ready, wire)

struct mem_mux {
	struct mem_mux_io {
		MEM_MUX_INTERFACE(INTERFACE_HANDLE)
	} io;
};

void mem_mux_init(struct mem_mux *m, struct kernel *k);

#endif
