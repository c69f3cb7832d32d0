/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process as a picture: regions, tables, frames. It looks at memory from outside, not through the
 * MMU, so that looking changes nothing.
 */
#include <string.h>

#include "os/play/play_parts.h"

static uint64_t read_entry(const struct os *os, uint64_t pa)
{
	uint64_t entry = 0;

	image_read(os->machine->bench->image, pa, os->format->entry_bytes, &entry);
	return entry;
}

static void show_regions(const struct space *space)
{
	puts("  regions");
	for (const struct region *region = space->regions; region; region = region->next)
		printf("    %-12s %012llx-%012llx %c%c%c %s%s%s%s\n", region->name,
		       (unsigned long long)region->start, (unsigned long long)region->end,
		       region->rights.read ? 'r' : '-', region->rights.write ? 'w' : '-',
		       region->rights.execute ? 'x' : '-',
		       region->object ? region->object->name : "anonymous",
		       region->shared ? ", shared" : "", region->locked ? ", locked" : "",
		       region->grows ? ", grows" : "");
}

static void show_leaf(const struct os *os, uint64_t entry, unsigned int level, uint64_t va)
{
	const struct format *format = os->format;
	uint64_t frame = format_frame(format, entry, level);

	printf("page %llx -> frame %llu (%s), %s%s%s\n", (unsigned long long)va,
	       (unsigned long long)frame, frame_type_names[os->frames.frame[frame].type],
	       format_writable(format, entry) ? "stores allowed" : "closed to stores",
	       entry & format_accessed_bit(format) ? ", A" : "",
	       entry & format_dirty_bit(format) ? ", D" : "");
}

/* The user's part of a table, which begins at va, and of those below it. */
static void show_table(const struct os *os, uint64_t table, unsigned int level, uint64_t va)
{
	const struct format *format = os->format;
	bool root = level == format->levels - 1;
	unsigned int n = 1u << (root ? format->root_index_bits : format->index_bits);
	unsigned int indent = 4 + 2 * (format->levels - 1 - level);

	for (unsigned int i = 0; i < n && va < format->user_end; i++) {
		uint64_t pa = (table << FRAME_SHIFT) + (uint64_t)i * format->entry_bytes;
		uint64_t entry = read_entry(os, pa);

		if (entry)
			printf("%*slevel %u, frame %llu [%u] = %0*llx: ", (int)indent, "", level,
			       (unsigned long long)table, i, (int)(2 * format->entry_bytes),
			       (unsigned long long)entry);
		if (entry && !format_present(format, entry)) {
			printf("page %llx is in swap, slot %llu\n", (unsigned long long)va,
			       (unsigned long long)format_slot(entry));
		} else if (entry && format_is_leaf(format, entry, level)) {
			show_leaf(os, entry, level, va);
		} else if (entry) {
			uint64_t below = format_frame(format, entry, level);

			printf("the table in frame %llu\n", (unsigned long long)below);
			show_table(os, below, level - 1, va);
		}
		va += UINT64_C(1) << format_shift(format, level);
	}
}

/* Frames in a row with pages in a row. */
struct row {
	uint64_t first, n; /* n 0: none */
	uint64_t va;
};

static const struct mapping *mapping_of(const struct frame *frame, const struct space *space)
{
	const struct mapping *mapping = frame->mappings;

	while (mapping && mapping->space != space)
		mapping = mapping->next;
	return mapping;
}

static bool goes_on(const struct frames *frames, const struct row *row, uint64_t i, uint64_t va)
{
	const struct frame *first = &frames->frame[row->first], *frame = &frames->frame[i];

	return row->n && i == row->first + row->n && va == row->va + (row->n << FRAME_SHIFT) &&
	       frame->type == first->type && frame->references == first->references &&
	       !frame->locks == !first->locks;
}

static void show_row(const struct frames *frames, const struct row *row)
{
	const struct frame *frame = &frames->frame[row->first];

	if (!row->n)
		return;
	printf("    frame %llu", (unsigned long long)row->first);
	if (row->n > 1)
		printf(" to %llu", (unsigned long long)(row->first + row->n - 1));
	printf(": %s, %u reference%s%s, page %llx", frame_type_names[frame->type],
	       frame->references, frame->references == 1 ? "" : "s", frame->locks ? ", locked" : "",
	       (unsigned long long)row->va);
	if (row->n > 1)
		printf(" to %llx", (unsigned long long)(row->va + ((row->n - 1) << FRAME_SHIFT)));
	putchar('\n');
}

static void show_frames(const struct space *space)
{
	const struct frames *frames = &space->os->frames;
	struct row row = {.n = 0};

	puts("  frames that its pages are in");
	for (uint64_t i = 0; i < frames->n; i++) {
		const struct mapping *mapping = mapping_of(&frames->frame[i], space);

		if (!mapping)
			continue;
		if (!goes_on(frames, &row, i, mapping->va)) {
			show_row(frames, &row);
			row = (struct row){.first = i, .va = mapping->va};
		}
		row.n++;
	}
	show_row(frames, &row);
}

void play_step(struct play *play, const struct actor *actor, const char *text)
{
	const struct space *space = actor->space;
	const struct os *os = play->os;

	if (!play_goes_on(play))
		return;
	printf("%s\n  process %s, %s, root in frame %llu; cycle %llu\n", text, actor->name,
	       os->format->name, (unsigned long long)space->root,
	       (unsigned long long)play->machine->bench->cycle);
	show_regions(space);
	puts("  page table, the user's part");
	show_table(os, space->root, os->format->levels - 1, 0);
	show_frames(space);
	putchar('\n');
}
