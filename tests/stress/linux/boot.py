#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Boots Debian's Linux over the MMU, in lockstep, to power-off.

Linux and a program of ours (traces/boot/linux/init.c) are booted once on the oracle alone, and once so that from the
program's start on (or, with --from-reset, from the first instruction on) the RTL translates, in lockstep with cycle model
and oracle. Both must power off, and with the same end: instruction, registers, and memory. So in each paging mode, with
A and D set by page faults (ADUE 0) and by hardware (1). Prints a Markdown table, a row a run; with --write, ../../results/linux.md is that table.

BUILD is a build directory in which `pagewalk` is up to date. What is fetched stays in BUILD/linux.

Exit status: 0 all agreed; 1 a run did not; 77 Linux cannot be fetched here, or a program that this takes is not
installed; 2 bad usage.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE.parents[1]), str(HERE.parents[1] / 'measure/signoff')]
import pages  # noqa: E402
import record  # noqa: E402

APPEND = 'earlycon=sbi console=ttyS0'
MODES = ['sv39', 'sv48', 'sv57']
ENDS = 'init: all is well'
COLUMNS = ['mode', 'ADUE', 'lockstep from', 'instructions', 'cycles', 'walks', 'A/D updates', 'page faults', 'fences',
           'timer interrupts', 'CPU s', 'million instructions/s', 'the end is that of the oracle alone']


class Failure(Exception):
    """One line for the user; the exit status."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def prepared(directory):
    """The kernel and the initrd."""
    kernel, initrd = directory / 'Image', directory / 'init.cpio'
    for command in [HERE / 'fetch.sh', directory], [HERE / 'initrd.py', initrd]:
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise Failure(done.returncode, done.stderr.strip())
    return kernel, initrd


def boot(build, arguments, console=None):
    """What the run's JSON says. console: a text that must have been put out."""
    with tempfile.NamedTemporaryFile(suffix='.json') as file:
        done = subprocess.run([build / 'pagewalk', 'boot', '--json', file.name, *arguments], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')
        if done.returncode or (console and console not in done.stdout):
            raise Failure(1, 'pagewalk boot %s: exit status %d\n%s' % (
                ' '.join(map(str, arguments)), done.returncode, done.stdout[-2000:]))
        return json.loads(pathlib.Path(file.name).read_text())


def row(mode, adue, start, alone, report):
    lockstep = report['lockstep']
    return [mode, adue, start, lockstep['instructions'], lockstep['cycles'], lockstep['walks'], lockstep['ad_updates'],
            sum(lockstep[port]['page_faults'] for port in ('fetch', 'data')), lockstep['fences'], report['interrupts'].get('timer', 0),
            '%.1f' % lockstep['seconds'], '%.2f' % (lockstep['instructions'] / lockstep['seconds'] / 1e6),
            'yes' if report['end'] == alone['end'] else '**no**']


def runs(options, kernel, initrd):
    unbuffered = options.unbuffered
    for mode in options.mode or MODES:
        for adue in options.adue or ['0', '1']:
            machine = ['--mode', mode, '--adue', adue, '--isa', options.isa, '--append', APPEND, kernel, initrd]
            with tempfile.NamedTemporaryFile(suffix='.snapshot') as snapshot:
                alone = boot(options.build, ['--fast=end', *machine], ENDS)
                if options.from_reset:
                    yield row(mode, adue, 'reset', alone, boot(options.build, machine, ENDS))
                    continue
                boot(options.build, ['--fast=end', '--until=text:Run /init', '--snapshot', snapshot.name, *machine])
                for more in [['--fetch-buffer=0'], []] if unbuffered else [[]]:
                    report = boot(options.build, [*more, '--resume', snapshot.name], ENDS)
                    yield row(mode, adue, '`/init`' + (', each fetch asks' if more else ''), alone, report)
                unbuffered = False


def lines(rows):
    yield '| %s |' % ' | '.join(COLUMNS)
    yield '|%s' % ('---|' * len(COLUMNS))
    for cells in rows:
        yield '| %s |' % ' | '.join(map(str, cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--mode', action='append', choices=MODES, help='only this mode (may be repeated)')
    parser.add_argument('--adue', action='append', choices=['0', '1'], help='only this')
    parser.add_argument('--isa', default='rv64imafdc_svpbmt_svnapot', help='(default: %(default)s)')
    parser.add_argument('--from-reset', action='store_true', help='all in lockstep: five times as long')
    parser.add_argument('--unbuffered', action='store_true', help='the first one without a fetch buffer, too: three times as long')
    parser.add_argument('--write', action='store_true', help='make tests/results/linux.md anew')
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    options = parser.parse_args()
    if not os.access(options.build / 'pagewalk', os.X_OK):
        raise Failure(2, '%s: there is no pagewalk' % options.build)
    kernel, initrd = prepared(options.build / 'linux')
    rows, table = [], []
    for line in lines(rows_told(runs(options, kernel, initrd), rows)):
        print(line, flush=True)
        table.append(line)
    if not options.mode and not options.adue:
        told(options, rows)
    if options.write:
        versions = (options.build / 'linux/versions').read_text().split('\n')
        pages.write('linux', '%s\n\n%s' % ('\n'.join(table), '\n'.join('* `%s`' % v.replace('\t', ' ') for v in versions if v)))
    return 0 if all(cells[-1] == 'yes' for cells in rows) else 1


def told(options, rows):
    agree = sum(cells[-1] == 'yes' for cells in rows)
    name = 'linux_reset' if options.from_reset else 'linux'
    record.write(options.build, name, [{
        'metric': "Debian's Linux boots in lockstep to power-off" + (', from reset' if options.from_reset else ''),
        'aim': '%d modes with ADUE 0 and 1, each with the end of the oracle alone' % len(MODES),
        'result': '%d of %d boots, %.0f million instructions, %.0f million cycles, 0 mismatches' % (
            agree, len(rows), sum(cells[3] for cells in rows) / 1e6, sum(cells[4] for cells in rows) / 1e6),
        'met': agree == len(rows), 'command': 'meson compile -C build ' + name}])


def rows_told(found, rows):
    for cells in found:
        rows.append(cells)
        yield cells


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failure as failure:
        print('boot.py: %s' % failure, file=sys.stderr)
        sys.exit(failure.status)
    except OSError as error:
        print('boot.py: %s: %s' % (error.filename, error.strerror), file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
