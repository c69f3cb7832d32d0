#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Memory that runs out is no mismatch: one line, status 2, nothing half-written, wherever a request for it fails.

memory.py PROGRAM TRACE SV39 PRELOAD: prints TAP; see cli.py. PRELOAD is no_memory.c as a library.
"""
import gzip
import itertools
import os
import re
import sys

from kernel import walks
from tool import check, main, root, run, trace

preload = os.path.abspath(sys.argv[4])
SPREAD = 12  # requests, of those that a command makes, that fail beside the first ones from each place
SCENARIO = '''pagewalk-os 1
memory 256K
swap 1M
file f 64K pattern 1
process A
map A heap 256K
map A m 64K file=f shared
map A s 64K grows
fill A heap seed=1
random A m 50
fork A B
fill B heap seed=2
protect A heap r
unmap B heap
touch A s 4K 4K w
exit B
exit A
'''


def commands(at):
    (at / 'a.os').write_text(SCENARIO)
    with gzip.open(root / 'traces/vectors/sv39.vec.gz', 'rt') as file:
        lines = list(itertools.islice(file, 2000))
    first = next(i for i, line in enumerate(lines) if line.startswith('Q '))
    (at / 'a.vec').write_text(''.join(lines[:first + 20] + ['E\n']))
    (at / 'a.pins').write_text('pagewalk-pins 1\n2 data_req priv=1\n')
    run('run', '--cover', at / 'a.cover', trace)
    run('boot', '--until', '9', '--snapshot', at / 'a.snap', walks(at))
    out = at / 'out'
    yield 'run', '--json', out, '--pins', out / 'p', root / 'traces/directed/c05_pointer_at_last_level.trace'
    yield 'run', at / 'a.pins'
    yield 'model', trace
    yield 'random', '--cycles', '600', '--json', out / 'j', '--cover', out / 'c'
    yield 'random', '--plant', 'data_rsp_pa.3', '--shrink', out / 's'
    yield 'os', '--json', out / 'j', at / 'a.os'
    yield 'boot', '--json', out / 'j', '--record', out / 't.zst', '--until', '20', '--snapshot', out / 's', walks(at)
    yield 'boot', '--resume', at / 'a.snap'
    yield 'vectors', '--json', out / 'j', at / 'a.vec'
    yield 'cover', '--json', out / 'j', at / 'a.cover'


def refuse(number, command, at):
    env = {**os.environ, 'LD_PRELOAD': preload, 'NO_MEMORY_AT': str(number), 'NO_MEMORY_SEEN': str(at / 'seen')}
    return run(*command, env=env, errors='replace')


def told_in(out):
    """The JSON that there is, without the time that it took."""
    path = out / 'j'
    return re.sub(r'"seconds": [0-9.e-]*', '', path.read_text()) if path.exists() else ''


def one_by_one(at):
    out = at / 'out'
    for command in commands(at):
        out.mkdir(exist_ok=True)
        command = [out / 'j' if word == out else word for word in command]
        usual = refuse(0, command, at)
        json = told_in(out)
        total, *first = map(int, usual.stderr.splitlines()[-1].split())
        wrong, told = [], 0
        for path in out.iterdir():
            path.write_text('old')
        names = set(os.listdir(out))
        for number in sorted({*first, *range(1, total + 1, -(-total // SPREAD))}):
            said = refuse(number, command, at)
            fine = said.returncode == usual.returncode
            lines = [line for line in said.stderr.splitlines() if line.startswith('pagewalk: ')]
            if not fine and (said.returncode != 2 or len(lines) != 1 or lines != said.stderr.splitlines()):
                wrong.append((number, said.returncode, said.stderr))
            if fine and '--json' in command and told_in(out) != json:
                wrong.append((number, 'JSON', told_in(out)))
            if set(os.listdir(out)) != names:
                wrong.append((number, os.listdir(out)))
            told += said.returncode == 2
        check('%s: %d requests, from %d places' % (' '.join(map(str, command[:2])), total, len(first)), usual.returncode < 2 and not wrong and told,
              (usual.returncode, told, wrong[:5]))


main(one_by_one)
