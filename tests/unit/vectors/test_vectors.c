/* SPDX-License-Identifier: Apache-2.0 */
/* The vector reader: files, lines, memory. */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "suite.h"
#include "vectors_fixture.h"

static const char small[] = "# header\n"
			    "S 0 mode=1 root=0x80000 sum=1 mxr=0 pbmte=0 adue=1\n"
			    "M 80000040 fe8000c6\n"
			    "M 801ffffc 1\n"
			    "Q ok F U 3aa0ce52 K 11660ce52 R800003a8\n"
			    "Q v0_leaf L S 0 F 13 R80000000\n"
			    "E\n"
			    "\n"
			    "S 12 mode=8 root=0x80001 sum=0 mxr=1 pbmte=1 adue=0 # c\r\n"
			    "M 80000040 803aa05d400020c9\n"
			    "Q a0d0 S U fffffff3cf5e11bd K d27a1be771a1bd R80000e78 R80009f08 "
			    "W80009f08=349e86f9dc68df\n"
			    "Q table F S 8 F 1\n"
			    "Q table L S 8 F 5\n"
			    "Q table S S 8 F 7\n"
			    "Q page F S 8 F 12\n"
			    "Q page S S 8 F 15\n"
			    "E\n"
			    "S 13 adue=1 pbmte=0 mxr=0 sum=0 root=fffffffffff mode=10\n"
			    "E\n"
			    "S 14 mode=9 root=0 sum=0 mxr=0 pbmte=0 adue=0\n"
			    "Q x F U 0 K 0\n"
			    "E\n";

static const char small_said[] =
	"2: S0 rv32 80080000 sum adue, 4 bytes: 80000040=fe8000c6 801ffffc=1\n"
	"5: ok FU 3aa0ce52 = 11660ce52 R800003a8\n"
	"6: v0_leaf LS 0 page R80000000\n"
	"9: S12 rv64 8000000000080001 mxr pbmte, 8 bytes: 80000040=803aa05d400020c9\n"
	"11: a0d0 SU fffffff3cf5e11bd = d27a1be771a1bd R80000e78 R80009f08 "
	"W80009f08=349e86f9dc68df\n"
	"12: table FS 8 access\n"
	"13: table LS 8 access\n"
	"14: table SS 8 access\n"
	"15: page FS 8 page\n"
	"16: page SS 8 page\n"
	"18: S13 rv64 a0000fffffffffff adue, 8 bytes:\n"
	"20: S14 rv64 9000000000000000, 8 bytes:\n"
	"21: x FU 0 = 0\n";

START_TEST(good_file)
{
	char packed[4096];
	size_t n;

	ck_assert_int_eq(read_vectors(small, strlen(small)), VECTORS_END);
	ck_assert_str_eq(said, small_said);
	n = scratch_pack(ARCHIVE_FILTER_GZIP, small, strlen(small), packed, sizeof(packed));
	ck_assert_int_eq(read_vectors(packed, n), VECTORS_END);
	ck_assert_str_eq(said, small_said);
	ck_assert_int_eq(read_vectors(packed, n - 9), VECTORS_ERROR);
	ck_assert_msg(strstr(said, "cannot read: ") != NULL, "%s", said);
}
END_TEST

static void expect_word(const struct vector_scenario *s, uint64_t pa, unsigned int bytes,
			uint64_t expected)
{
	uint64_t value = ~expected;

	ck_assert_msg(vector_scenario_read(s, pa, bytes, &value), "nothing at %" PRIx64, pa);
	ck_assert_uint_eq(value, expected);
}

static void expect_no_word(const struct vector_scenario *s, uint64_t pa, unsigned int bytes)
{
	uint64_t value = 0x5a;

	ck_assert_msg(!vector_scenario_read(s, pa, bytes, &value), "a word at %" PRIx64, pa);
	ck_assert_uint_eq(value, 0x5a);
}

