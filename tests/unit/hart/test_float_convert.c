/* SPDX-License-Identifier: Apache-2.0 */
/* Conversions: between the formats, to integers, of integers (the manual has a table of what is out
 * of range). */
#include <check.h>

#include "float_fixture.h"
#include "suite.h"

#define S FLOAT_SINGLE
#define D FLOAT_DOUBLE

enum { W, WU, L, LU };

/* clang-format off */
#define ALL(flags) {flags, flags, flags, flags, flags}
enum { NX = FLOAT_NX, UF = FLOAT_UF | FLOAT_NX, OF = FLOAT_OF | FLOAT_NX, NV = FLOAT_NV };

#define MIN_W UINT64_C(0xffffffff80000000)
#define MAX_W UINT64_C(0x000000007fffffff)
#define ONES  UINT64_MAX
#define INF   UINT64_C(0x7ff0000000000000)
#define MINUS_INF UINT64_C(0xfff0000000000000)
#define NEGATIVE(n) (UINT64_C(0) - (n))

/* In RV32 and RV64. */
static const struct rounded_case rounded_rows[] = {
	{"2.5 to w", FCVT_TO(S, W), {BOXED(0x40200000)}, {2, 2, 2, 3, 3}, ALL(NX)},
	{"-2.5 to w", FCVT_TO(S, W), {BOXED(0xc0200000)},
	 {NEGATIVE(2), NEGATIVE(2), NEGATIVE(3), NEGATIVE(2), NEGATIVE(3)}, ALL(NX)},
	{"3.5 to wu", FCVT_TO(D, WU), {0x400c000000000000}, {4, 3, 3, 4, 4}, ALL(NX)},
	{"3.25 to w", FCVT_TO(D, W), {0x400a000000000000}, {3, 3, 3, 4, 3}, ALL(NX)},
	{"1/2 to w", FCVT_TO(D, W), {0x3fe0000000000000}, {0, 0, 0, 1, 1}, ALL(NX)},
	{"just less than 1/2 to w", FCVT_TO(D, W), {0x3fdfffffffffffff}, {0, 0, 0, 1, 0}, ALL(NX)},
	{"-1/2 to wu", FCVT_TO(S, WU), {BOXED(0xbf000000)}, ALL(0), {NX, NX, NV, NX, NV}},
	{"-0.25 to wu", FCVT_TO(D, WU), {0xbfd0000000000000}, ALL(0), {NX, NX, NV, NX, NX}},
	{"2^31 - 1/2 to w", FCVT_TO(D, W), {0x41dfffffffe00000}, ALL(MAX_W), {NV, NX, NX, NV, NV}},
	{"-2^31 - 1/2 to w", FCVT_TO(D, W), {0xc1e0000000100000}, ALL(MIN_W), {NX, NX, NV, NX, NV}},
	{"2^32 - 1/2 to wu", FCVT_TO(D, WU), {0x41effffffff00000}, ALL(ONES), {NV, NX, NX, NV, NV}},
	{"2^24 + 1 of w", FCVT_OF(S, W), {0x1000001},
	 {BOXED(0x4b800000), BOXED(0x4b800000), BOXED(0x4b800000), BOXED(0x4b800001), BOXED(0x4b800001)}, ALL(NX)},
	{"-(2^24 + 1) of w", FCVT_OF(S, W), {NEGATIVE(0x1000001)},
	 {BOXED(0xcb800000), BOXED(0xcb800000), BOXED(0xcb800001), BOXED(0xcb800000), BOXED(0xcb800001)}, ALL(NX)},
	{"2^32 - 1 of wu", FCVT_OF(S, WU), {ONES},
	 {BOXED(0x4f800000), BOXED(0x4f7fffff), BOXED(0x4f7fffff), BOXED(0x4f800000), BOXED(0x4f800000)}, ALL(NX)},
	{"1 + 1/2 ulp to single", FCVT_S_D, {0x3ff0000010000000},
	 {BOXED(0x3f800000), BOXED(0x3f800000), BOXED(0x3f800000), BOXED(0x3f800001), BOXED(0x3f800001)}, ALL(NX)},
	{"-(1 + just over 1/2 ulp) to single", FCVT_S_D, {0xbff0000010000001},
	 {BOXED(0xbf800001), BOXED(0xbf800000), BOXED(0xbf800001), BOXED(0xbf800000), BOXED(0xbf800001)}, ALL(NX)},
	{"2^128 to single", FCVT_S_D, {0x47f0000000000000},
	 {BOXED(0x7f800000), BOXED(0x7f7fffff), BOXED(0x7f7fffff), BOXED(0x7f800000), BOXED(0x7f800000)}, ALL(OF)},
	{"2^128 - 1/2 ulp to single", FCVT_S_D, {0x47effffff0000000},
	 {BOXED(0x7f800000), BOXED(0x7f7fffff), BOXED(0x7f7fffff), BOXED(0x7f800000), BOXED(0x7f800000)},
	 {OF, NX, NX, OF, OF}},
	{"2^-150 to single", FCVT_S_D, {0x3690000000000000},
	 {BOXED(0), BOXED(0), BOXED(0), BOXED(1), BOXED(1)}, ALL(UF)},
	{"-2^-1074 to single", FCVT_S_D, {0x8000000000000001},
	 {BOXED(0x80000000), BOXED(0x80000000), BOXED(0x80000001), BOXED(0x80000000), BOXED(0x80000000)}, ALL(UF)},
	/* 2^-126 - 2^-151: with any exponent, in the middle of 2^-126 and what is below. */
	{"the least normal - 1/4 ulp to single", FCVT_S_D, {0x380ffffff0000000},
	 {BOXED(0x00800000), BOXED(0x007fffff), BOXED(0x007fffff), BOXED(0x00800000), BOXED(0x00800000)},
	 {NX, UF, UF, NX, NX}},
};

