#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A file that was cut off is bad input wherever it was cut, not a file that says something else.

cut.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
from tool import bad, check, main, run

VECTORS = 'S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\nM 80000000 200000cf\nQ leaf L S 123 K 80000123 R80000000\nE\n'
INPUTS = {
    'a.trace': ('run', 'pagewalk 1\narch rv64\nset priv=s\npage 80000 2:200000cf\nptbr 8000000000080000\nr 80000123 80000123\n'),
    'a.pins': ('run', 'pagewalk-pins 1\n4 data_req va=80000008 priv=1 tag=1\n9 expect data_rsp_tag=1 data_rsp_pa=80000008\n'),
    'a.vec': ('vectors', VECTORS),
    'a.os': ('os', 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A heap 64K\nfill A heap\nexit A\n'),
}


def inputs(at):
    for name, (command, text) in INPUTS.items():
        path = at / name
        path.write_text(text)
        said = run(command, path)
        check('%s: whole' % name, said.returncode == 0, said)
        last = text.count('\n')
        for less in range(1, len(text.splitlines()[-1]) + 1):
            path.write_text(text[:-less])
            bad('%s: %d bytes less' % (name, less), [command, path], '%s:%d: the line has no end' % (name, last))


main(inputs)
