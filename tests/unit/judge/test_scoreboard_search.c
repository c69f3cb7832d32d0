/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks of an MMU with a walk cache, shown to the judge on pins made by hand: when they begin, what
 * they may skip, and how they go back (rtl/contract, cache-3, cache-4).
 */
#include <check.h>

#include "search_fixture.h"
#include "suite.h"

#define NOWHERE (UINT64_C(1) << 60) /* not canonical: a page fault without a read */
#define NO_BACK "a walk that goes back, though it has not found a fault behind pointers that it"
#define STALE   "a fault of a walk that skips pointers"
#define AGAIN   "a walk that has gone back, and skips pointers again"
#define LATE    "a walk that goes back late"

/* ---- When ---- */

/* Pointers may be skipped, without being asked for. */
START_TEST(skips)
{
	walked(0);
	search(0x4000, false);
	ck_assert_ptr_null(reads_behind(_i, 4));
	ck_assert_ptr_null(ends(0x90004000, FAULT_NONE));
	hits(4);
}
END_TEST

/* None that has not been read. */
START_TEST(skips_what_was_not_read)
{
	search(0x4000, false);
	ck_assert_ptr_null(reads_behind(_i, 4));
	says(ends(0x90004000, FAULT_NONE), "PTE read 1 at ");
}
END_TEST

/* Without a walk cache nothing is, and the first read comes a cycle earlier. */
START_TEST(without_a_walk_cache)
{
	end();
	begin_with(0);
	ask(0, false);
	agrees();
	ck_assert_ptr_null(reads_behind(0, 0));
	ck_assert_ptr_null(ends(0x90000000, FAULT_NONE));
	ask(0x4000, false);
	agrees();
	if (_i) {
		agrees();
		out.mem_req_valid = 1;
		out.mem_req_addr = ROOT << 12;
		refuses("no answer behind a walk without a read");
		return;
	}
	ck_assert_ptr_null(reads_behind(2, 4));
	says(ends(0x90004000, FAULT_NONE), "PTE read 1 at 80002020: the oracle reads 80000000");
}
END_TEST

START_TEST(read_early)
{
	ask(0x4000, false);
	if (_i)
		agrees();
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses(_i ? "a memory access in the cycle in which its walk starts"
		   : "a memory access before its walk starts");
}
END_TEST

START_TEST(read_late)
{
	search(0x4000, false);
	agrees();
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("no answer behind a walk without a read");
}
END_TEST

/* A fault without a read: in time, a cycle too early and a cycle too late. */
START_TEST(fault_without_a_read)
{
	search(NOWHERE, false);
	if (_i != 1)
		agrees();
	if (_i == 2)
		refuses("no answer behind a walk without a read");
	else if (_i)
		says(ends(0, FAULT_PAGE), "a fault, though no walk of its port has ended");
	else
		ck_assert_ptr_null(ends(0, FAULT_PAGE));
}
END_TEST

/* ---- A fault is fresh ---- */

START_TEST(fault)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(_i, NO_FRAME));
	if (_i)
		says(ends(0, FAULT_PAGE), STALE);
	else
		ck_assert_ptr_null(ends(0, FAULT_PAGE));
}
END_TEST

/* So it is of another MMU's on these pins, of which nothing is said but that it caches pointers. */
START_TEST(fault_of_another_mmu)
{
	end();
	may_cache.pointers = true;
	begin_with(0);
	may_cache.pointers = false;
	ask(0, false);
	agrees();
	ck_assert_ptr_null(reads_behind(0, 0));
	ck_assert_ptr_null(ends(0x90000000, FAULT_NONE));
	ask(NO_FRAME << 12, false);
	agrees();
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
}
END_TEST

START_TEST(goes_back)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(1 + _i, NO_FRAME));
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->backs, 1);
}
END_TEST

/* The table moves, and the new one has the page: the walk finds it when it goes back. */
START_TEST(goes_back_and_finds_a_page)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	make_page(NO_FRAME);
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	ck_assert_ptr_null(ends(0x90002000, FAULT_NONE));
	hits(NO_FRAME);
}
END_TEST

/* An access fault is one, too. */
START_TEST(goes_back_behind_a_read_that_fails)
{
	walked(0);
	search(0x4000, false);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = LEAF(4);
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = in.mem_rsp_error = 1;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = 0;
	ck_assert_ptr_null(reads_behind(0, 4));
	ck_assert_ptr_null(ends(0x90004000, FAULT_NONE));
}
END_TEST

/* The walk's read is on the pins, and memory takes it a little later. */
START_TEST(goes_back_and_waits)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	in.mem_req_ready = 0;
	out.mem_req_valid = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	agrees();
	in.mem_req_ready = 1;
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
}
END_TEST

/* ---- What is no such walk ---- */

START_TEST(back_from_a_page)
{
	walked(0);
	search(0x4000, false);
	ck_assert_ptr_null(reads_behind(2, 4));
	says(reads_behind(0, 4), NO_BACK);
}
END_TEST

START_TEST(back_from_the_root)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	says(reads_behind(0, NO_FRAME), NO_BACK);
}
END_TEST

START_TEST(back_twice)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	says(reads_behind(0, NO_FRAME), NO_BACK);
}
END_TEST

/* What it read before is judged, too. */
START_TEST(back_from_nowhere)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, 3));
	says(reads_behind(0, NO_FRAME), "PTE read 1 at 80002018: the oracle reads 80000000");
}
END_TEST

START_TEST(back_to_a_pointer)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	if (_i)
		make_page(NO_FRAME);
	ck_assert_ptr_null(reads_behind(1, NO_FRAME));
	says(ends(_i ? 0x90002000 : 0, _i ? FAULT_NONE : FAULT_PAGE), AGAIN);
}
END_TEST

