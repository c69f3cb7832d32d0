/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that search an array, shown to the judge on pins made by hand: when they end without a read
 * and with what, and behind which pointer they begin (rtl/contract, array-2, array-3, array-6).
 */
#include <check.h>
#include <stdio.h>

#include "array_fixture.h"
#include "suite.h"

#define NOWHERE (UINT64_C(1) << 60) /* not canonical: a page fault without a read */
#define NO_PAGE 40                  /* a page that is not there */
#define SPARED  "a walk that is not served by a page of the array, filled in cycle "
#define BEHIND  "a walk that does not begin behind a pointer of the array, filled in cycle "
#define NO_END  "an answer without a read, though no search of its port's walk has ended"
#define NOTHING "without a read: no walk filled an entry"

/* ---- A page serves ---- */

/* It answers, refills the TLB, and is no hit. */
START_TEST(serves)
{
	walks(0, 1);
	tlb_forgets();
	ck_assert_ptr_null(served(1));
	ck_assert_uint_eq(monitor_counts(monitor)->served_0, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->hits[PORT_DATA], 0);
	hits(1);
	ck_assert_uint_eq(monitor_counts(monitor)->hits[PORT_DATA], 1);
}
END_TEST

/* Level 1 answers one cycle later. */
START_TEST(serves_large)
{
	walks_large();
	walks(0, 30);
	tlb_forgets();
	ck_assert_ptr_null(served_large());
	ck_assert_uint_eq(monitor_counts(monitor)->served_1, 1);
	hit_gives(LARGE + 0x1008, LARGE_PA + 0x1008);
	out.data_rsp_size = 21;
	agrees();
}
END_TEST

/* Answers of the wrong cycle, by cycles too early, or too late. */
START_TEST(early)
{
	walks(0, 1);
	tlb_forgets();
	starts(0x1000);
	rests((unsigned int)_i);
	says(ends(0x90001000, FAULT_NONE), NO_END);
}
END_TEST

START_TEST(late)
{
	walks(0, 1);
	tlb_forgets();
	searches(0x1000);
	agrees();
	says(ends(0x90001000, FAULT_NONE),
	     "a page of level 1 that serves before one of level 0 of the array, filled in cycle ");
}
END_TEST

START_TEST(later)
{
	walks(0, 1);
	tlb_forgets();
	searches(0x1000);
	agrees();
	refuses("no answer behind a walk without a read");
}
END_TEST

/* With level 1 a cycle too early. */
START_TEST(large_early)
{
	walks_large();
	walks(0, 30);
	tlb_forgets();
	searches(LARGE);
	show_answer(LARGE_PA, FAULT_NONE);
	out.data_rsp_size = 21;
	refuses(NOTHING);
}
END_TEST

/* Its TLB had it surely. */
START_TEST(serves_a_hit)
{
	walks(0, 1);
	says(served(1), "a walk, though the entry filled in cycle ");
}
END_TEST

/* What was not walked for, or by one that has read nothing; or otherwise. */
START_TEST(serves_nothing)
{
	walks(0, 1);
	says(served(2), NOTHING);
}
END_TEST

START_TEST(serves_another_frame)
{
	walks(0, 1);
	tlb_forgets();
	searches(0x1000);
	says(ends(0x90002000, FAULT_NONE), "answer pa 90002000, code 0, size 12, memory type 0 "
					   "without a read: the entry filled in cycle ");
}
END_TEST

/* A store, where D is clear: it must walk, and may not be served. */
START_TEST(serves_a_store)
{
	change_leaf(1, CLEAN);
	walks(0, 1);
	tlb_forgets();
	asks(0x1000, true);
	rests(3);
	if (_i) {
		says(ends(0x90001000, FAULT_NONE), "does not allow the access");
		return;
	}
	ck_assert_ptr_null(reads_behind(2, 1));
}
END_TEST

/* A walk of the data port serves the fetch port, and the other way round. */
START_TEST(serves_the_other_port)
{
	change_leaf(4, UINT64_C(0x90004) << 10 | 0x4b);
	fetch(0x4000);
	rests(4);
	out.mem_req_fetch = 1;
	ck_assert_ptr_null(reads_behind(0, 4));
	out.mem_req_fetch = 0;
	show_fetched(0x90004000);
	agrees();
	out.fetch_rsp_valid = 0;
	ck_assert_ptr_null(served(4));
}
END_TEST

