/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Computing with registers: RV32I, RV64I, M, and which encodings are none. Expected values are
 * worked out by hand from the unprivileged manual.
 */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define ALL   UINT64_MAX
#define LEAST (UINT64_C(1) << 63)
#define MOST  (LEAST - 1)
#define WORD  UINT64_C(0xffffffff80000000) /* the least of 32 bits, sign-extended */

/* x3 = x1 op x2, of RV64 and of RV32. */
struct sum {
	uint32_t instruction;
	uint64_t a, b, result;
};

static void check_sums(unsigned int xlen, const struct sum *sums, unsigned int n)
{
	rig_reset(xlen);
	for (unsigned int i = 0; i < n; i++) {
		uint64_t result = rig_result(sums[i].instruction, sums[i].a, sums[i].b);

		ck_assert_msg(result == sums[i].result, "row %u: %016jx, not %016jx", i,
			      (uintmax_t)result, (uintmax_t)sums[i].result);
	}
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4 * n);
	ck_assert_uint_eq(rig.hart.instructions, n);
}

#define CHECK_SUMS(xlen, sums) check_sums(xlen, sums, sizeof(sums) / sizeof(*(sums)))

START_TEST(arithmetic_64)
{
	static const struct sum sums[] = {
		{ADD(3, 1, 2), ALL, 2, 1},
		{ADD(3, 1, 2), 0x7fffffff, 1, 0x80000000},
		{SUB(3, 1, 2), 0, 1, ALL},
		{SUB(3, 1, 2), LEAST, 1, MOST},
		{SLL(3, 1, 2), 1, 63, LEAST},
		{SLL(3, 1, 2), 3, 0xffffffffffffffc1, 6}, /* 6 bits of the amount */
		{SLT(3, 1, 2), LEAST, MOST, 1},
		{SLT(3, 1, 2), 1, ALL, 0},
		{SLT(3, 1, 2), 5, 5, 0},
		{SLTU(3, 1, 2), LEAST, MOST, 0},
		{SLTU(3, 1, 2), 1, ALL, 1},
		{SLTU(3, 1, 2), 5, 5, 0},
		{XOR(3, 1, 2), 0xff00ff00ff00ff00, 0x0ff00ff00ff00ff0, 0xf0f0f0f0f0f0f0f0},
		{OR(3, 1, 2), 0xf000000000000001, 0x0000000f00000002, 0xf000000f00000003},
		{AND(3, 1, 2), 0xff00ff00ff00ff00, 0x0ff00ff00ff00ff0, 0x0f000f000f000f00},
		{SRL(3, 1, 2), LEAST, 63, 1},
		{SRL(3, 1, 2), ALL, 32 + 64, 0xffffffff},
		{SRA(3, 1, 2), LEAST, 63, ALL},
		{SRA(3, 1, 2), MOST, 62 + 64, 1},
		{ADDI(3, 1, -2048), 0, 0, 0xfffffffffffff800},
		{ADDI(3, 1, 2047), 1, 0, 2048},
		{SLTI(3, 1, -1), 0xfffffffffffffffe, 0, 1},
		{SLTI(3, 1, -1), 0, 0, 0},
		{SLTIU(3, 1, -1), 0, 0, 1}, /* sign-extended, then unsigned */
		{SLTIU(3, 1, 1), 0, 0, 1},
		{SLTIU(3, 1, 1), 1, 0, 0},
		{XORI(3, 1, -1), 0x0123456789abcdef, 0, 0xfedcba9876543210},
		{ORI(3, 1, -2048), 1, 0, 0xfffffffffffff801},
		{ANDI(3, 1, -2048), ALL, 0, 0xfffffffffffff800},
		{ANDI(3, 1, 0x7f0), 0xfff, 0, 0x7f0},
		{SLLI(3, 1, 63), 1, 0, LEAST},
		{SRLI(3, 1, 32), 0xffffffff00000000, 0, 0xffffffff},
		{SRAI(3, 1, 32), 0xffffffff00000000, 0, ALL},
		{SRAI(3, 1, 63), MOST, 0, 0},
		{LUI(3, 0x7ffff), 9, 9, 0x7ffff000},
		{LUI(3, 0x80000), 9, 9, WORD},
	};

	CHECK_SUMS(64, sums);
}
END_TEST

