/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model with a walk cache against cache-1 to cache-5 of rtl/contract, at its pins: how
 * long walks take, and how many PTEs they read. Every expected number is worked out by hand.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

#define GIB        (UINT64_C(1) << 30)
#define ROOT       UINT64_C(0x100)
#define BY_ASID(n) ((uint64_t)(n) << 44)
#define LATENCY    3

static void setup_cached(void)
{
	static const struct mmu_config config = {4, 4, 16, 8, 32, 46, 255, 1, 8, 0, 0};

	start(&config);
	memory.latency = LATENCY;
}

/* Sv39: root, a table for the first GiB, one for its first 2 MiB; pages 0 to 63. */
static void setup_sv39(void)
{
	setup_cached();
	write_ptbr(REGIME_RV64, SV39);
	*word_at(0x100000) = PPN(0x101) | PTE_V;
	*word_at(0x101000) = PPN(0x102) | PTE_V;
	for (uint64_t page = 0; page < 40; page++)
		*word_at(0x102000 + 8 * page) = PPN(0x1000 + page) | LEAF;
}

static void setup_four_level(void)
{
	setup_cached();
	for (uint64_t page = 0; page < 40; page++)
		x86_map(four_level, page, X86_LEAF);
	go_x86(four_level, X86_CR3);
}

/* Any load walks: of another page each time. */
static uint64_t new_page(void)
{
	static uint64_t page;

	page = (page + 1) % 40;
	return va_of(page);
}

/* A load whose walk reads n PTEs, and nothing else takes time. */
static void expect_walk(uint64_t va, unsigned int n)
{
	unsigned int reads = memory.reads;

	ck_assert_uint_eq(load(va), 4 + n * LATENCY);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, (0x1000 << 12) + va);
	ck_assert_uint_eq(memory.reads - reads, n);
}

static void fence_by_va(uint64_t va)
{
	in.fence_by_va = 1;
	in.fence_va = va;
	fence();
	in.fence_by_va = 0;
}

/* cache-3: 4 + nL, and behind an entry of level 1 one read, of level 2 two. */
START_TEST(walk_times)
{
	expect_walk(new_page(), 3);
	expect_walk(new_page(), 1);
	/* another table of the same GiB */
	*word_at(0x101008) = PPN(0x103) | PTE_V;
	*word_at(0x103000) = PPN(0x1200) | LEAF;
	expect_walk(0x200000, 2);
	expect_walk(new_page(), 1);
}
END_TEST

/* All modes, with all levels from the root, and then with the last one. */
START_TEST(every_mode)
{
	static const struct {
		unsigned int levels, mode;
	} riscv[] = {{2, 0}, {3, 8}, {4, 9}, {5, 10}};

	if (_i < 4) {
		unsigned int n = riscv[_i].levels;

		for (uint64_t table = 0; table < n - 1; table++)
			*word_at((ROOT + table) << 12) = PPN(ROOT + 1 + table) | PTE_V;
		for (uint64_t page = 0; page < 40; page++)
			*word_at(((ROOT + n - 1) << 12) + (n == 2 ? 4 : 8) * page) =
				PPN(0x1000 + page) | LEAF;
		write_ptbr(n == 2 ? REGIME_RV32 : REGIME_RV64,
			   n == 2 ? SV32 : (uint64_t)riscv[_i].mode << 60 | ROOT);
		expect_walk(new_page(), n);
	} else {
		const struct x86_mode *m = &x86_modes[_i - 4];

		for (uint64_t page = 0; page < 40; page++)
			x86_map(m, page, X86_LEAF);
		go_x86(m, X86_CR3);
		expect_walk(new_page(), m->levels);
	}
	expect_walk(new_page(), 1);
}
END_TEST

/* The fetch port's walk serves the data port's. */
START_TEST(both_ports)
{
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	edges(3 + 3 * LATENCY);
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	edge();
	expect_walk(va_of(2), 1);
}
END_TEST

/* cache-3: not canonical takes a cycle more than without a walk cache. */
START_TEST(not_canonical)
{
	ck_assert_uint_eq(load(UINT64_C(1) << 38), 4);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(memory.reads, 0);
}
END_TEST

/* cache-4: of 1 + 3 reads; the fault drops nothing on RISC-V. Counter 12 counts walks. */
START_TEST(a_fault_is_fresh)
{
	uint64_t walks;

	expect_walk(va_of(1), 3);
	*word_at(0x102000 + 8 * 2) = 0;
	walks = counter(12);
	/* 1 read up to cycle 2 + 1 + L, then in the next one the root's of 3 */
	ck_assert_uint_eq(load(va_of(2)), 4 + LATENCY + 1 + 3 * LATENCY);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(memory.reads, 3 + 4);
	ck_assert_uint_eq(counter(12), walks + 1);
	ck_assert_uint_eq(counter(9), 1);
	expect_walk(va_of(3), 1);
}
END_TEST

