#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A file that was cut off is bad input wherever it was cut, not a file that says something else.

cut.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
from tool import bad, check, main, run, trace

VECTORS = 'S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\nM 80000000 200000cf\nQ leaf L S 123 K 80000123 R80000000\nE\n'
INPUTS = {
    'a.trace': ('run', 'pagewalk 1\narch rv64\nset priv=s\npage 80000 2:200000cf\nptbr 8000000000080000\nr 80000123 80000123\n'),
    'a.pins': ('run', 'pagewalk-pins 1\n4 data_req va=80000008 priv=1 tag=1\n9 expect data_rsp_tag=1 data_rsp_pa=80000008\n'),
    'a.vec': ('vectors', VECTORS),
    'a.os': ('os', 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A heap 64K\nfill A heap\nexit A\n'),
}


def inputs(at):
    for name, (command, text) in INPUTS.items():
        path = at / name
        path.write_text(text)
        said = run(command, path)
        check('%s: whole' % name, said.returncode == 0, said)
        last = text.count('\n')
        for less in range(1, len(text.splitlines()[-1]) + 1):
            path.write_text(text[:-less])
            bad('%s: %d bytes less' % (name, less), [command, path], '%s:%d: the line has no end' % (name, last))


def coverage(at):
    """A part of what was hit is not all of it."""
    path = at / 'a.cover'
    said = run('run', '--cover', path, trace)
    whole = path.read_text()
    check('coverage has an end', said.returncode == 0 and whole.splitlines()[-1] == 'end %d' % (whole.count('\n') - 2), whole)
    said, through = run('cover', '--holes', path), run('cover', '--holes', '-', input=whole)
    check('from standard input', through.returncode == 0 and through.stdout == said.stdout, through)
    said = run('cover', '--excluded', '-', path, input='cp_mode:sv57 this trace has none\n')
    check('a list from standard input', said.returncode == 0 and '1' in said.stdout.split('cp_mode ')[1].split()[:4], said)
    for first, second in (('-', '-'), ('--excluded=-', '-')):
        bad('twice standard input', ['cover', first, second], 'but once', input=whole)
    for less in 1, 2, 7, len(whole.splitlines()[-1]) + 1, len(whole) // 2, len(whole) - 17, len(whole):
        path.write_text(whole[:-less])
        bad('coverage: %d bytes less' % less, ['cover', path], 'a.cover:')
        bad('coverage: %d bytes less, through a pipe' % less, ['cover', '-'], '<stdin>:', input=whole[:-less])
    path.write_text(whole.replace('pagewalk cover 2', 'pagewalk cover 1'))
    bad('coverage without an end, of old', ['cover', path], 'a.cover:1:')
    bad('a bad list, through a pipe', ['cover', '--excluded', '-', at / 'a.cover'], '<stdin>:1: no reason', input='cp_mode:sv39\n')
    bad('a list that was cut off', ['cover', '--excluded', '-', at / 'a.cover'], '<stdin>:1:', input='cp_mode:sv39 nobody')
    bad('a list that is a directory', ['cover', '--excluded', at, at / 'a.cover'], '%s: Is a directory' % at)


main(inputs, coverage)
