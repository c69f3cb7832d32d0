/* SPDX-License-Identifier: Apache-2.0 */
/* Comparisons, the lesser and the greater, signs, classes, and bits that are moved. */
#include <check.h>

#include "float_fixture.h"
#include "suite.h"

#define S FLOAT_SINGLE
#define D FLOAT_DOUBLE

enum { NV = FLOAT_NV };

#define ONE       UINT64_C(0x3ff0000000000000)
#define MINUS_ONE UINT64_C(0xbff0000000000000)
#define MINUS_0   UINT64_C(0x8000000000000000)
#define INF       UINT64_C(0x7ff0000000000000)
#define MINUS_INF UINT64_C(0xfff0000000000000)
#define QUIET     UINT64_C(0xfff8000000000123)
#define SIGNALS   UINT64_C(0x7ff0000000000001)
#define NAN_D     UINT64_C(0x7ff8000000000000)
#define NAN_S     BOXED(0x7fc00000)
#define ONE_S     BOXED(0x3f800000)
#define TWO_S     BOXED(0x40000000)

#define FLE(format)    WITH_RM(FCOMPARE(format), 0)
#define FLT(format)    WITH_RM(FCOMPARE(format), 1)
#define FEQ(format)    WITH_RM(FCOMPARE(format), 2)
#define FMIN(format)   WITH_RM(FMIN_FMAX(format), 0)
#define FMAX(format)   WITH_RM(FMIN_FMAX(format), 1)
#define FSGNJN(format) WITH_RM(FSGNJ(format), 1)
#define FSGNJX(format) WITH_RM(FSGNJ(format), 2)

