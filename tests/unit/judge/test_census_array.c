/* SPDX-License-Identifier: Apache-2.0 */
/* When walks start with an array, and when their search ends, by pins (array-2, array-5, cache-3).
 */
#include <check.h>

#include "census_fixture.h"
#include "suite.h"

/* A request that misses; its walk starts, and has searched for the first two cycles. */
static void searches(unsigned int port)
{
	search(port);
	counts(0);
	counts(0);
}

/* The other port misses, too, before the walk of the data port ends. */
static void both_miss(void)
{
	accepts(FETCH);
	accepts(DATA);
	counts(0);
	withdraws(FETCH);
	withdraws(DATA);
	counts(of(FETCH, LOOKUP | MISS) | of(DATA, LOOKUP | MISS));
	counts(WALK);
}

START_TEST(reads_behind_three_cycles)
{
	searches(_i);
	ck_assert(census.probed);
	memory_asks(_i, false);
	counts(READ);
	ck_assert(census.begins && !census.probed && !census.over);
	memory_rests();
	counts(0);
	ck_assert(!census.begins);
}
END_TEST

START_TEST(reads_too_early)
{
	search(DATA);
	for (int i = 0; i < _i; i++)
		counts(0);
	memory_asks(DATA, false);
	refuses("a memory access while its walk searches");
}
END_TEST

/* It is over in the second cycle of its search, or in the third; no walk starts beside the answer.
 */
START_TEST(over_without_a_read)
{
	both_miss();
	counts(0);
	counts(0);
	ck_assert(census.probed && !census.over);
	if (_i) {
		counts(0);
		ck_assert(census.over && !census.probed);
	}
	answer(DATA, FAULT_NONE);
	counts(_i ? SERVED_1 : SERVED_0);
	silence(DATA);
	counts(WALK);
}
END_TEST

/* The walk has ended one cycle before the answer, so the counter has it with that. */
START_TEST(served_cycle_by_cycle)
{
	searches(DATA);
	in.counter_select = _i ? 19 : 18;
	if (_i)
		counts(0);
	ck_assert_uint_eq(census.shown, 0);
	answer(DATA, FAULT_NONE);
	counts(_i ? SERVED_1 : SERVED_0);
	ck_assert_uint_eq(census.shown, 1);
}
END_TEST

/* No page serves a blind walk, whatever its port answers. */
START_TEST(over_and_blind)
{
	census.sweeps = true;
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	counts(WALK | BLIND);
	counts(0);
	answer(DATA, FAULT_NONE);
	counts(0);
}
END_TEST

/* An address that is not canonical ends it, too. */
START_TEST(over_with_a_fault)
{
	census.sweeps = _i;
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	counts(_i ? WALK | BLIND : WALK);
	for (int cycles = _i ? 0 : 2; cycles; cycles--)
		counts(0);
	counts(0);
	ck_assert(census.over);
	answer(DATA, FAULT_PAGE);
	counts(of(DATA, PAGE_FAULT));
}
END_TEST

/* Nor behind the end of one that has read. */
START_TEST(behind_a_walk)
{
	both_miss();
	counts(0);
	counts(0);
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(DATA, FAULT_NONE);
	counts(0);
	silence(DATA);
	counts(WALK);
}
END_TEST

/* A lost update ends no walk: the next starts at once. */
START_TEST(behind_a_lost_update)
{
	searches(DATA);
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
	in.mem_rsp_lost = 1;
	counts(0);
	memory_rests();
	counts(WALK);
}
END_TEST

START_TEST(fence_in_the_search)
{
	search(DATA);
	for (int i = 0; i < _i; i++)
		counts(0);
	fence(0);
	counts(WALK);
	counts(0);
	counts(0);
	ck_assert(census.probed);
}
END_TEST

/* In the third cycle the read goes its way; a walk that would be over then is not. */
START_TEST(fence_behind_the_search)
{
	searches(DATA);
	if (_i) {
		memory_asks(DATA, false);
		fence(READ);
		memory_answers();
		counts(0);
		memory_rests();
	} else {
		fence(0);
		ck_assert(!census.over);
	}
	counts(WALK);
}
END_TEST

START_TEST(busy)
{
	census.busy = true;
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	counts(0);
	counts(0);
	memory_asks(DATA, false);
	if (_i) {
		refuses("a memory access before its walk starts");
		return;
	}
	memory_rests();
	census.busy = false;
	counts(WALK);
}
END_TEST

/* A walk is blind if the array sweeps where it starts, and only then; until the next one starts. */
START_TEST(blind)
{
	census.sweeps = _i;
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	counts(_i ? WALK | BLIND : WALK);
	census.sweeps = !_i;
	if (!_i) {
		counts(0);
		counts(0);
	}
	ck_assert(census.blind == !!_i);
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(DATA, FAULT_NONE);
	counts(0);
	silence(DATA);
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	counts(_i ? WALK : WALK | BLIND);
	ck_assert(census.blind == !_i);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census_array");
	TCase *tcase = tcase_create("census_array");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_array, NULL);
	tcase_add_loop_test(tcase, reads_behind_three_cycles, 0, 2);
	tcase_add_loop_test(tcase, reads_too_early, 0, 2);
	tcase_add_loop_test(tcase, over_without_a_read, 0, 2);
	tcase_add_loop_test(tcase, served_cycle_by_cycle, 0, 2);
	tcase_add_test(tcase, over_and_blind);
	tcase_add_loop_test(tcase, over_with_a_fault, 0, 2);
	tcase_add_test(tcase, behind_a_walk);
	tcase_add_test(tcase, behind_a_lost_update);
	tcase_add_loop_test(tcase, fence_in_the_search, 0, 2);
	tcase_add_loop_test(tcase, fence_behind_the_search, 0, 2);
	tcase_add_loop_test(tcase, busy, 0, 2);
	tcase_add_loop_test(tcase, blind, 0, 2);
	return suite_run(suite);
}
