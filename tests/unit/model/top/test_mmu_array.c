/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model with an array against array-2 to array-5 of rtl/contract, at its pins: how long
 * walks take, and how many PTEs they read. Every expected number is worked out by hand.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

#define LATENCY 3
#define SETS    4
#define MIB     (UINT64_C(1) << 20)

/* Past the sweep of reset. */
static void begin(unsigned int walk_entries)
{
	const struct mmu_config config = {4, 4, 16, 8, 32, 46, 255, 1, walk_entries, SETS, 0};

	start(&config);
	memory.latency = LATENCY;
	edges(SETS + 1);
}

/* Sv39: root, a table for the first GiB, one for its first 2 MiB; the second 2 MiB are a page. */
static void setup_sv39(void)
{
	begin(0);
	write_ptbr(REGIME_RV64, SV39);
	*word_at(0x100000) = PPN(0x101) | PTE_V;
	*word_at(0x101000) = PPN(0x102) | PTE_V;
	*word_at(0x101008) = PPN(0x1200) | LEAF;
	for (uint64_t page = 0; page < 40; page++)
		*word_at(0x102000 + 8 * page) = PPN(0x1000 + page) | LEAF;
}

static void setup_four_level(void)
{
	begin(0);
	for (uint64_t page = 0; page < 40; page++)
		x86_map(four_level, page, X86_LEAF);
	go_x86(four_level, X86_CR3);
	edges(SETS + 1); /* the write sweeps */
}

/* A load that takes so many cycles, and reads n PTEs. */
static void expect_load(uint64_t va, unsigned int cycles, unsigned int n)
{
	unsigned int reads = memory.reads;

	ck_assert_uint_eq(load(va), cycles);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, (0x1000 << 12) + va);
	ck_assert_uint_eq(memory.reads - reads, n);
}

/* array-2: a walk of n reads. */
static void expect_walk(uint64_t va, unsigned int n)
{
	expect_load(va, 6 + n * LATENCY, n);
}

/* Pages 8 to 11, in sets of their own order, take all 4 slots of the TLB. */
static void crowd_out(void)
{
	for (uint64_t page = 8; page < 12; page++)
		load(va_of(page));
}

static void fence_by_va(uint64_t va)
{
	in.fence_by_va = 1;
	in.fence_va = va;
	fence();
	in.fence_by_va = 0;
}

/* array-2: 6 + nL from the root; one read behind a pointer; 5 for a page, and 6 for a large one. */
START_TEST(times)
{
	expect_walk(va_of(1), 3);
	expect_walk(va_of(2), 1);
	expect_walk(2 * MIB, 2);
	crowd_out();
	expect_load(va_of(1), 5, 0);
	expect_load(2 * MIB + 0x5000, 6, 0);
	/* and both have refilled the TLB */
	expect_load(va_of(1), 1, 0);
	expect_load(2 * MIB, 1, 0);
}
END_TEST

/* What the fetch port's walk has found serves the data port. */
START_TEST(both_ports)
{
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	edges(5 + 3 * LATENCY);
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	edge();
	expect_load(va_of(1), 5, 0);
}
END_TEST

START_TEST(not_canonical)
{
	ck_assert_uint_eq(load(UINT64_C(1) << 38), 6);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(memory.reads, 0);
}
END_TEST

/* cache-4: 1 read behind the pointer, then 3 from the root. The fault drops the pointer, too. */
START_TEST(a_fault_is_fresh)
{
	expect_walk(va_of(1), 3);
	*word_at(0x102000 + 8 * 2) = 0;
	ck_assert_uint_eq(load(va_of(2)), 6 + LATENCY + 1 + 3 * LATENCY);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	edges(2);
	expect_walk(va_of(3), 3);
}
END_TEST

/* array-3: a page of the array without D does not serve a store, and is replaced behind it. */
START_TEST(a_store)
{
	*word_at(0x102008) = PPN(0x1001) | (LEAF & ~PTE_D);
	expect_walk(va_of(1), 3);
	crowd_out();
	*word_at(0x102008) = PPN(0x1001) | LEAF;
	ck_assert_uint_eq(store(va_of(1)), 6 + LATENCY);
	crowd_out();
	ck_assert_uint_eq(store(va_of(1)), 5);
}
END_TEST

