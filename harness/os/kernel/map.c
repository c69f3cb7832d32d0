/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What system calls do to ranges of a space: mmap, munmap, mprotect, mlock, brk, fork.
 */
#include <string.h>

#include "os/kernel/fault.h"
#include "os/kernel/region.h"

static bool is_range(const struct space *space, uint64_t start, uint64_t end)
{
	return start < end && end <= space->os->format->user_end &&
	       ((start | end) & (FRAME_SIZE - 1)) == 0;
}

/* The next page behind one that is decided at this level. */
static uint64_t behind(const struct os *os, uint64_t va, unsigned int level)
{
	uint64_t mask = (UINT64_C(1) << format_shift(os->format, level)) - 1;

	return (va | mask) + 1;
}

/* Brings in, and closes to reclaim, what is from start to end. */
static enum space_error bring_in(struct space *space, uint64_t start, uint64_t end)
{
	for (uint64_t va = start; va < end; va += FRAME_SIZE) {
		switch (fault_touch(space, va)) {
		case FAULT_RETRY:
			break;
		case FAULT_BUS:
			return SPACE_BUS;
		default:
			return SPACE_NO_MEMORY;
		}
	}
	return SPACE_OK;
}

enum space_error space_map(struct space *space, const struct region *region)
{
	struct region added = *region;
	enum space_error error = SPACE_OK;

	if (!is_range(space, region->start, region->end) ||
	    !region_is_free(space, region->start, region->end))
		return SPACE_BAD_RANGE;
	if (region->object &&
	    region->first + ((region->end - region->start) >> FRAME_SHIFT) > region->object->pages)
		return SPACE_BAD_RANGE;
	added.locked = region->locked || space->lock_future;
	if (!region_insert(space, &added))
		return SPACE_NO_MEMORY;
	if (added.locked)
		error = bring_in(space, region->start, region->end);
	if (error)
		space_unmap(space, region->start, region->end);
	return error;
}

/* Pages of one region. A huge page of which a part stays is split first. */
static bool forget_pages(struct space *space, uint64_t start, uint64_t end)
{
	struct os *os = space->os;

	for (uint64_t va = start; va < end && os_works(os);) {
		struct place place = tables_find(os, space->root, va);

		if (!place.entry) {
			va = behind(os, va, place.level);
			continue;
		}
		if (place.level && !space_split(space, va))
			return false;
		place = tables_find(os, space->root, va);
		space_leave(space, va, 0);
		/* A fence by address need not reach the entries that lead to a table. */
		if (!os->frames.frame[place.pa >> FRAME_SHIFT].used &&
		    tables_prune(os, space->root, va))
			os_fence_space(os, space);
		va += FRAME_SIZE;
	}
	return true;
}

enum space_error space_unmap(struct space *space, uint64_t start, uint64_t end)
{
	if (!is_range(space, start, end))
		return SPACE_BAD_RANGE;
	if (!region_cut(space, start) || !region_cut(space, end))
		return SPACE_NO_MEMORY;
	for (uint64_t va = start; va < end && os_works(space->os);) {
		struct region *region = space->regions;

		while (region && region->start < va)
			region = region->next;
		if (!region || region->start >= end)
			break;
		va = region->end;
		if (!forget_pages(space, region->start, region->end))
			return SPACE_NO_MEMORY;
		region_remove(space, region->start);
	}
	return SPACE_OK;
}

/*
 * The entry under new rights. It allows stores only if it did so before. If not, the fault handler
 * allows them later, because it knows whether the page is shared.
 */
static uint64_t under_rights(const struct os *os, const struct place *place,
			     const struct rights *rights)
{
	const struct format *format = os->format;
	struct rights now = *rights;

	now.write = now.write && format_writable(format, place->entry);
	return format_leaf(format, format_frame(format, place->entry, place->level), place->level,
			   &now) |
	       (place->entry & (format_accessed_bit(format) | format_dirty_bit(format)));
}

