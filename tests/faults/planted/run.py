#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who catches the planted bugs?

Each NAME.patch in the directory DIR, which is the one of this file or ../museum, puts one bug into the RTL.
BUILD/tests/faults/planted/pagewalk-bugs is a `pagewalk` of the default size with all of them (merge.py), pagewalk-bugs-SIZE one
of another size; an environment variable selects one. For each all runs that the suite makes of its size go over it: directed
traces, pin scripts, random batches, and in the default size vectors and the real traces that are kept in the project. A test of
several traces or pin scripts is a run for each of them. A run catches the bug when it exits with status 1, and with 0 when none is
selected. Each that does is made again with --no-model: there the oracle and the recorded answers judge alone. The RTL
with the patch alone must pass Verilator without a warning. BUILD is a build directory in which pagewalk-bugs is up to
date; nothing but BUILD/signoff, after a run of all patches, is written there.

With --enough a bug's runs begin with those that are recorded to catch it, and end when all that must have caught it has;
a directed trace that catches it no more is wrong. What must not catch it is not looked for, and Verilator is not asked.

Prints a Markdown table, a row a patch, and what is wrong with the outcome. With --record the outcome is also kept in
DIR/caught.json, and ../../results/planted.md (of ../museum museum.md) is made anew. A patch begins with lines "KEY: TEXT":
  rule         the rule broken; its first letter is the group of rules, as in the names of the directed traces
  what         what the bug is
  size         that in which it is looked for; without this line the default size
  story        where MMUs had it
  killed by    runs, or kinds of runs, that must catch it, with commas between
  random only  no directed trace can catch it, and why
  timing       no translation is wrong by the letter of the manual, and why; only the cycle model catches it
The first two must be there, and in ../museum the first four.

Exit status: 0 every bug is caught as its patch says; 1 one is not, by no run, by no directed trace, not by what kills it,
or by the cycle model alone; 2 bad usage, a patch that does not fit, RTL that does not build, a run that fails without
any bug; with --check also a patch that was changed since it was recorded, and a page that is not of the record.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402

KINDS = 'directed', 'random', 'vectors', 'real'
KINDS_OF_SIZES = 'directed', 'random'  # of those that are not the default size
NEEDED = {'planted': {'rule', 'what'}, 'museum': {'rule', 'what', 'story', 'killed by'}}  # in a patch's head
KEYS = 'rule', 'what', 'size', 'story', 'killed by', 'random only', 'timing'
TIMEOUT = 600  # seconds, of one run


class Failure(Exception):
    """One line for the user; status 2."""


class Patch:
    def __init__(self, path):
        self.name, self.kind = path.stem, path.parent.name
        text = path.read_text()
        self.digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        head, *parts = re.split(r'^--- ', text, flags=re.MULTILINE)
        self.headers = dict(line.split(': ', 1) for line in head.splitlines() if ': ' in line)
        self.hunks = []  # (file, old text, new text)
        for part in parts:
            file = re.search(r'^\+\+\+ b/rtl/(?:\w+/)?(\w+\.sv)$', part, re.MULTILINE)
            for hunk in re.split(r'^@@.*\n', part, flags=re.MULTILINE)[1:]:
                # An editor may have taken the blank from an empty line.
                lines = [line if line.strip('\n') else ' ' + line for line in hunk.splitlines(keepends=True)]
                old, new = (''.join(line[1:] for line in lines if line[0] in kept) for kept in (' -', ' +'))
                self.hunks.append((file and file[1], old, new))
        if not self.hunks or not all(file for file, _, _ in self.hunks):
            raise Failure('%s: no unified diff of files in rtl/' % path.name)
        if not NEEDED.get(self.kind, NEEDED['planted']) <= self.headers.keys() <= set(KEYS):
            raise Failure('%s: the lines at its head are not of: %s' % (path.name, ', '.join(KEYS)))
        self.size = self.headers.get('size', 'default')
        self.killers = self.headers['killed by'].split(', ') if 'killed by' in self.headers else []

    def apply(self, rtl):
        """To the files in the directory rtl. The old text of a hunk must be there once, wherever that is."""
        for file, old, new in self.hunks:
            text = (rtl / file).read_text() if (rtl / file).exists() else ''
            if text.count(old) != 1:
                raise Failure('%s.patch does not fit: rtl/%s has %d times\n%s'
                              % (self.name, file, text.count(old), old))
            (rtl / file).write_text(text.replace(old, new))


