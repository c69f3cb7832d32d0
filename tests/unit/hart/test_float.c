/* SPDX-License-Identifier: Apache-2.0 */
/* Which instructions there are, what fcsr gathers, and when mstatus.FS is dirty. */
#include "hart/float.h"

#include <check.h>
#include <string.h>

#include "float_fixture.h"
#include "suite.h"

#define S FLOAT_SINGLE
#define D FLOAT_DOUBLE

static void expect_illegal(struct hart *hart, uint32_t instruction)
{
	const struct hart before = *hart;

	suite_assert(!float_execute(hart, instruction), "%x is legal", instruction);
	suite_assert(memcmp(hart, &before, sizeof(before)) == 0, "%x changed something",
		     instruction);
}

static void expect_legal(unsigned int xlen, uint32_t instruction)
{
	struct hart hart = float_hart(xlen);

	suite_assert(float_execute(&hart, instruction), "%x is illegal", instruction);
}

/* One that rounds of each kind, in each format. */
static const uint32_t rounding[] = {
	FADD(S),       FSUB(D),       FMUL(S),       FDIV(D),       FSQRT(S), FSQRT(D),
	FMADD(S),      FMSUB(D),      FNMSUB(S),     FNMADD(D),     FCVT_S_D, FCVT_D_S,
	FCVT_TO(S, 0), FCVT_TO(D, 1), FCVT_OF(S, 1), FCVT_OF(D, 0),
};

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* 5 and 6 are reserved; 7 as well, in frm. */
START_TEST(reserved_rounding_modes)
{
	for (unsigned int i = 0; i < COUNT(rounding); i++) {
		struct hart hart = float_hart(64);

		expect_illegal(&hart, WITH_RM(rounding[i], 5));
		expect_illegal(&hart, WITH_RM(rounding[i], 6));
		for (unsigned int frm = 5; frm < 8; frm++) {
			hart.csr.fcsr = frm << 5;
			expect_illegal(&hart, WITH_RM(rounding[i], 7));
		}
		ck_assert(float_execute(&hart, WITH_RM(rounding[i], 4)));
	}
}
END_TEST

/* What does not round does not care. */
START_TEST(frm_is_not_looked_at)
{
	struct hart hart = float_hart(64);

	hart.csr.fcsr = 7 << 5;
	ck_assert(float_execute(&hart, FSGNJ(S)));
	ck_assert(float_execute(&hart, FCOMPARE(D)));
	ck_assert(float_execute(&hart, FMV_X(S)));
}
END_TEST

START_TEST(off)
{
	for (unsigned int i = 0; i < COUNT(rounding); i++) {
		struct hart hart = float_hart(64);

		hart.csr.mstatus = ~FS_DIRTY;
		expect_illegal(&hart, rounding[i]);
		hart = float_hart(64);
		hart.config.has_float = false;
		expect_illegal(&hart, rounding[i]);
	}
}
END_TEST

/* Formats H and Q, fields that must be zero or small, and funct5 that nothing has. */
START_TEST(not_there)
{
	static const uint32_t absent[] = {
		FADD(2),
		FADD(3),
		FMADD(2),
		FMADD(3),
		FCLASS(2),
		OP_FP(0x2c, 1),
		OP_FP(0x2d, 31), /* FSQRT with rs2 */
		WITH_RM(FSGNJ(S), 3),
		WITH_RM(FSGNJ(D), 7),
		WITH_RM(FMIN_FMAX(S), 2),
		WITH_RM(FMIN_FMAX(D), 7),
		WITH_RM(FCOMPARE(S), 3),
		WITH_RM(FCOMPARE(D), 7),
		OP_FP(0x20, 0),
		OP_FP(0x20, 2),
		OP_FP(0x20, 3), /* FCVT.S of S, H, Q */
		OP_FP(0x21, 1),
		OP_FP(0x21, 2),
		OP_FP(0x21, 3),
		FCVT_TO(S, 4),
		FCVT_TO(D, 31),
		FCVT_OF(S, 4),
		FCVT_OF(D, 31),
		WITH_RM(FMV_X(S), 2),
		OP_FP(0x70, 1),
		WITH_RM(OP_FP(0x71, 1), 1),
		WITH_RM(FMV_F(S), 1),
		OP_FP(0x78, 1),
		OP_FP(0x18, 2),
		OP_FP(0x7c, 0),
		OP_FP(0x30, 0),
		0x33,
		0x07,
		0x27,
		0,
	};
	static const uint32_t rv64_alone[] = {
		FCVT_TO(S, 2), FCVT_TO(D, 3), FCVT_OF(S, 3), FCVT_OF(D, 2), FMV_X(D), FMV_F(D),
	};

	for (unsigned int i = 0; i < COUNT(absent); i++) {
		struct hart hart = float_hart(64);

		expect_illegal(&hart, absent[i]);
	}
	for (unsigned int i = 0; i < COUNT(rv64_alone); i++) {
		struct hart hart = float_hart(32);

		expect_illegal(&hart, rv64_alone[i]);
		expect_legal(64, rv64_alone[i]);
	}
}
END_TEST

