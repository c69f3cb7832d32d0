/* SPDX-License-Identifier: Apache-2.0 */
/*
 * get_frame() may reclaim a page of any process, also of this one. So it comes first, and the page
 * table is looked at after it.
 */
#include "os/kernel/fault.h"

#include "os/kernel/huge.h"

static bool is_allowed(const struct rights *rights, enum access_type type)
{
	switch (type) {
	case ACCESS_FETCH:
		return rights->execute;
	case ACCESS_STORE:
		return rights->write;
	default:
		return rights->read;
	}
}

static struct rights closed_to_stores(const struct region *region)
{
	struct rights rights = region->rights;

	rights.write = false;
	return rights;
}

/* Maps a frame that the handler owns, and lets go of it. */
static enum fault_verdict give(struct space *space, uint64_t va, uint64_t frame,
			       const struct rights *rights)
{
	bool ok = space_enter(space, va, 0, frame, rights);

	os_release(space->os, frame);
	return ok ? FAULT_RETRY : FAULT_NO_MEMORY;
}

/* The tables down to va are there, so that nothing is needed later. */
static bool prepare(struct space *space, uint64_t va)
{
	struct place place;

	return tables_make(space->os, space->root, va, 0, &place);
}

/* ---- Nothing there yet ---- */

static enum fault_verdict fault_anonymous(struct space *space, const struct region *region,
					  uint64_t va, bool store)
{
	struct os *os = space->os;
	struct rights rights = closed_to_stores(region);
	uint64_t frame;

	if (region->huge && huge_enter(space, region, va)) {
		space->counts.minor++;
		return FAULT_RETRY;
	}
	if (!prepare(space, va))
		return FAULT_NO_MEMORY;
	space->counts.minor++;
	if (!store) {
		space->counts.zero_page++;
		return space_enter(space, va, 0, os->zero_frame, &rights) ? FAULT_RETRY
									  : FAULT_NO_MEMORY;
	}
	frame = os_frame(os, FRAME_ANON);
	if (frame == NO_FRAME)
		return FAULT_NO_MEMORY;
	os_zero(os, frame);
	space->counts.zeroed++;
	return give(space, va, frame, &region->rights);
}

/* ---- Of an object ---- */

static enum fault_verdict map_object_page(struct space *space, const struct region *region,
					  uint64_t va, uint64_t own)
{
	struct os *os = space->os;
	uint64_t index = region->first + ((va - region->start) >> FRAME_SHIFT), frame;
	struct rights rights = region->shared ? region->rights : closed_to_stores(region);
	enum object_error error;
	bool major;

	error = object_get(os, region->object, index, &frame, &major);
	if (error)
		return error == OBJECT_IO ? FAULT_BUS : FAULT_NO_MEMORY;
	if (major)
		space->counts.major++;
	else
		space->counts.minor++;
	if (own == NO_FRAME)
		return space_enter(space, va, 0, frame, &rights) ? FAULT_RETRY : FAULT_NO_MEMORY;
	os_copy(os, own, frame);
	os->frames.frame[own].dirty = true;
	space->counts.copied++;
	return space_enter(space, va, 0, own, &region->rights) ? FAULT_RETRY : FAULT_NO_MEMORY;
}

static enum fault_verdict fault_object(struct space *space, const struct region *region,
				       uint64_t va, bool store)
{
	struct os *os = space->os;
	enum fault_verdict verdict;
	uint64_t own = NO_FRAME;

	if (!prepare(space, va))
		return FAULT_NO_MEMORY;
	if (store && !region->shared) {
		own = os_frame(os, FRAME_ANON);
		if (own == NO_FRAME)
			return FAULT_NO_MEMORY;
	}
	verdict = map_object_page(space, region, va, own);
	if (own != NO_FRAME)
		os_release(os, own);
	return verdict;
}

/* ---- In swap ---- */

static enum fault_verdict fault_swapped(struct space *space, const struct region *region,
					uint64_t va)
{
	struct os *os = space->os;
	uint64_t frame = os_frame(os, FRAME_ANON), slot;

	if (frame == NO_FRAME)
		return FAULT_NO_MEMORY;
	slot = format_slot(tables_find(os, space->root, va).entry);
	if (swap_read(&os->swap, slot, os_fill(os, frame))) {
		os_release(os, frame);
		return FAULT_BUS;
	}
	/* Until it is stored to, the frame need not be written again. */
	swap_hold(&os->swap, slot);
	os->frames.frame[frame].slot = slot;
	os->counts.swapped_in++;
	space->counts.major++;
	return give(space, va, frame, &region->rights);
}

