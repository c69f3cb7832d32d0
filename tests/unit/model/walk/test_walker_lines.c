/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with lines and nothing else to search, against line-2 and line-5 of rtl/contract. The
 * test plays the lines: to the walker they are memory that may answer by line_rsp.
 */
#include <check.h>

#include "suite.h"
#include "walker_cache_fixture.h"

static void setup_with_lines(void)
{
	start_with(WALKER_WITH_LINES);
}

/* A line answers in this cycle; and the edge behind it. */
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

static void expect_walk(uint64_t space, uint64_t fresh, uint64_t fenced)
{
	expect("line_walk_space", space);
	expect("line_walk_fresh", fresh);
	expect("line_walk_fenced", fenced);
}

/* A walk of Sv39 that waits for the root's PTE. */
static void go_from_root(uint64_t access)
{
	data_misses(MODE_SV39, VA39, access);
	expect_silence();
	edge();
	expect_read(ROOT39);
	edge();
}

/* It goes back in this cycle, and waits for the root's PTE again. */
static void expect_a_way_back(void)
{
	expect_no_end();
	expect_silence();
	expect("search_events_back", 1);
	edge();
	set("line_rsp_valid", 0);
	set("line_rsp_data", 0);
	set("mem_rsp_valid", 0);
	set("mem_rsp_data", 0);
	set("mem_rsp_error", 0);
	expect("walk_events_starts", 0);
	expect("search_events_back", 0);
	expect_read(ROOT39);
	expect_walk(SPACE39, 1, 0);
	edge();
	expect_walk(SPACE39, 1, 0);
}

/* cache-3 holds with lines alone: it starts in t, and requests in t+1. */
START_TEST(searches_first)
{
	expect_walk(0, 0, 0);
	data_misses(MODE_SV39, VA39, 0);
	expect("walk_events_starts", 1);
	expect_silence();
	expect_walk(0, 0, 0);
	edge();
	expect("walk_events_starts", 0);
	expect_read(ROOT39);
	expect_walk(SPACE39, 0, 0);
	expect("search_events_cache", 0);
	expect("search_events_pointer", 0);
	/* reading: for as long as neither a line nor memory takes it */
	set("walk_req_ready", 0);
	edge();
	expect_read(ROOT39);
	edge();
	expect_read(ROOT39);
	set("walk_req_ready", 1);
	edge();
	expect_silence();
	expect_walk(SPACE39, 0, 0);
}
END_TEST

/* A walk that ends without a read ends in t+1. */
START_TEST(not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 38, 0);
	expect_no_end();
	edge();
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* It starts neither in the cycle of a fence nor in the one after a fault; after a leaf it does. */
START_TEST(may_not_start)
{
	set("drop_valid", 1);
	data_misses(MODE_SV39, VA39, 0);
	expect("walk_events_starts", 0);
	edge();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	edge();
	edge();
	answer(_i ? GIB_LEAF : 0);
	fetch_begins_to_miss();
	expect("walk_end_data", 1);
	edge();
	set("mem_rsp_valid", 0);
	set("data_walk_valid", 0);
	expect("walk_events_starts", (uint64_t)_i);
	edge();
	expect("walk_events_starts", (uint64_t)!_i);
}
END_TEST

/* line-2: a PTE out of a line is an answer: a pointer requests the next read in its cycle. */
START_TEST(out_of_lines)
{
	go_from_root(0);
	line_answers(PTE_OF(TABLE_2) | PTE_G);
	expect_no_end();
	expect_read(TABLE_2 << 12 | 3 << 3);
	next_behind_line();
	line_answers(PTE_OF(TABLE_1));
	expect_read(TABLE_1 << 12 | 4 << 3);
	next_behind_line();
	expect_silence();
	line_answers(LEAF);
	expect_silence();
	expect_end(FAULT_NONE, LEAF | PTE_G, 12);
	next_behind_line();
	expect_no_end();
	expect("walk_bars_fence", 1);
	expect_walk(0, 0, 0);
}
END_TEST

