#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the hart compute what QEMU computes?

Programs at random, of user-mode instructions of I, M, A, C, F, D, Zicsr (fcsr) and Zifencei (program.py), run on QEMU's
user-mode emulation and on the hart (PROGRAM: hart_user.c), with words among them that are perhaps none. Both write what came of each instruction; a difference is
told with the instruction, what its registers held, and both results. The manual decides who is right.

--attack: the hart gets programs in which some instructions are nops, which must be found, and named.

Exit status: 0 no difference; 1 a difference; 2 bad usage, a program that cannot be run; 77 QEMU is not installed.
"""
import argparse
import functools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import steps
from encode import length
from layout import AREA, BLOCK_RESULT, HEAD, RECORD, REGISTERS, RESULT, SCRATCH, STEPS
from program import Program

TIMEOUT = 300  # seconds, of one run
WITHOUT = ('zba', 'zbb', 'zbc', 'zbs', 'zfa', 'zfh', 'zfhmin', 'zawrs', 'zacas', 'zabha', 'zicbom', 'zicboz', 'zicond', 'zimop', 'zcmop',
           'zcb', 'h', 'v')


class Failure(Exception):
    """One line for the user; status 2."""


class Ended(Failure):
    """A program did not end well."""


def qemu(xlen):
    """Where it is, or None."""
    return shutil.which('qemu-riscv32') if xlen == 32 else shutil.which('qemu-riscv64')


def output(command, program):
    """What it wrote: all of its data."""
    try:
        said = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
    except OSError as error:
        raise Failure('%s: %s' % (command[0], error.strerror))
    except subprocess.TimeoutExpired:
        raise Failure('%s: not done in %d s' % (command[0], TIMEOUT))
    if said.returncode != 0 or len(said.stdout) != len(program.data):
        raise Ended('%s: status %d, %d bytes of %d; %s' % (' '.join(command), said.returncode, len(said.stdout), len(program.data),
                                                             said.stderr.decode(errors='replace').strip()))
    return said.stdout


def run(directory, command, program):
    path = directory / 'program.elf'
    path.write_bytes(program.elf())
    path.chmod(0o755)
    return output(command + [str(path)], program)


@functools.cache
def judge_command(directory, xlen):
    """Without the extensions that this QEMU has by default, and the hart does not; a name that it does not know it refuses."""
    command, known = [qemu(xlen), '-cpu'], ['rv%d' % xlen]
    for name in WITHOUT:
        try:
            run(directory, command + [known[0] + ',%s=false' % name], Program(xlen, 0, 1, ['fence']))
            known.append(name + '=false')
        except Ended:
            pass
    return command + [','.join(known)]


def part(data, placed):
    """What came of a step: register, x31, fcsr, the scratch."""
    register, x31, fcsr = (int.from_bytes(data[placed.result + a:placed.result + b], 'little') for a, b in ((0, 8), (8, 12), (12, 16)))
    scratch = data[placed.record + SCRATCH:placed.record + RECORD]
    return '%s%d = %016x, x31 = %x, fcsr = %02x, scratch %s' % (*placed.step.result, register, x31, fcsr, scratch.hex())


def same(placed, a, b):
    return all(a[at:at + size] == b[at:at + size] for at, size in ((placed.result, RESULT), (placed.record, RECORD)))


def told(placed):
    words = ' '.join('%0*x' % (2 * length(word), word) for word in placed.step.words)
    held = ', '.join('%s%d = %016x' % (*register, value) for register, value in placed.inputs.items())
    return '%x: %s [%s], fcsr = %02x; held: %s' % (placed.pc, placed.step.text, words, placed.fcsr, held)


def explain(program, judge, hart):
    """The steps that differ, as (step, lines); a register that none of them writes is told of its block."""
    found = []
    for number, placed in enumerate(program.placed):
        if not same(placed, judge, hart):
            found.append((placed, ['step %d, %s' % (number, told(placed)), '  qemu: ' + part(judge, placed), '  hart: ' + part(hart, placed)]))
    for block in range(len(program.placed) // STEPS):
        at = program.results + block * BLOCK_RESULT + STEPS * RESULT
        names = ['%s%d' % register for index, register in enumerate(REGISTERS)
                 if judge[at + 8 * index:at + 8 * index + 8] != hart[at + 8 * index:at + 8 * index + 8]]
        if names:
            found.append((None, ['behind steps %d to %d: %s differ' % (block * STEPS, block * STEPS + STEPS - 1, ', '.join(names))]))
    if judge[AREA:HEAD] != hart[AREA:HEAD]:
        found.append((None, ['what words that may be none stored differs']))
    return found


def compare(options, directory, xlen, seed):
    """The count of differences."""
    program = Program(xlen, seed, options.steps, options.kinds)
    judge = run(directory, judge_command(directory, xlen), program)
    try:
        hart = run(directory, [options.program], program)
    except Ended as ended:
        print('rv%d, seed %d: %s' % (xlen, seed, ended))
        for pc in re.findall(r' at ([0-9a-f]+)$', str(ended)):
            for placed in [placed for placed in program.placed if placed.start <= int(pc, 16)][-1:]:
                print('  in or behind ' + told(placed))
        return 1
    if judge == hart:
        return 0
    found = explain(program, judge, hart) or [(None, ['bytes differ that no step writes'])]
    for _, lines in found[:options.show]:
        print('rv%d, seed %d, %s' % (xlen, seed, '\n'.join(lines)))
    print('rv%d, seed %d: %d differences' % (xlen, seed, len(found)))
    return len(found)


def attack(options, directory, xlen, seed):
    """Of each of these instructions the first four are not done: nops are in their place, and one at least must be named, for a
    result may be what its register holds already. How many were not named."""
    missed = 0
    program = Program(xlen, seed, options.steps, options.kinds)
    judge = run(directory, judge_command(directory, xlen), program)
    for kind in ('fmadd', 'fadd', 'fmul', 'fcvt', 'fmin', 'fmax', 'mulh', 'amoadd', 'sub', 'anything, none'):
        changed, broken = [placed for placed in program.placed if placed.step.text.startswith(kind)][:4], program
        if not changed:
            raise Failure('seed %d has no %s' % (seed, kind))
        for placed in changed:
            broken = broken.with_words(placed, [0x00000013] * len(placed.step.words))
        found = [placed for placed, _ in explain(program, judge, run(directory, [options.program], broken)) if placed]
        named = [placed.step.text for placed in changed if placed in found]
        print('rv%d: %s not done: %s' % (xlen, kind, '; '.join(named) or 'not found'))
        missed += not named
    return missed


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0], epilog='Exit status: see the head of this file.')
    parser.add_argument('program', metavar='PROGRAM', help='build/tests/stress/instructions/hart_user')
    parser.add_argument('--xlen', type=int, choices=(32, 64), action='append', help='one of them (both)')
    parser.add_argument('--seed', type=int, default=1, help='of the first program (1)')
    parser.add_argument('--count', type=int, default=1, help='programs, of one seed each (1)')
    parser.add_argument('--steps', type=int, default=6000, help='instructions of each (6000)')
    parser.add_argument('--kinds', default=','.join(steps.KINDS), help='of instructions, comma-separated (all)')
    parser.add_argument('--show', type=int, default=10, help='differences of each program that are told whole (10)')
    parser.add_argument('--attack', action='store_true', help='see whether a difference is found')
    options = parser.parse_args()
    options.kinds = options.kinds.split(',')
    unknown = set(options.kinds) - set(steps.KINDS)
    if unknown or options.steps < 1 or options.count < 1:
        parser.error('no kind %s' % ', '.join(sorted(unknown)) if unknown else 'at least one step and one program')
    return options


def main():
    options = arguments()
    for xlen in options.xlen or (32, 64):
        if not qemu(xlen):
            print('no qemu-riscv%d; ./setup.sh test installs it (qemu-user)' % xlen)
            return 77
    differences = 0
    with tempfile.TemporaryDirectory() as directory:
        for xlen in options.xlen or (32, 64):
            for seed in range(options.seed, options.seed + options.count):
                differences += (attack if options.attack else compare)(options, pathlib.Path(directory), xlen, seed)
            if not options.attack:
                print('rv%d: %d programs of %d instructions' % (xlen, options.count, -(-options.steps // STEPS) * STEPS))
    return 1 if differences else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        sys.exit(2)
    except OSError as error:
        print('run.py: %s: %s' % (error.filename, error.strerror), file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
