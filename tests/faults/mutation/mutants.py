#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes mutants of the RTL: one netlist that holds them all, and an input that selects one.

Yosys elaborates the RTL with the PARAMETERS, flattens it, and draws --number small faults ("mutate -list"): a bit of a
port of a cell that is inverted, stuck, or inverted when a neighbour says so, spread over all source lines and wires.
Those that change nothing, or the same as an earlier one, are left out: a bit that nobody reads, a constant stuck at
its value, a wire and its only reader, the input of an AND and its output stuck at 0, and so on (class Netlist). So are
faults of clock pins, which are none of the RTL. With --each N more are drawn, of the files of the RTL that then have
fewer than N, until they have N or there are no more.
The others are put into the netlist, each behind its number, in four netlists (GROUPS), for all in one would simulate
twice as slowly.

Leaves in DIRECTORY:
  mutants_G.v    module pw_mmu_mutants of group G: pw_mmu, and an input mutsel; 0 is no mutant
  mutants.sv     module pw_mmu around it, which asks mutant_selected() once, at start
  mutants.json   rtl: hash of RTL and parameters; yosys: version; size, parameters, seed; drawn: how many faults; mutants: number, group, name
                 (the fault, as Yosys calls it), mode, where (wire or instance), src (file:line.column), and the command
                 that makes it of original.il
  original.il    the netlist without mutants

