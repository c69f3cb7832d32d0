#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each compressed instruction of RV32 and RV64 against binutils, which disassembles it, and what the hart expands it to.

compressed.py DUMP: DUMP is compressed_dump. Where binutils for RISC-V is not installed, the test is skipped.
Exit status: 0 they agree, or skipped; 1 they do not.
"""
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import check, finish  # noqa: E402

OBJDUMP = 'riscv64-linux-gnu-objdump'
NOP = 0x13
LINE = re.compile(r'\s*([0-9a-f]+):\s+[0-9a-f]+\s+(\S+)\s*([^\s#<]*)')
SHOWN = 10

# What the manual makes of those that do not merely lack the second of two equal registers. o: the operands.
OTHERS = {
    'nop': lambda o: ('addi', 'zero', 'zero', *(o or ['0'])),
    'li': lambda o: ('addi', o[0], 'zero', o[1]),
    'mv': lambda o: ('add', o[0], 'zero', o[1]),
    'jr': lambda o: ('jalr', 'zero', f'0({o[0]})'),
    'jalr': lambda o: ('jalr', 'ra', f'0({o[0]})'),
    'j': lambda o: ('jal', 'zero', o[0]),
    'jal': lambda o: ('jal', 'ra', o[0]),
    'beqz': lambda o: ('beq', o[0], 'zero', o[1]),
    'bnez': lambda o: ('bne', o[0], 'zero', o[1]),
    'addi4spn': lambda o: ('addi', *o),
    'addi16sp': lambda o: ('addi', o[0], o[0], o[1]),
    'slli64': lambda o: ('slli', o[0], o[0], '0x0'),
    'srli64': lambda o: ('srli', o[0], o[0], '0x0'),
    'srai64': lambda o: ('srai', o[0], o[0], '0x0'),
}
TWO_OPERANDS = {'addi', 'addiw', 'slli', 'srli', 'srai', 'andi', 'add', 'sub', 'xor', 'or', 'and', 'addw', 'subw'}
JUMPS = {'jal', 'beq', 'bne'}


def disassemble(content, xlen):
    """{offset: (name, operand...)}"""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        run = subprocess.run([OBJDUMP, '-D', '-b', 'binary', '-m', f'riscv:rv{xlen}', '-M', 'no-aliases', file.name],
                             check=True, capture_output=True, text=True)
    found = (LINE.match(line) for line in run.stdout.splitlines())
    return {int(m[1], 16): (m[2], *filter(None, m[3].split(','))) for m in found if m}


def reserved(xlen, half, name):
    """What binutils takes, and the manual does not let be: of RV32 shifts by 32 and more, and C.ADDI16SP of 0."""
    shift = xlen == 32 and half & 0x1000 and name in ('c.slli', 'c.srli', 'c.srai')
    return shift or half == 0x6101


def expected(xlen, half, seen):
    name, *operands = seen
    if not name.startswith('c.') or name == 'c.unimp' or reserved(xlen, half, name):
        return None
    name = name[2:]
    if name in OTHERS:
        return OTHERS[name](operands)
    if name in TWO_OPERANDS:
        return (name, operands[0], *operands)
    return (name.removesuffix('sp'), *operands)


def relative(instruction, pc, xlen):
    """With its target as seen from pc."""
    if instruction and instruction[0] in JUMPS:
        return (*instruction[:-1], (int(instruction[-1], 16) - pc) % 2 ** xlen)
    return instruction


def differences(dump, xlen):
    words = struct.unpack('<65536I', subprocess.run([dump, str(xlen)], check=True, capture_output=True).stdout)
    halves = [half for half in range(0x10000) if half & 3 != 3]
    short = disassemble(struct.pack(f'<{len(halves)}H', *halves), xlen)
    long = disassemble(struct.pack(f'<{len(halves)}I', *(words[half] or NOP for half in halves)), xlen)
    for i, half in enumerate(halves):
        wanted = relative(expected(xlen, half, short[2 * i]), 2 * i, xlen)
        got = relative(long[4 * i], 4 * i, xlen) if words[half] else None
        if wanted != got:
            yield f'{half:04x} {short[2 * i]}: {got}, not {wanted}'


def main():
    if not shutil.which(OBJDUMP):
        print(f'1..0 # SKIP {OBJDUMP} is not installed')
        return
    for xlen in 32, 64:
        found = list(differences(sys.argv[1], xlen))
        check(f'RV{xlen}', not found, found[:SHOWN])
    finish()


main()
