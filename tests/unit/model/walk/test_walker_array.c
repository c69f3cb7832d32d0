/* SPDX-License-Identifier: Apache-2.0 */
/* The walker with an array against array-2 and array-4 of rtl/contract: what a search leads to. */
#include <check.h>

#include "suite.h"
#include "walker_array_fixture.h"

/* It searches in t, and requests its first read in t+3. */
START_TEST(in_vain)
{
	data_misses(MODE_SV39, VA39, ACCESS_MXR);
	expect("array_search_space", SPACE39);
	expect("array_search_page", 0x77);
	expect("array_search_access", ACCESS_MXR);
	expect("walk_events_starts", 1);
	expect_silence();
	find_none();
	expect("walk_events_starts", 0);
	expect_nothing_now();
	edge();
	expect_nothing_now();
	edge();
	expect_read(ROOT39);
	expect_no_end();
	expect_array_touch(0);
}
END_TEST

/* A page of level 0 ends the walk in t+2, without a read, and is touched then. */
START_TEST(level_0)
{
	data_misses(MODE_SV39, VA39, 0);
	find_page(0, LEAF);
	expect_nothing_now();
	edge();
	expect_end(FAULT_NONE, LEAF, 12);
	expect_array_touch(1);
	expect_silence();
	expect_no_array_fill();
	edge();
	set("data_walk_valid", 0);
	expect_nothing_now();
	expect("walk_bars_fence", 1);
}
END_TEST

/* One of level 1 in t+3. */
START_TEST(level_1)
{
	data_misses(MODE_SV39, VA39, 0);
	find_page(1, LEAF);
	expect_nothing_now();
	edge();
	expect_nothing_now();
	edge();
	expect_end(FAULT_NONE, LEAF, 21);
	expect_array_touch(1);
	expect_silence();
	expect_no_array_fill();
}
END_TEST

START_TEST(a_fetch)
{
	fetch_misses();
	find_page(0, LEAF);
	edge();
	expect("walk_end_fetch", 1);
	expect("walk_end_data", 0);
	expect("walk_end_leaf", LEAF);
}
END_TEST

/* Behind a pointer it requests its first read in t+3, and touches it then. */
START_TEST(a_pointer)
{
	data_misses(MODE_SV39, VA39, 0);
	set("walk_req_ready", 0);
	find_pointer(TO_TABLE_1 | PTE_G);
	expect_nothing_now();
	edge();
	expect_nothing_now();
	edge();
	expect_read(TABLE_1 << 12 | 4 << 3);
	expect_array_touch(1);
	edge();
	expect_read(TABLE_1 << 12 | 4 << 3);
	expect_array_touch(0);
	set("walk_req_ready", 1);
	edge();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF | PTE_G, 12);
	expect_array_fill(0, false, LEAF | PTE_G);
	expect_array_touch(0);
}
END_TEST

/* Not canonical: the end without a read comes in t+3. */
START_TEST(not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 38, 0);
	find_none();
	expect_no_end();
	edge();
	expect_no_end();
	edge();
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* fence-3: a fence in t+1 or t+2 ends the search, even where the walk would have ended. */
START_TEST(a_fence_while_searching)
{
	data_misses(MODE_SV39, VA39, 0);
	find_page(0, LEAF);
	if (_i)
		edge();
	set("drop_valid", 1);
	expect_nothing_now();
	expect("walk_bars_fence", 0);
	edge();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	find_none();
	expect_nothing_now();
	edge();
	expect_nothing_now();
	edge();
	expect_read(ROOT39);
}
END_TEST

/* One in t+3: no walk ends; but a read is requested, its pointer touched, its answer disregarded.
 */
START_TEST(a_fence_when_searched)
{
	data_misses(MODE_SV39, VA39, 0);
	if (_i)
		find_pointer(TO_TABLE_1);
	else
		find_page(1, LEAF);
	edge();
	edge();
	set("drop_valid", 1);
	expect_no_end();
	expect_array_touch((uint64_t)_i);
	if (_i)
		expect_read(TABLE_1 << 12 | 4 << 3);
	else
		expect_silence();
	edge();
	set("drop_valid", 0);
	if (_i) {
		expect_array_search(0);
		answer(LEAF);
		expect_no_end();
		expect_no_array_fill();
		next();
	}
	expect_array_search(1);
}
END_TEST

