/* SPDX-License-Identifier: Apache-2.0 */
#include "dut/fst.h"

#include <endian.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lz4.h>

/*
 * A waveform is a row of blocks: a byte for the kind, the length of what follows (of itself, too),
 * and that. Numbers have eight bytes, the highest first. A block that was begun and not ended is of
 * none of these kinds.
 */
enum { HEADER = 0, GEOMETRY = 3, HIERARCHY = 6, CHANGES = 8, KINDS };

/* The hierarchy is a row of items: a variable's begins with its type, the others' with these. */
enum { LAST_TYPE = 29, ATTRIBUTE = 252, ATTRIBUTE_END, SCOPE, SCOPE_END };

struct content {
	unsigned int blocks[KINDS]; /* of each kind */
	uint64_t variables;         /* as the header counts them */
	uint64_t changes;           /* blocks, as the header counts them */
	uint64_t size;              /* of the hierarchy */
	unsigned char *hierarchy;
};

struct cursor {
	const unsigned char *at, *end;
};

static bool read_number(FILE *file, uint64_t *number)
{
	if (fread(number, sizeof(*number), 1, file) != 1)
		return false;
	*number = be64toh(*number);
	return true;
}

static bool read_header(FILE *file, struct content *content)
{
	uint64_t ignored;

	/* First and last time, byte order of reals, memory, scopes. */
	for (int n = 0; n < 5; n++) {
		if (!read_number(file, &ignored))
			return false;
	}
	return read_number(file, &content->variables) && read_number(file, &ignored) &&
	       read_number(file, &content->changes);
}

/* It is packed by LZ4, in length bytes behind its size. */
static bool read_hierarchy(FILE *file, uint64_t length, struct content *content)
{
	char *packed;
	bool ok;

	if (content->hierarchy || !read_number(file, &content->size) || length <= 8 ||
	    length - 8 > INT_MAX || !content->size || content->size > INT_MAX)
		return false;
	length -= 8;
	packed = malloc(length);
	content->hierarchy = malloc(content->size);
	ok = packed && content->hierarchy && fread(packed, 1, length, file) == length &&
	     LZ4_decompress_safe(packed, (char *)content->hierarchy, (int)length,
				 (int)content->size) == (int)content->size;
	free(packed);
	return ok;
}

/* The next one, up to its end, which the file must have. */
static bool read_block(FILE *file, off_t end, struct content *content)
{
	int kind = getc(file);
	uint64_t length;
	off_t at;

	if (kind < 0 || kind >= KINDS || !read_number(file, &length) || length < 8)
		return false;
	at = ftello(file);
	length -= 8;
	if (length > (uint64_t)(end - at))
		return false;
	content->blocks[kind]++;
	if (kind == HEADER && !read_header(file, content))
		return false;
	if (kind == HIERARCHY && !read_hierarchy(file, length, content))
		return false;
	return !fseeko(file, at + (off_t)length, SEEK_SET);
}

static bool read_blocks(FILE *file, struct content *content)
{
	off_t end;

	if (fseeko(file, 0, SEEK_END))
		return false;
	end = ftello(file);
	rewind(file);
	while (ftello(file) < end) {
		if (!read_block(file, end, content))
			return false;
	}
	return content->blocks[HEADER] == 1 && content->blocks[GEOMETRY] == 1 &&
	       content->blocks[HIERARCHY] == 1 && content->blocks[CHANGES] == content->changes;
}

static bool skip_bytes(struct cursor *cursor, ptrdiff_t n)
{
	if (cursor->end - cursor->at < n)
		return false;
	cursor->at += n;
	return true;
}

static bool skip_text(struct cursor *cursor)
{
	const unsigned char *zero = memchr(cursor->at, 0, (size_t)(cursor->end - cursor->at));

	if (zero)
		cursor->at = zero + 1;
	return zero;
}

/* Seven bits a byte; the last one has its highest bit clear. */
static bool skip_packed(struct cursor *cursor)
{
	while (cursor->at < cursor->end) {
		if (!(*cursor->at++ & 0x80))
			return true;
	}
	return false;
}

/* A name is not empty: zeros, which stand where nothing was written, are no variables. */
static bool skip_variable(struct cursor *cursor)
{
	return skip_bytes(cursor, 1) && cursor->at < cursor->end && *cursor->at &&
	       skip_text(cursor) && skip_packed(cursor) && skip_packed(cursor);
}

static bool skip_item(struct cursor *cursor, uint64_t *variables, long *depth)
{
	unsigned int type = *cursor->at++;

	switch (type) {
	case SCOPE:
		++*depth;
		return skip_bytes(cursor, 1) && skip_text(cursor) && skip_text(cursor);
	case SCOPE_END:
		return --*depth >= 0;
	case ATTRIBUTE:
		return skip_bytes(cursor, 2) && skip_text(cursor) && skip_packed(cursor);
	case ATTRIBUTE_END:
		return true;
	default:
		++*variables;
		return type <= LAST_TYPE && skip_variable(cursor);
	}
}

static bool has_all_variables(const struct content *content)
{
	struct cursor cursor = {content->hierarchy, content->hierarchy + content->size};
	uint64_t variables = 0;
	long depth = 0;

	while (cursor.at < cursor.end) {
		if (!skip_item(&cursor, &variables, &depth))
			return false;
	}
	return !depth && variables && variables == content->variables;
}

bool fst_is_whole(const char *path)
{
	struct content content = {0};
	FILE *file = fopen(path, "rb");
	bool whole = file && read_blocks(file, &content) && has_all_variables(&content);

	if (file)
		fclose(file);
	free(content.hierarchy);
	return whole;
}
