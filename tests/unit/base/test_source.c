/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "base/source.h"

#include <fcntl.h>
#include <stdbool.h>

#include "scratch.h"
#include "suite.h"

static const int filters[] = {ARCHIVE_FILTER_NONE, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_XZ,
			      ARCHIVE_FILTER_GZIP};

#define N_FILTERS (sizeof(filters) / sizeof(filters[0]))
#define BIG       (3u << 20)

static char text[BIG], packed[BIG + 4096];

/* A file of many lines, "0\n1\n2\n" and so on; gives its size. */
static size_t count_lines(unsigned int n)
{
	size_t size = 0;
	unsigned int i;

	for (i = 0; i < n; i++)
		size += sprintf(text + size, "%x\n", i);
	return size;
}

static struct source *open_good(const char *path)
{
	char error[700] = "";
	struct source *source = source_open(path, error, sizeof(error));

	ck_assert_msg(source != NULL, "%s", error);
	return source;
}

static void expect_lines(struct source *source, const char *const *lines, unsigned int n)
{
	struct source_line line;
	unsigned int i;

	for (i = 0; i < n; i++) {
		ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
		ck_assert_uint_eq(line.length, strlen(lines[i]));
		ck_assert_mem_eq(line.text, lines[i], line.length);
		ck_assert_int_eq(line.text[line.length], '\n');
		ck_assert_uint_eq(line.number, i + 1);
	}
	ck_assert_int_eq(source_next(source, &line), SOURCE_END);
	ck_assert_int_eq(source_next(source, &line), SOURCE_END);
}

static void expect_file(const char *content, const char *const *lines, unsigned int n)
{
	struct source *source = open_good(scratch_file("a", content, strlen(content)));

	expect_lines(source, lines, n);
	source_close(source);
}

/* So many lines, then one without an end. */
static void expect_cut(const char *content, const char *const *lines, unsigned int n)
{
	const char *path = scratch_file("a", content, strlen(content));
	struct source *source = open_good(path);
	struct source_line line;
	char expected[700];

	for (unsigned int i = 0; i < n; i++) {
		ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
		ck_assert_mem_eq(line.text, lines[i], strlen(lines[i]));
	}
	ck_assert_int_eq(source_next(source, &line), SOURCE_ERROR);
	ck_assert_int_eq(source_next(source, &line), SOURCE_ERROR);
	snprintf(expected, sizeof(expected), "%s:%u: the line has no end: the file is cut off",
		 path, n + 1);
	ck_assert_str_eq(source_error(source), expected);
	source_close(source);
}

START_TEST(lines_and_their_ends)
{
	const char *const abc[] = {"a", "", "bc"}, *const inner[] = {"a\rb\r", "\r"};

	expect_file("", NULL, 0);
	expect_file("\n", (const char *const[]){""}, 1);
	expect_file("\r\n", (const char *const[]){""}, 1);
	expect_cut("a", NULL, 0);
	expect_cut("\r", NULL, 0);
	expect_file("a\n\nbc\n", abc, 3);
	expect_cut("a\n\nbc", abc, 2);
	expect_file("a\r\n\r\nbc\r\n", abc, 3);
	expect_cut("a\r\n\r\nbc\r", abc, 2);
	expect_file("a\rb\r\r\n\r\r\n", inner, 2);
}
END_TEST

/*
 * Counts lines "0", "1", ... up to a status that is none, and gives that. One
 * ck_assert a line would take most of the test's time.
 */
static enum source_status read_counted(struct source *source, unsigned int *n)
{
	enum source_status status;
	struct source_line line;
	char expected[16];
	double progress = 0;

	for (*n = 0; (status = source_next(source, &line)) == SOURCE_LINE; ++*n) {
		double now = source_progress(source);

		if (now < progress || now > 1)
			ck_abort_msg("line %u: progress %g after %g", *n, now, progress);
		progress = now;
		if (line.length != (size_t)sprintf(expected, "%x", *n) ||
		    memcmp(line.text, expected, line.length) != 0 || line.number != *n + 1)
			ck_abort_msg("line %u is wrong", *n);
	}
	ck_assert_int_eq(source_next(source, &line), status);
	return status;
}