/* ---- There, but closed to stores ---- */

/* A page that no one else maps may be written without a copy. */
static enum fault_verdict open_to_stores(struct space *space, const struct region *region,
					 uint64_t va, const struct place *place)
{
	struct os *os = space->os;
	const struct format *format = os->format;
	uint64_t kept = place->entry & (format_accessed_bit(format) | format_dirty_bit(format));

	tables_write(
		os, place,
		format_leaf(format, format_frame(format, place->entry, 0), 0, &region->rights) |
			kept);
	os_fence_page(os, space, va);
	space->counts.minor++;
	return FAULT_RETRY;
}

static void copy_page(struct space *space, uint64_t to, uint64_t from)
{
	struct os *os = space->os;

	if (from == os->zero_frame) {
		os_zero(os, to);
		space->counts.zeroed++;
		return;
	}
	os_copy(os, to, from);
	os->frames.frame[to].dirty = true;
	space->counts.copied++;
}

static enum fault_verdict fault_closed(struct space *space, const struct region *region,
				       uint64_t va)
{
	struct os *os = space->os;
	struct place place;
	uint64_t frame, copy;

	if (!space_split(space, va))
		return FAULT_NO_MEMORY;
	copy = os_frame(os, FRAME_ANON);
	if (copy == NO_FRAME)
		return FAULT_NO_MEMORY;
	place = tables_find(os, space->root, va);
	frame = format_frame(os->format, place.entry, 0);
	/* Reclaimed meanwhile: the access faults again, for another reason. */
	if (!format_present(os->format, place.entry)) {
		os_release(os, copy);
		return FAULT_RETRY;
	}
	if (region->shared || (os->frames.frame[frame].type == FRAME_ANON &&
			       os->frames.frame[frame].references == 1)) {
		os_release(os, copy);
		return open_to_stores(space, region, va, &place);
	}
	copy_page(space, copy, frame);
	space_leave(space, va, 0);
	space->counts.minor++;
	return give(space, va, copy, &region->rights);
}

/* ---- All ---- */

static enum fault_verdict serve(struct space *space, const struct region *region, uint64_t va,
				bool store)
{
	struct os *os = space->os;
	struct place place = tables_find(os, space->root, va);

	if (format_present(os->format, place.entry)) {
		if (store && !format_writable(os->format, place.entry))
			return fault_closed(space, region, va);
		/* The table allows it by now. */
		os_fence_page(os, space, va);
		return FAULT_RETRY;
	}
	if (place.entry)
		return fault_swapped(space, region, va);
	if (region->object)
		return fault_object(space, region, va, store);
	return fault_anonymous(space, region, va, store);
}

/* A stack grows down to the page that was touched, however far, as Linux's does. */
static struct region *grow_stack(struct space *space, uint64_t va)
{
	struct region *region = space->regions, *below = NULL;

	while (region && region->start <= va) {
		below = region;
		region = region->next;
	}
	if (!region || !region->grows || va < region->floor)
		return NULL;
	if (below && below->end > va - FRAME_SIZE)
		return NULL;
	space->counts.grown += (region->start - va) >> FRAME_SHIFT;
	region->start = va;
	return region;
}

enum fault_verdict fault_handle(struct space *space, uint64_t va, enum access_type type)
{
	uint64_t page = va & ~(uint64_t)(FRAME_SIZE - 1);
	struct region *region = space_find(space, page);

	if (!region)
		region = grow_stack(space, page);
	if (!region || !is_allowed(&region->rights, type)) {
		space->counts.killed++;
		return FAULT_KILL;
	}
	return serve(space, region, page, type == ACCESS_STORE);
}

enum fault_verdict fault_touch(struct space *space, uint64_t va)
{
	const struct region *region = space_find(space, va);
	struct place place = tables_find(space->os, space->root, va);
	bool store = region->rights.write;

	if (format_present(space->os->format, place.entry) &&
	    (!store || format_writable(space->os->format, place.entry)))
		return FAULT_RETRY;
	return serve(space, region, va, store);
}
