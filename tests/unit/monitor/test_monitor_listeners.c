/* SPDX-License-Identifier: Apache-2.0 */
/* The monitor by itself, on pins made by hand: who listens hears its own, and may end a cycle. */
#include <check.h>

#include "monitor_fixture.h"
#include "suite.h"

static unsigned int heard;

static bool goes_on(void *listener, const struct event *event)
{
	ck_assert_ptr_eq(listener, &heard);
	ck_assert_uint_eq(event->cycle, now - 1);
	ck_assert(event->in == &in && event->out == &out);
	heard++;
	return true;
}

static bool has_enough(void *listener, const struct event *event)
{
	return !goes_on(listener, event);
}

static void all_that_a_cycle_has(void)
{
	in.fetch_req_valid = out.fetch_req_ready = 1;
	in.fetch_req_priv = PRIV_M;
	in.fence_valid = out.fence_ready = 1;
	ptbr(REGIME_RV64, SV39 | 0x80000);
	in.fetch_req_valid = in.fence_valid = 0;
}

START_TEST(hears_its_own)
{
	static event_fn *const hear[EVENT_KINDS] = {
		[EVENT_REQUEST] = goes_on, [EVENT_FENCE] = goes_on, [EVENT_PTBR_WRITE] = goes_on};

	heard = 0;
	monitor_listen(monitor, hear, &heard);
	all_that_a_cycle_has();
	ck_assert_uint_eq(heard, 3);
	ck_assert(monitor->context.open);
}
END_TEST

/* Nothing behind what it does not want to go on is followed. */
START_TEST(has_heard_enough)
{
	static event_fn *const hear[][EVENT_KINDS] = {{[EVENT_CYCLE] = has_enough},
						      {[EVENT_REQUEST] = has_enough},
						      {[EVENT_FENCE] = has_enough},
						      {[EVENT_PTBR_WRITE] = has_enough}};

	heard = 0;
	monitor_listen(monitor, hear[_i], &heard);
	all_that_a_cycle_has();
	ck_assert_uint_eq(heard, 1);
	ck_assert(monitor_recent(monitor, PORT_FETCH, 0) ? _i > 0 : _i == 0);
	ck_assert_uint_eq(monitor_counts(monitor)->fences, _i > 1);
	ck_assert_uint_eq(monitor_counts(monitor)->ptbr_writes, _i > 2);
	ck_assert(!monitor->context.open);
}
END_TEST

/* A read of a walk that is the first one, or of a walk that begins anew, and a fence beside it. */
START_TEST(has_heard_enough_of_a_walk)
{
	static event_fn *const hear[][EVENT_KINDS] = {{[EVENT_ACCESS] = has_enough},
						      {[EVENT_WALK] = has_enough},
						      {[EVENT_CUT_OFF] = has_enough}};

	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	memory_gives(1);
	in.fence_valid = out.fence_ready = 1;
	cycle();
	heard = 0;
	monitor_listen(monitor, hear[_i], &heard);
	access_memory(0x2000, false);
	ck_assert_uint_eq(heard, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->fences, 1);
}
END_TEST

/* What a fence asks of one walk is nothing to the next. */
START_TEST(begins_anew_once)
{
	static event_fn *const hear[EVENT_KINDS] = {[EVENT_CUT_OFF] = goes_on};

	heard = 0;
	monitor_listen(monitor, hear, &heard);
	ptbr(REGIME_RV64, SV39 | 0x80000);
	ptbr_ends(FAULT_NONE);
	ask(0, PRIV_S);
	in.fence_valid = out.fence_ready = 1;
	cycle();
	in.fence_valid = 0;
	answer(0);
	ask(0, PRIV_S);
	access_memory(0x1000, false);
	ck_assert_uint_eq(heard, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monitor_listeners");
	TCase *tcase = tcase_create("monitor_listeners");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, hears_its_own);
	tcase_add_loop_test(tcase, has_heard_enough, 0, 4);
	tcase_add_loop_test(tcase, has_heard_enough_of_a_walk, 0, 3);
	tcase_add_test(tcase, begins_anew_once);
	return suite_run(suite);
}
