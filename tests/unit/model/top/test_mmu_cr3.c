/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: writes of CR3. Every expected
 * time is worked out by hand from the rules.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

/* ptbr-6: what is not global goes from both TLBs. */
START_TEST(cr3_drops)
{
	load(va_of(1));
	load(va_of(7)); /* global */
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	edges(10);
	in.fetch_req_valid = 0;
	edge();
	write_ptbr(REGIME_X86_64, X86_CR3);
	ck_assert_uint_eq(load(va_of(7)), 1);
	ck_assert_uint_eq(load(va_of(1)), 7);
	in.fetch_req_valid = 1;
	edge();
	in.fetch_req_valid = 0;
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 0);
}
END_TEST

/* ptbr-6 with PCIDs: the one written, and none with bit 63. */
START_TEST(cr3_drops_by_pcid)
{
	in.pcide = 1;
	write_ptbr(REGIME_X86_64, X86_CR3 | 5);
	load(va_of(1));
	write_ptbr(REGIME_X86_64, X86_CR3 | 6);
	ck_assert_uint_eq(load(va_of(1)), 7);
	write_ptbr(REGIME_X86_64, X86_CR3 | 5 | CR3_KEEP_BIT);
	see();
	ck_assert_uint_eq(out.ptbr_held, X86_CR3 | 5);
	ck_assert_uint_eq(load(va_of(1)), 1);
	write_ptbr(REGIME_X86_64, X86_CR3 | 6 | CR3_KEEP_BIT);
	ck_assert_uint_eq(load(va_of(1)), 1);
	write_ptbr(REGIME_X86_64, X86_CR3 | 5);
	ck_assert_uint_eq(load(va_of(1)), 7);
	write_ptbr(REGIME_X86_64, X86_CR3 | 6 | CR3_KEEP_BIT);
	ck_assert_uint_eq(load(va_of(1)), 1);
	/* a write that faults drops nothing */
	write_ptbr(REGIME_X86_64, X86_CR3 | 6 | UINT64_C(1) << 46);
	see();
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* ptbr-5, general-5: within one cycle, what a write keeps out. */
START_TEST(cr3_wall)
{
	in.ptbr_regime = REGIME_RV64;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	in.ptbr_valid = 1; /* from x86 */
	see();
	ck_assert_uint_eq(out.data_req_ready, 0);
	ck_assert_uint_eq(out.fetch_req_ready, 0);
	ck_assert_uint_eq(out.ptbr_ready, 1);
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.ptbr_ready, 0);
	ck_assert_uint_eq(out.fence_ready, 1);
	in.fence_valid = 0;
	edge();
	/* RISC-V now: */
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	in.ptbr_regime = REGIME_X86_32;
	see();
	ck_assert_uint_eq(out.data_req_ready, 0);
	in.ptbr_valid = 0;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
}
END_TEST

/* ptbr-5: a write waits for a walk, which ends in 6, and is answered in 7; so it is taken in 8. */
START_TEST(cr3_waits_for_a_walk)
{
	accept_load(va_of(1));
	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_64;
	in.ptbr_value = X86_CR3 | 0x18;
	for (unsigned int cycle = 1; cycle <= 7; cycle++) {
		see();
		ck_assert_uint_eq(out.ptbr_ready, 0);
		ck_assert_uint_eq(out.fetch_req_ready, 0);
		ck_assert_uint_eq(out.data_rsp_valid, cycle == 7);
		edge();
	}
	see();
	ck_assert_uint_eq(out.ptbr_ready, 1);
	edge();
	in.ptbr_valid = 0;
	see();
	ck_assert_uint_eq(out.ptbr_held, X86_CR3 | 0x18);
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(load(va_of(1)), 7); /* and it dropped what had been filled */
}
END_TEST

/* What a port may accept in one cycle: a hit, what is not translated, what fails a check. */
static void accept_without_a_walk(unsigned int what)
{
	in.pg = what != 1;
	in.data_req_seg = what == 2 ? SEGMENT_ES : SEGMENT_NONE;
	in.data_req_va = in.fetch_req_va = va_of(1);
	in.data_req_valid = what < 3;
	in.fetch_req_valid = what == 3;
	edge();
	in.data_req_valid = in.fetch_req_valid = 0;
	in.data_req_seg = SEGMENT_NONE;
	in.pg = 1;
}

/* ptbr-5: nor is a write taken in the cycle after a port accepted a request, of either port and of
 * whatever kind, though the answer waits on. */
