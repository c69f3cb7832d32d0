/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four PDPTE registers of PAE, and how they are loaded (rtl/contract, ptbr-7). After a write
 * that loads (`write`) in cycle t, load_req asks for the first PDPTE in t+1, and for each next one
 * in the cycle after an answer. The answer that ends the load shows as its `end` in the same cycle,
 * with the fault if there is one. From t+1 up to that cycle `busy` is 1. Only a load without a
 * fault changes the registers, held_pdpte, all four at its end.
 */
#ifndef PAGEWALK_PDPTE_H
#define PAGEWALK_PDPTE_H

#include "channels/bundles.h"

#define PDPTE_INTERFACE(L)                                                                         \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_TICK, COMMON, ptbr, ptbr_req)                                                  \
	L(READS, AT_TICK, COMMON, write, write)                                                    \
	L(READS, AT_TICK, COMMON, load_req_ready, wire)                                            \
	L(READS, AT_BOTH, COMMON, mem_rsp, mem_rsp)                                                \
	L(DRIVES, AT_NO_TIME, COMMON, load, pdpte_load)                                            \
	L(DRIVES, AT_NO_TIME, COMMON, load_req, mem_req)                                           \
	L(DRIVES, AT_NO_TIME, COMMON, held_pdpte, pdptes)

struct pdpte_io {
	PDPTE_INTERFACE(INTERFACE_HANDLE)
};

/* Asking: the read is not accepted yet; waiting: it is. */
enum pdpte_state { PDPTE_AT_REST, PDPTE_ASKING, PDPTE_WAITING };

struct pdpte {
	unsigned int pa_bits;

	struct pdptes held, read;
	enum pdpte_state state;
	unsigned int next; /* the one that is read */
	uint64_t addr;     /* of it */

	struct pdpte_io io;
};

void pdpte_init(struct pdpte *p, struct kernel *k, unsigned int pa_bits);

#endif
