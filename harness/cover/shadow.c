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
	for (unsigned int way = 0; way < shadow->ways; way++) {
		const struct cover_page *page = &shadow->page[way];

		if (cover_page_contains(page, request->va) && page->mode == request->context.mode &&
		    (page->global || page->asid == request->context.asid))
			return (int)way;
	}
	return -1;
}

bool cover_page_allows(const struct cover_page *page, const struct cover_request *request)
{
	return cover_rights_refuse(request, &page->rights) == GOOD &&
	       (request->access != STORE || page->dirty);
}

/* Every node on the way points to the other half. */
void cover_shadow_touch(struct cover_shadow *shadow, unsigned int way)
{
	unsigned int node = 1;

	for (unsigned int half = shadow->ways / 2; half; half /= 2) {
		bool upper = way & half;

		shadow->node[node] = !upper;
		node = 2 * node + upper;
	}
}

static bool all_pinned(const struct cover_shadow *shadow, unsigned int first, unsigned int n)
{
	for (unsigned int way = first; way < first + n; way++)
		if (!shadow->page[way].pinned)
			return false;
	return true;
}

static unsigned int victim(const struct cover_shadow *shadow, bool *passed_over)
{
	unsigned int node = 1, first = 0;

	for (unsigned int half = shadow->ways / 2; half; half /= 2) {
		bool upper = shadow->node[node];

		if (all_pinned(shadow, upper ? first + half : first, half)) {
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
	for (unsigned int way = 0; way < shadow->ways; way++) {
		if (!shadow->page[way].valid) {
			fill->slot = SLOT_FREE;
			fill->way = way;
			return;
		}
	}
	fill->slot = SLOT_NONE;
	if (all_pinned(shadow, 0, shadow->ways))
		return;
	fill->slot = SLOT_VICTIM;
	fill->way = victim(shadow, &fill->passed_over);
	fill->victim = shadow->page[fill->way];
}

void cover_shadow_fill(struct cover_shadow *shadow, const struct cover_page *page,
		       struct cover_fill *fill)
{
	*fill = (struct cover_fill){.slot = SLOT_NONE};
	for (unsigned int way = shadow->ways; way-- > 0;) {
		struct cover_page *old = &shadow->page[way];

		if (!overlap(old, page))
			continue;
		fill->slot = SLOT_OVERLAP;
		fill->way = way;
		fill->dropped |= UINT64_C(1) << old->size;
		fill->kept_pin |= old->pinned;
		old->valid = old->pinned = false;
	}
	if (fill->slot == SLOT_NONE)
		choose(shadow, fill);
	if (fill->slot == SLOT_NONE)
		return;
	shadow->page[fill->way] = *page;
	shadow->page[fill->way].pinned |= fill->kept_pin;
	cover_shadow_touch(shadow, fill->way);
}

unsigned int cover_shadow_valid(const struct cover_shadow *shadow)
{
	unsigned int n = 0;

	for (unsigned int way = 0; way < shadow->ways; way++)
		n += shadow->page[way].valid;
	return n;
}
