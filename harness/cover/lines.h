/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines as the pins say that they must be: filled by the answers of memory, touched by the
 * reads that they serve, and dropped (rules line-1 to line-4). They foretell which reads are asked
 * for.
 */
#ifndef PAGEWALK_COVER_LINES_H
#define PAGEWALK_COVER_LINES_H

#include "cover/entry.h"

#define COVER_LINES 8u

struct cover_line {
	bool valid;
	unsigned int mode, asid;
	uint64_t address; /* in lines of 64 bytes */
	uint64_t word[8];
};

/* What the walk does in this cycle, beside asking memory. */
enum cover_line_step {
	LINES_REST,
	LINES_BACK,   /* it goes back: in the next cycle it searches */
	LINES_SEARCH, /* for its next read */
	LINES_GIVE,   /* the PTE that was found */
};

struct cover_lines {
	unsigned int slots; /* 0: there are none */
	struct cover_line slot[COVER_LINES];
	bool used[COVER_LINES];
	enum cover_line_step step, next;
	uint64_t pte; /* that is given */
};

/* The slot of a line; -1: none. And its PTE at an address, of so many bytes. */
int cover_lines_find(const struct cover_lines *lines, unsigned int mode, unsigned int asid,
		     uint64_t address);
uint64_t cover_line_pte(const struct cover_line *line, uint64_t address, unsigned int bytes);

void cover_lines_touch(struct cover_lines *lines, unsigned int slot);

/* Where a fill goes: in a free slot, in one that was not used, or in that of the same line. */
enum cover_line_place { LINE_FREE, LINE_UNUSED, LINE_AGAIN };

enum cover_line_place cover_lines_fill(struct cover_lines *lines, const struct cover_line *line);

/* Drops those of this address, of whatever space, or all: how many were dropped, and stayed. */
struct cover_lines_left {
	unsigned int dropped, kept;
};

struct cover_lines_left cover_lines_drop_at(struct cover_lines *lines, uint64_t address);
struct cover_lines_left cover_lines_drop_all(struct cover_lines *lines);

#endif
