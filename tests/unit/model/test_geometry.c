/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The geometry of the modes against the table of rtl/README.md, "Paging modes".
 */
#include <check.h>
#include <stdlib.h>

#include "geometry.h"
#include "suite.h"

START_TEST(geometry)
{
	static const struct geometry expected[] = {
		{2, 10, 2, 64}, {3, 9, 3, 39}, {4, 9, 3, 48}, {5, 9, 3, 57},
		{2, 10, 2, 64}, {2, 9, 3, 64}, {4, 9, 3, 48}, {5, 9, 3, 57},
	};
	const struct geometry *g = geometry_of((enum mode)_i);

	ck_assert_uint_eq(g->levels, expected[_i].levels);
	ck_assert_uint_eq(g->index_bits, expected[_i].index_bits);
	ck_assert_uint_eq(g->pte_shift, expected[_i].pte_shift);
	ck_assert_uint_eq(g->va_bits, expected[_i].va_bits);
}
END_TEST

START_TEST(canonical)
{
	ck_assert(geometry_is_canonical(MODE_SV32, UINT64_MAX));
	ck_assert(geometry_is_canonical(MODE_SV32, 0xdead000080000000));

	ck_assert(geometry_is_canonical(MODE_SV39, 0x0000003fffffffff));
	ck_assert(!geometry_is_canonical(MODE_SV39, 0x0000004000000000));
	ck_assert(geometry_is_canonical(MODE_SV39, 0xffffffc000000000));
	ck_assert(!geometry_is_canonical(MODE_SV39, 0xffffffbfffffffff));
	ck_assert(!geometry_is_canonical(MODE_SV39, 0x7fffffc000000000));

	ck_assert(geometry_is_canonical(MODE_SV48, 0x00007fffffffffff));
	ck_assert(!geometry_is_canonical(MODE_SV48, 0x0000800000000000));
	ck_assert(geometry_is_canonical(MODE_SV48, 0xffff800000000000));

	ck_assert(geometry_is_canonical(MODE_SV57, 0x00ffffffffffffff));
	ck_assert(!geometry_is_canonical(MODE_SV57, 0x0100000000000000));
	ck_assert(geometry_is_canonical(MODE_SV57, 0xff00000000000000));
	ck_assert(!geometry_is_canonical(MODE_SV57, 0xfe00000000000000));

	ck_assert(geometry_is_canonical(MODE_X86_2, 0xdead000080000000));
	ck_assert(geometry_is_canonical(MODE_X86_PAE, 0xdead000080000000));
	ck_assert(geometry_is_canonical(MODE_X86_4, 0x00007fffffffffff));
	ck_assert(!geometry_is_canonical(MODE_X86_4, 0x0000800000000000));
	ck_assert(geometry_is_canonical(MODE_X86_4, 0xffff800000000000));
	ck_assert(!geometry_is_canonical(MODE_X86_4, 0x7fff800000000000));
	ck_assert(geometry_is_canonical(MODE_X86_5, 0x00ffffffffffffff));
	ck_assert(!geometry_is_canonical(MODE_X86_5, 0x0100000000000000));
	ck_assert(geometry_is_canonical(MODE_X86_5, 0xff00000000000000));
	ck_assert(!geometry_is_canonical(MODE_X86_5, 0x7f00000000000000));
}
END_TEST

