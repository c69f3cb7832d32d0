/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads and stores: what they read and write, what they ask, and what they do at the edge of a page
 * and where the bus says no.
 */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define PATTERN UINT64_C(0x8182838485868788)
#define FS      (UINT64_C(3) << 13)

static const struct load {
	uint32_t instruction;
	uint64_t result;
	unsigned int bytes;
} loads[] = {
	{LB(3, 0, 1), 0xffffffffffffff88, 1},
	{LH(3, 0, 1), 0xffffffffffff8788, 2},
	{LW(3, 0, 1), 0xffffffff85868788, 4},
	{LBU(3, 0, 1), 0x88, 1},
	{LHU(3, 0, 1), 0x8788, 2},
	{LWU(3, 0, 1), 0x85868788, 4}, /* from here on of RV64 */
	{LD(3, 0, 1), PATTERN, 8},
};

static void was_asked(unsigned int i, uint64_t va, unsigned int bytes, enum access_type type)
{
	ck_assert_uint_lt(i, rig.accesses);
	ck_assert_uint_eq(rig.access[i].va, va);
	ck_assert_uint_eq(rig.access[i].bytes, bytes);
	ck_assert_int_eq(rig.access[i].type, type);
}

/* The instruction is fetched as access 0. */
START_TEST(load)
{
	unsigned int xlen = _i < 7 ? 64 : 32;
	const struct load *l = &loads[_i % 7];

	rig_reset(xlen);
	rig_put(RIG_DATA, PATTERN, 8);
	ck_assert_uint_eq(rig_result(l->instruction, xlen == 32 ? 0xffffffff80004000 : RIG_DATA, 0),
			  l->result);
	ck_assert_uint_eq(rig.accesses, 2);
	was_asked(1, RIG_DATA, l->bytes, ACCESS_LOAD);
	/* Misaligned, and in one page: one access. */
	rig_put(RIG_DATA + 0xff0 + 5, PATTERN, 8);
	ck_assert_uint_eq(rig_result(l->instruction, RIG_DATA + 0xff5, 0), l->result);
	ck_assert_uint_eq(rig.accesses, 2);
	was_asked(1, RIG_DATA + 0xff5, l->bytes, ACCESS_LOAD);
}
END_TEST

START_TEST(offsets)
{
	rig_reset(64);
	rig_put(RIG_DATA - 2048, 0x1234, 2);
	rig_put(RIG_DATA + 2047, 0x56, 1);
	ck_assert_uint_eq(rig_result(LHU(3, -2048, 1), RIG_DATA, 0), 0x1234);
	ck_assert_uint_eq(rig_result(LBU(3, 2047, 1), RIG_DATA, 0), 0x56);
	rig_result(SH(2, -2048, 1), RIG_DATA, 0x789a);
	ck_assert_uint_eq(rig_get(RIG_DATA - 2048, 2), 0x789a);
	rig_result(SB(2, 2047, 1), RIG_DATA, 0xbc);
	ck_assert_uint_eq(rig_get(RIG_DATA + 2047, 1), 0xbc);
	rig_result(SB(2, 31, 1), RIG_DATA, 0xde);
	ck_assert_uint_eq(rig_get(RIG_DATA + 31, 1), 0xde);
}
END_TEST

static const struct {
	uint32_t instruction;
	unsigned int bytes;
} stores[] = {
	{SB(2, 0, 1), 1},
	{SH(2, 0, 1), 2},
	{SW(2, 0, 1), 4},
	{SD(2, 0, 1), 8},
};

/* The bytes beside those that are stored stay; the bus hears of it. */
START_TEST(store)
{
	unsigned int bytes = stores[_i].bytes;
	uint64_t mask = bytes == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;

	rig_reset(64);
	for (unsigned int offset = 0; offset < 2; offset++) {
		uint64_t at = RIG_DATA + 0x20 + 3 * offset;

		rig_put(at - 8, UINT64_MAX, 8);
		rig_put(at, UINT64_MAX, 8);
		rig_put(at + 8, UINT64_MAX, 8);
		rig_result(stores[_i].instruction, at, PATTERN);
		ck_assert_uint_eq(rig_get(at, 8), (PATTERN & mask) | ~mask);
		ck_assert_uint_eq(rig_get(at - 8, 8), UINT64_MAX);
		ck_assert_uint_eq(rig_get(at + 8, 8), UINT64_MAX);
		ck_assert_uint_eq(rig.accesses, 2);
		was_asked(1, at, bytes, ACCESS_STORE);
		ck_assert_uint_eq(rig.stored, 1);
		ck_assert_uint_eq(rig.stores[0].pa, at);
		ck_assert_uint_eq(rig.stores[0].bytes, bytes);
	}
}
END_TEST

