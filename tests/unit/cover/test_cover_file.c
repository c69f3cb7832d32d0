/* SPDX-License-Identifier: Apache-2.0 */
/* Coverage in files: written, added up, excluded, reported. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cover/counts.h"
#include "cover/file.h"
#include "cover/report.h"
#include "scratch.h"
#include "suite.h"

static struct cover_counts *counts;
static char error[256];

static void begin(void)
{
	counts = cover_counts_create();
	ck_assert_ptr_nonnull(counts);
}

static void end(void)
{
	cover_counts_destroy(counts);
}

/* A file with this content. */
static const char *file_of(const char *text)
{
	return scratch_file("cover", text, strlen(text));
}

static uint64_t hits(enum cover_group_id group, uint32_t cell)
{
	return counts->hits[counts->first[group] + cell];
}

START_TEST(every_name_reads_back)
{
	const char *path = file_of("");
	struct cover_counts *again = cover_counts_create();

	for (uint32_t cell = 0; cell < counts->first[GROUPS]; cell++)
		counts->hits[cell] = cell % 7;
	ck_assert_int_eq(cover_write(counts, path), 0);
	ck_assert_msg(cover_read(again, path, error, sizeof(error)), "%s", error);
	ck_assert_mem_eq(counts->hits, again->hits, counts->first[GROUPS] * sizeof(uint64_t));
	/* A second time: they add up. */
	ck_assert(cover_read(again, path, error, sizeof(error)));
	for (uint32_t cell = 0; cell < counts->first[GROUPS]; cell++)
		ck_assert_uint_eq(again->hits[cell], 2 * (cell % 7));
	cover_counts_destroy(again);
}
END_TEST

/* Wherever a file is cut off, it is no file. */
START_TEST(cut_anywhere)
{
	static const char whole[] = "pagewalk cover 2\ncp_mode:sv39 10\ncp_mode:sv48 1\nend 2\n";
	char text[sizeof(whole)];

	for (size_t cut = 0; cut <= strlen(whole); cut++) {
		memcpy(text, whole, cut);
		text[cut] = 0;
		ck_assert_msg(cover_read(counts, file_of(text), error, sizeof(error)) ==
				      (cut == strlen(whole)),
			      "cut at %zu", cut);
	}
}
END_TEST

/* A bin that was hit stays so. */
START_TEST(sums_do_not_wrap)
{
	const char *path = file_of("pagewalk cover 2\ncp_mode:sv39 18446744073709551615\n"
				   "cp_mode:sv39 1\nend 2\n");

	for (int i = 0; i < 2; i++) {
		ck_assert_msg(cover_read(counts, path, error, sizeof(error)), "%s", error);
		ck_assert_uint_eq(hits(G_cp_mode, SV39), UINT64_MAX);
	}
}
END_TEST

START_TEST(names_differ)
{
	uint32_t cells = counts->first[GROUPS];
	char(*names)[COVER_NAME_SIZE] = calloc(cells, COVER_NAME_SIZE);
	unsigned int bins = 0;

	for (unsigned int group = 0; group < GROUPS; group++) {
		for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1];
		     cell++) {
			cover_name(counts, group, cell, names[cell]);
			ck_assert_uint_lt(strlen(names[cell]), COVER_NAME_SIZE - 1);
			bins += cover_is_bin(counts, group, cell);
		}
	}
	qsort(names, cells, COVER_NAME_SIZE, (int (*)(const void *, const void *))strcmp);
	for (uint32_t cell = 1; cell < cells; cell++)
		ck_assert_str_ne(names[cell - 1], names[cell]);
	ck_assert_uint_ge(bins, 5000);
	free(names);
}
END_TEST

static const struct {
	const char *text, *where;
} bad_files[] = {
	{"", ":1:"},
	{"pagewalk 1\n", ":1:"},
	{"pagewalk cover 2\ncp_mode:sv39\n", ":2:"},
	{"pagewalk cover 2\ncp_mode:sv39 1\ncp_mode:sv99 1\n", ":3:"},
	{"pagewalk cover 2\ncp_node:sv39 1\n", ":2:"},
	{"pagewalk cover 2\ncp_mode:sv39,load 1\n", ":2:"},
	{"pagewalk cover 2\ncp_acc:sv39 1\n", ":2:"},
	{"pagewalk cover 2\ncp_mode:sv39 -1\n", ":2:"},
	{"pagewalk cover 2\ncp_mode:sv39 1x\n", ":2:"},
	{"pagewalk cover 2\ncp_mode:sv39 1", ":2:"},
	{"pagewalk cover 2\ncp_mode:sv39 99999999999999999999\n", ":2:"},
	{"pagewalk cover 1\ncp_mode:sv39 1\n", ":1: not a line"},
	{"pagewalk cover 2\n", ":1: the file has no end"},
	{"pagewalk cover 2\ncp_mode:sv39 1\n", ":2: the file has no end"},
	{"pagewalk cover 2\ncp_mode:sv39 1\nend 2\n", ":3: not a line"},
	{"pagewalk cover 2\ncp_mode:sv39 1\nend 0\n", ":3: not a line"},
	{"pagewalk cover 2\ncp_mode:sv39 1\nend 1", ":3: not a line"},
	{"pagewalk cover 2\ncp_mode:sv39 1\nend \n", ":3: not a line"},
	{"pagewalk cover 2\ncp_mode:sv39 1\nend\n", ":3: not a line"},
	{"pagewalk cover 2\ncp_mode:sv39 1\nend 1\nend 1\n", ":4: a line behind the end"},
	{"pagewalk cover 2\nend 0\ncp_mode:sv39 1\n", ":3: a line behind the end"},
};

