# SPDX-License-Identifier: Apache-2.0
"""Values of registers, most of them where something ends: of integers, of singles and of doubles, as bit patterns."""
import struct

MASK = {32: 2**32 - 1, 64: 2**64 - 1}
BOX = 0xffffffff00000000
SPECIAL = {
    32: (0, 1 << 31, 1, 0x80000001, 0x007fffff, 0x00800000, 0x80800000, 0x00800001, 0x3f800000, 0xbf800000, 0x3f7fffff, 0x3f800001,
         0x3f000000, 0xbf000000, 0x3fc00000, 0x40200000, 0xc0200000, 0x4b000000, 0x4b800001, 0x4f000000, 0xcf000000, 0x4effffff,
         0x4f800000, 0x5f000000, 0xdf000000, 0x5f800000, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000,
         0x7f800001, 0xffbfffff, 0x7fffffff),
    64: (0, 1 << 63, 1, (1 << 63) + 1, 0x000fffffffffffff, 0x0010000000000000, 0x8010000000000000, 0x3ff0000000000000,
         0xbff0000000000000, 0x3fefffffffffffff, 0x3ff0000000000001, 0x3fe0000000000000, 0xbfe0000000000000, 0x3ff8000000000000,
         0x4004000000000000, 0xc004000000000000, 0x41dfffffffc00000, 0x41dfffffffe00000, 0x41e0000000000000, 0xc1e0000000000000,
         0xc1e0000000100000, 0x41efffffffe00000, 0x41f0000000000000, 0x43e0000000000000, 0xc3e0000000000000, 0x43dfffffffffffff,
         0x43f0000000000000, 0x43efffffffffffff, 0x380ffffff0000000, 0x3810000000000000, 0x36a0000000000000, 0x3690000000000000,
         0x47efffffe0000000, 0x47effffff0000000, 0x7fefffffffffffff, 0xffefffffffffffff, 0x7ff0000000000000, 0xfff0000000000000,
         0x7ff8000000000000, 0xfff8000000000000, 0x7ff0000000000001, 0xfff7ffffffffffff, 0x7fffffffffffffff)}
FRACTION = {32: 23, 64: 52}
BIAS = {32: 127, 64: 1023}


def integer(dice, xlen):
    kind = dice.randrange(5)
    if kind == 0:
        value = dice.choice((0, 1, -1, 2, 2**31, 2**31 - 1, -2**31, -2**31 - 1, 2**32 - 1, 2**63, 2**63 - 1, 2**24 + 1, 2**53 + 1))
    elif kind == 1:
        value = dice.randrange(-64, 64)
    elif kind == 2:
        value = dice.choice((1, -1)) * ((1 << dice.randrange(64)) + dice.randrange(-2, 3))
    elif kind == 3:
        value = dice.getrandbits(32) - 2**31
    else:
        value = dice.getrandbits(64)
    return value & MASK[xlen]


def _sparse(dice, bits):
    """A fraction of few ones: sums and products of such are exact, or in the middle of two numbers."""
    fraction = 0
    for _ in range(dice.randrange(4)):
        fraction ^= 1 << dice.randrange(bits)
    return fraction if dice.randrange(3) else (1 << bits) - 1 ^ fraction


def _near_single(dice):
    """A double at a single, or between two: in the middle, at a quarter, or just beside."""
    bits = bits_of(number(dice.choice(SPECIAL[32][:-5]) if dice.randrange(2) else dice.getrandbits(32), 32), 64)
    return bits + dice.choice((1, -1)) * (dice.choice((0, 1, 3)) << dice.randrange(26, 31)) + dice.randrange(-1, 2) & MASK[64]


def pattern(dice, width):
    """Of a single or a double."""
    fraction, bias = FRACTION[width], BIAS[width]
    kind = dice.randrange(8 if width == 32 else 9)
    if kind == 8:
        return _near_single(dice)
    if kind < 2:
        return dice.choice(SPECIAL[width])
    if kind == 2:
        return dice.getrandbits(width)
    if kind == 3:  # subnormal, or nearly
        exponent = dice.randrange(3)
    elif kind == 4:  # near an end
        exponent = dice.choice((dice.randrange(1, fraction + 4), 2 * bias - dice.randrange(fraction + 4)))
    else:
        exponent = bias + dice.choice((dice.randrange(-3, 4), dice.randrange(-fraction - 3, fraction + 4), dice.randrange(-2, 66)))
    bits = _sparse(dice, fraction) if dice.randrange(2) else dice.getrandbits(fraction)
    return dice.getrandbits(1) << width - 1 | exponent << fraction | bits


def number(bits, width):
    return struct.unpack('<f' if width == 32 else '<d', bits.to_bytes(width // 8, 'little'))[0]


def bits_of(value, width):
    """0, if it is beyond all."""
    try:
        return int.from_bytes(struct.pack('<f' if width == 32 else '<d', value), 'little')
    except OverflowError:
        return 0


def ends(dice, width, count):
    """Of 0, infinity, a quiet NaN and 1, of either sign."""
    exponent = BIAS[width] * 2 + 1 << FRACTION[width]
    some = 0, 0, exponent, exponent | 1 << FRACTION[width] - 1, BIAS[width] << FRACTION[width]
    return [dice.choice(some) | dice.getrandbits(1) << width - 1 for _ in range(count)]


def operands(dice, width, count):
    """Patterns that belong together: one beside the other, the third beside minus the product of the others, or all at an end."""
    some = [pattern(dice, width) for _ in range(count)]
    kind = dice.randrange(10)
    if kind == 0:
        return ends(dice, width, count)
    if kind == 1 and count == 3:  # about the least normal number, by less than the least number
        return [dice.choice((1, 2)), BIAS[width] - dice.randrange(1, 5) << FRACTION[width] | _sparse(dice, FRACTION[width]),
                dice.getrandbits(1) << width - 1 | (1 << FRACTION[width]) + dice.randrange(-1, 2)]
    if kind < 4 and count > 1:
        some[1] = (some[0] ^ dice.getrandbits(1) << width - 1) + dice.randrange(-2, 3) & MASK[width]
    if kind in (3, 4, 5) and count == 3:
        product = -number(some[0], width) * number(some[1], width)
        some[2] = (bits_of(product, width) ^ dice.getrandbits(1) << width - 1) + dice.randrange(-2, 3) & MASK[width]
    return some


def near_integer(dice, width):
    """A number at an end of the integers' types, or small; whole, a half, a quarter, or just beside."""
    whole = dice.choice((0, 1, -1, 2, -2, 3, 2**31, -2**31, 2**32, 2**63, -2**63, 2**64, dice.randrange(2**31, 2**32)))
    bits = bits_of(whole + dice.choice((0, 0, 0.25, 0.5, 0.75, 1, -0.5, -1)), width)
    return bits + dice.choice((0, 0, 0, 1, -1)) & MASK[width]


def held(dice, bits, width):
    """What a register f holds of it: a single is in its box, but for one time in 16."""
    if width == 64:
        return bits
    return (BOX if dice.randrange(16) else dice.choice((0, dice.getrandbits(32) << 32, BOX ^ 1 << dice.randrange(32, 64)))) | bits
