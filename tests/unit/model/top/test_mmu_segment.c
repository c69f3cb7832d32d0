/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: what requests through segments
 * answer. Every expected time is worked out by hand from the rules.
 */
#include <check.h>
#include <string.h>

#include "mmu_fixture.h"
#include "suite.h"

static unsigned int store_through(uint64_t segment, uint64_t offset)
{
	unsigned int n;

	in.data_req_store = 1;
	n = load_through(segment, offset);
	in.data_req_store = 0;
	return n;
}

/* segment-2: it misses and hits as the linear address does. */
START_TEST(segment_misses_and_hits)
{
	load_segment(SEGMENT_DS, va_of(1), 0x1fff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x123), 5);
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x456), 1);
	expect_data(0x1001456, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(va_of(1) + 0x789), 1);
	expect_data(0x1001789, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(va_of(2)), 5);
	ck_assert_uint_eq(store_through(SEGMENT_DS, 0x1fff), 1);
	expect_data(0x1002fff, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(memory.reads, 4);
}
END_TEST

/* segment-5: answered in the next cycle; nothing is read, and nothing else happens. */
START_TEST(segment_faults)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	load_segment(SEGMENT_CS, 0, 0xfff, CODE);
	load(va_of(2));
	ck_assert_uint_eq(load_through(SEGMENT_ES, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_NULL, 0);
	ck_assert_uint_eq(store_through(SEGMENT_CS, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_TYPE, 0);
	show_segment(SEGMENT_CS, 0, 0xfff, CODE);
	in.seg_dpl = 1;
	edge();
	in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_CS, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_PRIVILEGE, 0);
	in.data_req_last = 3;
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xffd), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	ck_assert_uint_eq(memory.reads, 2);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xffc), 5);
	expect_data(0x1001ffc, FAULT_NONE, 0, 12);
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 0);
	ck_assert_uint_eq(out.data_rsp_fault, 0);
	ck_assert_uint_eq(out.data_rsp_code, 0);
}
END_TEST

/* segment-6: in SS null, absent and limit have bit 3, type and privilege have not; so for fetches.
 */
START_TEST(stack_faults)
{
	load_segment(SEGMENT_SS, va_of(1), 0xfff, WRITABLE);
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	show_segment(SEGMENT_SS, va_of(1), 0xff, _i == SEGMENT_TYPE ? CODE & ~2u : WRITABLE);
	in.seg_null = _i == SEGMENT_NULL;
	in.seg_present = _i != SEGMENT_ABSENT;
	in.seg_rpl = _i == SEGMENT_PRIVILEGE ? 1 : 2;
	edge();
	in.seg_index = SEGMENT_FS;
	in.seg_dpl = in.seg_rpl = _i == SEGMENT_PRIVILEGE ? 1 : 2;
	edge();
	in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_SS, _i == SEGMENT_LIMIT ? 0x100 : 0), 1);
	expect_data(0, FAULT_SEGMENT,
		    (uint64_t)_i + (_i == SEGMENT_TYPE || _i == SEGMENT_PRIVILEGE ? 0 : 8), 0);
	ck_assert_uint_eq(load_through(SEGMENT_FS, _i == SEGMENT_LIMIT ? 0x100 : 0), 1);
	expect_data(0, FAULT_SEGMENT, (uint64_t)_i, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0), 5);
	expect_data(0x1001000, FAULT_NONE, 0, 12);
}
END_TEST

/* A fetch, which answers in the next cycle: its fault. */
static uint64_t fetch_through(uint64_t segment, uint64_t offset)
{
	in.fetch_req_valid = 1;
	in.fetch_req_seg = segment;
	in.fetch_req_va = offset;
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	return out.fetch_rsp_fault;
}

/* segment-5, tlb-1: only a walk drops. What a segment refuses stays cached in both TLBs, for
 * whatever reason.
 */
START_TEST(segment_fault_drops_nothing)
{
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	edges(8);
	ck_assert_uint_eq(memory.reads, 4);
	show_segment(SEGMENT_DS, va_of(1), 0xff, _i == SEGMENT_TYPE ? 8 : WRITABLE);
	in.seg_present = _i != SEGMENT_ABSENT;
	in.seg_null = _i == SEGMENT_NULL;
	in.seg_dpl = _i == SEGMENT_PRIVILEGE ? 1 : 2;
	edge();
	in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_DS, _i == SEGMENT_LIMIT ? 0x100 : 0), 1);
	expect_data(0, FAULT_SEGMENT, (uint64_t)_i, 0);
	load_segment(SEGMENT_CS, va_of(1), 0xff, WRITABLE);
	ck_assert_uint_eq(fetch_through(SEGMENT_CS, 0), FAULT_SEGMENT);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(fetch_through(SEGMENT_NONE, va_of(1)), FAULT_NONE);
	ck_assert_uint_eq(memory.reads, 4);
}
END_TEST

