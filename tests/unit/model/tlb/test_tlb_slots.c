/* SPDX-License-Identifier: Apache-2.0 */
/* Where a TLB fills: tlb-2 to tlb-5 of rtl/contract. */
#include <check.h>

#include "suite.h"
#include "tlb_fixture.h"

/* tlb-2: the lowest invalid one, not the pseudo-LRU victim (which after 0 and 1 would be 2). */
START_TEST(lowest_invalid_first)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
	fence(word_of(MODE_SV39, ASID, PAGE(1)), CARE_PAGE);
	fill(9);
	ck_assert_uint_eq(slot(9), 1);
}
END_TEST

/* tlb-2, tlb-3: filled 0 to 3 in order, all bits are 0 again: 0 is next; then root and node 2 point
 * up.
 */
START_TEST(victims)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	fill(4);
	ck_assert_uint_eq(slot(4), 0);
	ck_assert_uint_eq(slot(0), NOBODY);
	fill(5);
	ck_assert_uint_eq(slot(5), 2);
	touch(1); /* root up, node 2 down; node 3 points to 3 */
	fill(6);
	ck_assert_uint_eq(slot(6), 3);
	fill(7);
	ck_assert_uint_eq(slot(7), 0);
}
END_TEST

/* tlb-3: only a hit touches; a lookup of what is not allowed does not, nor does a drop. */
START_TEST(who_touches)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	show_lookup(word_of(MODE_SV39, ASID, PAGE(0)), ACCESS_USER);
	cycle();
	clear_lookup();
	kernel_settle(&k);
	fault(word_of(MODE_SV39, ASID, PAGE(3)));
	fill(8); /* the invalid one: 3; bits as before but for its path: root down, node 3 down */
	ck_assert_uint_eq(slot(8), 3);
	fill(9);
	ck_assert_uint_eq(slot(9), 0);
}
END_TEST

/* tlb-2: a superpage over entries 1 and 3 takes slot 1; 3 is dropped. */
START_TEST(overlap)
{
	fill(0x1000);
	fill(5);
	fill(0x2000);
	fill(6);
	fill_with(word_of(MODE_SV39, ASID, PAGE(0)), LEAF, 21, 0);
	ck_assert_uint_eq(slot(5), 1);
	ck_assert_uint_eq(slot(6), 1);
	ck_assert_uint_eq(slot(0x1000), 0);
	ck_assert_uint_eq(slot(0x2000), 2);
	fill(0x3000);
	ck_assert_uint_eq(slot(0x3000), 3);
	/* and a small page over the superpage */
	fill(7);
	ck_assert_uint_eq(slot(7), 1);
	ck_assert_uint_eq(slot(5), NOBODY);
}
END_TEST

/* The slot of what it overlaps, though a lower one is free. */
START_TEST(overlap_comes_first)
{
	fill(0);
	fill(1);
	fill(2);
	fault(word_of(MODE_SV39, ASID, PAGE(0)));
	fill(2);
	ck_assert_uint_eq(slot(2), 2);
	fill(3);
	ck_assert_uint_eq(slot(3), 0);
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
	fill_with(word_of(MODE_SV39, 99, PAGE(5)), LEAF | PTE_G, 12, 0);
	ck_assert_uint_eq(slot_of(other, 0), 0);
	ck_assert_uint_eq(slot(5), 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV48, ASID, PAGE(5)), 0), 2);
}
END_TEST

/* tlb-4. */
START_TEST(locked_is_no_victim)
{
	fill_locked(0);
	fill_locked(1);
	fill(2);
	fill(3); /* all bits 0 */
	fill(4);
	ck_assert_uint_eq(slot(4), 2);
	fill(5);
	ck_assert_uint_eq(slot(5), 3);
	ck_assert_uint_eq(slot(0), 0);
	ck_assert_uint_eq(slot(1), 1);
}
END_TEST

START_TEST(all_locked)
{
	for (unsigned int page = 0; page < 4; page++)
		fill_locked(page);
	fill(4);
	ck_assert_uint_eq(slot(4), NOBODY);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
	/* not filled, not touched: 0 is still next when a fence unlocks it */
	fence(word_of(MODE_SV39, ASID, PAGE(2)), CARE_PAGE);
	fill(5);
	ck_assert_uint_eq(slot(5), 2);
}
END_TEST

/* tlb-5. */
START_TEST(locked_stays_locked_by_overlap)
{
	fill(1);
	fill_locked(2);
	fill_with(word_of(MODE_SV39, ASID, PAGE(0)), LEAF, 21, 0); /* over both: slot 0 */
	ck_assert_uint_eq(slot(2), 0);
	for (unsigned int page = 1001; page <= 1005; page++)
		fill(page);
	ck_assert_uint_eq(slot(2), 0);
	/* a fence takes it, and its successor is as free as any */
	fence(word_of(MODE_SV39, ASID, PAGE(2)), CARE_PAGE);
	ck_assert_uint_eq(slot(2), NOBODY);
	fill(2);
	ck_assert_uint_eq(slot(2), 0);
	for (unsigned int page = 1001; page <= 1008; page++)
		fill(page);
	ck_assert_uint_eq(slot(2), NOBODY);
}
END_TEST

/* tlb-5: a walk over what is not locked locks nothing. */
START_TEST(free_stays_free_by_overlap)
{
	for (unsigned int n = 0; n < 2; n++)
		fill(1);
	ck_assert_uint_eq(slot(1), 0);
	for (unsigned int page = 1001; page <= 1004; page++)
		fill(page);
	ck_assert_uint_eq(slot(1), NOBODY);
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
	fill(64); /* all bits are 0 again */
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
	tcase_add_test(tc, lowest_invalid_first);
	tcase_add_test(tc, victims);
	tcase_add_test(tc, who_touches);
	tcase_add_test(tc, overlap);
	tcase_add_test(tc, overlap_comes_first);
	tcase_add_test(tc, overlap_of_global_pages);
	tcase_add_test(tc, locked_is_no_victim);
	tcase_add_test(tc, all_locked);
	tcase_add_test(tc, all_slots_of_the_largest);
	tcase_add_test(tc, locked_stays_locked_by_overlap);
	tcase_add_test(tc, free_stays_free_by_overlap);

	return suite_run(suite);
}