/* 1/0, then 1/3, then sqrt(-1): each adds its flag, none takes one away, frm stays. */
START_TEST(flags_gather)
{
	struct hart hart = float_hart(64);

	hart.csr.fcsr = FLOAT_RUP << 5;
	hart.f[1] = 0x3ff0000000000000;
	hart.f[2] = 0;
	ck_assert(float_execute(&hart, FDIV(D)));
	ck_assert_uint_eq(hart.csr.fcsr, FLOAT_RUP << 5 | FLOAT_DZ);
	hart.f[2] = 0x4008000000000000;
	ck_assert(float_execute(&hart, FDIV(D)));
	ck_assert_uint_eq(hart.csr.fcsr, FLOAT_RUP << 5 | FLOAT_DZ | FLOAT_NX);
	hart.f[1] = 0xbff0000000000000;
	ck_assert(float_execute(&hart, FSQRT(D)));
	ck_assert_uint_eq(hart.csr.fcsr, FLOAT_RUP << 5 | FLOAT_DZ | FLOAT_NX | FLOAT_NV);
}
END_TEST

START_TEST(what_makes_it_dirty)
{
	struct hart hart = float_hart(64);

	hart.csr.mstatus = FS_INITIAL;
	ck_assert(float_execute(&hart, FMV_X(D)));
	ck_assert(float_execute(&hart, FCLASS(S)));
	hart.f[1] = hart.f[2] = 0;
	ck_assert(float_execute(&hart, FCOMPARE(D)));
	ck_assert_uint_eq(hart.csr.mstatus, FS_INITIAL);
	ck_assert(float_execute(&hart, FMV_F(S)));
	ck_assert_uint_eq(hart.csr.mstatus, FS_DIRTY);

	hart.csr.mstatus = FS_INITIAL;
	hart.f[1] = UINT64_C(0x7ff8000000000000);
	ck_assert(float_execute(&hart, FCOMPARE(D))); /* invalid */
	ck_assert_uint_eq(hart.csr.mstatus, FS_DIRTY);
}
END_TEST

/* x0 takes nothing; flags are raised all the same. f0 is as any other. */
START_TEST(registers_0)
{
	struct hart hart = float_hart(64);

	hart.f[1] = UINT64_C(0x7ff8000000000000);
	ck_assert(float_execute(&hart, FCVT_TO(D, 0) & ~(0x1fU << 7)));
	ck_assert_uint_eq(hart.x[0], 0);
	ck_assert_uint_eq(hart.csr.fcsr, FLOAT_NV);
	ck_assert(float_execute(&hart, FMV_F(D) & ~(0x1fU << 7)));
	ck_assert_uint_eq(hart.f[0], hart.x[1]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("float");
	TCase *tcase = tcase_create("float");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, reserved_rounding_modes);
	tcase_add_test(tcase, frm_is_not_looked_at);
	tcase_add_test(tcase, off);
	tcase_add_test(tcase, not_there);
	tcase_add_test(tcase, flags_gather);
	tcase_add_test(tcase, what_makes_it_dirty);
	tcase_add_test(tcase, registers_0);
	return suite_run(suite);
}
