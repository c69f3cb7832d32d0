/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register, together with the write unit, against P4 and
 * B1 to B8 of rtl/README.md; ports, fences and the loader of PDPTEs are played
 * by the test.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "kernel.h"
#include "mode.h"
#include "ptbr.h"
#include "suite.h"
#include "write.h"

#define SV39_VALUE UINT64_C(0x8123400000abcdef) /* ASID 0x1234, PPN 0xabcdef */

static struct kernel k;
static struct ptbr ptbr;
static struct write write_unit;

static void start(unsigned int asid_bits, unsigned int pa_bits, unsigned int formats)
{
	kernel_init(&k);
	ptbr_init(&ptbr, &k, asid_bits, pa_bits);
	write_init(&write_unit, &k, pa_bits, formats);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_settle(&k);
}

static void setup(void)
{
	start(16, 46, 255);
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
	expect("ptbr_rsp_valid", 1); /* B2: ignored, and no fault */
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

/* B3. */
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

/* B2: what is left out by FORMATS, of RISC-V by mode, and every regime as a whole. */
START_TEST(formats)
{
	static const struct {
		unsigned int formats;
		enum regime regime;
		uint64_t value;
		bool happens;
	} cases[] = {
		{0x01, REGIME_RV32,   0x80000001,             true },
		{0xfe, REGIME_RV32,   0x80000001,             false},
		{0xfe, REGIME_RV32,   1,                      false}, /* Bare of a regime that is not there */
		{0x02, REGIME_RV64,   SV39_VALUE,             true },
		{0x04, REGIME_RV64,   SV39_VALUE,             false},
		{0x04, REGIME_RV64,   1,                      true },
		{0x04, REGIME_RV64,   UINT64_C(9) << 60 | 1,  true },
		{0xfb, REGIME_RV64,   UINT64_C(9) << 60 | 1,  false},
		{0x08, REGIME_RV64,   UINT64_C(10) << 60 | 1, true },
		{0xf7, REGIME_RV64,   UINT64_C(10) << 60 | 1, false},
		{0xf1, REGIME_RV64,   1,                      false},
		{0x10, REGIME_X86_32, 0x1000,                 true },
		{0x20, REGIME_X86_32, 0x1000,                 true }, /* two-level is not there: W9's matter */
		{0xcf, REGIME_X86_32, 0x1000,                 false},
		{0x10, REGIME_X86_64, 0x1000,                 true },
		{0x80, REGIME_X86_64, 0x1000,                 true },
		{0x0f, REGIME_X86_64, 0x1000,                 false},
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

/* ---- x86 ---- */

static void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
	kernel_settle(&k);
}

static void go_long(bool pcide)
{
	set("pg", 1);
	set("pae", 1);
	set("lma", 1);
	set("pcide", pcide);
}

/* The table of "Paging modes", for all of regime, pg, lma, pae, la57. */
START_TEST(modes_of_x86)
{
	uint64_t pg = _i & 1, lma = _i >> 1 & 1, pae = _i >> 2 & 1, la57 = _i >> 3 & 1;
	enum regime regime = _i >> 4 ? REGIME_X86_64 : REGIME_X86_32;
	bool is_long = pg && lma && regime == REGIME_X86_64;
	enum mode expected = MODE_X86_2;

	if (is_long)
		expected = la57 ? MODE_X86_5 : MODE_X86_4;
	else if (pae)
		expected = MODE_X86_PAE;
	put(regime, 0x3123456789abc000);
	set("pcide", 1);
	set("pg", pg);
	set("lma", lma);
	set("pae", pae);
	set("la57", la57);
	expect("held_regime", regime);
	expect("held_bare", !pg);
	expect("held_mode", pg ? expected : 0);
	expect("held_short", !is_long);
	/* it was written out of long mode, as 32 bits */
	expect("ptbr_held", 0x89abc000);
	expect("held_root", expected == MODE_X86_PAE ? 0 : 0x89abc);
}
END_TEST

/* B1, B3, B7: what may be written in long mode, M being 46, 52 and 32. */
START_TEST(cr3_in_long_mode)
{
	static const struct {
		unsigned int pa_bits;
		bool pcide;
		uint64_t value;
		bool faults;
	} cases[] = {
		{46, false, 0x00003ffffffff000, false},
                {46, false, 0x0000400000000000, true },
		{46, false, 0x4000000000000000, true },
                {46, true,  0x4000000000000000, true },
		{46, false, 0x8000000000001000, true },
                {46, true,  0x80003ffffffffabc, false},
		{46, true,  0x8000400000000000, true },
                {46, false, 0x00000000000fffff, false},
		{52, false, 0x000fffffffffffff, false},
                {52, false, 0x0010000000000000, true },
		{32, false, 0x00000000ffffffff, false},
                {32, false, 0x0000000100000000, true },
	};
	uint64_t held = cases[_i].value & INT64_MAX;

	kernel_finish(&k);
	start(16, cases[_i].pa_bits, 255);
	put(REGIME_X86_64, 0x777);
	go_long(cases[_i].pcide);
	put(REGIME_X86_64, cases[_i].value);
	expect("ptbr_rsp_valid", 1);
	expect("ptbr_rsp_fault", cases[_i].faults ? FAULT_PROTECTION : FAULT_NONE);
	expect("ptbr_held", cases[_i].faults ? 0x777 : held);
	expect("held_root", cases[_i].faults ? 0 : held >> 12);
	expect("held_asid", !cases[_i].pcide ? 0 : cases[_i].faults ? 0x777 : held & 0xfff);
	kernel_tick(&k);
	kernel_settle(&k);
	expect("ptbr_rsp_valid", 0);
	expect("ptbr_rsp_fault", 0);
}
END_TEST

/* B7: the checks are for long mode, which x86-32 does not have. */
START_TEST(cr3_out_of_long_mode)
{
	go_long(true);
	set("pae", 0);
	put(REGIME_X86_32, 0xffffffff12345678);
	expect("ptbr_rsp_fault", FAULT_NONE);
	expect("ptbr_held", 0x12345678);
	expect("held_root", 0x12345);
	expect("held_asid", 0); /* P4 */
	set("lma", 0);
	put(REGIME_X86_64, 0xffffffff12345abc);
	expect("ptbr_held", 0x12345abc);
	expect("held_asid", 0);
}
END_TEST

/* P4: PCIDE acts in the cycle in which it changes. */
START_TEST(pcid_follows_the_pins)
{
	go_long(true);
	put(REGIME_X86_64, 0x12345abc);
	expect("held_asid", 0xabc);
	set("pcide", 0);
	expect("held_asid", 0);
}
END_TEST

/* Offers a write in this cycle. */
static void offer(enum regime regime, uint64_t value)
{
	kernel_poke(&k, "ptbr_valid", 1);
	kernel_poke(&k, "ptbr_regime", regime);
	kernel_poke(&k, "ptbr_value", value);
	kernel_settle(&k);
}

/* B6. */
START_TEST(drops_of_x86)
{
	static const struct {
		bool is_long, pcide;
		enum regime regime;
		uint64_t value;
		bool drops;
		uint64_t asid;
	} cases[] = {
		{true,  true,  REGIME_X86_64, 0x12345abc,         true,  0xabc},
		{true,  true,  REGIME_X86_64, 0x8000000012345abc, false, 0    },
		{true,  false, REGIME_X86_64, 0x12345abc,         true,  0    },
		{true,  false, REGIME_X86_64, 0x8000000012345abc, false, 0    }, /* faults */
		{true,  true,  REGIME_X86_64, 0x4000000012345abc, false, 0    }, /* the same */
		{false, true,  REGIME_X86_64, 0x8000000012345abc, true,  0    },
		{false, true,  REGIME_X86_32, 0x12345abc,         true,  0    },
		{true,  true,  REGIME_RV64,   SV39_VALUE,         false, 0    },
		{true,  true,  REGIME_RV64,   UINT64_C(1) << 60,  false, 0    },
	};

	if (cases[_i].is_long)
		go_long(cases[_i].pcide);
	set("pcide", cases[_i].pcide);
	put(REGIME_X86_64, 0);
	expect("write_drops", 0);
	offer(cases[_i].regime, cases[_i].value);
	expect("write_drops", cases[_i].drops);
	expect("write_asid", cases[_i].asid);
	set("data_missing", 1); /* only when it happens */
	expect("write_drops", 0);
	expect("write_asid", 0);
}
END_TEST

/* B5: old and new regime, what it waits for, and what it keeps out. */
START_TEST(wall)
{
	static const char *const waits_for[] = {"fetch_missing", "data_missing", "fence_valid"};
	enum regime before = (enum regime)(_i & 3), after = (enum regime)(_i >> 2);
	bool wall = before >= REGIME_X86_32 || after >= REGIME_X86_32;

	put(before, 0x1000);
	kernel_tick(&k);
	kernel_settle(&k);
	for (unsigned int i = 0; i < 3; i++) {
		/* not valid: ready tells the same, and nobody is kept out */
		kernel_poke(&k, "ptbr_regime", after);
		set(waits_for[i], 1);
		expect("ptbr_ready", !wall);
		expect("write_wall", 0);
		offer(after, 0x2000);
		expect("ptbr_ready", !wall);
		expect("write_wall", wall);
		expect("write_happens", !wall);
		set("ptbr_valid", 0);
		set(waits_for[i], 0);
	}
	offer(after, 0x2000);
	expect("ptbr_ready", 1);
	expect("write_wall", wall);
	set("loading", 1);
	expect("ptbr_ready", 0);
	set("ptbr_valid", 0);
	expect("ptbr_ready", 0);
	expect("write_wall", 1);
}
END_TEST

/* B5, B7: it waits, and then is written with the pins of the cycle of acceptance. */
START_TEST(waits)
{
	go_long(false);
	offer(REGIME_X86_64, 0x1000);
	set("data_missing", 1);
	for (int i = 0; i < 3; i++) {
		kernel_tick(&k);
		kernel_settle(&k);
		expect("ptbr_rsp_valid", 0);
		expect("held_regime", REGIME_RV64);
	}
	set("pcide", 1);
	set("ptbr_value", 0x8000000000001000);
	set("data_missing", 0);
	kernel_tick(&k);
	set("ptbr_valid", 0);
	expect("ptbr_rsp_valid", 1);
	expect("ptbr_rsp_fault", FAULT_NONE);
	expect("ptbr_held", 0x1000);
}
END_TEST

/* B5: without a mode of x86 nothing waits. */
START_TEST(no_wall_without_x86)
{
	kernel_finish(&k);
	start(16, 46, 0x0f);
	set("data_missing", 1);
	offer(REGIME_X86_64, 0x1000);
	expect("ptbr_ready", 1);
	expect("write_wall", 0);
	expect("write_ignored", 1);
	kernel_finish(&k);
	start(16, 46, 0x1f);
	set("data_missing", 1);
	offer(REGIME_X86_64, 0x1000);
	expect("ptbr_ready", 0);
	expect("write_wall", 1);
}
END_TEST

/* B7: when PDPTEs are to be loaded. */
START_TEST(loads)
{
	uint64_t pg = _i & 1, lma = _i >> 1 & 1, pae = _i >> 2 & 1;
	enum regime regime = (enum regime)(_i >> 3);
	bool is_pae = regime >= REGIME_X86_32 && pg && pae && !(lma && regime == REGIME_X86_64);

	set("pg", pg);
	set("lma", lma);
	set("pae", pae);
	offer(regime, 0x2000);
	expect("write_loads", is_pae);
	expect("write_happens", !is_pae);
	expect("write_drops", regime >= REGIME_X86_32 && !is_pae);
}
END_TEST

/* B7, B8: kept aside until the load ends; the pins may change on the way. */
START_TEST(load)
{
	uint64_t fault = (uint64_t)_i;

	put(REGIME_X86_32, 0x5000);
	set("pg", 1);
	set("pae", 1);
	offer(REGIME_X86_64, 0x9876543212345678);
	kernel_tick(&k);
	kernel_poke(&k, "loading", 1);
	kernel_poke(&k, "lma", 1);
	offer(REGIME_RV64, 0x9999);
	for (int i = 0; i < 3; i++) {
		expect("ptbr_ready", 0);
		expect("write_wall", 1);
		expect("ptbr_rsp_valid", 0);
		expect("ptbr_held", 0x5000);
		expect("held_regime", REGIME_X86_32);
		kernel_tick(&k);
		kernel_settle(&k);
	}
	kernel_poke(&k, "load_fault", fault);
	set("load_end", 1);
	expect("write_drops", !fault);
	expect("write_asid", 0);
	expect("ptbr_ready", 0);
	kernel_tick(&k);
	kernel_poke(&k, "ptbr_valid", 0);
	kernel_poke(&k, "load_end", 0);
	kernel_poke(&k, "load_fault", 0);
	set("loading", 0);
	expect("ptbr_rsp_valid", 1);
	expect("ptbr_rsp_fault", fault);
	expect("ptbr_held", fault ? 0x5000 : 0x12345678);
	expect("held_regime", fault ? REGIME_X86_32 : REGIME_X86_64);
	kernel_tick(&k);
	kernel_settle(&k);
	expect("ptbr_rsp_valid", 0);
	expect("ptbr_rsp_fault", 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ptbr");
	TCase *tc = tcase_create("ptbr"), *x86 = tcase_create("x86");

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

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup, teardown);
	tcase_add_loop_test(x86, modes_of_x86, 0, 32);
	tcase_add_loop_test(x86, cr3_in_long_mode, 0, 12);
	tcase_add_test(x86, cr3_out_of_long_mode);
	tcase_add_test(x86, pcid_follows_the_pins);
	tcase_add_loop_test(x86, drops_of_x86, 0, 9);
	tcase_add_loop_test(x86, wall, 0, 16);
	tcase_add_test(x86, waits);
	tcase_add_test(x86, no_wall_without_x86);
	tcase_add_loop_test(x86, loads, 0, 32);
	tcase_add_loop_test(x86, load, FAULT_NONE, FAULT_PROTECTION + 1);

	return suite_run(suite);
}
