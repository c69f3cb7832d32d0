/* SPDX-License-Identifier: Apache-2.0 */
/* A fence in each state of the walker: fence-3 and fence-4 of rtl/contract. */
#include <check.h>

#include "suite.h"
#include "walker_fixture.h"

/* fence-3: the read that is under way is answered in vain, and the walk starts again after it. */
static void expect_a_wasted_answer(uint64_t pte, bool error)
{
	edge();
	expect_silence();
	set("mem_rsp_error", error);
	answer(pte);
	expect_silence();
	expect_no_end();
	expect("walk_events_starts", 0);
	next();
	expect("walk_events_starts", 1);
	expect_read(ROOT_ADDR);
	/* this time it counts */
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}

static const struct {
	uint64_t pte;
	bool error;
} wasted[] = {{POINTER, false}, {LEAF, false}, {CLEAN, false}, {0, false}, {LEAF, true}};

START_TEST(fence_in_the_first_cycle)
{
	data_misses(MODE_SV32, VA, ACCESS_STORES | ACCESS_ADUE);
	set("drop_valid", 1);
	expect_read(ROOT_ADDR);
	edge();
	set("drop_valid", 0);
	expect_a_wasted_answer(wasted[_i].pte, wasted[_i].error);
}
END_TEST

START_TEST(fence_in_the_first_cycle_not_accepted)
{
	data_misses(MODE_SV32, VA, 0);
	set("walk_req_ready", 0);
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	expect_read(ROOT_ADDR);
	set("walk_req_ready", 1);
	edge();
	expect_a_wasted_answer(POINTER, false);
}
END_TEST

START_TEST(fence_reading)
{
	go_reading();
	set("drop_valid", 1);
	expect_read(ROOT_ADDR);
	edge();
	set("drop_valid", 0);
	expect_a_wasted_answer(wasted[_i].pte, wasted[_i].error);
}
END_TEST

START_TEST(fence_waiting)
{
	go_waiting();
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	expect_a_wasted_answer(wasted[_i].pte, wasted[_i].error);
}
END_TEST

/* A pointer in the cycle of the fence: the next read is still asked for. */
START_TEST(fence_with_a_pointer)
{
	go_waiting();
	answer(POINTER);
	set("drop_valid", 1);
	expect_read(LEAF_ADDR);
	set("walk_req_ready", 0);
	next();
	set("drop_valid", 0);
	expect_read(LEAF_ADDR);
	set("walk_req_ready", 1);
	edge();
	expect_a_wasted_answer(LEAF, false);
}
END_TEST

/* A leaf, a fault, an update or an error in the cycle of the fence: idle in the next. */
START_TEST(fence_with_an_end)
{
	static const uint64_t ptes[] = {LEAF, CLEAN, 0, LEAF};

	go_waiting_for_leaf();
	set("mem_rsp_error", _i == 3);
	answer(ptes[_i]);
	set("drop_valid", 1);
	expect_no_end();
	expect_silence();
	next();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	expect("walk_bars_fence", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

START_TEST(fence_with_a_wasted_answer)
{
	go_waiting();
	set("drop_valid", 1);
	edge();
	answer(POINTER); /* and a second fence */
	expect_silence();
	next();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	edge();
	answer(POINTER);
	expect_read(LEAF_ADDR);
}
END_TEST

START_TEST(fence_not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 39, 0);
	set("drop_valid", 1);
	expect_no_end();
	expect("walk_events_starts", 1);
	edge();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* fence-3: idle again, it chooses by walk-6: the data port goes first, though fetch was walking. */
START_TEST(fence_then_data_first)
{
	fetch_misses();
	edge();
	data_misses(MODE_SV32, VA, 0);
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	answer(POINTER);
	next();
	expect("walk_req_fetch", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

START_TEST(fence_forgets_global)
{
	go_waiting();
	answer(POINTER | PTE_G);
	next();
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	answer(0);
	next();
	edge();
	answer(POINTER);
	next();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

/* fence-4 is the fence unit's: the walker says when. */
START_TEST(updates_are_announced)
{
	go_updating();
	expect("walk_bars_fence", 1);
	edge();
	expect("walk_bars_fence", 1);
	answer(0);
	expect("walk_bars_fence", 1);
	next();
	set("data_walk_valid", 0);
	expect("walk_bars_fence", 1); /* the cycle after the end */
	edge();
	expect("walk_bars_fence", 0);
}
END_TEST

/* tlb-1: in the cycle after the end of any walk, with or without a fault, for one cycle. */
START_TEST(ends_are_announced)
{
	bool faults = _i & 1, is_fetch = _i & 2;

	if (is_fetch)
		fetch_misses();
	else
		data_misses(MODE_SV32, VA, 0);
	edge();
	answer(POINTER);
	next();
	answer(faults ? 0 : LEAF | PTE_X);
	expect(is_fetch ? "walk_end_fetch" : "walk_end_data", 1);
	expect("walk_bars_fence", 0);
	next();
	set(is_fetch ? "fetch_walk_valid" : "data_walk_valid", 0);
	expect("walk_bars_fence", 1);
	edge();
	expect("walk_bars_fence", 0);
}
END_TEST

/* fence-3: in the cycle of a fence no walk ends. */
START_TEST(an_end_taken_away_is_none)
{
	go_waiting_for_leaf();
	answer(LEAF);
	set("drop_valid", 1);
	next();
	set("drop_valid", 0);
	expect("walk_bars_fence", 0);
}
END_TEST

/* fence-3: a port that is missing for the first cycle has no walk under way. */
START_TEST(fence_in_the_first_cycle_of_a_miss)
{
	data_begins_to_miss(MODE_SV32, VA, 0);
	set("drop_valid", 1);
	expect_silence();
	edge();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	expect_read(ROOT_ADDR);
	edge();
	answer(POINTER);
	expect_read(LEAF_ADDR);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_fence");
	TCase *fences = tcase_create("walker_fence");

	suite_add_tcase(suite, fences);
	tcase_add_checked_fixture(fences, setup, teardown);
	tcase_add_test(fences, fence_in_the_first_cycle_of_a_miss);
	tcase_add_loop_test(fences, fence_in_the_first_cycle, 0, 5);
	tcase_add_test(fences, fence_in_the_first_cycle_not_accepted);
	tcase_add_loop_test(fences, fence_reading, 0, 5);
	tcase_add_loop_test(fences, fence_waiting, 0, 5);
	tcase_add_test(fences, fence_with_a_pointer);
	tcase_add_loop_test(fences, fence_with_an_end, 0, 4);
	tcase_add_test(fences, fence_with_a_wasted_answer);
	tcase_add_test(fences, fence_not_canonical);
	tcase_add_test(fences, fence_then_data_first);
	tcase_add_test(fences, fence_forgets_global);
	tcase_add_test(fences, updates_are_announced);
	tcase_add_loop_test(fences, ends_are_announced, 0, 4);
	tcase_add_test(fences, an_end_taken_away_is_none);

	return suite_run(suite);
}
