#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The program as a user meets it: help, errors, exit statuses, files.

cli.py PROGRAM TRACE SV39: runs PROGRAM on good and bad input; prints TAP. TRACE is
a short trace that replays without a mismatch; SV39 a program built with Sv39 alone.
"""
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tap import check, finish, limit_to, refused  # noqa: E402

program, trace, sv39 = sys.argv[1:4]


def run(*args, stdout=subprocess.PIPE, room=None, program=program, env=None):
    """room: bytes that a file may grow to, as on a disk that fills."""
    return subprocess.run([program, *args], stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, text=True, env=env, preexec_fn=limit_to(room))


def bad(name, args, *words, **how):
    """One clear line on standard error, nothing on standard output, status 2."""
    refused(name, run(*args, **how), *words)


with tempfile.TemporaryDirectory() as directory:
    def path(name, text=None):
        p = os.path.join(directory, name)
        if text is not None:
            with open(p, 'w') as f:
                f.write(text)
        return p

    # Help and version.
    said = run('--help')
    check('help', said.returncode == 0 and 'Usage:' in said.stdout, said)
    for command in ('run', 'vectors', 'random', 'model', 'bench', 'os', 'cover'):
        said = run(command, '--help')
        check('help of ' + command, said.returncode == 0 and 'Usage:' in said.stdout
              and not said.stderr, said)
    said = run('--version')
    check('version', said.returncode == 0 and said.stdout.startswith('pagewalk '), said)

    # Usage.
    bad('no command', [], 'no command')
    bad('unknown command', ['walk'], "'walk'")
    bad('unknown option', ['run', '--walk', trace], '--walk')
    bad('no trace', ['run'], 'no trace')
    bad('no vector file', ['vectors'], 'no vector file')
    bad('bad number', ['run', '--latency', 'x', trace], '--latency', "'x'")
    bad('number out of range', ['run', '--latency', '0', trace], '--latency')
    bad('negative number', ['run', '--seed', '-1', trace], '--seed')
    bad('unknown pin', ['run', '--plant', 'nolock', trace], "'nolock'")
    bad('bit out of range', ['run', '--plant', 'data_rsp_size.6', trace], 'bit')
    bad('model without the model', ['model', '--no-model', trace], '--no-model')
    bad('window without fst', ['run', '--window', '5', trace], '--fst')

    bad('model with a waveform', ['model', '--fst', path('m.fst'), trace], '--fst')
    bad('one waveform of two traces', ['run', '--fst', path('m.fst'), trace, trace], '--fst')
    bad('one waveform of two seeds', ['random', '--count', '2', '--fst', path('m.fst')], '--fst')
    bad('errors in vectors', ['vectors', '--errors', '9', trace], '--errors')
    bad('a word too many', ['random', trace], 'one argument too many')

    # Bad input.
    bad('missing trace', ['run', path('none.trace')], 'none.trace', 'No such file')
    bad('directory', ['run', directory], directory)
    bad('not a trace', ['run', path('a.trace', 'hello\n')], 'a.trace:1:')
    bad('error in line 4', ['run', path('b.trace', 'pagewalk 1\narch rv64\nset priv=s\nset x=1\n')],
        'b.trace:4:')
    bad('unknown architecture', ['run', path('c.trace', 'pagewalk 1\narch x86\n')], 'c.trace:2:', 'x86')
    bad('pte without page', ['run', path('d.trace', 'pagewalk 1\narch rv64\npte 80000000 1\n')],
        'd.trace:3:')
    bad('PDPTEs that a change of paging cannot load',
        ['run', path('p.trace', 'pagewalk 1\narch x86-32\nset pae=1\nptbr 80000000\nset pg=1\nr 0\n')],
        'p.trace:5:', '80000000', 'an access fault')
    bad('missing vectors', ['vectors', path('none.vec')], 'none.vec')
    bad('a trace is no vector file', ['vectors', trace], os.path.basename(trace) + ':')
    with open(path('cut.trace.zst'), 'wb') as f:
        f.write(bytes.fromhex('28b52ffd0458'))
    bad('truncated zstd', ['run', path('cut.trace.zst')], 'cut.trace.zst')

    # Nothing is run past bad input, and no summary is printed of what came before.
    bad('no half summary', ['run', trace, path('e.trace', 'pagewalk 1\narch rv64\nr\n')], 'e.trace:3:')

    # What a build leaves out.
    for name, text, line, what in (
            ('mode', 'arch rv64\nptbr 8000000000000001\nptbr 9000000000000001\n', 4, 'Sv48'),
            ('architecture', 'arch x86-64\n', 2, 'x86-64'),
            ('segments', 'arch rv64\nr 0\nseg ds\n', 4, 'segments'),
            ('access through a segment', 'arch rv64\nr ds:0\n', 3, 'segments')):
        bad('a %s left out' % name, ['run', path('out.trace', 'pagewalk 1\n' + text)],
            'out.trace:%d: needs %s, which this build leaves out' % (line, what), program=sv39)

    # Results.
    said = run('run', trace)
    check('agreed', said.returncode == 0 and 'translations agree' in said.stdout
          and not said.stderr, said)
    said = run('run', '--json', path('out.json'), trace)
    report = json.load(open(path('out.json')))
    check('json', said.returncode == 0 and report['status'] == 0
          and report['runs'][0]['translations'] > 0, said)
    bad('json into no directory', ['run', '--json', path('no/out.json'), trace], 'out.json')
    # Speed is of CPU time: a run that is stopped for a second is not slower.
    stopped = subprocess.Popen([program, 'random', '--cycles', '1000000', '--json', path('speed.json')],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    time.sleep(0.2)
    stopped.send_signal(signal.SIGSTOP)
    time.sleep(1)
    stopped.send_signal(signal.SIGCONT)
    _, stopped.returncode, used = os.wait4(stopped.pid, 0)
    took, used = json.load(open(path('speed.json')))['runs'][0]['seconds'], used.ru_utime + used.ru_stime
    check('speed in CPU time', 0 < took < used + 0.1, (took, used))
    # Coverage.
    said = run('run', '--cover', path('run.cover'), trace)
    check('cover', said.returncode == 0 and open(path('run.cover')).readline() == 'pagewalk cover 2\n', said)
    said = run('run', trace, env={**os.environ, 'PAGEWALK_COVER': path('named.cover')})
    check('cover by the environment', open(path('named.cover')).read() == open(path('run.cover')).read(), said)
    said = run('random', '--cycles', '2000', '--cover', path('random.cover'))
    check('cover of a seed', said.returncode == 0 and os.path.getsize(path('random.cover')) > 10000, said)
    said = run('run', '--plant', 'data_rsp_pa.13', '--cover', path('planted.cover'), trace)
    check('cover of a mismatch', said.returncode == 1 and os.path.exists(path('planted.cover')), said)
    bad('cover into no directory', ['run', '--cover', path('no/x.cover'), trace], 'x.cover')
    bad('cover into a directory', ['run', '--cover', directory, trace], directory, 'Is a directory')
    bad('cover of a trace that is not there', ['run', '--cover', path('none.cover'), path('none.trace')], 'none.trace')
    check('no coverage of bad input', not os.path.exists(path('none.cover')))
    said = run('run', '--cover', path('cut.cover'), trace, room=100)
    check('cover with room for 100 bytes', said.returncode == 2 and 'cut.cover' in said.stderr
          and not [name for name in os.listdir(directory) if name.startswith('cut.cover')], said)
    bad('cover of the model', ['model', '--cover', path('x.cover'), trace], '--cover')
    names = run('cover', '--list').stdout.splitlines()
    check('list of bins', len(names) >= 5000 and len(set(names)) == len(names) and 'cp_mode:sv39' in names)
    said = run('cover', '--json', path('cover.json'), path('run.cover'), path('random.cover'))
    report = json.load(open(path('cover.json')))
    check('cover of two', said.returncode == 0 and report['bins'] == len(names) and 0 < report['hit'] < len(names)
          and said.stdout.splitlines()[-1].split()[:3] == ['all', str(report['bins']), str(report['hit'])], said)
    alone = run('cover', '--holes', path('run.cover')).stdout.splitlines()
    both = run('cover', '--holes', path('run.cover'), path('random.cover')).stdout.splitlines()
    check('holes', len(both) == len(names) - report['hit'] and set(both) < set(alone) < set(names))
    said = run('cover', '--excluded', path('hole', both[0] + ' nobody gets there\n'), '--holes', path('run.cover'),
               path('random.cover'))
    check('excluded hole', said.returncode == 0 and said.stdout.splitlines() == both[1:], said)
    said = run('cover', '--excluded', path('hit', 'cp_mode:* nobody gets there\n'), path('random.cover'))
    check('excluded, but hit', said.returncode == 1 and 'cp_mode:sv39 was hit, but is excluded' in said.stderr, said)
    said = run('cover', path('odd.cover', 'pagewalk cover 2\ncp_mxr:fetch,user,0 1\nend 1\n'))
    check('what does not exist', said.returncode == 1 and 'does not exist' in said.stderr, said)
    bad('cover of no file', ['cover'], 'no file')
    bad('cover of a trace', ['cover', trace], os.path.basename(trace) + ':1: not a line of a coverage file')
    bad('cover of what is not there', ['cover', path('none.cover')], 'none.cover: No such file')
    bad('list and holes', ['cover', '--list', '--holes', path('run.cover')], 'two questions')
    bad('exclusion without a reason', ['cover', '--excluded', path('list', 'cp_mode:sv39\n'), path('run.cover')],
        'list:1: no reason')
    bad('exclusion of nothing', ['cover', '--excluded', path('list', 'cp_mode:sv38 a typing error\n'), path('run.cover')],
        'list:1: no bin has such a name')

    bad('fst into no directory', ['run', '--fst', path('no/out.fst'), trace], 'out.fst')
    said = run('run', '--fst', '/dev/full', trace)
    check('fst into a full device', said.returncode == 2 and '/dev/full: No space left' in said.stderr, said)
    for room in 0, 4096, 9000, 16500:
        said = run('run', '--fst', path('cut.fst'), trace, room=room)
        check('fst with room for %d bytes' % room, said.returncode == 2
              and len(said.stderr.splitlines()) == 1 and 'cut.fst' in said.stderr
              and not said.stdout and not os.path.exists(path('cut.fst')), said)
    bad('pins into no directory', ['run', '--pins', path('no/out.rec'), trace], 'out.rec')
    before = set(os.listdir(directory))
    for room in 0, 4096, 9000:
        bad('pins with room for %d bytes' % room, ['run', '--pins', path('cut.rec'), trace], 'cut.rec', room=room)
    bad('no pins of half the traces', ['run', '--pins', path('cut.rec'), trace, path('none.trace')], 'none.trace')
    check('no pins are left', set(os.listdir(directory)) == before)
    said = run('run', '--pins', path('a.rec'), trace)
    one = open(path('a.rec')).read().splitlines()
    check('pins', said.returncode == 0 and one[0].startswith('# rst fetch_req_valid ') and len(one) > 2
          and {len(line.split()) for line in one[1:]} == {len(one[0].split()) - 1} and one[1].split()[0] == '1', said)
    said = run('run', '--pins', path('b.rec'), trace, trace)
    check('pins of two traces', said.returncode == 0 and open(path('b.rec')).read().splitlines() == one + one[1:], said)
    said = run('run', '--plant', 'data_rsp_pa.13', '--pins', path('c.rec'), trace)
    cut = open(path('c.rec')).read().splitlines()
    check('pins up to a mismatch', said.returncode == 1 and cut[:-1] == one[:len(cut) - 1] and cut[-1] != one[len(cut) - 1], said)
    for command in 'run', 'model':
        bad(command + ' of a recording', [command, path('a.rec')], 'a.rec: a recording of pins', 'another simulator')
    with gzip.open(path('d.rec'), 'wt') as packed:
        packed.write('\n'.join(one) + '\n')
    bad('a recording behind a trace, packed', ['run', trace, path('d.rec')], 'd.rec: a recording of pins')
    said = run('run', path('e.trace', one[0] + ' more\n'))
    check('a comment that is alike', said.returncode == 2 and 'recording' not in said.stderr, said)
    said = run('run', '--errors', '20000', trace)
    check('injected errors', said.returncode == 0 and 'translations agree' in said.stdout, said)
    for command in ['run', trace], ['random']:
        said = run(command[0], '--no-model', *command[1:])
        check(command[0] + ' without the cycle model', said.returncode == 0 and 'agree: RTL = oracle' in said.stdout
              and 'every pin' not in said.stdout, said)
    said = run('run', '--no-model', '--plant', 'data_rsp_pa.13', trace)
    check('the oracle notices alone', said.returncode == 1 and 'oracle: answer pa' in said.stdout
          and '--no-model' in said.stdout.splitlines()[-1], said)
    said = run('run', '--no-model', '--plant', 'counter_value.0', trace)
    check('and counters are counted from pins', said.returncode == 1 and 'oracle: counter 0 is 1' in said.stdout, said)
    with open('/dev/full', 'w') as full:
        said = run('run', trace, stdout=full)
        check('full disk', said.returncode == 2 and len(said.stderr.splitlines()) == 1, said)

    # A device is written to, not replaced: it is asked for by a link, which would go in its place.
    for option in '--json', '--pins', '--cover':
        with tempfile.TemporaryDirectory() as place:
            link = os.path.join(place, 'device')
            os.symlink('/dev/full', link)
            said = run('run', option, link, trace)
            check('%s to a device' % option, said.returncode == 2 and os.path.islink(link)
                  and 'No space left on device' in said.stderr and len(said.stderr.splitlines()) == 1, said)

    # An answer that the trace records and the MMU does not give.
    for answer, came, says in (
            ('8', 'pa 0', 'pa 8'), ('0 mem=2', 'pa 0 with memory type 0', 'pa 0 with memory type 2'),
            ('!page', 'pa 0', 'a page fault'), ('8 or !page or 0 mem=2', 'pa 0', 'pa 8 or a page fault or pa 0 with memory type 2')):
        said = run('run', path('m.trace', 'pagewalk 1\narch rv64\nr 0 %s\n' % answer))
        check('recorded answer ' + answer, said.returncode == 1 and ': va 0: RTL = cycle model = oracle say %s; the trace, line 3, '
              'says %s\n' % (came, says) in said.stdout, said)
    for options, voices in ((('run', '--no-model'), 'RTL = oracle say'), (('model',), 'cycle model = oracle say')):
        said = run(*options, path('m.trace'))
        check('who disagrees, ' + options[-1], said.returncode == 1 and ': va 0: %s pa 0; the trace' % voices in said.stdout, said)
    said = run('run', path('m.trace', 'pagewalk 1\narch x86-64\nptbr 8000000000000000\nset pg=1 lma=1 pae=1\nptbr 8000000000000000 !access\n'))
    check('recorded answer of ptbr', said.returncode == 1 and ': ptbr 8000000000000000: RTL = cycle model = oracle say '
          'a general-protection fault; the trace, line 5, says an access fault\n' in said.stdout, said)

    # Which of two is the older answer, and by which line: ours, the trace's, one that no PTE explains.
    two_answers = ('pagewalk 1\narch x86-32\npage 80000 0:80001067\npage 80001 5:12345067\nptbr 80000000\nset pg=1\n'
                   'r 5008 12345008\npte 80001014 54321067\n%sr 5008 %s\n')
    for name, between, answer, why in (
            ('ours', '', '54321008', 'pa 12345008; the trace, line 9, says pa 54321008. Ours is the older one, by what PTE 80001014 '
             'held (12345067) until line 8, and legal until a fence\n'),
            ("the trace's", 'fence\n', '12345008', "pa 54321008; the trace, line 10, says pa 12345008. The trace's is the older one, by "
             'what PTE 80001014 held (12345067) until line 8\n'),
            ('neither', 'fence\n', '12346008', 'pa 54321008; the trace, line 10, says pa 12346008\n'),
            ('a new page, too', 'page 80001 5:54321067\nfence\n', '12345008', '(12345067) until line 8\n'),
            ('by ASID, behind another root', 'ptbr 81000000\npage 81000 0:81001067\npage 81001 5:33333067\nptbr 81000000\n', '12345008',
             'pa 33333008; the trace, line 13, says pa 12345008\n'),
            ('a dropped page', 'drop 80001\nfence\n', '54321008', 'an access fault; the trace, line 11, says pa 54321008\n')):
        said = run('run', path('m.trace', two_answers % (between, answer)))
        check('the older answer: ' + name, said.returncode == 1 and why in said.stdout, said)
    for arch, table, pte, old, new, base in (
            ('rv64', 'page 80000 2:200000cf', '80000010 100000cf', '80000008', '40000008', '8000000000080000'),
            ('rv32', 'page 80000 201:200000cf', '80000804 100000cf', '80000008', '40000008', '80080000')):
        said = run('run', path('m.trace', 'pagewalk 1\narch %s\n%s\nptbr %s\nr %s %s\npte %s\nr %s %s\n' % (
            arch, table, base, '80400008' if arch == 'rv32' else old, old, pte, '80400008' if arch == 'rv32' else old, new)))
        check('the older answer: ' + arch, said.returncode == 1 and 'Ours is the older one, by what PTE %s held (200000cf) until line 6, '
              'and legal until a fence\n' % pte.split()[0] in said.stdout, said)
    said = run('run', path('m.trace', 'pagewalk 1\narch rv64\npage 80000 2:200000cf\npage 81000 2:100000cf\nptbr 8000000000080000\n'
                           'r 80000008 80000008\nptbr 8000000000081000\nr 80000008 40000008\n'))
    check('the older answer: of another root', said.returncode == 1 and 'says pa 40000008. Ours is cached, and legal until a fence, though '
          'the tables do not say so now\n' in said.stdout, said)
    said = run('run', path('m.trace', two_answers % ('reset\npage 80000 0:80001067\npage 80001 5:33333067\nptbr 80000000\nset pg=1\n', '12345008')))
    check('the older answer: not of another scene', said.returncode == 1 and 'says pa 12345008\n' in said.stdout, said)
    said = run('run', path('m.trace', two_answers % ('', '54321008 or 12345008')))
    check('two answers', said.returncode == 0 and '(2 answers recorded)' in said.stdout, said)
    said = run('run', path('m.trace', two_answers % ('fence\n', '12345008 or !page')))
    check('two wrong answers', said.returncode == 1 and 'says pa 12345008 or a page fault.' in said.stdout, said)

    # What memory holds.
    memory = 'pagewalk 1\narch rv64\npage 80000 2:20000047\nptbr 8000000000080000\nw 80000010 80000010\nmem 80000010 %s\n'
    said = run('run', path('m.trace', memory % '200000c7'))
    check('what memory holds', said.returncode == 0 and '(2 answers recorded)' in said.stdout, said)
    said = run('run', path('m.trace', memory % '20000047'))
    check('what memory does not hold', said.returncode == 1 and ': mem 80000010: memory holds 200000c7; the trace, line 6, says '
          '20000047\n' in said.stdout, said)
    said = run('run', '--errors', '1', path('m.trace'))
    check('errors, and what memory holds', said.returncode == 0, said)
    bad('memory that is not there', ('run', path('m.trace', 'pagewalk 1\narch rv64\nmem 80000000 0\n')), 'm.trace:3:', 'mem 80000000')

    # A hart that lacks Svnapot: explained where N makes the difference, and nowhere else.
    napot = 'pagewalk 1\narch rv64\nset svnapot=%d\npage 80000 2:20000047 3:%s\nptbr 8000000000080000\nr c0000000 %s\n'
    for name, has, pte, answer, status in (
            ('a superpage', 0, '200000cf', '!page', 1), ('one with N', 0, '80000000200000cf', '!page', 0),
            ('Svnapot is there', 1, '200000cf', '!page', 1), ('another fault', 0, '80000000200000cf', '!access', 1)):
        said = run('run', path('m.trace', napot % (has, pte, answer)))
        check('svnapot=0, ' + name, said.returncode == status and 'explained' not in said.stdout, said)
    tables = 'page 80000 1:20000401\npage 80001 0:20000801\npage 80002 0:80000000048c20cf 1:48c00cf\nptbr 8000000000080000\n'
    lacks = 'pagewalk 1\narch rv64\nset svnapot=%d\n' + tables + 'r 4000%s !page%s\n'
    for name, has, page, more, status in (
            ('is explained', 0, '0008', '', 0), ('with an alternative', 0, '0008', ' or !access', 0), ('a page without N', 0, '1008', '', 1),
            ('it is not lacking', 1, '0008', '', 1)):
        said = run('run', '--json', path('out.json'), path('m.trace', lacks % (has, page, more)))
        check('svnapot=0, ' + name, said.returncode == status and ('explained by svnapot=0' in said.stdout) == (not status), said)
        if not status:
            check('counted: ' + name, json.load(open(path('out.json')))['runs'][0]['explained_answers'] == 1, said)
    said = run('run', path('m.trace', (lacks % (0, '0008', '')).replace('!page', '12301008')))
    check('svnapot=0 explains no other address', said.returncode == 1 and 'explained' not in said.stdout, said)
    said = run('run', path('m.trace', lacks % (0, '0008', '')), trace)
    check('svnapot=0 among others', said.returncode == 0 and 'm.trace: 1 page faults that it records are explained by svnapot=0\n'
          in said.stdout, said)
    for name, first, second, status in (('the first', '80000000048c20cf', '48c00cf', 0), ('the second', '48c00cf', '80000000048c20cf', 0),
                                        ('neither', '48c00cf', '48c00cf', 1)):
        said = run('run', path('over.trace', 'pagewalk 1\narch rv64\nset svnapot=0\n' + tables.replace('0:80000000048c20cf 1:48c00cf',
                               'f:%s 10:%s' % (first, second)) + 'r8 4000fffc !page\n'))
        check("svnapot=0, over a page's end: N in " + name, said.returncode == status and
              ('explained by svnapot=0' in said.stdout) == (not status), said)
    said = run('run', path('cached.trace', 'pagewalk 1\narch rv64\nset svnapot=0\n' + tables + 'r 40001008 12300008\n'
                           'pte 80002008 80000000048c14cf\nr 40001008 !page\n'))
    check('svnapot=0, but a fault with Svnapot, too', said.returncode == 1 and 'explained' not in said.stdout, said)
    said = run('model', path('m.trace'))
    check('svnapot=0, on the model alone', said.returncode == 0 and 'explained by svnapot=0' in said.stdout, said)

    # What a pin script says of outputs.
    outputs = ('pagewalk-pins 1\n1 page ppn=80000\n1 pte pa=80000010 value=200000cf\n2 ptbr regime=1 value=8000000000080000\n'
               '3 data_req va=80000008 priv=1 tag=1\n%s\n')
    for expected, status in (
            ('7 expect data_rsp_valid=1 data_rsp_pa=80000008 data_rsp_size=1e', 0), ('6 expect data_rsp_valid=1', 1),
            ('8 expect data_rsp_valid=0 data_rsp_pa=80000008 mem_req_addr=80000010', 0), ('5000 expect data_rsp_tag=1', 0),
            ('7 expect data_rsp_tag=2', 1), ('6 expect data_rsp_pa=0', 1), ('9 expect fetch_rsp_pa=0', 1), ('9 expect fetch_req_ready=0', 1),
            ('9 expect counter=13 value=1 counter=12 value=1 counter=8 value=1', 0), ('9 expect counter=13 value=2', 1),
            ('20 reset\n21 expect counter=13 value=0 ptbr_held=0', 0)):
        said = run('run', path('m.pins', outputs % expected))
        check('expect: ' + expected.replace('\n', ', '), said.returncode == status and not said.stderr
              and ('outputs expected)' if not status else 'the script, line 6, expects') in said.stdout, said)
    for expected, what in (
            ('7 expect data_rsp_tag=2', 'cycle 7: pin data_rsp_tag: RTL = cycle model show 1 in cycle 7; the script, line 6, expects 2\n'),
            ('17 expect data_rsp_pa=9', 'cycle 17: pin data_rsp_pa: RTL = cycle model show 80000008 in cycle 7; the script, line 6, expects 9\n'),
            ('9 expect fetch_rsp_pa=0', 'cycle 9: pin fetch_rsp_pa: RTL = cycle model show nothing so far; the script, line 6, expects 0\n'),
            ('9 expect counter=13 value=2', 'counter 13: RTL = cycle model show 1 in cycle 14; the script, line 6, expects 2\n')):
        said = run('run', path('m.pins', outputs % expected))
        check('what is said of ' + expected, what in said.stdout, said)
    said = run('model', path('m.pins'))
    check('expect, on the model alone', said.returncode == 1 and 'the cycle model shows 1 in cycle' in said.stdout, said)
    said = run('run', '--no-model', '--fst', path('e.fst'), '--window', '5', path('m.pins'))
    check('expect, and a window', said.returncode == 1 and 'the RTL shows 1' in said.stdout and os.path.getsize(path('e.fst')) > 0, said)
    bad('expect of an input', ('run', path('m.pins', outputs % '9 expect data_req_va=1')), 'm.pins:6:', 'data_req_va=1')

    # Control bits of x86 do nothing while the register holds satp.
    said = run('run', '--json', path('out.json'), path('m.trace', 'pagewalk 1\narch rv64\nptbr 0\nr 0 0\narch x86-32 keep\nset pg=1 pse=1\nset pg=0\n'))
    counts = json.load(open(path('out.json')))['runs'][0]
    check('control bits without a CR3', said.returncode == 0 and counts['fences'] == 0 and counts['ptbr_writes'] == 2, said)

    # Over a page's end.
    over = 'pagewalk 1\narch rv64\n' + tables.replace('0:80000000048c20cf 1:48c00cf', '0:48c00cf 1:48c0443') + '%s\n'
    for access, status in ('r8 40000ffc 12300ffc', 0), ('w8 40000ffc !page', 0), ('w8 40000ffc 12300ffc', 1), ('r8 40000ffc !page', 1), \
            ('w4 40000ffc !page', 1), ('r8 40001ffc !page', 0), ('r8 40001ffc 12301ffc', 1):
        said = run('run', path('m.trace', over % access))
        check("over a page's end: " + access, said.returncode == status, said)
    bad('a trace needs modes', ('run', path('m.trace', 'pagewalk 1\narch rv64\narch x86-32 keep\n')), 'm.trace:3:', 'x86-32', program=sv39)

    said = run('run', '--plant', 'counter_value.8@30', trace)
    shown = re.search(r'pin counter_value: RTL (\d+), model (\d+)$', said.stdout, re.M)
    check('a count is decimal', shown and abs(int(shown[1]) - int(shown[2])) == 256, said)

    # A mismatch, and the way to see it.
    said = run('run', '--plant', 'data_rsp_pa.13', trace)
    check('mismatch', said.returncode == 1 and 'pin data_rsp_pa: RTL' in said.stdout
          and '--window' in said.stdout, said)
    said = run('run', path('wrong.trace', 'pagewalk 1\narch x86-32\nset pg=1 priv=3\npage 80000\n'
                           'ptbr 80000000\nw 1000 !page=2\n'))
    check('whole answers', said.returncode == 1
          and ' !page code 6 size 0 memtype 0, cycle ' in said.stdout, said)
    said = run('run', '--plant', 'data_rsp_pa.13', '--json', path('out.json'), trace)
    check('json of a mismatch', said.returncode == 1
          and json.load(open(path('out.json')))['status'] == 1, said)
    said = run('run', '--plant', 'data_rsp_pa.13', '--fst', path('w.fst'), '--window', '10', trace)
    check('window', said.returncode == 1 and os.path.getsize(path('w.fst')) > 0, said)
    plain, shown = (run('run', '--plant', 'data_rsp_pa.13', *more, trace).stdout.split('  to see it')[0] for more in ((), ('--fst', path('w.fst'))))
    check('a waveform that goes on behind the mismatch tells of the same lines', 'on its pins' in plain and plain == shown, (plain, shown))
    said = run('run', '--fst', path('none.fst'), '--window', '10', trace)
    check('no mismatch, no window', said.returncode == 0
          and not os.path.exists(path('none.fst')), said)
    said = run('run', '--fst', path('all.fst'), trace)
    check('whole waveform', said.returncode == 0 and os.path.getsize(path('all.fst')) > 0, said)

    # Scenarios of the operating system's half.
    first = 'pagewalk-os 1\nmemory 512K\n'
    good = path('good.os', first + 'process A\nmap A heap 64K\nfill A heap\ncheck A heap\nexit A\n')
    bad('no scenario', ['os'], 'no scenario')
    bad('missing scenario', ['os', path('none.os')], 'none.os', 'No such file')
    bad('a trace is no scenario', ['os', trace], os.path.basename(trace) + ':1:')
    bad('unknown mode', ['os', '--mode', 'sv64', good], "'sv64'")
    bad('memory of no whole pages', ['os', '--memory', '5000', good], "'5000'")
    bad('memory too small', ['os', '--memory', '64K', good], 'memory must be')
    bad('memory too large', ['os', '--mode', 'sv32', '--memory', '2G', good], 'memory must be', 'in sv32 1015 MiB at most')
    for option in '--errors', '--stall':
        bad('no %s in an operating system' % option, ['os', option, '9', good], option)
        check('nor in its help', option not in run('os', '--help').stdout)
    bad('nothing is played before bad input',
        ['os', path('bad.os', first + 'process A\nmap A heap 4K\nstep A first\ntouch A heap x\n')],
        'bad.os:6: A, heap:')
    bad('a mode left out', ['os', '--mode', 'sv48', good], 'sv48, which this build leaves out', program=sv39)
    said = run('os', good)
    check('scenario', said.returncode == 0 and 'every byte as it was stored' in said.stdout
          and not said.stderr, said)
    said = run('os', '--json', path('os.json'), '--mode', 'pae', good)
    report = json.load(open(path('os.json')))
    check('json of a scenario', said.returncode == 0 and report['status'] == 0 and report['mode'] == 'pae'
          and report['all']['minor'] == 16, said)
    # Not even begun: there would be a step of the scenario on standard output.
    told = path('told.os', first + 'process A\nmap A heap 4K\nstep A first\n')
    bad('json of a scenario into no directory', ['os', '--json', path('no/os.json'), told], 'os.json')
    bad('json of a scenario into a directory', ['os', '--json', directory, told], directory, 'Is a directory')
    swapping = path('swapping.os', first + 'swap 2M\nfile f 64K pattern 1\nprocess A\nmap A heap 1M\nfill A heap\n'
                    'map A map 64K file=f\nrandom A heap 500\nexit A\n')
    before = os.listdir(directory)
    for name, where, what in (('missing', path('none'), 'No such file'), ('a file', good, 'Not a directory')):
        bad('directory of the swap file ' + name, ['os', swapping], 'swap file', what, env={**os.environ, 'TMPDIR': where})
    bad('swap file too large', ['os', swapping], 'swap file', 'too large', room=1 << 20,
        env={**os.environ, 'TMPDIR': directory})
    bad('file too large', ['os', path('file.os', first + 'file f 1M pattern 1\nprocess A\n')], 'file.os:3: f, its copy in', 'too large',
        room=1 << 19, env={**os.environ, 'TMPDIR': directory})
    bad('file missing', ['os', path('file.os', first + 'file f path none\nprocess A\n')], 'file.os:3:', 'No such file')
    said = run('os', swapping, env={**os.environ, 'TMPDIR': directory})
    check('files without a name', said.returncode == 0 and set(os.listdir(directory)) == {*before, 'file.os'}, said)

    # A disk that is full, where this user may mount one.
    small = os.path.join(directory, 'small')
    os.mkdir(small)
    private = ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=200k none "$1" && shift && exec "$@"', 'sh', small]
    if shutil.which('unshare') and not subprocess.run([*private, 'true'], stderr=subprocess.DEVNULL).returncode:
        said = subprocess.run([*private, program, 'os', swapping], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, 'TMPDIR': small})
        check('a full disk under the swap file', said.returncode == 2 and not said.stdout
              and said.stderr.count('\n') == 1 and 'the swap file in %s (TMPDIR): No space left on device' % small in said.stderr, said)

    # What a lock is worth: no access waits for the disk, and hardly any for the walker.
    locked = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../traces/os/thrash_locked.os')
    said = run('os', '--json', path('locked.json'), locked)
    rows = [line.split()[:3:2] for line in said.stdout.splitlines() if line.split()[0] in ('unlocked', 'locked')]
    check('locked and unlocked in the report', rows == [['unlocked', 'accesses,'], ['locked', 'accesses,']], said)
    report = json.load(open(path('locked.json')))
    cost = {kind: report[kind]['cycles'] / report[kind]['accesses'] for kind in ('unlocked', 'locked')}
    check('a locked access is cheaper', 10 * cost['locked'] < cost['unlocked'] and not report['locked']['faulted']
          and report['unlocked']['faulted'] and all('%.2f cycles each' % c in said.stdout for c in cost.values()), cost)

    def played(*args):
        # All but the time that it took.
        run('os', '--json', path('seed.json'), *args, swapping)
        report = json.load(open(path('seed.json')))
        return {**report, 'seconds': 0}
    check('the same seed, the same play', played('--seed', '7') == played('--seed', '7'))
    check('a scenario has a seed', played() == played('--seed', '1'))
    check('seed 0', played('--seed', '0') != played('--seed', '1'))
    for name, text, what in (
            ('expectation', 'expect A killed\n', 'bad.os:4: A is expected to be killed, and is alive'),
            ('counter', 'count minor >= 1\n', 'bad.os:4: minor is 0, not >= 1'),
            ('end unspoken of', 'map A heap 1M\nfill A heap\n', 'bad.os:5: A ended here (no-memory)')):
        said = run('os', path('bad.os', first + 'process A\n' + text))
        check('a mismatch: ' + name, said.returncode == 1 and what in said.stdout, said)
    said = run('os', '--plant', 'data_rsp_pa.13@500', '--fst', path('os.fst'), '--window', '10', good)
    check('planted in a scenario', said.returncode == 1 and 'pin data_rsp_pa: RTL' in said.stdout
          and os.path.getsize(path('os.fst')) > 0, said)
    bad('no gnuplot', ['os', '--plot', path('p.svg'), good], 'gnuplot', env={**os.environ, 'PATH': directory})
    if shutil.which('gnuplot'):
        said = run('os', '--plot', path('p.svg'), good)
        check('plot', said.returncode == 0 and '</svg>' in open(path('p.svg')).read(), said)
        bad('plot into no directory', ['os', '--plot', path('no/p.svg'), told], 'p.svg')
        bad('plot into a directory', ['os', '--plot', directory, told], directory, 'Is a directory')

    # The same seed, the same run.
    first, second = (run('run', '--jitter', '9', '--stall', '99', '--seed', '7', trace).stdout
                     for _ in range(2))
    check('deterministic', first.splitlines()[:-1] == second.splitlines()[:-1])

finish()
