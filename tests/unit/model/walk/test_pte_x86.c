/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The x86 decoder against walk-1, walk-3, walk-4 and walk-9 of rtl/contract: every bit of
 * every kind of entry, the error codes, and the rights over several levels.
 */
#include <check.h>
#include <stdlib.h>

#include "suite.h"
#include "walk/pte.h"

#define P  UINT64_C(0x001)
#define RW UINT64_C(0x002)
#define US UINT64_C(0x004)
#define A  UINT64_C(0x020)
#define D  UINT64_C(0x040)
#define PS UINT64_C(0x080)
#define G  UINT64_C(0x100)
#define XD (UINT64_C(1) << 63)

#define ENTRY (P | RW | US | A | D)

#define LOAD  ACCESS_OPEN
#define STORE (ACCESS_OPEN | ACCESS_STORES)
#define FETCH (ACCESS_OPEN | ACCESS_FETCHES)

#define CODE_P    0x01
#define CODE_W    0x02
#define CODE_U    0x04
#define CODE_RSVD 0x08
#define CODE_ID   0x10

static struct pte_answer judge_on(uint64_t path, enum mode mode, unsigned int level, uint64_t value,
				  uint64_t access, unsigned int pa_bits)
{
	struct pte pte = {.mode = mode,
			  .level = level,
			  .pa_bits = pa_bits,
			  .value = value,
			  .path = path,
			  .access = access};

	return pte_judge(&pte);
}

static struct pte_answer judge(enum mode mode, unsigned int level, uint64_t value, uint64_t access)
{
	return judge_on(pte_path(mode), mode, level, value, access, 46);
}

static uint64_t range(unsigned int high, unsigned int low)
{
	return (UINT64_MAX >> (63 - high)) & (UINT64_MAX << low);
}

/* ---- Reserved bits ---- */

/* Kinds of entries, and of their bits the reserved ones, by hand from walk-9. */
static const struct {
	enum mode mode;
	unsigned int level, pa_bits;
	uint64_t entry, access;
	unsigned int ranges[4][2]; /* high, low; {0, 0}: no more */
} kinds[] = {
	/* two-level: nothing but in a 4 MiB page */
	{MODE_X86_2, 1, 46, ENTRY, ACCESS_PSE, {{0}}},
	{MODE_X86_2, 1, 46, ENTRY | PS, 0, {{0}}},
	{MODE_X86_2, 0, 32, ENTRY | PS, ACCESS_PSE, {{0}}},
	{MODE_X86_2, 1, 52, ENTRY | PS, ACCESS_PSE, {{21, 21}}},
	{MODE_X86_2, 1, 40, ENTRY | PS, ACCESS_PSE, {{21, 21}}},
	{MODE_X86_2, 1, 39, ENTRY | PS, ACCESS_PSE, {{21, 20}}},
	{MODE_X86_2, 1, 36, ENTRY | PS, ACCESS_PSE, {{21, 17}}},
	{MODE_X86_2, 1, 32, ENTRY | PS, ACCESS_PSE, {{21, 13}}},
	/* PAE */
	{MODE_X86_PAE, 1, 46, ENTRY, ACCESS_NXE, {{62, 46}}},
	{MODE_X86_PAE, 1, 46, ENTRY | PS, ACCESS_NXE, {{62, 46}, {20, 13}}},
	{MODE_X86_PAE, 0, 46, ENTRY, ACCESS_NXE, {{62, 46}}},
	{MODE_X86_PAE, 0, 46, ENTRY | PS, ACCESS_NXE, {{62, 46}}},
	{MODE_X86_PAE, 0, 52, ENTRY, ACCESS_NXE, {{62, 52}}},
	{MODE_X86_PAE, 0, 32, ENTRY, 0, {{63, 32}}},
	/* four-level */
	{MODE_X86_4, 3, 46, ENTRY, ACCESS_NXE, {{51, 46}, {7, 7}}},
	{MODE_X86_4, 2, 46, ENTRY, ACCESS_NXE, {{51, 46}}},
	{MODE_X86_4, 2, 46, ENTRY | PS, ACCESS_NXE, {{51, 46}, {29, 13}}},
	{MODE_X86_4, 1, 46, ENTRY, ACCESS_NXE, {{51, 46}}},
	{MODE_X86_4, 1, 46, ENTRY | PS, ACCESS_NXE, {{51, 46}, {20, 13}}},
	{MODE_X86_4, 0, 46, ENTRY, ACCESS_NXE, {{51, 46}}},
	{MODE_X86_4, 0, 46, ENTRY | PS, ACCESS_NXE, {{51, 46}}},
	{MODE_X86_4, 0, 52, ENTRY, ACCESS_NXE, {{0}}},
	{MODE_X86_4, 0, 52, ENTRY, 0, {{63, 63}}},
	{MODE_X86_4, 3, 32, ENTRY, 0, {{63, 63}, {51, 32}, {7, 7}}},
	/* five-level */
	{MODE_X86_5, 4, 46, ENTRY, ACCESS_NXE, {{51, 46}, {7, 7}}},
	{MODE_X86_5, 3, 46, ENTRY, ACCESS_NXE, {{51, 46}, {7, 7}}},
	{MODE_X86_5, 2, 46, ENTRY | PS, 0, {{63, 63}, {51, 46}, {29, 13}}},
	{MODE_X86_5, 1, 46, ENTRY | PS, 0, {{63, 63}, {51, 46}, {20, 13}}},
};
#define KINDS ((int)(sizeof(kinds) / sizeof(kinds[0])))

