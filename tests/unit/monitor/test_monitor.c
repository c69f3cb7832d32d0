/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The monitor by itself, on pins made by hand: what it follows while nobody listens, of an MMU that
 * does what it should and of one that does not.
 */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "monitor_fixture.h"
#include "suite.h"

/* ---- What is as it should be ---- */

START_TEST(walk)
{
	const struct monitor_counts *counts = monitor_counts(monitor);

	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ck_assert_int_eq(monitor_mode(monitor, &in), PAGING_SV39);
	ask(0x1123, PRIV_S);
	for (uint64_t n = 0; n < 3; n++) {
		access_memory(0x80000000 + n, false);
		memory_gives(0x100 + n);
	}
	answer(0x5123);
	ck_assert_uint_eq(data(0)->access.va, 0x1123);
	ck_assert(data(0)->translated);
	ck_assert_uint_eq(data(0)->reads, 3);
	for (uint64_t n = 0; n < 3; n++) {
		ck_assert_uint_eq(data(0)->read_pa[n], 0x80000000 + n);
		ck_assert_uint_eq(data(0)->read_data[n], 0x100 + n);
	}
	ck_assert_uint_eq(data(0)->pa, 0x5123);
	ck_assert_uint_eq(data(0)->answered, now - 1);
	ck_assert_uint_eq(monitor_answers(counts), 1);
	ck_assert_uint_eq(counts->hits[PORT_DATA], 0);
	ck_assert_uint_eq(counts->walks, 1);
	ck_assert_uint_eq(counts->reads, 3);
	ck_assert_uint_eq(counts->ptbr_writes, 1);
}
END_TEST

START_TEST(fetch)
{
	const struct exchange *x;

	in.fetch_req_valid = out.fetch_req_ready = 1;
	in.fetch_req_priv = PRIV_U;
	in.data_req_sum = in.data_req_mxr = in.data_req_store = 1;
	cycle();
	x = monitor_recent(monitor, PORT_FETCH, 0);
	ck_assert_int_eq(x->access.type, ACCESS_FETCH);
	ck_assert(!x->access.sum && !x->access.mxr);
}
END_TEST

/* A read that memory has not answered has not failed, whatever the one before it has. */
START_TEST(read_after_an_error)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	in.mem_rsp_error = 1;
	memory_gives(0);
	ck_assert(data(0)->read_error);
	access_memory(0x2000, false);
	ck_assert(!data(0)->read_error);
}
END_TEST

/* walk-7: an answer is that to the request of its id, in whatever order they come. */
START_TEST(answers_by_id)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	out.mem_req_id = 5;
	access_memory(0x2000, true);
	ck_assert(monitor->updating);
	in.mem_rsp_id = 4; /* nobody's */
	memory_gives(7);
	ck_assert_uint_eq(monitor->outstanding, 1 << 5 | 1 << 0);
	in.mem_rsp_id = 0;
	memory_gives(7);
	cycle();
	ck_assert_uint_eq(monitor->outstanding, 1 << 5);
	ck_assert_uint_eq(data(0)->read_data[0], 7);
	ck_assert_uint_eq(monitor_counts(monitor)->updates, 0);
	ck_assert(monitor->updating);
	in.mem_rsp_id = 5;
	memory_gives(9);
	cycle();
	ck_assert(!monitor->outstanding && !monitor->updating);
	ck_assert_uint_eq(data(0)->read_data[0], 7);
	ck_assert_uint_eq(monitor_counts(monitor)->updates, 1);
	memory_gives(9); /* once */
	ck_assert_uint_eq(monitor_counts(monitor)->updates, 1);
}
END_TEST

/* One that is shown beside it, and that memory does not take, is not followed. */
START_TEST(read_beside_one_that_is_outstanding)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	in.mem_req_ready = 0;
	out.mem_req_fetch = 1;
	access_memory(0x2000, true);
	ck_assert_uint_eq(monitor->asked[0].owner, PORT_DATA);
	ck_assert_uint_eq(monitor->outstanding, 1);
	memory_gives(7);
	ck_assert_uint_eq(monitor_counts(monitor)->reads, 1);
	ck_assert_uint_eq(data(0)->reads, 1);
	ck_assert_uint_eq(data(0)->read_data[0], 7);
}
END_TEST

