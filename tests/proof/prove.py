#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves properties of the RTL.

Each property of proofs.toml stands in a SystemVerilog file beside this one, around a module of rtl/, whose other inputs are
free. Yosys makes gates of both, and ABC decides. For each: it is proved; each of its covers is reached, so that it does
not hold of nothing; and it is refuted where a bug is planted: a patch of mutants/, ../faults/planted or ../faults/museum. The
lemmas that a proof by induction needs are proved with it, but what refutes is the property alone.

Prints a Markdown table, a row a property, and what is wrong with the outcome. With --build the rows for the
sign-off table are left there, if all properties were asked for.

Exit status: 0 all is as it should be; 1 a property is not proved, a cover is not reached, or a planted bug is not refuted;
2 bad usage, a patch that does not fit, files that do not read.
"""
import argparse
import concurrent.futures
import functools
import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(HERE.parent))
import pages  # noqa: E402
sys.path.append(str(HERE))
import aiger  # noqa: E402

TABLE = HERE / 'proofs.toml'
PART_SELECT = HERE / 'shiftx.v'
METHODS = 'induction', 'step', 'PDR', 'bounded'
TIMEOUT = 1800  # seconds, of one call
MAX_K = 3  # cycles looked at in an induction step


def load(path):
    spec = importlib.util.spec_from_file_location('loaded_' + path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


planted = load(ROOT / 'tests/faults/planted/run.py')
Failure = planted.Failure


def call(*command):
    """What a program says. Its status tells nothing: it is 0 of ABC whatever it finds."""
    try:
        said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, timeout=TIMEOUT)
    except FileNotFoundError:
        raise Failure('no %s' % command[0])
    except subprocess.TimeoutExpired:
        return 'timeout'
    if command[0] == 'yosys' and said.returncode:
        raise Failure('yosys: ' + said.stdout.strip()[-1000:])
    return said.stdout


class Proof:
    def __init__(self, entry, peeks):
        self.name = entry.pop('name')
        self.rule = entry.pop('rule')
        self.text = entry.pop('property')
        self.configuration = entry.pop('configuration')
        self.top = entry.pop('top')
        self.method = entry.pop('method')
        self.mutants = entry.pop('mutants')
        self.defines = entry.pop('defines', [])
        self.parameters = entry.pop('parameters', {})
        names = entry.pop('peek', [])  # of one peek, or of several together
        self.peek = {wire: inner for name in ([names] if isinstance(names, str) else names) for wire, inner in peeks[name].items()}
        self.depth = entry.pop('depth', 12)  # cycles, of covers and refutations; of what is bounded, too
        self.quick = entry.pop('quick', False)
        if entry or self.method not in METHODS or not self.mutants:
            raise Failure('proofs.toml: %s: bad entry %s' % (self.name, entry or self.method))


def read_table():
    table = tomllib.loads(TABLE.read_text())
    try:
        return [Proof(entry, table['peek']) for entry in table['proof']]
    except KeyError as error:
        raise Failure('proofs.toml: no %s' % error)


class Design:
    """The RTL, with a bug or without, and the properties around it."""

    def __init__(self, directory, mutant=None):
        self.directory = directory
        rtl = directory / 'rtl'
        planted.copy_of_rtl(rtl)
        if mutant:
            find_patch(mutant).apply(rtl)
        listed = re.findall(r"'(?:\w+/)?(\w+\.sv)'", (ROOT / 'rtl/meson.build').read_text())
        self.files = [rtl / name for name in listed] + sorted(HERE.glob('*.sv'))

    def netlists(self, proof, defines, *kinds):
        """Gates, in a file for each kind: 'asserts', 'covers'. Elaborated once for all."""
        # Covers are shown as asserts that they are never reached.
        mapping = self.directory / 'covers.v'
        mapping.write_text('module \\$cover (input A, input EN);\n'
                           '  \\$assert _TECHMAP_REPLACE_ (.A(!A), .EN(EN));\nendmodule\n')
        # Yosys 0.23 cannot give a parameter to a top that was read without being elaborated (-defer).
        # Undriven is free, and so is x. opt_dff would choose what a register holds before reset.
        script = [
            'read_verilog %s-sv -formal -mem2reg %s %s' % (
                '-defer ' * (not proof.parameters),
                ' '.join('-D' + define for define in defines), ' '.join(map(str, self.files))),
            'hierarchy -check -top %s %s' % (proof.top, ' '.join(
                '-chparam %s %d' % item for item in proof.parameters.items())),
            'proc; flatten',
            *('connect -nounset -set %s %s' % (name, ','.join(wires) if isinstance(wires, list) else wires)
              for name, wires in proof.peek.items()),
            'setundef -undriven -anyseq', 'async2sync',
            'opt_expr; opt_merge; opt_clean -purge', 'techmap -map %s; opt_expr' % PART_SELECT,
            'techmap', 'simplemap', 'opt_clean -purge', 'dffunmap',
            'setundef -undriven -anyseq', 'aigmap', 'design -save gates']
        files = [self.directory / (kind + '.aig') for kind in kinds]
        for n, (kind, aig) in enumerate(zip(kinds, files)):
            again = ['design -load gates'] if n else []
            chosen = ['chformal -cover -remove']
            if kind == 'covers':
                chosen = ['chformal -assert -remove', 'techmap -map %s' % mapping, 'simplemap', 'aigmap']
            script += [*again, *chosen, 'write_aiger -zinit -B %s' % aig]
        file = self.directory / 'netlists.ys'
        file.write_text('\n'.join(script) + '\n')
        call('yosys', '-q', '-s', str(file))
        return files


def find_patch(name):
    for folder in HERE / 'mutants', ROOT / 'tests/faults/planted', ROOT / 'tests/faults/museum':
        if (folder / (name + '.patch')).exists():
            return planted.Patch(folder / (name + '.patch'))
    raise Failure('no such patch: ' + name)


def abc(aig, *commands):
    """What ABC says of a netlist: to each of the commands it begins with all of it."""
    # Constraints are folded into the outputs, if there are any.
    folded = 'fold; ' if int(aig.open('rb').readline().split()[7]) else ''
    return call('yosys-abc', '-c', '; '.join('read_aiger %s; %s%s' % (aig, folded, command) for command in commands))


def bad_outputs(aig):
    return int(aig.open('rb').readline().split()[6])


def prove(proof, aig):
    """'' or what went wrong, and how it was proved."""
    one = '' if bad_outputs(aig) == 1 else 'orpos; '
    if proof.method == 'PDR':
        return ('', 'PDR') if 'Property proved' in abc(aig, one + 'pdr') else ('is not proved', '')
    depth, how = proof.depth, 'bounded, %d cycles' % proof.depth
    if proof.method == 'induction':
        said = abc(aig, one + 'ind -F %d -v' % MAX_K)
        steps = re.search(r'Completed (\d+) iterations', said)
        if 'Networks are equivalent' not in said or not steps:
            return 'is not proved', ''
        k = int(steps[1]) - 1
        depth, how = k + 2, 'induction, k = %d' % k if k else 'SAT, any state'
    if proof.method == 'step':
        stepped = aig.with_name('step.aig')
        stepped.write_bytes(aiger.step(aig.read_bytes(), 1))
        if 'No output asserted in 2 frames' not in abc(stepped, 'orpos; bmc3 -F 2'):
            return 'is not proved', ''
        depth, how = 3, 'induction, k = 1'
    # Below the induction step the first cycles, or all that is looked at.
    if 'No output asserted in %d frames' % depth not in abc(aig, one + 'bmc3 -F %d' % depth):
        return 'is refuted', ''
    return '', how


@functools.lru_cache(None)
def cone():
    """ABC's command that leaves one output, with its registers: the ABC of Yosys 0.23 must be told to keep them."""
    return 'cone -s' if re.search(r'^\s*-s ', call('yosys-abc', '-c', 'cone -h'), re.MULTILINE) else 'cone'


