/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fence unit against fence-1, fence-4, ptbr-6 and cache-5 of rtl/contract: what it says to the
 * TLBs and the walk cache.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "control/fence.h"
#include "kernel/kernel.h"
#include "suite.h"

static struct kernel k;
static struct fence fence;

static void start(unsigned int asid_bits)
{
	kernel_init(&k);
	fence_init(&fence, &k, asid_bits);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "held_regime", REGIME_RV64);
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

static void by_va(uint64_t va)
{
	kernel_poke(&k, "fence_valid", 1);
	kernel_poke(&k, "fence_by_va", 1);
	kernel_poke(&k, "fence_va", va);
	kernel_settle(&k);
}

static void by_asid(uint64_t asid)
{
	kernel_poke(&k, "fence_valid", 1);
	kernel_poke(&k, "fence_by_asid", 1);
	kernel_poke(&k, "fence_asid", asid);
	kernel_settle(&k);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

#define ALL_PAGE UINT64_C(0xfffffffffffff)
#define ALL_ASID UINT64_C(0xffff)

static void expect_care(uint64_t space, uint64_t page)
{
	expect("drop_care_space", space);
	expect("drop_care_page", page);
}

START_TEST(at_rest)
{
	kernel_poke(&k, "fence_va", 0x1234567);
	kernel_poke(&k, "fence_asid", 5);
	kernel_settle(&k);
	expect("fence_ready", 1);
	expect("fence_accepted", 0);
	expect("drop_valid", 0);
	expect_care(0, 0);
	expect("drop_space", 0);
	expect("drop_page", 0);
}
END_TEST

START_TEST(of_everything)
{
	kernel_poke(&k, "fence_valid", 1);
	kernel_settle(&k);
	expect("fence_accepted", 1);
	expect("drop_valid", 1);
	expect_care(0, 0);
	expect("drop_spares_global", 0);
}
END_TEST

START_TEST(waits)
{
	kernel_poke(&k, _i ? "load_busy" : "walk_bars_fence", 1);
	by_va(0x1000);
	expect("fence_ready", 0);
	expect("fence_accepted", 0);
	expect("drop_valid", 0);
	expect_care(0, 0);
	kernel_poke(&k, _i ? "load_busy" : "walk_bars_fence", 0);
	kernel_settle(&k);
	expect("fence_ready", 1);
	expect("fence_accepted", 1);
}
END_TEST

/* All 52 bits of the page number: where bits 63:57 do not equal bit 56, no entry has it. */
START_TEST(by_address)
{
	by_va(0xffffffffffabc123);
	expect("drop_valid", 1);
	expect_care(0, ALL_PAGE);
	expect("drop_page", 0xffffffffffabc);
	by_va(0xfe00000000001000);
	expect("fence_accepted", 1);
	expect("drop_page", 0xfe00000000001);
	by_va(0x0100000000001000);
	expect("drop_page", 0x0100000000001);
	by_va(0x00ffffffffffffff);
	expect("drop_valid", 1);
	expect("drop_page", 0x00fffffffffff);
}
END_TEST

/* An address that cannot be does not matter to a fence that does not go by it. */
START_TEST(not_by_address)
{
	kernel_poke(&k, "fence_va", 0xfe00000000001000);
	by_asid(3);
	expect("drop_valid", 1);
}
END_TEST

/* RV32, and x86 out of long mode. */
START_TEST(by_short_address)
{
	kernel_poke(&k, "held_short", 1);
	by_va(0xfe000000ffffe123);
	expect("drop_valid", 1);
	expect("drop_page", 0xffffe);
}
END_TEST

START_TEST(by_address_space)
{
	by_asid(0xffff);
	expect_care(ALL_ASID, 0);
	expect("drop_spares_global", 1);
	expect("drop_space", 0xffff);
	kernel_poke(&k, "held_regime", REGIME_RV32);
	kernel_settle(&k);
	expect("drop_space", 0x1ff);
}
END_TEST

START_TEST(missing_asid_bits)
{
	kernel_finish(&k);
	start(4);
	by_asid(0xfff5);
	expect("drop_space", 5);
	/* x86 has 12 bits of it whatever is implemented, long mode or not */
	for (enum regime regime = REGIME_X86_32; regime <= REGIME_X86_64; regime++) {
		kernel_poke(&k, "held_regime", regime);
		kernel_settle(&k);
		expect("drop_space", 0xff5);
	}
}
END_TEST

START_TEST(by_both)
{
	by_va(0x5000);
	by_asid(9);
	expect_care(ALL_ASID, ALL_PAGE);
	expect("drop_space", 9);
	expect("drop_page", 5);
}
END_TEST

/* fence-1: INVPCID of type 3; and beside a page. */
START_TEST(keeping_global)
{
	kernel_poke(&k, "fence_keep_global", 1);
	kernel_settle(&k);
	expect("drop_spares_global", 0); /* no fence */
	kernel_poke(&k, "fence_valid", 1);
	kernel_settle(&k);
	expect("drop_valid", 1);
	expect_care(0, 0);
	expect("drop_spares_global", 1);
	by_va(0x5000);
	expect_care(0, ALL_PAGE);
	expect("drop_spares_global", 1);
	kernel_poke(&k, "fence_keep_global", 0);
	kernel_settle(&k);
	expect("drop_spares_global", 0);
}
END_TEST

/* ptbr-6: all of one ASID but global ones, and it is no fence. */
START_TEST(write_to_cr3)
{
	kernel_poke(&k, "held_regime", REGIME_X86_64);
	kernel_poke(&k, "write_drops", 1);
	kernel_poke(&k, "write_asid", 0xabc);
	kernel_poke(&k, "fence_asid", 0x123);
	kernel_settle(&k);
	expect("fence_accepted", 0);
	expect("drop_valid", 1);
	expect_care(ALL_ASID, 0);
	expect("drop_space", 0xabc);
	expect("drop_page", 0);
	expect("drop_care_region", 0);
	expect("drop_spares_global", 1);
}
END_TEST

/* cache-5: which fences go by the region of a pointer, in each regime. */
START_TEST(of_pointers)
{
	enum regime regime = (enum regime)_i;
	bool is_riscv = regime <= REGIME_RV64;

	kernel_poke(&k, "held_regime", regime);
	kernel_poke(&k, "held_short", regime == REGIME_RV32 || regime == REGIME_X86_32);
	kernel_poke(&k, "fence_valid", 1);
	kernel_settle(&k);
	expect("drop_care_region", 0);
	by_va(0x5000);
	expect("drop_care_region", is_riscv ? ALL_PAGE : 0);
	expect_care(0, ALL_PAGE);
	by_asid(9);
	expect("drop_care_region", is_riscv ? ALL_PAGE : 0);
	expect_care(ALL_ASID, ALL_PAGE);
	expect("drop_space", 9);
	kernel_poke(&k, "fence_by_va", 0);
	kernel_settle(&k);
	expect("drop_care_region", 0);
	expect_care(ALL_ASID, 0);
}
END_TEST

/*
 * cache-5, fence-1: on x86 a fence by VA that no page contains drops no pointer: it goes by the
 * page, which no region has. In a short address bits 63:32 are 0.
 */
START_TEST(of_no_pointer)
{
	static const struct {
		uint64_t va;
		bool is_short, drops;
	} cases[] = {
		{UINT64_C(0x0100000000001000), false, false},
		{UINT64_C(0xfeffffffffffffff), false, false},
		{UINT64_C(0xfe00000000001000), false, false},
		{UINT64_C(0x7fffffffffffffff), false, false},
		{UINT64_C(0xff00000000001000), false, true},
		{UINT64_C(0x00ffffffffffffff), false, true},
		{UINT64_C(0xfe00000000001000), true, true},
	};

	kernel_poke(&k, "held_regime", REGIME_X86_64);
	kernel_poke(&k, "held_short", cases[_i].is_short);
	by_va(cases[_i].va);
	expect("drop_valid", 1);
	expect("drop_care_region", cases[_i].drops ? 0 : ALL_PAGE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fence");
	TCase *tc = tcase_create("fence");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, at_rest);
	tcase_add_test(tc, of_everything);
	tcase_add_loop_test(tc, waits, 0, 2);
	tcase_add_test(tc, by_address);
	tcase_add_test(tc, not_by_address);
	tcase_add_test(tc, by_short_address);
	tcase_add_test(tc, by_address_space);
	tcase_add_test(tc, missing_asid_bits);
	tcase_add_test(tc, by_both);
	tcase_add_test(tc, keeping_global);
	tcase_add_test(tc, write_to_cr3);
	tcase_add_loop_test(tc, of_pointers, 0, 4);
	tcase_add_loop_test(tc, of_no_pointer, 0, 7);

	return suite_run(suite);
}
