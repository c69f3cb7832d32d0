#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The minute after an edit: is it still right, as far as the default size tells?

  quick.py BUILD [--jobs N]     (or: meson compile -C BUILD quick)

Builds `pagewalk` and the unit tests, and runs what most often tells: the unit tests that the edit made anew since they
passed here, all directed traces and pin scripts of the default size, the untouched pieces of what real kernels did, 64
random seeds, and 64 with the locality of programs (`random --local`). The whole suite asks the same and much more, in
all sizes. Prints a line for each, with its seconds of the clock.

Exit status: 0 all passed; 1 something failed; 2 bad usage, or it does not build.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]


class Failure(Exception):
    """One line for the user; status 2."""


def load(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        raise Failure('%s: not a build directory' % path.parents[1]) from None


def build(directory, targets):
    start = time.monotonic()
    if subprocess.run(['ninja', '-C', str(directory), '--quiet', *targets], stdout=sys.stderr).returncode:
        raise Failure('it does not build')
    print('%6.1f s  built' % (time.monotonic() - start), flush=True)


def unit_tests(tests):
    return [test for test in tests if test['suite'][0].endswith(':unit')]


def files_of(tests, suite):
    """What `pagewalk run` is given in the tests of a suite, in the default size."""
    return [test['cmd'][-1] for test in tests if test['suite'][0].endswith(':' + suite) and
            pathlib.Path(test['cmd'][0]).name == 'pagewalk' and test['cmd'][1] == 'run' and len(test['cmd']) == 3]


class Unit:
    """A unit test; it has passed as it is when its mark is not older than its program."""

    def __init__(self, directory, test):
        self.name, self.command, self.env = test['name'], test['cmd'], test['env']
        self.mark = directory / 'quick' / test['name']

    def is_new(self):
        program = pathlib.Path(self.command[0])
        return not self.mark.exists() or self.mark.stat().st_mtime_ns < program.stat().st_mtime_ns

    def passed(self):
        self.mark.parent.mkdir(exist_ok=True)
        self.mark.touch()


class Run:
    """Something that `pagewalk` does."""

    def __init__(self, directory, name, *arguments):
        self.name, self.command, self.env = name, [str(directory / 'pagewalk'), *arguments], {}

    def passed(self):
        pass


def execute(job):
    start = time.monotonic()
    done = subprocess.run(job.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, **job.env}, text=True, errors='replace')
    if done.returncode == 0:
        job.passed()
    return job, done, time.monotonic() - start


def told(text):
    """What a failure says: the lines that name one, or else the last."""
    lines = [line for line in text.splitlines() if line.startswith(('MISMATCH', 'not ok', 'pagewalk:'))]
    return lines[:5] or text.splitlines()[-5:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--jobs', type=int, default=os.cpu_count(), help='at once (default: as many as processors)')
    arguments = parser.parse_args()
    directory = arguments.build.resolve()
    try:
        tests = load(directory / 'meson-info/intro-tests.json')
        units = [Unit(directory, test) for test in unit_tests(tests)]
        programs = sorted({os.path.relpath(unit.command[0], directory) for unit in units})
        build(directory, ['pagewalk', *programs])
    except Failure as failure:
        print('quick.py: %s' % failure, file=sys.stderr)
        return 2
    raw = sorted(str(path) for path in (ROOT / 'traces').glob('linux_*_raw.trace.zst'))
    jobs = [Run(directory, 'directed traces and pin scripts', 'run', *files_of(tests, 'directed')),
            Run(directory, 'pieces of real kernels', 'run', *raw),
            Run(directory, '64 seeds', 'random', '--count', '64'),
            Run(directory, '64 seeds with locality', 'random', '--local', '--count', '64')]
    jobs += [unit for unit in units if unit.is_new()]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max(arguments.jobs, 1)) as pool:
        for job, done, seconds in pool.map(execute, jobs):
            print('%6.1f s  %s%s' % (seconds, job.name, '' if done.returncode == 0 else ': FAILED'), flush=True)
            if done.returncode:
                failed += 1
                print('\n'.join('          ' + line for line in told(done.stdout)), flush=True)
    print('%d passed, %d failed' % (len(jobs) - failed, failed))
    return int(failed > 0)


if __name__ == '__main__':
    sys.exit(main())
