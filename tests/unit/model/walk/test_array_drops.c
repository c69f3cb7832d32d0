/* SPDX-License-Identifier: Apache-2.0 */
/* The drops of the array against array-5 of rtl/contract: what goes, and how long that takes. */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

#define OTHER   space_of(MODE_SV39, ASID + 1)
#define POINTER (UINT64_C(0xa0) << LEAF_PPN_LSB)
#define GLOBAL  (WORD_OF(0x91) | PTE_G)

static void expect_busy(uint64_t busy)
{
	expect("array_status_busy", busy);
	expect("array_status_sweeps", 0);
}

/* Of page 1: of its own ASID, of another, one that is global, and a pointer. */
static void fill_some(void)
{
	fill(SV39, 0x1000, 0, WORD_OF(0x90));
	fill(OTHER, 0x1000, 0, WORD_OF(0x92));
	fill(SV39, 0x2000, 0, GLOBAL);
	fill_pointer(SV39, 0, POINTER);
	fill(SV39, 8 * MIB, 1, WORD_OF(0x93));
}

/* By page: busy for two cycles, and two sets lose what contains the address. */
START_TEST(by_page)
{
	fill_some();
	expect_busy(0);
	drop(0, 0, PAGE_NUMBER, 0x1fff);
	expect_busy(1);
	edge();
	expect_busy(1);
	edge();
	expect_busy(0);
	expect_nothing(SV39, 0x1000);
	expect_nothing(OTHER, 0x1000);
	expect_nothing(SV39, 0x3000); /* nor the pointer */
	expect_page(SV39, 0x2000, 0, GLOBAL);
	expect_page(SV39, 8 * MIB, 1, WORD_OF(0x93));
	drop(0, 0, PAGE_NUMBER, 8 * MIB + 0x5000);
	expect_nothing(SV39, 8 * MIB);
}
END_TEST

/* By page and ASID: what is global stays, and what has another. */
START_TEST(by_page_and_asid)
{
	fill_some();
	set("drop_spares_global", 1);
	drop(SPACE_ASID, ASID, PAGE_NUMBER, 0x1000);
	expect_busy(1);
	expect_nothing(SV39, 0x1000);
	expect_page(OTHER, 0x1000, 0, WORD_OF(0x92));
	drop(SPACE_ASID, ASID, PAGE_NUMBER, 0x2000);
	expect_page(SV39, 0x2000, 0, GLOBAL);
	expect_page(SV39, 8 * MIB, 1, WORD_OF(0x93));
}
END_TEST

/* fence-1: no page contains the address; not even a sweep under way minds. */
START_TEST(by_no_page)
{
	static const uint64_t none[] = {UINT64_C(1) << 56, UINT64_C(1) << 57, UINT64_C(1) << 63,
					UINT64_C(0xfe) << 56, UINT64_C(0x7f) << 57};

	fill_some();
	drop(0, 0, PAGE_NUMBER, none[_i]);
	expect_busy(0);
	drop(0, 0, 0, 0);
	edges(2);
	drop(0, 0, PAGE_NUMBER, none[_i]);
	expect_sweep(2);
}
END_TEST

/* Of which some mode has a page: bits 63:57 are equal to bit 56, and no others count. */
START_TEST(by_a_page_of_five_levels)
{
	uint64_t va = _i ? UINT64_C(1) << 55 : UINT64_C(0xff) << 56;
	uint64_t sv57 = space_of(MODE_SV57, ASID);

	fill(sv57, va, 0, WORD_OF(0x90));
	drop(0, 0, PAGE_NUMBER, va);
	expect_busy(1);
	expect_nothing(sv57, va);
}
END_TEST

/* By anything else: a sweep of S+1 cycles, of what it names. */
START_TEST(by_asid)
{
	fill_some();
	set("drop_spares_global", 1);
	drop(SPACE_ASID, ASID, 0, 0);
	expect_sweep(5);
	expect_nothing(SV39, 0x1000);
	expect_page(OTHER, 0x1000, 0, WORD_OF(0x92));
	expect_page(SV39, 0x2000, 0, GLOBAL);
	expect_nothing(SV39, 0x3000);
	expect_nothing(SV39, 8 * MIB);
}
END_TEST

START_TEST(keep_global)
{
	fill_some();
	set("drop_spares_global", 1);
	drop(0, 0, 0, 0);
	expect_sweep(5);
	expect_nothing(OTHER, 0x1000);
	expect_nothing(SV39, 0x3000);
	expect_page(OTHER, 0x2000, 0, GLOBAL);
}
END_TEST

START_TEST(everything)
{
	fill_some();
	drop(0, 0, 0, 0);
	expect_sweep(5);
	expect_nothing(SV39, 0x1000);
	expect_nothing(OTHER, 0x1000);
	expect_nothing(SV39, 0x2000);
	expect_nothing(SV39, 8 * MIB);
}
END_TEST

/* A sweep clears the used bits of what stays; a drop by page does not. */
START_TEST(used_bits)
{
	for (uint64_t n = 0; n < 4; n++)
		fill(SV39, n << 32, 0, GLOBAL);
	touch(SV39, 0);
	touch(SV39, UINT64_C(1) << 32);
	set("drop_spares_global", 1);
	drop(0, 0, _i ? PAGE_NUMBER : 0, UINT64_C(9) << 32);
	edges(6);
	fill(SV39, UINT64_C(4) << 32, 0, GLOBAL);
	expect_way(SV39, UINT64_C(4) << 32, _i ? 2 : 0);
}
END_TEST

