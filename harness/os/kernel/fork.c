/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fork: the child has the parent's regions, and its pages until one of the two stores into them.
 */
#include "os/kernel/region.h"

static bool is_private(const struct region *region)
{
	return !region->shared;
}

/* Shares a page that is in swap: the entries of both name its slot. */
static bool share_slot(struct space *child, uint64_t va, uint64_t entry)
{
	struct place place;

	if (!tables_make(child->os, child->root, va, 0, &place))
		return false;
	swap_hold(&child->os->swap, format_slot(entry));
	tables_write(child->os, &place, entry);
	child->swapped++;
	return true;
}

/* A page that is there: closed to stores in both, unless all are to see them. */
static bool share_page(struct space *parent, struct space *child, const struct region *region,
		       uint64_t va, struct place *place)
{
	struct os *os = parent->os;
	struct rights rights = region->rights;
	uint64_t frame = format_frame(os->format, place->entry, place->level);

	rights.write = rights.write && !is_private(region);
	if (!space_enter(child, va, place->level, frame, &rights))
		return false;
	if (is_private(region) && format_writable(os->format, place->entry)) {
		tables_write(os, place, format_without_write(os->format, place->entry));
		os_fence_page(os, parent, va);
	}
	return true;
}

/* A huge page of which a part belongs to another region is made of small ones from now on. */
static bool is_across(const struct region *region, uint64_t va, uint64_t size)
{
	return va % size || region->end - va < size;
}

static bool share_pages(struct space *parent, struct space *child, const struct region *region)
{
	struct os *os = parent->os;

	for (uint64_t va = region->start; va < region->end && os_works(os);) {
		struct place place = tables_find(os, parent->root, va), made;
		uint64_t size = UINT64_C(1) << format_shift(os->format, place.level);

		if (format_present(os->format, place.entry) && is_across(region, va, size)) {
			if (!space_split(parent, va))
				return false;
			continue;
		}
		/* A table for the child may cost the parent a page: look again. */
		if (place.entry && !tables_make(os, child->root, va, place.level, &made))
			return false;
		if (place.entry != tables_find(os, parent->root, va).entry)
			continue;
		if (format_present(os->format, place.entry)) {
			if (!share_page(parent, child, region, va, &place))
				return false;
		} else if (place.entry && !share_slot(child, va, place.entry)) {
			return false;
		}
		va = (va | (size - 1)) + 1;
	}
	return true;
}

struct space *space_fork(struct space *space, unsigned int number)
{
	struct space *child = space_create(space->os, number);

	for (const struct region *region = space->regions; child && region; region = region->next) {
		struct region copy = *region;

		copy.locked = false;
		if (!region_insert(child, &copy) || !share_pages(space, child, region)) {
			space_destroy(child);
			return NULL;
		}
	}
	return child;
}
