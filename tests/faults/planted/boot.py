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
SEEN = set('''
    a01_bare_sign_extended a02_sv48_as_sv39 a03_reserved_mode a04_asid_of_rv32_8_bits a08_asid_alone_ignored
    a10_root_alone_ignored b01_canonical_off_by_one b02_canonical_of_49_bits b03_canonical_of_58_bits
    b03_upper_bits_on_hit b04_sv32_lower_half b06_offset_bit_11 b07_index_of_9_bits c01_valid_of_pointers_only
    c02_valid_of_leaves_only c03_write_alone c04_write_execute c06_execute_only_is_pointer c07_no_leaf_at_level_4
    c11_global_pointer c12_bits_60_59 c13_rsw_reserved d01_fetch_by_r d02_load_by_x d03_store_by_r
    d08_write_or_execute d09_sum_for_user d10_sum_always d11_sum_never d12_fetch_from_user_page
    d14_mxr_for_supervisor d15_mxr_of_the_fill d17_privilege_of_the_fill e01_superpage_of_sv32 e02_low_bits_only
    e03_mark_misaligned e04_hit_gives_first_page e06_mark_pointers f01_hardware_always_marks f02_clean_as_dirty
    f03_dirty_on_load f04_mark_before_rights f08_answer_before_update f11_load_clears_dirty h01_napot_as_page
    h02_napot_any_size h07_fence_of_first_page h08_napot_of_128_kib h10_napot_written_substituted i02_type_3
    i03_nc_without_enable i04_type_in_pointer j01_all_keeps_global j03_va_keeps_global j04_asid_ignored_by_va
    j14_asid_bit_15 j14_asid_of_8_bits c08_pointer_with_a c09_pointer_with_d c10_pointer_with_u
    c12_reserved_in_pointer c12_reserved_in_superpage c14_wide_read_of_sv32 c15_fetch_write_without_read
    f06_update_from_cache h03_napot_superpage h04_napot_pointer j03_global_superpage_kept j04_stale_selector
    j07_fence_inside_1_gib j08_zero_extended_fence
'''.split())


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
