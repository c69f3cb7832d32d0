/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the scoreboard makes of the pins of each port, on pins made by hand.
 */
#include <check.h>

#include "ports_fixture.h"
#include "suite.h"

/* ---- The pins of an answer ---- */

START_TEST(right_on_both_ports)
{
	fill(_i);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
}
END_TEST

START_TEST(each_pin_of_an_answer)
{
	enum port port = _i % 2;

	request(port, 0x4123, priv_of(port));
	walk_for(port, LEAF(4));
	answer(port, 0x90004123, 0);
	*answer_pin(port, _i / 2) ^= 1;
	ck_assert_ptr_nonnull(cycle());
}
END_TEST

START_TEST(each_pin_of_a_hit)
{
	enum port port = _i % 2;

	fill(port);
	request(port, 0x4123, priv_of(port));
	answer(port, 0x90004123, 0);
	*answer_pin(port, _i / 2) ^= 1;
	ck_assert_ptr_nonnull(cycle());
}
END_TEST

START_TEST(wrong_tag)
{
	request(_i, 0x4123, priv_of(_i));
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	*answer_pin(_i, 0) = 0xa;
	ck_assert_str_eq(cycle(), _i ? "answer with tag a to a request with tag 5"
				     : "answer with tag a to a request with tag 7");
}
END_TEST

/* While it waits, no part of it may change. */
START_TEST(each_pin_that_waits)
{
	enum port port = _i % 2;

	fill(port);
	request(port, 0x4123, priv_of(port));
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	answer(port, 0x90004123, 0);
	agrees();
	agrees();
	*answer_pin(port, _i / 2) ^= 1;
	refuses("an answer that changes while it waits");
}
END_TEST

START_TEST(goes_before_it_is_taken)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	answer(_i, 0x90004123, 0);
	agrees();
	silence();
	refuses("an answer that goes before it is taken");
}
END_TEST

/* Taken at once, or later: then the port is silent, and answers nobody. */
START_TEST(taken_later)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	answer(_i, 0x90004123, 0);
	agrees();
	in.fetch_rsp_ready = in.data_rsp_ready = 1;
	agrees();
	refuses("an answer that nobody asked for");
}
END_TEST

START_TEST(nobody_asked)
{
	answer(_i, 0x90004123, 0);
	refuses("an answer that nobody asked for");
}
END_TEST

/* ---- The pins of a request ---- */

START_TEST(accepted_too_early)
{
	request(_i, 0x4123, priv_of(_i));
	show_request(_i, 0x4123, priv_of(_i));
	refuses("before the last one was answered");
}
END_TEST

START_TEST(accepted_with_the_answer)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	answer(_i, 0x90004123, 0);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
}
END_TEST

START_TEST(accepted_beside_a_fence)
{
	in.fence_valid = 1;
	show_request(_i, 0x4123, priv_of(_i));
	refuses("a request accepted beside a fence");
}
END_TEST

/* Neither valid nor ready alone is a request. */
START_TEST(not_accepted)
{
	show_request(_i, 0x4123, priv_of(_i));
	out.fetch_req_ready = out.data_req_ready = 0;
	fence_all();
	in.fetch_req_valid = in.data_req_valid = 0;
	out.fetch_req_ready = out.data_req_ready = 1;
	agrees();
	answer(_i, 0x90004123, 0);
	refuses("an answer that nobody asked for");
}
END_TEST

/* A fetch of page 4 by a supervisor, a store, a load without SUM: each would fault. */
START_TEST(pins_of_a_request)
{
	if (_i == 1)
		in.data_req_store = 1;
	if (_i != 2)
		in.data_req_sum = 1;
	request(_i ? PORT_DATA : PORT_FETCH, 0x4123, PRIV_S);
	walk_for(_i ? PORT_DATA : PORT_FETCH, LEAF(4));
	answer(_i ? PORT_DATA : PORT_FETCH, 0, FAULT_PAGE);
	agrees();
}
END_TEST

