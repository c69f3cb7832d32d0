/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: when requests through segments
 * answer, beside loads, walks and walls. Every expected time is worked out by hand from the rules.
 */
#include <check.h>
#include <string.h>

#include "mmu_fixture.h"
#include "suite.h"

/* port-7: faults among hits, on both ports. */
START_TEST(segment_faults_without_bubbles)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	load_segment(SEGMENT_CS, va_of(2), 0xfff, CODE);
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(2);
	in.fetch_req_priv = PRIV_S;
	edges(10);
	in.data_req_valid = 1;
	in.data_req_seg = SEGMENT_DS;
	in.fetch_req_seg = SEGMENT_CS;
	for (uint64_t i = 0; i < 20; i++) {
		bool data_faults = i % 2, fetch_faults = i % 3 == 0;

		in.data_req_tag = in.fetch_req_tag = i;
		in.data_req_va = i + (data_faults ? 0x1000 : 0);
		in.fetch_req_va = i + (fetch_faults ? 0x1000 : 0);
		see();
		ck_assert_uint_eq(out.data_req_ready, 1);
		ck_assert_uint_eq(out.fetch_req_ready, 1);
		edge();
		see();
		ck_assert_uint_eq(out.data_rsp_tag, i);
		expect_data(data_faults ? 0 : 0x1001000 + i,
			    data_faults ? FAULT_SEGMENT : FAULT_NONE,
			    data_faults ? SEGMENT_LIMIT : 0, data_faults ? 0 : 12);
		ck_assert_uint_eq(out.fetch_rsp_valid, 1);
		ck_assert_uint_eq(out.fetch_rsp_tag, i);
		ck_assert_uint_eq(out.fetch_rsp_pa, fetch_faults ? 0 : 0x1002000 + i);
		ck_assert_uint_eq(out.fetch_rsp_code, fetch_faults ? SEGMENT_LIMIT : 0);
	}
}
END_TEST

/*
 * segment-1: a load in cycle _i of a request, 0 that of its acceptance, comes too
 * late for it, though the walk goes on to cycle 6.
 */
START_TEST(segment_load_in_mid_walk)
{
	memory.latency = 2;
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_priv = PRIV_S;
	in.data_req_seg = SEGMENT_DS;
	for (int cycle = 0; cycle <= 6; cycle++) {
		if (cycle == _i)
			load_segment(SEGMENT_DS, va_of(2), 0, CODE);
		else
			edge();
		in.data_req_valid = 0;
	}
	see();
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	edge();
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0), 3 + 2 * 2);
	expect_data(0x1002000, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 1), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
}
END_TEST

/* segment-1: a load in each cycle, and a request in each; every one has the load before its own. */
START_TEST(segment_loads_without_bubbles)
{
	write_ptbr(REGIME_RV32, 0);
	in.data_req_valid = 1;
	in.data_req_priv = PRIV_S;
	in.data_req_seg = SEGMENT_GS;
	for (uint64_t i = 0; i < 8; i++) {
		show_segment(SEGMENT_GS, i << 12, i == 3 ? 0 : 0xfff, WRITABLE);
		in.seg_present = i != 5;
		in.data_req_va = 0x10 + i;
		edge();
		see();
		if (i == 0 || i == 6)
			expect_data(0, FAULT_SEGMENT, i ? SEGMENT_ABSENT : SEGMENT_NULL, 0);
		else if (i == 4)
			expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
		else
			expect_data(((i - 1) << 12) + 0x10 + i, FAULT_NONE, 0, 0);
	}
}
END_TEST

/* general-4. */
START_TEST(segment_fault_under_back_pressure)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	in.data_rsp_ready = 0;
	in.data_req_seg = SEGMENT_DS;
	accept_load(0x1000);
	load_segment(SEGMENT_DS, va_of(1), 0xfffff, WRITABLE);
	fence();
	write_ptbr(REGIME_RV64, 0);
	in.data_req_valid = 1;
	for (int i = 0; i < 10; i++) {
		see();
		ck_assert_uint_eq(out.data_req_ready, 0);
		expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
		edge();
	}
	in.data_rsp_ready = 1;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	edge();
	see();
	expect_data(0x2000, FAULT_NONE, 0, 0);
}
END_TEST

/* fence-2: behind a wall nothing fails either; and while rst is 1. */
START_TEST(no_segment_fault_behind_a_wall)
{
	in.data_req_valid = 1;
	in.data_req_seg = SEGMENT_DS;
	in.fence_valid = _i == 0;
	in.rst = _i == 1;
	edge();
	in.data_req_valid = 0;
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 0);
	ck_assert_uint_eq(out.data_rsp_fault, 0);
	in.rst = 0;
	edge();
	ck_assert_uint_eq(counter(10), 0);
}
END_TEST

/* general-5: in cycle _i of a walk, neither a load nor a request shows on any output. */
START_TEST(segment_pins_are_no_paths)
{
	uint64_t *const pins[] = {
		&in.seg_valid,      &in.seg_index,     &in.seg_base,       &in.seg_limit,
		&in.seg_granular,   &in.seg_type,      &in.seg_dpl,        &in.seg_rpl,
		&in.seg_null,       &in.seg_present,   &in.seg_big,        &in.seg_long,
		&in.data_req_seg,   &in.data_req_last, &in.data_req_va,    &in.data_req_priv,
		&in.data_req_store, &in.fetch_req_seg, &in.fetch_req_last, &in.fetch_req_va,
		&in.fetch_req_priv,
	};
	struct mmu_out before;

	accept_load(va_of(1));
	edges((unsigned int)_i);
	in.data_req_valid = in.fetch_req_valid = 1;
	see();
	before = out;
	for (unsigned int n = 0; n < sizeof(pins) / sizeof(pins[0]); n++) {
		for (unsigned int place = 0; place < 2; place++) {
			*pins[n] ^= 1 << place;
			see();
			ck_assert(!memcmp(&out, &before, sizeof(out)));
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_segment_times");
	TCase *blank = tcase_create("blank");
	TCase *sv32 = tcase_create("sv32");

	suite_add_tcase(suite, blank);
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_loop_test(blank, no_segment_fault_behind_a_wall, 0, 2);

	suite_add_tcase(suite, sv32);
	tcase_add_checked_fixture(sv32, setup_sv32, teardown);
	tcase_add_test(sv32, segment_faults_without_bubbles);
	tcase_add_loop_test(sv32, segment_load_in_mid_walk, 0, 7);
	tcase_add_test(sv32, segment_loads_without_bubbles);
	tcase_add_test(sv32, segment_fault_under_back_pressure);
	tcase_add_loop_test(sv32, segment_pins_are_no_paths, 0, 7);

	return suite_run(suite);
}
