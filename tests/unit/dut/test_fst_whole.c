/* SPDX-License-Identifier: Apache-2.0 */
/* Is a waveform whole? Files made by hand, by the format's description in GTKWave's manual. */
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "dut/fst.h"
#include "scratch.h"
#include "suite.h"

enum { HEADER, GEOMETRY = 3, HIERARCHY = 6, CHANGES = 8, UNFINISHED = 255 };

static const char hierarchy[] = {
	'\xfe', 0, 't', 0, 0,            /* module t */
	'\xfc', 0, 7,   0, '\x81', 1,    /* an attribute without a name; argument 129 */
	16,     0, 'a', 0, 1,      0,    /* a wire of one bit */
	16,     0, 'b', 0, '\x80', 1, 0, /* a wire of 128 bits */
	'\xff',                          /* the module's end */
};

static unsigned char file[1000];
static size_t size;

static void put_number(uint64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		file[size++] = (unsigned char)(number >> shift);
}

static void put_block(int kind, uint64_t length)
{
	file[size++] = (unsigned char)kind;
	put_number(8 + length);
}

static void put_header(uint64_t variables, uint64_t changes)
{
	const uint64_t numbers[] = {0, 10, 0, 0, 1, variables, 2, changes};

	size = 0;
	put_block(HEADER, 321);
	for (size_t n = 0; n < sizeof(numbers) / sizeof(*numbers); n++)
		put_number(numbers[n]);
	memset(file + size, 0, 321 - sizeof(numbers));
	size += 321 - sizeof(numbers);
}

static void put_small(int kind)
{
	put_block(kind, 3);
	memcpy(file + size, "abc", 3);
	size += 3;
}

/* Packed by LZ4 as one run of literals: 15 and the rest of its length, then it. */
static void put_hierarchy(const char *items, size_t n, uint64_t said)
{
	ck_assert_uint_ge(n, 15);
	put_block(HIERARCHY, 8 + 2 + n);
	put_number(said);
	file[size++] = 0xf0;
	file[size++] = (unsigned char)(n - 15);
	memcpy(file + size, items, n);
	size += n;
}

static void put_whole(void)
{
	put_header(2, 1);
	put_small(CHANGES);
	put_small(GEOMETRY);
	put_hierarchy(hierarchy, sizeof(hierarchy), sizeof(hierarchy));
}

static bool is_whole(void)
{
	return fst_is_whole(scratch_file("a.fst", file, size));
}

START_TEST(a_whole_one)
{
	put_whole();
	ck_assert(is_whole());
}
END_TEST

START_TEST(cut_anywhere)
{
	put_whole();
	for (size_t n = size; n--;) {
		size = n;
		ck_assert_msg(!is_whole(), "%zu bytes", n);
	}
}
END_TEST

START_TEST(cut_in_a_block_that_is_not_looked_into)
{
	put_header(2, 1);
	put_hierarchy(hierarchy, sizeof(hierarchy), sizeof(hierarchy));
	put_small(CHANGES);
	put_small(GEOMETRY);
	ck_assert(is_whole());
	size--;
	ck_assert(!is_whole());
}
END_TEST

START_TEST(too_long)
{
	put_whole();
	file[size++] = 0;
	ck_assert(!is_whole());
}
END_TEST

/* A page of a mapped file that was never written is of zeros. */
START_TEST(zeros_at_the_end_of_the_hierarchy)
{
	for (size_t n = 1; n <= sizeof(hierarchy); n++) {
		put_whole();
		memset(file + size - n, 0, n);
		ck_assert_msg(!is_whole(), "%zu zeros", n);
	}
}
END_TEST

START_TEST(a_hierarchy_of_another_size)
{
	for (int more = -1; more <= 1; more += 2) {
		put_header(2, 1);
		put_small(CHANGES);
		put_small(GEOMETRY);
		put_hierarchy(hierarchy, sizeof(hierarchy), sizeof(hierarchy) + (uint64_t)more);
		ck_assert(!is_whole());
	}
}
END_TEST

START_TEST(a_scope_without_end)
{
	put_header(2, 1);
	put_small(CHANGES);
	put_small(GEOMETRY);
	put_hierarchy(hierarchy, sizeof(hierarchy) - 1, sizeof(hierarchy) - 1);
	ck_assert(!is_whole());
}
END_TEST