/* The TLB changes behind it, as behind any walk: its port takes nothing then. */
START_TEST(request_beside_the_answer)
{
	walks(0, 1);
	tlb_forgets();
	searches(0x1000);
	show_answer(0x90001000, FAULT_NONE);
	in.data_req_valid = 1;
	in.data_req_va = 0x1000;
	refuses("a request accepted while its TLB changes");
}
END_TEST

/* A NAPOT page has no place in the array. */
START_TEST(serves_no_napot_page)
{
	const uint64_t pte = UINT64_C(1) << 63 | (UINT64_C(0x90008) << 10) | RWAD;

	for (uint64_t n = 0; n < 16; n++)
		change_leaf(n, pte);
	searches(0x1000);
	ck_assert_ptr_null(reads_behind(0, 1));
	show_answer(0x90001000, FAULT_NONE);
	out.data_rsp_size = 16;
	agrees();
	taken();
	tlb_forgets();
	searches(0x1000);
	show_answer(0x90001000, FAULT_NONE);
	out.data_rsp_size = 16;
	refuses(NOTHING);
}
END_TEST

/* ---- It would have served ---- */

START_TEST(reads_all_the_same)
{
	walks(0, 1);
	tlb_forgets();
	says(first_read(1, LEAF(1)), SPARED);
}
END_TEST

START_TEST(reads_large_all_the_same)
{
	walks_large();
	walks(0, 30);
	tlb_forgets();
	searches(LARGE);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses(SPARED);
}
END_TEST

/*
 * A fifth page of a set replaces one of the four, which one the judge does not follow; but not the
 * one touched last.
 */
START_TEST(one_of_five)
{
	walks(0, 1);
	walks(2, 5);
	walks(2, 9);
	walks(2, 13);
	walks(2, 17);
	walks(2, 22);
	walks(2, 26);
	walks(2, 2);
	walks(2, 6);
	ck_assert_ptr_null(first_read(_i ? 9 : 1, LEAF(_i ? 9 : 1)));
}
END_TEST

START_TEST(last_of_five)
{
	walks(0, 1);
	walks(2, 5);
	walks(2, 9);
	walks(2, 13);
	walks(2, 17);
	walks(2, 22);
	walks(2, 26);
	walks(2, 2);
	walks(2, 6);
	says(first_read(17, LEAF(17)), SPARED);
}
END_TEST

/* ---- Pointers ---- */

/* It was filled when memory answered it: then came the page, and the answer. */
START_TEST(above_a_pointer)
{
	char expected[128];

	walks(0, 1);
	snprintf(expected, sizeof(expected), BEHIND "%d", (int)now - 3);
	says(first_read(2, ROOT << 12), expected);
}
END_TEST

/* The page of a walk takes the way of the pointer that it has read, where they share a set. */
START_TEST(page_takes_its_way)
{
	walks(0, 4);
	if (_i) {
		ck_assert_ptr_null(first_read(1, ROOT << 12));
		return;
	}
	searches(0x1000);
	ck_assert_ptr_null(reads_behind(2, 1));
	says(ends(0x90001000, FAULT_NONE), "PTE read 1 at 80002008: the oracle reads 80000000");
}
END_TEST

