# SPDX-License-Identifier: Apache-2.0
"""Reads a waveform: which signals it has, and what they were at a time."""
import bisect
import re
import subprocess


class Waveform:
    """names: {name without its range: (name as GTKWave wants it, width)}; first, last: times in ns."""

    def __init__(self, path):
        vcd = subprocess.run(['fst2vcd', '-f', str(path)], stdout=subprocess.PIPE, check=True, text=True).stdout
        header, changes = vcd.split('$enddefinitions $end\n', 1)
        self.names, self._codes, self._changes = {}, {}, {}
        scopes = []
        for line in header.splitlines():
            word = line.split()
            if line.startswith('$scope'):
                scopes.append(word[2])
            elif line.startswith('$upscope'):
                scopes.pop()
            elif line.startswith('$var'):
                full = '.'.join(scopes + [''.join(word[4:-1])])
                name = re.sub(r'\[\d+:\d+\]$', '', full)
                self.names[name] = full, int(word[2])
                self._codes[name] = word[3]
        self.first = self.last = None
        for line in changes.splitlines():
            if line.startswith('#'):
                self.last = int(line[1:])
                self.first = self.last if self.first is None else self.first
            elif line and line[0] in '01xzb':
                value, code = line[1:].split() if line[0] == 'b' else (line[0], line[1:])
                self._changes.setdefault(code, []).append((self.last, value))

    def value(self, name, time):
        """The bits of a signal at a time, the highest first."""
        changes = self._changes[self._codes[name]]
        n = bisect.bisect_right(changes, time, key=lambda change: change[0])
        return changes[n - 1][1].rjust(self.names[name][1], '0')
