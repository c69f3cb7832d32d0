#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each option of each command does something, or is refused; and what was asked for was done.

options.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
import gzip
import itertools
import json
import os
import re

from kernel import walks
from tool import bad, check, main, program, root, run, sv39, trace

DIRECTED = root / 'traces/directed'
SCENARIO = 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A heap 64K\nfill A heap\nrandom A heap 99\nexit A\n'
MEMORY = {'--latency': '9', '--jitter': '9', '--backpressure': '99', '--errors': '20000', '--stall': '99', '--noise': None,
          '--seed': '7'}
# Shows where there are lines alone.
ALONE = '--alone'
RTL = {*MEMORY, ALONE, '--json', '--expect', '--no-model', '--may-cache', '--cover', '--fst', '--window', '--plant'}
RUN = 'run', 'model', 'vectors', 'random', 'os', 'boot'
# What each command has beside --help, --usage and --version; by hand.
OPTIONS = {
    'run': {*RTL, '--cycles', '--pins'},
    'model': {*MEMORY, ALONE, '--json', '--expect', '--cycles', '--pins'},
    'vectors': RTL - {'--errors', '--stall'},
    'random': {*RTL, '--cycles', '--count', '--forever', '--minutes', '--log', '--shrink', '--updates', '--slow', '--one-scene',
               '--local'} - {'--stall'},
    'os': {*RTL, '--mode', '--memory', '--plot'} - {'--errors', '--stall'},
    'boot': {*RTL, '--append', '--memory', '--mode', '--isa', '--adue', '--until', '--fast', '--patience', '--snapshot', '--resume',
             '--record', '--fetch-buffer', '--no-oracle'} - {'--errors', '--stall'},
    'cover': {'--list', '--holes', '--excluded', '--json'},
    'bench': {'--json', '--cycles', '--rounds'},
}
# Of another command, in a text.
MENTIONED = {'cover': {'--cover'}}
EVERY = set().union(*OPTIONS.values())


def vectors(questions):
    """The first scenario of a vector file, and so many questions of it."""
    with gzip.open(root / 'traces/vectors/sv39.vec.gz', 'rt') as file:
        lines = list(itertools.islice(file, 2000))
    first = next(i for i, line in enumerate(lines) if line.startswith('Q '))
    return ''.join(lines[:first + questions] + ['E\n'])


def inputs(at):
    (at / 'a.os').write_text(SCENARIO)
    (at / 'a.vec').write_text(vectors(30))
    (at / 'a.trace').write_text('pagewalk 1\narch rv64\nset priv=s\npage 80000 0:200000cf\nptbr 8000000000080000\n'
                                + 'r 0\nfence\n' * 40)
    return {'run': [at / 'a.trace'], 'model': [at / 'a.trace'], 'vectors': [at / 'a.vec'],
            'random': ['--cycles', '3000'], 'os': [at / 'a.os'], 'boot': [walks(at)]}


def offered(at):
    """The help has what the command takes, and nothing else is taken."""
    for command, options in OPTIONS.items():
        said = run(command, '--help').stdout
        has = set(re.findall(r'(?:^| )(--[a-z-]+)', said.split('Usage')[1])) - {'--help', '--usage', '--version'}
        check('help of %s offers what it takes' % command, has & EVERY - MENTIONED.get(command, set()) == options, has ^ options)
        for option in sorted(EVERY - options):
            bad('%s has no %s' % (command, option), [command, option, '1', trace], 'unrecognized option', option)


def does(at):
    """What memory, seed and pace are set to shows in the cycles or the pins, in every command that takes it."""
    for command, arguments in inputs(at).items():
        def played(*options):
            said = run(command, *options, *arguments, '--json', at / 'x.json')
            report = re.sub('"seconds": [0-9.]*', '', (at / 'x.json').read_text()) if said.returncode == 0 else said
            return re.sub('"seconds": [0-9.]*|"million.*', '', str(report))
        usual = played()
        for option, value in MEMORY.items():
            if option not in OPTIONS[command] or option == '--noise':
                continue
            if option == '--seed' and command != 'random':
                now, before = played('--jitter', '9'), played('--jitter', '9', '--seed', '7')
            else:
                now, before = usual, played(option, value)
            check('%s %s does something' % (command, option), now != before, (now, before))
    for command in 'run', 'model':
        def pins(*options):
            run(command, *options, '--pins', at / 'x.rec', at / 'a.trace')
            return (at / 'x.rec').read_text()
        usual = pins()
        for option in '--noise', '--errors', '--stall':
            words = [word for word in (option, MEMORY[option]) if word]
            check('%s %s is on the pins' % (command, option), pins(*words) != usual)
    for command, arguments in ('run', [DIRECTED / 'line_6_owner.trace']), ('random', ['--cycles', '3000']):
        def kept(alone):
            run(command, ALONE, alone, *arguments, '--json', at / 'x.json', program=program + '-lines')
            return sum(map(int, re.findall(r'"line_fills": (\d+)', (at / 'x.json').read_text())))
        check('%s %s 256 keeps no line, and 0 some' % (command, ALONE), kept('256') == 0 < kept('0'))
    four = 'random', '--seed', '4', '--cycles', '3000'
    usual = run(*four).stdout
    for options in ['--jitter', '0'], ['--backpressure', '0'], ['--errors', '0']:
        # Of what seed 4 draws none is 0.
        check('random %s 0 is not what the seed draws' % options[0],
              run(*four, *options).stdout.split('speed')[0] != usual.split('speed')[0])
    said = run('random', '--cycles', '2000', '--jitter', '0', '--errors', '0', '--plant', 'data_rsp_pa.3@100')
    check('and is in the command that shows it', said.returncode == 1 and ' --jitter 0 --errors 0 --plant' in said.stdout, said)