static uint64_t reserved_of(int kind)
{
	uint64_t mask = 0;

	for (int i = 0; i < 4 && kinds[kind].ranges[i][0]; i++)
		mask |= range(kinds[kind].ranges[i][0], kinds[kind].ranges[i][1]);
	return mask;
}

START_TEST(reserved)
{
	enum mode mode = kinds[_i].mode;
	unsigned int width = mode == MODE_X86_2 ? 32 : 64;

	for (unsigned int place = 1; place < width; place++) {
		uint64_t one = UINT64_C(1) << place;
		bool expected = reserved_of(_i) & one;
		struct pte_answer a =
			judge_on(pte_path(mode), mode, kinds[_i].level, kinds[_i].entry | one,
				 kinds[_i].access | LOAD, kinds[_i].pa_bits);

		ck_assert_msg((a.verdict == PTE_FAULTS) == expected, "bit %u: verdict %d", place,
			      a.verdict);
		if (expected)
			ck_assert_uint_eq(a.code, CODE_P | CODE_RSVD);
		/* not present: nothing else is looked at */
		a = judge_on(pte_path(mode), mode, kinds[_i].level, (kinds[_i].entry | one) & ~P,
			     kinds[_i].access | LOAD, kinds[_i].pa_bits);
		ck_assert_int_eq(a.verdict, PTE_FAULTS);
		ck_assert_uint_eq(a.code, 0);
	}
}
END_TEST

/* ---- Pointers and leaves ---- */

START_TEST(levels)
{
	static const struct {
		enum mode mode;
		unsigned int level;
		uint64_t entry, access;
		enum pte_verdict verdict;
		unsigned int page_bits;
	} cases[] = {
		{MODE_X86_2, 1, ENTRY, ACCESS_PSE, PTE_POINTER, 0},
		{MODE_X86_2, 1, ENTRY | PS, ACCESS_PSE, PTE_LEAF, 22},
		{MODE_X86_2, 1, ENTRY | PS, 0, PTE_POINTER, 0},
		{MODE_X86_2, 0, ENTRY, 0, PTE_LEAF, 12},
		{MODE_X86_2, 0, ENTRY | PS, 0, PTE_LEAF, 12},
		{MODE_X86_PAE, 1, ENTRY, 0, PTE_POINTER, 0},
		{MODE_X86_PAE, 1, ENTRY | PS, 0, PTE_LEAF, 21},
		{MODE_X86_PAE, 0, ENTRY, 0, PTE_LEAF, 12},
		{MODE_X86_4, 3, ENTRY, 0, PTE_POINTER, 0},
		{MODE_X86_4, 2, ENTRY, 0, PTE_POINTER, 0},
		{MODE_X86_4, 2, ENTRY | PS, 0, PTE_LEAF, 30},
		{MODE_X86_4, 1, ENTRY | PS, 0, PTE_LEAF, 21},
		{MODE_X86_4, 0, ENTRY | PS, 0, PTE_LEAF, 12},
		{MODE_X86_5, 4, ENTRY, 0, PTE_POINTER, 0},
		{MODE_X86_5, 2, ENTRY | PS, 0, PTE_LEAF, 30},
	};
	struct pte_answer a =
		judge(cases[_i].mode, cases[_i].level, cases[_i].entry, cases[_i].access | LOAD);

	ck_assert_int_eq(a.verdict, cases[_i].verdict);
	if (a.verdict == PTE_LEAF)
		ck_assert_uint_eq(a.page_bits, cases[_i].page_bits);
}
END_TEST

