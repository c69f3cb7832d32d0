/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What walks do with lines, by the time of their reads (rtl/contract, line-2 to line-5, counter-1).
 * A cycle in which a line serves is known only in the next one, and one in which a walk would have
 * ended, and goes back, two cycles later.
 */
#include <check.h>

#include "census_fixture.h"
#include "suite.h"

#define TOO_EARLY "a memory access before the lines are searched"

/* A request that misses, and a walk that has searched: its first read may come. */
static void searched(unsigned int port)
{
	search(port);
	counts(0);
}

/* The first read is asked for. */
static void reads(void)
{
	memory_asks(DATA, false);
	counts(READ);
}

/* Memory answers with a line, or alone. */
static void answers(bool with_line)
{
	memory_answers();
	in.mem_rsp_main = with_line;
	counts(with_line ? LINE_FILL : 0);
	memory_rests();
	in.mem_rsp_main = 0;
}

/* A line serves. */
static void serves(void)
{
	counts(0);
	counts(LINE_HIT);
}

static void ends(uint64_t fault)
{
	answer(DATA, fault);
	counts(fault == FAULT_NONE ? 0 : of(DATA, PAGE_FAULT));
	silence(DATA);
}

/* ---- Reads ---- */

/* A walk of n reads takes 4 + n(L + 1) cycles: here L is 1. */
START_TEST(waits_a_cycle)
{
	searched(DATA);
	for (int i = 0; i < _i; i++) {
		reads();
		answers(i & 1);
	}
	ends(FAULT_NONE);
}
END_TEST

START_TEST(does_not_wait)
{
	search(DATA);
	if (_i) {
		counts(0);
		reads();
		memory_answers();
	}
	memory_asks(DATA, false);
	in.mem_rsp_valid = _i;
	refuses(TOO_EARLY);
}
END_TEST

START_TEST(read_that_memory_makes_wait)
{
	searched(DATA);
	memory_asks(DATA, false);
	in.mem_req_ready = 0;
	counts(0);
	counts(0);
	in.mem_req_ready = 1;
	counts(READ);
	answers(true);
	ends(FAULT_NONE);
}
END_TEST

/* ---- Lines ---- */

START_TEST(line_first)
{
	searched(DATA);
	for (int i = 0; i < _i; i++)
		serves();
	reads();
	ck_assert(census.begins == !_i);
	answers(true);
	ends(FAULT_NONE);
}
END_TEST

START_TEST(line_last)
{
	searched(DATA);
	reads();
	answers(true);
	for (int i = 0; i < _i; i++)
		serves();
	ends(FAULT_NONE);
}
END_TEST

START_TEST(lines_alone)
{
	searched(DATA);
	serves();
	ck_assert(census.lines.takes && census.lines.begins);
	serves();
	ck_assert(census.lines.takes && !census.lines.begins);
	ends(FAULT_NONE);
	counts(0);
}
END_TEST

/* The other port's walk starts with the answer. */
START_TEST(next_walk)
{
	accepts(FETCH);
	accepts(DATA);
	counts(0);
	withdraws(FETCH);
	withdraws(DATA);
	counts(of(FETCH, LOOKUP | MISS) | of(DATA, LOOKUP | MISS));
	counts(WALK);
	counts(0);
	serves();
	answer(DATA, FAULT_NONE);
	counts(WALK);
	silence(DATA);
	counts(0);
	serves();
	answer(FETCH, FAULT_NONE);
	counts(0);
}
END_TEST

/* An update is asked for in the cycle behind the PTE, read or out of a line. */
START_TEST(update)
{
	searched(DATA);
	if (_i)
		serves();
	else {
		reads();
		answers(false);
	}
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
	in.mem_rsp_main = 1;
	counts(UPDATE);
	memory_rests();
	ends(FAULT_NONE);
}
END_TEST

/* ---- Fills ---- */

START_TEST(no_fill_with_an_error)
{
	searched(DATA);
	reads();
	memory_answers();
	in.mem_rsp_main = in.mem_rsp_error = 1;
	counts(0);
}
END_TEST

START_TEST(no_fill_beside_a_fence)
{
	searched(DATA);
	reads();
	memory_rests();
	if (_i) {
		fence(0);
		memory_answers();
		in.mem_rsp_main = 1;
		counts(0);
		return;
	}
	memory_answers();
	in.mem_rsp_main = 1;
	fence(0);
}
END_TEST

