# SPDX-License-Identifier: Apache-2.0
"""Bits of the RTL that cannot toggle, for they are constants in every size: found by Yosys, in the netlist of each.

Where a bit is x in the RTL, that is taken for the constant; Verilator takes 0 here.
"""
import collections
import json
import pathlib
import re
import shlex
import subprocess
import tempfile

from failure import Failure

ROOT = pathlib.Path(__file__).resolve().parents[3]
CONSTANT = 'a constant in every size'


def sizes(build):
    """Those that a build has: the parameters of the MMU, each set once."""
    found = []
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        if entry['file'].endswith('dut_verilator.cpp'):
            size = dict(re.findall(r'-DDUT_([A-Z_]+)=(\d+)', entry['command']))
            if size not in found:
                found.append(size)
    if not found:
        raise Failure('%s: verilates nothing' % build)
    return found


def rtl_files(root):
    """In compile order, as rtl/meson.build lists them."""
    return re.findall(r"'([\w/]+\.sv)'", (root / 'rtl/meson.build').read_text())


def netlist(size, root=ROOT):
    """The nets of one size, as Yosys writes them, after constants have gone through the hierarchy.

    The first opt_dff comes before equal cells are merged: it takes a multiplexer for the enable of a register, by which
    it sees that only a constant is loaded, where nothing else reads the multiplexer.
    """
    with tempfile.NamedTemporaryFile(suffix='.json') as out:
        script = '; '.join([
            'read_verilog -sv -mem2reg ' + ' '.join('rtl/' + file for file in rtl_files(root)),
            'chparam %s pw_mmu' % ' '.join('-set %s %s' % item for item in size.items()),
            'hierarchy -check -top pw_mmu; proc; flatten; opt_dff; opt -fine',
            'alumacc; opt; simplemap; opt -fine; opt_dff; opt -full', 'write_json ' + shlex.quote(out.name)])
        said = subprocess.run(['yosys', '-q', '-p', script], cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if said.returncode:
            raise Failure('yosys: ' + said.stdout.strip()[-200:])
        return json.load(open(out.name))['modules']['pw_mmu']['netnames']


def bits(netlists):
    """{(file, line, name, index): is it constant in all of its instances?} of the nets of all sizes."""
    found = collections.defaultdict(lambda: True)
    for path, net in (item for nets in netlists for item in nets.items()):
        name = re.search(r'(\w+)(?:\[\d+\])?$', path)  # behind it the element of an array that became registers
        if not name:
            continue  # Yosys's own
        for file, line in re.findall(r'(rtl/[\w/]+\.sv):(\d+)\.', net['attributes'].get('src', '')):
            for i, bit in enumerate(net['bits'], net.get('offset', 0)):
                found[file, int(line), name[1], i] &= bit in ('0', '1', 'x')
    return found


def mark(build, points):
    """Notes at each point that is a constant bit that this is why it did not toggle."""
    found = bits(map(netlist, sizes(build)))
    for point in points:
        name = re.match(r'(\w+)(?:\[(\d+)\])?, ', point.what)
        if point.kind == 'bits' and not point.count and name and \
                found.get((point.file, point.line, name[1], int(name[2] or 0))):
            point.why = CONSTANT
