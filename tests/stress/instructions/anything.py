# SPDX-License-Identifier: Apache-2.0
"""Steps of a word that may be no instruction: reserved, of an extension that the hart does not have, or of the other XLEN.

What is asked is whether there is such an instruction; and if there is, what it does. Nothing jumps, and what a load or a store
may have as its base is an area for that.
"""
from encode import i_type, j_type, length, r_type, u_type
from layout import AREA, DATA

X = [n for n in range(31) if n not in (3, 4)]
BASES = [n for n in X if n > 0]
OPCODES = {'load': 0x03, 'load-fp': 0x07, 'misc-mem': 0x0f, 'op-imm': 0x13, 'op-imm-32': 0x1b, 'store': 0x23, 'store-fp': 0x27,
           'amo': 0x2f, 'op': 0x33, 'op-32': 0x3b, 'madd': 0x43, 'msub': 0x47, 'nmsub': 0x4b, 'nmadd': 0x4f, 'op-fp': 0x53,
           'branch': 0x63, 'jalr': 0x67, 'system': 0x73}
# custom, V, reserved, longer than 4 bytes
NONE = 0x0b, 0x2b, 0x57, 0x5b, 0x6b, 0x77, 0x7b, 0x1f, 0x3f, 0x5f, 0x7f
# fcsr's; the supervisor's and the machine's; read-only ones, written; of extensions; none
CSRS = 1, 2, 3, 0x100, 0x105, 0x140, 0x180, 0x300, 0x305, 0x342, 0xf11, 0xf14, 0, 4, 5, 8, 0x15, 0x17, 0x600, 0x7a0, 0x7c0, 0x800, 0xcc0
LOADS_AND_STORES = 'load', 'load-fp', 'store', 'store-fp'
FUNCT5_FP = 0, 1, 2, 3, 4, 5, 8, 11, 20, 24, 26, 28, 30


def _fields(dice, name):
    """funct3, rs2, funct7"""
    funct3, rs2, funct7 = dice.randrange(8), dice.choice((0, 0, 1, 2, 3, dice.randrange(32))), dice.getrandbits(7)
    if name in ('op', 'op-32', 'op-imm', 'op-imm-32'):
        funct7 = dice.choice((0, 1, 32, 33, 2, 16, funct7))
    elif name in LOADS_AND_STORES:
        rs2, funct7 = (dice.randrange(16), 0) if 'load' in name else (rs2, 0)
    elif name == 'op-fp' and dice.randrange(4):
        funct7 = dice.choice(FUNCT5_FP) << 2 | dice.choice((0, 1, 0, 1, 2, 3))
    elif name == 'amo' and funct7 >> 2 in (2, 3):  # an SC may fail or not; but there is no LR with rs2
        funct7, rs2 = 2 << 2 | funct7 & 3, rs2 | 1
    elif name == 'branch':
        funct3 = dice.choice((2, 3))
    elif name == 'jalr':
        funct3 = dice.randrange(1, 8)
    elif name == 'system':
        funct3, number = dice.randrange(1, 8), dice.choice(CSRS)
        rs2, funct7 = number & 31, number >> 5
    return funct3, rs2, funct7


def _long(dice):
    name = dice.choice(list(OPCODES) + ['none'])
    opcode = OPCODES[name] if name in OPCODES else dice.choice(NONE)
    rd, rs1 = dice.choice(X), dice.choice(BASES)
    funct3, rs2, funct7 = _fields(dice, name)
    if name in ('store', 'store-fp'):
        rd = dice.randrange(16)  # the offset
    return r_type(opcode, rd, funct3, rs1, rs2, funct7), name


def _jumps(word, xlen):
    """One of 2 bytes, or an EBREAK; or it writes x3, x4 or x31."""
    quadrant, funct3, rd, rs2 = word & 3, word >> 13, word >> 7 & 31, word >> 2 & 31
    if quadrant == 1 and (funct3 >= 5 or xlen == 32 and funct3 == 1):
        return True
    if quadrant == 2 and funct3 == 4 and rs2 == 0 and (rd or word >> 12 & 1):
        return True
    return quadrant > 0 and rd in (3, 4, 31)


def step(dice, xlen, make):
    """x31 is where SIGILL's handler goes on (program.py): behind it x31 is 2, behind what is legal 1."""
    if dice.randrange(3):
        word, name = _long(dice)
        registers = word >> 15 & 31,
    else:
        word, name = 3, '2 bytes'
        while word & 3 == 3 or _jumps(word, xlen):
            word = dice.choice((0, dice.getrandbits(16), dice.getrandbits(16) & 0xf07f, dice.getrandbits(16) & 0xef83))
        registers = 2, 8 + (word >> 7 & 7)
    inputs = {('x', n): DATA + AREA for n in registers}
    before = u_type(0x17, 31, 0), i_type(0x13, 31, 0, 31, 16 + length(word))
    behind = i_type(0x13, 31, 0, 0, 1), j_type(0, 8), i_type(0x13, 31, 0, 0, 2)
    return make('anything, ' + name, [word], inputs, before=before, behind=behind)
