/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Misbehaviour shown to the judge, on pins made by hand: walks that a fence or a lost update cuts
 * off, and that go on, or were wrong so far.
 */
#include <check.h>

#include "judge_fixture.h"
#include "suite.h"

/* ---- Walks that are cut off ---- */

START_TEST(cut_off_after_a_wrong_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	fence(false, 0, false, 0);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	ck_assert_str_eq(cycle(), "PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

START_TEST(cut_off_after_a_read_too_many)
{
	ask(0x123, false);
	walk(LEAF(0));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	fence(false, 0, false, 0);
	ck_assert_str_eq(read_pte(ROOT << 12), "PTE read 4 at 80002000: the oracle reads only 3");
}
END_TEST

/* A second fence, over a first read that is not accepted yet, cuts off for good. */
START_TEST(cut_off_twice_after_a_wrong_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	fence(false, 0, false, 0);
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	in.fence_valid = out.fence_ready = 1;
	refuses("PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

START_TEST(lost_after_a_wrong_update)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(0), CLEAN, DIRTY, false, true);
	ck_assert_str_eq(read_pte(ROOT << 12),
			 "A/D update of 80002000 from 24000447 to 240004c7: the oracle updates "
			 "80002008 from 24000447 to 240004c7");
}
END_TEST

START_TEST(lost_after_an_update_too_many)
{
	ask(0x1123, false);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	ck_assert_str_eq(read_pte(ROOT << 12),
			 "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(lost_and_walked_again)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	walk(LEAF(1));
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->updates, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
}
END_TEST

START_TEST(answer_from_before_a_fence)
{
	ask(0x123, false);
	walk(LEAF(0));
	fence(false, 0, false, 0);
	show_answer(0x90000123, 0);
	ck_assert_str_eq(cycle(), "an answer from a walk that must begin anew");
}
END_TEST

START_TEST(fault_from_before_a_fence)
{
	ask(0x2123, false);
	walk(LEAF(2));
	fence(false, 0, false, 0);
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "an answer from a walk that must begin anew");
}
END_TEST

START_TEST(answer_though_lost)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "an answer from a walk that must begin anew");
}
END_TEST

START_TEST(update_from_before_a_fence)
{
	ask(0x1123, true);
	walk(LEAF(1));
	fence(false, 0, false, 0);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("an A/D update by a walk that must begin anew");
}
END_TEST

START_TEST(update_again_though_lost)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("an A/D update by a walk that must begin anew");
}
END_TEST

/* What an earlier request was to do is not for the next one. */
START_TEST(fence_after_the_answer)
{
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	taken();
	fence(false, 0, false, 0);
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge_cut_off");
	TCase *tcase = tcase_create("judge_cut_off");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, cut_off_after_a_wrong_read);
	tcase_add_test(tcase, cut_off_after_a_read_too_many);
	tcase_add_test(tcase, cut_off_twice_after_a_wrong_read);
	tcase_add_test(tcase, lost_after_a_wrong_update);
	tcase_add_test(tcase, lost_after_an_update_too_many);
	tcase_add_test(tcase, lost_and_walked_again);
	tcase_add_test(tcase, answer_from_before_a_fence);
	tcase_add_test(tcase, fault_from_before_a_fence);
	tcase_add_test(tcase, answer_though_lost);
	tcase_add_test(tcase, update_from_before_a_fence);
	tcase_add_test(tcase, update_again_though_lost);
	tcase_add_test(tcase, fence_after_the_answer);

	return suite_run(suite);
}
