#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The figures of `pagewalk os` are those of the whole play, and a stack grows as far as it may.

scenario.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
import json
import os
import re
import shutil
import xml.etree.ElementTree

from tool import bad, check, main, run, trace

MODES = 'sv32', 'sv39', 'sv48', 'sv57', 'two-level', 'pae', 'four-level', 'five-level'


def play(at, text, *options):
    (at / 'a.os').write_text('pagewalk-os 1\n' + text)
    said = run('os', '--json', at / 'x.json', *options, at / 'a.os')
    return said, json.load(open(at / 'x.json')) if said.returncode < 2 else None


def peaks(at):
    """What is taken and given back within one system call counts."""
    for call, locked in ('lock A a', 128), ('touch A a w', 0):
        said, report = play(at, 'memory 1M\nprocess A\nmap A a 512K rw\n%s\nunmap A a\nexit A\n' % call)
        frames = report['frames']['anonymous']
        check('%s: anonymous frames at most' % call, (frames['peak'], frames['peak_locked']) == (128, locked)
              and 'anonymous 128%s;' % (' (128 locked)' if locked else '') in said.stdout, said)
        check('%s: resident pages at most' % call, report['processes'][0]['peak_resident_pages'] == 128, report['processes'])
    # Of 256 frames of a machine, a process has more at once than another that comes after it.
    said, report = play(at, 'memory 1M\nprocess A\nmap A a 256K\nfill A a\nunmap A a\nmap A b 64K\nfill A b\nexit A\n'
                        'process B\nmap B a 128K\nfill B a\nexit B\n')
    check('at most, not at last', report['frames']['anonymous']['peak'] == 64
          and [one['peak_resident_pages'] for one in report['processes']] == [64, 32], report)
    said, report = play(at, 'memory 256K\nswap 4M\nprocess A\nmap A a 512K\nlock A a\nexpect A no-memory\n')
    slots, pages = report['kernel']['peak_slots'], report['frames']['anonymous']['peak']
    check('slots at most', 0 <= slots <= 1024 and 'at most %d of 1024 slots' % slots in said.stdout, said)
    check('a call that fails had its frames', 30 < pages < 64 and report['frames']['anonymous']['peak_locked'] == pages, report)
    # The pages that do not fit go to slots, and come back one by one.
    said, report = play(at, 'memory 256K\nswap 4M\ncluster 1\nprocess A\nmap A a 512K\nfill A a\nunmap A a\nexit A\n')
    check('slots that an unmap gives back', report['kernel']['peak_slots'] >= 128 - 64, report['kernel'])


def stacks(at):
    far = 'memory 1M\nprocess A\nmap A s 256K rw grows\ntouch A s 184K 4K w\n'
    for mode in MODES:
        said, report = play(at, far + 'exit A\n', '--mode', mode)
        check('%s: 68 KiB at once' % mode, said.returncode == 0 and report['all']['grown'] == 17
              and report['all']['accesses'] == 1, said)
    said, report = play(at, 'memory 1M\nprocess A\nmap A s 256K grows\ntouch A s 0 4K w\nfill A s\ncheck A s\nexit A\n')
    check('to its lowest page', said.returncode == 0 and report['all']['grown'] == 63, said)
    (at / 'b.os').write_text('pagewalk-os 1\nmemory 1M\nprocess A\nmap A s 256K grows at=0x40000000\nstray A 0x3ffffff8 w\n'
                             'expect A killed\n')
    said = run('os', at / 'b.os')
    check('and no further', said.returncode == 0, said)
    said, report = play(at, 'memory 1M\nprocess A\nmap A s 64K grows\nfork A B\ntouch B s 0 4K w\ntouch A s 32K 4K w\n'
                        'exit A\nexit B\n')
    check('of a child too', said.returncode == 0 and report['all']['grown'] == 15 + 7, report)
    # A page below it stays free: the guard.
    guard = "there is a region already, or a stack's guard"
    for name, lines in (('a region at its foot', ('map A s 64K grows at=0x40000000', 'map A m 4K at=0x3ffff000')),
                        ('a stack on top of one', ('map A m 4K at=0x3ffff000', 'map A s 64K grows at=0x40000000')),
                        ('a heap that grows to it', ('map A heap 4K at=0x3fff0000\nmap A s 64K grows at=0x40000000', 'brk A 64K'))):
        (at / 'g.os').write_text('pagewalk-os 1\nmemory 1M\nprocess A\n' + '\n'.join(lines) + '\n')
        bad('guarded: ' + name, ['os', at / 'g.os'], guard)
    said, report = play(at, 'memory 1M\nprocess A\nmap A m 4K at=0x3fffe000\nmap A s 64K grows at=0x40000000\n'
                        'touch A s 0 4K w\nfill A m\nexit A\n')
    check('a page between them is enough', said.returncode == 0, said)
    said, _ = play(at, far.replace('touch', 'step A far\ntouch') + 'step A near\nexit A\n')
    check('as the steps show', len(re.findall('grows', said.stdout)) == 2, said)


