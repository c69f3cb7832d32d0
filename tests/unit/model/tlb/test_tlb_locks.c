/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a TLB locks, and how that bears on its slots: tlb-5, tlb-2, tlb-3 of rtl/contract. {1 3} in
 * a comment: slots 1 and 3 are used, by tlb-3.
 */
#include <check.h>

#include "suite.h"
#include "tlb_fixture.h"

/* Pages 0x200 to 0x3ff. */
static void fill_superpage(uint64_t access)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(0x200)), LEAF, 21, access);
}

static void drop_superpage(void)
{
	fence(word_of(MODE_SV39, ASID, PAGE(0x200)), CARE_PAGE);
}

/* tlb-2. */
START_TEST(locked_is_no_victim)
{
	fill_locked(0);
	fill_locked(1);
	fill(2);
	fill(3); /* {3} */
	fill(4);
	ck_assert_uint_eq(slot(4), 2); /* {2}, for 0 and 1 are locked */
	fill(5);
	ck_assert_uint_eq(slot(5), 3); /* {3} */
	fill(6);
	ck_assert_uint_eq(slot(6), 2);
	ck_assert_uint_eq(slot(0), 0);
	ck_assert_uint_eq(slot(1), 1);
}
END_TEST

/* tlb-5, tlb-2: three may be locked; the fourth is as any, and everything goes into its slot. */
START_TEST(last_is_not_locked)
{
	for (unsigned int page = 0; page < 4; page++)
		fill_locked(page);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
	fill(4);
	ck_assert_uint_eq(slot(3), NOBODY);
	ck_assert_uint_eq(slot(4), 3);
	fill_locked(5);
	ck_assert_uint_eq(slot(5), 3);
	fill(6);
	ck_assert_uint_eq(slot(6), 3);
	touch(1); /* {1}: 3 is not used */
	fill(7);
	ck_assert_uint_eq(slot(7), 3);
	for (unsigned int page = 0; page < 3; page++)
		ck_assert_uint_eq(slot(page), page);
	/* one less: another may be */
	fence(word_of(MODE_SV39, ASID, PAGE(1)), CARE_PAGE);
	fill_locked(8);
	for (unsigned int page = 9; page < 12; page++) {
		fill(page);
		ck_assert_uint_eq(slot(page), 3);
	}
	ck_assert_uint_eq(slot(8), 1);
}
END_TEST

/* tlb-5: what was locked and is gone does not count among the others. */
START_TEST(vacant_is_not_locked)
{
	fill(0);
	for (unsigned int page = 1; page < 4; page++)
		fill_locked(page); /* {3} */
	fault(word_of(MODE_SV39, ASID, PAGE(0)));
	fault(word_of(MODE_SV39, ASID, PAGE(3)));
	fill_locked(4);
	ck_assert_uint_eq(slot(4), 0); /* {0}, for 1 and 2 are locked, and 3 was used */
	for (unsigned int page = 5; page < 8; page++) {
		fill(page);
		ck_assert_uint_eq(slot(page), 3);
	}
	ck_assert_uint_eq(slot(4), 0);
}
END_TEST

/* tlb-5: of the last slot that is not locked, too, an overlap locks the entry; asked for or not. */
START_TEST(last_is_locked_by_overlap)
{
	fill_locked(0x200);
	fill_locked(1);
	fill_locked(2);
	fill(3);
	fill_superpage(_i ? ACCESS_LOCKS : 0);
	ck_assert_uint_eq(slot(0x200), 3);
	ck_assert_uint_eq(slot(3), NOBODY);
	/* now 0 is the last */
	fill_locked(4);
	ck_assert_uint_eq(slot(4), 0);
	for (unsigned int page = 5; page < 8; page++) {
		fill(page);
		ck_assert_uint_eq(slot(page), 0);
	}
	ck_assert_uint_eq(slot(1), 1);
	ck_assert_uint_eq(slot(2), 2);
	ck_assert_uint_eq(slot(0x3ff), 3);
}
END_TEST

/* tlb-5: an overlap locks the new entry, which is in another slot, and not what comes into its own.
 */