/* walk-7: what memory says of a request that nobody has made does not count beside it. */
START_TEST(memory_is_not_asked)
{
	go_from_root(0);
	set("mem_rsp_error", 1);
	answer(PTE_OF(0x99));
	line_answers(PTE_OF(TABLE_2));
	expect_no_end();
	expect_read(TABLE_2 << 12 | 3 << 3);
	expect("search_events_back", 0);
}
END_TEST

/* One of memory that has another id is not the walker's, as ever. */
START_TEST(another_id)
{
	go_from_root(0);
	set("mem_rsp_id", 8);
	answer(PTE_OF(TABLE_2));
	expect_silence();
	set("mem_rsp_id", 0);
	expect_read(TABLE_2 << 12 | 3 << 3);
}
END_TEST

/* line-5: a fault behind a PTE out of a line, or of that PTE itself, of whatever kind. */
START_TEST(goes_back)
{
	static const struct {
		uint64_t pte, error;
		bool out_of_line;
	} of[] = {
		{0, 0, false},
		{LEAF, 1, false},
		{PTE_OF(TABLE_1) | PTE_D, 0, true},
		{LEAF | PTE_U, 0, true},
		{LEAF | PTE_U, 0, false},
	};

	go_from_root(0);
	line_answers(PTE_OF(TABLE_2));
	next_behind_line();
	set("mem_rsp_error", of[_i].error);
	if (of[_i].out_of_line)
		line_answers(of[_i].pte);
	else
		answer(of[_i].pte);
	expect_a_way_back();
	answer(PTE_OF(TABLE_2));
	expect_walk(SPACE39, 1, 0);
	next();
	expect_walk(SPACE39, 1, 0);
	set("mem_rsp_error", of[_i].error);
	answer(of[_i].pte);
	expect("search_events_back", 0);
	expect_end(of[_i].error ? FAULT_ACCESS : FAULT_PAGE, 0, 0);
	next();
	expect_walk(0, 0, 0);
}
END_TEST

/* The first PTE alone, which is a fault, is enough. */
START_TEST(goes_back_from_the_root)
{
	go_from_root(0);
	line_answers(LEAF);
	expect_a_way_back();
	answer(GIB_LEAF);
	expect_end(FAULT_NONE, GIB_LEAF, 30);
}
END_TEST

