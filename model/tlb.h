/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One TLB (rtl/contract, port-4, port-5, tlb-1 to tlb-6, fence-1), for the port X:
 *
 *	lookup	X_key and X_access in, X_hit, X_hit_leaf and X_hit_page_bits out
 *		in the same cycle; a hit touches its entry at the end of it;
 *	fill	at the end of a cycle with X_walk_end and no walk_fault;
 *	drop	at the end of a cycle with fault_word (a walk of either port has ended
 *		with a fault), or with drop_taken (a fence, or a write to CR3).
 *		drop_taken meets no lookup: X is missing, or not ready; and not the end of
 *		a walk: a fence takes it away, a write waits for it.
 *
 * An entry is a ternary word: it matches when ((word ^ key) & care) == 0. A
 * page size or a global page is only a set of don't-care bits.
 * At most one entry matches any key: a fill drops all that it overlaps.
 */
#ifndef PAGEWALK_TLB_H
#define PAGEWALK_TLB_H

#include "kernel.h"
#include "mode.h"
#include "plru.h"
#include "pte.h"

/*
 * A TLB word: mode, ASID, virtual page number. The highest bit of the page
 * number is kept inverted. So no word is 0, for mode 0 has short addresses,
 * where that bit is 1; and 0 can be the word of no page.
 */
#define WORD_VPN  ((UINT64_C(1) << 45) - 1)
#define WORD_TOP  (UINT64_C(1) << 44)
#define WORD_ASID (UINT64_C(0xffff) << 45)
#define WORD_MODE (UINT64_C(7) << 61)
#define WORD_NONE UINT64_C(0)

#define TLB_MAX_ENTRIES 64
#define TLB_GUESSES     64

struct tlb {
	unsigned int entries;

	uint64_t word[TLB_MAX_ENTRIES];
	uint64_t care[TLB_MAX_ENTRIES];
	uint64_t leaf[TLB_MAX_ENTRIES]; /* pte.h */
	uint8_t page_bits[TLB_MAX_ENTRIES];
	uint64_t pinned; /* a bit for each entry */
	struct plru plru;
	uint8_t guess[TLB_GUESSES]; /* speed only: the last slot of a page like this one */

	struct signal rst;
	struct signal key, access, hit, hit_slot, hit_leaf, hit_page_bits;
	struct signal walk_end, walk_word, walk_access, walk_fault, fault_word, walk_leaf,
		walk_page_bits;
	struct signal drop_taken, drop_word, drop_care, drop_spares_global;
};

/* port: "fetch_" or "data_", the prefix of its signals. */
void tlb_init(struct tlb *t, struct kernel *k, const char *port, unsigned int entries);

/* The page number of va as a word has it. */
static inline uint64_t word_vpn(bool is_short, uint64_t va)
{
	return (is_short ? (va & UINT32_MAX) >> PAGE_BITS : va >> PAGE_BITS & WORD_VPN) ^ WORD_TOP;
}

/* Bits 63:57 must all equal bit 56, or nothing matches. */
static inline bool word_exists(bool is_short, uint64_t va)
{
	return is_short || va >> 56 == 0 || va >> 56 == 0xff;
}

static inline uint64_t word_asid(uint64_t asid)
{
	return asid << 45;
}

/* The word that a request looks for. */
static inline uint64_t word_of(enum mode mode, uint64_t asid, uint64_t va)
{
	bool is_short = mode_is_short(mode);

	if (!word_exists(is_short, va))
		return WORD_NONE;
	return (uint64_t)mode << 61 | word_asid(asid) | word_vpn(is_short, va);
}

#endif
