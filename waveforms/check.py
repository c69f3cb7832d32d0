#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the views show what they name, and what README.md says of them?

check.py PROGRAM        makes the waveforms in a directory of its own, and checks them
check.py DIRECTORY      checks the waveforms that make.sh left in DIRECTORY

For each view X.gtkw beside this file: each signal that it is to show is in X.fst (GTKWave leaves out, without
a word, what is not); X.gtkw is what views.py writes for X.fst; a row "differs: PIN" is the bit of mismatch that
pins.h gives to PIN; the rows show what FACTS says; and the cycles in README.md are those of FACTS. Prints one line
a view, and each thing that is wrong once. Exit status: 0 all is right; 1 something is wrong; 2 bad usage;
77 no fst2vcd, which comes with GTKWave.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import views
from fst import Waveform

HERE = pathlib.Path(__file__).resolve().parent

# What README.md says of each view, as its rows show it: CYCLE ROW = VALUE, ROW = VALUE, ... All cycles move when a
# run takes more of them to begin: then these, README.md and the numbers of VIEWS do.
FACTS = {
    'walk': '''
13 data_req_valid = 1, data_req_ready = 1, data_req_va[31:0] = 40403456, data_req_store = 1
14 data port misses = 1, data port state_q = 1, data_req_valid = 1, data_req_ready = 0, mem_req_valid = 0
15 data port misses = 0, data port state_q = 2, walker state_q = 0, mem_req_valid = 1, mem_req_addr[31:0] = 80000008
18 mem_rsp_data[31:0] = 20000401, pointer = 1, mem_req_valid = 1, mem_req_addr[31:0] = 80001010, level_q = 2
21 pointer = 1, mem_req_addr[31:0] = 80002018, level_q = 1, addr_q = 80001010
24 mem_rsp_data[31:0] = 48d1407, leaf = 1, needs_update = 1, level_q = 0, mem_req_valid = 0
25 mem_req_cas = 1, mem_req_expect[31:0] = 48d1407, mem_req_data[31:0] = 48d14c7
28 mem_rsp_valid = 1, leaf = 1, done = 1, data port state_q = 2
29 data_rsp_valid = 1, data_rsp_pa[31:0] = 12345456, data port state_q = 3, data_req_valid = 1, data_req_ready = 0
30 data_req_valid = 1, data_req_ready = 1, data_req_va[31:0] = 40403458, data_rsp_valid = 0
31 data_rsp_valid = 1, data_rsp_pa[31:0] = 12345458
''',
    'huge': '''
12 data_req_valid = 1, data_req_ready = 1, data_req_store = 1, data_req_va[56:48] = 1, data_req_va[47:39] = 2
12 data_req_va[38:30] = 3, data_req_va[29:12] = 805, data_req_va[11:0] = 678
13 misses = 1, mem_req_valid = 0
14 mem_req_valid = 1, mem_req_addr[15:0] = 1008
15 mem_rsp_data[15:0] = 2007, pointer = 1, level_q = 4, mem_req_valid = 1, mem_req_addr[15:0] = 2010
16 pointer = 1, level_q = 3, waits_q = 1000, mem_req_addr[15:0] = 3018, mem_rsp_data[15:0] = 3007
17 pointer = 1, level_q = 2, waits_q = 1100, mem_req_addr[15:0] = 4020, mem_rsp_data[15:0] = 4007
18 pointer = 1, level_q = 1, waits_q = 1110, mem_req_addr[15:0] = 5028, mem_rsp_data[15:0] = 5007
19 leaf = 1, needs_update = 1, level_q = 0, waits_q = 1111, mem_rsp_data[15:0] = 9007, mem_req_valid = 0, leaf_waits_q = 0
20 mem_req_cas = 1, mem_req_addr[15:0] = 1008, mem_req_expect[15:0] = 2007, mem_req_data[15:0] = 2027, leaf_waits_q = 1
21 mem_rsp_valid = 1, mem_req_valid = 0, leaf = 1, waits_q = 1111
22 mem_req_cas = 1, mem_req_addr[15:0] = 2010, mem_req_data[15:0] = 3027, waits_q = 111
24 mem_req_cas = 1, mem_req_addr[15:0] = 3018, mem_req_data[15:0] = 4027, waits_q = 11
26 mem_req_cas = 1, mem_req_addr[15:0] = 4020, mem_req_data[15:0] = 5027, waits_q = 1
28 mem_req_cas = 1, mem_req_addr[15:0] = 5028, mem_req_expect[15:0] = 9007, mem_req_data[15:0] = 9067, waits_q = 0
29 mem_rsp_valid = 1, done = 1
30 data_rsp_valid = 1, data_rsp_pa[29:12] = 9, data_rsp_pa[11:0] = 678, data_rsp_size = 12, data_req_ready = 0
31 data_req_valid = 1, data_req_ready = 1, data_req_va[38:30] = 4, data_req_va[29:12] = 12, data_req_store = 0
32 misses = 1, mem_req_valid = 0
33 mem_req_valid = 1, mem_req_addr[15:0] = 1008
34 mem_rsp_data[15:0] = 2027, pointer = 1, level_q = 4, mem_req_addr[15:0] = 2010
35 mem_rsp_data[15:0] = 3027, pointer = 1, level_q = 3, mem_req_addr[15:0] = 3020
36 mem_rsp_data[31:16] = 4000, mem_rsp_data[15:0] = e7, leaf = 1, needs_update = 0, waits_q = 0, level_q = 2, done = 1
37 data_rsp_valid = 1, data_rsp_pa[39:30] = 1, data_rsp_pa[29:12] = 12, data_rsp_pa[11:0] = abc, data_rsp_size = 30
38 data_req_valid = 1, data_req_ready = 1, data_req_va[38:30] = 4, data_req_va[29:12] = 3ffff, data_req_va[11:0] = fff
39 hits = 1, data_rsp_pa[39:30] = 1, data_rsp_pa[29:12] = 3ffff, data_rsp_pa[11:0] = fff, data_rsp_size = 30
39 data_req_valid = 1, data_req_ready = 1, data_req_store = 1, data_req_va[29:12] = 20001
40 hits = 1, data_rsp_pa[39:30] = 1, data_rsp_pa[29:12] = 20001, data_rsp_size = 30
''',
    'tlb': '''
103 hits = 1, slot_q = 0, used_q = 8000
104 fence_valid = 1, fence_va[31:0] = 405000, meant = 20, dropped = 20, valid_q = ffff, used_q = 8001
105 valid_q = ffdf, data_req_valid = 1, data_req_ready = 1, search = 1, search_key vpn = 405, meant = 0
106 match_q = 0, misses = 1
109 done = 1
110 fills = 1, key vpn = 405, chosen = 20, data_rsp_valid = 1, data_rsp_pa[31:0] = a005010, data_req_ready = 0
111 valid_q = ffff, used_q = 8021, entry_q[5] ppn = a005, data_req_ready = 1, search = 1, search_key vpn = 405, meant = 20
112 match_q = 1, slot_q = 5, hits = 1, data_rsp_pa[31:0] = a005014, data_req_va[31:0] = 410020, data_req_ready = 1
113 misses = 1
117 fills = 1, key vpn = 410, valid_q = ffff, used_q = 8021, chosen = 2, word_q[1] vpn = 401
118 word_q[1] vpn = 410, used_q = 8023, data_req_ready = 1, search_key vpn = 410, meant = 2
119 hits = 1, slot_q = 1
120 hits = 1, slot_q = 0, data_req_ready = 1, search_key vpn = 401, meant = 0
121 misses = 1
''',
    'mismatch': '''
413 mismatch = 0, data_req_valid = 1, data_req_ready = 1, data_req_va[39:0] = d60822fe10, data_req_store = 1
414 differs: data_rsp_pa = 1, data_rsp_pa[31:0] = 8822ee10, model_data_rsp_pa[31:0] = 8822fe10
414 data_rsp_size = 21, model_data_rsp_size = 21
415 mismatch = 0
''',
}


