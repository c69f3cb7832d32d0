#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Can run.py say that a mutant survives? TAP.

In place of the regression it gets a trace that asks next to nothing. So most mutants must survive it, and each be named;
and those that it kills, for an output is stuck, must be killed. BUILD is the build directory.
"""
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = 40


def run(*arguments):
    return subprocess.run([HERE / 'run.py', *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)


def main(build):
    program = pathlib.Path(build) / 'tests/faults/mutation/pagewalk-mutants-0'
    said = run(build, '--group', '0', '--sample', str(SAMPLE), '--jobs', '1', '--trace', HERE / 'idle.trace')
    counts = re.search(r'; (\d+) run, (\d+) killed .*, (\d+) survive', said.stdout)
    ran, killed, survive = map(int, counts.groups()) if counts else (0, 0, 0)
    none = subprocess.run([program, 'run', HERE / 'idle.trace'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, 'PAGEWALK_MUTANT': 'one'})
    checks = [
        ('survivors are status 1', said.returncode == 1),
        ('the sample is run', SAMPLE // 2 < ran <= SAMPLE and killed + survive == ran),
        ('most survive a trace that asks nothing', survive > ran // 2),
        ('each is named', said.stdout.count('survives: ') == survive),
        ('what is no mutant is status 2', run(build, '--group', '0', '1000000').returncode == 2),
        ('what is no number is status 2', none.returncode == 2),
    ]
    print('1..%d' % len(checks))
    for n, (what, good) in enumerate(checks, 1):
        print('%s %d - %s' % ('ok' if good else 'not ok', n, what))
    if not all(good for _, good in checks):
        print(said.stdout, said.stderr, file=sys.stderr)
        return 1
    return 0


sys.exit(main(sys.argv[1]))