START_TEST(locked_stays_locked_by_overlap)
{
	fill(0x201);
	fill_locked(0x202);
	fill_superpage(0); /* over both, in 2: {0 1 2} */
	ck_assert_uint_eq(slot(0x202), 2);
	fill(1);
	ck_assert_uint_eq(slot(1), 0);
	fill(2);
	ck_assert_uint_eq(slot(2), 1);
	fill(3);
	ck_assert_uint_eq(slot(3), 3); /* {3} */
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0 3} */
	fill(5);
	ck_assert_uint_eq(slot(5), 1); /* all but 2, which is locked: {1} */
	fill(6);
	ck_assert_uint_eq(slot(6), 0);
	ck_assert_uint_eq(slot(0x202), 2); /* {0 1} */
	/* a fence takes it, and its successor is as free as any */
	drop_superpage();
	ck_assert_uint_eq(slot(0x202), NOBODY);
	fill(0x202);
	ck_assert_uint_eq(slot(0x202), 2); /* {0 1 2} */
	fill(7);
	ck_assert_uint_eq(slot(7), 3); /* {3} */
	for (unsigned int page = 8; page < 11; page++)
		fill(page);
	ck_assert_uint_eq(slot(10), 2);
	ck_assert_uint_eq(slot(0x202), NOBODY);
}
END_TEST

/* tlb-5: a walk over what is not locked locks nothing. */
START_TEST(free_stays_free_by_overlap)
{
	fill(1);
	fill(1); /* in 1 */
	for (unsigned int page = 1001; page <= 1003; page++)
		fill(page); /* in 0, 2, 3: {3} */
	fill(1004);
	ck_assert_uint_eq(slot(1004), 0);
	ck_assert_uint_eq(slot(1), 1);
	fill(1005);
	ck_assert_uint_eq(slot(1005), 1);
	ck_assert_uint_eq(slot(1), NOBODY);
}
END_TEST

/*
 * tlb-3: a refill that overlaps a locked entry touches while that one is locked. Slot 0 is locked,
 * {1 3}; the superpage takes 2, and makes all used or locked: {2}.
 */
START_TEST(refill_touches_by_what_was_locked)
{
	fill_locked(0x200);
	for (unsigned int page = 1; page < 4; page++)
		fill(page); /* {3} */
	touch(1);
	fill_superpage(0);
	ck_assert_uint_eq(slot(0x200), 2); /* {2} */
	drop_superpage();
	touch(1); /* {1 2} */
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0 1 2} */
	fill(5);
	ck_assert_uint_eq(slot(5), 2); /* {0 1 2} */
	fill(6);
	ck_assert_uint_eq(slot(6), 3);
}
END_TEST

/*
 * tlb-1, tlb-3: a hit under the fault of the other port's walk is before the drop. Slot 0 is
 * locked, {1 3}; so the hit of 2 makes all used or locked: {2}. Then 0 is vacant.
 */
START_TEST(hit_touches_by_what_was_locked)
{
	fill_locked(0);
	for (unsigned int page = 1; page < 4; page++)
		fill(page); /* {3} */
	touch(1);
	show_fault(word_of(MODE_SV39, ASID, PAGE(0)));
	touch(2);
	clear_fault();
	ck_assert_uint_eq(slot(0), NOBODY);
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0 2} */
	fill(5);
	ck_assert_uint_eq(slot(5), 1); /* {0 1 2} */
	fill(6);
	ck_assert_uint_eq(slot(6), 3);
}
END_TEST

/* The largest: 63 are locked, and not the 64th. */
START_TEST(all_locks_of_the_largest)
{
	kernel_finish(&k);
	start(TLB_MAX_ENTRIES);
	for (unsigned int page = 0; page < 64; page++)
		fill_locked(page);
	fill(64);
	ck_assert_uint_eq(slot(64), 63);
	fill(65);
	ck_assert_uint_eq(slot(65), 63);
	for (unsigned int page = 0; page < 63; page++)
		ck_assert_uint_eq(slot(page), page);
	ck_assert_uint_eq(slot(63), NOBODY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tlb_locks");
	TCase *tc = tcase_create("tlb_locks");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, locked_is_no_victim);
	tcase_add_test(tc, last_is_not_locked);
	tcase_add_test(tc, vacant_is_not_locked);
	tcase_add_loop_test(tc, last_is_locked_by_overlap, 0, 2);
	tcase_add_test(tc, locked_stays_locked_by_overlap);
	tcase_add_test(tc, free_stays_free_by_overlap);
	tcase_add_test(tc, refill_touches_by_what_was_locked);
	tcase_add_test(tc, hit_touches_by_what_was_locked);
	tcase_add_test(tc, all_locks_of_the_largest);

	return suite_run(suite);
}
