/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/shadow.h"

#include <string.h>

static uint64_t canonical_57(uint64_t va)
{
	return (uint64_t)((int64_t)(va << 7) >> 7);
}

bool cover_page_contains(const struct cover_page *page, uint64_t va)
{
	return page->valid && canonical_57(va) == va && !((page->va ^ va) >> page->size);
}

int cover_shadow_match(const struct cover_shadow *shadow, const struct cover_request *request)
{
	for (unsigned int slot = 0; slot < shadow->slots; slot++) {
		const struct cover_page *page = &shadow->page[slot];

		if (cover_page_contains(page, request->va) && page->mode == request->context.mode &&
		    (page->global || page->asid == request->context.asid))
			return (int)slot;
	}
	return -1;
}

bool cover_page_allows(const struct cover_page *page, const struct cover_request *request)
{
	return cover_rights_refuse(request, &page->rights) == GOOD &&
	       (request->access != STORE || page->dirty);
}

/* Is every other slot used or locked? */
static bool is_last(const struct cover_shadow *shadow, unsigned int slot)
{
	for (unsigned int other = 0; other < shadow->slots; other++)
		if (other != slot && !shadow->used[other] && !shadow->page[other].locked)
			return false;
	return true;
}

void cover_shadow_touch(struct cover_shadow *shadow, unsigned int slot)
{
	if (is_last(shadow, slot))
		memset(shadow->used, 0, sizeof(shadow->used));
	shadow->used[slot] = true;
}

static bool overlap(const struct cover_page *a, const struct cover_page *b)
{
	unsigned int size = a->size > b->size ? a->size : b->size;

	return a->valid && b->valid && a->mode == b->mode &&
	       (a->global || b->global || a->asid == b->asid) && !((a->va ^ b->va) >> size);
}

/* The lowest slot without a valid entry; slots: none. */
static unsigned int lowest_free(const struct cover_shadow *shadow)
{
	unsigned int slot = 0;

	while (slot < shadow->slots && shadow->page[slot].valid)
		slot++;
	return slot;
}

/* The lowest slot that is not locked; nor used, when that is asked for. slots: none. */
static unsigned int lowest_unlocked(const struct cover_shadow *shadow, bool or_used)
{
	unsigned int slot = 0;

	while (slot < shadow->slots &&
	       (shadow->page[slot].locked || (or_used && shadow->used[slot])))
		slot++;
	return slot;
}

/* tlb-2 */
static void choose(const struct cover_shadow *shadow, struct cover_fill *fill)
{
	fill->place = PLACE_FREE;
	fill->slot = lowest_free(shadow);
	if (fill->slot < shadow->slots)
		return;
	fill->place = PLACE_VICTIM;
	fill->slot = lowest_unlocked(shadow, true);
	if (fill->slot == shadow->slots) {
		fill->place = PLACE_USED;
		fill->slot = lowest_unlocked(shadow, false);
	}
	for (unsigned int slot = 0; slot < fill->slot; slot++)
		fill->passed_over |= shadow->page[slot].locked && !shadow->used[slot];
	fill->victim = shadow->page[fill->slot];
}

/* tlb-2: all that the page overlaps goes. */
static void make_way(struct cover_shadow *shadow, const struct cover_page *page,
		     struct cover_fill *fill)
{
	for (unsigned int slot = 0; slot < shadow->slots; slot++) {
		struct cover_page *old = &shadow->page[slot];

		if (!overlap(old, page))
			continue;
		if (fill->place == PLACE_VICTIM)
			fill->place = PLACE_OVERLAP;
		fill->dropped |= UINT64_C(1) << old->size;
		fill->kept_lock |= old->locked;
		old->valid = old->locked = false;
	}
}

static unsigned int count_locked(const struct cover_shadow *shadow)
{
	unsigned int n = 0;

	for (unsigned int slot = 0; slot < shadow->slots; slot++)
		n += shadow->page[slot].locked;
	return n;
}

void cover_shadow_fill(struct cover_shadow *shadow, const struct cover_page *page,
		       struct cover_fill *fill)
{
	bool last = count_locked(shadow) + 1 == shadow->slots;

	*fill = (struct cover_fill){.kept_lock = false};
	choose(shadow, fill);
	cover_shadow_touch(shadow, fill->slot);
	make_way(shadow, page, fill);
	fill->last = page->locked && last && !fill->kept_lock;
	shadow->page[fill->slot] = *page;
	shadow->page[fill->slot].locked = fill->kept_lock || (page->locked && !last);
}

unsigned int cover_shadow_valid(const struct cover_shadow *shadow)
{
	unsigned int n = 0;

	for (unsigned int slot = 0; slot < shadow->slots; slot++)
		n += shadow->page[slot].valid;
	return n;
}