def memory(at):
    """Memory that cannot be is refused, with the line or the option that asked for it."""
    def file(text):
        (at / 'm.os').write_text('pagewalk-os 1\n' + text + 'process A\nmap A m 4K\ntouch A m w\n')
        return at / 'm.os'
    must = 'memory must be 256 KiB at least'
    bad('too little', ['os', file('\nmemory 4K\n')], 'm.os:3: ' + must)
    bad('too much for the mode', ['os', file('memory 2G\nmode sv32\n')], 'm.os:2: ' + must, 'sv32 1015 MiB')
    bad('too much for another mode', ['os', '--mode', 'pae', file('memory 2G\n')], 'm.os:2: ' + must, 'pae')
    bad('by the option', ['os', '--memory', '4K', file('memory 1M\n')], '--memory: ' + must)
    said = run('os', '--memory', '256K', file('memory 4K\n'))
    check('the option instead', said.returncode == 0, said)


def directory(at):
    """Where temporary files cannot be, TMPDIR and the directory are named, not what is all right."""
    (at / 'swap.os').write_text('pagewalk-os 1\nmemory 512K\nswap 1M\nprocess A\nmap A m 4K\ntouch A m w\n')
    (at / 'file.os').write_text('pagewalk-os 1\nmemory 512K\nfile f 8K pattern 1\nprocess A\nmap A m 4K file=f\ntouch A m r\n')
    (at / 'plain.os').write_text('pagewalk-os 1\nmemory 512K\nprocess A\nmap A m 4K\ntouch A m r\n')
    none, plain = at / 'none', at / 'plain'
    plain.write_text('')
    for where, why in (none, 'No such file'), (plain, 'Not a directory'):
        env = {**os.environ, 'TMPDIR': str(where)}
        says = '%s (TMPDIR): %s' % (where, why)
        bad('the swap file: ' + why, ['os', at / 'swap.os'], 'swap file in ' + says, env=env)
        bad('a copy of a file: ' + why, ['os', at / 'file.os'], 'file.os:3: f, its copy in ' + says, env=env)
        bad('a waveform to a device: ' + why, ['run', '--fst', '/dev/null', trace], 'a temporary file in ' + says, env=env)
        bad('bench: ' + why, ['bench', '--rounds', '1', trace], 'a temporary file in ' + says, env=env)
        if shutil.which('gnuplot'):
            bad('a plot to a pipe: ' + why, ['os', '--plot', '/dev/null', at / 'plain.os'], 'a temporary file in ' + says, env=env)
        said = run('run', '--fst', at / 'w.fst', '--json', at / 'w.json', trace, env=env)
        check('all else needs none: ' + why, said.returncode == 0, said)
    env = {**os.environ, 'TMPDIR': ''}
    before = os.listdir('/')
    for command in ['os', at / 'swap.os'], ['os', at / 'file.os'], ['run', '--fst', '/dev/null', trace]:
        said = run(*command, env=env)
        check('TMPDIR of nothing is /tmp: %s' % command[-1], said.returncode == 0 and os.listdir('/') == before, said)


def titles(at):
    """A plot is XML that can be read, and its title the name, whatever bytes that has."""
    for name, title in (
            (b'plain', 'plain'), (b"it's <a> & \"b\" `id` \\ ^{x} @y %s", "it's <a> & \"b\" `id` \\ ^{x} @y %s"), ('\u00e4\u20ac\U0001f600'.encode(), '\u00e4\u20ac\U0001f600'),
            (b'latin \xe4', 'latin ?'), (b'\xff\xfe\xc0\xaf', '????'), (b'cut \xe2\x82', 'cut ??'), (b'half \xed\xa0\x80', 'half ???'),
            (b'\xf4\x90\x80\x80', '????'), (b'\xf8\x88\x80\x80\x80', '?????'), (b'end \xef\xbf\xbf', 'end ???'), (b'over \xe0\x80\xaf', 'over ???'),
            (b'esc\x1b[2J', 'esc?[2J'), (b'two\nlines', 'two?lines'), (b'\xc2\x80', '??')):
        path = os.path.join(os.fsencode(at), name)
        with open(path, 'w') as file:
            file.write('pagewalk-os 1\nmemory 512K\nprocess A\nmap A heap 64K\nfill A heap\nexit A\n')
        for locale in 'C', 'C.UTF-8':
            said = run('os', '--plot', at / 'p.svg', path, errors='replace', env={**os.environ, 'LC_ALL': locale})
            words = xml.etree.ElementTree.parse(at / 'p.svg').getroot().itertext() if said.returncode == 0 else []
            check('a title of %r, in %s' % (name, locale), title + ', sv39' in [word.strip() for word in words], said)
            (at / 'p.svg').unlink(missing_ok=True)


main(peaks, stacks, memory, directory, *([titles] if shutil.which('gnuplot') else []))
