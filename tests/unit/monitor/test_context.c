/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from the context of the requests, and the control bits, on pins made by hand. */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "context_fixture.h"
#include "suite.h"

/* ---- What follows from a context ---- */

START_TEST(modes)
{
	struct oracle_context now = {.regime = REGIME_RV32};

	ck_assert_int_eq(context_mode(&now), -1);
	now.ptbr = UINT64_C(1) << 31;
	ck_assert_int_eq(context_mode(&now), 0);
	now.regime = REGIME_RV64;
	ck_assert_int_eq(context_mode(&now), -1);
	for (int n = 1; n <= 3; n++) {
		now.ptbr = (uint64_t)(n + 7) << 60;
		ck_assert_int_eq(context_mode(&now), n);
	}
	for (int pae = 0; pae < 2; pae++) {
		for (int la57 = 0; la57 < 2; la57++) {
			now = (struct oracle_context){.regime = REGIME_X86_32,
						      .x86 = {.pae = pae, .la57 = la57}};
			ck_assert_int_eq(context_mode(&now), -1);
			now.x86.pg = true;
			ck_assert_int_eq(context_mode(&now), 4 + pae);
			now.regime = REGIME_X86_64;
			ck_assert_int_eq(context_mode(&now), 4 + pae);
			now.x86.lma = true;
			ck_assert_int_eq(context_mode(&now), 6 + la57);
			now.x86.pg = false;
			ck_assert_int_eq(context_mode(&now), -1);
		}
	}
}
END_TEST

START_TEST(mode_names)
{
	static const char *const names[] = {"Sv32",      "Sv39", "Sv48",       "Sv57",
					    "two-level", "PAE",  "four-level", "five-level"};

	for (unsigned int n = 0; n < 8; n++)
		ck_assert_str_eq(paging[n].name, names[n]);
}
END_TEST

START_TEST(asids)
{
	struct oracle_context now = {.regime = REGIME_RV32, .ptbr = UINT64_MAX};

	ck_assert_uint_eq(context_asid(&now), 0x1ff);
	now.ptbr = UINT64_C(0x12a) << 22;
	ck_assert_uint_eq(context_asid(&now), 0x12a);
	now.regime = REGIME_RV64;
	now.ptbr = UINT64_MAX;
	ck_assert_uint_eq(context_asid(&now), 0xffff);
	now.ptbr = SV39 | UINT64_C(0xabcd) << 44 | 0x80000;
	ck_assert_uint_eq(context_asid(&now), 0xabcd);
	now = (struct oracle_context){
		.regime = REGIME_X86_64, .ptbr = UINT64_MAX, .x86 = {.pg = true, .lma = true}};
	ck_assert_uint_eq(context_asid(&now), 0);
	now.x86.pcide = true;
	ck_assert_uint_eq(context_asid(&now), 0xfff);
	now.ptbr = 0x80004a5c;
	ck_assert_uint_eq(context_asid(&now), 0xa5c);
	now.x86.lma = false;
	ck_assert_uint_eq(context_asid(&now), 0);
	now.regime = REGIME_X86_32;
	now.x86.lma = true;
	ck_assert_uint_eq(context_asid(&now), 0);
}
END_TEST

START_TEST(addresses)
{
	struct oracle_context now = {.regime = REGIME_RV32};

	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT32_MAX);
	now.regime = REGIME_RV64;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT64_MAX);
	now.regime = REGIME_X86_32;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT32_MAX);
	now.regime = REGIME_X86_64;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT32_MAX);
	now.x86.pg = now.x86.lma = true;
	ck_assert_uint_eq(context_address(&now, UINT64_MAX), UINT64_MAX);
}
END_TEST

START_TEST(asid_masks)
{
	static const struct {
		unsigned int bits;
		uint64_t rv32, rv64;
	} rows[] = {{16, 0x1ff, 0xffff},
		    {12, 0x1ff, 0xfff},
		    {9, 0x1ff, 0x1ff},
		    {8, 0xff, 0xff},
		    {1, 1, 1}};

	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		build(rows[i].bits, 255);
		context.held.regime = REGIME_RV32;
		ck_assert_uint_eq(context_asid_mask(&context), rows[i].rv32);
		context.held.regime = REGIME_RV64;
		ck_assert_uint_eq(context_asid_mask(&context), rows[i].rv64);
		context.held.regime = REGIME_X86_32;
		ck_assert_uint_eq(context_asid_mask(&context), 0xfff);
		context.held.regime = REGIME_X86_64;
		ck_assert_uint_eq(context_asid_mask(&context), 0xfff);
	}
}
END_TEST

/* ---- Control bits ---- */

#define CONTROLS MMU_N_CONTROLS

