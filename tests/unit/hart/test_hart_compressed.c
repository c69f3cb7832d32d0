/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each compressed instruction against the one that the manual says it expands to, with immediates
 * that set each of their bits in turn; and the reserved encodings.
 */
#include <check.h>

#include "hart/compressed.h"
#include "hart_fixture.h"
#include "suite.h"

/* The formats; r is 0 to 7 for x8 to x15. Bits that an immediate fills are 0. */
#define CI(op, f3, rd)      ((f3) << 13 | (uint32_t)(rd) << 7 | (op))
#define CSS(op, f3, rs2)    ((f3) << 13 | (uint32_t)(rs2) << 2 | (op))
#define CR(op, f4, rd, rs2) ((f4) << 12 | (uint32_t)(rd) << 7 | (uint32_t)(rs2) << 2 | (op))
#define CL(op, f3, rs1, rd) ((f3) << 13 | (uint32_t)(rs1) << 7 | (uint32_t)(rd) << 2 | (op))
#define CB(f3, f2, rd)      (1u | (f3) << 13 | (f2) << 10 | (uint32_t)(rd) << 7)
#define CA(f6, f2, rd, rs2)                                                                        \
	(1u | (f6) << 10 | (uint32_t)(rd) << 7 | (f2) << 5 | (uint32_t)(rs2) << 2)

/* How the immediates are laid out: bit by bit as the tables of quadrants 0 to 2 list them. */
#define IMM6(i)     (ENCODE_BITS(i, 5, 1, 12) | ENCODE_BITS(i, 0, 5, 2))
#define IMM_W(i)    (ENCODE_BITS(i, 3, 3, 10) | ENCODE_BITS(i, 2, 1, 6) | ENCODE_BITS(i, 6, 1, 5))
#define IMM_D(i)    (ENCODE_BITS(i, 3, 3, 10) | ENCODE_BITS(i, 6, 2, 5))
#define IMM_LWSP(i) (ENCODE_BITS(i, 5, 1, 12) | ENCODE_BITS(i, 2, 3, 4) | ENCODE_BITS(i, 6, 2, 2))
#define IMM_LDSP(i) (ENCODE_BITS(i, 5, 1, 12) | ENCODE_BITS(i, 3, 2, 5) | ENCODE_BITS(i, 6, 3, 2))
#define IMM_SWSP(i) (ENCODE_BITS(i, 2, 4, 9) | ENCODE_BITS(i, 6, 2, 7))
#define IMM_SDSP(i) (ENCODE_BITS(i, 3, 3, 10) | ENCODE_BITS(i, 6, 3, 7))
#define IMM_4SPN(i)                                                                                \
	(ENCODE_BITS(i, 4, 2, 11) | ENCODE_BITS(i, 6, 4, 7) | ENCODE_BITS(i, 2, 1, 6) |            \
	 ENCODE_BITS(i, 3, 1, 5))
#define IMM_16SP(i)                                                                                \
	(ENCODE_BITS(i, 9, 1, 12) | ENCODE_BITS(i, 4, 1, 6) | ENCODE_BITS(i, 6, 1, 5) |            \
	 ENCODE_BITS(i, 7, 2, 3) | ENCODE_BITS(i, 5, 1, 2))
#define IMM_J(i)                                                                                   \
	(ENCODE_BITS(i, 11, 1, 12) | ENCODE_BITS(i, 4, 1, 11) | ENCODE_BITS(i, 8, 2, 9) |          \
	 ENCODE_BITS(i, 10, 1, 8) | ENCODE_BITS(i, 6, 1, 7) | ENCODE_BITS(i, 7, 1, 6) |            \
	 ENCODE_BITS(i, 1, 3, 3) | ENCODE_BITS(i, 5, 1, 2))
#define IMM_B(i)                                                                                   \
	(ENCODE_BITS(i, 8, 1, 12) | ENCODE_BITS(i, 3, 2, 10) | ENCODE_BITS(i, 6, 2, 5) |           \
	 ENCODE_BITS(i, 1, 2, 3) | ENCODE_BITS(i, 5, 1, 2))

static void expands(unsigned int xlen, uint32_t short_form, uint32_t instruction)
{
	uint32_t got = compressed_expand((uint16_t)short_form, xlen);

	suite_assert(short_form <= 0xffff, "%x is no 16 bits", short_form);
	suite_assert(got == instruction, "RV%u %04x: %08x, not %08x", xlen, short_form, got,
		     instruction);
}

static void expands_in_both(uint32_t short_form, uint32_t instruction)
{
	expands(32, short_form, instruction);
	expands(64, short_form, instruction);
}

static void is_reserved(unsigned int xlen, uint32_t short_form)
{
	expands(xlen, short_form, 0);
}

