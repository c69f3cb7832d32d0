/* SPDX-License-Identifier: Apache-2.0 */
/* A machine's RAM as page-table memory. */
#include <check.h>
#include <string.h>

#include "memory/image.h"
#include "suite.h"

#define PPN   UINT64_C(0x80000)
#define PAGES 3u
#define BASE  (PPN << 12)
#define END   (BASE + PAGES * 4096)

static struct image *image;
static unsigned char ram[PAGES * 4096];
static unsigned int calls;

static void begin(void)
{
	image = image_create();
	ck_assert_ptr_nonnull(image);
	memset(ram, 0, sizeof(ram));
	ck_assert(image_ram(image, PPN, PAGES, ram));
	calls = 0;
}

static void end(void)
{
	image_destroy(image);
	image = NULL;
}

static void expect(uint64_t pa, unsigned int bytes, uint64_t expected)
{
	uint64_t value = 1;

	ck_assert(image_read(image, pa, bytes, &value));
	ck_assert_uint_eq(value, expected);
}

static void expect_none(uint64_t pa)
{
	uint64_t value = 1;

	ck_assert(!image_read(image, pa, 8, &value));
	ck_assert_uint_eq(value, 0);
	ck_assert(!image_write(image, pa, 8, 1));
}

START_TEST(its_bytes_are_read)
{
	ram[0] = 0x11;
	ram[0x1004] = 0x22;
	ram[sizeof(ram) - 1] = 0x33;
	expect(BASE, 8, 0x11);
	expect(BASE + 0x1000, 8, UINT64_C(0x22) << 32);
	expect(BASE + 0x1004, 4, 0x22);
	expect(END - 8, 8, UINT64_C(0x33) << 56);
}
END_TEST

START_TEST(it_has_ends)
{
	expect_none(BASE - 8);
	expect_none(END);
}
END_TEST

START_TEST(what_is_written_is_in_it)
{
	const uint64_t ptes[] = {5, 6};

	ck_assert(image_write(image, BASE + 8, 8, 0x1122334455667788));
	ck_assert_uint_eq(ram[8], 0x88);
	ck_assert_uint_eq(ram[15], 0x11);
	ck_assert(image_update(image, BASE + 12, 4, 0xff));
	ck_assert_uint_eq(ram[12], 0xff);
	ck_assert_uint_eq(ram[15], 0);
	memset(ram + 4096, 0xee, 4096);
	ck_assert(image_page(image, PPN + 1, ptes, 2, 8));
	ck_assert_uint_eq(ram[4096], 5);
	ck_assert_uint_eq(ram[4096 + 8], 6);
	ck_assert_uint_eq(ram[4096 + 16], 0);
	ck_assert_uint_eq(ram[8191], 0);
	ck_assert_uint_eq(ram[8192], 0);
}
END_TEST

/* Of entries of 4 bytes no more is written than those. */
START_TEST(a_page_full_of_entries)
{
	uint64_t ptes[1024];

	for (unsigned int i = 0; i < 1024; i++)
		ptes[i] = UINT64_C(0xff00000001);
	ck_assert(image_page(image, PPN, ptes, 1024, 4));
	ck_assert_uint_eq(ram[4092], 1);
	ck_assert_uint_eq(ram[4096], 0);
}
END_TEST

START_TEST(it_cannot_be_dropped)
{
	ram[0] = 7;
	image_drop(image, PPN);
	expect(BASE, 8, 7);
}
END_TEST

START_TEST(reset_forgets_it)
{
	image_reset(image);
	expect_none(BASE);
	ck_assert(image_ram(image, PPN + 1, 1, ram));
	expect_none(BASE);
	expect(BASE + 0x1000, 8, 0);
	expect_none(BASE + 0x2000);
}
END_TEST

START_TEST(another_ram_takes_its_place)
{
	static unsigned char other[4096] = {9};

	expect(BASE, 8, 0);
	ck_assert(image_ram(image, PPN, 1, other));
	expect(BASE, 8, 9);
	expect_none(BASE + 0x1000);
}
END_TEST

