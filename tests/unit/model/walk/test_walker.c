/* SPDX-License-Identifier: Apache-2.0 */
/* The walker against walk-2 to walk-8 of rtl/contract: reads, updates, and which port goes first.
 */
#include <check.h>

#include "suite.h"
#include "walker_fixture.h"

static void go_awaiting(void)
{
	go_updating();
	edge();
}

START_TEST(at_rest)
{
	answer(LEAF);
	expect_silence();
	expect_no_end();
	expect("walk_events_starts", 0);
	next();
	expect("walk_bars_fence", 0);
}
END_TEST

/* walk-5. */
START_TEST(starts_in_the_second_cycle_of_a_miss)
{
	data_begins_to_miss(MODE_SV32, VA, 0);
	expect("walk_events_starts", 0);
	expect_silence();
	expect_no_end();
	edge();
	expect("walk_events_starts", 1);
	expect_read(ROOT_ADDR);
	expect("walk_req_fetch", 0);
	expect("walk_req_wide", 0);
	edge();
	expect("walk_events_starts", 0);
	expect_silence();
}
END_TEST

START_TEST(pointer_then_leaf)
{
	go_waiting();
	edge();
	edge(); /* memory takes its time */
	expect_silence();
	answer(POINTER);
	expect_read(LEAF_ADDR);
	expect_no_end();
	next();
	expect_silence();
	answer(LEAF);
	expect_silence();
	expect_end(FAULT_NONE, LEAF, 12);
	next();
	expect_no_end();
}
END_TEST

/* Each miss has a first cycle of its own. */
START_TEST(starts_in_the_second_cycle_of_each_miss)
{
	data_misses(MODE_SV39, UINT64_C(1) << 39, 0);
	expect_end(FAULT_PAGE, 0, 0);
	edge();
	set("data_walk_valid", 0);
	expect("walk_events_starts", 0);
	edge();
	data_begins_to_miss(MODE_SV39, UINT64_C(1) << 39, 0);
	expect("walk_events_starts", 0);
	expect_no_end();
	edge();
	expect("walk_events_starts", 1);
}
END_TEST

/* walk-5: after the end in t idle in t+1, so that another miss, whose first cycle is t, starts
 * then. */
START_TEST(back_to_back)
{
	go_waiting();
	answer(LEAF & ~(UINT64_C(0x3ff) << 10));
	expect_end(FAULT_NONE, LEAF & ~(UINT64_C(0x3ff) << 10), 22);
	fetch_begins_to_miss();
	edge();
	set("mem_rsp_valid", 0);
	set("data_walk_valid", 0);
	expect("walk_events_starts", 1);
	expect("walk_req_fetch", 1);
	expect_read(0x7000000c);
}
END_TEST

/* walk-6. */
START_TEST(data_first)
{
	fetch_begins_to_miss();
	data_begins_to_miss(MODE_SV32, VA, 0);
	expect_silence();
	edge();
	expect("walk_req_fetch", 0);
	expect_read(ROOT_ADDR);
	edge();
	answer(0);
	expect("walk_end_data", 1);
	expect("walk_end_fetch", 0);
}
END_TEST

/* walk-6: it goes first when its walk could start, and not before. */
START_TEST(fetch_before_the_first_cycle_of_data)
{
	fetch_misses();
	data_begins_to_miss(MODE_SV32, VA, 0);
	expect("walk_events_starts", 1);
	expect("walk_req_fetch", 1);
	expect_read(0x7000000c);
	edge();
	answer(0);
	expect("walk_end_data", 0);
	expect("walk_end_fetch", 1);
}
END_TEST

