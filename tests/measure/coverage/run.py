#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which lines ran, which branches were taken, which bits toggled?

In BUILD/coverage, a build of its own (the RTL with Verilator's counters, C with gcov's), the runs of the suite are made. A
point of the RTL (a block of lines, a branch, a bit of a signal) is covered when it is in any size and any instance of its module.
Registers start at 0 here, so that a random start is no toggle. What is not covered, and not in excluded.toml with
its reason, is printed for rtl/, model/ and what judges (the library `judge` of harness/), a line each; then the sums.
BUILD/coverage/html has pages, also of the rest of harness/.

Exit status: 0 all of these is covered or excluded; 1 not all, or something is excluded that is covered or
not there; 2 bad usage, a build or a run that failed.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent / 'signoff')]
sys.path.append(str(HERE.parents[1]))
import c_counts  # noqa: E402
import constants  # noqa: E402
import excluded  # noqa: E402
import pages  # noqa: E402
import record  # noqa: E402
import rtl_counts  # noqa: E402
from failure import Failure  # noqa: E402

SUITES = 'unit', 'directed', 'vectors', 'random', 'os', 'soak', 'fuzz'
NOT_HERE = {
    'planted os',  # builds programs of its own, which have not these counters
    'shrinking',   # limits the size of files, and gcov's are files, too
}
# With gcov's counters gcc warns of uses before a value that are not there.
SETUP = '-Dcoverage=true', '-Db_coverage=true', '-Dbuildtype=debug', '-Doptimization=1', '-Dwerror=false'
COUNTS = 'rtl_counts.json'
COMMAND = 'meson compile -C build code_coverage'


def call(*command, **options):
    if subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=sys.stderr, **options).returncode:
        raise Failure('failed: %s' % ' '.join(map(str, command)))


def tests_of(directory, suites):
    """The names of the tests of these suites, without those that cannot run here."""
    said = subprocess.run(['meson', 'introspect', '--tests', directory], stdout=subprocess.PIPE, check=True)
    return [test['name'] for test in json.loads(said.stdout)
            if test['name'] not in NOT_HERE and set(suites) & {suite.split(':')[-1] for suite in test['suite']}]


def run_suites(directory, suites, **environment):
    call('meson', 'test', '-C', directory, '-t', '20', *tests_of(directory, suites), env={**os.environ, **environment})


def make_runs(directory, suites):
    """Runs the suites. C's counts are left in the build, those of the RTL in COUNTS."""
    for old in directory.rglob('*.gcda'):
        old.unlink()
    with rtl_counts.Collector(directory / 'counts') as collector:
        run_suites(directory, suites, PAGEWALK_COVERAGE=str(collector.directory))
    collector.keep(directory / COUNTS)


def judging(directory):
    """The files of the library `judge`, from the top of the repository."""
    entries = json.loads((directory / 'compile_commands.json').read_text())
    return {str((directory / entry['file']).resolve().relative_to(ROOT)) for entry in entries
            if pathlib.Path(entry['output']).parent.name == 'libjudge.a.p'}


def row(folder, kind, points, aim):
    """Of the points of one kind: a row of the sign-off table."""
    covered = sum(bool(point.count) for point in points)
    constant = sum(point.why == constants.CONSTANT for point in points)
    proved = sum(point.why.startswith(excluded.PROVED) for point in points)
    out = sum(bool(point.why) for point in points) - constant - proved
    of = len(points) - out - constant - proved
    words = ['%d of %d (%.2f %%)' % (covered, of, 100 * covered / max(1, of))]
    words += ['%d are constants' % constant] * bool(constant) + ['%d proved' % proved] * bool(proved) + ['%d excluded' % out] * bool(out)
    return {'metric': 'code coverage of %s: %s' % (folder, kind), 'aim': '100 %, but for what is excluded' if aim else '',
            'result': ', '.join(words), 'met': covered == of if aim else None, 'command': COMMAND}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--suite', action='append', metavar='NAME', choices=SUITES,
                        help='only this one; can be repeated (default: %s)' % ', '.join(SUITES))
    parser.add_argument('--again', action='store_true', help='make no run: what did the last ones leave?')
    parser.add_argument('--write', action='store_true', help='make tests/results/coverage.md anew; of all suites only')
    arguments = parser.parse_args()
    if arguments.write and arguments.suite:
        parser.error('--write: the page is of all suites')
    directory = arguments.build.resolve() / 'coverage'
    try:
        if not (arguments.build / 'build.ninja').exists():
            raise Failure('%s: not a build directory' % arguments.build)
        exclusions = excluded.read(HERE / 'excluded.toml')
        if not (directory / 'build.ninja').exists():
            call('meson', 'setup', directory, ROOT, *SETUP)
        # The list of tests is that of the last configuration, and files may have come since.
        call(os.environ.get('NINJA', 'ninja'), '-C', directory, 'build.ninja')
        if not arguments.again:
            make_runs(directory, arguments.suite or SUITES)
        rtl = rtl_counts.points(directory / COUNTS)
        c = c_counts.points(directory, ['model', 'harness'])
        constants.mark(directory, rtl)
        complaints = excluded.apply(exclusions, rtl + c)
        rtl_counts.pages(directory, rtl)
    except (Failure, OSError) as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2
    rows = []
    judge = judging(directory)
    parts = {
        'rtl/': rtl,
        'model/': [point for point in c if point.folder == 'model'],
        'what judges': [point for point in c if point.file in judge],
        'harness/': [point for point in c if point.folder == 'harness' and point.file not in judge],
    }
    for name, here in parts.items():
        aim = name != 'harness/'
        for point in here:
            if aim and not point.count and not point.why:
                print(point)
        rows += [row(name, kind, [point for point in here if point.kind == kind], aim)
                 for kind in dict.fromkeys(point.kind for point in here)]
    print('\n'.join(complaints + ['%s: %s' % (row['metric'], row['result']) for row in rows]))
    if arguments.write:
        pages.write('coverage', '\n'.join(['| what | covered | aim |', '|---|---|---|', *(
            '| %(metric)s | %(result)s | %(aim)s |' % row for row in rows)]))
    if not arguments.suite:
        record.write(arguments.build, 'coverage', rows)
    return int(bool(complaints) or not all(row['met'] in (True, None) for row in rows))


if __name__ == '__main__':
    sys.exit(main())
