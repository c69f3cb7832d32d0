#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Command lines with something wrong in each.

command_line.py PROGRAM [--runs N] [--seed S]: makes N command lines of all commands, from the options that their --help
names, good values, and one that is surely bad. Each must end with status 2 and one clear line on standard error, with
nothing on standard output, and no file made. It is the program that runs, so these are some hundreds; what a thousand times as many try is the target options.c.

Exit status: 0 it was so; 1 not, the command line is shown; 2 bad usage.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

COMMANDS = 'run', 'vectors', 'random', 'model', 'os', 'boot', 'bench'
OPTION = re.compile(r'^ +(?:-(\w), )?--([a-z-]+)(?:=(\S+))?', re.MULTILINE)
GOOD = {'N': ['1', '7', '0x10'], 'P': ['0', '9', '255'], 'FILE': ['out'], 'NAME': ['sv39', 'pae'], 'SIZE': ['4M', '1G']}
BAD = {'N': ['', '-1', ' 1', '+1', 'x', '1x', '0x', '1e3', '1 ', '99999999999999999999'], 'NAME': ['', 'sv40', 'SV39'],
       'SIZE': ['', '4', '-4K', '4KK', '4 K', 'x', '99999999999G', '0']}
BAD['P'] = BAD['N'] + ['99999999']


def options_of(program, command):
    text = subprocess.run([program, command, '--help'], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [(short, name, value) for short, name, value in OPTION.findall(text)
            if name not in ('help', 'usage', 'version')]


def written(dice, option, value):
    """One of the ways to write an option."""
    short, name, _ = option
    ways = [['--%s=%s' % (name, value)], ['--' + name, value]]
    if short:
        ways += [['-' + short, value]] + [['-' + short + value]] * bool(value)
    return dice.choice(ways)


def line(dice, command, options):
    """Good options, and one thing that is wrong."""
    words = []
    for option in dice.sample(options, dice.randrange(min(4, len(options)))):
        value = option[2].strip('[]').split('[')[0]
        if not value:
            words.append(['--' + option[1]])
        elif value in GOOD:
            words.append(written(dice, option, dice.choice(GOOD[value])))
    wrong = [(option, value) for option in options for value in BAD.get(option[2], [])]
    kind = dice.randrange(4)
    if kind == 0:
        words.append([dice.choice(['--no-such-thing', '--=', '-\x01', '--help=5'])])
    elif kind == 1 and any(option[1] == 'plant' for option in options):
        words.append(['--plant=' + dice.choice(['', 'nolock', '.', '@', 'data_rsp_pa.99', 'data_rsp_pa.x', 'data_rsp_pa@x'])])
    else:
        words.append(written(dice, *dice.choice(wrong)))
    dice.shuffle(words)
    return [command, *sum(words, []), *['nowhere'] * dice.randrange(3)]


def complaint(said, directory):
    """What is wrong with an outcome; None: nothing."""
    lines = said.stderr.splitlines()
    if said.returncode != 2:
        return 'status %d' % said.returncode
    if len(lines) != 1 or not lines[0].startswith('pagewalk'):
        return 'not one clear line'
    if said.stdout:
        return 'something on standard output'
    if os.listdir(directory):
        return 'files: %s' % os.listdir(directory)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program', metavar='PROGRAM')
    parser.add_argument('--runs', metavar='N', type=int, default=600, help='(default: %(default)s)')
    parser.add_argument('--seed', metavar='S', type=int, default=1, help='(default: %(default)s)')
    arguments = parser.parse_args()
    if arguments.runs < 1 or not os.access(arguments.program, os.X_OK):
        parser.error('no runs, or no program')
    program = os.path.abspath(arguments.program)
    dice = random.Random(arguments.seed)
    options = {command: options_of(program, command) for command in COMMANDS}
    bad = 0
    with tempfile.TemporaryDirectory() as directory:
        for _ in range(arguments.runs):
            command = dice.choice(COMMANDS)
            words = line(dice, command, options[command])
            said = subprocess.run([program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, cwd=directory, timeout=60, encoding='utf-8', errors='replace')
            what = complaint(said, directory)
            if what:
                bad += 1
                print('%s: pagewalk %r: %r' % (what, words, said.stderr), file=sys.stderr)
    print('%d command lines, %d wrong' % (arguments.runs, bad))
    return 1 if bad else 0


sys.exit(main())
