#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who catches mutants of the C models?

A mutant is one small change in a function of model/: a relation, a constant by one, bits, a shift, && and ||, a
condition negated, arguments swapped, a statement left out (mutate.py). --seed puts all that there are in an order that
goes round the functions; the first --sample of them that count are taken. One counts that compiles without a warning, as
the build does, to another object file than the original's.

Each is linked into `pagewalk` of the default size, and runs what could catch it until something does, the quickest first:
directed traces, 16 random seeds in lockstep, vectors, then the unit tests of the file's module, and of what is
above it. BUILD is a build directory in which `pagewalk` and the unit tests are up to date; it is read, and
BUILD/mutation/model keeps what is known of each mutant, so that a run that was stopped goes on. equivalent.json beside
this file holds the survivors that nothing can catch, each with the reason.

Prints what caught how many, and the survivors: file and line, the old text, the new one.

Exit status: 0 every mutant is caught, or is explained; 1 one survived; 2 bad usage, something that does not build, a run
that fails without any mutant, a line of equivalent.json that fits no mutant of its file.
"""
import argparse
import concurrent.futures
import hashlib
import importlib.util
import json
import os
import pathlib
import random
import shlex
import subprocess
import sys
import tempfile
import threading

import mutate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
MODEL = ROOT / 'model'
STAGES = 'directed', 'random', 'vectors', 'unit'
TIMEOUT = 120  # seconds, of one run; a mutant may never end
SAMPLE = 240
# The unit tests of a file: those whose names begin so. All of the cycle model is in the tests of the mmu, too.
TESTS = {'kernel': ['kernel', 'tlb', 'plru', 'fence', 'counters'], 'write': ['ptbr', 'mmu_cr3'], 'fence': ['fence', 'walker_fence'],
         'oracle': ['oracle', 'oracle_pte', 'oracle_cr3'], 'oracle_segment': ['oracle_segment'], 'oracle_x86': ['oracle_x86', 'oracle_cr3']}
EXHAUSTIVE = {'pte': ['permission_riscv'], 'oracle': ['permission_riscv'], 'pte_x86': ['permission_x86'],
              'oracle_x86': ['permission_x86'], 'segment': ['segment_table'], 'oracle_segment': ['segment_table']}
# The vectors are of RISC-V, and ask one question at a time: to the cycle model one paging mode is as good as all.
VECTORS = {'oracle': '*', 'pte': '*', 'oracle_x86': '-', 'pdpte': '-', 'pte_x86': '-', 'segment': '-', 'oracle_segment': '-',
           'counters': '-'}


class Failure(Exception):
    """One line for the user; status 2."""


class Build:
    """How BUILD compiles a file of the model, and links a program."""

    def __init__(self, build):
        self.build = build
        if not (build / 'pagewalk').exists():
            raise Failure('%s: not a build directory in which pagewalk is built' % build)
        self.compile = {}  # (stem, with checks) -> command
        for entry in json.loads((build / 'compile_commands.json').read_text()):
            output = pathlib.Path(entry['output'])
            if output.parent.name in ('libmodel.a.p', 'libmodel_checked.a.p'):
                key = pathlib.Path(entry['file']).stem, output.parent.name == 'libmodel_checked.a.p'
                self.compile[key] = shlex.split(entry['command'])
        tests = json.loads((build / 'meson-info/intro-tests.json').read_text())
        self.directed = [test['cmd'][-1] for test in tests if test['suite'][0].endswith(':directed') and
                         pathlib.Path(test['cmd'][0]).name == 'pagewalk' and test['cmd'][1] == 'run']
        self.links = {}
        self.sound = set()
        self.lock = threading.Lock()

    def object(self, stem, source, directory, checks=False):
        """The object file of a source; None: it does not compile."""
        command = list(self.compile[stem, checks])
        output = directory / ('%s%d.o' % (stem, checks))
        command[command.index('-c') + 1] = str(source)
        command[command.index('-o') + 1] = str(output)
        command[command.index('-MF') + 1] = str(directory / 'd')
        said = subprocess.run(command, cwd=self.build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return output if said.returncode == 0 else None

    def link(self, program, thing, directory):
        """BUILD's program with an object file in the place of the archive's member."""
        with self.lock:
            if program not in self.links:
                said = subprocess.run([os.environ.get('NINJA', 'ninja'), '-C', self.build, '-t', 'commands', program],
                                      stdout=subprocess.PIPE, text=True, check=True).stdout
                self.links[program] = shlex.split(said.splitlines()[-1])
        command = list(self.links[program])
        output = directory / pathlib.Path(program).name
        command[command.index('-o') + 1] = str(output)
        command.insert(command.index('-Wl,--start-group'), str(thing))
        said = subprocess.run(command, cwd=self.build, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if said.returncode:
            raise Failure('%s does not link: %s' % (program, said.stdout.strip().splitlines()[0]))
        return output

    def see_sound(self, what, program, arguments):
        """What has caught a mutant must not do so without one."""
        if (what, program.name) in self.sound:
            return
        if not ends_well([self.build / ('' if program.name == 'pagewalk' else 'tests') / program.name, *arguments]):
            raise Failure('%s %s fails without any mutant' % (program.name, what))
        self.sound.add((what, program.name))

    def units(self, stem):
        names = sorted(path.stem[5:] for path in (ROOT / 'tests').glob('test_*.c') if self.has_model(path.stem))
        starts = TESTS.get(stem, [stem])
        own = [name for name in names if any(name == start or name.startswith(start + '_') for start in starts)]
        above = [] if stem.startswith('oracle') else [name for name in names if name.startswith('mmu') and name not in own]
        return own + above

    def has_model(self, test):
        return (self.build / ('tests/%s.p' % test)).exists() and (self.build / 'tests' / test).exists() and \
            test[5:] not in sum(EXHAUSTIVE.values(), [])


def ends_well(command):
    """A mutant that crashes, hangs or finds a difference does not."""
    try:
        said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=TIMEOUT, env={**os.environ, 'CK_DEFAULT_TIMEOUT': '60', 'CK_VERBOSITY': 'silent'})
    except subprocess.TimeoutExpired:
        return False
    return said.returncode == 0


def checks(build, stem, source, thing, directory):
    """(stage, what, program, arguments) one after the other, built when it is their turn."""
    program = build.link('pagewalk', thing, directory)
    yield 'directed', 'all', program, ['run', *build.directed]
    yield 'random', '16 seeds', program, ['random', '--seed', '1', '--count', '16']
    for path in sorted((ROOT / 'traces/vectors').glob(VECTORS.get(stem, 'sv39') + '.vec.gz')):
        yield 'vectors', path.name, program, ['vectors', path]
    checked = build.object(stem, source, directory, checks=True)
    for name in build.units(stem):
        yield 'unit', name, build.link('tests/test_' + name, checked, directory), []
    for name in EXHAUSTIVE.get(stem, []):
        yield 'unit', name, build.link('tests/test_' + name, thing, directory), []


def one(build, stem, mutant, originals):
    """What becomes of a mutant: a dict; 'by' is who caught it, or 'nothing', 'same', 'none'."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        source = directory / (stem + '.c')
        source.write_text(mutant.apply((MODEL / source.name).read_text()))
        thing = build.object(stem, source, directory)
        if not thing:
            return {'by': 'none'}
        if thing.read_bytes() == originals[stem]:
            return {'by': 'same'}
        for stage, what, program, arguments in checks(build, stem, source, thing, directory):
            if not ends_well([program, *arguments]):
                build.see_sound(what, program, arguments)
                return {'by': stage, 'what': what}
    return {'by': 'nothing'}