def facts(view):
    """What FACTS says of a view: [(cycle, row, value)]."""
    for line in FACTS[view].strip().splitlines():
        cycle, said = line.split(' ', 1)
        for fact in said.split(', '):
            yield int(cycle), *fact.rsplit(' = ', 1)


def wrong_pins(text, waveform):
    """The rows of mismatch.gtkw that name the pins, beside the list of pins itself."""
    pins, width = views.OUTPUTS, waveform.names['pagewalk.mismatch'][1]
    rows = re.findall(r'^\+\{differs: (\w+)\} \((\d+)\)pagewalk\.mismatch\[', text, re.MULTILINE)
    if width != len(pins):
        yield 'mismatch has %d bits, pins.h %d outputs' % (width, len(pins))
    for pin, left in rows:
        # GTKWave counts bits from the left end.
        bit = width - 1 - int(left)
        if pin not in pins or pins.index(pin) != bit:
            yield 'the row "differs: %s" is bit %d of mismatch, which is not its' % (pin, bit)
    for pin in sorted(set(pins) - {pin for pin, _ in rows}):
        yield 'no row "differs: %s"' % pin


def wrong_facts(view, waveform):
    rows = {row.label: row for row, _ in views.rows(view) if row}
    for cycle, label, value in facts(view):
        shown = rows[label].value(waveform, cycle) if label in rows else 'no such row'
        if shown.lstrip('0') != value.lstrip('0'):
            yield 'cycle %d, %s: %s, FACTS says %s' % (cycle, label, shown, value)


