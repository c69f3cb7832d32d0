/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Misbehaviour shown to the judge, on pins made by hand: answers without a walk that are no hits.
 * Hits are in test_fills.
 */
#include <check.h>

#include "judge_fixture.h"
#include "suite.h"

/* ---- Without a walk ---- */

START_TEST(bare)
{
	ptbr(0);
	for (unsigned int n = 0; n < 2; n++) {
		ask(0x123456789abcde, false);
		answer_all(0x123456789abcde, 0, 0);
		if (n)
			*parts[_i].pin = parts[_i].value;
		else
			agrees();
		if (n)
			refuses("the oracle says pa 123456789abcde, no fault, code 0, size 0, "
				"memory "
				"type 0");
		taken();
	}
}
END_TEST

START_TEST(machine_mode)
{
	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_priv = 2 + _i;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
	answer_all(0x123, 0, 0);
	agrees();
	taken();
	ck_assert_uint_eq(monitor_counts(monitor)->translated[PORT_DATA], 0);
	ck_assert_uint_eq(monitor_counts(monitor)->hits[PORT_DATA], 0);
}
END_TEST

START_TEST(beyond_memory)
{
	ptbr(0);
	ask(UINT64_C(1) << 56, false);
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	ask(UINT64_C(1) << 56, false);
	answer_all(0, 0, 0);
	refuses("the oracle says pa 0, an access fault");
}
END_TEST

START_TEST(not_canonical)
{
	ask((UINT64_C(1) << 38) + 0x123, false);
	ends_at_once(FAULT_PAGE);
	agrees();
	taken();
	ask((UINT64_C(1) << 38) + 0x123, false);
	ends_at_once(FAULT_PAGE);
	if (_i == 1)
		out.data_rsp_fault = FAULT_PROTECTION;
	else
		*parts[_i].pin = parts[_i].value;
	refuses("the oracle says pa 0, a page fault, code 0, size 0, memory type 0");
}
END_TEST

START_TEST(fault_without_a_walk)
{
	ask(0x2000, false);
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "a fault without a walk: the TLB never answers so");
}
END_TEST

START_TEST(fault_beside_an_entry)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	show_answer(0, FAULT_PAGE);
	refuses("a walk, though the entry filled in cycle");
}
END_TEST

/* The entry does not allow the store: it may fault, but not without a walk. */
START_TEST(fault_beside_an_entry_that_does_not_allow)
{
	change_leaf(0, 0x90000 << 10 | 0x43);
	filled(0, 0x90000000);
	ask(0x123, true);
	show_answer(0, FAULT_PAGE);
	refuses("a fault without a walk");
}
END_TEST

START_TEST(untranslated_walks)
{
	ptbr(0);
	ask(0x123, false);
	show_answer(0x123, 0);
	out.data_rsp_size = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("a memory access for a port that waits for none");
}
END_TEST

/* In the cycle of its acceptance. */
START_TEST(untranslated_walks_at_once)
{
	ptbr(0);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	in.data_req_valid = 1;
	in.data_req_priv = PRIV_S;
	refuses("a memory access for a port that waits for none");
}
END_TEST

/* ---- Modes that are left out ---- */

static void build(unsigned int formats)
{
	const struct mmu_config config = {.itlb_entries = 4,
					  .dtlb_entries = 4,
					  .asid_bits = 16,
					  .counter_bits = 32,
					  .pa_bits = 46,
					  .formats = formats,
					  .segments = 1};

	watch_no_more();
	watch(&config);
	out.ptbr_held = 0;
}

/* Five-level is left out, four-level is not: no address is canonical (rtl/contract). */
START_TEST(left_out)
{
	build(0x7f);
	in.pg = in.lma = in.pae = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	in.la57 = 1;
	ask(0x123, false);
	ends_at_once(FAULT_PROTECTION);
	agrees();
	taken();
	in.la57 = 0;
	ask(0x123, false);
	ends_at_once(FAULT_PROTECTION);
	refuses("the oracle says");
}
END_TEST

/* Through SS it is a stack fault, bit 3 of the code (segment-6). In 64-bit mode SS may be null
 * (segment-3). */
START_TEST(left_out_through_ss)
{
	build(0x7f);
	in.pg = in.lma = in.pae = in.la57 = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	in.seg_valid = in.seg_long = in.seg_null = 1;
	in.seg_index = SEGMENT_CS;
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	in.seg_valid = 0;
	in.data_req_seg = SEGMENT_SS;
	ask(0x123, false);
	ends_at_once(FAULT_PROTECTION);
	out.data_rsp_code = _i ? 8 : 0;
	if (_i)
		agrees();
	else
		refuses("the oracle says pa 0, a general-protection fault, code 8");
}
END_TEST

START_TEST(left_out_and_walked)
{
	build(0x7f);
	in.pg = in.lma = in.pae = in.la57 = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	show_answer(0, FAULT_PROTECTION);
	refuses("PTE read 1 at 80000000: the oracle reads only 0");
}
END_TEST

START_TEST(untranslated_with_modes_left_out)
{
	build(0xf0);
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	ask(0x123, false);
	answer_all(0x123, 0, 0);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge_no_walk");
	TCase *tcase = tcase_create("judge_no_walk");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, bare, 0, PARTS);
	tcase_add_loop_test(tcase, machine_mode, 0, 2);
	tcase_add_test(tcase, beyond_memory);
	tcase_add_loop_test(tcase, not_canonical, 0, PARTS);
	tcase_add_test(tcase, fault_without_a_walk);
	tcase_add_test(tcase, fault_beside_an_entry);
	tcase_add_test(tcase, fault_beside_an_entry_that_does_not_allow);
	tcase_add_test(tcase, untranslated_walks);
	tcase_add_test(tcase, untranslated_walks_at_once);
	tcase_add_test(tcase, left_out);
	tcase_add_loop_test(tcase, left_out_through_ss, 0, 2);
	tcase_add_test(tcase, left_out_and_walked);
	tcase_add_test(tcase, untranslated_with_modes_left_out);

	return suite_run(suite);
}