class Suite:
    """What BUILD knows of a size: the program with the bugs, and the runs."""

    def __init__(self, build, size='default'):
        self.build, self.size = build, size
        suffix = '' if size == 'default' else '-' + size
        self.program = build / ('tests/faults/planted/pagewalk-bugs' + suffix)
        tests, bugs = build / 'meson-info/intro-tests.json', build / 'tests/faults/planted/bugs.json'
        if not tests.exists() or not bugs.exists() or not self.program.exists():
            raise Failure('%s: not a build directory in which %s is built' % (build, self.program.name))
        self.bugs = json.loads(bugs.read_text())
        kinds = KINDS_OF_SIZES if suffix else KINDS
        self.runs = [run for test in json.loads(tests.read_text())
                     if test['suite'][0].split(':')[-1] in kinds
                     and pathlib.Path(test['cmd'][0]).resolve() == build / ('pagewalk' + suffix)
                     for run in runs_of(test)]  # (kind, name, arguments)
        self.groups = {name[0] for kind, name, _ in self.runs if kind == 'directed'}
        self.good, self.lock = {}, threading.Lock()  # runs that were made without a bug

    def total(self):
        """{kind: how many runs}"""
        made = {kind: sum(run[0] == kind for run in self.runs) for kind in KINDS}
        return {kind: n for kind, n in made.items() if n}

    def number(self, patch):
        """By which the program knows the bug."""
        if patch.size != self.size:
            raise Failure('%s.patch is for the size %s' % (patch.name, patch.size))
        name = '%s/%s' % (patch.kind, patch.name)
        if self.bugs['patches'].get(name, {}).get('digest') != patch.digest:
            raise Failure('%s.patch is not that of pagewalk-bugs: build it anew' % patch.name)
        if 'apart' in self.bugs['patches'][name]:
            raise Failure('%s.patch %s' % (patch.name, self.bugs['patches'][name]['apart']))
        return self.bugs['patches'][name]['number']

    def lint(self, patch):
        """Is the RTL with this patch alone as clean as without?"""
        with tempfile.TemporaryDirectory() as directory:
            rtl = copy_of_rtl(directory)
            patch.apply(rtl)
            said = subprocess.run(['verilator', '--lint-only', '-Wall', '--top-module', 'pw_mmu', *self.bugs['elaborated'][self.size],
                                   *(rtl / file for file in self.bugs['files'])], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if said.returncode:
            raise Failure('%s: the RTL does not build\n%s' % (patch.name, said.stdout))

    def catches(self, number, arguments, *options):
        """Does the run end with a mismatch, with this bug?"""
        try:
            said = subprocess.run([self.program, arguments[0], *options, *arguments[1:]], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=TIMEOUT,
                                  env={**os.environ, 'PAGEWALK_MUTANT': str(number)})
        except subprocess.TimeoutExpired:
            raise Failure('bug %d: %s does not end' % (number, shlex.join(arguments)))
        if said.returncode not in (0, 1):
            raise Failure('bug %d: status %d of %s: %s'
                          % (number, said.returncode, shlex.join(arguments), said.stderr.strip()))
        return said.returncode == 1

    def without(self, name, arguments):
        """The run, without any bug."""
        with self.lock:
            if name not in self.good:
                self.good[name] = not self.catches(0, arguments)
        if not self.good[name]:
            raise Failure('%s fails without any bug' % name)


def runs_of(test):
    """Those that a test makes; of several files one each. None where a file is not of the project."""
    kind, arguments = test['suite'][0].split(':')[-1], test['cmd'][1:]
    files = [a for a in arguments if '/' in a]
    if not all(ROOT in pathlib.Path(file).resolve().parents for file in files):
        return []
    if len(files) < 2:
        return [(kind, test['name'], arguments)]
    options = [a for a in arguments if a not in files]
    return [(kind, re.sub(r'\.\w+(\.zst)?$', '', pathlib.Path(file).name), [*options, file]) for file in files]


def copy_of_rtl(directory):
    """All files in one folder: a patch knows a file by its name."""
    rtl = pathlib.Path(directory)
    rtl.mkdir(exist_ok=True)
    for source in (ROOT / 'rtl').rglob('*.sv'):
        (rtl / source.name).write_text(source.read_text())
    return rtl


class Outcome:
    """What a patch's runs said: by whom it is caught, and by whom without the cycle model."""

    def __init__(self, patch, by, alone):
        self.patch, self.by, self.alone = patch, by, alone
        self.lost = None  # a directed trace that was recorded to catch it, and does not

    @classmethod
    def of_runs(cls, suite, patch, rank=None):
        """rank: of a run; so many are made as are enough. None: all are."""
        made = cls(patch, *({kind: [] for kind in KINDS} for _ in range(2)))
        number = suite.number(patch)
        if not rank:
            suite.lint(patch)
        for kind, name, arguments in sorted(suite.runs, key=rank) if rank else suite.runs:
            suite.without(name, arguments)
            if suite.catches(number, arguments):
                made.by[kind].append(name)
                if suite.catches(number, arguments, '--no-model'):
                    made.alone[kind].append(name)
                if rank and not list(made.complaints(suite.groups)):
                    break
            elif kind == 'directed' and rank and rank((kind, name)) < 2:
                made.lost = name
                break
        return made

    @property
    def caught(self):
        return any(self.by.values())

    def row(self):
        rule, story = self.patch.headers['rule'], self.patch.headers.get('story')
        names = sorted(self.by['directed'], key=lambda name: (name not in self.patch.killers,
                                                              not name.startswith(rule.lower())))
        size = '' if self.patch.size == 'default' else ' (%s)' % self.patch.size
        return '| `%s`%s | %s | %s |%s %s | %s |' % (
            self.patch.name, size, rule, self.patch.headers['what'], ' %s |' % story if story else '',
            counts(self.by, ', '.join('`%s`' % name for name in names[:3]) + (', ...' if names[3:] else '')),
            'the same' if self.alone == self.by else counts(self.alone))

    def complaints(self, groups):
        """What is not as it ought to be, or not as the patch's head says."""
        headers, group = self.patch.headers, self.patch.headers['rule'][0].lower()
        if self.lost:
            yield 'is not caught by %s, as is recorded' % self.lost
        if not self.caught:
            yield 'survives'
            return
        for killer in self.patch.killers:
            if not (self.by[killer] if killer in KINDS else any(killer in names for names in self.by.values())):
                yield 'is not killed by ' + killer
        if 'random only' in headers and self.by['directed']:
            yield 'is not caught by random runs only'
        elif 'random only' not in headers and group in groups and not self.by['directed']:
            yield 'is caught by no directed trace'
        if 'timing' in headers and any(self.alone.values()):
            yield 'is not one of timing only'
        elif 'timing' not in headers and not any(self.alone.values()):
            yield 'is caught by the cycle model alone'


class Record:
    """DIR/caught.json: the last outcome of each patch, and the page in ../../results that is made of it."""

    def __init__(self, directory):
        self.path = directory / 'caught.json'
        self.kind = directory.name
        known = json.loads(self.path.read_text()) if self.path.exists() else {'runs': {}, 'patches': {}}
        self.runs, self.patches = known['runs'], known['patches']

    def keep(self, suites, outcomes):
        self.runs.update({size: suite.total() for size, suite in suites.items()})
        for outcome in outcomes:
            self.patches[outcome.patch.name] = {'digest': outcome.patch.digest, 'by': outcome.by,
                                                'alone': outcome.alone}

    def rank(self, patch):
        """Of a run: those first that were recorded to catch it, without the cycle model and with it."""
        kept = self.patches.get(patch.name, {'by': {}, 'alone': {}})
        alone, by = ([name for names in kept[key].values() for name in names] for key in ('alone', 'by'))
        return lambda run: 0 if run[1] in alone else 1 if run[1] in by else 2

    def write(self):
        """Of all patches that are there."""
        patches = [Patch(path) for path in sorted(self.path.parent.glob('*.patch'))]
        names = {patch.name for patch in patches}
        self.patches = {name: kept for name, kept in sorted(self.patches.items()) if name in names}
        write_whole(self.path, json.dumps({'runs': self.runs, 'patches': self.patches}, indent=1) + '\n')
        pages.write(self.kind, self.new_table(patches))

    def new_table(self, patches):
        kept = [Outcome(patch, self.patches[patch.name]['by'], self.patches[patch.name]['alone'])
                for patch in patches if patch.name in self.patches]
        return table(self.runs, kept)

    def check(self, patches):
        groups = {name[0] for kept in self.patches.values() for name in kept['by']['directed']}
        for patch in patches:
            if self.patches.get(patch.name, {}).get('digest') != patch.digest:
                raise Failure('%s.patch is not as it was when its runs were recorded: run it with --record' % patch.name)
            kept = self.patches[patch.name]
            for complaint in Outcome(patch, kept['by'], kept['alone']).complaints(groups):
                raise Failure('%s.patch %s, by its record' % (patch.name, complaint))
        if self.patches.keys() != {patch.name for patch in patches}:
            raise Failure('%s records patches that are not there' % self.path.name)
        if not pages.is_current(self.kind, self.new_table(patches)):
            raise Failure('tests/results/%s.md is not of the record' % self.kind)


def write_whole(path, text):
    part = path.with_name(path.name + '.part')
    part.write_text(text)
    os.replace(part, path)


def counts(by, names=''):
    said = ['%s %d' % (kind, len(by[kind])) for kind in KINDS if by[kind]]
    if said and names:
        said[0] += ' (%s)' % names
    return ', '.join(said) or '-'


def table(runs, outcomes):
    head, line = '| patch | rule | what |', '|---|---|---|'
    if any('story' in outcome.patch.headers for outcome in outcomes):
        head, line = head + ' where |', line + '---|'
    totals = [', '.join('%d %s' % (n, kind) for kind, n in of_size.items()) + (
        '' if size == 'default' else ' in the size `%s`' % size) for size, of_size in sorted(runs.items())]
    return '\n'.join([*textwrap.wrap('Of %s.' % '; '.join(totals), 100), '',
                      head + ' caught by | without the cycle model |', line + '---|---|',
                      *(outcome.row() for outcome in outcomes)])


def report(suites, outcomes):
    print(table({size: suite.total() for size, suite in suites.items()}, outcomes))
    status = 0
    for outcome in outcomes:
        for complaint in outcome.complaints(suites[outcome.patch.size].groups):
            print('%s.patch %s' % (outcome.patch.name, complaint), file=sys.stderr)
            status = 1
    return status


def sign_off(build, kind, outcomes, status):
    """A row of the sign-off table, of all patches of a directory."""
    sys.path.insert(0, str(HERE.parents[1] / 'measure/signoff'))
    import record  # pylint: disable=import-outside-toplevel
    killed = sum(outcome.caught for outcome in outcomes)
    record.write(build, kind, [{
        'metric': {'planted': 'planted bugs caught', 'museum': 'museum: historical bugs killed'}[kind],
        'aim': 'all, each as its patch says', 'result': '%d of %d' % (killed, len(outcomes)), 'met': status == 0,
        'command': 'meson compile -C build ' + kind}])


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def run(suites, patches, jobs, rank=lambda patch: None):
    """The outcomes, and the failures of those that have none."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(Outcome.of_runs, suites[patch.size], patch, rank(patch)) for patch in patches]
        for n, _ in enumerate(concurrent.futures.as_completed(waiting), 1):
            progress('%d of %d' % (n, len(patches)))
    progress('')
    failures = [done.exception() for done in waiting if done.exception()]
    for failure in failures:
        if not isinstance(failure, Failure):
            raise failure
    return [done.result() for done in waiting if not done.exception()], failures


def check(record, patches):
    """Do they fit, and are record and page theirs?"""
    for patch in patches:
        with tempfile.TemporaryDirectory() as directory:
            patch.apply(copy_of_rtl(directory))
    record.check(patches)
    print('%d patches fit' % len(patches))
    return 0


def arguments_of_user():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('names', metavar='NAME', nargs='*', help='of a patch (default: all)')
    parser.add_argument('--dir', type=pathlib.Path, default=HERE, help='of the patches (default: that of this file)')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(),
                        help='patches at once (default: %(default)s)')
    parser.add_argument('--sample', metavar='N', type=int, help='only N of the patches, chosen by --seed')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--enough', action='store_true', help='only so many runs of each as its patch asks for')
    parser.add_argument('--record', action='store_true', help='keep the outcome in DIR/caught.json and tests/results')
    parser.add_argument('--check', action='store_true',
                        help='only see whether the patches fit the RTL, and record and page are of them')
    arguments = parser.parse_intermixed_args()
    arguments.dir = arguments.dir.resolve()
    if arguments.dir.name not in NEEDED or arguments.dir.parent != HERE.parent:
        parser.error('not a directory of patches: %s' % arguments.dir)
    arguments.paths = {path.stem: path for path in sorted(arguments.dir.glob('*.patch'))}
    for name in arguments.names:
        if name not in arguments.paths:
            parser.error('no such patch: ' + name)
    if arguments.enough and arguments.record:
        parser.error('--enough leaves nothing to record')
    if arguments.jobs < 1 or (arguments.sample is not None and not 1 <= arguments.sample <= len(arguments.paths)):
        parser.error('a number out of range')
    return arguments


def main():
    arguments = arguments_of_user()
    try:
        known = {name: Patch(path) for name, path in arguments.paths.items()}
        patches = [known[name] for name in arguments.names or known]
        if arguments.check:
            return check(Record(arguments.dir), list(known.values()))
        if arguments.sample:
            patches = random.Random(arguments.seed).sample(patches, arguments.sample)
        suites = {size: Suite(arguments.build.resolve(), size) for size in sorted({patch.size for patch in patches})}
        record = Record(arguments.dir)
        outcomes, failures = run(suites, patches, arguments.jobs, *[record.rank] * arguments.enough)
        status = report(suites, outcomes)
        if arguments.record:
            record.keep(suites, outcomes)
            record.write()
        if len(outcomes) == len(known) and not arguments.enough:
            sign_off(arguments.build, arguments.dir.name, outcomes, status)
        if failures:
            raise Failure('\n'.join(map(str, failures)))
        return status
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2


if __name__ == '__main__':
    sys.exit(main())
