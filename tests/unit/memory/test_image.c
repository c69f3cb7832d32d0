/* SPDX-License-Identifier: Apache-2.0 */
/* The page-table memory and its past. */
#include <check.h>

#include "memory/image.h"
#include "suite.h"

static struct image *image;

static void begin(void)
{
	image = image_create();
	ck_assert_ptr_nonnull(image);
}

static void end(void)
{
	image_destroy(image);
	image = NULL; /* so that what is lost is seen */
}

static void expect(uint64_t pa, unsigned int bytes, uint64_t expected)
{
	uint64_t value = 1;

	ck_assert(image_read(image, pa, bytes, &value));
	ck_assert_uint_eq(value, expected);
}

START_TEST(nothing_exists_at_first)
{
	uint64_t value;

	ck_assert(!image_read(image, 0x80000000, 8, &value));
	ck_assert(!image_write(image, 0x80000000, 8, 1));
}
END_TEST

START_TEST(a_page_holds_its_ptes_and_zeros)
{
	const uint64_t ptes[] = {0x1122334455667788, 2};

	ck_assert(image_page(image, 0x80000, ptes, 2, 8));
	expect(0x80000000, 8, 0x1122334455667788);
	expect(0x80000000, 4, 0x55667788);
	expect(0x80000004, 4, 0x11223344);
	expect(0x80000008, 8, 2);
	expect(0x80000ff8, 8, 0);
}
END_TEST

START_TEST(a_page_of_4_byte_ptes)
{
	const uint64_t ptes[] = {0x55667788, 0xffffffff, 3};

	ck_assert(image_page(image, 0x3fffff, ptes, 3, 4));
	expect(0x3fffff000, 4, 0x55667788);
	expect(0x3fffff004, 4, 0xffffffff);
	expect(0x3fffff008, 4, 3);
	expect(0x3fffffffc, 4, 0);
}
END_TEST

START_TEST(a_page_given_again_is_replaced_whole)
{
	const uint64_t ptes[] = {1, 2};

	image_page(image, 1, ptes, 2, 8);
	image_page(image, 1, ptes, 1, 8);
	expect(0x1000, 8, 1);
	expect(0x1008, 8, 0);
}
END_TEST

START_TEST(a_dropped_page_is_gone)
{
	const uint64_t pte = 1;
	uint64_t value;

	image_page(image, 1, &pte, 1, 8);
	image_drop(image, 1);
	ck_assert(!image_read(image, 0x1000, 8, &value));
	ck_assert_uint_eq(value, 0);
	ck_assert(!image_write(image, 0x1000, 8, 1));
	image_drop(image, 1);
	image_drop(image, 77);
	ck_assert(image_page(image, 1, &pte, 0, 8));
	expect(0x1000, 8, 0);
}
END_TEST

START_TEST(a_write_changes_its_bytes_only)
{
	const uint64_t ptes[] = {0x1111111122222222, 7};

	image_page(image, 1, ptes, 2, 8);
	ck_assert(image_write(image, 0x1004, 4, 0x33333333));
	expect(0x1000, 8, 0x3333333322222222);
	expect(0x1008, 8, 7);
}
END_TEST

START_TEST(entries_that_do_not_fit_are_left_out)
{
	static uint64_t ptes[1025];

	for (unsigned int i = 0; i < 1025; i++)
		ptes[i] = i + 1;
	ck_assert(image_page(image, 1, ptes, 1025, 4));
	ck_assert(image_page(image, 2, ptes, 513, 8));
	expect(0x1ffc, 4, 1024);
	expect(0x2ff8, 8, 512);
}
END_TEST

/* Found again and again, in any order, and gone after a reset. */
START_TEST(many_pages)
{
	for (uint64_t n = 0; n < 1000; n++)
		ck_assert(image_page(image, n * 7919, &n, 1, 8));
	for (uint64_t n = 1000; n-- > 0;)
		expect(n * 7919 << 12, 8, n);
	image_reset(image);
	for (uint64_t n = 0; n < 1000; n++) {
		uint64_t value;

		ck_assert(!image_read(image, n * 7919 << 12, 8, &value));
	}
}
END_TEST

/* What software stores is told, and what hardware does is not. */
static struct seen {
	uint64_t pa, value;
	unsigned int bytes;
} seen[8];
static unsigned int n_seen;

static void saw(void *opaque, uint64_t pa, unsigned int bytes, uint64_t value)
{
	ck_assert_ptr_eq(opaque, &n_seen);
	ck_assert_uint_lt(n_seen, 8);
	seen[n_seen++] = (struct seen){pa, value, bytes};
}

static void sees(unsigned int n, uint64_t pa, unsigned int bytes, uint64_t value)
{
	ck_assert_uint_gt(n_seen, n);
	ck_assert_uint_eq(seen[n].pa, pa);
	ck_assert_uint_eq(seen[n].bytes, bytes);
	ck_assert_uint_eq(seen[n].value, value);
}

START_TEST(watched)
{
	const uint64_t ptes[] = {5, 0, 7};

	n_seen = 0;
	ck_assert(image_page(image, 1, ptes, 3, 8));
	ck_assert_uint_eq(n_seen, 0);
	image_watch(image, saw, &n_seen);
	ck_assert(image_page(image, 2, ptes, 3, 4));
	ck_assert(image_write(image, 0x2004, 4, 9));
	ck_assert(image_update(image, 0x2004, 4, 10));
	ck_assert(!image_write(image, 0x3000, 4, 9));
	ck_assert_uint_eq(n_seen, 4);
	sees(0, 0x2000, 0, 0);
	sees(1, 0x2000, 4, 5);
	sees(2, 0x2008, 4, 7);
	sees(3, 0x2004, 4, 9);
	expect(0x2004, 4, 10);
	image_watch(image, NULL, NULL);
	ck_assert(image_write(image, 0x2004, 4, 9));
	ck_assert_uint_eq(n_seen, 4);
}
END_TEST