static uint64_t *control(unsigned int n)
{
#define AT(name, ...) offsetof(struct mmu_in, name),
	static const size_t at[CONTROLS] = {MMU_CONTROLS(AT)};
#undef AT

	return (uint64_t *)((char *)&in + at[n]);
}

/* Of the same name each. */
static void fields(const struct oracle_context *now, bool value[CONTROLS])
{
#define OWN(name, ...) now->name,
#define X86(name, ...) now->x86.name,
	const bool all[CONTROLS] = {MMU_CONTROL_RISCV(OWN, MMU_NO_PIN)
					    MMU_CONTROL_X86(X86, MMU_NO_PIN)};
#undef OWN
#undef X86

	memcpy(value, all, sizeof(all));
}

START_TEST(controls)
{
	struct oracle_context now;
	bool value[CONTROLS];

	memset(&now, 0xff, sizeof(now));
	*control(_i) = 1;
	context_get(&context, &in, &now);
	fields(&now, value);
	for (unsigned int n = 0; n < CONTROLS; n++)
		ck_assert(value[n] == (n == (unsigned int)_i));
	ck_assert_uint_eq(now.x86.pa_bits, 46);
	ck_assert_int_eq(now.regime, REGIME_RV64);
}
END_TEST

/* Flags differ where an answer may. Of RISC-V the controls of x86 do not count. */
START_TEST(flags)
{
	unsigned int seen[CONTROLS + 1];

	in.ptbr_regime = _i;
	writes(_i, 0, 0);
	seen[CONTROLS] = context_now(&context, &in)->flags;
	for (unsigned int n = 0; n < CONTROLS; n++) {
		*control(n) = 1;
		seen[n] = context_now(&context, &in)->flags;
		*control(n) = 0;
		if (n >= 2 && _i < REGIME_X86_32) {
			ck_assert_uint_eq(seen[n], seen[CONTROLS]);
			continue;
		}
		ck_assert_uint_ne(seen[n], seen[CONTROLS]);
		for (unsigned int m = 0; m < n; m++)
			ck_assert_uint_ne(seen[n], seen[m]);
	}
}
END_TEST

START_TEST(flags_of_regimes)
{
	unsigned int seen[4];

	for (unsigned int n = 0; n < 4; n++) {
		writes(n, 0, 0);
		seen[n] = context_now(&context, &in)->flags;
		for (unsigned int m = 0; m < n; m++)
			ck_assert_uint_ne(seen[n], seen[m]);
	}
	/* Two of them at once. */
	in.adue = 1;
	in.pbmte = 1;
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_uint_ne(context_now(&context, &in)->flags, seen[n]);
}
END_TEST

START_TEST(view_follows_pins_and_register)
{
	const struct context_view *view = context_now(&context, &in);

	ck_assert_int_eq(view->mode, -1);
	ck_assert(!view->context.adue);
	in.adue = 1;
	view = context_now(&context, &in);
	ck_assert(view->context.adue);
	/* The same pins again: the same view, without any work. */
	context.view.mode = 99;
	ck_assert_int_eq(context_now(&context, &in)->mode, 99);
	/* What is no control pin does not matter. */
	in.data_rsp_ready = in.ptbr_valid = 1;
	ck_assert_int_eq(context_now(&context, &in)->mode, 99);
	writes(REGIME_RV64, SV39 | 0x80000, SV39 | 0x80000);
	view = context_now(&context, &in);
	ck_assert_int_eq(view->mode, 1);
	ck_assert_uint_eq(view->context.ptbr, SV39 | 0x80000);
	pdptes_before = view->pdptes;
	context_reset(&context);
	ck_assert_int_eq(context_now(&context, &in)->mode, -1);
	ck_assert(loads()); /* they are 0 now */
}
END_TEST

/* RV32: MODE is bit 31 alone, whatever the fields below it hold. */
START_TEST(bare_with_a_root)
{
	const struct oracle_context bare = {.regime = REGIME_RV32, .ptbr = 0x7fffffff};
	const struct oracle_context sv32 = {.regime = REGIME_RV32, .ptbr = 0x80000000};

	ck_assert_int_eq(context_mode(&bare), -1);
	ck_assert_int_eq(context_mode(&sv32), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("context");
	TCase *tcase = tcase_create("context");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, modes);
	tcase_add_test(tcase, mode_names);
	tcase_add_test(tcase, asids);
	tcase_add_test(tcase, addresses);
	tcase_add_test(tcase, asid_masks);
	tcase_add_loop_test(tcase, controls, 0, CONTROLS);
	tcase_add_loop_test(tcase, flags, REGIME_RV32, REGIME_X86_64 + 1);
	tcase_add_test(tcase, flags_of_regimes);
	tcase_add_test(tcase, view_follows_pins_and_register);
	tcase_add_test(tcase, bare_with_a_root);

	return suite_run(suite);
}