START_TEST(arithmetic_32)
{
	static const struct sum sums[] = {
		{ADD(3, 1, 2), 0x7fffffff, 1, WORD},  {ADD(3, 1, 2), ALL, 2, 1},
		{SUB(3, 1, 2), WORD, 1, 0x7fffffff},  {SLL(3, 1, 2), 1, 31, WORD},
		{SLL(3, 1, 2), 3, 0x21, 6}, /* 5 bits of the amount */
		{SLT(3, 1, 2), WORD, 0x7fffffff, 1},  {SLTU(3, 1, 2), WORD, 0x7fffffff, 0},
		{SLTU(3, 1, 2), 0x7fffffff, WORD, 1}, {SRL(3, 1, 2), WORD, 31, 1},
		{SRL(3, 1, 2), ALL, 0x20, ALL},       {SRL(3, 1, 2), ALL, 1, 0x7fffffff},
		{SRA(3, 1, 2), WORD, 31, ALL},        {SRA(3, 1, 2), 0x40000000, 0x3e, 1},
		{ADDI(3, 1, 1), 0x7fffffff, 0, WORD}, {SLTIU(3, 1, -1), 0xfffffffffffffffe, 0, 1},
		{XORI(3, 1, -1), 0, 0, ALL},          {SLLI(3, 1, 31), 1, 0, WORD},
		{SRLI(3, 1, 4), WORD, 0, 0x08000000}, {SRAI(3, 1, 4), WORD, 0, 0xfffffffff8000000},
		{LUI(3, 0x80000), 9, 9, WORD},
	};

	CHECK_SUMS(32, sums);
}
END_TEST

/* Of RV64: the lower 32 bits are computed with, and the result is sign-extended. */
START_TEST(words)
{
	static const struct sum sums[] = {
		{ADDW(3, 1, 2), 0x7fffffff, 1, WORD},
		{ADDW(3, 1, 2), 0xdead00000001, 0xbeef00000002, 3},
		{SUBW(3, 1, 2), 0x180000000, 1, 0x7fffffff},
		{SLLW(3, 1, 2), 0x100000001, 31, WORD},
		{SLLW(3, 1, 2), 3, 0x21, 6},
		{SRLW(3, 1, 2), 0xffffffff80000000, 31, 1},
		{SRLW(3, 1, 2), 0x80000000, 32, WORD},
		{SRAW(3, 1, 2), 0x80000000, 31, ALL},
		{SRAW(3, 1, 2), 0xffffffff40000000, 30, 1},
		{ADDIW(3, 1, -1), 0x100000000, 0, ALL},
		{ADDIW(3, 1, 0), 0x80000000, 0, WORD}, /* SEXT.W */
		{SLLIW(3, 1, 31), 1, 0, WORD},
		{SRLIW(3, 1, 4), 0xffffffff80000000, 0, 0x08000000},
		{SRAIW(3, 1, 4), 0x0000000080000000, 0, 0xfffffffff8000000},
	};

	CHECK_SUMS(64, sums);
}
END_TEST

START_TEST(products_64)
{
	static const struct sum sums[] = {
		{MUL(3, 1, 2), 0x100000001, 0x100000001, 0x200000001},
		{MUL(3, 1, 2), ALL, 7, 0xfffffffffffffff9},
		{MULH(3, 1, 2), ALL, ALL, 0},
		{MULH(3, 1, 2), LEAST, LEAST, 0x4000000000000000},
		{MULH(3, 1, 2), LEAST, 2, ALL},
		{MULHU(3, 1, 2), ALL, ALL, 0xfffffffffffffffe},
		{MULHU(3, 1, 2), LEAST, 2, 1},
		{MULHSU(3, 1, 2), ALL, ALL, ALL}, /* -1 * (2^64 - 1) = -2^64 + 1 */
		{MULHSU(3, 1, 2), 2, ALL, 1},
		{MULHSU(3, 1, 2), LEAST, LEAST, 0xc000000000000000},
		{MULW(3, 1, 2), 0x10000, 0x8000, WORD},
		{MULW(3, 1, 2), 0xffffffff00000003, 5, 15},
	};

	CHECK_SUMS(64, sums);
}
END_TEST

START_TEST(products_32)
{
	static const struct sum sums[] = {
		{MUL(3, 1, 2), 0x10000, 0x8000, WORD},
		{MULH(3, 1, 2), ALL, ALL, 0},
		{MULH(3, 1, 2), WORD, WORD, 0x40000000},
		{MULH(3, 1, 2), WORD, 2, ALL},
		{MULHU(3, 1, 2), ALL, ALL, 0xfffffffffffffffe},
		{MULHU(3, 1, 2), WORD, 2, 1},
		{MULHU(3, 1, 2), WORD, WORD, 0x40000000},
		{MULHSU(3, 1, 2), ALL, ALL, ALL},
		{MULHSU(3, 1, 2), 2, ALL, 1},
		{MULHSU(3, 1, 2), WORD, WORD, 0xffffffffc0000000},
	};

	CHECK_SUMS(32, sums);
}
END_TEST

