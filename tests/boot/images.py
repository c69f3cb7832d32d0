#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are the images of traces/boot what the source beside them gives, are they heard when they find something wrong, and is
a run of them what README.md shows?

  images.py PAGEWALK PAGEWALK_SV39

The second one is a build without Sv48. Where compiler and linker are those of traces/boot/compiler.txt, the images that
are built anew must be the same, byte by byte. Where they are not, what is built is run in each mode instead, and a line
says so. Skipped where there is no cross compiler is only what needs it.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / 'tests'))
from tap import check, finish  # noqa: E402

KERNELS = ROOT / 'traces/boot'
IMAGES = 'kernel32.elf', 'kernel64.elf'
MODES = {'sv32': 'kernel32.elf', 'sv39': 'kernel64.elf', 'sv48': 'kernel64.elf', 'sv57': 'kernel64.elf'}


def said(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          errors='replace')


def boot(program, mode, image):
    return said(program, 'boot', '--append', 'mode=' + mode, image)


def versions():
    """As compiler.txt has them."""
    return '\n'.join([said('riscv64-linux-gnu-gcc', '--version').stdout.splitlines()[0],
                      said('riscv64-linux-gnu-ld', '--version').stdout.splitlines()[0]]) + '\n'


def images_are_built(program, directory):
    built = said(KERNELS / 'build.sh', directory)
    check('the source builds without a warning', built.returncode == 0 and not built.stderr, built)
    if versions() == (KERNELS / 'compiler.txt').read_text():
        for image in IMAGES:
            check('%s is what the source gives' % image,
                  (directory / image).read_bytes() == (KERNELS / image).read_bytes())
        return
    print('# not the compiler of compiler.txt: what it builds is run, and not compared')
    for mode, image in MODES.items():
        ran = boot(program, mode, directory / image)
        check('what is built here runs in ' + mode, ran.returncode == 0 and ': all is well\n' in ran.stdout, ran)


def wrong_is_heard(without_sv48):
    """The kernel cannot turn Sv48 on there, and says why it ends."""
    ran = boot(without_sv48, 'sv48', KERNELS / 'kernel64.elf')
    check('a kernel that finds something wrong is status 1', ran.returncode == 1, ran)
    check('and says what', 'kernel: boot: satp does not take the mode at' in ran.stdout, ran)


def run_is_shown(program):
    """Of what stands below the command in README.md all but speed, which is another one each time."""
    command = '$ build/pagewalk boot --append mode=sv48 traces/boot/kernel64.elf\n'
    shown = (ROOT / 'README.md').read_text().partition(command)[2].partition('```')[0].splitlines()
    told = [line for line in shown if line.strip() != '...' and not line.startswith('  speed ')]
    ran = boot(program, 'sv48', KERNELS / 'kernel64.elf')
    lines = ran.stdout.splitlines()
    check('a run in Sv48 ends well', ran.returncode == 0 and lines, ran)
    if lines[:1] == told[:1]:
        check('README.md shows that run', len(told) > 4 and [line for line in lines if line in told] == told, (told, lines))
    else:
        print('# another machine than that of README.md: ' + ''.join(lines[:1]))


def main():
    program, without_sv48 = sys.argv[1:]
    wrong_is_heard(without_sv48)
    run_is_shown(program)
    if shutil.which('riscv64-linux-gnu-gcc'):
        with tempfile.TemporaryDirectory() as directory:
            images_are_built(program, pathlib.Path(directory))
    else:
        print('# no riscv64-linux-gnu-gcc: nothing was built')
    finish()


main()
