/* SPDX-License-Identifier: Apache-2.0 */
/* What a TLB finds: port-4, port-5, tlb-6 of rtl/contract. */
#include <check.h>

#include "suite.h"
#include "tlb_fixture.h"

/* Mode above ASID; and the page number, of a short address of 32 bits, of any other of all. */
START_TEST(words)
{
	ck_assert_uint_eq(space_of(MODE_SV32, 3), 3);
	ck_assert_uint_eq(space_of(MODE_SV57, 0xffff), 0x3ffff);
	ck_assert_uint_eq(space_of(MODE_X86_5, 0xfff), 0x70fff);
	for (unsigned int mode = 0; mode < 8; mode++)
		ck_assert_uint_eq(space_mode(space_of((enum mode)mode, 0xffff)), mode);
	ck_assert_uint_eq(page_of(true, 0xffffffff80001abc), 0x80001);
	ck_assert_uint_eq(page_of(true, 0x7fffffff80001abc), 0x80001);
	ck_assert_uint_eq(page_of(false, 0xff00000000001fff), 0xff00000000001);
	ck_assert_uint_eq(page_of(false, 0x00ff000000001000), 0x00ff000000001);
}
END_TEST

/* port-4: bits 63:57 differ from bit 56, and the rest is as in a page that is here. */
START_TEST(no_such_address)
{
	static const uint64_t nowhere[] = {0x0100000000001000, 0x7f00000000001000,
					   0xfe00000000001000};

	fill(1);
	fill_with(word_of(MODE_X86_4, ASID, PAGE(1)), LEAF, 12, 0);
	for (unsigned int n = 0; n < 3; n++) {
		ck_assert_uint_eq(slot_of(word_of(MODE_SV39, ASID, nowhere[n]), 0), NOBODY);
		ck_assert_uint_eq(slot_of(word_of(MODE_X86_4, ASID, nowhere[n]), 0), NOBODY);
	}
	ck_assert_uint_eq(slot(1), 0);
}
END_TEST

START_TEST(hit_in_the_same_cycle)
{
	fill(5);
	show_lookup(word_of(MODE_SV39, ASID, PAGE(5) + 0xabc), 0);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_valid"), 1);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_leaf"), LEAF | PPN(5));
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_page_bits"), 12);
	clear_lookup();
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_valid"), 0);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_leaf"), 0);
}
END_TEST

/* port-4: mode, ASID and page must be the same. */
START_TEST(matching)
{
	fill(5);
	ck_assert_uint_eq(slot(5), 0);
	ck_assert_uint_eq(slot(4), NOBODY);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV39, ASID + 1, PAGE(5)), 0), NOBODY);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV48, ASID, PAGE(5)), 0), NOBODY);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV39, ASID, PAGE(5) | UINT64_C(1) << 57), 0),
			  NOBODY);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV39, ASID, PAGE(5) | UINT64_C(1) << 56), 0),
			  NOBODY);
}
END_TEST

START_TEST(global_pages_match_any_asid)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(5)), LEAF | PTE_G, 12, 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV39, 0, PAGE(5)), 0), 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV39, 0xffff, PAGE(5)), 0), 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV48, ASID, PAGE(5)), 0), NOBODY);
}
END_TEST

START_TEST(page_sizes)
{
	static const unsigned int sizes[] = {12, 16, 21, 30, 39, 48};
	uint64_t size = UINT64_C(1) << sizes[_i], base = UINT64_C(5) << 48;

	fill_with(word_of(MODE_SV57, ASID, base), LEAF, sizes[_i], 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV57, ASID, base), 0), 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV57, ASID, base + size - 1), 0), 0);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV57, ASID, base + size), 0), NOBODY);
	ck_assert_uint_eq(slot_of(word_of(MODE_SV57, ASID, base - 1), 0), NOBODY);
}
END_TEST

