#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the views show what they name?

check.py PROGRAM        makes the waveforms in a directory of its own, and checks them
check.py DIRECTORY      checks the waveforms that make.sh left in DIRECTORY

For each view X.gtkw beside this file: it opens X.fst, by that name; it holds no absolute path; each
signal it names, each bit of one, and each cycle it points to, is in X.fst (GTKWave leaves out, without
a word, what is not). Prints one line a view, and each thing that is missing. Exit status: 0 all there;
1 something is missing; 2 bad usage; 77 no fst2vcd, which comes with GTKWave.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ABSOLUTE = re.compile(r'(^|[\s"\'=])(/|~|[A-Za-z]:[\\/])\S')
BIT = re.compile(r'^\((\d+)\)(.*)$')


def contents(fst):
    """Of a waveform: {full name with its range: width}, the first time, the last time."""
    vcd = subprocess.run(['fst2vcd', '-f', str(fst)], stdout=subprocess.PIPE, check=True, text=True).stdout
    header, changes = vcd.split('$enddefinitions', 1)
    scopes, signals = [], {}
    for line in header.splitlines():
        word = line.split()
        if line.startswith('$scope'):
            scopes.append(word[2])
        elif line.startswith('$upscope'):
            scopes.pop()
        elif line.startswith('$var'):
            signals['.'.join(scopes + [''.join(word[4:-1])])] = int(word[2])
    times = [int(line[1:]) for line in changes.splitlines() if line.startswith('#')]
    return signals, times[0], times[-1]


def named(line):
    """The signals that a line of a save file names: [(bit or None, full name)]."""
    if re.match(r'[-@*?^]|\[', line) or not line:
        return []
    words = re.sub(r'^[+#]\{[^}]*\}', '', line).split()
    return [(int(m[1]), m[2]) if (m := BIT.match(word)) else (None, word) for word in words]


def problems(view, directory):
    text = view.read_text()
    said = ['an absolute path: ' + line for line in text.splitlines() if ABSOLUTE.search(line)]
    fst = view.with_suffix('.fst').name
    if '[dumpfile] "%s"' % fst not in text.splitlines():
        said.append('does not open ' + fst)
    if not (directory / fst).exists():
        return said + ['no ' + str(directory / fst)], 0
    signals, first, last = contents(directory / fst)

    names = {pair for line in text.splitlines() for pair in named(line)}
    for bit, name in sorted(names, key=str):
        if name not in signals:
            said.append('no signal ' + name)
        elif bit is not None and bit >= signals[name]:
            said.append('no bit (%d) in %s' % (bit, name))
    if not names:
        said.append('no signals')

    start = re.search(r'^\[timestart\] (\d+)$', text, re.MULTILINE)
    marker = re.search(r'^\*\S+ (\d+)', text, re.MULTILINE)
    for what, found in ('start', start), ('marker', marker):
        if not found or not first <= int(found[1]) <= last:
            said.append('the %s is not between %d and %d ns' % (what, first, last))
    return said, len({name for _, name in names})


def check(directory):
    ok = True
    views = sorted(HERE.glob('*.gtkw'))
    for view in views:
        said, n = problems(view, directory)
        for line in said:
            print('%s: %s' % (view.name, line))
        if not said:
            print('%s: OK, %d signals' % (view.name, n))
        ok = ok and not said
    return 0 if ok and views else 1


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith('-') or not pathlib.Path(sys.argv[1]).exists():
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which('fst2vcd'):
        print('no fst2vcd')
        return 77
    given = pathlib.Path(sys.argv[1]).resolve()
    if given.is_dir():
        return check(given)
    with tempfile.TemporaryDirectory() as directory:
        made = subprocess.run([HERE / 'make.sh', given, directory])
        return check(pathlib.Path(directory)) if made.returncode == 0 else 1


sys.exit(main())
