#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Mutants of the RTL that no test was written for: drawn anew, by the day, of two sizes.

For each size of --size a build directory BUILD/mutation-SIZE is made, with mutants that are drawn by --seed, and of each file
of the RTL --each at least. run.py runs them, and prove.py is asked of those that survive: does it act as the RTL
does? Both leave what they know in these directories, so that what was interrupted goes on; another seed begins anew.
Prints what is neither killed nor proved. A row for each size is left for the sign-off table in BUILD/signoff.

Exit status: 0 every mutant is killed or proved; 1 one is not; 2 bad usage, what does not build or run.
"""
import argparse
import collections
import datetime
import os
import pathlib
import subprocess
import sys

import run

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SIZES = 'small', 'default'


def make(directory, size, seed, each, groups):
    """The netlists with the mutants, as the build makes them."""
    options = ['-Dmutant_size=' + size, '-Dmutant_seed=%d' % seed, '-Dmutants_each=%d' % each]
    there = (directory / 'build.ninja').exists()
    for command in ['meson', *(['configure'] if there else ['setup']), *options, str(directory), *([] if there else [str(ROOT)])], \
            [os.environ.get('NINJA', 'ninja'), '-C', str(directory), *('tests/faults/mutation/pagewalk-mutants-%d' % g for g in groups)]:
        if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).returncode:
            raise run.Failure('fails: ' + ' '.join(command))


def prove(build, numbers, seconds, jobs):
    """{number: what prove.py says}, of survivors."""
    if not numbers:
        return {}
    said = subprocess.run([HERE / 'prove.py', build, *map(str, numbers), '--seconds', str(seconds), '--jobs', str(jobs)],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if said.returncode not in (0, 1):
        raise run.Failure('prove.py: ' + said.stderr.strip()[-1000:])
    return dict(zip(numbers, (line.split(' | ')[-1] for line in said.stdout.splitlines())))


def outcome(directory, size, arguments):
    """Prints what is open. (its row, was everything killed or proved)"""
    groups = range(4) if arguments.group is None else [arguments.group]
    make(directory, size, arguments.seed, arguments.each, groups)
    regression = run.Regression(directory, run.DEFAULT_KINDS, [])
    numbers = [n for n, mutant in regression.mutants.items() if mutant['group'] in groups]
    files = collections.Counter(mutant['src'].split(':')[0] for mutant in regression.mutants.values())
    results = run.run(regression, numbers, arguments.jobs, directory / 'mutation/results.jsonl')
    alive = [result['mutant'] for result in results if result['end'] == 'survived']
    known = prove(directory, alive, arguments.seconds, arguments.jobs)
    proved = sum(what.startswith('proved') for what in known.values())
    for number in alive:
        if not known[number].startswith('proved'):
            mutant = regression.mutants[number]
            print('survives: size %s, seed %d, number %d: %s | %s | %s' % (
                size, arguments.seed, number, mutant['name'], mutant['src'], known[number]))
    print('%s: %s' % (size, ', '.join('%s %d' % item for item in sorted(files.items()) if item[0])))
    dead, of = len(results) - len(alive), len(results) - proved
    return {'metric': 'mutants of the RTL, drawn anew, size `%s`' % size, 'aim': 'all killed that are not proved equivalent',
            'result': '%d of %d, %d more proved equivalent; seed %d' % (dead, of, proved, arguments.seed), 'met': dead == of,
            'command': 'tests/faults/mutation/fresh.py build --seed %d' % arguments.seed}


def main():
    today = int(datetime.date.today().strftime('%Y%m%d'))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--seed', metavar='N', type=int, default=today, help='which mutants (default: the day, %(default)s)')
    parser.add_argument('--size', choices=SIZES, action='append', help='only this one')
    parser.add_argument('--group', metavar='G', type=int, choices=range(4), help='only one netlist of four; no row is left')
    parser.add_argument('--each', metavar='N', type=int, default=30, help='mutants of each file of the RTL (default: %(default)s)')
    parser.add_argument('--seconds', metavar='N', type=int, default=60, help='for each proof (default: %(default)s)')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='mutants at once (default: %(default)s)')
    arguments = parser.parse_args()
    if arguments.seed < 1 or arguments.each < 0 or arguments.seconds < 1 or arguments.jobs < 1:
        parser.error('a number out of range')
    rows = []
    try:
        if not (arguments.build / 'build.ninja').exists():
            raise run.Failure('%s: not a build directory' % arguments.build)
        for size in arguments.size or SIZES:
            rows.append(outcome(arguments.build.resolve() / ('mutation-' + size), size, arguments))
    except (run.Failure, OSError) as failure:
        run.progress('')
        print('fresh.py: %s' % failure, file=sys.stderr)
        return 2
    print(*('%(metric)s: %(result)s' % row for row in rows), sep='\n')
    if arguments.group is None and not arguments.size:
        sys.path.insert(0, str(HERE.parents[1] / 'measure/signoff'))
        import record  # pylint: disable=import-outside-toplevel
        record.write(arguments.build, 'mutation_fresh', rows)
    return 0 if all(row['met'] for row in rows) else 1


if __name__ == '__main__':
    sys.exit(main())