/* And goes back from there. */
START_TEST(back_to_a_pointer_and_back)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	ck_assert_ptr_null(reads_behind(1, NO_FRAME));
	says(reads_behind(0, NO_FRAME), AGAIN);
}
END_TEST

/* Without a cause it starts again. */
START_TEST(back_late)
{
	walked(0);
	search(_i ? 0x4000 : NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, _i ? 4 : NO_FRAME));
	agrees();
	says(reads_behind(0, NO_FRAME), LATE);
}
END_TEST

/* ---- Updates ---- */

static void show_update(void)
{
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = CLEAN;
	out.mem_req_data = CLEAN | 0x80;
}

/* A store to a clean page, whose update fails. */
static void update_fails(void)
{
	walked(0);
	search(0x1000, true);
	ck_assert_ptr_null(reads_behind(2, 1));
	show_update();
	swap(true, false);
}

START_TEST(update_that_fails)
{
	update_fails();
	if (_i) {
		says(ends(0, FAULT_ACCESS), STALE);
		return;
	}
	ck_assert_ptr_null(reads_behind(0, 1));
	show_update();
	swap(false, false);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	ck_assert_uint_eq(monitor_counts(monitor)->updates, 1);
}
END_TEST

/* It is told at the update that the walk is no whole one. */
START_TEST(update_behind_pointers_again)
{
	update_fails();
	ck_assert_ptr_null(reads_behind(1, 1));
	show_update();
	refuses(AGAIN);
}
END_TEST

/* A lost one starts the walk again, a cycle later; and it may skip. */
START_TEST(update_that_is_lost)
{
	walked(0);
	search(0x1000, true);
	ck_assert_ptr_null(reads_behind(2, 1));
	show_update();
	swap(false, true);
	if (_i) {
		says(reads_behind(2, 1), "a memory access in the cycle in which its walk starts");
		return;
	}
	agrees();
	ck_assert_ptr_null(reads_behind(2, 1));
	show_update();
	swap(false, false);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 3);
	ck_assert_uint_eq(monitor_counts(monitor)->backs, 0);
}
END_TEST

/* ---- Fences ---- */

/* In the cycle in which it would go back: it starts again. */
START_TEST(fence_instead)
{
	walked(0);
	search(NO_FRAME << 12, false);
	out.mem_req_valid = 1;
	out.mem_req_addr = LEAF(NO_FRAME);
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = 0;
	fence(true, 0, false, 0);
	in.mem_rsp_valid = 0;
	if (_i) {
		says(reads_behind(0, NO_FRAME), "in the cycle in which its walk starts");
		return;
	}
	agrees();
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	ck_assert_uint_eq(monitor_counts(monitor)->backs, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
}
END_TEST

/* While it goes back: with its read accepted, or not yet. That read is its last. */
START_TEST(fence_behind_it)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	out.mem_req_valid = 1;
	out.mem_req_addr = ROOT << 12;
	in.mem_req_ready = _i;
	fence(false, 0, false, 0);
	in.mem_req_ready = 1;
	if (!_i)
		agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	agrees();
	in.mem_rsp_valid = 0;
	agrees();
	ck_assert_ptr_null(reads_behind(0, NO_FRAME));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	ck_assert_uint_eq(monitor_counts(monitor)->backs, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 3);
}
END_TEST

/* That read is judged: it is that of the root. */
START_TEST(fence_behind_a_wrong_one)
{
	walked(0);
	search(NO_FRAME << 12, false);
	ck_assert_ptr_null(reads_behind(2, NO_FRAME));
	out.mem_req_valid = 1;
	out.mem_req_addr = (ROOT << 12) + 8;
	in.mem_req_ready = _i;
	in.fence_valid = 1;
	refuses("PTE read 1 at 80000008: the oracle reads 80000000");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_search");
	TCase *tcase = tcase_create("scoreboard_search");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_searching, end);
	tcase_add_loop_test(tcase, skips, 0, 3);
	tcase_add_loop_test(tcase, skips_what_was_not_read, 1, 3);
	tcase_add_loop_test(tcase, without_a_walk_cache, 0, 2);
	tcase_add_loop_test(tcase, read_early, 0, 2);
	tcase_add_test(tcase, read_late);
	tcase_add_loop_test(tcase, fault_without_a_read, 0, 3);
	tcase_add_loop_test(tcase, fault, 0, 3);
	tcase_add_test(tcase, fault_of_another_mmu);
	tcase_add_loop_test(tcase, goes_back, 0, 2);
	tcase_add_test(tcase, goes_back_and_finds_a_page);
	tcase_add_test(tcase, goes_back_behind_a_read_that_fails);
	tcase_add_test(tcase, goes_back_and_waits);
	tcase_add_test(tcase, back_from_a_page);
	tcase_add_test(tcase, back_from_the_root);
	tcase_add_test(tcase, back_twice);
	tcase_add_test(tcase, back_from_nowhere);
	tcase_add_loop_test(tcase, back_to_a_pointer, 0, 2);
	tcase_add_test(tcase, back_to_a_pointer_and_back);
	tcase_add_loop_test(tcase, back_late, 0, 2);
	tcase_add_loop_test(tcase, update_that_fails, 0, 2);
	tcase_add_test(tcase, update_behind_pointers_again);
	tcase_add_loop_test(tcase, update_that_is_lost, 0, 2);
	tcase_add_loop_test(tcase, fence_instead, 0, 2);
	tcase_add_loop_test(tcase, fence_behind_it, 0, 2);
	tcase_add_loop_test(tcase, fence_behind_a_wrong_one, 0, 2);

	return suite_run(suite);
}
