#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the structures behind the TLBs bring: cycles and PTE reads of real kernels, by preset and by latency.

For each preset of meson_options.txt, and for two TLBs of 16 entries with nothing behind them, a `pagewalk` is built in
BUILD/figures/PRESET. Each replays the traces with the RTL and the judge, without the cycle model: both ports at once, as fast as
the MMU takes the requests, with a memory that answers each read after L cycles. Prints a table for each figure: of each trace,
and the geometric mean. What was measured is kept in BUILD/figures/figures.json.

Traces are those of traces/, and with --all those of ../shared/traces besides, which is an hour.

Exit status: 0 all was measured; 1 a run does not agree with the judge; 2 bad usage, what does not build or run.
"""
import argparse
import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402

PRESETS = {'16 + 16': 'none', 'tiny': 'tiny', 'small': 'small', 'default': 'default', 'large': 'large'}
LATENCIES = 4, 20, 40, 150
FIRST = 'linux_rv32_raw', 'linux_rv32_thin', 'linux_rv39_raw', 'linux_rv39_thin', 'linux_rv48_thin', 'linux_rv57_thin', \
    'linux_x4_raw', 'linux_x4_thin'
MORE = 'linux_rv32_wl_full', 'linux_rv39_fork_full', 'linux_rv48_napot_full', 'linux_rv57_deb_full', 'linux_x4_pti_full'


class Failure(Exception):
    """One line for the user; status 2."""


class Mismatch(Exception):
    """One line for the user; status 1."""


def build(directory, preset):
    """The program of a preset."""
    there = (directory / 'build.ninja').exists()
    for command in ['meson', 'configure' if there else 'setup', '-Dpreset=' + preset, str(directory), *([] if there else [str(ROOT)])], \
            [os.environ.get('NINJA', 'ninja'), '-C', str(directory), 'pagewalk']:
        if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode:
            raise Failure('fails: ' + ' '.join(command))
    return directory / 'pagewalk'


def traces(everything):
    files = [ROOT / 'traces' / (name + '.trace.zst') for name in FIRST]
    if everything:
        files += [ROOT.parent / 'shared/traces' / (name + '.trace.zst') for name in MORE]
    for file in files:
        if not file.exists():
            raise Failure('%s: no such trace' % file)
    return files


def replay(program, trace, latency, directory):
    """(cycles, accesses, PTE reads, walks) of a run."""
    report = directory / ('%s.%d.json' % (trace.name, latency))
    said = subprocess.run([program, 'run', '--no-model', '--latency', str(latency), '--json', report, trace], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if said.returncode:
        raise (Mismatch if said.returncode == 1 else Failure)('%s: %s' % (trace.name, said.stdout.strip().splitlines()[0]))
    run = json.loads(report.read_text())['runs'][0]
    report.unlink()
    return run['cycles'], run['translations'], run['pte_reads'], run['walks']


def mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def measure(directory, everything, jobs):
    """{preset: {latency: {trace: figures}}}"""
    measured = {}
    for name, preset in PRESETS.items():
        program = build(directory / preset, preset)
        tasks = [(latency, trace) for latency in LATENCIES for trace in traces(everything)]
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            done = pool.map(lambda task: replay(program, task[1], task[0], directory), tasks)
            for (latency, trace), figures in zip(tasks, done):
                measured.setdefault(name, {}).setdefault(str(latency), {})[trace.name.split('.')[0]] = figures
        print('%s: measured' % name, file=sys.stderr)
    return measured


def lines(measured):
    """The tables."""
    names = list(measured)
    known = list(measured[names[0]][str(LATENCIES[0])])
    for latency in map(str, LATENCIES):
        yield '\n**Cycles an access,** a memory of %s cycles\n' % latency
        yield '| trace | accesses | %s |' % ' | '.join(names)
        yield '|---' * (len(names) + 2) + '|'
        for trace in known:
            runs = [measured[name][latency][trace] for name in names]
            yield '| `%s` | %s | %s |' % (trace, format(runs[0][1], ','), ' | '.join('%.3f' % (run[0] / run[1]) for run in runs))
        ratios = [mean([measured[name][latency][trace][0] / measured[names[0]][latency][trace][0] for trace in known]) for name in names]
        yield '| cycles, of those of %s: geometric mean | | %s |' % (names[0], ' | '.join('%.3f' % ratio for ratio in ratios))
    yield '\n**PTE reads for 1000 accesses,** and walks that read\n'
    yield '| trace | %s |' % ' | '.join(names)
    yield '|---' * (len(names) + 1) + '|'
    middle = str(LATENCIES[2])
    for trace in known:
        yield '| `%s` | %s |' % (trace, ' | '.join('%.2f' % (1000 * run[2] / run[1]) for run in (
            measured[name][middle][trace] for name in names)))
    ratios = [mean([measured[name][middle][trace][2] / measured[names[0]][middle][trace][2] for trace in known]) for name in names]
    yield '| reads, of those of %s: geometric mean | %s |' % (names[0], ' | '.join('%.3f' % ratio for ratio in ratios))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--all', action='store_true', help='the long traces, too')
    parser.add_argument('--again', action='store_true', help='measure nothing: what BUILD/figures has of the last time')
    parser.add_argument('--keep', action='store_true', help='make the page of the tables anew')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='runs at once (default: %(default)s)')
    arguments = parser.parse_args()
    if arguments.jobs < 1:
        parser.error('--jobs is 1 or more')
    if not (arguments.build / 'build.ninja').exists():
        parser.error('%s: not a build directory' % arguments.build)
    directory = arguments.build.resolve() / 'figures'
    kept = directory / 'figures.json'
    try:
        if arguments.again:
            measured = json.loads(kept.read_text())
        else:
            directory.mkdir(exist_ok=True)
            measured = measure(directory, arguments.all, arguments.jobs)
            kept.write_text(json.dumps(measured, indent=1) + '\n')
        text = list(lines(measured))
        print('\n'.join(text).strip())
        if arguments.keep:
            pages.write('figures', '\n'.join(text).strip())
    except (Mismatch, Failure, OSError, ValueError) as failure:
        print('figures.py: %s' % failure, file=sys.stderr)
        return 1 if isinstance(failure, Mismatch) else 2
    return 0


if __name__ == '__main__':
    sys.exit(main())
