/* SPDX-License-Identifier: Apache-2.0 */
/* Single pages of a space: they enter its tables, leave them, and huge ones are split. */
#include "os/kernel/region.h"
#include "os/kernel/space.h"

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
