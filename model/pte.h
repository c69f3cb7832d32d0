/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Page-table entries: the geometry of each paging mode, and what an entry
 * means for an access (rtl/README.md, W1 to W4). No state and no cycles: the
 * walker and the TLBs ask.
 *
 * An entry of Sv32 is 4 bytes, zero-extended; so it has no N and no PBMT, and
 * one layout serves all modes.
 */
#ifndef PAGEWALK_PTE_H
#define PAGEWALK_PTE_H

#include <stdbool.h>
#include <stdint.h>

#define PTE_V (UINT64_C(1) << 0)
#define PTE_R (UINT64_C(1) << 1)
#define PTE_W (UINT64_C(1) << 2)
#define PTE_X (UINT64_C(1) << 3)
#define PTE_U (UINT64_C(1) << 4)
#define PTE_G (UINT64_C(1) << 5)
#define PTE_A (UINT64_C(1) << 6)
#define PTE_D (UINT64_C(1) << 7)
#define PTE_N (UINT64_C(1) << 63)

#define PTE_RESERVED (UINT64_C(0x7f) << 54)
#define PTE_PBMT     (UINT64_C(3) << 61)

#define PAGE_BITS  12 /* log2 of the smallest page */
#define NAPOT_BITS 16 /* log2 of the one NAPOT size */

enum mode { MODE_SV32, MODE_SV39, MODE_SV48, MODE_SV57 };

struct pte_geometry {
	unsigned int levels;
	unsigned int index_bits; /* of the virtual address, per level */
	unsigned int pte_shift;  /* log2 of a PTE's bytes */
	unsigned int va_bits;    /* a canonical address sign-extends from here; 64: any will do */
};

/* All that counts for permission, one bit each: an access word. */
enum access_bits {
	ACCESS_FETCHES = 1 << 0, /* neither this */
	ACCESS_STORES = 1 << 1,  /* nor this: a load */
	ACCESS_USER = 1 << 2,
	ACCESS_SUM = 1 << 3,
	ACCESS_MXR = 1 << 4,
	ACCESS_ADUE = 1 << 5,
	ACCESS_PBMTE = 1 << 6,
	ACCESS_PINS = 1 << 7, /* not permission, but it travels along: fill pinned */
};
#define ACCESS_WORD_BITS 8

enum pte_verdict { PTE_POINTER, PTE_FAULTS, PTE_UPDATE, PTE_LEAF };

const struct pte_geometry *pte_geometry(enum mode mode);

/* Is va an address that the mode can translate at all? */
bool pte_canonical(enum mode mode, uint64_t va);

/* Where the walk reads at this level, in the table whose page number is ppn. */
uint64_t pte_address(enum mode mode, unsigned int level, uint64_t ppn, uint64_t va);

/* W2 for one PTE, the lowest level being 0. PTE_UPDATE: a leaf that must first be updated (W4). */
enum pte_verdict pte_judge(enum mode mode, unsigned int level, uint64_t pte, uint64_t access);

/* log2 of the size of the page that a leaf maps. */
unsigned int pte_page_bits(enum mode mode, unsigned int level, uint64_t pte);

/* The leaf with A, and for a store D, set. */
uint64_t pte_updated(uint64_t pte, uint64_t access);

static inline uint64_t pte_ppn(uint64_t pte)
{
	return pte >> 10 & ((UINT64_C(1) << 44) - 1);
}

static inline unsigned int pte_pbmt(uint64_t pte)
{
	return pte >> 61 & 3;
}

/* T6: page number above the page size, virtual address below. */
static inline uint64_t pte_translate(uint64_t pte, unsigned int page_bits, uint64_t va)
{
	uint64_t offset = (UINT64_C(1) << page_bits) - 1;

	return (pte_ppn(pte) << PAGE_BITS & ~offset) | (va & offset);
}

/* W1, first half: the right R, W or X. */
static inline bool pte_grants(uint64_t pte, uint64_t access)
{
	if (access & ACCESS_FETCHES)
		return pte & PTE_X;
	if (access & ACCESS_STORES)
		return pte & PTE_W;
	return pte & (access & ACCESS_MXR ? PTE_R | PTE_X : PTE_R);
}

/* W1, second half: the right privilege. */
static inline bool pte_admits(uint64_t pte, uint64_t access)
{
	if (access & ACCESS_USER)
		return pte & PTE_U;
	return !(pte & PTE_U) || (access & ACCESS_SUM && !(access & ACCESS_FETCHES));
}

static inline bool pte_allows(uint64_t pte, uint64_t access)
{
	return pte_grants(pte, access) && pte_admits(pte, access);
}

/* A page must be marked as accessed, and as dirty before a store. */
static inline bool pte_is_marked(uint64_t pte, uint64_t access)
{
	uint64_t marks = access & ACCESS_STORES ? PTE_A | PTE_D : PTE_A;

	return (pte & marks) == marks;
}

#endif
