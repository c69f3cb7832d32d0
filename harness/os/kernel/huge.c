/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/huge.h"

static uint64_t pages_of(const struct os *os, unsigned int level)
{
	return UINT64_C(1) << level * os->format->index_bits;
}

static uint64_t base_of(const struct os *os, uint64_t va, unsigned int level)
{
	return va & ~((UINT64_C(1) << format_shift(os->format, level)) - 1);
}

static bool fits(const struct os *os, const struct region *region, uint64_t base,
		 unsigned int level)
{
	return level && level < os->format->huge_levels && !region->object &&
	       base >= region->start && base + (pages_of(os, level) << FRAME_SHIFT) <= region->end;
}

static void release_row(struct os *os, uint64_t first, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++)
		os_release(os, first + i);
}

bool huge_enter(struct space *space, const struct region *region, uint64_t va)
{
	struct os *os = space->os;
	unsigned int level = region->huge;
	uint64_t base = base_of(os, va, level), n = pages_of(os, level), first;
	struct place place;
	bool ok;

	if (!fits(os, region, base, level) || !tables_make(os, space->root, base, level, &place) ||
	    place.entry)
		return false;
	first = frames_get_row(&os->frames, FRAME_ANON, n);
	if (first == NO_FRAME)
		return false;
	for (uint64_t i = 0; i < n; i++)
		os_zero(os, first + i);
	ok = space_enter(space, base, level, first, &region->rights);
	release_row(os, first, n);
	return ok;
}

/* All there, in small pages of its own. */
static bool is_populated(struct space *space, uint64_t base, uint64_t n)
{
	struct os *os = space->os;

	for (uint64_t i = 0; i < n && os_works(os); i++) {
		struct place place = tables_find(os, space->root, base + (i << FRAME_SHIFT));
		uint64_t frame;

		if (place.level || !format_present(os->format, place.entry))
			return false;
		frame = format_frame(os->format, place.entry, 0);
		if (os->frames.frame[frame].type != FRAME_ANON ||
		    os->frames.frame[frame].references != 1)
			return false;
	}
	return os_works(os);
}

/* The small pages give way to their copy. */
static bool exchange(struct space *space, const struct region *region, uint64_t base,
		     unsigned int level, uint64_t first)
{
	struct os *os = space->os;

	for (uint64_t i = 0; i < pages_of(os, level) && os_works(os); i++) {
		uint64_t va = base + (i << FRAME_SHIFT);
		struct place place = tables_find(os, space->root, va);

		os_copy(os, first + i, format_frame(os->format, place.entry, 0));
		os->frames.frame[first + i].dirty = true;
		space_leave(space, va, 0);
	}
	if (tables_prune(os, space->root, base))
		os_fence_space(os, space);
	return space_enter(space, base, level, first, &region->rights);
}

bool huge_promote(struct space *space, uint64_t va, unsigned int level)
{
	struct os *os = space->os;
	uint64_t base = base_of(os, va, level), n = pages_of(os, level), first;
	const struct region *region = space_find(space, base);
	bool ok;

	if (!region || !fits(os, region, base, level) || !is_populated(space, base, n))
		return false;
	first = frames_get_row(&os->frames, FRAME_ANON, n);
	if (first == NO_FRAME)
		return false;
	ok = exchange(space, region, base, level, first);
	release_row(os, first, n);
	os->counts.promoted += ok;
	return ok;
}