/* A fault of the walk is one of the linear address: tlb-1 drops that. */
START_TEST(page_fault_in_a_segment)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfffff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, va_of(8)), 5);
	expect_data(0, FAULT_PAGE, 0, 0);
	map_sv32(1, LEAF & ~PTE_W);
	load(va_of(1));
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(store_through(SEGMENT_DS, 0), 5);
	expect_data(0, FAULT_PAGE, 0, 0);
	ck_assert_uint_eq(load(va_of(1)), 5);
}
END_TEST

/* port-3 speaks of the linear address; a fault of the segment goes first. */
START_TEST(segment_untranslated)
{
	load_segment(SEGMENT_DS, 0x00fedcba98765432, 0xfff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x111), 1);
	expect_data(0x00fedcba98765543, FAULT_NONE, 0, 0);
	load_segment(SEGMENT_DS, 0x00fffffffffff800, 0xfff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x7ff), 1);
	expect_data(0x00ffffffffffffff, FAULT_NONE, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x800), 1);
	expect_data(0, FAULT_ACCESS, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x1000), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	load_segment(SEGMENT_DS, 0xfffffffffffff800, 0xfff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x900), 1);
	expect_data(0x100, FAULT_NONE, 0, 0);
}
END_TEST

/* Privilege M is ring 0, and 6 is no segment. */
START_TEST(segment_of_machine_mode)
{
	write_ptbr(REGIME_RV64, SV39);
	load_segment(SEGMENT_CS, 0x70000, 0xfff, CODE);
	in.fetch_req_valid = 1;
	in.fetch_req_priv = PRIV_M;
	in.fetch_req_seg = SEGMENT_CS;
	in.fetch_req_va = 0x123;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_SEGMENT);
	ck_assert_uint_eq(out.fetch_rsp_code, SEGMENT_PRIVILEGE);
	in.seg_dpl = in.seg_rpl = 0;
	in.seg_valid = 1;
	edge();
	in.seg_valid = 0;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.fetch_rsp_code, 0);
	ck_assert_uint_eq(out.fetch_rsp_pa, 0x70123);
	ck_assert_uint_eq(out.fetch_rsp_size, 0);
	in.fetch_req_seg = 6;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_pa, 0x123);
}
END_TEST

/* general-1. */
START_TEST(reset_of_segments)
{
	load_segment(SEGMENT_DS, 0x1000, 0xfff, WRITABLE);
	in.rst = in.seg_valid = 1;
	edge();
	in.rst = in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_NULL, 0);
}
END_TEST

/* counter-1: counted as another fault, and not as a lookup, at the end of the cycle of the answer.
 */
START_TEST(segment_counters)
{
	static const unsigned int expected[16] = {
		[4] = 1, [6] = 2, [7] = 1, [8] = 1, [10] = 3, [12] = 1, [13] = 2,
	};

	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	load_through(SEGMENT_DS, 0);
	load_through(SEGMENT_DS, 0);
	load_through(SEGMENT_DS, 0x1000);
	store_through(SEGMENT_CS, 0);
	in.fetch_req_valid = 1;
	in.fetch_req_seg = SEGMENT_CS;
	edge();
	in.fetch_req_valid = 0;
	in.counter_select = 10;
	in.data_req_seg = SEGMENT_DS;
	accept_load(0x1000); /* t */
	edge();              /* t+1: counted at its end */
	see();
	ck_assert_uint_eq(out.counter_value, 2);
	edge();
	see();
	ck_assert_uint_eq(out.counter_value, 3);
	for (unsigned int n = 0; n < 16; n++)
		ck_assert_msg(counter(n) == expected[n], "counter %u is %u, not %u", n,
			      (unsigned int)counter(n), expected[n]);
}
END_TEST

/* SEGMENTS = 0: the pins are not looked at. */
START_TEST(without_segments)
{
	static const struct mmu_config none = {4, 4, 16, 8, 32, 46, 255, 0, 0, 0, 0};

	mmu_destroy(mmu);
	start(&none);
	load_segment(SEGMENT_DS, 0x5000, 0, CODE);
	in.data_req_last = 0xfff;
	for (uint64_t n = 0; n < 8; n++) {
		ck_assert_uint_eq(load_through(n, 0x123456789abc), 1);
		expect_data(0x123456789abc, FAULT_NONE, 0, 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_segment");
	TCase *blank = tcase_create("blank");
	TCase *sv32 = tcase_create("sv32");

	suite_add_tcase(suite, blank);
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_test(blank, segment_untranslated);
	tcase_add_test(blank, segment_of_machine_mode);
	tcase_add_test(blank, reset_of_segments);
	tcase_add_test(blank, without_segments);

	suite_add_tcase(suite, sv32);
	tcase_add_checked_fixture(sv32, setup_sv32, teardown);
	tcase_add_test(sv32, segment_misses_and_hits);
	tcase_add_test(sv32, segment_faults);
	tcase_add_loop_test(sv32, segment_fault_drops_nothing, SEGMENT_ABSENT, SEGMENT_NULL + 1);
	tcase_add_loop_test(sv32, stack_faults, SEGMENT_ABSENT, SEGMENT_NULL + 1);
	tcase_add_test(sv32, page_fault_in_a_segment);
	tcase_add_test(sv32, segment_counters);

	return suite_run(suite);
}