/* array-5: n bits are those of the widest mode that is built, and 33 where all have 32. */
START_TEST(some_page)
{
	static const struct {
		unsigned int formats, n;
	} of[] = {
		{1 << MODE_SV32, 33},
		{1 << MODE_X86_2 | 1 << MODE_X86_PAE, 33},
		{1 << MODE_SV39, 39},
		{1 << MODE_SV32 | 1 << MODE_SV39 | 1 << MODE_X86_2, 39},
		{1 << MODE_SV39 | 1 << MODE_SV48, 48},
		{1 << MODE_X86_4 | 1 << MODE_X86_PAE, 48},
		{1 << MODE_SV57, 57},
		{1 << MODE_X86_5 | 1 << MODE_SV32, 57},
		{255, 57},
	};
	unsigned int n = of[_i].n;

	for (unsigned int high = n - 1; high < 64; high++) {
		ck_assert(!geometry_some_page(of[_i].formats, UINT64_C(1) << high));
		ck_assert(!geometry_some_page(of[_i].formats, ~(UINT64_C(1) << high)));
	}
	for (unsigned int low = 0; low < n - 1; low++) {
		ck_assert(geometry_some_page(of[_i].formats, UINT64_C(1) << low));
		ck_assert(geometry_some_page(of[_i].formats, ~(UINT64_C(1) << low)));
	}
}
END_TEST

START_TEST(addresses)
{
	/* Sv32: indexes 0x3ff and 0x001, 4 bytes each; bits above 31 do not count */
	ck_assert_uint_eq(geometry_pte_address(MODE_SV32, 1, 0x12345, 0xabcdffc01fff), 0x12345ffc);
	ck_assert_uint_eq(geometry_pte_address(MODE_SV32, 0, 0x3fffff, 0xffc01fff), 0x3fffff004);
	/* Sv39: 0x1ff at the root, 0x003 at the last level, 8 bytes each */
	ck_assert_uint_eq(geometry_pte_address(MODE_SV39, 2, 0x80000, 0xffffffffc0003000),
			  0x80000ff8);
	ck_assert_uint_eq(geometry_pte_address(MODE_SV39, 0, 0x80000, 0xffffffffc0003000),
			  0x80000018);
	/* Sv57: bits 56:48 index the root */
	ck_assert_uint_eq(geometry_pte_address(MODE_SV57, 4, 0xfffffffffff, 0x0002000000000000),
			  0xfffffffffff010);
	/* two-level: 0x3ff and 0x001; PAE, below its PDPTE: 0x1fe of bits 29:21 */
	ck_assert_uint_eq(geometry_pte_address(MODE_X86_2, 1, 0x12345, 0xabcdffc01fff), 0x12345ffc);
	ck_assert_uint_eq(geometry_pte_address(MODE_X86_2, 0, 0x12345, 0xffc01fff), 0x12345004);
	ck_assert_uint_eq(geometry_pte_address(MODE_X86_PAE, 1, 0x12345, 0xffc01fff), 0x12345ff0);
	/* 0x1ff of bits 47:39, 0x1fe of bits 56:48 */
	ck_assert_uint_eq(geometry_pte_address(MODE_X86_4, 3, 0x12345, 0xfffeff8000000000),
			  0x12345ff8);
	ck_assert_uint_eq(geometry_pte_address(MODE_X86_5, 4, 0x12345, 0xfffe800000000000),
			  0x12345ff0);
}
END_TEST

/* The regimes: what long mode is, and where addresses are short. */
START_TEST(regimes)
{
	ck_assert(regime_is_long(REGIME_X86_64, 1, 1));
	ck_assert(!regime_is_long(REGIME_X86_64, 0, 1));
	ck_assert(!regime_is_long(REGIME_X86_64, 1, 0));
	ck_assert(!regime_is_long(REGIME_X86_32, 1, 1));
	ck_assert(!regime_is_long(REGIME_RV64, 1, 1));
	for (unsigned int mode = 0; mode < 8; mode++)
		ck_assert_int_eq(mode_is_short((enum mode)mode), 0x31 >> mode & 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("geometry");
	TCase *tc = tcase_create("geometry");

	suite_add_tcase(suite, tc);
	tcase_add_loop_test(tc, geometry, 0, 8);
	tcase_add_test(tc, canonical);
	tcase_add_loop_test(tc, some_page, 0, 9);
	tcase_add_test(tc, addresses);
	tcase_add_test(tc, regimes);

	return suite_run(suite);
}
