/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TLB of four entries against P4, P5, T1 to T6 and F1 of rtl/README.md.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "suite.h"
#include "tlb.h"

#define PPN(n)  ((uint64_t)(n) << 10)
#define LEAF    (PTE_V | PTE_R | PTE_W | PTE_A | PTE_D)
#define PAGE(n) ((uint64_t)(n) << 12)
#define ASID    7
#define NOBODY  UINT64_MAX

static struct kernel k;
static struct tlb tlb;

static void setup(void)
{
	kernel_init(&k);
	tlb_init(&tlb, &k, "x_", 4);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void cycle(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

static void fill_with(uint64_t word, uint64_t pte, unsigned int page_bits, uint64_t access)
{
	kernel_poke(&k, "x_walk_end", 1);
	kernel_poke(&k, "x_walk_word", word);
	kernel_poke(&k, "x_walk_access", access);
	kernel_poke(&k, "walk_leaf", pte);
	kernel_poke(&k, "walk_page_bits", page_bits);
	cycle();
	kernel_poke(&k, "x_walk_end", 0);
	kernel_settle(&k);
}

/* A page of 4 KiB whose page number, virtual and physical, is page. */
static void fill(unsigned int page)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(page)), LEAF | PPN(page), 12, 0);
}

static void fill_pinned(unsigned int page)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(page)), LEAF | PPN(page), 12, ACCESS_PINS);
}

static void fault(uint64_t word)
{
	kernel_poke(&k, "x_walk_end", 1);
	kernel_poke(&k, "walk_fault", 1);
	kernel_poke(&k, "fault_word", word);
	cycle();
	kernel_poke(&k, "x_walk_end", 0);
	kernel_poke(&k, "walk_fault", 0);
	kernel_poke(&k, "fault_word", 0);
	kernel_settle(&k);
}

static void fence(uint64_t word, uint64_t care)
{
	kernel_poke(&k, "drop_taken", 1);
	kernel_poke(&k, "drop_word", word);
	kernel_poke(&k, "drop_care", care);
	kernel_poke(&k, "drop_spares_global", (care & WORD_ASID) != 0);
	cycle();
	kernel_poke(&k, "drop_taken", 0);
	kernel_settle(&k);
}

/* The slot that a key hits, without a clock edge: nothing is touched. */
static uint64_t slot_of(uint64_t key, uint64_t access)
{
	uint64_t hit;

	kernel_poke(&k, "x_key", key);
	kernel_poke(&k, "x_access", access);
	kernel_settle(&k);
	hit = kernel_peek(&k, "x_hit") ? kernel_peek(&k, "x_hit_slot") : NOBODY;
	kernel_poke(&k, "x_key", 0);
	kernel_settle(&k);
	return hit;
}

static uint64_t slot(unsigned int page)
{
	return slot_of(word_of(MODE_SV39, ASID, PAGE(page)), 0);
}

static void touch(unsigned int page)
{
	kernel_poke(&k, "x_key", word_of(MODE_SV39, ASID, PAGE(page)));
	kernel_poke(&k, "x_access", 0);
	cycle();
	kernel_poke(&k, "x_key", 0);
	kernel_settle(&k);
}