/* Without a walk cache nothing else is skipped; and nothing at all behind a walk that was blind. */
START_TEST(skips_one)
{
	walks(0, 4);
	searches(0x1000);
	ck_assert_ptr_null(reads_behind(1, 1));
	says(ends(0x90001000, FAULT_NONE), "PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

START_TEST(skips_one_with_a_walk_cache)
{
	end();
	begin_array(4);
	make_page(1);
	walks(0, 4);
	walks(1, 1);
}
END_TEST

/* A fault is fresh, behind a pointer of the array, too. */
START_TEST(fault_behind_a_pointer)
{
	walks(0, 1);
	searches(NO_PAGE << 12);
	ck_assert_ptr_null(reads_behind(2, NO_PAGE));
	says(ends(0, FAULT_PAGE), "a fault of a walk that skips pointers");
}
END_TEST

/* Reads of this entry of the root, of which memory answers all, or all but the last. */
static void reads_root(uint64_t entry, unsigned int reads, bool all)
{
	out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12 | 8 * entry;
	ck_assert(image_read(image, out.mem_req_addr, 8, &in.mem_rsp_data));
	for (unsigned int i = 0; i < reads + all; i++) {
		out.mem_req_valid = i < reads;
		in.mem_rsp_valid = i > 0;
		agrees();
	}
	out.mem_req_valid = in.mem_rsp_valid = 0;
}

/*
 * An entry of the root points to the root, so that nobody knows of which level the pointers are
 * that a walk has read, when a fence cuts it off: here of level 1 and 0, behind one of level 2. The
 * next walk may begin behind that of level 1, and may begin at the root.
 */
START_TEST(table_that_points_to_itself)
{
	uint64_t n = (uint64_t)_i / 2, va = n << 30 | n << 21 | n << 12;
	bool root = _i % 2;

	end();
	begin_array(4);
	ck_assert(image_write(image, ROOT << 12 | 8 * n, 8, ROOT << 10 | 1));
	searches(va);
	reads_root(n, 3, true);
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	rests(2);
	searches(va);
	reads_root(n, 2, false);
	rests(1);
	fence_va(LARGE);
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	rests(4);
	reads_root(n, root ? 3 : 1, true);
	if (!root)
		reads_root(n, 3, true);
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	ck_assert_uint_eq(monitor_counts(monitor)->backs, !root);
}
END_TEST

/* The walk has asked for the root, and begins again behind a fence: its first read comes next. */
static void goes_back_and_is_cut_off(uint64_t va)
{
	out.mem_req_valid = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
	agrees();
	fence_va(va);
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	rests(4);
}

/*
 * Behind a pointer of level 2 a walk has read one of level 1, and a fault: it goes back. A fence
 * cuts it off then; and the next one must begin behind the pointer of level 1.
 */
START_TEST(pointer_of_a_walk_that_goes_back)
{
	end();
	begin_array(4);
	/* The page takes the way of its pointer. */
	walks(0, 4);
	searches(0x2000);
	ck_assert_ptr_null(reads_behind(1, 2));
	goes_back_and_is_cut_off(LARGE);
	out.mem_req_valid = 1;
	out.mem_req_addr = _i ? LEAF(2) : ROOT << 12;
	if (_i)
		agrees();
	else
		refuses(BEHIND);
}
END_TEST

/* What it has read may be no pointer, but a large page that is not aligned: that is no entry. */
START_TEST(fault_of_a_walk_that_goes_back)
{
	const uint64_t entry = (TABLE << 12) + 8;

	end();
	begin_array(4);
	ck_assert(image_write(image, entry, 8, (LARGE_PA + 0x1000) >> 2 | RWAD));
	walks(0, 4);
	searches(LARGE);
	ck_assert_ptr_null(reads_at(&entry, 1));
	goes_back_and_is_cut_off(0x4000);
	out.mem_req_valid = 1;
	agrees();
}
END_TEST

/* ---- Times ---- */

/* A fault without a read comes with the end of the search, like an answer of level 1. */
START_TEST(fault_without_a_read)
{
	searches(NOWHERE);
	if (_i)
		agrees();
	if (_i)
		ck_assert_ptr_null(ends(0, FAULT_PAGE));
	else
		says(ends(0, FAULT_PAGE), "a fault, though no walk of its port has ended");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array");
	TCase *tcase = tcase_create("scoreboard_array");

	tcase_add_checked_fixture(tcase, begin_pages, end);
	tcase_add_test(tcase, serves);
	tcase_add_test(tcase, serves_large);
	tcase_add_loop_test(tcase, early, 0, 2);
	tcase_add_test(tcase, late);
	tcase_add_test(tcase, later);
	tcase_add_test(tcase, large_early);
	tcase_add_test(tcase, serves_a_hit);
	tcase_add_test(tcase, serves_nothing);
	tcase_add_test(tcase, serves_another_frame);
	tcase_add_loop_test(tcase, serves_a_store, 0, 2);
	tcase_add_test(tcase, serves_the_other_port);
	tcase_add_test(tcase, request_beside_the_answer);
	tcase_add_test(tcase, serves_no_napot_page);
	tcase_add_test(tcase, reads_all_the_same);
	tcase_add_test(tcase, reads_large_all_the_same);
	tcase_add_loop_test(tcase, one_of_five, 0, 2);
	tcase_add_test(tcase, last_of_five);
	tcase_add_test(tcase, above_a_pointer);
	tcase_add_loop_test(tcase, page_takes_its_way, 0, 2);
	tcase_add_test(tcase, skips_one);
	tcase_add_test(tcase, skips_one_with_a_walk_cache);
	tcase_add_test(tcase, fault_behind_a_pointer);
	tcase_add_loop_test(tcase, table_that_points_to_itself, 0, 4);
	tcase_add_loop_test(tcase, pointer_of_a_walk_that_goes_back, 0, 2);
	tcase_add_test(tcase, fault_of_a_walk_that_goes_back);
	tcase_add_loop_test(tcase, fault_without_a_read, 0, 2);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
