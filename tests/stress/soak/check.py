#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shrinking, pin scripts and runs without end, as a user meets them.

check.py PROGRAM SMALL: PROGRAM is a `pagewalk`, SMALL one of other sizes. Prints TAP. Exit status: 0 all as it ought to
be, 1 something is not.
"""
import contextlib
import fcntl
import gzip
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2]))
from tap import check, finish, limit_to, refused  # noqa: E402

program, small = (os.path.abspath(path) for path in sys.argv[1:3])


def run(*args, program=program, room=None, **how):
    """room: bytes that a file may grow to, as on a disk that fills."""
    if 'input' not in how:
        how['stdin'] = subprocess.DEVNULL
    said = subprocess.run([program, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          preexec_fn=limit_to(room), **how)
    said.stdout, said.stderr = said.stdout.decode(), said.stderr.decode()
    return said


def bad(name, args, *words, **how):
    """One clear line on standard error, nothing on standard output, status 2."""
    refused(name, run(*args, **how), *words)


def events(script):
    """The lines that are events, by their place in the list of all lines."""
    lines = script.read_text().splitlines(keepends=True)
    return lines, [i for i, line in enumerate(lines) if line[0].isdigit()]


def is_minimal(script, piece, *options):
    """Without any one of its events the script passes. How many there are; None: not so."""
    lines, at = events(script)
    for i in at:
        piece.write_text(''.join(lines[:i] + lines[i + 1:]))
        if run('run', *options, piece).returncode == 1:
            return None
    return len(at)


def log_seeds(log):
    """The seeds of a log, and the seconds words of how they ended."""
    lines = [line.split() for line in log.read_text().splitlines()[1:]]
    return [int(line[1]) for line in lines], [line[6] for line in lines]


@contextlib.contextmanager
def endless(log, *options):
    found = log.read_text().count('\nseed ') if log.exists() else 0
    with subprocess.Popen([program, 'random', '--forever', '--cycles', '500', '--log', log, *options],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.found = found
        try:
            yield process
        finally:
            process.kill()


def end(process, log, seeds, number):
    """Sends the signal when the log has so many seeds more than `endless` found in it. What was said."""
    deadline = time.monotonic() + 60
    while not log.exists() or log.read_text().count('\nseed ') < process.found + seeds:
        if time.monotonic() > deadline:
            return None
        time.sleep(0.01)
    process.send_signal(number)
    return process.communicate(timeout=60)


def shrinking(at):
    script, piece = at / 'a.pins', at / 'piece.pins'
    for plant, pin, least in ('mem_req_addr.5@1000', 'mem_req_addr', 2), ('ptbr_held.3@2000', 'ptbr_held', 0), \
            ('data_rsp_pa.13@500', 'data_rsp_pa', 1):
        said = run('random', '--seed', '5', '--plant', plant, '--shrink', script)
        check('%s: found and shrunk' % plant, said.returncode == 1 and 'pin %s: RTL' % pin in said.stdout
              and 'shrunk from' in said.stdout.splitlines()[-1] and not said.stderr, said)
        said = run('run', '--plant', plant, script)
        check('%s: the script fails in the same way' % plant, said.returncode == 1
              and said.stdout.startswith('MISMATCH') and 'pin %s: RTL' % pin in said.stdout.splitlines()[0], said)
        said = run('run', script)
        # A counterexample may be so small that there is nothing to agree about.
        check('%s: and passes without it' % plant, said.returncode == 0 and 'agree' in said.stdout
              or not least and said.returncode == 2 and 'no translation was compared' in said.stderr, said)
        count = is_minimal(script, piece, '--plant', plant)
        check('%s: no event can be left out' % plant, count is not None and least <= count <= 12, count)
    first = script.read_text()
    run('random', '--seed', '5', '--plant', plant, '--shrink', script)
    check('the same run, the same script', script.read_text() == first)
    check('the head tells where it is from', '# pagewalk random --seed 5 --plant %s --cycles 20000\n' % plant in first, first)

    said = run('random', '--seed', '5', '--no-model', '--plant', 'data_rsp_pa.13@500', '--shrink', script)
    check('what the oracle alone has found', said.returncode == 1 and 'oracle: answer pa' in said.stdout
          and '# pagewalk run --no-model --plant' in script.read_text(), said)
    said = run('run', '--no-model', '--plant', 'data_rsp_pa.13@500', script)
    check('fails by the oracle', said.returncode == 1 and 'oracle: answer pa' in said.stdout.splitlines()[0], said)
    said = run('run', '--no-model', script)
    check('and passes without', said.returncode == 0, said)

    # A valid that is flipped is an answer with a wrong tag while a request waits, and else one that nobody asked for:
    # that would be a smaller script, but another failure.
    plant = '--no-model', '--plant', 'data_rsp_valid@1000'
    run('random', '--seed', '4', *plant, '--shrink', script)
    said = run('run', *plant, script)
    check('the failure stays of its kind', said.returncode == 1 and 'oracle: answer with tag' in said.stdout.splitlines()[0]
          and len(events(script)[1]) <= 3, said)

    none = at / 'none.pins'
    said = run('random', '--cycles', '500', '--shrink', none)
    check('no mismatch, no script', said.returncode == 0 and not none.exists(), said)
    run('random', '--cycles', '500', '--plant', 'data_rsp_pa', cwd=at)
    check('no script unasked', not list(at.glob('mismatch*')))
    bad('a script into no directory', ['random', '--shrink', at / 'no' / 'a.pins'], 'a.pins', 'No such file')
    bad('a script into a directory', ['random', '--shrink', at], 'Is a directory')
    said = run('random', '--plant', 'data_rsp_pa', '--shrink', none, room=100)
    check('a script onto a full disk', said.returncode == 2 and said.stderr.count('\n') == 1 and 'none.pins' in said.stderr
          and not none.exists() and not list(at.glob('none*')), said)


def scripts(at):
    def script(text):
        path = at / 'b.pins'
        path.write_text(text)
        return path
    first = 'pagewalk-pins 1\n'
    good = first + '1 page ppn=80000\n1 pte pa=80000000 value=200000cf\n1 ptbr regime=1 value=8000000000080000\n' \
        '2 data_req va=123 priv=1\n9 data_req va=456 priv=1 store=1\n'
    said = run('run', script(good))
    check('by hand', said.returncode == 0 and '2 translations agree' in said.stdout and '1 GiB' in said.stdout
          and 'data 50.00 %' in said.stdout, said)
    said = run('model', script(good))
    check('on the model alone', said.returncode == 0 and '2 translations' in said.stdout, said)
    said = run('run', '-', input=good.encode())
    check('from standard input', said.returncode == 0 and '2 translations' in said.stdout, said)
    (at / 'c.gz').write_bytes(gzip.compress(good.encode()))
    said = run('run', at / 'c.gz', script(good))
    check('packed, and two at once', said.returncode == 0 and said.stdout.count(' 2 ') >= 2, said)
    wave = at / 'w.fst'
    said = run('run', '--plant', 'data_rsp_pa.3', '--fst', wave, '--window', '5', script(good))
    check('a waveform', said.returncode == 1 and wave.exists(), said)
    said = run('run', '--plant', 'data_rsp_pa.3', script(good))
    check('the way to it', said.returncode == 1 and said.stdout.splitlines()[-1].endswith(
        'pagewalk run --plant data_rsp_pa.3@0 --fst mismatch.fst --window 100 %s' % (at / 'b.pins'))
        and 'trace line 5' in said.stdout, said)
    said = run('run', '--cycles', '4', script(good))
    check('some cycles of it', said.returncode == 0 and 'cycles    4,' in said.stdout, said)
    bad('no events', ['run', script(first)], 'b.pins: no translation was compared')
    many = ''.join('2 data_req priv=1 va=%x\n' % (n << 12) for n in range(3000))
    said = run('run', script(first + '1 ptbr regime=1 value=8000000000080000\n' + many))
    check('many at once are no reason to wait in vain', said.returncode == 0 and '3000 translations' in said.stdout, said)
    bad('registers twice', ['run', script(first + 'registers seed=1\nregisters seed=2\n')], 'b.pins:3: registers is given twice')
    said = run('run', script(first + '1 ptbr regime=1 value=8000000000080000\n2 mem latency=1000000\n2 data_req priv=1\n'))
    check('patience', said.returncode == 0 and '1 translations' in said.stdout, said)

    for first_line, second_line, name in (
            ('9 expect data_rsp_valid=1 data_rsp_valid=1', '', 'data_rsp_valid'), ('9 expect data_rsp_tag=1', '9 expect data_rsp_pa=1 data_rsp_tag=2', 'data_rsp_tag'),
            ('9 expect counter=3 value=1 counter=3 value=2', '', 'counter=3'), ('9 expect counter=3 value=1', '9 expect counter=3 value=1', 'counter=3')):
        bad('twice: %s, %s' % (first_line, second_line), ['run', script(first + first_line + '\n' + second_line + '\n')],
            'b.pins:%d: %s is given twice for this cycle, first in line 2' % (2 + bool(second_line), name))
    said = run('run', script(good + '40 expect data_rsp_valid=0 counter=13 value=1\n41 expect data_rsp_valid=0 counter=13 value=1 counter=12 value=1\n'))
    check('of another cycle, another counter', said.returncode == 0 and '(5 outputs expected)' in said.stdout, said)
    bad('a word that is none', ['run', script(first + '1 reset\n2 walk\n')], 'b.pins:3: expected a kind of event', "'walk'")
    bad('a value too wide', ['run', script(first + '7 fence va=1 by_va=2\n')], 'b.pins:2: expected by_va of at most 1 bits')
    bad('a cycle before the last', ['run', script(first + '7 reset\n6 reset\n')], 'b.pins:3: cycle 6 behind cycle 7')
    bad('another version', ['run', script('pagewalk-pins 2\n')], "b.pins:1: expected 'pagewalk-pins 1'")
    bad('nothing is run past bad input', ['run', script(good), script(first + 'x\n')], 'b.pins:2:')
    for option in '--latency', '--jitter', '--backpressure', '--errors', '--stall', '--seed':
        bad(option + ' does not go with a script', ['run', option, '3', script(good)], 'b.pins: a pin script says itself')
    bad('nor does --noise', ['run', '--noise', script(good)], 'b.pins: a pin script says itself')
    sized = at / 'sized.pins'
    run('random', '--plant', 'data_rsp_pa', '--shrink', sized)
    bad('sizes of another build', ['run', sized], 'sized.pins: for itlb_entries=16, but this build has 4', program=small)
    sized.write_text(''.join(line for line in sized.read_text().splitlines(keepends=True) if not line.startswith('sizes')))
    said = run('run', sized, program=small)
    check('without its sizes it runs', said.returncode == 0, said)


def without_end(at):
    log = at / 'a.log'
    for round, number in enumerate((signal.SIGINT, signal.SIGTERM, signal.SIGINT)):
        with endless(log) as process:
            out, err = end(process, log, 3, number) or ('', 'no seeds')
        seeds, ends = log_seeds(log)
        check('ended by %s, run %d' % (number.name, round + 1), process.returncode == 0 and not err
              and 'log, seeds 1 to %d: ' % seeds[-1] in out and ' 0 mismatches' in out and 'translations agree' in out, (out, err))
        check('each seed once, in order', seeds == list(range(1, len(seeds) + 1)) and set(ends) == {'agreed'}, seeds)
    whole = log.read_text()
    log.write_text(whole[:-20])
    with endless(log) as process:
        end(process, log, 3, signal.SIGINT)
    check('a line cut short is run again', log.read_text().startswith(whole), log.read_text()[-300:])
    with endless(at / 'b.log', '--seed', '70') as process:
        end(process, at / 'b.log', 2, signal.SIGINT)
    check('from a seed on', log_seeds(at / 'b.log')[0][:2] == [70, 71])

    before = log.read_text()
    bad('the log of other runs', ['random', '--forever', '--log', log], 'a.log:1:', 'cycles=500 ')
    for text in 'no log\n', 'no log', '\n':
        (at / 'no.log').write_text(text)
        bad('no log: %r' % text, ['random', '--forever', '--log', at / 'no.log'], 'no.log:1: expected a log')
        check('which stays as it is', (at / 'no.log').read_text() == text)
    log.write_text(before + 'seed x cycles 1 translations 1 agreed\n')
    bad('a bad line', ['random', '--forever', '--cycles', '500', '--log', log],
        'a.log:%d: expected' % (before.count('\n') + 1))
    head, first, second, third = before.splitlines(keepends=True)[:4]
    number = before.count('\n') + 1
    last = 'seed %d cycles 9 translations 9 agreed\n'
    for name, text, line, what in (
            ('a seed twice', before + third, number, 'seed 3 behind seed %d' % (number - 2)),
            ('a gap', head + first + third, 3, 'seed 3 behind seed 1'),
            ('another order', head + second + first, 3, 'seed 1 behind seed 2'),
            ('a seed behind the last one', head + last % (2**64 - 1) + last % 0, 3, 'seed 0 behind seed %d' % (2**64 - 1)),
            ('the last seed', head + last % (2**64 - 2) + last % (2**64 - 1), 3, 'the last seed that there is'),
            ('a seed of more bits', head + last % 2**64, 2, 'expected'), ('a negative seed', head + last % -1, 2, 'expected'),
            ('two blanks', head + first.replace(' ', '  '), 2, 'expected'), ('a sign', head + first.replace('seed ', 'seed +'), 2, 'expected'),
            ('words behind it', head + first.replace('agreed', 'agreed too'), 2, 'expected'),
            ('too many cycles', head + 2 * ('seed 1 cycles %d translations 1 agreed\n' % 2**63), 3, 'behind'),
            ('cycles beyond 64 bits', head + ''.join('seed %d cycles %d translations 1 agreed\n' % (n, 2**63) for n in (1, 2)), 3, '64 bits')):
        log.write_text(text)
        bad('a log with %s' % name, ['random', '--forever', '--cycles', '500', '--log', log], 'a.log:%d: ' % line, what)
        check('which stays: %s' % name, log.read_text() == text)
    said = run('random', '--forever', '--cycles', '500', '--seed', str(2**64 - 2), '--log', at / 'last.log')
    check('the last seed ends it', said.returncode == 0 and log_seeds(at / 'last.log')[0] == [2**64 - 2, 2**64 - 1], said)
    bad('more seeds than there are', ['random', '--seed', str(2**64 - 2), '--count', '3'], '--count', 'but 1 more')
    said = run('random', '--seed', str(2**64 - 2), '--count', '2', '--cycles', '500')
    check('as many as there are', said.returncode == 0, said)
    for place in '/dev/null', at / 'pipe':
        if place != '/dev/null':
            os.mkfifo(place)
        bad('a script for each seed beside %s' % place, ['random', '--forever', '--shrink', place], '--shrink', str(place), 'no file')
    log.write_text(before)
    with log.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        bad('a log in use', ['random', '--forever', '--cycles', '500', '--log', log], 'a.log: another run writes to it')
    bad('a log in no directory', ['random', '--forever', '--log', at / 'no' / 'a.log'], 'No such file')
    said = run('random', '--forever', '--cycles', '500', '--log', at / 'full.log', room=500)
    text = (at / 'full.log').read_text()
    check('a log on a full disk', said.returncode == 2 and said.stderr.count('\n') == 1 and 'full.log' in said.stderr
          and text.endswith('agreed\n') and text.startswith('pagewalk-random 1 '), said)
    bad('minutes without --forever', ['random', '--minutes', '1'], '--forever')
    bad('a log without --forever', ['random', '--log', at / 'c.log'], '--forever')
    for option, value in ('--count', '2'), ('--fst', at / 'a.fst'), ('--json', at / 'a.json'):
        bad(option + ' with --forever', ['random', '--forever', option, value], option)

    # Every seed fails: ten are enough.
    said = run('random', '--forever', '--plant', 'data_rsp_pa.3@100', '--log', at / 'bad.log', '--shrink', at / 'm.pins')
    seeds, ends = log_seeds(at / 'bad.log')
    check('ten mismatches end it', said.returncode == 1 and seeds == list(range(1, 11)) and set(ends) == {'mismatch'}
          and ' 10 mismatches' in said.stdout and not said.stderr, said)
    check('each has its script', sorted(path.name for path in at.glob('m*.pins')) ==
          sorted('m-%d.pins' % seed for seed in seeds))
    said = run('random', '--forever', '--plant', 'data_rsp_pa.3@100', '--log', at / 'x-1.pins', '--shrink', at / 'x.pins')
    check('a script over the log', said.returncode == 2 and said.stderr.count('\n') == 1
          and 'x-1.pins: --log and --shrink are one file' in said.stderr, said)
    check('which stays a log', (at / 'x-1.pins').read_text().startswith('pagewalk-random 1 '))
    said = run('run', '--plant', 'data_rsp_pa.3@100', at / 'm-10.pins')
    check('which fails', said.returncode == 1 and 'pin data_rsp_pa: RTL' in said.stdout, said)
    bad_log = at / 'bad.log'
    bad_log.write_text(bad_log.read_text().replace('cycles=20000', 'cycles=500'))
    with endless(bad_log) as process:
        end(process, bad_log, 2, signal.SIGINT)
    check('a log with a mismatch never ends well', process.returncode == 1)


for part in shrinking, scripts, without_end:
    with tempfile.TemporaryDirectory() as directory:
        part(pathlib.Path(directory))
finish()
