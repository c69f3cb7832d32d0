/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: the modes of x86. Every
 * expected time is worked out by hand from the rules.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

static const struct x86_mode *const two_level = &x86_modes[0];

/* walk-5: 3 + nL in each mode; PDPTEs are not read again. */
START_TEST(x86_walk_times)
{
	static const unsigned int latencies[] = {1, 2, 3, 7};
	const struct x86_mode *m = &x86_modes[_i % 4];
	unsigned int latency = latencies[_i / 4], loads = m->pae && !m->lma ? 4 : 0;

	memory.latency = latency;
	x86_map(m, 0, X86_LEAF);
	go_x86(m, X86_CR3);
	ck_assert_uint_eq(memory.reads, loads);
	ck_assert_uint_eq(load(0xabc), 3 + m->levels * latency);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1000abc);
	ck_assert_uint_eq(out.data_rsp_size, 12);
	ck_assert_uint_eq(memory.reads, loads + m->levels);
	ck_assert_uint_eq(load(0xdef), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1000def);
	/* short addresses: bits 63:32 do not count */
	ck_assert_uint_eq(load(UINT64_C(1) << 40 | 0xdef),
			  m->lma ? 3 + (m->levels - 3) * latency : 1);
}
END_TEST

/* walk-4: each of n levels with A = 0 adds 1 + L, whether the leaf needs D or not. */
START_TEST(x86_update_times)
{
	const struct x86_mode *m = &x86_modes[_i % 4];
	unsigned int latency = 1 + (unsigned int)_i / 4, n = m->levels;

	memory.latency = latency;
	x86_map(m, 1, X86_LEAF & ~X86_A & ~X86_D);
	for (unsigned int level = n - 1; level > 0; level--)
		*word_at(x86_table(m, level) << 12) &= ~X86_A;
	go_x86(m, X86_CR3);
	ck_assert_uint_eq(load(va_of(1)), 3 + n * latency + n * (1 + latency));
	for (unsigned int level = n - 1; level > 0; level--)
		ck_assert(*word_at(x86_table(m, level) << 12) & X86_A);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(store(va_of(1)), 3 + n * latency + 1 + latency);
	ck_assert_uint_eq(*word_at((x86_table(m, 0) << 12) + (m->pae ? 8 : 4)),
			  0x1001000 | X86_LEAF);
	ck_assert_uint_eq(store(va_of(1)), 1);
}
END_TEST

START_TEST(x86_page_sizes)
{
	static const struct {
		unsigned int mode, level, size;
	} cases[] = {{0, 1, 22}, {1, 1, 21}, {2, 2, 30}, {2, 1, 21}, {3, 2, 30}, {3, 1, 21}};
	const struct x86_mode *m = &x86_modes[cases[_i].mode];

	x86_map(m, 0, 0);
	*word_at(x86_table(m, cases[_i].level) << 12) = 0x40000000 | X86_LEAF | X86_PS | 0x1018;
	go_x86(m, X86_CR3);
	ck_assert_uint_eq(load(0x123456), 3 + m->levels - cases[_i].level);
	ck_assert_uint_eq(out.data_rsp_pa, 0x40123456);
	ck_assert_uint_eq(out.data_rsp_size, cases[_i].size);
	ck_assert_uint_eq(out.data_rsp_memtype, 7);
	ck_assert_uint_eq(load(0x3456), 1);
	ck_assert_uint_eq(out.data_rsp_memtype, 7);
}
END_TEST

/* port-3: without paging, short even under x86-64. */
START_TEST(x86_without_paging)
{
	in.pg = 0;
	ck_assert_uint_eq(load(0xfedcba9876543210), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x76543210);
	ck_assert_uint_eq(out.data_rsp_size, 0);
}
END_TEST

/* The pins of a fault: walk-9. The data port stores as a user; nothing is there. */
START_TEST(x86_faults)
{
	in.data_req_store = 1;
	ck_assert_uint_eq(load(va_of(9)), 7);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.data_rsp_code, 0x02);
	ck_assert_uint_eq(load(UINT64_C(1) << 47), 3);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(out.data_rsp_code, 0);
	ck_assert_uint_eq(counter(9), 1);
	ck_assert_uint_eq(counter(10), 1);
	*word_at(x86_table(four_level, 3) << 12) |= UINT64_C(1) << 46;
	ck_assert_uint_eq(load(va_of(9)), 3 + 1);
	ck_assert_uint_eq(out.data_rsp_code, 0x0b);
}
END_TEST

START_TEST(x86_error_code_of_a_fetch)
{
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(9);
	in.fetch_req_priv = PRIV_U;
	edge();
	in.fetch_req_valid = 0;
	edges(6);
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.fetch_rsp_code, 0x14);
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_code, 0);
}
END_TEST