/* Offsets of one bit each; registers at both ends. */
START_TEST(loads_and_stores)
{
	for (int i = 4; i < 128; i *= 2) {
		expands_in_both(CL(0, 2u, 0, 7) | IMM_W(i), LW(15, i, 8));
		expands_in_both(CL(0, 6u, 7, 0) | IMM_W(i), SW(8, i, 15));
		expands(32, CL(0, 3u, 0, 7) | IMM_W(i), FLW(15, i, 8));
		expands(32, CL(0, 7u, 7, 0) | IMM_W(i), FSW(8, i, 15));
	}
	for (int i = 8; i < 256; i *= 2) {
		expands_in_both(CL(0, 1u, 0, 7) | IMM_D(i), FLD(15, i, 8));
		expands_in_both(CL(0, 5u, 7, 0) | IMM_D(i), FSD(8, i, 15));
		expands(64, CL(0, 3u, 0, 7) | IMM_D(i), LD(15, i, 8));
		expands(64, CL(0, 7u, 7, 0) | IMM_D(i), SD(8, i, 15));
	}
	expands_in_both(CL(0, 2u, 2, 5), LW(13, 0, 10));
}
END_TEST

START_TEST(by_stack_pointer)
{
	for (int i = 4; i < 256; i *= 2) {
		expands_in_both(CI(2, 2u, 31) | IMM_LWSP(i), LW(31, i, 2));
		expands_in_both(CSS(2, 6u, 31) | IMM_SWSP(i), SW(31, i, 2));
		expands(32, CI(2, 3u, 0) | IMM_LWSP(i), FLW(0, i, 2));
		expands(32, CSS(2, 7u, 31) | IMM_SWSP(i), FSW(31, i, 2));
	}
	for (int i = 8; i < 512; i *= 2) {
		expands_in_both(CI(2, 1u, 0) | IMM_LDSP(i), FLD(0, i, 2));
		expands_in_both(CSS(2, 5u, 31) | IMM_SDSP(i), FSD(31, i, 2));
		expands(64, CI(2, 3u, 31) | IMM_LDSP(i), LD(31, i, 2));
		expands(64, CSS(2, 7u, 0) | IMM_SDSP(i), SD(0, i, 2));
	}
	is_reserved(64, CI(2, 2u, 0) | IMM_LWSP(4)); /* C.LWSP and C.LDSP of x0 */
	is_reserved(32, CI(2, 2u, 0) | IMM_LWSP(4));
	is_reserved(64, CI(2, 3u, 0) | IMM_LDSP(8));
}
END_TEST

START_TEST(stack_frames)
{
	for (int i = 4; i < 1024; i *= 2)
		expands_in_both(CL(0, 0u, 0, 3) | IMM_4SPN(i), ADDI(11, 2, i));
	for (int i = 16; i < 512; i *= 2)
		expands_in_both(CI(1, 3u, 2) | IMM_16SP(i), ADDI(2, 2, i));
	expands_in_both(CI(1, 3u, 2) | IMM_16SP(-512), ADDI(2, 2, -512));
	for (unsigned int xlen = 32; xlen <= 64; xlen += 32) {
		is_reserved(xlen, 0);
		is_reserved(xlen, CL(0, 0u, 0, 3));
		is_reserved(xlen, CI(1, 3u, 2));
	}
}
END_TEST

/* Immediates from -32 to 31; a target x0, or an immediate 0, is a hint, unless it is reserved. */
START_TEST(immediates)
{
	for (int i = -32; i < 32; i++) {
		expands_in_both(CI(1, 0u, 31) | IMM6(i), ADDI(31, 31, i));
		expands_in_both(CI(1, 0u, 0) | IMM6(i), ADDI(0, 0, i));
		expands_in_both(CI(1, 2u, 31) | IMM6(i), ADDI(31, 0, i));
		expands_in_both(CB(4u, 2u, 7) | IMM6(i), ANDI(15, 15, i));
		expands(64, CI(1, 1u, 31) | IMM6(i), ADDIW(31, 31, i));
		is_reserved(64, CI(1, 1u, 0) | IMM6(i));
		if (i)
			expands_in_both(CI(1, 3u, 31) | IMM6(i), LUI(31, i));
		else
			is_reserved(64, CI(1, 3u, 31));
	}
	expands_in_both(CI(1, 3u, 0) | IMM6(1), LUI(0, 1));
}
END_TEST

START_TEST(shifts)
{
	for (int i = 0; i < 64; i++) {
		expands(64, CI(2, 0u, 31) | IMM6(i), SLLI(31, 31, i));
		expands(64, CB(4u, 0u, 7) | IMM6(i), SRLI(15, 15, i));
		expands(64, CB(4u, 1u, 7) | IMM6(i), SRAI(15, 15, i));
		expands(32, CI(2, 0u, 31) | IMM6(i), i < 32 ? SLLI(31, 31, i) : 0);
		expands(32, CB(4u, 0u, 7) | IMM6(i), i < 32 ? SRLI(15, 15, i) : 0);
		expands(32, CB(4u, 1u, 7) | IMM6(i), i < 32 ? SRAI(15, 15, i) : 0);
	}
}
END_TEST

