/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a TLB fills: tlb-2 to tlb-4 of rtl/contract. {1 3} in a comment: slots 1 and 3 are used, by
 * tlb-3.
 */
#include <check.h>

#include "suite.h"
#include "tlb_fixture.h"

/* Pages 0 to 3 in slots 0 to 3. The fourth clears the others: {3}. */
static void fill_all(void)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
}

static void drop_page(unsigned int page, bool by_fence)
{
	if (by_fence)
		fence(word_of(MODE_SV39, ASID, PAGE(page)), CARE_PAGE);
	else
		fault(word_of(MODE_SV39, ASID, PAGE(page)));
}

/* tlb-2: the lowest vacant one, not 0, which is not used. */
START_TEST(lowest_vacant_first)
{
	fill_all();
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
	fence(word_of(MODE_SV39, ASID, PAGE(1)), CARE_PAGE);
	fault(word_of(MODE_SV39, ASID, PAGE(2)));
	fill(9);
	ck_assert_uint_eq(slot(9), 1);
	fill(10);
	ck_assert_uint_eq(slot(10), 2);
}
END_TEST

START_TEST(victims)
{
	fill_all();
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0 3} */
	ck_assert_uint_eq(slot(0), NOBODY);
	fill(5);
	ck_assert_uint_eq(slot(5), 1); /* {0 1 3} */
	fill(6);
	ck_assert_uint_eq(slot(6), 2); /* {2} */
	touch(4);                      /* {0 2} */
	fill(7);
	ck_assert_uint_eq(slot(7), 1); /* {0 1 2} */
	fill(8);
	ck_assert_uint_eq(slot(8), 3); /* {3} */
	fill(9);
	ck_assert_uint_eq(slot(9), 0);
}
END_TEST

/* tlb-3: the hit that makes all used clears the others, and its own slot stays used. */
START_TEST(all_used_clears_the_others)
{
	fill_all();
	touch(0);
	touch(2);
	touch(1); /* {1} */
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0 1} */
	fill(5);
	ck_assert_uint_eq(slot(5), 2); /* {0 1 2} */
	fill(6);
	ck_assert_uint_eq(slot(6), 3);
}
END_TEST

/* tlb-3: the same, where one is locked and not used. */
START_TEST(used_or_locked_clears_the_others)
{
	fill_locked(0);
	for (unsigned int page = 1; page < 4; page++)
		fill(page); /* {3} */
	touch(1);
	touch(2); /* {2} */
	fill(4);
	ck_assert_uint_eq(slot(4), 1); /* {1 2} */
	fill(5);
	ck_assert_uint_eq(slot(5), 3);
	ck_assert_uint_eq(slot(0), 0);
}
END_TEST

/* tlb-3: what was locked there is gone, so its slot is not locked. */
START_TEST(vacant_is_not_locked)
{
	fill_locked(0);
	for (unsigned int page = 1; page < 4; page++)
		fill(page); /* {3} */
	drop_page(0, _i);
	touch(1);
	touch(2); /* {1 2 3} */
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0} */
	fill(5);
	ck_assert_uint_eq(slot(5), 1); /* {0 1} */
	fill(6);
	ck_assert_uint_eq(slot(6), 2);
}
END_TEST

/* tlb-3: only a hit touches; a lookup of what is not allowed does not, nor one of what is not here.
 */
START_TEST(who_touches)
{
	fill_all();
	show_lookup(word_of(MODE_SV39, ASID, PAGE(0)), ACCESS_USER);
	cycle();
	show_lookup(word_of(MODE_SV39, ASID + 1, PAGE(0)), 0);
	cycle();
	clear_lookup();
	kernel_settle(&k);
	fill(4); /* {0 3} */
	ck_assert_uint_eq(slot(4), 0);
	touch(1); /* {0 1 3} */
	fill(5);
	ck_assert_uint_eq(slot(5), 2);
}
END_TEST

/* tlb-3: fences (second round) and faults do not touch what they drop. */
START_TEST(drops_touch_nothing)
{
	fill_all();
	drop_page(1, _i);
	touch(0);
	touch(2); /* {0 2 3}, and not all */
	fill(4);
	ck_assert_uint_eq(slot(4), 1); /* {1} */
	fill(5);
	ck_assert_uint_eq(slot(5), 0); /* {0 1} */
	fill(6);
	ck_assert_uint_eq(slot(6), 2);
}
END_TEST

/* tlb-3: nor is what they drop not used any more. */
START_TEST(drops_leave_it_used)
{
	fill_all();
	touch(0);
	touch(2); /* {0 2 3} */
	drop_page(0, _i);
	touch(1); /* all: {1} */
	fill(4);
	ck_assert_uint_eq(slot(4), 0); /* {0 1} */
	fill(5);
	ck_assert_uint_eq(slot(5), 2);
}
END_TEST

