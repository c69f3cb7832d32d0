#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the views, X.gtkw, beside this file.

views.py DIRECTORY      looks up widths in the waveforms that make.sh left in DIRECTORY, and pins in ../model/pins.h

After a change of pins or of fields inside the MMU this is all that there is to do, but for a signal
that is gone: it says so, once, and leaves that view as it is. What a view shows is in VIEWS below. Exit status: 0 written;
1 a signal is missing; 2 bad usage.
"""
import math
import pathlib
import re
import shlex
import sys

from fst import Waveform

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / 'model'))
import pins  # noqa: E402

# A row is: colour, base, signal, label if it is not the signal. A signal without a dot is one at the top, a pin as a
# rule; with one it is of the MMU. SIGNAL[31:0] are bits of it, counted from the right end; SIGNAL:FIELD[19:0] are bits of a field.
# "- TITLE" is a heading; "+ TITLE" opens a group, which is shown closed, and "/" ends it.
COLOURS = {'red': 1, 'orange': 2, 'yellow': 3, 'green': 4, 'violet': 7, 'plain': None}
BASES = {'bin': '@28', 'hex': '@22', 'dec': '@24', 'enum': '@100000028'}

# Fields of packed words, the highest first: SPACE and PAGE, and LEAF, of ../rtl/pw_words.sv.
KEY = {'mode': 3, 'asid': 16, 'vpn': 45}
ENTRY = {'ppn': 44, 'memtype': 3, 'rights': 5}
LAYOUTS = {'search_key': KEY, 'key': KEY, 'word_q': KEY, 'entry_q': ENTRY}

CLOCK = '''
plain  dec  cycle
plain  dec  trace_line
plain  bin  clk
'''


# In the order of the bits of mismatch, the lowest first.
OUTPUTS = pins.outputs()


def differs(pin):
    return 'red bin mismatch[%d:%d] "differs: %s"\n' % (OUTPUTS.index(pin), OUTPUTS.index(pin), pin)


def both(pin):
    base = 'dec' if pin.endswith('_size') else 'hex'
    return 'green %s %s\norange %s model_%s\n' % (base, pin, base, pin)


# Of each view: the first cycle that it shows, how many, that of the marker, and the rows.
VIEWS = {
    'walk': (12, 19.7, 15, CLOCK + '''
- data port
yellow bin  data_req_valid
yellow bin  data_req_ready
yellow hex  data_req_va[31:0]
yellow bin  data_req_store
orange enum u_data.u_port.state_q "data port state_q"
orange bin  u_data.u_port.misses "data port misses"
green  bin  data_rsp_valid
green  hex  data_rsp_pa[31:0]
- walker
orange enum u_back.u_walker.state_q "walker state_q"
orange dec  u_back.u_walker.u_step.level_q level_q
orange hex  u_back.u_walker.u_step.addr_q addr_q
orange bin  u_back.u_walker.pointer pointer
orange bin  u_back.u_walker.leaf leaf
orange bin  u_back.u_walker.needs_update needs_update
red    bin  u_back.u_walker.done done
- memory
plain  bin  mem_req_valid
plain  bin  mem_req_cas
plain  hex  mem_req_addr[31:0]
plain  hex  mem_req_expect[31:0]
plain  hex  mem_req_data[31:0]
violet bin  mem_rsp_valid
violet hex  mem_rsp_data[31:0]
- fetch port
yellow bin  fetch_req_valid
yellow hex  fetch_req_va[31:0]
green  bin  fetch_rsp_valid
green  hex  fetch_rsp_pa[31:0]
'''),
    'tlb': (103, 18.7, 110, CLOCK + '''
- data port
yellow bin  data_req_valid
yellow bin  data_req_ready
yellow hex  data_req_va[31:0]
orange enum u_data.u_port.state_q "data port state_q"
green  bin  data_rsp_valid
green  hex  data_rsp_pa[31:0]
- fence
red    bin  fence_valid
red    hex  fence_va[31:0]
red    hex  u_data.u_tlb.dropped dropped
- search
yellow bin  u_data.u_tlb.search search
yellow hex  u_data.u_tlb.search_key:vpn[19:0] "search_key vpn"
yellow hex  u_data.u_tlb.meant meant
green  bin  u_data.u_tlb.match_q match_q
green  dec  u_data.u_tlb.slot_q slot_q
green  bin  u_data.u_port.hits hits
orange bin  u_data.u_port.misses misses
- refill
orange enum u_back.u_walker.state_q "walker state_q"
red    bin  u_back.u_walker.done done
violet bin  u_data.u_tlb.fills fills
violet hex  u_data.u_tlb.key:vpn[19:0] "key vpn"
violet hex  u_data.u_tlb.chosen chosen
- contents
plain  hex  u_data.u_tlb.valid_q valid_q
plain  hex  u_data.u_tlb.u_nru.used_q used_q
plain  hex  u_data.u_tlb.entry_q[5]:ppn[19:0] "entry_q[5] ppn"
plain  hex  u_data.u_tlb.word_q[1]:vpn[19:0] "word_q[1] vpn"
'''),
    'huge': (11, 30, 14, CLOCK + '''
- data port
yellow bin  data_req_valid
yellow bin  data_req_ready
yellow hex  data_req_va[56:48]
yellow hex  data_req_va[47:39]
yellow hex  data_req_va[38:30]
yellow hex  data_req_va[29:12]
yellow hex  data_req_va[11:0]
yellow bin  data_req_store
green  bin  u_data.u_port.hits hits
orange bin  u_data.u_port.misses misses
green  bin  data_rsp_valid
green  hex  data_rsp_pa[39:30]
green  hex  data_rsp_pa[29:12]
green  hex  data_rsp_pa[11:0]
green  dec  data_rsp_size
- walker
orange dec  u_back.u_walker.u_step.level_q level_q
orange bin  u_back.u_walker.pointer pointer
orange bin  u_back.u_walker.leaf leaf
orange bin  u_back.u_walker.needs_update needs_update
orange bin  u_back.u_walker.u_updates.g_pointers.waits_q waits_q
orange bin  u_back.u_walker.u_updates.leaf_waits_q leaf_waits_q
red    bin  u_back.u_walker.done done
- memory
plain  bin  mem_req_valid
plain  bin  mem_req_cas
plain  hex  mem_req_addr[15:0]
plain  hex  mem_req_expect[15:0]
plain  hex  mem_req_data[15:0]
violet bin  mem_rsp_valid
violet hex  mem_rsp_data[31:16]
violet hex  mem_rsp_data[15:0]
'''),
    'mismatch': (408, 12.8, 414, CLOCK + '''
- difference
red    hex  mismatch
+ which pin
''' + ''.join(map(differs, OUTPUTS)) + '''
/
''' + differs('data_rsp_pa') + '''
+ every pin
''' + ''.join(map(both, OUTPUTS)) + '''
/
- data request
yellow bin  data_req_valid
yellow hex  data_req_va[39:0]
yellow bin  data_req_store
- data answer
green  bin  data_req_ready
orange bin  model_data_req_ready
green  bin  data_rsp_valid
orange bin  model_data_rsp_valid
green  hex  data_rsp_tag
orange hex  model_data_rsp_tag
green  hex  data_rsp_pa[31:0]
orange hex  model_data_rsp_pa[31:0]
green  hex  data_rsp_fault
orange hex  model_data_rsp_fault
green  dec  data_rsp_size
orange dec  model_data_rsp_size
- fetch answer
green  bin  fetch_rsp_valid
orange bin  model_fetch_rsp_valid
green  hex  fetch_rsp_pa[31:0]
orange hex  model_fetch_rsp_pa[31:0]
- memory
green  bin  mem_req_valid
orange bin  model_mem_req_valid
green  hex  mem_req_addr[31:0]
orange hex  model_mem_req_addr[31:0]
'''),
}


class Row:
    """A row of a view: label, name of its signal in the waveform, and of its bits the highest and the
    lowest, counted from the right end; None when it shows them all."""

    def __init__(self, line):
        self.colour, self.base, what, *label = shlex.split(line)
        name, self.field, high, low = re.fullmatch(r'(.*?)(?::(\w+))?(?:\[(\d+):(\d+)\])?', what).groups()
        self.label = label[0] if label else what
        self.name = ('pagewalk.lockstep.u_mmu.' if '.' in name else 'pagewalk.') + name
        self.high, self.low = (int(high), int(low)) if high else (None, None)

    def place(self, waveform):
        """What GTKWave calls the signal, its width, and where from its left end the bits are; raises
        ValueError where there is none such."""
        if self.name not in waveform.names:
            raise ValueError('no signal ' + self.name)
        full, width = waveform.names[self.name]
        if self.high is None:
            return full, width, range(width)
        below, size = 0, width
        if self.field:
            layout = LAYOUTS[re.sub(r'\[\d+\]$', '', self.name.rsplit('.', 1)[1])]
            if sum(layout.values()) != width:
                raise ValueError('%s is not {%s}: LAYOUTS is out of date' % (full, ', '.join(layout)))
            fields = list(layout)
            below = sum(layout[f] for f in fields[fields.index(self.field) + 1:])
            size = layout[self.field]
        if self.high >= size:
            raise ValueError('no bit %d in %s' % (self.high, full))
        left = width - 1 - below
        return full, width, range(left - self.high, left - self.low + 1)

    def value(self, waveform, cycle):
        """What the row shows in a cycle, as text."""
        bits = waveform.value(self.name, 10 * cycle + 9)
        shown = ''.join(bits[n] for n in self.place(waveform)[2])
        if self.base == 'bin' or set(shown) - set('01'):
            return shown
        return '%x' % int(shown, 2) if self.base == 'hex' else '%d' % int(shown, 2)

    def lines(self, waveform):
        full, width, bits = self.place(waveform)
        colour = ['[color] %d' % COLOURS[self.colour]] if COLOURS[self.colour] else []
        if self.high is None:
            shown = '+{%s} %s' % (self.label, full)
        elif len(bits) == 1:
            shown = '+{%s} (%d)%s' % (self.label, bits[0], full)
        else:
            shown = '#{%s} %s' % (self.label, ' '.join('(%d)%s' % (n, full) for n in bits))
        return [BASES[self.base], *colour, shown]


def rows(view):
    """The rows of a view: (None, heading line) or (Row, None)."""
    for line in filter(None, map(str.strip, VIEWS[view][3].splitlines())):
        yield (None, line) if line[0] in '-+/' else (Row(line), None)


def text(view, waveform):
    """What X.gtkw holds, and what is missing in the waveform."""
    first, count, marker, _ = VIEWS[view]
    pixels_ns = 1105 / (10 * count)  # in a window of 1400, beside the names
    lines = ['[*] Written by views.py.', '[dumpfile] "%s.fst"' % view, '[savefile] "%s.gtkw"' % view,
             '[timestart] %d' % (10 * first), '[size] 1400 840', '[pos] -1 -1',
             '*%.6f %d%s' % (-math.log2(200 / pixels_ns), 10 * marker, ' -1' * 26),
             '[sst_width] 40', '[signals_width] 270', '[sst_expanded] 0', '[sst_vpaned_height] 150']
    missing, group = {}, None
    for row, heading in rows(view):
        if row:
            try:
                lines += row.lines(waveform)
            except ValueError as error:
                missing[str(error)] = True
        elif heading[0] == '-':
            lines += ['@200', '-' + heading[2:]]
        elif heading[0] == '+':
            group = heading[2:]
            lines += ['@c00200', '-%s (T opens)' % group]
        else:
            lines += ['@1401200', '-%s (T opens)' % group]
    lines += ['[pattern_trace] 1', '[pattern_trace] 0']
    return '\n'.join(lines) + '\n', list(missing)


def main():
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    status = 0
    for view in VIEWS:
        written, missing = text(view, Waveform(pathlib.Path(sys.argv[1], view + '.fst')))
        for what in missing:
            print('%s: %s' % (view, what), file=sys.stderr)
            status = 1
        if not missing:
            (HERE / (view + '.gtkw')).write_text(written)
    return status


if __name__ == '__main__':
    sys.exit(main())
