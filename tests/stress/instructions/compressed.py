# SPDX-License-Identifier: Apache-2.0
"""Steps of an instruction of 2 bytes (unprivileged manual 20240411, "RVC Instruction Set Listings")."""
import values
from layout import SCRATCH

X = [n for n in range(1, 31) if n not in (3, 4)]


def _field(value, *parts):
    """Bits of `value` put together, from the upper: each part is (high, low)."""
    field = 0
    for high, low in parts:
        field = field << high - low + 1 | value >> low & (1 << high - low + 1) - 1
    return field


def _ci(funct3, op, rd, imm):
    return funct3 << 13 | (imm >> 5 & 1) << 12 | rd << 7 | (imm & 31) << 2 | op


def _j_offset(offset):
    return _field(offset, (11, 11), (4, 4), (9, 8), (10, 10), (6, 6), (7, 7), (3, 1), (5, 5))


def _b_offset(offset):
    return _field(offset, (8, 8), (4, 3)), _field(offset, (7, 6), (2, 1), (5, 5))


def _immediate(dice, xlen, make):
    """C.ADDI and so on, and what is a hint: rd or imm is 0."""
    rd, imm = dice.choice([0] + X), dice.choice((0, -1, 31, -32, dice.randrange(-32, 32)))
    inputs = {('x', rd): values.integer(dice, xlen)}
    kind = dice.choice(('addi', 'li', 'lui', 'slli') + ('addiw',) * (xlen == 64))
    if kind == 'addi':
        return make('c.addi x%d, %d' % (rd, imm), [_ci(0, 1, rd, imm)], inputs, ('x', rd))
    if kind == 'addiw' and rd:
        return make('c.addiw x%d, %d' % (rd, imm), [_ci(1, 1, rd, imm)], inputs, ('x', rd))
    if kind == 'lui' and rd != 2 and imm:
        return make('c.lui x%d, %d' % (rd, imm), [_ci(3, 1, rd, imm)], {}, ('x', rd))
    if kind == 'slli':
        shift = dice.randrange(xlen)
        return make('c.slli x%d, %d' % (rd, shift), [_ci(0, 2, rd, shift)], inputs, ('x', rd))
    return make('c.li x%d, %d' % (rd, imm), [_ci(2, 1, rd, imm)], {}, ('x', rd))


def _stack_pointer(dice, xlen, make):
    value = values.integer(dice, xlen)
    if dice.randrange(2):
        imm, rd = dice.randrange(4, 1024, 4), dice.randrange(8)
        field = _field(imm, (5, 4), (9, 6), (2, 2), (3, 3))
        return make('c.addi4spn x%d, %d' % (rd + 8, imm), [field << 5 | rd << 2], {('x', 2): value}, ('x', rd + 8))
    imm = dice.choice([n for n in range(-512, 512, 16) if n])
    field = _field(imm, (4, 4), (6, 6), (8, 7), (5, 5))
    return make('c.addi16sp %d' % imm, [3 << 13 | (imm >> 9 & 1) << 12 | 2 << 7 | field << 2 | 1], {('x', 2): value}, ('x', 2))


def _two(dice, xlen, make):
    """Of x8 to x15, with one of them or an immediate."""
    rd, other = dice.randrange(8), dice.randrange(8)
    inputs = {('x', rd + 8): values.integer(dice, xlen), ('x', other + 8): values.integer(dice, xlen)}
    kind = dice.randrange(4)
    if kind < 2:
        imm = dice.randrange(-32, 32) if kind else dice.randrange(xlen)
        name, funct2 = ('c.andi', 2) if kind else dice.choice((('c.srli', 0), ('c.srai', 1)))
        return make('%s x%d, %d' % (name, rd + 8, imm), [_ci(4, 1, funct2 << 3 | rd, imm)], inputs, ('x', rd + 8))
    table = [('c.sub', 0, 0), ('c.xor', 0, 1), ('c.or', 0, 2), ('c.and', 0, 3)] + [('c.subw', 1, 0), ('c.addw', 1, 1)] * (xlen == 64)
    name, upper, funct2 = dice.choice(table)
    return make('%s x%d, x%d' % (name, rd + 8, other + 8),
                [4 << 13 | upper << 12 | 3 << 10 | rd << 7 | funct2 << 5 | other << 2 | 1], inputs, ('x', rd + 8))