START_TEST(content_decides_how_it_is_read)
{
	size_t size = count_lines(200000), packed_size;
	struct source *source;
	unsigned int n;

	packed_size = scratch_pack(filters[_i], text, size, packed, sizeof(packed));
	source = open_good(scratch_file("misleading.zip", packed, packed_size));
	ck_assert_int_eq(read_counted(source, &n), SOURCE_END);
	ck_assert_uint_eq(n, 200000);
	ck_assert_double_eq(source_progress(source), 1);
	source_close(source);
}
END_TEST

START_TEST(nothing_compressed_is_no_line)
{
	size_t packed_size = scratch_pack(filters[_i], "", 0, packed, sizeof(packed));
	struct source *source = open_good(scratch_file("a", packed, packed_size));

	expect_lines(source, NULL, 0);
	source_close(source);
}
END_TEST

/* Every cut of a compressed file is an error, and the lines before it are right. */
START_TEST(truncated)
{
	size_t size = count_lines(5000), packed_size, cut;
	char error[700], expected[700];
	struct source *source;
	unsigned int n;

	packed_size = scratch_pack(filters[_i], text, size, packed, sizeof(packed));
	for (cut = 24; cut < packed_size; cut += cut + 40 < packed_size ? packed_size / 60 : 1) {
		const char *path = scratch_file("cut", packed, cut);

		source = source_open(path, error, sizeof(error));
		if (source) {
			ck_assert_msg(read_counted(source, &n) == SOURCE_ERROR, "cut at %zu", cut);
			ck_assert_uint_lt(n, 5000 + 1);
			snprintf(expected, sizeof(expected), "%s:%u: cannot read: ", path, n + 1);
			snprintf(error, sizeof(error), "%s", source_error(source));
			source_close(source);
		} else {
			snprintf(expected, sizeof(expected), "%s: cannot read: ", path);
		}
		ck_assert_msg(strncmp(error, expected, strlen(expected)) == 0 &&
				      error[strlen(expected)],
			      "cut at %zu: %s", cut, error);
	}
}
END_TEST

/* A file that can be opened and breaks far behind its first block. */
START_TEST(truncated_later)
{
	size_t size = count_lines(200000), packed_size;
	const char *path;
	char expected[700];
	struct source *source;
	unsigned int n;

	packed_size = scratch_pack(filters[_i], text, size, packed, sizeof(packed));
	path = scratch_file("cut", packed, packed_size - 100);
	source = open_good(path);
	ck_assert_int_eq(read_counted(source, &n), SOURCE_ERROR);
	ck_assert_uint_gt(n, 50000);
	snprintf(expected, sizeof(expected), "%s:%u: cannot read: ", path, n + 1);
	ck_assert_msg(strncmp(source_error(source), expected, strlen(expected)) == 0, "%s",
		      source_error(source));
	source_close(source);
}
END_TEST

/*
 * A flipped bit is an error, or (in a header's idle field) changes nothing.
 * Not with zstd: libarchive writes it without a checksum (the zstd command
 * does not).
 */
START_TEST(flipped_bits)
{
	size_t size = count_lines(5000), packed_size;
	unsigned long long seed = 1;
	unsigned int round, n, errors = 0;
	struct source_line line;
	char error[700];

	packed_size = scratch_pack(filters[_i], text, size, packed, sizeof(packed));
	for (round = 0; round < 100; round++) {
		size_t at = 24 + scratch_random(&seed) % (packed_size - 24), offset = 0;
		char bit = 1 << scratch_random(&seed) % 8;
		enum source_status status = SOURCE_ERROR;
		struct source *source;

		packed[at] ^= bit;
		source = source_open(scratch_file("flip", packed, packed_size), error,
				     sizeof(error));
		packed[at] ^= bit;
		for (n = 0; source && (status = source_next(source, &line)) == SOURCE_LINE; n++)
			if (offset + line.length < size &&
			    memcmp(text + offset, line.text, line.length + 1) == 0)
				offset += line.length + 1;
		errors += status == SOURCE_ERROR;
		ck_assert_msg(status == SOURCE_ERROR || (offset == size && n == 5000),
			      "bit %x of byte %zu made other text", bit, at);
		source_close(source);
	}
	ck_assert_uint_gt(errors, 90);
}
END_TEST

