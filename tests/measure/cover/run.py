#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the regression hit the functional coverage model?

Makes the runs of the suites directed, random, updates, vectors, real and os that BUILD knows, in all sizes, each with --cover;
adds the files up, and prints for each group of the model how many bins there are and how many of them were hit
(pagewalk cover --help). Bins that cannot be hit are listed in excluded.txt beside this file, with the reason.
The files go to BUILD/cover; BUILD must be up to date. A test of the suite that leaves such a file itself (PAGEWALK_COVER) is
not made again, while the file is younger than all that the run reads.

Exit status: 0 every bin was hit that is not excluded, and there are as many as the aim says; 1 not so: the names of
the others are printed on standard error; or an excluded bin was hit; 2 bad usage, or a run that fails.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / 'tests/measure/signoff'))
sys.path.append(str(ROOT / 'tests'))
import pages  # noqa: E402
import record  # noqa: E402

KINDS = 'directed', 'random', 'updates', 'vectors', 'real', 'os'
AIM = 5000  # bins
TIMEOUT = 3600  # seconds, of one run


class Failure(Exception):
    """One line for the user; status 2."""


def runs_of(build, kinds, outside):
    """(name, program, arguments, file that the test leaves or None), of all sizes; outside: also those whose files are
    not kept in the project."""
    tests = build / 'meson-info/intro-tests.json'
    if not tests.exists():
        raise Failure('%s: not a build directory' % build)
    runs = []
    for test in json.loads(tests.read_text()):
        kind = test['suite'][0].split(':')[-1]
        program, *arguments = test['cmd']
        program = pathlib.Path(program).resolve()
        files = [pathlib.Path(a).resolve() for a in arguments if '/' in a]
        if kind in kinds and program.parent == build and program.name.split('-')[0] == 'pagewalk' and \
                (outside or all(ROOT in file.parents for file in files)):
            runs.append(('%s %s' % (kind, test['name']), program, arguments, test['env'].get('PAGEWALK_COVER')))
    if not runs:
        raise Failure('%s: no runs' % build)
    for program in {program for _, program, *_ in runs}:
        if not program.exists():
            raise Failure('%s is not built' % program)
    return runs


def is_fresh(file, read):
    """Is it younger than all that was read for it?"""
    try:
        made = os.stat(file).st_mtime_ns
        return all(os.stat(path).st_mtime_ns < made for path in read)
    except FileNotFoundError:
        return False


def make(build, directory, run):
    name, program, arguments, left = run
    if left and is_fresh(left, [build / 'meson-info/intro-tests.json', program, *(a for a in arguments if '/' in a)]):
        return left
    file = directory / (re.sub(r'[^A-Za-z0-9.]+', '_', name) + '.cover')
    file.unlink(missing_ok=True)
    said = subprocess.run([program, arguments[0], '--cover', file, *arguments[1:]], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT)
    if said.returncode:
        raise Failure('%s: status %d\n%s' % (name, said.returncode, said.stdout))
    return file


def make_all(build, runs, jobs):
    directory = build / 'cover'
    directory.mkdir(exist_ok=True)
    for old in directory.glob('*.cover'):
        old.unlink()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(make, build, directory, run) for run in runs]
        for n, done in enumerate(concurrent.futures.as_completed(waiting), 1):
            if done.exception():
                for other in waiting:
                    other.cancel()
                raise done.exception()
            progress('%d of %d runs' % (n, len(runs)))
    progress('')
    return [done.result() for done in waiting]


def cover(build, *arguments):
    """What `pagewalk cover` says: its status, and its output."""
    said = subprocess.run([build / 'pagewalk', 'cover', '--excluded', HERE / 'excluded.txt', *arguments],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if said.returncode == 2:
        raise Failure(said.stderr.strip())
    sys.stderr.write(said.stderr)
    return said.returncode, said.stdout


def table(groups):
    return ['| group | what | bins | hit | excluded |', '|---|---|---|---|---|',
            *('| `%s` | %s | %d | %d | %s |' % (name, group['what'], group['bins'], group['hit'], group['excluded'] or '')
              for name, group in groups.items())]


def report(build, files, markdown):
    """The status, and the numbers."""
    summary = build / 'cover/summary.json'
    status, text = cover(build, '--json', summary, *files)
    numbers = json.loads(summary.read_text())
    if markdown:
        print(*table(numbers['groups']), sep='\n')
    else:
        print(text, end='')
    _, holes = cover(build, '--holes', *files) if numbers['hit'] < numbers['bins'] else (0, '')
    for hole in holes.splitlines()[:40]:
        print('not hit: ' + hole, file=sys.stderr)
    if len(holes.splitlines()) > 40:
        print('and %d more' % (len(holes.splitlines()) - 40), file=sys.stderr)
    return status, numbers


def signoff(build, numbers, met):
    percent = 100 * numbers['hit'] // numbers['bins']
    record.write(build, 'cover', [{
        'metric': 'functional coverage',
        'aim': 'all of at least %d bins' % AIM,
        'result': '%d of %d bins (%d %%), %d excluded' % (numbers['hit'], numbers['bins'], percent, numbers['excluded']),
        'met': met,
        'command': 'meson compile -C build cover',
    }])


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(),
                        help='runs at once (default: %(default)s)')
    parser.add_argument('--suites', metavar='S,S,...', default=','.join(KINDS),
                        help='of these suites only; nothing is recorded then (default: %(default)s)')
    parser.add_argument('--table', action='store_true', help='print the report as a Markdown table')
    parser.add_argument('--write', action='store_true', help='make tests/results/cover.md anew; of all suites only')
    arguments = parser.parse_args()
    kinds = arguments.suites.split(',')
    if not set(kinds) <= set(KINDS):
        parser.error('suites are: ' + ', '.join(KINDS))
    if arguments.jobs < 1:
        parser.error('a number out of range')
    if arguments.write and set(kinds) != set(KINDS):
        parser.error('--write: the page is of all suites')
    build = arguments.build.resolve()
    start = time.monotonic()
    try:
        runs = runs_of(build, kinds, outside=False)
        status, numbers = report(build, make_all(build, runs, arguments.jobs), arguments.table)
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2
    met = not status and numbers['hit'] == numbers['bins'] >= AIM
    total = '%d of %d bins hit, %d excluded' % (numbers['hit'], numbers['bins'], numbers['excluded'])
    print('%d runs in %d s: %s' % (len(runs), time.monotonic() - start, total))
    if arguments.write:
        pages.write('cover', '\n'.join([*table(numbers['groups']), '', '%d runs: %s.' % (len(runs), total)]))
    if set(kinds) == set(KINDS):
        signoff(build, numbers, met)
    return 0 if met else 1


sys.exit(main())
