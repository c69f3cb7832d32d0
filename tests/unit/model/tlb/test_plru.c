/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pseudo-LRU against tlb-3 and tlb-4 of rtl/contract, worked out by hand.
 */
#include <check.h>
#include <stdlib.h>

#include "suite.h"
#include "tlb/plru.h"

#define LOCKED(n) (UINT64_C(1) << (n))

static const unsigned int sizes[] = {4, 8, 16, 32, 64};

START_TEST(starts_at_zero)
{
	struct plru p;

	plru_init(&p, sizes[_i]);
	ck_assert_uint_eq(plru_victim(&p, 0), 0);
}
END_TEST

/* Four entries: root 1, lower half below node 2, upper half below node 3. */
START_TEST(four_by_hand)
{
	/* touched, then the victim: 0 sends root up; 2 sends it down to the other of 0; ... */
	static const struct {
		unsigned int touched, victim;
	} steps[] = {{0, 2}, {2, 1}, {1, 3}, {3, 0}, {3, 0}, {0, 2}, {1, 2}, {2, 0}, {0, 3}};
	struct plru p;

	plru_init(&p, 4);
	for (unsigned int i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		plru_touch(&p, steps[i].touched);
		ck_assert_msg(plru_victim(&p, 0) == steps[i].victim, "step %u: %u", i,
			      plru_victim(&p, 0));
	}
}
END_TEST

/* The bits themselves: node n is bit n. */
START_TEST(bits_by_hand)
{
	struct plru p;

	plru_init(&p, 8);
	plru_touch(&p, 0); /* nodes 1, 2, 4 point up */
	ck_assert_uint_eq(p.bits, 1 << 1 | 1 << 2 | 1 << 4);
	plru_touch(&p, 7); /* nodes 1, 3, 7 point down */
	ck_assert_uint_eq(p.bits, 1 << 2 | 1 << 4);
	plru_touch(&p, 5); /* node 1 down, node 3 up, node 6 down */
	ck_assert_uint_eq(p.bits, 1 << 2 | 1 << 4 | 1 << 3);
}
END_TEST

START_TEST(touched_in_order_the_first_is_next)
{
	struct plru p;

	plru_init(&p, sizes[_i]);
	for (unsigned int e = 0; e < sizes[_i]; e++) {
		plru_touch(&p, e);
		ck_assert_uint_ne(plru_victim(&p, 0), e);
	}
	ck_assert_uint_eq(plru_victim(&p, 0), 0);
}
END_TEST

START_TEST(the_last_half_is_spared)
{
	struct plru p;

	plru_init(&p, sizes[_i]);
	plru_touch(&p, sizes[_i] - 1);
	ck_assert_uint_eq(plru_victim(&p, 0), 0);
	plru_touch(&p, 0);
	ck_assert_uint_eq(plru_victim(&p, 0), sizes[_i] / 2);
}
END_TEST

START_TEST(never_into_a_locked_half)
{
	struct plru p;

	plru_init(&p, 4); /* all bits 0: 0 is next */
	ck_assert_uint_eq(plru_victim(&p, LOCKED(0)), 1);
	ck_assert_uint_eq(plru_victim(&p, LOCKED(1)), 0);
	ck_assert_uint_eq(plru_victim(&p, LOCKED(0) | LOCKED(1)), 2);
	ck_assert_uint_eq(plru_victim(&p, LOCKED(0) | LOCKED(1) | LOCKED(2)), 3);

	plru_touch(&p, 0); /* root up, node 2 up */
	ck_assert_uint_eq(plru_victim(&p, 0), 2);
	ck_assert_uint_eq(plru_victim(&p, LOCKED(2)), 3);
	ck_assert_uint_eq(plru_victim(&p, LOCKED(2) | LOCKED(3)), 1);
	ck_assert_uint_eq(plru_victim(&p, LOCKED(1) | LOCKED(2) | LOCKED(3)), 0);
}
END_TEST

START_TEST(all_but_one_locked)
{
	unsigned int n = sizes[_i];
	uint64_t all = UINT64_MAX >> (64 - n);
	struct plru p;

	plru_init(&p, n);
	for (unsigned int e = 0; e < n; e++) {
		plru_touch(&p, e); /* the bits point away from it */
		ck_assert_uint_eq(plru_victim(&p, all & ~LOCKED(e)), e);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plru");
	TCase *tc = tcase_create("plru");

	suite_add_tcase(suite, tc);
	tcase_add_loop_test(tc, starts_at_zero, 0, 5);
	tcase_add_test(tc, four_by_hand);
	tcase_add_test(tc, bits_by_hand);
	tcase_add_loop_test(tc, touched_in_order_the_first_is_next, 0, 5);
	tcase_add_loop_test(tc, the_last_half_is_spared, 0, 5);
	tcase_add_test(tc, never_into_a_locked_half);
	tcase_add_loop_test(tc, all_but_one_locked, 0, 5);

	return suite_run(suite);
}
