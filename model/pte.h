/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Page-table entries: what an entry means for an access (rtl/contract, walk-1 to
 * walk-4 and walk-9). No state and no cycles: the walker and the TLBs ask.
 *
 * Three words are spoken of here. A PTE is what memory holds. An access word
 * is all of a request that counts for permission, each bit such that the
 * question is the same in every mode. A leaf word is what a walk ends with and
 * a TLB keeps, again the same in every mode.
 */
#ifndef PAGEWALK_PTE_H
#define PAGEWALK_PTE_H

#include <stdbool.h>
#include <stdint.h>

#include "mode.h"

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

#define NAPOT_BITS 16 /* log2 of the one NAPOT size */

static inline uint64_t leaf_ppn(uint64_t leaf)
{
	return leaf >> LEAF_PPN_LSB & ((UINT64_C(1) << 44) - 1);
}

static inline uint64_t leaf_memtype(uint64_t leaf)
{
	return leaf >> LEAF_MEMTYPE_LSB;
}

/* tlb-6: page number above the page size, virtual address below. */
static inline uint64_t leaf_translate(uint64_t leaf, unsigned int page_bits, uint64_t va)
{
	uint64_t offset = (UINT64_C(1) << page_bits) - 1;

	return (leaf_ppn(leaf) << PAGE_BITS & ~offset) | (va & offset);
}

/* ---- The access word ---- */

enum access_bits {
	ACCESS_FETCHES = 1 << 0, /* neither this */
	ACCESS_STORES = 1 << 1,  /* nor this: a load */
	ACCESS_USER = 1 << 2,
	ACCESS_OPEN = 1 << 3,   /* user pages are open to a supervisor */
	ACCESS_FORCES = 1 << 4, /* a store that needs no W */
	ACCESS_MXR = 1 << 5,
	ACCESS_ADUE = 1 << 6,
	ACCESS_PBMTE = 1 << 7,
	ACCESS_PSE = 1 << 8,
	ACCESS_PGE = 1 << 9,
	ACCESS_NXE = 1 << 10,
	ACCESS_SMEP = 1 << 11, /* for the error code: what it forbids, ACCESS_OPEN says */
	ACCESS_PINS = 1 << 12, /* not permission, but it travels along: fill pinned */
	ACCESS_MODE = 7 << 13, /* nor is this: the paging mode */
};
#define ACCESS_MODE_LSB  13
#define ACCESS_WORD_BITS 16

static inline enum mode access_mode(uint64_t access)
{
	return access >> ACCESS_MODE_LSB & 7;
}

/* walk-1, first half: the right R, W or X. */
static inline bool leaf_grants(uint64_t leaf, uint64_t access)
{
	if (access & ACCESS_FETCHES)
		return leaf & PTE_X;
	if (access & ACCESS_STORES)
		return leaf & PTE_W || access & ACCESS_FORCES;
	return leaf & (access & ACCESS_MXR ? PTE_R | PTE_X : PTE_R);
}

/* walk-1, second half: the right privilege. */
static inline bool leaf_admits(uint64_t leaf, uint64_t access)
{
	if (access & ACCESS_USER)
		return leaf & PTE_U;
	return !(leaf & PTE_U) || access & ACCESS_OPEN;
}

static inline bool leaf_allows(uint64_t leaf, uint64_t access)
{
	return leaf_grants(leaf, access) && leaf_admits(leaf, access);
}

/* A page must be marked as accessed, and as dirty before a store. */
static inline bool leaf_is_marked(uint64_t leaf, uint64_t access)
{
	uint64_t marks = access & ACCESS_STORES ? PTE_A | PTE_D : PTE_A;

	return (leaf & marks) == marks;
}

/* ---- The decoders ---- */

/* A PTE as read, and all that decides what it means. */
struct pte {
	enum mode mode;
	unsigned int level; /* the last is 0 */
	unsigned int pa_bits;
	uint64_t value;
	uint64_t way;    /* what the entries above it leave: see pte_way() */
	uint64_t access; /* an access word */
};

enum pte_verdict { PTE_POINTER, PTE_FAULTS, PTE_LEAF };

struct pte_answer {
	enum pte_verdict verdict;
	uint64_t code;          /* of a fault: x86's error code */
	uint64_t ppn;           /* of a pointer: the next table */
	uint64_t way;           /* of a pointer: for the next entry */
	uint64_t leaf;          /* of a leaf: its word, as after the update */
	unsigned int page_bits; /* of a leaf: log2 of the size of its page */
	uint64_t marked;        /* the PTE as it must be marked (walk-4): value, or more */
};

/*
 * The way to the root entry, in bits of a leaf word. RISC-V gathers G on the
 * way; x86 loses W, X and U.
 */
static inline uint64_t pte_way(enum mode mode)
{
	return mode_is_x86(mode) ? PTE_W | PTE_X | PTE_U : 0;
}

struct pte_answer pte_riscv_judge(const struct pte *p);
struct pte_answer pte_x86_judge(const struct pte *p);

static inline struct pte_answer pte_judge(const struct pte *p)
{
	return mode_is_x86(p->mode) ? pte_x86_judge(p) : pte_riscv_judge(p);
}

/* walk-9, ptbr-7: a PDPTE of PAE; reserved bits count where it is present. */
bool pte_pdpte_is_present(uint64_t pdpte);
bool pte_pdpte_is_reserved(uint64_t pdpte, unsigned int pa_bits);

/* The page number of the table that an x86 entry points to. */
uint64_t pte_x86_ppn(uint64_t entry);

/* walk-9: the error code of an entry that is not present. */
uint64_t pte_x86_code_absent(enum mode mode, uint64_t access);

#endif
