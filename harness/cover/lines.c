/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/lines.h"

#include <string.h>

int cover_lines_find(const struct cover_lines *lines, unsigned int mode, unsigned int asid,
		     uint64_t address)
{
	for (unsigned int slot = 0; slot < lines->slots; slot++) {
		const struct cover_line *line = &lines->slot[slot];

		if (line->valid && line->mode == mode && line->asid == asid &&
		    line->address == address >> 6)
			return (int)slot;
	}
	return -1;
}

uint64_t cover_line_pte(const struct cover_line *line, uint64_t address, unsigned int bytes)
{
	uint64_t word = line->word[address >> 3 & 7];

	return bytes == 8 ? word : (address & 4 ? word >> 32 : word & UINT32_MAX);
}

/* tlb-3, with no slot locked. */
void cover_lines_touch(struct cover_lines *lines, unsigned int slot)
{
	unsigned int other = 0;

	while (other < lines->slots && (other == slot || lines->used[other]))
		other++;
	if (other == lines->slots)
		memset(lines->used, 0, sizeof(lines->used));
	lines->used[slot] = true;
}

static enum cover_line_place place(const struct cover_lines *lines, unsigned int *slot)
{
	for (*slot = 0; *slot < lines->slots; ++*slot)
		if (!lines->slot[*slot].valid)
			return LINE_FREE;
	for (*slot = 0; *slot + 1 < lines->slots && lines->used[*slot];)
		++*slot;
	return LINE_UNUSED;
}

enum cover_line_place cover_lines_fill(struct cover_lines *lines, const struct cover_line *line)
{
	int old = cover_lines_find(lines, line->mode, line->asid, line->address << 6);
	enum cover_line_place where = LINE_AGAIN;
	unsigned int slot = (unsigned int)old;

	if (old < 0)
		where = place(lines, &slot);
	cover_lines_touch(lines, slot);
	lines->slot[slot] = *line;
	return where;
}

static struct cover_lines_left drop(struct cover_lines *lines, bool all, uint64_t address)
{
	struct cover_lines_left left = {0, 0};

	for (unsigned int slot = 0; slot < lines->slots; slot++) {
		struct cover_line *line = &lines->slot[slot];

		if (!line->valid)
			continue;
		line->valid = !all && line->address != address >> 6;
		left.kept += line->valid;
		left.dropped += !line->valid;
	}
	return left;
}

struct cover_lines_left cover_lines_drop_at(struct cover_lines *lines, uint64_t address)
{
	return drop(lines, false, address);
}

struct cover_lines_left cover_lines_drop_all(struct cover_lines *lines)
{
	return drop(lines, true, 0);
}
