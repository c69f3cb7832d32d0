# SPDX-License-Identifier: Apache-2.0
"""Circuits in the binary AIGER format: read, built with shared gates, and written.

A literal is 2 * variable + (1 when inverted); 0 and 1 are the constants. Every state bit starts at 0.
"""


class Reader:
    """A file as Yosys writes it: inputs and outputs by name, latches as [(literal, next)], ands as [(a, b)]."""

    def __init__(self, path):
        head, _, rest = path.read_bytes().partition(b'\n')
        _, _, inputs, latches, outputs, ands = (int(word) if word.isdigit() else 0 for word in head.split())
        lines = rest.split(b'\n', latches + outputs)
        nexts = [int(line.split()[0]) for line in lines[:latches]]
        self.latches = [(2 * (1 + inputs + n), value) for n, value in enumerate(nexts)]
        ends = [int(line) for line in lines[latches:-1]]
        self.first = 2 * (1 + inputs + latches)
        rest, at, self.ands = lines[-1], 0, []
        for n in range(ands):
            pair, left = [], self.first + 2 * n
            for _ in range(2):
                shift = delta = 0
                while rest[at] & 128:
                    delta |= (rest[at] & 127) << shift
                    shift, at = shift + 7, at + 1
                left -= delta | rest[at] << shift
                pair.append(left)
                at += 1
            self.ands.append(tuple(pair))
        self.inputs, self.outputs, self.names = {}, {}, {}
        for line in rest[at:].decode().split('\n'):
            kind, _, name = line.partition(' ')
            if kind[:1] == 'i':
                self.inputs[name] = 2 * (1 + int(kind[1:]))
            elif kind[:1] == 'o':
                self.outputs[name] = ends[int(kind[1:])]
            elif kind[:1] == 'l':
                self.names[2 * (1 + inputs + int(kind[1:]))] = name
            else:
                break


class Builder:
    """Gates over inputs and latches that are all known from the beginning; equal gates are one."""

    def __init__(self, inputs, latches):
        self.inputs, self.count = inputs, latches
        self.next = 2 * (1 + inputs + latches)
        self.first, self.gates, self.known = self.next, [], {}

    def conjunction(self, a, b):
        a, b = max(a, b), min(a, b)
        if b == 0 or a == b ^ 1:
            return 0
        if b == 1 or a == b:
            return a
        if (a, b) not in self.known:
            self.known[a, b] = self.next
            self.gates.append((a, b))
            self.next += 2
        return self.known[a, b]

    def disjunction(self, a, b):
        return self.conjunction(a ^ 1, b ^ 1) ^ 1

    def differ(self, a, b):
        return self.conjunction(self.conjunction(a, b) ^ 1, self.conjunction(a ^ 1, b ^ 1) ^ 1)

    def copy(self, reader, values):
        """The gates of a circuit, where values says what its inputs and latches are. The value of any literal."""
        values = dict(values)
        values[0] = 0
        for n, (a, b) in enumerate(reader.ands):
            values[reader.first + 2 * n] = self.conjunction(values[a & ~1] ^ (a & 1), values[b & ~1] ^ (b & 1))
        return lambda literal: values[literal & ~1] ^ (literal & 1)

    def write(self, path, nexts, output):
        out = bytearray(b'aig %d %d %d 1 %d\n' % (self.next // 2 - 1, self.inputs, self.count, len(self.gates)))
        for literal in [*nexts, output]:
            out += b'%d\n' % literal
        for n, (a, b) in enumerate(self.gates):
            for delta in self.first + 2 * n - a, a - b:
                while delta > 127:
                    out.append(delta & 127 | 128)
                    delta >>= 7
                out.append(delta)
        path.write_bytes(out)
