/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Page-table entries: what an entry means for an access (rtl/contract, walk-1 to walk-4 and
 * walk-9). No state and no cycles: the walker asks. pte.c asks the decoder of the mode, and for
 * permission; each decoder has its own file.
 */
#ifndef PAGEWALK_PTE_H
#define PAGEWALK_PTE_H

#include <stdbool.h>
#include <stdint.h>

#include "channels/words.h"

/* A PTE as read, and all that decides what it means. */
struct pte {
	enum mode mode;
	unsigned int level; /* the last is 0 */
	unsigned int pa_bits;
	uint64_t value;
	uint64_t path;   /* what the entries above it leave: see pte_path() */
	uint64_t access; /* an access word */
};

enum pte_verdict { PTE_POINTER, PTE_FAULTS, PTE_LEAF };

struct pte_answer {
	enum pte_verdict verdict;
	uint64_t code;          /* of a fault: x86's error code */
	uint64_t ppn;           /* of a pointer: the next table */
	uint64_t path;          /* of a pointer: for the next entry */
	uint64_t leaf;          /* of a leaf: its word, as after the update */
	unsigned int page_bits; /* of a leaf: log2 of the size of its page */
	uint64_t marked;        /* the PTE as it must be marked (walk-4): value, or more */
};

/*
 * The path to the root entry, in bits of a leaf word. RISC-V gathers G on the
 * path; x86 loses W, X and U.
 */
static inline uint64_t pte_path(enum mode mode)
{
	return mode_is_x86(mode) ? PTE_W | PTE_X | PTE_U : 0;
}

/* What the entry means for the access: a pointer, a leaf that allows it, or a fault. */
struct pte_answer pte_judge(const struct pte *p);

/* The decoders: a leaf is one, whether or not the access may use it. */
struct pte_answer pte_riscv_decode(const struct pte *p);
struct pte_answer pte_x86_decode(const struct pte *p);

/* walk-9, ptbr-7: a PDPTE of PAE; reserved bits count where it is present. */
bool pte_pdpte_is_present(uint64_t pdpte);
bool pte_pdpte_is_reserved(uint64_t pdpte, unsigned int pa_bits);

/* The page number of the table that an x86 entry points to. */
uint64_t pte_x86_ppn(uint64_t entry);

/* walk-9: the error code of an entry that is not present. */
uint64_t pte_x86_code_absent(enum mode mode, uint64_t access);

#endif
