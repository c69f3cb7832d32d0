/* SPDX-License-Identifier: Apache-2.0 */
/* The walker with a walk cache against cache-2 and cache-3 of rtl/contract: searches and fills. */
#include <check.h>

#include "suite.h"
#include "walker_cache_fixture.h"

/* cache-3: it searches in t, and reads in t+1. */
START_TEST(a_search_first)
{
	data_misses(MODE_SV39, VA39, ACCESS_NXE);
	expect_search(1);
	expect("cache_search_space", SPACE39);
	expect("cache_search_page", 0x77);
	expect("cache_search_nxe", 1);
	expect("walk_events_starts", 1);
	expect_silence();
	edge();
	expect_search(0);
	expect("walk_events_starts", 0);
	expect_read(ROOT39);
	expect("walk_req_wide", 1);
	edge();
	expect_silence();
	answer(PTE_OF(TABLE_2));
	expect_read(TABLE_2 << 12 | 3 << 3);
	next();
	answer(PTE_OF(TABLE_1));
	expect_read(TABLE_1 << 12 | 4 << 3);
	next();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

START_TEST(a_fetch)
{
	fetch_misses();
	expect_search(1);
	expect("cache_search_space", 0x2d6);
	expect("cache_search_page", 0x78);
	expect("cache_search_nxe", 0);
	edge();
	expect("walk_req_fetch", 1);
	expect_read(0x7000000c);
}
END_TEST

/* The read of t+1 is not accepted, and stays. */
START_TEST(not_accepted)
{
	data_misses(MODE_SV39, VA39, 0);
	set("walk_req_ready", 0);
	find(1, TABLE_1, 0);
	expect_read(TABLE_1 << 12 | 4 << 3);
	edge();
	expect_read(TABLE_1 << 12 | 4 << 3);
	set("walk_req_ready", 1);
	edge();
	expect_silence();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

/* cache-3: behind an entry of level m it reads at level m-1, with its path. */
START_TEST(behind)
{
	data_misses(MODE_SV39, VA39, 0);
	if (_i == 2) {
		find(2, TABLE_2, PTE_G);
		expect_read(TABLE_2 << 12 | 3 << 3);
		edge();
		answer(PTE_OF(TABLE_1));
		expect_fill(1, TABLE_1, PTE_G);
		next();
	} else {
		find(1, TABLE_1, PTE_G);
		expect_read(TABLE_1 << 12 | 4 << 3);
		edge();
	}
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF | PTE_G, 12);
}
END_TEST

/* The path of x86: without W a user's store is not allowed, and the walk goes back. */
START_TEST(behind_on_x86)
{
	bool writable = _i;

	data_misses(MODE_X86_4, VA39, ACCESS_STORES | ACCESS_USER);
	find(1, TABLE_1, writable ? PTE_U | PTE_W | PTE_X : PTE_U | PTE_X);
	expect_read(TABLE_1 << 12 | 4 << 3);
	edge();
	answer(X86_TABLE(UINT64_C(0x1234)) | 0x40);
	expect("walk_end_data", writable);
	expect("walk_end_leaf",
	       writable ? UINT64_C(0x1234) << 10 | 0xdf : 0); /* V, R, W, X, U, A, D */
}
END_TEST

/* walk-5, cache-3: not canonical, it ends in t+1 without a read. */
START_TEST(not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 38, 0);
	expect_no_end();
	expect_search(1);
	edge();
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	edge();
	expect_no_end();
}
END_TEST