START_TEST(tables)
{
	ck_assert_uint_eq(judge(MODE_X86_2, 1, 0xfffff000 | P, LOAD).ppn, 0xfffff);
	ck_assert_uint_eq(judge(MODE_X86_4, 3, 0xfff03ffffffff000 | P, LOAD | ACCESS_NXE).ppn,
			  0x3ffffffff);
	ck_assert_uint_eq(judge(MODE_X86_PAE, 1, 0x3ffffffff000 | P, LOAD).ppn, 0x3ffffffff);
	/* the widest: bit 51 belongs to it */
	ck_assert_uint_eq(pte_x86_ppn(UINT64_C(0xfff8000000000fff)), 0x8000000000);
}
END_TEST

/* tlb-6: the address of a page; in a 4 MiB page bits 20:13 are PA[39:32]. */
START_TEST(pages)
{
	static const struct {
		enum mode mode;
		unsigned int level;
		uint64_t entry, pa;
	} cases[] = {
		{MODE_X86_2, 0, 0xfffff000, 0xfffffdef},
		{MODE_X86_2, 1, 0xffc00000 | PS, 0xfffbcdef},
		{MODE_X86_2, 1, 0x00400000 | 0x001fe000 | PS, 0xff007bcdef},
		{MODE_X86_2, 1, 0x00400000 | 0x00002000 | 0x1000 | PS, 0x01007bcdef},
		{MODE_X86_PAE, 0, 0x3ffffffff000, 0x3ffffffffdef},
		{MODE_X86_4, 0, 0x7ff0000012345000, 0x12345def},
		{MODE_X86_4, 1, 0x3fffffe00000 | 0x1000 | PS, 0x3ffffffbcdef},
		{MODE_X86_5, 2, 0x3fffc0000000 | 0x1000 | PS, 0x3fffeabbcdef},
	};
	struct pte_answer a =
		judge(cases[_i].mode, cases[_i].level, cases[_i].entry | ENTRY, LOAD | ACCESS_PSE);

	ck_assert_int_eq(a.verdict, PTE_LEAF);
	ck_assert_uint_eq(leaf_translate(a.leaf, a.page_bits, 0xfffeabbcdef), cases[_i].pa);
}
END_TEST

/* {PAT, PCD, PWT}: bits 7, 4, 3 of a small page, 12, 4, 3 of a large one. */
START_TEST(memory_types)
{
	static const struct {
		unsigned int level;
		uint64_t bits;
		unsigned int memtype;
	} cases[] = {
		{0, 0x0008, 1}, {0, 0x0010, 2}, {0, 0x0080, 4}, {0, 0x1000, 0}, {0, 0x0098, 7},
		{1, 0x0088, 1}, {1, 0x0090, 2}, {1, 0x1080, 4}, {1, 0x0080, 0}, {2, 0x1098, 7},
	};
	struct pte_answer a = judge(MODE_X86_4, cases[_i].level, ENTRY | cases[_i].bits, LOAD);

	ck_assert_int_eq(a.verdict, PTE_LEAF);
	ck_assert_uint_eq(leaf_memtype(a.leaf), cases[_i].memtype);
}
END_TEST

/* ---- Rights ---- */

START_TEST(rights_of_a_leaf)
{
	static const struct {
		uint64_t clear, set, access;
		bool allowed;
	} cases[] = {
		{0, 0, LOAD, true},
		{RW, 0, LOAD, true},
		{RW, 0, STORE, false},
		{RW, 0, STORE | ACCESS_IGNORE_W, true},
		{US, 0, LOAD | ACCESS_USER, false},
		{US, 0, LOAD, true},
		{0, 0, LOAD | ACCESS_USER, true},
		{0, 0, ACCESS_STORES, false}, /* user pages are closed */
		{US, 0, ACCESS_STORES, true},
		{0, 0, ACCESS_STORES | ACCESS_IGNORE_W, false},
		{0, XD, FETCH, false},
		{0, XD, LOAD, true},
		{0, 0, FETCH, true},
		{0, 0, ACCESS_FETCHES, false},
		{US, 0, ACCESS_FETCHES, true},
		{0, 0, ACCESS_FETCHES | ACCESS_USER, true},
	};
	struct pte_answer a = judge(MODE_X86_4, 0, (ENTRY & ~cases[_i].clear) | cases[_i].set,
				    cases[_i].access | ACCESS_NXE);

	ck_assert_int_eq(a.verdict, cases[_i].allowed ? PTE_LEAF : PTE_FAULTS);
	if (!cases[_i].allowed)
		ck_assert_uint_eq(a.code & (CODE_P | CODE_RSVD), CODE_P);
}
END_TEST

