/* SPDX-License-Identifier: Apache-2.0 */
/* The page-table memory and its past. */
#include <check.h>

#include "image.h"
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
	ck_assert(image_drop(image, 1));
	ck_assert(!image_read(image, 0x1000, 8, &value));
	ck_assert(image_drop(image, 1));
	ck_assert(image_drop(image, 77));
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

START_TEST(history_newest_first)
{
	const uint64_t pte = 10;
	struct image_past past[8];

	image_set_time(image, 5);
	image_page(image, 1, &pte, 1, 8);
	image_set_time(image, 6);
	image_write(image, 0x1000, 8, 11);
	image_write(image, 0x1008, 8, 99); /* another PTE's past is not ours */
	image_set_time(image, 9);
	image_drop(image, 1);
	ck_assert_uint_eq(image_history(image, 0x1000, 8, 0, past, 8), 3);
	ck_assert_uint_eq(past[0].until, 9);
	ck_assert(past[0].exists);
	ck_assert_uint_eq(past[0].value, 11);
	ck_assert_uint_eq(past[1].until, 6);
	ck_assert_uint_eq(past[1].value, 10);
	ck_assert_uint_eq(past[2].until, 5);
	ck_assert(!past[2].exists);
}
END_TEST

START_TEST(history_since_and_at_most)
{
	const uint64_t pte = 10;
	struct image_past past[8];

	image_page(image, 1, &pte, 1, 8);
	for (unsigned int i = 1; i <= 5; i++) {
		image_set_time(image, i);
		image_write(image, 0x1000, 8, i);
	}
	ck_assert_uint_eq(image_history(image, 0x1000, 8, 3, past, 8), 2);
	ck_assert_uint_eq(past[0].value, 4);
	ck_assert_uint_eq(past[1].value, 3);
	ck_assert_uint_eq(image_history(image, 0x1000, 8, 0, past, 2), 2);
	ck_assert_uint_eq(past[1].value, 3);
}
END_TEST

START_TEST(history_of_half_a_word)
{
	const uint64_t ptes[] = {1, 2};
	struct image_past past[8];

	image_page(image, 1, ptes, 2, 4);
	image_set_time(image, 2);
	image_write(image, 0x1004, 4, 3);
	ck_assert_uint_eq(image_history(image, 0x1004, 4, 1, past, 8), 1);
	ck_assert_uint_eq(past[0].value, 2);
}
END_TEST

START_TEST(what_is_forgotten_makes_room)
{
	const uint64_t pte = 10;
	struct image_past past[8];

	image_page(image, 1, &pte, 1, 8);
	image_set_time(image, 4);
	image_write(image, 0x1000, 8, 1);
	image_forget_before(image, 4);
	image_set_time(image, 5);
	image_write(image, 0x1000, 8, 2);
	ck_assert_uint_eq(image_history(image, 0x1000, 8, 0, past, 8), 1);
	ck_assert_uint_eq(past[0].value, 1);
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
	tcase_add_test(tcase, history_newest_first);
	tcase_add_test(tcase, history_since_and_at_most);
	tcase_add_test(tcase, history_of_half_a_word);
	tcase_add_test(tcase, what_is_forgotten_makes_room);
	tcase_add_test(tcase, every_change_is_a_new_generation);
	return suite_run(suite);
}