START_TEST(words)
{
	ck_assert_uint_eq(word_of(MODE_SV32, 3, 0xffffffff80001abc),
			  WORD_TOP | UINT64_C(3) << 45 | 0x80001);
	ck_assert_uint_eq(word_of(MODE_SV57, 0xffff, 0xff00000000001000),
			  UINT64_C(3) << 61 | WORD_ASID | 1);
	ck_assert_uint_eq(word_of(MODE_X86_5, 0xfff, 0x00ff000000001000),
			  UINT64_C(7) << 61 | UINT64_C(0xfff) << 45 | WORD_TOP |
				  UINT64_C(0xff) << 36 | 1);
	/* short addresses have 32 bits */
	ck_assert_uint_eq(word_of(MODE_X86_2, 0, 0xffffffff80001abc),
			  UINT64_C(4) << 61 | WORD_TOP | 0x80001);
	ck_assert_uint_eq(word_of(MODE_X86_PAE, 0, 0x7fffffff80001abc),
			  UINT64_C(5) << 61 | WORD_TOP | 0x80001);
	/* the first page of mode 0 has a word, too */
	ck_assert_uint_ne(word_of(MODE_SV32, 0, 0), WORD_NONE);
	/* bits 63:57 differ from bit 56: matches nothing */
	ck_assert_uint_eq(word_of(MODE_SV39, 0, 0x0100000000001000), WORD_NONE);
	ck_assert_uint_eq(word_of(MODE_SV39, 0, 0x7f00000000001000), WORD_NONE);
	ck_assert_uint_eq(word_of(MODE_X86_4, 0, 0x7f00000000001000), WORD_NONE);
}
END_TEST

START_TEST(hit_in_the_same_cycle)
{
	fill(5);
	kernel_poke(&k, "x_key", word_of(MODE_SV39, ASID, PAGE(5) + 0xabc));
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit"), 1);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_leaf"), LEAF | PPN(5));
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_page_bits"), 12);
	kernel_poke(&k, "x_key", 0);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit"), 0);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit_leaf"), 0);
}
END_TEST

/* P4: mode, ASID and page must be the same. */
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

/* P5. */
START_TEST(not_allowed_is_no_hit)
{
	uint64_t key = word_of(MODE_SV39, ASID, PAGE(5));

	fill_with(key, LEAF & ~PTE_D, 12, 0);
	ck_assert_uint_eq(slot_of(key, 0), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_STORES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_FETCHES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER), NOBODY);
	fill_with(key, LEAF, 12, 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_STORES), 0);
}
END_TEST

/* T2: the lowest invalid one, not the pseudo-LRU victim (which after 0 and 1 would be 2). */
START_TEST(lowest_invalid_first)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
	fence(word_of(MODE_SV39, ASID, PAGE(1)), WORD_VPN);
	fill(9);
	ck_assert_uint_eq(slot(9), 1);
}
END_TEST

/* T2, T3: filled 0 to 3 in order, all bits are 0 again: 0 is next; then root and node 2 point up.
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

/* T3: only a hit touches; a lookup of what is not allowed does not, nor does a drop. */
START_TEST(who_touches)
{
	for (unsigned int page = 0; page < 4; page++)
		fill(page);
	kernel_poke(&k, "x_key", word_of(MODE_SV39, ASID, PAGE(0)));
	kernel_poke(&k, "x_access", ACCESS_USER);
	cycle();
	kernel_poke(&k, "x_key", 0);
	kernel_settle(&k);
	fault(word_of(MODE_SV39, ASID, PAGE(3)));
	fill(8); /* the invalid one: 3; bits as before but for its path: root down, node 3 down */
	ck_assert_uint_eq(slot(8), 3);
	fill(9);
	ck_assert_uint_eq(slot(9), 0);
}
END_TEST

/* T2: a superpage over entries 1 and 3 takes slot 1; 3 is dropped. */
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

START_TEST(overlap_of_global_pages)
{
	uint64_t other = word_of(MODE_SV39, ASID + 1, PAGE(5));

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

/* T1. */
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
	kernel_poke(&k, "fault_word", word_of(MODE_SV39, ASID, PAGE(0)));
	kernel_poke(&k, "x_key", word_of(MODE_SV39, ASID, PAGE(0)));
	kernel_poke(&k, "x_access", 0);
	kernel_settle(&k);
	ck_assert_uint_eq(kernel_peek(&k, "x_hit"), 1);
	cycle();
	kernel_poke(&k, "fault_word", 0);
	kernel_poke(&k, "x_key", 0);
	ck_assert_uint_eq(slot(0), NOBODY);
	fill(5); /* into the slot that is free */
	ck_assert_uint_eq(slot(5), 0);
	/* Touched in the order 0 1 2 3, 0 by the hit, 0 by the fill: the victim is 2. */
	fill(6);
	ck_assert_uint_eq(slot(6), 2);
}
END_TEST

