#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the example of rtl/README.md connect every pin of the MMU, and none that is not there?

It is put into a module that declares the signals that it names, each 64 bits wide, and elaborated by Verilator: a pin that is
missing, or that does not exist, is an error. Widths are not looked at.
Usage: example.py RTL...; exit status: 0 it does; 1 it does not.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

README = pathlib.Path(__file__).resolve().parents[2] / 'rtl/README.md'


def main():
    examples = re.findall(r'^```systemverilog\n(.*?)^```', README.read_text(), re.MULTILINE | re.DOTALL)
    if not examples:
        print('rtl/README.md has no example')
        return 1
    for example in examples:
        code = re.sub(r'//.*', '', example)
        names = set(re.findall(r'\.(\w+)\s*(?=[,)])', code)) | set(re.findall(r'\((\w*[a-z]\w*)\)', code))
        text = 'module example;\n%s\n%s\nendmodule\n' % (''.join('  wire [63:0] %s;\n' % name for name in sorted(names)), code)
        with tempfile.TemporaryDirectory() as folder:
            top = pathlib.Path(folder, 'example.sv')
            top.write_text(text)
            done = subprocess.run(['verilator', '--lint-only', '-Wall', '-Wno-WIDTH', '-Wno-UNDRIVEN', '-Wno-UNUSED', '-Wno-PINCONNECTEMPTY',
                                   '--top-module', 'example', *sys.argv[1:], top], check=False)
        if done.returncode:
            return 1
    print('%d examples' % len(examples))
    return 0


sys.exit(main())
