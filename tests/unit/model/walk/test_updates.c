/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entries that a walk must mark, against walk-4 of rtl/contract: from the root on, the leaf
 * last.
 */
#include <check.h>
#include <stdlib.h>

#include "suite.h"
#include "walk/updates.h"

static struct update update_of(unsigned int level)
{
	return (struct update){.addr = 0x1000 * level + 8, .pte = level, .marked = level | 0x20};
}

static void note(struct updates *u, unsigned int level)
{
	struct update update = update_of(level);

	updates_note(u, level, &update);
}

static void expect_next(const struct updates *u, unsigned int level)
{
	ck_assert_uint_eq(updates_next(u)->addr, 0x1000 * level + 8);
	ck_assert_uint_eq(updates_next(u)->pte, level);
	ck_assert_uint_eq(updates_next(u)->marked, level | 0x20);
}

START_TEST(none)
{
	struct updates u;

	updates_clear(&u);
	ck_assert(!updates_any(&u));
}
END_TEST

/* Every set of five levels, noted as a walk reads them: the highest first. */
START_TEST(in_order)
{
	struct updates u;

	updates_clear(&u);
	for (unsigned int level = 5; level-- > 0;)
		if (_i >> level & 1)
			note(&u, level);
	for (unsigned int level = 5; level-- > 0;) {
		unsigned int left = (unsigned int)_i & ((2u << level) - 1);

		if (!(_i >> level & 1))
			continue;
		ck_assert(updates_any(&u));
		ck_assert_int_eq(updates_one(&u), left == 1u << level);
		expect_next(&u, level);
		updates_done(&u);
	}
	ck_assert(!updates_any(&u));
}
END_TEST

START_TEST(forgotten)
{
	struct updates u;

	updates_clear(&u);
	note(&u, 4);
	note(&u, 0);
	updates_clear(&u);
	ck_assert(!updates_any(&u));
	note(&u, 1);
	ck_assert(updates_one(&u));
	expect_next(&u, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("updates");
	TCase *tc = tcase_create("updates");

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, none);
	tcase_add_loop_test(tc, in_order, 1, 32);
	tcase_add_test(tc, forgotten);

	return suite_run(suite);
}
