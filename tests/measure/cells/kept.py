# SPDX-License-Identifier: Apache-2.0
"""What was measured once and is kept (kept.json), and what of it has become worse.

A result, of one configuration: parameters; tools: {program: version}; flat: without RAM, ram: as placed, each {lut4, ff, ...};
clock: {mhz: one of each seed from 1 on, path: of the median}; commit: {flat, ram, clock: at which it was measured}. What
was not measured is not there.
"""
import json
import os
import statistics

from flow import Failure

TOLERANCE = 0.05
LABELS = {'lut4': 'LUT4', 'ff': 'FF', 'block': 'block RAM', 'distributed': 'distributed RAM'}


def read(file):
    """{configuration: result}"""
    try:
        return json.loads(file.read_text()) if file.exists() else {}
    except ValueError:
        raise Failure('%s: not JSON' % file)


def write(file, results):
    """Whole or not at all."""
    part = file.with_suffix('.part')
    try:
        part.write_text(json.dumps(results, indent=1) + '\n')
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)


def merged(old, result):
    """What is kept from now on: of what was not measured again the old, if it was measured of the same."""
    same = old and old['parameters'] == result['parameters'] and \
        all(old['tools'].get(tool, version) == version for tool, version in result['tools'].items())
    if not same:
        return result
    return {**old, **result, 'tools': {**old['tools'], **result['tools']}, 'commit': {**old['commit'], **result['commit']}}


def figures(old, new):
    """(label, old value, new value, is more better) of all that both have."""
    for part, where in ('flat', ' without RAM'), ('ram', ' as placed'):
        for key in new.get(part, {}):
            yield LABELS[key] + where, old[part][key], new[part][key], False
    if 'clock' in new:
        both = [each['clock']['mhz'] for each in (old, new)]
        seeds = min(map(len, both))
        yield 'MHz', *(round(statistics.median(mhz[:seeds]), 2) for mhz in both), True


def changes(name, old, new):
    """(is it worse, line) of each figure that differs by more than TOLERANCE of what is kept."""
    missing = [part for part in ('flat', 'ram', 'clock') if part in new and part not in (old or {})]
    if missing:
        raise Failure('%s: %s is not kept; --keep keeps it' % (name, ', '.join(missing)))
    if old['parameters'] != new['parameters']:
        raise Failure('%s: kept with other parameters; --keep keeps it anew' % name)
    for tool, version in new['tools'].items():
        if old['tools'][tool] != version:
            raise Failure('%s: kept of %s %s, measured with %s' % (name, tool, old['tools'][tool], version))
    for label, before, now, more in figures(old, new):
        if abs(now - before) > TOLERANCE * before:
            worse = (now < before) == more
            by = '%+.1f %%' % (100 * (now - before) / before) if before else 'there was none'
            yield worse, '%s: %s %s, kept %s (%s)' % (name, label, now, before, by)