START_TEST(pages_beside_it)
{
	const uint64_t pte = 4;

	ck_assert(image_page(image, PPN - 1, &pte, 1, 8));
	ck_assert(image_page(image, PPN + PAGES, &pte, 1, 8));
	expect(BASE - 4096, 8, 4);
	expect(END, 8, 4);
	expect(BASE, 8, 0);
	expect(END - 8, 8, 0);
	image_drop(image, PPN - 1);
	expect_none(BASE - 4096);
}
END_TEST

/* Since then: the parts of these words, and no others. */
static void changed(uint64_t before, uint64_t parts)
{
	ck_assert(image_generation(image) != before);
	for (uint64_t rest = parts; rest; rest &= rest - 1)
		ck_assert(image_changed(image, rest & -rest, before));
	ck_assert(!image_changed(image, ~parts, before));
}

/* A page counts when it was read, by whomever: here by hardware's update, a read, and a write. */
START_TEST(what_is_stored_where_it_was_read_counts)
{
	uint64_t before;

	if (_i == 0)
		expect(BASE + 0x1ff8, 8, 0);
	else if (_i == 1)
		ck_assert(image_update(image, BASE + 0x1000, 8, 1));
	else
		ck_assert(image_write(image, BASE + 0x1000, 8, 1));
	before = image_generation(image);
	image_stored(image, BASE + 0x1017, 1);
	changed(before, image_part(BASE + 0x1010));
	before = image_generation(image);
	image_stored(image, BASE + 0x1ff8, 8);
	changed(before, image_part(BASE + 0x1ff8));
}
END_TEST

START_TEST(two_words_at_once)
{
	uint64_t before;

	expect(BASE, 8, 0);
	before = image_generation(image);
	image_stored(image, BASE + 0xf, 2);
	changed(before, image_part(BASE + 8) | image_part(BASE + 0x10));
}
END_TEST

START_TEST(what_nobody_has_read_counts_not)
{
	uint64_t before;

	expect(BASE + 0x1000, 8, 0);
	before = image_generation(image);
	image_stored(image, BASE, 8);
	image_stored(image, END - 8, 8);
	ck_assert_uint_eq(image_generation(image), before);
}
END_TEST

START_TEST(a_new_ram_changes_all)
{
	uint64_t before = image_generation(image);

	ck_assert(image_ram(image, PPN, PAGES, ram));
	for (unsigned int i = 0; i < 64; i++)
		ck_assert(image_changed(image, UINT64_C(1) << i, before));
	before = image_generation(image);
	image_stored(image, BASE, 8);
	ck_assert_uint_eq(image_generation(image), before);
}
END_TEST

static void saw(void *opaque, uint64_t pa, unsigned int bytes, uint64_t value)
{
	(void)opaque;
	ck_assert_uint_eq(pa, BASE + 8);
	ck_assert_uint_eq(bytes, 8);
	ck_assert_uint_eq(value, 3);
	calls++;
}

/* A watcher sees what goes through the image, not what the caller does to its own bytes. */
START_TEST(watched)
{
	image_watch(image, saw, NULL);
	ck_assert(image_write(image, BASE + 8, 8, 3));
	image_stored(image, BASE + 8, 8);
	ck_assert(image_update(image, BASE + 8, 8, 4));
	ck_assert_uint_eq(calls, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("image_ram");
	TCase *tcase = tcase_create("image_ram");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, its_bytes_are_read);
	tcase_add_test(tcase, it_has_ends);
	tcase_add_test(tcase, what_is_written_is_in_it);
	tcase_add_test(tcase, a_page_full_of_entries);
	tcase_add_test(tcase, it_cannot_be_dropped);
	tcase_add_test(tcase, reset_forgets_it);
	tcase_add_test(tcase, another_ram_takes_its_place);
	tcase_add_test(tcase, pages_beside_it);
	tcase_add_loop_test(tcase, what_is_stored_where_it_was_read_counts, 0, 3);
	tcase_add_test(tcase, two_words_at_once);
	tcase_add_test(tcase, what_nobody_has_read_counts_not);
	tcase_add_test(tcase, a_new_ram_changes_all);
	tcase_add_test(tcase, watched);

	return suite_run(suite);
}
