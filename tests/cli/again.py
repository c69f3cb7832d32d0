#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The command that a mismatch prints, given to a shell as it stands, shows that mismatch.

again.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
import os
import pathlib
import re
import subprocess

from tool import bad, check, main, program, run, trace, unfilled

NAMES = 'plain', 'a b', "it's", '$HOME', '`id`', 'a"b', '-dash', '--help', 'two\nlines', "tab\t'q'\\", 'a;b&c|d', '*', '~', '(x)', 'ä'
PLANT = '--plant', 'data_rsp_pa.13'
VECTORS = 'S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\nM 80000000 200000cf\nQ leaf L S 123 K 80000123 R80000000\nE\n'
TEXTS = {
    'run': pathlib.Path(trace).read_text(),
    'bench': 'pagewalk 1\narch rv64\nr 0 8\n',
    'vectors': VECTORS,
    'os': 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A heap 64K\nfill A heap\nexit A\n',
}
SCRIPT = 'pagewalk-pins 1\n4 data_req va=80000008 priv=1 tag=1\n9 expect data_rsp_tag=2\n'


def told(said):
    """The mismatch, and the command that shows it."""
    mismatch = re.search('^MISMATCH .*?, (cycle .*)', said.stdout, re.M | re.S)
    command = re.search('^  to see it.*?: (.*)$', said.stdout, re.M)
    return mismatch and mismatch[1].split('\n')[0], command and command[1]


def shows(name, said, at, voices=True):
    """voices: those who disagree are the same, too."""
    mismatch, command = told(said)
    check(name + ': a mismatch, and a command', said.returncode == 1 and mismatch and command, said)
    if not command:
        return
    wave = at / 'mismatch.fst'
    # Of shells that know $'', for names with control characters.
    again = subprocess.run(['bash', '-c', command], cwd=at, env=unfilled(command.split()), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True, timeout=300)
    shown = told(again)[0] or ''
    check(name + ': which shows it', again.returncode == 1 and (shown == mismatch if voices else
          shown.split(':')[0] == mismatch.split(':')[0]) and wave.exists()
          and wave.stat().st_size > 0, (command, again))
    wave.unlink(missing_ok=True)


def files(at):
    """Whatever a file is called."""
    for name in NAMES:
        (at / name).write_text(TEXTS['run'])
        shows('run of %r' % name, run('run', *PLANT, '--', name, cwd=at), at)
        (at / name).write_text(SCRIPT)
        shows('run of a script %r' % name, run('run', '--', name, cwd=at), at)
    for command in 'vectors', 'os', 'bench':
        (at / "it's a").write_text(TEXTS[command])
        options = () if command == 'bench' else PLANT
        shows('%s of a name with a blank' % command, run(command, *options, "it's a", cwd=at), at, command != 'bench')
    (at / 'w.trace').write_text(TEXTS['bench'])
    shows('model', run('model', 'w.trace', cwd=at), at, False)


def calls(at):
    """However the program is called."""
    (at / 'a.trace').write_text(TEXTS['run'])
    for name in 'pagewalk-other', "it's a $program":
        os.symlink(program, at / name)
        said = run('run', *PLANT, 'a.trace', program=at / name, cwd=at)
        shows('called %r' % name, said, at)
        check('and says so', name.split('$')[1:] or ' %s run' % (at / name) in said.stdout, said)
    said = run('random', '--cycles', '500', *PLANT, '--shrink', 'small one.pins', program=at / 'pagewalk-other', cwd=at)
    command = re.search('^  shrunk from .*?: (.*)$', said.stdout, re.M)
    again = subprocess.run(['bash', '-c', command[1]], cwd=at, env=unfilled(command[1].split()), stdout=subprocess.PIPE, text=True)
    check('the script', again.returncode == 1 and 'MISMATCH small one.pins' in again.stdout, (said, again))
    head = (at / 'small one.pins').read_text()
    check('its head names the program, not where it lies', '\n# pagewalk-other random --seed 1 ' in head
          and '\n# pagewalk-other run --plant ' in head and str(at) not in head, head)


def settings(at):
    """With all that the run depends on."""
    (at / 'a.os').write_text(TEXTS['os'])
    (at / 'a.trace').write_text(TEXTS['run'])
    for words in (('os', '--mode', 'pae', '--memory', '1M', '--seed', '9', '--latency', '7', '--jitter', '3', '--noise', *PLANT, 'a.os'),
                  ('run', '--seed', '5', '--jitter', '9', '--backpressure', '99', '--stall', '99', '--cycles', '300', *PLANT, 'a.trace'),
                  ('random', '--seed', '3', '--updates', '--slow', '--cycles', '9000', '--errors', '0', *PLANT),
                  ('random', '--count', '3', '--cycles', '900', '--no-model', '--may-cache', 'pointers', *PLANT)):
        shows(' '.join(words[:3]), run(*words, cwd=at), at)


def gone(at):
    """What came through a pipe is to be saved first."""
    for command in 'run', 'vectors', 'os':
        said = run(command, *PLANT, '-', input=TEXTS[command], cwd=at)
        check('%s of standard input says what to do' % command, 'to see it, with what was read here saved as FILE: ' in said.stdout, said)
        (at / 'FILE').write_text(TEXTS[command])
        shows('%s of standard input' % command, said, at)
    os.mkfifo(at / 'pipe')
    with subprocess.Popen(['sh', '-c', 'cat FILE > pipe'], cwd=at):
        (at / 'FILE').write_text(TEXTS['run'])
        shows('run of a pipe', run('run', *PLANT, 'pipe', cwd=at), at)


def bench(at):
    """Where nothing can be measured, it says why."""
    (at / 'bad.trace').write_text(TEXTS['run'] + 'r\n')
    bad('bench of a bad trace', ['bench', at / 'bad.trace'], 'bad.trace:%d: expected' % (TEXTS['run'].count('\n') + 1))
    (at / 'empty.trace').write_text('pagewalk 1\narch rv64\nptbr 0\n')
    bad('bench of a trace without an access', ['bench', at / 'empty.trace'], 'empty.trace', 'no translation')
    bad('bench of too few cycles for an answer', ['bench', '--cycles', '3', trace], 'no translation')
    (at / 'wrong.trace').write_text(TEXTS['bench'])
    said = run('bench', '--json', at / 'x.json', at / 'wrong.trace')
    check('bench of a mismatch names the trace', said.returncode == 1 and 'MISMATCH %s, cycle ' % (at / 'wrong.trace') in said.stdout
          and not (at / 'x.json').exists(), said)


main(files, calls, settings, gone, bench)
