/* SPDX-License-Identifier: Apache-2.0 */
/* FMADD, FMSUB, FNMSUB, FNMADD: signs, one rounding, NaNs. */
#include <check.h>

#include "float_fixture.h"
#include "suite.h"

#define S FLOAT_SINGLE
#define D FLOAT_DOUBLE

/* clang-format off */
#define ALL(flags) {flags, flags, flags, flags, flags}
enum { NX = FLOAT_NX, UF = FLOAT_UF | FLOAT_NX, OF = FLOAT_OF | FLOAT_NX };

#define ONE   UINT64_C(0x3ff0000000000000)
#define NORMAL UINT64_C(0x0010000000000000) /* 2^-1022, the least */
#define BELOW UINT64_C(0x000fffffffffffff)

static const struct rounded_case rounded_rows[] = {
	{"1 * 1/2 ulp + 1", FMADD(D), {0x3ff0000000000000, 0x3ca0000000000000, ONE},
	 {ONE, ONE, ONE, ONE + 1, ONE + 1}, ALL(NX)},
	{"-(1 * 1/2 ulp) - 1", FNMADD(D), {0x3ff0000000000000, 0x3ca0000000000000, ONE},
	 {0xbff0000000000000, 0xbff0000000000000, 0xbff0000000000001, 0xbff0000000000000, 0xbff0000000000001}, ALL(NX)},
	{"the same of singles", FNMADD(S), {BOXED(0x3f800000), BOXED(0x33800000), BOXED(0x3f800000)},
	 {BOXED(0xbf800000), BOXED(0xbf800000), BOXED(0xbf800001), BOXED(0xbf800000), BOXED(0xbf800001)}, ALL(NX)},
	/* With any exponent, 2^-1022 - 2^-1076 is in the middle of 2^-1022 and 2^-1022 - 2^-1075. */
	{"the least normal - 1/4 ulp", FNMSUB(D), {1, 0x3fd0000000000000, NORMAL},
	 {NORMAL, BELOW, BELOW, NORMAL, NORMAL}, {NX, UF, UF, NX, NX}},
	{"the least normal - 3/8 ulp", FNMSUB(D), {1, 0x3fd8000000000000, NORMAL},
	 {NORMAL, BELOW, BELOW, NORMAL, NORMAL}, {UF, UF, UF, NX, UF}},
	{"the least normal - 3/4 ulp", FNMSUB(D), {1, 0x3fe8000000000000, NORMAL},
	 {BELOW, BELOW, BELOW, NORMAL, BELOW}, ALL(UF)},
	{"the least normal - 1/4 ulp, singles", FNMSUB(S), {BOXED(1), BOXED(0x3e800000), BOXED(0x00800000)},
	 {BOXED(0x00800000), BOXED(0x007fffff), BOXED(0x007fffff), BOXED(0x00800000), BOXED(0x00800000)},
	 {NX, UF, UF, NX, NX}},
	{"the least normal - 3/8 ulp, singles", FNMSUB(S), {BOXED(1), BOXED(0x3ec00000), BOXED(0x00800000)},
	 {BOXED(0x00800000), BOXED(0x007fffff), BOXED(0x007fffff), BOXED(0x00800000), BOXED(0x00800000)},
	 {UF, UF, UF, NX, UF}},
	{"1 * 1 - 1", FMSUB(D), {ONE, ONE, ONE}, {0, 0, 0x8000000000000000, 0, 0}, ALL(0)},
	{"-(1 * 1) + 1", FNMSUB(D), {ONE, ONE, ONE}, {0, 0, 0x8000000000000000, 0, 0}, ALL(0)},
	{"a product beyond all", FMADD(D), {0x7fefffffffffffff, 0x4000000000000000, ONE},
	 {0x7ff0000000000000, 0x7fefffffffffffff, 0x7fefffffffffffff, 0x7ff0000000000000, 0x7ff0000000000000}, ALL(OF)},
	{"a product of subnormals, below all", FMADD(D), {1, 1, ONE},
	 {ONE, ONE, ONE, ONE + 1, ONE}, ALL(NX)},
	/* 1 + 2^-53 + 2^-105: only an exact sum shows that it is over the middle. */
	/* 1 + 2^-23 + 2^-24 - 2^-70: under the middle by less than a double between would show. */
	{"just under the middle", FMADD(S), {BOXED(0x3f800001), BOXED(0x337ffffe), BOXED(0x3f800001)},
	 {BOXED(0x3f800001), BOXED(0x3f800001), BOXED(0x3f800001), BOXED(0x3f800002), BOXED(0x3f800001)}, ALL(NX)},
	{"just over the middle", FMADD(D), {0x3ca0000000000001, ONE, ONE},
	 {ONE + 1, ONE, ONE, ONE + 1, ONE + 1}, ALL(NX)},
};