/* The hierarchy with more behind it, and as many variables in the header. */
static bool is_whole_with(const char *more, size_t n, uint64_t variables)
{
	char items[sizeof(hierarchy) + 20];

	memcpy(items, hierarchy, sizeof(hierarchy));
	memcpy(items + sizeof(hierarchy), more, n);
	put_header(variables, 1);
	put_small(CHANGES);
	put_small(GEOMETRY);
	put_hierarchy(items, sizeof(hierarchy) + n, sizeof(hierarchy) + n);
	return is_whole();
}

START_TEST(an_end_without_scope)
{
	static const char begin_and_end[] = {'\xfe', 0, 'u', 0, 0, '\xff'};
	static const char end_and_begin[] = {'\xff', '\xfe', 0, 'u', 0, 0};

	ck_assert(is_whole_with(begin_and_end, sizeof(begin_and_end), 2));
	ck_assert(!is_whole_with(end_and_begin, sizeof(end_and_begin), 2));
}
END_TEST

START_TEST(zeros_are_no_variable)
{
	static const char variable[] = {0, 0, 'c', 0, 0, 0};
	static const char zeros[5];

	ck_assert(is_whole_with(variable, sizeof(variable), 3));
	ck_assert(!is_whole_with(zeros, sizeof(zeros), 3));
}
END_TEST

START_TEST(a_variable_is_missing)
{
	for (uint64_t variables = 0; variables <= 3; variables++) {
		put_whole();
		file[9 + 5 * 8 + 7] = (unsigned char)variables;
		ck_assert(is_whole() == (variables == 2));
	}
}
END_TEST

START_TEST(no_variable)
{
	static const char empty[] = {'\xfe', 0,   'l', 'o', 'n', 'g',    ' ',   'n',
				     'a',    'm', 'e', 0,   0,   '\xff', '\xfd'};

	put_header(0, 1);
	put_small(CHANGES);
	put_small(GEOMETRY);
	put_hierarchy(empty, sizeof(empty), sizeof(empty));
	ck_assert(!is_whole());
}
END_TEST

START_TEST(a_block_is_missing)
{
	for (int missing = 0; missing < 4; missing++) {
		put_header(2, 1);
		if (missing == 0)
			size = 0;
		if (missing != 1)
			put_small(CHANGES);
		if (missing != 2)
			put_small(GEOMETRY);
		if (missing != 3)
			put_hierarchy(hierarchy, sizeof(hierarchy), sizeof(hierarchy));
		ck_assert_msg(!is_whole(), "%d", missing);
	}
}
END_TEST

START_TEST(a_block_that_was_not_ended)
{
	put_header(2, 1);
	put_small(CHANGES);
	put_small(UNFINISHED);
	put_small(GEOMETRY);
	put_hierarchy(hierarchy, sizeof(hierarchy), sizeof(hierarchy));
	ck_assert(!is_whole());
}
END_TEST

START_TEST(no_file)
{
	ck_assert(!fst_is_whole(scratch_path("none.fst")));
	ck_assert(!fst_is_whole(scratch_directory));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fst_whole");
	TCase *tests = tcase_create("fst_whole");

	tcase_add_unchecked_fixture(tests, scratch_begin, scratch_end);
	tcase_add_test(tests, a_whole_one);
	tcase_add_test(tests, cut_anywhere);
	tcase_add_test(tests, cut_in_a_block_that_is_not_looked_into);
	tcase_add_test(tests, too_long);
	tcase_add_test(tests, zeros_at_the_end_of_the_hierarchy);
	tcase_add_test(tests, a_hierarchy_of_another_size);
	tcase_add_test(tests, a_scope_without_end);
	tcase_add_test(tests, an_end_without_scope);
	tcase_add_test(tests, zeros_are_no_variable);
	tcase_add_test(tests, a_variable_is_missing);
	tcase_add_test(tests, no_variable);
	tcase_add_test(tests, a_block_is_missing);
	tcase_add_test(tests, a_block_that_was_not_ended);
	tcase_add_test(tests, no_file);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
