/* SPDX-License-Identifier: Apache-2.0 */
/* The events of a walk's end that the census counts: marks in memory, fences that cut it off. */
#include <check.h>

#include "census_fixture.h"
#include "suite.h"

/* After a leaf that is to be marked. */
static void swap(void)
{
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
}

START_TEST(update)
{
	miss(DATA);
	swap();
	counts(UPDATE);
	memory_rests();
	answer(DATA, FAULT_NONE);
	counts(0);
	/* What memory says to nobody is nothing. */
	silence(DATA);
	counts(0);
}
END_TEST

START_TEST(update_that_waits)
{
	miss(DATA);
	memory_answers();
	counts(0);
	memory_rests();
	in.mem_req_ready = 0;
	memory_asks(DATA, true);
	counts(0);
	counts(0);
	in.mem_req_ready = 1;
	counts(0);
	memory_rests();
	counts(0);
	memory_answers();
	counts(UPDATE);
	memory_rests();
	answer(DATA, FAULT_NONE);
	counts(0);
}
END_TEST

START_TEST(two_updates)
{
	miss(DATA);
	swap();
	counts(UPDATE);
	memory_rests();
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
	counts(UPDATE);
	memory_rests();
	answer(DATA, FAULT_NONE);
	counts(0);
}
END_TEST

START_TEST(update_is_lost)
{
	miss(DATA);
	swap();
	in.mem_rsp_lost = 1;
	counts(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(WALK | READ);
	/* A read cannot be lost. */
	memory_answers();
	in.mem_rsp_lost = 1;
	counts(0);
}
END_TEST

START_TEST(update_fails)
{
	miss(DATA);
	swap();
	in.mem_rsp_error = 1;
	counts(0);
	memory_rests();
	answer(DATA, FAULT_ACCESS);
	counts(of(DATA, OTHER_FAULT));
}
END_TEST

START_TEST(fences)
{
	fence(0);
	in.fence_valid = 1;
	out.fence_ready = 0;
	counts(0);
	in.fence_valid = 0;
	out.fence_ready = 1;
	counts(0);
	/* It cuts off nothing that begins later. */
	miss(DATA);
	memory_answers();
	memory_asks(DATA, false);
	counts(READ);
}
END_TEST

/* The answer does not count, and a walk starts in the cycle after it. */
START_TEST(fence_cuts_a_walk_off)
{
	miss(DATA);
	memory_rests();
	fence(0);
	counts(0);
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(WALK | READ);
	memory_answers();
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(DATA, FAULT_NONE);
	counts(0);
}
END_TEST

START_TEST(fence_in_the_first_cycle)
{
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	memory_asks(DATA, false);
	fence(WALK | READ);
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(WALK | READ);
}
END_TEST

START_TEST(fence_in_the_only_cycle)
{
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	fence(WALK);
	ck_assert(!census.over);
	counts(WALK);
	ck_assert(census.over);
	answer(DATA, FAULT_PAGE);
	counts(of(DATA, PAGE_FAULT));
}
END_TEST

/* One that is not accepted, or not valid, leaves the end of the walk as it is. */
START_TEST(no_fence_in_the_only_cycle)
{
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	in.fence_valid = _i;
	out.fence_ready = !_i;
	counts(WALK);
	ck_assert(census.over);
	answer(DATA, FAULT_PAGE);
	counts(of(DATA, PAGE_FAULT));
	ck_assert(!census.over);
}
END_TEST

/* No walk is under way yet, and the fence delays none. */
START_TEST(fence_before_the_walk)
{
	request(DATA);
	fence(of(DATA, LOOKUP | MISS));
	memory_asks(DATA, false);
	counts(WALK | READ);
}
END_TEST

START_TEST(fence_with_a_pointer)
{
	miss(DATA);
	memory_answers();
	memory_asks(DATA, false);
	fence(READ);
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(WALK | READ);
}
END_TEST

START_TEST(fence_with_an_end)
{
	miss(DATA);
	memory_answers();
	fence(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(WALK | READ);
	/* That one was not cut off. */
	memory_answers();
	memory_asks(DATA, false);
	counts(READ);
}
END_TEST

START_TEST(fence_before_acceptance)
{
	request(DATA);
	counts(of(DATA, LOOKUP | MISS));
	in.mem_req_ready = 0;
	memory_asks(DATA, false);
	counts(WALK);
	fence(0);
	in.mem_req_ready = 1;
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(WALK | READ);
}
END_TEST

/* PDPTEs are read for no walk. */
START_TEST(reads_of_a_load)
{
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	miss(FETCH);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census_ends");
	TCase *tcase = tcase_create("census_ends");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_test(tcase, update);
	tcase_add_test(tcase, update_that_waits);
	tcase_add_test(tcase, two_updates);
	tcase_add_test(tcase, update_is_lost);
	tcase_add_test(tcase, update_fails);
	tcase_add_test(tcase, fences);
	tcase_add_test(tcase, fence_cuts_a_walk_off);
	tcase_add_test(tcase, fence_in_the_first_cycle);
	tcase_add_test(tcase, fence_in_the_only_cycle);
	tcase_add_loop_test(tcase, no_fence_in_the_only_cycle, 0, 2);
	tcase_add_test(tcase, fence_before_the_walk);
	tcase_add_test(tcase, fence_with_a_pointer);
	tcase_add_test(tcase, fence_with_an_end);
	tcase_add_test(tcase, fence_before_acceptance);
	tcase_add_test(tcase, reads_of_a_load);

	return suite_run(suite);
}