/* "Semantics for division by zero and division overflow": nothing traps. */
START_TEST(quotients_64)
{
	static const struct sum sums[] = {
		{DIV(3, 1, 2), (uint64_t)-7, 2, (uint64_t)-3}, /* towards zero */
		{REM(3, 1, 2), (uint64_t)-7, 2, ALL},
		{DIV(3, 1, 2), 7, (uint64_t)-2, (uint64_t)-3},
		{REM(3, 1, 2), 7, (uint64_t)-2, 1},
		{DIVU(3, 1, 2), (uint64_t)-7, 2, 0x7ffffffffffffffc},
		{REMU(3, 1, 2), (uint64_t)-7, 2, 1},
		{DIV(3, 1, 2), 5, 0, ALL},
		{DIVU(3, 1, 2), 5, 0, ALL},
		{REM(3, 1, 2), (uint64_t)-5, 0, (uint64_t)-5},
		{REMU(3, 1, 2), 5, 0, 5},
		{DIV(3, 1, 2), LEAST, ALL, LEAST},
		{REM(3, 1, 2), LEAST, ALL, 0},
		{DIVU(3, 1, 2), LEAST, ALL, 0},
		{REMU(3, 1, 2), LEAST, ALL, LEAST},
		{DIVW(3, 1, 2), 0x80000000, 0xffffffff, WORD}, /* overflows as 32 bits */
		{REMW(3, 1, 2), 0x80000000, 0xffffffff, 0},
		{DIVW(3, 1, 2), 0x1fffffff9, 2, (uint64_t)-3}, /* -7 */
		{REMW(3, 1, 2), 0x1fffffff9, 2, ALL},
		{DIVW(3, 1, 2), 5, 0xf00000000, ALL}, /* by the lower 32 bits: 0 */
		{REMW(3, 1, 2), 0x80000000, 0, WORD},
		{DIVUW(3, 1, 2), 0xffffffff, 1, ALL}, /* sign-extended, unsigned or not */
		{DIVUW(3, 1, 2), 0x1fffffffe, 2, 0x7fffffff},
		{DIVUW(3, 1, 2), 1, 0x300000000, ALL},
		{REMUW(3, 1, 2), 0xfffffffe, 0xffffffff, 0xfffffffffffffffe},
		{REMUW(3, 1, 2), 0x80000001, 0, 0xffffffff80000001},
	};

	CHECK_SUMS(64, sums);
}
END_TEST

START_TEST(quotients_32)
{
	static const struct sum sums[] = {
		{DIV(3, 1, 2), (uint64_t)-7, 2, (uint64_t)-3},
		{REM(3, 1, 2), (uint64_t)-7, 2, ALL},
		{DIVU(3, 1, 2), (uint64_t)-7, 2, 0x7ffffffc},
		{REMU(3, 1, 2), (uint64_t)-7, 2, 1},
		{DIVU(3, 1, 2), ALL, 1, ALL},
		{DIV(3, 1, 2), 5, 0, ALL},
		{DIVU(3, 1, 2), 5, 0, ALL},
		{REM(3, 1, 2), WORD, 0, WORD},
		{REMU(3, 1, 2), WORD, 0, WORD},
		{DIV(3, 1, 2), WORD, ALL, WORD},
		{REM(3, 1, 2), WORD, ALL, 0},
		{REMU(3, 1, 2), WORD, ALL, WORD},
	};

	CHECK_SUMS(32, sums);
}
END_TEST

START_TEST(pc_relative)
{
	rig_reset(64);
	ck_assert_uint_eq(rig_result(AUIPC(3, 0x80000), 0, 0), 0);
	ck_assert_uint_eq(rig_result(AUIPC(3, 1), 0, 0), RIG_BASE + 4 + 0x1000);
	rig_reset(32);
	ck_assert_uint_eq(rig_result(AUIPC(3, 0), 0, 0), WORD); /* of pc, too */
	ck_assert_uint_eq(rig_result(AUIPC(3, 0x80000), 0, 0), 4);
}
END_TEST

