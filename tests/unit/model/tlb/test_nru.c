/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slot of a refill against tlb-2 to tlb-4 of rtl/contract, worked out by hand.
 */
#include <check.h>
#include <stdlib.h>

#include "suite.h"
#include "tlb/nru.h"

#define SLOT(n) (UINT64_C(1) << (n))

static const unsigned int sizes[] = {4, 8, 16, 32, 64};

START_TEST(starts_unused)
{
	struct nru n;

	nru_init(&n, sizes[_i]);
	ck_assert_uint_eq(n.used, 0);
	ck_assert_uint_eq(nru_slot(&n, 0, 0), 0);
}
END_TEST

/* Four slots: the fourth that is touched is the first of the next round. */
START_TEST(four_by_hand)
{
	static const struct {
		unsigned int touched;
		uint64_t used;
		unsigned int slot;
	} steps[] = {
		{0, SLOT(0), 1},
		{2, SLOT(0) | SLOT(2), 1},
		{1, SLOT(0) | SLOT(1) | SLOT(2), 3},
		{1, SLOT(0) | SLOT(1) | SLOT(2), 3},
		{3, SLOT(3), 0},
		{3, SLOT(3), 0},
		{1, SLOT(1) | SLOT(3), 0},
		{0, SLOT(0) | SLOT(1) | SLOT(3), 2},
		{2, SLOT(2), 0},
	};
	struct nru n;

	nru_init(&n, 4);
	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		nru_touch(&n, steps[i].touched, 0);
		ck_assert_msg(n.used == steps[i].used, "step %u: %#llx", i,
			      (unsigned long long)n.used);
		ck_assert_msg(nru_slot(&n, 0, 0) == steps[i].slot, "step %u: %u", i,
			      nru_slot(&n, 0, 0));
	}
}
END_TEST

/* Upwards and downwards: the last one touched clears all others, itself it stays used. */
START_TEST(a_round_of_all)
{
	unsigned int size = sizes[_i];
	struct nru n;

	nru_init(&n, size);
	for (unsigned int slot = 0; slot < size - 1; slot++) {
		nru_touch(&n, slot, 0);
		ck_assert_uint_eq(nru_slot(&n, 0, 0), slot + 1);
	}
	nru_touch(&n, size - 1, 0);
	ck_assert_uint_eq(n.used, SLOT(size - 1));
	ck_assert_uint_eq(nru_slot(&n, 0, 0), 0);
	for (unsigned int slot = size - 1; slot-- > 1;) {
		nru_touch(&n, slot, 0);
		ck_assert_uint_eq(nru_slot(&n, 0, 0), 0);
	}
	nru_touch(&n, 0, 0);
	ck_assert_uint_eq(n.used, SLOT(0));
	ck_assert_uint_eq(nru_slot(&n, 0, 0), 1);
}
END_TEST

/* tlb-2, 1: what is vacant goes before what is not used, and the lowest of it. */
START_TEST(vacant_comes_first)
{
	struct nru n;

	nru_init(&n, 4);
	nru_touch(&n, 2, 0);
	nru_touch(&n, 3, 0);
	ck_assert_uint_eq(nru_slot(&n, SLOT(3), 0), 3);
	ck_assert_uint_eq(nru_slot(&n, SLOT(2) | SLOT(3), 0), 2);
	ck_assert_uint_eq(nru_slot(&n, SLOT(3), SLOT(0) | SLOT(1) | SLOT(2)), 3);
}
END_TEST

/* tlb-2, 2: neither used nor locked. */
START_TEST(locked_is_passed_over)
{
	struct nru n;

	nru_init(&n, 4);
	ck_assert_uint_eq(nru_slot(&n, 0, SLOT(0)), 1);
	ck_assert_uint_eq(nru_slot(&n, 0, SLOT(1)), 0);
	ck_assert_uint_eq(nru_slot(&n, 0, SLOT(0) | SLOT(1)), 2);
	nru_touch(&n, 1, SLOT(0));
	ck_assert_uint_eq(nru_slot(&n, 0, SLOT(0)), 2);
	ck_assert_uint_eq(nru_slot(&n, 0, SLOT(0) | SLOT(2)), 3);
}
END_TEST

/* tlb-3: a locked slot counts as used, whether it was touched or not; touched, it is as any. */
START_TEST(used_or_locked_is_all)
{
	struct nru n;

	nru_init(&n, 4);
	nru_touch(&n, 1, SLOT(0) | SLOT(2));
	ck_assert_uint_eq(n.used, SLOT(1));
	nru_touch(&n, 2, SLOT(0) | SLOT(2));
	ck_assert_uint_eq(n.used, SLOT(1) | SLOT(2));
	nru_touch(&n, 3, SLOT(0) | SLOT(2));
	ck_assert_uint_eq(n.used, SLOT(3));
	nru_touch(&n, 1, SLOT(0) | SLOT(2));
	ck_assert_uint_eq(n.used, SLOT(1));
}
END_TEST

/* tlb-2, 3: one slot is not locked, and it is used. A hit of a locked one makes it unused. */
START_TEST(all_but_one_locked)
{
	unsigned int size = sizes[_i];
	uint64_t all = UINT64_MAX >> (64 - size);
	struct nru n;

	for (unsigned int slot = 0; slot < size; slot++) {
		nru_init(&n, size);
		for (unsigned int round = 0; round < 3; round++) {
			nru_touch(&n, slot, all & ~SLOT(slot));
			ck_assert_uint_eq(n.used, SLOT(slot));
			ck_assert_uint_eq(nru_slot(&n, 0, all & ~SLOT(slot)), slot);
		}
		nru_touch(&n, slot ^ 1, all & ~SLOT(slot));
		ck_assert_uint_eq(n.used, SLOT(slot ^ 1));
		ck_assert_uint_eq(nru_slot(&n, 0, all & ~SLOT(slot)), slot);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("nru");
	TCase *tc = tcase_create("nru");

	suite_add_tcase(suite, tc);
	tcase_add_loop_test(tc, starts_unused, 0, 5);
	tcase_add_test(tc, four_by_hand);
	tcase_add_loop_test(tc, a_round_of_all, 0, 5);
	tcase_add_test(tc, vacant_comes_first);
	tcase_add_test(tc, locked_is_passed_over);
	tcase_add_test(tc, used_or_locked_is_all);
	tcase_add_loop_test(tc, all_but_one_locked, 0, 5);

	return suite_run(suite);
}
