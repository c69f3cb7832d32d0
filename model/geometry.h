/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The paging modes (rtl/contract, "Paging modes"): which one the regime and
 * the control bits choose, and the geometry of each. What an entry means is
 * the decoder's (pte.h).
 */
#ifndef PAGEWALK_GEOMETRY_H
#define PAGEWALK_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

#define PAGE_BITS       12 /* log2 of the smallest page */
#define GEOMETRY_LEVELS 5

/* Numbered as the bits of FORMATS are. From MODE_X86_2 on: x86. */
enum mode {
	MODE_SV32,
	MODE_SV39,
	MODE_SV48,
	MODE_SV57,
	MODE_X86_2,
	MODE_X86_PAE,
	MODE_X86_4,
	MODE_X86_5,
};

struct geometry {
	unsigned int levels;
	unsigned int index_bits; /* of the virtual address, per level */
	unsigned int pte_shift;  /* log2 of a PTE's bytes */
	unsigned int va_bits;    /* a canonical address sign-extends from here; 64: any will do */
};

/* The row of a mode; it lives for ever. */
const struct geometry *geometry_of(enum mode mode);

/* Is va an address that the mode can translate at all? */
bool geometry_is_canonical(enum mode mode, uint64_t va);

/*
 * May a page of one of these modes (bit n: mode n) contain this address (array-5)? Its bits above
 * those of the widest mode are all equal to the highest of these; where all modes are short, those
 * above the 32 bits are 0, or all bits from 32 on are 1.
 */
bool geometry_some_page(unsigned int formats, uint64_t va);

/* Where the walk reads at this level, in the table whose page number is ppn. */
uint64_t geometry_pte_address(enum mode mode, unsigned int level, uint64_t ppn, uint64_t va);

static inline bool mode_is_x86(enum mode mode)
{
	return mode >= MODE_X86_2;
}

/* Does it translate addresses of 32 bits? */
static inline bool mode_is_short(enum mode mode)
{
	return mode == MODE_SV32 || mode == MODE_X86_2 || mode == MODE_X86_PAE;
}

static inline bool regime_is_x86(uint64_t regime)
{
	return regime == REGIME_X86_32 || regime == REGIME_X86_64;
}

static inline bool regime_is_long(uint64_t regime, uint64_t pg, uint64_t lma)
{
	return regime == REGIME_X86_64 && pg && lma;
}

#endif