def covers(proof, aig):
    """How many are reached, of how many. Each by itself: of many at once ABC loses itself in some."""
    total = bad_outputs(aig)
    said = abc(aig, *('%s -O %d; bmc3 -F %d' % (cone(), n, proof.depth) for n in range(total)))
    return len(re.findall(r'was asserted in frame', said)), total


def refuted(proof, design):
    aig, = design.netlists(proof, proof.defines, 'asserts')
    return 'was asserted in frame' in abc(aig, 'bmc3 -F %d' % proof.depth)


class Outcome:
    """Of one property; or of several in one netlist, each with the asserts and lemmas of all."""

    def __init__(self, proofs, with_mutants):
        proof = proofs[0]
        self.proofs = proofs
        self.complaints = []
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as directory:
            design = Design(pathlib.Path(directory))
            defines = [define for one in proofs for define in one.defines] + ['LEMMAS']
            asserts, reaching = design.netlists(proof, defines, 'asserts', 'covers')
            wrong, self.how = prove(proof, asserts)
            self.seconds = time.monotonic() - began
            self.reached, total = covers(proof, reaching)
        self.proved = not wrong
        if wrong:
            self.complaints.append(wrong)
        if not total or self.reached != total:
            self.complaints.append('reaches %d of %d covers' % (self.reached, total))
        self.cover = '%d of %d' % (self.reached, total)
        self.refuted = []
        for mutant in proof.mutants if with_mutants else []:
            with tempfile.TemporaryDirectory() as directory:
                if refuted(proof, Design(pathlib.Path(directory), mutant)):
                    self.refuted.append(mutant)
                else:
                    self.complaints.append('is not refuted by %s' % mutant)

    def row(self, proof):
        return '| `%s` | %s | %s | %s | %s | %.0f | %s | %s |' % (
            proof.name, proof.rule, proof.text, proof.configuration, self.how or '**no**', self.seconds, self.cover,
            ', '.join('`%s`' % name for name in self.refuted) or '-')


