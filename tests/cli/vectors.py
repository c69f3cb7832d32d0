#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `pagewalk vectors` makes of files of questions.

vectors.py PROGRAM PA_BITS [SV39]: asks PROGRAM, which has all paging modes and this PA_BITS, small files, whose answers
were worked out by hand from the manuals; then with one thing wrong in each of them. SV39 has Sv39 alone. Prints TAP.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tap import check, finish, refused  # noqa: E402

program, pa_bits = sys.argv[1], int(sys.argv[2])


def write(name, text):
    path = os.path.join(directory, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


def ask(text, *options):
    return subprocess.run([program, 'vectors', *options, write('a.vec', text)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def agree(name, text, *words):
    said = ask(text)
    check(name, said.returncode == 0 and not said.stderr and all(word in said.stdout for word in words), said)


def differ(name, text, before, after, rule, *words):
    """With `after` for `before` it is a mismatch, which names file, line and rule."""
    changed = text.replace(before, after)
    line = [old == new for old, new in zip(text.splitlines(), changed.splitlines())].index(False) + 1
    said = ask(changed)
    where = 'a.vec:%d: rule %s, ' % (line, rule)
    check(name, said.returncode == 1 and all(word in said.stdout for word in (where, *words)), said)


def refuse(name, text, *words):
    """One line on standard error, status 2."""
    refused(name, ask(text), *words)


# Root 80000, its entry 0 a pointer to the table at 80001, whose pages are of 2 MiB: entry 0 a page of S mode at
# 80000000, entry 1 the same with D clear, entry 2 of U mode, entry 3 to be fetched from only. Entries 4 and 5 of the root point right
# behind the memory, and to a page of it that no line names.
SV39 = '''S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0
M 80000000 20000401
M 80000020 20080001
M 80000028 20000c01
M 80001000 200000cf
M 80001008 2000004f
M 80001010 200000df
M 80001018 200000c9
'''
RISCV = SV39 + '''Q page L S 123 K 80000123 R80000000 R80001000
Q d0 S S 200123 F 15 R80000000 R80001008
Q u L S 400123 F 13 R80000000 R80001010
C adue=1 sum=1
Q update S8 S 200128 K 80000128 R80000000 R80001008 W80001008=200000cf
Q again S8 S 200128 K 80000128 R80000000 R80001008 W80001008=200000cf
Q sum L4 S 400120 K 80000120 R80000000 R80001010
C rom=80001000
Q rom S8 S 200128 F 7 R80000000 R80001008
Q rom L8 S 200128 K 80000128 R80000000 R80001008
Q edge L8 S 100000128 F 5 R80000020
Q empty L8 S 140000128 F 13 R80000028 R80003000
C rom=80002000
Q rom S8 S 200128 K 80000128 R80000000 R80001008 W80001008=200000cf
C root=90000 rom=0
Q outside F4 U 0 F 1
C mode=0 root=0
Q bare F4 S fedcba9876 K fedcba9876
C mode=8 root=80000
Q machine L8 M fedcba9870 K fedcba9870
Q mxr0 L4 S 600120 F 13 R80000000 R80001018
C mxr=1
Q mxr1 L4 S 600120 K 80000120 R80000000 R80001018
E
'''

# Two-level: pages of 4 MiB at c00000. The first is of memory type 0, the second of 2 (PCD).
CONTROLS = ' pa_bits=%d wp=1 pse=1 pge=0 smep=0 smap=%d nxe=1 pcide=0 ac=%d\n'
TWO_LEVEL = 'S 0 mode=2level cr3=80000000' + CONTROLS % (pa_bits, 0, 0) + '''M 80000000 c00083
M 80000004 c00093
Q a0 L S 123 K c00123 22 0 R80000000 W80000000=c000a3
Q a0d0 S S 123 K c00123 22 0 R80000000 W80000000=c000e3
Q pcd L S 400123 K c00123 22 2 R80000004 W80000004=c000b3
Q user L U 123 F 14 5 R80000000
Q np S U 800123 F 14 6 R80000008
E
'''

# PAE: PDPTE 0 to the directory at 80001, whose entry 0 is a page of 2 MiB; at 80000020 a PDPTE with a reserved bit.
PAE = 'S 0 mode=pae cr3=80000000' + CONTROLS % (pa_bits, 0, 0) + '''M 80000000 80001001
M 80000020 3
M 80001000 c000e7
Q page L U 123 K c00123 21 0 R80001000
C cr3_bad 80000020 F 13 0 R80000020
Q page L U 123 K c00123 21 0 R80001000
C cr3_good 80000040 K R80000040 R80000048 R80000050 R80000058
Q page L U 123 K c00123 21 0 R80001000
C cr3_outside 20 F mem 0
Q pdpte L U 40000123 F 14 4
E
'''

# Four-level: pages of 1 GiB at 40000000. The second must not be fetched from; A is clear in both entries of the way
# to the third.
FOUR_LEVEL = 'S 0 mode=4level cr3=80000000' + CONTROLS % (pa_bits, 1, 1) + '''M 80000000 80001027
M 80000008 80001007
M 80001000 400000e7
M 80001008 80000000400000e7
M 80001010 40000087
Q page L U 123 K 40000123 30 0 R80000000 R80001000
Q xd F U 40000123 F 14 15 R80000000 R80001008
Q smap L S 123 K 40000123 30 0 R80000000 R80001000
Q smap L I 123 F 14 1 R80000000 R80001000
Q both L U 8080000123 K 40000123 30 0 R80000008 R80001010 W80000008=80001027 W80001010=400000a7
Q both L U 8080000123 K 40000123 30 0 R80000008 R80001010 W80000008=80001027 W80001010=400000a7
Q canonical L S 800000000000 F 13 0
C cr3_rsvd 8000000000000000 F 13 0
C cr3_good 1000 K
Q page L U 123 K 40000123 30 0 R80000000 R80001000
E
'''

# What is changed, and what is said: the text before, after; the rule of the line; what differs.
PAGE = 'K 80000123 R80000000 R80001000'
UPDATE = 'an A/D write'
WRONG = {
    'physical address': (RISCV, PAGE, PAGE.replace('123', '122'), 'page',
                         'the physical address is 80000123, recorded 80000122'),
    'read address': (RISCV, PAGE, PAGE.replace('1000', '1008'), 'page',
                     'the address of a PTE read is 80001000, recorded 80001008'),
    'first read': (RISCV, PAGE, PAGE.replace('80000000', '80000008'), 'page',
                   'the address of a PTE read is 80000000, recorded 80000008'),
    'a read too many': (RISCV, 'F 13 R80000000 R80001010', 'F 13 R80000000 R80001010 R80001010', 'u',
                        'the number of PTE reads is 2, recorded 3'),
    'a read too few': (RISCV, 'F 13 R80000000 R80001010', 'F 13 R80000000', 'u',
                       'the number of PTE reads is 2, recorded 1'),
    'fault': (RISCV, 'Q u L S 400123 F 13', 'Q u L S 400123 F 5', 'u',
              'the answer is a page fault, recorded an access fault'),
    'no fault': (RISCV, 'Q u L S 400123 F 13', 'Q u L S 400123 K 0', 'u',
                 'the answer is a page fault, recorded no fault'),
    'value written': (RISCV, 'W80001008=200000cf', 'W80001008=200000ce', 'update',
                      'the value of %s is 200000cf, recorded 200000ce' % UPDATE),
    'address written': (RISCV, 'W80001008', 'W80001000', 'update',
                        'the address of %s is 80001008, recorded 80001000' % UPDATE),
    'no write': (RISCV, ' W80001008=200000cf', '', 'update', 'the number of A/D writes is 1, recorded 0'),
    'a write in read-only memory': (RISCV, 'F 7 R80000000 R80001008',
                                    'K 80000128 R80000000 R80001008 W80001008=200000cf', 'rom',
                                    'the answer is an access fault, recorded no fault'),
    'machine mode': (RISCV, 'K fedcba9870', 'K 0', 'machine', 'the physical address is fedcba9870, recorded 0'),
    'page size': (TWO_LEVEL, 'K c00123 22', 'K c00123 21', 'a0', 'the page size (log2) is 22, recorded 21'),
    'memory type': (TWO_LEVEL, '22 2', '22 3', 'pcd', 'the memory type is 2, recorded 3'),
    'error code': (TWO_LEVEL, 'F 14 5', 'F 14 4', 'user', 'the error code is 5, recorded 4'),
    'entry of 4 bytes written': (TWO_LEVEL, '=c000e3', '=c000a3', 'a0d0',
                                 'the value of %s is c000e3, recorded c000a3' % UPDATE),
    'write of CR3': (PAE, 'F 13 0 R80000020', 'K R80000020', 'cr3_bad', 'CR3 80000020', ', recorded no fault'),
    'write of CR3 that is good': (PAE, '80000040 K R', '80000040 F 13 0 R', 'cr3_good',
                                  'the answer is no fault, recorded a general-protection fault'),
    'read of a PDPTE': (PAE, 'R80000058', 'R80000050', 'cr3_good',
                        'the address of a PTE read is 80000058, recorded 80000050'),
    'second value written': (FOUR_LEVEL, '400000a7', '400000e7', 'both', 'the value of %s is 400000a7, recorded 400000e7' % UPDATE),
    'upper entry not written': (FOUR_LEVEL, ' W80000008=80001027', '', 'both', 'the address of ' + UPDATE),
    'last entry not written': (FOUR_LEVEL, ' W80001010=400000a7', '', 'both',
                               'the number of A/D writes is 2, recorded 1'),
    'a write too many': (FOUR_LEVEL, 'W80001010=400000a7', 'W80001010=400000a7 W80001018=1', 'both',
                         'the number of A/D writes is 2, recorded 3'),
    'last entry written': (FOUR_LEVEL, '=400000a7', '=400000a6', 'both',
                           'the value of %s is 400000a7, recorded 400000a6' % UPDATE),
    'implicit access': (FOUR_LEVEL, 'L I 123 F 14 1 ', 'L I 123 K 40000123 30 0 ', 'smap',
                        'the answer is a page fault, recorded no fault'),
}

# Questions that need what is not built: whatever they say, they are counted.
SKIPPED = SV39 + '''Q page L S 123 K 80000123 R80000000 R80001000
C pmm_s=2
Q pm L8 S 0 K 1
C pmm_s=0 rsw60t59=1
Q rsw L8 S 0 K 1
Q rsw L8 S 0 K 1
C rsw60t59=0 pmpn=4 pmp0=1f:ffff
Q pmp L8 S 0 K 1
E
'''

with tempfile.TemporaryDirectory() as directory:
    for name, text in (('RISC-V', RISCV), ('two-level', TWO_LEVEL), ('PAE', PAE), ('four-level', FOUR_LEVEL)):
        agree(name, text, '%d questions (1 scenarios' % sum(
            line[:2] == 'Q ' or (line[:2] == 'C ' and text is not RISCV) for line in text.splitlines()))
    for name, (text, before, after, rule, *words) in WRONG.items():
        differ('wrong: ' + name, text, before, after, rule, 'RTL and oracle: ', *words)

    # Words of a scenario are gone in the next one: the table at 80001 is empty there.
    agree('nothing is left of a scenario', SV39 + 'Q leaf L S 123 K 80000123 R80000000 R80001000\nE\n'
          'S 1 mode=8 root=80000\nM 80000000 20000401\nQ empty L S 123 F 13 R80000000 R80001000\nE\n')

    # The first word and the last of a page that no scenario has used before.
    agree('a page of one word', SV39 + 'Q root L S 80000123 F 13 R80000010\nE\n'
          'S 1 mode=8 root=80010\nM 80010000 200000cf\nQ first L S 123 K 80000123 R80010000\nE\n'
          'S 2 mode=8 root=80011\nM 80011ff8 200000cf\nQ last L S ffffffffc0000123 K 80000123 R80011ff8\nE\n')

    # Nothing is left of a walk, either, in the next ones, be it a shorter one.
    agree('nothing is left of a walk', SV39 + 40 * 'Q page L S 123 K 80000123 R80000000 R80001000\n'
          + 40 * 'Q root L S 80000123 F 13 R80000010\n' + 'E\n', '80 questions')

    # What is not built is counted, and the rest is asked.
    report = os.path.join(directory, 'report.json')
    said = ask(SKIPPED, '--json', report)
    what = {'pointer masking': 1, 'Svrsw60t59b': 2, 'physical memory protection': 1}
    counted = json.load(open(report))['files'][0] if said.returncode == 0 else {}
    check('JSON: it agrees', counted.get('outcome') == 'agrees', counted)
    check('skipped and counted', '1 questions' in said.stdout and counted.get('questions') == 1
          and counted.get('skipped') == what and counted.get('rules') == {'page': 1}
          and all('%d for %s' % (n, name) in said.stdout for name, n in what.items()), said)
    refuse('all skipped', SKIPPED.replace('Q page', 'C rsw60t59=1\nQ page'), 'a.vec', '1 for physical memory protection, 4 for Svrsw60t59b')
    refuse('two stages', 'S 0 mode=8 root=80000 vsatp_root=80000\nQ page L S 123 F 21 gpa2=1\nE\n', '1 for two stages')
    refuse('a second stage of x86', TWO_LEVEL.replace(' ac=0', ' ac=0 ncr3=0').replace('M 80000004 c00093\n', '')
           .replace(' 22 0', '').replace(' 22 2', ''), '5 for two stages')
    refuse('a second stage that says where the PDPTEs are', PAE.replace('cr3=80000000', 'cr3=20')
           .replace(' ac=0', ' ac=0 ncr3=0').replace(' 21 0', ''), '7 for two stages')
    refuse('no question', SV39 + 'E\n', 'a.vec: there is no question in it')
    said = ask(RISCV + 'S 1 mode=3\n')
    check('an error behind an answer', said.returncode == 2
          and 'a.vec:%d: expected a mode' % (len(RISCV.splitlines()) + 1) in said.stderr, said)
    refuse('CR3 that cannot be loaded', PAE.replace('cr3=80000000', 'cr3=80000020'), 'a.vec:1: cr3 cannot be loaded')

    # What the manual leaves open.
    agree('open', RISCV.replace('Q page L S 123 K 80000123', 'Q unspec_page L S 123 K 0'),
          '1 that the manual leaves open')
    agree('open write', RISCV.replace('Q update', 'Q unspec_w_update').replace(' W80001008=200000cf', '', 1))
    differ('open write, wrong address', RISCV, 'Q update S8 S 200128 K 80000128', 'Q unspec_w_update S8 S 200128 K 0',
           'unspec_w_update', 'the physical address')
    agree('writes of x86 with a fault', TWO_LEVEL.replace('R80000008', 'R80000008 W80000008=20'))

    # Another width: the oracle is asked.
    other = FOUR_LEVEL.replace('pa_bits=%d' % pa_bits, 'pa_bits=%d' % (52 if pa_bits != 52 else 46))
    agree('another width', FOUR_LEVEL + other, 'by the oracle alone as recorded: 10 for another PA_BITS')
    differ('another width, wrong', FOUR_LEVEL + other, other, other.replace('F 14 15', 'F 14 5'), 'xd',
           ': oracle: the error code is 15, recorded 5')
    refuse('another width alone', other, 'a.vec', '10 for another PA_BITS')

    # A mode that was left out, and so a regime: Bare is asked under those that are there.
    bare = 'S 0 mode=8\nC mode=0\nQ bare L S 120 K 120\nE\n'
    if len(sys.argv) > 3:
        program = sys.argv[3]
        agree('the one mode', RISCV)
        agree('Bare of the one mode', bare, '1 questions')
        refuse('another mode', 'S 0 mode=9\nQ none L S 120 F 5\nE\n', 'a.vec', '1 for a mode that was left out')
        refuse('Bare of another mode', bare.replace('mode=8', 'mode=1'), '1 for a mode that was left out')
        refuse('x86', FOUR_LEVEL, '10 for a mode that was left out')
        program = sys.argv[1]

    # A bit that the RTL gets wrong; and the files behind one that differs.
    for text, pin in ((RISCV, 'data_rsp_pa.3'), (FOUR_LEVEL, 'data_rsp_size.0'), (PAE, 'ptbr_rsp_fault.1'),
                      (RISCV, 'mem_req_addr.12')):
        for options in ((), ('--no-model',)):
            said = ask(text, '--plant', pin + '@1', *options)
            check(' '.join(('planted', pin, *options)), said.returncode == 1 and 'MISMATCH' in said.stdout, said)
    good = write('good.vec', TWO_LEVEL)
    bad = write('bad.vec', TWO_LEVEL.replace('F 14 5', 'F 14 4'))
    said = subprocess.run([program, 'vectors', '--json', report, bad, good], capture_output=True, text=True)
    check('JSON: which of them', [one.get('outcome') for one in json.load(open(report))['files']] == ['MISMATCH', 'agrees'], said)
    check('a file behind a mismatch', said.returncode == 1 and 'bad.vec:7:' in said.stdout
          and 'good.vec: 5 questions' in said.stdout, said)

finish()
