#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the hart trap as QEMU's machine traps?

Cases at random (rows.py) run on qemu-system-riscv32 or -riscv64 without an operating system, and on the hart (MACHINE:
machine.c). Both write a record of each trap; a difference is told with its case. The manual decides who is right.

--attack: the hart gets a program in which no EBREAK is done; it must be found.

Exit status: 0 no difference; 1 a difference; 2 bad usage, a program that cannot be made or run; 77 QEMU or the compiler is
not installed, or QEMU is of another version than the one whose faults are known here.
"""
import argparse
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

import rows

HERE = pathlib.Path(__file__).resolve().parent
VERSION = 'version 7.2.'
TIMEOUT = 120  # seconds, of one run
WITHOUT = 'pmp', 'sstc', 'h', 'v'
NAMES = {1: ('mcause', 'mepc', 'mtval', 'mstatus', 'mip', 'mie', 'scause', 'sepc', 'stval', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5'),
         2: ('scause', 'sepc', 'stval', 'sstatus')}
BREAKPOINT = 3


class Failure(Exception):
    """One line for the user; status 2."""


def call(command, **how):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=True, **how)
    except subprocess.TimeoutExpired:
        raise Failure('%s: not done in %d s' % (command[0], TIMEOUT))
    except subprocess.CalledProcessError as error:
        raise Failure('%s: status %d: %s' % (command[0], error.returncode, error.stderr.decode(errors='replace').strip()[:200]))


def qemu(xlen):
    """Where it is, or None."""
    return shutil.which('qemu-system-riscv32') if xlen == 32 else shutil.which('qemu-system-riscv64')


def build(directory, xlen, text):
    """The program as an ELF file, and flat."""
    elf, flat = directory / 'program.elf', directory / 'program.bin'
    (directory / 'rows.inc').write_text(text)
    call(['riscv64-linux-gnu-gcc', '-march=rv%dimafdc_zicsr_zifencei' % xlen, '-mabi=' + ('lp64' if xlen == 64 else 'ilp32'),
          '-mcmodel=medany', '-fno-pic', '-no-pie', '-nostdlib', '-static', '-w', '-Wl,-Ttext=0x80000000', '-Wl,--build-id=none',
          '-Wl,--no-relax', '-I', str(directory), str(HERE / 'frame.S'), '-o', str(elf)])
    call(['riscv64-linux-gnu-objcopy', '-O', 'binary', str(elf), str(flat)])
    return elf, flat


def judged(directory, xlen, elf):
    output = directory / 'uart'
    call([qemu(xlen), '-M', 'virt', '-m', '16', '-nographic', '-bios', 'none', '-monitor', 'none', '-serial', 'file:%s' % output,
          '-cpu', 'rv%d,' % xlen + ','.join(name + '=false' for name in WITHOUT), '-kernel', str(elf)])
    return output.read_bytes()


def records(xlen, data):
    """Each as {name: value}, with its kind."""
    layout = struct.Struct('<16' + ('Q' if xlen == 64 else 'I'))
    whole = data[:len(data) // layout.size * layout.size]
    return [(record[0], dict(zip(NAMES.get(record[0], ()), record[1:]))) for record in layout.iter_unpack(whole)]


def comparable(xlen, kind, record):
    """Without what QEMU 7.2 does otherwise.

    A CSRRS or CSRRC of fcsr by a register that holds 0 leaves FS there; the manual has it written. SRET leaves MPRV. Of
    interrupts that are due the one of the lowest number comes first. mip and mie have bits of the hypervisor without it.
    tval of EBREAK is 0, which the manual allows, too.
    """
    top, record = 1 << (xlen - 1), dict(record)
    for name in 'mstatus', 'sstatus':
        if name in record:
            record[name] &= ~(rows.FS | rows.MPRV | top)
    for name in 'mip', 'mie':
        if name in record:
            record[name] &= 0xaaa
    for cause, value in ('mcause', 'mtval'), ('scause', 'stval'):
        if record.get(cause) == BREAKPOINT:
            record[value] = 0
        if record.get(cause, 0) & top:
            record[cause] = top
    return kind, record


def explain(xlen, judge, hart):
    """A line of each record that differs."""
    judge, hart = records(xlen, judge), records(xlen, hart)
    for number, (a, b) in enumerate(zip(judge, hart)):
        a, b = comparable(xlen, *a), comparable(xlen, *b)
        if a == b:
            continue
        if a[0] != b[0]:
            yield 'record %d: qemu %d %r, hart %d %r' % (number, *a, *b)
            return
        differ = [name for name in a[1] if a[1][name] != b[1][name]]
        what = ', '.join('%s qemu %x, hart %x' % (name, a[1][name], b[1][name]) for name in differ)
        yield 'record %d, epc %x: %s' % (number, b[1]['mepc' if b[0] == 1 else 'sepc'], what)
    if len(judge) != len(hart):
        yield '%d records of qemu, %d of the hart' % (len(judge), len(hart))


def compare(options, directory, xlen, seed):
    """The lines that say what differs."""
    text = rows.assembly(xlen, seed, options.cases)
    elf, flat = build(directory, xlen, text)
    judge = judged(directory, xlen, elf)
    if len(records(xlen, judge)) < options.cases:
        raise Failure('rv%d, seed %d: qemu wrote too few records' % (xlen, seed))
    if options.attack:
        flat = build(directory, xlen, text.replace('\nebreak\n', '\nc.nop\n'))[1]
    try:
        hart = call([options.machine, str(xlen), str(flat)]).stdout
    except Failure as failure:  # such as a program that does not end
        print('rv%d, seed %d: %s' % (xlen, seed, failure))
        return [str(failure)]
    found = list(explain(xlen, judge, hart))
    print('rv%d, seed %d: %d traps, %d differ' % (xlen, seed, len(records(xlen, judge)), len(found)))
    print(*('  ' + line for line in found[:options.show]), sep='\n', end='\n' if found else '')
    return found


def missing():
    """What is not installed, or None."""
    if not shutil.which('riscv64-linux-gnu-gcc') or not shutil.which('riscv64-linux-gnu-objcopy'):
        return 'no riscv64-linux-gnu-gcc with its binutils'
    if not qemu(32) or not qemu(64):
        return 'no qemu-system-riscv32 and qemu-system-riscv64 (qemu-system-misc)'
    said = call([qemu(64), '--version']).stdout.decode()
    return None if VERSION in said else 'QEMU is not of %s but: %s' % (VERSION, said.splitlines()[0])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0], epilog='Exit status: see the head of this file.')
    parser.add_argument('machine', metavar='MACHINE', help='build/tests/stress/privileged/machine')
    parser.add_argument('--xlen', type=int, choices=(32, 64), action='append', help='one of them (both)')
    parser.add_argument('--seed', type=int, default=1, help='of the first program (1)')
    parser.add_argument('--count', type=int, default=1, help='programs, of one seed each (1)')
    parser.add_argument('--cases', type=int, default=400, help='of each (400)')
    parser.add_argument('--show', type=int, default=10, help='differences of each program that are told (10)')
    parser.add_argument('--attack', action='store_true', help='see whether a difference is found')
    options = parser.parse_args()
    if options.count < 1 or options.cases < 1:
        parser.error('at least one program, and one case')
    return options


def main():
    options = arguments()
    lacking = missing()
    if lacking:
        print('skipped: ' + lacking)
        return 77
    good = True
    with tempfile.TemporaryDirectory() as directory:
        for xlen in options.xlen or (32, 64):
            for seed in range(options.seed, options.seed + options.count):
                good &= bool(compare(options, pathlib.Path(directory), xlen, seed)) == options.attack
    return 0 if good else 1


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