def defaults(at):
    """What help says of an option that is not given is so."""
    for command, arguments in inputs(at).items():
        help = re.split(r'\n +(?:-\w, )?--', run(command, '--help').stdout)
        said = {option: ' '.join(text.split()) for option, text in (re.match(r'([a-z-]+)(.*)', one, re.S).groups() for one in help[1:])}
        numbers = {option: text.split('(default ')[1].split(')')[0] for option, text in said.items() if '(default ' in text}
        arguments = [word for word in arguments if word not in ('--cycles', '3000')]

        def played(*options):
            return re.sub(r'speed .*|[0-9.]* s of CPU time', '', run(command, *options, *arguments).stdout)
        usual = played()
        for option, number in numbers.items():
            check('%s --%s %s is the default' % (command, option, number), usual and played('--' + option, number) == usual, (usual, number))
        memory = 'latency', 'jitter', 'backpressure', 'errors', 'noise', 'alone'
        drawn = {option for option, text in said.items() if option in memory and ': drawn' in text}
        check('%s: what it draws' % command, drawn == (set(memory) if command == 'random' else set()), drawn)
        check('%s: nothing else is said of it' % command, not drawn & set(numbers), (drawn, numbers))


def together(at):
    for command, arguments in inputs(at).items():
        if '--may-cache' in OPTIONS[command]:
            bad('%s --may-cache of what cannot be' % command, [command, '--may-cache', 'leaves', *arguments], "'leaves' is not 'pointers'")
            said = run(command, '--may-cache', 'pointers', *arguments)
            check('%s --may-cache of an MMU that caches none' % command, said.returncode == 0, said)
    bad('--list goes alone', ['cover', '--list', at / 'x'], '--list goes alone')
    bad('--list and --excluded', ['cover', '--list', '--excluded', at / 'x'], '--list goes alone')
    bad('--list and --json', ['cover', '--list', '--json', at / 'x'], '--list goes alone')
    os.mkfifo(at / 'pipe')
    for command in 'run', 'vectors':
        for path in '-', at / 'pipe':
            bad('%s --window of %s' % (command, path), [command, '--fst', at / 'w', '--window', '9', path], 'more than once')
    for path in '-', at / 'pipe':
        bad('bench of %s' % path, ['bench', path], 'more than once')


def patience(at):
    """However slow memory is, waiting for it is no mismatch."""
    # A walk of three reads takes longer than any constant that would do for a fast memory.
    latency = {'run': 80000, 'model': 80000, 'vectors': 80000, 'random': 400000, 'os': 80000, 'boot': 80000}
    for command, arguments in inputs(at).items():
        if command == 'os':
            (at / 'a.os').write_text('pagewalk-os 1\nmemory 512K\nprocess A\nmap A m 4K\ntouch A m w\nexit A\n')
        if command == 'vectors':
            (at / 'a.vec').write_text(vectors(3))
        if command == 'run':
            (at / 'a.trace').write_text('pagewalk 1\narch rv64\nset priv=s\npage 80000 0:20000401\npage 80001 0:20000801\n'
                                        'page 80002 0:200000cf\nptbr 8000000000080000\nr 0\n')
        said = run(command, '--latency', str(latency[command]), *arguments)
        check('%s of a slow memory' % command, said.returncode == 0, said)
    said = run('random', '--latency', '100000', '--cycles', '20000')
    check('random --latency 100000', said.returncode == 0 and 'agree' in said.stdout, said)


