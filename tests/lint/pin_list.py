#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is the list of pins, ../../model/pins.h, what else speaks of all pins?

pin_list.py [--fix | --attack]

The ports of rtl/pw_mmu.sv, which are written by hand, must be those of the list behind clk: names, widths, directions,
order. The table of rtl/contract/pins.md must be as it is made of the list; with --fix it is made so. --attack sees
instead that slips in the three are told.

Exit status: 0 they are; 1 not, and each difference is said, or a slip is not told; 2 bad usage, or a list that is none.
"""
import itertools
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / 'model'))
import pins  # noqa: E402

LIST, MMU, PAGE = ROOT / 'model/pins.h', ROOT / 'rtl/pw_mmu.sv', ROOT / 'rtl/contract/pins.md'
BEGIN, END = '<!-- pins: begin -->\n', '<!-- pins: end -->\n'
CLOCK = ('input', 'clk', '1')


def ports(text):
    """(direction, name, bits) of each port of mmu.sv; (None, line, None) of what is none."""
    block = re.search(r'^\) \(\n(.*?)^\);$', text, re.MULTILINE | re.DOTALL)
    for line in filter(None, map(str.strip, block[1].splitlines() if block else [])):
        port = re.fullmatch(r'(input|output) +logic *(?:\[ *(\w+)(-1)?:0\])? *(\w+),?', line)
        if port:
            direction, high, less, name = port.groups()
            bits = '1' if not high else high if less else str(int(high) + 1) if high.isdigit() else high + '+1'
            yield direction, name, bits
        elif not line.startswith('//'):
            yield None, line, None


def said(port):
    direction, name, bits = port
    return '%s %s of %s bits' % (direction, name, bits) if bits else repr(name)


def wrong_ports(listed, text):
    wanted = [CLOCK] + [(pin.direction, pin.name, pin.bits) for pin in listed]
    for here, there in itertools.zip_longest(ports(text), wanted):
        if here != there:
            yield 'rtl/pw_mmu.sv has %s where model/pins.h has %s' % (
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


def fixed(channels, listed, page):
    """The page with the table made anew; None: it has no place for it."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        return None
    return page.split(BEGIN)[0] + BEGIN + '\n'.join(table(channels, listed)) + '\n' + END + page.split(END)[1]


def findings(texts):
    channels, listed = pins.read(texts[LIST])
    made = fixed(channels, listed, texts[PAGE])
    yield from wrong_ports(listed, texts[MMU])
    if made is None:
        yield 'rtl/contract/pins.md has no marks of the table of pins'
    elif made != texts[PAGE]:
        yield 'rtl/contract/pins.md: the table of pins is not that of model/pins.h: tests/lint/pin_list.py --fix'