/* Of changes one after the other no two leave the same number. */
START_TEST(generations_never_come_back)
{
	uint64_t seen_before[24];
	unsigned int n = 0;

	for (uint64_t round = 0; round < 4; round++) {
		seen_before[n++] = image_generation(image);
		image_page(image, 1, &round, 1, 8);
		seen_before[n++] = image_generation(image);
		image_write(image, 0x1000, 8, round + 100);
		seen_before[n++] = image_generation(image);
		image_update(image, 0x1000, 8, round + 200);
		seen_before[n++] = image_generation(image);
		image_drop(image, 1);
		seen_before[n++] = image_generation(image);
		image_page(image, 2, &round, 1, 8);
		seen_before[n++] = image_generation(image);
		image_reset(image);
	}
	for (unsigned int i = 0; i < n; i++)
		for (unsigned int j = 0; j < i; j++)
			ck_assert_uint_ne(seen_before[i], seen_before[j]);
}
END_TEST

START_TEST(none)
{
	image_destroy(NULL);
}
END_TEST

START_TEST(every_change_is_a_new_generation)
{
	const uint64_t pte = 10;
	uint64_t before = image_generation(image);

	image_page(image, 1, &pte, 1, 8);
	ck_assert_uint_ne(image_generation(image), before);
	before = image_generation(image);
	image_write(image, 0x1000, 8, 1);
	ck_assert_uint_ne(image_generation(image), before);
	before = image_generation(image);
	image_drop(image, 1);
	ck_assert_uint_ne(image_generation(image), before);
	before = image_generation(image);
	image_reset(image);
	ck_assert_uint_ne(image_generation(image), before);
}
END_TEST

/* Since then: these parts, no others; and nothing since now. */
static void changed_since(uint64_t generation, uint64_t parts)
{
	ck_assert(image_changed(image, parts, generation));
	ck_assert(!image_changed(image, ~parts, generation));
	for (uint64_t rest = parts; rest; rest &= rest - 1)
		ck_assert(image_changed(image, rest & -rest, generation));
	ck_assert(!image_changed(image, UINT64_MAX, image_generation(image)));
	ck_assert(!image_changed(image, 0, 0));
}

START_TEST(a_word_changes_its_part)
{
	const uint64_t pte = 1;

	for (uint64_t ppn = 1; ppn < 5; ppn++) {
		image_page(image, ppn, &pte, 1, 8);
		for (uint64_t pa = ppn << 12; pa < (ppn + 1) << 12; pa += 24) {
			uint64_t before = image_generation(image);

			ck_assert_uint_eq(image_part(pa), image_part(pa + 4));
			ck_assert(image_write(image, pa, 8, 5));
			changed_since(before, image_part(pa));
			before = image_generation(image);
			ck_assert(image_update(image, pa + 4, 4, 5));
			changed_since(before, image_part(pa));
		}
	}
}
END_TEST

START_TEST(more_changes_than_one)
{
	const uint64_t pte = 1;
	uint64_t before, between;

	image_page(image, 1, &pte, 1, 8);
	before = image_generation(image);
	ck_assert(image_write(image, 0x1000, 8, 5));
	between = image_generation(image);
	ck_assert(image_write(image, 0x1008, 8, 5));
	changed_since(before, image_part(0x1000) | image_part(0x1008));
	changed_since(between, image_part(0x1008));
	/* A part is some words, not all. */
	ck_assert_uint_ne(image_part(0x1000), image_part(0x1008));
	ck_assert_uint_ne(image_part(0x1000), image_part(0x2000));
}
END_TEST

START_TEST(a_page_changes_all_parts)
{
	const uint64_t pte = 1;
	uint64_t before = image_generation(image);

	image_page(image, 1, &pte, 1, 8);
	changed_since(before, UINT64_MAX);
	before = image_generation(image);
	image_drop(image, 1);
	changed_since(before, UINT64_MAX);
	before = image_generation(image);
	image_reset(image);
	changed_since(before, UINT64_MAX);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("image");
	TCase *tcase = tcase_create("image");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, nothing_exists_at_first);
	tcase_add_test(tcase, a_page_holds_its_ptes_and_zeros);
	tcase_add_test(tcase, a_page_of_4_byte_ptes);
	tcase_add_test(tcase, a_page_given_again_is_replaced_whole);
	tcase_add_test(tcase, a_dropped_page_is_gone);
	tcase_add_test(tcase, a_write_changes_its_bytes_only);
	tcase_add_test(tcase, entries_that_do_not_fit_are_left_out);
	tcase_add_test(tcase, many_pages);
	tcase_add_test(tcase, watched);
	tcase_add_test(tcase, generations_never_come_back);
	tcase_add_test(tcase, none);
	tcase_add_test(tcase, every_change_is_a_new_generation);
	tcase_add_test(tcase, a_word_changes_its_part);
	tcase_add_test(tcase, more_changes_than_one);
	tcase_add_test(tcase, a_page_changes_all_parts);
	return suite_run(suite);
}