START_TEST(registers)
{
	expands_in_both(CA(0x23u, 0u, 7, 1), SUB(15, 15, 9));
	expands_in_both(CA(0x23u, 1u, 7, 1), XOR(15, 15, 9));
	expands_in_both(CA(0x23u, 2u, 7, 1), OR(15, 15, 9));
	expands_in_both(CA(0x23u, 3u, 7, 1), AND(15, 15, 9));
	expands(64, CA(0x27u, 0u, 7, 1), SUBW(15, 15, 9));
	expands(64, CA(0x27u, 1u, 7, 1), ADDW(15, 15, 9));
	for (unsigned int f2 = 0; f2 < 4; f2++)
		is_reserved(32, CA(0x27u, f2, 7, 1));
	is_reserved(64, CA(0x27u, 2u, 7, 1));
	is_reserved(64, CA(0x27u, 3u, 7, 1));
	expands_in_both(CR(2u, 8u, 31, 1), ADD(31, 0, 1));
	expands_in_both(CR(2u, 8u, 0, 31), ADD(0, 0, 31));
	expands_in_both(CR(2u, 9u, 31, 1), ADD(31, 31, 1));
	expands_in_both(CR(2u, 9u, 0, 31), ADD(0, 0, 31));
}
END_TEST

START_TEST(jumps)
{
	for (int i = 2; i < 2048; i *= 2) {
		expands_in_both(CI(1, 5u, 0) | IMM_J(i), JAL(0, i));
		expands(32, CI(1, 1u, 0) | IMM_J(i), JAL(1, i));
	}
	expands_in_both(CI(1, 5u, 0) | IMM_J(-2048), JAL(0, -2048));
	expands_in_both(CI(1, 5u, 0) | IMM_J(-2), JAL(0, -2));
	expands(32, CI(1, 1u, 0) | IMM_J(-2048), JAL(1, -2048));
	for (int i = 2; i < 256; i *= 2) {
		expands_in_both(CB(6u, 0u, 7) | IMM_B(i), BEQ(15, 0, i));
		expands_in_both(CB(7u, 0u, 7) | IMM_B(i), BNE(15, 0, i));
	}
	expands_in_both(CB(6u, 0u, 0) | IMM_B(-256), BEQ(8, 0, -256));
	expands_in_both(CB(7u, 0u, 0) | IMM_B(-2), BNE(8, 0, -2));
	expands_in_both(CR(2u, 8u, 31, 0), JALR(0, 31, 0));
	expands_in_both(CR(2u, 9u, 31, 0), JALR(1, 31, 0));
	expands_in_both(CR(2u, 9u, 0, 0), EBREAK);
	is_reserved(32, CR(2u, 8u, 0, 0)); /* C.JR of x0 */
	is_reserved(64, CR(2u, 8u, 0, 0));
}
END_TEST

/* Quadrant 0 has no funct3 of 4; bits 1 and 0 set are of longer instructions. */
START_TEST(none)
{
	for (uint32_t i = 0; i < 0x2000; i += 4) {
		is_reserved(32, 0x8000 | i);
		is_reserved(64, 0x8000 | i);
	}
	for (uint32_t i = 3; i < 0x10000; i += 4)
		is_reserved(64, i);
}
END_TEST

/* They link, count and trap as what they are: of 2 bytes. */
START_TEST(lengths)
{
	for (unsigned int xlen = 32; xlen <= 64; xlen += 32) {
		rig_reset(xlen);
		rig_result(C_LI(3, 5), 0, 0);
		ck_assert_uint_eq(rig.hart.x[3], 5);
		ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 2);
		rig_result(CR(2u, 9u, 2, 0), 0, 0x5001); /* C.JALR x2 */
		ck_assert_uint_eq((uint32_t)rig.hart.x[1], RIG_BASE + 4);
		ck_assert_uint_eq(rig.hart.pc, 0x5000);
		rig_is_illegal(0x8002 | 0xabcd0000); /* of which 2 bytes are reported */
		rig_do(C_EBREAK);
		rig_trapped(PRIV_M, 0x5000, 3, 0x5000);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_compressed");
	TCase *tcase = tcase_create("compressed");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, loads_and_stores);
	tcase_add_test(tcase, by_stack_pointer);
	tcase_add_test(tcase, stack_frames);
	tcase_add_test(tcase, immediates);
	tcase_add_test(tcase, shifts);
	tcase_add_test(tcase, registers);
	tcase_add_test(tcase, jumps);
	tcase_add_test(tcase, none);
	tcase_add_test(tcase, lengths);
	return suite_run(suite);
}