/* counter-1: hits, fills, and faults found behind a pointer. */
START_TEST(counts)
{
	static const uint64_t back[] = {2, 4, 1}, first[] = {1, 2, 0};

	expect_walk(va_of(1), 3);
	expect_walk(va_of(2), 1);
	for (unsigned int n = 0; n < 9; n++)
		ck_assert_uint_eq(counter(16 + n), n < 2 ? first[n] : 0);
	*word_at(0x102000 + 8 * 3) = 0;
	load(va_of(3));
	for (unsigned int n = 0; n < 16; n++)
		ck_assert_uint_eq(counter(16 + n), n < 2 ? back[n] : n == 8 ? back[2] : 0);
}
END_TEST

/* cache-4: software has moved the table, and sent no fence: no fault that is not there now. */
START_TEST(a_table_moved)
{
	expect_walk(va_of(1), 3);
	*word_at(0x101000) = PPN(0x110) | PTE_V;
	*word_at(0x110000 + 8 * 2) = PPN(0x1002) | LEAF;
	*word_at(0x102000 + 8 * 2) = 0;
	ck_assert_uint_eq(load(va_of(2)), 4 + LATENCY + 1 + 3 * LATENCY);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1002000);
	/* what it has read on the way is there now */
	*word_at(0x110000 + 8 * 3) = PPN(0x1003) | LEAF;
	*word_at(0x102000 + 8 * 3) = 0;
	expect_walk(va_of(3), 1);
}
END_TEST

/* cache-5, RISC-V: which loads read how much after each fence. */
START_TEST(fences_of_riscv)
{
	static const struct {
		bool by_va, by_asid, keep_global;
		uint64_t va, asid;
		unsigned int reads;
	} rows[] = {
		{0, 0, 0, 0, 0, 3},
		{0, 0, 1, 0, 0, 3},
		{0, 1, 0, 0, 7, 3},
		{0, 1, 0, 0, 6, 1},
		{1, 0, 0, 0x1fffff, 0, 3},
		{1, 0, 0, 0x200000, 0, 1}, /* the entry of level 2 alone: that of level 1 serves */
		{1, 0, 0, GIB, 0, 1},
		{1, 1, 0, 0x1000, 7, 3},
		{1, 1, 0, 0x1000, 6, 1},
		{1, 0, 0, UINT64_C(0xfe) << 56, 0, 1},
	};

	write_ptbr(REGIME_RV64, SV39 | BY_ASID(7));
	expect_walk(va_of(1), 3);
	in.fence_by_va = rows[_i].by_va;
	in.fence_by_asid = rows[_i].by_asid;
	in.fence_keep_global = rows[_i].keep_global;
	in.fence_va = rows[_i].va;
	in.fence_asid = rows[_i].asid;
	fence();
	in.fence_by_va = in.fence_by_asid = in.fence_keep_global = 0;
	expect_walk(va_of(2), rows[_i].reads);
	/* and that of level 2 */
	*word_at(0x101008) = PPN(0x103) | PTE_V;
	*word_at(0x103000) = PPN(0x1200) | LEAF;
	expect_walk(0x200000, rows[_i].va == 0x200000 ? 3 : 2);
}
END_TEST

/* ptbr-4: a write of satp drops nothing, and an entry is of its ASID. */
START_TEST(writes_of_satp)
{
	expect_walk(va_of(1), 3);
	write_ptbr(REGIME_RV64, SV39 | BY_ASID(1));
	expect_walk(va_of(2), 3);
	write_ptbr(REGIME_RV64, SV39);
	expect_walk(va_of(3), 1);
}
END_TEST

/* cache-5, x86: INVLPG of any address drops all; of one that cannot be, none. */
START_TEST(invlpg)
{
	expect_walk(new_page(), 4);
	fence_by_va(UINT64_C(5) << 40);
	expect_walk(new_page(), 4);
	fence_by_va(UINT64_C(0xfe) << 56);
	expect_walk(new_page(), 1);
}
END_TEST

/* cache-5, INVPCID of type 0: those of its ASID, wherever they lead; 0 is the one here. */
START_TEST(invpcid)
{
	expect_walk(new_page(), 4);
	in.fence_by_asid = 1;
	in.fence_asid = 1;
	fence_by_va(0);
	expect_walk(new_page(), 1);
	in.fence_asid = 0;
	fence_by_va(UINT64_C(5) << 40);
	expect_walk(new_page(), 4);
}
END_TEST