/* And whoever comes into its slot is not pinned. */
START_TEST(fault_drops_pinned)
{
	fill_pinned(0);
	fault(word_of(MODE_SV39, ASID, PAGE(0)));
	ck_assert_uint_eq(slot(0), NOBODY);
	for (unsigned int page = 1; page <= 5; page++)
		fill(page);
	ck_assert_uint_eq(slot(5), 0);
}
END_TEST

/* T4. */
START_TEST(pinned_is_no_victim)
{
	fill_pinned(0);
	fill_pinned(1);
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

START_TEST(all_pinned)
{
	for (unsigned int page = 0; page < 4; page++)
		fill_pinned(page);
	fill(4);
	ck_assert_uint_eq(slot(4), NOBODY);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), page);
	/* not filled, not touched: 0 is still next when a fence unpins it */
	fence(word_of(MODE_SV39, ASID, PAGE(2)), WORD_VPN);
	fill(5);
	ck_assert_uint_eq(slot(5), 2);
}
END_TEST

/* T5. */
START_TEST(pinned_stays_pinned_by_overlap)
{
	fill(1);
	fill_pinned(2);
	fill_with(word_of(MODE_SV39, ASID, PAGE(0)), LEAF, 21, 0); /* over both: slot 0 */
	ck_assert_uint_eq(slot(2), 0);
	for (unsigned int page = 1001; page <= 1005; page++)
		fill(page);
	ck_assert_uint_eq(slot(2), 0);
	/* a fence takes it, and its successor is as free as any */
	fence(word_of(MODE_SV39, ASID, PAGE(2)), WORD_VPN);
	ck_assert_uint_eq(slot(2), NOBODY);
	fill(2);
	ck_assert_uint_eq(slot(2), 0);
	for (unsigned int page = 1001; page <= 1008; page++)
		fill(page);
	ck_assert_uint_eq(slot(2), NOBODY);
}
END_TEST

/* F1: entries 0 to 3: page 5; page 5, global; page 5 of another ASID; page 6. */
static void fill_for_fence(void)
{
	fill_with(word_of(MODE_SV48, ASID, PAGE(5)), LEAF, 12, ACCESS_PINS);
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
		uint64_t care;
		unsigned int left;
	} cases[] = {
		{0,		    0x0},
                {WORD_VPN,             0x8},
                {WORD_ASID,            0x6},
                {WORD_VPN | WORD_ASID, 0xe}
        };

	fill_for_fence();
	ck_assert_uint_eq(left(), 0xf);
	fence(word_vpn(false, PAGE(5)) | word_asid(ASID), cases[_i].care);
	ck_assert_uint_eq(left(), cases[_i].left);
}
END_TEST

START_TEST(fence_inside_a_superpage)
{
	fill_with(word_of(MODE_SV39, ASID, PAGE(0x200)), LEAF, 21, 0);
	fence(word_vpn(false, PAGE(0x400)), WORD_VPN);
	ck_assert_uint_eq(slot(0x234), 0);
	fence(word_vpn(false, PAGE(0x3ff)), WORD_VPN);
	ck_assert_uint_eq(slot(0x234), NOBODY);
}
END_TEST

/* F1: global entries, and those alone, are spared; nothing else is asked. */
START_TEST(drop_that_spares_global)
{
	fill_for_fence();
	kernel_poke(&k, "drop_taken", 1);
	kernel_poke(&k, "drop_spares_global", 1);
	cycle();
	kernel_poke(&k, "drop_taken", 0);
	ck_assert_uint_eq(left(), 0x2);
}
END_TEST

