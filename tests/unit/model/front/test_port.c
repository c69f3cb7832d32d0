/* SPDX-License-Identifier: Apache-2.0 */
/* A port against port-1 to port-7 and segment-5 of rtl/contract. */
#include <check.h>

#include "port_fixture.h"
#include "suite.h"

static const char *const x86_bits[] = {"controls_wp",   "controls_pse",  "controls_pge",
				       "controls_smep", "controls_smap", "controls_nxe"};

static void expect_segment_fault(uint64_t tag, uint64_t code)
{
	expect_pins(tag, 0, FAULT_SEGMENT, code, 0, 0);
}

/* port-1. */
START_TEST(ready)
{
	expect("x_req_ready", 1);
	set("fence_valid", 1);
	settle();
	expect("x_req_ready", 0);
	set("fence_valid", 0);
	set("write_wall", 1);
	settle();
	expect("x_req_ready", 0);
	set("write_wall", 0);
	request(1, 0x1000, PRIV_M);
	edge(); /* answering */
	expect("x_req_ready", 0);
	set("x_rsp_ready", 1);
	settle();
	expect("x_req_ready", 1);
	set("fence_valid", 1);
	settle();
	expect("x_req_ready", 0);
	set("fence_valid", 0);
	set("write_wall", 1);
	settle();
	expect("x_req_ready", 0);
}
END_TEST

/* fence-2, ptbr-5. */
START_TEST(a_wall_keeps_requests_out)
{
	set(_i ? "write_wall" : "fence_valid", 1);
	request(1, 0x1000, PRIV_S);
	expect_no_lookup();
	edge();
	expect_no_answer();
	expect("x_walk_valid", 0);
}
END_TEST

/* port-3. */
START_TEST(untranslated_by_privilege)
{
	request(0x5a, 0x00ffffffffffffff, _i ? 2 : PRIV_M);
	expect_no_lookup();
	edge();
	expect_answer(0x5a, 0x00ffffffffffffff, FAULT_NONE, 0, 0);
}
END_TEST

START_TEST(untranslated_by_mode)
{
	set("held_bare", 1);
	hit(0x99, 12, 1); /* whatever the TLB says */
	request(1, 0x123456789, PRIV_U);
	edge();
	expect_answer(1, 0x123456789, FAULT_NONE, 0, 0);
}
END_TEST

START_TEST(beyond_memory)
{
	set("held_bare", 1);
	request(1, UINT64_C(1) << (56 + _i), PRIV_S);
	expect("x_events_refused", 1);
	edge();
	expect_answer(1, 0, FAULT_ACCESS, 0, 0);
}
END_TEST

START_TEST(untranslated_rv32)
{
	set("held_regime", REGIME_RV32);
	set("held_short", 1);
	set("held_bare", 1);
	request(1, 0xfedcba9876543210, PRIV_S);
	expect("x_events_refused", 0);
	edge();
	expect_answer(1, 0x76543210, FAULT_NONE, 0, 0);
}
END_TEST

/* port-4: what it looks for. */
START_TEST(lookup)
{
	set("controls_adue", 1);
	set("x_req_store", 1);
	set("x_req_mxr", 1);
	request(1, 0x12345678, PRIV_U);
	expect_lookup(MODE_SV39, 3, 0x12345);
	expect("x_lookup_access", ACCESS_USER | ACCESS_STORES | ACCESS_MXR | ACCESS_ADUE);
	set("x_req_store", 0);
	set("x_req_mxr", 0);
	set("x_req_sum", 1);
	set("x_req_lock", 1);
	set("controls_adue", 0);
	set("controls_pbmte", 1);
	request(1, 0x12345678, PRIV_S);
	expect("x_lookup_access", ACCESS_OPEN | ACCESS_LOCKS | ACCESS_PBMTE);
	/* RISC-V does not look at the bits of x86 */
	for (unsigned int i = 0; i < 6; i++)
		set(x86_bits[i], 1);
	settle();
	expect("x_lookup_access", ACCESS_OPEN | ACCESS_LOCKS | ACCESS_PBMTE);
}
END_TEST

