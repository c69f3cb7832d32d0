#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Where did the time of the tests go?

Reads what the last `meson test --wrapper tests/timed.sh` left in BUILD/meson-logs: its log, and what timed.sh says of each.
Prints for each suite how many tests it has, their seconds of CPU time and of the clock, and the ten tests that took most.

Exit status: 0 printed; 2 bad usage, or no log.
"""
import argparse
import collections
import json
import pathlib
import re
import sys

LONGEST = 10


def cpu_times(directory):
    """{command: seconds of CPU time}"""
    times = {}
    for path in directory.glob('*'):
        _, took, command = path.read_text().split('\n', 2)
        times[command.rstrip('\n')] = sum(60 * int(minutes) + float(seconds)
                                          for minutes, seconds in re.findall(r'(\d+)m([\d.]+)s', took))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    logs = parser.parse_args().build / 'meson-logs'
    try:
        times = cpu_times(logs / 'times')
        tests = [json.loads(line) for line in (logs / 'testlog-timed.sh.json').read_text().splitlines()]
    except (OSError, ValueError) as error:
        print('times.py: %s' % error, file=sys.stderr)
        return 2
    suites, took = collections.defaultdict(lambda: [0, 0, 0]), []
    for test in tests:
        suite, _, name = test['name'].partition(' / ')
        command = test['command'][1:]  # without the wrapper
        cpu = times.get(' '.join(command), 0)
        took.append((cpu, name))
        for key in suite.split(':')[-1], 'all':
            suites[key] = [a + b for a, b in zip(suites[key], (1, cpu, test['duration']))]
    print('%-12s %6s %9s %9s' % ('suite', 'tests', 'CPU s', 'clock s'))
    for suite, (n, cpu, clock) in sorted(suites.items(), key=lambda item: -item[1][1]):
        print('%-12s %6d %9.1f %9.1f' % (suite, n, cpu, clock))
    print('most CPU time: ' + ', '.join('%s %.1f s' % (name, cpu)
                                        for cpu, name in sorted(took, reverse=True)[:LONGEST]))
    return 0


sys.exit(main())