/* ---- Going back ---- */

START_TEST(goes_back)
{
	searched(DATA);
	for (int i = 0; i < _i; i++)
		serves();
	counts(0);
	memory_asks(DATA, false);
	counts(READ | BACK);
	ck_assert(census.lines.went_back);
	answers(true);
	ends(FAULT_PAGE);
}
END_TEST

/* Its counter is that of two cycles ago. */
START_TEST(shows_going_back)
{
	searched(DATA);
	serves();
	in.counter_select = 24;
	counts(0);
	memory_asks(DATA, false);
	if (!_i)
		refuses("counter 24 is 0: by the pins it is 1");
	else {
		out.counter_value = 1;
		ck_assert_ptr_null(census_cycle(&census, &in, &out, translated));
	}
}
END_TEST

START_TEST(stays_fresh)
{
	searched(DATA);
	serves();
	counts(0);
	memory_asks(DATA, false);
	counts(READ | BACK);
	answers(true);
	/* It is known in the next cycle. Until then the census takes it for one that starts again.
	 */
	counts(WALK);
	refuses("a walk that has gone back, and asks for nothing");
}
END_TEST

/* ---- Fences ---- */

/* In the last cycle of the search, and in that of an answer: a read follows, and is disregarded. */
START_TEST(fence_before_a_read)
{
	search(DATA);
	if (_i) {
		counts(0);
		reads();
		memory_answers();
	}
	fence(0);
	memory_rests();
	memory_asks(DATA, false);
	counts(READ);
	memory_answers();
	in.mem_rsp_main = 1;
	counts(0);
	memory_rests();
	counts(WALK);
}
END_TEST

/* The PTE would have ended the walk: another one starts at once. */
START_TEST(fence_beside_the_end)
{
	searched(DATA);
	if (_i) {
		counts(0);
		fence(LINE_HIT);
	} else {
		reads();
		memory_answers();
		fence(0);
		memory_rests();
	}
	counts(WALK);
}
END_TEST

/* Beside a search: what the line gives is disregarded, or the walk goes back and is. */
START_TEST(fence_beside_a_search)
{
	searched(DATA);
	serves();
	fence(0);
	if (_i) {
		memory_asks(DATA, false);
		counts(READ | BACK);
		memory_answers();
		counts(0);
		memory_rests();
	} else {
		counts(LINE_HIT);
	}
	counts(WALK);
}
END_TEST

/* Behind a read that is disregarded the walker is idle: nothing is asked for. */
START_TEST(read_behind_what_is_disregarded)
{
	searched(DATA);
	reads();
	memory_rests();
	fence(0);
	memory_answers();
	counts(0);
	memory_asks(DATA, false);
	in.mem_rsp_valid = 0;
	refuses("a memory access in the cycle in which its walk starts");
}
END_TEST

START_TEST(lost)
{
	searched(DATA);
	serves();
	memory_asks(DATA, true);
	counts(0);
	memory_answers();
	in.mem_rsp_lost = 1;
	counts(0);
	memory_rests();
	counts(WALK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census_lines");
	TCase *tcase = tcase_create("census_lines");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_lines, NULL);
	tcase_add_loop_test(tcase, waits_a_cycle, 1, 4);
	tcase_add_loop_test(tcase, does_not_wait, 0, 2);
	tcase_add_test(tcase, read_that_memory_makes_wait);
	tcase_add_loop_test(tcase, line_first, 0, 3);
	tcase_add_loop_test(tcase, line_last, 0, 3);
	tcase_add_test(tcase, lines_alone);
	tcase_add_test(tcase, next_walk);
	tcase_add_loop_test(tcase, update, 0, 2);
	tcase_add_test(tcase, no_fill_with_an_error);
	tcase_add_loop_test(tcase, no_fill_beside_a_fence, 0, 2);
	tcase_add_loop_test(tcase, goes_back, 1, 3);
	tcase_add_loop_test(tcase, shows_going_back, 0, 2);
	tcase_add_test(tcase, stays_fresh);
	tcase_add_loop_test(tcase, fence_before_a_read, 0, 2);
	tcase_add_loop_test(tcase, fence_beside_the_end, 0, 2);
	tcase_add_loop_test(tcase, fence_beside_a_search, 0, 2);
	tcase_add_test(tcase, read_behind_what_is_disregarded);
	tcase_add_test(tcase, lost);

	return suite_run(suite);
}
