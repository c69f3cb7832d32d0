/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a paging mode is, for the harness: one row a mode, numbered as the bits of FORMATS are
 * (rtl/contract, "Paging modes"). All other sources of the harness ask this table. Cycle model, RTL
 * and coverage have tables of their own, because what is compared must not come from one place.
 */
#ifndef PAGEWALK_PAGING_H
#define PAGEWALK_PAGING_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

enum paging_mode {
	PAGING_OFF = -1, /* nothing is translated */
	PAGING_SV32,
	PAGING_SV39,
	PAGING_SV48,
	PAGING_SV57,
	PAGING_TWO_LEVEL,
	PAGING_PAE,
	PAGING_FOUR_LEVEL,
	PAGING_FIVE_LEVEL,
	PAGING_MODES, /* how many */
};

struct paging {
	const char *name;
	enum regime regime;      /* the first one that has the mode */
	bool is_x86;             /* its decoder */
	unsigned int levels;     /* 2 to 5; of PAE without its PDPTEs */
	unsigned int index_bits; /* of the address, a level */
	unsigned int va_bits;    /* 32: all; less than 64: the bits above repeat the top one */
	unsigned int pte_bytes;
	unsigned int satp_mode;  /* RISC-V: satp.MODE */
	unsigned int asids;      /* ASIDs, or PCIDs; 1: none to tell apart */
	bool pae, lma, la57;     /* x86: the control bits that choose it, with PG */
	unsigned int page_level; /* the highest level at which a page may end */
};

extern const struct paging paging[PAGING_MODES];

/* The bits of FORMATS: all modes of a family, and those that a regime can have. */
#define PAGING_RISCV 0x0fu
#define PAGING_X86   0xf0u
extern const unsigned int paging_of_regime[4];

/* A MODE of satp: PAGING_OFF is Bare; PAGING_MODES, there is no such mode. */
enum paging_mode paging_of_satp(enum regime regime, uint64_t satp);

/*
 * satp, or CR3 with its bit 63 clear, for a root's page number and those bits of an ASID that the
 * mode has.
 */
uint64_t paging_ptbr(enum paging_mode mode, uint64_t root, uint64_t asid);

/* Has a build with these FORMATS the mode? */
static inline bool paging_is_built(unsigned int formats, enum paging_mode mode)
{
	return formats >> mode & 1;
}

/* Are its PTEs of 8 bytes? */
static inline bool paging_is_wide(enum paging_mode mode)
{
	return paging[mode].pte_bytes == 8;
}

#endif