/* Two by page number: the global page 5 stays, of whatever mode and ASID the others were. */
START_TEST(drop_by_page_that_spares_global)
{
	fill_for_fence();
	kernel_poke(&k, "drop_taken", 1);
	kernel_poke(&k, "drop_word", word_vpn(false, PAGE(5)));
	kernel_poke(&k, "drop_care", WORD_VPN);
	kernel_poke(&k, "drop_spares_global", 1);
	cycle();
	kernel_poke(&k, "drop_taken", 0);
	ck_assert_uint_eq(left(), 0xa);
}
END_TEST

/* P4: every mode is apart from every other, with the same ASID and page; mode 0, page 0, too. */
START_TEST(modes_are_apart)
{
	for (unsigned int mode = 0; mode < 8; mode++) {
		fill_with(word_of((enum mode)mode, 0, 0), LEAF, 12, 0);
		for (unsigned int other = 0; other < 8; other++)
			ck_assert_int_eq(slot_of(word_of((enum mode)other, 0, 0), 0) != NOBODY,
					 other == mode);
		fence(0, 0);
	}
}
END_TEST

/* T6: the entry keeps the rights that the walk combined; a supervisor's store without CR0.WP. */
START_TEST(rights_of_x86)
{
	uint64_t key = word_of(MODE_X86_4, 0, PAGE(5));
	uint64_t leaf = PTE_V | PTE_R | PTE_U | PTE_A | PTE_D;

	fill_with(key, leaf, 12, 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER | ACCESS_STORES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_USER | ACCESS_FETCHES), NOBODY);
	ck_assert_uint_eq(slot_of(key, 0), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN | ACCESS_STORES), NOBODY);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN | ACCESS_STORES | ACCESS_FORCES), 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_STORES | ACCESS_FORCES), NOBODY);
	/* what is clean is no hit of a store, forced or not */
	fill_with(key, leaf & ~PTE_D, 12, 0);
	ck_assert_uint_eq(slot_of(key, ACCESS_OPEN | ACCESS_STORES | ACCESS_FORCES), NOBODY);
}
END_TEST

START_TEST(reset)
{
	for (unsigned int page = 0; page < 4; page++)
		fill_pinned(page);
	touch(0); /* the bits point to 2 */
	kernel_poke(&k, "rst", 1);
	cycle();
	kernel_poke(&k, "rst", 0);
	for (unsigned int page = 0; page < 4; page++)
		ck_assert_uint_eq(slot(page), NOBODY);
	for (unsigned int page = 4; page < 9; page++)
		fill(page); /* were anything pinned, the fifth would not find 0 */
	ck_assert_uint_eq(slot(8), 0);
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

int main(void)
{
	Suite *suite = suite_create("tlb");
	TCase *tc = tcase_create("tlb");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, words);
	tcase_add_test(tc, hit_in_the_same_cycle);
	tcase_add_test(tc, matching);
	tcase_add_test(tc, global_pages_match_any_asid);
	tcase_add_loop_test(tc, page_sizes, 0, 6);
	tcase_add_test(tc, not_allowed_is_no_hit);
	tcase_add_test(tc, lowest_invalid_first);
	tcase_add_test(tc, victims);
	tcase_add_test(tc, who_touches);
	tcase_add_test(tc, overlap);
	tcase_add_test(tc, overlap_of_global_pages);
	tcase_add_test(tc, fault_drops);
	tcase_add_test(tc, fault_of_the_other_port);
	tcase_add_test(tc, fault_drops_pinned);
	tcase_add_test(tc, pinned_is_no_victim);
	tcase_add_test(tc, all_pinned);
	tcase_add_test(tc, pinned_stays_pinned_by_overlap);
	tcase_add_loop_test(tc, fences, 0, 4);
	tcase_add_test(tc, fence_inside_a_superpage);
	tcase_add_test(tc, drop_that_spares_global);
	tcase_add_test(tc, drop_by_page_that_spares_global);
	tcase_add_test(tc, modes_are_apart);
	tcase_add_test(tc, rights_of_x86);
	tcase_add_test(tc, reset);
	tcase_add_test(tc, guesses_are_verified);

	return suite_run(suite);
}
