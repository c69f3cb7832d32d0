/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counters of an array of 4 sets that the judge compares, shown to it on pins made by hand
 * (rtl/contract, counter-1, array-5).
 */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

#define SWEEPS 22
#define SETS   4

/* The array sweeps no more. */
static void begin_settled(void)
{
	begin_pages();
	rests(SETS + 1);
}

/* The counter of sweeps as it stands in this cycle, and no other number. */
static void swept(uint64_t times)
{
	in.counter_select = SWEEPS;
	agrees();
	in.counter_select = 31;
	out.counter_value = times;
	agrees();
	out.counter_value = 0;
	in.counter_select = SWEEPS;
	agrees();
	out.counter_value = times + 1;
	refuses("counter 22 is ");
}

START_TEST(reset)
{
	if (_i)
		fence(false, 0, false, 0);
	in.rst = 1;
	agrees();
	in.rst = 0;
	out.ptbr_held = 0;
	swept(0);
}
END_TEST

/* Its sweep is not counted, but it begins again like any other. */
START_TEST(in_the_sweep_of_reset)
{
	in.rst = 1;
	agrees();
	in.rst = 0;
	out.ptbr_held = 0;
	rests((unsigned int)_i);
	fence_va(0x1000);
	rests(2);
	swept(_i < SETS + 1 ? 1 : 0);
}
END_TEST

/* In the cycle of the drop: so it stands from the next one on. */
START_TEST(sweep_cycle_by_cycle)
{
	in.counter_select = SWEEPS;
	fence(false, 0, false, 0);
	agrees();
	out.counter_value = 1;
	agrees();
	agrees();
}
END_TEST

START_TEST(fences)
{
	static const struct {
		bool by_va, by_asid, keep_global;
		uint64_t va;
		unsigned int sweeps;
	} cases[] = {
		{false, false, false, 0, 1},         {false, true, false, 0, 1},
		{false, false, true, 0, 1},          {true, false, false, 0x1000, 0},
		{true, true, false, 0x1000, 0},      {true, false, true, 0x1000, 0},
		{true, false, false, 1ull << 60, 0},
	};

	in.fence_keep_global = cases[_i].keep_global;
	fence(cases[_i].by_va, cases[_i].va, cases[_i].by_asid, 0);
	in.fence_keep_global = 0;
	swept(cases[_i].sweeps);
}
END_TEST

/* Any drop in a sweep makes it start over, and one behind it does not. */
START_TEST(in_a_sweep)
{
	fence_asid(7);
	rests((unsigned int)_i);
	fence_va(0x1000);
	rests(2);
	swept(_i == SETS + 1 ? 1 : 2);
}
END_TEST

START_TEST(nothing_in_a_sweep)
{
	fence_asid(7);
	fence_va(1ull << 60);
	swept(1);
}
END_TEST

/*
 * A blind walk of an address that is not canonical ends in the cycle after its start, and
 * drops in the next one: in the last cycle of the sweep, or behind it.
 */
START_TEST(fault_in_a_sweep)
{
	fence_asid(7);
	rests((unsigned int)_i);
	starts(UINT64_C(1) << 39);
	agrees();
	in.counter_select = SWEEPS;
	show_answer(0, FAULT_PAGE);
	agrees();
	out.counter_value = 1;
	taken();
	agrees();
	out.counter_value = _i ? 1 : 2;
	agrees();
}
END_TEST

START_TEST(write_of_cr3)
{
	write_ptbr(REGIME_X86_64, 0x80000000);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x80000000));
	swept(1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array_counts");
	TCase *tcase = tcase_create("scoreboard_array_counts");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_settled, end);
	tcase_add_loop_test(tcase, reset, 0, 2);
	tcase_add_loop_test(tcase, in_the_sweep_of_reset, 0, SETS + 2);
	tcase_add_test(tcase, sweep_cycle_by_cycle);
	tcase_add_loop_test(tcase, fences, 0, 7);
	tcase_add_loop_test(tcase, in_a_sweep, 0, SETS + 2);
	tcase_add_test(tcase, nothing_in_a_sweep);
	tcase_add_loop_test(tcase, fault_in_a_sweep, 0, 2);
	tcase_add_test(tcase, write_of_cr3);
	return suite_run(suite);
}