static const struct branch {
	uint32_t instruction;
	uint64_t a, b;
	bool goes;
} branches[] = {
	{BEQ(1, 2, 0x7fe), 5, 5, true},    {BEQ(1, 2, 0x7fe), 5, 4, false},
	{BNE(1, 2, 0x7fe), 5, 4, true},    {BNE(1, 2, 0x7fe), 5, 5, false},
	{BLT(1, 2, 0x7fe), ALL, 0, true},  {BLT(1, 2, 0x7fe), 0, ALL, false},
	{BLT(1, 2, 0x7fe), 5, 5, false},   {BGE(1, 2, 0x7fe), 5, 5, true},
	{BGE(1, 2, 0x7fe), 0, ALL, true},  {BGE(1, 2, 0x7fe), ALL, 0, false},
	{BLTU(1, 2, 0x7fe), 0, ALL, true}, {BLTU(1, 2, 0x7fe), ALL, 0, false},
	{BLTU(1, 2, 0x7fe), 5, 5, false},  {BGEU(1, 2, 0x7fe), 5, 5, true},
	{BGEU(1, 2, 0x7fe), ALL, 0, true}, {BGEU(1, 2, 0x7fe), 0, ALL, false},
	{BEQ(1, 2, -4096), 1, 1, true},
};

START_TEST(branch)
{
	const struct branch *b = &branches[_i / 2];
	int offset = _i / 2 == sizeof(branches) / sizeof(*branches) - 1 ? -4096 : 0x7fe;

	rig_reset(_i % 2 ? 32 : 64);
	rig.hart.pc += 0x2000;
	rig_result(b->instruction, b->a, b->b);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 0x2000 + (uint64_t)(b->goes ? offset : 4));
}
END_TEST

/* JALR clears bit 0; rd may be rs1. Addresses wrap: RV32's at 2^32. */
START_TEST(jumps)
{
	rig_reset(64);
	ck_assert_uint_eq(rig_result(JAL(3, 0x7fffe), 0, 0), RIG_BASE + 4);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 0x7fffe);
	rig_reset(64);
	ck_assert_uint_eq(rig_result(JAL(3, -0x100000), 0, 0), RIG_BASE + 4);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE - 0x100000);
	rig_reset(64);
	ck_assert_uint_eq(rig_result(JALR(3, 1, -2), 0x5555, 0), RIG_BASE + 4);
	ck_assert_uint_eq(rig.hart.pc, 0x5552);
	rig_reset(64);
	rig_result(JALR(1, 1, 4), 0x9000, 0);
	ck_assert_uint_eq(rig.hart.pc, 0x9004);
	ck_assert_uint_eq(rig.hart.x[1], RIG_BASE + 4);
	rig_reset(32);
	ck_assert_uint_eq(rig_result(JALR(3, 1, -4), 0, 0), 0xffffffff80000004);
	ck_assert_uint_eq(rig.hart.pc, 0xfffffffc);
	rig_put(0xfffffffc, NOP, 4);
	rig_run(1);
	ck_assert_uint_eq(rig.hart.pc, 0);
}
END_TEST

START_TEST(x0_stays_0)
{
	static const uint32_t instructions[] = {ADDI(0, 1, 1), LUI(0, 1),     ADD(0, 1, 2),
						LW(0, 0, 1),   JAL(0, 8),     CSRRS(0, 0xc00, 0),
						MUL(0, 1, 2),  ADDIW(0, 1, 1)};

	rig_reset(64);
	rig_put(RIG_DATA, 77, 4);
	for (unsigned int i = 0; i < sizeof(instructions) / sizeof(*instructions); i++) {
		rig_result(instructions[i], RIG_DATA, 5);
		ck_assert_uint_eq(rig.hart.x[0], 0);
	}
	ck_assert_uint_eq(rig.hart.exceptions[2], 0);
	ck_assert_uint_eq(rig_result(ADD(3, 0, 2), 1, 5), 5);
}
END_TEST

