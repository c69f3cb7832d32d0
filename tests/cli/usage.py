#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Help is written or an error; and what is wrong with a command line is one line, whatever is in it.

usage.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
from tool import bad, check, main, run, trace

COMMANDS = 'run', 'vectors', 'random', 'model', 'os', 'cover', 'bench'


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


main(help_is_written, one_line)