START_TEST(memory)
{
	static const char text[] = "S 0 mode=1 root=80000 sum=0 mxr=0 pbmte=0 adue=0\n"
				   "M 80000000 11\nM 80000004 ffffffff\nM 8000000c 22\n"
				   "M 801ffffc 33\nE\n"
				   "S 1 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\n"
				   "M 80000008 fedcba9876543210\nM 801ffff8 44\nE\n";
	const char *path = scratch_file("memory", text, strlen(text));
	const struct vector_scenario *s;
	struct vector_question question;
	struct vectors *vectors;
	char error[700];

	vectors = vectors_open(path, error, sizeof(error));
	ck_assert_ptr_nonnull(vectors);
	s = vectors_scenario(vectors);
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_SCENARIO);
	expect_word(s, 0x80000000, 4, 0x11);
	expect_word(s, 0x80000004, 4, 0xffffffff);
	expect_word(s, 0x80000008, 4, 0);
	expect_word(s, 0x8000000c, 4, 0x22);
	expect_word(s, 0x80000000, 8, 0xffffffff00000011);
	expect_word(s, 0x80000008, 8, 0x2200000000);
	expect_word(s, 0x801ffffc, 4, 0x33);
	expect_word(s, 0x80100000, 4, 0);
	expect_no_word(s, 0x80000002, 4);
	expect_no_word(s, 0x80000004, 8);
	expect_no_word(s, 0x80000000, 2);
	expect_no_word(s, 0x7ffffffc, 4);
	expect_no_word(s, 0x80200000, 4);
	expect_no_word(s, 0x180000000, 8);
	expect_no_word(s, 0, 4);
	/* The next scenario begins with nothing of this one. */
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_SCENARIO);
	s = vectors_scenario(vectors);
	ck_assert_uint_eq(s->n_words, 2);
	expect_word(s, 0x80000000, 8, 0);
	expect_word(s, 0x80000008, 8, 0xfedcba9876543210);
	expect_word(s, 0x801ffff8, 8, 0x44);
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_END);
	ck_assert_double_eq(vectors_progress(vectors), 1);
	vectors_close(vectors);
}
END_TEST

/* More words than the reader first has room for, and fewer again. */
START_TEST(many_words)
{
	static char text[1 << 20];
	const struct vector_scenario *s;
	struct vector_question question;
	struct vectors *vectors;
	unsigned int i, n;
	char error[700];
	size_t size = 0;

	for (n = 2000; n; n /= 10) {
		size += sprintf(text + size, "%s", n == 200 ? SV32 : SV39);
		for (i = 0; i < n; i++)
			size += sprintf(text + size, "M %x %x\n", 0x80000000 + i * 8, i + n);
		size += sprintf(text + size, "E\n");
	}
	vectors = vectors_open(scratch_file("many", text, size), error, sizeof(error));
	ck_assert_ptr_nonnull(vectors);
	for (n = 2000; n; n /= 10) {
		ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_SCENARIO);
		s = vectors_scenario(vectors);
		ck_assert_uint_eq(s->n_words, n);
		for (i = 0; i < 2000; i++) {
			uint64_t value = 1, expected = i < n ? i + n : 0;

			if (!vector_scenario_read(s, 0x80000000 + i * 8, 8, &value) ||
			    value != expected)
				ck_abort_msg("of %u, word %u is %" PRIx64, n, i, value);
		}
	}
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_END);
	vectors_close(vectors);
}
END_TEST

START_TEST(cut_anywhere)
{
	size_t size = strlen(small), cut;
	unsigned int good = 0;
	const char *rest;

	for (cut = 0; cut < size; cut++) {
		good += read_vectors(small, cut) == VECTORS_END;
		rest = strchr(said_of_cut(small, cut, small_said), '\n');
		if (rest && rest[1] && !strstr(rest, ": the file ends inside the scenario"))
			ck_abort_msg("cut at %zu, more than its last line differs:\n%s", cut, said);
	}
	/* Only a cut behind the end of an E goes unseen, or behind the blank line. */
	ck_assert_uint_eq(good, 2 + 1 + 1);
}
END_TEST

START_TEST(scrambled)
{
	size_t size = strlen(small);
	unsigned long long seed = 1;
	unsigned int round, errors = 0;
	char text[sizeof(small)];

	for (round = 0; round < 10000; round++) {
		scratch_scramble(&seed, small, size, text);
		errors += read_vectors(text, size) == VECTORS_ERROR;
	}
	ck_assert_uint_gt(errors, 5000);
	ck_assert_uint_lt(errors, 10000);
}
END_TEST

START_TEST(no_such_file)
{
	char error[700], expected[700];

	ck_assert_ptr_null(vectors_open(scratch_path("nowhere"), error, sizeof(error)));
	snprintf(expected, sizeof(expected), "%s: No such file or directory",
		 scratch_path("nowhere"));
	ck_assert_str_eq(error, expected);
	vectors_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vectors");
	TCase *tc = tcase_create("vectors");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, good_file);
	tcase_add_test(tc, memory);
	tcase_add_test(tc, many_words);
	tcase_add_test(tc, cut_anywhere);
	tcase_add_test(tc, scrambled);
	tcase_add_test(tc, no_such_file);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