START_TEST(cr3_waits_for_what_was_accepted)
{
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	edge();
	in.fetch_req_valid = 0;
	edges(10);
	in.data_rsp_ready = in.fetch_rsp_ready = 0;
	accept_without_a_walk((unsigned int)_i);
	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_64;
	in.ptbr_value = X86_CR3 | 0x18;
	for (unsigned int cycle = 1; cycle <= 2; cycle++) {
		see();
		ck_assert_uint_eq(out.data_rsp_valid, _i < 3);
		ck_assert_uint_eq(out.fetch_rsp_valid, _i == 3);
		ck_assert_uint_eq(out.ptbr_ready, cycle == 2);
		edge();
	}
	see();
	ck_assert_uint_eq(out.ptbr_held, X86_CR3 | 0x18);
}
END_TEST

/*
 * ptbr-7, latency 2: requests in 1, 4, 7, 10, answers in 3, 6, 9, 12; the answer to the write in
 * 13. All that time no request gets in.
 */
START_TEST(pdpte_load_times)
{
	memory.latency = 2;
	x86_map(pae, 0, X86_LEAF);
	*word_at(X86_CR3 + 24) = UINT64_C(0x101) << 12 | 1;
	in.lma = 0;
	write_ptbr(REGIME_X86_64, X86_CR3);
	for (unsigned int cycle = 1; cycle <= 12; cycle++) {
		bool asks = cycle % 3 == 1;

		in.ptbr_regime = REGIME_RV64;
		see();
		ck_assert_uint_eq(out.mem_req_valid, asks);
		ck_assert_uint_eq(out.mem_req_id, asks ? 8 : 0);
		ck_assert_uint_eq(out.mem_req_wide, asks);
		ck_assert_uint_eq(out.mem_req_fetch, 0);
		ck_assert_uint_eq(out.mem_req_cas, 0);
		ck_assert_uint_eq(out.mem_req_addr, asks ? X86_CR3 + 8 * (cycle / 3) : 0);
		ck_assert_uint_eq(out.ptbr_ready, 0);
		ck_assert_uint_eq(out.fence_ready, 0);
		ck_assert_uint_eq(out.data_req_ready, 0);
		ck_assert_uint_eq(out.fetch_req_ready, 0);
		ck_assert_uint_eq(out.ptbr_rsp_valid, 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(out.ptbr_ready, 1);
	ck_assert_uint_eq(out.fence_ready, 1);
	ck_assert_uint_eq(out.data_req_ready, 1);
	ck_assert_uint_eq(counter(13), 4);
	ck_assert_uint_eq(load(0x123), 3 + 2 * 2);
	ck_assert_uint_eq(load(0xc0000123), 3 + 2 * 2);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1000123);
	/* not present: the walk is cycle 2 */
	ck_assert_uint_eq(load(0x40000123), 3);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.data_rsp_code, 0);
}
END_TEST

/* ptbr-7: a load that faults leaves CR3, PDPTEs and TLBs; one that does not drops in its last
 * cycle. */
START_TEST(pdpte_load_faults)
{
	x86_map(pae, 1, X86_LEAF);
	in.lma = 0;
	write_ptbr(REGIME_X86_64, X86_CR3);
	wait_for_ptbr_answer();
	load(va_of(1));
	*word_at(0x200000) = UINT64_C(0x101) << 12 | 1;
	*word_at(0x200008) = 3;
	write_ptbr(REGIME_X86_64, 0x200000);
	wait_for_ptbr_answer();
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(out.ptbr_held, X86_CR3);
	ck_assert_uint_eq(load(va_of(1)), 1);
	*word_at(0x200008) = 0;
	*word_at(0x200000) = 0;
	write_ptbr(REGIME_X86_64, 0x200000);
	wait_for_ptbr_answer();
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.ptbr_held, 0x200000);
	ck_assert_uint_eq(load(va_of(1)), 3); /* no entry, no PDPTE */
}
END_TEST

/* general-1. */
START_TEST(reset_while_loading)
{
	in.lma = 0;
	write_ptbr(REGIME_X86_64, X86_CR3);
	edges((unsigned int)_i);
	in.rst = 1;
	edge();
	in.rst = 0;
	memory.due = 0;
	for (int i = 0; i < 12; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, 0);
		ck_assert_uint_eq(out.ptbr_rsp_valid, 0);
		ck_assert_uint_eq(out.ptbr_held, 0);
		ck_assert_uint_eq(out.ptbr_ready, 1);
		ck_assert_uint_eq(out.data_req_ready, 1);
		edge();
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_cr3");
	TCase *x86 = tcase_create("mmu_cr3");

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup_x86, teardown);
	tcase_add_test(x86, cr3_drops);
	tcase_add_test(x86, cr3_drops_by_pcid);
	tcase_add_test(x86, cr3_wall);
	tcase_add_test(x86, cr3_waits_for_a_walk);
	tcase_add_loop_test(x86, cr3_waits_for_what_was_accepted, 0, 4);
	tcase_add_test(x86, pdpte_load_times);
	tcase_add_test(x86, pdpte_load_faults);
	tcase_add_loop_test(x86, reset_while_loading, 0, 8);

	return suite_run(suite);
}
