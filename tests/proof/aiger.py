# SPDX-License-Identifier: Apache-2.0
"""An induction step as a netlist: from any state in which no bad output has come for k cycles, no constraint being broken,
each bad output in the next one. ABC's own induction takes far longer where there are many registers and lemmas."""
import itertools


def numbers(data, place):
    """The numbers of the binary part, 7 bits a byte."""
    while True:
        value = 0
        for shift in itertools.count(0, 7):
            value |= (data[place] & 127) << shift
            place += 1
            if data[place - 1] < 128:
                break
        yield value


def coded(value):
    while value > 127:
        yield value & 127 | 128
        value >>= 7
    yield value


class Netlist:
    """What write_aiger -zinit -B has written: no outputs but bad ones, and constraints; no justice."""

    def __init__(self, data):
        header, rest = data.split(b'\n', 1)
        self.top, self.inputs, latches, _, ands, bads, constraints = map(int, header.split()[1:8])
        *lines, rest = rest.split(b'\n', latches + bads + constraints)
        lines = [int(line.split()[0]) for line in lines]
        self.next, self.bads, self.constraints = lines[:latches], lines[latches:latches + bads], lines[latches + bads:]
        deltas = numbers(rest, 0)
        self.ands = []
        for n in range(ands):
            left = 2 * (self.inputs + latches + n + 1) - next(deltas)
            self.ands.append((left, left - next(deltas)))


class Step:
    """The same from a free state, with two latches for what has been, and k for the cycles."""

    def __init__(self, old, k):
        self.ands = []
        self.inputs = old.inputs + len(old.next)
        self.latches = len(old.next) + 2 + k
        *held, began, good = range(2 * self.inputs + 2, 2 * (self.inputs + self.latches - k) + 2, 2)
        cycles = range(good + 2, good + 2 * k + 2, 2)
        names = [0, *range(2, 2 * old.inputs + 2, 2)]
        for n, latch in enumerate(held):
            names.append(self.either(self.both(began, latch), self.both(began ^ 1, 2 * (old.inputs + n + 1))))

        def name(literal):
            return names[literal >> 1] ^ literal & 1

        for left, right in old.ands:
            names.append(self.both(name(left), name(right)))
        so_far = self.either(began ^ 1, good)
        good_now = so_far
        for bad in old.bads:
            good_now = self.both(good_now, name(bad) ^ 1)
        self.next = [*map(name, old.next), 1, good_now, 1, *cycles[:-1]]
        self.bads = [self.both(self.both(name(bad), so_far), cycles[-1]) for bad in old.bads]
        self.constraints = list(map(name, old.constraints))

    def both(self, a, b):
        if a == 0 or b == 0:
            return 0
        if a == 1 or b == 1:
            return a if b == 1 else b
        self.ands.append((max(a, b), min(a, b)))
        return 2 * (self.inputs + self.latches + len(self.ands))

    def either(self, a, b):
        return self.both(a ^ 1, b ^ 1) ^ 1

    def data(self):
        first = self.inputs + self.latches + 1
        lines = ['aig %d %d %d 0 %d %d %d' % (first - 1 + len(self.ands), self.inputs, self.latches, len(self.ands),
                                              len(self.bads), len(self.constraints))]
        lines += map(str, self.next + self.bads + self.constraints)
        deltas = (delta for n, (left, right) in enumerate(self.ands) for delta in (2 * (first + n) - left, left - right))
        return ('\n'.join(lines) + '\n').encode() + bytes(byte for delta in deltas for byte in coded(delta))


def step(data, k):
    """AIGER of the step of k cycles, of AIGER."""
    return Step(Netlist(data), k).data()