def shared(proofs):
    """Lists of those that are properties of the same thing, with the same assumptions: their defines choose asserts alone."""
    lists = {}
    for proof in proofs:
        chosen = re.findall(r'^`ifdef.*?^`endif', (HERE / (proof.top + '.sv')).read_text(), re.S | re.M)
        apart = proof.name if any('assume' in text for text in chosen) else ''
        key = proof.top, proof.parameters, proof.peek, proof.method, proof.depth, apart
        lists.setdefault(repr(key), []).append(proof)
    return list(lists.values())


def together(proofs):
    """Outcomes of several at once; one by one, if they fail."""
    outcome = Outcome(proofs, False)
    return [outcome] if not outcome.complaints else [Outcome([proof], False) for proof in proofs]


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def sign_off(build, outcomes):
    command = 'meson compile -C build formal'
    unbounded = [outcome for outcome in outcomes if outcome.proofs[0].method != 'bounded']
    proved = sum(outcome.proved for outcome in unbounded)
    good = [outcome for outcome in outcomes if not outcome.complaints]
    rows = [
        {'metric': 'properties proved without bound', 'aim': 'all %d' % len(unbounded),
         'result': '%d of %d' % (proved, len(unbounded)), 'met': proved == len(unbounded), 'command': command},
        {'metric': 'properties whose covers are all reached, and whose planted bugs are all refuted',
         'aim': 'all %d' % len(outcomes), 'result': '%d of %d' % (len(good), len(outcomes)),
         'met': len(good) == len(outcomes), 'command': command}]
    bounded = [outcome for outcome in outcomes if outcome.proofs[0].method == 'bounded']
    if bounded:
        rows.append({'metric': 'properties checked to a bound only', 'aim': '-', 'result': '%d: %s' % (
            len(bounded), ', '.join('%s, %d cycles' % (o.proofs[0].name, o.proofs[0].depth) for o in bounded)),
            'met': None, 'command': command})
    load(ROOT / 'tests/measure/signoff/record.py').write(build, 'formal', rows)


def check_patches(table):
    """Is each there, and does it fit?"""
    for name in sorted({name for proof in table for name in proof.mutants}):
        with tempfile.TemporaryDirectory() as directory:
            Design(pathlib.Path(directory), name)


def run(proofs, jobs, with_mutants, at_once):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        if at_once:
            waiting = [pool.submit(together, several) for several in shared(proofs)]
        else:
            waiting = [pool.submit(lambda proof: [Outcome([proof], with_mutants)], proof) for proof in proofs]
        for n, _ in enumerate(concurrent.futures.as_completed(waiting), 1):
            progress('%d of %d' % (n, len(waiting)))
    progress('')
    return [outcome for done in waiting for outcome in done.result()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', metavar='NAME', nargs='*', help='of a property (default: all)')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(),
                        help='properties at once (default: %(default)s)')
    parser.add_argument('--list', action='store_true', help='only print the names of the properties, and what they say')
    parser.add_argument('--of', metavar='MODULE', help='only those whose names begin with it')
    parser.add_argument('--quick', action='store_true', help='only those that are tests of the suite')
    parser.add_argument('--no-mutants', action='store_true', help='do not plant bugs')
    parser.add_argument('--together', action='store_true',
                        help='properties of one module in one netlist, and one by one only if that fails; needs --no-mutants')
    parser.add_argument('--write', action='store_true', help='make tests/results/formal.md anew; of all properties only')
    parser.add_argument('--build', metavar='DIR', type=pathlib.Path, help='a build directory, for the sign-off table')
    arguments = parser.parse_args()
    if arguments.jobs < 1:
        parser.error('--jobs: not a number above 0')
    if arguments.together and not arguments.no_mutants:
        parser.error('--together: bugs are planted for one property at a time')
    if arguments.write and (arguments.names or arguments.of or arguments.quick or arguments.no_mutants or arguments.list):
        parser.error('--write: the page is of all properties, and the bugs that refute them')
    try:
        table = read_table()
        for name in arguments.names:
            if name not in {proof.name for proof in table}:
                parser.error('no such property: ' + name)
        chosen = [proof for proof in table if (not arguments.names or proof.name in arguments.names)
                  and (proof.quick or not arguments.quick) and proof.name.startswith(arguments.of or '')]
        if not chosen:
            parser.error('no such property')
        if arguments.list:
            print(*('%s: %s' % (proof.name, proof.text) for proof in chosen), sep='\n')
            return 0
        check_patches(table)
        outcomes = run(chosen, arguments.jobs, not arguments.no_mutants, arguments.together)
    except Failure as failure:
        print('prove.py: %s' % failure, file=sys.stderr)
        return 2
    lines = ['| name | rule | property | of | proved by | s | covers | refuted with |', '|---|---|---|---|---|---|---|---|',
             *(outcome.row(proof) for outcome in outcomes for proof in outcome.proofs)]
    print(*lines, sep='\n')
    if arguments.write:
        pages.write('formal', '\n'.join(lines))
    for outcome in outcomes:
        for complaint in outcome.complaints:
            print('%s %s' % (outcome.proofs[0].name, complaint), file=sys.stderr)
    if arguments.build and len(chosen) == len(table) and not arguments.no_mutants:
        sign_off(arguments.build, outcomes)
    return int(any(outcome.complaints for outcome in outcomes))


sys.exit(main())
