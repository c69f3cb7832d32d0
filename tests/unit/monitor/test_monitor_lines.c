/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The monitor of an MMU with lines, on pins made by hand: when a read goes on and when it is the
 * first of a walk that goes back, which read is of a walk that a fence has cut off, and walks that
 * read nothing (rtl/contract, line-2, line-5).
 */
#include <check.h>

#include "monitor_fixture.h"
#include "suite.h"

static void counts(uint64_t n_walks, uint64_t restarts, uint64_t backs)
{
	ck_assert_uint_eq(monitor_counts(monitor)->walks, n_walks);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, restarts);
	ck_assert_uint_eq(monitor_counts(monitor)->backs, backs);
}

static void rests(int cycles)
{
	while (cycles--)
		cycle();
}

static void fences(void)
{
	in.fence_valid = out.fence_ready = 1;
	cycle();
	in.fence_valid = 0;
}

/* A request whose walk has read its first PTE. */
static void begin_walk(void)
{
	begin_lines();
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	memory_gives(1);
}

/* An odd number of cycles behind the answer it goes on: n lines have served. */
START_TEST(goes_on)
{
	rests(2 * _i);
	access_memory(0x2000, false);
	counts(1, 0, 0);
	ck_assert_uint_eq(data(0)->reads, 2);
	ck_assert(!data(0)->back);
}
END_TEST

/* An even number: it goes back. */
START_TEST(goes_back)
{
	rests(2 * _i + 1);
	access_memory(0x1000, false);
	counts(1, 0, 1);
	ck_assert_uint_eq(data(0)->reads, 1);
	ck_assert(data(0)->back);
}
END_TEST

/* The cycle in which it is shown first counts, not the one in which memory takes it. */
START_TEST(memory_makes_it_wait)
{
	rests(_i);
	in.mem_req_ready = 0;
	out.mem_req_valid = 1;
	out.mem_req_addr = 0x2000;
	rests(2);
	in.mem_req_ready = 1;
	cycle();
	out.mem_req_valid = 0;
	counts(1, 0, (uint64_t)_i);
	ck_assert_uint_eq(data(0)->reads, _i ? 1 : 2);
}
END_TEST

/* A read behind an update is that of a walk that goes back, whenever it comes. */
START_TEST(goes_back_behind_an_update)
{
	access_memory(0x1000, true);
	in.mem_rsp_error = 1;
	memory_gives(0);
	in.mem_rsp_error = 0;
	rests(1);
	access_memory(0x1000, false);
	counts(1, 0, 1);
	ck_assert(!data(0)->update_error);
	ck_assert_uint_eq(data(0)->updates, 0);
}
END_TEST

/* The read that is shown in the cycle behind the fence is of the old walk, and the next is not. */
START_TEST(owed_behind_a_fence)
{
	access_memory(0x2000, false);
	in.fence_valid = out.fence_ready = 1;
	memory_gives(1);
	in.fence_valid = 0;
	access_memory(0x2800, false);
	ck_assert_uint_eq(data(0)->reads, 3);
	memory_gives(1);
	rests(2);
	access_memory(0x3000, false);
	counts(2, 1, 0);
	ck_assert_uint_eq(data(0)->reads, 1);
}
END_TEST

/* So it is where the walk goes back. */
START_TEST(owed_and_back)
{
	fences();
	access_memory(0x1000, false);
	counts(1, 0, 1);
	memory_gives(1);
	rests(2);
	access_memory(0x3000, false);
	counts(2, 1, 1);
}
END_TEST

/* And where an earlier fence made the walk begin anew. */
START_TEST(owed_by_a_new_walk)
{
	fences();
	rests(1);
	fences();
	access_memory(0x1000, false);
	counts(2, 1, 0);
	memory_gives(1);
	rests(2);
	access_memory(0x3000, false);
	counts(3, 2, 0);
}
END_TEST

/* Two cycles behind the fence another walk has begun. */
START_TEST(not_owed)
{
	fences();
	rests(2);
	access_memory(0x2000, false);
	counts(2, 1, 0);
	ck_assert_uint_eq(data(0)->reads, 1);
}
END_TEST

/* A walk that read nothing is no hit, though a request that was answered at once is one. */
START_TEST(reads_nothing)
{
	answer(0x1000);
	ask(0x2000, PRIV_S);
	rests(_i);
	answer(0x2000);
	ck_assert_uint_eq(monitor_counts(monitor)->hits[PORT_DATA], !_i);
	ck_assert_uint_eq(monitor_counts(monitor)->served_0, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->latency[1 + _i], 1);
}
END_TEST

/* What was read before the fence is of another walk. */
START_TEST(begins_anew_and_reads_nothing)
{
	fences();
	rests(4);
	answer(0x1000);
	ck_assert_uint_eq(data(0)->reads, 0);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
}
END_TEST

/* Nor are its updates. */
START_TEST(begins_anew_and_updates)
{
	access_memory(0x1000, true);
	in.mem_rsp_lost = 1;
	memory_gives(0);
	in.mem_rsp_lost = 0;
	rests(4);
	access_memory(0x4000, true);
	ck_assert_uint_eq(data(0)->reads, 0);
	ck_assert_uint_eq(data(0)->updates, 1);
	ck_assert_uint_eq(data(0)->update[0].pa, 0x4000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor_lines");
	TCase *tcase = tcase_create("monitor_lines");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_walk, end);
	tcase_add_loop_test(tcase, goes_on, 0, 3);
	tcase_add_loop_test(tcase, goes_back, 0, 3);
	tcase_add_loop_test(tcase, memory_makes_it_wait, 0, 2);
	tcase_add_test(tcase, goes_back_behind_an_update);
	tcase_add_test(tcase, owed_behind_a_fence);
	tcase_add_test(tcase, owed_and_back);
	tcase_add_test(tcase, owed_by_a_new_walk);
	tcase_add_test(tcase, not_owed);
	tcase_add_loop_test(tcase, reads_nothing, 0, 2);
	tcase_add_test(tcase, begins_anew_and_reads_nothing);
	tcase_add_test(tcase, begins_anew_and_updates);

	return suite_run(suite);
}
