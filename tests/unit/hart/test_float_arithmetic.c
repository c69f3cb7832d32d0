/* SPDX-License-Identifier: Apache-2.0 */
/* Sums, products, quotients and roots: values by hand, in each rounding mode. */
#include <check.h>

#include "float_fixture.h"
#include "suite.h"

#define S FLOAT_SINGLE
#define D FLOAT_DOUBLE

/* clang-format off */
#define ALL(flags) {flags, flags, flags, flags, flags}
enum { NX = FLOAT_NX, UF = FLOAT_UF | FLOAT_NX, OF = FLOAT_OF | FLOAT_NX };

/* By the result's distance from its neighbours in units of the last place (ulp). */
static const struct rounded_case double_rows[] = {
	{"1 + 1/2 ulp", FADD(D), {0x3ff0000000000000, 0x3ca0000000000000},
	 {0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000001, 0x3ff0000000000001}, ALL(NX)},
	{"-1 - 1/2 ulp", FSUB(D), {0xbff0000000000000, 0x3ca0000000000000},
	 {0xbff0000000000000, 0xbff0000000000000, 0xbff0000000000001, 0xbff0000000000000, 0xbff0000000000001}, ALL(NX)},
	{"1 + almost 1/2 ulp", FADD(D), {0x3ff0000000000000, 0x3c9fffffffffffff},
	 {0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000001, 0x3ff0000000000000}, ALL(NX)},
	{"1 + just over 1/2 ulp", FADD(D), {0x3ff0000000000000, 0x3ca0000000000001},
	 {0x3ff0000000000001, 0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000001, 0x3ff0000000000001}, ALL(NX)},
	{"1 + the least there is", FADD(D), {0x3ff0000000000000, 0x0000000000000001},
	 {0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000000, 0x3ff0000000000001, 0x3ff0000000000000}, ALL(NX)},
	{"1 + 1 1/2 ulp", FADD(D), {0x3ff0000000000001, 0x3ca0000000000000},
	 {0x3ff0000000000002, 0x3ff0000000000001, 0x3ff0000000000001, 0x3ff0000000000002, 0x3ff0000000000002}, ALL(NX)},
	{"1.5 * (1 + 3 ulp) = 1.5 + 4 1/2 ulp", FMUL(D), {0x3ff0000000000003, 0x3ff8000000000000},
	 {0x3ff8000000000004, 0x3ff8000000000004, 0x3ff8000000000004, 0x3ff8000000000005, 0x3ff8000000000005}, ALL(NX)},
	{"-1.5 * (1 + 3 ulp)", FMUL(D), {0x3ff0000000000003, 0xbff8000000000000},
	 {0xbff8000000000004, 0xbff8000000000004, 0xbff8000000000005, 0xbff8000000000004, 0xbff8000000000005}, ALL(NX)},
	{"the largest + 1/2 ulp", FADD(D), {0x7fefffffffffffff, 0x7c90000000000000},
	 {0x7ff0000000000000, 0x7fefffffffffffff, 0x7fefffffffffffff, 0x7ff0000000000000, 0x7ff0000000000000},
	 {OF, NX, NX, OF, OF}},
	{"the largest + 1/4 ulp", FADD(D), {0x7fefffffffffffff, 0x7c80000000000000},
	 {0x7fefffffffffffff, 0x7fefffffffffffff, 0x7fefffffffffffff, 0x7ff0000000000000, 0x7fefffffffffffff},
	 {NX, NX, NX, OF, NX}},
	{"the largest * -2", FMUL(D), {0x7fefffffffffffff, 0xc000000000000000},
	 {0xfff0000000000000, 0xffefffffffffffff, 0xfff0000000000000, 0xffefffffffffffff, 0xfff0000000000000}, ALL(OF)},
	{"1/2 of the least", FDIV(D), {0x0000000000000001, 0x4000000000000000},
	 {0, 0, 0, 1, 1}, ALL(UF)},
	{"-1/2 of the least", FDIV(D), {0x8000000000000001, 0x4000000000000000},
	 {0x8000000000000000, 0x8000000000000000, 0x8000000000000001, 0x8000000000000000, 0x8000000000000001}, ALL(UF)},
	{"1/4 of the least", FMUL(D), {0x0000000000000001, 0x3fd0000000000000},
	 {0, 0, 0, 1, 0}, ALL(UF)},
	{"2 1/2 of the least", FDIV(D), {0x0000000000000005, 0x4000000000000000},
	 {2, 2, 2, 3, 3}, ALL(UF)},
	/* 2^-1022 (1 - 2^-53) has 53 bits, so it is less than a normal number in any mode. */
	{"the least normal - 1/2 ulp", FMUL(D), {0x0010000000000000, 0x3fefffffffffffff},
	 {0x0010000000000000, 0x000fffffffffffff, 0x000fffffffffffff, 0x0010000000000000, 0x0010000000000000}, ALL(UF)},
	{"1 / 3", FDIV(D), {0x3ff0000000000000, 0x4008000000000000},
	 {0x3fd5555555555555, 0x3fd5555555555555, 0x3fd5555555555555, 0x3fd5555555555556, 0x3fd5555555555555}, ALL(NX)},
	{"root of 2: 1.6a09e667f3bcc90...", FSQRT(D), {0x4000000000000000},
	 {0x3ff6a09e667f3bcd, 0x3ff6a09e667f3bcc, 0x3ff6a09e667f3bcc, 0x3ff6a09e667f3bcd, 0x3ff6a09e667f3bcd}, ALL(NX)},
	{"1 - 1", FSUB(D), {0x3ff0000000000000, 0x3ff0000000000000},
	 {0, 0, 0x8000000000000000, 0, 0}, ALL(0)},
};