/* Each entry on the path can take a right away, and none can give it back. */
START_TEST(rights_on_the_path)
{
	static const struct {
		uint64_t clear, set, lost;
	} cases[] = {{RW, 0, PTE_W},
		     {US, 0, PTE_U},
		     {0, XD, PTE_X},
		     {RW | US, XD, PTE_W | PTE_U | PTE_X},
		     {0, 0, 0}};
	const uint64_t all = PTE_W | PTE_U | PTE_X;
	uint64_t taking = (ENTRY & ~cases[_i].clear) | cases[_i].set;

	for (unsigned int level = 0; level < 4; level++) {
		uint64_t path = pte_path(MODE_X86_4);
		struct pte_answer a;

		ck_assert_uint_eq(path, all);
		for (unsigned int n = 4; n-- > 0;) {
			a = judge_on(path, MODE_X86_4, n, n == level ? taking : ENTRY,
				     LOAD | ACCESS_NXE, 46);
			path = a.path;
		}
		ck_assert_int_eq(a.verdict, PTE_LEAF);
		ck_assert_uint_eq(a.leaf & (all | PTE_R), PTE_R | (all & ~cases[_i].lost));
	}
}
END_TEST

/* A pointer that does not allow the access is no fault: only the leaf is. */
START_TEST(pointers_allow_all)
{
	uint64_t entry = P | XD;

	ck_assert_int_eq(judge(MODE_X86_4, 1, entry, STORE | ACCESS_USER | ACCESS_NXE).verdict,
			 PTE_POINTER);
	ck_assert_int_eq(judge(MODE_X86_4, 1, entry, FETCH | ACCESS_NXE).verdict, PTE_POINTER);
}
END_TEST

/* walk-3. */
START_TEST(global)
{
	ck_assert(judge(MODE_X86_4, 0, ENTRY | G, LOAD | ACCESS_PGE).leaf & PTE_G);
	ck_assert(!(judge(MODE_X86_4, 0, ENTRY | G, LOAD).leaf & PTE_G));
	ck_assert(!(judge(MODE_X86_4, 0, ENTRY, LOAD | ACCESS_PGE).leaf & PTE_G));
	ck_assert(judge(MODE_X86_2, 1, ENTRY | PS | G, LOAD | ACCESS_PGE | ACCESS_PSE).leaf &
		  PTE_G);
	/* not by a pointer */
	ck_assert(!(judge(MODE_X86_4, 1, ENTRY | G, LOAD | ACCESS_PGE).path & PTE_G));
}
END_TEST

/* walk-4: A in each entry, D in the leaf of a store. */
START_TEST(marks)
{
	uint64_t bare = P | RW | US;

	ck_assert_uint_eq(judge(MODE_X86_4, 1, bare, STORE).marked, bare | A);
	ck_assert_uint_eq(judge(MODE_X86_4, 1, bare | A, STORE).marked, bare | A);
	ck_assert_uint_eq(judge(MODE_X86_4, 0, bare, LOAD).marked, bare | A);
	ck_assert_uint_eq(judge(MODE_X86_4, 0, bare, STORE).marked, bare | A | D);
	ck_assert_uint_eq(judge(MODE_X86_4, 0, bare | A, STORE).marked, bare | A | D);
	ck_assert_uint_eq(judge(MODE_X86_4, 0, bare | D, LOAD).marked, bare | A | D);
	ck_assert_uint_eq(judge(MODE_X86_4, 1, bare | PS, STORE).marked, bare | PS | A | D);
	/* the word of the leaf is of after the update */
	ck_assert(judge(MODE_X86_4, 0, bare, STORE).leaf & PTE_D);
	ck_assert(!(judge(MODE_X86_4, 0, bare, LOAD).leaf & PTE_D));
	ck_assert(judge(MODE_X86_4, 0, bare | D, LOAD).leaf & PTE_D);
	ck_assert(judge(MODE_X86_4, 0, bare, LOAD).leaf & PTE_A);
}
END_TEST

