/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with an array and a walk cache against array-1 to array-3, cache-2 and cache-3 of
 * rtl/contract: which of the two serves, and what of a walk's reads goes into either.
 */
#include <check.h>

#include "suite.h"
#include "walker_array_fixture.h"

/* Both have a pointer: the array's serves, and it alone is touched. */
START_TEST(both_have_a_pointer)
{
	data_misses(MODE_SV39, VA39, 0);
	set("cache_found_valid", 1);
	set("cache_found_slot", 3);
	set("cache_found_level", 2);
	set("cache_found_ppn", TABLE_2);
	find_pointer(TO_TABLE_1);
	set("cache_found_valid", 0);
	edge();
	edge();
	expect_read(TABLE_1 << 12 | 4 << 3);
	expect_array_touch(1);
	expect_cache_touch(0, 0);
}
END_TEST

/* Only the walk cache has one: its slot is touched when the walk begins behind it, in t+3. */
START_TEST(the_walk_cache_has_one)
{
	data_misses(MODE_SV39, VA39, 0);
	set("cache_found_valid", 1);
	set("cache_found_slot", 3);
	set("cache_found_level", 2);
	set("cache_found_ppn", TABLE_2);
	set("cache_found_path", PTE_G);
	find_none();
	set("cache_found_valid", 0);
	expect_nothing_now();
	edge();
	expect_nothing_now();
	edge();
	expect_read(TABLE_2 << 12 | 3 << 3);
	expect_array_touch(0);
	expect_cache_touch(1, 3);
	set("drop_valid", (uint64_t)_i); /* which changes nothing of that */
	expect_cache_touch(1, 3);
	edge();
	set("drop_valid", 0);
	expect_cache_touch(0, 0);
	answer(PTE_OF(TABLE_1));
	if (_i)
		expect_no_array_fill();
	else
		expect_array_fill(1, true, TO_TABLE_1 | PTE_G);
}
END_TEST

/* A page serves, or a fence ends the search: nothing begins behind the walk cache's pointer. */
START_TEST(it_is_not_used)
{
	data_misses(MODE_SV39, VA39, 0);
	set("cache_found_valid", 1);
	set("cache_found_slot", 3);
	set("cache_found_level", 2);
	set("cache_found_ppn", TABLE_2);
	if (_i == 2)
		find_none();
	else
		find_page((unsigned int)_i, LEAF);
	set("cache_found_valid", 0);
	edge();
	set("drop_valid", _i == 2);
	expect_cache_touch(0, 0);
	edge();
	set("drop_valid", 0);
	expect_cache_touch(0, 0);
	if (_i == 1)
		expect_end(FAULT_NONE, LEAF, 21);
}
END_TEST

/* A blind walk begins behind what the walk cache has found, in t+1. */
START_TEST(a_blind_walk)
{
	set("array_status_sweeps", 1);
	data_misses(MODE_SV39, VA39, 0);
	expect_array_search(0);
	set("cache_found_slot", 2);
	find(2, TABLE_2, 0);
	set("cache_found_slot", 0);
	expect_read(TABLE_2 << 12 | 3 << 3);
	expect_cache_touch(1, 2);
	expect_array_touch(0);
	edge();
	/* array-1: a pointer of level 1 is neither's */
	answer(PTE_OF(TABLE_1));
	expect_no_array_fill();
	expect_no_fill();
}
END_TEST

/* cache-2, array-1: on RISC-V the pointers of level 1 are the array's, the others the cache's. */
START_TEST(pointers_of_riscv)
{
	go_from_root(MODE_SV39, 0);
	edge();
	answer(PTE_OF(TABLE_2) | PTE_G);
	expect_no_array_fill();
	expect_fill(2, TABLE_2, PTE_G);
	next();
	answer(PTE_OF(TABLE_1));
	expect_array_fill(1, true, TO_TABLE_1 | PTE_G);
	expect_no_fill();
	next();
	answer(LEAF);
	expect_array_fill(0, false, LEAF | PTE_G);
	expect_no_fill();
}
END_TEST

