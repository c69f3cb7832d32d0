/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/tables.h"

/* PAE's root is not walked but loaded: it must be complete when CR3 is written. */
static bool is_loaded_root(const struct format *format)
{
	return format->root_index_bits == 2;
}

static uint64_t new_table(struct os *os)
{
	static const uint64_t nothing;
	uint64_t frame = os_frame(os, FRAME_TABLE);

	if (frame == NO_FRAME)
		return NO_FRAME;
	if (!image_page(os->machine->bench->image, frame, &nothing, 1, os->format->entry_bytes))
		os_host_memory(os);
	return frame;
}

static void free_table(struct os *os, uint64_t frame)
{
	image_drop(os->machine->bench->image, frame);
	os_release(os, frame);
}

void tables_write(struct os *os, const struct place *place, uint64_t entry)
{
	struct frame *table = &os->frames.frame[place->pa >> FRAME_SHIFT];
	uint64_t old = os_read_entry(os, place->pa);

	table->used += (entry != 0) - (old != 0);
	os_write_entry(os, place->pa, entry);
}

static struct place place_in(struct os *os, uint64_t table, unsigned int level, uint64_t va)
{
	uint64_t pa = format_entry(os->format, table, level, va);

	return (struct place){pa, level, os_read_entry(os, pa)};
}

static bool leads_on(const struct os *os, const struct place *place)
{
	return place->level && format_present(os->format, place->entry) &&
	       !format_is_leaf(os->format, place->entry, place->level);
}

static struct place step_down(struct os *os, const struct place *place, uint64_t va)
{
	return place_in(os, format_frame(os->format, place->entry, place->level), place->level - 1,
			va);
}

struct place tables_find(struct os *os, uint64_t root, uint64_t va)
{
	struct place place = place_in(os, root, os->format->levels - 1, va);

	while (leads_on(os, &place))
		place = step_down(os, &place, va);
	return place;
}

/* A table below an entry of 0. */
static bool add_table(struct os *os, struct place *place)
{
	uint64_t table = new_table(os);

	if (table == NO_FRAME)
		return false;
	place->entry = format_pointer(os->format, table, place->level);
	tables_write(os, place, place->entry);
	return true;
}

bool tables_make(struct os *os, uint64_t root, uint64_t va, unsigned int level, struct place *place)
{
	*place = place_in(os, root, os->format->levels - 1, va);
	while (place->level > level && os_works(os)) {
		if (!place->entry && !add_table(os, place))
			return false;
		if (!leads_on(os, place))
			return false;
		*place = step_down(os, place, va);
	}
	return os_works(os) && !leads_on(os, place);
}

bool tables_prune(struct os *os, uint64_t root, uint64_t va)
{
	struct place path[8];
	unsigned int depth = 0;
	bool freed = false;

	path[0] = place_in(os, root, os->format->levels - 1, va);
	while (leads_on(os, &path[depth])) {
		path[depth + 1] = step_down(os, &path[depth], va);
		depth++;
	}
	for (; depth && os_works(os); depth--) {
		uint64_t table = path[depth].pa >> FRAME_SHIFT;

		if (os->frames.frame[table].used ||
		    (is_loaded_root(os->format) && path[depth - 1].level == 2))
			break;
		tables_write(os, &path[depth - 1], 0);
		free_table(os, table);
		freed = true;
	}
	return freed;
}

/* The kernel's part of the root is the same in every one: its tables are shared. */
static void copy_kernel_part(struct os *os, uint64_t root)
{
	const struct format *format = os->format;
	unsigned int level = format->levels - 1;
	uint64_t step = UINT64_C(1) << format_shift(format, level);
	uint64_t end =
		format_entry(format, root, level, format->kernel_base - step) + format->entry_bytes;
	uint64_t n = format->root_index_bits;

	for (uint64_t pa = end;
	     pa < (root << FRAME_SHIFT) + (UINT64_C(1) << n) * format->entry_bytes;
	     pa += format->entry_bytes) {
		uint64_t from = pa - (root << FRAME_SHIFT) + (os->kernel_root << FRAME_SHIFT);

		os_write_entry(os, pa, os_read_entry(os, from));
	}
}

static bool add_user_directories(struct os *os, uint64_t root)
{
	for (uint64_t va = 0; va < os->format->user_end; va += UINT64_C(1) << 30) {
		struct place place = place_in(os, root, 2, va);

		if (!add_table(os, &place))
			return false;
	}
	return true;
}

uint64_t tables_create(struct os *os)
{
	uint64_t root = new_table(os);

	if (root == NO_FRAME)
		return NO_FRAME;
	copy_kernel_part(os, root);
	if (is_loaded_root(os->format) && !add_user_directories(os, root)) {
		tables_destroy(os, root);
		return NO_FRAME;
	}
	return root;
}

/* The tables below the user's part of a table; none of them maps anything. */
static void destroy_below(struct os *os, uint64_t table, unsigned int level, uint64_t base)
{
	unsigned int bits = level == os->format->levels - 1 ? os->format->root_index_bits
							    : os->format->index_bits;
	uint64_t step = UINT64_C(1) << format_shift(os->format, level);

	for (uint64_t i = 0; i < UINT64_C(1) << bits && os_works(os); i++) {
		uint64_t va = base + i * step;
		struct place place = place_in(os, table, level, va);

		if (va >= os->format->user_end)
			break;
		if (!leads_on(os, &place))
			continue;
		destroy_below(os, format_frame(os->format, place.entry, level), level - 1, va);
		free_table(os, format_frame(os->format, place.entry, level));
	}
}

void tables_destroy(struct os *os, uint64_t root)
{
	destroy_below(os, root, os->format->levels - 1, 0);
	free_table(os, root);
}

bool tables_split(struct os *os, const struct place *huge)
{
	const struct format *format = os->format;
	unsigned int level = huge->level - 1;
	uint64_t frame = format_frame(format, huge->entry, huge->level);
	uint64_t step = UINT64_C(1) << (level * format->index_bits);
	uint64_t table = new_table(os);

	if (table == NO_FRAME)
		return false;
	for (unsigned int i = 0; i < 1u << format->index_bits && os_works(os); i++) {
		struct place place = {(table << FRAME_SHIFT) + (uint64_t)i * format->entry_bytes,
				      level, 0};

		tables_write(os, &place, format_move(format, huge->entry, frame + i * step, level));
	}
	os_write_entry(os, huge->pa, format_pointer(format, table, huge->level));
	return true;
}