/* In RV32 and RV64. */
static const struct float_case rows[] = {
	{"1 <= 1", FLE(D), {ONE, ONE}, 1, 0},
	{"1 < 1", FLT(D), {ONE, ONE}, 0, 0},
	{"1 == 1", FEQ(D), {ONE, ONE}, 1, 0},
	{"-1 <= 1", FLE(D), {MINUS_ONE, ONE}, 1, 0},
	{"-1 < 1", FLT(D), {MINUS_ONE, ONE}, 1, 0},
	{"1 < -1", FLT(D), {ONE, MINUS_ONE}, 0, 0},
	{"1 == -1", FEQ(D), {ONE, MINUS_ONE}, 0, 0},
	{"-0 < 0", FLT(D), {MINUS_0, 0}, 0, 0},
	{"0 <= -0", FLE(D), {0, MINUS_0}, 1, 0},
	{"0 == -0", FEQ(S), {BOXED(0), BOXED(0x80000000)}, 1, 0},
	{"-2 < -1", FLT(S), {BOXED(0xc0000000), BOXED(0xbf800000)}, 1, 0},
	{"-infinity < infinity", FLT(D), {MINUS_INF, INF}, 1, 0},
	{"subnormals", FLT(S), {BOXED(1), BOXED(2)}, 1, 0},
	{"quiet <= 1", FLE(D), {QUIET, ONE}, 0, NV},
	{"1 < quiet", FLT(D), {ONE, QUIET}, 0, NV},
	{"quiet == quiet", FEQ(D), {QUIET, QUIET}, 0, 0},
	{"1 == signaling", FEQ(D), {ONE, SIGNALS}, 0, NV},
	{"signaling < 1", FLT(S), {BOXED(0x7f800001), ONE_S}, 0, NV},
	{"not boxed == not boxed", FEQ(S), {0x3f800000, 0x3f800000}, 0, 0},
	{"not boxed <= 1", FLE(S), {0x3f800000, ONE_S}, 0, NV},

	{"lesser of 1 and -1", FMIN(D), {ONE, MINUS_ONE}, MINUS_ONE, 0},
	{"greater of 1 and -1", FMAX(D), {ONE, MINUS_ONE}, ONE, 0},
	{"lesser of 1 and 2", FMIN(S), {ONE_S, TWO_S}, ONE_S, 0},
	{"greater of 1 and 2", FMAX(S), {ONE_S, TWO_S}, TWO_S, 0},
	{"greater of -2 and -1",
	 FMAX(S),
	 {BOXED(0xc0000000), BOXED(0xbf800000)},
	 BOXED(0xbf800000),
	 0},
	{"lesser of 0 and -0", FMIN(D), {0, MINUS_0}, MINUS_0, 0},
	{"lesser of -0 and 0", FMIN(D), {MINUS_0, 0}, MINUS_0, 0},
	{"greater of 0 and -0", FMAX(D), {0, MINUS_0}, 0, 0},
	{"greater of -0 and 0", FMAX(D), {MINUS_0, 0}, 0, 0},
	{"lesser of quiet and 1", FMIN(D), {QUIET, ONE}, ONE, 0},
	{"greater of 1 and quiet", FMAX(D), {ONE, QUIET}, ONE, 0},
	{"lesser of signaling and 1", FMIN(D), {SIGNALS, ONE}, ONE, NV},
	{"greater of 1 and signaling", FMAX(D), {ONE, SIGNALS}, ONE, NV},
	{"lesser of NaNs", FMIN(D), {QUIET, QUIET}, NAN_D, 0},
	{"greater of NaNs", FMAX(S), {BOXED(0xff800001), BOXED(0xffc00000)}, NAN_S, NV},
	{"lesser of not boxed and 1", FMIN(S), {0xbf800000, ONE_S}, ONE_S, 0},

	{"1 with the sign of -0", FSGNJ(D), {ONE, MINUS_0}, MINUS_ONE, 0},
	{"-1 with the sign of 0", FSGNJ(D), {MINUS_ONE, 0}, ONE, 0},
	{"1 with the other sign of 0", FSGNJN(D), {ONE, 0}, MINUS_ONE, 0},
	{"-1 with the other sign of -1", FSGNJN(D), {MINUS_ONE, MINUS_ONE}, ONE, 0},
	{"-1 and -1", FSGNJX(D), {MINUS_ONE, MINUS_ONE}, ONE, 0},
	{"1 and -1", FSGNJX(D), {ONE, MINUS_ONE}, MINUS_ONE, 0},
	{"a signaling NaN as it is", FSGNJ(D), {SIGNALS, MINUS_0}, SIGNALS | MINUS_0, 0},
	{"1 with the sign of -2", FSGNJ(S), {ONE_S, BOXED(0xc0000000)}, BOXED(0xbf800000), 0},
	{"1 with the other sign of 2", FSGNJN(S), {ONE_S, TWO_S}, BOXED(0xbf800000), 0},
	{"-1 and -2", FSGNJX(S), {BOXED(0xbf800000), BOXED(0xc0000000)}, ONE_S, 0},
	{"not boxed, its sign changed", FSGNJN(S), {0x3f800000, ONE_S}, BOXED(0xffc00000), 0},
	{"the sign of not boxed", FSGNJ(S), {BOXED(0xbf800000), 0xbf800000}, ONE_S, 0},

	{"class of -infinity", FCLASS(D), {MINUS_INF}, 1 << 0, 0},
	{"class of -1", FCLASS(D), {MINUS_ONE}, 1 << 1, 0},
	{"class of -subnormal", FCLASS(D), {0x800fffffffffffff}, 1 << 2, 0},
	{"class of -0", FCLASS(D), {MINUS_0}, 1 << 3, 0},
	{"class of 0", FCLASS(D), {0}, 1 << 4, 0},
	{"class of subnormal", FCLASS(D), {1}, 1 << 5, 0},
	{"class of the least normal", FCLASS(D), {0x0010000000000000}, 1 << 6, 0},
	{"class of infinity", FCLASS(D), {INF}, 1 << 7, 0},
	{"class of signaling", FCLASS(D), {0xfff7ffffffffffff}, 1 << 8, 0},
	{"class of quiet", FCLASS(D), {QUIET}, 1 << 9, 0},
	{"class of -infinity", FCLASS(S), {BOXED(0xff800000)}, 1 << 0, 0},
	{"class of the largest", FCLASS(S), {BOXED(0x7f7fffff)}, 1 << 6, 0},
	{"class of subnormal", FCLASS(S), {BOXED(0x007fffff)}, 1 << 5, 0},
	{"class of signaling", FCLASS(S), {BOXED(0x7fbfffff)}, 1 << 8, 0},
	{"class of not boxed", FCLASS(S), {0xff800000}, 1 << 9, 0},

	{"bits of a single", FMV_X(S), {BOXED(0x3f800000)}, 0x3f800000, 0},
	{"bits of a single, extended", FMV_X(S), {BOXED(0xff800001)}, 0xffffffffff800001, 0},
	{"bits of what is not boxed", FMV_X(S), {0x123456783f800000}, 0x3f800000, 0},
	{"a single of bits", FMV_F(S), {0xff800001}, BOXED(0xff800001), 0},
};

static const struct float_case rv64_rows[] = {
	{"bits of a double", FMV_X(D), {SIGNALS | MINUS_0}, SIGNALS | MINUS_0, 0},
	{"a double of bits", FMV_F(D), {SIGNALS}, SIGNALS, 0},
	{"a single of low bits", FMV_F(S), {0x123456787f800001}, BOXED(0x7f800001), 0},
};

START_TEST(all)
{
	float_expect(64, &rows[_i], true);
	float_expect(32, &rows[_i], true);
}
END_TEST

START_TEST(all_rv64)
{
	float_expect(64, &rv64_rows[_i], true);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

int main(void)
{
	Suite *suite = suite_create("float_compare");
	TCase *tcase = tcase_create("float_compare");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, all, 0, COUNT(rows));
	tcase_add_loop_test(tcase, all_rv64, 0, COUNT(rv64_rows));
	return suite_run(suite);
}