def wrong_page(view):
    """What README.md says of cycles: those of its table, and the marker."""
    page = (HERE / 'README.md').read_text()
    section = re.search(r'^## %s\.gtkw.*?(?=^## |\Z)' % view, page, re.MULTILINE | re.DOTALL)
    if not section:
        yield 'no section in README.md'
        return
    known = {cycle for cycle, _, _ in facts(view)}
    marker = views.VIEWS[view][2]
    for cell in re.findall(r'^\| (\d[^|]*) \|', section[0], re.MULTILINE):
        cycles = {int(n) for n in re.findall(r'\d+', cell)}
        for cycle in sorted(cycles - known):
            yield 'README.md speaks of cycle %d, FACTS does not' % cycle
        if 'the marker' in cell and cycles != {marker}:
            yield 'README.md has the marker at %s, the view at %d' % (cell, marker)
    for cycle in sorted(known - {int(n) for n in re.findall(r'\b\d+\b', section[0])}):
        yield 'README.md does not speak of cycle %d' % cycle


def problems(view, directory):
    """What is wrong with a view, and how many signals it shows."""
    if not (directory / (view + '.fst')).exists():
        return ['no %s.fst' % (directory / view)], 0
    if not (HERE / (view + '.gtkw')).exists():
        return ['there is none'], 0
    waveform = Waveform(directory / (view + '.fst'))
    text = (HERE / (view + '.gtkw')).read_text()
    expected, said = views.text(view, waveform)
    if said:
        return said, 0
    if text != expected:
        said.append('is not what views.py writes: run views.py, see README.md')
    if view == 'mismatch':
        said += wrong_pins(text, waveform)
    first, count, marker, _ = views.VIEWS[view]
    if not waveform.first <= 10 * first <= 10 * marker < 10 * (first + count) <= waveform.last + 10:
        said.append('its cycles are not all within the waveform, %d to %d ns' % (waveform.first, waveform.last))
    said += wrong_facts(view, waveform)
    said += wrong_page(view)
    return said, len({row.name for row, _ in views.rows(view) if row})


def check(directory):
    ok = True
    for view in sorted({*views.VIEWS, *(path.stem for path in HERE.glob('*.gtkw'))}):
        said, n = problems(view, directory) if view in views.VIEWS else (['views.py does not know it'], 0)
        for line in said:
            print('%s.gtkw: %s' % (view, line))
        if not said:
            print('%s.gtkw: OK, %d signals' % (view, n))
        ok = ok and not said
    return 0 if ok else 1


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith('-') or not pathlib.Path(sys.argv[1]).exists():
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which('fst2vcd'):
        print('no fst2vcd')
        return 77
    given = pathlib.Path(sys.argv[1]).resolve()
    if given.is_dir():
        return check(given)
    with tempfile.TemporaryDirectory() as directory:
        made = subprocess.run([HERE / 'make.sh', given, directory])
        return check(pathlib.Path(directory)) if made.returncode == 0 else 1


sys.exit(main())