/* walk-1 on hits: WP, SMAP and AC act at once. */
START_TEST(x86_bits_act_on_hits)
{
	x86_map(four_level, 1, X86_LEAF & ~UINT64_C(2)); /* read-only, of a user */
	load(va_of(1));
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.wp = 0;
	ck_assert_uint_eq(store(va_of(1)), 1);
	in.smap = 1;
	in.data_req_sum = 1;
	ck_assert_uint_eq(store(va_of(1)), 1);
	in.data_req_sum = 0;
	ck_assert_uint_eq(store(va_of(1)), 7);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.data_rsp_code, 0x03);
	in.smap = 0;
	load(va_of(1)); /* tlb-1 dropped it */
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.wp = 1;
	ck_assert_uint_eq(store(va_of(1)), 7);
	ck_assert_uint_eq(out.data_rsp_code, 0x03);
}
END_TEST

/* port-2: what the bits are later does not matter to a walk. */
START_TEST(x86_bits_of_the_acceptance)
{
	memory.latency = 3;
	x86_map(four_level, 1, X86_LEAF | X86_G | UINT64_C(1) << 63);
	accept_load(va_of(1));
	in.nxe = in.pge = in.wp = in.pg = in.lma = in.pae = 0;
	in.smap = in.pcide = in.la57 = 1;
	ck_assert_uint_eq(cycles_to_answer(), 3 + 4 * 3);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
	edge();
	in.nxe = in.pge = in.wp = in.pg = in.lma = in.pae = 1;
	in.smap = in.pcide = in.la57 = 0;
	/* it is global: a write to CR3 leaves it */
	write_ptbr(REGIME_X86_64, X86_CR3);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* fence-1: INVPCID of types 3 and 2; INVLPG takes a global one; short addresses out of long mode.
 */
START_TEST(x86_fences)
{
	load(va_of(1));
	load(va_of(7));
	in.fence_keep_global = 1;
	fence();
	ck_assert_uint_eq(load(va_of(7)), 1);
	ck_assert_uint_eq(load(va_of(1)), 7);
	in.fence_keep_global = 0;
	in.fence_by_va = 1;
	in.fence_va = va_of(7) | UINT64_C(1) << 60;
	fence();
	ck_assert_uint_eq(load(va_of(7)), 1);
	in.pg = 0; /* not long mode: bits 63:32 do not count, and the entry is one of four levels */
	fence();
	in.pg = 1;
	ck_assert_uint_eq(load(va_of(7)), 7);
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.fence_by_va = 0;
	fence();
	ck_assert_uint_eq(load(va_of(7)), 7);
}
END_TEST

/* fence-4: from the cycle after the leaf's answer to that after the last answer, over all updates.
 */
START_TEST(x86_fence_waits_for_updates)
{
	for (unsigned int level = 3; level > 0; level--)
		*word_at(x86_table(four_level, level) << 12) &= ~X86_A;
	accept_load(va_of(1));
	edges(6); /* reads in 2 to 5, the leaf's answer in 6 */
	in.fence_valid = 1;
	for (unsigned int cycle = 7; cycle <= 13; cycle++) {
		see();
		ck_assert_uint_eq(out.fence_ready, 0);
		ck_assert_uint_eq(out.mem_req_cas, cycle % 2 == 1 && cycle < 13);
		ck_assert_uint_eq(out.data_rsp_valid, cycle == 13);
		edge();
	}
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	in.fence_valid = 0;
	ck_assert_uint_eq(counter(14), 3);
}
END_TEST

/* The modes are apart: the same address and ASID under PAE finds no entry of two-level paging. */
START_TEST(x86_modes_are_apart)
{
	x86_map(two_level, 1, X86_LEAF | X86_G);
	go_x86(two_level, X86_CR3);
	load(va_of(1));
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.pae = 1; /* without a load: no PDPTE is present */
	ck_assert_uint_eq(load(va_of(1)), 3);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	in.pae = 0;
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* FORMATS: no address is canonical; and a regime that is not there is not entered. */
START_TEST(x86_formats)
{
	static const struct mmu_config only_five_level = {4, 4, 16, 8, 32, 46, 1 << 7, 1, 0, 0, 0};

	mmu_destroy(mmu);
	start(&only_five_level);
	go_x86(four_level, X86_CR3);
	ck_assert_uint_eq(load(0), 3);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(memory.reads, 0);
	in.seg_long = 1;
	load_segment(SEGMENT_CS, 0, 0, CODE);
	ck_assert_uint_eq(load_through(SEGMENT_SS, 0), 3);
	expect_data(0, FAULT_PROTECTION, CODE_STACK, 0);
	write_ptbr(REGIME_X86_32, 0x5000);
	see();
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.ptbr_held, X86_CR3);
}
END_TEST

/* Base and limit without paging: a partition. Sums have 32 bits. */
START_TEST(x86_partition)
{
	in.pg = 0;
	in.seg_granular = 1;
	load_segment(SEGMENT_DS, 0xfff00000, 0x1ff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x12345), 1);
	expect_data(0xfff12345, FAULT_NONE, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xabcdef00001fffff), 1);
	expect_data(0x000fffff, FAULT_NONE, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x00200000), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
}
END_TEST