def _move(dice, xlen, make):
    add, rd, source = dice.randrange(2), dice.choice([0] + X), dice.choice(X)
    inputs = {('x', rd): values.integer(dice, xlen), ('x', source): values.integer(dice, xlen)}
    return make('%s x%d, x%d' % (('c.mv', 'c.add')[add], rd, source), [4 << 13 | add << 12 | rd << 7 | source << 2 | 2], inputs, ('x', rd))


# Loads and stores: name, funct3 (a store's is 4 more), log2 of the bytes, which registers.
ACCESSES = {32: (('w', 2, 2, 'x'), ('fw', 3, 2, 'f'), ('fd', 1, 3, 'f')), 64: (('w', 2, 2, 'x'), ('d', 3, 3, 'x'), ('fd', 1, 3, 'f'))}


def _offset_field(offset, size):
    """Of the forms with rs1, as (upper 3 bits, lower 2 bits)."""
    if size == 2:
        return _field(offset, (5, 3)), _field(offset, (2, 2), (6, 6))
    return _field(offset, (5, 3)), _field(offset, (7, 6))


def _memory(dice, xlen, make):
    name, funct3, size, kind = dice.choice(ACCESSES[xlen])
    store, by_sp, at = dice.randrange(2), dice.randrange(2), dice.randrange(17)
    value = values.integer(dice, xlen) if kind == 'x' else values.held(dice, values.pattern(dice, 8 << size), 8 << size)
    offset = dice.randrange(0, (64 if by_sp else 32) << size, 1 << size)
    if by_sp:
        base, register = 2, dice.choice(X) if kind == 'x' else dice.randrange(32)
        parts = ((5, 2), (7, 6)) if size == 2 else ((5, 3), (8, 6))
        if store:
            word = funct3 + 4 << 13 | _field(offset, *parts) << 7 | register << 2 | 2
        else:
            loaded = _field(offset, (5, 5), (4, size), (size + 5, 6))
            word = funct3 << 13 | loaded >> 5 << 12 | register << 7 | (loaded & 31) << 2 | 2
    else:
        base, register = dice.randrange(8, 16), dice.randrange(8, 16)
        upper, lower = _offset_field(offset, size)
        word = funct3 + 4 * store << 13 | upper << 10 | base - 8 << 7 | lower << 5 | register - 8 << 2
    inputs = {(kind, register): value, ('x', base): lambda _, record: record + SCRATCH + at - offset}
    return make('c.%s%s%s %s%d, %d(x%d)' % (name, 'store' if store else 'load', 'sp' if by_sp else '', kind, register, offset, base),
                [word], inputs, ('x', 31) if store else (kind, register))


def _go(dice, xlen, make, way):
    kind = dice.choice(('j', 'b', 'jr', 'jalr') + ('jal',) * (xlen == 32))
    to = way(dice, 2, 256 if kind == 'b' else 2048)
    if kind == 'b':
        equal, a = dice.randrange(2), dice.randrange(8)
        upper, lower = _b_offset(to.distance())
        return make('c.%s x%d, %s' % ('beqz' if equal else 'bnez', a + 8, to),
                    [(7 - equal) << 13 | upper << 10 | a << 7 | lower << 2 | 1],
                    {('x', a + 8): dice.choice((0, values.integer(dice, xlen)))}, **to.around())
    if kind in ('j', 'jal'):
        return make('c.%s %s' % (kind, to), [(5 if kind == 'j' else 1) << 13 | _j_offset(to.distance()) << 2 | 1], {},
                    ('x', 31) if kind == 'j' else ('x', 1), **to.around())
    a, odd = dice.choice(X), dice.randrange(2)
    return make('c.%s x%d, %s' % (kind, a, to), [4 << 13 | (kind == 'jalr') << 12 | a << 7 | 2],
                {('x', a): lambda pc, _: pc + to.distance() + odd}, ('x', 1) if kind == 'jalr' else ('x', 31), **to.around())


def step(dice, xlen, make, way):
    kind = dice.randrange(7)
    if kind < 2:
        return _memory(dice, xlen, make)
    if kind == 2:
        return _go(dice, xlen, make, way)
    return (_immediate, _stack_pointer, _two, _move)[kind - 3](dice, xlen, make)
