/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that go back behind PTEs out of lines, that a fence cuts off between them, and that find
 * pointers of the walk cache or of the array beside them, shown to the judge on pins made by hand
 * (rtl/contract, line-2, line-5, line-6).
 */
#include <check.h>

#include "lines_fixture.h"
#include "suite.h"

#define NO_BACK "a walk that goes back, though it has not found a fault behind pointers that it"

/* All of page n from the root on, behind what the walk has done so far; and its answer. */
static const char *all_of(uint64_t n, uint64_t pa, enum fault fault)
{
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line(TABLE << 12));
	ck_assert_ptr_null(reads_line(LEAF(n)));
	return ends(pa, fault);
}

/* What is there already, and a load whose walk takes root and table out of lines. */
static void takes_two(uint64_t n)
{
	walks_from_root(4);
	load(n << 12);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(gives());
}

/* ---- A fault is fresh ---- */

/* The leaf is read, for its V is 0: that is no fault yet. */
START_TEST(goes_back)
{
	struct monitor_counts counts = {.walks = 0};

	takes_two(NO_FRAME);
	ck_assert_ptr_null(reads_line(LEAF(NO_FRAME)));
	ck_assert_ptr_null(back());
	ck_assert_ptr_null(all_of(NO_FRAME, 0, FAULT_PAGE));
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
	scoreboard_count(board, &counts);
	ck_assert_uint_eq(counts.backs, 1);
}
END_TEST

/* The page is there now. */
START_TEST(finds_a_page)
{
	takes_two(NO_FRAME);
	ck_assert_ptr_null(reads_line(LEAF(NO_FRAME)));
	make_page(NO_FRAME);
	ck_assert_ptr_null(back());
	ck_assert_ptr_null(all_of(NO_FRAME, 0x90002000, FAULT_NONE));
	hits(NO_FRAME);
}
END_TEST

START_TEST(faults_at_once)
{
	takes_two(NO_FRAME);
	ck_assert_ptr_null(reads_line(LEAF(NO_FRAME)));
	says(ends(0, FAULT_PAGE), "a fault of a walk that took a PTE out of a line");
}
END_TEST

/* All PTEs are out of lines, and the store finds a page that is not for it. */
static void no_right(void)
{
	change_leaf(6, UINT64_C(0x90006) << 10 | 0x43);
	walks_from_root(4);
	store(6 << 12);
	for (unsigned int i = 0; i < 3; i++)
		ck_assert_ptr_null(gives());
}

/* The walk has asked for nothing before it goes back. */
START_TEST(goes_back_from_lines_alone)
{
	no_right();
	ck_assert_ptr_null(back());
	ck_assert_ptr_null(all_of(6, 0, FAULT_PAGE));
}
END_TEST

START_TEST(faults_without_a_read)
{
	no_right();
	says(ends(0, FAULT_PAGE), "a fault of a walk that took a PTE out of a line");
}
END_TEST

START_TEST(goes_back_from_a_page)
{
	walks_from_root(4);
	load(5 << 12);
	for (unsigned int i = 0; i < 3; i++)
		ck_assert_ptr_null(gives());
	ck_assert_ptr_null(back());
	says(reads_line(ROOT << 12), NO_BACK);
}
END_TEST

/* Nothing was kept, so a fault had to be told. */
START_TEST(goes_back_from_the_root)
{
	load(NO_FRAME << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line(TABLE << 12));
	ck_assert_ptr_null(reads_line(LEAF(NO_FRAME)));
	ck_assert_ptr_null(back());
	says(reads_line(ROOT << 12), NO_BACK);
}
END_TEST

/* A walk that has gone back takes nothing. */
START_TEST(fresh)
{
	takes_two(NO_FRAME);
	ck_assert_ptr_null(reads_line(LEAF(NO_FRAME)));
	ck_assert_ptr_null(back());
	ck_assert_ptr_null(reads_line(ROOT << 12));
	agrees();
	refuses("a walk that has gone back, and asks for nothing");
}
END_TEST

/* ---- Time ---- */

START_TEST(read_beside_the_search)
{
	search(0x4000, false);
	says(reads_line(ROOT << 12), "a memory access before the lines are searched");
}
END_TEST