/* PAE: the PDPTE is that of the linear address. */
START_TEST(x86_segment_in_pae)
{
	x86_map(pae, 1, X86_LEAF);
	*word_at(X86_CR3 + 24) = UINT64_C(0x101) << 12 | 1;
	*word_at(X86_CR3) = 0;
	go_x86(pae, X86_CR3);
	load_segment(SEGMENT_DS, 0xc0000000, 0x1fff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x1234), 5);
	expect_data(0x1001234, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(0x1234), 3);
	expect_data(0, FAULT_PAGE, 0, 0);
}
END_TEST

/* segment-3: L in CS and long mode, both of the cycle of acceptance. */
START_TEST(x86_64_bit_mode)
{
	in.seg_long = 1;
	load_segment(SEGMENT_CS, 0x5000, 0, CODE);
	in.seg_long = 0;
	load_segment(SEGMENT_FS, UINT64_C(1) << 47, 0, WRITABLE);
	load_segment(SEGMENT_GS, 0xffff800000000000, 0, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, va_of(1)), 7);
	expect_data(0x1001000, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load_through(SEGMENT_CS, va_of(1)), 1);
	ck_assert_uint_eq(load_through(SEGMENT_GS, 0x0000800000001123), 1);
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	/* walk-9: it is the linear address that must be canonical */
	ck_assert_uint_eq(load_through(SEGMENT_FS, va_of(1)), 3);
	expect_data(0, FAULT_PROTECTION, 0, 0);
	in.lma = 0;
	ck_assert_uint_eq(load_through(SEGMENT_DS, va_of(1)), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_NULL, 0);
	in.lma = 1;
	in.pg = 0;
	ck_assert_uint_eq(load_through(SEGMENT_CS, 0x1000), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	in.pg = 1;
	ck_assert_uint_eq(load_through(SEGMENT_CS, va_of(1)), 1);
	expect_data(0x1001000, FAULT_NONE, 0, 12);
}
END_TEST

/* segment-6, walk-9: not canonical through SS. It is the request's SS, whatever its pins show
 * afterwards. */
START_TEST(x86_not_canonical_in_ss)
{
	uint64_t bad = UINT64_C(1) << 47;

	in.seg_long = 1;
	load_segment(SEGMENT_CS, 0, 0, CODE);
	in.seg_long = 0;
	ck_assert_uint_eq(load_through(SEGMENT_SS, bad), 3);
	expect_data(0, FAULT_PROTECTION, CODE_STACK, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, bad), 3);
	expect_data(0, FAULT_PROTECTION, 0, 0);
	ck_assert_uint_eq(load(bad), 3);
	expect_data(0, FAULT_PROTECTION, 0, 0);
	/* what a walk finds is no stack fault */
	ck_assert_uint_eq(load_through(SEGMENT_SS, va_of(9)), 7);
	expect_data(0, FAULT_PAGE, 0, 0);
	in.fetch_req_seg = SEGMENT_SS;
	in.fetch_req_va = bad;
	in.fetch_req_priv = PRIV_S;
	in.fetch_req_valid = 1;
	edge();
	in.fetch_req_valid = 0;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_rsp_ready = 0;
	edges(3);
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(out.fetch_rsp_code, CODE_STACK);
}
END_TEST

/* segment-2: sums have 32 bits, though the address that is translated has 64. */
START_TEST(x86_compatibility_mode)
{
	in.seg_granular = 1;
	load_segment(SEGMENT_DS, 0xfffff000, 0xfffff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xabcdef0000002123), 7);
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(load_through(SEGMENT_ES, va_of(1)), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_NULL, 0);
	/* a request without a segment is for what is on its pins */
	ck_assert_uint_eq(load(UINT64_C(1) << 32 | va_of(1)), 5);
	expect_data(0, FAULT_PAGE, 0, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_x86");
	TCase *blank = tcase_create("blank");
	TCase *x86 = tcase_create("x86");

	suite_add_tcase(suite, blank);
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_loop_test(blank, x86_walk_times, 0, 16);
	tcase_add_loop_test(blank, x86_update_times, 0, 12);
	tcase_add_loop_test(blank, x86_page_sizes, 0, 6);
	tcase_add_test(blank, x86_formats);

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup_x86, teardown);
	tcase_add_test(x86, x86_without_paging);
	tcase_add_test(x86, x86_faults);
	tcase_add_test(x86, x86_error_code_of_a_fetch);
	tcase_add_test(x86, x86_bits_act_on_hits);
	tcase_add_test(x86, x86_bits_of_the_acceptance);
	tcase_add_test(x86, x86_fences);
	tcase_add_test(x86, x86_fence_waits_for_updates);
	tcase_add_test(x86, x86_modes_are_apart);
	tcase_add_test(x86, x86_partition);
	tcase_add_test(x86, x86_segment_in_pae);
	tcase_add_test(x86, x86_64_bit_mode);
	tcase_add_test(x86, x86_not_canonical_in_ss);
	tcase_add_test(x86, x86_compatibility_mode);

	return suite_run(suite);
}
