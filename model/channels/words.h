/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that the modules hand to each other, each in one layout for all modes. Only this file
 * knows the layouts.
 *
 * 	space, page	what a translation is of: the address space, {mode, ASID}, and the number of
 * 			the virtual page in it. Two words, so that either may grow;
 * 	access		all of a request that counts for permission, each bit such that the question
 * 			is the same in every mode;
 * 	leaf		what a walk ends with and a TLB keeps: rights, page number, memory type.
 */
#ifndef PAGEWALK_WORDS_H
#define PAGEWALK_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "bits.h"
#include "geometry.h"

/* ---- Space and page ---- */

#define SPACE_ASID     UINT64_C(0xffff)
#define SPACE_MODE_LSB 16
#define SPACE_BITS     19

#define PAGE_NUMBER      (UINT64_MAX >> PAGE_BITS)
#define PAGE_NUMBER_BITS (64 - PAGE_BITS)

static inline uint64_t space_of(enum mode mode, uint64_t asid)
{
	return (uint64_t)mode << SPACE_MODE_LSB | asid;
}

static inline enum mode space_mode(uint64_t space)
{
	return (enum mode)(space >> SPACE_MODE_LSB & 7);
}

/*
 * Of a short address bits 63:32 do not count. Of any other all do: where bits 63:57 do not equal
 * bit 56 no translation can be, so nothing has such a page.
 */
static inline uint64_t page_of(bool is_short, uint64_t va)
{
	return (is_short ? va & UINT32_MAX : va) >> PAGE_BITS;
}

/* ---- The access word ---- */

enum access_bits {
	ACCESS_FETCHES = 1 << 0, /* neither this */
	ACCESS_STORES = 1 << 1,  /* nor this: a load */
	ACCESS_USER = 1 << 2,
	ACCESS_OPEN = 1 << 3,     /* user pages are open to a supervisor */
	ACCESS_IGNORE_W = 1 << 4, /* a store that needs no W */
	ACCESS_MXR = 1 << 5,
	ACCESS_ADUE = 1 << 6,
	ACCESS_PBMTE = 1 << 7,
	ACCESS_PSE = 1 << 8,
	ACCESS_PGE = 1 << 9,
	ACCESS_NXE = 1 << 10,
	ACCESS_SMEP = 1 << 11,  /* for the error code: what it forbids, ACCESS_OPEN says */
	ACCESS_LOCKS = 1 << 12, /* not permission, but it travels along: fill locked */
};
#define ACCESS_WORD_BITS 13

/* ---- The leaf word: a leaf PTE of RISC-V without N; bits 63:61 are the memory type ---- */

#define PTE_V (UINT64_C(1) << 0)
#define PTE_R (UINT64_C(1) << 1)
#define PTE_W (UINT64_C(1) << 2)
#define PTE_X (UINT64_C(1) << 3)
#define PTE_U (UINT64_C(1) << 4)
#define PTE_G (UINT64_C(1) << 5)
#define PTE_A (UINT64_C(1) << 6)
#define PTE_D (UINT64_C(1) << 7)
#define PTE_N (UINT64_C(1) << 63) /* not in a leaf word */

#define LEAF_PPN_LSB     10
#define LEAF_MEMTYPE_LSB 61

static inline uint64_t leaf_ppn(uint64_t leaf)
{
	return field(leaf, LEAF_PPN_LSB, 44);
}

static inline uint64_t leaf_memtype(uint64_t leaf)
{
	return leaf >> LEAF_MEMTYPE_LSB;
}

/* tlb-6: page number above the page size, virtual address below. */
static inline uint64_t leaf_translate(uint64_t leaf, unsigned int page_bits, uint64_t va)
{
	uint64_t offset = bit(page_bits) - 1;

	return (leaf_ppn(leaf) << PAGE_BITS & ~offset) | (va & offset);
}

#endif
