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
	return t->word[slot] != WORD_NONE;
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

/* The one entry that matches a key other than WORD_NONE; the guess saves the search, and no more.
 */
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

/* port-5. Whatever is in a TLB has A set. */
static bool allows(const struct tlb *t, unsigned int slot, uint64_t access)
{
	return leaf_allows(t->leaf[slot], access) && leaf_is_marked(t->leaf[slot], access);
}

static void tlb_eval(const void *state, struct kernel *k)
{
	const struct tlb *t = state;
	uint64_t key = signal_get(k, t->key);
	unsigned int slot = key != WORD_NONE ? find(t, key) : NO_SLOT;
	bool hit = slot != NO_SLOT && allows(t, slot, signal_get(k, t->access));

	signal_put(k, t->hit, hit);
	signal_put(k, t->hit_slot, hit ? slot : 0);
	signal_put(k, t->hit_leaf, hit ? t->leaf[slot] : 0);
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

/* An empty entry is the word of no page, and cares for what tells this from any other. */
static void drop(struct tlb *t, unsigned int slot)
{
	t->word[slot] = WORD_NONE;
	t->care[slot] = WORD_MODE | WORD_TOP;
	t->pinned &= ~bit(slot);
}

/* tlb-1: a fault leaves no translation of its address. */
static bool drop_faulting(struct tlb *t, uint64_t key)
{
	unsigned int slot = find(t, key);

	if (slot == NO_SLOT)
		return false;
	drop(t, slot);
	return true;
}

/* fence-1. By VA is to care for the VPN, as far as the page does; by ASID, for the ASID. */
static bool is_met(const struct tlb *t, unsigned int slot, uint64_t word, uint64_t care)
{
	return !((t->word[slot] ^ word) & care & (t->care[slot] | ~WORD_VPN));
}

static bool drop_all(struct tlb *t, uint64_t word, uint64_t care, bool spares_global)
{
	bool changes = false;

	for (unsigned int slot = 0; slot < t->entries; slot++) {
		if (!is_valid(t, slot) || !is_met(t, slot, word, care))
			continue;
		if (spares_global && is_global(t, slot))
			continue;
		drop(t, slot);
		changes = true;
	}
	return changes;
}

/* ---- Fill ---- */

static uint64_t care_of(uint64_t leaf, unsigned int page_bits)
{
	uint64_t vpn = WORD_VPN & ~(bit(page_bits - PAGE_BITS) - 1);

	return WORD_MODE | (leaf & PTE_G ? 0 : WORD_ASID) | vpn;
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

/* tlb-2. */
static bool fill(struct tlb *t, uint64_t word, uint64_t leaf, unsigned int page_bits, bool pin)
{
	uint64_t care = care_of(leaf, page_bits);
	unsigned int slot = drop_overlapped(t, word, care, &pin);

	if (slot == NO_SLOT)
		slot = lowest_invalid(t);
	if (slot == NO_SLOT)
		slot = victim(t);
	if (slot == NO_SLOT)
		return false;
	t->word[slot] = word;
	t->care[slot] = care;
	t->leaf[slot] = leaf;
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
	bool changes = false;

	if (signal_get(k, t->rst)) {
		reset(t);
		return true;
	}
	/* The hit is of an earlier moment than the fault of the other port's walk. */
	if (signal_get(k, t->hit))
		changes = touch(t, (unsigned int)signal_get(k, t->hit_slot), signal_get(k, t->key));
	if (signal_get(k, t->fault_word) != WORD_NONE)
		return drop_faulting(t, signal_get(k, t->fault_word)) || changes;
	if (changes)
		return true;
	if (signal_get(k, t->drop_taken))
		return drop_all(t, signal_get(k, t->drop_word), signal_get(k, t->drop_care),
				signal_get(k, t->drop_spares_global));
	if (!signal_get(k, t->walk_end) || signal_get(k, t->walk_fault))
		return false;
	return fill(t, signal_get(k, t->walk_word), signal_get(k, t->walk_leaf),
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
	t->fault_word = kernel_reads(k, m, AT_TICK, "", "fault_word");
	t->walk_leaf = kernel_reads(k, m, AT_TICK, "", "walk_leaf");
	t->walk_page_bits = kernel_reads(k, m, AT_TICK, "", "walk_page_bits");
	t->drop_taken = kernel_reads(k, m, AT_TICK, "", "drop_taken");
	t->drop_word = kernel_reads(k, m, AT_TICK, "", "drop_word");
	t->drop_care = kernel_reads(k, m, AT_TICK, "", "drop_care");
	t->drop_spares_global = kernel_reads(k, m, AT_TICK, "", "drop_spares_global");

	t->hit = kernel_drives(k, m, 1, port, "hit");
	t->hit_slot = kernel_drives(k, m, 6, port, "hit_slot");
	t->hit_leaf = kernel_drives(k, m, 64, port, "hit_leaf");
	t->hit_page_bits = kernel_drives(k, m, 6, port, "hit_page_bits");
	kernel_reads(k, m, AT_TICK, port, "hit");
	kernel_reads(k, m, AT_TICK, port, "hit_slot");
}
