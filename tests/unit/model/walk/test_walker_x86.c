/* SPDX-License-Identifier: Apache-2.0 */
/* The walker in the modes of x86: walk-4 and walk-9 of rtl/contract. */
#include <check.h>

#include "suite.h"
#include "walker_fixture.h"

/*
 * Four levels from 0x80000: every table at index 1, the table of level n at
 * 0x80003 - n.
 */
#define X86_VA    UINT64_C(0x0000008040201678)
#define X86_ENTRY UINT64_C(0x07) /* P, R/W, U/S */
#define X86_A     UINT64_C(0x20)
#define X86_D     UINT64_C(0x40)

static uint64_t x86_addr(unsigned int level)
{
	return (UINT64_C(0x80003) - level) << 12 | 8;
}

static uint64_t x86_pointer(unsigned int level, uint64_t flags)
{
	return (UINT64_C(0x80003) - level + 1) << 12 | X86_ENTRY | flags;
}

static uint64_t x86_leaf(uint64_t flags)
{
	return UINT64_C(0x1234) << 12 | X86_ENTRY | flags;
}

/* What such a walk ends with, in its own words. */
static uint64_t x86_word(uint64_t marks)
{
	return PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | marks | UINT64_C(0x1234) << 10;
}

static void x86_misses(uint64_t access)
{
	data_misses(MODE_X86_4, X86_VA, ACCESS_OPEN | access);
}

/* The reads of a walk that starts in this cycle, A set where the mask has a 1; the leaf's answer is
 * there. */
static void x86_reads(unsigned int accessed, uint64_t leaf_flags)
{
	for (unsigned int level = 4; level-- > 0;) {
		uint64_t a = accessed >> level & 1 ? X86_A : 0;

		expect_read(x86_addr(level));
		expect("walk_req_wide", 1);
		edge();
		set("mem_rsp_valid", 0);
		expect_silence();
		answer(level ? x86_pointer(level, a) : x86_leaf(a | leaf_flags));
	}
}

/* Expects and answers the compare-and-swap of this level, in a walk that is not at its end. */
static void x86_swap(unsigned int level, uint64_t old, uint64_t new)
{
	expect("walk_bars_fence", 1);
	expect_swap(x86_addr(level), old, new);
	expect("walk_req_wide", 1);
	expect("walk_events_updated", 0);
	edge();
	expect_silence();
	expect("walk_bars_fence", 1);
	answer(0);
	expect("walk_events_updated", 1);
	expect_silence();
}

START_TEST(x86_walk)
{
	x86_misses(0);
	x86_reads(0xf, 0);
	expect_silence();
	expect_end(FAULT_NONE, x86_word(0), 12);
	expect("walk_events_updated", 0);
}
END_TEST

/* walk-4, walk-5: for each set of entries with A = 0, in order from the root, each in the cycle
 * after an answer. */
START_TEST(x86_updates)
{
	unsigned int accessed = (unsigned int)_i & 0xf;
	bool stores = _i >> 4;
	unsigned int due = ~accessed & 0xf;
	uint64_t set_by_leaf = X86_A | (stores ? X86_D : 0);

	due |= stores; /* the leaf has D = 0 */
	x86_misses(stores ? ACCESS_STORES : 0);
	x86_reads(accessed, 0);
	for (unsigned int level = 4; level-- > 0;) {
		uint64_t old = accessed >> level & 1 ? X86_A : 0;

		if (!(due >> level & 1))
			continue;
		expect_no_end();
		next(); /* after the leaf's answer, or the last swap's */
		if (level)
			x86_swap(level, x86_pointer(level, 0), x86_pointer(level, X86_A));
		else
			x86_swap(0, x86_leaf(old), x86_leaf(old | set_by_leaf));
	}
	expect_end(FAULT_NONE, x86_word(stores ? PTE_D : 0), 12);
	next();
	set("data_walk_valid", 0);
	edge();
	expect("walk_bars_fence", 0);
}
END_TEST

/* No update unless the leaf passes: not present, reserved, not allowed. */
START_TEST(x86_no_update_of_a_fault)
{
	static const uint64_t leaves[] = {0, 0x1234007 | UINT64_C(1) << 46, 0x1234005};
	static const unsigned int codes[] = {0x02, 0x0b, 0x03};

	x86_misses(ACCESS_STORES);
	x86_reads(0, 0);
	answer(leaves[_i]);
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_end_code", codes[_i]);
	next();
	set("data_walk_valid", 0);
	edge();
	expect_silence();
	expect("walk_bars_fence", 0);
}
END_TEST

