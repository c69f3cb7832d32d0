/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The monitor of an MMU with a walk cache, on pins made by hand: a walk that goes back to the root
 * is the same walk, and its reads begin anew (rtl/contract, cache-4).
 */
#include <check.h>

#include "monitor_fixture.h"
#include "suite.h"

static unsigned int began, cut_off, cut_off_reads;

static bool begins(void *listener, const struct event *event)
{
	(void)listener;
	ck_assert_uint_eq(event->exchange->reads, 0);
	began++;
	return true;
}

static bool cuts_off(void *listener, const struct event *event)
{
	(void)listener;
	cut_off++;
	cut_off_reads = event->exchange->reads;
	return true;
}

static event_fn *const hear[EVENT_KINDS] = {[EVENT_WALK] = begins, [EVENT_CUT_OFF] = cuts_off};

static void walks(void)
{
	began = cut_off = cut_off_reads = 0;
	monitor_listen(monitor, hear, NULL);
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
}

/* Walks, walks that started again, and walks that went back: so many are counted. */
static void counts(uint64_t n_walks, uint64_t restarts, uint64_t backs)
{
	ck_assert_uint_eq(monitor_counts(monitor)->walks, n_walks);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, restarts);
	ck_assert_uint_eq(monitor_counts(monitor)->backs, backs);
	ck_assert_uint_eq(began, n_walks);
	ck_assert_uint_eq(cut_off, restarts + backs);
}

static void fences(void)
{
	in.fence_valid = out.fence_ready = 1;
	cycle();
	in.fence_valid = 0;
}

/* The next read is on the pins in the cycle of the answer, whether memory takes it or not. */
START_TEST(goes_on)
{
	walks();
	in.mem_req_ready = _i;
	out.mem_req_valid = 1;
	out.mem_req_addr = 0x2000;
	memory_gives(7);
	in.mem_req_ready = 1;
	if (!_i)
		access_memory(0x2000, false);
	ck_assert_uint_eq(data(0)->reads, 2);
	ck_assert(!data(0)->back);
	counts(1, 0, 0);
}
END_TEST

START_TEST(goes_back)
{
	walks();
	memory_gives(7);
	if (_i) {
		in.mem_req_ready = 0;
		access_memory(0x3000, false);
		in.mem_req_ready = 1;
	}
	ck_assert(!data(0)->back);
	access_memory(0x3000, false);
	ck_assert_uint_eq(cut_off_reads, 1);
	ck_assert(data(0)->back);
	ck_assert_uint_eq(data(0)->reads, 1);
	ck_assert_uint_eq(data(0)->read_pa[0], 0x3000);
	ck_assert_uint_eq(data(0)->starts, 1);
	counts(1, 0, 1);
	out.mem_req_valid = 1;
	out.mem_req_addr = 0x4000;
	memory_gives(9);
	ck_assert_uint_eq(data(0)->reads, 2);
	ck_assert_uint_eq(data(0)->read_data[0], 9);
	counts(1, 0, 1);
}
END_TEST

/* Without a walk cache it goes on, however late. */
START_TEST(no_walk_cache)
{
	end();
	begin();
	walks();
	memory_gives(7);
	access_memory(0x3000, false);
	ck_assert_uint_eq(data(0)->reads, 2);
	ck_assert(!data(0)->back);
	counts(1, 0, 0);
}
END_TEST

/* An update comes a cycle later by itself. When it fails, the walk goes back. */
START_TEST(update)
{
	walks();
	memory_gives(7);
	access_memory(0x1000, true);
	in.mem_rsp_error = !_i;
	in.mem_rsp_lost = _i;
	memory_gives(0);
	in.mem_rsp_error = in.mem_rsp_lost = 0;
	ck_assert(data(0)->update_error == !_i);
	access_memory(0x3000, false);
	ck_assert(data(0)->back == !_i);
	ck_assert(!data(0)->update_error);
	ck_assert_uint_eq(data(0)->updates, 0);
	ck_assert_uint_eq(data(0)->starts, 1 + _i);
	counts(1 + _i, _i, !_i);
}
END_TEST

/* With the read that would have gone on comes an update: it is none. */
START_TEST(update_beside_the_answer)
{
	walks();
	out.mem_req_valid = out.mem_req_cas = 1;
	memory_gives(7);
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_error = 1;
	memory_gives(0);
	in.mem_rsp_error = 0;
	access_memory(0x3000, false);
	counts(1, 0, 1);
}
END_TEST

/* A fence before the answer, in its cycle, or in the one behind: the walk starts again. */
START_TEST(fenced)
{
	walks();
	if (_i == 0)
		fences();
	in.fence_valid = out.fence_ready = _i == 1;
	memory_gives(7);
	in.fence_valid = 0;
	if (_i == 2)
		fences();
	access_memory(0x3000, false);
	ck_assert(!data(0)->back);
	counts(2, 1, 0);
}
END_TEST

/* It goes back, and a fence finds its first read accepted, or still waiting. */
START_TEST(fenced_when_it_goes_back)
{
	walks();
	memory_gives(7);
	in.fence_valid = out.fence_ready = 1;
	in.mem_req_ready = _i;
	access_memory(0x3000, false);
	in.fence_valid = 0;
	in.mem_req_ready = 1;
	if (!_i)
		access_memory(0x3000, false);
	ck_assert_uint_eq(data(0)->reads, 1);
	ck_assert(data(0)->back);
	counts(1, 0, 1);
	memory_gives(8);
	access_memory(0x4000, false);
	ck_assert_uint_eq(data(0)->reads, 1);
	ck_assert(!data(0)->back);
	counts(2, 1, 1);
}
END_TEST

/*
 * A walk that has ended goes nowhere, and the next one has its own: so has one that is kept in the
 * same place.
 */
START_TEST(next_request)
{
	walks();
	memory_gives(7);
	if (_i)
		access_memory(0x3000, false);
	if (_i)
		memory_gives(7);
	answer(0);
	for (unsigned int n = 1; _i == 2 && n < MONITOR_RECENT; n++) {
		ask(0, PRIV_S);
		answer(0);
	}
	ask(0x1000, PRIV_S);
	ck_assert(!data(0)->back);
	access_memory(0x1000, false);
	counts(2, 0, _i > 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor_back");
	TCase *tcase = tcase_create("monitor_back");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_searching, end);
	tcase_add_loop_test(tcase, goes_on, 0, 2);
	tcase_add_loop_test(tcase, goes_back, 0, 2);
	tcase_add_test(tcase, no_walk_cache);
	tcase_add_loop_test(tcase, update, 0, 2);
	tcase_add_test(tcase, update_beside_the_answer);
	tcase_add_loop_test(tcase, fenced, 0, 3);
	tcase_add_loop_test(tcase, fenced_when_it_goes_back, 0, 2);
	tcase_add_loop_test(tcase, next_request, 0, 3);
	return suite_run(suite);
}
