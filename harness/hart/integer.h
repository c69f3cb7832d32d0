/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Computing with registers x: unprivileged manual 20240411, chapters "RV32I Base Integer
 * Instruction Set", "RV64I ..." and "M Extension for Integer Multiplication and Division". Inline,
 * and xlen a constant of the caller, for the sake of speed.
 *
 * Values are as registers hold them: RV32's are sign-extended. Each function returns false, and
 * leaves *result, where there is no such instruction.
 */
#ifndef PAGEWALK_HART_INTEGER_H
#define PAGEWALK_HART_INTEGER_H

#include <stdbool.h>
#include <stdint.h>

#include "hart/encoding.h"

static inline uint64_t integer_word(uint64_t value)
{
	return (uint64_t)(int64_t)(int32_t)value;
}

static inline uint64_t integer_fit(unsigned int xlen, uint64_t value)
{
	return xlen == 32 ? integer_word(value) : value;
}

/* Logical shifts of xlen bits; the amount is less than xlen. */
static inline uint64_t integer_right(unsigned int xlen, uint64_t a, unsigned int amount)
{
	return xlen == 32 ? integer_word((uint32_t)a >> amount) : a >> amount;
}

/* DIV and REM of xlen bits: nothing traps; by 0, and of the least number by -1, the table says. */
static inline uint64_t integer_div(uint64_t a, uint64_t b)
{
	if (b == 0)
		return UINT64_MAX;
	return b == UINT64_MAX ? 0 - a : (uint64_t)((int64_t)a / (int64_t)b);
}

static inline uint64_t integer_rem(uint64_t a, uint64_t b)
{
	if (b == 0)
		return a;
	return b == UINT64_MAX ? 0 : (uint64_t)((int64_t)a % (int64_t)b);
}

static inline uint64_t integer_divu(unsigned int xlen, uint64_t a, uint64_t b)
{
	if (b == 0)
		return UINT64_MAX;
	return xlen == 32 ? integer_word((uint32_t)a / (uint32_t)b) : a / b;
}

static inline uint64_t integer_remu(unsigned int xlen, uint64_t a, uint64_t b)
{
	if (b == 0)
		return a;
	return xlen == 32 ? integer_word((uint32_t)a % (uint32_t)b) : a % b;
}

/* The upper xlen bits of a product. */
static inline uint64_t integer_mulh(unsigned int xlen, __int128 a, __int128 b)
{
	return integer_fit(xlen, (uint64_t)(a * b >> xlen));
}

/* What MULHSU and MULHU take for unsigned. */
static inline __int128 integer_unsigned(unsigned int xlen, uint64_t value)
{
	return xlen == 32 ? (uint32_t)value : value;
}

static inline bool integer_multiply(unsigned int xlen, unsigned int funct3, uint64_t a, uint64_t b,
				    uint64_t *result)
{
	switch (funct3) {
	case 0:
		*result = integer_fit(xlen, a * b);
		return true;
	case 1:
		*result = integer_mulh(xlen, (int64_t)a, (int64_t)b);
		return true;
	case 2:
		*result = integer_mulh(xlen, (int64_t)a, integer_unsigned(xlen, b));
		return true;
	case 3:
		*result = integer_fit(
			xlen, (uint64_t)((unsigned __int128)integer_unsigned(xlen, a) *
						 (unsigned __int128)integer_unsigned(xlen, b) >>
					 xlen));
		return true;
	case 4:
		*result = integer_fit(xlen, integer_div(a, b));
		return true;
	case 5:
		*result = integer_divu(xlen, a, b);
		return true;
	case 6:
		*result = integer_rem(a, b);
		return true;
	default:
		*result = integer_remu(xlen, a, b);
		return true;
	}
}

/* Those that OP and OP-IMM share; shifts by the lowest bits of b. */
static inline uint64_t integer_common(unsigned int xlen, unsigned int funct3, uint64_t a,
				      uint64_t b)
{
	unsigned int amount = b & (xlen - 1);

	switch (funct3) {
	case 0:
		return integer_fit(xlen, a + b);
	case 1:
		return integer_fit(xlen, a << amount);
	case 2:
		return (int64_t)a < (int64_t)b;
	case 3:
		return a < b;
	case 4:
		return a ^ b;
	case 5:
		return integer_right(xlen, a, amount);
	case 6:
		return a | b;
	default:
		return a & b;
	}
}

/* OP: ADD to AND, and M. */
static inline bool integer_op(unsigned int xlen, uint32_t instruction, uint64_t a, uint64_t b,
			      uint64_t *result)
{
	unsigned int funct3 = encoding_funct3(instruction);

	switch (encoding_funct7(instruction)) {
	case 0x00:
		*result = integer_common(xlen, funct3, a, b);
		return true;
	case 0x01:
		return integer_multiply(xlen, funct3, a, b, result);
	case 0x20:
		if (funct3 == 0)
			*result = integer_fit(xlen, a - b);
		else if (funct3 == 5)
			*result = (uint64_t)((int64_t)a >> (b & (xlen - 1)));
		else
			return false;
		return true;
	default:
		return false;
	}
}

/* OP-IMM: of shifts the bits above the amount are as funct7. */
static inline bool integer_op_imm(unsigned int xlen, uint32_t instruction, uint64_t a,
				  uint64_t *result)
{
	unsigned int funct3 = encoding_funct3(instruction);
	uint64_t b = encoding_i(instruction);

	if ((funct3 & 3) == 1) {
		uint64_t above = (b & 0xfff) & ~(uint64_t)(xlen - 1);

		if (above == 0x400 && funct3 == 5) {
			*result = (uint64_t)((int64_t)a >> (b & (xlen - 1)));
			return true;
		}
		if (above)
			return false;
	}
	*result = integer_common(xlen, funct3, a, b);
	return true;
}

/* OP-32 and OP-IMM-32, of RV64 alone: of the lower 32 bits, and sign-extended. */
static inline bool integer_op_32(uint32_t instruction, uint64_t a, uint64_t b, uint64_t *result)
{
	unsigned int funct3 = encoding_funct3(instruction);
	bool multiplies = encoding_funct7(instruction) == 1;

	/* There are ADDW, SUBW and shifts; MULW, DIVW, DIVUW, REMW, REMUW. */
	if (multiplies ? funct3 >= 1 && funct3 <= 3 : funct3 != 0 && funct3 != 1 && funct3 != 5)
		return false;
	return integer_op(32, instruction, integer_word(a), integer_word(b), result);
}

static inline bool integer_op_imm_32(uint32_t instruction, uint64_t a, uint64_t *result)
{
	unsigned int funct3 = encoding_funct3(instruction);

	if (funct3 != 0 && funct3 != 1 && funct3 != 5)
		return false;
	return integer_op_imm(32, instruction, integer_word(a), result);
}

/* Does the branch go? *goes; false: there is no such branch. */
static inline bool integer_branch(unsigned int funct3, uint64_t a, uint64_t b, bool *goes)
{
	switch (funct3 >> 1) {
	case 0:
		*goes = a == b;
		break;
	case 2:
		*goes = (int64_t)a < (int64_t)b;
		break;
	case 3:
		*goes = a < b;
		break;
	default:
		return false;
	}
	*goes ^= funct3 & 1;
	return true;
}

#endif
