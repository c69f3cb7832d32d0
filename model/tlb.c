/* SPDX-License-Identifier: Apache-2.0 */
#include "tlb.h"

#include <string.h>

#define NO_SLOT TLB_MAX_ENTRIES

static uint64_t bit(unsigned int n)
{
	return UINT64_C(1) << n;
}

static bool is_valid(const struct tlb *t, unsigned int slot)
{
	return t->word[slot] & WORD_VALID;
}

static bool is_global(const struct tlb *t, unsigned int slot)
{
	return !(t->care[slot] & WORD_ASID);
}

static bool is_pinned(const struct tlb *t, unsigned int slot)
{
	return t->pinned >> slot & 1;
}

static bool matches(const struct tlb *t, unsigned int slot, uint64_t key)
{
	return !((t->word[slot] ^ key) & t->care[slot]);
}

/* Could one key match both this entry and another of that word and care? */
static bool overlaps(const struct tlb *t, unsigned int slot, uint64_t word, uint64_t care)
{
	return !((t->word[slot] ^ word) & t->care[slot] & care);
}

/* ---- Lookup ---- */

/* Neighbouring pages differ in the low bits. */
static unsigned int guess_of(uint64_t key)
{
	return key % TLB_GUESSES;
}

/* The one entry that matches a key with WORD_VALID; the guess saves the search, and no more. */
static unsigned int find(const struct tlb *t, uint64_t key)
{
	unsigned int slot = t->guess[guess_of(key)];

	if (matches(t, slot, key))
		return slot;
	for (slot = 0; slot < t->entries; slot++)
		if (matches(t, slot, key))
			return slot;
	return NO_SLOT;
}

/* P5. Whatever is in a TLB has A set. */
static bool allows(const struct tlb *t, unsigned int slot, uint64_t access)
{
	return pte_allows(t->pte[slot], access) && pte_is_marked(t->pte[slot], access);
}

static void tlb_eval(const void *state, struct kernel *k)
{
	const struct tlb *t = state;
	uint64_t key = signal_get(k, t->key);
	unsigned int slot = key & WORD_VALID ? find(t, key) : NO_SLOT;
	bool hit = slot != NO_SLOT && allows(t, slot, signal_get(k, t->access));

	signal_put(k, t->hit, hit);
	signal_put(k, t->hit_slot, hit ? slot : 0);
	signal_put(k, t->hit_pte, hit ? t->pte[slot] : 0);
	signal_put(k, t->hit_page_bits, hit ? t->page_bits[slot] : 0);
}

static bool touch(struct tlb *t, unsigned int slot, uint64_t key)
{
	uint64_t bits = t->plru.bits;
	uint8_t *guess = &t->guess[guess_of(key)];
	bool changes = *guess != slot;

	*guess = (uint8_t)slot;
	plru_touch(&t->plru, slot);
	return changes || t->plru.bits != bits;
}

/* ---- Drop ---- */

/* An empty entry is an invalid word that cares to be valid. */
static void drop(struct tlb *t, unsigned int slot)
{
	t->word[slot] = 0;
	t->care[slot] = WORD_VALID;
	t->pinned &= ~bit(slot);
}

/* T1: a fault leaves no translation of its address, unless it is pinned. */
static bool drop_faulting(struct tlb *t, uint64_t key)
{
	unsigned int slot = key & WORD_VALID ? find(t, key) : NO_SLOT;

	if (slot == NO_SLOT || is_pinned(t, slot))
		return false;
	drop(t, slot);
	return true;
}

/* F1. A fence by VA cares for the VPN, as far as the page does; one by ASID for the ASID. */
static bool is_fenced(const struct tlb *t, unsigned int slot, uint64_t word, uint64_t care)
{
	if (care & WORD_ASID && is_global(t, slot))
		return false;
	return !((t->word[slot] ^ word) & care & (t->care[slot] | ~WORD_VPN));
}

static bool drop_fenced(struct tlb *t, uint64_t word, uint64_t care)
{
	bool changes = false;

	for (unsigned int slot = 0; slot < t->entries; slot++) {
		if (!is_valid(t, slot) || !is_fenced(t, slot, word, care))
			continue;
		drop(t, slot);
		changes = true;
	}
	return changes;
}

/* ---- Fill ---- */

static uint64_t care_of(uint64_t pte, unsigned int page_bits)
{
	uint64_t vpn = WORD_VPN & ~(bit(page_bits - PAGE_BITS) - 1);

	return WORD_VALID | WORD_MODE | (pte & PTE_G ? 0 : WORD_ASID) | vpn;
}