static const struct rounded_case rv64_rounded_rows[] = {
	{"2^53 + 1 of l", FCVT_OF(D, L), {0x20000000000001},
	 {0x4340000000000000, 0x4340000000000000, 0x4340000000000000, 0x4340000000000001, 0x4340000000000001}, ALL(NX)},
	{"-(2^53 + 1) of l", FCVT_OF(D, L), {NEGATIVE(0x20000000000001)},
	 {0xc340000000000000, 0xc340000000000000, 0xc340000000000001, 0xc340000000000000, 0xc340000000000001}, ALL(NX)},
	{"2^64 - 1 of lu", FCVT_OF(D, LU), {ONES},
	 {0x43f0000000000000, 0x43efffffffffffff, 0x43efffffffffffff, 0x43f0000000000000, 0x43f0000000000000}, ALL(NX)},
	{"2^63 + 2^10 of lu", FCVT_OF(D, LU), {0x8000000000000400},
	 {0x43e0000000000000, 0x43e0000000000000, 0x43e0000000000000, 0x43e0000000000001, 0x43e0000000000001}, ALL(NX)},
	/* Over the middle of two singles by what a double between would lose. */
	{"2^62 + 2^38 + 1 of l", FCVT_OF(S, L), {0x4000004000000001},
	 {BOXED(0x5e800001), BOXED(0x5e800000), BOXED(0x5e800000), BOXED(0x5e800001), BOXED(0x5e800001)}, ALL(NX)},
	{"2.5 to lu", FCVT_TO(D, LU), {0x4004000000000000}, {2, 2, 2, 3, 3}, ALL(NX)},
	{"-1/2 to lu", FCVT_TO(D, LU), {0xbfe0000000000000}, ALL(0), {NX, NX, NV, NX, NV}},
	{"-1/2 to l", FCVT_TO(D, L), {0xbfe0000000000000}, {0, 0, ONES, 0, ONES}, ALL(NX)},
};

static const struct float_case same_rows[] = {
	{"-infinity to w", FCVT_TO(D, W), {MINUS_INF}, MIN_W, NV},
	{"infinity to w", FCVT_TO(D, W), {INF}, MAX_W, NV},
	{"a quiet NaN to w", FCVT_TO(D, W), {0xfff8000000000000}, MAX_W, NV},
	{"a signaling NaN to w", FCVT_TO(S, W), {BOXED(0xff800001)}, MAX_W, NV},
	{"not boxed to w", FCVT_TO(S, W), {0x3f800000}, MAX_W, NV},
	{"-infinity to wu", FCVT_TO(S, WU), {BOXED(0xff800000)}, 0, NV},
	{"infinity to wu", FCVT_TO(S, WU), {BOXED(0x7f800000)}, ONES, NV},
	{"a NaN to wu", FCVT_TO(D, WU), {0xfff8000000000000}, ONES, NV},
	{"-1 to wu", FCVT_TO(D, WU), {0xbff0000000000000}, 0, NV},
	{"-0 to wu", FCVT_TO(D, WU), {0x8000000000000000}, 0, 0},
	{"2^31 to w", FCVT_TO(D, W), {0x41e0000000000000}, MAX_W, NV},
	{"-2^31 to w", FCVT_TO(D, W), {0xc1e0000000000000}, MIN_W, 0},
	{"-2^31 - 1 to w", FCVT_TO(D, W), {0xc1e0000000200000}, MIN_W, NV},
	{"2^31 to wu", FCVT_TO(D, WU), {0x41e0000000000000}, MIN_W, 0},
	{"2^32 - 1 to wu", FCVT_TO(D, WU), {0x41efffffffe00000}, ONES, 0},
	{"2^32 to wu", FCVT_TO(D, WU), {0x41f0000000000000}, ONES, NV},
	{"-2^31 of w", FCVT_OF(D, W), {MIN_W}, 0xc1e0000000000000, 0},
	{"2^31 of wu", FCVT_OF(D, WU), {MIN_W}, 0x41e0000000000000, 0},
	{"2^32 - 1 of wu", FCVT_OF(D, WU), {ONES}, 0x41efffffffe00000, 0},
	{"0 of w", FCVT_OF(S, W), {0}, BOXED(0), 0},
	{"1.5 to double", FCVT_D_S, {BOXED(0x3fc00000)}, 0x3ff8000000000000, 0},
	{"2^-149 to double", FCVT_D_S, {BOXED(0x80000001)}, 0xb6a0000000000000, 0},
	{"infinity to double", FCVT_D_S, {BOXED(0xff800000)}, MINUS_INF, 0},
	{"a quiet NaN to double", FCVT_D_S, {BOXED(0xffc00001)}, 0x7ff8000000000000, 0},
	{"a signaling NaN to double", FCVT_D_S, {BOXED(0x7f800001)}, 0x7ff8000000000000, NV},
	{"not boxed to double", FCVT_D_S, {0x3ff0000000000000}, 0x7ff8000000000000, 0},
	{"a quiet NaN to single", FCVT_S_D, {0xfff8000000000001}, BOXED(0x7fc00000), 0},
	{"a signaling NaN to single", FCVT_S_D, {0xfff0000000000001}, BOXED(0x7fc00000), NV},
	{"-infinity to single", FCVT_S_D, {MINUS_INF}, BOXED(0xff800000), 0},
	{"2^-149 to single", FCVT_S_D, {0x36a0000000000000}, BOXED(1), 0},
};

