/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The RISC-V decoder against walk-1 to walk-4 of rtl/contract: for each sentence a PTE
 * that breaks only this one, beside one that does not. And the rights of leaf
 * words, which are the same in every mode.
 */
#include <check.h>
#include <stdlib.h>

#include "suite.h"
#include "tlb/permission.h"
#include "walk/pte.h"

#define PPN(n)  ((uint64_t)(n) << 10)
#define PBMT(n) ((uint64_t)(n) << 61)

#define POINTER PTE_V
#define LEAF    (PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D)

#define LOAD  0
#define FETCH ACCESS_FETCHES
#define STORE ACCESS_STORES

static struct pte_answer judge(enum mode mode, unsigned int level, uint64_t value, uint64_t access)
{
	struct pte pte = {.mode = mode,
			  .level = level,
			  .pa_bits = 46,
			  .value = value,
			  .path = pte_path(mode),
			  .access = access};

	return pte_judge(&pte);
}

static void expect(enum mode mode, unsigned int level, uint64_t pte, uint64_t access,
		   enum pte_verdict verdict)
{
	enum pte_verdict got = judge(mode, level, pte, access).verdict;

	ck_assert_msg(got == verdict, "mode %d level %u pte %#llx access %#llx: %d, not %d", mode,
		      level, (unsigned long long)pte, (unsigned long long)access, got, verdict);
}

START_TEST(pointers)
{
	expect(MODE_SV32, 1, POINTER | PPN(5), LOAD, PTE_POINTER);
	expect(MODE_SV39, 2, POINTER | PTE_G, LOAD, PTE_POINTER);
	expect(MODE_SV39, 2, 0, LOAD, PTE_FAULTS);       /* V */
	expect(MODE_SV39, 0, POINTER, LOAD, PTE_FAULTS); /* at the last level */
	expect(MODE_SV32, 0, POINTER, LOAD, PTE_FAULTS);
	expect(MODE_SV32, 1, POINTER | PTE_D, LOAD, PTE_FAULTS);
	expect(MODE_SV32, 1, POINTER | PTE_A, LOAD, PTE_FAULTS);
	expect(MODE_SV39, 1, POINTER | PTE_U, LOAD, PTE_FAULTS);
	expect(MODE_SV39, 1, POINTER | PTE_N, LOAD, PTE_FAULTS);
	expect(MODE_SV39, 1, POINTER | PBMT(1), ACCESS_PBMTE, PTE_FAULTS);
	for (unsigned int place = 54; place <= 60; place++)
		expect(MODE_SV39, 1, POINTER | UINT64_C(1) << place, LOAD, PTE_FAULTS);
}
END_TEST

START_TEST(leaves)
{
	expect(MODE_SV32, 0, LEAF | PPN(0x3fffff), LOAD, PTE_LEAF);
	expect(MODE_SV39, 0, LEAF & ~PTE_V, LOAD, PTE_FAULTS);
	expect(MODE_SV39, 0, LEAF & ~PTE_R, LOAD, PTE_FAULTS); /* W without R, X or not */
	expect(MODE_SV39, 0, LEAF & ~PTE_R, FETCH, PTE_FAULTS);
	for (unsigned int place = 54; place <= 60; place++)
		expect(MODE_SV39, 0, LEAF | UINT64_C(1) << place, LOAD, PTE_FAULTS);
}
END_TEST

START_TEST(memory_types)
{
	expect(MODE_SV39, 0, LEAF | PBMT(1), LOAD, PTE_FAULTS);
	expect(MODE_SV39, 0, LEAF | PBMT(2), LOAD, PTE_FAULTS);
	expect(MODE_SV39, 0, LEAF | PBMT(1), ACCESS_PBMTE, PTE_LEAF);
	expect(MODE_SV39, 0, LEAF | PBMT(2), ACCESS_PBMTE, PTE_LEAF);
	expect(MODE_SV39, 0, LEAF | PBMT(3), ACCESS_PBMTE, PTE_FAULTS);
}
END_TEST

START_TEST(napot)
{
	expect(MODE_SV39, 0, LEAF | PTE_N | PPN(0x18), LOAD, PTE_LEAF);
	expect(MODE_SV39, 0, LEAF | PTE_N | PPN(0x10), LOAD, PTE_FAULTS);
	expect(MODE_SV39, 0, LEAF | PTE_N | PPN(0x1c), LOAD, PTE_FAULTS);
	expect(MODE_SV39, 1, LEAF | PTE_N | PPN(0x8), LOAD, PTE_FAULTS);
	expect(MODE_SV39, 1, LEAF | PTE_N | PPN(0x200), LOAD, PTE_FAULTS);
	ck_assert_uint_eq(judge(MODE_SV39, 0, LEAF | PTE_N | PPN(0x18), LOAD).page_bits, 16);
	/* the word of it has no N, which would be a memory type */
	ck_assert_uint_eq(judge(MODE_SV39, 0, LEAF | PTE_N | PPN(0x18), LOAD).leaf,
			  LEAF | PPN(0x18));
	ck_assert_uint_eq(leaf_translate(LEAF | PPN(0x18), 16, 0xabcdef), 0x1cdef);
}
END_TEST

