#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How small do random runs that meet a planted bug become?

For each NAME of ../../faults/planted the program with all bugs runs random seeds with that one selected, as run.py does
there, from 1 on until one fails. Its script, made by --shrink, must fail with the bug on the same pin, pass without the bug,
and without any one of its events pass with the bug. BUILD is a build directory in which pagewalk-bugs is up to date; it
is only read, but for BUILD/signoff/shrink.json, which is written when no NAME is given.

Prints a Markdown table, a row a bug. Exit status: 0 all as it must be; 1 a bug is not found, or its script is not as it
must be; 2 bad usage, a patch that does not fit.
"""
import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = str(HERE.parents[1] / 'faults/planted'), str(HERE.parents[1] / 'measure/signoff')
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402
import record  # noqa: E402
import run  # noqa: E402

NAMES = ('a11_asid_not_held', 'e01_superpage_of_sv32', 'f05_race_ignored', 'h02_napot_any_size', 'j13_global_sticks',
         'j16_fence_lost', 'j18_lock_lost', 'n01_answer_not_held', 'n07_stale_after_reset', 'n12_hit_counted_again',
         'segment_2_no_wrap', 'x05_failed_load', 'x22_absent_by_data', 'x27_global_without_pge')
SEEDS = 256
NOTHING = 'no translation was compared'
SHRUNK = re.compile(r'shrunk from (\d+) events to (\d+) in (\d+) cycles')


def pagewalk(program, bug, *arguments):
    """Its status, and what it said. A script in which nothing is left to be compared does not fail."""
    said = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=run.TIMEOUT, env={**os.environ, 'PAGEWALK_MUTANT': str(bug)})
    if said.returncode == 2 and NOTHING in said.stdout:
        return 0, said.stdout
    if said.returncode not in (0, 1):
        raise run.Failure('status %d of %s: %s' % (said.returncode, arguments[0], said.stdout.strip()))
    return said.returncode, said.stdout


def pin(said):
    """What failed: the pin, or the verdict's first words."""
    return re.search(r'^MISMATCH .*?, cycle \d+: (pin \w+|oracle: \w+)', said, re.MULTILINE)[1]


def pieces(script):
    """The script without each of its events."""
    lines = script.read_text().splitlines(keepends=True)
    for i, line in enumerate(lines):
        if line[0].isdigit():
            yield ''.join(lines[:i] + lines[i + 1:])


class Bug:
    def __init__(self, suite, patch):
        self.patch = patch
        self.events, self.complaint = None, None
        with tempfile.TemporaryDirectory() as directory:
            directory = pathlib.Path(directory)
            self.look(suite.program, suite.number(patch), directory / 'a.pins', directory / 'piece.pins')

    def look(self, program, bug, script, piece):
        start = time.monotonic()
        status, said = pagewalk(program, bug, 'random', '--count', str(SEEDS), '--shrink', script)
        self.seconds = time.monotonic() - start
        if not status:
            self.complaint = 'is not found in %d seeds' % SEEDS
            return
        self.pin = pin(said)
        self.seed = re.search(r'MISMATCH seed (\d+)', said)[1]
        self.recorded, self.events, self.cycles = map(int, SHRUNK.search(said).groups())
        status, again = pagewalk(program, bug, 'run', script)
        if not status or pin(again) != self.pin:
            self.complaint = 'has a script that does not fail on %s' % self.pin
        elif pagewalk(program, 0, 'run', script)[0]:
            self.complaint = 'has a script that fails without it'
        for text in pieces(script):
            piece.write_text(text)
            status, again = pagewalk(program, bug, 'run', piece)
            if status and pin(again) == self.pin:
                self.complaint = 'has a script that is not minimal'

    def row(self):
        if self.events is None:
            return '| `%s` | %s | - | - | - | - | - |' % (self.patch.name, self.patch.headers['what'])
        return '| `%s` | %s | %s | %s | %d | %d | %.1f |' % (
            self.patch.name, self.patch.headers['what'], self.pin.replace('pin ', ''), format(self.recorded, ','), self.events,
            self.cycles, self.seconds)


def report(bugs, build, whole, write):
    lines = ['| patch | what | seen on | events recorded | events left | cycles | seconds |', '|---|---|---|---|---|---|---|',
             *(bug.row() for bug in bugs)]
    wrong = [bug for bug in bugs if bug.complaint]
    for bug in wrong:
        print('%s %s' % (bug.patch.name, bug.complaint), file=sys.stderr)
    left = [bug.events for bug in bugs if bug.events is not None]
    if left:
        lines += ['', '%d of %d bugs; events left: median %g, most %d'
                  % (len(bugs) - len(wrong), len(bugs), statistics.median(left), max(left))]
    print(*lines, sep='\n')
    if write:
        pages.write('shrink', '\n'.join(lines))
    if whole and left:
        record.write(build, 'shrink', [{
            'metric': 'planted bugs that a random run finds and shrinks to a minimal script',
            'aim': 'all of a sample',
            'result': '%d of %d; of %g events in the median, %d at most'
                      % (len(bugs) - len(wrong), len(bugs), statistics.median(left), max(left)),
            'met': not wrong,
            'command': 'meson compile -C build shrink'}])
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('names', metavar='NAME', nargs='*', help='of a patch (default: %s)' % ', '.join(NAMES))
    parser.add_argument('--write', action='store_true', help='make tests/results/shrink.md anew; of the default patches only')
    arguments = parser.parse_args()
    if arguments.write and arguments.names:
        parser.error('--write: the page is of the default patches')
    paths = {path.stem: path for kind in ('planted', 'museum') for path in (HERE.parents[1] / 'faults' / kind).glob('*.patch')}
    for name in arguments.names:
        if name not in paths:
            parser.error('no such patch: ' + name)
    try:
        suite, bugs = run.Suite(arguments.build.resolve()), []
        for name in arguments.names or NAMES:
            run.progress(name)
            bugs.append(Bug(suite, run.Patch(paths[name])))
        run.progress('')
        return report(bugs, arguments.build, not arguments.names, arguments.write)
    except run.Failure as failure:
        print('planted.py: %s' % failure, file=sys.stderr)
        return 2


if __name__ == '__main__':
    sys.exit(main())
