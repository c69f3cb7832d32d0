/* SPDX-License-Identifier: Apache-2.0 */
/* What a TLB drops, for a fault or a fence: tlb-1, fence-1, ptbr-6 of rtl/contract. */
#include <check.h>

#include "suite.h"
#include "tlb_fixture.h"

/* tlb-1. */
START_TEST(fault_drops)
{
	fill(5);
	fill(6);
	fault(word_of(MODE_SV39, ASID, PAGE(5)));
	ck_assert_uint_eq(slot(5), NOBODY);
	ck_assert_uint_eq(slot(6), 1);
	fault(word_of(MODE_SV39, ASID + 1, PAGE(6)));
	fault(word_of(MODE_SV39, ASID, PAGE(6) | UINT64_C(1) << 60));
	ck_assert_uint_eq(slot(6), 1);
}
END_TEST

/* The other port's walk faults while this one hits: the hit stands, and touches; then the entry
 * goes. */
START_TEST(fault_of_the_other_port)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	touch(1);
	touch(2); /* used: 1 2 3 */
	show_fault(word_of(MODE_SV39, ASID, PAGE(0)));
	show_lookup(word_of(MODE_SV39, ASID, PAGE(0)), 0);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_valid"), 1);
	cycle();
	clear_fault();
	clear_lookup();
	ck_assert_uint_eq(slot(0), NOBODY);
	touch(1); /* used: 0 by the hit, which cleared the others, and 1 */
	fill(5);  /* into the slot that is vacant */
	ck_assert_uint_eq(slot(5), 0);
	fill(6);
	ck_assert_uint_eq(slot(6), 2);
}
END_TEST

/* The same, of an address that is not here: the hit touches all the same, and nothing goes. */
START_TEST(fault_elsewhere_under_a_hit)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	show_fault(word_of(MODE_SV39, ASID, PAGE(9)));
	touch(0);
	clear_fault();
	ck_assert_uint_eq(slot(0), 0);
	/* 3, the last that was filled, and 0 are used */
	fill(6);
	ck_assert_uint_eq(slot(6), 1);
}
END_TEST

/* And the next entry in its slot is not locked. */
START_TEST(fault_drops_locked)
{
	fill_locked(0);
	fault(word_of(MODE_SV39, ASID, PAGE(0)));
	ck_assert_uint_eq(slot(0), NOBODY);
	for (unsigned int page = 1; page <= 5; page++)
		fill(page);
	ck_assert_uint_eq(slot(5), 0);
}
END_TEST

/* fence-1: entries 0 to 3: page 5; page 5, global; page 5 of another ASID; page 6. */
static void fill_for_fence(void)
{
	fill_with(word_of(MODE_SV48, ASID, PAGE(5)), LEAF, 12, ACCESS_LOCKS);
	fill_with(word_of(MODE_SV39, ASID, PAGE(5)), LEAF | PTE_G, 12, 0);
	fill_with(word_of(MODE_SV57, ASID + 1, PAGE(5)), LEAF, 12, 0);
	fill_with(word_of(MODE_SV48, ASID, PAGE(6)), LEAF, 12, 0);
}

static unsigned int left(void)
{
	return (slot_of(word_of(MODE_SV48, ASID, PAGE(5)), 0) == 0) << 0 |
	       (slot_of(word_of(MODE_SV39, ASID, PAGE(5)), 0) == 1) << 1 |
	       (slot_of(word_of(MODE_SV57, ASID + 1, PAGE(5)), 0) == 2) << 2 |
	       (slot_of(word_of(MODE_SV48, ASID, PAGE(6)), 0) == 3) << 3;
}

START_TEST(fences)
{
	static const struct {
		unsigned int care, left;
	} cases[] = {
		{0, 0x0},
		{CARE_PAGE, 0x8},
		{CARE_ASID, 0x6},
		{CARE_PAGE | CARE_ASID, 0xe},
	};

	fill_for_fence();
	ck_assert_uint_eq(left(), 0xf);
	fence(word_of(MODE_SV39, ASID, PAGE(5)), cases[_i].care);
	ck_assert_uint_eq(left(), cases[_i].left);
}
END_TEST

START_TEST(fence_inside_a_superpage)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(0x200)), LEAF, 21, 0);
	fence(word_of(MODE_SV39, ASID, PAGE(0x400)), CARE_PAGE);
	ck_assert_uint_eq(slot(0x234), 0);
	fence(word_of(MODE_SV39, ASID, PAGE(0x3ff)), CARE_PAGE);
	ck_assert_uint_eq(slot(0x234), NOBODY);
}
END_TEST

/* fence-1: global entries, and those alone, are spared; nothing else is asked. */
START_TEST(drop_that_spares_global)
{
	fill_for_fence();
	kernel_poke(&k, "drop_valid", 1);
	kernel_poke(&k, "drop_spares_global", 1);
	cycle();
	kernel_poke(&k, "drop_valid", 0);
	ck_assert_uint_eq(left(), 0x2);
}
END_TEST

/* Two by page number: the global page 5 stays, of whatever mode and ASID the others were. */
START_TEST(drop_by_page_that_spares_global)
{
	fill_for_fence();
	kernel_poke(&k, "drop_valid", 1);
	kernel_poke(&k, "drop_page", 5);
	kernel_poke(&k, "drop_care_page", UINT64_MAX);
	kernel_poke(&k, "drop_spares_global", 1);
	cycle();
	kernel_poke(&k, "drop_valid", 0);
	ck_assert_uint_eq(left(), 0xa);
}
END_TEST

/* fence-1: by an address that no page contains: bits 63:57 do not equal bit 56. */
START_TEST(fence_of_no_such_address)
{
	static const uint64_t nowhere[] = {0x0100000000005000, 0x7f00000000005000,
					   0xfe00000000005000};

	fill_for_fence();
	for (unsigned int n = 0; n < 3; n++)
		fence(word_of(MODE_SV39, ASID, nowhere[n]), CARE_PAGE);
	ck_assert_uint_eq(left(), 0xf);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tlb_drops");
	TCase *tc = tcase_create("tlb_drops");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, fault_drops);
	tcase_add_test(tc, fault_of_the_other_port);
	tcase_add_test(tc, fault_elsewhere_under_a_hit);
	tcase_add_test(tc, fault_drops_locked);
	tcase_add_loop_test(tc, fences, 0, 4);
	tcase_add_test(tc, fence_inside_a_superpage);
	tcase_add_test(tc, fence_of_no_such_address);
	tcase_add_test(tc, drop_that_spares_global);
	tcase_add_test(tc, drop_by_page_that_spares_global);

	return suite_run(suite);
}
