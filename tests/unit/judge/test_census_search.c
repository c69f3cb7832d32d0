/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When walks start with a walk cache, and which of them go back, by pins (rtl/contract, cache-3,
 * cache-4, counter-1).
 */
#include <check.h>

#include "census_fixture.h"
#include "suite.h"

#define AT_THE_START "a memory access in the cycle in which its walk starts"
#define TOO_EARLY    "a memory access before its walk starts"

/* ---- The search ---- */

/* It is counted in the cycle of the search; the first read comes in the next. */
START_TEST(read_behind_the_search)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS));
	counts(WALK);
	memory_asks(_i, false);
	counts(READ);
	memory_answers();
	memory_asks(_i, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(_i, FAULT_NONE);
	counts(0);
}
END_TEST

/* The read may wait for memory. */
START_TEST(read_that_waits)
{
	search(_i);
	memory_asks(_i, false);
	in.mem_req_ready = 0;
	counts(0);
	counts(0);
	in.mem_req_ready = 1;
	counts(READ);
}
END_TEST

START_TEST(read_beside_the_search)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS));
	memory_asks(_i, false);
	refuses(AT_THE_START);
}
END_TEST

START_TEST(read_in_the_first_cycle)
{
	request(_i);
	memory_asks(_i, false);
	refuses(TOO_EARLY);
}
END_TEST

/* The data port goes first where both miss in the cycle of the search, not where the read comes. */
START_TEST(port_of_the_search)
{
	accepts(FETCH);
	if (_i)
		accepts(DATA);
	counts(0);
	withdraws(FETCH);
	withdraws(DATA);
	if (_i) {
		counts(of(FETCH, LOOKUP | MISS) | of(DATA, LOOKUP | MISS));
		counts(WALK);
	} else {
		accepts(DATA);
		counts(of(FETCH, LOOKUP | MISS));
		withdraws(DATA);
		counts(of(DATA, LOOKUP | MISS) | WALK);
	}
	memory_asks(_i ? FETCH : DATA, false);
	refuses("the walk is that of the other");
}
END_TEST

START_TEST(end_without_a_read)
{
	search(_i);
	ck_assert(!census.over);
	counts(0);
	ck_assert(census.over);
	answer(_i, FAULT_PAGE);
	counts(of(_i, PAGE_FAULT));
	ck_assert(!census.over);
}
END_TEST

/* ---- What keeps a walk from starting ---- */

/* A fence in the cycle in which it would: it starts in the next. */
START_TEST(fence_in_the_cycle_of_the_start)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS));
	fence(0);
	counts(WALK);
	memory_asks(_i, false);
	counts(READ);
}
END_TEST

START_TEST(fences_in_a_row)
{
	request(_i);
	fence(of(_i, LOOKUP | MISS));
	fence(0);
	fence(0);
	counts(WALK);
}
END_TEST

START_TEST(read_beside_the_fence)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS));
	memory_asks(_i, false);
	in.fence_valid = 1;
	refuses(TOO_EARLY);
}
END_TEST

/* One that is not accepted keeps nothing. */
START_TEST(fence_that_waits)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS));
	in.fence_valid = 1;
	out.fence_ready = 0;
	counts(WALK);
}
END_TEST

/* The walk of the other port has ended one cycle before: with a fault, or without. */
START_TEST(start_behind_a_fault)
{
	static const uint64_t faults[] = {FAULT_NONE, FAULT_PAGE, FAULT_ACCESS, FAULT_PROTECTION};
	unsigned int port = _i & 1, kind = (unsigned int)_i >> 1;
	unsigned int counted = kind ? of(!port, kind == 1 ? PAGE_FAULT : OTHER_FAULT) : 0;

	search(!port);
	memory_asks(!port, false);
	accepts(port);
	counts(READ);
	withdraws(port);
	memory_answers();
	counts(of(port, LOOKUP | MISS));
	memory_rests();
	answer(!port, faults[kind]);
	counts(counted | (kind ? 0 : WALK));
	silence(!port);
	if (kind)
		counts(WALK);
	memory_asks(port, false);
	counts(READ);
}
END_TEST

START_TEST(read_behind_a_fault)
{
	request(!_i);
	accepts(_i);
	counts(of(!_i, LOOKUP | MISS));
	withdraws(_i);
	counts(of(_i, LOOKUP | MISS) | WALK);
	counts(0);
	answer(!_i, FAULT_PAGE);
	memory_asks(_i, false);
	refuses(TOO_EARLY);
}
END_TEST

/* ---- Going back ---- */

/* A walk that waits for its first read. */
static void walks(unsigned int port)
{
	search(port);
	memory_asks(port, false);
	counts(READ);
	memory_rests();
	counts(0);
}

/* Memory's answer, with which the walk asks for nothing. */
static void heard(void)
{
	memory_answers();
	counts(0);
	memory_rests();
}

START_TEST(back)
{
	walks(_i);
	ck_assert(!census.back);
	heard();
	memory_asks(_i, false);
	counts(READ | BACK);
	ck_assert(census.back);
	memory_answers();
	memory_asks(_i, false);
	counts(READ);
	heard();
	answer(_i, FAULT_PAGE);
	counts(of(_i, PAGE_FAULT));
	silence(_i);
	search(_i);
	ck_assert(!census.back);
}
END_TEST

/* It would have ended with memory's answer, so from the next cycle on the counter has it. */
START_TEST(back_cycle_by_cycle)
{
	walks(DATA);
	in.counter_select = 24;
	heard();
	ck_assert_uint_eq(census.shown, 0);
	memory_asks(DATA, false);
	counts(READ | BACK);
	ck_assert_uint_eq(census.shown, 1);
}
END_TEST

