#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which mutants act as the RTL does, so that no test can kill them?

The netlist that mutants.py made in the build directory BUILD is asked, for each mutant N (its number): can a cycle
differ from that of the netlist without the mutant, in an output or in the state that it leaves? Both get the same
inputs and the same state. What begins alike and has no such cycle stays alike, so this is a proof, without a bound. The
first state is that behind reset, with anything in the registers that are not reset, the same in both;
inputs are free, rst too, but for miter_rules.sv: what the contract says of those who use the MMU. ABC is asked, by pdr and
scorr for --seconds each:
  comb        whatever the state: the mutated gate is redundant
  invariants  in any state in which the invariants of the RTL in invariants.sv hold
  pdr         in the states that can be reached, by an invariant that property-directed reachability finds
  scorr       the same, when latches that are always constant or equal, by induction, have been replaced
The invariants are proved first, of the netlist without a mutant: they hold behind reset, and behind any cycle in which
all hold. If one does not, nothing else is proved. All but comb may use them. They are written for the wires that Yosys 0.23
and 0.52 leave in the netlist; where another version leaves one of them out, the proofs do without, and a line says so.
Where the two do differ in the state that they leave, and only a few bits of it can (OWN), the mutant gets these bits as
its own, and the question is asked of outputs and the rest: "N bits own". They start alike, but where the mutant is what resets
them: then they start as it leaves them, a register that it does not reset with anything.

Prints a line for each mutant, as survivors.txt has them: name | src | "proved" and the method, or "open" and what ABC says. With
--write survivors.txt beside this file is made anew from these, and from what it says of others of the same list.

Exit status: 0 all are proved; 1 some are not; 2 bad usage, an invariant that is not proved, or what Yosys or ABC say.
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
INVARIANTS = HERE / 'invariants.sv'
RTL = HERE.parents[2] / 'rtl'
DECODER = 'pw_arch', 'pw_words', 'pw_geometry', 'pw_permission', 'pw_pte_riscv', 'pw_pte_x86', 'pw_pte'  # what of the RTL the invariants use
RULED = r'mem_req_(valid|ready|id|wide|cas)$|mem_rsp_(valid|id|data|error)$'  # the pins that miter_rules.sv looks at


class Invariants:
    """Module invariants as its file has it: what its inputs show, how wide they are; the outputs, and how wide they are."""

    def __init__(self, path, directory, parameters):
        """parameters: those of the MMU"""
        entries = parameters['DTLB_ENTRIES']
        of = 'hierarchy -check -top invariants -chparam ENTRIES %d -chparam PA_BITS %d' % (entries, parameters['PA_BITS'])
        sources = ' '.join([*(str(path) for name in DECODER for path in RTL.rglob(name + '.sv')), str(HERE / 'port_invariants.sv'), str(path.resolve())])
        mutants.yosys(['read_verilog -sv ' + sources, of, 'rename -top invariants', 'proc', 'flatten', 'opt_clean',
                       'write_json invariants.json', 'write_rtlil invariants.il'], directory)
        module = json.loads((directory / 'invariants.json').read_text())['modules']['invariants']
        self.shows, self.outputs = {}, {}
        for name, port in module['ports'].items():
            if port['direction'] == 'output':
                self.outputs[name] = len(port['bits'])
                continue
            nets = module['netnames'][name]['attributes'].get('of', '')
            array = re.fullmatch(r'(.*)\[(\w+)(-1)?:(\d+)\]', nets)
            if array:
                top = entries - 1 if array[3] else int(array[2])
                nets = ['%s[%d]' % (array[1], n) for n in range(top, int(array[4]) - 1, -1)]
            self.shows[name] = nets if array else [nets], len(port['bits'])

    @staticmethod
    def bits_of(net, design):
        """The bits of the first of its names that is there; None: there is none."""
        known = design['modules']['pw_mmu']['netnames']
        return next((known[name]['bits'] for name in net.split('|') if name in known), None)

    def missing(self, design):
        """The wires that are not there."""
        return [net for nets, _ in self.shows.values() for net in nets if self.bits_of(net, design) is None]

    def forget(self):
        self.shows, self.outputs = {}, {}

    def show(self, design):
        """Adds an output to the MMU for each of these inputs."""
        module = design['modules']['pw_mmu']
        for name, (nets, width) in self.shows.items():
            bits = [bit for net in reversed(nets) for bit in self.bits_of(net, design)]
            if len(bits) != width:
                raise mutants.Failure('invariants: %s: %d bits, not %d' % (name, len(bits), width))
            module['ports']['shown_' + name] = {'direction': 'output', 'bits': bits}


