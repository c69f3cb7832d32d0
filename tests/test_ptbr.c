/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register against B1 to B4 of rtl/README.md.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "kernel.h"
#include "ptbr.h"
#include "pte.h"
#include "suite.h"

#define SV39_VALUE UINT64_C(0x8123400000abcdef) /* ASID 0x1234, PPN 0xabcdef */

static struct kernel k;
static struct ptbr ptbr;

static void start(unsigned int asid_bits)
{
	kernel_init(&k);
	ptbr_init(&ptbr, &k, asid_bits);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

static void setup(void)
{
	start(16);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void put(uint64_t regime, uint64_t value)
{
	kernel_poke(&k, "ptbr_valid", 1);
	kernel_poke(&k, "ptbr_regime", regime);
	kernel_poke(&k, "ptbr_value", value);
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_poke(&k, "ptbr_valid", 0);
	kernel_settle(&k);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

START_TEST(after_reset)
{
	put(REGIME_RV32, 0xffffffff);
	kernel_poke(&k, "rst", 1);
	put(REGIME_RV32, 0x80000001);
	expect("ptbr_held", 0);
	expect("held_regime", REGIME_RV64);
	expect("held_bare", 1);
}
END_TEST

START_TEST(shows_in_the_next_cycle)
{
	kernel_poke(&k, "ptbr_valid", 1);
	kernel_poke(&k, "ptbr_regime", REGIME_RV64);
	kernel_poke(&k, "ptbr_value", SV39_VALUE);
	kernel_settle(&k);
	expect("ptbr_held", 0);
	kernel_tick(&k);
	kernel_settle(&k);
	expect("ptbr_held", SV39_VALUE);
}
END_TEST

START_TEST(not_valid_writes_nothing)
{
	put(REGIME_RV64, SV39_VALUE);
	kernel_poke(&k, "ptbr_value", 0);
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
	expect("ptbr_held", SV39_VALUE);
}
END_TEST

START_TEST(modes_of_rv64)
{
	bool legal = _i == 0 || (_i >= 8 && _i <= 10);
	uint64_t value = (uint64_t)_i << 60 | 0x77;

	put(REGIME_RV32, 0x80000055);
	put(REGIME_RV64, value);
	expect("ptbr_held", legal ? value : 0x80000055);
	expect("held_regime", legal ? REGIME_RV64 : REGIME_RV32);
	expect("held_bare", _i == 0);
	expect("held_root", legal ? 0x77 : 0x55);
	if (_i >= 8)
		expect("held_mode", _i == 8    ? MODE_SV39
				    : _i == 9  ? MODE_SV48
				    : _i == 10 ? MODE_SV57
					       : MODE_SV32);
}
END_TEST

START_TEST(fields_of_rv64)
{
	put(REGIME_RV64, UINT64_C(0xa) << 60 | UINT64_C(0xfedc) << 44 | UINT64_C(0xfffffffffff));
	expect("held_asid", 0xfedc);
	expect("held_root", 0xfffffffffff);
}
END_TEST

START_TEST(fields_of_rv32)
{
	put(REGIME_RV32, 0xdeadbeefffffffff);
	expect("ptbr_held", 0xffffffff);
	expect("held_asid", 0x1ff);
	expect("held_root", 0x3fffff);
	expect("held_bare", 0);
	expect("held_mode", MODE_SV32);
	put(REGIME_RV32, 0x7fffffff);
	expect("ptbr_held", 0x7fffffff); /* Bare: the rest is held */
	expect("held_bare", 1);
	expect("held_regime", REGIME_RV32);
}
END_TEST

START_TEST(regimes_of_others)
{
	put(REGIME_RV64, SV39_VALUE);
	put(2, 0);
	put(3, SV39_VALUE + 1);
	expect("ptbr_held", SV39_VALUE);
}
END_TEST

/* B3. */
START_TEST(missing_asid_bits)
{
	kernel_finish(&k);
	start(4);
	put(REGIME_RV64, UINT64_C(0x8ffff00000000001));
	expect("ptbr_held", UINT64_C(0x8000f00000000001));
	expect("held_asid", 0xf);
	put(REGIME_RV64, UINT64_C(0x0ffff00000000001));
	expect("ptbr_held", UINT64_C(0x0000f00000000001));
	put(REGIME_RV32, 0xffffffff);
	expect("ptbr_held", 0x83ffffff);
	expect("held_asid", 0xf);
}
END_TEST

START_TEST(asid_masks)
{
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_RV32, 16), 0x1ff);
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_RV32, 9), 0x1ff);
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_RV32, 8), 0xff);
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_RV64, 16), 0xffff);
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_RV64, 1), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ptbr");
	TCase *tc = tcase_create("ptbr");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, after_reset);
	tcase_add_test(tc, shows_in_the_next_cycle);
	tcase_add_test(tc, not_valid_writes_nothing);
	tcase_add_loop_test(tc, modes_of_rv64, 0, 16);
	tcase_add_test(tc, fields_of_rv64);
	tcase_add_test(tc, fields_of_rv32);
	tcase_add_test(tc, regimes_of_others);
	tcase_add_test(tc, missing_asid_bits);
	tcase_add_test(tc, asid_masks);

	return suite_run(suite);
}
