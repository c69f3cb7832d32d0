/* SPDX-License-Identifier: Apache-2.0 */
/* CR3: port-4 and ptbr-1 to ptbr-8 of rtl/contract. */
#include <check.h>

#include "ptbr_fixture.h"
#include "suite.h"

static void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
	kernel_settle(&k);
}

static void go_long(bool pcide)
{
	set("controls_pg", 1);
	set("controls_pae", 1);
	set("controls_lma", 1);
	set("controls_pcide", pcide);
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
	set("controls_pcide", 1);
	set("controls_pg", pg);
	set("controls_lma", lma);
	set("controls_pae", pae);
	set("controls_la57", la57);
	expect("held_regime", regime);
	expect("held_bare", !pg);
	expect("held_mode", pg ? expected : 0);
	expect("held_short", !is_long);
	/* it was written out of long mode, as 32 bits */
	expect("ptbr_held", 0x89abc000);
	expect("held_root", expected == MODE_X86_PAE ? 0 : 0x89abc);
}
END_TEST

/* ptbr-1, ptbr-3, ptbr-7: what may be written in long mode, M being 46, 52 and 32. */
START_TEST(cr3_in_long_mode)
{
	static const struct {
		unsigned int pa_bits;
		bool pcide;
		uint64_t value;
		bool faults;
	} cases[] = {
		{46, false, 0x00003ffffffff000, false}, {46, false, 0x0000400000000000, true},
		{46, false, 0x4000000000000000, true},  {46, true, 0x4000000000000000, true},
		{46, false, 0x8000000000001000, true},  {46, true, 0x80003ffffffffabc, false},
		{46, true, 0x8000400000000000, true},   {46, false, 0x00000000000fffff, false},
		{52, false, 0x000fffffffffffff, false}, {52, false, 0x0010000000000000, true},
		{32, false, 0x00000000ffffffff, false}, {32, false, 0x0000000100000000, true},
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

/* ptbr-7: the checks are for long mode, which x86-32 does not have. */
START_TEST(cr3_out_of_long_mode)
{
	go_long(true);
	set("controls_pae", 0);
	put(REGIME_X86_32, 0xffffffff12345678);
	expect("ptbr_rsp_fault", FAULT_NONE);
	expect("ptbr_held", 0x12345678);
	expect("held_root", 0x12345);
	expect("held_asid", 0); /* port-4 */
	set("controls_lma", 0);
	put(REGIME_X86_64, 0xffffffff12345abc);
	expect("ptbr_held", 0x12345abc);
	expect("held_asid", 0);
}
END_TEST

/* port-4: PCIDE acts in the cycle in which it changes. */
START_TEST(pcid_follows_the_pins)
{
	go_long(true);
	put(REGIME_X86_64, 0x12345abc);
	expect("held_asid", 0xabc);
	set("controls_pcide", 0);
	expect("held_asid", 0);
}
END_TEST

/* ptbr-1: two-level, the root is CR3[31:12], whatever long mode has left above. */
START_TEST(root_out_of_long_mode)
{
	go_long(false);
	put(REGIME_X86_64, UINT64_C(0x3fff89abc000));
	expect("held_root", 0x3fff89abc);
	set("controls_lma", 0);
	set("controls_pae", 0);
	expect("ptbr_held", UINT64_C(0x3fff89abc000));
	expect("held_mode", MODE_X86_2);
	expect("held_root", 0x89abc);
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

/* ptbr-6. */
START_TEST(drops_of_x86)
{
	static const struct {
		bool is_long, pcide;
		enum regime regime;
		uint64_t value;
		bool drops;
		uint64_t asid;
	} cases[] = {
		{true, true, REGIME_X86_64, 0x12345abc, true, 0xabc},
		{true, true, REGIME_X86_64, 0x8000000012345abc, false, 0},
		{true, false, REGIME_X86_64, 0x12345abc, true, 0},
		{true, false, REGIME_X86_64, 0x8000000012345abc, false, 0}, /* faults */
		{true, true, REGIME_X86_64, 0x4000000012345abc, false, 0},  /* the same */
		{false, true, REGIME_X86_64, 0x8000000012345abc, true, 0},
		{false, true, REGIME_X86_32, 0x12345abc, true, 0},
		{true, true, REGIME_RV64, SV39_VALUE, false, 0},
		{true, true, REGIME_RV64, UINT64_C(1) << 60, false, 0},
	};

	if (cases[_i].is_long)
		go_long(cases[_i].pcide);
	set("controls_pcide", cases[_i].pcide);
	put(REGIME_X86_64, 0);
	expect("write_drops", 0);
	offer(cases[_i].regime, cases[_i].value);
	expect("write_drops", cases[_i].drops);
	expect("write_asid", cases[_i].asid);
	set("data_walk_valid", 1); /* only when it happens */
	expect("write_drops", 0);
	expect("write_asid", 0);
}
END_TEST

/* ptbr-5: old and new regime, what it waits for, and what it keeps out. */
START_TEST(wall)
{
	static const char *const waits_for[] = {"fetch_walk_valid", "data_walk_valid",
						"fence_valid"};
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
	set("load_busy", 1);
	expect("ptbr_ready", 0);
	set("ptbr_valid", 0);
	expect("ptbr_ready", 0);
	expect("write_wall", 1);
}
END_TEST

/* ptbr-5: what was in the cycle before. */
static const char *const unsettling[] = {"fetch_events_accepted", "data_events_accepted",
					 "walk_end_fetch", "walk_end_data"};

/* The end of a cycle in which that was; and in which a reset was, or not. */
static void end_cycle_of(const char *name, uint64_t rst)
{
	kernel_poke(&k, "rst", rst);
	set(name, 1);
	kernel_tick(&k);
	kernel_poke(&k, "rst", 0);
	set(name, 0);
}

START_TEST(wall_waits_a_cycle)
{
	const char *name = unsettling[_i >> 4];
	enum regime old = (enum regime)(_i & 3), new = (enum regime)(_i >> 2 & 3);
	bool wall = old >= REGIME_X86_32 || new >= REGIME_X86_32;

	put(old, 0x1000);
	kernel_tick(&k);
	kernel_settle(&k);
	kernel_poke(&k, "ptbr_regime", new);
	set(name, 1);
	expect("ptbr_ready", 1); /* not in the same cycle */
	end_cycle_of(name, 0);
	expect("ptbr_ready", !wall);
	offer(new, 0x2000);
	expect("ptbr_ready", !wall);
	expect("write_wall", wall);
	expect("write_happens", !wall);
	set("ptbr_valid", 0);
	kernel_tick(&k);
	kernel_settle(&k);
	expect("ptbr_ready", 1);
	/* for as long as it goes on */
	end_cycle_of(name, 0);
	end_cycle_of(name, 0);
	expect("ptbr_ready", !wall);
	/* general-1: then RISC-V is held */
	end_cycle_of(name, 1);
	kernel_poke(&k, "ptbr_regime", REGIME_X86_64);
	kernel_settle(&k);
	expect("ptbr_ready", 1);
}
END_TEST

/* ptbr-5, ptbr-7: it waits, and then is written with the pins of the cycle of acceptance. */
START_TEST(waits)
{
	go_long(false);
	offer(REGIME_X86_64, 0x1000);
	set("data_walk_valid", 1);
	for (int i = 0; i < 3; i++) {
		kernel_tick(&k);
		kernel_settle(&k);
		expect("ptbr_rsp_valid", 0);
		expect("held_regime", REGIME_RV64);
	}
	set("controls_pcide", 1);
	set("ptbr_value", 0x8000000000001000);
	set("data_walk_valid", 0);
	kernel_tick(&k);
	set("ptbr_valid", 0);
	expect("ptbr_rsp_valid", 1);
	expect("ptbr_rsp_fault", FAULT_NONE);
	expect("ptbr_held", 0x1000);
}
END_TEST

/* ptbr-5: without a mode of x86 nothing waits. */
START_TEST(no_wall_without_x86)
{
	kernel_finish(&k);
	start(16, 46, 0x0f);
	set("data_walk_valid", 1);
	offer(REGIME_X86_64, 0x1000);
	expect("ptbr_ready", 1);
	expect("write_wall", 0);
	expect("write_ignored", 1);
	end_cycle_of("data_events_accepted", 0);
	expect("ptbr_ready", 1);
	kernel_finish(&k);
	start(16, 46, 0x1f);
	set("data_walk_valid", 1);
	offer(REGIME_X86_64, 0x1000);
	expect("ptbr_ready", 0);
	expect("write_wall", 1);
}
END_TEST

/* ptbr-7: when PDPTEs are to be loaded. */
START_TEST(loads)
{
	uint64_t pg = _i & 1, lma = _i >> 1 & 1, pae = _i >> 2 & 1;
	enum regime regime = (enum regime)(_i >> 3);
	bool is_pae = regime >= REGIME_X86_32 && pg && pae && !(lma && regime == REGIME_X86_64);

	set("controls_pg", pg);
	set("controls_lma", lma);
	set("controls_pae", pae);
	offer(regime, 0x2000);
	expect("write_loads", is_pae);
	expect("write_happens", !is_pae);
	expect("write_drops", regime >= REGIME_X86_32 && !is_pae);
}
END_TEST

/* ptbr-2, ptbr-7: only where FORMATS has PAE, whatever other modes it has; else it happens at once.
 */
START_TEST(loads_where_pae_is_built)
{
	unsigned int formats = (unsigned int)_i;
	bool has_pae = formats >> 5 & 1, has_x86 = formats >> 4 != 0;

	kernel_finish(&k);
	start(16, 46, formats);
	set("controls_pg", 1);
	set("controls_pae", 1);
	offer(REGIME_X86_64, 0x2000);
	expect("write_loads", has_pae);
	expect("write_happens", has_x86 && !has_pae);
	expect("write_ignored", !has_x86);
	expect("write_fault", FAULT_NONE);
}
END_TEST

/* ptbr-7, ptbr-8: kept aside until the load ends; the pins may change on the way. */
START_TEST(load)
{
	uint64_t fault = (uint64_t)_i;

	put(REGIME_X86_32, 0x5000);
	set("controls_pg", 1);
	set("controls_pae", 1);
	offer(REGIME_X86_64, 0x9876543212345678);
	kernel_tick(&k);
	kernel_poke(&k, "load_busy", 1);
	kernel_poke(&k, "controls_lma", 1);
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
	set("load_busy", 0);
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
	Suite *suite = suite_create("ptbr_x86");
	TCase *x86 = tcase_create("ptbr_x86");

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup, teardown);
	tcase_add_loop_test(x86, modes_of_x86, 0, 32);
	tcase_add_loop_test(x86, cr3_in_long_mode, 0, 12);
	tcase_add_test(x86, cr3_out_of_long_mode);
	tcase_add_test(x86, pcid_follows_the_pins);
	tcase_add_test(x86, root_out_of_long_mode);
	tcase_add_loop_test(x86, drops_of_x86, 0, 9);
	tcase_add_loop_test(x86, wall, 0, 16);
	tcase_add_loop_test(x86, wall_waits_a_cycle, 0, 64);
	tcase_add_test(x86, waits);
	tcase_add_test(x86, no_wall_without_x86);
	tcase_add_loop_test(x86, loads, 0, 32);
	tcase_add_loop_test(x86, loads_where_pae_is_built, 1, 256);
	tcase_add_loop_test(x86, load, FAULT_NONE, FAULT_PROTECTION + 1);

	return suite_run(suite);
}
