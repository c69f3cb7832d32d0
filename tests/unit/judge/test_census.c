/* SPDX-License-Identifier: Apache-2.0 */
/* The events that the census counts, and the counters that it holds to them. */
#include <check.h>
#include <string.h>

#include "census_fixture.h"
#include "suite.h"

START_TEST(hit)
{
	request(_i);
	answer(_i, FAULT_NONE);
	counts(of(_i, LOOKUP | HIT));
	/* It waits. */
	counts(0);
	silence(_i);
	counts(0);
}
END_TEST

START_TEST(hits_without_bubbles)
{
	accepts(_i);
	counts(0);
	answer(_i, FAULT_NONE);
	counts(of(_i, LOOKUP | HIT));
	counts(of(_i, LOOKUP | HIT));
	withdraws(_i);
	counts(of(_i, LOOKUP | HIT));
	silence(_i);
	counts(0);
}
END_TEST

START_TEST(walk)
{
	miss(_i);
	counts(0);
	/* A pointer: the next read comes with its answer. */
	memory_answers();
	memory_asks(_i, false);
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(_i, FAULT_NONE);
	counts(0);
	silence(_i);
	counts(0);
}
END_TEST

static void walk_that_faults(unsigned int port, uint64_t fault, unsigned int event)
{
	miss(port);
	memory_answers();
	counts(0);
	memory_rests();
	answer(port, fault);
	counts(of(port, event));
	counts(0);
	silence(port);
	counts(0);
}

START_TEST(page_fault)
{
	walk_that_faults(_i, FAULT_PAGE, PAGE_FAULT);
}
END_TEST

START_TEST(access_fault)
{
	walk_that_faults(_i, FAULT_ACCESS, OTHER_FAULT);
}
END_TEST

/* Not canonical: the walk starts and ends in one cycle, without any read. */
START_TEST(walk_without_reads)
{
	request(_i);
	counts(of(_i, LOOKUP | MISS) | WALK);
	answer(_i, FAULT_PROTECTION);
	counts(of(_i, OTHER_FAULT));
	silence(_i);
	counts(0);
}
END_TEST

START_TEST(untranslated)
{
	translated[_i] = false;
	request(_i);
	answer(_i, FAULT_NONE);
	counts(0);
	silence(_i);
	counts(0);
}
END_TEST

START_TEST(untranslated_that_does_not_exist)
{
	translated[_i] = false;
	request(_i);
	answer(_i, FAULT_ACCESS);
	counts(of(_i, OTHER_FAULT));
	counts(0);
	silence(_i);
	counts(0);
}
END_TEST

START_TEST(segment_fault)
{
	translated[_i] = false;
	request(_i);
	answer(_i, FAULT_SEGMENT);
	counts(of(_i, OTHER_FAULT));
	silence(_i);
	counts(0);
}
END_TEST

/* An answer that is late, or lost, is the scoreboard's to refuse; nothing is made of it. */
START_TEST(untranslated_without_an_answer)
{
	translated[_i] = false;
	request(_i);
	out.data_rsp_fault = out.fetch_rsp_fault = FAULT_ACCESS;
	counts(0);
	answer(_i, FAULT_ACCESS);
	counts(0);
}
END_TEST

START_TEST(which_port_is_translated)
{
	translated[!_i] = false;
	request(_i);
	counts(of(_i, LOOKUP | MISS) | WALK);
}
END_TEST

START_TEST(stall)
{
	*(_i ? &in.data_req_valid : &in.fetch_req_valid) = 1;
	counts(of(_i, STALL));
	counts(of(_i, STALL));
	withdraws(_i);
	*(_i ? &out.data_req_ready : &out.fetch_req_ready) = 1;
	counts(0);
	/* Neither has been accepted. */
	counts(0);
}
END_TEST