/* A drop in each cycle of a sweep, of whatever kind, drops all, and the sweep starts over. */
START_TEST(during_a_sweep)
{
	unsigned int cycle = (unsigned int)_i / 3; /* of the sweep, from 0 on */

	fill_some();
	set("drop_spares_global", 1);
	if (_i % 3 == 2 && cycle == 0)
		return; /* a fault and a sweep are never in one cycle */
	drop(0, 0, 0, 0);
	if (_i % 3 == 0) {
		edges(cycle);
		drop(0, 0, PAGE_NUMBER, UINT64_C(9) << 32);
	} else if (_i % 3 == 1) {
		edges(cycle);
		drop(SPACE_ASID, ASID + 2, 0, 0);
	} else {
		edges(cycle - 1);
		fault(SV39, UINT64_C(9) << 32);
	}
	expect_sweep(5);
	expect_nothing(SV39, 0x2000);
}
END_TEST

/* In the cycle behind a sweep it is a drop like any other. */
START_TEST(behind_a_sweep)
{
	fill_some();
	set("drop_spares_global", 1);
	drop(0, 0, 0, 0);
	if (_i == 0) {
		edges(5);
		drop(0, 0, PAGE_NUMBER, UINT64_C(9) << 32);
	} else {
		edges(4);
		fault(SV39, UINT64_C(9) << 32);
	}
	expect_busy(1);
	expect_page(SV39, 0x2000, 0, GLOBAL);
}
END_TEST

/* tlb-1, port-4: of a fault, what matches its request, one cycle later. */
START_TEST(a_fault)
{
	fill_some();
	fill(space_of(MODE_SV48, ASID), 0x2000, 0, WORD_OF(0x94));
	fault(SV39, 0x1000);
	expect_busy(1);
	edge();
	expect_busy(1);
	edge();
	expect_busy(0);
	expect_nothing(SV39, 0x1000);
	expect_page(OTHER, 0x1000, 0, WORD_OF(0x92));
	expect_nothing(SV39, 0x3000);
	expect_page(SV39, 0x2000, 0, GLOBAL);
	fault(OTHER, 0x2000);
	expect_nothing(SV39, 0x2000);
	expect_page(space_of(MODE_SV48, ASID), 0x2000, 0, WORD_OF(0x94));
	expect_page(SV39, 8 * MIB, 1, WORD_OF(0x93));
}
END_TEST

/* That no page contains its address: then it does nothing, not even during a sweep. */
START_TEST(a_fault_of_no_page)
{
	fault(SV39, UINT64_C(1) << 56);
	expect_busy(0);
	drop(0, 0, 0, 0);
	edge();
	fault(SV39, UINT64_C(1) << 63);
	expect_sweep(2);
}
END_TEST

/* Of the modes that are built: Sv39 is the widest here. */
START_TEST(the_widest_mode)
{
	uint64_t va = _i < 2 ? UINT64_C(1) << 38 : UINT64_C(1) << 37;

	teardown();
	start_with(4, 1 << MODE_SV32 | 1 << MODE_SV39);
	expect_sweep(5);
	if (_i & 1)
		fault(SV39, va);
	else
		drop(0, 0, PAGE_NUMBER, va);
	expect_busy(_i >= 2);
}
END_TEST

/* A walk that ends well drops nothing. */
START_TEST(no_fault)
{
	fill_some();
	set("walk_end_data", 1);
	edge();
	set("walk_end_data", 0);
	edge();
	expect_busy(0);
	expect_page(SV39, 0x1000, 0, WORD_OF(0x90));
}
END_TEST

/* Reset is a sweep that drops all, whatever is under way. */
START_TEST(reset)
{
	fill_some();
	search(SV39, 0x3000);
	show_fill(SV39, 0x3000, 0, WORD_OF(0x95));
	set("walk_end_fault", FAULT_PAGE);
	edge();
	set("walk_end_fault", 0);
	show_no_fill();
	set("rst", 1);
	drop(0, 0, PAGE_NUMBER, 0);
	edge();
	set("rst", 0);
	expect_sweep(5);
	expect_nothing(SV39, 0x1000);
	expect_nothing(SV39, 0x2000);
	expect_nothing(SV39, 0x3000);
}
END_TEST

START_TEST(sizes)
{
	unsigned int sets = 4u << _i;

	teardown();
	start(sets);
	expect_sweep(sets + 1);
	drop(0, 0, 0, 0);
	expect_sweep(sets + 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("array_drops");
	TCase *tc = tcase_create("array_drops");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, by_page);
	tcase_add_test(tc, by_page_and_asid);
	tcase_add_loop_test(tc, by_no_page, 0, 5);
	tcase_add_loop_test(tc, by_a_page_of_five_levels, 0, 2);
	tcase_add_test(tc, by_asid);
	tcase_add_test(tc, keep_global);
	tcase_add_test(tc, everything);
	tcase_add_loop_test(tc, used_bits, 0, 2);
	tcase_add_loop_test(tc, during_a_sweep, 0, 15);
	tcase_add_loop_test(tc, behind_a_sweep, 0, 2);
	tcase_add_test(tc, a_fault);
	tcase_add_test(tc, a_fault_of_no_page);
	tcase_add_loop_test(tc, the_widest_mode, 0, 4);
	tcase_add_test(tc, no_fault);
	tcase_add_test(tc, reset);
	tcase_add_loop_test(tc, sizes, 0, 7);

	return suite_run(suite);
}
