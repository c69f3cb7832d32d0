/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with a walk cache where a walk does not end as it began: cache-4, and fence-3 with a
 * walk cache, of rtl/contract.
 */
#include <check.h>

#include "suite.h"
#include "walker_cache_fixture.h"

static void expect_a_way_back(void)
{
	expect_no_end();
	expect_silence();
	expect_no_fill();
	next();
	expect("walk_bars_fence", 0);
	expect("walk_events_starts", 0);
	expect_search(0);
	expect_read(ROOT39);
	expect("walk_req_fetch", 0);
	edge();
}

START_TEST(goes_back)
{
	static const uint64_t faults[] = {0, PTE_OF(TABLE_1), LEAF | PTE_U, CLEAN & ~PTE_A};

	go_behind(0);
	fetch_begins_to_miss();
	answer(faults[_i]);
	expect_a_way_back();
	answer(PTE_OF(TABLE_2));
	expect_fill(2, TABLE_2, 0);
	next();
	answer(PTE_OF(TABLE_1));
	next();
	answer(faults[_i]);
	expect_end(FAULT_PAGE, 0, 0);
	next();
	expect("walk_bars_fence", 1);
}
END_TEST

START_TEST(goes_back_from_an_error)
{
	go_behind(0);
	set("mem_rsp_error", 1);
	answer(LEAF);
	expect_a_way_back();
	set("mem_rsp_error", 1);
	answer(LEAF);
	expect_end(FAULT_ACCESS, 0, 0);
}
END_TEST

/* It ends as it would from the root: here well. */
START_TEST(goes_back_and_ends_well)
{
	go_behind(0);
	answer(0);
	expect_a_way_back();
	answer(GIB_LEAF);
	expect_end(FAULT_NONE, GIB_LEAF, 30);
}
END_TEST

/* A failed update is a fault, too. The port still misses, and is the one walked for. */
START_TEST(goes_back_from_an_update)
{
	go_behind(ACCESS_STORES | ACCESS_ADUE);
	answer(CLEAN);
	next();
	expect_swap(TABLE_1 << 12 | 4 << 3, CLEAN, LEAF);
	edge();
	set("mem_rsp_error", 1);
	answer(0);
	expect_a_way_back();
	answer(GIB_LEAF);
	expect_end(FAULT_NONE, GIB_LEAF, 30);
}
END_TEST

/* A lost one is none: the walk starts again, with a search. */
START_TEST(a_lost_update)
{
	go_behind(ACCESS_STORES | ACCESS_ADUE);
	answer(CLEAN);
	next();
	edge();
	set("mem_rsp_lost", 1);
	answer(0);
	next();
	expect("walk_events_starts", 1);
	find(2, TABLE_2, 0);
	expect_read(TABLE_2 << 12 | 3 << 3);
}
END_TEST

/* What it would have marked on the way that was in vain it does not mark. */
START_TEST(forgets_updates)
{
	data_misses(MODE_X86_4, VA39, ACCESS_USER);
	find(2, TABLE_2, PTE_W | PTE_X | PTE_U);
	edge();
	answer(X86_TABLE(TABLE_1) & ~X86_A);
	expect_no_fill();
	next();
	answer(0);
	next();
	expect_read(UINT64_C(0x80000000));
	edge();
	answer(X86_TABLE(TABLE_2));
	next();
	/* a page of 1 GiB, which is marked: no update is due */
	answer((UINT64_C(1) << 30) | X86_ENTRY | X86_PS);
	expect("walk_end_data", 1);
	expect("walk_end_page_bits", 30);
}
END_TEST

/* It goes back once: behind nothing, the next fault is one. And the next walk is not behind it. */
START_TEST(goes_back_once)
{
	go_behind(0);
	answer(0);
	expect_a_way_back();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
	next();
	edge();
	find_nothing();
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* A walk that is behind an entry and ends well leaves nothing behind, either. */
START_TEST(behind_no_more)
{
	go_behind(0);
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
	next();
	find_nothing();
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* ---- Fences: fence-3 ---- */

/* In the cycle after the search: the read is asked for, and its answer does not count. */
START_TEST(a_fence_with_the_first_read)
{
	data_misses(MODE_SV39, VA39, 0);
	find(1, TABLE_1, 0);
	set("drop_valid", 1);
	expect_read(TABLE_1 << 12 | 4 << 3);
	edge();
	set("drop_valid", 0);
	expect_silence();
	answer(_i ? 0 : LEAF);
	expect_no_end();
	next();
	expect("walk_events_starts", 1);
	find_nothing();
	expect_read(ROOT39);
}
END_TEST

/* With an end without a read: idle in the next cycle. */
START_TEST(a_fence_with_an_end)
{
	data_misses(MODE_SV39, UINT64_C(1) << 38, 0);
	find_nothing();
	set("drop_valid", 1);
	expect_no_end();
	edge();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	find_nothing();
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* With a fault behind an entry: the walk would have ended, so it is idle, and starts again. */
START_TEST(a_fence_with_a_fault)
{
	go_behind(0);
	answer(0);
	set("drop_valid", 1);
	expect_no_end();
	expect_silence();
	next();
	set("drop_valid", 0);
	expect_silence();
	expect("walk_events_starts", 1);
	find(2, TABLE_2, 0);
	expect_read(TABLE_2 << 12 | 3 << 3);
}
END_TEST

/* In the cycle in which it has gone back: as with any read. */
START_TEST(a_fence_on_the_way_back)
{
	go_behind(0);
	answer(0);
	next();
	set("drop_valid", 1);
	expect_read(ROOT39);
	edge();
	set("drop_valid", 0);
	answer(PTE_OF(TABLE_2));
	expect_silence();
	next();
	expect("walk_events_starts", 1);
	expect_search(1);
}
END_TEST

START_TEST(reset)
{
	data_misses(MODE_SV39, VA39, 0);
	if (_i)
		find(1, TABLE_1, 0);
	set("rst", 1);
	set("data_walk_valid", 0);
	edge();
	set("rst", 0);
	expect_silence();
	expect_no_end();
	expect_search(0);
	/* it is not behind an entry */
	data_misses(MODE_SV39, VA39, 0);
	find_nothing();
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_cache_faults");
	TCase *faults = tcase_create("faults");

	suite_add_tcase(suite, faults);
	tcase_add_checked_fixture(faults, setup_with_cache, teardown);
	tcase_add_loop_test(faults, goes_back, 0, 4);
	tcase_add_test(faults, goes_back_from_an_error);
	tcase_add_test(faults, goes_back_and_ends_well);
	tcase_add_test(faults, goes_back_from_an_update);
	tcase_add_test(faults, a_lost_update);
	tcase_add_test(faults, forgets_updates);
	tcase_add_test(faults, goes_back_once);
	tcase_add_test(faults, behind_no_more);
	tcase_add_loop_test(faults, a_fence_with_the_first_read, 0, 2);
	tcase_add_test(faults, a_fence_with_an_end);
	tcase_add_test(faults, a_fence_with_a_fault);
	tcase_add_test(faults, a_fence_on_the_way_back);
	tcase_add_loop_test(faults, reset, 0, 2);

	return suite_run(suite);
}
