/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The harness's table of paging modes, against the manuals: RISC-V privileged, "Supervisor Address
 * Translation and Protection (satp) Register" and the tables of each mode; SDM volume 3A, table
 * "Properties of Different Paging Modes".
 */
#include <check.h>

#include "arch/paging.h"
#include "suite.h"

/* Addresses: pages of 4 KiB, then the levels; the highest level of RISC-V's modes fills up the
 * rest. */
START_TEST(levels_make_up_the_address)
{
	ck_assert_uint_eq(12 + 2 * paging[PAGING_SV32].index_bits, 32);
	ck_assert_uint_eq(12 + 3 * paging[PAGING_SV39].index_bits, paging[PAGING_SV39].va_bits);
	for (unsigned int mode = 0; mode < PAGING_MODES; mode++) {
		const struct paging *p = &paging[mode];
		unsigned int pdpte_bits = mode == PAGING_PAE ? 2 : 0;

		ck_assert_uint_eq(12 + p->levels * p->index_bits + pdpte_bits, p->va_bits);
		ck_assert_uint_eq(p->pte_bytes << p->index_bits, 4096);
		ck_assert_uint_lt(p->page_level, p->levels);
	}
}
END_TEST

/* Of x86 a page is of 4 MiB, 2 MiB or 1 GiB at most; RISC-V's may end at each level. */
START_TEST(largest_pages)
{
	static const unsigned int largest[PAGING_MODES] = {22, 30, 39, 48, 22, 21, 30, 30};

	for (unsigned int mode = 0; mode < PAGING_MODES; mode++)
		ck_assert_uint_eq(12 + paging[mode].page_level * paging[mode].index_bits,
				  largest[mode]);
}
END_TEST

START_TEST(regimes_have_their_modes)
{
	ck_assert_uint_eq(paging_of_regime[REGIME_RV32], 1u << PAGING_SV32);
	ck_assert_uint_eq(paging_of_regime[REGIME_RV64],
			  1u << PAGING_SV39 | 1u << PAGING_SV48 | 1u << PAGING_SV57);
	ck_assert_uint_eq(paging_of_regime[REGIME_X86_32],
			  1u << PAGING_TWO_LEVEL | 1u << PAGING_PAE);
	ck_assert_uint_eq(paging_of_regime[REGIME_X86_64],
			  1u << PAGING_TWO_LEVEL | 1u << PAGING_PAE | 1u << PAGING_FOUR_LEVEL |
				  1u << PAGING_FIVE_LEVEL);
	for (unsigned int mode = 0; mode < PAGING_MODES; mode++) {
		ck_assert(paging_of_regime[paging[mode].regime] >> mode & 1);
		ck_assert(paging[mode].is_x86 == !(PAGING_RISCV >> mode & 1));
		ck_assert(paging[mode].is_x86 == (PAGING_X86 >> mode & 1));
	}
}
END_TEST

START_TEST(modes_of_satp)
{
	static const struct {
		uint64_t satp;
		enum paging_mode mode;
	} of_64[] = {
		{UINT64_C(0x0fffffffffffffff), PAGING_OFF},
		{UINT64_C(0x1000000000000000), PAGING_MODES},
		{UINT64_C(0x7fffffffffffffff), PAGING_MODES},
		{UINT64_C(0x8000000000000000), PAGING_SV39},
		{UINT64_C(0x9000000000000000), PAGING_SV48},
		{UINT64_C(0xa000000000000000), PAGING_SV57},
		{UINT64_C(0xb000000000000000), PAGING_MODES},
	};

	for (unsigned int i = 0; i < sizeof(of_64) / sizeof(of_64[0]); i++)
		ck_assert_int_eq(paging_of_satp(REGIME_RV64, of_64[i].satp), of_64[i].mode);
	ck_assert_int_eq(paging_of_satp(REGIME_RV32, 0x7fffffff), PAGING_OFF);
	ck_assert_int_eq(paging_of_satp(REGIME_RV32, 0x80000000), PAGING_SV32);
}
END_TEST

START_TEST(base_registers)
{
	ck_assert_uint_eq(paging_ptbr(PAGING_SV32, 0x3fffff, 0x3ff), 0xffffffff);
	ck_assert_uint_eq(paging_ptbr(PAGING_SV39, 0x80000, 0x12345), UINT64_C(0x8234500000080000));
	ck_assert_uint_eq(paging_ptbr(PAGING_SV57, 1, 0), UINT64_C(0xa000000000000001));
	ck_assert_uint_eq(paging_ptbr(PAGING_FOUR_LEVEL, 0x80000, 0x1fff), 0x80000fff);
	ck_assert_uint_eq(paging_ptbr(PAGING_PAE, 0x80000, 0xfff), 0x80000000);
}
END_TEST

START_TEST(what_is_built)
{
	ck_assert(paging_is_built(0x02, PAGING_SV39));
	ck_assert(!paging_is_built(0x02, PAGING_SV48));
	ck_assert(!paging_is_built(0xff, PAGING_MODES));
	ck_assert(!paging_is_wide(PAGING_SV32) && !paging_is_wide(PAGING_TWO_LEVEL));
	ck_assert(paging_is_wide(PAGING_PAE) && paging_is_wide(PAGING_SV39));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("paging");
	TCase *tcase = tcase_create("paging");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, levels_make_up_the_address);
	tcase_add_test(tcase, largest_pages);
	tcase_add_test(tcase, regimes_have_their_modes);
	tcase_add_test(tcase, modes_of_satp);
	tcase_add_test(tcase, base_registers);
	tcase_add_test(tcase, what_is_built);
	return suite_run(suite);
}
