# SPDX-License-Identifier: Apache-2.0
"""Instructions of 4 bytes from their fields, by format (unprivileged manual 20240411, "Base Instruction Formats")."""


def r_type(opcode, rd, funct3, rs1, rs2, funct7):
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode


def r4_type(opcode, rd, rm, rs1, rs2, rs3, fmt):
    return r_type(opcode, rd, rm, rs1, rs2, rs3 << 2 | fmt)


def i_type(opcode, rd, funct3, rs1, imm):
    return (imm & 0xfff) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode


def s_type(opcode, funct3, rs1, rs2, imm):
    return r_type(opcode, imm & 31, funct3, rs1, rs2, imm >> 5 & 127)


def b_type(funct3, rs1, rs2, imm):
    return r_type(0x63, imm & 30 | imm >> 11 & 1, funct3, rs1, rs2, (imm >> 12 & 1) << 6 | imm >> 5 & 63)


def u_type(opcode, rd, imm):
    return imm << 12 | rd << 7 | opcode


def j_type(rd, imm):
    return (imm >> 20 & 1) << 31 | (imm >> 1 & 0x3ff) << 21 | (imm >> 11 & 1) << 20 | (imm >> 12 & 0xff) << 12 | rd << 7 | 0x6f


def amo(funct5, rd, size, rs1, rs2, order):
    return r_type(0x2f, rd, size, rs1, rs2, funct5 << 2 | order)


def length(word):
    return 4 if word & 3 == 3 else 2
