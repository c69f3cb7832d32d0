/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle: the answer that the RISC-V privileged manual gives to one
 * access, for a memory image, a satp and a context. No TLB, no cycles, no
 * state. Written from the manual only.
 */
#ifndef PAGEWALK_ORACLE_H
#define PAGEWALK_ORACLE_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

#define ORACLE_MAX_READS 5

/*
 * Reads the PTE of 4 or 8 bytes at physical address pa, aligned to its size.
 * Returns false when there is no such memory: an access fault.
 */
typedef bool oracle_read_fn(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte);

struct oracle_context {
	enum regime regime;
	uint64_t satp; /* as held: a legal MODE */
	bool adue;     /* menvcfg.ADUE: hardware sets A and D */
	bool pbmte;    /* menvcfg.PBMTE */
};

struct oracle_access {
	uint64_t va; /* RV32: bits 31:0 count */
	enum access_type type;
	enum priv priv; /* effective: MPRV already applied */
	bool sum;
	bool mxr;
};

struct oracle_answer {
	enum fault fault;
	uint64_t pa;       /* 0 with a fault */
	unsigned int size; /* log2 of the page size in bytes; 0: untranslated, or a fault */
	unsigned int pbmt; /* 0 with a fault */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS]; /* the PTE reads, in order */
	bool update;                        /* the leaf PTE is to be written: A, D */
	uint64_t update_pa, update_old, update_new;
};

/* The answer. Reads at most ORACLE_MAX_READS PTEs and writes none. */
void oracle_translate(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
		      const struct oracle_access *access, struct oracle_answer *answer);

/*
 * What satp holds after value is written to it while it held `held`, with
 * asid_bits ASID bits implemented (RV32: at most 9 of them). An unsupported
 * MODE leaves it as it was: *written is false then.
 */
uint64_t oracle_satp_write(enum regime regime, uint64_t held, uint64_t value,
			   unsigned int asid_bits, bool *written);

#endif