START_TEST(superpages)
{
	static const unsigned int page_bits[] = {12, 21, 30, 39, 48};

	for (unsigned int level = 1; level < 5; level++) {
		uint64_t aligned = UINT64_C(1) << 9 * level;

		expect(MODE_SV57, level, LEAF | PPN(aligned), LOAD, PTE_LEAF);
		expect(MODE_SV57, level, LEAF | PPN(aligned | aligned / 2), LOAD, PTE_FAULTS);
		expect(MODE_SV57, level, LEAF | PPN(aligned | 1), LOAD, PTE_FAULTS);
		ck_assert_uint_eq(judge(MODE_SV57, level, LEAF, LOAD).page_bits, page_bits[level]);
	}
	expect(MODE_SV32, 1, LEAF | PPN(0x400), LOAD, PTE_LEAF);
	expect(MODE_SV32, 1, LEAF | PPN(0x200), LOAD, PTE_FAULTS);
	ck_assert_uint_eq(judge(MODE_SV32, 1, LEAF, LOAD).page_bits, 22);
	ck_assert_uint_eq(judge(MODE_SV32, 0, LEAF, LOAD).page_bits, 12);
	ck_assert_uint_eq(leaf_translate(LEAF | PPN(0x3ffc00), 22, 0xffffffff), 0x3ffffffff);
}
END_TEST

/* walk-1: rights. */
START_TEST(rights)
{
	uint64_t v = PTE_V | PTE_A | PTE_D;

	ck_assert(leaf_allows(v | PTE_R, LOAD));
	ck_assert(!leaf_allows(v | PTE_R, FETCH));
	ck_assert(!leaf_allows(v | PTE_R, STORE));
	ck_assert(leaf_allows(v | PTE_X, FETCH));
	ck_assert(!leaf_allows(v | PTE_X, LOAD));
	ck_assert(leaf_allows(v | PTE_X, LOAD | ACCESS_MXR));
	ck_assert(leaf_allows(v | PTE_R, LOAD | ACCESS_MXR));
	ck_assert(!leaf_allows(v | PTE_X, STORE | ACCESS_MXR));
	ck_assert(leaf_allows(v | PTE_R | PTE_W, STORE));
}
END_TEST

/* walk-1: privilege. */
START_TEST(privilege)
{
	uint64_t s = LEAF, u = LEAF | PTE_U;

	ck_assert(leaf_allows(s, LOAD));
	ck_assert(!leaf_allows(u, LOAD));
	ck_assert(leaf_allows(u, LOAD | ACCESS_OPEN));
	ck_assert(leaf_allows(u, STORE | ACCESS_OPEN));
	ck_assert(leaf_allows(s, LOAD | ACCESS_OPEN));
	ck_assert(leaf_allows(u, LOAD | ACCESS_USER));
	ck_assert(!leaf_allows(s, LOAD | ACCESS_USER));
	ck_assert(!leaf_allows(s, LOAD | ACCESS_USER | ACCESS_OPEN));
	ck_assert(leaf_allows(u, FETCH | ACCESS_USER));
	expect(MODE_SV39, 0, u, LOAD, PTE_FAULTS);
}
END_TEST

START_TEST(accessed_and_dirty)
{
	uint64_t clean = LEAF & ~PTE_D, untouched = clean & ~PTE_A;

	expect(MODE_SV39, 0, clean, LOAD, PTE_LEAF);
	expect(MODE_SV39, 0, clean, FETCH, PTE_LEAF);
	expect(MODE_SV39, 0, clean, STORE, PTE_FAULTS);
	expect(MODE_SV39, 0, clean, STORE | ACCESS_ADUE, PTE_LEAF);
	expect(MODE_SV39, 0, untouched, LOAD, PTE_FAULTS);
	expect(MODE_SV39, 0, untouched, LOAD | ACCESS_ADUE, PTE_LEAF);
	expect(MODE_SV39, 0, LEAF & ~PTE_A, STORE | ACCESS_ADUE, PTE_LEAF);
	/* what is not allowed is not updated either */
	expect(MODE_SV39, 0, untouched | PTE_U, LOAD | ACCESS_ADUE, PTE_FAULTS);
	ck_assert_uint_eq(judge(MODE_SV39, 0, clean, LOAD | ACCESS_ADUE).marked, clean);
	ck_assert_uint_eq(judge(MODE_SV39, 0, untouched, LOAD | ACCESS_ADUE).marked, clean);
	ck_assert_uint_eq(judge(MODE_SV39, 0, untouched, STORE | ACCESS_ADUE).marked, LEAF);
	ck_assert_uint_eq(judge(MODE_SV39, 0, clean, STORE | ACCESS_ADUE).marked, LEAF);
	ck_assert_uint_eq(judge(MODE_SV39, 0, clean, STORE | ACCESS_ADUE).leaf, LEAF);
	ck_assert_uint_eq(judge(MODE_SV39, 1, POINTER, STORE | ACCESS_ADUE).marked, POINTER);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pte");
	TCase *tc = tcase_create("pte");

	suite_add_tcase(suite, tc);
	tcase_add_test(tc, pointers);
	tcase_add_test(tc, leaves);
	tcase_add_test(tc, memory_types);
	tcase_add_test(tc, napot);
	tcase_add_test(tc, superpages);
	tcase_add_test(tc, rights);
	tcase_add_test(tc, privilege);
	tcase_add_test(tc, accessed_and_dirty);

	return suite_run(suite);
}
