/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions as assembly has them, made from the manual's tables ("RV32/64G Instruction Set
 * Listings"), and without a look at the hart's own decoder.
 */
#ifndef PAGEWALK_ENCODE_H
#define PAGEWALK_ENCODE_H

#include <stdint.h>

/* `count` bits of a value from bit `from` on, put to bit `to`. */
#define ENCODE_BITS(value, from, count, to)                                                        \
	(((uint32_t)(value) >> (from) & ((1u << (count)) - 1)) << (to))

#define ENCODE_R(opcode, f3, f7, rd, rs1, rs2)                                                     \
	((uint32_t)(f7) << 25 | (uint32_t)(rs2) << 20 | (uint32_t)(rs1) << 15 | (f3) << 12 |       \
	 (uint32_t)(rd) << 7 | (opcode))

#define ENCODE_I(opcode, f3, rd, rs1, imm)                                                         \
	((uint32_t)(imm) << 20 | (uint32_t)(rs1) << 15 | (f3) << 12 | (uint32_t)(rd) << 7 |        \
	 (opcode))

#define ENCODE_S(opcode, f3, rs1, rs2, imm)                                                        \
	(ENCODE_BITS(imm, 5, 7, 25) | ENCODE_BITS(imm, 0, 5, 7) |                                  \
	 ENCODE_R(opcode, f3, 0, 0, rs1, rs2))

#define ENCODE_B(f3, rs1, rs2, to)                                                                 \
	(ENCODE_BITS(to, 12, 1, 31) | ENCODE_BITS(to, 5, 6, 25) | ENCODE_BITS(to, 1, 4, 8) |       \
	 ENCODE_BITS(to, 11, 1, 7) | ENCODE_R(0x63, f3, 0, 0, rs1, rs2))

#define ENCODE_J(rd, to)                                                                           \
	(ENCODE_BITS(to, 20, 1, 31) | ENCODE_BITS(to, 1, 10, 21) | ENCODE_BITS(to, 11, 1, 20) |    \
	 ENCODE_BITS(to, 12, 8, 12) | (uint32_t)(rd) << 7 | 0x6f)

/* imm is that of the upper 20 bits. */
#define LUI(rd, imm)   ((uint32_t)(imm) << 12 | (rd) << 7 | 0x37u)
#define AUIPC(rd, imm) ((uint32_t)(imm) << 12 | (rd) << 7 | 0x17u)
#define JAL(rd, to)    ENCODE_J(rd, to)