START_TEST(back_that_waits)
{
	walks(_i);
	heard();
	memory_asks(_i, false);
	in.mem_req_ready = 0;
	counts(BACK);
	in.mem_req_ready = 1;
	counts(READ);
	ck_assert(census.back);
}
END_TEST

START_TEST(back_for_the_other_port)
{
	walks(_i);
	heard();
	memory_asks(!_i, false);
	refuses("the walk is that of the other");
}
END_TEST

/* A cycle later it has started again. */
START_TEST(pause)
{
	walks(_i);
	heard();
	counts(WALK);
	memory_asks(_i, false);
	counts(READ);
	ck_assert(!census.back);
}
END_TEST

/* An update that fails, or is lost. */
START_TEST(behind_an_update)
{
	bool lost = _i & 1, error = _i & 2;

	walks(DATA);
	heard();
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
	in.mem_rsp_lost = lost;
	in.mem_rsp_error = error;
	counts(lost || error ? 0 : UPDATE);
	memory_rests();
	if (lost && !error) {
		counts(WALK);
		memory_asks(DATA, false);
		counts(READ);
		ck_assert(!census.back);
		return;
	}
	memory_asks(DATA, false);
	counts(READ | BACK);
	ck_assert(census.back);
}
END_TEST

START_TEST(read_too_early_behind_a_lost_update)
{
	walks(DATA);
	heard();
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
	in.mem_rsp_lost = 1;
	counts(0);
	memory_rests();
	memory_asks(DATA, false);
	refuses(AT_THE_START);
}
END_TEST

/*
 * A fence during the walk: beside its first read, while that waits, or in the cycle of its answer.
 */
static void fenced(unsigned int port, int when)
{
	search(port);
	memory_asks(port, false);
	if (when == 0)
		fence(READ);
	else
		counts(READ);
	memory_rests();
	if (when == 1)
		fence(0);
	memory_answers();
	if (when == 2)
		fence(0);
	else
		counts(0);
	memory_rests();
}

START_TEST(behind_a_fence)
{
	fenced(_i & 1, _i / 2);
	counts(WALK);
	memory_asks(_i & 1, false);
	counts(READ);
	heard();
	memory_asks(_i & 1, false);
	counts(READ | BACK);
	ck_assert(census.back);
}
END_TEST

START_TEST(read_too_early_behind_a_fence)
{
	fenced(_i & 1, _i / 2);
	memory_asks(_i & 1, false);
	refuses(AT_THE_START);
}
END_TEST

/* A fence beside its first read: it completes that one, and starts again. */
START_TEST(fence_while_it_goes_back)
{
	walks(_i);
	heard();
	memory_asks(_i, false);
	fence(READ | BACK);
	heard();
	counts(WALK);
}
END_TEST

/* Without a read there is none to start with: it is no end (fence-3). */
START_TEST(fence_where_it_would_end_without_a_read)
{
	search(_i);
	fence(0);
	ck_assert(!census.over);
	counts(WALK);
	counts(0);
	ck_assert(census.over);
}
END_TEST

/* The walk is over, and its port answers: the read is that of another walk, and comes too early. */
START_TEST(read_behind_the_end)
{
	search(!_i);
	memory_asks(!_i, false);
	accepts(_i);
	counts(READ);
	withdraws(_i);
	memory_answers();
	counts(of(_i, LOOKUP | MISS));
	memory_rests();
	answer(!_i, FAULT_NONE);
	memory_asks(_i, false);
	refuses(AT_THE_START);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census_search");
	TCase *tcase = tcase_create("census_search");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_searching, NULL);
	tcase_add_loop_test(tcase, read_behind_the_search, 0, 2);
	tcase_add_loop_test(tcase, read_that_waits, 0, 2);
	tcase_add_loop_test(tcase, read_beside_the_search, 0, 2);
	tcase_add_loop_test(tcase, read_in_the_first_cycle, 0, 2);
	tcase_add_loop_test(tcase, port_of_the_search, 0, 2);
	tcase_add_loop_test(tcase, end_without_a_read, 0, 2);
	tcase_add_loop_test(tcase, fence_in_the_cycle_of_the_start, 0, 2);
	tcase_add_loop_test(tcase, fences_in_a_row, 0, 2);
	tcase_add_loop_test(tcase, read_beside_the_fence, 0, 2);
	tcase_add_loop_test(tcase, fence_that_waits, 0, 2);
	tcase_add_loop_test(tcase, start_behind_a_fault, 0, 8);
	tcase_add_loop_test(tcase, read_behind_a_fault, 0, 2);
	tcase_add_loop_test(tcase, back, 0, 2);
	tcase_add_test(tcase, back_cycle_by_cycle);
	tcase_add_loop_test(tcase, back_that_waits, 0, 2);
	tcase_add_loop_test(tcase, back_for_the_other_port, 0, 2);
	tcase_add_loop_test(tcase, pause, 0, 2);
	tcase_add_loop_test(tcase, behind_an_update, 0, 4);
	tcase_add_test(tcase, read_too_early_behind_a_lost_update);
	tcase_add_loop_test(tcase, behind_a_fence, 0, 6);
	tcase_add_loop_test(tcase, read_too_early_behind_a_fence, 0, 6);
	tcase_add_loop_test(tcase, fence_while_it_goes_back, 0, 2);
	tcase_add_loop_test(tcase, fence_where_it_would_end_without_a_read, 0, 2);
	tcase_add_loop_test(tcase, read_behind_the_end, 0, 2);

	return suite_run(suite);
}
