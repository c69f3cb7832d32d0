/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model with lines against line-2 to line-5 of rtl/contract, at its pins: how long walks
 * take, and how many PTEs they read. Every expected number is worked out by hand.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

#define LATENCY 3
#define SETS    4

static void begin(unsigned int walk_entries, unsigned int array_sets, unsigned int lines)
{
	const struct mmu_config config = {4,   4, 16,           8,          32,   46,
					  255, 1, walk_entries, array_sets, lines};

	start(&config);
	memory.latency = LATENCY;
	edges(array_sets + 1);
}

/* Sv39: root, a table for the first GiB, one for its first 2 MiB; 8 PTEs make a line. */
static void map_sv39(void)
{
	write_ptbr(REGIME_RV64, SV39);
	*word_at(0x100000) = PPN(0x101) | PTE_V;
	*word_at(0x101000) = PPN(0x102) | PTE_V;
	for (uint64_t page = 0; page < 40; page++)
		*word_at(0x102000 + 8 * page) = PPN(0x1000 + page) | LEAF;
}

static void setup_lines(void)
{
	begin(0, 0, 4);
	map_sv39();
}

static void setup_one_line(void)
{
	begin(0, 0, 1);
	map_sv39();
}

static void setup_array(void)
{
	begin(4, SETS, 4);
	map_sv39();
}

static void setup_four_level(void)
{
	begin(0, 0, 8);
	for (uint64_t page = 0; page < 40; page++)
		x86_map(four_level, page, X86_LEAF);
	go_x86(four_level, X86_CR3);
	edges(1);
}

/* A load that takes so many cycles, and reads n PTEs. */
static void expect_load(uint64_t page, unsigned int cycles, unsigned int n)
{
	unsigned int reads = memory.reads;

	ck_assert_uint_eq(load(va_of(page)), cycles);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, (0x1000 + page) << 12);
	ck_assert_uint_eq(memory.reads - reads, n);
}

/* line-2: a walk of n reads and b PTEs out of lines. */
static void expect_walk(uint64_t page, unsigned int n, unsigned int b)
{
	expect_load(page, 4 + n * (LATENCY + 1) + 2 * b, n);
}

START_TEST(times)
{
	expect_walk(1, 3, 0);
	expect_walk(2, 0, 3);
	expect_walk(8, 1, 2);
	expect_walk(0, 0, 3);
	expect_walk(15, 0, 3);
	/* a line more than there is room for drops one of the four */
	expect_walk(16, 1, 2);
}
END_TEST

/* Memory that answers alone gives no line. */
START_TEST(alone)
{
	memory.alone = true;
	expect_walk(1, 3, 0);
	expect_walk(2, 3, 0);
	memory.alone = false;
	expect_walk(3, 3, 0);
	expect_walk(4, 0, 3);
}
END_TEST

/* Each read takes the place of the one before: a walk finds the leaf of the last one alone. */
START_TEST(one_line)
{
	expect_walk(1, 3, 0);
	expect_walk(2, 3, 0);
}
END_TEST

/* The PTEs of Sv32 are of 4 bytes. */
START_TEST(sv32)
{
	write_ptbr(REGIME_RV32, SV32);
	for (uint64_t page = 0; page < 17; page++)
		map_sv32(page, LEAF);
	expect_walk(1, 2, 0);
	for (uint64_t page = 2; page < 16; page++)
		expect_walk(page, 0, 2);
	expect_walk(16, 1, 1);
}
END_TEST

/* line-4, fence-1: whatever the fence names. A write of satp drops none. */
START_TEST(fences)
{
	expect_walk(1, 3, 0);
	write_ptbr(REGIME_RV64, SV39);
	expect_walk(2, 0, 3);
	if (_i & 1)
		in.fence_by_va = 1;
	if (_i & 2)
		in.fence_by_asid = 1;
	if (_i & 4)
		in.fence_va = UINT64_C(1) << 56;
	in.fence_asid = 7;
	fence();
	expect_walk(3, 3, 0);
	expect_walk(4, 0, 3);
}
END_TEST

/* Another ASID reads for itself; then both have their lines, of which there are four. */
START_TEST(spaces)
{
	expect_walk(1, 3, 0);
	write_ptbr(REGIME_RV64, SV39 | UINT64_C(1) << 44);
	expect_walk(1, 3, 0);
	expect_walk(2, 0, 3);
}
END_TEST

/*
 * line-5: the leaf was absent in its line, so it is read, behind two PTEs out of lines; then three
 * from the root. All lines are gone behind it.
 */
