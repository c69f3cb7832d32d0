/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The four PDPTE registers of PAE, and how they are loaded (rtl/contract,
 * ptbr-7). A write that loads (write_loads) in cycle t asks for the first PDPTE in
 * t+1, by load_req_valid and load_req_addr, which the walker hands on to
 * memory; for each next one in the cycle after an answer. The answer that ends
 * it shows as load_end in the same cycle, with the load_fault if there is one.
 * From t+1 up to that cycle `loading` is 1. Only a load without a fault changes
 * the registers, all four at its end.
 */
#ifndef PAGEWALK_PDPTE_H
#define PAGEWALK_PDPTE_H

#include "kernel.h"

#define PDPTES 4

/* Asking: the read is not accepted yet; waiting: it is. */
enum pdpte_state { PDPTE_AT_REST, PDPTE_ASKING, PDPTE_WAITING };

struct pdpte {
	unsigned int pa_bits;

	uint64_t held[PDPTES];
	enum pdpte_state state;
	unsigned int next; /* the one that is read */
	uint64_t addr;     /* of it; 0 at rest */
	uint64_t read[PDPTES];

	struct signal rst, ptbr_value, write_loads;
	struct signal mem_req_ready, mem_rsp_valid, mem_rsp_data, mem_rsp_error;
	struct signal loading, load_end, load_fault, load_req_valid, load_req_addr;
	struct signal held_pdpte[PDPTES];
};

void pdpte_init(struct pdpte *p, struct kernel *k, unsigned int pa_bits);

/* The name of the signal that shows register n. */
const char *pdpte_name(unsigned int n);

#endif