#define JALR(rd, rs1, imm)  ENCODE_I(0x67, 0, rd, rs1, imm)
#define BEQ(rs1, rs2, to)   ENCODE_B(0, rs1, rs2, to)
#define BNE(rs1, rs2, to)   ENCODE_B(1, rs1, rs2, to)
#define BLT(rs1, rs2, to)   ENCODE_B(4, rs1, rs2, to)
#define BGE(rs1, rs2, to)   ENCODE_B(5, rs1, rs2, to)
#define BLTU(rs1, rs2, to)  ENCODE_B(6, rs1, rs2, to)
#define BGEU(rs1, rs2, to)  ENCODE_B(7, rs1, rs2, to)
#define LB(rd, imm, rs1)    ENCODE_I(0x03, 0, rd, rs1, imm)
#define LH(rd, imm, rs1)    ENCODE_I(0x03, 1, rd, rs1, imm)
#define LW(rd, imm, rs1)    ENCODE_I(0x03, 2, rd, rs1, imm)
#define LD(rd, imm, rs1)    ENCODE_I(0x03, 3, rd, rs1, imm)
#define LBU(rd, imm, rs1)   ENCODE_I(0x03, 4, rd, rs1, imm)
#define LHU(rd, imm, rs1)   ENCODE_I(0x03, 5, rd, rs1, imm)
#define LWU(rd, imm, rs1)   ENCODE_I(0x03, 6, rd, rs1, imm)
#define SB(rs2, imm, rs1)   ENCODE_S(0x23, 0, rs1, rs2, imm)
#define SH(rs2, imm, rs1)   ENCODE_S(0x23, 1, rs1, rs2, imm)
#define SW(rs2, imm, rs1)   ENCODE_S(0x23, 2, rs1, rs2, imm)
#define SD(rs2, imm, rs1)   ENCODE_S(0x23, 3, rs1, rs2, imm)
#define FLW(rd, imm, rs1)   ENCODE_I(0x07, 2, rd, rs1, imm)
#define FLD(rd, imm, rs1)   ENCODE_I(0x07, 3, rd, rs1, imm)
#define FSW(rs2, imm, rs1)  ENCODE_S(0x27, 2, rs1, rs2, imm)
#define FSD(rs2, imm, rs1)  ENCODE_S(0x27, 3, rs1, rs2, imm)
#define ADDI(rd, rs1, imm)  ENCODE_I(0x13, 0, rd, rs1, imm)
#define SLLI(rd, rs1, imm)  ENCODE_I(0x13, 1, rd, rs1, imm)
#define SLTI(rd, rs1, imm)  ENCODE_I(0x13, 2, rd, rs1, imm)
#define SLTIU(rd, rs1, imm) ENCODE_I(0x13, 3, rd, rs1, imm)
#define XORI(rd, rs1, imm)  ENCODE_I(0x13, 4, rd, rs1, imm)
#define SRLI(rd, rs1, imm)  ENCODE_I(0x13, 5, rd, rs1, imm)
#define SRAI(rd, rs1, imm)  ENCODE_I(0x13, 5, rd, rs1, 0x400 | (imm))
#define ORI(rd, rs1, imm)   ENCODE_I(0x13, 6, rd, rs1, imm)
#define ANDI(rd, rs1, imm)  ENCODE_I(0x13, 7, rd, rs1, imm)
#define ADDIW(rd, rs1, imm) ENCODE_I(0x1b, 0, rd, rs1, imm)
#define SLLIW(rd, rs1, imm) ENCODE_I(0x1b, 1, rd, rs1, imm)
#define SRLIW(rd, rs1, imm) ENCODE_I(0x1b, 5, rd, rs1, imm)
#define SRAIW(rd, rs1, imm) ENCODE_I(0x1b, 5, rd, rs1, 0x400 | (imm))

#define ADD(rd, rs1, rs2)    ENCODE_R(0x33, 0, 0x00, rd, rs1, rs2)
#define SUB(rd, rs1, rs2)    ENCODE_R(0x33, 0, 0x20, rd, rs1, rs2)
#define SLL(rd, rs1, rs2)    ENCODE_R(0x33, 1, 0x00, rd, rs1, rs2)
#define SLT(rd, rs1, rs2)    ENCODE_R(0x33, 2, 0x00, rd, rs1, rs2)
#define SLTU(rd, rs1, rs2)   ENCODE_R(0x33, 3, 0x00, rd, rs1, rs2)
#define XOR(rd, rs1, rs2)    ENCODE_R(0x33, 4, 0x00, rd, rs1, rs2)
#define SRL(rd, rs1, rs2)    ENCODE_R(0x33, 5, 0x00, rd, rs1, rs2)
#define SRA(rd, rs1, rs2)    ENCODE_R(0x33, 5, 0x20, rd, rs1, rs2)
#define OR(rd, rs1, rs2)     ENCODE_R(0x33, 6, 0x00, rd, rs1, rs2)
#define AND(rd, rs1, rs2)    ENCODE_R(0x33, 7, 0x00, rd, rs1, rs2)
#define ADDW(rd, rs1, rs2)   ENCODE_R(0x3b, 0, 0x00, rd, rs1, rs2)
#define SUBW(rd, rs1, rs2)   ENCODE_R(0x3b, 0, 0x20, rd, rs1, rs2)
#define SLLW(rd, rs1, rs2)   ENCODE_R(0x3b, 1, 0x00, rd, rs1, rs2)
#define SRLW(rd, rs1, rs2)   ENCODE_R(0x3b, 5, 0x00, rd, rs1, rs2)
#define SRAW(rd, rs1, rs2)   ENCODE_R(0x3b, 5, 0x20, rd, rs1, rs2)
#define MUL(rd, rs1, rs2)    ENCODE_R(0x33, 0, 0x01, rd, rs1, rs2)
#define MULH(rd, rs1, rs2)   ENCODE_R(0x33, 1, 0x01, rd, rs1, rs2)
#define MULHSU(rd, rs1, rs2) ENCODE_R(0x33, 2, 0x01, rd, rs1, rs2)
#define MULHU(rd, rs1, rs2)  ENCODE_R(0x33, 3, 0x01, rd, rs1, rs2)
#define DIV(rd, rs1, rs2)    ENCODE_R(0x33, 4, 0x01, rd, rs1, rs2)
#define DIVU(rd, rs1, rs2)   ENCODE_R(0x33, 5, 0x01, rd, rs1, rs2)
#define REM(rd, rs1, rs2)    ENCODE_R(0x33, 6, 0x01, rd, rs1, rs2)
#define REMU(rd, rs1, rs2)   ENCODE_R(0x33, 7, 0x01, rd, rs1, rs2)
#define MULW(rd, rs1, rs2)   ENCODE_R(0x3b, 0, 0x01, rd, rs1, rs2)
#define DIVW(rd, rs1, rs2)   ENCODE_R(0x3b, 4, 0x01, rd, rs1, rs2)
#define DIVUW(rd, rs1, rs2)  ENCODE_R(0x3b, 5, 0x01, rd, rs1, rs2)
#define REMW(rd, rs1, rs2)   ENCODE_R(0x3b, 6, 0x01, rd, rs1, rs2)
#define REMUW(rd, rs1, rs2)  ENCODE_R(0x3b, 7, 0x01, rd, rs1, rs2)

