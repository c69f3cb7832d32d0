#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Help is written or an error; and what is wrong with a command line is one line, whatever is in it.

usage.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
import json
import os

from tool import bad, check, main, root, run, trace

COMMANDS = 'run', 'vectors', 'random', 'model', 'os', 'boot', 'cover', 'bench'


def help_is_written(at):
    asked = [[option] for option in ('--help', '-h', 'help', '--version')]
    asked += [[command, option] for command in COMMANDS for option in ('--help', '-?', '--usage', '--version', '-V')]
    for words in asked:
        said = run(*words)
        check(' '.join(words), said.returncode == 0 and said.stdout and not said.stderr, said)
        with open('/dev/full', 'w') as full:
            said = run(*words, stdout=full)
        check(' '.join(words) + ' onto a full disk', said.returncode == 2 and said.stderr ==
              'pagewalk: standard output: could not be written\n', said)


def one_line(at):
    """Of getopt's errors, argp's and ours."""
    bad('no command', [], 'no command', '--help')
    bad('no such command', ['walk\nabout'], "'walk\\x0aabout'")
    for command in COMMANDS:
        bad('%s: unknown option' % command, [command, '--walk', trace], command, '--walk')
        bad('%s: unknown letter' % command, [command, '-x', trace], command, "'x'")
        bad('%s: an option without its argument' % command, [command, '--json'], command, '--json', 'argument')
        bad('%s: an argument that is none of its' % command, [command, '--help=3'], command, '--help', 'argument')
        if command == 'random':
            bad('random: a file', [command, trace], trace)
        else:
            bad('%s: no file' % command, [command], command, 'given')
            bad('%s: an odd name' % command, [command, at / 'no\nsuch\x7ffile\x1b[2J'], 'no\\x0asuch\\x7ffile\\x1b[2J: No such file')
    for command in 'os', 'bench':
        bad('%s: two files' % command, [command, trace, trace], command, 'one')
    bad('half an option', ['run', '--c', trace], "'--c' is ambiguous")
    bad('an odd number', ['run', '--seed', '1\n2', trace], "'1\\x0a2' is not a number")
    long = 'x' * 300
    bad('a long word', ['run', '--plant', 'data_rsp_pa.%s' % long, trace], long)


def closed(at):
    """Standard streams that are closed: no file gets what is printed."""
    wave, report = at / 'w.fst', at / 'w.json'
    plain = run('run', '--fst', wave, '--json', report, trace)
    size = wave.stat().st_size

    def without(*closed):
        return lambda: [os.close(fd) for fd in closed]
    for fds in (1,), (2,), (0,), (0, 1, 2), (0, 2):
        wave.unlink(missing_ok=True), report.unlink(missing_ok=True)
        said = run('run', '--fst', wave, '--json', report, trace, preexec_fn=without(*fds))
        lost = 1 in fds
        check('closed: %s' % (fds,), said.returncode == (2 if lost else 0) and json.load(open(report))['status'] == 0
              and abs(wave.stat().st_size - size) < size // 4 and (lost or said.stdout.splitlines()[:-1] == plain.stdout.splitlines()[:-1]), said)
    # A line for standard error while a recording is written.
    pins, other = at / 'w.rec', root / 'traces/directed/x05_pdpte_load.m36.trace'
    run('run', '--pins', pins, trace)
    usual = pins.read_text()
    for fds in (2,), (0, 2), (1, 2), (0, 1, 2):
        said = run('run', '--pins', pins, other, trace, preexec_fn=without(*fds))
        check('a recording, and closed: %s' % (fds,), said.returncode == (2 if 1 in fds else 0) and pins.read_text() == usual, said)
    said = run('run', '-', preexec_fn=without(0))
    check('to be read from', said.returncode == 2 and said.stderr == 'pagewalk: <stdin>:1: cannot read: Bad file descriptor\n'
          or said.stderr == 'pagewalk: <stdin>: cannot read: Bad file descriptor\n', said)
    said = run('run', '--json', '-', trace, preexec_fn=without(1))
    check('to be written to', said.returncode == 2 and said.stderr.count('\n') == 1 and 'Bad file descriptor' in said.stderr, said)


def odd_words(at):
    for command in 'run', 'model', 'vectors', 'os', 'cover', 'bench':
        bad('%s: a name of nothing' % command, [command, ''], "'': No such file")
    bad('a list of no name', ['cover', '--excluded', '', trace], "'': No such file")
    for number, is_good in (('010', True), ('0xA', True), ('0x', False), ('0x1g', False), ('08', True), ('1e3', False), ('+1', False), ('0b1', False),
                            ('18446744073709551615', True), ('18446744073709551616', False)):
        said = run('random', '--cycles', '9000', '--seed', number)
        check('a seed of %s' % number, said.returncode == (0 if is_good else 2), said)
    said = run('random', '--cycles', '9000', '--seed', '010')
    check('a 0 in front makes nothing octal', 'seeds from 10:' in said.stdout, said)


def long_names(at):
    """As long as a file system takes them."""
    name = 'n' * 255
    for option in '--json', '--cover', '--fst', '--pins':
        said = run('run', option, at / name, trace)
        check('%s with a name of 255 bytes' % option, said.returncode == 0 and os.listdir(at) == [name], (said, os.listdir(at)))
        (at / name).unlink(missing_ok=True)


main(help_is_written, one_line, closed, odd_words, long_names)
