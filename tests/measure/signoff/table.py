#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the sign-off table: metric, aim, result, and the command to see it.

Each row was written by a run (record.py): in BUILD/signoff/, or, where BUILD has not measured it, in results/ beside this
file, which holds what the last nightly run left. Nothing is measured here, but by --run: then the targets that
measure are built first, one after the other, and what they say goes to BUILD/signoff/NAME.log.

Exit status: 0 every aim is met; 1 one is missed, was not measured, or its run failed; 2 bad usage.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402

RESULTS = HERE / 'results'
VERDICTS = {True: 'met', False: '**missed**', None: '-'}


class Failure(Exception):
    """One line for the user; status 2."""


def measured(directories, name):
    """The newest word on a measurement: of the first directory that has it. None: there is none."""
    for directory in directories:
        file = directory / (name + '.json')
        if file.exists():
            try:
                return json.loads(file.read_text())
            except ValueError:
                raise Failure('%s: not JSON' % file)
    return None


def table(measurements, directories):
    """(its lines, is every aim met)"""
    lines = ['| metric | aim | result | | command | measured |', '|---|---|---|---|---|---|']
    good = True
    for measurement in measurements:
        found = measured(directories, measurement['name'])
        if not found:
            command = '`meson compile -C build %s`' % measurement['target']
            lines.append('| %s | | not measured | **missed** | %s | |' % (measurement['missing'], command))
            good = False
            continue
        for row in found['rows']:
            lines.append('| %s | %s | %s | %s | `%s` | %s, %s |' % (
                row['metric'], row['aim'], row['result'], VERDICTS[row['met']], row['command'],
                found['day'], found['commit']))
            good = good and row['met'] is not False
    return lines, good


def run(build, measurements):
    """Builds the targets that measure. Is each of them content?"""
    good = True
    (build / 'signoff').mkdir(exist_ok=True)
    for measurement in measurements:
        begin = time.monotonic()
        with open(build / 'signoff' / (measurement['name'] + '.log'), 'w') as log:
            status = subprocess.run([os.environ.get('NINJA', 'ninja'), '-C', build, measurement['target']],
                                    stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT).returncode
        print('%s: %s, %d s' % (measurement['target'], 'failed, see ' + log.name if status else 'ok',
                                time.monotonic() - begin), file=sys.stderr)
        good = good and not status
    return good


def keep(build, measurements):
    """What BUILD has measured becomes results/, which the repository holds, and the page ../../results/signoff.md."""
    RESULTS.mkdir(exist_ok=True)
    for measurement in measurements:
        file = build / 'signoff' / (measurement['name'] + '.json')
        if file.exists():
            shutil.copyfile(file, RESULTS / file.name)
    lines, _ = table(measurements, [RESULTS])
    pages.write('signoff', '\n'.join(lines))


def check(measurements):
    """Is the page of the table the one that results/ makes?"""
    lines, _ = table(measurements, [RESULTS])
    if not pages.is_current('signoff', '\n'.join(lines)):
        raise Failure('tests/results/signoff.md is not what tests/measure/signoff/results makes; table.py BUILD --keep writes it')
    print('%d rows as measured' % (len(lines) - 2))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--run', action='store_true', help='measure all first: hours')
    parser.add_argument('--only', metavar='NAME', action='append', help='only this measurement (may be repeated)')
    parser.add_argument('--keep', action='store_true', help='copy what BUILD has measured to results/, and make the page of the table anew')
    parser.add_argument('--check', action='store_true', help='only see whether the page of the table is that of results/')
    arguments = parser.parse_args()
    measurements = tomllib.loads((HERE / 'measurements.toml').read_text())['measurement']
    chosen = [m for m in measurements if not arguments.only or m['name'] in arguments.only]
    try:
        if len(chosen) < len(set(arguments.only or [])):
            raise Failure('no such measurement in measurements.toml: %s' % ', '.join(arguments.only))
        if not (arguments.build / 'build.ninja').exists():
            raise Failure('%s: not a build directory' % arguments.build)
        if arguments.check:
            check(measurements)
            return 0
        ran = not arguments.run or run(arguments.build, chosen)
        if arguments.keep:
            keep(arguments.build, measurements)
        lines, good = table(chosen, [arguments.build / 'signoff', RESULTS])
        print(*lines, sep='\n')
        return 0 if ran and good else 1
    except (Failure, OSError) as failure:
        print('table.py: %s' % failure, file=sys.stderr)
        return 2


sys.exit(main())
