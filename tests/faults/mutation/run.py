#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many mutants of the RTL does the regression kill?

tests/faults/mutation/pagewalk-mutants-G in the build directory BUILD is `pagewalk` of one size (`small`) with a group of mutants
in its RTL (mutants.py); an environment variable selects one. For each mutant the runs that the suite makes of that size go
over it, kind by kind (--kinds), until one detects it:
  killed    a run ends with status 1, a mismatch
  timeout   a run takes 20 times as long as without a mutant, and a minute more: the mutant hangs it; counts as killed
  unstable  the netlist does not settle (a loop of gates that oscillates), so the simulator stops; counts as killed
  survived  all runs end as without a mutant
Any other end of a run is a fault of the harness and stops everything: status 2. Before its first mutant, each run is made
without any and must pass.

survivors*.txt beside this file list mutants with what is known of them, NAME | SRC | WHAT. "proved ..." are proved to
act as the RTL does (prove.py): they are not run, and do not count. "open ..." are neither killed nor proved: they are
run and count as survivors, but are no surprise. Each is for one RTL and one list of mutants, which each version of Yosys
draws otherwise; of others it is not looked at, and where none is for these a line says so: then every survivor is a surprise,
until one is made anew. With --prove a surprise is one only if prove.py cannot prove it.

Results are appended to BUILD/mutation/results.jsonl, a line for each mutant, and not found out again while the
program, the runs and their files are the same: so a run that was interrupted goes on. --fresh forgets them.

Exit status: 0 no mutant survives but those listed as open, or proved with --prove; 1 others do (all are printed); 2 bad usage, a run that fails
without any mutant, a run that crashes.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402

LIST = HERE / 'survivors.txt'
KINDS = 'random', 'directed', 'vectors', 'updates', 'os', 'real'
DEFAULT_KINDS = 'random', 'directed', 'vectors'
DEAD = 'killed', 'timeout', 'unstable'
PATIENCE = 400  # seconds of a proof: of what another Yosys draws nothing is listed


class Failure(Exception):
    """One line for the user; status 2."""


def one_by_one(arguments):
    """The arguments of a run for each trace: `run` goes past a mismatch, and a mutant is dead at the first."""
    traces = [argument for argument in arguments if os.path.isfile(argument)]
    if arguments[0] != 'run':
        return [arguments]
    if not traces:
        raise Failure('%s: no file of it is there' % ' '.join(arguments))
    options = [argument for argument in arguments if argument not in traces]
    return [[*options, trace] for trace in traces]


