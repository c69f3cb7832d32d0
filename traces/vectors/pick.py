#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Picks scenarios from vector files, so that every rule stays.

pick.py DIRECTORY FILE...: writes of each FILE (NAME.vec.gz) what it picks to DIRECTORY/NAME.vec.gz. From the first
scenario on, one is kept when it asks for a rule for which fewer than two of those kept before it, of the same
pa_bits, ask. Scenarios are kept whole. With --check nothing is written: the files in DIRECTORY must be what is picked.

Exit status: 0 done; 1 a file is not what is picked; 2 bad usage or input.
"""
import argparse
import gzip
import io
import os
import pathlib
import re
import sys

ENOUGH = 2


def scenarios(lines):
    """The lines of each, from S to E."""
    lines = iter(lines)
    for line in lines:
        if line.startswith('S'):
            kept = [line]
            while not kept[-1].startswith('E'):
                kept.append(next(lines))
            yield kept


def rules(scenario):
    """Of its questions; under x86 C is one, under RISC-V it has fields where a rule would be."""
    words = [line.split(maxsplit=2) for line in scenario]
    return {word[1] for word in words if word[0] == 'Q' or (word[0] == 'C' and '=' not in word[1])}


def pick(text):
    lines = text.splitlines(keepends=True)
    seen, picked = {}, [line for line in lines if line.startswith('#')]
    for scenario in scenarios(lines):
        width = re.findall(r' pa_bits=(\d+)', scenario[0])
        keys = [(*width, rule) for rule in rules(scenario)]
        if any(seen.get(key, 0) < ENOUGH for key in keys):
            picked += scenario
            for key in keys:
                seen[key] = seen.get(key, 0) + 1
    return ''.join(picked)


def packed(text):
    """The same bytes whenever and wherever it is made, but for zlib's version."""
    file = io.BytesIO()
    with gzip.GzipFile(filename='', mode='wb', compresslevel=9, fileobj=file, mtime=0) as out:
        out.write(text.encode())
    return file.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('directory', metavar='DIRECTORY', type=pathlib.Path)
    parser.add_argument('files', metavar='FILE', nargs='+', type=pathlib.Path)
    parser.add_argument('--check', action='store_true')
    arguments = parser.parse_args()
    status = 0
    for path in arguments.files:
        try:
            picked = pick(gzip.decompress(path.read_bytes()).decode())
            out = arguments.directory / path.name
            if not arguments.check:
                part = out.with_name(out.name + '.part')
                part.write_bytes(packed(picked))
                os.replace(part, out)
            elif gzip.decompress(out.read_bytes()).decode() != picked:
                print('%s is not what is picked from %s' % (out, path))
                status = 1
        except (OSError, EOFError, ValueError, IndexError, RuntimeError) as error:
            print('pick.py: %s: %s' % (path, error), file=sys.stderr)
            return 2
    return status


if __name__ == '__main__':
    sys.exit(main())
