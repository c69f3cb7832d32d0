/* SPDX-License-Identifier: Apache-2.0 */
/* The array against array-1 to array-3 of rtl/contract: what is an entry, and what matches. */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

#define POINTER_TO(n) ((uint64_t)(n) << LEAF_PPN_LSB)

START_TEST(empty)
{
	expect_nothing(SV39, 0);
	expect_nothing(0, 0);
	expect_nothing(space_of(MODE_X86_4, 0), 0);
}
END_TEST

/* array-1: how much an entry of each level maps; array-2: the mode, and all bits of the page. */
START_TEST(regions)
{
	static const struct {
		enum mode mode;
		unsigned int level, bits;
	} of[] = {
		{MODE_SV32, 0, 12},    {MODE_SV32, 1, 22},  {MODE_SV39, 0, 12},
		{MODE_SV39, 1, 21},    {MODE_SV48, 1, 21},  {MODE_SV57, 0, 12},
		{MODE_SV57, 1, 21},    {MODE_X86_2, 0, 12}, {MODE_X86_2, 1, 22},
		{MODE_X86_PAE, 1, 21}, {MODE_X86_4, 1, 21}, {MODE_X86_5, 1, 21},
		{MODE_X86_5, 0, 12},
	};
	uint64_t space = space_of(of[_i].mode, ASID), size = UINT64_C(1) << of[_i].bits;
	unsigned int level = of[_i].level;

	fill(space, 5 * size + 0x800, level, WORD_OF(0x90));
	expect_page(space, 5 * size, level, WORD_OF(0x90));
	expect_page(space, 6 * size - 1, level, WORD_OF(0x90));
	for (unsigned int n = of[_i].bits; n < 64; n++)
		expect_nothing(space, (5 * size) ^ bit(n));
	for (uint64_t mode = 0; mode < 8; mode++)
		if (mode != of[_i].mode)
			expect_nothing(space_of((enum mode)mode, ASID), 5 * size);
}
END_TEST

START_TEST(page_bits)
{
	static const struct {
		enum mode mode;
		unsigned int level, bits;
	} of[] = {{MODE_SV39, 0, 12}, {MODE_SV39, 1, 21}, {MODE_SV32, 1, 22}, {MODE_X86_2, 1, 22}};
	uint64_t space = space_of(of[_i].mode, ASID);

	fill(space, 0, of[_i].level, WORD_OF(0x90));
	set("array_search_space", space);
	set("array_search_valid", 1);
	expect("array_found_page_bits", of[_i].bits);
}
END_TEST

/* array-2: the ASID counts, but for what is global; and a pointer never is. */
START_TEST(spaces)
{
	fill(SV39, 0, 0, WORD_OF(0x90));
	fill(SV39, 0x1000, 0, WORD_OF(0x91) | PTE_G);
	fill_pointer(SV39, 4 * MIB, POINTER_TO(0x92) | PTE_G);
	for (unsigned int n = 0; n < 16; n++) {
		uint64_t other = space_of(MODE_SV39, ASID ^ bit(n));

		expect_nothing(other, 0);
		expect_page(other, 0x1000, 0, WORD_OF(0x91) | PTE_G);
		expect_nothing(other, 4 * MIB);
	}
	expect_nothing(space_of(MODE_SV48, ASID), 0x1000);
	expect_pointer(SV39, 4 * MIB, POINTER_TO(0x92) | PTE_G);
}
END_TEST

/* walk-1: it serves what its rights allow, and a store if it has D. */
START_TEST(what_serves)
{
	uint64_t clean = (WORD_OF(0x90) & ~PTE_D), user = WORD_OF(0x91) | PTE_U;

	fill(SV39, 0, 0, clean);
	expect_page_for(0, 0, clean);
	expect_page_for(ACCESS_FETCHES, 0, clean);
	expect_nothing_for(ACCESS_STORES, 0);
	expect_nothing_for(ACCESS_USER, 0);
	fill(SV39, 0x1000, 0, user);
	expect_nothing_for(0, 0x1000);
	expect_page_for(ACCESS_OPEN, 0x1000, user);
	expect_page_for(ACCESS_USER | ACCESS_STORES, 0x1000, user);
	fill(SV39, 0x2000, 0, WORD_OF(0x92) & ~PTE_R);
	expect_nothing_for(0, 0x2000);
	expect_page_for(ACCESS_MXR, 0x2000, WORD_OF(0x92) & ~PTE_R);
}
END_TEST