static const struct float_case rv64_same_rows[] = {
	{"2^32 + 1 of w", FCVT_OF(D, W), {0x100000001}, 0x3ff0000000000000, 0},
	{"2^32 + 1 of wu", FCVT_OF(D, WU), {0x100000001}, 0x3ff0000000000000, 0},
	{"2^63 to l", FCVT_TO(D, L), {0x43e0000000000000}, INT64_MAX, NV},
	{"-2^63 to l", FCVT_TO(D, L), {0xc3e0000000000000}, UINT64_C(1) << 63, 0},
	{"just less than -2^63 to l", FCVT_TO(D, L), {0xc3e0000000000001}, UINT64_C(1) << 63, NV},
	{"just less than 2^63 to l", FCVT_TO(D, L), {0x43dfffffffffffff}, 0x7ffffffffffffc00, 0},
	{"a NaN to l", FCVT_TO(S, L), {BOXED(0xffc00000)}, INT64_MAX, NV},
	{"-infinity to l", FCVT_TO(S, L), {BOXED(0xff800000)}, UINT64_C(1) << 63, NV},
	{"2^63 to lu", FCVT_TO(D, LU), {0x43e0000000000000}, UINT64_C(1) << 63, 0},
	{"2^64 to lu", FCVT_TO(D, LU), {0x43f0000000000000}, ONES, NV},
	{"just less than 2^64 to lu", FCVT_TO(D, LU), {0x43efffffffffffff}, 0xfffffffffffff800, 0},
	{"-1 to lu", FCVT_TO(D, LU), {0xbff0000000000000}, 0, NV},
	{"a NaN to lu", FCVT_TO(D, LU), {0xfff8000000000000}, ONES, NV},
	{"-infinity to lu", FCVT_TO(D, LU), {MINUS_INF}, 0, NV},
	{"-2^63 of l", FCVT_OF(D, L), {UINT64_C(1) << 63}, 0xc3e0000000000000, 0},
	{"2^63 of lu", FCVT_OF(S, LU), {UINT64_C(1) << 63}, BOXED(0x5f000000), 0},
};
/* clang-format on */

START_TEST(rounded)
{
	float_expect_rounded(64, &rounded_rows[_i]);
	float_expect_rounded(32, &rounded_rows[_i]);
}
END_TEST

START_TEST(rounded_rv64)
{
	float_expect_rounded(64, &rv64_rounded_rows[_i]);
}
END_TEST

START_TEST(the_same_in_each_mode)
{
	float_expect(64, &same_rows[_i], false);
	float_expect(32, &same_rows[_i], false);
}
END_TEST

START_TEST(the_same_in_each_mode_rv64)
{
	float_expect(64, &rv64_same_rows[_i], false);
}
END_TEST

#define COUNT(rows) ((int)(sizeof(rows) / sizeof((rows)[0])))

int main(void)
{
	Suite *suite = suite_create("float_convert");
	TCase *tcase = tcase_create("float_convert");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, rounded, 0, COUNT(rounded_rows));
	tcase_add_loop_test(tcase, rounded_rv64, 0, COUNT(rv64_rounded_rows));
	tcase_add_loop_test(tcase, the_same_in_each_mode, 0, COUNT(same_rows));
	tcase_add_loop_test(tcase, the_same_in_each_mode_rv64, 0, COUNT(rv64_same_rows));
	return suite_run(suite);
}