/* Both parts are asked for before the first byte is read or written. */
START_TEST(across_pages)
{
	rig_reset(64);
	for (unsigned int first = 1; first < 8; first++) {
		uint64_t at = RIG_DATA + 0x1000 - first;

		rig_put(at, PATTERN + first, 8);
		ck_assert_uint_eq(rig_result(LD(3, 0, 1), at, 0), PATTERN + first);
		ck_assert_uint_eq(rig.accesses, 3);
		was_asked(1, at, first, ACCESS_LOAD);
		was_asked(2, RIG_DATA + 0x1000, 8 - first, ACCESS_LOAD);

		rig_result(SD(2, 0, 1), at, ~PATTERN);
		ck_assert_uint_eq(rig_get(at, 8), ~PATTERN);
		ck_assert_uint_eq(rig.accesses, 3);
		was_asked(1, at, first, ACCESS_STORE);
		was_asked(2, RIG_DATA + 0x1000, 8 - first, ACCESS_STORE);
		ck_assert_uint_eq(rig.stored, 2);
		ck_assert_uint_eq(rig.stores[0].pa, at);
		ck_assert_uint_eq(rig.stores[0].bytes, first);
		ck_assert_uint_eq(rig.stores[1].pa, RIG_DATA + 0x1000);
		ck_assert_uint_eq(rig.stores[1].bytes, 8 - first);
	}
}
END_TEST

/* Addresses wrap at the end: of RV32 at 2^32. */
START_TEST(around_the_end)
{
	rig_reset(64);
	rig.hart.pc += 0x100;
	rig_put(UINT64_MAX - 1, 0x44332211, 4);
	ck_assert_uint_eq(rig_result(LWU(3, -2, 1), 0, 0), 0x44332211);
	was_asked(1, UINT64_MAX - 1, 2, ACCESS_LOAD);
	was_asked(2, 0, 2, ACCESS_LOAD);
	rig_reset(32);
	rig.hart.pc += 0x100;
	rig_put(0xfffffffe, 0x44332211, 4);
	ck_assert_uint_eq(rig_result(LW(3, -2, 1), 0, 0), 0x44332211);
	was_asked(1, 0xfffffffe, 2, ACCESS_LOAD);
	was_asked(2, 0, 2, ACCESS_LOAD);
	rig_result(SW(2, -2, 1), 0, 0x55667788);
	was_asked(1, 0xfffffffe, 2, ACCESS_STORE);
	was_asked(2, 0, 2, ACCESS_STORE);
	ck_assert_uint_eq(rig_get(0xfffffffe, 4), 0x55667788);
}
END_TEST

static const struct {
	enum access_type type;
	enum fault fault;
	uint64_t cause;
} faults[] = {
	{ACCESS_LOAD, FAULT_PAGE, 13},
	{ACCESS_LOAD, FAULT_ACCESS, 5},
	{ACCESS_STORE, FAULT_PAGE, 15},
	{ACCESS_STORE, FAULT_ACCESS, 7},
};

/* In the first page, in the second, in both: the first part that faults is named. */
START_TEST(fault)
{
	enum access_type type = faults[_i / 3].type;
	uint32_t instruction = type == ACCESS_LOAD ? LD(3, 0, 1) : SD(2, 0, 1);
	uint64_t at = RIG_DATA + 0x1000 - 3;
	bool in_first = _i % 3 != 1;

	rig_reset(64);
	if (in_first)
		rig_fault(at, type, faults[_i / 3].fault);
	if (_i % 3)
		rig_fault(RIG_DATA + 0x1000, type, faults[_i / 3].fault);
	rig_put(at, PATTERN, 8);
	ck_assert_uint_eq(rig_result(instruction, at, 0), RIG_UNTOUCHED);
	rig_trapped(PRIV_M, RIG_BASE, faults[_i / 3].cause, in_first ? at : RIG_DATA + 0x1000);
	ck_assert_uint_eq(rig_get(at, 8), PATTERN);
	ck_assert_uint_eq(rig.stored, 0);
	ck_assert_uint_eq(rig.accesses, in_first ? 2 : 3);
	ck_assert_uint_eq(rig.hart.instructions, 1);
	ck_assert_uint_eq(rig.hart.exceptions[faults[_i / 3].cause], 1);
}
END_TEST

START_TEST(fault_of_rv32)
{
	rig_reset(32);
	rig_fault(0xfffff000, ACCESS_LOAD, FAULT_PAGE);
	rig_result(LW(3, -8, 1), 0, 0);
	rig_trapped(PRIV_M, RIG_BASE, 13, 0xfffffff8);
}
END_TEST

