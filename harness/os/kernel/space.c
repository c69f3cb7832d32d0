/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Spaces and their pages. Regions are in region.c.
 */
#include "os/kernel/space.h"

#include <stdlib.h>

#include "os/kernel/region.h"

/* ---- One page ---- */

static uint64_t frames_of(const struct os *os, unsigned int level)
{
	return UINT64_C(1) << level * os->format->index_bits;
}

/* The zero page is mapped too often to be listed, and never leaves. */
static bool is_listed(const struct os *os, uint64_t frame)
{
	return frame != os->zero_frame;
}

static bool enter_small(struct space *space, uint64_t va, uint64_t frame)
{
	struct frames *frames = &space->os->frames;
	const struct region *region = space_find(space, va);

	if (is_listed(space->os, frame)) {
		if (!frames_add_mapping(frames, frame, space, va)) {
			os_host_memory(space->os);
			return false;
		}
		if (region && region->locked)
			frames_lock(frames, frame);
	}
	frames_hold(frames, frame);
	if (++space->resident > space->peak_resident)
		space->peak_resident = space->resident;
	return true;
}

static void leave_small(struct space *space, uint64_t va, uint64_t frame)
{
	struct frames *frames = &space->os->frames;
	const struct region *region = space_find(space, va);

	if (is_listed(space->os, frame)) {
		frames_remove_mapping(frames, frame, space, va);
		if (region && region->locked)
			frames_unlock(frames, frame);
	}
	os_release(space->os, frame);
	space->resident--;
}

bool space_enter(struct space *space, uint64_t va, unsigned int level, uint64_t frame,
		 const struct rights *rights)
{
	struct os *os = space->os;
	struct place place;

	if (!tables_make(os, space->root, va, level, &place))
		return false;
	for (uint64_t i = 0; i < frames_of(os, level); i++)
		if (!enter_small(space, va + (i << FRAME_SHIFT), frame + i))
			return false;
	if (place.entry) {
		space->swapped--;
		swap_release(&os->swap, format_slot(place.entry));
	}
	tables_write(os, &place, format_leaf(os->format, frame, level, rights));
	return true;
}

void space_leave(struct space *space, uint64_t va, uint64_t entry)
{
	struct os *os = space->os;
	struct place place = tables_find(os, space->root, va);
	uint64_t frame;

	if (!place.entry || place.level)
		return;
	tlb_locks_drop(os, space, va);
	tables_write(os, &place, entry);
	space->swapped += entry != 0;
	if (!format_present(os->format, place.entry)) {
		space->swapped--;
		swap_release(&os->swap, format_slot(place.entry));
		return;
	}
	/* The fence must come before the frame is given to another page. */
	os_fence_page(os, space, va);
	frame = format_frame(os->format, place.entry, 0);
	if (place.entry & format_dirty_bit(os->format))
		os->frames.frame[frame].dirty = true;
	leave_small(space, va, frame);
}

bool space_split(struct space *space, uint64_t va)
{
	struct os *os = space->os;
	struct place place = tables_find(os, space->root, va);

	while (place.level && format_present(os->format, place.entry)) {
		if (!tables_split(os, &place))
			return false;
		os->counts.split++;
		os_fence_page(os, space, va);
		place = tables_find(os, space->root, va);
	}
	return true;
}

/* ---- Whole spaces ---- */

static unsigned int free_stack_slot(const struct os *os)
{
	const struct space *space;
	unsigned int slot = 0;

	do {
		for (space = os->spaces; space && space->stack_slot != slot; space = space->next)
			;
	} while (space && ++slot);
	return slot;
}

struct space *space_create(struct os *os, unsigned int number)
{
	struct space *space = calloc(1, sizeof(*space));

	if (!space) {
		os_host_memory(os);
		return NULL;
	}
	space->os = os;
	space->number = number;
	space->stack_slot = free_stack_slot(os);
	space->root = NO_FRAME;
	space->record = slab_get(os, SLAB_PROCESS);
	if (space->record)
		space->root = tables_create(os);
	if (space->root != NO_FRAME)
		space->stack = os_map_stack(os, space->stack_slot);
	if (!space->stack) {
		if (space->root != NO_FRAME)
			tables_destroy(os, space->root);
		if (space->record)
			slab_put(os, SLAB_PROCESS, space->record);
		free(space);
		return NULL;
	}
	space->next = os->spaces;
	os->spaces = space;
	return space;
}

void space_destroy(struct space *space)
{
	struct os *os = space->os;
	struct space **link = &os->spaces;

	if (os->running == space)
		os_run(os, NULL);
	/* Its ASID is not given again before a fence of everything: only what is locked needs one.
	 */
	if (tlb_locks_drop_all(os, space))
		os_fence_space(os, space);
	space->generation = 0;
	while (space->regions && os_works(os))
		space_unmap(space, space->regions->start, space->regions->end);
	tables_destroy(os, space->root);
	os_unmap_stack(os, space->stack_slot);
	slab_put(os, SLAB_PROCESS, space->record);
	while (*link != space)
		link = &(*link)->next;
	*link = space->next;
	region_free_all(space);
	free(space);
}