/* In both. */
static const uint32_t illegal[] = {
	0x00000000, /* 16 bits of zeros */
	0xffffffff,
	ENCODE_R(0x33, 0, 0x02, 3, 1, 2), /* OP: funct7 is none */
	ENCODE_R(0x33, 1, 0x20, 3, 1, 2),
	ENCODE_R(0x33, 2, 0x20, 3, 1, 2),
	ENCODE_R(0x33, 7, 0x20, 3, 1, 2),
	ENCODE_R(0x33, 0, 0x21, 3, 1, 2),
	ENCODE_I(0x13, 1, 3, 1, 0x401), /* SLLI with SRAI's bit */
	ENCODE_I(0x13, 1, 3, 1, 0x801),
	ENCODE_I(0x13, 5, 3, 1, 0x801),
	ENCODE_I(0x13, 5, 3, 1, 0xc01),
	ENCODE_B(2, 1, 2, 8),
	ENCODE_B(3, 1, 2, 8),
	ENCODE_I(0x67, 1, 3, 1, 0), /* JALR */
	ENCODE_I(0x03, 7, 3, 1, 0), /* loads and stores */
	ENCODE_S(0x23, 4, 1, 2, 0),
	ENCODE_S(0x23, 7, 1, 2, 0),
	ENCODE_I(0x07, 1, 3, 1, 0), /* of floating point */
	ENCODE_I(0x07, 4, 3, 1, 0),
	ENCODE_S(0x27, 1, 1, 2, 0),
	ENCODE_S(0x27, 4, 1, 2, 0),
	ENCODE_I(0x0f, 2, 0, 1, 0), /* MISC-MEM */
	0x0000000b,                 /* custom-0 */
	0x00000057,                 /* vectors */
	0x0000001f,                 /* longer than 32 bits */
};

START_TEST(no_instruction)
{
	rig_reset(_i % 2 ? 32 : 64);
	rig.hart.csr.mstatus |= UINT64_C(3) << 13;
	rig_is_illegal(illegal[_i / 2]);
}
END_TEST

static const uint32_t of_64_alone[] = {
	LD(3, 0, 1),    LWU(3, 0, 1),   SD(2, 0, 1),    ADDIW(3, 1, 0), SLLIW(3, 1, 0),
	SRLIW(3, 1, 0), SRAIW(3, 1, 0), ADDW(3, 1, 2),  SUBW(3, 1, 2),  SLLW(3, 1, 2),
	SRLW(3, 1, 2),  SRAW(3, 1, 2),  MULW(3, 1, 2),  DIVW(3, 1, 2),  DIVUW(3, 1, 2),
	REMW(3, 1, 2),  REMUW(3, 1, 2), SLLI(3, 1, 32), SRLI(3, 1, 32), SRAI(3, 1, 32),
};

START_TEST(no_instruction_32)
{
	rig_reset(32);
	rig_is_illegal(of_64_alone[_i]);
}
END_TEST

/* Encodings beside those of RV64's words: funct3, funct7, amounts of 32 and more. */
static const uint32_t beside_words[] = {
	ENCODE_R(0x3b, 2, 0, 3, 1, 2),
	ENCODE_R(0x3b, 4, 0, 3, 1, 2),
	ENCODE_R(0x3b, 6, 0, 3, 1, 2),
	ENCODE_R(0x3b, 1, 0x20, 3, 1, 2),
	ENCODE_R(0x3b, 1, 0x01, 3, 1, 2),
	ENCODE_R(0x3b, 2, 0x01, 3, 1, 2),
	ENCODE_R(0x3b, 3, 0x01, 3, 1, 2),
	ENCODE_R(0x3b, 0, 0x02, 3, 1, 2),
	ENCODE_I(0x1b, 2, 3, 1, 0),
	ENCODE_I(0x1b, 4, 3, 1, 0),
	ENCODE_I(0x1b, 6, 3, 1, 0),
	SLLIW(3, 1, 32),
	SRLIW(3, 1, 32),
	SRAIW(3, 1, 32),
	SLLI(3, 1, 64),
};

START_TEST(no_instruction_64)
{
	rig_reset(64);
	rig_is_illegal(beside_words[_i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_integer");
	TCase *tcase = tcase_create("integer");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, arithmetic_64);
	tcase_add_test(tcase, arithmetic_32);
	tcase_add_test(tcase, words);
	tcase_add_test(tcase, products_64);
	tcase_add_test(tcase, products_32);
	tcase_add_test(tcase, quotients_64);
	tcase_add_test(tcase, quotients_32);
	tcase_add_test(tcase, pc_relative);
	tcase_add_loop_test(tcase, branch, 0, 2 * RIG_ROWS(branches));
	tcase_add_test(tcase, jumps);
	tcase_add_test(tcase, x0_stays_0);
	tcase_add_loop_test(tcase, no_instruction, 0, 2 * RIG_ROWS(illegal));
	tcase_add_loop_test(tcase, no_instruction_32, 0, RIG_ROWS(of_64_alone));
	tcase_add_loop_test(tcase, no_instruction_64, 0, RIG_ROWS(beside_words));
	return suite_run(suite);
}