/* tlb-2: a superpage over slots 1 and 3 of a full TLB takes 0, which is not used. */
START_TEST(overlap)
{
	fill(0x1000);
	fill(5);
	fill(0x2000);
	fill(6); /* {3} */
	fill_with(word_of(MODE_SV39, ASID, PAGE(0)), LEAF, 21, 0);
	ck_assert_uint_eq(slot(5), 0); /* {0 3} */
	ck_assert_uint_eq(slot(6), 0);
	ck_assert_uint_eq(slot(0x1000), NOBODY);
	ck_assert_uint_eq(slot(0x2000), 2);
	/* 1 and 3 are vacant */
	fill(0x3000);
	ck_assert_uint_eq(slot(0x3000), 1); /* {0 1 3} */
	fill(0x4000);
	ck_assert_uint_eq(slot(0x4000), 3);
	/* and a small page over the superpage */
	fill(7);
	ck_assert_uint_eq(slot(7), 2); /* {2} */
	ck_assert_uint_eq(slot(5), NOBODY);
	ck_assert_uint_eq(slot(0x2000), NOBODY);
	fill(0x5000);
	ck_assert_uint_eq(slot(0x5000), 0);
}
END_TEST

/* tlb-3: a refill touches its own slot, and none of what it overlaps. */
START_TEST(overlap_touches_nothing)
{
	fill(1);
	fill(0x201);
	fill(2);
	fill(3); /* {3} */
	fill_with(word_of(MODE_SV39, ASID, PAGE(0x200)), LEAF, 21, 0);
	ck_assert_uint_eq(slot(0x201), 0); /* {0 3} */
	touch(2);                          /* {0 2 3}, and not all */
	fill(4);
	ck_assert_uint_eq(slot(4), 1); /* {1} */
	fill(5);
	ck_assert_uint_eq(slot(5), 0); /* {0 1} */
	fill(6);
	ck_assert_uint_eq(slot(6), 2);
}
END_TEST

/* What it overlaps may be in its own slot: the others stay. */
START_TEST(overlap_in_its_own_slot)
{
	fill_all();
	fill(0);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
}
END_TEST

/* The slot that is vacant before, be it lower or higher, and not that of what it overlaps. */
START_TEST(overlap_is_not_vacant_yet)
{
	fill(0);
	fill(0);
	ck_assert_uint_eq(slot(0), 1);
	fill(1);
	ck_assert_uint_eq(slot(1), 0);
	fill(2);
	fault(word_of(MODE_SV39, ASID, PAGE(1)));
	fill(2); /* from 2 to 0 */
	ck_assert_uint_eq(slot(2), 0);
	fill(3);
	ck_assert_uint_eq(slot(3), 2);
	fill(4);
	ck_assert_uint_eq(slot(4), 3);
}
END_TEST

START_TEST(overlap_of_global_pages)
{
	struct identity other = word_of(MODE_SV39, ASID + 1, PAGE(5));

	fill_with(other, LEAF, 12, 0);
	fill(5);
	ck_assert_uint_eq(slot(5), 1); /* other ASID: no overlap */
	fill_with(word_of(MODE_SV48, ASID, PAGE(5)), LEAF, 12, 0);
	ck_assert_uint_eq(slot(5), 1); /* other mode: no overlap */
	ck_assert_uint_eq(slot_of(other, 0), 0);
	fill_with(word_of(MODE_SV39, 99, PAGE(5)), LEAF | PTE_G, 12, 0);
	ck_assert_uint_eq(slot_of(other, 0), 3);
	ck_assert_uint_eq(slot(5), 3);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV48, ASID, PAGE(5)), 0), 2);
	/* so 0 and 1 are vacant */
	fill(6);
	fill(7);
	ck_assert_uint_eq(slot(6), 0);
	ck_assert_uint_eq(slot(7), 1);
}
END_TEST

/* The largest, from its first slot to its last: filled, one page each, and full; then empty. */
START_TEST(all_slots_of_the_largest)
{
	kernel_finish(&k);
	start(TLB_MAX_ENTRIES);
	for (unsigned int page = 0; page < 64; page++) {
		ck_assert_uint_eq(slot(page), NOBODY);
		fill(page);
	}
	for (unsigned int page = 0; page < 64; page++)
		ck_assert_uint_eq(slot(page), page);
	fill(64); /* only 63 is used */
	ck_assert_uint_eq(slot(64), 0);
	fault(word_of(MODE_SV39, ASID, PAGE(99)));
	fence(word_of(MODE_SV39, ASID, 0), 0);
	for (unsigned int page = 0; page <= 64; page++)
		ck_assert_uint_eq(slot(page), NOBODY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tlb_slots");
	TCase *tc = tcase_create("tlb_slots");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, lowest_vacant_first);
	tcase_add_test(tc, victims);
	tcase_add_test(tc, all_used_clears_the_others);
	tcase_add_test(tc, used_or_locked_clears_the_others);
	tcase_add_loop_test(tc, vacant_is_not_locked, 0, 2);
	tcase_add_test(tc, who_touches);
	tcase_add_loop_test(tc, drops_touch_nothing, 0, 2);
	tcase_add_loop_test(tc, drops_leave_it_used, 0, 2);
	tcase_add_test(tc, overlap);
	tcase_add_test(tc, overlap_touches_nothing);
	tcase_add_test(tc, overlap_in_its_own_slot);
	tcase_add_test(tc, overlap_is_not_vacant_yet);
	tcase_add_test(tc, overlap_of_global_pages);
	tcase_add_test(tc, all_slots_of_the_largest);

	return suite_run(suite);
}