/* array-5: a fence by VA: neither fence nor walk in the next two cycles. */
START_TEST(busy)
{
	expect_walk(va_of(1), 3);
	crowd_out();
	fence_by_va(va_of(3));
	for (unsigned int n = 0; n < 2; n++) {
		see();
		ck_assert_uint_eq(out.fence_ready, 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	/* the fence comes in the cycle in which the walk would start: it starts three later */
	accept_load(va_of(1));
	edges(2);
	fence_by_va(va_of(1));
	ck_assert_uint_eq(cycles_to_answer(), 6 + 3 * LATENCY + 3 - 2);
}
END_TEST

/* fence-1: it names nothing, and keeps nothing waiting. */
START_TEST(a_fence_of_no_page)
{
	fence_by_va(UINT64_C(1) << 56);
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
}
END_TEST

/* array-5: reset, and a fence of everything, make it sweep for S+1 cycles: walks are blind. */
START_TEST(a_sweep)
{
	expect_walk(va_of(1), 3);
	fence();
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	/* the walk starts in the third cycle of the sweep: it takes 4 + nL, and fills nothing */
	expect_load(va_of(2), 4 + 3 * LATENCY, 3);
	crowd_out();
	expect_walk(va_of(2), 1);
	/* S+1 cycles behind the fence the walk of the last cycle is blind; one later it is not */
	fence();
	edges(SETS + 1 - 3 + (unsigned int)_i);
	expect_load(va_of(4), (_i ? 6 : 4) + 3 * LATENCY, 3);
}
END_TEST

/* array-5: a sweep drops what the fence names, and keeps the rest. */
START_TEST(a_sweep_keeps)
{
	*word_at(0x102008) = PPN(0x1001) | LEAF | PTE_G;
	expect_walk(va_of(1), 3);
	expect_walk(va_of(2), 1);
	crowd_out();
	in.fence_keep_global = 1;
	fence();
	in.fence_keep_global = 0;
	edges(SETS + 1);
	expect_load(va_of(1), 5, 0);
	expect_walk(va_of(2), 3);
}
END_TEST

/* array-5 on x86: INVLPG drops its page and no other; no pointer is there. */
START_TEST(invlpg)
{
	expect_walk(va_of(1), 4);
	expect_walk(va_of(2), 4);
	crowd_out();
	fence_by_va(va_of(1));
	edges(2);
	expect_load(va_of(2), 5, 0);
	expect_walk(va_of(1), 4);
}
END_TEST

/* ptbr-5: a write of CR3 waits while the array is busy, not while it sweeps. */
START_TEST(a_write_waits)
{
	if (_i)
		fence_by_va(va_of(1));
	else
		fence();
	in.ptbr_regime = REGIME_X86_64;
	in.ptbr_value = X86_CR3;
	in.ptbr_valid = 1;
	for (unsigned int n = 0; _i && n < 2; n++) {
		see();
		ck_assert_uint_eq(out.ptbr_ready, 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.ptbr_ready, 1);
	edge();
	in.ptbr_valid = 0;
}
END_TEST

/* ptbr-6: a write of CR3 sweeps what is not global. */
START_TEST(a_write_sweeps)
{
	expect_walk(va_of(1), 4);
	go_x86(four_level, X86_CR3);
	edges(SETS + 1);
	expect_walk(va_of(1), 4);
}
END_TEST

/* counter-1: what the array does, one counter each, from 16 to 24. */
static void expect_counts(const uint64_t *expected)
{
	for (unsigned int n = 16; n < MMU_COUNTERS; n++)
		ck_assert_msg(counter(n) == (n < 25 ? expected[n - 16] : 0), "counter %u", n);
}

START_TEST(counts)
{
	/* a walk of 3 reads: a pointer and a page come in; a large page; each serves, as does the
	 * pointer */
	load(va_of(1));
	load(2 * MIB);
	load(va_of(2));
	expect_counts((const uint64_t[]){0, 0, 0, 0, 1, 4, 0, 0, 0});
	crowd_out(); /* 4 pages behind the pointer */
	load(va_of(1));
	load(2 * MIB);
	expect_counts((const uint64_t[]){0, 0, 1, 1, 5, 8, 0, 0, 0});
	/* a fault behind the pointer: it is read again, and comes in again */
	*word_at(0x102000 + 8 * 3) = 0;
	load(va_of(3));
	expect_counts((const uint64_t[]){0, 0, 1, 1, 6, 9, 0, 0, 1});
	/* by page no sweep, unless in one; the walk is blind, and fills nothing */
	fence_by_va(va_of(1));
	edges(2);
	fence();
	fence_by_va(va_of(1));
	load(va_of(1));
	expect_counts((const uint64_t[]){0, 0, 1, 1, 6, 9, 2, 1, 1});
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_array");
	TCase *riscv = tcase_create("riscv");
	TCase *x86 = tcase_create("x86");

	suite_add_tcase(suite, riscv);
	tcase_add_checked_fixture(riscv, setup_sv39, teardown);
	tcase_add_test(riscv, times);
	tcase_add_test(riscv, counts);
	tcase_add_test(riscv, both_ports);
	tcase_add_test(riscv, not_canonical);
	tcase_add_test(riscv, a_fault_is_fresh);
	tcase_add_test(riscv, a_store);
	tcase_add_test(riscv, busy);
	tcase_add_test(riscv, a_fence_of_no_page);
	tcase_add_loop_test(riscv, a_sweep, 0, 2);
	tcase_add_test(riscv, a_sweep_keeps);
	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup_four_level, teardown);
	tcase_add_test(x86, invlpg);
	tcase_add_loop_test(x86, a_write_waits, 0, 2);
	tcase_add_test(x86, a_write_sweeps);

	return suite_run(suite);
}
