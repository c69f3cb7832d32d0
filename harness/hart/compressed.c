/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/compressed.h"

#include <stdbool.h>

#include "hart/encoding.h"

/* `count` bits of the instruction from bit `from` on, put to bit `to`. */
static uint32_t bits(uint16_t instruction, unsigned int from, unsigned int count, unsigned int to)
{
	return (instruction >> from & ((1u << count) - 1)) << to;
}

/* The upper bits of an immediate repeat bit 12: from `sign` on, to bit 31. */
static uint32_t sign_from(uint16_t instruction, unsigned int sign)
{
	return instruction & 0x1000 ? ~0u << sign : 0;
}

/* Registers: of 5 bits at 7 and 2, of 3 bits at 7 and 2 (x8 to x15). */
static unsigned int register_7(uint16_t instruction)
{
	return bits(instruction, 7, 5, 0);
}

static unsigned int register_2(uint16_t instruction)
{
	return bits(instruction, 2, 5, 0);
}

static unsigned int short_7(uint16_t instruction)
{
	return 8 + bits(instruction, 7, 3, 0);
}

static unsigned int short_2(uint16_t instruction)
{
	return 8 + bits(instruction, 2, 3, 0);
}

static uint32_t make_i(enum opcode opcode, unsigned int rd, unsigned int funct3, unsigned int rs1,
		       uint32_t immediate)
{
	return immediate << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | (uint32_t)opcode << 2 | 3;
}

static uint32_t make_s(enum opcode opcode, unsigned int funct3, unsigned int rs1, unsigned int rs2,
		       uint32_t immediate)
{
	return (immediate >> 5) << 25 | rs2 << 20 |
	       make_i(opcode, immediate & 0x1f, funct3, rs1, 0);
}

static uint32_t make_r(enum opcode opcode, unsigned int funct7, unsigned int rd,
		       unsigned int funct3, unsigned int rs1, unsigned int rs2)
{
	return make_i(opcode, rd, funct3, rs1, funct7 << 5 | rs2);
}

/* What C.LW and C.LD, C.SW and C.SD, and those of F and D, have in common: the kind, by funct3. */
struct transfer {
	enum opcode load, store;
	unsigned int funct3; /* 2: 4 bytes, 3: 8 bytes */
};

static struct transfer transfer_of(uint16_t instruction, unsigned int xlen)
{
	switch (instruction >> 13 & 3) {
	case 1:
		return (struct transfer){OPCODE_LOAD_FP, OPCODE_STORE_FP, 3};
	case 2:
		return (struct transfer){OPCODE_LOAD, OPCODE_STORE, 2};
	default:
		if (xlen == 32)
			return (struct transfer){OPCODE_LOAD_FP, OPCODE_STORE_FP, 2};
		return (struct transfer){OPCODE_LOAD, OPCODE_STORE, 3};
	}
}

static uint32_t quadrant_0(uint16_t c, unsigned int xlen)
{
	struct transfer transfer = transfer_of(c, xlen);
	uint32_t offset = bits(c, 10, 3, 3);
	uint32_t immediate;

	switch (c >> 13) {
	case 0: /* C.ADDI4SPN; 0 is reserved, and of it the instruction of all zeros is illegal */
		immediate =
			bits(c, 11, 2, 4) | bits(c, 7, 4, 6) | bits(c, 6, 1, 2) | bits(c, 5, 1, 3);
		return immediate ? make_i(OPCODE_OP_IMM, short_2(c), 0, 2, immediate) : 0;
	case 4:
		return 0;
	default:
		offset |= transfer.funct3 == 3 ? bits(c, 5, 2, 6)
					       : bits(c, 6, 1, 2) | bits(c, 5, 1, 6);
		if (c & 0x8000)
			return make_s(transfer.store, transfer.funct3, short_7(c), short_2(c),
				      offset);
		return make_i(transfer.load, short_2(c), transfer.funct3, short_7(c), offset);
	}
}

static uint32_t immediate_6(uint16_t c)
{
	return sign_from(c, 5) | bits(c, 2, 5, 0);
}

/* C.J and C.JAL, as JAL has it. */
static uint32_t jump(uint16_t c, unsigned int rd)
{
	uint32_t offset = sign_from(c, 11) | bits(c, 11, 1, 4) | bits(c, 9, 2, 8) |
			  bits(c, 8, 1, 10) | bits(c, 7, 1, 6) | bits(c, 6, 1, 7) |
			  bits(c, 3, 3, 1) | bits(c, 2, 1, 5);

	return (offset & 0x100000) << 11 | (offset & 0x7fe) << 20 | (offset & 0x800) << 9 |
	       (offset & 0xff000) | rd << 7 | (uint32_t)OPCODE_JAL << 2 | 3;
}

/* C.BEQZ and C.BNEZ. */
static uint32_t branch(uint16_t c)
{
	uint32_t offset = sign_from(c, 8) | bits(c, 10, 2, 3) | bits(c, 5, 2, 6) |
			  bits(c, 3, 2, 1) | bits(c, 2, 1, 5);

	/* As an S-type: bit 11 is in the place of bit 0, and bit 12 in that of bit 11. */
	return make_s(OPCODE_BRANCH, c >> 13 & 1, short_7(c), 0,
		      (offset & 0x7fe) | (offset >> 11 & 1) | (offset >> 1 & 0x800));
}