/* Drops all that the new entry overlaps. The lowest of them, and whether any was pinned. */
static unsigned int drop_overlapped(struct tlb *t, uint64_t word, uint64_t care, bool *pinned)
{
	unsigned int lowest = NO_SLOT;

	for (unsigned int slot = t->entries; slot-- > 0;) {
		if (!overlaps(t, slot, word, care))
			continue;
		*pinned |= is_pinned(t, slot);
		drop(t, slot);
		lowest = slot;
	}
	return lowest;
}

static unsigned int lowest_invalid(const struct tlb *t)
{
	for (unsigned int slot = 0; slot < t->entries; slot++)
		if (!is_valid(t, slot))
			return slot;
	return NO_SLOT;
}

static unsigned int victim(const struct tlb *t)
{
	bool all_pinned = t->pinned == UINT64_MAX >> (64 - t->entries);

	return all_pinned ? NO_SLOT : plru_victim(&t->plru, t->pinned);
}

/* T2. */
static bool fill(struct tlb *t, uint64_t word, uint64_t pte, unsigned int page_bits, bool pin)
{
	uint64_t care = care_of(pte, page_bits);
	unsigned int slot = drop_overlapped(t, word, care, &pin);

	if (slot == NO_SLOT)
		slot = lowest_invalid(t);
	if (slot == NO_SLOT)
		slot = victim(t);
	if (slot == NO_SLOT)
		return false;
	t->word[slot] = word;
	t->care[slot] = care;
	t->pte[slot] = pte;
	t->page_bits[slot] = (uint8_t)page_bits;
	t->pinned = (t->pinned & ~bit(slot)) | (pin ? bit(slot) : 0);
	touch(t, slot, word);
	return true;
}

/* ---- The clock edge ---- */

static void reset(struct tlb *t)
{
	memset(t->word, 0, sizeof(t->word));
	memset(t->guess, 0, sizeof(t->guess));
	for (unsigned int slot = 0; slot < t->entries; slot++)
		drop(t, slot);
	plru_init(&t->plru, t->entries);
}

static bool tlb_tick(void *state, const struct kernel *k)
{
	struct tlb *t = state;

	if (signal_get(k, t->rst)) {
		reset(t);
		return true;
	}
	if (signal_get(k, t->hit))
		return touch(t, (unsigned int)signal_get(k, t->hit_slot), signal_get(k, t->key));
	if (signal_get(k, t->fence_taken))
		return drop_fenced(t, signal_get(k, t->fence_word), signal_get(k, t->fence_care));
	if (!signal_get(k, t->walk_end))
		return false;
	if (signal_get(k, t->walk_fault))
		return drop_faulting(t, signal_get(k, t->walk_word));
	return fill(t, signal_get(k, t->walk_word), signal_get(k, t->walk_pte),
		    (unsigned int)signal_get(k, t->walk_page_bits),
		    signal_get(k, t->walk_access) & ACCESS_PINS);
}

void tlb_init(struct tlb *t, struct kernel *k, const char *port, unsigned int entries)
{
	static const struct kernel_ops ops = {tlb_eval, tlb_tick};
	unsigned int m;

	memset(t, 0, sizeof(*t));
	t->entries = entries;
	reset(t);

	m = kernel_module(k, port, "tlb", &ops, t, sizeof(*t));
	t->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	t->key = kernel_reads(k, m, AT_BOTH, port, "key");
	t->access = kernel_reads(k, m, AT_EVAL, port, "access");
	t->walk_end = kernel_reads(k, m, AT_TICK, port, "walk_end");
	t->walk_word = kernel_reads(k, m, AT_TICK, port, "walk_word");
	t->walk_access = kernel_reads(k, m, AT_TICK, port, "walk_access");
	t->walk_fault = kernel_reads(k, m, AT_TICK, "", "walk_fault");
	t->walk_pte = kernel_reads(k, m, AT_TICK, "", "walk_pte");
	t->walk_page_bits = kernel_reads(k, m, AT_TICK, "", "walk_page_bits");
	t->fence_taken = kernel_reads(k, m, AT_TICK, "", "fence_taken");
	t->fence_word = kernel_reads(k, m, AT_TICK, "", "fence_word");
	t->fence_care = kernel_reads(k, m, AT_TICK, "", "fence_care");

	t->hit = kernel_drives(k, m, 1, port, "hit");
	t->hit_slot = kernel_drives(k, m, 6, port, "hit_slot");
	t->hit_pte = kernel_drives(k, m, 64, port, "hit_pte");
	t->hit_page_bits = kernel_drives(k, m, 6, port, "hit_page_bits");
	kernel_reads(k, m, AT_TICK, port, "hit");
	kernel_reads(k, m, AT_TICK, port, "hit_slot");
}