/* Singles are NaN-boxed; of a register f only the lower half is stored as one. */
START_TEST(floating_point)
{
	rig_reset(_i);
	rig.hart.csr.mstatus |= UINT64_C(1) << 13;
	rig_put(RIG_DATA, PATTERN, 8);
	rig_result(FLW(3, 0, 1), RIG_DATA, 0);
	ck_assert_uint_eq(rig.hart.f[3], 0xffffffff85868788);
	ck_assert_uint_eq(rig.hart.csr.mstatus & FS, FS);
	rig.hart.csr.mstatus ^= UINT64_C(2) << 13;
	rig_result(FLD(3, 0, 1), RIG_DATA, 0);
	ck_assert_uint_eq(rig.hart.f[3], PATTERN);
	was_asked(1, RIG_DATA, 8, ACCESS_LOAD);
	ck_assert_uint_eq(rig.hart.csr.mstatus & FS, FS);
	rig.hart.csr.mstatus ^= UINT64_C(2) << 13;
	rig.hart.f[2] = ~PATTERN;
	rig_result(FSW(2, 0x10, 1), RIG_DATA, 0);
	ck_assert_uint_eq(rig_get(RIG_DATA + 0x10, 8), (uint32_t)~PATTERN);
	rig_result(FSD(2, 0x10, 1), RIG_DATA, 0);
	ck_assert_uint_eq(rig_get(RIG_DATA + 0x10, 8), ~PATTERN);
	ck_assert_uint_eq(rig.hart.csr.mstatus & FS, UINT64_C(1) << 13); /* a store leaves it */
	rig_fault(RIG_DATA, ACCESS_LOAD, FAULT_PAGE);
	rig.hart.f[3] = 7;
	rig_result(FLW(3, 4, 1), RIG_DATA, 0);
	rig_trapped(PRIV_M, RIG_BASE + 16, 13, RIG_DATA + 4);
	ck_assert_uint_eq(rig.hart.f[3], 7);
	ck_assert_uint_eq(rig.hart.csr.mstatus & FS, UINT64_C(1) << 13);
}
END_TEST

START_TEST(floating_point_off)
{
	static const uint32_t instructions[] = {FLW(3, 0, 1), FLD(3, 0, 1), FSW(2, 0, 1),
						FSD(2, 0, 1)};

	rig_reset(_i);
	for (unsigned int i = 0; i < 4; i++)
		rig_is_illegal(instructions[i]);
}
END_TEST

#define ONE   UINT64_C(0x3ff0000000000000)
#define TWO   UINT64_C(0x4000000000000000)
#define THREE UINT64_C(0x4008000000000000)

/* Of D: f3 = f1 + f2, and f3 = +- (f1 * f2) +- f4. What they compute, the tests of float_*.c say.
 */
static const struct {
	uint32_t instruction;
	uint64_t result; /* of 1, 2 and, of f4, 1 */
} computing[] = {
	{ENCODE_R(0x53, 7u, 0x01, 3, 1, 2), THREE},
	{ENCODE_R(0x43, 7u, 4 << 2 | 1, 3, 1, 2), THREE},                     /* FMADD.D */
	{ENCODE_R(0x47, 7u, 4 << 2 | 1, 3, 1, 2), ONE},                       /* FMSUB.D */
	{ENCODE_R(0x4b, 7u, 4 << 2 | 1, 3, 1, 2), ONE | UINT64_C(1) << 63},   /* FNMSUB.D */
	{ENCODE_R(0x4f, 7u, 4 << 2 | 1, 3, 1, 2), THREE | UINT64_C(1) << 63}, /* FNMADD.D */
};

START_TEST(floating_point_computes)
{
	for (unsigned int xlen = 32; xlen <= 64; xlen += 32) {
		rig_reset(xlen);
		rig.hart.csr.mstatus = UINT64_C(1) << 13;
		rig.hart.f[1] = rig.hart.f[4] = ONE;
		rig.hart.f[2] = TWO;
		rig_do(computing[_i].instruction);
		ck_assert_uint_eq(rig.hart.f[3], computing[_i].result);
		ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4);
		ck_assert_uint_eq(rig.hart.csr.mstatus, FS);
		rig.hart.csr.mstatus = 0;
		rig_is_illegal(computing[_i].instruction);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_memory");
	TCase *tcase = tcase_create("memory");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, load, 0, RIG_ROWS(loads) + 5);
	tcase_add_test(tcase, offsets);
	tcase_add_loop_test(tcase, store, 0, RIG_ROWS(stores));
	tcase_add_test(tcase, across_pages);
	tcase_add_test(tcase, around_the_end);
	tcase_add_loop_test(tcase, fault, 0, 3 * RIG_ROWS(faults));
	tcase_add_test(tcase, fault_of_rv32);
	for (int xlen = 32; xlen <= 64; xlen += 32) {
		tcase_add_loop_test(tcase, floating_point, xlen, xlen + 1);
		tcase_add_loop_test(tcase, floating_point_off, xlen, xlen + 1);
	}
	tcase_add_loop_test(tcase, floating_point_computes, 0, RIG_ROWS(computing));
	return suite_run(suite);
}
