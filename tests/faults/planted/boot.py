#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which planted bugs does a program notice that runs on the MMU?

The kernels of traces/boot run on BUILD/tests/faults/planted/pagewalk-bugs, of which an environment variable selects a
bug (run.py), with nobody to judge: --no-model --no-oracle. What the RTL answers is what the core does, and the kernel must
find out. For each patch of this directory and of ../museum that breaks a rule of RISC-V (not of the contract's timing, which no
program sees) the runs below are made in order, until one ends otherwise than well: the kernel says what is wrong, or it
comes to no end. Without NAME: all such patches.

Prints a Markdown table, a row a patch; with --write ../../results/planted_boot.md is that table. SEEN are those that the
kernel must notice.

Exit status: 0 it does; 1 one of SEEN ends well; 2 bad usage, a patch that is not that of pagewalk-bugs, a kernel that
fails without any bug.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parents[1])]
import pages  # noqa: E402
import run  # noqa: E402

KERNELS = ROOT / 'traces/boot'
# What is run: the name of the row, and how.
RUNS = [('Sv39', ['--append', 'mode=sv39'], 'kernel64.elf'),
        ('Sv32', [], 'kernel32.elf'),
        ('Sv39, Svade, no extension', ['--adue', '0', '--isa', 'rv64imafdc', '--append', 'mode=sv39'], 'kernel64.elf'),
        ('Sv57', ['--append', 'mode=sv57'], 'kernel64.elf'),
        ('Sv48', ['--append', 'mode=sv48'], 'kernel64.elf')]
# A kernel that says nothing for so many instructions hangs: without a bug it is done by then.
PATIENCE = 8000000
TIMEOUT = 120  # seconds of a run: the RTL itself may come to no end
SEEN = set()


class Kernel:
    """What it says of itself, on which program."""

    def __init__(self, suite):
        self.program = suite.program

    def ends(self, number, options, image):
        """None: well. Otherwise how."""
        command = [self.program, 'boot', '--no-model', '--no-oracle', '--patience', str(PATIENCE), *options, KERNELS / image]
        try:
            said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  errors='replace', timeout=TIMEOUT, env={**os.environ, 'PAGEWALK_MUTANT': str(number)})
        except subprocess.TimeoutExpired:
            return 'no end'
        if said.returncode not in (0, 1):
            raise run.Failure('bug %d: status %d of %s: %s' % (number, said.returncode, image, said.stderr.strip()))
        if said.returncode == 0:
            return None
        line = re.search(r'^kernel: (\w+): (.*) at [0-9a-f]+: expected', said.stdout, re.MULTILINE)
        return '%s: %s' % line.groups() if line else 'no end'


def of_riscv(patch):
    """Of what the manuals of RISC-V demand, but what needs a memory that errs, and what no program can tell."""
    return re.match(r'[A-FHIJ]\d', patch.headers['rule'])


def judge(kernel, number):
    """(the run, how it ended) of the first that ends otherwise than well."""
    for name, options, image in RUNS:
        ended = kernel.ends(number, options, image)
        if ended:
            return name, ended
    return None


def row(patch, found):
    return '| `%s` | %s | %s | %s |' % (patch.name, patch.headers['what'], *(found or ('-', 'ends well')))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='in which pagewalk-bugs is up to date')
    parser.add_argument('names', metavar='NAME', nargs='*', help='of a patch')
    parser.add_argument('--jobs', metavar='N', type=int, default=1, help='patches at once (default: %(default)s)')
    parser.add_argument('--write', action='store_true', help='make tests/results/planted_boot.md anew; of all patches only')
    arguments = parser.parse_intermixed_args()
    if arguments.jobs < 1:
        parser.error('--jobs: from 1')
    if arguments.write and arguments.names:
        parser.error('--write: the page is of all patches')
    found = [run.Patch(path) for kind in ('planted', 'museum') for path in sorted((HERE.parent / kind).glob('*.patch'))]
    patches = {patch.name: patch for patch in found if of_riscv(patch)}
    for name in [*arguments.names, *SEEN]:
        if name not in patches:
            parser.error('no such patch: ' + name)
    suite = run.Suite(arguments.build.resolve())
    kernel = Kernel(suite)
    if judge(kernel, 0):
        raise run.Failure('the kernel fails without any bug: %s: %s' % judge(kernel, 0))
    chosen = [patches[name] for name in arguments.names or patches]
    lines, status = ['| patch | what | run | how it ends |', '|---|---|---|---|'], 0
    print(*lines, sep='\n')
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for patch, how in zip(chosen, pool.map(lambda patch: judge(kernel, suite.number(patch)), chosen)):
            lines.append(row(patch, how))
            print(lines[-1], flush=True)
            if not how and patch.name in SEEN:
                print('boot.py: %s is not noticed' % patch.name, file=sys.stderr)
                status = 1
    if arguments.write:
        pages.write('planted_boot', '\n'.join(lines))
    return status


if __name__ == '__main__':
    try:
        sys.exit(main())
    except run.Failure as failure:
        print('boot.py: %s' % failure, file=sys.stderr)
        sys.exit(2)
