#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which mutants act as the RTL does, so that no test can kill them?

The netlist that mutants.py made in the build directory BUILD is asked, for each mutant N (its number): can a cycle
differ from that of the netlist without the mutant, in an output or in the state that it leaves? Both get the same
inputs and the same state. What begins alike and has no such cycle stays alike, so this is a proof, without a bound. The
first state is that after reset, with anything in the registers that are not reset; inputs are free, rst too, but for
miter_rules.sv: what the contract says of those who use the MMU. ABC is asked, for --seconds each:
  comb   whatever the state: the mutated gate is redundant
  pdr    in the states that can be reached, by an invariant that property-directed reachability finds
  scorr  the same, when latches that are always constant or equal, by induction, have been replaced
Where the two do differ in the state that they leave, and only a few bits of it can (OWN), the mutant gets these bits as
its own, and the question is asked of outputs and the rest: "N bits own". They start alike.

Prints a line for each, as survivors.txt has them: name | src | "proved" and the method, or "open" and what ABC says. With
--write survivors.txt beside this file is made anew from these, and from what it says of others of the same list.

Exit status: 0 all are proved; 1 some are not; 2 bad usage, or what Yosys or ABC say.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import aiger
import mutants
import run

HERE = pathlib.Path(__file__).resolve().parent
OWN = 300  # bits of state that may differ
RULED = r'mem_req_(valid|ready)$|mem_rsp_valid$'  # the pins that miter_rules.sv looks at


def with_start(design):
    """The state after reset: where the new input start is 1, a register that is reset reads as its value then, and each
    bit of another as one of the new input start_value: any."""
    module = design['modules']['mmu']
    start = 1 + max(bit for net in module['netnames'].values() for bit in net['bits'] if isinstance(bit, int))
    new, values = start + 1, []
    for name, cell in list(module['cells'].items()):
        if 'dff' in cell['type']:
            old = cell['connections']['Q']
            cell['connections']['Q'] = raw = list(range(new, new + len(old)))
            first = list(range(new + len(old), new + 2 * len(old)))
            new += 2 * len(old)
            if 'SRST_VALUE' in cell['parameters']:
                first = list(reversed(cell['parameters']['SRST_VALUE']))
            else:
                values += first
            module['cells'][name + '$start'] = {
                'hide_name': 1, 'type': '$mux', 'parameters': {'WIDTH': '{:032b}'.format(len(old))}, 'attributes': {},
                'port_directions': {'A': 'input', 'B': 'input', 'S': 'input', 'Y': 'output'},
                'connections': {'A': raw, 'B': first, 'S': [start], 'Y': old}}
    module['ports']['start'] = {'direction': 'input', 'bits': [start]}
    module['ports']['start_value'] = {'direction': 'input', 'bits': values}


def around(ports):
    """Verilog of module miter: mmu with its start, and the rules for its inputs."""
    width = {name: len(port['bits']) for name, port in ports.items()}
    free = [name for name, port in ports.items() if port['direction'] == 'input' and name not in ('clk', 'start')]
    outs = [name for name, port in ports.items() if port['direction'] == 'output']
    lines = ['module miter (input wire clk, output wire legal']
    lines += ['  , input wire [%d:0] %s' % (width[name] - 1, name) for name in free]
    lines += ['  , output wire [%d:0] %s' % (width[name] - 1, name) for name in outs]
    lines += [');', '  reg started = 0;', '  always @(posedge clk) started <= 1;',
              '  mmu mmu (.clk(clk), .start(!started)']
    lines += ['    , .%s(%s)' % (name, name) for name in free + outs]
    lines += ['  );', '  miter_rules rules (.clk(clk), .rst(rst), .legal(legal)']
    lines += ['    , .%s(%s)' % (name, name) for name in ports if re.match(RULED, name)]
    return '\n'.join(lines + ['  );', 'endmodule', ''])


