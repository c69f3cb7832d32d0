/* SPDX-License-Identifier: Apache-2.0 */
/* What judges where there is no memory: linked with --wrap for malloc, calloc and realloc. */
#include <check.h>
#include <stdlib.h>

#include "fills_fixture.h"
#include "suite.h"

static unsigned int left; /* allocations until one fails; 0: none does */

static bool fails(void)
{
	return left && !--left;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

static void enough(void)
{
	left = 0;
	end();
}

START_TEST(no_image)
{
	left = 1;
	ck_assert_ptr_null(image_create());
}
END_TEST

START_TEST(no_scoreboard)
{
	const struct mmu_config config = {.counter_bits = 32};
	struct scoreboard *made;
	unsigned int n = 0;

	do {
		left = ++n;
		made = scoreboard_create(monitor, image, &config);
		left = 0;
	} while (!made);
	/* The scoreboard, its fills and its judge. */
	ck_assert_uint_eq(n, 4);
	scoreboard_destroy(made);
}
END_TEST

START_TEST(no_monitor)
{
	const struct mmu_config config = {.counter_bits = 32};

	left = 1;
	ck_assert_ptr_null(monitor_create(&config));
}
END_TEST

/* A page is there, or it is not and nothing has changed; until the next try. */
START_TEST(no_page)
{
	unsigned int failures = 0;
	uint64_t value;

	for (uint64_t n = 0; n < 400; n++) {
		uint64_t ppn = 0x1000 + n, generation = image_generation(image);

		for (unsigned int first = 1;; first++) {
			left = first;
			if (image_page(image, ppn, &ppn, 1, 8))
				break;
			failures++;
			ck_assert(!image_read(image, ppn << 12, 8, &value));
			ck_assert_uint_eq(image_generation(image), generation);
		}
		left = 0;
		for (uint64_t m = 0; m <= n; m += 1 + n / 10) {
			ck_assert(image_read(image, (0x1000 + m) << 12, 8, &value));
			ck_assert_uint_eq(value, 0x1000 + m);
		}
	}
	/* More than the page itself: the buckets of the table, too. */
	ck_assert_uint_gt(failures, 400);
}
END_TEST

START_TEST(no_room_for_a_fill)
{
	ask(0, false);
	walk(LEAF(0));
	show_answer(0x90000000, 0);
	left = 1;
	ck_assert_str_eq(cycle(), "out of memory");
	ck_assert_int_eq(scoreboard_verdict(board).kind, VERDICT_OUT_OF_MEMORY);
}
END_TEST

START_TEST(no_room_for_more_fills)
{
	for (uint64_t n = 4; n < 68; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	make_page(68);
	ask(UINT64_C(68) << 12, false);
	walk(LEAF(68));
	show_answer((UINT64_C(0x90000) + 68) << 12, 0);
	left = 1;
	ck_assert_str_eq(cycle(), "out of memory");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge_memory");
	TCase *tcase = tcase_create("judge_memory");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, enough);
	tcase_add_test(tcase, no_image);
	tcase_add_test(tcase, no_scoreboard);
	tcase_add_test(tcase, no_monitor);
	tcase_add_test(tcase, no_page);
	tcase_add_test(tcase, no_room_for_a_fill);
	tcase_add_test(tcase, no_room_for_more_fills);
	return suite_run(suite);
}