START_TEST(a_fault_is_fresh)
{
	*word_at(0x102000 + 8 * 3) = 0;
	expect_walk(1, 3, 0);
	ck_assert_uint_eq(load(va_of(3)), 5 + 4 * (LATENCY + 1) + 2 * 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	expect_walk(2, 3, 0);
	/* the line still says absent, and memory does not */
	*word_at(0x102000 + 8 * 3) = PPN(0x1003) | LEAF;
	expect_walk(3, 1, 2);
}
END_TEST

/* What the line says no page may do is read anew: memory allows it by now. */
START_TEST(a_fault_that_was)
{
	*word_at(0x102000 + 8 * 3) = PPN(0x1003) | (LEAF & ~PTE_A);
	expect_walk(1, 3, 0);
	*word_at(0x102000 + 8 * 3) = PPN(0x1003) | LEAF;
	expect_load(3, 5 + 3 * (LATENCY + 1) + 2 * 3, 3);
	/* no walk has ended with a fault: the lines are there, as read the last time */
	expect_walk(4, 0, 3);
}
END_TEST

/* The walk that goes back may be the last: a pointer of its line leads astray, into no memory. */
START_TEST(an_old_pointer)
{
	expect_walk(1, 3, 0);
	*word_at(0x101000) = PPN(0x103) | PTE_V;
	*word_at(0x103000 + 8 * 9) = PPN(0x1009) | LEAF;
	*word_at(0x102000 + 8 * 9) = 0;
	/* 0x102048 says absent; 0x101000 is read from memory then, and leads to the other table */
	expect_load(9, 5 + 4 * (LATENCY + 1) + 2 * 2, 4);
}
END_TEST

/* line-4 on x86: CR3, and a compare-and-swap, which drops the line of its PTE alone. */
START_TEST(cr3)
{
	expect_walk(1, 4, 0);
	expect_walk(2, 0, 4);
	go_x86(four_level, X86_CR3);
	edges(1);
	expect_walk(3, 4, 0);
}
END_TEST

START_TEST(an_update)
{
	*word_at(0x103008) = UINT64_C(0x1001) << 12 | (X86_LEAF & ~X86_A);
	expect_load(1, 4 + 4 * (LATENCY + 1) + LATENCY + 1, 4);
	ck_assert_uint_eq(*word_at(0x103008), UINT64_C(0x1001) << 12 | X86_LEAF);
	expect_walk(2, 1, 3);
	/* lost: all are gone, and the walk starts again, in the cycle behind the answer */
	*word_at(0x103018) = UINT64_C(0x1003) << 12 | (X86_LEAF & ~X86_A);
	go_x86(four_level, X86_CR3);
	edges(1);
	expect_walk(4, 4, 0);
	memory.loses = true;
	/*
	 * The root is requested in 3, the leaf is there 2 * 4 later, the swap is requested behind
	 * it, and lost L later. Behind that the walk starts, requests in the next cycle, reads 4,
	 * swaps, and is answered behind its end.
	 */
	expect_load(3, 3 + 2 * 4 + 1 + LATENCY + 2 + 4 * (LATENCY + 1) + 1 + LATENCY + 1, 4);
}
END_TEST

/* Behind the array's pointer the leaf comes out of a line: 6 + 2. */
START_TEST(with_an_array)
{
	expect_load(1, 6 + 3 * (LATENCY + 1), 3);
	expect_load(2, 6 + 2, 0);
	expect_load(8, 6 + LATENCY + 1, 1);
	expect_load(9, 6 + 2, 0);
	/* crowd out of the TLB, and the array has pages that came out of lines */
	for (uint64_t page = 4; page < 8; page++)
		expect_load(page, 6 + 2, 0);
	expect_load(2, 5, 0);
	/* line-5: 7 + (0 + 3)(L+1) + 2 with an array: the line's leaf does not allow it */
	*word_at(0x102000 + 8 * 17) = PPN(0x1011) | (LEAF & ~PTE_A);
	expect_load(16, 6 + LATENCY + 1, 1);
	ck_assert_uint_eq(load(va_of(17)), 7 + 3 * (LATENCY + 1) + 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
}
END_TEST

/* counter-1: 25 and 26; 24 counts the way back, 12 does not; 13 what memory has read. */
START_TEST(counts)
{
	expect_walk(1, 3, 0);
	ck_assert_uint_eq(counter(25), 0);
	ck_assert_uint_eq(counter(26), 3);
	expect_walk(2, 0, 3);
	expect_walk(8, 1, 2);
	ck_assert_uint_eq(counter(25), 5);
	ck_assert_uint_eq(counter(26), 4);
	ck_assert_uint_eq(counter(24), 0);
	*word_at(0x102000 + 8 * 3) = 0;
	fence();
	expect_walk(2, 3, 0);
	ck_assert_uint_eq(load(va_of(3)), 5 + 4 * (LATENCY + 1) + 2 * 2);
	ck_assert_uint_eq(counter(25), 7);
	ck_assert_uint_eq(counter(26), 11);
	ck_assert_uint_eq(counter(24), 1);
	ck_assert_uint_eq(counter(12), 5);
	ck_assert_uint_eq(counter(13), 11);
	for (unsigned int n = 16; n < 24; n++)
		ck_assert_uint_eq(counter(n), 0);
	for (unsigned int n = 27; n < MMU_COUNTERS; n++)
		ck_assert_uint_eq(counter(n), 0);
}
END_TEST

/* general-1. */
START_TEST(reset)
{
	expect_walk(1, 3, 0);
	in.rst = 1;
	edge();
	in.rst = 0;
	write_ptbr(REGIME_RV64, SV39);
	expect_walk(2, 3, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_lines");
	TCase *four = tcase_create("four"), *one = tcase_create("one");
	TCase *x86 = tcase_create("x86"), *array = tcase_create("array");

	suite_add_tcase(suite, four);
	tcase_add_checked_fixture(four, setup_lines, teardown);
	tcase_add_test(four, times);
	tcase_add_test(four, alone);
	tcase_add_test(four, sv32);
	tcase_add_loop_test(four, fences, 0, 8);
	tcase_add_test(four, spaces);
	tcase_add_test(four, a_fault_is_fresh);
	tcase_add_test(four, a_fault_that_was);
	tcase_add_test(four, an_old_pointer);
	tcase_add_test(four, counts);
	tcase_add_test(four, reset);
	suite_add_tcase(suite, one);
	tcase_add_checked_fixture(one, setup_one_line, teardown);
	tcase_add_test(one, one_line);
	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup_four_level, teardown);
	tcase_add_test(x86, cr3);
	tcase_add_test(x86, an_update);
	suite_add_tcase(suite, array);
	tcase_add_checked_fixture(array, setup_array, teardown);
	tcase_add_test(array, with_an_array);

	return suite_run(suite);
}
