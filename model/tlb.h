/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One TLB (rtl/README.md, P4, P5, T1 to T6, F1), for the port X:
 *
 *	lookup	X_word and X_access in, X_hit, X_pte and X_page_bits out in the
 *		same cycle; a hit touches its entry at the end of it;
 *	fill	at the end of a cycle with X_walk_end and no walk_fault;
 *	drop	at the end of a cycle with X_walk_end and a walk_fault, or with
 *		fence_taken. Neither meets a lookup: X is missing, or not ready.
 *
 * An entry is a ternary word: it matches when ((word ^ key) & care) == 0. A
 * page size or a global page is only a set of don't-care bits.
 * At most one entry matches any key: a fill drops all that it overlaps.
 */
#ifndef PAGEWALK_TLB_H
#define PAGEWALK_TLB_H

#include "kernel.h"
#include "plru.h"
#include "pte.h"

/* A TLB word: valid, mode, ASID, virtual page number. */
#define WORD_VPN   ((UINT64_C(1) << 45) - 1)
#define WORD_ASID  (UINT64_C(0xffff) << 45)
#define WORD_MODE  (UINT64_C(3) << 61)
#define WORD_VALID (UINT64_C(1) << 63)

#define TLB_MAX_ENTRIES 64
#define TLB_GUESSES     64

struct tlb {
	unsigned int entries;

	uint64_t word[TLB_MAX_ENTRIES];
	uint64_t care[TLB_MAX_ENTRIES];
	uint64_t pte[TLB_MAX_ENTRIES];
	uint8_t page_bits[TLB_MAX_ENTRIES];
	uint64_t pinned; /* a bit for each entry */
	struct plru plru;
	uint8_t guess[TLB_GUESSES]; /* speed only: the last slot of a page like this one */

	struct signal rst;
	struct signal key, access, hit, hit_slot, hit_pte, hit_page_bits;
	struct signal walk_end, walk_word, walk_access, walk_fault, walk_pte, walk_page_bits;
	struct signal fence_taken, fence_word, fence_care;
};

/* port: "fetch_" or "data_", the prefix of its signals. */
void tlb_init(struct tlb *t, struct kernel *k, const char *port, unsigned int entries);

/* The page number of va as a word has it; no bits of WORD_VALID. */
static inline uint64_t word_vpn(bool is_rv32, uint64_t va)
{
	return is_rv32 ? (va & UINT32_MAX) >> PAGE_BITS : va >> PAGE_BITS & WORD_VPN;
}

/* On RV64 bits 63:57 must all equal bit 56, or nothing matches: WORD_VALID, or 0. */
static inline uint64_t word_valid(bool is_rv32, uint64_t va)
{
	return is_rv32 || va >> 56 == 0 || va >> 56 == 0xff ? WORD_VALID : 0;
}

static inline uint64_t word_asid(uint64_t asid)
{
	return asid << 45;
}

/* The word that a request looks for. */
static inline uint64_t word_of(enum mode mode, uint64_t asid, uint64_t va)
{
	bool is_rv32 = mode == MODE_SV32;

	return word_valid(is_rv32, va) | (uint64_t)mode << 61 | word_asid(asid) |
	       word_vpn(is_rv32, va);
}

static inline enum mode word_mode(uint64_t word)
{
	return word >> 61 & 3;
}

#endif
