/* SPDX-License-Identifier: Apache-2.0 */
/* A port whose request walks, and the cycle after a walk: port-1, port-2, port-6, tlb-1 and
 * segment-6 of rtl/contract. */
#include <check.h>

#include "port_fixture.h"
#include "suite.h"

/* port-6 and port-2. */
START_TEST(miss)
{
	set("controls_pbmte", 1);
	request(7, 0x12345678, PRIV_S);
	edge();
	/* whatever changes now does not count for it */
	set("controls_pbmte", 0);
	set("held_root", 1);
	set("held_asid", 1);
	set("x_rsp_ready", 1);
	request(8, 0x9999, PRIV_U);
	for (int i = 0; i < 3; i++) {
		expect("x_req_ready", 0);
		expect("x_walk_valid", 1);
		expect("x_walk_va", 0x12345678);
		expect("x_walk_space", (uint64_t)MODE_SV39 << 16 | 3);
		expect("x_walk_page", 0x12345);
		expect("x_walk_root", 0x80000);
		expect("x_walk_access", ACCESS_PBMTE);
		expect_no_answer();
		edge();
	}
	set("walk_end_data", 1);
	set("walk_end_leaf", LEAF | 0x400 << 10 | UINT64_C(2) << 61);
	set("walk_end_page_bits", 21);
	settle();
	expect("x_req_ready", 0);
	expect_no_answer();
	set("x_req_valid", 0);
	edge();
	expect_answer(7, 0x545678, FAULT_NONE, 21, 2);
	expect("x_walk_valid", 0);
	expect("x_walk_va", 0);
	expect("x_walk_space", 0);
	expect("x_walk_page", 0);
	expect("x_walk_root", 0);
	expect("x_walk_access", 0);
}
END_TEST

/*
 * port-1, tlb-1: the TLB changes in the cycle after the end of a walk of this port, or of the other
 * with a fault, and searches nothing; in the next one it does. Untranslated requests wait, too.
 */
START_TEST(no_request_while_the_tlb_changes)
{
	bool is_fetch = _i & 1, own = _i & 2, faults = _i & 4, translated = _i & 8;
	bool waits = own || faults;

	kernel_finish(&k);
	start(is_fetch);
	set("x_rsp_ready", 1);
	request(7, 0x12345678, PRIV_S);
	edge();
	set("x_req_valid", 0);
	if (!own) { /* answering, and then idle */
		set(is_fetch ? "walk_end_fetch" : "walk_end_data", 1);
		edge();
		set(is_fetch ? "walk_end_fetch" : "walk_end_data", 0);
		edge();
	}
	set(is_fetch == own ? "walk_end_fetch" : "walk_end_data", 1);
	set("walk_end_fault", faults ? FAULT_PAGE : FAULT_NONE);
	settle();
	expect("x_req_ready", !own);
	edge();
	set(is_fetch == own ? "walk_end_fetch" : "walk_end_data", 0);
	set("walk_end_fault", FAULT_NONE);
	request(8, 0x1000, translated ? PRIV_S : PRIV_M);
	expect("x_rsp_valid", own);
	expect("x_req_ready", !waits);
	expect("x_events_stall", waits);
	expect("x_lookup_valid", translated && !waits);
	edge();
	expect("x_req_ready", waits || !translated);
	expect("x_walk_valid", translated && !waits);
	expect("x_rsp_valid", !translated && !waits);
}
END_TEST

/* tlb-1: faults of the other port, one behind the other. */
START_TEST(faults_of_the_other_port)
{
	set("walk_end_fetch", 1);
	set("walk_end_fault", FAULT_PAGE);
	settle();
	expect("x_req_ready", 1);
	for (enum fault fault = FAULT_PAGE; fault <= FAULT_PROTECTION; fault++) {
		set("walk_end_fault", fault);
		edge();
		expect("x_req_ready", 0);
	}
	set("walk_end_fetch", 0);
	set("walk_end_fault", FAULT_NONE);
	settle();
	expect("x_req_ready", 0);
	edge();
	expect("x_req_ready", 1);
}
END_TEST

/* tlb-1: what this port accepts in the cycle of the other's fault stands. */
START_TEST(hit_with_a_fault_of_the_other_port)
{
	hit(0x55, 12, 0);
	request(9, 0x1234, PRIV_S);
	set("walk_end_fetch", 1);
	set("walk_end_fault", FAULT_PAGE);
	settle();
	expect("x_req_ready", 1);
	edge();
	expect_answer(9, 0x55234, FAULT_NONE, 12, 0);
}
END_TEST

START_TEST(walk_faults)
{
	request(7, 0x12345678, PRIV_S);
	edge();
	set("x_req_valid", 0);
	set("walk_end_data", 1);
	set("walk_end_fault", _i);
	edge();
	expect_answer(7, 0, (enum fault)_i, 0, 0);
}
END_TEST

/* segment-6: of a request through SS a general-protection fault is a stack fault, and nothing else
 * is. */
START_TEST(walk_faults_in_ss)
{
	set("x_linear_is_stack", 1);
	request(7, 0x12345678, PRIV_S);
	edge();
	set("x_linear_is_stack", 0);
	set("x_req_valid", 0);
	set("walk_end_data", 1);
	set("walk_end_fault", _i);
	edge();
	expect_pins(7, 0, (enum fault)_i, _i == FAULT_PROTECTION ? CODE_STACK : 0, 0, 0);
	/* and the next one is none */
	set("walk_end_data", 0);
	set("walk_end_fault", FAULT_NONE);
	set("x_rsp_ready", 1);
	edge();
	request(8, 0x12345678, PRIV_S);
	edge();
	set("x_req_valid", 0);
	set("walk_end_data", 1);
	set("walk_end_fault", _i);
	edge();
	expect_pins(8, 0, (enum fault)_i, 0, 0, 0);
}
END_TEST

START_TEST(error_code)
{
	request(7, 0x12345678, PRIV_S);
	edge();
	set("x_req_valid", 0);
	set("walk_end_data", 1);
	set("walk_end_fault", FAULT_PAGE);
	set("walk_end_code", 0x1b);
	edge();
	set("walk_end_data", 0);
	set("walk_end_code", 0);
	settle();
	expect("x_rsp_fault", FAULT_PAGE);
	expect("x_rsp_code", 0x1b);
	edge();
	expect("x_rsp_code", 0x1b);
	set("x_rsp_ready", 1);
	edge();
	expect_no_answer();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port_walk");
	TCase *tc = tcase_create("port_walk");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, miss);
	tcase_add_loop_test(tc, no_request_while_the_tlb_changes, 0, 16);
	tcase_add_test(tc, faults_of_the_other_port);
	tcase_add_test(tc, hit_with_a_fault_of_the_other_port);
	tcase_add_loop_test(tc, walk_faults, FAULT_PAGE, FAULT_PROTECTION + 1);
	tcase_add_loop_test(tc, walk_faults_in_ss, FAULT_PAGE, FAULT_PROTECTION + 1);
	tcase_add_test(tc, error_code);

	return suite_run(suite);
}
