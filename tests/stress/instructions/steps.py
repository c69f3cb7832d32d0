# SPDX-License-Identifier: Apache-2.0
"""Steps: an instruction at random, with what its registers hold before it and where its result is behind it.

The encodings are those of the unprivileged manual 20240411, "RV32/64G Instruction Set Listings". Registers x3, x4 and x31 are the program's own (program.py).
"""
import dataclasses

import anything
import compressed
import values
from encode import amo, b_type, i_type, j_type, r4_type, r_type, s_type, u_type
from layout import SCRATCH

X = [n for n in range(31) if n not in (3, 4)]
ADDI_X31 = 0x13 | 31 << 7


@dataclasses.dataclass
class Step:
    """`words` are instructions, with `before` and `behind` around those that are asked about; a value of `inputs` may be a
    function of (pc of words[0], address of the step's record)."""
    text: str
    words: list
    inputs: dict = dataclasses.field(default_factory=dict)
    result: tuple = ('x', 31)
    before: tuple = ()
    behind: tuple = ()


def _x(dice, xlen, *registers):
    return {('x', n): values.integer(dice, xlen) for n in registers}


def _f(dice, width, *registers, make=values.operands):
    some = make(dice, width, len(registers))
    return {('f', n): values.held(dice, bits, width) for n, bits in zip(registers, some)}


OP = {'add': (0, 0), 'sub': (0, 32), 'sll': (1, 0), 'slt': (2, 0), 'sltu': (3, 0), 'xor': (4, 0), 'srl': (5, 0), 'sra': (5, 32),
      'or': (6, 0), 'and': (7, 0), 'mul': (0, 1), 'mulh': (1, 1), 'mulhsu': (2, 1), 'mulhu': (3, 1), 'div': (4, 1), 'divu': (5, 1),
      'rem': (6, 1), 'remu': (7, 1)}
OP_32 = {'addw': (0, 0), 'subw': (0, 32), 'sllw': (1, 0), 'srlw': (5, 0), 'sraw': (5, 32), 'mulw': (0, 1), 'divw': (4, 1),
         'divuw': (5, 1), 'remw': (6, 1), 'remuw': (7, 1)}


def op(dice, xlen):
    word = xlen == 64 and dice.randrange(3) == 0
    name, (funct3, funct7) = dice.choice(list((OP_32 if word else OP).items()))
    rd, a, b = (dice.choice(X) for _ in range(3))
    return Step('%s x%d, x%d, x%d' % (name, rd, a, b), [r_type(0x3b if word else 0x33, rd, funct3, a, b, funct7)],
                _x(dice, xlen, a, b), ('x', rd))


def op_imm(dice, xlen):
    word = xlen == 64 and dice.randrange(3) == 0
    rd, a = dice.choice(X), dice.choice(X)
    imm = dice.choice((0, 1, -1, 2047, -2048, dice.randrange(-2048, 2048)))
    name, funct3 = dice.choice((('addiw', 0),) if word and dice.randrange(2) else (('slliw', 1), ('srliw', 5), ('sraiw', 5)) if word else (
        ('addi', 0), ('slti', 2), ('sltiu', 3), ('xori', 4), ('ori', 6), ('andi', 7), ('slli', 1), ('srli', 5), ('srai', 5)))
    if funct3 in (1, 5):
        imm = dice.randrange(32 if word else xlen) | (1024 if 'sra' in name else 0)
    return Step('%s x%d, x%d, %d' % (name, rd, a, imm), [i_type(0x1b if word else 0x13, rd, funct3, a, imm)],
                _x(dice, xlen, a), ('x', rd))


def upper(dice, xlen):
    name, opcode = dice.choice((('lui', 0x37), ('auipc', 0x17)))
    rd, imm = dice.choice(X), dice.choice((0, 1, 0x7ffff, 0x80000, 0xfffff, dice.getrandbits(20)))
    return Step('%s x%d, %#x' % (name, rd, imm), [u_type(opcode, rd, imm)], {}, ('x', rd))