static const struct rounded_case single_rows[] = {
	{"1 + 1/2 ulp", FADD(S), {BOXED(0x3f800000), BOXED(0x33800000)},
	 {BOXED(0x3f800000), BOXED(0x3f800000), BOXED(0x3f800000), BOXED(0x3f800001), BOXED(0x3f800001)}, ALL(NX)},
	{"-1 - 1/2 ulp", FSUB(S), {BOXED(0xbf800000), BOXED(0x33800000)},
	 {BOXED(0xbf800000), BOXED(0xbf800000), BOXED(0xbf800001), BOXED(0xbf800000), BOXED(0xbf800001)}, ALL(NX)},
	{"1 + almost 1/2 ulp", FADD(S), {BOXED(0x3f800000), BOXED(0x337fffff)},
	 {BOXED(0x3f800000), BOXED(0x3f800000), BOXED(0x3f800000), BOXED(0x3f800001), BOXED(0x3f800000)}, ALL(NX)},
	{"1.5 * (1 + 3 ulp) = 1.5 + 4 1/2 ulp", FMUL(S), {BOXED(0x3f800003), BOXED(0x3fc00000)},
	 {BOXED(0x3fc00004), BOXED(0x3fc00004), BOXED(0x3fc00004), BOXED(0x3fc00005), BOXED(0x3fc00005)}, ALL(NX)},
	{"the largest + 1/2 ulp", FADD(S), {BOXED(0x7f7fffff), BOXED(0x73000000)},
	 {BOXED(0x7f800000), BOXED(0x7f7fffff), BOXED(0x7f7fffff), BOXED(0x7f800000), BOXED(0x7f800000)},
	 {OF, NX, NX, OF, OF}},
	{"the largest * -2", FMUL(S), {BOXED(0x7f7fffff), BOXED(0xc0000000)},
	 {BOXED(0xff800000), BOXED(0xff7fffff), BOXED(0xff800000), BOXED(0xff7fffff), BOXED(0xff800000)}, ALL(OF)},
	{"1/2 of the least", FDIV(S), {BOXED(1), BOXED(0x40000000)},
	 {BOXED(0), BOXED(0), BOXED(0), BOXED(1), BOXED(1)}, ALL(UF)},
	{"the least normal - 1/2 ulp", FMUL(S), {BOXED(0x00800000), BOXED(0x3f7fffff)},
	 {BOXED(0x00800000), BOXED(0x007fffff), BOXED(0x007fffff), BOXED(0x00800000), BOXED(0x00800000)}, ALL(UF)},
	{"1 / 3", FDIV(S), {BOXED(0x3f800000), BOXED(0x40400000)},
	 {BOXED(0x3eaaaaab), BOXED(0x3eaaaaaa), BOXED(0x3eaaaaaa), BOXED(0x3eaaaaab), BOXED(0x3eaaaaab)}, ALL(NX)},
	{"root of 2: 1.6a09e6 67f...", FSQRT(S), {BOXED(0x40000000)},
	 {BOXED(0x3fb504f3), BOXED(0x3fb504f3), BOXED(0x3fb504f3), BOXED(0x3fb504f4), BOXED(0x3fb504f3)}, ALL(NX)},
	{"-1 + 1", FADD(S), {BOXED(0xbf800000), BOXED(0x3f800000)},
	 {BOXED(0), BOXED(0), BOXED(0x80000000), BOXED(0), BOXED(0)}, ALL(0)},
};

