/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with lines, a walk cache and an array against line-2, cache-2 to cache-4, array-2 and
 * array-3 of rtl/contract: what it says to those two of PTEs out of lines.
 */
#include <check.h>

#include "suite.h"
#include "walker_array_fixture.h"

static void setup_with_all(void)
{
	start_with(WALKER_WITH_CACHE | WALKER_WITH_ARRAY | WALKER_WITH_LINES);
}

static void setup_with_cache_and_lines(void)
{
	start_with(WALKER_WITH_CACHE | WALKER_WITH_LINES);
}

static void line_answers(uint64_t pte)
{
	set("line_rsp_valid", 1);
	set("line_rsp_data", pte);
}

static void next_behind_line(void)
{
	edge();
	set("line_rsp_valid", 0);
	set("line_rsp_data", 0);
}

/* Pointers and the page become entries as if memory had answered with them. */
START_TEST(fills)
{
	go_from_root(MODE_SV39, 0);
	edge();
	line_answers(PTE_OF(TABLE_2) | PTE_G);
	expect_fill(2, TABLE_2, PTE_G);
	expect_no_array_fill();
	next_behind_line();
	line_answers(PTE_OF(TABLE_1));
	expect_no_fill();
	expect_array_fill(1, true, TO_TABLE_1 | PTE_G);
	next_behind_line();
	line_answers(LEAF);
	expect_array_fill(0, false, LEAF | PTE_G);
	expect_array_touch(0);
}
END_TEST

/* With a fence in an earlier cycle none of them does. */
START_TEST(fenced)
{
	go_from_root(MODE_SV39, 0);
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	line_answers(PTE_OF(TABLE_2));
	expect_no_fill();
	expect_no_array_fill();
	expect_silence();
}
END_TEST

/* A walk that is blind takes PTEs out of lines, and fills the array with none. */
START_TEST(blind)
{
	set("array_status_sweeps", 1);
	data_misses(MODE_SV39, VA39, 0);
	find_nothing();
	expect_read(ROOT39);
	edge();
	line_answers(PTE_OF(TABLE_2));
	expect_fill(2, TABLE_2, 0);
	next_behind_line();
	line_answers(PTE_OF(TABLE_1));
	expect_no_array_fill();
	next_behind_line();
	line_answers(LEAF);
	expect_no_array_fill();
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

/*
 * cache-2: bit 7 is that of the PTE out of the line, whatever memory shows beside it; one without A
 * is none.
 */
START_TEST(no_fills)
{
	static const struct {
		uint64_t pte, beside;
		bool fills;
	} of[] = {
		{X86_TABLE(TABLE_1) | X86_PS, 0, false},
		{X86_TABLE(TABLE_1), X86_PS, true},
		{X86_TABLE(TABLE_1) & ~X86_A, X86_A, false},
	};

	data_misses(MODE_X86_2, VA39, ACCESS_OPEN);
	find_nothing();
	edge();
	set("mem_rsp_data", of[_i].beside);
	line_answers(of[_i].pte);
	expect("walk_req_valid", 1);
	if (of[_i].fills)
		expect_fill(1, TABLE_1, PTE_W | PTE_X | PTE_U);
	else
		expect_no_fill();
}
END_TEST

/* A walk behind an entry takes a PTE out of a line: it goes back once, and what it read counts not.
 */
START_TEST(goes_back_from_behind)
{
	data_misses(MODE_SV39, VA39, 0);
	find(2, TABLE_2, 0);
	expect_read(TABLE_2 << 12 | 3 << 3);
	expect("search_events_cache", 1);
	edge();
	line_answers(PTE_OF(TABLE_1));
	next_behind_line();
	answer(0);
	expect("search_events_back", 1);
	next();
	expect_read(ROOT39);
	expect("search_events_cache", 0);
	expect("line_walk_fresh", 1);
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* A fault behind an entry makes fresh, too, without a PTE out of a line. */
START_TEST(fresh_from_behind)
{
	data_misses(MODE_SV39, VA39, 0);
	find(2, TABLE_2, 0);
	edge();
	expect("line_walk_fresh", 0);
	answer(0);
	expect("search_events_back", 1);
	next();
	expect_read(ROOT39);
	expect("line_walk_fresh", 1);
}
END_TEST

/* array-2: with a page that serves, nothing is read. */
START_TEST(a_page)
{
	data_misses(MODE_SV39, VA39, 0);
	find_page(0, LEAF);
	expect_silence();
	edge();
	expect_silence();
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_lines_fills");
	TCase *all = tcase_create("all");
	TCase *cache = tcase_create("cache");

	suite_add_tcase(suite, all);
	tcase_add_checked_fixture(all, setup_with_all, teardown);
	tcase_add_test(all, fills);
	tcase_add_test(all, fenced);
	tcase_add_test(all, blind);
	tcase_add_test(all, a_page);
	suite_add_tcase(suite, cache);
	tcase_add_checked_fixture(cache, setup_with_cache_and_lines, teardown);
	tcase_add_loop_test(cache, no_fills, 0, 3);
	tcase_add_test(cache, goes_back_from_behind);
	tcase_add_test(cache, fresh_from_behind);

	return suite_run(suite);
}
