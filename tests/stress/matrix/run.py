#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the MMU agree with its models in sizes that no other test builds?

A size is a value for each parameter of module pw_mmu. There is a list of sizes in which any two values of VALUES meet, and
--count more are drawn by --seed, from all values that are legal. For each a `pagewalk` is verilated, with the RTL's own
promises on, by the commands that BUILD has for `pagewalk-small`, and it runs 16 random seeds, in which every pin is compared
in each cycle; the directed traces that are for it; and the vectors of its modes. Nothing but BUILD/signoff, BUILD/matrix and
temporary files is written. Sizes that have agreed are kept in BUILD/matrix/agreed.jsonl, and not built again while sources
and runs are the same, so that a run that was interrupted goes on.

Exit status: 0 all agree; 1 a run does not; 2 bad usage, a size that does not build, a run that does not run.
"""
import argparse
import concurrent.futures
import datetime
import hashlib
import itertools
import json
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
MODES = 'sv32', 'sv39', 'sv48', 'sv57', 'two_level', 'pae', 'four_level', 'five_level'  # bit n of FORMATS
ENTRIES = 4, 8, 16, 32, 64
LEGAL = {'ITLB_ENTRIES': ENTRIES, 'DTLB_ENTRIES': ENTRIES, 'ASID_BITS': range(1, 17), 'TAG_BITS': range(1, 17),
         'COUNTER_BITS': (0, *range(16, 65)), 'PA_BITS': range(32, 53), 'FORMATS': range(1, 256), 'SEGMENTS': (0, 1),
         'WALK_ENTRIES': (0, 4, 8, 16), 'ARRAY_SETS': (0, 4, 8, 16, 32, 64, 128, 256), 'LINES': (0, 1, 2, 4, 8)}
# Each mode alone and the mixtures that somebody would build; the ends of each range, and what is beside a limit of the manuals.
VALUES = {'ITLB_ENTRIES': ENTRIES, 'DTLB_ENTRIES': ENTRIES, 'ASID_BITS': (1, 8, 9, 10, 12, 16), 'TAG_BITS': (1, 2, 9, 16),
          'COUNTER_BITS': (0, 16, 17, 33, 64), 'PA_BITS': (32, 33, 36, 40, 51, 52),
          'FORMATS': (1, 2, 4, 8, 16, 32, 64, 128, 6, 17, 48, 68, 96, 192, 255), 'SEGMENTS': (0, 1), 'WALK_ENTRIES': (0, 4, 8, 16),
          'ARRAY_SETS': (0, 4, 8, 64, 256), 'LINES': (0, 1, 2, 8)}
TIMEOUT = 900  # seconds, of one run


class Failure(Exception):
    """One line for the user; status 2."""


def pairs():
    """A list of sizes, always the same, in which any two values of VALUES meet."""
    names = list(VALUES)
    missing = {((a, x), (b, y)) for a, b in itertools.combinations(names, 2) for x in VALUES[a] for y in VALUES[b]}
    dice = random.Random(0)
    while missing:
        tried, in_order = [], sorted(missing)
        for _ in range(60):
            size = dict(dice.choice(in_order))
            for name in dice.sample(names, len(names)):
                if name not in size:
                    size[name] = max(dice.sample(VALUES[name], len(VALUES[name])), key=lambda value: sum(
                        pair in missing for pair in meets_of((name, value), size, names)))
            tried.append(size)
        best = max(tried, key=lambda size: len(missing & meets(size, names)))
        missing -= meets(best, names)
        yield {name: best[name] for name in names}


def meets(size, names):
    return set(itertools.combinations([(name, size[name]) for name in names if name in size], 2))


def meets_of(item, size, names):
    """Those pairs of meets() in which the item is."""
    at = names.index(item[0])
    return [(other, item) if names.index(other[0]) < at else (item, other) for other in size.items()]


def check(sizes):
    """Counted otherwise than they were made: any value of any parameter with any of any other one."""
    lacking = ['%s=%d %s=%d' % (a, x, b, y) for a in VALUES for b in VALUES if a != b for x in VALUES[a] for y in VALUES[b]
               if not any(size[a] == x and size[b] == y for size in sizes)]
    print(*('do not meet: ' + pair for pair in lacking), sep='\n', end='\n' if lacking else '')
    print('%d sizes' % len(sizes))
    return int(bool(lacking) or any(size[name] not in LEGAL[name] for size in sizes for name in LEGAL))


def drawn(seed, count):
    dice = random.Random(seed)
    for _ in range(count):
        yield {name: dice.choice(values) for name, values in LEGAL.items()}


class Build:
    """What BUILD knows: how `pagewalk-small` is made."""

    def __init__(self, build):
        self.build = build
        if not (build / 'build.ninja').exists():
            raise Failure('%s: not a build directory' % build)
        said = subprocess.run([os.environ.get('NINJA', 'ninja'), '-C', build, '-t', 'commands', 'pagewalk-small'],
                              stdout=subprocess.PIPE, text=True, check=True).stdout
        commands = [shlex.split(line) for line in said.splitlines() if not line.startswith('ninja: ')]
        self.verilate, self.shim = (next(command for command in commands if any(word.endswith(end) for word in command))
                                    for end in ('/verilate.sh', '/dut_verilator.cpp'))
        self.link = commands[-1]
        kept = [path for folder in ('rtl', 'model', 'harness', 'traces/directed', 'traces/vectors') for path in sorted((ROOT / folder).rglob('*'))
                if path.is_file() and path.parent.name != '__pycache__' and path.suffix != '.md']
        self.sources = hashlib.sha256(b''.join(path.read_bytes() for path in kept)).hexdigest()

    def make(self, size, directory):
        """A pagewalk of this size, in directory: what the build does, with other values and other files."""
        ours = {}
        at = next(i for i, word in enumerate(self.verilate) if word.endswith('/verilate.sh'))
        ours.update(zip(self.verilate[at + 2:], (directory / name for name in ('mmu.a', 'mmu.h', 'verilated'))))
        shim = self.shim[self.shim.index('-o') + 1]
        ours.update({shim: directory / 'dut.o', shim.split('.p/')[0]: directory / 'dut.o'})  # the object, its library
        ours.update({shim + '.d': directory / 'dut.d', 'pagewalk-small': directory / 'pagewalk'})

        def word_of(word):
            value = re.fullmatch(r'-(G|DDUT_)(\w+)=\d+', word)
            return '-%s%s=%d' % (value[1], value[2], size[value[2]]) if value else ours.get(word, word)
        # Compiled fast rather than to be fast: it runs for a second.
        quickly = {**os.environ, 'OPT_FAST': '-O0', 'OPT_SLOW': '-O0'}
        for command in self.verilate, self.shim, self.link:
            made = subprocess.run([word_of(word) for word in command], cwd=self.build, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=quickly)
            if made.returncode:
                raise Failure('%s: does not build\n%s' % (name_of(size), made.stdout))
        return directory / 'pagewalk'


def name_of(size):
    return ' '.join('%s=%d' % item for item in size.items())


def is_for(trace, size):
    """Directed traces say in name and head what they need; those that need all modes do not say which."""
    head = trace.read_text()[:4000]
    for what, parameter in ('M', 'PA_BITS'), ('ASIDLEN', 'ASID_BITS'):
        least = re.search(r'^# For %s >= (\d+)' % what, head, re.MULTILINE)
        if least and size[parameter] < int(least[1]):
            return False
    words = trace.stem.split('.')[1:]
    if any(re.fullmatch(r'm\d\d', word) and int(word[1:]) != size['PA_BITS'] for word in words):
        return False
    if size['ASID_BITS'] < 9 and not any(word in MODES for word in words):
        return False
    if size['SEGMENTS'] == 0 and (re.search(r'^seg ', trace.read_text(), re.MULTILINE) or size['FORMATS'] != 255):
        return size['FORMATS'] == 255 and not re.search(r'^seg ', trace.read_text(), re.MULTILINE)
    built = [mode for n, mode in enumerate(MODES) if size['FORMATS'] >> n & 1]
    return size['FORMATS'] == 255 or any(word in built for word in words)


def runs_of(size):
    """(kind, arguments)"""
    yield 'random', ['random', '--seed', '1', '--count', '16']
    yield 'random slow', ['random', '--slow', '--seed', '1', '--count', '2', '--cycles', '50000']
    traces = [trace for trace in sorted((ROOT / 'traces/directed').glob('*.trace')) if is_for(trace, size)]
    if traces:
        yield 'directed', ['run', *map(str, traces)]
    for n, mode in enumerate(MODES[:4]):
        if size['FORMATS'] >> n & 1:
            yield 'vectors', ['vectors', str(ROOT / ('traces/vectors/%s.vec.gz' % mode))]


class Outcome:
    def __init__(self, build, size):
        self.size, self.cycles, self.complaints = size, 0, []
        with tempfile.TemporaryDirectory() as directory:
            program = build.make(size, pathlib.Path(directory))
            for kind, arguments in runs_of(size):
                self.run(program, kind, arguments)

    def run(self, program, kind, arguments):
        try:
            said = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            raise Failure('%s: %s does not end' % (name_of(self.size), kind))
        if said.returncode not in (0, 1):
            raise Failure('%s: status %d of %s: %s' % (name_of(self.size), said.returncode, kind, said.stdout.strip()[-500:]))
        if said.returncode:
            self.complaints.append('%s: %s: %s' % (name_of(self.size), kind, next(
                line for line in said.stdout.splitlines() if 'MISMATCH' in line)))
        self.cycles += sum(map(int, re.findall(r'^  cycles +(\d+)', said.stdout, re.MULTILINE)))


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def run(build, sizes, jobs):
    """{name of a size: cycles}, and what does not agree."""
    kept = build.build / 'matrix/agreed.jsonl'
    kept.parent.mkdir(exist_ok=True)
    cycles = {}
    for line in kept.read_text().splitlines() if kept.exists() else []:
        known = json.loads(line)
        if known['sources'] == build.sources:
            cycles[known['size']] = known['cycles']
    complaints = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool, kept.open('a') as file:
        waiting = [pool.submit(Outcome, build, size) for size in sizes if name_of(size) not in cycles]
        try:
            for n, done in enumerate(concurrent.futures.as_completed(waiting), 1):
                outcome = done.result()
                name = name_of(outcome.size)
                complaints += outcome.complaints
                cycles[name] = outcome.cycles
                if not outcome.complaints:
                    print(json.dumps({'sources': build.sources, 'size': name, 'cycles': outcome.cycles}), file=file, flush=True)
                progress('%d of %d' % (n, len(waiting)))
        finally:
            for one in waiting:
                one.cancel()
    progress('')
    return cycles, complaints


def main():
    today = int(datetime.date.today().strftime('%Y%m%d'))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--seed', metavar='N', type=int, default=today, help='of the sizes that are drawn (default: the day, %(default)s)')
    parser.add_argument('--count', metavar='N', type=int, default=16, help='how many are drawn (default: %(default)s)')
    parser.add_argument('--no-pairs', action='store_true', help='only those that are drawn, or given')
    parser.add_argument('--size', metavar='NAME=VALUE,...', action='append', default=[],
                        help='only this one, where what is not said is as in the default size; may be repeated')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='sizes at once (default: %(default)s)')
    parser.add_argument('--check', action='store_true', help='only see whether all pairs of values meet in the list')
    parser.add_argument('--list', action='store_true', help='only print the sizes')
    arguments = parser.parse_args()
    default = {'ITLB_ENTRIES': 16, 'DTLB_ENTRIES': 16, 'ASID_BITS': 16, 'TAG_BITS': 8, 'COUNTER_BITS': 32, 'PA_BITS': 46,
               'FORMATS': 255, 'SEGMENTS': 1, 'WALK_ENTRIES': 0, 'ARRAY_SETS': 0, 'LINES': 0}
    given = []
    for text in arguments.size:
        said = dict(re.findall(r'(\w+)=(\d+)', text))
        if ','.join('%s=%s' % item for item in said.items()) != text or not said.keys() <= LEGAL.keys() or any(
                int(value) not in LEGAL[name] for name, value in said.items()):
            parser.error('--size: not a size: ' + text)
        given.append({**default, **{name: int(value) for name, value in said.items()}})
    if arguments.jobs < 1 or arguments.count < 0 or arguments.seed < 0:
        parser.error('a number out of range')
    fixed = [] if given or arguments.no_pairs else list(pairs())
    sizes = given or fixed + list(drawn(arguments.seed, arguments.count))
    if arguments.check:
        return check(list(pairs()))
    if arguments.list:
        print(*map(name_of, sizes), sep='\n')
        return 0
    try:
        build = Build(arguments.build.resolve())
        cycles, complaints = run(build, sizes, arguments.jobs)
    except (Failure, OSError) as failure:
        progress('')
        print('run.py: %s' % failure, file=sys.stderr)
        return 2
    print(*complaints, sep='\n', end='\n' if complaints else '')
    done = sum(cycles[name_of(size)] for size in sizes)
    result = '%d sizes in which all pairs of values meet, %d drawn by seed %d: %s cycles, %d that do not agree' % (
        len(fixed), 0 if given else arguments.count, arguments.seed, format(done, ','), len(complaints))
    print(result if not given else '%d sizes: %s cycles, %d that do not agree' % (len(sizes), format(done, ','), len(complaints)))
    if fixed and arguments.count:
        sys.path.insert(0, str(HERE.parents[1] / 'measure/signoff'))
        import record  # pylint: disable=import-outside-toplevel
        record.write(arguments.build, 'matrix', [{
            'metric': 'sizes that no other test builds, in lockstep', 'aim': 'all agree', 'result': result,
            'met': not complaints, 'command': 'meson compile -C build matrix'}])
    return int(bool(complaints))


if __name__ == '__main__':
    sys.exit(main())