START_TEST(lookup_of_a_fetch)
{
	kernel_finish(&k);
	start(true);
	request(1, 0x1000, PRIV_U);
	expect("x_lookup_access", ACCESS_FETCHES | ACCESS_USER);
}
END_TEST

/* port-5, port-7: one acceptance and one answer in each cycle. */
START_TEST(hits_without_bubbles)
{
	static const struct {
		uint64_t ppn, page_bits, memtype, pa;
	} pages[] = {
		{0x100, 12, 0, 0x100123}, {0x200, 21, 1, 0x2bc123},     {0x101, 12, 2, 0x101123},
		{0x18, 16, 0, 0x1c123},   {0x40000, 30, 0, 0x40abc123},
	};

	set("x_rsp_ready", 1);
	for (unsigned int i = 0; i < 5; i++) {
		hit(pages[i].ppn, (unsigned int)pages[i].page_bits, pages[i].memtype);
		request(i, 0xabc123, PRIV_S);
		expect("x_req_ready", 1);
		edge();
		expect_answer(i, pages[i].pa, FAULT_NONE, pages[i].page_bits, pages[i].memtype);
	}
	set("x_req_valid", 0);
	edge();
	expect_no_answer();
}
END_TEST

/* segment-5, segment-6: each check, through SS and not, whatever PTBR, privilege, address and TLB
 * would make of the request. */
START_TEST(segment_faults)
{
	static const uint64_t codes[2][5] = {{1, 2, 3, 4, 5}, {9, 2, 3, 12, 13}};
	uint64_t check = SEGMENT_ABSENT + (uint64_t)_i / 32 % 5, in_ss = (uint64_t)_i % 2;

	hit(0x55, 12, 1);
	set("x_linear_fault", check);
	set("x_linear_is_stack", in_ss);
	set("held_bare", _i & 4);
	request(7, _i & 8 ? UINT64_MAX : 0x1000, _i & 16 ? PRIV_M : PRIV_S);
	expect("x_req_ready", 1);
	expect_no_lookup();
	expect("x_events_refused", 1);
	edge();
	expect_segment_fault(7, codes[in_ss][check - 1]);
	expect("x_walk_valid", 0);
}
END_TEST

/* Without a request nothing is refused. */
START_TEST(no_request_no_segment_fault)
{
	set("x_linear_fault", SEGMENT_LIMIT);
	settle();
	expect("x_events_refused", 0);
	edge();
	expect_no_answer();
	set("fence_valid", 1);
	request(7, 0x1000, PRIV_S);
	expect("x_req_ready", 0);
	expect("x_events_refused", 0);
	edge();
	expect_no_answer();
}
END_TEST

/* general-4, port-7: it waits as any answer does, and makes no other request wait. */
START_TEST(segment_fault_under_back_pressure)
{
	set("x_linear_fault", SEGMENT_TYPE);
	request(7, 0x1000, PRIV_S);
	edge();
	set("x_linear_fault", SEGMENT_PRIVILEGE);
	request(8, 0x2000, PRIV_S);
	for (int i = 0; i < 3; i++) {
		expect_segment_fault(7, SEGMENT_TYPE);
		expect("x_req_ready", 0);
		expect("x_events_refused", 0);
		edge();
		set("x_linear_fault", i == 0 ? SEGMENT_OK : SEGMENT_PRIVILEGE);
	}
	set("x_rsp_ready", 1);
	settle();
	expect("x_req_ready", 1);
	expect("x_events_refused", 1);
	edge();
	expect_segment_fault(8, SEGMENT_PRIVILEGE);
	set("x_linear_fault", SEGMENT_OK);
	hit(0x55, 12, 0);
	request(9, 0x123, PRIV_S);
	expect("x_events_refused", 0);
	edge();
	expect_answer(9, 0x55123, FAULT_NONE, 12, 0);
	set("x_req_valid", 0);
	edge();
	expect_no_answer();
}
END_TEST

