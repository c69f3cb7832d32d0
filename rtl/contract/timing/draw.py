#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Draws the timings of this folder from runs of the RTL, and checks that the drawings are those of the runs.

A drawing is a NAME.toml:
  zero    the cycle of the run that is called 0 in the drawing
  first, last   the cycles that are drawn, counted from zero
  groups  the rows: lists of pins. 'PIN if OTHER': where OTHER is 0 the pin means nothing, and is hatched
  size    one of the tests' sizes, if it is not the default: the program is then PROGRAM-SIZE, beside PROGRAM
  script  a pin script (traces/pins/README.md): what is driven into the MMU
From it come NAME.json, the source that WaveDrom takes, and NAME.svg, which WaveDrom makes of it. The waves are what
`pagewalk run --pins` records of the script, in which RTL, cycle model and oracle agree; no wave is drawn by hand.

draw.py PROGRAM          each NAME.json must be that of a run of PROGRAM (build/pagewalk)
draw.py --svg            each NAME.svg must be that of its NAME.json, by .venv/bin/wavedrompy (tests/lint/requirements.txt)
draw.py --write PROGRAM  makes both anew

Exit status: 0 they are; 1 they are not; 2 bad usage, or a run that failed; 77 there is no WaveDrom.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
WAVEDROM = HERE.parents[2] / '.venv/bin/wavedrompy'
MINIMUM = 9  # drawings: fewer are a fault of this check


class Failure(Exception):
    """One line for the user, and a status."""

    def __init__(self, message, status=2):
        super().__init__(message)
        self.status = status


def run(command, what):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise Failure('%s: status %d: %s' % (what, done.returncode, done.stdout.strip()))


def record(program, script):
    """What was on the pins in each cycle: [{pin: value}]."""
    with tempfile.TemporaryDirectory() as folder:
        pins, recording = pathlib.Path(folder, 'drawing.pins'), pathlib.Path(folder, 'drawing.rec')
        pins.write_text(script)
        run([program, 'run', '--pins', recording, pins], 'pagewalk run')
        names, *cycles = recording.read_text().splitlines()
    return [dict(zip(names[1:].split(), (int(value, 16) for value in cycle.split()))) for cycle in cycles]


def row(spec, cycles):
    """One signal of WaveDrom. A pin that is never more than 1 bit in these cycles, and is under no condition, is a line; any
    other is a value."""
    pin, _, condition = spec.partition(' if ')
    for name in filter(None, (pin, condition)):
        if name not in cycles[0]:
            raise Failure('no pin is called %s' % name)
    values = [None if condition and not cycle[condition] else cycle[pin] for cycle in cycles]
    if not condition and max(values) <= 1:
        return {'name': pin, 'wave': ''.join('.' if i and v == values[i - 1] else str(v) for i, v in enumerate(values))}
    wave, data = '', []
    for i, value in enumerate(values):
        if i and value == values[i - 1]:
            wave += '.'
        elif value is None:
            wave += 'x'
        else:
            wave += '='
            data.append('%x' % value)
    return {'name': pin, 'wave': wave, 'data': data}


def drawing(program, path):
    """The text of its NAME.json."""
    spec = tomllib.loads(path.read_text())
    if 'size' in spec:
        program = '%s-%s' % (program, spec['size'])
    cycles = record(program, spec['script'])[spec['zero'] + spec['first']:spec['zero'] + spec['last'] + 1]
    if len(cycles) != spec['last'] - spec['first'] + 1:
        raise Failure('the run ends before the last cycle')
    rows = [{'name': 'clk', 'wave': 'p' + '.' * (len(cycles) - 1)}]
    for group in spec['groups']:
        rows += [{}] + [row(pin, cycles) for pin in group]
    lines = ['  ' + json.dumps(signal) for signal in rows]
    return '{"signal": [\n%s\n], "config": {"hscale": 2}, "head": {"tock": %d}}\n' % (',\n'.join(lines), spec['first'])


def svg(source):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'drawing.svg')
        run([WAVEDROM, '--input', source, '--svg', path], 'wavedrompy')
        text = path.read_text()
    # WaveDrom brings every shape that it knows: half of the file. All of it is one line, and has
    # no background, so that in a dark window it could not be seen.
    used = set(re.findall(r'href="#([^"]*)"', text))
    text = re.sub(r'<g id="([^"]*)">(?:<(?:path|rect)\b[^>]*/>)*</g>', lambda shape: shape[0] if shape[1] in used else '', text)
    return text.replace('</g><g', '</g>\n<g').replace('<svg', '<svg style="background:white"') + '\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program', metavar='PROGRAM', nargs='?')
    parser.add_argument('--write', action='store_true', help='make the drawings anew')
    parser.add_argument('--svg', action='store_true', help='look at the pictures')
    arguments = parser.parse_args()
    if arguments.svg == bool(arguments.program) or arguments.svg and arguments.write:
        parser.error('PROGRAM or --svg')
    wrong = []

    def hold(path, text):
        if arguments.write:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            wrong.append('%s is not what comes out; --write makes it anew' % path.name)

    specs = sorted(HERE.glob('*.toml'))
    if len(specs) < MINIMUM:
        raise Failure('only %d drawings' % len(specs))
    for path in specs if arguments.program else ():
        try:
            hold(path.with_suffix('.json'), drawing(arguments.program, path))
        except (KeyError, tomllib.TOMLDecodeError, Failure) as error:
            raise Failure('%s: %s' % (path.name, error)) from error
    if arguments.write or arguments.svg:
        if not WAVEDROM.exists():
            raise Failure('no WaveDrom in .venv: ./setup.sh installs it', 77)
        for path in specs:
            hold(path.with_suffix('.svg'), svg(path.with_suffix('.json')))
    stems = {path.stem for path in specs}
    wrong += ['%s has no .toml' % path.name for kind in ('*.json', '*.svg') for path in HERE.glob(kind) if path.stem not in stems]
    print(*wrong, '%d drawings, %d findings' % (len(specs), len(wrong)), sep='\n')
    return 1 if wrong else 0


try:
    sys.exit(main())
except (Failure, OSError) as failure:
    print('draw.py: %s' % failure, file=sys.stderr)
    sys.exit(getattr(failure, 'status', 2))