static bool protect_pages(struct space *space, struct region *region)
{
	struct os *os = space->os;

	for (uint64_t va = region->start; va < region->end && os_works(os);) {
		struct place place = tables_find(os, space->root, va);
		uint64_t next = behind(os, va, place.level);

		if (format_present(os->format, place.entry) && place.level &&
		    (next > region->end ||
		     va != next - (UINT64_C(1) << format_shift(os->format, place.level)))) {
			if (!space_split(space, va))
				return false;
			continue;
		}
		if (format_present(os->format, place.entry)) {
			tables_write(os, &place, under_rights(os, &place, &region->rights));
			os_fence_page(os, space, va);
		}
		va = next;
	}
	return true;
}

enum space_error space_protect(struct space *space, uint64_t start, uint64_t end,
			       const struct rights *rights)
{
	if (!is_range(space, start, end) || !region_is_covered(space, start, end))
		return SPACE_BAD_RANGE;
	if (!region_cut(space, start) || !region_cut(space, end))
		return SPACE_NO_MEMORY;
	for (uint64_t va = start; va < end;) {
		struct region *region = space_find(space, va);

		region->rights = *rights;
		region->rights.user = true;
		if (!protect_pages(space, region))
			return SPACE_NO_MEMORY;
		va = region->end;
	}
	return SPACE_OK;
}

/* Counts the locks of the frames that a region has just now. */
static void lock_pages(struct space *space, const struct region *region)
{
	struct os *os = space->os;

	for (uint64_t va = region->start; va < region->end && os_works(os); va += FRAME_SIZE) {
		struct place place = tables_find(os, space->root, va);
		uint64_t frame;

		if (!format_present(os->format, place.entry))
			continue;
		if (!region->locked && tlb_locks_drop(os, space, va))
			os_fence_page(os, space, va);
		frame = format_frame(os->format, place.entry, place.level) +
			((va >> FRAME_SHIFT) &
			 ((UINT64_C(1) << place.level * os->format->index_bits) - 1));
		if (frame == os->zero_frame)
			continue;
		if (region->locked)
			frames_lock(&os->frames, frame);
		else
			frames_unlock(&os->frames, frame);
	}
}

enum space_error space_lock(struct space *space, uint64_t start, uint64_t end, bool locked)
{
	enum space_error error;

	if (!is_range(space, start, end) || !region_is_covered(space, start, end))
		return SPACE_BAD_RANGE;
	if (!region_cut(space, start) || !region_cut(space, end))
		return SPACE_NO_MEMORY;
	for (uint64_t va = start; va < end && os_works(space->os);) {
		struct region *region = space_find(space, va);

		if (region->locked != locked) {
			region->locked = locked;
			lock_pages(space, region);
			/* Pages that come in now are counted as they come. */
			error = locked ? bring_in(space, region->start, region->end) : SPACE_OK;
			if (error)
				return error;
		}
		va = region->end;
	}
	return SPACE_OK;
}

/* The first part of a region by its name, and the last: protect cuts it. */
static struct region *find_named(const struct space *space, const char *name, struct region **last)
{
	struct region *first = NULL;

	for (struct region *region = space->regions; region; region = region->next) {
		if (strcmp(region->name, name))
			continue;
		if (!first)
			first = region;
		*last = region;
	}
	return first;
}

enum space_error space_resize(struct space *space, const char *name, uint64_t end)
{
	struct region *last = NULL;
	const struct region *first = find_named(space, name, &last);

	if (!first || !is_range(space, first->start, end))
		return SPACE_BAD_RANGE;
	if (end < last->end)
		return space_unmap(space, end, last->end);
	if (end == last->end)
		return SPACE_OK;
	if (!region_is_free(space, last->end, end))
		return SPACE_BAD_RANGE;
	last->end = end;
	return last->locked ? bring_in(space, last->start, end) : SPACE_OK;
}
