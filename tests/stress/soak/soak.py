#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A long random run of every size of the MMU.

In each size `pagewalk random --forever` runs until its log, BUILD/soak/SIZE-PROGRAM.log, holds an equal part of
--cycles, or all logs together hold them all. PROGRAM is the checksum of the program, so that a log never speaks of two of them. Stopped and started again
it goes on where it was. Prints a Markdown table, a row a size, made from the logs, and leaves the sum for the sign-off
table in BUILD/signoff/soak.json. What fails is shrunk, and lies beside the logs.

Before that, in each size, what those seeds are not: --long seeds of 10^6 cycles each, in which nothing is reset and no page
table is new, and as many cycles in which memory, and answers that wait to be taken, take up to 1000 cycles.

Exit status: 0 all seeds agreed; 1 one did not; 2 bad usage, or a program that did not run.
"""
import argparse
import hashlib
import pathlib
import re
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'measure/signoff'))
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402
import record  # noqa: E402

SIZES = 'default', 'small', 'large', 'sv39', 'x86_64'
WAIT = 2  # seconds between two looks at a log
LONG = ['--one-scene', '--cycles', '1000000'], ['--slow', '--cycles', '1000000']  # of random, for each seed


class Failure(Exception):
    """One line for the user; status 2."""


class Size:
    def __init__(self, build, name):
        self.name = name
        self.program = build / ('pagewalk' + ('' if name == 'default' else '-' + name))
        if not self.program.exists():
            raise Failure('%s is not built' % self.program)
        checksum = hashlib.sha256(self.program.read_bytes()).hexdigest()[:12]
        self.log = build / 'soak' / ('%s-%s.log' % (name, checksum))
        self.at = self.seeds = self.cycles = self.translations = self.mismatches = 0
        self.first = self.last = None

    def look(self):
        """What is new in the log. A line that is being written has no end yet."""
        if not self.log.exists():
            return
        with self.log.open('rb') as file:
            file.seek(self.at)
            new = file.read()
        new = new[:new.rfind(b'\n') + 1]
        self.at += len(new)
        for line in new.decode().splitlines():
            word = line.split()
            if word[0] != 'seed':
                continue
            self.first = int(word[1]) if self.first is None else self.first
            self.last = int(word[1])
            self.seeds += 1
            self.cycles += int(word[3])
            self.translations += int(word[5])
            self.mismatches += word[6] != 'agreed'

    def run(self, cycles, seed):
        """Until the log holds so many cycles, or too many mismatches have ended it."""
        self.look()
        if self.cycles >= cycles:
            return
        command = [self.program.resolve(), 'random', '--forever', '--seed', str(seed), '--log', self.log.resolve()]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, cwd=self.log.parent) as run:
            try:
                while run.poll() is None and self.cycles < cycles:
                    time.sleep(WAIT)
                    self.look()
                    progress('%s: seed %s, %.0f of %.0f million cycles'
                             % (self.name, self.last, self.cycles / 1e6, cycles / 1e6))
            finally:
                if run.poll() is None:
                    run.send_signal(signal.SIGINT)
            said = run.communicate()[0]
        self.look()
        progress('')
        if run.returncode == 1:
            print(said, end='')
        elif run.returncode:
            raise Failure('status %d of %s: %s' % (run.returncode, self.program.name, said.strip()))

    def run_long(self, seeds, seed):
        """Seeds of 10^6 cycles. How many cycles there were, and how many of the runs failed."""
        cycles = failed = 0
        for options in LONG if seeds else ():
            progress('%s: %s' % (self.name, ' '.join(options)))
            said = subprocess.run([self.program.resolve(), 'random', *options, '--seed', str(seed), '--count', str(seeds)],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  cwd=self.log.parent)
            if said.returncode not in (0, 1):
                raise Failure('status %d of %s: %s' % (said.returncode, self.program.name, said.stdout.strip()))
            failed += said.returncode
            counted = re.search(r'^  cycles +(\d+)', said.stdout, re.MULTILINE)
            cycles += int(counted[1]) if counted else 0
            if said.returncode:
                progress('')
                print(said.stdout, end='')
        progress('')
        return cycles, failed

    def row(self):
        return '| %s | %s to %s | %s | %s | %d |' % (
            self.name, *(format(n, ',') for n in (self.first, self.last, self.cycles, self.translations)), self.mismatches)


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def soak(build, sizes, cycles, seed, seeds, write):
    (build / 'soak').mkdir(exist_ok=True)
    long = [size.run_long(seeds, seed) for size in sizes]
    long_done, long_failed = (sum(one[n] for one in long) for n in (0, 1))
    for size in sizes:
        size.look()
    for size in sizes:
        if sum(size.cycles for size in sizes) < cycles:
            size.run(-(-cycles // len(sizes)), seed)
    done, failed = (sum(getattr(size, what) for size in sizes) for what in ('cycles', 'mismatches'))
    lines = ['| size | seeds | cycles | translations | mismatches |', '|---|---|---|---|---|', *(size.row() for size in sizes), '',
             '%s cycles, %d mismatches' % (format(done, ','), failed), '',
             '%s cycles in long scenes and with long waits, %d mismatches' % (format(long_done, ','), long_failed)]
    print(*lines, sep='\n')
    if write:
        pages.write('soak', '\n'.join(lines))
    record.write(build, 'soak', [{
        'metric': 'random lockstep cycles, every pin compared in each',
        'aim': '%s, no mismatch' % format(cycles, ','),
        'result': '%s in %d sizes, %d mismatches' % (format(done, ','), len(sizes), failed),
        'met': done >= cycles and not failed,
        'command': 'meson compile -C build soak'}, {
        'metric': 'the same in scenes of 1,000,000 cycles, and with waits of up to 1000 cycles',
        'aim': '%d seeds of each in every size, no mismatch' % seeds,
        'result': '%s in %d sizes, %d mismatches' % (format(long_done, ','), len(sizes), long_failed),
        'met': bool(long_done) and not long_failed,
        'command': 'meson compile -C build soak'}])
    return 1 if failed or long_failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--cycles', metavar='N', type=int, default=10**9, help='in all (default: %(default)s)')
    parser.add_argument('--seed', metavar='N', type=int, default=1000, help='the first, of each size (default: %(default)s)')
    parser.add_argument('--long', metavar='N', type=int, default=3,
                        help='seeds of 10^6 cycles, of each kind and size; 0: none (default: %(default)s)')
    parser.add_argument('--size', metavar='SIZE', choices=SIZES, action='append', help='only this one; may be repeated')
    parser.add_argument('--write', action='store_true', help='make tests/results/soak.md anew; of all sizes only')
    arguments = parser.parse_args()
    if arguments.cycles < 1 or arguments.seed < 0 or arguments.long < 0:
        parser.error('a number out of range')
    if arguments.write and arguments.size:
        parser.error('--write: the page is of all sizes')
    try:
        return soak(arguments.build, [Size(arguments.build, name) for name in arguments.size or SIZES], arguments.cycles,
                    arguments.seed, arguments.long, arguments.write)
    except (Failure, OSError) as failure:
        print('soak.py: %s' % failure, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print('soak.py: stopped; the logs are kept', file=sys.stderr)
        return 2


sys.exit(main())
