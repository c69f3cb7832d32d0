#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes an initrd: of traces/boot/linux/init.c as /init, or of busybox with a shell.

Exit status: 0 it is there; 77 a program that it takes is not installed (a cross compiler, or cpio); 2 bad usage, or
something does not build.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
SOURCE = ROOT / 'traces/boot/linux/init.c'
COMPILER = 'riscv64-linux-gnu-gcc'
# No instruction of F or D, so that it runs on a hart without them.
FLAGS = ['-march=rv64imac', '-mabi=lp64', '-O2', '-Wall', '-Wextra', '-Werror', '-ffreestanding', '-nostdlib', '-static', '-s',
         '-fno-stack-protector', '-fno-builtin', '-Wl,--build-id=none']
SHELL = '#!/bin/sh\nmount -t proc proc /proc\nmount -t sysfs sys /sys\nexec setsid -c sh\n'


class Failure(Exception):
    """One line for the user, and the exit status."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def run(command, **more):
    try:
        return subprocess.run(command, check=True, **more)
    except FileNotFoundError:
        raise Failure(77, '%s is not installed' % command[0])
    except subprocess.CalledProcessError as error:
        raise Failure(2, '%s ended with status %d' % (command[0], error.returncode))


def tree_of_init(tree):
    run([COMPILER, *FLAGS, '-o', str(tree / 'init'), str(SOURCE)])


def tree_of_busybox(tree, busybox):
    for name in 'bin', 'proc', 'sys', 'tmp':
        (tree / name).mkdir()
    shutil.copy(busybox, tree / 'bin/busybox')
    for name in 'sh', 'mount', 'setsid':
        (tree / 'bin' / name).symlink_to('busybox')
    (tree / 'init').write_text(SHELL)
    (tree / 'init').chmod(0o755)


def pack(tree, path):
    """A newc archive in the place of `path`: the same bytes each time."""
    names = sorted(str(name.relative_to(tree)) for name in tree.rglob('*'))
    for name in names:
        os.utime(tree / name, (0, 0), follow_symlinks=False)
    packed = run(['cpio', '--quiet', '-o', '-H', 'newc', '--reproducible', '-R', '0:0'], cwd=tree, stdout=subprocess.PIPE,
                 input=''.join(name + '\n' for name in names).encode())
    try:
        path.write_bytes(packed.stdout)
    except OSError as error:
        if path.is_file():  # not half of one
            path.unlink()
        raise Failure(2, '%s: %s' % (path, error.strerror))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--busybox', metavar='FILE', help='a shell of this busybox, instead of the program')
    parser.add_argument('initrd', metavar='INITRD', help='the file to make')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        tree = pathlib.Path(directory)
        if options.busybox:
            tree_of_busybox(tree, options.busybox)
        else:
            tree_of_init(tree)
        pack(tree, pathlib.Path(options.initrd).absolute())


if __name__ == '__main__':
    try:
        main()
    except Failure as failure:
        print('initrd.py: %s' % failure, file=sys.stderr)
        sys.exit(failure.status)
    except OSError as error:
        print('initrd.py: %s: %s' % (error.filename, error.strerror), file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