#define INF     UINT64_C(0x7ff0000000000000)
#define NAN_D   UINT64_C(0x7ff8000000000000)
#define SIGNALS UINT64_C(0x7ff0000000000001)
#define NAN_S   BOXED(0x7fc00000)

static const struct float_case same_rows[] = {
	{"2 * 3 + 1", FMADD(D), {0x4000000000000000, 0x4008000000000000, ONE}, 0x401c000000000000, 0},
	{"2 * 3 - 1", FMSUB(D), {0x4000000000000000, 0x4008000000000000, ONE}, 0x4014000000000000, 0},
	{"-(2 * 3) + 1", FNMSUB(D), {0x4000000000000000, 0x4008000000000000, ONE}, 0xc014000000000000, 0},
	{"-(2 * 3) - 1", FNMADD(D), {0x4000000000000000, 0x4008000000000000, ONE}, 0xc01c000000000000, 0},
	{"2 * 3 + 1", FMADD(S), {BOXED(0x40000000), BOXED(0x40400000), BOXED(0x3f800000)}, BOXED(0x40e00000), 0},
	{"2 * 3 - 1", FMSUB(S), {BOXED(0x40000000), BOXED(0x40400000), BOXED(0x3f800000)}, BOXED(0x40a00000), 0},
	{"-(2 * 3) + 1", FNMSUB(S), {BOXED(0x40000000), BOXED(0x40400000), BOXED(0x3f800000)}, BOXED(0xc0a00000), 0},
	{"-(2 * 3) - 1", FNMADD(S), {BOXED(0x40000000), BOXED(0x40400000), BOXED(0x3f800000)}, BOXED(0xc0e00000), 0},
	/* (1 + 2^-52) (1 - 2^-52) - 1 = -2^-104; the product, rounded, would be 1. */
	{"rounded once", FMSUB(D), {0x3ff0000000000001, 0x3feffffffffffffe, ONE}, 0xb970000000000000, 0},
	/* (1 + 2^-23) (1 - 2^-23) - 1 = -2^-46 */
	{"rounded once", FMSUB(S), {BOXED(0x3f800001), BOXED(0x3f7ffffe), BOXED(0x3f800000)}, BOXED(0xa8800000), 0},
	{"infinity * 0 + 1", FMADD(D), {INF, 0, ONE}, NAN_D, FLOAT_NV},
	{"0 * infinity + a quiet NaN", FMADD(D), {0, INF, NAN_D}, NAN_D, FLOAT_NV},
	{"infinity * -0 + a quiet NaN", FNMADD(S), {BOXED(0x7f800000), BOXED(0x80000000), NAN_S}, NAN_S, FLOAT_NV},
	{"infinity * 0 + not boxed", FMADD(S), {BOXED(0x7f800000), BOXED(0), 0x3f800000}, NAN_S, FLOAT_NV},
	{"infinity * 1 - infinity", FMSUB(D), {INF, ONE, INF}, NAN_D, FLOAT_NV},
	{"infinity * 1 + infinity", FMADD(D), {INF, ONE, INF}, INF, 0},
	{"-(infinity * 1) + 1", FNMSUB(D), {INF, ONE, ONE}, INF | UINT64_C(1) << 63, 0},
	{"1 * 1 + a quiet NaN", FMADD(D), {ONE, ONE, 0xfff8000000000001}, NAN_D, 0},
	{"1 * a quiet NaN + 1", FMSUB(D), {ONE, NAN_D, ONE}, NAN_D, 0},
	{"a quiet NaN * 1 + 1", FNMSUB(D), {NAN_D, ONE, ONE}, NAN_D, 0},
	{"1 * 1 + a signaling NaN", FMADD(D), {ONE, ONE, SIGNALS}, NAN_D, FLOAT_NV},
	{"1 * a signaling NaN + a quiet one", FMADD(D), {ONE, SIGNALS, NAN_D}, NAN_D, FLOAT_NV},
	{"a signaling NaN * 1 + 1", FMADD(S), {BOXED(0x7f800001), BOXED(0x3f800000), BOXED(0x3f800000)}, NAN_S, FLOAT_NV},
};
/* clang-format on */

START_TEST(rounded)
{
	float_expect_rounded(64, &rounded_rows[_i]);
	float_expect_rounded(32, &rounded_rows[_i]);
}
END_TEST

START_TEST(the_same_in_each_mode)
{
	float_expect(64, &same_rows[_i], false);
	float_expect(32, &same_rows[_i], false);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

int main(void)
{
	Suite *suite = suite_create("float_fused");
	TCase *tcase = tcase_create("float_fused");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, rounded, 0, COUNT(rounded_rows));
	tcase_add_loop_test(tcase, the_same_in_each_mode, 0, COUNT(same_rows));
	return suite_run(suite);
}
