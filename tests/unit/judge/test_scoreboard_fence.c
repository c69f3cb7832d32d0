/* SPDX-License-Identifier: Apache-2.0 */
/* Which walk a fence ends, on pins made by hand. */
#include <check.h>

#include "ports_fixture.h"
#include "suite.h"

/* It waits for an update. */
START_TEST(fence_that_is_not_accepted)
{
	fill(PORT_DATA);
	in.data_req_store = 1;
	request(PORT_DATA, 0x1123, priv_of(PORT_DATA));
	in.data_req_store = 0;
	walk(LEAF(1));
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = 0x90001 << 10 | 0x47;
	out.mem_req_data = 0x90001 << 10 | RWAD;
	in.fence_valid = 1;
	swap(false, false);
	in.fence_valid = 0;
	answer(PORT_DATA, 0x90001123, 0);
	agrees();
	silence();
	out.fence_ready = 1;
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->fences, 0);
	request(PORT_DATA, 0x4123, PRIV_S);
	answer(PORT_DATA, 0x90004123, 0);
	agrees();
}
END_TEST

/* A read that memory has not accepted belongs to the old walk; one of the other port does not. */
START_TEST(fence_over_a_read)
{
	request(_i, 0x4123, priv_of(_i));
	in.mem_req_ready = 0;
	out.mem_req_fetch = !_i;
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	fence_all();
	in.mem_req_ready = 1;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = UINT64_MAX; /* disregarded */
	agrees();
	in.mem_rsp_valid = 0;
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
}
END_TEST

/* A read that memory accepts in the cycle of the fence is of the old walk, too. */
START_TEST(fence_with_a_read)
{
	request(_i, 0x4123, priv_of(_i));
	out.mem_req_fetch = !_i;
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence_all();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = UINT64_MAX; /* disregarded */
	agrees();
	in.mem_rsp_valid = 0;
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
}
END_TEST

/* Two fences over one read that is not accepted: it stays the only one that is owed. */
START_TEST(two_fences_over_a_read)
{
	request(_i, 0x4123, priv_of(_i));
	in.mem_req_ready = 0;
	out.mem_req_fetch = !_i;
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence_all();
	fence_all();
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
}
END_TEST

/* The fetch port's walk waits for the data port's; a fence ends both. */
START_TEST(fence_over_the_read_of_the_other_port)
{
	show_request(PORT_FETCH, 0x4123, PRIV_U);
	show_request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	ck_assert_ptr_null(misses());
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence_all();
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk_for(PORT_DATA, LEAF(4));
	answer(PORT_DATA, 0x90004123, 0);
	show_first_read(PORT_FETCH);
	agrees();
	silence();
	in.mem_req_ready = 1;
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_fence");
	TCase *tcase = tcase_create("scoreboard_fence");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_test(tcase, fence_that_is_not_accepted);
	tcase_add_loop_test(tcase, fence_over_a_read, 0, PORTS);
	tcase_add_loop_test(tcase, fence_with_a_read, 0, PORTS);
	tcase_add_loop_test(tcase, two_fences_over_a_read, 0, PORTS);
	tcase_add_test(tcase, fence_over_the_read_of_the_other_port);

	return suite_run(suite);
}
