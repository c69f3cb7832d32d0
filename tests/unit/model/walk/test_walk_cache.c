/* SPDX-License-Identifier: Apache-2.0 */
/* The walk cache against cache-1 to cache-3 of rtl/contract: what becomes an entry, and matches. */
#include <check.h>

#include "suite.h"
#include "walk_cache_fixture.h"

#define SV39 space_of(MODE_SV39, ASID)
#define X4   space_of(MODE_X86_4, ASID)
#define GIB  (UINT64_C(1) << 30)
#define MIB  (UINT64_C(1) << 20)

START_TEST(empty)
{
	expect_none(SV39, 0);
	expect_none(0, 0);
	expect_none(X4, 0);
}
END_TEST

START_TEST(what_is_found)
{
	fill_with_path(SV39, 5 * GIB, 2, UINT64_C(0xfffffffffff), PTE_G);
	set("cache_search_valid", 1);
	set("cache_search_space", SV39);
	set("cache_search_page", 5 * GIB >> 12);
	expect("cache_found_valid", 1);
	expect("cache_found_slot", 0);
	expect("cache_found_level", 2);
	expect("cache_found_ppn", UINT64_C(0xfffffffffff));
	expect("cache_found_path", PTE_G);
}
END_TEST

/* cache-1: a pointer maps as much as a leaf of its level would. */
START_TEST(regions)
{
	static const struct {
		enum mode mode;
		unsigned int level, bits;
	} of[] = {
		{MODE_SV32, 1, 22},  {MODE_SV39, 1, 21},    {MODE_SV39, 2, 30},
		{MODE_SV48, 1, 21},  {MODE_SV48, 3, 39},    {MODE_SV57, 4, 48},
		{MODE_X86_2, 1, 22}, {MODE_X86_PAE, 1, 21}, {MODE_X86_4, 2, 30},
		{MODE_X86_4, 3, 39}, {MODE_X86_5, 4, 48},
	};
	uint64_t space = space_of(of[_i].mode, ASID), size = UINT64_C(1) << of[_i].bits;

	fill(space, 5 * size + 0x3000, of[_i].level, 0x90);
	peek_found(space, 5 * size, 0x90);
	peek_found(space, 6 * size - 1, 0x90);
	expect_none(space, 5 * size - 1);
	expect_none(space, 6 * size);
	for (unsigned int n = of[_i].bits; n < 64; n++)
		expect_none(space, (5 * size) ^ bit(n));
}
END_TEST

/* cache-1, cache-3: the same mode and the same ASID. */
START_TEST(spaces)
{
	fill(SV39, 0, 1, 0x90);
	expect_none(space_of(MODE_SV48, ASID), 0);
	for (unsigned int n = 0; n < 16; n++)
		expect_none(space_of(MODE_SV39, ASID ^ bit(n)), 0);
	/* nor does G matter */
	fill_with_path(SV39, 0, 1, 0x91, PTE_G);
	expect_none(space_of(MODE_SV39, ASID + 1), 0);
	expect_found(SV39, 0, 0x91);
}
END_TEST

/* cache-3: the lowest level, whatever the order of the fills, and so of the slots. */
START_TEST(the_lowest_level)
{
	static const unsigned int orders[][3] = {{3, 2, 1}, {1, 2, 3}, {2, 1, 3}, {2, 3, 1}};

	for (unsigned int i = 0; i < 3; i++)
		fill(X4, 0, orders[_i][i], 0x90 + orders[_i][i]);
	peek_found(X4, 0, 0x91);
	peek_found(X4, 2 * MIB, 0x92);
	peek_found(X4, GIB, 0x93);
	expect_none(X4, 512 * GIB);
}
END_TEST

/* cache-3: without X an entry of x86 matches with nxe alone; those above it match all the same. */
START_TEST(without_x)
{
	fill(X4, 0, 3, 0x93);
	fill_with_path(X4, 0, 2, 0x92, PTE_W | PTE_U);
	peek_found(X4, 0, 0x93);
	set("cache_search_nxe", 1);
	peek_found(X4, 0, 0x92);
	fill_with_path(X4, 512 * GIB, 3, 0x94, 0);
	peek_found(X4, 512 * GIB, 0x94);
	set("cache_search_nxe", 0);
	expect_none(X4, 512 * GIB);
	/* the path of RISC-V has no X */
	fill_with_path(SV39, 0, 2, 0x95, 0);
	peek_found(SV39, 0, 0x95);
}
END_TEST

/* cache-2: pointers in two cycles, one after the other. */
START_TEST(two_in_a_row)
{
	show_fill(SV39, 0, 2, 0x92, 0);
	edge();
	show_fill(SV39, 0, 1, 0x91, 0);
	edge();
	show_no_fill();
	edge();
	peek_found(SV39, 0, 0x91);
	peek_found(SV39, 2 * MIB, 0x92);
}
END_TEST

/* cache-2: a fence in t or t+1, whatever it names; here it names nothing. In t+2 it is too late. */
START_TEST(a_fence_beside_a_fill)
{
	set("drop_care_region", PAGE_NUMBER);
	set("drop_page", UINT64_C(0xff) << 44);
	show_fill(SV39, 0, 2, 0x92, 0);
	set("drop_valid", _i == 0);
	edge();
	show_no_fill();
	set("drop_valid", _i == 1);
	edge();
	set("drop_valid", _i == 2);
	edge();
	set("drop_valid", 0);
	edge();
	peek_found(SV39, 0, _i == 2 ? 0x92 : 0);
}
END_TEST

/* general-1: entries, and a pointer on its way. */
START_TEST(reset)
{
	fill(SV39, 0, 2, 0x92);
	show_fill(SV39, GIB, 2, 0x93, 0);
	edge();
	show_no_fill();
	set("rst", 1);
	edge();
	set("rst", 0);
	edge();
	expect_none(SV39, 0);
	expect_none(SV39, GIB);
	/* a pointer that is shown while rst is 1 */
	set("rst", 1);
	show_fill(SV39, GIB, 2, 0x93, 0);
	edge();
	show_no_fill();
	set("rst", 0);
	edge();
	expect_none(SV39, GIB);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walk_cache");
	TCase *tc = tcase_create("walk_cache");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, empty);
	tcase_add_test(tc, what_is_found);
	tcase_add_loop_test(tc, regions, 0, 11);
	tcase_add_test(tc, spaces);
	tcase_add_loop_test(tc, the_lowest_level, 0, 4);
	tcase_add_test(tc, without_x);
	tcase_add_test(tc, two_in_a_row);
	tcase_add_loop_test(tc, a_fence_beside_a_fill, 0, 3);
	tcase_add_test(tc, reset);

	return suite_run(suite);
}
