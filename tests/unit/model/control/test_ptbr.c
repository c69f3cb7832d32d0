/* SPDX-License-Identifier: Apache-2.0 */
/* satp, and what FORMATS leaves of the register: port-4 and ptbr-1 to ptbr-4 of rtl/contract. */
#include <check.h>

#include "ptbr_fixture.h"
#include "suite.h"

START_TEST(after_reset)
{
	put(REGIME_RV32, 0xffffffff);
	kernel_poke(&k, "rst", 1);
	put(REGIME_RV32, 0x80000001);
	expect("ptbr_held", 0);
	expect("held_regime", REGIME_RV64);
	expect("held_bare", 1);
	expect("ptbr_rsp_valid", 0);
}
END_TEST

START_TEST(shows_in_the_next_cycle)
{
	kernel_poke(&k, "ptbr_valid", 1);
	kernel_poke(&k, "ptbr_regime", REGIME_RV64);
	kernel_poke(&k, "ptbr_value", SV39_VALUE);
	kernel_settle(&k);
	expect("ptbr_ready", 1);
	expect("ptbr_held", 0);
	expect("ptbr_rsp_valid", 0);
	kernel_tick(&k);
	kernel_poke(&k, "ptbr_valid", 0);
	kernel_settle(&k);
	expect("ptbr_held", SV39_VALUE);
	expect("ptbr_rsp_valid", 1);
	expect("ptbr_rsp_fault", FAULT_NONE);
	kernel_tick(&k);
	kernel_settle(&k);
	expect("ptbr_rsp_valid", 0);
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
	expect("ptbr_rsp_valid", 1); /* ptbr-2: ignored, and no fault */
	expect("ptbr_rsp_fault", FAULT_NONE);
	expect("held_regime", legal ? REGIME_RV64 : REGIME_RV32);
	expect("held_short", !legal);
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

/* ptbr-3. */
START_TEST(missing_asid_bits)
{
	kernel_finish(&k);
	start(4, 46, 255);
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
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_X86_32, 1), 0xfff);
	ck_assert_uint_eq(ptbr_asid_mask(REGIME_X86_64, 16), 0xfff);
}
END_TEST

/* ptbr-2: what is left out by FORMATS, of RISC-V by mode, and every regime as a whole. */
START_TEST(formats)
{
	static const struct {
		unsigned int formats;
		enum regime regime;
		uint64_t value;
		bool happens;
	} cases[] = {
		{0x01, REGIME_RV32, 0x80000001, true},
		{0xfe, REGIME_RV32, 0x80000001, false},
		{0xfe, REGIME_RV32, 1, false}, /* Bare of a regime that is not there */
		{0x02, REGIME_RV64, SV39_VALUE, true},
		{0x04, REGIME_RV64, SV39_VALUE, false},
		{0x04, REGIME_RV64, 1, true},
		{0x04, REGIME_RV64, UINT64_C(9) << 60 | 1, true},
		{0xfb, REGIME_RV64, UINT64_C(9) << 60 | 1, false},
		{0x08, REGIME_RV64, UINT64_C(10) << 60 | 1, true},
		{0xf7, REGIME_RV64, UINT64_C(10) << 60 | 1, false},
		{0xf1, REGIME_RV64, 1, false},
		{0x10, REGIME_X86_32, 0x1000, true},
		{0x20, REGIME_X86_32, 0x1000, true}, /* two-level is not there: walk-9's matter */
		{0xcf, REGIME_X86_32, 0x1000, false},
		{0x10, REGIME_X86_64, 0x1000, true},
		{0x80, REGIME_X86_64, 0x1000, true},
		{0x0f, REGIME_X86_64, 0x1000, false},
	};

	kernel_finish(&k);
	start(16, 46, cases[_i].formats);
	put(cases[_i].regime, cases[_i].value);
	expect("ptbr_rsp_valid", 1);
	expect("ptbr_rsp_fault", FAULT_NONE);
	expect("ptbr_held", cases[_i].happens ? cases[_i].value : 0);
	expect("held_regime", cases[_i].happens ? cases[_i].regime : REGIME_RV64);
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
	tcase_add_test(tc, missing_asid_bits);
	tcase_add_test(tc, asid_masks);
	tcase_add_loop_test(tc, formats, 0, 17);

	return suite_run(suite);
}