def original(build, stem):
    """The object of the file as it is."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        source = directory / (stem + '.c')
        source.write_text((MODEL / source.name).read_text())
        thing = build.object(stem, source, directory)
        if not thing:
            raise Failure('model/%s.c does not compile' % stem)
        return thing.read_bytes()


def in_order(seed):
    """All mutants as (stem, mutant): round the functions, one of each at a time, and in each round the kinds of change."""
    dice = random.Random(seed)

    def mixed(found):
        kinds = {}
        dice.shuffle(found)
        for item in found:
            kinds.setdefault(item[1].kind, []).append(item)
        return [item for _, item in sorted(
            ((turn + dice.random(), item) for kind in kinds.values() for turn, item in enumerate(kind)),
            key=lambda pair: pair[0])]
    rounds = []
    for path in sorted(MODEL.glob('*.c')):
        by_function = {}
        for mutant in mutate.mutants(path.read_text()):
            by_function.setdefault(mutant.function, []).append((path.stem, mutant))
        rounds += [mixed(found) for found in by_function.values()]
    dice.shuffle(rounds)
    for turn in range(max(map(len, rounds))):
        for found in rounds:
            if turn < len(found):
                yield found[turn]


class Known:
    """What earlier runs found out, by the text of the file and the change."""

    def __init__(self, path):
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text().splitlines() if path.exists() else []
        self.of = {entry['key']: entry for entry in map(json.loads, lines)}
        self.lock = threading.Lock()

    @staticmethod
    def key(stem, mutant):
        text = (MODEL / (stem + '.c')).read_text()
        return hashlib.sha256(('%s\0%s\0%d' % (stem, mutant.apply(text), 1)).encode()).hexdigest()

    def put(self, key, entry):
        with self.lock:
            self.of[key] = {'key': key, **entry}
            with open(self.path, 'a') as file:
                file.write(json.dumps(self.of[key]) + '\n')


def explained():
    """(file, function, old, new) -> reason."""
    reasons = {}
    for entry in json.loads((HERE / 'equivalent.json').read_text()):
        key = entry['file'], entry['function'], entry['old'], entry['new']
        stem = entry['file'][:-2]
        if not any((m.function, m.old_text, m.new_text) == key[1:]
                   for m in mutate.mutants((MODEL / entry['file']).read_text())):
            raise Failure('equivalent.json: no mutant of %s, %s: %s' % (entry['file'], entry['function'], entry['new']))
        reasons[(stem, *key[1:])] = entry['reason']
    return reasons


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def name_of(stem, mutant):
    return stem, mutant.function, mutant.old_text, mutant.new_text


def measure(arguments, build, known, reasons):
    """[(stem, mutant, entry)] of the mutants that count, --sample of them."""
    stems = sorted(path.stem for path in MODEL.glob('*.c'))
    originals = {stem: original(build, stem) for stem in stems}
    order = in_order(arguments.seed)
    results = []

    def work(stem, mutant):
        key = Known.key(stem, mutant)
        # A survivor is tried again, for there may be a new test.
        if key not in known.of or (known.of[key]['by'] == 'nothing' and name_of(stem, mutant) not in reasons):
            known.put(key, one(build, stem, mutant, originals))
        return stem, mutant, known.of[key]
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        while len(results) < arguments.sample:
            batch = [next(order, None) for _ in range(min(4 * arguments.jobs, arguments.sample - len(results)))]
            batch = [item for item in batch if item]
            if not batch:
                break
            results += [done for done in pool.map(lambda item: work(*item), batch) if done[2]['by'] not in ('none', 'same')]
            progress('%d of %d' % (len(results), arguments.sample))
    progress('')
    return results


def report(results, reasons):
    print('| file | mutants | %s | nothing, explained | nothing |' % ' | '.join(STAGES))
    print('|---|%s' % ('---|' * (len(STAGES) + 3)))
    rows = {}
    survivors = []
    for stem, mutant, entry in results:
        by = entry['by']
        if by == 'nothing':
            reason = reasons.get(name_of(stem, mutant))
            by = 'explained' if reason else by
            survivors.append((stem, mutant, reason))
        for name in (stem + '.c', 'all'):
            rows.setdefault(name, {}).setdefault(by, 0)
            rows[name][by] += 1
    for name in [*sorted(set(rows) - {'all'}), 'all']:
        row = rows[name]
        print('| `%s` | %d | %s |' % (name, sum(row.values()), ' | '.join(
            str(row.get(by, 0)) for by in (*STAGES, 'explained', 'nothing'))))
    for stem, mutant, reason in survivors:
        print('\nmodel/%s.c:%d: %s, %s\n  old: %s\n  new: %s\n  %s' % (
            stem, mutant.line, mutant.function, mutant.kind, mutant.old_text, mutant.new_text, reason or 'SURVIVED'))
    return rows['all']


def record(build, row):
    spec = importlib.util.spec_from_file_location('record', ROOT / 'tests/signoff/record.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    total, explained_ones, alive = sum(row.values()), row.get('explained', 0), row.get('nothing', 0)
    module.write(build, 'mutation_model', [{
        'metric': 'mutants of the C models that are caught', 'aim': 'at least 200, all but those explained',
        'result': '%d of %d, %d explained' % (total - explained_ones - alive, total, explained_ones),
        'met': total >= 200 and not alive, 'command': 'meson compile -C build mutation_model'}])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='mutants at once (default: %(default)s)')
    parser.add_argument('--sample', metavar='N', type=int, default=SAMPLE, help='so many mutants (default: %(default)s)')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--fresh', action='store_true', help='forget what earlier runs found out')
    arguments = parser.parse_args()
    if arguments.jobs < 1 or arguments.sample < 1:
        parser.error('a number out of range')
    try:
        build = Build(arguments.build.resolve())
        path = build.build / 'mutation/model/known.jsonl'
        if arguments.fresh:
            path.unlink(missing_ok=True)
        reasons = explained()
        results = measure(arguments, build, Known(path), reasons)
        row = report(results, reasons)
        if arguments.sample >= SAMPLE:
            record(build.build, row)
        return 1 if row.get('nothing') else 0
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2


sys.exit(main())