def around(ports, invariants):
    """Verilog of module miter: pw_mmu, the rules for its inputs, and its invariants."""
    width = {name: len(port['bits']) for name, port in ports.items()}
    free = [name for name, port in ports.items() if port['direction'] == 'input' and name != 'clk']
    shown = ['shown_' + name for name in invariants.shows]
    outs = [name for name, port in ports.items() if port['direction'] == 'output' and name not in shown]
    lines = ['module miter (input wire clk, output wire legal']
    lines += ['  , input wire [%d:0] %s' % (width[name] - 1, name) for name in free]
    lines += ['  , output wire [%d:0] %s' % (width[name] - 1, name) for name in outs]
    lines += ['  , output wire [%d:0] holds_%s' % (bits - 1, name) for name, bits in invariants.outputs.items()]
    lines += [');', *('  wire [%d:0] %s;' % (width[name] - 1, name) for name in shown)]
    rules = ['rst', 'legal', *(name for name in ports if re.match(RULED, name))]
    seen = ['.%s(shown_%s)' % (name, name) for name in invariants.shows]
    seen += ['.%s(holds_%s)' % (name, name) for name in invariants.outputs]
    for module, pins in (('pw_mmu', ['.%s(%s)' % (name, name) for name in free + outs + shown]),
                         ('miter_rules', ['.%s(%s)' % (name, name) for name in rules]), ('invariants', seen)):
        clock = ['.clk(clk)'] if module != 'invariants' else []
        lines.append('  %s u_%s (%s);' % (module, module, ', '.join(clock + pins)))
    return '\n'.join(lines + ['endmodule', ''])


