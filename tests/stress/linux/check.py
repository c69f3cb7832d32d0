#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a command of this folder is one line, before anything is fetched. Prints TAP."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1]))
from tap import check, finish, limit_to, refused  # noqa: E402


def said(name, *arguments, room=None):
    """room: bytes that a file may grow to, as on a disk that fills."""
    return subprocess.run([HERE / name, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, errors='replace', preexec_fn=limit_to(room))


def main():
    with tempfile.TemporaryDirectory() as directory:
        at = pathlib.Path(directory)
        refused('boot.py: no build', said('boot.py', at), 'there is no pagewalk')
        (at / 'pagewalk').write_text('')
        (at / 'pagewalk').chmod(0o755)
        (at / 'linux').write_text('')
        refused('boot.py: what fetch.sh says', said('boot.py', at), 'cannot be made')
        refused('fetch.sh: no directory', said('fetch.sh', at / 'linux/here'), 'cannot be made')
        refused('fetch.sh: two', said('fetch.sh', at, at), 'too many arguments')
        if not shutil.which('cpio'):
            print('# no cpio: no initrd was made')
            finish()
        (at / 'busybox').write_text('0' * 9999)
        refused('initrd.py: no busybox', said('initrd.py', '--busybox', at / 'none', at / 'a'), 'none: No such file')
        refused('initrd.py: no directory', said('initrd.py', '--busybox', at / 'busybox', at / 'no/a'), 'no/a: No such file')
        refused('initrd.py: a full disk', said('initrd.py', '--busybox', at / 'busybox', at / 'a', room=10000), 'a: File too large')
        check('and half of one is not left', not (at / 'a').exists())
        done = said('initrd.py', '--busybox', at / 'busybox', at / 'a')
        check('initrd.py: otherwise it is there', done.returncode == 0 and (at / 'a').stat().st_size > 9999, done)
    finish()


main()
