/* SPDX-License-Identifier: Apache-2.0 */
/* Whose walk it is that asks memory (rtl/contract, walk-6). */
#include <check.h>

#include "census_fixture.h"
#include "suite.h"

START_TEST(walk_of_the_wrong_port)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS));
	memory_asks(!_i, false);
	in.mem_req_ready = 0;
	refuses(_i ? "a memory access for the fetch port: the walk is that of the other"
		   : "a memory access for the data port: the walk is that of the other");
}
END_TEST

START_TEST(fetch_goes_first)
{
	accepts(FETCH);
	accepts(DATA);
	counts(0);
	withdraws(FETCH);
	withdraws(DATA);
	counts(of(FETCH, LOOKUP | MISS) | of(DATA, LOOKUP | MISS));
	memory_asks(FETCH, false);
	refuses("a memory access for the fetch port: the walk is that of the other");
}
END_TEST

/* The data port is one cycle behind: the walk could not start for it (walk-6). */
START_TEST(fetch_misses_first)
{
	request(FETCH);
	accepts(DATA);
	counts(of(FETCH, LOOKUP | MISS));
	withdraws(DATA);
	memory_asks(_i ? FETCH : DATA, false);
	if (_i)
		counts(of(DATA, LOOKUP | MISS) | WALK | READ);
	else
		refuses("a memory access for the data port: the walk is that of the other");
}
END_TEST

/* A walk starts in the second cycle of a miss (walk-5), whether memory takes its read or not. */
START_TEST(walk_in_the_first_cycle)
{
	unsigned int port = _i & 1;

	request(port);
	memory_asks(port, false);
	in.mem_req_ready = _i >> 1;
	refuses("a memory access in the first cycle of a miss");
}
END_TEST

/* The walker is idle again in the cycle of the other port's answer. */
START_TEST(walk_in_the_first_cycle_behind_another)
{
	unsigned int port = _i & 1, cycles = _i >> 1;

	miss(!port);
	if (cycles)
		request(port);
	memory_answers();
	if (!cycles)
		accepts(port);
	counts(cycles ? of(port, LOOKUP | MISS) : 0);
	withdraws(port);
	memory_rests();
	answer(!port, FAULT_NONE);
	memory_asks(port, false);
	if (cycles)
		counts(WALK | READ);
	else
		refuses("a memory access in the first cycle of a miss");
}
END_TEST

/* Who comes later waits, whichever port it is; and so the second time, with the walks' updates. */
START_TEST(walk_by_the_other_port)
{
	miss(_i);
	request(!_i);
	counts(of(!_i, LOOKUP | MISS));
	memory_answers();
	memory_asks(_i, false);
	counts(READ);
	memory_answers();
	memory_asks(!_i, false);
	refuses("the walk is that of the other");
}
END_TEST

START_TEST(update_by_the_other_port)
{
	miss(_i);
	request(!_i);
	counts(of(!_i, LOOKUP | MISS));
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(!_i, true);
	refuses("the walk is that of the other");
}
END_TEST

/* A fence ends the fetch port's walk, and the data port, which misses now, goes first. */
START_TEST(fence_lets_data_first)
{
	miss(FETCH);
	request(DATA);
	fence(of(DATA, LOOKUP | MISS));
	memory_answers();
	counts(0);
	memory_rests();
	memory_asks(_i ? DATA : FETCH, false);
	if (_i)
		counts(WALK | READ);
	else
		refuses("a memory access for the fetch port: the walk is that of the other");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census_walk");
	TCase *tcase = tcase_create("census_walk");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_loop_test(tcase, walk_of_the_wrong_port, 0, 2);
	tcase_add_test(tcase, fetch_goes_first);
	tcase_add_loop_test(tcase, fetch_misses_first, 0, 2);
	tcase_add_loop_test(tcase, walk_in_the_first_cycle, 0, 4);
	tcase_add_loop_test(tcase, walk_in_the_first_cycle_behind_another, 0, 4);
	tcase_add_loop_test(tcase, walk_by_the_other_port, 0, 2);
	tcase_add_loop_test(tcase, update_by_the_other_port, 0, 2);
	tcase_add_loop_test(tcase, fence_lets_data_first, 0, 2);

	return suite_run(suite);
}