/* On x86 all are the cache's. */
START_TEST(pointers_of_x86)
{
	go_from_root(MODE_X86_2, ACCESS_PSE | ACCESS_OPEN);
	edge();
	answer(X86_TABLE(TABLE_1));
	expect_no_array_fill();
	expect_fill(1, TABLE_1, PTE_W | PTE_X | PTE_U);
	next();
	answer(UINT64_C(0x1234) << 12 | X86_ENTRY);
	expect("walk_end_data", 1);
	expect_array_fill(0, false, kernel_peek(&k, "walk_end_leaf"));
}
END_TEST

/* array-1: which pages have a place. */
START_TEST(pages)
{
	/* The entry answers the n-th read. */
	static const struct {
		enum mode mode;
		unsigned int reads;
		uint64_t pte, page_bits;
		int level; /* -1: none */
	} of[] = {
		{MODE_SV39, 3, LEAF, 12, 0},
		{MODE_SV39, 3, (UINT64_C(0x1238) << 10 | (LEAF & 0x3ff)) | PTE_N, 16, -1},
		{MODE_SV39, 2, UINT64_C(0x1200) << 10 | (LEAF & 0x3ff), 21, 1},
		{MODE_SV39, 1, GIB_LEAF, 30, -1},
		{MODE_SV32, 1, UINT64_C(0x1400) << 10 | (LEAF & 0x3ff), 22, 1},
		{MODE_SV32, 2, LEAF, 12, 0},
		{MODE_X86_4, 4, X86_ENTRY, 12, 0},
		{MODE_X86_4, 3, X86_ENTRY | X86_PS, 21, 1},
		{MODE_X86_4, 2, X86_ENTRY | X86_PS, 30, -1},
		{MODE_X86_2, 1, X86_ENTRY | X86_PS, 22, 1},
	};
	bool is_x86 = mode_is_x86(of[_i].mode);

	go_from_root(of[_i].mode, ACCESS_PSE | ACCESS_OPEN);
	edge();
	for (unsigned int n = 1; n < of[_i].reads; n++) {
		answer(is_x86 ? X86_TABLE(TABLE_1) : PTE_OF(TABLE_1));
		next();
	}
	answer(of[_i].pte);
	expect("walk_end_data", 1);
	expect("walk_end_fault", FAULT_NONE);
	expect("walk_end_page_bits", of[_i].page_bits);
	if (of[_i].level < 0)
		expect_no_array_fill();
	else
		expect_array_fill((unsigned int)of[_i].level, false,
				  kernel_peek(&k, "walk_end_leaf"));
}
END_TEST

/* array-3: the page as updated, when the walk has ended with it. */
START_TEST(an_update)
{
	go_from_root(MODE_SV32, ACCESS_STORES | ACCESS_ADUE);
	edge();
	answer(UINT64_C(0x1400) << 10 | (CLEAN & 0x3ff));
	expect_no_end();
	expect_no_array_fill();
	next();
	edge();
	set("mem_rsp_valid", 1);
	expect("walk_end_data", 1);
	expect_array_fill(1, false, UINT64_C(0x1400) << 10 | (LEAF & 0x3ff));
}
END_TEST

/* array-3: no page where the walk does not end, nor a fault. */
START_TEST(what_is_no_entry)
{
	go_from_root(MODE_SV32, 0);
	edge();
	if (_i == 0) {
		answer(0);
		expect("walk_end_fault", FAULT_PAGE);
	} else if (_i == 1) {
		answer(UINT64_C(0x1400) << 10 | (LEAF & 0x3ff));
		set("drop_valid", 1);
		expect_no_end();
	} else {
		set("drop_valid", 1);
		edge();
		set("drop_valid", 0);
		answer(PTE_OF(TABLE_1));
	}
	expect_no_array_fill();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_array_reads");
	TCase *tc = tcase_create("walker_array_reads");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup_with_both, teardown);
	tcase_add_test(tc, both_have_a_pointer);
	tcase_add_loop_test(tc, the_walk_cache_has_one, 0, 2);
	tcase_add_loop_test(tc, it_is_not_used, 0, 3);
	tcase_add_test(tc, a_blind_walk);
	tcase_add_test(tc, pointers_of_riscv);
	tcase_add_test(tc, pointers_of_x86);
	tcase_add_loop_test(tc, pages, 0, 10);
	tcase_add_test(tc, an_update);
	tcase_add_loop_test(tc, what_is_no_entry, 0, 3);

	return suite_run(suite);
}