/* What memory alone has answered is a fault at once. */
START_TEST(nothing_taken)
{
	go_from_root(0);
	answer(PTE_OF(TABLE_2));
	next();
	answer(0);
	expect("search_events_back", 0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* The next walk is not fresh, and has taken nothing, however this one ended. */
START_TEST(the_next_walk)
{
	go_from_root(0);
	line_answers(LEAF);
	expect_a_way_back();
	if (_i == 0) { /* well */
		answer(GIB_LEAF);
		next();
		edge();
	} else if (_i == 1) { /* with a fault */
		answer(0);
		next();
		edge();
		edge();
	} else { /* it starts again */
		set("drop_valid", 1);
		edge();
		set("drop_valid", 0);
		expect_walk(SPACE39, 1, 1);
		answer(GIB_LEAF);
		expect_no_end();
		next();
		expect_walk(0, 0, 0);
		edge();
	}
	expect_read(ROOT39);
	expect_walk(SPACE39, 0, 0);
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* Nor after one that had taken something, and ended well or was fenced. */
START_TEST(taken_is_forgotten)
{
	go_from_root(0);
	line_answers(_i ? PTE_OF(TABLE_2) : GIB_LEAF);
	next_behind_line();
	if (_i) {
		set("drop_valid", 1);
		edge();
		set("drop_valid", 0);
		answer(LEAF);
		next();
	}
	edge();
	expect_read(ROOT39);
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* With a fence in its cycle no walk goes back: it starts again; so it does with one behind it. */
START_TEST(a_fence)
{
	go_from_root(0);
	line_answers(LEAF);
	if (_i == 0) {
		set("drop_valid", 1);
		expect("search_events_back", 0);
		expect_no_end();
		next_behind_line();
	} else {
		expect("search_events_back", 1);
		next_behind_line();
		set("drop_valid", 1);
		expect_read(ROOT39);
		edge();
		set("drop_valid", 0);
		expect_walk(SPACE39, 1, 1);
		answer(0);
		expect_no_end();
		expect("search_events_back", 0);
		next();
	}
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	expect_walk(0, 0, 0);
	edge();
	expect_read(ROOT39);
	expect_walk(SPACE39, 0, 0);
}
END_TEST

/* fence-3: a read that is under way is completed, and its answer out of a line disregarded. */
START_TEST(a_fence_while_reading)
{
	data_misses(MODE_SV39, VA39, 0);
	edge();
	set("walk_req_ready", 0);
	set("drop_valid", _i == 0);
	edge();
	set("walk_req_ready", 1);
	expect_read(ROOT39);
	expect_walk(SPACE39, 0, _i == 0);
	set("drop_valid", _i == 1);
	edge();
	set("drop_valid", 0);
	expect_walk(SPACE39, 0, 1);
	line_answers(PTE_OF(TABLE_2));
	expect_silence();
	next_behind_line();
	expect("walk_events_starts", 1);
	expect_walk(0, 0, 0);
}
END_TEST

/* walk-4: an update of a PTE out of a line; it fails, is lost, or is done. */
START_TEST(updates)
{
	go_from_root(ACCESS_STORES | ACCESS_ADUE);
	line_answers(PTE_OF(TABLE_2));
	next_behind_line();
	line_answers(GIB_LEAF & ~PTE_D); /* which is aligned to 2 MiB, too */
	expect_no_end();
	expect_silence();
	next_behind_line();
	expect_swap(TABLE_2 << 12 | 3 << 3, GIB_LEAF & ~PTE_D, GIB_LEAF);
	edge();
	if (_i == 0) {
		set("mem_rsp_error", 1);
		answer(0);
		expect_a_way_back();
		answer(0);
		expect_end(FAULT_PAGE, 0, 0);
	} else if (_i == 1) {
		set("mem_rsp_lost", 1);
		answer(0);
		expect("search_events_back", 0);
		expect_no_end();
		next();
		expect("walk_events_starts", 1);
		edge();
		expect_walk(SPACE39, 0, 0);
		edge();
		answer(0);
		expect_end(FAULT_PAGE, 0, 0);
	} else {
		answer(0);
		expect_end(FAULT_NONE, GIB_LEAF, 21);
	}
}
END_TEST

/* cache-4: what was to be updated is forgotten. */
START_TEST(forgets_updates)
{
	data_misses(MODE_X86_4, VA39, ACCESS_USER);
	edge();
	edge();
	line_answers(X86_TABLE(TABLE_2) & ~X86_A);
	next_behind_line();
	line_answers(X86_TABLE(TABLE_1) & ~X86_RW);
	next_behind_line();
	answer(0);
	expect("search_events_back", 1);
	next();
	edge();
	answer(X86_TABLE(TABLE_2));
	next();
	answer(X86_TABLE(UINT64_C(0x40000)) | X86_PS);
	expect("walk_end_data", 1);
	expect("walk_end_fault", FAULT_NONE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_lines");
	TCase *tc = tcase_create("walker_lines");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup_with_lines, teardown);
	tcase_add_test(tc, searches_first);
	tcase_add_test(tc, not_canonical);
	tcase_add_loop_test(tc, may_not_start, 0, 2);
	tcase_add_test(tc, out_of_lines);
	tcase_add_test(tc, memory_is_not_asked);
	tcase_add_test(tc, another_id);
	tcase_add_loop_test(tc, goes_back, 0, 5);
	tcase_add_test(tc, goes_back_from_the_root);
	tcase_add_test(tc, nothing_taken);
	tcase_add_loop_test(tc, the_next_walk, 0, 3);
	tcase_add_loop_test(tc, taken_is_forgotten, 0, 2);
	tcase_add_loop_test(tc, a_fence, 0, 2);
	tcase_add_loop_test(tc, a_fence_while_reading, 0, 2);
	tcase_add_loop_test(tc, updates, 0, 3);
	tcase_add_test(tc, forgets_updates);

	return suite_run(suite);
}
