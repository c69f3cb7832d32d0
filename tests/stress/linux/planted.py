#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which planted bugs does Linux notice that runs on the MMU?

As ../../faults/planted/boot.py, of Debian's Linux and our first program (boot.py beside this file): it is resumed where it
runs /init, on BUILD/tests/faults/planted/pagewalk-bugs, of which an environment variable selects a bug, with nobody to
judge. BUGS are those that are tried: of each kind some. A kernel that stumbles panics, comes to no end, or its program finds
a byte that is not as it must be.

Prints a Markdown table, a row a patch; with --write ../../results/planted_linux.md is that table.

Exit status: 0; 77 Linux cannot be fetched here, or a program that this takes is not installed; 2 bad usage, or Linux
fails without any bug.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FAULTS = HERE.parents[1] / 'faults'
sys.path += [str(FAULTS / 'planted'), str(HERE.parents[1])]
import boot  # noqa: E402  (of this directory, which comes first)
import pages  # noqa: E402
import run  # noqa: E402

MACHINE = ['--mode', 'sv39', '--adue', '1', '--append', boot.APPEND]
PATIENCE = 200000000  # instructions without a word: without a bug there are fewer
TIMEOUT = 1200  # seconds of a run: the RTL itself may come to no end
# Fences and what they drop; ASIDs; A and D; sizes of pages; rights; pointers and reserved bits; NAPOT; roots.
BUGS = '''
    j01_all_keeps_global j03_va_keeps_global j04_asid_ignored_by_va j04_stale_selector j07_fence_inside_1_gib
    j08_zero_extended_fence j16_fence_lost j16_fence_with_refill j20_second_fence_lost j22_mxr_drops
    a08_asid_alone_ignored a10_root_alone_ignored a11_asid_not_held j13_global_sticks j14_asid_of_8_bits
    f02_clean_as_dirty f03_dirty_on_load f05_race_ignored f11_load_clears_dirty
    e01_ppn_bit_43 e02_low_bits_only e04_hit_gives_first_page e05_overlap_by_new_size
    d02_load_by_x d03_store_by_r d09_sum_for_user d10_sum_always d17_privilege_of_the_fill
    b01_canonical_off_by_one c02_valid_of_leaves_only c06_execute_only_is_pointer h01_napot_as_page
'''.split()


def ended(program, snapshot, number):
    """How Linux ends; None: well."""
    command = [program, 'boot', '--no-model', '--no-oracle', '--patience', str(PATIENCE), '--resume', snapshot,
               '--until', 'text:' + boot.ENDS]
    try:
        said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors='replace', timeout=TIMEOUT, env={**os.environ, 'PAGEWALK_MUTANT': str(number)})
    except subprocess.TimeoutExpired:
        return 'no end'
    if said.returncode not in (0, 1):
        raise run.Failure('bug %d: status %d: %s' % (number, said.returncode, said.stdout[-300:]))
    if said.returncode == 0:
        return None
    for pattern in r'^init: (wrong: .*)', r'(Kernel panic - not syncing: .*)', r'\] (BUG: .*|Oops .*|Unable to handle .*)':
        found = re.search(pattern, said.stdout, re.MULTILINE)
        if found:
            return found[1].strip().replace('|', '/')
    return 'no end'


def rows(suite, snapshot, jobs):
    patches = [run.Patch(path) for name in BUGS for kind in ('planted', 'museum')
               for path in [FAULTS / kind / (name + '.patch')] if path.exists()]
    if len(patches) != len(BUGS):
        raise run.Failure('a patch is not there')
    how = ended(suite.program, snapshot, 0)
    if how:
        raise run.Failure('Linux fails without any bug: ' + how)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda patch: ended(suite.program, snapshot, suite.number(patch)), patches)
        for patch, how in zip(patches, found):
            yield '| `%s` | %s | %s |' % (patch.name, patch.headers['what'], how or 'ends well')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='in which pagewalk and pagewalk-bugs are up to date')
    parser.add_argument('--jobs', metavar='N', type=int, default=1, help='patches at once (default: %(default)s)')
    parser.add_argument('--write', action='store_true', help='make tests/results/planted_linux.md anew')
    arguments = parser.parse_args()
    if arguments.jobs < 1:
        parser.error('--jobs: from 1')
    kernel, initrd = boot.prepared(arguments.build / 'linux')
    suite = run.Suite(arguments.build.resolve())
    lines = ['| patch | what | how Linux ends |', '|---|---|---|']
    print(*lines, sep='\n', flush=True)
    with tempfile.NamedTemporaryFile(suffix='.snapshot') as snapshot:
        boot.boot(arguments.build, ['--fast=end', '--until=text:Run /init', '--snapshot', snapshot.name, *MACHINE, kernel, initrd])
        for line in rows(suite, snapshot.name, arguments.jobs):
            print(line, flush=True)
            lines.append(line)
    if arguments.write:
        pages.write('planted_linux', '\n'.join(lines))
    return 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except run.Failure as failure:
        print('planted.py: %s' % failure, file=sys.stderr)
        sys.exit(2)
    except boot.Failure as failure:
        print('planted.py: %s' % failure, file=sys.stderr)
        sys.exit(2 if failure.status == 1 else failure.status)