/* counter-1: a request is at the door, and must wait. */
START_TEST(stall)
{
	expect("x_events_stall", 0);
	request(1, 0x1000, PRIV_M);
	expect("x_events_stall", 0);
	set("fence_valid", 1);
	settle();
	expect("x_events_stall", 1);
	set("x_req_valid", 0);
	settle();
	expect("x_events_stall", 0);
	set("fence_valid", 0);
	request(1, 0x1000, PRIV_M);
	edge(); /* answering, and the same request again */
	expect("x_events_stall", 1);
	set("x_rsp_ready", 1);
	settle();
	expect("x_events_stall", 0);
}
END_TEST

/* ptbr-5: a request is accepted, of whatever kind: a lookup, untranslated, refused. */
START_TEST(acceptance_is_an_event)
{
	expect("x_events_accepted", 0);
	set("x_linear_fault", _i == 2 ? SEGMENT_LIMIT : SEGMENT_OK);
	request(1, 0x1000, _i == 1 ? PRIV_M : PRIV_S);
	expect("x_events_accepted", 1);
	set("fence_valid", 1);
	settle();
	expect("x_events_accepted", 0);
}
END_TEST

START_TEST(lookup_is_an_event)
{
	expect("x_events_lookup", 0);
	request(1, 0x1000, PRIV_S);
	expect("x_events_lookup", 1);
	request(1, 0x1000, PRIV_M);
	expect("x_events_lookup", 0);
	expect("x_events_refused", 0);
}
END_TEST

/* general-4. */
START_TEST(answer_is_stable)
{
	hit(0x55, 12, 1);
	request(9, 0x1234, PRIV_S);
	edge();
	set("fence_valid", 1);
	set("held_bare", 1);
	set("x_hit_valid", 0);
	request(10, 0x4321, PRIV_M);
	for (int i = 0; i < 5; i++) {
		expect_answer(9, 0x55234, FAULT_NONE, 12, 1);
		edge();
		set("fence_valid", i % 2);
	}
	set("fence_valid", 0);
	set("x_rsp_ready", 1);
	edge();
	expect_answer(10, 0x4321, FAULT_NONE, 0, 0);
}
END_TEST

START_TEST(reset)
{
	request(7, 0x1000, PRIV_S);
	if (_i == 0)
		edge(); /* missing */
	if (_i == 1) {
		hit(1, 12, 0);
		edge(); /* answering */
	}
	if (_i == 3) {
		edge(); /* missing, and its walk ends */
		set("walk_end_data", 1);
		set("walk_end_fault", FAULT_PAGE);
	}
	set("rst", 1); /* the handshake that the pins show does not take place */
	set("x_rsp_ready", 1);
	edge();
	set("rst", 0);
	set("x_req_valid", 0);
	set("walk_end_data", 0);
	set("walk_end_fault", FAULT_NONE);
	settle();
	expect_no_answer();
	expect("x_walk_valid", 0);
	expect("x_req_ready", 1);
	edge();
	expect_no_answer();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("port");
	TCase *tc = tcase_create("port");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, ready);
	tcase_add_loop_test(tc, a_wall_keeps_requests_out, 0, 2);
	tcase_add_loop_test(tc, untranslated_by_privilege, 0, 2);
	tcase_add_test(tc, untranslated_by_mode);
	tcase_add_loop_test(tc, beyond_memory, 0, 8);
	tcase_add_test(tc, untranslated_rv32);
	tcase_add_test(tc, lookup);
	tcase_add_test(tc, lookup_of_a_fetch);
	tcase_add_test(tc, hits_without_bubbles);
	tcase_add_loop_test(tc, segment_faults, 0, 160);
	tcase_add_test(tc, no_request_no_segment_fault);
	tcase_add_test(tc, segment_fault_under_back_pressure);
	tcase_add_test(tc, stall);
	tcase_add_loop_test(tc, acceptance_is_an_event, 0, 3);
	tcase_add_test(tc, lookup_is_an_event);
	tcase_add_test(tc, answer_is_stable);
	tcase_add_loop_test(tc, reset, 0, 4);

	return suite_run(suite);
}
