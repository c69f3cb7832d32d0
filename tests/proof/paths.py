#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From which inputs do wires lead to which outputs of the MMU, without a register between? (Rule general-5 of rtl/contract)

Yosys reads the RTL, of the default sizes, and follows each output back to the registers. What it finds is more than there is to
see from outside, never less: where it finds no path, there is none.

Prints the outputs that have any, and their inputs. With --plant NAME the RTL is that with NAME.patch of mutants/, and
there must be more than general-5 has.

Exit status: 0 they are those of general-5, or a path was planted and found; 1 it is not so; 2 bad usage, a patch that does not fit, RTL that does not read.
"""
import argparse
import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUEST = {'mem_rsp_valid', 'mem_rsp_id', 'mem_rsp_data', 'mem_rsp_error',
           # By wires alone: it enables the decoder behind an update, too, which then finds a leaf, and only a pointer makes a
           # request. That no value gets through is part of what walker_reads proves.
           'mem_rsp_lost'}
RULE = {
    'fetch_req_ready': {'fetch_rsp_ready', 'fence_valid', 'ptbr_valid', 'ptbr_regime'},
    'data_req_ready': {'data_rsp_ready', 'fence_valid', 'ptbr_valid', 'ptbr_regime'},
    'ptbr_ready': {'fence_valid', 'ptbr_regime'},
    'mem_req_valid': REQUEST, 'mem_req_fetch': REQUEST, 'mem_req_wide': REQUEST, 'mem_req_addr': REQUEST,
    'mem_req_cas': REQUEST, 'mem_req_expect': REQUEST, 'mem_req_data': REQUEST,
}

spec = importlib.util.spec_from_file_location('planted', ROOT / 'tests/faults/planted/run.py')
planted = importlib.util.module_from_spec(spec)
spec.loader.exec_module(planted)
Failure = planted.Failure


def yosys(script):
    said = subprocess.run(['yosys', '-q', '-p', script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if said.returncode:
        raise Failure('yosys: ' + said.stdout.strip()[-1000:])


def find(directory, plant):
    """{output: its inputs}"""
    rtl = directory / 'rtl'
    planted.copy_of_rtl(rtl)
    if plant:
        if not (HERE / 'mutants' / (plant + '.patch')).exists():
            raise Failure('no such patch: ' + plant)
        planted.Patch(HERE / 'mutants' / (plant + '.patch')).apply(rtl)
    files = [rtl / name for name in re.findall(r"'(?:\w+/)?(\w+\.sv)'", (ROOT / 'rtl/meson.build').read_text())]
    read = 'read_verilog -sv -mem2reg %s; hierarchy -check -top pw_mmu' % ' '.join(map(str, files))
    outputs = re.findall(r'^ *output .*?(\w+),?$', (rtl / 'pw_mmu.sv').read_text(), re.MULTILINE)
    # Behind proc each register is a $dff. Without them, and all that leads to them alone, there is less to search.
    lists = ['tee -q -o %s select -list o:%s %%ci* i:* %%i' % (directory / name, name) for name in outputs]
    yosys('%s; proc; flatten; select -assert-none t:$*ff* t:$dff %%d t:$*latch*; delete t:$dff; opt_clean; cd pw_mmu; %s' % (
        read, '; '.join(lists)))
    said = {name: set(re.findall(r'/(\w+)$', (directory / name).read_text(), re.MULTILINE)) for name in outputs}
    return {name: inputs for name, inputs in said.items() if inputs}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--plant', metavar='NAME', help='a bug')
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as directory:
            found = find(pathlib.Path(directory), arguments.plant)
    except Failure as failure:
        print('paths.py: %s' % failure, file=sys.stderr)
        return 2
    for output in sorted(found.keys() | RULE.keys()):
        inputs, rule = found.get(output, set()), RULE.get(output, set())
        print('%s: %s' % (output, ', '.join(sorted(inputs)) or 'none'))
        if inputs - rule:
            print('%s: not of general-5: %s' % (output, ', '.join(sorted(inputs - rule))), file=sys.stderr)
    if not found:
        print('nothing was found', file=sys.stderr)
    beyond = any(inputs - RULE.get(output, set()) for output, inputs in found.items())
    return int(not found or beyond != bool(arguments.plant))


sys.exit(main())
