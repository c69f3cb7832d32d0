/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/shadow.h"

#include <string.h>

#include "suite.h"

#define PAGE UINT64_C(4096)
#define BASE UINT64_C(0x400000)

static const struct rights rw = {.read = true, .write = true, .user = true};
static const struct rights ro = {.read = true, .user = true};
static struct shadow *shadow;

static void setup(void)
{
	shadow = shadow_create(format_find("sv32"), false);
	ck_assert_ptr_nonnull(shadow);
}

static void teardown(void)
{
	shadow_destroy(shadow);
}

static struct area area_of(const char *name, uint64_t start, uint64_t pages)
{
	struct area area = {
		.base = start, .start = start, .end = start + pages * PAGE, .rights = rw};

	strcpy(area.name, name);
	return area;
}

static void map(const char *name, uint64_t start, uint64_t pages)
{
	struct area area = area_of(name, start, pages);

	ck_assert_ptr_null(shadow_map(shadow, &area, NULL, 0));
}

static void put(struct shadow *in, uint64_t va, uint8_t value)
{
	*shadow_bytes(in, va, 1) = value;
}

static uint8_t get(const struct shadow *in, uint64_t va)
{
	return *shadow_bytes(in, va, 1);
}

START_TEST(a_region_is_zero_and_keeps_what_is_stored)
{
	map("a", BASE, 4);
	ck_assert_uint_eq(get(shadow, BASE + 4 * PAGE - 1), 0);
	put(shadow, BASE + 5, 7);
	ck_assert_uint_eq(get(shadow, BASE + 5), 7);
	ck_assert_ptr_null(shadow_bytes(shadow, BASE + 4 * PAGE - 1, 2));
	ck_assert_ptr_null(shadow_bytes(shadow, BASE - 1, 1));
}
END_TEST

START_TEST(regions_do_not_overlap)
{
	struct area inside = area_of("b", BASE + PAGE, 1), around = area_of("b", BASE - PAGE, 9);
	struct area beside = area_of("b", BASE + 4 * PAGE, 1);
	struct area kernel = area_of("b", UINT64_C(3) << 30, 1);
	struct area odd = area_of("b", BASE + 8 * PAGE + 1, 1);

	map("a", BASE, 4);
	ck_assert_ptr_nonnull(shadow_map(shadow, &inside, NULL, 0));
	ck_assert_ptr_nonnull(shadow_map(shadow, &around, NULL, 0));
	ck_assert_ptr_nonnull(shadow_map(shadow, &kernel, NULL, 0));
	ck_assert_ptr_nonnull(shadow_map(shadow, &odd, NULL, 0));
	ck_assert_ptr_null(shadow_map(shadow, &beside, NULL, 0));
}
END_TEST

/* An area that is cut keeps its bytes, and its offsets. */
START_TEST(a_hole_in_a_region)
{
	uint64_t end;

	map("a", BASE, 5);
	for (unsigned int i = 0; i < 5; i++)
		put(shadow, BASE + i * PAGE, (uint8_t)(i + 1));
	ck_assert_ptr_null(shadow_unmap(shadow, BASE + PAGE, BASE + 3 * PAGE));
	ck_assert_uint_eq(get(shadow, BASE), 1);
	ck_assert_ptr_null(shadow_find(shadow, BASE + PAGE));
	ck_assert_ptr_null(shadow_find(shadow, BASE + 3 * PAGE - 1));
	ck_assert_uint_eq(get(shadow, BASE + 3 * PAGE), 4);
	ck_assert_uint_eq(get(shadow, BASE + 4 * PAGE), 5);
	ck_assert_uint_eq(shadow_find(shadow, BASE + 4 * PAGE)->base, BASE);
	ck_assert_uint_eq(shadow_region(shadow, "a", &end)->start, BASE);
	ck_assert_uint_eq(end, BASE + 5 * PAGE);
	ck_assert(!shadow_allows(shadow, BASE, BASE + 5 * PAGE, ACCESS_LOAD));
	ck_assert_ptr_nonnull(shadow_protect(shadow, BASE, BASE + 5 * PAGE, &ro));
}
END_TEST

START_TEST(rights_of_a_part)
{
	map("a", BASE, 4);
	put(shadow, BASE + PAGE, 9);
	ck_assert_ptr_null(shadow_protect(shadow, BASE + PAGE, BASE + 2 * PAGE, &ro));
	ck_assert(shadow_allows(shadow, BASE, BASE + PAGE, ACCESS_STORE));
	ck_assert(!shadow_allows(shadow, BASE + PAGE, BASE + PAGE + 1, ACCESS_STORE));
	ck_assert(!shadow_allows(shadow, BASE, BASE + 4 * PAGE, ACCESS_STORE));
	ck_assert(shadow_allows(shadow, BASE, BASE + 4 * PAGE, ACCESS_LOAD));
	ck_assert(!shadow_allows(shadow, BASE, BASE + 1, ACCESS_FETCH));
	ck_assert_uint_eq(get(shadow, BASE + PAGE), 9);
}
END_TEST

