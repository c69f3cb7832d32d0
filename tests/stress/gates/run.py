#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the netlist do what the RTL does?

PROGRAM is a pagewalk with a netlist of gates in the RTL's place. It makes all runs that the suite of BUILD makes with
`pagewalk-small`, whose size it has, directed and real traces, random seeds, scenarios of the operating system, and the
vectors: every pin compared with the cycle model in every cycle, every answer with the oracle.

Exit status: 0 all agree; 1 a run does not; 2 bad usage, or no such runs.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'measure/signoff'))
import record  # noqa: E402

KINDS = {'directed': 'pagewalk-small', 'random': 'pagewalk-small', 'real': 'pagewalk-small', 'os': 'pagewalk-small',
         'vectors': 'pagewalk'}
QUICK = 'directed', 'random'
FAR = 'counter_1_far'


def runs(build, kinds, quick):
    """(kind, name, arguments) of what the suite runs."""
    for test in json.loads((build / 'meson-info/intro-tests.json').read_text()):
        kind, (program, *arguments) = test['suite'][0].split(':')[-1], test['cmd']
        # A netlist keeps no count of cycles that wait: a slow memory tells of it what a fast one does. Nor need all its
        # counters count far: of what Yosys reads, which makes the netlist, ../../proof shows that each bit of them counts.
        skipped = quick and ('--slow' in arguments or any(FAR in argument for argument in arguments))
        if kind in kinds and os.path.basename(program) == KINDS[kind] and not skipped:
            yield kind, test['name'], arguments


def execute(program, run):
    """(run, cycles, what it said if it failed)"""
    kind, name, arguments = run
    with tempfile.TemporaryDirectory() as directory:
        summary = pathlib.Path(directory) / 'summary.json'
        said = subprocess.run([program, arguments[0], '--json', summary, *arguments[1:]], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        parts = json.loads(summary.read_text()) if summary.exists() else {}
    cycles = sum(part['cycles'] for key in ('runs', 'files') for part in parts.get(key, []))
    failed = '%s %s: status %d of %s\n%s' % (kind, name, said.returncode, shlex.join(arguments), said.stdout)
    return run, cycles, failed if said.returncode else ''


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('program', metavar='PROGRAM', type=pathlib.Path, help='pagewalk with the netlist')
    parser.add_argument('--quick', action='store_true',
                        help='only directed traces and random seeds, no slow memory, no counter that counts far; no row for the sign-off table')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='runs at once (default: %(default)s)')
    arguments = parser.parse_args()
    if arguments.jobs < 1:
        parser.error('a number out of range')
    try:
        chosen = list(runs(arguments.build, QUICK if arguments.quick else KINDS, arguments.quick))
    except (OSError, ValueError) as error:
        print('run.py: %s' % error, file=sys.stderr)
        return 2
    if not chosen or not os.access(arguments.program, os.X_OK):
        print('run.py: no runs in %s, or no program %s' % (arguments.build, arguments.program), file=sys.stderr)
        return 2
    done = []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for outcome in pool.map(lambda run: execute(arguments.program.resolve(), run), chosen):
            done.append(outcome)
            progress('%d of %d' % (len(done), len(chosen)))
    progress('')
    failures = [said for _, _, said in done if said]
    cycles = sum(count for _, count, _ in done)
    result = '%d runs, %.1f million cycles, %d mismatches' % (len(done), cycles / 1e6, len(failures))
    print(*failures, result, sep='\n')
    if not arguments.quick:
        record.write(arguments.build, 'gates', [{
            'metric': 'gate-level netlist in lockstep', 'aim': 'no mismatch', 'result': result,
            'met': not failures and cycles > 0, 'command': 'meson compile -C build gates'}])
    return 1 if failures else 0


sys.exit(main())