START_TEST(fetch_is_not_disturbed)
{
	fetch_misses();
	edge();
	data_misses(MODE_SV32, VA, 0);
	answer(0);
	expect("walk_end_fetch", 1);
	expect("walk_end_data", 0);
	next();
	set("fetch_walk_valid", 0);
	expect("walk_req_fetch", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

START_TEST(wide_and_deep)
{
	uint64_t va;
	const uint64_t index[] = {0x123, 0x0ac, 0x1e2, 0x0d5, 0x1bc}; /* from bits 56:48 down */
	uint64_t table = 0x80000;

	va = UINT64_C(0xffff) << 57 | index[0] << 48 | index[1] << 39 | index[2] << 30 |
	     index[3] << 21 | index[4] << 12;
	data_misses(MODE_SV57, va, 0);
	for (int i = 0; i < 5; i++) {
		expect("walk_req_wide", 1);
		expect_read(table << 12 | index[i] << 3);
		edge();
		table++;
		answer(i < 4 ? table << 10 | PTE_V : LEAF);
	}
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

START_TEST(not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 39, 0);
	expect_silence();
	expect("walk_events_starts", 1);
	expect_end(FAULT_PAGE, 0, 0);
	edge();
	/* idle again: if the port still missed, the next would start */
	expect("walk_events_starts", 1);
}
END_TEST

START_TEST(errors)
{
	go_waiting();
	set("mem_rsp_error", 1);
	answer(POINTER);
	expect_silence();
	expect_end(FAULT_ACCESS, 0, 0);
}
END_TEST

START_TEST(page_fault)
{
	go_waiting();
	answer(POINTER | PTE_U);
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* walk-3. */
START_TEST(global_by_pointer)
{
	go_waiting();
	answer(POINTER | PTE_G);
	next();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF | PTE_G, 12);
	next();
	/* and it is forgotten */
	go_waiting_for_leaf();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

/* walk-8. */
START_TEST(request_is_stable)
{
	data_misses(MODE_SV32, VA, 0);
	set("walk_req_ready", 0);
	for (int i = 0; i < 4; i++) {
		expect_read(ROOT_ADDR);
		set("drop_valid", i == 1);
		answer(LEAF); /* an answer to nothing is not looked at */
		expect_read(ROOT_ADDR);
		edge();
		set("mem_rsp_valid", 0);
	}
	set("walk_req_ready", 1);
	edge();
	expect_silence();
}
END_TEST

/* walk-7: the answer to a request of another id, whatever it says. */
START_TEST(answer_of_another)
{
	static void (*const go[])(void) = {go_waiting, go_awaiting};

	go[_i]();
	answer(LEAF);
	for (unsigned int id = 1; id < 16; id++) {
		set("mem_rsp_id", id);
		set("mem_rsp_error", id & 1);
		set("mem_rsp_lost", id >> 1 & 1);
		expect_silence();
		expect_no_end();
		expect("walk_events_updated", 0);
		edge();
	}
	set("mem_rsp_id", 0);
	set("mem_rsp_lost", 0);
	set("mem_rsp_error", 1);
	expect_end(FAULT_ACCESS, 0, 0);
}
END_TEST

/* walk-4. */
START_TEST(update)
{
	go_waiting_for_leaf();
	answer(CLEAN);
	expect_silence();
	expect_no_end();
	expect("walk_bars_fence", 0);
	set("walk_req_ready", 0);
	next();
	expect("walk_bars_fence", 1);
	expect_swap(LEAF_ADDR, CLEAN, LEAF);
	edge();
	expect_swap(LEAF_ADDR, CLEAN, LEAF);
	set("walk_req_ready", 1);
	edge();
	expect_silence();
	expect("walk_bars_fence", 1);
	edge();
	expect_no_end();
	answer(0xdead); /* its data is not looked at */
	expect("walk_events_updated", 1);
	expect_end(FAULT_NONE, LEAF, 12);
	next();
	expect("walk_events_updated", 0);
}
END_TEST

START_TEST(update_of_a_load_sets_only_accessed)
{
	data_misses(MODE_SV32, VA, ACCESS_ADUE);
	edge();
	answer(POINTER);
	next();
	answer(CLEAN & ~PTE_A);
	next();
	expect_swap(LEAF_ADDR, CLEAN & ~PTE_A, CLEAN);
}
END_TEST

START_TEST(update_fails)
{
	go_awaiting();
	set("mem_rsp_error", 1);
	answer(0);
	expect_end(FAULT_ACCESS, 0, 0);
	expect("walk_events_updated", 0);
}
END_TEST

START_TEST(update_is_lost)
{
	go_awaiting();
	set("mem_rsp_lost", 1);
	answer(0);
	expect_no_end();
	expect_silence();
	expect("walk_events_updated", 0);
	next();
	expect("walk_events_starts", 1);
	expect("walk_bars_fence", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

/* general-1: nothing is left of a miss, or of an end, that was in the cycle of reset. */
START_TEST(reset_of_the_cycle_before)
{
	data_misses(MODE_SV39, UINT64_C(1) << 39, 0);
	fetch_begins_to_miss();
	expect_end(FAULT_PAGE, 0, 0);
	set("rst", 1);
	edge();
	set("rst", 0);
	expect("walk_events_starts", 0);
	expect("walk_bars_fence", 0);
}
END_TEST

START_TEST(reset)
{
	static void (*const go[])(void) = {go_reading, go_waiting, go_updating, go_awaiting};

	go[_i]();
	set("rst", 1);
	set("data_walk_valid", 0);
	edge();
	set("rst", 0);
	expect_silence();
	expect_no_end();
	expect("walk_bars_fence", 0);
	edge();
	expect_silence();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker");
	TCase *walks = tcase_create("walker");

	suite_add_tcase(suite, walks);
	tcase_add_checked_fixture(walks, setup, teardown);
	tcase_add_test(walks, at_rest);
	tcase_add_test(walks, starts_in_the_second_cycle_of_a_miss);
	tcase_add_test(walks, starts_in_the_second_cycle_of_each_miss);
	tcase_add_test(walks, pointer_then_leaf);
	tcase_add_test(walks, back_to_back);
	tcase_add_test(walks, data_first);
	tcase_add_test(walks, fetch_before_the_first_cycle_of_data);
	tcase_add_test(walks, fetch_is_not_disturbed);
	tcase_add_test(walks, wide_and_deep);
	tcase_add_test(walks, not_canonical);
	tcase_add_test(walks, errors);
	tcase_add_test(walks, page_fault);
	tcase_add_test(walks, global_by_pointer);
	tcase_add_test(walks, request_is_stable);
	tcase_add_loop_test(walks, answer_of_another, 0, 2);
	tcase_add_test(walks, update);
	tcase_add_test(walks, update_of_a_load_sets_only_accessed);
	tcase_add_test(walks, update_fails);
	tcase_add_test(walks, update_is_lost);
	tcase_add_test(walks, reset_of_the_cycle_before);
	tcase_add_loop_test(walks, reset, 0, 4);

	return suite_run(suite);
}
