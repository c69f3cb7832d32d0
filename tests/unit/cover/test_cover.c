/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coverage sampler over hand-made pin sequences: exactly which bins of a group they hit. Each
 * group has at least two sequences that differ in one aspect, and so hit different bins.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cover_fixture.h"
#include "suite.h"

#define TABLE(name)                                                                                \
	{                                                                                          \
		name, &n_##name                                                                    \
	}

static const struct {
	const struct cover_row *rows;
	const unsigned int *n;
} tables[] = {
	TABLE(cover_rows_request),  TABLE(cover_rows_entry),     TABLE(cover_rows_tlb),
	TABLE(cover_rows_pointers), TABLE(cover_rows_walker),    TABLE(cover_rows_segment),
	TABLE(cover_rows_cross),    TABLE(cover_rows_cross_tlb), TABLE(cover_rows_array),
	TABLE(cover_rows_lines),
};

#define N_TABLES ((int)(sizeof(tables) / sizeof(tables[0])))

START_TEST(rows)
{
	for (unsigned int i = 0; i < *tables[_i].n; i++) {
		const struct cover_row *row = &tables[_i].rows[i];
		struct cover_counts *counts = cover_play(row->script);
		char said[4096];

		cover_said(counts, row->group, row->of, said, sizeof(said));
		ck_assert_msg(!strcmp(said, row->bins),
			      "row %u, %s: hit '%s', expected '%s', by\n%s", i,
			      cover_groups[row->group].name, said, row->bins, row->script);
		cover_counts_destroy(counts);
	}
}
END_TEST

START_TEST(every_group_is_told_apart)
{
	const char *first[GROUPS] = {NULL};
	bool apart[GROUPS] = {false};

	for (int table = 0; table < N_TABLES; table++) {
		for (unsigned int i = 0; i < *tables[table].n; i++) {
			const struct cover_row *row = &tables[table].rows[i];

			if (!first[row->group])
				first[row->group] = row->bins;
			else if (strcmp(first[row->group], row->bins) != 0)
				apart[row->group] = true;
		}
	}
	for (unsigned int group = 0; group < GROUPS; group++)
		ck_assert_msg(apart[group], "%s: not two sequences that differ",
			      cover_groups[group].name);
}
END_TEST

START_TEST(nothing_before_reset)
{
	struct mmu_config config = {.itlb_entries = 4, .dtlb_entries = 4, .formats = 255};
	struct cover_counts *counts = cover_counts_create();
	struct cover *cover = cover_create(&config, counts);
	struct mmu_in in = {.data_req_valid = 1, .data_req_seg = 6};
	struct mmu_out out = {.data_req_ready = 1};

	cover_cycle(cover, &in, &out);
	for (uint32_t cell = 0; cell < counts->first[GROUPS]; cell++)
		ck_assert_uint_eq(counts->hits[cell], 0);
	cover_destroy(cover);
	cover_counts_destroy(counts);
}
END_TEST

START_TEST(a_reset_forgets)
{
	struct cover_counts *counts = cover_play(SV39_ON PAGE "rst=1 +ptbr_held=0 ; " SV39_ON PAGE);
	char said[256];

	/* Filled twice, in an empty TLB. */
	cover_said(counts, G_cp_tlb_occupancy, NULL, said, sizeof(said));
	ck_assert_str_eq(said, "data,empty");
	cover_said(counts, G_cp_match, NULL, said, sizeof(said));
	ck_assert_str_eq(said, "");
	cover_counts_destroy(counts);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cover");
	TCase *tcase = tcase_create("cover");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, rows, 0, N_TABLES);
	tcase_add_test(tcase, every_group_is_told_apart);
	tcase_add_test(tcase, nothing_before_reset);
	tcase_add_test(tcase, a_reset_forgets);
	return suite_run(suite);
}