Exit status: 0 done; 2 bad usage, or what Yosys says.
"""
import argparse
import collections
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

GROUPS = 4
MORE = 8  # times as many are drawn to choose from, for files that have few
OUTPUTS = *('mutants_%d.v' % g for g in range(GROUPS)), 'mutants.sv', 'mutants.json', 'original.il'
# From -hierarchy to the netlist whose cells the faults name.
ELABORATE = ['proc', 'flatten', 'opt -full', 'wreduce', 'opt -full -fine', 'opt_clean -purge', 'check -assert']
# A parallel multiplexer, as gates: where a fault selects two inputs, both are seen, OR-ed, as prove.py sees them. In Verilog
# the first would win.
GATES = ['techmap -max_iter 1 t:$pmux']


class Failure(Exception):
    """One line for the user; status 2."""


def yosys(lines, directory):
    """Runs a script. The names of RTL files come into the names of cells, so it is told where they are."""
    script = pathlib.Path(directory) / 'script.ys'
    script.write_text('\n'.join(lines) + '\n')
    try:
        made = subprocess.run(['yosys', '-q', '-s', script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, cwd=directory)
    except OSError as error:
        raise Failure('yosys: %s' % error.strerror)
    if made.returncode:
        raise Failure('yosys: ' + made.stdout.strip())


class Fault:
    """A line of "mutate -list"."""

    def __init__(self, line):
        words = line.split()
        fields = collections.defaultdict(list)
        for key, value in zip(words[1::2], words[2::2]):
            fields[key[1:]].append(value)
        self.mode, self.cell, self.port = (fields[key][0] for key in ('mode', 'cell', 'port'))
        self.bit = int(fields['portbit'][0])
        self.control = int(fields['ctrlbit'][0]) if 'ctrlbit' in fields else None
        self.wire = '%s[%s]' % (fields['wire'][0], fields['wirebit'][0]) if 'wire' in fields else ''
        self.sources = fields['src']

    def command(self, *options):
        control = [] if self.control is None else ['-ctrlbit', str(self.control)]
        return ' '.join(['mutate', *options, '-mode', self.mode, '-module', 'pw_mmu', '-cell', self.cell,
                         '-port', self.port, '-portbit', str(self.bit), *control])

    def name(self):
        control = '' if self.control is None else ' by %d' % self.control
        return '%s %s %s[%d]%s' % (self.mode, self.cell, self.port, self.bit, control)

    def source(self, module):
        """The narrowest place that its cell comes from, or its wire where the cell has none."""
        def width(source):
            numbers = [int(n) for n in re.findall(r'\d+', source.split(':')[1])]
            return (numbers[2] - numbers[0], numbers[3] - numbers[1]) if len(numbers) == 4 else (1 << 30, 0)
        own = module['cells'][self.cell]['attributes'].get('src', '').split('|')
        for sources in own, self.sources:
            places = [source for source in sources if ':' in source and ':0.' not in source]
            if places:
                return min(places, key=width).split('-')[0]
        return ''

    def where(self):
        """The instance, and the wire where it has a name."""
        scope = re.match(r'\$flatten((?:\\[^.$]+\.)*)', self.cell)
        return self.wire or (scope[1].replace('\\', '').rstrip('.') if scope else '')


class Netlist:
    """Who drives a bit, who reads it, and which faults are the same.

    A place is ('net', bit): all that read it see the fault; or ('pin', cell, port, index): one reader does. An effect
    is 'const0', 'const1', 'inv', or ('cnot0' or 'cnot1', the bit that decides).
    """
    AND = '$and', '$logic_and', '$reduce_and'
    OR = '$or', '$logic_or', '$reduce_or', '$reduce_bool'

    def __init__(self, module):
        self.cells = module['cells']
        self.readers = collections.defaultdict(list)
        for name, cell in self.cells.items():
            for port, bits in cell['connections'].items():
                if cell['port_directions'][port] == 'input':
                    for index, bit in enumerate(bits):
                        self.readers[bit].append((name, port, index))
        for name, port in module['ports'].items():
            if port['direction'] == 'output':
                for bit in port['bits']:
                    self.readers[bit].append(None)

    def bit(self, cell, port, index):
        return self.cells[cell]['connections'][port][index]

    def behind(self, pin, effect):
        """The same fault at the output of the cell that has this pin: (bit, effect), or None where there is none."""
        name, port, index = pin
        cell = self.cells[name]
        kind, connections = cell['type'], cell['connections']
        if kind in ('$and', '$or', '$not'):
            if any(len(connections[p]) != len(connections['Y']) for p in connections):
                return None
            out = connections['Y'][index]
        elif kind in self.AND + self.OR + ('$logic_not',):
            out = connections['Y'][0]
        else:
            return None
        alone = kind.startswith('$reduce') or kind in ('$and', '$or', '$not') or len(connections[port]) == 1
        if kind in self.AND and effect == 'const0' and alone:
            return out, 'const0'
        if kind in self.OR and effect == 'const1' and (alone or kind == '$logic_or'):
            return out, 'const1'
        if kind in ('$not', '$logic_not') and (alone or effect == 'const1'):
            if effect in ('const0', 'const1'):
                return out, 'const1' if effect == 'const0' else 'const0'
            return out, effect
        return None

    def canonical(self, fault):
        """(place, effect), the same for faults that change the same; None when nothing is changed."""
        if fault.port == 'CLK':
            return None
        bit = self.bit(fault.cell, fault.port, fault.bit)
        effect = fault.mode
        if fault.control is not None:
            control = self.bit(fault.cell, fault.port, fault.control)
            if control == bit:
                effect = 'const0' if fault.mode == 'cnot1' else 'const1'
            elif control in ('0', '1'):
                if control != fault.mode[-1]:
                    return None
                effect = 'inv'
            else:
                effect = fault.mode, control
        pin = (fault.cell, fault.port, fault.bit)
        net = self.cells[fault.cell]['port_directions'][fault.port] == 'output'
        while True:
            if bit == 'x' or bit in ('0', '1') and effect == 'const' + bit:
                return None
            if bit in ('0', '1') and effect == 'inv':
                effect = 'const1' if bit == '0' else 'const0'
            if net or len(self.readers[bit]) == 1 and bit not in ('0', '1'):
                readers = self.readers[bit]
                if not readers:
                    return None
                if len(readers) > 1 or readers[0] is None:
                    return ('net', bit), effect
                pin = readers[0]
            further = self.behind(pin, effect)
            if not further:
                return ('pin', *pin), effect
            bit, effect = further
            net = True


def distinct(faults, netlist, seen):
    for fault in faults:
        what = netlist.canonical(fault)
        if what and what not in seen:
            seen.add(what)
            yield fault


def of_file(fault, module):
    return fault.source(module).split(':')[0]


def more(faults, others, module, each):
    """Of others, those of files that have fewer than `each` faults."""
    have = collections.Counter(of_file(fault, module) for fault in faults)
    for fault in others:
        file = of_file(fault, module)
        if file and have[file] < each:
            have[file] += 1
            yield fault


def wrapper(ports, parameters, width):
    """Module mmu: the pins and parameters that lockstep.sv connects."""
    way = {'input': 'input logic', 'output': 'output logic'}
    return '\n'.join([
        '// SPDX-License-Identifier: Apache-2.0', '// Made by tests/faults/mutation/mutants.py.', '`default_nettype none',
        'module pw_mmu #(', ',\n'.join('    parameter int %s = 0' % name for name in parameters), ') (',
        ',\n'.join('    %s [%d:0] %s' % (way[port['direction']], len(port['bits']) - 1, name)
                   for name, port in ports.items()), ');', '',
        '  import "DPI-C" function int mutant_selected();',
        '  logic [%d:0] mutsel;' % (width - 1), '  initial mutsel = %d\'(mutant_selected());' % width, '',
        '  pw_mmu_mutants u_mutants (.mutsel,', ',\n'.join('      .%s' % name for name in ports), '  );', '',
        'endmodule', '`default_nettype wire', ''])


def make(directory, rtl, parameters, number, seed, each, size):
    """The outputs, in directory."""
    # Under the bare name of each: so what is made does not depend on where the project lies.
    for file in rtl:
        (directory / file.name).symlink_to(file.resolve())
    text = ' '.join(parameters) + ''.join(file.read_text() for file in rtl)
    yosys(['read_verilog -sv ' + ' '.join(file.name for file in rtl),
           'hierarchy -top pw_mmu ' + ' '.join('-chparam %s %s' % tuple(p.split('=')) for p in parameters), *ELABORATE,
           'mutate -list %d -seed %d -o list.txt' % (number, seed),
           *(['mutate -list %d -seed %d -o more.txt' % (MORE * number, seed + 1)] * bool(each)), 'write_json net.json', 'write_rtlil original.il'],
          directory)
    net = json.loads((directory / 'net.json').read_text())
    module = net['modules']['pw_mmu']
    drawn = [Fault(line) for line in (directory / 'list.txt').read_text().splitlines()]
    netlist, seen = Netlist(module), set()
    faults = list(distinct(drawn, netlist, seen))
    if each:
        others = [Fault(line) for line in (directory / 'more.txt').read_text().splitlines()]
        faults += more(faults, distinct(others, netlist, seen), module, each)
    width = len(faults).bit_length()
    for group in range(GROUPS):
        # A net for each driver: a vector whose bits depend on each other looks like a loop to Verilator, which then goes
        # round it until it settles, at half the speed.
        yosys(['read_rtlil original.il', *(fault.command('-ctrl', 'mutsel', str(width), str(n))
                                           for n, fault in enumerate(faults, 1) if n % GROUPS == group),
               *GATES, 'opt_clean', 'splitnets -driver', 'opt_clean', 'rename pw_mmu pw_mmu_mutants', 'write_verilog -noattr mutants_%d.v' % group], directory)
    (directory / 'mutants.sv').write_text(
        wrapper(module['ports'], [parameter.split('=')[0] for parameter in parameters], width))
    (directory / 'mutants.json').write_text(json.dumps({
        'rtl': hashlib.sha256(text.encode()).hexdigest(), 'yosys': net['creator'], 'drawn': len(drawn), 'seed': seed,
        'size': size, 'parameters': {name: int(value) for name, value in (p.split('=') for p in parameters)},
        'mutants': [{'number': n, 'group': n % GROUPS, 'name': fault.name(), 'src': fault.source(module), 'where': fault.where(),
                     'mode': fault.mode, 'command': fault.command()} for n, fault in enumerate(faults, 1)],
    }, indent=1) + '\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('directory', metavar='DIRECTORY', type=pathlib.Path, help='where to')
    parser.add_argument('rtl', metavar='FILE.sv', nargs='+', type=pathlib.Path, help='the RTL, in compile order')
    parser.add_argument('--parameter', metavar='NAME=VALUE', nargs='+', default=[], help='of module pw_mmu')
    parser.add_argument('--number', metavar='N', type=int, default=1200, help='faults to draw (default: %(default)s)')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--each', metavar='N', type=int, default=0, help='of each file at least (default: %(default)s)')
    parser.add_argument('--size', default='small', help='what the build calls this size (default: %(default)s)')
    arguments = parser.parse_args()
    if arguments.number < 1 or arguments.each < 0 or not all(re.fullmatch(r'\w+=\d+', p) for p in arguments.parameter):
        parser.error('--number and --parameter are numbers')
    try:
        with tempfile.TemporaryDirectory(dir=arguments.directory) as directory:
            directory = pathlib.Path(directory).resolve()
            make(directory, arguments.rtl, arguments.parameter, arguments.number, arguments.seed, arguments.each, arguments.size)
            for name in OUTPUTS:
                os.replace(directory / name, arguments.directory / name)
    except (Failure, OSError) as failure:
        print('mutants.py: %s' % failure, file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    sys.exit(main())
