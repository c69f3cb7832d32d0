/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/shadow.h"

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

/* Every node on the slot points to the other half. */
void cover_shadow_touch(struct cover_shadow *shadow, unsigned int slot)
{
	unsigned int node = 1;

	for (unsigned int half = shadow->slots / 2; half; half /= 2) {
		bool upper = slot & half;

		shadow->node[node] = !upper;
		node = 2 * node + upper;
	}
}

static bool all_locked(const struct cover_shadow *shadow, unsigned int first, unsigned int n)
{
	for (unsigned int slot = first; slot < first + n; slot++)
		if (!shadow->page[slot].locked)
			return false;
	return true;
}

static unsigned int victim(const struct cover_shadow *shadow, bool *passed_over)
{
	unsigned int node = 1, first = 0;

	for (unsigned int half = shadow->slots / 2; half; half /= 2) {
		bool upper = shadow->node[node];

		if (all_locked(shadow, upper ? first + half : first, half)) {
			upper = !upper;
			*passed_over = true;
		}
		first += upper ? half : 0;
		node = 2 * node + upper;
	}
	return first;
}

static bool overlap(const struct cover_page *a, const struct cover_page *b)
{
	unsigned int size = a->size > b->size ? a->size : b->size;

	return a->valid && b->valid && a->mode == b->mode &&
	       (a->global || b->global || a->asid == b->asid) && !((a->va ^ b->va) >> size);
}

/* tlb-2 */
static void choose(const struct cover_shadow *shadow, struct cover_fill *fill)
{
	for (unsigned int slot = 0; slot < shadow->slots; slot++) {
		if (!shadow->page[slot].valid) {
			fill->place = PLACE_FREE;
			fill->slot = slot;
			return;
		}
	}
	fill->place = PLACE_NONE;
	if (all_locked(shadow, 0, shadow->slots))
		return;
	fill->place = PLACE_VICTIM;
	fill->slot = victim(shadow, &fill->passed_over);
	fill->victim = shadow->page[fill->slot];
}

void cover_shadow_fill(struct cover_shadow *shadow, const struct cover_page *page,
		       struct cover_fill *fill)
{
	*fill = (struct cover_fill){.place = PLACE_NONE};
	for (unsigned int slot = shadow->slots; slot-- > 0;) {
		struct cover_page *old = &shadow->page[slot];

		if (!overlap(old, page))
			continue;
		fill->place = PLACE_OVERLAP;
		fill->slot = slot;
		fill->dropped |= UINT64_C(1) << old->size;
		fill->kept_lock |= old->locked;
		old->valid = old->locked = false;
	}
	if (fill->place == PLACE_NONE)
		choose(shadow, fill);
	if (fill->place == PLACE_NONE)
		return;
	shadow->page[fill->slot] = *page;
	shadow->page[fill->slot].locked |= fill->kept_lock;
	cover_shadow_touch(shadow, fill->slot);
}

unsigned int cover_shadow_valid(const struct cover_shadow *shadow)
{
	unsigned int n = 0;

	for (unsigned int slot = 0; slot < shadow->slots; slot++)
		n += shadow->page[slot].valid;
	return n;
}
