/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fields of instructions of 32 bits: unprivileged manual 20240411, "Base Instruction Formats",
 * "Immediate Encoding Variants" and the map of base opcodes.
 */
#ifndef PAGEWALK_HART_ENCODING_H
#define PAGEWALK_HART_ENCODING_H

#include <stdint.h>

/* Bits 6 to 2; bits 1 and 0 are set. */
enum opcode {
	OPCODE_LOAD = 0x00,
	OPCODE_LOAD_FP = 0x01,
	OPCODE_MISC_MEM = 0x03,
	OPCODE_OP_IMM = 0x04,
	OPCODE_AUIPC = 0x05,
	OPCODE_OP_IMM_32 = 0x06,
	OPCODE_STORE = 0x08,
	OPCODE_STORE_FP = 0x09,
	OPCODE_AMO = 0x0b,
	OPCODE_OP = 0x0c,
	OPCODE_LUI = 0x0d,
	OPCODE_OP_32 = 0x0e,
	OPCODE_MADD = 0x10,
	OPCODE_MSUB = 0x11,
	OPCODE_NMSUB = 0x12,
	OPCODE_NMADD = 0x13,
	OPCODE_OP_FP = 0x14,
	OPCODE_BRANCH = 0x18,
	OPCODE_JALR = 0x19,
	OPCODE_JAL = 0x1b,
	OPCODE_SYSTEM = 0x1c,
};

static inline enum opcode encoding_opcode(uint32_t instruction)
{
	return (enum opcode)(instruction >> 2 & 0x1f);
}

static inline unsigned int encoding_rd(uint32_t instruction)
{
	return instruction >> 7 & 0x1f;
}

static inline unsigned int encoding_rs1(uint32_t instruction)
{
	return instruction >> 15 & 0x1f;
}

static inline unsigned int encoding_rs2(uint32_t instruction)
{
	return instruction >> 20 & 0x1f;
}

static inline unsigned int encoding_funct3(uint32_t instruction)
{
	return instruction >> 12 & 7;
}

static inline unsigned int encoding_funct7(uint32_t instruction)
{
	return instruction >> 25;
}

/* The immediates are sign-extended. */
static inline uint64_t encoding_i(uint32_t instruction)
{
	return (uint64_t)(int64_t)((int32_t)instruction >> 20);
}

static inline uint64_t encoding_s(uint32_t instruction)
{
	return (uint64_t)(int64_t)((int32_t)(instruction & 0xfe000000) >> 20) |
	       encoding_rd(instruction);
}

static inline uint64_t encoding_b(uint32_t instruction)
{
	return ((uint64_t)(int64_t)((int32_t)instruction >> 19) & ~UINT64_C(0xfff)) |
	       (instruction << 4 & 0x800) | (instruction >> 20 & 0x7e0) | (instruction >> 7 & 0x1e);
}

static inline uint64_t encoding_u(uint32_t instruction)
{
	return (uint64_t)(int64_t)(int32_t)(instruction & 0xfffff000);
}

static inline uint64_t encoding_j(uint32_t instruction)
{
	return ((uint64_t)(int64_t)((int32_t)instruction >> 11) & ~UINT64_C(0xfffff)) |
	       (instruction & 0xff000) | (instruction >> 9 & 0x800) | (instruction >> 20 & 0x7fe);
}

#endif
