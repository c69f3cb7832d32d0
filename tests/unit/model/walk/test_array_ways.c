/* SPDX-License-Identifier: Apache-2.0 */
/* The sets and ways of the array against array-1, array-3 and array-4: where an entry goes. */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

/* Pages of set 0 of 4 sets, of level 0: each has a region of level 1 of its own. */
static uint64_t va_of(uint64_t n)
{
	return n << 32;
}

static void fill_page(uint64_t n)
{
	fill(SV39, va_of(n), 0, WORD_OF(0x90 + n));
}

/* Which of pages 0 to 7 are there: bit n is page n. */
static void expect_pages(uint64_t there)
{
	for (uint64_t n = 0; n < 8; n++) {
		if (there >> n & 1)
			expect_page(SV39, va_of(n), 0, WORD_OF(0x90 + n));
		else
			expect_nothing(SV39, va_of(n));
	}
}

/* array-3: the lowest vacant way, then the lowest one that is not used. */
START_TEST(the_lowest)
{
	for (uint64_t n = 0; n < 4; n++) {
		fill_page(n);
		expect_way(SV39, va_of(n), n);
	}
	expect_pages(0xf);
	/* way 3 alone is used */
	fill_page(4);
	expect_way(SV39, va_of(4), 0);
	fill_page(5);
	expect_way(SV39, va_of(5), 1);
	fill_page(6);
	expect_way(SV39, va_of(6), 2);
	/* which was the last not used */
	fill_page(7);
	expect_way(SV39, va_of(7), 0);
	expect_pages(0xe8);
}
END_TEST

/* array-4: a walk that is served touches. */
START_TEST(a_touch)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_page(n);
	touch(SV39, va_of(0));
	touch(SV39, va_of(2));
	fill_page(4);
	expect_way(SV39, va_of(4), 1);
	/* all are used but 4: nothing else was touched, and now 1 alone is used */
	fill_page(5);
	expect_way(SV39, va_of(5), 0);
	touch(SV39, va_of(2));
	fill_page(6);
	expect_way(SV39, va_of(6), 3);
}
END_TEST

/* A search alone touches nothing. */
START_TEST(a_search)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_page(n);
	search(SV39, va_of(0));
	edges(3);
	fill_page(4);
	expect_way(SV39, va_of(4), 0);
}
END_TEST

/* array-1: s bits of the page number, from bit 0 or bit 10 on; each set has 4 ways. */
START_TEST(set_numbers)
{
	unsigned int sets = 4u << _i, level = _i & 1;
	uint64_t step = level ? 4 * MIB : 0x1000;

	teardown();
	start(sets);
	edges(sets + 1);
	for (uint64_t n = 0; n < 4 * sets; n++)
		fill(SV39, n * step, level, WORD_OF(n));
	for (uint64_t n = 0; n < 4 * sets; n++)
		expect_page(SV39, n * step, level, WORD_OF(n));
	/* one more takes way 0 of its set, and no other */
	fill(SV39, 4 * sets * step, level, WORD_OF(0xfff));
	for (uint64_t n = 1; n < 4 * sets; n++)
		expect_page(SV39, n * step, level, WORD_OF(n));
	expect_nothing(SV39, 0);
}
END_TEST

/* array-1: two pages of 2 MiB that are neighbours share a set. */
START_TEST(neighbours)
{
	for (uint64_t n = 0; n < 4; n++)
		fill(SV39, (n & 1) * 2 * MIB + (n >> 1) * 16 * MIB, 1, WORD_OF(n));
	fill(SV39, 32 * MIB, 1, WORD_OF(4));
	expect_way(SV39, 32 * MIB, 0);
	expect_nothing(SV39, 0);
	expect_page(SV39, 2 * MIB, 1, WORD_OF(1));
}
END_TEST

/* array-3: the way of what is dropped is vacant only for the next walk. */
START_TEST(the_same_page)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_page(n);
	fill(SV39, va_of(2), 0, WORD_OF(0x92) | PTE_G);
	expect_way(SV39, va_of(2), 0);
	expect_nothing(SV39, va_of(0));
	/* way 2 is vacant now */
	fill_page(4);
	expect_way(SV39, va_of(4), 2);
}
END_TEST

/* array-3: a page takes the way of the pointer before it, if both are of one set. */
START_TEST(a_pointer_and_its_page)
{
	uint64_t way = _i ? 1 : 0;

	if (way)
		fill_page(1);
	search(SV39, 0);
	show_pointer(SV39, 0, UINT64_C(0xa0) << LEAF_PPN_LSB);
	edge();
	show_no_fill();
	edge();
	expect_pointer(SV39, 0, UINT64_C(0xa0) << LEAF_PPN_LSB);
	expect_way(SV39, 0, way);
	show_fill(SV39, 0, 0, WORD_OF(0x90));
	edge();
	show_no_fill();
	edge();
	expect_page(SV39, 0, 0, WORD_OF(0x90));
	expect_way(SV39, 0, way);
	expect_nothing(SV39, 0x1000);
	/* of another set it goes beside it */
	search(SV39, 4 * MIB);
	show_pointer(SV39, 4 * MIB, UINT64_C(0xa1) << LEAF_PPN_LSB);
	edge();
	show_fill(SV39, 4 * MIB + 0x2000, 0, WORD_OF(0x91));
	edge();
	show_no_fill();
	edge();
	expect_pointer(SV39, 4 * MIB, UINT64_C(0xa1) << LEAF_PPN_LSB);
}
END_TEST

/* array-4: a fill sets its bit in the four that were read: a touch since then does not count. */
START_TEST(a_touch_and_a_fill)
{
	fill_page(1);
	fill_pointer(SV39, 0, UINT64_C(0xa0) << LEAF_PPN_LSB);
	expect_way(SV39, 0, 1);
	fill_page(2);
	fill_page(3);
	/* Now 3 alone is used. A walk begins behind the pointer, and fills way 0. */
	search(SV39, 0x4000);
	edges(2);
	set("array_touch", 1);
	edge();
	set("array_touch", 0);
	show_fill(SV39, 0x4000, 0, WORD_OF(0x94));
	edge();
	show_no_fill();
	edge();
	expect_way(SV39, 0x4000, 0);
	/* 3 and 0 are used, and 1 is not */
	fill_page(5);
	expect_way(SV39, va_of(5), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("array_ways");
	TCase *tc = tcase_create("array_ways");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_lowest);
	tcase_add_test(tc, a_touch);
	tcase_add_test(tc, a_search);
	tcase_add_loop_test(tc, set_numbers, 0, 7);
	tcase_add_test(tc, neighbours);
	tcase_add_test(tc, the_same_page);
	tcase_add_loop_test(tc, a_pointer_and_its_page, 0, 2);
	tcase_add_test(tc, a_touch_and_a_fill);

	return suite_run(suite);
}
