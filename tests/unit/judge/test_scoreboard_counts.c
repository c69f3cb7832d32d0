/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the scoreboard counts, and what it keeps of a request, on pins made by hand.
 */
#include <check.h>

#include "ports_fixture.h"
#include "suite.h"

/* ---- What is counted ---- */

START_TEST(counts)
{
	const struct monitor_counts *counts = monitor_counts(monitor);

	fill(_i);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
	silence();
	request(_i, 0x2000, PRIV_S);
	walk_for(_i, LEAF(2));
	answer(_i, 0, FAULT_PAGE);
	agrees();
	silence();
	fence_all();
	image_drop(image, LEAVES);
	request(_i, 0x4000, PRIV_S);
	walk_for(_i, LEAF(4));
	answer(_i, 0, FAULT_ACCESS);
	agrees();
	silence();
	request(_i, 0x123, PRIV_M);
	answer(_i, 0x123, 0);
	*answer_pin(_i, 4) = 0;
	agrees();
	silence();
	ck_assert_uint_eq(counts->requests[_i], 5);
	ck_assert_uint_eq(counts->requests[!_i], 0);
	ck_assert_uint_eq(counts->translated[_i], 4);
	ck_assert_uint_eq(counts->hits[_i], 1);
	ck_assert_uint_eq(counts->page_faults[_i], 1);
	ck_assert_uint_eq(counts->access_faults[_i], 1);
	ck_assert_uint_eq(counts->protection_faults[_i], 0);
	ck_assert_uint_eq(counts->segment_faults[_i], 0);
	ck_assert_uint_eq(counts->segments[_i], 0);
	ck_assert_uint_eq(counts->pages[12], 2);
	ck_assert_uint_eq(counts->pages[0], 1);
	ck_assert_uint_eq(counts->modes[1], 4);
	ck_assert_uint_eq(counts->walks, 3);
	ck_assert_uint_eq(counts->reads, 9);
	ck_assert_uint_eq(counts->updates, 0);
	ck_assert_uint_eq(counts->restarts, 0);
	ck_assert_uint_eq(counts->fences, 1);
	ck_assert_uint_eq(counts->ptbr_writes, 1);
}
END_TEST

START_TEST(protection_fault)
{
	in.pg = in.lma = in.pae = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	request(_i, UINT64_C(1) << 47, PRIV_S);
	agrees();
	agrees();
	answer(_i, 0, FAULT_PROTECTION);
	agrees();
	silence();
	ck_assert_uint_eq(monitor_counts(monitor)->protection_faults[_i], 1);
	ck_assert_uint_eq(monitor_counts(monitor)->hits[_i], 0);
	ck_assert_uint_eq(monitor_counts(monitor)->modes[6], 1);
	/* Without paging, whatever the privilege. */
	in.pg = 0;
	request(_i, 0x123, PRIV_S);
	answer(_i, 0x123, 0);
	*answer_pin(_i, 4) = 0;
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->translated[_i], 1);
}
END_TEST

/* Privileges 2 and 3 are no other than 1 on x86: translated. */
START_TEST(privileges_of_x86)
{
	in.pg = in.lma = in.pae = 1;
	write_ptbr(REGIME_X86_64, 0);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0));
	request(PORT_DATA, 0x123, 2 + _i);
	ck_assert_ptr_null(read_pte(0));
	answer(PORT_DATA, 0, FAULT_ACCESS);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->translated[PORT_DATA], 1);
}
END_TEST

START_TEST(mode_of_the_next)
{
	ck_assert_int_eq(monitor_mode(monitor, &in), 1);
	ptbr(0);
	ck_assert_int_eq(monitor_mode(monitor, &in), -1);
	in.pg = 1;
	write_ptbr(REGIME_X86_32, 0);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0));
	ck_assert_int_eq(monitor_mode(monitor, &in), 4);
	in.pae = 1;
	ck_assert_int_eq(monitor_mode(monitor, &in), 5);
}
END_TEST

START_TEST(recent)
{
	const struct exchange *x;

	ck_assert_ptr_null(monitor_recent(monitor, _i, 0));
	fill(_i);
	for (uint64_t n = 0; n < 20; n++) {
		request(_i, 0x4000 + n, priv_of(_i));
		answer(_i, 0x90004000 + n, 0);
		agrees();
		silence();
		if (n < 2)
			ck_assert_ptr_null(monitor_recent(monitor, _i, (unsigned int)n + 2));
	}
	ck_assert_ptr_null(monitor_recent(monitor, !_i, 0));
	for (unsigned int n = 0; n < MONITOR_RECENT; n++) {
		x = monitor_recent(monitor, _i, n);
		ck_assert_ptr_nonnull(x);
		ck_assert_uint_eq(x->access.va, 0x4000 + 19 - n);
		ck_assert_uint_eq(x->answered, now - 1 - 2 * n);
		ck_assert_uint_eq(x->accepted, now - 2 - 2 * n);
	}
	ck_assert_ptr_null(monitor_recent(monitor, _i, MONITOR_RECENT));
	request(_i, 0x2000, PRIV_S);
	x = monitor_recent(monitor, _i, 0);
	ck_assert_uint_eq(x->answered, 0);
	ck_assert_uint_eq(x->reads + x->starts + x->updates, 0);
	in.rst = 1;
	agrees();
	ck_assert_ptr_null(monitor_recent(monitor, _i, 0));
}
END_TEST

static void line_of(enum port port, uint64_t expected)
{
	static const uint64_t line[PORTS] = {11, 22};

	show_request(port, 0x4123, priv_of(port));
	ck_assert_ptr_null(judged(&in, &out, line));
	in.fetch_req_valid = in.data_req_valid = 0;
	ck_assert_uint_eq(monitor_recent(monitor, port, 0)->line, expected);
}

START_TEST(lines)
{
	line_of(PORT_FETCH, 11);
	line_of(PORT_DATA, 22);
	scoreboard_destroy(NULL);
	monitor_destroy(NULL);
}
END_TEST

/* A write of CR3 that is not accepted, for there is a fence, and one that is answered at once. */
START_TEST(base_register)
{
	uint64_t before = monitor_counts(monitor)->ptbr_writes;

	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_32;
	in.fence_valid = out.fence_ready = 1;
	out.ptbr_ready = 0;
	agrees();
	out.ptbr_ready = 1;
	in.ptbr_valid = in.fence_valid = 0;
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->ptbr_writes, before);
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, 0), "an answer to a PTBR write that nobody made");
}
END_TEST

/* A counter is held to the pins in a cycle of reset, too: what it shows was counted before. */
START_TEST(counter_in_reset)
{
	in.rst = 1;
	out.counter_value = 1;
	refuses("counter 11 is 1: by the pins it is 0");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_counts");
	TCase *tcase = tcase_create("scoreboard_counts");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_loop_test(tcase, counts, 0, PORTS);
	tcase_add_loop_test(tcase, protection_fault, 0, PORTS);
	tcase_add_loop_test(tcase, privileges_of_x86, 0, 2);
	tcase_add_test(tcase, mode_of_the_next);
	tcase_add_loop_test(tcase, recent, 0, PORTS);
	tcase_add_test(tcase, lines);
	tcase_add_test(tcase, base_register);

	tcase_add_test(tcase, counter_in_reset);
	return suite_run(suite);
}