class Prover:
    """The netlist with some mutants, as a circuit of which questions are made."""

    def __init__(self, made, chosen, directory, seconds, invariants):
        """One circuit with all chosen mutants, in directory. The invariants, a file, are proved."""
        self.directory, self.seconds = directory, seconds
        self.select = {mutant['number']: n for n, mutant in enumerate(chosen, 1)}
        width = len(chosen).bit_length()
        gates = ['techmap', 'simplemap', 'dffunmap', 'simplemap', 'opt_clean']
        mutants.yosys(['read_rtlil %s' % (made / 'original.il').resolve()] + [
            mutant['command'].replace('mutate', 'mutate -ctrl mutsel %d %d' % (width, n), 1)
            for n, mutant in enumerate(chosen, 1)] + ['memory_map', 'opt_clean', 'write_rtlil mutated.il',
                                                      'write_json mutated.json'], directory)
        design = json.loads((directory / 'mutated.json').read_text())
        parameters = json.loads((made / 'mutants.json').read_text())['parameters']
        invariants = Invariants(invariants, directory, parameters)
        if parameters['ITLB_ENTRIES'] != parameters['DTLB_ENTRIES']:
            print('prove.py: the TLBs are not of one size: proofs use no invariants', file=sys.stderr)
            invariants.forget()
        missing = invariants.missing(design)
        if missing:
            print('prove.py: no wire %s in the netlist of this Yosys: proofs use no invariants' % missing[0], file=sys.stderr)
            invariants.forget()
        invariants.show(design)
        (directory / 'shown.json').write_text(json.dumps(design))
        (directory / 'miter.v').write_text(around(design['modules']['pw_mmu']['ports'], invariants))
        # The first netlist is read for its number of names only: those of the JSON would be given again.
        mutants.yosys(['read_rtlil mutated.il', 'delete pw_mmu', 'read_json shown.json', *gates,
                       'read_rtlil invariants.il', 'read_verilog -sv miter.v %s' % (HERE / 'miter_rules.sv'), 'hierarchy -check -top miter', 'proc',
                       'flatten', *gates, 'setundef -undriven -zero', 'setundef -init -zero', 'aigmap', 'opt_clean',
                       'write_aiger -symbols miter.aig'], directory)
        self.circuit = aiger.Reader(directory / 'miter.aig')
        inputs = self.circuit.inputs
        self.bits = [inputs['mutsel[%d]' % bit if width > 1 else 'mutsel'] for bit in range(width)]
        self.latches = [literal for literal, _ in self.circuit.latches]
        self.reset = self.after_reset(0)
        self.invariants = ['holds_' + name + ('[%d]' % bit if bits > 1 else '')
                           for name, bits in invariants.outputs.items() for bit in range(bits)]
        for name in self.invariants:
            if not self.inductive(name):
                raise mutants.Failure('invariants: %s is not proved' % name[6:])

    def selecting(self, number):
        """The inputs that select a mutant, 0 for none."""
        place = self.select[number] if number else 0
        return {bit: place >> n & 1 for n, bit in enumerate(self.bits)}

    def after_reset(self, number):
        """The latches that have one value behind a cycle of reset, whatever was before, and that value."""
        inputs = list(self.circuit.inputs.values())
        builder = aiger.Builder(len(inputs) + len(self.latches), 0)
        known = {**{literal: literal for literal in inputs + self.latches}, **self.selecting(number)}
        value = builder.copy(self.circuit, {**known, self.circuit.inputs['rst']: 1})
        behind = {literal: value(following) for literal, following in self.circuit.latches}
        # Those of miter_rules.sv begin as Yosys has them: at 0.
        rules = {literal: 0 for literal in self.latches if self.circuit.names.get(literal, '').startswith('u_miter_rules.')}
        return {**{literal: constant for literal, constant in behind.items() if constant < 2}, **rules}

    def all_hold(self, builder, value):
        holds = 1
        for name in self.invariants:
            holds = builder.conjunction(holds, value(self.circuit.outputs[name]))
        return holds

    def inductive(self, name):
        """Does this invariant hold behind reset, and in any cycle behind one in which all hold?"""
        circuit = self.circuit
        inputs, latches = list(circuit.inputs.values()), self.latches
        path = self.directory / 'inductive.aig'
        any_state = {**{literal: literal for literal in inputs + latches}, **self.selecting(0)}

        def fails(builder, value):
            return builder.conjunction(value(circuit.outputs['legal']), value(circuit.outputs[name]) ^ 1)

        def never(builder, bad):
            builder.write(path, [], bad)
            return not bad or 'UNSATISFIABLE' in self.abc(path, 'sat -C 1000000')

        first = aiger.Builder(len(inputs) + len(latches), 0)
        if not never(first, fails(first, first.copy(circuit, {**any_state, **self.reset}))):
            return False
        # The inputs of the second cycle come behind those of the first, and its state.
        step = aiger.Builder(2 * len(inputs) + len(latches), 0)
        value = step.copy(circuit, any_state)
        before = step.conjunction(value(circuit.outputs['legal']), self.all_hold(step, value))
        later = {literal: 2 * (1 + len(inputs) + len(latches) + n) for n, literal in enumerate(inputs)}
        later.update((literal, value(following)) for literal, following in circuit.latches)
        after = step.copy(circuit, {**later, **self.selecting(0)})
        return never(step, step.conjunction(before, fails(step, after)))

    def question(self, number, own, path, invariants):
        """Can a cycle differ? Written to path; 0 where gates alone tell that none can. The latches in own are not
        shared, and may differ; those that the mutant resets otherwise, from the start. Returns that, and the latches
        whose next values are not the same gates. With invariants a cycle counts only if they hold in it and have held before."""
        circuit, latches = self.circuit, self.latches
        behind = self.after_reset(number)
        loose = [literal for literal in own if literal in self.reset and literal not in behind]
        # Inputs: those of the circuit, and what each latch begins with, and each that the mutant does not reset.
        # Latches: those of the circuit, the mutant's own, and two.
        inputs = len(circuit.inputs) + len(latches) + len(loose)
        builder = aiger.Builder(inputs, len(latches) + len(own) + 2)
        begins = {literal: self.reset.get(literal, literal) for literal in latches}
        begins_own = {**begins, **behind}
        begins_own.update((literal, 2 * (1 + len(circuit.inputs) + len(latches) + n)) for n, literal in enumerate(loose))
        held = {literal: 2 * (1 + inputs + n) for n, literal in enumerate(latches)}
        held_own = {literal: 2 * (1 + inputs + len(latches) + n) for n, literal in enumerate(own)}
        started, broken = (2 * (1 + inputs + len(latches) + len(own) + n) for n in range(2))

        def now(latch, first):
            return builder.disjunction(builder.conjunction(started, latch), builder.conjunction(started ^ 1, first))

        shared = {literal: literal for literal in circuit.inputs.values()}
        shared.update((literal, now(held[literal], begins[literal])) for literal in latches)
        mutant = {**shared, **{literal: now(held_own[literal], begins_own[literal]) for literal in own}}
        a = builder.copy(circuit, {**shared, **self.selecting(0)})
        b = builder.copy(circuit, {**mutant, **self.selecting(number)})
        differing = [(literal, value) for literal, value in circuit.latches if literal not in own and a(value) != b(value)]
        bad = 0
        for literal in [end for name, end in circuit.outputs.items() if name != 'legal' and name not in self.invariants] + \
                [value for _, value in differing]:
            bad = builder.disjunction(bad, builder.differ(a(literal), b(literal)))
        bad = builder.conjunction(bad, a(circuit.outputs['legal']))
        nexts = dict(circuit.latches)
        kept = builder.conjunction(broken ^ 1, self.all_hold(builder, a)) if invariants else 1
        bad = builder.conjunction(bad, kept)
        builder.write(path, [a(value) for value in nexts.values()] + [b(nexts[literal]) for literal in own] + [1, kept ^ 1],
                      bad)
        return bad, [literal for literal, _ in differing]

    def abc(self, path, script):
        said = subprocess.run(['yosys-abc', '-c', 'read_aiger %s; strash; %s' % (path.name, script)], cwd=path.parent,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if 'cmd error' in said.stdout or said.returncode:
            raise mutants.Failure('yosys-abc: ' + said.stdout.strip())
        return said.stdout

    def ask(self, number):
        """What is known of the mutant of this number."""
        behind = self.after_reset(number)
        own = [literal for literal in self.latches if behind.get(literal) != self.reset.get(literal)]
        if len(own) > OWN:
            return 'open, reset differs'
        with tempfile.TemporaryDirectory(dir=self.directory) as directory:
            path = pathlib.Path(directory) / 'question.aig'
            while True:
                also = ', %d bits own' % len(own) if own else ''
                for invariants, method in (False, 'comb'), (True, 'invariants'):
                    bad, differing = self.question(number, own, path, invariants)
                    if not bad or 'UNSATISFIABLE' in self.abc(path, 'comb; cone -O 0; sat -C 2000'):
                        return 'proved %s%s' % (method, also)
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
    lines = ['# list ' + regression.listed, '# Written by prove.py; what an open one would mean is in README.md.']
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
    parser.add_argument('--invariants', metavar='FILE', type=pathlib.Path, default=INVARIANTS,
                        help='other invariants (default: those beside this file)')
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
            prover = chosen and Prover(build / 'tests/faults/mutation', chosen, pathlib.Path(directory), arguments.seconds,
                                       arguments.invariants)
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
