#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is each record of a trace compared?

records.py PROGRAM: PROGRAM, of the default sizes, plays a trace whose answers were worked out by hand from the manuals, of
every kind that there is; then the same with one thing wrong in it, for each in turn. Prints TAP.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tap import check, finish  # noqa: E402

program = sys.argv[1]

# Sv39. Root 80000: 0 a page of 1 GiB at 0; 1 a pointer to no memory; 2 one of memory type NC; 3 a clean one; 5 on to a NAPOT page.
# Then x86: two-level; four-level with a bad CR3.
TRACE = '''pagewalk 1
arch rv64
set adue=1 pbmte=1
page 80000 0:cf 1:24000001 2:20000000200000cf 3:30000047 5:20000401
page 80001 0:20000801
page 80002 0:80000000260020cf
ptbr 8000000000080000
r 1234 1234
x 1238 1238
r 40000000 !access
r 80000010 80000010 mem=1
r 100000000 !page
r 8000000000 !page
w c0000010 c0000010
mem 80000018 300000c7
r 1240 5 or 1240 or !page
r 1244 5 or !access or 1244
r8 1ffc 1ffc
r8 3ffffffc !access
r8 7ffffffc !access
r8 bffffffc bffffffc
r8 fffffffc !page
r 140000004 98000004
set svnapot=0
r 140000008 !page
r8 140000ffc !page
r 14000000c 5 or 6 or !page
r 140000010 5 or !page
seg ds base=1000 limit=f type=2 dpl=2
r1 ds:f 100f
r2 ds:f !segment=limit
arch x86-32
page 80000 0:80001067
page 80001 5:12345077
ptbr 80000000
set pg=1
r 5008 12345008 mem=2
w 6000 !page=2
w 6000 !page
arch x86-64
set pg=1 lma=1 pae=1
r 800000000000 !protection
seg cs type=8 long=1
seg ss type=2
r cs:800000000000 !protection
r ss:800000000000 !stack
ptbr 8000000000000000 !protection
'''
RECORDED = 29
EXPLAINED = 4  # by what the hart lacks
WRONG = (
    ('r 1234 1234', 'r 1234 1235'), ('r 1234 1234', 'r 1234 !page'), ('r 1234 1234', 'r 1234 1234 mem=1'),
    ('x 1238 1238', 'x 1238 123c'), ('x 1238 1238', 'x 1238 !access'),
    ('r 40000000 !access', 'r 40000000 !page'), ('r 40000000 !access', 'r 40000000 0'),
    ('80000010 mem=1', '80000010 mem=2'), ('80000010 mem=1', '80000010 mem=0'), ('80000010 mem=1', '80000011 mem=1'),
    ('r 100000000 !page', 'r 100000000 !access'), ('r 8000000000 !page', 'r 8000000000 !access'),
    ('w c0000010 c0000010', 'w c0000010 !page'), ('mem 80000018 300000c7', 'mem 80000018 30000047'),
    ('5 or 1240 or !page', '5 or 1241 or !page'), ('5 or !access or 1244', '5 or !access or 1245'),
    ('5 or !access or 1244', '5 or !access'), ('r8 1ffc 1ffc', 'r8 1ffc 2000'), ('r8 1ffc 1ffc', 'r8 1ffc !page'),
    ('r8 3ffffffc !access', 'r8 3ffffffc 3ffffffc'), ('r8 3ffffffc !access', 'r8 3ffffffc !page'),
    ('r8 7ffffffc !access', 'r8 7ffffffc !page'), ('r8 bffffffc bffffffc', 'r8 bffffffc c0000000'),
    ('r8 fffffffc !page', 'r8 fffffffc fffffffc'), ('r 140000004 98000004', 'r 140000004 !page'),
    ('r 140000008 !page', 'r 140000008 !access'), ('r 140000008 !page', 'r 140000008 98000009'),
    ('set svnapot=0', 'set svnapot=1'), ('r8 140000ffc !page', 'r8 140000ffc !access'),
    ('5 or 6 or !page', '5 or 6 or 7'), ('r1 ds:f 100f', 'r1 ds:f !segment'), ('!segment=limit', '!segment=type'), ('!segment=limit', '!page'),
    ('12345008 mem=2', '12345008 mem=3'), ('w 6000 !page=2', 'w 6000 !page=3'), ('w 6000 !page=2', 'w 6000 !page=0'), ('w 6000 !page=2', 'w 6000 !access'),
    ('w 6000 !page\n', 'w 6000 6000\n'), ('r 800000000000 !protection', 'r 800000000000 !page'),
    ('cs:800000000000 !protection', 'cs:800000000000 !stack'), ('ss:800000000000 !stack', 'ss:800000000000 !protection'),
    ('ptbr 8000000000000000 !protection', 'ptbr 8000000000000000 !access'), ('ptbr 80000000\n', 'ptbr 80000000 !access\n'),
)


def play(text, *options):
    path = os.path.join(directory, 'a.trace')
    with open(path, 'w') as file:
        file.write(text)
    return subprocess.run([program, 'run', *options, path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)


with tempfile.TemporaryDirectory() as directory:
    said = play(TRACE)
    check('as recorded', said.returncode == 0 and '(%d answers recorded; %d of them' % (RECORDED, EXPLAINED) in said.stdout, said)
    everything = TRACE
    for before, after in WRONG:
        assert TRACE.count(before) == 1, before
        everything = everything.replace(before, after)
        line = TRACE[:TRACE.index(before)].count('\n') + 1
        said = play(TRACE.replace(before, after))
        # What svnapot=0 excuses is told of the access.
        where = 'line %d, ' % (line + before.startswith('set'))
        check(after.strip(), said.returncode == 1 and where in said.stdout, said)
    said = play(TRACE.replace('ptbr 80000000\n', 'ptbr 80000000 !access\n'))
    check('who says what of a write', ': ptbr 80000000: RTL = cycle model = oracle say no fault; the trace, line %d, says an access fault' % (
        TRACE[:TRACE.index('ptbr 80000000\n')].count('\n') + 1) in said.stdout, said)
    said = play(TRACE, '--no-model')
    check('without the cycle model', said.returncode == 0 and '(%d answers recorded; %d of them' % (RECORDED, EXPLAINED) in said.stdout, said)
    said = play('pagewalk 1\narch rv64\npage 80000 0:cf\nmem 90000000 0\n')
    check('memory that is not there', said.returncode == 2 and ':4: mem 90000000: no page line gave this memory' in said.stderr, said)
    # Of errors that are injected a trace knows nothing.
    said = play(everything, '--errors', '1')
    check('with errors', said.returncode == 0 and 'answers recorded' not in said.stdout, said)
finish()