START_TEST(a_fork_copies)
{
	struct area shared = area_of("s", BASE + 8 * PAGE, 1);
	struct store *store = store_create(PAGE, false);
	struct shadow *child;

	shared.shared = true;
	ck_assert_ptr_null(shadow_map(shadow, &shared, store, 0));
	map("a", BASE, 4);
	put(shadow, BASE + PAGE, 1);
	ck_assert_ptr_null(shadow_unmap(shadow, BASE, BASE + PAGE));
	ck_assert_ptr_null(shadow_lock(shadow, BASE + PAGE, BASE + 4 * PAGE, true));
	child = shadow_fork(shadow);
	ck_assert_uint_eq(get(child, BASE + PAGE), 1);
	ck_assert(!shadow_find(child, BASE + PAGE)->locked);
	put(shadow, BASE + PAGE, 2);
	put(shadow, shared.start, 3);
	ck_assert_uint_eq(get(child, BASE + PAGE), 1);
	ck_assert_uint_eq(get(child, shared.start), 3);
	shadow_destroy(child);
	ck_assert_uint_eq(store->bytes[0], 3);
	store_release(store);
}
END_TEST

/* A private area of a file begins as the file, and no other area shares its bytes. */
START_TEST(a_private_file)
{
	struct area private = area_of("f", BASE, 1);
	struct store *store = store_create(2 * PAGE, false);

	store->bytes[PAGE] = 5;
	ck_assert_ptr_null(shadow_map(shadow, &private, store, PAGE));
	ck_assert_uint_eq(get(shadow, BASE), 5);
	put(shadow, BASE, 6);
	ck_assert_uint_eq(store->bytes[PAGE], 5);
	store_release(store);
}
END_TEST

START_TEST(a_heap_grows_and_shrinks)
{
	uint64_t end;

	map("heap", BASE, 2);
	put(shadow, BASE + PAGE, 1);
	ck_assert_ptr_null(shadow_resize(shadow, "heap", 4 * PAGE));
	shadow_region(shadow, "heap", &end);
	ck_assert_uint_eq(end, BASE + 4 * PAGE);
	ck_assert_uint_eq(get(shadow, BASE + PAGE), 1);
	ck_assert_uint_eq(get(shadow, BASE + 3 * PAGE), 0);
	ck_assert_uint_eq(shadow_find(shadow, BASE + 3 * PAGE)->base, BASE);
	ck_assert_ptr_null(shadow_resize(shadow, "heap", PAGE));
	ck_assert_ptr_null(shadow_find(shadow, BASE + PAGE));
	/* What comes again is new. */
	ck_assert_ptr_null(shadow_resize(shadow, "heap", 2 * PAGE));
	ck_assert_uint_eq(get(shadow, BASE + PAGE), 0);
	ck_assert_ptr_nonnull(shadow_resize(shadow, "heap", 0));
	ck_assert_ptr_nonnull(shadow_resize(shadow, "none", PAGE));
}
END_TEST

START_TEST(places)
{
	uint64_t low, next, high, above;

	ck_assert(shadow_place(shadow, PAGE, PAGE, false, &low));
	map("a", low, 1);
	ck_assert(shadow_place(shadow, PAGE, PAGE, false, &next));
	ck_assert_uint_gt(next, low + PAGE);
	ck_assert(shadow_place(shadow, PAGE, UINT64_C(4) << 20, false, &next));
	ck_assert_uint_eq(next % (UINT64_C(4) << 20), 0);
	ck_assert(shadow_place(shadow, PAGE, PAGE, true, &high));
	ck_assert_uint_gt(high, UINT64_C(0xb0000000));
	map("heap", next, 1);
	ck_assert(shadow_place(shadow, 4096 * PAGE, PAGE, false, &above));
	ck_assert_uint_gt(above, next + (UINT64_C(256) << 20));
	ck_assert(!shadow_place(shadow, UINT64_C(3) << 30, PAGE, false, &above));
}
END_TEST

START_TEST(on_paper_there_are_no_bytes)
{
	struct shadow *paper = shadow_create(format_find("sv57"), true);
	struct area area = {.start = PAGE, .end = UINT64_C(1) << 55, .rights = rw};

	ck_assert_ptr_null(shadow_map(paper, &area, NULL, 0));
	ck_assert_ptr_null(shadow_bytes(paper, PAGE, 1));
	ck_assert(shadow_allows(paper, PAGE, area.end, ACCESS_STORE));
	shadow_destroy(paper);
}
END_TEST

/* The pattern at an offset does not depend on where it was begun. */
START_TEST(patterns)
{
	uint8_t whole[64], part[64], other[64];

	shadow_pattern(whole, 0, sizeof(whole), 1);
	for (unsigned int offset = 0; offset < 20; offset++) {
		shadow_pattern(part, offset, 40, 1);
		ck_assert_mem_eq(part, whole + offset, 40);
	}
	shadow_pattern(other, 0, sizeof(other), 2);
	ck_assert_mem_ne(whole, other, sizeof(whole));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shadow");
	TCase *tcase = tcase_create("shadow");

	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, a_region_is_zero_and_keeps_what_is_stored);
	tcase_add_test(tcase, regions_do_not_overlap);
	tcase_add_test(tcase, a_hole_in_a_region);
	tcase_add_test(tcase, rights_of_a_part);
	tcase_add_test(tcase, a_fork_copies);
	tcase_add_test(tcase, a_private_file);
	tcase_add_test(tcase, a_heap_grows_and_shrinks);
	tcase_add_test(tcase, places);
	tcase_add_test(tcase, on_paper_there_are_no_bytes);
	tcase_add_test(tcase, patterns);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
