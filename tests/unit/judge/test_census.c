/* SPDX-License-Identifier: Apache-2.0 */
/* The events of a port that the census counts: lookups, hits, misses, faults, and walks that read.
 */
#include <check.h>

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
	counts(of(_i, LOOKUP | MISS));
	counts(WALK);
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
	counts(of(_i, LOOKUP | MISS));
	counts(WALK);
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
	counts(of(_i, LOOKUP | MISS));
	in.mem_req_ready = 0;
	memory_asks(_i, false);
	counts(WALK);
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
	counts(of(FETCH, LOOKUP | MISS) | of(DATA, LOOKUP | MISS));
	memory_asks(DATA, false);
	counts(WALK | READ);
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

	return suite_run(suite);
}
