/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of coverage files: it takes the lines that the header of cover/file.h says, and adds
 * up the counts that they give. What is right is found out here in another way: a line's name is
 * looked up whole, among the names of all cells. What was read is then written, and read back: the
 * same.
 */
#include "cover/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define HEADER "pagewalk cover 2\n"

struct named {
	char name[COVER_NAME_SIZE];
	uint32_t cell;
};

static const char *const without_line[] = {NULL};

/* Used for all inputs, for there are many cells. */
static struct named *cells;
static struct cover_counts *counts, *wanted;
static int out, in; /* of a pipe */
static char out_path[32];

static size_t counts_size(void)
{
	return counts->first[GROUPS] * sizeof(*counts->hits);
}

/* Of cells, or of a name and a cell: the name is what a cell begins with. */
static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void begin(void)
{
	int ends[2];

	if (counts)
		return;
	counts = cover_counts_create();
	wanted = cover_counts_create();
	fuzz_require(counts && wanted && !pipe2(ends, O_CLOEXEC), "no memory or no pipe");
	in = ends[0];
	out = ends[1];
	snprintf(out_path, sizeof(out_path), "/proc/self/fd/%d", out);
	cells = calloc(counts->first[GROUPS], sizeof(*cells));
	fuzz_require(cells, "no memory");
	for (unsigned int group = 0; group < GROUPS; group++) {
		for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1];
		     cell++) {
			cover_name(counts, group, cell, cells[cell].name);
			cells[cell].cell = cell;
		}
	}
	qsort(cells, counts->first[GROUPS], sizeof(*cells), by_name);
}

/* A number of 64 bits, and nothing else. */
static bool is_count(const uint8_t *text, size_t size, uint64_t *count)
{
	*count = 0;
	for (size_t i = 0; i < size; i++) {
		unsigned int digit = text[i] - (unsigned int)'0';

		if (digit > 9 || __builtin_mul_overflow(*count, 10, count) ||
		    __builtin_add_overflow(*count, digit, count))
			return false;
	}
	return size > 0;
}

/* A line without its '\n': adds what it says to `wanted`. */
static bool take(const uint8_t *line, size_t size)
{
	const uint8_t *blank = memchr(line, ' ', size);
	const struct named *found;
	char name[COVER_NAME_SIZE];
	uint64_t count, *hits;

	if (!blank || size > COVER_LINE_MAX || (size_t)(blank - line) >= sizeof(name) ||
	    memchr(line, 0, size))
		return false;
	memcpy(name, line, (size_t)(blank - line));
	name[blank - line] = 0;
	found = bsearch(name, cells, counts->first[GROUPS], sizeof(*cells), by_name);
	if (!found || !is_count(blank + 1, size - (size_t)(blank + 1 - line), &count))
		return false;
	hits = &wanted->hits[found->cell];
	if (__builtin_add_overflow(*hits, count, hits))
		*hits = UINT64_MAX;
	return true;
}

/* The last line, without its '\n': behind so many others. */
static bool is_end(const uint8_t *line, size_t size, uint64_t lines)
{
	uint64_t count;

	return size > 4 && size <= COVER_LINE_MAX && !memcmp(line, "end ", 4) &&
	       is_count(line + 4, size - 4, &count) && count == lines;
}

/* What should come of a file, in `wanted`; 0, or the line at which it is to be rejected. */
static unsigned long read_by_hand(const uint8_t *data, size_t size)
{
	const uint8_t *end = data + size, *next;
	unsigned long number = 1;
	bool ended = false;

	memset(wanted->hits, 0, counts_size());
	if (size < strlen(HEADER) || memcmp(data, HEADER, strlen(HEADER)) != 0)
		return 1;
	for (data += strlen(HEADER); data < end; data = next + 1) {
		number++;
		next = memchr(data, '\n', (size_t)(end - data));
		if (!next || ended)
			return number;
		ended = is_end(data, (size_t)(next - data), number - 2);
		if (!ended && !take(data, (size_t)(next - data)))
			return number;
	}
	return ended ? 0 : number;
}

/* Reads it: what was said and counted is what should be. Returns whether it was accepted. */
static bool compare(const char *path, const uint8_t *data, size_t size)
{
	unsigned long line = read_by_hand(data, size);
	char error[512] = "";
	bool ok;

	memset(counts->hits, 0, counts_size());
	ok = cover_read(counts, path, error, sizeof(error));
	fuzz_require(ok == !*error, "a message without an error, or the reverse");
	fuzz_require(!memcmp(counts->hits, wanted->hits, counts_size()),
		     "the counts are not those of the lines");
	fuzz_require(ok == !line, ok ? "a bad line was accepted" : "a good file was rejected");
	if (ok)
		return true;
	fuzz_rejected(error, path, data, size, without_line);
	fuzz_require(strtoul(error + strlen(path) + 1, NULL, 10) == line,
		     "a rejection names another line");
	return false;
}

/* Written, then read again. The text is the same the next time, for bins have an order. */
static void read_back(void)
{
	static uint8_t text[2][65536]; /* what a pipe holds */
	ssize_t n[2];

	for (int time = 0; time < 2; time++) {
		fuzz_require(!cover_write(counts, out_path), "it cannot be written");
		n[time] = read(in, text[time], sizeof(text[time]));
		fuzz_require(n[time] > 0 && (size_t)n[time] < sizeof(text[time]),
			     "nothing written");
		fuzz_require(compare(fuzz_file(text[time], (size_t)n[time]), text[time],
				     (size_t)n[time]),
			     "what was written is rejected");
	}
	fuzz_require(n[0] == n[1] && !memcmp(text[0], text[1], (size_t)n[0]),
		     "written twice, it differs");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t *was;

	begin();
	if (!compare(fuzz_file(data, size), data, size))
		return 0;
	was = memcpy(malloc(counts_size()), counts->hits, counts_size());
	read_back();
	fuzz_require(!memcmp(was, counts->hits, counts_size()), "read back, the counts differ");
	free(was);
	return 0;
}
