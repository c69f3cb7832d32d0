/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker and the loader of PDPTEs on one channel to memory (rtl/contract, walk-7, walk-8,
 * ptbr-7). The module has no state: a request goes on to memory in the same cycle. The walker's
 * goes first, and the loader's is not ready then. (The two never meet, because a load begins when
 * no port is missing, and keeps requests out.) Answers do not come by here: walker and loader both
 * see each answer, and it belongs to the one whose id it has. With lines the walker's requests come
 * through these (line_req).
 */
#ifndef PAGEWALK_MEM_MUX_H
#define PAGEWALK_MEM_MUX_H

#include "channels/bundles.h"

#define MEM_MUX_INTERFACE(L)                                                                       \
	L(READS, AT_EVAL, COMMON, load_req, mem_req)                                               \
	L(READS, AT_EVAL, COMMON, mem_req_ready, wire)                                             \
	L(DRIVES, AT_NO_TIME, COMMON, mem_req, mem_req)                                            \
	L(DRIVES, AT_NO_TIME, COMMON, load_req_ready, wire)

#define MEM_MUX_WALK_INTERFACE(L)                                                                  \
	L(READS, AT_EVAL, COMMON, walk_req, mem_req)                                               \
	L(DRIVES, AT_NO_TIME, COMMON, walk_req_ready, wire)

/* With lines these take the place of those. */
#define MEM_MUX_LINE_INTERFACE(L)                                                                  \
	L(READS, AT_EVAL, COMMON, line_req, mem_req)                                               \
	L(DRIVES, AT_NO_TIME, COMMON, line_req_ready, wire)

struct mem_mux {
	struct mem_mux_io {
		MEM_MUX_INTERFACE(INTERFACE_HANDLE)
		MEM_MUX_WALK_INTERFACE(INTERFACE_HANDLE)
	} io;
};

void mem_mux_init(struct mem_mux *m, struct kernel *k, bool has_lines);

#endif