START_TEST(long_lines)
{
	char expected[700];
	struct source_line line;
	struct source *source;
	size_t i;

	/* 1 MiB: longer than any block; a short one before and behind it. */
	for (i = 0; i < 2 + SOURCE_LINE_MAX; i++)
		text[i] = 'a' + i % 23;
	memcpy(text, "x\n", 2);
	strcpy(text + i, "\ny\n");
	source = open_good(scratch_file("long", text, i + 3));
	ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
	ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
	ck_assert_uint_eq(line.length, SOURCE_LINE_MAX);
	ck_assert_mem_eq(line.text, text + 2, SOURCE_LINE_MAX + 1);
	ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
	ck_assert_uint_eq(line.number, 3);
	ck_assert_mem_eq(line.text, "y\n", 2);
	ck_assert_int_eq(source_next(source, &line), SOURCE_END);
	source_close(source);

	/* One byte more. */
	strcpy(text + i, "z\ny\n");
	source = open_good(scratch_file("long", text, i + 4));
	ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
	ck_assert_int_eq(source_next(source, &line), SOURCE_ERROR);
	ck_assert_int_eq(source_next(source, &line), SOURCE_ERROR);
	snprintf(expected, sizeof(expected), "%s:2: the line is longer than a mebibyte",
		 source_name(source));
	ck_assert_str_eq(source_error(source), expected);
	source_close(source);
}
END_TEST

/* Bytes, in parts of odd sizes: all that there are, and no line is looked for. */
START_TEST(bytes_instead_of_lines)
{
	size_t size = count_lines(100000), at = 0, got, part = 1;
	size_t n = scratch_pack(filters[_i], text, size, packed, sizeof(packed));
	struct source *source = open_good(scratch_file("bytes", packed, n));
	static char bytes[BIG];

	text[size - 1] = 'x'; /* the lines that were packed end in '\n' */
	do {
		ck_assert(source_read(source, bytes + at, part, &got));
		ck_assert(got == part || at + got == size);
		at += got;
		part = part * 3 + 1;
	} while (got && at + part < BIG);
	ck_assert_uint_eq(at, size);
	ck_assert_mem_eq(bytes, text, size - 1);
	ck_assert_int_eq(bytes[size - 1], '\n');
	source_close(source);
}
END_TEST

START_TEST(bytes_that_are_cut_off)
{
	size_t size = count_lines(400000), got;
	size_t n = scratch_pack(filters[_i], text, size, packed, sizeof(packed));
	struct source *source = open_good(scratch_file("bytes", packed, n - 1));
	static char bytes[BIG];
	char expected[700];

	ck_assert(!source_read(source, bytes, BIG, &got));
	snprintf(expected, sizeof(expected), "%s: cannot read: ", source_name(source));
	ck_assert_mem_eq(source_error(source), expected, strlen(expected));
	source_close(source);
}
END_TEST

START_TEST(missing_file)
{
	const char *path = scratch_path("nowhere");
	char error[700], expected[700];

	ck_assert_ptr_null(source_open(path, error, sizeof(error)));
	snprintf(expected, sizeof(expected), "%s: No such file or directory", path);
	ck_assert_str_eq(error, expected);
}
END_TEST

START_TEST(a_directory)
{
	char error[700], expected[700];

	ck_assert_ptr_null(source_open(scratch_directory, error, sizeof(error)));
	snprintf(expected, sizeof(expected), "%s: Is a directory", scratch_directory);
	ck_assert_str_eq(error, expected);
}
END_TEST

START_TEST(standard_input)
{
	const char *const lines[] = {"a", "b"};
	struct source *source;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "a\nb\n", 4), 4);
	close(ends[1]);
	ck_assert_int_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	source = open_good("-");
	ck_assert_str_eq(source_name(source), "<stdin>");
	expect_lines(source, lines, 2);
	ck_assert_double_eq(source_progress(source), -1);
	source_close(source);
	ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0);
	source_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("source");
	TCase *tc = tcase_create("source");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, lines_and_their_ends);
	tcase_add_loop_test(tc, content_decides_how_it_is_read, 0, N_FILTERS);
	tcase_add_loop_test(tc, nothing_compressed_is_no_line, 0, N_FILTERS);
	tcase_add_loop_test(tc, truncated, 1, N_FILTERS);
	tcase_add_loop_test(tc, truncated_later, 1, N_FILTERS);
	tcase_add_loop_test(tc, flipped_bits, 2, N_FILTERS);
	tcase_add_test(tc, long_lines);
	tcase_add_loop_test(tc, bytes_instead_of_lines, 0, N_FILTERS);
	tcase_add_loop_test(tc, bytes_that_are_cut_off, 1, N_FILTERS);
	tcase_add_test(tc, missing_file);
	tcase_add_test(tc, a_directory);
	tcase_add_test(tc, standard_input);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