/* C.LUI, and C.ADDI16SP of x2; 0 is reserved. */
static uint32_t upper(uint16_t c)
{
	uint32_t immediate = sign_from(c, 9) | bits(c, 6, 1, 4) | bits(c, 5, 1, 6) |
			     bits(c, 3, 2, 7) | bits(c, 2, 1, 5);

	if (!immediate_6(c))
		return 0;
	if (register_7(c) == 2)
		return make_i(OPCODE_OP_IMM, 2, 0, 2, immediate);
	return immediate_6(c) << 12 | register_7(c) << 7 | (uint32_t)OPCODE_LUI << 2 | 3;
}

/* Shift amounts of 6 bits; of RV32 those with bit 5 are left to custom extensions. */
static uint32_t shift(uint16_t c, unsigned int xlen, unsigned int funct3, unsigned int rd,
		      uint32_t kind)
{
	if (xlen == 32 && (c & 0x1000))
		return 0;
	return make_i(OPCODE_OP_IMM, rd, funct3, rd, kind | bits(c, 12, 1, 5) | bits(c, 2, 5, 0));
}

/* C.SUB, C.XOR, C.OR, C.AND; of RV64 C.SUBW and C.ADDW. */
static uint32_t arithmetic(uint16_t c, unsigned int xlen)
{
	static const unsigned int funct3[] = {0, 4, 6, 7};
	unsigned int which = bits(c, 5, 2, 0);
	unsigned int rd = short_7(c);
	bool is_sub = which == 0;

	if (!(c & 0x1000))
		return make_r(OPCODE_OP, is_sub ? 0x20 : 0, rd, funct3[which], rd, short_2(c));
	if (xlen == 32 || which > 1)
		return 0;
	return make_r(OPCODE_OP_32, is_sub ? 0x20 : 0, rd, 0, rd, short_2(c));
}

static uint32_t quadrant_1(uint16_t c, unsigned int xlen)
{
	switch (c >> 13) {
	case 0: /* C.ADDI, C.NOP */
		return make_i(OPCODE_OP_IMM, register_7(c), 0, register_7(c), immediate_6(c));
	case 1: /* C.JAL; of RV64 C.ADDIW, and x0 is reserved */
		if (xlen == 32)
			return jump(c, 1);
		return register_7(c) ? make_i(OPCODE_OP_IMM_32, register_7(c), 0, register_7(c),
					      immediate_6(c))
				     : 0;
	case 2: /* C.LI */
		return make_i(OPCODE_OP_IMM, register_7(c), 0, 0, immediate_6(c));
	case 3:
		return upper(c);
	case 4:
		switch (bits(c, 10, 2, 0)) {
		case 0: /* C.SRLI */
			return shift(c, xlen, 5, short_7(c), 0);
		case 1: /* C.SRAI */
			return shift(c, xlen, 5, short_7(c), 0x400);
		case 2: /* C.ANDI */
			return make_i(OPCODE_OP_IMM, short_7(c), 7, short_7(c), immediate_6(c));
		default:
			return arithmetic(c, xlen);
		}
	case 5: /* C.J */
		return jump(c, 0);
	default:
		return branch(c);
	}
}

/* C.JR, C.MV, C.EBREAK, C.JALR, C.ADD. */
static uint32_t jump_or_move(uint16_t c)
{
	bool links = c & 0x1000;
	unsigned int rd = register_7(c);

	if (register_2(c))
		return make_r(OPCODE_OP, 0, rd, 0, links ? rd : 0, register_2(c));
	if (rd)
		return make_i(OPCODE_JALR, links, 0, rd, 0);
	return links ? make_i(OPCODE_SYSTEM, 0, 0, 0, 1) : 0; /* EBREAK */
}

static uint32_t quadrant_2(uint16_t c, unsigned int xlen)
{
	struct transfer transfer = transfer_of(c, xlen);
	bool wide = transfer.funct3 == 3;

	switch (c >> 13) {
	case 0: /* C.SLLI */
		return shift(c, xlen, 1, register_7(c), 0);
	case 4:
		return jump_or_move(c);
	case 1: /* C.FLDSP, C.LWSP, C.LDSP or C.FLWSP; x0 is reserved, f0 is not */
	case 2:
	case 3:
		if (transfer.load == OPCODE_LOAD && !register_7(c))
			return 0;
		return make_i(transfer.load, register_7(c), transfer.funct3, 2,
			      bits(c, 12, 1, 5) | (wide ? bits(c, 5, 2, 3) | bits(c, 2, 3, 6)
							: bits(c, 4, 3, 2) | bits(c, 2, 2, 6)));
	default: /* the same as stores */
		return make_s(transfer.store, transfer.funct3, 2, register_2(c),
			      wide ? bits(c, 10, 3, 3) | bits(c, 7, 3, 6)
				   : bits(c, 9, 4, 2) | bits(c, 7, 2, 6));
	}
}

uint32_t compressed_expand(uint16_t instruction, unsigned int xlen)
{
	switch (instruction & 3) {
	case 0:
		return quadrant_0(instruction, xlen);
	case 1:
		return quadrant_1(instruction, xlen);
	case 2:
		return quadrant_2(instruction, xlen);
	default:
		return 0;
	}
}