/* W or D (2 or 3), and the operation of bits 31 to 27; aq and rl are clear. */
#define ENCODE_W 2u
#define ENCODE_D 3u

#define LR(size, rd, rs1)                  ENCODE_R(0x2f, size, 0x02 << 2, rd, rs1, 0)
#define SC(size, rd, rs2, rs1)             ENCODE_R(0x2f, size, 0x03 << 2, rd, rs1, rs2)
#define AMO(operation, size, rd, rs2, rs1) ENCODE_R(0x2f, size, (operation) << 2, rd, rs1, rs2)
#define AMO_ADD                            0x00
#define AMO_SWAP                           0x01
#define AMO_XOR                            0x04
#define AMO_OR                             0x08
#define AMO_AND                            0x0c
#define AMO_MIN                            0x10
#define AMO_MAX                            0x14
#define AMO_MINU                           0x18
#define AMO_MAXU                           0x1c

#define FENCE                      0x0ff0000fu
#define FENCE_I                    0x0000100fu
#define ECALL                      0x00000073u
#define EBREAK                     0x00100073u
#define SRET                       0x10200073u
#define MRET                       0x30200073u
#define WFI                        0x10500073u
#define SFENCE_VMA(rs1, rs2)       ENCODE_R(0x73, 0, 0x09, 0, rs1, rs2)
#define CSRRW(rd, csr, rs1)        ENCODE_I(0x73, 1, rd, rs1, csr)
#define CSRRS(rd, csr, rs1)        ENCODE_I(0x73, 2, rd, rs1, csr)
#define CSRRC(rd, csr, rs1)        ENCODE_I(0x73, 3, rd, rs1, csr)
#define CSRRWI(rd, csr, immediate) ENCODE_I(0x73, 5, rd, immediate, csr)
#define CSRRSI(rd, csr, immediate) ENCODE_I(0x73, 6, rd, immediate, csr)
#define CSRRCI(rd, csr, immediate) ENCODE_I(0x73, 7, rd, immediate, csr)
#define NOP                        ADDI(0, 0, 0)

/* Of 16 bits, beside the tests of compressed_expand(). */
#define C_NOP         0x0001u
#define C_EBREAK      0x9002u
#define C_JR(rs1)     (0x8002u | (rs1) << 7)
#define C_LI(rd, imm) (0x4001u | ((imm)&0x20u) << 7 | (rd) << 7 | ((imm)&0x1fu) << 2)

#endif