/* The same of a PDPTE that is not present. */
START_TEST(no_pdpte)
{
	data_misses(MODE_X86_PAE, 0, 0);
	set("data_walk_root", 0x80000000);
	edge();
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* ---- When it does not start: cache-3 ---- */

START_TEST(not_with_a_fence)
{
	data_misses(MODE_SV39, VA39, 0);
	set("drop_valid", 1);
	for (int i = 0; i < 3; i++) {
		expect_search(0);
		expect("walk_events_starts", 0);
		expect_silence();
		edge();
	}
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	find(1, TABLE_1, 0);
	expect_read(TABLE_1 << 12 | 4 << 3);
}
END_TEST

/* Nor in the cycle after a fault; but after an end that is none. */
START_TEST(not_after_a_fault)
{
	bool faults = _i;

	data_misses(MODE_SV39, VA39, 0);
	find_nothing();
	edge();
	fetch_misses();
	answer(faults ? 0 : GIB_LEAF);
	expect("walk_end_data", 1);
	expect("walk_end_fault", faults ? FAULT_PAGE : FAULT_NONE);
	next();
	set("data_walk_valid", 0);
	expect("walk_events_starts", !faults);
	expect_search(!faults);
	edge();
	expect("walk_events_starts", faults);
	expect_search(faults);
	expect("walk_req_valid", !faults);
}
END_TEST

/* ---- What is filled: cache-2 ---- */

START_TEST(fills)
{
	data_misses(MODE_SV39, VA39, 0);
	find_nothing();
	expect_no_fill();
	edge();
	expect_no_fill();
	answer(PTE_OF(TABLE_2));
	expect_fill(2, TABLE_2, 0);
	next();
	expect_no_fill();
	answer(PTE_OF(UINT64_C(0xfffffffffff)) | PTE_G);
	expect_fill(1, UINT64_C(0xfffffffffff), PTE_G);
	next();
	answer(LEAF);
	expect_no_fill();
}
END_TEST

/* No fill of what is no legal pointer, or is an answer with an error. */
START_TEST(no_pointer)
{
	static const uint64_t ptes[] = {
		0,        PTE_OF(TABLE_2) | PTE_U, PTE_OF(TABLE_2) | PTE_D, PTE_OF(TABLE_2),
		GIB_LEAF, GIB_LEAF & ~PTE_D};

	data_misses(MODE_SV39, VA39, ACCESS_ADUE | ACCESS_STORES);
	find_nothing();
	edge();
	set("mem_rsp_error", _i == 3);
	answer(ptes[_i]);
	expect_no_fill();
	next();
	expect_no_fill();
}
END_TEST

/* x86: A, and the path; bit 7 is PS, with pse = 0. */
START_TEST(fills_on_x86)
{
	static const struct {
		enum mode mode;
		unsigned int level;
		uint64_t clear, set, path;
		bool fills;
	} rows[] = {
		{MODE_X86_4, 3, 0, 0, PTE_W | PTE_X | PTE_U, true},
		{MODE_X86_4, 3, X86_RW, 0, PTE_X | PTE_U, true},
		{MODE_X86_4, 3, X86_US, 0, PTE_W | PTE_X, true},
		{MODE_X86_4, 3, 0, UINT64_C(1) << 63, PTE_W | PTE_U, true},
		{MODE_X86_4, 3, X86_A, 0, 0, false},
		{MODE_X86_5, 4, 0, 0, PTE_W | PTE_X | PTE_U, true},
		{MODE_X86_PAE, 1, 0, 0, PTE_W | PTE_X | PTE_U, true},
		{MODE_X86_PAE, 1, X86_A, 0, 0, false},
		{MODE_X86_2, 1, 0, 0, PTE_W | PTE_X | PTE_U, true},
		{MODE_X86_2, 1, X86_A, 0, 0, false},
		{MODE_X86_2, 1, 0, X86_PS, 0, false},
	};

	data_misses(rows[_i].mode, VA, ACCESS_NXE);
	set("data_walk_root", 0x80001); /* in PAE a PDPTE with P */
	find_nothing();
	edge();
	answer((X86_TABLE(TABLE_1) & ~rows[_i].clear) | rows[_i].set);
	expect("walk_req_valid", 1);
	if (rows[_i].fills)
		expect_fill(rows[_i].level, TABLE_1, rows[_i].path);
	else
		expect_no_fill();
}
END_TEST

/* An answer that does not count, after a fence. */
START_TEST(no_fill_after_a_fence)
{
	data_misses(MODE_SV39, VA39, 0);
	find_nothing();
	edge();
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
	answer(PTE_OF(TABLE_2));
	expect_no_fill();
	next();
	expect_search(1);
	expect("walk_events_starts", 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_cache");
	TCase *walks = tcase_create("walks");

	suite_add_tcase(suite, walks);
	tcase_add_checked_fixture(walks, setup_with_cache, teardown);
	tcase_add_test(walks, a_search_first);
	tcase_add_test(walks, a_fetch);
	tcase_add_test(walks, not_accepted);
	tcase_add_loop_test(walks, behind, 1, 3);
	tcase_add_loop_test(walks, behind_on_x86, 0, 2);
	tcase_add_test(walks, not_canonical);
	tcase_add_test(walks, no_pdpte);
	tcase_add_test(walks, not_with_a_fence);
	tcase_add_loop_test(walks, not_after_a_fault, 0, 2);
	tcase_add_test(walks, fills);
	tcase_add_loop_test(walks, no_pointer, 0, 6);
	tcase_add_loop_test(walks, fills_on_x86, 0, 11);
	tcase_add_test(walks, no_fill_after_a_fence);

	return suite_run(suite);
}
