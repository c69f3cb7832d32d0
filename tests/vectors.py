#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `pagewalk vectors` makes of files of questions.

vectors.py PROGRAM: asks PROGRAM small files, whose answers were worked out by hand from the
manuals; prints TAP.
"""
import os
import subprocess
import sys
import tempfile

program = sys.argv[1]
results = []


def check(name, ok, said):
    results.append(ok)
    print('%s %d - %s' % ('ok' if ok else 'not ok', len(results), name))
    if not ok:
        print('# %r' % said)


def ask(text, *options):
    path = os.path.join(directory, 'a.vec')
    with open(path, 'w') as file:
        file.write(text)
    return subprocess.run([program, 'vectors', *options, path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)


def agree(name, text):
    said = ask(text)
    check(name, said.returncode == 0 and not said.stderr, said)


# Root 80000, its entry 0 a pointer to the table at 80001.
SV39 = 'S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\nM 80000000 20000401\n'

with tempfile.TemporaryDirectory() as directory:
    # Words of a scenario are gone in the next one: the table at 80001 is empty there.
    agree('nothing is left of a scenario',
          SV39 + 'M 80001000 200000cf\nQ leaf L S 123 K 80000123 R80000000 R80001000\nE\n'
          + SV39 + 'Q empty L S 123 F 13 R80000000 R80001000\nE\n')

print('1..%d' % len(results))
sys.exit(not all(results))