START_TEST(bad_file)
{
	ck_assert(!cover_read(counts, file_of(bad_files[_i].text), error, sizeof(error)));
	ck_assert_msg(strstr(error, bad_files[_i].where), "%s", error);
}
END_TEST

START_TEST(no_file)
{
	ck_assert(!cover_read(counts, "/no/such/file", error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "/no/such/file"));
	ck_assert_int_eq(cover_write(counts, "/no/such/file"), -1);
}
END_TEST

START_TEST(exclusions)
{
	const char *path = file_of("# why\n\ncp_adue:sv39,? nobody asks\ncp_adue:*,1 never on\n");
	struct cover_excluded *excluded = cover_excluded_read(counts, path, error, sizeof(error));
	struct cover_sum sum;

	ck_assert_msg(excluded, "%s", error);
	ck_assert_uint_eq(excluded->n, 2);
	ck_assert_uint_eq(excluded->of[0].bins, 2);
	ck_assert_uint_eq(excluded->of[1].bins, 4);
	ck_assert_str_eq(excluded->of[0].reason, "nobody asks");
	sum = cover_sum_group(counts, excluded, G_cp_adue);
	ck_assert_uint_eq(sum.bins, 3); /* of 8 */
	ck_assert_uint_eq(sum.excluded, 5);
	ck_assert_uint_eq(sum.hit, 0);
	HIT(counts, cp_adue, SV32, 0);
	sum = cover_sum_group(counts, excluded, G_cp_adue);
	ck_assert_uint_eq(sum.hit, 1);
	ck_assert_uint_eq(sum.wrong, 0);
	HIT(counts, cp_adue, SV39, 0);
	sum = cover_sum_group(counts, excluded, G_cp_adue);
	ck_assert_uint_eq(sum.hit, 1);
	ck_assert_uint_eq(sum.wrong, 1);
	cover_excluded_free(excluded);
}
END_TEST

static const char *const bad_exclusions[] = {
	"cp_mode:sv39\n",
	"cp_mode:sv39 \n",
	"cp_mode:sv99 no such bin\n",
	" cp_mode:sv39 a blank before it\n",
	"cp_sum:*,fetch,*,* not one of these exists\n",
	"cp_mode:sv39 cut off",
};

START_TEST(bad_exclusion)
{
	const char *path = file_of(bad_exclusions[_i]);

	ck_assert_ptr_null(cover_excluded_read(counts, path, error, sizeof(error)));
	ck_assert_msg(strstr(error, ":1: "), "%s", error);
}
END_TEST

START_TEST(what_does_not_exist_is_told)
{
	struct cover_sum sum = cover_sum_all(counts, NULL);

	ck_assert_uint_eq(sum.hit + sum.wrong + sum.excluded, 0);
	HIT(counts, cp_sum, RISCV, FETCH, USER, 0); /* a fetch has no SUM */
	ck_assert_uint_eq(hits(G_cp_sum, 0), 1);
	sum = cover_sum_all(counts, NULL);
	ck_assert_uint_eq(sum.hit, 0);
	ck_assert_uint_eq(sum.wrong, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cover_file");
	TCase *tcase = tcase_create("cover_file");

	suite_add_tcase(suite, tcase);
	tcase_add_unchecked_fixture(tcase, scratch_begin, scratch_end);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, every_name_reads_back);
	tcase_add_test(tcase, cut_anywhere);
	tcase_add_test(tcase, sums_do_not_wrap);
	tcase_add_test(tcase, names_differ);
	tcase_add_loop_test(tcase, bad_file, 0, sizeof(bad_files) / sizeof(bad_files[0]));
	tcase_add_test(tcase, no_file);
	tcase_add_test(tcase, exclusions);
	tcase_add_loop_test(tcase, bad_exclusion, 0,
			    sizeof(bad_exclusions) / sizeof(bad_exclusions[0]));
	tcase_add_test(tcase, what_does_not_exist_is_told);
	return suite_run(suite);
}