/* A load of PDPTEs is no update, though the access before it was one. */
START_TEST(load_is_no_update)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, true);
	ck_assert(monitor->updating);
	memory_gives(0);
	answer(0);
	in.pg = in.pae = 1;
	ptbr(REGIME_X86_32, PDPT);
	access_memory(PDPT, false);
	cycle();
	ck_assert(monitor->outstanding && !monitor->updating);
}
END_TEST

START_TEST(refused_and_silent)
{
	ask(0, PRIV_M);
	in.data_req_valid = in.fetch_req_valid = 1;
	out.data_req_ready = 0;
	in.ptbr_valid = in.fence_valid = 1;
	out.ptbr_ready = 0;
	cycle();
	ck_assert_ptr_null(data(1));
	ck_assert_ptr_null(monitor_recent(monitor, PORT_FETCH, 0));
	ck_assert_uint_eq(data(0)->answered, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->fences, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->ptbr_writes, 0);
}
END_TEST

/* A write that faults leaves what was there. */
START_TEST(write_that_faults)
{
	ptbr(REGIME_X86_64, 0x5000);
	ptbr_ends(FAULT_NONE);
	ptbr(REGIME_X86_64, 0x6000);
	ptbr_ends(FAULT_PROTECTION); /* of which the manuals know nothing */
	ck_assert_uint_eq(monitor->context.held.ptbr, 0x5000);
}
END_TEST

/* ---- What should not be ---- */

START_TEST(answer_for_nobody)
{
	answer(0x123);
	ck_assert_ptr_null(data(0));
	ask(0x1000, PRIV_M);
	in.data_rsp_ready = 1;
	answer(0x1000);
	in.data_rsp_ready = 0;
	answer(0x2000);
	ck_assert(!waits(&monitor->lanes[PORT_DATA]));
	ck_assert_uint_eq(data(0)->pa, 0x1000);
	ck_assert_uint_eq(monitor_answers(monitor_counts(monitor)), 1);
}
END_TEST

START_TEST(request_before_the_answer)
{
	ask(0x1000, PRIV_M);
	ask(0x2000, PRIV_M);
	answer(0x2000);
	ck_assert_uint_eq(data(0)->pa, 0x2000);
	ck_assert_uint_eq(data(1)->answered, 0);
}
END_TEST

/* Of memory, for a request that is not there, is answered, or is not translated. */
START_TEST(access_for_nobody)
{
	for (int swaps = 0; swaps < 2; swaps++) {
		access_memory(0x1000, swaps);
		memory_gives(0);
	}
	ask(0x1000, PRIV_M);
	for (int swaps = 0; swaps < 2; swaps++) {
		access_memory(0x1000, swaps);
		memory_gives(0);
	}
	answer(0x1000);
	access_memory(0x1000, _i);
	memory_gives(0);
	/* The cycle goes on behind it. */
	in.ptbr_valid = out.ptbr_ready = 1;
	access_memory(0x1000, _i);
	ck_assert_uint_eq(monitor_counts(monitor)->ptbr_writes, 1);
	ck_assert_uint_eq(data(0)->reads, 0);
	ck_assert_uint_eq(data(0)->updates, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->reads, 0);
}
END_TEST

/* More than a walk has: those that there is no room for are not kept. */
START_TEST(walk_without_end)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	for (uint64_t n = 0; n < 3 * ORACLE_MAX_READS; n++) {
		access_memory(0x1000 + n, _i);
		memory_gives(n);
	}
	in.ptbr_valid = 1;
	access_memory(0x1000, _i);
	in.ptbr_valid = 0;
	ck_assert_uint_eq(monitor_counts(monitor)->ptbr_writes, 2);
	answer(0);
	ck_assert_uint_eq(_i ? data(0)->updates : data(0)->reads, ORACLE_MAX_READS);
	ck_assert_uint_eq(_i ? data(0)->update[ORACLE_MAX_READS - 1].pa
			     : data(0)->read_pa[ORACLE_MAX_READS - 1],
			  0x1000 + ORACLE_MAX_READS - 1);
}
END_TEST