#define NAN_D      UINT64_C(0x7ff8000000000000)
#define NAN_S      BOXED(0x7fc00000)
#define INF_D      UINT64_C(0x7ff0000000000000)
#define MINUS_INF_D UINT64_C(0xfff0000000000000)

static const struct float_case same_rows[] = {
	{"1 + 2", FADD(D), {0x3ff0000000000000, 0x4000000000000000}, 0x4008000000000000, 0},
	{"1 - 2", FSUB(D), {0x3ff0000000000000, 0x4000000000000000}, 0xbff0000000000000, 0},
	{"2 * 3", FMUL(S), {BOXED(0x40000000), BOXED(0x40400000)}, BOXED(0x40c00000), 0},
	{"3 / 2", FDIV(S), {BOXED(0x40400000), BOXED(0x40000000)}, BOXED(0x3fc00000), 0},
	{"-0 + -0", FADD(D), {0x8000000000000000, 0x8000000000000000}, 0x8000000000000000, 0},
	{"1 / 0", FDIV(D), {0x3ff0000000000000, 0}, INF_D, FLOAT_DZ},
	{"-1 / 0", FDIV(S), {BOXED(0xbf800000), BOXED(0)}, BOXED(0xff800000), FLOAT_DZ},
	{"infinity / 0", FDIV(D), {INF_D, 0}, INF_D, 0},
	{"0 / 0", FDIV(D), {0, 0}, NAN_D, FLOAT_NV},
	{"infinity / infinity", FDIV(D), {INF_D, INF_D}, NAN_D, FLOAT_NV},
	{"infinity - infinity", FSUB(D), {INF_D, INF_D}, NAN_D, FLOAT_NV},
	{"infinity + infinity", FADD(D), {INF_D, INF_D}, INF_D, 0},
	{"0 * infinity", FMUL(D), {0, MINUS_INF_D}, NAN_D, FLOAT_NV},
	{"exact, subnormal", FDIV(D), {0x0010000000000000, 0x4000000000000000}, 0x0008000000000000, 0},
	{"root of 4", FSQRT(D), {0x4010000000000000}, 0x4000000000000000, 0},
	{"root of -0", FSQRT(D), {0x8000000000000000}, 0x8000000000000000, 0},
	{"root of -1", FSQRT(D), {0xbff0000000000000}, NAN_D, FLOAT_NV},
	{"root of -infinity", FSQRT(S), {BOXED(0xff800000)}, NAN_S, FLOAT_NV},
	{"root of infinity", FSQRT(D), {INF_D}, INF_D, 0},
	{"a quiet NaN + 1", FADD(D), {0xfff8000000000123, 0x3ff0000000000000}, NAN_D, 0},
	{"1 + a quiet NaN", FADD(D), {0x3ff0000000000000, 0xfff8000000000123}, NAN_D, 0},
	{"a signaling NaN + 1", FADD(D), {0x7ff0000000000001, 0x3ff0000000000000}, NAN_D, FLOAT_NV},
	{"1 * a signaling NaN", FMUL(S), {BOXED(0x3f800000), BOXED(0xff800001)}, NAN_S, FLOAT_NV},
	{"both kinds", FDIV(D), {NAN_D, 0x7ff0000000000001}, NAN_D, FLOAT_NV},
	{"a quiet NaN / 0", FDIV(D), {NAN_D, 0}, NAN_D, 0},
	{"root of a signaling NaN", FSQRT(S), {BOXED(0x7f800001)}, NAN_S, FLOAT_NV},
	{"root of a quiet NaN", FSQRT(D), {0xfff8000000000000}, NAN_D, 0},
	{"not boxed + 1", FADD(S), {0x3f800000, BOXED(0x3f800000)}, NAN_S, 0},
	{"1 + not quite boxed", FADD(S), {BOXED(0x3f800000), 0xfffffffe3f800000}, NAN_S, 0},
	{"not boxed, signaling", FADD(S), {0x7f800001, BOXED(0x3f800000)}, NAN_S, 0},
};
/* clang-format on */

START_TEST(doubles)
{
	float_expect_rounded(64, &double_rows[_i]);
	float_expect_rounded(32, &double_rows[_i]);
}
END_TEST

START_TEST(singles)
{
	float_expect_rounded(64, &single_rows[_i]);
	float_expect_rounded(32, &single_rows[_i]);
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
	Suite *suite = suite_create("float_arithmetic");
	TCase *tcase = tcase_create("float_arithmetic");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, doubles, 0, COUNT(double_rows));
	tcase_add_loop_test(tcase, singles, 0, COUNT(single_rows));
	tcase_add_loop_test(tcase, the_same_in_each_mode, 0, COUNT(same_rows));
	return suite_run(suite);
}