START_TEST(read_not_accepted)
{
	request(_i);
	in.mem_req_ready = 0;
	memory_asks(_i, false);
	counts(of(_i, LOOKUP | MISS) | WALK);
	counts(0);
	in.mem_req_ready = 1;
	counts(READ);
	memory_rests();
	counts(0);
	memory_answers();
	in.mem_req_ready = 0;
	memory_asks(_i, false);
	counts(0);
	in.mem_rsp_valid = 0;
	counts(0);
	in.mem_req_ready = 1;
	counts(READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(_i, FAULT_NONE);
	counts(0);
}
END_TEST

/* Data goes first, and the other one in the cycle of its answer. */
START_TEST(both_miss)
{
	accepts(FETCH);
	accepts(DATA);
	counts(0);
	withdraws(FETCH);
	withdraws(DATA);
	memory_asks(DATA, false);
	counts(of(FETCH, LOOKUP | MISS) | of(DATA, LOOKUP | MISS) | WALK | READ);
	memory_answers();
	counts(0);
	memory_rests();
	answer(DATA, FAULT_PAGE);
	memory_asks(FETCH, false);
	counts(of(DATA, PAGE_FAULT) | WALK | READ);
	silence(DATA);
	memory_answers();
	counts(0);
	memory_rests();
	answer(FETCH, FAULT_ACCESS);
	counts(of(FETCH, OTHER_FAULT));
}
END_TEST

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
	memory_asks(DATA, false);
	fence(of(DATA, LOOKUP | MISS) | WALK | READ);
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
	fence(of(DATA, LOOKUP | MISS) | WALK);
	counts(WALK);
	answer(DATA, FAULT_PAGE);
	counts(of(DATA, PAGE_FAULT));
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
	in.mem_req_ready = 0;
	memory_asks(DATA, false);
	counts(of(DATA, LOOKUP | MISS) | WALK);
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

/* What is shown: a counter as it stood one cycle ago. */
static const char *shows(uint64_t value)
{
	out.counter_value = value;
	return census_cycle(&census, &in, &out, translated);
}

START_TEST(shown_one_cycle_later)
{
	in.counter_select = 15;
	in.fence_valid = 1;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(0));
	in.fence_valid = 0;
	ck_assert_ptr_null(shows(1));
	in.counter_select = 14;
	ck_assert_ptr_null(shows(2));
	in.counter_select = 15;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(2));
	ck_assert_str_eq(shows(3), "counter 15 is 3: by the pins it is 2");
	ck_assert_ptr_nonnull(shows(1));
	ck_assert_ptr_null(shows(2));
}
END_TEST

/* A walk that ends with a fault in t is counted at its end, and its answer comes in t+1. */
START_TEST(fault_shown)
{
	in.counter_select = 9;
	miss(DATA);
	memory_answers();
	ck_assert_ptr_null(shows(0));
	memory_rests();
	answer(DATA, FAULT_PAGE);
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(1));
}
END_TEST

/* A walk is no second hit. */
START_TEST(counted_twice)
{
	in.counter_select = 7;
	miss(DATA);
	memory_answers();
	counts(0);
	memory_rests();
	answer(DATA, FAULT_NONE);
	ck_assert_ptr_null(shows(0));
	ck_assert_str_eq(shows(1), "counter 7 is 1: by the pins it is 0");
}
END_TEST

START_TEST(wraps)
{
	const struct mmu_config config = {.counter_bits = 16};

	census_init(&census, &config);
	in.counter_select = 15;
	in.fence_valid = 1;
	for (unsigned int n = 0; n < 0x10000; n++)
		ck_assert_ptr_null(shows(n ? n - 1 : 0));
	ck_assert_ptr_null(shows(0xffff));
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(1));
}
END_TEST

START_TEST(widest)
{
	const struct mmu_config config = {.counter_bits = 64};

	census_init(&census, &config);
	census.count[15] = UINT64_MAX;
	in.counter_select = 15;
	in.fence_valid = 1;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(UINT64_MAX));
	ck_assert_ptr_null(shows(0));
}
END_TEST

/* What was counted is gone, what was asked is forgotten; and no handshake takes place. */
START_TEST(reset)
{
	in.counter_select = 13;
	miss(_i);
	in.rst = 1;
	accepts(_i);
	memory_asks(_i, false);
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(0));
	in.rst = 0;
	withdraws(_i);
	memory_rests();
	ck_assert_ptr_null(shows(0));
	counts(0);
	miss(_i);
	ck_assert_uint_eq(census.count[13], 1);
	memory_answers();
	counts(0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census");
	TCase *tcase = tcase_create("census");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_loop_test(tcase, hit, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, hits_without_bubbles, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, walk, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, page_fault, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, access_fault, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, walk_without_reads, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, untranslated, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, untranslated_that_does_not_exist, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, segment_fault, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, untranslated_without_an_answer, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, which_port_is_translated, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, stall, FETCH, DATA + 1);
	tcase_add_loop_test(tcase, read_not_accepted, FETCH, DATA + 1);
	tcase_add_test(tcase, both_miss);
	tcase_add_test(tcase, update);
	tcase_add_test(tcase, update_that_waits);
	tcase_add_test(tcase, two_updates);
	tcase_add_test(tcase, update_is_lost);
	tcase_add_test(tcase, update_fails);
	tcase_add_test(tcase, fences);
	tcase_add_test(tcase, fence_cuts_a_walk_off);
	tcase_add_test(tcase, fence_in_the_first_cycle);
	tcase_add_test(tcase, fence_in_the_only_cycle);
	tcase_add_test(tcase, fence_with_a_pointer);
	tcase_add_test(tcase, fence_with_an_end);
	tcase_add_test(tcase, fence_before_acceptance);
	tcase_add_test(tcase, reads_of_a_load);
	tcase_add_test(tcase, shown_one_cycle_later);
	tcase_add_test(tcase, fault_shown);
	tcase_add_test(tcase, counted_twice);
	tcase_add_test(tcase, wraps);
	tcase_add_test(tcase, widest);
	tcase_add_loop_test(tcase, reset, FETCH, DATA + 1);

	return suite_run(suite);
}