/* array-2, the table: a page of level 0, a page of level 1, a pointer. */
START_TEST(the_order)
{
	fill(SV39, 0, 1, WORD_OF(0xa0) | PTE_U);
	expect_nothing(SV39, 0);
	fill(SV39, 0, 1, WORD_OF(0xa0));
	expect_page(SV39, 0x1000, 1, WORD_OF(0xa0));
	fill(SV39, 0x1000, 0, WORD_OF(0x91));
	expect_page(SV39, 0x1000, 0, WORD_OF(0x91));
	/* one of level 0 that does not serve keeps that of level 1 from it */
	fill(SV39, 0x1000, 0, WORD_OF(0x91) | PTE_U);
	expect_nothing(SV39, 0x1000);
	expect_page(SV39, 0x2000, 1, WORD_OF(0xa0));
	/* but not a pointer */
	fill_pointer(SV39, 0, POINTER_TO(0x92));
	expect_pointer(SV39, 0x1000, POINTER_TO(0x92));
	expect_pointer(SV39, 0x2000, POINTER_TO(0x92));
	fill(SV39, 0x1000, 0, WORD_OF(0x91));
	expect_page(SV39, 0x1000, 0, WORD_OF(0x91));
}
END_TEST

/* array-3: what the new entry drops: the same level, mode, page, and an ASID that may meet it. */
START_TEST(what_is_replaced)
{
	uint64_t other = space_of(MODE_SV39, ASID + 1);

	fill(SV39, 0x1000, 0, WORD_OF(0x90));
	fill(other, 0x1000, 0, WORD_OF(0x91));
	fill(space_of(MODE_SV48, ASID), 0x1000, 0, WORD_OF(0x92));
	expect_page(SV39, 0x1000, 0, WORD_OF(0x90));
	expect_page(other, 0x1000, 0, WORD_OF(0x91));
	if (_i == 0) {
		fill(SV39, 0x1000, 0, WORD_OF(0x93));
		expect_page(other, 0x1000, 0, WORD_OF(0x91));
		expect_page(SV39, 0x1000, 0, WORD_OF(0x93));
	} else {
		fill(SV39, 0x1000, 0, WORD_OF(0x93) | PTE_G);
		expect_page(other, 0x1000, 0, WORD_OF(0x93) | PTE_G);
		/* which takes with it what it matches, but not what is of the other ASID */
		fault(SV39, 0x1000);
		expect_nothing(other, 0x1000);
	}
	expect_page(space_of(MODE_SV48, ASID), 0x1000, 0, WORD_OF(0x92));
}
END_TEST

/* array-3: one that is global goes for any ASID: else two of a level would match. */
START_TEST(a_global_one_is_replaced)
{
	uint64_t other = space_of(MODE_SV39, ASID + 1);

	fill(SV39, 0x1000, 0, WORD_OF(0x90) | PTE_G);
	expect_page(other, 0x1000, 0, WORD_OF(0x90) | PTE_G);
	fill(other, 0x1000, 0, WORD_OF(0x91));
	expect_nothing(SV39, 0x1000);
	expect_page(other, 0x1000, 0, WORD_OF(0x91));
	/* and a pointer takes a page's place, and the other way round */
	fill(SV39, 0, 1, WORD_OF(0x92) | PTE_G);
	fill_pointer(other, 0, POINTER_TO(0x93));
	expect_nothing(SV39, 0);
	expect_pointer(other, 0, POINTER_TO(0x93));
	fill(other, 0, 1, WORD_OF(0x94));
	expect_page(other, 0, 1, WORD_OF(0x94));
}
END_TEST

/* array-3: an entry from the end of t+1 on, unless a fence comes in t or t+1. */
START_TEST(fences_beside_a_fill)
{
	/* which names another page, and drops nothing else */
	set("drop_page", 8 * MIB >> 12);
	set("drop_care_page", PAGE_NUMBER);
	search(SV39, 0);
	show_pointer(SV39, 0, POINTER_TO(0x90));
	set("drop_valid", _i == 1);
	edge();
	show_no_fill();
	expect_nothing(SV39, 0);
	set("drop_valid", _i == 2);
	edge();
	set("drop_valid", 0);
	if (_i == 0)
		expect_pointer(SV39, 0, POINTER_TO(0x90));
	else
		expect_nothing(SV39, 0);
	edges(8);
	if (_i != 0)
		expect_nothing(SV39, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("array");
	TCase *tc = tcase_create("array");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, empty);
	tcase_add_loop_test(tc, regions, 0, 13);
	tcase_add_loop_test(tc, page_bits, 0, 4);
	tcase_add_test(tc, spaces);
	tcase_add_test(tc, what_serves);
	tcase_add_test(tc, the_order);
	tcase_add_loop_test(tc, what_is_replaced, 0, 2);
	tcase_add_test(tc, a_global_one_is_replaced);
	tcase_add_loop_test(tc, fences_beside_a_fill, 0, 3);

	return suite_run(suite);
}