/* ---- Error codes ---- */

START_TEST(codes)
{
	static const struct {
		enum mode mode;
		uint64_t access;
		unsigned int code;
	} cases[] = {
		{MODE_X86_4, LOAD, 0},
		{MODE_X86_4, STORE, CODE_W},
		{MODE_X86_4, LOAD | ACCESS_USER, CODE_U},
		{MODE_X86_4, STORE | ACCESS_USER, CODE_W | CODE_U},
		{MODE_X86_4, FETCH, 0},
		{MODE_X86_4, FETCH | ACCESS_NXE, CODE_ID},
		{MODE_X86_4, FETCH | ACCESS_SMEP, CODE_ID},
		{MODE_X86_4, LOAD | ACCESS_SMEP | ACCESS_NXE, 0},
		{MODE_X86_5, FETCH | ACCESS_NXE | ACCESS_USER, CODE_ID | CODE_U},
		{MODE_X86_PAE, FETCH | ACCESS_NXE, CODE_ID},
		{MODE_X86_2, FETCH | ACCESS_NXE, 0}, /* entries of 4 bytes have no XD */
		{MODE_X86_2, FETCH | ACCESS_SMEP, CODE_ID},
		{MODE_X86_2, FETCH | ACCESS_SMEP | ACCESS_NXE | ACCESS_USER, CODE_ID | CODE_U},
	};
	enum mode mode = cases[_i].mode;
	uint64_t closed = cases[_i].access & ~(uint64_t)ACCESS_OPEN;
	struct pte_answer a = judge(mode, 0, 0, cases[_i].access);

	ck_assert_int_eq(a.verdict, PTE_FAULTS);
	ck_assert_uint_eq(a.code, cases[_i].code);
	ck_assert_uint_eq(pte_x86_code_absent(mode, cases[_i].access), cases[_i].code);
	/* the same for one that is there: of the wrong kind of page */
	a = judge(mode, 0, closed & ACCESS_USER ? P | RW : P | RW | US, closed);
	ck_assert_int_eq(a.verdict, PTE_FAULTS);
	ck_assert_uint_eq(a.code, cases[_i].code | CODE_P);
}
END_TEST

/* Reserved comes before protection, and it shows in the leaf and in a pointer. */
START_TEST(reserved_comes_first)
{
	uint64_t entry = P | UINT64_C(1) << 46;

	ck_assert_uint_eq(judge(MODE_X86_4, 0, entry, STORE | ACCESS_USER).code,
			  CODE_P | CODE_W | CODE_U | CODE_RSVD);
	ck_assert_uint_eq(judge(MODE_X86_4, 3, entry, STORE | ACCESS_USER).code,
			  CODE_P | CODE_W | CODE_U | CODE_RSVD);
	ck_assert_uint_eq(judge(MODE_X86_4, 0, entry, FETCH | ACCESS_SMEP).code,
			  CODE_P | CODE_RSVD | CODE_ID);
}
END_TEST

/* RISC-V's page faults have no code. */
START_TEST(no_code_of_riscv)
{
	struct pte_answer a = judge(MODE_SV39, 0, 0, STORE | ACCESS_USER | ACCESS_SMEP);

	ck_assert_int_eq(a.verdict, PTE_FAULTS);
	ck_assert_uint_eq(a.code, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pte_x86");
	TCase *tc = tcase_create("pte_x86");

	suite_add_tcase(suite, tc);
	tcase_add_loop_test(tc, reserved, 0, KINDS);
	tcase_add_loop_test(tc, levels, 0, 15);
	tcase_add_test(tc, tables);
	tcase_add_loop_test(tc, pages, 0, 8);
	tcase_add_loop_test(tc, memory_types, 0, 10);
	tcase_add_loop_test(tc, rights_of_a_leaf, 0, 16);
	tcase_add_loop_test(tc, rights_on_the_path, 0, 5);
	tcase_add_test(tc, pointers_allow_all);
	tcase_add_test(tc, global);
	tcase_add_test(tc, marks);
	tcase_add_loop_test(tc, codes, 0, 13);
	tcase_add_test(tc, reserved_comes_first);
	tcase_add_test(tc, no_code_of_riscv);

	return suite_run(suite);
}
