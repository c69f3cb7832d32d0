/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The monitor of an MMU with an array, on pins made by hand: walks that end without a read, and
 * what is counted of them (rtl/contract, array-2).
 */
#include <check.h>

#include "monitor_fixture.h"
#include "suite.h"

static unsigned int cut_off, cut_off_reads, reads_at_the_end;

static bool cuts_off(void *listener, const struct event *event)
{
	(void)listener;
	cut_off++;
	cut_off_reads = event->exchange->reads;
	return true;
}

static bool ends(void *listener, const struct event *event)
{
	(void)listener;
	reads_at_the_end = event->exchange->reads;
	return true;
}

static event_fn *const hear[EVENT_KINDS] = {[EVENT_CUT_OFF] = cuts_off, [EVENT_ANSWER] = ends};

static void watches(void)
{
	cut_off = cut_off_reads = 0;
	monitor_listen(monitor, hear, NULL);
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
}

/* An answer so many cycles behind the request. */
static void answered(unsigned int cycles, uint64_t size)
{
	while (--cycles)
		cycle();
	out.data_rsp_size = size;
	in.data_rsp_ready = 1;
	answer(0x1000);
}

/* Walks that were served by each level, and hits. */
static void counts(uint64_t level_0, uint64_t level_1, uint64_t hits)
{
	const struct monitor_counts *all = monitor_counts(monitor);

	ck_assert_uint_eq(all->served_0, level_0);
	ck_assert_uint_eq(all->served_1, level_1);
	ck_assert_uint_eq(all->hits[PORT_DATA], hits);
}

START_TEST(served)
{
	static const uint64_t sizes[] = {12, 21, 22};

	watches();
	ask(0, PRIV_S);
	answered(5, sizes[_i]);
	counts(!_i, _i > 0, 0);
	ask(0, PRIV_S);
	answered(1, sizes[_i]);
	counts(!_i, _i > 0, 1);
}
END_TEST

/* What is not translated, a fault, and a walk that reads are served by nothing. */
START_TEST(not_served)
{
	watches();
	ask(0, _i ? PRIV_S : PRIV_M);
	if (_i == 1)
		out.data_rsp_fault = FAULT_PAGE;
	if (_i == 2)
		access_memory(0x1000, false);
	if (_i == 2)
		memory_gives(7);
	answered(5, 12);
	counts(0, 0, 0);
}
END_TEST

/* Without an array a late answer without a read is a hit, whatever else it may be. */
START_TEST(no_array)
{
	end();
	if (_i)
		begin_searching();
	else
		begin();
	watches();
	ask(0, PRIV_S);
	answered(5, 12);
	counts(0, 0, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->latency_sum, 0);
}
END_TEST

/*
 * A walk that a fence has made start again is over without a read: what it has read is of the old
 * one. Not while memory owes that an answer, nor before it has accepted it.
 */
START_TEST(starts_again)
{
	watches();
	ask(0, PRIV_S);
	if (_i == 2)
		in.mem_req_ready = 0;
	out.mem_req_valid = 1;
	if (_i < 2)
		cycle();
	out.mem_req_valid = _i == 2;
	in.fence_valid = out.fence_ready = 1;
	cycle();
	in.fence_valid = out.mem_req_valid = 0;
	if (!_i)
		memory_gives(7);
	answered(5, 12);
	ck_assert_uint_eq(cut_off, _i == 0);
	ck_assert_uint_eq(cut_off_reads, _i == 0);
	ck_assert_uint_eq(reads_at_the_end, _i == 1);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, _i == 0);
	counts(_i != 1, 0, 0);
}
END_TEST

/* A walk of n reads down to a page of this size began behind a pointer of that level; 0: of none.
 */
START_TEST(behind)
{
	static const struct {
		uint64_t size;
		unsigned int reads, level;
	} walks[] = {{12, 1, 1}, {12, 2, 2}, {12, 3, 0}, {16, 1, 1}, {16, 3, 0},
		     {21, 1, 2}, {21, 2, 0}, {30, 1, 0}, {1, 1, 0},  {63, 1, 0}};
	const uint64_t *behind = monitor_counts(monitor)->behind;

	watches();
	ask(0, PRIV_S);
	for (unsigned int i = 0; i < walks[_i].reads; i++) {
		out.mem_req_valid = 1;
		if (i)
			memory_gives(7);
		else
			cycle();
		out.mem_req_valid = 0;
	}
	memory_gives(7);
	answered(1, walks[_i].size);
	for (unsigned int level = 0; level < 5; level++)
		ck_assert_uint_eq(behind[level], level && level == walks[_i].level);
}
END_TEST

/* Latencies are counted one by one below 16, and together from there to 31, and so on. */
START_TEST(latency)
{
	static const struct {
		unsigned int cycles, at;
	} answers[] = {{1, 1}, {5, 5}, {15, 15}, {16, 16}, {31, 16}, {32, 17}, {63, 17}, {64, 18}};
	const struct monitor_counts *all = monitor_counts(monitor);

	watches();
	ask(0, PRIV_S);
	answered(answers[_i].cycles, 12);
	ask(0, PRIV_S);
	answered(2, 12);
	for (unsigned int i = 0; i < MONITOR_LATENCIES; i++)
		ck_assert_uint_eq(all->latency[i], i == answers[_i].at || i == 2);
	ck_assert_uint_eq(all->latency_sum, answers[_i].cycles + 2);
	ck_assert_uint_eq(all->latency_worst, answers[_i].cycles > 2 ? answers[_i].cycles : 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor_array");
	TCase *tcase = tcase_create("monitor_array");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_array, end);
	tcase_add_loop_test(tcase, served, 0, 3);
	tcase_add_loop_test(tcase, not_served, 0, 3);
	tcase_add_loop_test(tcase, no_array, 0, 2);
	tcase_add_loop_test(tcase, starts_again, 0, 3);
	tcase_add_loop_test(tcase, behind, 0, 10);
	tcase_add_loop_test(tcase, latency, 0, 8);
	return suite_run(suite);
}