class Regression:
    """The program with the mutants, and what is run of it."""

    def __init__(self, build, kinds, traces):
        made = build / 'tests/faults/mutation'
        tests = build / 'meson-info/intro-tests.json'
        if not (made / 'mutants.json').exists() or not tests.exists():
            raise Failure('%s: not a build directory in which the mutants are made' % build)
        listed = json.loads((made / 'mutants.json').read_text())
        self.rtl, self.drawn, self.seed, self.size = (listed[key] for key in ('rtl', 'drawn', 'seed', 'size'))
        self.mutants = {mutant['number']: mutant for mutant in listed['mutants']}
        self.programs = {mutant['group']: made / ('pagewalk-mutants-%d' % mutant['group'])
                         for mutant in listed['mutants']}
        # The list that equivalent.txt speaks of: this RTL, and these mutants by name.
        names = '\n'.join([self.rtl] + [mutant['name'] for mutant in listed['mutants']])
        self.listed = hashlib.sha256(names.encode()).hexdigest()
        self.runs = [('trace', 'trace', ['run', str(trace)]) for trace in traces]
        if not traces:
            # Those of a slow memory, and of counters that count far, take longest: last.
            self.runs = sorted(self.of_suite(json.loads(tests.read_text()), self.size),
                               key=lambda run: ('--slow' in run[2] or 'far' in run[1].split(), KINDS.index(run[0])))
            self.runs = [run for run in self.runs if run[0] in kinds]
        self.limits, self.locks = {}, collections.defaultdict(threading.Lock)

    @staticmethod
    def of_suite(tests, size):
        """(kind, name, arguments): of the size that is mutated; vectors are for any size."""
        for test in tests:
            kind = test['suite'][0].split(':')[-1]
            program = pathlib.Path(test['cmd'][0]).name
            if kind in KINDS and (program == {'small': 'pagewalk-small', 'default': 'pagewalk'}[size] or kind == 'vectors' and program == 'pagewalk'):
                yield from ((kind, test['name'], arguments) for arguments in one_by_one(test['cmd'][1:]))

    def key(self, group):
        """Of everything that a result depends on."""
        if not self.programs[group].exists():
            raise Failure('%s is not built' % self.programs[group].name)
        whole = hashlib.sha256(self.programs[group].read_bytes() + json.dumps([self.listed, self.runs]).encode())
        for _, _, arguments in self.runs:
            for argument in arguments:
                if os.path.isfile(argument):
                    whole.update(pathlib.Path(argument).read_bytes())
        return whole.hexdigest()

    def once(self, group, number, arguments, timeout):
        """How one run ends."""
        try:
            said = subprocess.run([self.programs[group], *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True, timeout=timeout,
                                  env={**os.environ, 'PAGEWALK_MUTANT': str(number)})
        except subprocess.TimeoutExpired:
            return 'timeout'
        if said.returncode in (0, 1):
            return 'killed' if said.returncode else 'survived'
        if 'did not converge' in said.stderr:
            return 'unstable'
        raise Failure('mutant %d: status %d of %s: %s'
                      % (number, said.returncode, ' '.join(arguments)[:200], said.stderr.strip()))

    def limit(self, group, at):
        """How long a run may take with a mutant: it is made without any, where that was not done before, and must pass."""
        with self.locks[group, at]:
            if (group, at) not in self.limits:
                _, name, arguments = self.runs[at]
                begin = time.monotonic()
                if self.once(group, 0, arguments, None) != 'survived':
                    raise Failure('%s fails without any mutant' % name)
                self.limits[group, at] = 60 + 20 * (time.monotonic() - begin)
        return self.limits[group, at]

    def result(self, number):
        group, seconds = self.mutants[number]['group'], 0
        for at, (kind, name, arguments) in enumerate(self.runs):
            limit = self.limit(group, at)
            begin = time.monotonic()
            end = self.once(group, number, arguments, limit)
            seconds += time.monotonic() - begin
            if end in DEAD:
                break
        else:
            kind = name = ''
        return {'mutant': number, 'end': end, 'kind': kind, 'run': name,
                'seconds': round(seconds, 2)}


def listed(regression):
    """What that survivors*.txt says which is for these: {number: WHAT}."""
    lists = [path.read_text().splitlines() for path in sorted(HERE.glob('survivors*.txt'))]
    lines = next((lines for lines in lists if lines[:1] == ['# list ' + regression.listed]), None)
    if lines is None:
        print('run.py: no survivors*.txt is of this RTL and this list of mutants; it would begin\n# list '
              + regression.listed, file=sys.stderr)
        return {}
    numbers = {mutant['name']: number for number, mutant in regression.mutants.items()}
    fields = [line.split(' | ') for line in lines if line[0] != '#']
    unknown = [field[0] for field in fields if len(field) != 3 or field[0] not in numbers or
               not field[2].startswith(('proved', 'open'))]
    if unknown:
        raise Failure('survivors*.txt: no such mutant, or neither proved nor open: ' + unknown[0])
    return {numbers[name]: what for name, _, what in fields}


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def known(path, keys):
    """What earlier runs have found out. A line that was cut off is none."""
    results = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            result = json.loads(line)
        except ValueError:
            continue
        if result['key'] in keys:
            results[result['mutant']] = result
    return results


def run(regression, numbers, jobs, path):
    """A result for each number."""
    keys = {group: regression.key(group) for group in sorted({regression.mutants[n]['group'] for n in numbers})}
    results = known(path, keys.values())
    missing = [number for number in numbers if number not in results]
    path.parent.mkdir(exist_ok=True)
    with path.open('a') as file, concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(regression.result, number) for number in missing}
        try:
            for n, done in enumerate(concurrent.futures.as_completed(waiting), 1):
                result = done.result()
                results[result['mutant']] = result
                key = keys[regression.mutants[result['mutant']]['group']]
                print(json.dumps({'key': key, **result}), file=file, flush=True)
                progress('%d of %d mutants' % (n, len(missing)))
        finally:
            for one in waiting:
                one.cancel()
    progress('')
    return [results[number] for number in numbers]


def all_proved(build, numbers):
    """Can prove.py prove that all these act as the RTL does?"""
    return subprocess.run([HERE / 'prove.py', '--seconds', str(PATIENCE), build, *map(str, numbers)], stdin=subprocess.DEVNULL,
                          stderr=subprocess.STDOUT).returncode == 0


def page(regression, results, known_of):
    """Of a run of all mutants."""
    dead = [result for result in results if result['end'] in DEAD]
    times = [result['seconds'] for result in dead] or [0]
    by = collections.Counter(result['kind'] for result in dead).most_common()
    return """| size `%s`, drawn by seed %d | |
|---|---|
| mutants | %s of %s drawn: %d proved to act as the RTL does, %s others |
| killed | %s of %s: by %s |
| time to kill | median %.2f s, longest %.2f s |
""" % (regression.size, regression.seed, format(len(regression.mutants), ','), format(regression.drawn, ','),
       sum(what.startswith('proved') for what in known_of.values()), format(len(results), ','), format(len(dead), ','),
       format(len(results), ','), ', '.join('`%s` %s' % (kind, format(n, ',')) for kind, n in by),
       statistics.median(times), max(times))


