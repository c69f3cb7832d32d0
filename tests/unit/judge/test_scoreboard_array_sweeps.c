/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sweep of an array, and the walks that are blind meanwhile, shown to the judge on pins made by
 * hand (rtl/contract, array-2, array-5).
 */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

#define BY_FENCE "without a read: its entry was dropped by the fence of cycle "
#define UNREAD   "PTE read 1 at 80002008: the oracle reads 80000000"
#define SETS     4u

/* Page 1 and its pointer are there, and no TLB has page 1. */
static void fills(void)
{
	walks(0, 1);
	tlb_forgets();
}

static void settles(void)
{
	rests(SETS + 1);
}

/* ---- A sweep ---- */

/* In its last cycle a walk that starts is blind, in the next one it is not. */
START_TEST(length_of_a_sweep)
{
	fills();
	fence_asid(7);
	rests(SETS - 2 + (unsigned int)_i);
	starts(0x1000);
	if (!_i) {
		ck_assert_ptr_null(reads_behind(0, 1));
		ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
		return;
	}
	rests(2);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
}
END_TEST

/* A blind walk is served by nothing, begins behind nothing, and fills nothing. */
START_TEST(blind)
{
	fills();
	fence_asid(7);
	starts(0x1000);
	if (_i) {
		ck_assert_ptr_null(reads_behind(2, 1));
		says(ends(0x90001000, FAULT_NONE), UNREAD);
		return;
	}
	agrees();
	says(ends(0x90001000, FAULT_NONE),
	     "an answer without a read, though no search of its port's walk has ended");
}
END_TEST

START_TEST(blind_fills_nothing)
{
	fence_asid(7);
	starts(0x1000);
	ck_assert_ptr_null(reads_behind(0, 1));
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	rests(SETS);
	if (_i) {
		ck_assert_ptr_null(first_read(2, LEAF(2)));
		return;
	}
	walks(0, 30);
	tlb_forgets();
	says(served(1), "without a read: no walk filled an entry");
}
END_TEST

/* A drop during a sweep, in its last cycle, too, drops all; one behind it does not. */
START_TEST(drop_in_a_sweep)
{
	fills();
	fence_asid(7);
	rests((unsigned int)_i);
	fence_va(0x3000000);
	if (_i == SETS + 1) {
		settles();
		ck_assert_ptr_null(served(1));
		return;
	}
	/* It is not busy. */
	in.fence_valid = 1;
	in.fence_va = UINT64_C(1) << 60;
	agrees();
	in.fence_valid = 0;
	settles();
	says(served(1), BY_FENCE);
}
END_TEST

/* It begins again, and lasts as long. */
START_TEST(sweeps_again)
{
	fills();
	fence_asid(7);
	rests(2);
	fence_va(0x3000000);
	rests(SETS - 2 + (unsigned int)_i);
	starts(0x1000);
	rests(_i ? 2 : 0);
	ck_assert_ptr_null(reads_behind(0, 1));
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
}
END_TEST

/* A fence of an address that is in no page is none. */
START_TEST(no_drop_in_a_sweep)
{
	fills();
	fence_asid(7);
	fence_va(UINT64_C(1) << 60);
	settles();
	ck_assert_ptr_null(served(1));
}
END_TEST

/* ---- Reset ---- */

/* Behind it the array sweeps, and is not busy, though it was before. */
START_TEST(reset_while_busy)
{
	fence_va(0x1000);
	in.rst = 1;
	agrees();
	in.rst = 0;
	out.ptbr_held = 0;
	fence_asid(7);
}
END_TEST

/* The record begins with the sweep of a reset in cycle 0: a fence is ready from the first on. */
START_TEST(fence_in_the_first_cycle)
{
	end();
	begin();
	watch_no_more();
	watch(&(const struct mmu_config){.itlb_entries = 4,
					 .dtlb_entries = 4,
					 .asid_bits = 16,
					 .pa_bits = 46,
					 .counter_bits = 32,
					 .formats = 255,
					 .array_sets = SETS});
	out.ptbr_held = 0;
	now = 1;
	fence_asid(7);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array_sweeps");
	TCase *tcase = tcase_create("scoreboard_array_sweeps");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pages, end);
	tcase_add_loop_test(tcase, length_of_a_sweep, 0, 2);
	tcase_add_loop_test(tcase, blind, 0, 2);
	tcase_add_loop_test(tcase, blind_fills_nothing, 0, 2);
	tcase_add_loop_test(tcase, drop_in_a_sweep, 0, SETS + 2);
	tcase_add_loop_test(tcase, sweeps_again, 0, 2);
	tcase_add_test(tcase, no_drop_in_a_sweep);
	tcase_add_test(tcase, reset_while_busy);
	tcase_add_test(tcase, fence_in_the_first_cycle);
	return suite_run(suite);
}
