/* SPDX-License-Identifier: Apache-2.0 */
/* The slots of the walk cache against cache-2 of rtl/contract: which one a fill takes. */
#include <check.h>

#include "suite.h"
#include "walk_cache_fixture.h"

#define SPACE space_of(MODE_SV39, ASID)

static uint64_t va_of(uint64_t region)
{
	return region << 30;
}

/* Region n has the pointer to table 0x90 + n. */
static void fill_region(uint64_t region)
{
	fill(SPACE, va_of(region), 2, 0x90 + region);
}

static void expect_region(uint64_t region, bool there)
{
	peek_found(SPACE, va_of(region), there ? 0x90 + region : 0);
}

static void touch(uint64_t region)
{
	expect_found(SPACE, va_of(region), 0x90 + region);
}

/* The regions that are there: bit n is region n. */
static void expect_regions(uint64_t there)
{
	for (uint64_t region = 0; region < 24; region++)
		expect_region(region, there >> region & 1);
}

static void expect_slot(uint64_t region, uint64_t slot)
{
	set("cache_search_valid", 1);
	set("cache_search_space", SPACE);
	set("cache_search_page", va_of(region) >> 12);
	expect("cache_found_slot", slot);
	set("cache_search_valid", 0);
}

/* Each size holds as many, in the order of the slots; one more takes one of them. */
START_TEST(sizes)
{
	unsigned int entries = 4u << _i;

	teardown();
	start(entries);
	for (uint64_t n = 0; n < entries; n++) {
		fill_region(n);
		expect_slot(n, n);
	}
	for (uint64_t n = 0; n < entries; n++)
		expect_region(n, true);
	/* The last fill made all used, and so cleared all but its own: slot 0 is the lowest. */
	fill_region(entries);
	expect_slot(entries, 0);
	expect_region(0, false);
	expect_region(1, true);
}
END_TEST

/*
 * cache-2: after fills of 0, 1, 2 and 3 slot 3 alone is used. Region 4 goes into slot 0, 5 into 1,
 * and 6 into slot 2, which makes all used, so that slot 2 alone is; 7 goes into slot 0.
 */
START_TEST(not_used)
{
	for (uint64_t n = 0; n < 7; n++)
		fill_region(n);
	expect_regions(0x78);
	fill_region(7);
	expect_regions(0xe8);
}
END_TEST

/* cache-3: a walk that begins behind an entry touches its slot. Here slot 3 is used, then 0. */
START_TEST(a_search_touches)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	touch(0);
	fill_region(4);
	expect_regions(0x1d);
	/* 3, 0 and 1 are used; slot 2 makes all used, and is then alone */
	touch(2);
	fill_region(5);
	expect_regions(0x3c);
}
END_TEST

/*
 * Slot 3 alone is used, then 1 and 2, too: not all, for 0 is not. Region 4 goes into slot 0, which
 * makes all used, so that slot 0 alone is; 5 goes into slot 1, and 6 into slot 2.
 */
START_TEST(slot_0_is_the_last)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	touch(1);
	touch(2);
	for (uint64_t n = 4; n < 7; n++)
		fill_region(n);
	expect_regions(0x78);
}
END_TEST

/* A search that finds nothing touches nothing; a fence does not, either. */
START_TEST(nothing_else_touches)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	set("cache_search_valid", 1);
	set("cache_search_space", SPACE);
	set("cache_search_page", va_of(9) >> 12);
	edge();
	set("cache_search_valid", 0);
	set("drop_valid", 1);
	set("drop_care_region", PAGE_NUMBER);
	set("drop_page", va_of(9) >> 12);
	edge();
	set("drop_valid", 0);
	fill_region(4);
	expect_regions(0x1e);
}
END_TEST

/* cache-2: a vacant slot goes first, the lowest one, though others are not used. */
START_TEST(vacant)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	set("drop_valid", 1);
	set("drop_care_region", PAGE_NUMBER);
	for (uint64_t n = 1; n < 3; n++) {
		set("drop_page", va_of(n) >> 12);
		edge();
	}
	set("drop_valid", 0);
	expect_regions(0x9);
	fill_region(4);
	expect_slot(4, 1);
	fill_region(5);
	expect_slot(5, 2);
	expect_regions(0x39);
}
END_TEST

