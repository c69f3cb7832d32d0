/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes of the base register, followed on pins made by hand: in every regime and with modes left
 * out, and, by judge/judge_ptbr.h, each answer to a write that is to be refused.
 */
#include <check.h>
#include <string.h>

#include "context_fixture.h"
#include "suite.h"

/* ---- satp ---- */

START_TEST(satp)
{
	writes(REGIME_RV64, SV39 | UINT64_C(0xabcd) << 44 | 0x80000,
	       SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	ck_assert(!loads() && !effect.drops);
	ck_assert_uint_eq(held()->ptbr, SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	ck_assert_int_eq(held()->regime, REGIME_RV64);
	/* An unsupported mode: nothing is written, and the regime stays. */
	writes(REGIME_RV64, UINT64_C(11) << 60, SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	writes(REGIME_RV64, UINT64_C(1) << 60, SV39 | UINT64_C(0xabcd) << 44 | 0x80000);
	writes(REGIME_RV32, UINT64_C(0x180080000), UINT64_C(0x80080000));
	ck_assert_int_eq(held()->regime, REGIME_RV32);
}
END_TEST

START_TEST(satp_asid_bits)
{
	build(9, 255);
	writes(REGIME_RV64, SV39 | UINT64_C(0xffff) << 44, SV39 | UINT64_C(0x1ff) << 44);
}
END_TEST

START_TEST(held_is_wrong)
{
	write_value(REGIME_RV64, SV39 | 0x80000);
	is_refused(answer(FAULT_NONE, SV39 | 0x80001),
		   "ptbr_held is 8000000000080001: the oracle holds 8000000000080000");
}
END_TEST

START_TEST(satp_faults)
{
	write_value(REGIME_RV64, SV39);
	is_refused(answer(FAULT_ACCESS, 0), "a write of satp that reads memory, or faults");
	write_value(REGIME_RV64, SV39);
	out.mem_req_wide = 1;
	out.mem_req_id = 8;
	ck_assert_ptr_null(read_now());
	is_refused(answer(FAULT_NONE, SV39), "a write of satp that reads memory, or faults");
	/* What was read for one write is not read for the next. */
	writes(REGIME_RV64, SV39, SV39);
}
END_TEST

/* Each format alone: a mode that is left out is not written, and Bare only beside one that is
 * there. */
START_TEST(satp_formats)
{
	unsigned int formats = 1u << _i;

	build(16, formats);
	writes(REGIME_RV32, 0x80080000, formats == 1 ? 0x80080000 : 0);
	build(16, formats);
	writes(REGIME_RV32, 0x80000, formats == 1 ? 0x80000 : 0);
	for (int mode = 8; mode <= 10; mode++) {
		uint64_t value = (uint64_t)mode << 60 | 0x80000;

		build(16, formats);
		writes(REGIME_RV64, value, _i == mode - 7 ? value : 0);
	}
	build(16, formats);
	writes(REGIME_RV64, 0x80000, _i >= 1 && _i <= 3 ? 0x80000 : 0);
	build(16, formats);
	writes(REGIME_RV64, UINT64_C(1) << 59, _i >= 1 && _i <= 3 ? UINT64_C(1) << 59 : 0);
}
END_TEST

/* ---- CR3 ---- */

static void read_pdpte(unsigned int n, uint64_t pdpte, bool error)
{
	out.mem_req_wide = 1;
	out.mem_req_id = 8;
	out.mem_req_addr = PDPT + 8 * n;
	ck_assert_ptr_null(read_now());
	in.mem_rsp_data = pdpte;
	in.mem_rsp_error = error;
	context_data(&context, &in);
	in.mem_rsp_error = 0;
}

static void begin_load(void)
{
	in.pg = in.pae = 1;
	write_value(REGIME_X86_32, PDPT);
}

/* All four are read, and the first of them holds this. */
static void load_four(uint64_t first)
{
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, first + 0x1000 * n, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
}

START_TEST(load)
{
	load_four(0x5001);
	ck_assert(loads() && effect.drops);
	ck_assert_uint_eq(effect.asid, 0);
	ck_assert_int_eq(held()->regime, REGIME_X86_32);
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_uint_eq(held()->x86.pdpte[n], 0x5001 + 0x1000 * n);
	/* The control bits are those of the write, and are not held. */
	ck_assert(!held()->x86.pg && !held()->x86.pae);
}
END_TEST

START_TEST(load_faults)
{
	begin_load();
	for (int n = 0; n < _i; n++)
		read_pdpte(n, 0x5001, false);
	read_pdpte(_i, 0x5003, false); /* bit 1 is reserved */
	ck_assert_ptr_null(answer(FAULT_PROTECTION, 0));
	ck_assert(!loads() && !effect.drops);
	begin_load();
	for (int n = 0; n < _i; n++)
		read_pdpte(n, 0x5001, false);
	read_pdpte(_i, 0x5001, true);
	ck_assert_ptr_null(answer(FAULT_ACCESS, 0));
	ck_assert(!loads() && !effect.drops);
	ck_assert_uint_eq(held()->x86.pdpte[0], 0);
	ck_assert_int_eq(held()->regime, REGIME_RV64);
}
END_TEST

START_TEST(load_faults_otherwise)
{
	begin_load();
	read_pdpte(0, 0x5001, true);
	is_refused(answer(FAULT_PROTECTION, 0), "CR3 write of 4020: fault 3, the oracle says 2");
	begin_load();
	read_pdpte(0, 0x5001, true);
	is_refused(answer(FAULT_NONE, 0), "fault 0, the oracle says 2");
}
END_TEST

/* Too few, the wrong one, one after a fault. */
START_TEST(load_reads)
{
	begin_load();
	for (int n = 0; n < _i; n++)
		read_pdpte(n, 0x5001, false);
	is_refused(answer(FAULT_NONE, PDPT), "are not those that the oracle reads");
	begin_load();
	for (int n = 0; n < 4; n++)
		read_pdpte(n == _i ? n + 1 : n, 0x5001, false);
	is_refused(answer(FAULT_NONE, PDPT), "are not those that the oracle reads");
}
END_TEST

START_TEST(load_goes_on_after_a_fault)
{
	begin_load();
	read_pdpte(0, 0x5003, false);
	read_pdpte(1, 0x5001, false);
	is_refused(answer(FAULT_PROTECTION, 0), "are not those that the oracle reads");
}
END_TEST

START_TEST(strange_reads)
{
	begin_load();
	out.mem_req_wide = _i != 0;
	out.mem_req_cas = _i == 1;
	out.mem_req_fetch = _i == 2;
	out.mem_req_id = _i == 3 ? 0 : _i == 4 ? 9 : 8;
	is_refused(read_now(), "in a strange way");
}
END_TEST

START_TEST(fifth_read)
{
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	is_refused(read_now(), "a fifth PDPTE is read");
}
END_TEST

/* An answer of memory that was for somebody else; and the last one counts. */
START_TEST(data_of_nothing)
{
	in.mem_rsp_data = 1;
	in.mem_rsp_error = 1;
	context_data(&context, &in);
	begin_load();
	context_data(&context, &in);
	in.mem_rsp_error = 0;
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
}
END_TEST

START_TEST(load_not_answered_by_memory)
{
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	begin_load();
	for (unsigned int n = 0; n < 4; n++) {
		out.mem_req_addr = PDPT + 8 * n;
		ck_assert_ptr_null(read_now());
	}
	/* 0: not present, and that is well. */
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	ck_assert_uint_eq(held()->x86.pdpte[0], 0);
}
END_TEST

START_TEST(long_mode)
{
	in.pg = in.pae = in.lma = in.pcide = 1;
	writes(REGIME_X86_64, 0x80004a5c, 0x80004a5c);
	ck_assert(effect.drops && !loads());
	ck_assert_uint_eq(effect.asid, 0xa5c);
	writes(REGIME_X86_64, UINT64_C(1) << 63 | 0x80005001, 0x80005001);
	ck_assert(!effect.drops && !loads());
	write_value(REGIME_X86_64, UINT64_C(1) << 46);
	ck_assert_ptr_null(answer(FAULT_PROTECTION, 0x80005001));
	ck_assert(!effect.drops);
	write_value(REGIME_X86_64, UINT64_C(1) << 46);
	is_refused(answer(FAULT_NONE, UINT64_C(1) << 46), "fault 0, the oracle says 3");
	/* The control bits of its acceptance, not of its answer. */
	in.pcide = 0;
	write_value(REGIME_X86_64, 0x80004a5c);
	in.pcide = 1;
	ck_assert_ptr_null(answer(FAULT_NONE, 0x80004a5c));
	ck_assert(effect.drops);
	ck_assert_uint_eq(effect.asid, 0);
}
END_TEST

/* A regime all of whose modes are left out is ignored, without a fault. */
START_TEST(cr3_formats)
{
	unsigned int formats = 1u << _i;
	bool x86_32 = _i == 4 || _i == 5, x86_64 = _i >= 4;

	build(16, formats);
	writes(REGIME_X86_32, 0x5000, x86_32 ? 0x5000 : 0);
	ck_assert(effect.drops == x86_32);
	build(16, formats);
	writes(REGIME_X86_64, 0x5000, x86_64 ? 0x5000 : 0);
	ck_assert(effect.drops == x86_64);
	ck_assert_int_eq(held()->regime, x86_64 ? REGIME_X86_64 : REGIME_RV64);
	if (!x86_64) {
		write_value(REGIME_X86_64, 0x5000);
		is_refused(answer(FAULT_ACCESS, 0),
			   "a fault of a PTBR write that is to be ignored");
	}
	/* Without PAE nothing is loaded. */
	if (_i == 5 || !x86_32)
		return;
	build(16, formats);
	begin_load();
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	ck_assert(!loads());
}
END_TEST

/* ptbr-5: a write of which the old or the new regime is x86; one without is none. */
START_TEST(walls)
{
	unsigned int formats = _i ? 0x1f : 0x0f;

	build(16, formats);
	for (unsigned int to = 0; to < 4; to++) {
		in.ptbr_regime = to;
		ck_assert(!context_is_wall(&context, &in));
		in.ptbr_valid = 1;
		ck_assert(context_is_wall(&context, &in) == (_i && to >= REGIME_X86_32));
		in.ptbr_valid = 0;
	}
	context.held.regime = REGIME_X86_32;
	in.ptbr_regime = REGIME_RV32;
	ck_assert(!context_is_wall(&context, &in));
	in.ptbr_valid = 1;
	ck_assert(context_is_wall(&context, &in) == (_i == 1));
	in.ptbr_valid = 0;
	/* Until it is answered. */
	write_value(REGIME_X86_32, 0);
	ck_assert(context_is_wall(&context, &in));
	ck_assert_ptr_null(answer(FAULT_NONE, 0));
	ck_assert(!context_is_wall(&context, &in));
}
END_TEST

/* ---- One after the other ---- */

START_TEST(unasked)
{
	is_refused(answer(FAULT_NONE, 0), "an answer to a PTBR write that nobody made");
	ck_assert(!loads() && !effect.drops);
	writes(REGIME_RV64, SV39, SV39);
	is_refused(answer(FAULT_NONE, SV39), "an answer to a PTBR write that nobody made");
}
END_TEST

START_TEST(two_at_once)
{
	write_value(REGIME_RV64, SV39);
	is_refused(write_now(), "before the last one was answered");
}
END_TEST

START_TEST(reset)
{
	in.pg = in.pae = 1;
	begin_load();
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(answer(FAULT_NONE, PDPT));
	write_value(REGIME_RV64, SV39);
	context_reset(&context);
	ck_assert_int_eq(held()->regime, REGIME_RV64);
	ck_assert_uint_eq(held()->ptbr, BARE);
	ck_assert_uint_eq(held()->x86.pdpte[0], 0);
	is_refused(answer(FAULT_NONE, 0), "nobody made");
	writes(REGIME_RV64, SV39, SV39);
}
END_TEST

/* As often loaded means the same PDPTEs, and so it does across resets. */
START_TEST(loads_between_resets)
{
	/* The first one that each step loads; 0: a reset, behind which all are 0. */
	static const uint64_t steps[] = {0, 0x5001, 0,      0x6001, 0x7001, 0,
					 0, 0x8001, 0x9001, 0xa001, 0,      0xb001};
	uint64_t counts[sizeof(steps) / sizeof(steps[0])];

	for (size_t n = 0; n < sizeof(steps) / sizeof(steps[0]); n++) {
		if (steps[n])
			load_four(steps[n]);
		else
			context_reset(&context);
		ck_assert_uint_eq(held()->x86.pdpte[0], steps[n]);
		counts[n] = context_now(&context, &in)->pdptes;
		for (size_t m = 0; m < n; m++)
			ck_assert(counts[m] != counts[n] || steps[m] == steps[n]);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("context_writes");
	TCase *tcase = tcase_create("context_writes");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, satp);
	tcase_add_test(tcase, satp_asid_bits);
	tcase_add_test(tcase, held_is_wrong);
	tcase_add_test(tcase, satp_faults);
	tcase_add_loop_test(tcase, satp_formats, 0, 8);
	tcase_add_test(tcase, load);
	tcase_add_loop_test(tcase, load_faults, 0, 4);
	tcase_add_test(tcase, load_faults_otherwise);
	tcase_add_loop_test(tcase, load_reads, 0, 4);
	tcase_add_test(tcase, load_goes_on_after_a_fault);
	tcase_add_loop_test(tcase, strange_reads, 0, 5);
	tcase_add_test(tcase, fifth_read);
	tcase_add_test(tcase, data_of_nothing);
	tcase_add_test(tcase, load_not_answered_by_memory);
	tcase_add_test(tcase, long_mode);
	tcase_add_loop_test(tcase, cr3_formats, 0, 8);
	tcase_add_loop_test(tcase, walls, 0, 2);
	tcase_add_test(tcase, unasked);
	tcase_add_test(tcase, two_at_once);
	tcase_add_test(tcase, reset);
	tcase_add_test(tcase, loads_between_resets);

	return suite_run(suite);
}