/* cache-3: no walk starts beside a fence, in the cycle after any end, or while the array is busy.
 */
START_TEST(when_none_starts)
{
	data_begins_to_miss(MODE_SV39, VA39, 0);
	edge();
	set("drop_valid", 1);
	expect_array_search(0);
	edge();
	set("drop_valid", 0);
	set("array_status_busy", 1);
	expect_array_search(0);
	expect("walk_events_starts", 0);
	expect("walk_bars_fence", 1);
	edge();
	expect_array_search(0);
	edge();
	set("array_status_busy", 0);
	expect("walk_bars_fence", 0);
	fetch_begins_to_miss();
	find_page(0, LEAF);
	edge();
	expect_end(FAULT_NONE, LEAF, 12);
	edge();
	set("data_walk_valid", 0);
	expect_array_search(0);
	edge();
	expect("array_search_space", 0x2d6);
	expect_array_search(1);
}
END_TEST

/* cache-3, cache-4: behind the array's pointer a fault goes back to the root, and that touches not.
 */
START_TEST(a_fault_behind_a_pointer)
{
	data_misses(MODE_SV39, VA39, 0);
	find_pointer(TO_TABLE_1);
	edge();
	edge();
	edge();
	answer(0);
	expect_no_end();
	next();
	expect_read(ROOT39);
	expect_array_touch(0);
	expect("walk_events_starts", 0);
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* array-2: it starts while the array sweeps: no search, and searched in the next cycle. */
START_TEST(a_blind_walk)
{
	set("array_status_sweeps", 1);
	data_misses(MODE_SV39, VA39, 0);
	expect("walk_events_starts", 1);
	expect_array_search(0);
	expect_silence();
	edge();
	set("array_status_sweeps", 0);
	expect_read(ROOT39);
	edge();
	answer(PTE_OF(TABLE_2));
	next();
	answer(PTE_OF(TABLE_1));
	expect_no_array_fill();
	next();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
	expect_no_array_fill();
}
END_TEST

/* It stays blind when the sweep is over, until it starts again. */
START_TEST(how_long_it_is_blind)
{
	set("array_status_sweeps", 1);
	data_misses(MODE_SV39, VA39, ACCESS_STORES | ACCESS_ADUE);
	edge();
	set("array_status_sweeps", 0);
	edge();
	answer((UINT64_C(0x40000) << 10) | (CLEAN & 0x3ff));
	next();
	edge();
	set("mem_rsp_valid", 1);
	set("mem_rsp_lost", 1);
	next();
	expect_array_search(1);
	/* and one that is not blind does not become so */
	find_none();
	set("array_status_sweeps", 1);
	edge();
	edge();
	expect_read(ROOT39);
	edge();
	answer(PTE_OF(TABLE_2));
	next();
	answer(PTE_OF(TABLE_1));
	expect_array_fill(1, true, TO_TABLE_1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_array");
	TCase *tc = tcase_create("walker_array");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup_with_array, teardown);
	tcase_add_test(tc, in_vain);
	tcase_add_test(tc, level_0);
	tcase_add_test(tc, level_1);
	tcase_add_test(tc, a_fetch);
	tcase_add_test(tc, a_pointer);
	tcase_add_test(tc, not_canonical);
	tcase_add_loop_test(tc, a_fence_while_searching, 0, 2);
	tcase_add_loop_test(tc, a_fence_when_searched, 0, 2);
	tcase_add_test(tc, when_none_starts);
	tcase_add_test(tc, a_fault_behind_a_pointer);
	tcase_add_test(tc, a_blind_walk);
	tcase_add_test(tc, how_long_it_is_blind);

	return suite_run(suite);
}