/*
 * A fill of it does not make all used: 3 and 1 are, and slot 2 is vacant; 0 is not. Region 5 goes
 * into slot 0, which makes all used, so that slot 0 alone is; 6 goes into slot 1, and 7 into 2.
 */
START_TEST(vacant_beside_slot_0)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	touch(1);
	set("drop_valid", 1);
	set("drop_care_region", PAGE_NUMBER);
	set("drop_page", va_of(2) >> 12);
	edge();
	set("drop_valid", 0);
	fill_region(4);
	expect_slot(4, 2);
	for (uint64_t n = 5; n < 8; n++)
		fill_region(n);
	expect_regions(0xe8);
}
END_TEST

/*
 * cache-2: the slot does not depend on what is dropped. Slot 3 alone is used; region 3 again goes
 * into slot 0, and leaves slot 3 vacant.
 */
START_TEST(the_same_again)
{
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	fill(SPACE, va_of(3), 2, 0xaa);
	peek_found(SPACE, va_of(3), 0xaa);
	expect_slot(3, 0);
	expect_region(0, false);
	fill_region(5);
	expect_slot(5, 3);
	expect_region(1, true);
	expect_region(2, true);
	/* and where the slot that it takes is its own */
	fill(SPACE, va_of(1), 2, 0xab);
	expect_slot(1, 1);
	peek_found(SPACE, va_of(1), 0xab);
	expect_region(2, true);
	expect_region(5, true);
	peek_found(SPACE, va_of(3), 0xaa);
}
END_TEST

/* cache-2: as large as its own, and of the same space; else both stay. */
START_TEST(not_the_same)
{
	fill_region(0);
	fill(SPACE, va_of(0), 1, 0xa1);
	fill(space_of(MODE_SV39, ASID + 1), va_of(0), 2, 0xa2);
	fill(space_of(MODE_SV48, ASID), va_of(0), 2, 0xa3);
	peek_found(SPACE, va_of(0), 0xa1);
	peek_found(SPACE, va_of(0) + 0x200000, 0x90);
	peek_found(space_of(MODE_SV39, ASID + 1), va_of(0), 0xa2);
	peek_found(space_of(MODE_SV48, ASID), va_of(0), 0xa3);
}
END_TEST

/*
 * general-1: nothing is there, and no slot is used. Before it, 3, 0 and 1 are. After it, fills 0 to
 * 3 leave slot 3 alone used, and the next three take slots 0, 1 and 2.
 */
START_TEST(reset)
{
	for (uint64_t n = 0; n < 6; n++)
		fill_region(n);
	set("rst", 1);
	edge();
	set("rst", 0);
	expect_regions(0);
	for (uint64_t n = 0; n < 7; n++)
		fill_region(n);
	expect_regions(0x78);
}
END_TEST

/* With an array a search touches nothing; cache_touch does, and a fill. */
START_TEST(touched_by_the_walker)
{
	teardown();
	start_with_array();
	for (uint64_t n = 0; n < 4; n++)
		fill_region(n);
	touch(0); /* a search */
	set("cache_touch_valid", 1);
	set("cache_touch_slot", 1);
	edge();
	set("cache_touch_valid", 0);
	edge();
	fill_region(4);
	expect_slot(4, 0);
	fill_region(5);
	expect_slot(5, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walk_cache_slots");
	TCase *tc = tcase_create("walk_cache_slots");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, sizes, 0, 3);
	tcase_add_test(tc, not_used);
	tcase_add_test(tc, a_search_touches);
	tcase_add_test(tc, slot_0_is_the_last);
	tcase_add_test(tc, nothing_else_touches);
	tcase_add_test(tc, vacant);
	tcase_add_test(tc, vacant_beside_slot_0);
	tcase_add_test(tc, the_same_again);
	tcase_add_test(tc, not_the_same);
	tcase_add_test(tc, reset);
	tcase_add_test(tc, touched_by_the_walker);

	return suite_run(suite);
}
