/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/fills_slots.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64u

void slots_clear(struct slots *slots)
{
	slots->used = slots->taken = 0;
	slots->free = NO_SLOT;
	slots->sizes = 0;
	for (unsigned int i = 0; i < slots->room; i++)
		slots->chains[i] = NO_SLOT;
}

void slots_free(struct slots *slots)
{
	free(slots->fills);
	free(slots->chains);
}

bool slots_overlap(const struct page *a, const struct page *b)
{
	unsigned int larger = a->size > b->size ? a->size : b->size;

	return a->mode == b->mode && (a->global || b->global || a->asid == b->asid) &&
	       !((a->va ^ b->va) >> larger);
}

/* ---- Chains ---- */

static unsigned int *chain(const struct slots *slots, uint64_t va, unsigned int size)
{
	/* The golden ratio: pages in a row are in chains far apart. */
	uint64_t hash = ((va >> size) + size) * UINT64_C(0x9e3779b97f4a7c15);

	return &slots->chains[hash >> 32 & (slots->room - 1)];
}

struct fill *slots_find(const struct slots *slots, const struct page *request)
{
	for (uint64_t sizes = slots->sizes; sizes; sizes &= sizes - 1) {
		unsigned int size = (unsigned int)__builtin_ctzll(sizes);
		unsigned int slot = *chain(slots, request->va, size);

		for (; slot != NO_SLOT; slot = slots->fills[slot].next)
			if (slots_match(&slots->fills[slot].page, request))
				return &slots->fills[slot];
	}
	return NULL;
}

struct slots_tour slots_of_all(void)
{
	return (struct slots_tour){.all = true};
}

struct slots_tour slots_at(const struct slots *slots, uint64_t va)
{
	return (struct slots_tour){.va = va, .sizes = slots->sizes, .slot = NO_SLOT};
}

static struct fill *next_of_all(const struct slots *slots, struct slots_tour *tour)
{
	while (tour->slot < slots->used) {
		struct fill *fill = &slots->fills[tour->slot++];

		if (fill->taken)
			return fill;
	}
	return NULL;
}

struct fill *slots_next(const struct slots *slots, struct slots_tour *tour)
{
	struct fill *fill;

	if (tour->all)
		return next_of_all(slots, tour);
	for (; tour->slot == NO_SLOT; tour->sizes &= tour->sizes - 1) {
		if (!tour->sizes)
			return NULL;
		tour->slot = *chain(slots, tour->va, (unsigned int)__builtin_ctzll(tour->sizes));
	}
	fill = &slots->fills[tour->slot];
	tour->slot = fill->next;
	return fill;
}

static void enchain(struct slots *slots, struct fill *fill)
{
	unsigned int *first = chain(slots, fill->page.va, fill->page.size);

	fill->next = *first;
	*first = (unsigned int)(fill - slots->fills);
}

/* ---- Slots ---- */

static bool make_room(struct slots *slots)
{
	unsigned int room = slots->room ? 2 * slots->room : FIRST_ROOM;
	struct fill *fills = realloc(slots->fills, room * sizeof(*fills));
	unsigned int *chains;

	if (!fills)
		return false;
	slots->fills = fills;
	chains = realloc(slots->chains, room * sizeof(*chains));
	if (!chains)
		return false;
	slots->chains = chains;
	slots->room = room;
	for (unsigned int i = 0; i < room; i++)
		chains[i] = NO_SLOT;
	for (unsigned int i = 0; i < slots->used; i++)
		enchain(slots, &slots->fills[i]);
	return true;
}

struct fill *slots_take(struct slots *slots, const struct page *page)
{
	unsigned int slot = slots->free;
	struct fill *fill;

	if (slot == NO_SLOT) {
		if (slots->used == slots->room && !make_room(slots))
			return NULL;
		slot = slots->used++;
	} else {
		slots->free = slots->fills[slot].next;
	}
	fill = &slots->fills[slot];
	*fill = (struct fill){.page = *page, .taken = true};
	enchain(slots, fill);
	slots->taken++;
	slots->sizes |= UINT64_C(1) << page->size;
	return fill;
}

void slots_give_back(struct slots *slots, struct fill *fill)
{
	unsigned int slot = (unsigned int)(fill - slots->fills);
	unsigned int *link = chain(slots, fill->page.va, fill->page.size);

	while (*link != slot)
		link = &slots->fills[*link].next;
	*link = fill->next;
	fill->next = slots->free;
	slots->free = slot;
	fill->taken = false;
	slots->taken--;
}