START_TEST(load_without_end)
{
	in.pg = in.pae = 1;
	ptbr(REGIME_X86_32, PDPT);
	for (uint64_t n = 0; n < 9; n++) {
		access_memory(PDPT + 8 * n, false);
		memory_gives(0x5001 + (n << 12));
	}
	ptbr_ends(FAULT_NONE);
	for (uint64_t n = 0; n < ORACLE_PDPTES - 1; n++)
		ck_assert_uint_eq(monitor->context.held.x86.pdpte[n], 0x5001 + (n << 12));
	ck_assert_uint_eq(monitor_counts(monitor)->reads, 9);
}
END_TEST

/* Memory is asked before it has answered: the last one counts. */
START_TEST(two_requests_to_memory)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	access_memory(0x2000, false);
	memory_gives(7);
	ck_assert_uint_eq(data(0)->reads, 2);
	ck_assert_uint_eq(data(0)->read_data[1], 7);
}
END_TEST

/* Memory answers a walk whose request has been answered: it is nobody's. */
START_TEST(memory_too_late)
{
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	memory_gives(3);
	access_memory(0x2000, false);
	answer(0);
	memory_gives(7);
	ck_assert_uint_eq(data(0)->read_data[0], 3);
	ck_assert_uint_ne(data(0)->read_data[1], 7);
}
END_TEST

START_TEST(ptbr_answer_for_nobody)
{
	ptbr_ends(FAULT_NONE);
	ck_assert_uint_eq(monitor->context.held.ptbr, 0);
	ck_assert_int_eq(monitor_mode(monitor, &in), PAGING_OFF);
}
END_TEST

/* ---- Sums ---- */

/* All are added up but the last, which is the worst of its kind. */
START_TEST(sums)
{
	const size_t worst = offsetof(struct monitor_counts, latency_worst) / sizeof(uint64_t);

	struct monitor_counts sum, part;
	uint64_t value[sizeof(part) / sizeof(uint64_t)] = {0};

	for (unsigned int i = 0; i < sizeof(value) / sizeof(value[0]); i++)
		value[i] = 1000 + i;
	memcpy(&part, value, sizeof(part));
	memset(&sum, 0, sizeof(sum));
	monitor_counts_add(&sum, &part);
	ck_assert_mem_eq(&sum, &part, sizeof(sum));
	monitor_counts_add(&sum, &part);
	for (unsigned int i = 0; i < sizeof(value) / sizeof(value[0]); i++)
		value[i] *= i == worst ? 1 : 2;
	ck_assert_mem_eq(&sum, value, sizeof(sum));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor");
	TCase *tcase = tcase_create("monitor");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, walk);
	tcase_add_test(tcase, fetch);
	tcase_add_test(tcase, read_after_an_error);
	tcase_add_test(tcase, answers_by_id);
	tcase_add_test(tcase, read_beside_one_that_is_outstanding);
	tcase_add_test(tcase, load_is_no_update);
	tcase_add_test(tcase, refused_and_silent);
	tcase_add_test(tcase, write_that_faults);
	tcase_add_test(tcase, answer_for_nobody);
	tcase_add_test(tcase, request_before_the_answer);
	tcase_add_loop_test(tcase, access_for_nobody, 0, 2);
	tcase_add_loop_test(tcase, walk_without_end, 0, 2);
	tcase_add_test(tcase, load_without_end);
	tcase_add_test(tcase, two_requests_to_memory);
	tcase_add_test(tcase, memory_too_late);
	tcase_add_test(tcase, ptbr_answer_for_nobody);
	tcase_add_test(tcase, sums);
	return suite_run(suite);
}
