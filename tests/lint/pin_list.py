#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is the list of pins, ../../model/pins.h, what else speaks of all pins?

pin_list.py [--fix]

The ports of rtl/mmu.sv, which are written by hand, must be those of the list behind clk: names, widths, directions,
order. The table of rtl/contract/pins.md must be as it is made of the list; with --fix it is made so.

Exit status: 0 they are; 1 not, and each difference is said; 2 bad usage, or a list that is none.
"""
import itertools
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / 'model'))
import pins  # noqa: E402

MMU, PAGE = ROOT / 'rtl/mmu.sv', ROOT / 'rtl/contract/pins.md'
BEGIN, END = '<!-- pins: begin -->\n', '<!-- pins: end -->\n'
CLOCK = ('input', 'clk', '1')


def ports(text):
    """(direction, name, bits) of each port of mmu.sv; (None, line, None) of what is none."""
    block = re.search(r'^\) \(\n(.*?)^\);$', text, re.MULTILINE | re.DOTALL)
    for line in filter(None, map(str.strip, block[1].splitlines() if block else [])):
        port = re.fullmatch(r'(input|output)(?: +wire)? +logic *(?:\[ *(\w+)(-1)?:0\])? *(\w+),?', line)
        if port:
            direction, high, less, name = port.groups()
            bits = '1' if not high else high if less else str(int(high) + 1) if high.isdigit() else high + '+1'
            yield direction, name, bits
        elif not line.startswith('//'):
            yield None, line, None


def said(port):
    direction, name, bits = port
    return '%s %s of %s bits' % (direction, name, bits) if bits else repr(name)


def wrong_ports(listed):
    wanted = [CLOCK] + [(pin.direction, pin.name, pin.bits) for pin in listed]
    for here, there in itertools.zip_longest(ports(MMU.read_text()), wanted):
        if here != there:
            yield 'rtl/mmu.sv has %s where model/pins.h has %s' % (
                said(here) if here else 'no port', said(there) if there else 'no pin')
            return  # what follows is out of step


def table(channels, listed):
    yield '| pin | dir | bits | role | meaning |'
    yield '|---|---|---|---|---|'
    for channel, of_channel in itertools.groupby(listed, lambda pin: pin.channel):
        yield '| **%s** | | | | |' % channels[channel]
        if channel == 'GENERAL':
            yield '| `clk` | in | 1 | | clock |'
        for pin in of_channel:
            direction = {'input': 'in', 'output': 'out'}[pin.direction]
            yield '| `%s` | %s | %s | %s | %s |' % (pin.name, direction, pin.bits, pin.role.lower(), pin.meaning)


def wrong_table(channels, listed, fix):
    text = PAGE.read_text()
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        yield 'rtl/contract/pins.md has no marks of the table of pins'
        return
    before, rest = text.split(BEGIN)
    made = before + BEGIN + '\n'.join(table(channels, listed)) + '\n' + END + rest.split(END)[1]
    if made != text and fix:
        PAGE.write_text(made)
    elif made != text:
        yield 'rtl/contract/pins.md: the table of pins is not that of model/pins.h: tests/lint/pin_list.py --fix'


def main():
    if sys.argv[1:] not in ([], ['--fix']):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        channels, listed = pins.read()
    except pins.Bad as bad:
        print('model/pins.h: %s' % bad, file=sys.stderr)
        return 2
    found = [*wrong_ports(listed), *wrong_table(channels, listed, bool(sys.argv[1:]))]
    print(*found, '%d pins, %d findings' % (len(listed), len(found)), sep='\n')
    return 1 if found else 0


sys.exit(main())
