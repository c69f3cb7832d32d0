#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The list of pins, pins.h, for all that is not C.

pins.py sv              writes the list for SystemVerilog: `IN(type, name, means) or `OUT(...) a pin, means being the
                        pin that says when it means something, or 1'b1. Who includes it defines both macros before.

Exit status: 0 written; 2 bad usage, or a list that is not what pins.h says it is.
"""
import collections
import pathlib
import re
import sys

LIST = pathlib.Path(__file__).resolve().parent / 'pins.h'
PARAMETERS = ('TAG_BITS', 'COUNTER_WIDTH')
ROLES = ('VALID', 'READY', 'PAYLOAD', 'LEVEL')

Pin = collections.namedtuple('Pin', 'direction name bits channel role meaning')


class Bad(Exception):
    """One line: what is wrong with the list."""


def macros(text):
    """Of each macro of several lines its parameters and its body."""
    joined = text.replace('\\\n', '\x00')
    for name, parameters, body in re.findall(r'^#define MMU_(\w+)\(([^)]*)\) *(\x00.*)$', joined, re.MULTILINE):
        yield name, parameters, body.replace('\x00', ' ')


def rows(body, name):
    """Each NAME(arguments) of a macro's body, strings being one argument however they are cut."""
    string = r'"[^"\\]*"(?:\s+"[^"\\]*")*'
    row = r'\s*(\w+)\(((?:%s|[^"()])*)\)\s*' % string
    if not re.fullmatch('(?:%s)+' % row, body):
        raise Bad('MMU_%s is no list of rows' % name)
    for kind, arguments in re.findall(row, body):
        cells = re.findall(r'%s|[^",\s]+' % string, arguments)
        yield kind, [re.sub(r'"\s+"', '', cell).strip('"') for cell in cells]


def check(pin, channel):
    if pin.channel != channel:
        raise Bad('%s stands in MMU_%s, and says %s' % (pin.name, channel, pin.channel))
    if not (pin.bits in PARAMETERS or re.fullmatch('[1-9]\\d?', pin.bits) and int(pin.bits) <= 64):
        raise Bad('%s is %s bits wide' % (pin.name, pin.bits))
    if pin.role not in ROLES:
        raise Bad('%s has the role %s' % (pin.name, pin.role))
    if pin.role in ('VALID', 'READY') and pin.bits != '1':
        raise Bad('%s is no handshake of one bit' % pin.name)
    if any(pin.name.endswith(end) != (pin.role == end[1:].upper()) for end in ('_valid', '_ready')):
        raise Bad('%s is named as what it is not' % pin.name)
    named = channel == 'GENERAL' or channel.startswith('CONTROL_')
    if named and pin.role != 'LEVEL' or not named and not (pin.name + '_').startswith(channel.lower() + '_'):
        raise Bad('%s is named or used as no pin of %s' % (pin.name, channel))


def check_channel(channel, pins):
    """A channel has what makes a transfer, and its payload goes where its valid goes."""
    roles = [pin.role for pin in pins]
    valid = [pin for pin in pins if pin.role == 'VALID']
    if 'LEVEL' in roles:
        if set(roles) != {'LEVEL'}:
            raise Bad('%s is a channel, and is none' % channel)
        return
    if len(valid) != 1 or roles.count('READY') > 1:
        raise Bad('%s has not one valid, and at most one ready' % channel)
    for pin in pins:
        if (pin.direction == valid[0].direction) == (pin.role == 'READY'):
            raise Bad('%s goes the wrong way' % pin.name)


def read(text=None):
    """({channel: title}, [Pin, ...]), in the order of the list, which is that of pins.h or this text."""
    channels, order, pins = {}, [], {}
    for name, parameters, body in macros(LIST.read_text() if text is None else text):
        if name == 'CHANNELS':
            channels = dict(cells for _, cells in rows(body, name))
        elif name == 'PINS':
            order = re.findall(r'MMU_(\w+)\(IN, OUT\)', body)
        elif parameters == 'IN, OUT':
            if not all(kind in ('IN', 'OUT') and len(cells) == 5 for kind, cells in rows(body, name)):
                raise Bad('MMU_%s has a row that is no pin' % name)
            pins[name] = [Pin('input' if kind == 'IN' else 'output', *cells) for kind, cells in rows(body, name)]
    if not channels or not list(channels) == order == list(pins):
        raise Bad('MMU_CHANNELS, MMU_PINS and the channels are not the same')
    for channel in order:
        for pin in pins[channel]:
            check(pin, channel)
        check_channel(channel, pins[channel])
    every = [pin for channel in order for pin in pins[channel]]
    if len({pin.name for pin in every}) != len(every):
        raise Bad('a pin stands there twice')
    return channels, every


def outputs():
    """Their names, in the order of the bits of lockstep.sv's mismatch, the lowest first."""
    return [pin.name for pin in read()[1] if pin.direction == 'output']


def verilog(pins):
    valid = {pin.channel: pin.name for pin in pins if pin.role == 'VALID'}
    yield '// Made of pins.h by pins.py.'
    for pin in pins:
        kind = {'input': '`IN', 'output': '`OUT'}[pin.direction]
        high = pin.bits + '-1' if pin.bits in PARAMETERS else int(pin.bits) - 1
        logic = 'logic' if pin.bits == '1' else 'logic [%s:0]' % high
        yield '%s(%s, %s, %s)' % (kind, logic, pin.name, valid[pin.channel] if pin.role == 'PAYLOAD' else "1'b1")
    yield '`undef IN'
    yield '`undef OUT'


def main():
    if sys.argv[1:] != ['sv']:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print('\n'.join(verilog(read()[1])))
    except Bad as bad:
        print('%s: %s' % (LIST, bad), file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    sys.exit(main())