/* port-5. */
START_TEST(not_allowed_is_no_hit)
{
	struct identity key = word_of(MODE_SV39, ASID, PAGE(5));

	fill_with(key, LEAF & ~PTE_D, 12, 0);
	ck_assert_uint_eq(slot_of(key, 0), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_STORES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_FETCHES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER), NOBODY);
	fill_with(key, LEAF, 12, 0); /* overlaps it: into the next slot */
	ck_assert_uint_eq(slot_of(key, ACCESS_STORES), 1);
}
END_TEST

/* port-4: every mode is apart from every other, with the same ASID and page; mode 0, page 0, too.
 */
START_TEST(modes_are_apart)
{
	for (unsigned int mode = 0; mode < 8; mode++) {
		fill_with(word_of((enum mode)mode, 0, 0), LEAF, 12, 0);
		for (unsigned int other = 0; other < 8; other++)
			ck_assert_int_eq(slot_of(word_of((enum mode)other, 0, 0), 0) != NOBODY,
					 other == mode);
		fence(word_of(0, 0, 0), 0);
	}
}
END_TEST

/* tlb-6: the entry keeps the rights that the walk combined; a supervisor's store without CR0.WP. */
START_TEST(rights_of_x86)
{
	struct identity key = word_of(MODE_X86_4, 0, PAGE(5));
	uint64_t leaf = PTE_V | PTE_R | PTE_U | PTE_A | PTE_D;

	fill_with(key, leaf, 12, 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER | ACCESS_STORES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER | ACCESS_FETCHES), NOBODY);
	ck_assert_uint_eq(slot_of(key, 0), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN | ACCESS_STORES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN | ACCESS_STORES | ACCESS_IGNORE_W), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_STORES | ACCESS_IGNORE_W), NOBODY);
	/* what is clean is no hit of a store, forced or not */
	fill_with(key, leaf & ~PTE_D, 12, 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN | ACCESS_STORES | ACCESS_IGNORE_W), NOBODY);
}
END_TEST

START_TEST(reset)
{
	for (unsigned int page = 0; page < 4; page++)
		fill_locked(page); /* the last one is used, and all others locked */
	kernel_poke(&k, "rst", 1);
	cycle();
	kernel_poke(&k, "rst", 0);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), NOBODY);
	for (unsigned int page = 4; page < 11; page++)
		fill(page);
	/* nothing was locked, so the fifth takes 0; nor was 3 used, so the seventh takes 2 */
	ck_assert_uint_eq(slot(8), 0);
	ck_assert_uint_eq(slot(9), 1);
	ck_assert_uint_eq(slot(10), 2);
}
END_TEST

/* The guess must not change a result: pages that share a guess. */
START_TEST(guesses_are_verified)
{
	fill(5);
	fill(5 + TLB_GUESSES);
	touch(5);
	ck_assert_uint_eq(slot(5 + TLB_GUESSES), 1);
	ck_assert_uint_eq(slot(5), 0);
	ck_assert_uint_eq(slot(5 + 2 * TLB_GUESSES), NOBODY);
}
END_TEST

/*
 * The kernel's promise: a module that changes its state says so, or the kernel complains. A second
 * page of one large entry gives a new guess, and leaves used what was used.
 */
START_TEST(a_new_guess_is_a_change)
{
	fill(5); /* the guesses are 0 at first: let it be slot 1 */
	fill_with(word_of(MODE_SV39, ASID, PAGE(512)), LEAF, 21, 0);
	for (unsigned int page = 512; page < 520; page++) {
		touch(page);
		touch(page);
		ck_assert_uint_eq(slot(page), 1);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tlb");
	TCase *tc = tcase_create("tlb");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, words);
	tcase_add_test(tc, no_such_address);
	tcase_add_test(tc, hit_in_the_same_cycle);
	tcase_add_test(tc, matching);
	tcase_add_test(tc, global_pages_match_any_asid);
	tcase_add_loop_test(tc, page_sizes, 0, 6);
	tcase_add_test(tc, not_allowed_is_no_hit);
	tcase_add_test(tc, modes_are_apart);
	tcase_add_test(tc, rights_of_x86);
	tcase_add_test(tc, reset);
	tcase_add_test(tc, guesses_are_verified);
	tcase_add_test(tc, a_new_guess_is_a_change);

	return suite_run(suite);
}