# A slip: where, old text, new text, what must be said of it.
WIDTH, TABLE = 'has input fetch_req_va of 63 bits where .* 64 bits', 'the table of pins is not that of'
ATTACKS = [
    (MMU, '[        63:0] fetch_req_va', '[        62:0] fetch_req_va', WIDTH),
    (MMU, '[COUNTER_WIDTH-1:0] counter_value', '[COUNTER_WIDTH:0] counter_value',
     'has output counter_value of COUNTER_WIDTH.1 bits'),
    (MMU, '    input logic nxe,\n', '', 'has input ptbr_valid of 1 bits where model/pins.h has input nxe'),
    (MMU, 'input logic wp,\n    input logic pse,', 'input logic pse,\n    input logic wp,',
     'has input pse .* has input wp'),
    (MMU, 'output logic        fence_ready', 'input  logic        fence_ready',
     'has input fence_ready .* has output fence_ready'),
    (MMU, 'input logic nxe,', 'input wire [0:0] nxe,', r"has 'input wire \[0:0\] nxe,' where"),
    (MMU, '0] counter_value\n', '0] counter_value,\n    output logic more\n',
     'has output more of 1 bits where model/pins.h has no pin'),
    (PAGE, '| `seg_dpl` | in | 2 |', '| `seg_dpl` | in | 3 |', TABLE),
    (PAGE, END, '', 'has no marks'),
    (LIST, '"where it begins"', '"where it starts"', TABLE),
    (LIST, 'IN(fence_asid, 16,', 'IN(fence_asid, 15,', 'has input fence_asid of 16 bits where .* 15 bits'),
    (LIST, 'IN(fence_asid, 16,', 'IN(fence_asid, 65,', 'fence_asid is 65 bits wide'),
    (LIST, 'IN(fence_asid, 16,', 'IN(fence_asid, ASID_BITS,', 'fence_asid is ASID_BITS bits wide'),
    (LIST, 'IN(fence_valid, 1,', 'IN(fence_valid, 2,', 'fence_valid is no handshake of one bit'),
    (LIST, '\tIN(seg_granular, 1, SEG, PAYLOAD, "1: the limit is in 4 KiB (G)") \\\n', '',
     'has input seg_granular .* has input seg_type'),
    (LIST, 'IN(fence_va, 64, FENCE,', 'IN(fence_va, 64, SEG,', 'fence_va stands in MMU_FENCE, and says SEG'),
    (LIST, 'IN(fence_va, 64, FENCE, PAYLOAD,', 'IN(fence_va, 64, FENCE, LOAD,', 'fence_va has the role LOAD'),
    (LIST, 'IN(fence_va, 64, FENCE, PAYLOAD,', 'IN(fence_va, 64, FENCE, LEVEL,', 'FENCE is a channel, and is none'),
    (LIST, 'IN(fence_by_va, 1, FENCE, PAYLOAD,', 'IN(fence_by_va, 1, FENCE, VALID,',
     'fence_by_va is named as what it is not'),
    (LIST, 'IN(fence_va, 64,', 'IN(va, 64,', 'va is named or used as no pin of FENCE'),
    (LIST, 'IN(fence_va, 64,', 'IN(fence_by_va, 64,', 'a pin stands there twice'),
    (LIST, 'OUT(fence_ready,', 'IN(fence_ready,', 'fence_ready goes the wrong way'),
    (LIST, 'IN(fence_va, 64,', 'OUT(fence_va, 64,', 'fence_va goes the wrong way'),
    (LIST, '\tOUT(ptbr_rsp_valid, 1, PTBR_RSP, VALID, "there is an answer; always taken") \\\n', '',
     'PTBR_RSP has not one valid'),
    (LIST, 'X(FENCE,', 'X(FENCES,', 'MMU_CHANNELS, MMU_PINS and the channels are not the same'),
    (LIST, 'IN(wp, 1,', 'INPUT(wp, 1,', 'MMU_CONTROL_X86 has a row that is no pin'),
    (LIST, '"CR0.WP")', '"CR0.WP)', 'MMU_CONTROL_X86 is no list of rows'),
]


def attack(texts):
    missed = 0
    for file, old, new, expected in ATTACKS:
        if texts[file].count(old) != 1:
            print('%s has not once %r' % (file.name, old))
            missed += 1
            continue
        try:
            told = [*findings({**texts, file: texts[file].replace(old, new)})]
        except pins.Bad as bad:
            told = [str(bad)]
        if not any(re.search(expected, one) for one in told):
            print('MISSED: %s: %r for %r; told: %s' % (file.name, new, old, '; '.join(told) or 'nothing'))
            missed += 1
    print('%d slips, %d not told' % (len(ATTACKS), missed))
    return 1 if missed else 0


def main():
    how = sys.argv[1:]
    if how not in ([], ['--fix'], ['--attack']):
        print(__doc__, file=sys.stderr)
        return 2
    texts = {path: path.read_text() for path in (LIST, MMU, PAGE)}
    try:
        if how == ['--attack']:
            return attack(texts)
        page = fixed(*pins.read(), texts[PAGE])
        if how and page:
            PAGE.write_text(page)
            texts[PAGE] = page
        found = [*findings(texts)]
    except pins.Bad as bad:
        print('model/pins.h: %s' % bad, file=sys.stderr)
        return 2
    print(*found, '%d findings' % len(found), sep='\n')
    return 1 if found else 0


sys.exit(main())