/* cache-5, ptbr-6: but not one with bit 63. */
START_TEST(writes_of_cr3)
{
	in.pcide = 1;
	write_ptbr(REGIME_X86_64, X86_CR3 | 5);
	wait_for_ptbr_answer();
	expect_walk(new_page(), 4);
	write_ptbr(REGIME_X86_64, X86_CR3 | 6);
	wait_for_ptbr_answer();
	expect_walk(new_page(), 4);
	write_ptbr(REGIME_X86_64, X86_CR3 | CR3_KEEP_BIT | 5);
	wait_for_ptbr_answer();
	expect_walk(new_page(), 1);
	write_ptbr(REGIME_X86_64, X86_CR3 | 5);
	wait_for_ptbr_answer();
	expect_walk(new_page(), 4);
	write_ptbr(REGIME_X86_64, X86_CR3 | CR3_KEEP_BIT | 6);
	wait_for_ptbr_answer();
	expect_walk(new_page(), 1);
}
END_TEST

/* cache-5: a load of PDPTEs drops, too. */
START_TEST(loads_of_pdptes)
{
	for (uint64_t page = 0; page < 40; page++)
		x86_map(pae, page, X86_LEAF);
	go_x86(pae, X86_CR3);
	expect_walk(new_page(), 2);
	expect_walk(new_page(), 1);
	go_x86(pae, X86_CR3);
	expect_walk(new_page(), 2);
}
END_TEST

/* cache-5: a fault on x86 drops what leads to its address; here all but the root's entry. */
START_TEST(a_fault_of_x86)
{
	uint64_t faulting = va_of(1);

	expect_walk(va_of(2), 4);
	*word_at((x86_table(four_level, 0) << 12) + 8) = 0;
	ck_assert_uint_eq(load(faulting), 4 + LATENCY + 1 + 4 * LATENCY);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	expect_walk(va_of(3), 4);
}
END_TEST

/* cache-2: A is set by the first walk, and the second reads all, and caches them. */
START_TEST(accessed)
{
	for (unsigned int level = 1; level < 4; level++)
		*word_at(x86_table(four_level, level) << 12) &= ~X86_A;
	/* 4 reads, then three updates of 1 + L */
	ck_assert_uint_eq(load(va_of(1)), 4 + 4 * LATENCY + 3 * (1 + LATENCY));
	expect_walk(va_of(2), 4);
	expect_walk(va_of(3), 1);
}
END_TEST

/* cache-3: in the cycle after a fault no walk starts, though the other port is missing. */
START_TEST(the_other_port_after_a_fault)
{
	*word_at(0x102000 + 8) = 0;
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(2);
	in.fetch_req_priv = PRIV_S;
	accept_load(va_of(1));
	in.fetch_req_valid = 0;
	/* data searches in 2, and ends in 3 + 3L; fetch searches two cycles later, reads in the
	 * next */
	ck_assert_uint_eq(cycles_to_answer(), 4 + 3 * LATENCY);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.mem_req_valid, 0);
	edge();
	see();
	ck_assert_uint_eq(out.mem_req_valid, 0);
	edge();
	see();
	ck_assert_uint_eq(out.mem_req_valid, 1);
	ck_assert_uint_eq(out.mem_req_fetch, 1);
	ck_assert_uint_eq(out.mem_req_addr, 0x102010); /* behind what the data port has read */
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_walk_cache");
	TCase *blank = tcase_create("blank");
	TCase *sv39 = tcase_create("sv39");
	TCase *x86 = tcase_create("x86");

	suite_add_tcase(suite, blank);
	tcase_add_checked_fixture(blank, setup_cached, teardown);
	tcase_add_loop_test(blank, every_mode, 0, 8);
	tcase_add_test(blank, loads_of_pdptes);

	suite_add_tcase(suite, sv39);
	tcase_add_checked_fixture(sv39, setup_sv39, teardown);
	tcase_add_test(sv39, walk_times);
	tcase_add_test(sv39, both_ports);
	tcase_add_test(sv39, not_canonical);
	tcase_add_test(sv39, a_fault_is_fresh);
	tcase_add_test(sv39, counts);
	tcase_add_test(sv39, a_table_moved);
	tcase_add_loop_test(sv39, fences_of_riscv, 0, 10);
	tcase_add_test(sv39, writes_of_satp);
	tcase_add_test(sv39, the_other_port_after_a_fault);

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup_four_level, teardown);
	tcase_add_test(x86, invlpg);
	tcase_add_test(x86, invpcid);
	tcase_add_test(x86, writes_of_cr3);
	tcase_add_test(x86, a_fault_of_x86);
	tcase_add_test(x86, accessed);

	return suite_run(suite);
}
