/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fence unit against F1 and F4 of rtl/README.md: what it says to the TLBs.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "fence.h"
#include "kernel.h"
#include "suite.h"
#include "tlb.h"

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

START_TEST(at_rest)
{
	kernel_poke(&k, "fence_va", 0x1234567);
	kernel_poke(&k, "fence_asid", 5);
	kernel_settle(&k);
	expect("fence_ready", 1);
	expect("fence_taken", 0);
	expect("fence_word", 0);
	expect("fence_care", 0);
}
END_TEST

START_TEST(of_everything)
{
	kernel_poke(&k, "fence_valid", 1);
	kernel_settle(&k);
	expect("fence_taken", 1);
	expect("fence_care", WORD_VALID);
	ck_assert(kernel_peek(&k, "fence_word") & WORD_VALID);
}
END_TEST

START_TEST(waits_for_an_update)
{
	kernel_poke(&k, "walk_updates", 1);
	by_va(0x1000);
	expect("fence_ready", 0);
	expect("fence_taken", 0);
	expect("fence_care", 0);
	kernel_poke(&k, "walk_updates", 0);
	kernel_settle(&k);
	expect("fence_ready", 1);
	expect("fence_taken", 1);
}
END_TEST

START_TEST(by_address)
{
	by_va(0xffffffffffabc123);
	expect("fence_care", WORD_VALID | WORD_VPN);
	expect("fence_word", WORD_VALID | (WORD_VPN - 0xfff + 0xabc));
	by_va(0xfe00000000001000); /* bits 63:57 do not equal bit 56 */
	expect("fence_word", 1);
	by_va(0x0100000000001000);
	expect("fence_word", UINT64_C(1) << 44 | 1);
	by_va(0x00ffffffffffffff);
	expect("fence_word", WORD_VALID | WORD_VPN >> 1);
}
END_TEST

/* An address that cannot be does not matter to a fence that does not go by it. */
START_TEST(not_by_address)
{
	kernel_poke(&k, "fence_va", 0xfe00000000001000);
	by_asid(3);
	ck_assert(kernel_peek(&k, "fence_word") & WORD_VALID);
}
END_TEST

START_TEST(by_address_of_rv32)
{
	kernel_poke(&k, "held_regime", REGIME_RV32);
	by_va(0xfe000000ffffe123);
	expect("fence_word", WORD_VALID | 0xffffe);
}
END_TEST

START_TEST(by_address_space)
{
	by_asid(0xffff);
	expect("fence_care", WORD_VALID | WORD_ASID);
	expect("fence_word", WORD_VALID | WORD_ASID);
	kernel_poke(&k, "held_regime", REGIME_RV32);
	kernel_settle(&k);
	expect("fence_word", WORD_VALID | word_asid(0x1ff));
}
END_TEST

START_TEST(missing_asid_bits)
{
	kernel_finish(&k);
	start(4);
	by_asid(0xfff5);
	expect("fence_word", WORD_VALID | word_asid(5));
}
END_TEST

START_TEST(by_both)
{
	by_va(0x5000);
	by_asid(9);
	expect("fence_care", WORD_VALID | WORD_VPN | WORD_ASID);
	expect("fence_word", WORD_VALID | word_asid(9) | 5);
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
	tcase_add_test(tc, waits_for_an_update);
	tcase_add_test(tc, by_address);
	tcase_add_test(tc, not_by_address);
	tcase_add_test(tc, by_address_of_rv32);
	tcase_add_test(tc, by_address_space);
	tcase_add_test(tc, missing_asid_bits);
	tcase_add_test(tc, by_both);

	return suite_run(suite);
}