START_TEST(read_with_the_answer)
{
	load(0x4000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_main = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	out.mem_req_addr = TABLE << 12;
	refuses("a memory access before the lines are searched");
}
END_TEST

/* A line takes two cycles: the answer may not be shown behind the first. */
START_TEST(answered_early)
{
	takes_two(5);
	agrees();
	says(ends(0x90005000, FAULT_NONE), "a walk that is answered late");
}
END_TEST

/* ---- Fences ---- */

/* What a line gave before it is judged; the walk begins anew, and has no lines. */
START_TEST(fence_behind_a_line)
{
	takes_two(5);
	agrees();
	fence(true, UINT64_C(1) << 62, false, 0);
	/* The line has been searched in the cycle before, and its PTE is a page: no walk ends. */
	agrees();
	agrees();
	ck_assert_ptr_null(all_of(5, 0x90005000, FAULT_NONE));
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
}
END_TEST

/* In the cycle of the search: the PTE comes, and counts for nothing. */
START_TEST(fence_beside_a_search)
{
	takes_two(5);
	fence(true, UINT64_C(1) << 62, false, 0);
	agrees();
	agrees();
	agrees();
	ck_assert_ptr_null(all_of(5, 0x90005000, FAULT_NONE));
}
END_TEST

/* In the cycle of memory's answer: the next read is asked for, and disregarded. */
START_TEST(fence_in_the_answer)
{
	load(0x4000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = in.mem_rsp_main = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	fence(false, 0, false, 0);
	in.mem_rsp_valid = 0;
	if (_i) {
		says(reads_line((TABLE << 12) + 8), "a read at 80001008 behind the fence");
		return;
	}
	ck_assert_ptr_null(reads_line(TABLE << 12));
	agrees();
	agrees();
	ck_assert_ptr_null(all_of(4, 0x90004000, FAULT_NONE));
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
}
END_TEST

/* In the last cycle of a search it is that of the root; and so it is where a walk goes back. */
START_TEST(fence_before_the_root)
{
	if (_i & 1) {
		takes_two(NO_FRAME);
		ck_assert_ptr_null(reads_line(LEAF(NO_FRAME)));
	} else {
		search(0x4000, false);
	}
	fence(false, 0, false, 0);
	if (_i & 2) {
		says(reads_line((ROOT << 12) + 8), "a read at 80000008 behind the fence");
		return;
	}
	ck_assert_ptr_null(reads_line(ROOT << 12));
}
END_TEST

/* The line that comes beside a fence, or behind one, is not kept. */
START_TEST(fill_beside_a_fence)
{
	struct monitor_counts counts = {.walks = 0};

	load(0x4000);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = TABLE << 12;
	agrees();
	out.mem_req_valid = 0;
	if (_i)
		fence(false, 0, false, 0);
	in.mem_rsp_valid = in.mem_rsp_main = 1;
	in.mem_rsp_line_0 = in.mem_rsp_data = LEAVES << 10 | 1;
	if (_i)
		agrees();
	else
		fence(false, 0, false, 0);
	in.mem_rsp_valid = 0;
	scoreboard_count(board, &counts);
	ck_assert_uint_eq(counts.line_fills, 1);
}
END_TEST

/* ---- Beside pointers ---- */

static void with_walk_cache(void)
{
	begin_lines_and(4, 0);
}

/* Behind a pointer of the walk cache the rest is out of a line, or all is. */
START_TEST(behind_pointers)
{
	walks_from_root(4);
	load(5 << 12);
	for (int i = _i; i < 3; i++)
		ck_assert_ptr_null(gives());
	ck_assert_ptr_null(ends(0x90005000, FAULT_NONE));
}
END_TEST

/* A pointer that a line gave may be skipped: what is read next is behind it. */
START_TEST(skips_what_a_line_gave)
{
	const uint64_t large = UINT64_C(0x200000);

	image_page(image, 0x80003, (const uint64_t[]){0x90200 << 10 | RWAD}, 1, 8);
	ck_assert(image_write(image, (TABLE << 12) + 8, 8, 0x80003 << 10 | 1));
	walks_from_root(4);
	load(large);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(reads_line(0x80003000));
	ck_assert_ptr_null(ends(0x90200000, FAULT_NONE));
	load(large | 0x1000);
	image_page(image, 0x80003, (const uint64_t[]){0, 0x90201 << 10 | RWAD}, 2, 8);
	ck_assert_ptr_null(reads_line(0x80003008));
	ck_assert_ptr_null(ends(0x90201000, FAULT_NONE));
}
END_TEST

/* Without a walk cache none is skipped. */
START_TEST(skips_without_a_walk_cache)
{
	walks_from_root(4);
	load(5 << 12);
	ck_assert_ptr_null(gives());
	says(ends(0x90005000, FAULT_NONE), "a walk that skips pointers, which nothing here keeps");
}
END_TEST

static void with_array(void)
{
	begin_lines_and(0, 4);
}

/* A load, and its walk has searched the array. */
static void load_array(uint64_t va)
{
	load(va);
	agrees();
	agrees();
}

/*
 * Pages and pointers become entries of the array, read or out of lines. Page 4 is in the set of the
 * pointer, and would take its way.
 */
START_TEST(array_keeps_them)
{
	struct monitor_counts counts = {.walks = 0};

	load_array(5 << 12);
	ck_assert_ptr_null(all_of(5, 0x90005000, FAULT_NONE));
	/* Behind the pointer, all that is left is out of a line. */
	load_array(6 << 12);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(ends(0x90006000, FAULT_NONE));
	/* The array serves page 6, which walks of other pages have taken the TLB from. */
	for (uint64_t n = 0; n < 5; n++) {
		load_array((8 + n) << 12);
		ck_assert_ptr_null(reads_alone(LEAF(8 + n)));
		ck_assert_ptr_null(ends((0x90008 + n) << 12, FAULT_NONE));
	}
	search(6 << 12, false);
	agrees();
	agrees();
	ck_assert_ptr_null(ends(0x90006000, FAULT_NONE));
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 6);
	scoreboard_count(board, &counts);
	ck_assert_uint_eq(counts.lines_alone, 1);
	ck_assert_uint_eq(counts.served_0, 1);
	ck_assert_uint_eq(counts.behind[1], 6);
}
END_TEST

static void add_cases(Suite *suite)
{
	TCase *cache = tcase_create("lines and a walk cache");
	TCase *array = tcase_create("lines and an array");

	suite_add_tcase(suite, cache);
	tcase_add_checked_fixture(cache, with_walk_cache, end);
	tcase_add_loop_test(cache, behind_pointers, 0, 3);
	tcase_add_test(cache, skips_what_a_line_gave);
	suite_add_tcase(suite, array);
	tcase_add_checked_fixture(array, with_array, end);
	tcase_add_test(array, array_keeps_them);
}

int main(void)
{
	Suite *suite = suite_create("scoreboard_lines_back");
	TCase *tcase = tcase_create("lines alone");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_lines, end);
	tcase_add_test(tcase, goes_back);
	tcase_add_test(tcase, finds_a_page);
	tcase_add_test(tcase, faults_at_once);
	tcase_add_test(tcase, goes_back_from_lines_alone);
	tcase_add_test(tcase, faults_without_a_read);
	tcase_add_test(tcase, goes_back_from_a_page);
	tcase_add_test(tcase, goes_back_from_the_root);
	tcase_add_test(tcase, fresh);
	tcase_add_test(tcase, read_beside_the_search);
	tcase_add_test(tcase, read_with_the_answer);
	tcase_add_test(tcase, answered_early);
	tcase_add_test(tcase, fence_behind_a_line);
	tcase_add_test(tcase, fence_beside_a_search);
	tcase_add_loop_test(tcase, fence_in_the_answer, 0, 2);
	tcase_add_loop_test(tcase, fence_before_the_root, 0, 4);
	tcase_add_loop_test(tcase, fill_beside_a_fence, 0, 2);
	tcase_add_test(tcase, skips_without_a_walk_cache);
	add_cases(suite);

	return suite_run(suite);
}