START_TEST(mxr)
{
	image_write(image, LEAF(4), 8, UINT64_C(0x90004) << 10 | 0xc9); /* X alone */
	in.data_req_mxr = _i;
	request(PORT_DATA, 0x4123, PRIV_S);
	walk_for(PORT_DATA, LEAF(4));
	answer(PORT_DATA, _i ? 0x90004123 : 0, _i ? FAULT_NONE : FAULT_PAGE);
	agrees();
}
END_TEST

START_TEST(pin_of_each_port)
{
	*(_i ? &in.data_req_lock : &in.fetch_req_lock) = 1;
	fill(_i);
	in.data_req_lock = in.fetch_req_lock = 0;
	for (uint64_t n = 5; n < 10; n++) {
		image_write(image, LEAF(n), 8, ALL);
		request(_i, n << 12, priv_of(_i));
		walk_for(_i, LEAF(n));
		answer(_i, 0x90004000, 0);
		agrees();
		silence();
	}
	request(_i, 0x4000, priv_of(_i));
	out.mem_req_fetch = !_i;
	ck_assert(strstr(read_pte(ROOT << 12), "a walk, though the entry"));
}
END_TEST

/* A code segment of ring 3, 16 bytes from 0x4000 on. */
START_TEST(segment_of_each_port)
{
	in.seg_valid = 1;
	in.seg_index = _i ? SEGMENT_DS : SEGMENT_CS;
	in.seg_base = 0x4000;
	in.seg_limit = 15;
	in.seg_type = _i ? 2 : 8;
	in.seg_dpl = 3;
	in.seg_present = 1;
	agrees();
	in.seg_valid = 0;
	for (uint64_t last = 0; last < 2; last++) {
		show_request(_i, 15, PRIV_U);
		*(_i ? &in.data_req_seg : &in.fetch_req_seg) = in.seg_index;
		*(_i ? &in.data_req_last : &in.fetch_req_last) = last;
		agrees();
		in.fetch_req_valid = in.data_req_valid = 0;
		if (last) {
			answer(_i, 0, FAULT_SEGMENT);
			*answer_pin(_i, 3) = SEGMENT_LIMIT;
		} else {
			walk_for(_i, LEAF(4));
			answer(_i, 0x9000400f, 0);
		}
		agrees();
		silence();
	}
	ck_assert_uint_eq(monitor_counts(monitor)->segments[_i], 2);
	ck_assert_uint_eq(monitor_counts(monitor)->segments[!_i], 0);
	ck_assert_uint_eq(monitor_counts(monitor)->segment_faults[_i], 1);
	ck_assert_uint_eq(monitor_counts(monitor)->translated[_i], 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_ports");
	TCase *tcase = tcase_create("scoreboard_ports");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_loop_test(tcase, right_on_both_ports, 0, PORTS);
	tcase_add_loop_test(tcase, each_pin_of_an_answer, 0, PORTS * 6);
	tcase_add_loop_test(tcase, each_pin_of_a_hit, 0, PORTS * 6);
	tcase_add_loop_test(tcase, wrong_tag, 0, PORTS);
	tcase_add_loop_test(tcase, each_pin_that_waits, 0, PORTS * 6);
	tcase_add_loop_test(tcase, goes_before_it_is_taken, 0, PORTS);
	tcase_add_loop_test(tcase, taken_later, 0, PORTS);
	tcase_add_loop_test(tcase, nobody_asked, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_too_early, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_with_the_answer, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_beside_a_fence, 0, PORTS);
	tcase_add_loop_test(tcase, not_accepted, 0, PORTS);
	tcase_add_loop_test(tcase, pins_of_a_request, 0, 3);
	tcase_add_loop_test(tcase, mxr, 0, 2);
	tcase_add_loop_test(tcase, pin_of_each_port, 0, PORTS);
	tcase_add_loop_test(tcase, segment_of_each_port, 0, PORTS);

	return suite_run(suite);
}