class Prover:
    """The netlist with some mutants, as a circuit of which questions are made."""

    def __init__(self, made, chosen, directory, seconds):
        """One circuit with all chosen mutants, in directory."""
        self.directory, self.seconds = directory, seconds
        self.select = {mutant['number']: n for n, mutant in enumerate(chosen, 1)}
        width = len(chosen).bit_length()
        gates = ['techmap', 'simplemap', 'dffunmap', 'simplemap', 'opt_clean']
        mutants.yosys(['read_rtlil %s' % (made / 'original.il').resolve()] + [
            mutant['command'].replace('mutate', 'mutate -ctrl mutsel %d %d' % (width, n), 1)
            for n, mutant in enumerate(chosen, 1)] + ['memory_map', 'opt_clean', 'write_rtlil mutated.il',
                                                      'write_json mutated.json'], directory)
        design = json.loads((directory / 'mutated.json').read_text())
        with_start(design)
        (directory / 'started.json').write_text(json.dumps(design))
        (directory / 'miter.v').write_text(around(design['modules']['mmu']['ports']))
        # The first netlist is read for its number of names only: those of the JSON would be given again.
        mutants.yosys(['read_rtlil mutated.il', 'delete mmu', 'read_json started.json', *gates,
                       'read_verilog -sv miter.v %s' % (HERE / 'miter_rules.sv'), 'hierarchy -check -top miter', 'proc',
                       'flatten', *gates, 'setundef -undriven -zero', 'setundef -init -zero', 'aigmap', 'opt_clean',
                       'write_aiger -symbols miter.aig'], directory)
        self.circuit = aiger.Reader(directory / 'miter.aig')
        inputs = self.circuit.inputs
        self.bits = [inputs['mutsel[%d]' % bit if width > 1 else 'mutsel'] for bit in range(width)]

    def question(self, number, own, path):
        """Can a cycle differ? Written to path; 0 where gates alone tell that none can. The latches in own are not
        shared, and may differ. Returns that, and the latches whose next values are not the same gates."""
        circuit = self.circuit
        latches = [literal for literal, _ in circuit.latches]
        builder = aiger.Builder(len(circuit.inputs), len(latches) + len(own))
        shared = {literal: literal for literal in [*circuit.inputs.values(), *latches]}
        shared.update((bit, 0) for bit in self.bits)
        mutant = dict(shared)
        mutant.update((bit, self.select[number] >> n & 1) for n, bit in enumerate(self.bits))
        mutant.update((literal, 2 * (1 + len(circuit.inputs) + len(latches) + n)) for n, literal in enumerate(own))
        a, b = builder.copy(circuit, shared), builder.copy(circuit, mutant)
        differing = [(literal, value) for literal, value in circuit.latches if literal not in own and a(value) != b(value)]
        bad = 0
        for literal in [end for name, end in circuit.outputs.items() if name != 'legal'] + \
                [value for _, value in differing]:
            bad = builder.disjunction(bad, builder.differ(a(literal), b(literal)))
        bad = builder.conjunction(bad, a(circuit.outputs['legal']))
        nexts = dict(circuit.latches)
        builder.write(path, [a(value) for value in nexts.values()] + [b(nexts[literal]) for literal in own], bad)
        return bad, [literal for literal, _ in differing]

    def abc(self, path, script):
        said = subprocess.run(['yosys-abc', '-c', 'read_aiger %s; strash; %s' % (path.name, script)], cwd=path.parent,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if 'cmd error' in said.stdout or said.returncode:
            raise mutants.Failure('yosys-abc: ' + said.stdout.strip())
        return said.stdout

    def ask(self, number):
        """What is known of the mutant of this number."""
        own = []
        with tempfile.TemporaryDirectory(dir=self.directory) as directory:
            path = pathlib.Path(directory) / 'question.aig'
            while True:
                bad, differing = self.question(number, own, path)
                also = ', %d bits own' % len(own) if own else ''
                if not bad or 'UNSATISFIABLE' in self.abc(path, 'comb; sat -C 200000'):
                    return 'proved comb' + also
                said = self.abc(path, 'pdr -T %d' % self.seconds)
                if 'Property proved' in said:
                    return 'proved pdr' + also
                if 'imeout' in said and 'Property proved' in self.abc(path, 'scorr -l; pdr -T %d' % self.seconds):
                    return 'proved scorr pdr' + also
                if 'asserted' not in said or not 0 < len(differing) <= OWN - len(own):
                    lines = [line for line in said.splitlines() if 'asserted' in line or 'imeout' in line]
                    return 'open, pdr: ' + re.sub(r'\s*Time = .*', '', lines[-1] if lines else 'no answer') + also
                own += differing


def survivors(regression, build):
    """Those that run.py has seen survive its default runs, and survivors.txt does not know."""
    groups = [group for group, program in regression.programs.items() if program.exists()]
    results = run.known(build / 'mutation/results.jsonl', [regression.key(group) for group in groups])
    known = run.listed(regression)
    return sorted(n for n, result in results.items() if result['end'] == 'survived' and n not in known)


def write(regression, known):
    """survivors.txt, with what is known now: {number: WHAT}."""
    known = {**run.listed(regression), **known}
    lines = ['# list ' + regression.listed, '# Written by prove.py; what an open one would mean is in ../README.md.']
    lines += ['%s | %s | %s' % (regression.mutants[n]['name'], regression.mutants[n]['src'], known[n])
              for n in sorted(known)]
    part = run.LIST.with_suffix('.part')
    part.write_text('\n'.join(lines) + '\n')
    os.replace(part, run.LIST)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('numbers', metavar='N', nargs='*', type=int,
                        help='of a mutant (default: the survivors in the results of run.py that are not listed)')
    parser.add_argument('--seconds', metavar='N', type=int, default=60, help='for each proof (default: %(default)s)')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(),
                        help='mutants at once (default: %(default)s)')
    parser.add_argument('--write', action='store_true', help='keep the outcome in survivors.txt')
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    known = {}
    try:
        regression = run.Regression(build, run.DEFAULT_KINDS, [])
        numbers = dict.fromkeys(arguments.numbers or survivors(regression, build))
        if not numbers.keys() <= regression.mutants.keys():
            parser.error('no such mutant')
        chosen = [regression.mutants[number] for number in numbers]
        with tempfile.TemporaryDirectory() as directory:
            prover = chosen and Prover(build / 'tests/mutation', chosen, pathlib.Path(directory), arguments.seconds)
            with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
                for mutant, what in zip(chosen, pool.map(lambda mutant: prover.ask(mutant['number']), chosen)):
                    known[mutant['number']] = what
                    print('%s | %s | %s' % (mutant['name'], mutant['src'], what), flush=True)
        if arguments.write:
            write(regression, known)
    except (mutants.Failure, run.Failure, OSError) as failure:
        print('prove.py: %s' % failure, file=sys.stderr)
        return 2
    return 0 if all(what.startswith('proved') for what in known.values()) else 1


if __name__ == '__main__':
    sys.exit(main())