@dataclasses.dataclass
class Way:
    """From a jump or branch of `size` bytes to its target. x31 is 1 where it came there, 2 behind the jump.

    forward: JUMP; x31 = 2, to the end; gap; x31 = 1.
    backward: to JUMP; x31 = 1, to the end; gap; JUMP; x31 = 2.
    """
    forward: bool
    size: int
    gap: int  # in bytes, which are no instructions

    def __str__(self):
        return 'to %+d' % self.distance()

    def distance(self):
        return self.size + 8 + self.gap if self.forward else -8 - self.gap

    def around(self):
        one, two, end, gap = ADDI_X31 | 1 << 20, ADDI_X31 | 2 << 20, self.size + 8 + self.gap, (0,) * (self.gap // 2)
        if self.forward:
            return {'behind': (two, j_type(0, 8 + self.gap), *gap, one)}
        return {'before': (j_type(0, 12 + self.gap), one, j_type(0, end), *gap), 'behind': (two,)}


def way(dice, size, limit):
    """Of less than `limit` bytes."""
    gap = dice.choice((0, dice.randrange(limit - 16), (1 << dice.randrange(limit.bit_length() - 1)) - dice.choice((0, 8, size + 8))))
    return Way(dice.randrange(2) == 1, size, max(gap & ~1, 0))


def branch(dice, xlen):
    name, funct3 = dice.choice((('beq', 0), ('bne', 1), ('blt', 4), ('bge', 5), ('bltu', 6), ('bgeu', 7)))
    a, b = dice.choice(X), dice.choice(X)
    to = way(dice, 4, 4096)
    inputs = _x(dice, xlen, a, b)
    if dice.randrange(3) == 0:
        inputs[('x', b)] = inputs[('x', a)]
    return Step('%s x%d, x%d, %s' % (name, a, b, to), [b_type(funct3, a, b, to.distance())], inputs, **to.around())


def jump(dice, xlen):
    rd, to = dice.choice(X), way(dice, 4, 4096 if dice.randrange(16) else 1 << 18)
    if dice.randrange(2):
        return Step('jal x%d, %s' % (rd, to), [j_type(rd, to.distance())], {}, ('x', rd), **to.around())
    a, imm, odd = dice.choice(X[1:]), dice.randrange(-2048, 2048), dice.randrange(2)
    return Step('jalr x%d, %d(x%d), %s' % (rd, imm, a, to), [i_type(0x67, rd, 0, a, imm)],
                {('x', a): lambda pc, _: pc + to.distance() + odd - imm}, ('x', rd), **to.around())


def memory(dice, xlen):
    loads = [('lb', 0), ('lh', 1), ('lw', 2), ('lbu', 4), ('lhu', 5)] + [('ld', 3), ('lwu', 6)] * (xlen == 64)
    stores = [('sb', 0), ('sh', 1), ('sw', 2)] + [('sd', 3)] * (xlen == 64)
    kind = dice.choice(('load', 'store', 'float load', 'float store'))
    name, funct3 = dice.choice(loads if kind == 'load' else stores if kind == 'store' else [
        ('flw', 2), ('fld', 3)] if kind == 'float load' else [('fsw', 2), ('fsd', 3)])
    base, imm, offset = dice.choice(X[1:]), dice.choice((0, 2047, -2048, dice.randrange(-2048, 2048))), dice.randrange(17)
    inputs = {('x', base): lambda _, record: record + SCRATCH + offset - imm}
    if 'load' in kind:
        rd = dice.randrange(32) if kind == 'float load' else dice.choice(X)
        word = i_type(0x07 if kind == 'float load' else 0x03, rd, funct3, base, imm)
        return Step('%s %s%d, %d(x%d)' % (name, 'f' if kind == 'float load' else 'x', rd, imm, base), [word], inputs,
                    ('f' if kind == 'float load' else 'x', rd))
    if kind == 'float store':
        source = dice.randrange(32)
        inputs.update(_f(dice, dice.choice((32, 64)), source))
        return Step('%s f%d, %d(x%d)' % (name, source, imm, base), [s_type(0x27, funct3, base, source, imm)], inputs)
    source = dice.choice(X)
    if source != base:
        inputs.update(_x(dice, xlen, source))
    return Step('%s x%d, %d(x%d)' % (name, source, imm, base), [s_type(0x23, funct3, base, source, imm)], inputs)


AMO = {'amoadd': 0, 'amoswap': 1, 'amoxor': 4, 'amoor': 8, 'amoand': 12, 'amomin': 16, 'amomax': 20, 'amominu': 24, 'amomaxu': 28}


def atomic(dice, xlen):
    size = dice.choice((2, 3)) if xlen == 64 else 2
    rd, (base, source) = dice.choice(X), dice.sample(X[1:], 2)
    order, offset = dice.randrange(4), dice.choice((0, 8) if size == 3 else (0, 4, 8, 12))
    inputs = {('x', base): lambda _, record: record + SCRATCH + offset}
    inputs.update(_x(dice, xlen, source))
    kind = dice.randrange(4)
    if kind == 0:  # a pair; or an SC alone, which fails
        alone, sc = dice.randrange(3) == 0, amo(3, rd, size, base, source, order)
        other = dice.choice([n for n in X if n not in (base, source)])
        return Step('%s%s x%d, x%d, (x%d)' % ('' if alone else 'lr, ', 'sc.' + 'wd'[size - 2], rd, source, base),
                    [sc] if alone else [amo(2, other, size, base, 0, order), sc], inputs, ('x', rd))
    name, funct5 = dice.choice(list(AMO.items()))
    return Step('%s.%s x%d, x%d, (x%d)' % (name, 'wd'[size - 2], rd, source, base), [amo(funct5, rd, size, base, source, order)],
                inputs, ('x', rd))


def csr(dice, xlen):
    name, funct3 = dice.choice((('csrrw', 1), ('csrrs', 2), ('csrrc', 3), ('csrrwi', 5), ('csrrsi', 6), ('csrrci', 7)))
    number, rd, a = dice.choice((1, 2, 3)), dice.choice(X), dice.choice(X)
    return Step('%s x%d, %s, %d' % (name, rd, ('', 'fflags', 'frm', 'fcsr')[number], a), [i_type(0x73, rd, funct3, a, number)],
                {} if funct3 > 4 else _x(dice, xlen, a), ('x', rd))


def fence(dice, xlen):
    return Step('fence', [dice.choice((0x0ff0000f, 0x8330000f, 0x0100000f, 0x0000100f))])


# funct5, and the count of registers f that it reads; all have a rounding mode.
ARITHMETIC = {'fadd': (0, 2), 'fsub': (1, 2), 'fmul': (2, 2), 'fdiv': (3, 2), 'fsqrt': (11, 1)}
NO_MODE = {'fsgnj': (4, 0), 'fsgnjn': (4, 1), 'fsgnjx': (4, 2), 'fmin': (5, 0), 'fmax': (5, 1)}
COMPARE = {'fle': (20, 0), 'flt': (20, 1), 'feq': (20, 2)}
FUSED = {'fmadd': 0x43, 'fmsub': 0x47, 'fnmsub': 0x4b, 'fnmadd': 0x4f}


def _fp(text, funct5, fmt, rd, rm, a, b, inputs, result):
    return Step(text, [r_type(0x53, rd, rm, a, b, funct5 << 2 | fmt)], inputs, (result, rd))


def arithmetic(dice, xlen):
    fmt, rm = dice.randrange(2), dice.choice((0, 1, 2, 3, 4, 7))
    rd, a, b, c = (dice.randrange(32) for _ in range(4))
    if dice.randrange(2):
        name, opcode = dice.choice(list(FUSED.items()))
        return Step('%s.%s f%d, f%d, f%d, f%d, rm %d' % (name, 'sd'[fmt], rd, a, b, c, rm), [r4_type(opcode, rd, rm, a, b, c, fmt)],
                    _f(dice, 32 << fmt, a, b, c), ('f', rd))
    name, (funct5, count) = dice.choice(list(ARITHMETIC.items()))
    b = b if count == 2 else 0
    return _fp('%s.%s f%d, f%d, f%d, rm %d' % (name, 'sd'[fmt], rd, a, b, rm), funct5, fmt, rd, rm, a, b,
               _f(dice, 32 << fmt, a, b) if count == 2 else _f(dice, 32 << fmt, a), 'f')


def compare(dice, xlen):
    fmt, table = dice.randrange(2), dice.choice((NO_MODE, COMPARE))
    name, (funct5, rm) = dice.choice(list(table.items()))
    rd, a, b = dice.randrange(32) if table is NO_MODE else dice.choice(X), dice.randrange(32), dice.randrange(32)
    kind = 'f' if table is NO_MODE else 'x'
    inputs = _f(dice, 32 << fmt, a, b, make=dice.choice((values.operands, values.operands, values.ends)))
    return _fp('%s.%s %s%d, f%d, f%d' % (name, 'sd'[fmt], kind, rd, a, b), funct5, fmt, rd, rm, a, b, inputs, kind)


def convert(dice, xlen):
    fmt, rm = dice.randrange(2), dice.choice((0, 1, 2, 3, 4, 7))
    x, f, other = dice.choice(X), dice.randrange(32), dice.randrange(32)
    integer = dice.randrange(4 if xlen == 64 else 2)
    kind = dice.choice((0, 0, 1, 1, 2, 2, 2, 3, 4))
    if kind == 0:
        return _fp('fcvt.%s.%s f%d, f%d, rm %d' % ('sd'[fmt], 'ds'[fmt], f, other, rm), 8, fmt, f, rm, other, 1 - fmt,
                   _f(dice, 64 >> fmt, other), 'f')
    if kind == 1:
        return _fp('fcvt.%s.%s f%d, x%d, rm %d' % ('sd'[fmt], ('w', 'wu', 'l', 'lu')[integer], f, x, rm), 26, fmt, f, rm, x, integer,
                   _x(dice, xlen, x), 'f')
    if kind == 2:
        inputs = _f(dice, 32 << fmt, f)
        if dice.randrange(2):
            inputs = {('f', f): values.held(dice, values.near_integer(dice, 32 << fmt), 32 << fmt)}
        return _fp('fcvt.%s.%s x%d, f%d, rm %d' % (('w', 'wu', 'l', 'lu')[integer], 'sd'[fmt], x, f, rm), 24, fmt, x, rm, f, integer,
                   inputs, 'x')
    rm = dice.randrange(2)
    fmt = fmt if xlen == 64 or kind == 4 and rm else 0  # only RV64 moves doubles
    if kind == 3:
        return _fp('fmv.%s.x f%d, x%d' % ('wd'[fmt], f, x), 30, fmt, f, 0, x, 0, _x(dice, xlen, x), 'f')
    return _fp('%s.%s x%d, f%d' % (('fmv.x', 'fclass')[rm], 'sd'[fmt], x, f), 28, fmt, x, rm, f, 0, _f(dice, 32 << fmt, f), 'x')


def short(dice, xlen):
    """An instruction of 2 bytes."""
    return compressed.step(dice, xlen, Step, way)


def perhaps(dice, xlen):
    """A word that may be no instruction."""
    return anything.step(dice, xlen, Step)


KINDS = {'op': op, 'op_imm': op_imm, 'upper': upper, 'branch': branch, 'jump': jump, 'memory': memory, 'atomic': atomic, 'csr': csr,
         'fence': fence, 'arithmetic': arithmetic, 'compare': compare, 'convert': convert, 'short': short, 'anything': perhaps}
WEIGHTS = {'upper': 1, 'fence': 1, 'csr': 2, 'jump': 2, 'branch': 4, 'op_imm': 5, 'atomic': 4, 'memory': 6, 'op': 8, 'compare': 5,
           'convert': 8, 'short': 14, 'arithmetic': 20, 'anything': 8}


def step(dice, xlen, kinds):
    name = dice.choices(kinds, [WEIGHTS[kind] for kind in kinds])[0]
    return KINDS[name](dice, xlen)
