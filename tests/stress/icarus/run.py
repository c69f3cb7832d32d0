#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the RTL do the same on Icarus Verilog, where every register starts as X?

run.py [--sample N] [--blank] [--signoff] BUILD TRACE...: each TRACE is replayed by BUILD/pagewalk, which writes what was on the
pins (--pins), and then twice by replay.sv on Icarus: with the inputs as they were, and with X on each that the contract
lets be anything. From the first reset on every output of every cycle must be the same; X is a difference.
The RTL must have the default sizes. Icarus 11 does not settle this design's `always_comb`: it gets a copy of
the RTL with `always @*` in their place, and nothing else changed.

--attack sees instead that the comparison can fail: in copies of the RTL a register without its reset must show as X,
a planted bug as a difference, and one bit of the recorded pins that is flipped must be found.

Exit status: 0 all the same; 1 a difference (its trace, cycle, pin and both values are printed), or an attack that is
not seen; 2 bad usage, a trace that does not replay, RTL that Icarus does not take; 77 no iverilog.
"""
import argparse
import concurrent.futures
import importlib.util
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.append(str(ROOT / 'tests/measure/signoff'))
import record  # noqa: E402

spec = importlib.util.spec_from_file_location('planted', ROOT / 'tests/faults/planted/run.py')
planted = importlib.util.module_from_spec(spec)
spec.loader.exec_module(planted)
Failure = planted.Failure

TIMEOUT = 600  # seconds, of one run

# An attack: what, file, old text, new text, trace, what must be said.
ATTACKS = [
    ('a state register without reset', 'pw_port.sv', '      state_q <= S_IDLE;\n      fresh_q <= 1\'b0;\n      ended_q <= 1\'b0;\n',
     '      fresh_q <= 1\'b0;\n      ended_q <= 1\'b0;\n', 'd01_rwx', '(X)'),
    ('valid bits without reset', 'pw_tlb.sv', "      valid_q  <= '0;\n      locked_q <= '0;\n    end else if (fills)",
     "      locked_q <= '0;\n    end else if (fills)", 'd01_rwx', 'pin'),
    ('counters without reset', 'pw_counters.sv', "      count_q <= '0;\n", '', 'd01_rwx', '(X)'),
    ('a store that needs R or W', 'faults/planted/d03_store_by_r.patch', None, None, 'd01_rwx', 'pin'),
]


def call(*command, **how):
    try:
        return subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=TIMEOUT, **how)
    except subprocess.TimeoutExpired:
        raise Failure('%s does not end' % ' '.join(map(str, command)))


def rtl_order():
    return re.findall(r"'(?:\w+/)?(\w+\.sv)'", (ROOT / 'rtl/meson.build').read_text())


def compile_rtl(build, directory, change=lambda rtl: None):
    """The simulation, with the list of pins that BUILD has; change may plant something in the copy of rtl/."""
    rtl = directory / 'rtl'
    planted.copy_of_rtl(rtl)
    change(rtl)
    for name in rtl_order():
        file = rtl / name
        file.write_text(file.read_text().replace('always_comb', 'always @*'))
    out = directory / 'replay.vvp'
    files = [*(rtl / name for name in rtl_order()), HERE / 'replay.sv']
    said = call('iverilog', '-g2012', '-s', 'replay', '-I', build / 'model', '-o', out, *files)
    if said.returncode:
        raise Failure('Icarus does not take the RTL\n' + said.stdout)
    return out


def record_pins(build, trace, pins):
    said = call(build / 'pagewalk', 'run', '--pins', pins, trace)
    if said.returncode:
        raise Failure('%s does not replay\n%s' % (trace, said.stdout))


def replay(simulation, pins, *options):
    """(status, text, cycles compared)"""
    said = call('vvp', '-n', simulation, '+pins=%s' % pins, *options)
    cycles = re.search(r'^cycles (\d+)$', said.stdout, re.MULTILINE)
    if said.returncode not in (0, 1) or (said.returncode == 0) != bool(cycles):
        raise Failure('status %d: %s' % (said.returncode, said.stdout.strip()))
    return said.returncode, said.stdout.strip(), int(cycles[1]) if cycles else 0


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def check(build, simulation, trace, modes):
    """The cycles of both modes, and the differences."""
    with tempfile.TemporaryDirectory() as directory:
        pins = pathlib.Path(directory) / (trace.stem + '.rec')
        record_pins(build, trace, pins)
        runs = {blank: replay(simulation, pins, *['+blank'] * blank) for blank in modes}
    return [runs[blank][2] if blank in runs else 0 for blank in (False, True)], \
        [(' with X on idle inputs: ' if blank else ' ') + text for blank, (status, text, _) in runs.items() if status]


def run(build, traces, jobs, modes, signoff, command):
    sums, wrong = [0, 0], []
    with tempfile.TemporaryDirectory() as directory:
        simulation = compile_rtl(build, pathlib.Path(directory))
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            waiting = [pool.submit(check, build, simulation, trace, modes) for trace in traces]
            for n, done in enumerate(concurrent.futures.as_completed(waiting), 1):
                progress('%d of %d' % (n, len(traces)))
                cycles, texts = done.result()
                sums = [a + b for a, b in zip(sums, cycles)]
                wrong += texts
    progress('')
    for text in wrong:
        print('DIFFERENT' + text)
    xs = sum('(X)' in text for text in wrong)
    print('%d traces, %d cycles as recorded and %d with X on idle inputs: %d runs differ, %d of them with X'
          % (len(traces), *sums, len(wrong), xs))
    if signoff:
        record.write(build, 'icarus', [{
            'metric': 'directed traces on Icarus Verilog, registers X at the start', 'aim': 'no X, no difference',
            'result': '%d traces, %d cycles, %d runs with X, %d that differ' % (len(traces), sum(sums), xs, len(wrong)),
            'met': not wrong, 'command': command}])
    return 1 if wrong else 0


def plant(attack):
    _, name, old, new, _, _ = attack

    def change(rtl):
        if name.endswith('.patch'):
            planted.Patch(ROOT / 'tests' / name).apply(rtl)
            return
        text = (rtl / name).read_text()
        if text.count(old) != 1:
            raise Failure('rtl/%s has not once what the attack "%s" changes' % (name, attack[0]))
        (rtl / name).write_text(text.replace(old, new))
    return change


def attack(build):
    missed = 0
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        for n, one in enumerate(ATTACKS):
            pins = directory / ('%d.rec' % n)
            record_pins(build, ROOT / ('traces/directed/%s.trace' % one[4]), pins)
            (directory / str(n)).mkdir()
            status, text, _ = replay(compile_rtl(build, directory / str(n), plant(one)), pins)
            seen = status == 1 and one[5] in text
            missed += not seen
            print('%s: %s: %s' % ('seen' if seen else 'MISSED', one[0], text.split('.rec: ')[-1]))
        (directory / 'flip').mkdir()
        simulation = compile_rtl(build, directory / 'flip')
        lines = pins.read_text().splitlines()
        words = lines[9].split()
        words[-1] = '%x' % (int(words[-1], 16) ^ 1)
        lines[9] = ' '.join(words)
        pins.write_text('\n'.join(lines) + '\n')
        status, text, _ = replay(simulation, pins)
        seen = status == 1 and 'cycle 8: pin counter_value' in text
        missed += not seen
        print('%s: a flipped bit: %s' % ('seen' if seen else 'MISSED', text.split('.rec: ')[-1]))
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('traces', metavar='TRACE', nargs='*', type=pathlib.Path)
    parser.add_argument('--attack', action='store_true', help='see that bugs and flipped bits are found')
    parser.add_argument('--jobs', metavar='N', type=int, default=os.cpu_count(), help='(default: %(default)s)')
    parser.add_argument('--sample', metavar='N', type=int, help='only N of the traces, chosen by --seed')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--blank', action='store_true',
                        help='replay only with X on idle inputs: what they are else, the suite sees with Verilator')
    parser.add_argument('--signoff', action='store_true', help='leave the outcome for the sign-off table')
    arguments = parser.parse_args()
    if bool(arguments.traces) == arguments.attack or arguments.jobs < 1 \
            or arguments.blank and (arguments.signoff or arguments.attack) \
            or (arguments.sample is not None and not 1 <= arguments.sample <= len(arguments.traces)):
        parser.error('give traces, or --attack; numbers in range')
    if not shutil.which('iverilog'):
        print('no iverilog')
        return 77
    traces = arguments.traces
    if arguments.sample:
        traces = random.Random(arguments.seed).sample(traces, arguments.sample)
    try:
        build = arguments.build.resolve()
        modes = (True,) if arguments.blank else (False, True)
        return attack(build) if arguments.attack else \
            run(build, traces, arguments.jobs, modes, arguments.signoff, 'meson compile -C build icarus')
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2


sys.exit(main())
