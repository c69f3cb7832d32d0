/* SPDX-License-Identifier: Apache-2.0 */
#include "tlb/tlb.h"

#include <string.h>

#include "tlb/permission.h"

#define NO_SLOT TLB_MAX_ENTRIES

/* The space of an entry that is empty: a bit that no space has, and that every entry cares for. */
#define SPACE_NONE (UINT64_C(1) << 63)

static bool is_valid(const struct tlb *t, unsigned int slot)
{
	return t->entry[slot].of.space != SPACE_NONE;
}

static bool is_global(const struct tlb *t, unsigned int slot)
{
	return !(t->entry[slot].of.care_space & SPACE_ASID);
}

static bool is_locked(const struct tlb *t, unsigned int slot)
{
	return t->locked >> slot & 1;
}

static bool matches(const struct tlb *t, unsigned int slot, uint64_t space, uint64_t page)
{
	const struct ternary *e = &t->entry[slot].of;

	return !(((e->space ^ space) & e->care_space) | ((e->page ^ page) & e->care_page));
}

/* Could one lookup match both this entry and the other? */
static bool overlaps(const struct tlb *t, unsigned int slot, const struct ternary *other)
{
	const struct ternary *e = &t->entry[slot].of;

	return !(((e->space ^ other->space) & e->care_space & other->care_space) |
		 ((e->page ^ other->page) & e->care_page & other->care_page));
}

/* ---- Lookup ---- */

/* Neighbouring pages differ in the low bits. */
static unsigned int guess_of(uint64_t page)
{
	return page % TLB_GUESSES;
}

/* The one entry that matches; the guess saves the search, and no more. */
static unsigned int find(const struct tlb *t, uint64_t space, uint64_t page)
{
	unsigned int slot = t->guess[guess_of(page)];

	if (matches(t, slot, space, page))
		return slot;
	for (slot = 0; slot < t->entries; slot++)
		if (matches(t, slot, space, page))
			return slot;
	return NO_SLOT;
}

/* port-5. Whatever is in a TLB has A set. */
static bool allows(const struct tlb *t, unsigned int slot, uint64_t access)
{
	uint64_t leaf = t->entry[slot].answer.leaf;

	return leaf_allows(leaf, access) && leaf_is_marked(leaf, access);
}

static void tlb_eval(const void *state, struct kernel *k)
{
	static const struct hit none;
	const struct tlb *t = state;
	const struct lookup *l = lookup_get(k, t->io.lookup);
	unsigned int slot = l->valid ? find(t, l->space, l->page) : NO_SLOT;
	bool hit = slot != NO_SLOT && allows(t, slot, l->access);

	hit_put(k, t->io.hit, hit ? &t->entry[slot].answer : &none);
}

/* locked: before the refill, if that is what touches. */
static bool touch(struct tlb *t, unsigned int slot, uint64_t page, uint64_t locked)
{
	uint8_t *guess = &t->guess[guess_of(page)];
	bool changes = *guess != slot;

	*guess = (uint8_t)slot;
	return nru_touch(&t->nru, slot, locked) || changes;
}

/* ---- Drop ---- */

static void drop(struct tlb *t, unsigned int slot)
{
	t->entry[slot].of = (struct ternary){.space = SPACE_NONE, .care_space = SPACE_NONE};
	t->locked &= ~bit(slot);
}

/* tlb-1: a fault leaves no translation of its address. */
static bool drop_faulting(struct tlb *t, const struct walk_end *end)
{
	unsigned int slot = find(t, end->space, end->page);

	if (slot == NO_SLOT)
		return false;
	drop(t, slot);
	return true;
}

/* fence-1. */
static bool drop_named(struct tlb *t, const struct drop *d)
{
	const struct ternary named = {d->space, d->page, d->care_space, d->care_page};
	bool changes = false;

	for (unsigned int slot = 0; slot < t->entries; slot++) {
		if (!is_valid(t, slot) || !overlaps(t, slot, &named))
			continue;
		if (d->spares_global && is_global(t, slot))
			continue;
		drop(t, slot);
		changes = true;
	}
	return changes;
}

/* ---- Fill ---- */

/* Drops all that the new entry overlaps. Was any of them locked? */
static bool drop_overlapped(struct tlb *t, const struct ternary *new)
{
	bool locked = false;

	for (unsigned int slot = 0; slot < t->entries; slot++) {
		if (!overlaps(t, slot, new))
			continue;
		locked |= is_locked(t, slot);
		drop(t, slot);
	}
	return locked;
}

static uint64_t vacant_slots(const struct tlb *t)
{
	uint64_t vacant = 0;

	for (unsigned int slot = 0; slot < t->entries; slot++)
		if (!is_valid(t, slot))
			vacant |= bit(slot);
	return vacant;
}

/* tlb-2, tlb-5. The slot is chosen, and a lock granted, by how the TLB was before the refill. */
static void fill(struct tlb *t, const struct walk *w, const struct walk_end *end)
{
	const struct ternary new = {
		.space = w->space,
		.page = w->page,
		.care_space = end->leaf & PTE_G ? ~SPACE_ASID : UINT64_MAX,
		.care_page = ~ones((unsigned int)end->page_bits - PAGE_BITS),
	};
	uint64_t locked = t->locked;
	unsigned int slot = nru_slot(&t->nru, vacant_slots(t), locked);
	bool is_last = (locked | bit(slot)) == ones(t->entries);
	bool inherits = drop_overlapped(t, &new);

	t->entry[slot] = (struct tlb_entry){new, {1, end->leaf, end->page_bits, slot}};
	if (inherits || (w->access & ACCESS_LOCKS && !is_last))
		t->locked |= bit(slot);
	touch(t, slot, w->page, locked);
}

/* ---- The clock edge ---- */

static void reset(struct tlb *t)
{
	for (unsigned int slot = 0; slot < t->entries; slot++)
		drop(t, slot);
	nru_init(&t->nru, t->entries);
}

/* The hit is of an earlier moment than the fault of the other port's walk. */
static bool touch_hit(struct tlb *t, const struct kernel *k)
{
	const struct hit *h = hit_get(k, t->io.hit);

	return h->valid &&
	       touch(t, (unsigned int)h->slot, lookup_get(k, t->io.lookup)->page, t->locked);
}

static bool tlb_tick(void *state, const struct kernel *k)
{
	struct tlb *t = state;
	const struct walk_end *end = walk_end_get(k, t->io.walk_end);
	const struct drop *d = drop_get(k, t->io.drop);
	bool changes;

	if (wire_get(k, t->io.rst)) {
		reset(t);
		return true;
	}
	changes = touch_hit(t, k);
	if (end->fault)
		return drop_faulting(t, end) || changes;
	if (changes)
		return true;
	if (d->valid)
		return drop_named(t, d);
	if (!(t->is_fetch ? end->fetch : end->data))
		return false;
	fill(t, walk_get(k, t->io.walk), end);
	return true;
}

void tlb_init(struct tlb *t, struct kernel *k, const char *prefix, bool is_fetch,
	      unsigned int entries)
{
	static const struct kernel_line lines[] = {TLB_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(tlb_eval, tlb_tick, lines);

	memset(t, 0, sizeof(*t));
	t->is_fetch = is_fetch;
	t->entries = entries;
	reset(t);
	kernel_module(k, prefix, "tlb", &ops, t, sizeof(*t), &t->io);
}
