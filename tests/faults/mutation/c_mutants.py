# SPDX-License-Identifier: Apache-2.0
"""Mutants of C files: which there are, what becomes of each, and what is printed of them.

What is mutated and who tries to catch it is a Subject, of model/ or judge/. A mutant is one small
change in a function (mutate.py). --seed puts all that there are in an order that goes round the functions; the first
--sample of them that count are taken. One counts that compiles without a warning, as the build does, to another object
file than the original's.

BUILD/mutation/NAME keeps what is known of each mutant, so that a run that was stopped goes on. equivalent.json in the
subject's directory holds the survivors that nothing can catch, each with the reason.
"""
import argparse
import concurrent.futures
import functools
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

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / 'tests'))
import pages  # noqa: E402

TIMEOUT = 120  # seconds, of one run; a mutant may never end


class Failure(Exception):
    """One line for the user; status 2."""


class NoMutant(Exception):
    """A change that does not count: it does not compile, 'none', or changes nothing, 'same'."""


class Build:
    """How BUILD compiles a file, and links a program."""

    def __init__(self, build):
        self.build = build
        if not (build / 'pagewalk').exists():
            raise Failure('%s: not a build directory in which pagewalk is built' % build)
        self.compile = {}  # (stem, directory of the object) -> command
        for entry in json.loads((build / 'compile_commands.json').read_text()):
            key = pathlib.Path(entry['file']).stem, pathlib.Path(entry['output']).parent.name
            self.compile[key] = shlex.split(entry['command'])
        self.tests = json.loads((build / 'meson-info/intro-tests.json').read_text())
        self.directed = [test['cmd'][-1] for test in self.tests if test['suite'][0].endswith(':directed') and
                         pathlib.Path(test['cmd'][0]).name == 'pagewalk' and test['cmd'][1] == 'run']
        programs = (pathlib.Path(test['cmd'][0]) for test in self.tests)
        self.programs = {path.name: str(path.relative_to(build)) for path in programs if build in path.parents}
        self.links = {}
        self.sound = set()
        self.lock = threading.Lock()

    def object(self, stem, target, source, directory, *more):
        """The object file of a source, as the target compiles it, with more options."""
        command = [*self.compile[stem, target], *more]
        output = directory / ('%s-%s.o' % (stem, target))
        command[command.index('-c') + 1] = str(source)
        command[command.index('-o') + 1] = str(output)
        command[command.index('-MF') + 1] = str(directory / 'd')
        said = subprocess.run(command, cwd=self.build, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if said.returncode:
            raise NoMutant('none')
        return output

    def link(self, program, thing, directory):
        """BUILD's program with an object file in the place of the archive's member."""
        with self.lock:
            if program not in self.links:
                said = subprocess.run([os.environ.get('NINJA', 'ninja'), '-C', self.build, '-t', 'commands', self.programs[program]],
                                      stdout=subprocess.PIPE, text=True, check=True).stdout
                self.links[program] = shlex.split(said.splitlines()[-1])
        command = list(self.links[program])
        output = directory / program
        command[command.index('-o') + 1] = str(output)
        command.insert(command.index('-Wl,--start-group'), str(thing))
        said = subprocess.run(command, cwd=self.build, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if said.returncode:
            raise Failure('%s does not link: %s' % (program, said.stdout.strip().splitlines()[0]))
        return output

    def see_sound(self, subject, stage, what, program, arguments):
        """What has caught a mutant must not do so without one."""
        if (what, program.name) in self.sound:
            return
        command = [self.built(word) if isinstance(word, pathlib.Path) else word for word in (program, *arguments)]
        if not ends_well(command, subject, stage, what):
            raise Failure('%s %s fails without any mutant' % (program.name, what))
        self.sound.add((what, program.name))

    def built(self, path):
        """BUILD's program of this name; a file of the project is as it is."""
        return path if ROOT in path.parents else self.build / self.programs[path.name]

    def has_test(self, name):
        """Is test_NAME built?"""
        return 'test_' + name in self.programs and (self.build / self.programs['test_' + name]).exists()


def ends_well(command, subject, stage, what):
    """A mutant that crashes, hangs or finds a difference does not."""
    if stage in subject.limits:
        command = ['sh', '-c', 'ulimit -t %d && exec "$0" "$@"' % subject.limits[stage], *command]
    try:
        said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              timeout=TIMEOUT, env={**os.environ, 'CK_VERBOSITY': 'silent', **subject.environment(what)})
    except subprocess.TimeoutExpired:
        return False
    return said.returncode == 0


class Subject:
    """What is mutated, and who tries to catch it. A subject fills these in."""
    name = ''          # of the measurement
    metric = ''        # what the sign-off table calls it
    directory = None   # of its equivalent.json
    folder = ''        # of the files, in ROOT
    stages = ()        # who can catch a mutant, in the table's order
    sample = 0         # so many mutants are measured
    aim = 0            # so many there must be
    limits = {}        # of a stage: seconds of CPU time of one run
    quick = False      # what catches most comes first, whoever gets the credit

    def files(self):
        """stem -> the names of the functions that are mutated; None: all of them."""
        raise NotImplementedError

    def environment(self, what):
        """Of a run."""
        raise NotImplementedError

    def target(self, stem):
        """The directory of the object file that says whether a mutant is one."""
        raise NotImplementedError

    def checks(self, build, stem, source, thing, directory):
        """(stage, what, program, arguments) one after the other, built when it is their turn; thing() is the object."""
        raise NotImplementedError

    def path(self, stem):
        found = list((ROOT / self.folder).rglob(stem + '.c'))
        if len(found) != 1:
            raise Failure('%s: %d files %s.c' % (self.folder, len(found), stem))
        return found[0]

    def mutants(self, stem):
        functions = self.files()[stem]
        return [mutant for mutant in mutate.mutants(self.path(stem).read_text())
                if functions is None or mutant.function in functions]


def one(subject, build, stem, mutant, originals):
    """What becomes of a mutant: a dict; 'by' is who caught it, or 'nothing', 'same', 'none'."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        source = directory / (stem + '.c')
        source.write_text(mutant.apply(subject.path(stem).read_text()))

        @functools.cache
        def thing():
            made = build.object(stem, subject.target(stem), source, directory)
            if made.read_bytes() == originals(stem):
                raise NoMutant('same')
            return made
        try:
            for stage, what, program, arguments in subject.checks(build, stem, source, thing, directory):
                if not ends_well([program, *arguments], subject, stage, what):
                    build.see_sound(subject, stage, what, program, arguments)
                    return {'by': stage, 'what': what}
        except NoMutant as why:
            return {'by': str(why)}
    return {'by': 'nothing'}


def original(subject, build, stem):
    """The object of the file as it is."""
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        source = directory / (stem + '.c')
        source.write_text(subject.path(stem).read_text())
        try:
            return build.object(stem, subject.target(stem), source, directory).read_bytes()
        except NoMutant:
            raise Failure('%s does not compile' % subject.path(stem).relative_to(ROOT))


def in_order(subject, stems, seed):
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
    for stem in stems:
        by_function = {}
        for mutant in subject.mutants(stem):
            by_function.setdefault(mutant.function, []).append((stem, mutant))
        rounds += [mixed(found) for found in by_function.values()]
    if not rounds:
        raise Failure('nothing to change in %s.c' % '.c, '.join(stems))
    dice.shuffle(rounds)
    for turn in range(max(map(len, rounds))):
        for found in rounds:
            if turn < len(found):
                yield found[turn]


class Known:
    """What earlier runs found out, by the text of the file and the change."""

    def __init__(self, subject, path):
        self.subject, self.path = subject, path
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = path.read_text().splitlines() if path.exists() else []
        self.of = {entry['key']: entry for entry in map(json.loads, lines)}
        self.lock = threading.Lock()

    def key(self, stem, mutant):
        text = self.subject.path(stem).read_text()
        return hashlib.sha256(('%s\0%s\0%d' % (stem, mutant.apply(text), 1)).encode()).hexdigest()

    def put(self, key, entry):
        with self.lock:
            self.of[key] = {'key': key, **entry}
            with open(self.path, 'a') as file:
                file.write(json.dumps(self.of[key]) + '\n')


def explained(subject):
    """(file, function, old, new) -> reason."""
    reasons = {}
    path = subject.directory / 'equivalent.json'
    for entry in json.loads(path.read_text()) if path.exists() else []:
        key = entry['file'], entry['function'], entry['old'], entry['new']
        stem = entry['file'][:-2]
        if stem not in subject.files() or not any((m.function, m.old_text, m.new_text) == key[1:]
                                                  for m in subject.mutants(stem)):
            raise Failure('equivalent.json: no mutant of %s, %s: %s' % (entry['file'], entry['function'], entry['new']))
        reasons[(stem, *key[1:])] = entry['reason']
    return reasons


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def name_of(stem, mutant):
    return stem, mutant.function, mutant.old_text, mutant.new_text


def measure(subject, arguments, build, known, reasons):
    """[(stem, mutant, entry)] of the mutants that count, --sample of them."""
    stems = sorted(arguments.file or subject.files())
    originals = functools.cache(lambda stem: original(subject, build, stem))
    order = in_order(subject, stems, arguments.seed)
    results = []

    def work(stem, mutant):
        # It would make all runs, to be caught by none.
        if subject.quick and name_of(stem, mutant) in reasons:
            return stem, mutant, {'by': 'nothing'}
        key = known.key(stem, mutant)
        # A survivor is tried again, for there may be a new test.
        if key not in known.of or (known.of[key]['by'] == 'nothing' and name_of(stem, mutant) not in reasons):
            known.put(key, one(subject, build, stem, mutant, originals))
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


def report(subject, results, reasons, write):
    lines = ['| file | mutants | %s | nothing, explained | nothing |' % ' | '.join(subject.stages),
             '|---|%s' % ('---|' * (len(subject.stages) + 3))]
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
        lines.append('| `%s` | %d | %s |' % (name, sum(row.values()), ' | '.join(
            str(row.get(by, 0)) for by in (*subject.stages, 'explained', 'nothing'))))
    print(*lines, sep='\n')
    if write:
        pages.write('mutants_' + subject.directory.name, '\n'.join(lines))
    for stem, mutant, reason in survivors:
        print('\n%s:%d: %s, %s\n  old: %s\n  new: %s\n  %s' % (
            subject.path(stem).relative_to(ROOT), mutant.line, mutant.function, mutant.kind, mutant.old_text, mutant.new_text,
            reason or 'SURVIVED'))
    return rows['all']


def record(subject, build, row):
    spec = importlib.util.spec_from_file_location('record', ROOT / 'tests/measure/signoff/record.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    total, explained_ones, alive = sum(row.values()), row.get('explained', 0), row.get('nothing', 0)
    module.write(build, subject.name, [{
        'metric': subject.metric, 'aim': 'at least %d, all but those explained' % subject.aim,
        'result': '%d of %d, %d explained' % (total - explained_ones - alive, total, explained_ones),
        'met': total >= subject.aim and not alive, 'command': 'meson compile -C build ' + subject.name}])


def arguments_of_user(subject, text):
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='mutants at once (default: %(default)s)')
    parser.add_argument('--sample', metavar='N', type=int, default=subject.sample, help='so many mutants (default: %(default)s)')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--file', metavar='NAME', action='append', choices=sorted(subject.files()),
                        help='only of this file, NAME.c (may be repeated)')
    parser.add_argument('--write', action='store_true',
                        help='make tests/results/mutants_%s.md anew; of all files only' % subject.directory.name)
    parser.add_argument('--quick', action='store_true',
                        help='what catches most comes first, and what is explained is not tried: as the suite does')
    parser.add_argument('--fresh', action='store_true', help='forget what earlier runs found out')
    arguments = parser.parse_args()
    if arguments.jobs < 1 or arguments.sample < 1:
        parser.error('a number out of range')
    if arguments.write and (arguments.file or arguments.quick or arguments.sample < subject.sample):
        parser.error('--write: the page is of all files, and as many mutants as the aim says')
    return arguments


def main(subject, text):
    arguments = arguments_of_user(subject, text)
    subject.quick = arguments.quick
    try:
        build = Build(arguments.build.resolve())
        path = build.build / 'mutation' / subject.directory.name / 'known.jsonl'
        if arguments.fresh:
            path.unlink(missing_ok=True)
        reasons = explained(subject)
        results = measure(subject, arguments, build, Known(subject, path), reasons)
        row = report(subject, results, reasons, arguments.write)
        if arguments.sample >= subject.sample and not arguments.file and not arguments.quick:
            record(subject, build.build, row)
        return 1 if row.get('nothing') else 0
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2