def nothing(at):
    """Nothing done is no agreement."""
    def file(name, text):
        (at / name).write_text(text)
        return at / name
    none = 'no translation was compared'
    empty = file('e.trace', 'pagewalk 1\narch rv64\nptbr 0\n')
    for command in 'run', 'model':
        bad('%s of a trace without an access' % command, [command, empty], 'e.trace', none)
        bad('%s of one cycle' % command, [command, '--cycles', '1', trace], none)
        bad('%s of one with, and one without' % command, [command, trace, empty], 'e.trace', none)
    held = file('m.trace', 'pagewalk 1\narch rv32\npage 80001 0:1\nmem 80001000 1\n')
    bad('run of what memory holds alone', ['run', held], 'm.trace', none)
    bad('run of what nothing gives', ['run', file('n.pins', 'pagewalk-pins 1\n1 expect data_rsp_valid=0\n')], 'n.pins', none)
    refused = file('r.trace', 'pagewalk 1\narch x86-64\nset pae=1 lma=1 pg=1\nptbr fff0000000000000 !protection\n')
    said = run('run', refused)
    check('an answer to ptbr alone is something', said.returncode == 0, said)
    bad('random of one cycle', ['random', '--cycles', '1'], none)
    bad('vectors without a question', ['vectors', file('e.vec', vectors(0))], 'e.vec')
    bad('a scenario without an action', ['os', file('e.os', 'pagewalk-os 1\nmemory 512K\n')], 'e.os', 'no action')
    bad('a scenario that gives no process a page', ['os', file('p.os', 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A m 4K\nfork A B\nexit A\n')],
        'p.os', 'no process was given a page')
    for line, words in ('lock A m', 'a page that is locked'), ('touch A m r', 'one that is touched'), ('stray A null r\nexpect A killed', 'an access that may not be'):
        said = run('os', file('p.os', 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A m 4K\n%s\n' % line))
        check('%s is something' % words, said.returncode == 0, said)
    for command, arguments in inputs(at).items():
        if '--plant' not in OPTIONS[command]:
            continue
        bad('%s --plant that never comes to be' % command, [command, '--plant', 'data_rsp_pa.3@99999999', *arguments],
            '--plant', 'data_rsp_pa', 'nothing was planted')


def expect(at):
    for command, arguments in inputs(at).items():
        said = run(command, '--json', at / 'x.json', *arguments)
        report = json.load(open(at / 'x.json'))
        if command == 'os':
            n = 'many'
        elif command == 'vectors':
            n = report['files'][0]['questions']
        elif command == 'boot':
            n = report['lockstep']['translations']
        else:
            n = report['runs'][0]['translations']
        if n == 'many':
            said = run(command, '--expect', '1000000', *arguments)
            n = int((re.search(r'(\d+) translations', said.stderr) or [0, 0])[1])
        said = run(command, '--expect', str(n), *arguments)
        check('%s --expect as many as there are' % command, said.returncode == 0 and n > 0, said)
        bad('%s --expect one more' % command, [command, '--expect', str(n + 1), *arguments],
            '%d translations were compared, fewer than --expect %d' % (n, n + 1))
    said = run('run', '--expect', '42', trace, trace)
    check('--expect of all files together', said.returncode == 0, said)
    bad('and no more', ['run', '--expect', '43', trace, trace], '42 translations')
    said = run('run', '--expect', '999', '--plant', 'data_rsp_pa.13', trace)
    check('a mismatch is told first', said.returncode == 1, said)


def several(at):
    """run goes on behind a mismatch, past what is for other builds, and sums up."""
    wrong = at / 'wrong.trace'
    wrong.write_text('pagewalk 1\narch rv64\nr 0 8\n')
    other, wide = DIRECTED / 'x05_pdpte_load.m36.trace', DIRECTED / 'x05_pdpte_ppn.m52.trace'
    said = run('run', '--json', at / 'x.json', wrong, trace, other, wrong)
    rows = [line.split()[0::99] + line.split()[-1:] for line in said.stdout.splitlines() if not line.startswith(('  ', 'MISM'))]
    report = json.load(open(at / 'x.json'))
    check('all are run, a line each', said.returncode == 1 and said.stdout.count('MISMATCH ') == 2 and rows[1:-1] == [
        ['wrong.trace', 'MISMATCH'], [os.path.basename(trace), 'agrees'], [other.name, 'skipped'],
        ['wrong.trace', 'MISMATCH']], said)
    last = said.stdout.splitlines()[-1]
    check('and a total', last.split()[:2] == ['total', '23'] and last.endswith('1 agree, 2 mismatch, 1 skipped'), last)
    check('the same as JSON', report['status'] == 1 and [one['outcome'] for one in report['runs']] ==
          ['MISMATCH', 'agrees', 'skipped', 'MISMATCH'], report)
    check('why it is skipped', said.stderr.splitlines() ==
          ['pagewalk: %s: for a PA_BITS of 36, and this build has 46: skipped' % other], said)
    said = run('run', trace, other)
    check('skipped is no mismatch', said.returncode == 0 and said.stdout.splitlines()[-1].endswith('1 agree, 0 mismatch, 1 skipped'), said)
    bad('one that is for another build', ['run', other], other.name, 'PA_BITS of 36')
    said = run('run', other, wide)
    check('nothing run at all', said.returncode == 2 and not said.stdout and said.stderr.splitlines()[-1] ==
          'pagewalk: no file is for this build: nothing was run', said)
    (at / 'x.trace').write_text('pagewalk 1\n# For M >= 52\narch rv64\nr 0 0\n')
    bad('a head that says so', ['run', at / 'x.trace'], 'x.trace: for a PA_BITS of 52 or more, and this build has 46')
    (at / 'x.trace').write_text('pagewalk 1\n# For M >= 46\narch rv64\nr 0 0\n')
    said = run('run', at / 'x.trace')
    check('a head that this build fits', said.returncode == 0, said)
    pae = DIRECTED / 'x05_pae.trace'
    said = run('run', pae, trace, program=sv39)
    check('a mode left out', said.returncode == 0 and 'needs x86-32, which this build leaves out: skipped' in said.stderr
          and said.stdout.splitlines()[-1].endswith('1 agree, 0 mismatch, 1 skipped'), said)
    bad('bad input behind a mismatch', ['run', at / 'none.trace'], 'none.trace')
    said = run('run', wrong, at / 'none.trace', trace)
    check('bad input ends it', said.returncode == 2 and 'total' not in said.stdout and 'none.trace' in said.stderr, said)
    wave = at / 'w.fst'
    said = run('run', '--fst', wave, '--window', '5', wrong, wrong)
    check('one window, of the first mismatch', said.returncode == 1 and said.stdout.count('waveform of cycles') == 1
          and wave.exists(), said)


def text(at):
    mark = b'\xef\xbb\xbf'
    for name, program_, content in (
            ('a.trace', 'run', open(trace, 'rb').read()), ('a.os', 'os', SCENARIO.encode()),
            ('a.pins', 'run', b'pagewalk-pins 1\n2 data_req priv=1\n'), ('a.vec', 'vectors',
             vectors(3).encode())):
        (at / name).write_bytes(mark + content)
        said = run(program_, at / name)
        check('a byte-order mark before %s' % name, said.returncode == 0, said)
        (at / name).write_bytes(mark + mark + content)
        bad('but one, %s' % name, [program_, at / name], name + ':1:')
    head = 'pagewalk 1\narch rv64\n'
    for name, command, content, what in (
            ('a key of set', 'run', head + 'set sum=1 mxr=1 sum=1\nr 0\n', '3: sum is given twice'),
            ('priv', 'run', head + 'set priv=s priv=u\nr 0\n', '3: priv is given twice'),
            ('a key of seg', 'run', head + 'seg ds base=1 base=2\nr 0\n', '3: expected'),
            ('a field of a request', 'run', 'pagewalk-pins 1\n2 data_req va=0 va=1\n', '2: va is given twice'),
            ('registers', 'run', 'pagewalk-pins 1\nregisters seed=1\nregisters seed=1\n2 reset\n', '3: registers is given twice'),
            ('memory', 'os', 'pagewalk-os 1\nmemory 512K\nswap 1M\nmemory 1M\nprocess A\n', '4: memory is given twice'),
            ('a failing disk', 'os', 'pagewalk-os 1\nswap 1M\nfail swap-read 1\nfail swap-read 2\nprocess A\n',
             '4: swap-read is given twice'),
            *(('%s of %s' % (word.split()[0], line.split()[0]), 'os',
               'pagewalk-os 1\nmemory 1M\nprocess A\nmap A heap 64K\n%s %s %s\n' % (line, word, word), '5: ' + said)
              for line, word, said in (
                  ('map A m 4K', 'at=0x40000000', 'at= is given twice'), ('map A m 4K', 'rw', 'the rights is given twice'),
                  ('map A m 4K', 'grows', 'grows is given twice'), ('map A m 4K', 'locked', 'locked is given twice'),
                  ('map A m 4M', 'huge', 'huge is given twice'), ('map A m 4M', 'huge=2M', 'huge= is given twice'),
                  ('touch A heap r', 'stride=4096', 'stride= is given twice'), ('fill A heap', 'seed=3', 'seed= is given twice'),
                  ('touch A heap r', 'bytes=4', 'bytes= is given twice'), ('random A heap 9', 'writes=4', 'writes= is given twice')))):
        (at / 'twice').write_text(content)
        bad('twice: %s' % name, [command, at / 'twice'], 'twice:' + what)
    (at / 'two.os').write_text('pagewalk-os 1\nswap 1M\nfail swap-read 9999\nfail swap-write 9999\nfile f 4K pattern 1\n'
                               'file g 4K pattern 1\nprocess A\nmap A m 4K\ntouch A m r\nexit A\n')
    said = run('os', at / 'two.os')
    check('two of a kind are no setting twice', said.returncode == 0, said)


main(offered, does, defaults, together, patience, nothing, expect, several, text)