/* The first, a middle one and the last of four updates go wrong. */
static void x86_go_to_swap(unsigned int last)
{
	x86_misses(0);
	x86_reads(0, 0);
	next();
	for (unsigned int level = 3; level > last; level--) {
		x86_swap(level, x86_pointer(level, 0), x86_pointer(level, X86_A));
		expect_no_end();
		next();
	}
	edge();
}

START_TEST(x86_update_is_lost)
{
	x86_go_to_swap((unsigned int)_i);
	set("mem_rsp_lost", 1);
	answer(0);
	expect_no_end();
	expect_silence();
	expect("walk_events_updated", 0);
	next();
	expect("walk_events_starts", 1);
	expect("walk_bars_fence", 0);
	/* the walk reads again, finds all accessed, and updates nothing */
	x86_reads(0xf, 0);
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

START_TEST(x86_update_fails)
{
	x86_go_to_swap((unsigned int)_i);
	set("mem_rsp_error", 1);
	set("mem_rsp_lost", 1);
	answer(0);
	expect_end(FAULT_ACCESS, 0, 0);
	expect("walk_end_code", 0);
	expect("walk_events_updated", 0);
	next();
	set("data_walk_valid", 0);
	edge();
	expect("walk_bars_fence", 0);
}
END_TEST

/* fence-4: a fence waits for all of them; here it does not come (fence_accepted), as the fence unit
 * says.
 */
START_TEST(x86_updates_are_announced)
{
	x86_misses(0);
	x86_reads(0, 0);
	expect("walk_bars_fence", 0);
	for (unsigned int level = 4; level-- > 0;) {
		next();
		for (int i = 0; i < 3; i++) {
			set("walk_req_ready", i == 2);
			expect("walk_bars_fence", 1);
			expect("walk_req_cas", 1);
			edge();
		}
		expect("walk_bars_fence", 1);
		answer(0);
		expect("walk_bars_fence", 1);
	}
	next();
	expect("walk_bars_fence", 1); /* the cycle after the end */
	set("data_walk_valid", 0);
	edge();
	expect("walk_bars_fence", 0);
}
END_TEST

/* fence-3: the leaf's answer meets a fence: no update begins, and what was remembered is forgotten.
 */
START_TEST(x86_fence_before_the_update)
{
	x86_misses(0);
	x86_reads(0, 0);
	set("drop_valid", 1);
	expect_no_end();
	next();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	expect("walk_bars_fence", 0);
	x86_reads(0xf, 0);
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

/* The same in mid-way: the pointers with A = 0 that were seen before count no more. */
START_TEST(x86_fence_forgets_pointers)
{
	x86_misses(0);
	edge();
	answer(x86_pointer(3, 0));
	set("drop_valid", 1);
	expect_read(x86_addr(2));
	next();
	set("drop_valid", 0);
	answer(x86_pointer(2, 0));
	expect_silence();
	next();
	x86_reads(0xf, 0);
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

/* walk-1: the first entry takes W, the last XD; a fault at the leaf, and not before. */
START_TEST(x86_rights_are_combined)
{
	static const uint64_t accesses[] = {ACCESS_STORES, ACCESS_USER, ACCESS_FETCHES};
	static const uint64_t takes[] = {2, 4, UINT64_C(1) << 63};
	static const unsigned int codes[] = {0x03, 0x05, 0x11};
	int what = _i / 4;
	unsigned int where = (unsigned int)_i % 4;

	x86_misses(accesses[what] | ACCESS_NXE);
	for (unsigned int level = 4; level-- > 0;) {
		uint64_t entry = level ? x86_pointer(level, 0) : x86_leaf(0);

		expect_read(x86_addr(level));
		edge();
		answer(level == where ? entry ^ takes[what] : entry);
	}
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_end_code", codes[what]);
}
END_TEST

/* What the entry of a TLB keeps of it. */
START_TEST(x86_combined_rights_end_it)
{
	x86_misses(ACCESS_PGE | ACCESS_NXE);
	edge();
	answer(x86_pointer(3, X86_A) & ~UINT64_C(2));
	next();
	answer(x86_pointer(2, X86_A) & ~UINT64_C(4));
	next();
	answer(x86_pointer(1, X86_A) | UINT64_C(1) << 63 | UINT64_C(1) << 8);
	next();
	answer(x86_leaf(X86_A | X86_D | 0x98));
	expect_end(FAULT_NONE,
		   UINT64_C(7) << 61 | UINT64_C(0x1234) << 10 | PTE_V | PTE_R | PTE_A | PTE_D, 12);
	next();
	/* and the next walk knows nothing of it */
	x86_reads(0xf, 0x100);
	expect_end(FAULT_NONE, x86_word(PTE_G), 12);
}
END_TEST

/* walk-9: general protection, without any read; a mode that is not built has no address. */
START_TEST(x86_not_canonical)
{
	static const struct {
		enum mode mode;
		uint64_t va;
		unsigned int formats;
	} cases[] = {
		{MODE_X86_4, UINT64_C(1) << 47, 255},
		{MODE_X86_4, UINT64_C(1) << 63, 255},
		{MODE_X86_5, UINT64_C(1) << 56, 255},
		{MODE_X86_2, 0, 0xef},
		{MODE_X86_PAE, 0, 0xdf},
		{MODE_X86_4, 0, 0xbf},
		{MODE_X86_5, 0, 0x7f},
	};

	kernel_finish(&k);
	start(cases[_i].formats);
	data_misses(cases[_i].mode, cases[_i].va, 0);
	expect("walk_events_starts", 1);
	expect_silence();
	expect_end(FAULT_PROTECTION, 0, 0);
	expect("walk_end_code", 0);
	edge();
	expect("walk_events_starts", 1);
}
END_TEST

START_TEST(x86_page_fault_has_a_code)
{
	x86_misses(ACCESS_USER | ACCESS_STORES);
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_end_code", 0x06);
	next();
	edge();
	set("mem_rsp_error", 1);
	answer(0);
	expect_end(FAULT_ACCESS, 0, 0);
	expect("walk_end_code", 0);
}
END_TEST

/* walk-9: the PDPTE stands where the others have the root. */
START_TEST(pae)
{
	data_misses(MODE_X86_PAE, 0xffc01678, ACCESS_OPEN);
	set("data_walk_root", 0x77777019);
	expect_read(0x77777ff0); /* bits 29:21: 0x1fe */
	expect("walk_req_wide", 1);
	edge();
	answer(0x55555027);
	expect_read(0x55555008);
	next();
	answer(x86_leaf(X86_A));
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

/* Neither its bits nor an A that it does not have count: no update of it, and no right from it. */
START_TEST(pae_pdpte_not_present)
{
	static const uint64_t accesses[] = {0, ACCESS_STORES, ACCESS_USER, ACCESS_FETCHES};
	static const unsigned int codes[] = {0x00, 0x02, 0x04, 0x10};

	data_misses(MODE_X86_PAE, 0x1000, ACCESS_OPEN | ACCESS_NXE | accesses[_i]);
	set("data_walk_root", 0x77777ffe);
	expect("walk_events_starts", 1);
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_end_code", codes[_i]);
	/* fence-3 */
	set("drop_valid", 1);
	expect_no_end();
	edge();
	set("drop_valid", 0);
	expect("walk_events_starts", 1);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* ptbr-7: an answer to a read of the loader is not the walker's. */
START_TEST(answers_of_others)
{
	answer(0x1001);
	expect_silence();
	expect_no_end();
	expect("walk_bars_fence", 0);
	next();
	expect_silence();
	expect_no_end();
}
END_TEST

START_TEST(two_level)
{
	data_misses(MODE_X86_2, 0xabcdffc01678, ACCESS_OPEN);
	expect_read(0x80000ffc);
	expect("walk_req_wide", 0);
	edge();
	answer(0x55555007);
	expect_read(0x55555004);
	next();
	answer(x86_leaf(X86_A));
	next();
	expect_swap(0x80000ffc, 0x55555007, 0x55555027);
	expect("walk_req_wide", 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker_x86");
	TCase *x86 = tcase_create("walker_x86");

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup, teardown);
	tcase_add_test(x86, x86_walk);
	tcase_add_loop_test(x86, x86_updates, 0, 32);
	tcase_add_loop_test(x86, x86_no_update_of_a_fault, 0, 3);
	tcase_add_loop_test(x86, x86_update_is_lost, 0, 4);
	tcase_add_loop_test(x86, x86_update_fails, 0, 4);
	tcase_add_test(x86, x86_updates_are_announced);
	tcase_add_test(x86, x86_fence_before_the_update);
	tcase_add_test(x86, x86_fence_forgets_pointers);
	tcase_add_loop_test(x86, x86_rights_are_combined, 0, 12);
	tcase_add_test(x86, x86_combined_rights_end_it);
	tcase_add_loop_test(x86, x86_not_canonical, 0, 7);
	tcase_add_test(x86, x86_page_fault_has_a_code);
	tcase_add_test(x86, pae);
	tcase_add_loop_test(x86, pae_pdpte_not_present, 0, 4);
	tcase_add_test(x86, answers_of_others);
	tcase_add_test(x86, two_level);

	return suite_run(suite);
}