def report(regression, results, known_of, whole):
    """Prints it. The survivors that were not known, and the rows of the sign-off table when all mutants were run."""
    dead = [result for result in results if result['end'] in DEAD]
    alive = [result for result in results if result['end'] == 'survived']
    new = [result for result in alive if result['mutant'] not in known_of]
    proved = sum(what.startswith('proved') for what in known_of.values())
    print('%d mutants of %d drawn; %d proved equivalent; %d run, %d killed (%.2f %%), %d survive'
          % (len(regression.mutants), regression.drawn, proved, len(results), len(dead),
             100 * len(dead) / max(len(results), 1), len(alive)))
    by = collections.Counter(result['kind'] for result in dead)
    print('killed by: ' + ', '.join('%s %d' % pair for pair in by.most_common()))
    print('how: ' + ', '.join('%s %d' % pair for pair in collections.Counter(r['end'] for r in dead).most_common()))
    if dead:
        times = [result['seconds'] for result in dead]
        print('time to kill: median %.2f s, longest %.2f s' % (statistics.median(times), max(times)))
    for result in alive:
        print('survives: %(name)s | %(src)s | ' % regression.mutants[result['mutant']] +
              known_of.get(result['mutant'], 'new, number %(number)d %(where)s' % regression.mutants[result['mutant']]))
    rows = [{'metric': 'mutants of the RTL killed', 'aim': 'all that are not proved equivalent', 'met': not alive,
             'result': '%d of %d, %d more proved equivalent; of size %s, drawn by seed %d' % (
                 len(dead), len(results), proved, regression.size, regression.seed),
             'command': 'meson compile -C build mutation'}]
    return [result['mutant'] for result in new], rows if whole else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('numbers', metavar='N', nargs='*', type=int, help='of a mutant (default: all)')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(),
                        help='mutants at once (default: %(default)s)')
    parser.add_argument('--sample', metavar='N', type=int, help='only N of them, chosen by --seed, less those that are proved equivalent')
    parser.add_argument('--group', metavar='G', type=int, help='only the mutants of one netlist')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--kinds', metavar='KIND,...', default=','.join(DEFAULT_KINDS),
                        help='of %s (default: %%(default)s)' % ', '.join(KINDS))
    parser.add_argument('--trace', metavar='FILE', action='append', default=[],
                        help='replay only this, in place of the regression')
    parser.add_argument('--prove', action='store_true', help='ask prove.py about survivors that are not listed')
    parser.add_argument('--write', action='store_true', help='make tests/results/mutants_rtl.md anew; of all mutants only')
    parser.add_argument('--fresh', action='store_true', help='forget earlier results')
    arguments = parser.parse_args()
    kinds = arguments.kinds.split(',')
    if not set(kinds) <= set(KINDS):
        parser.error('--kinds: no such kind')
    if arguments.jobs < 1 or (arguments.sample is not None and arguments.sample < 1):
        parser.error('a number out of range')
    try:
        build = arguments.build.resolve()
        regression = Regression(build, kinds, arguments.trace)
        known_of = listed(regression)
        numbers = [number for number, mutant in regression.mutants.items()
                   if arguments.group in (None, mutant['group'])]
        if not set(arguments.numbers) <= regression.mutants.keys():
            parser.error('no such mutant')
        whole = not (arguments.numbers or arguments.sample or arguments.trace or arguments.group is not None)
        if arguments.write and (not whole or kinds != list(DEFAULT_KINDS)):
            parser.error('--write: the page is of all mutants, and the runs that are made by default')
        if arguments.sample:
            numbers = random.Random(arguments.seed).sample(numbers, min(arguments.sample, len(numbers)))
        numbers = arguments.numbers or [n for n in numbers if not known_of.get(n, '').startswith('proved')]
        path = build / 'mutation/results.jsonl'
        if arguments.fresh:
            path.unlink(missing_ok=True)
        results = run(regression, numbers, arguments.jobs, path)
        new, rows = report(regression, results, known_of, whole)
        if arguments.write:
            pages.write('mutants_rtl', page(regression, results, known_of))
        sys.stdout.flush()
        good = not new or arguments.prove and all_proved(build, new)
    except (Failure, OSError) as failure:
        progress('')
        print('run.py: %s' % failure, file=sys.stderr)
        return 2
    if rows:
        sys.path.insert(0, str(HERE.parents[1] / 'measure/signoff'))
        import record
        record.write(build, 'mutation', rows)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
