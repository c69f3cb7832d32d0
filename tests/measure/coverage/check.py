#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are counts read as they were written, constants found, and do the exclusions fit the sources? TAP.

The counts are made up here, as Verilator and gcovr write them, and so is the RTL with a constant. The lines of excluded.toml must be in the sources.
"""
import pathlib
import re
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import c_counts  # noqa: E402
import constants  # noqa: E402
import excluded  # noqa: E402
import rtl_counts  # noqa: E402
from failure import Failure  # noqa: E402
from point import Point  # noqa: E402

SOURCE = 'first\n\tif (a)\nlast\n'
# Bit 0 is 0 from the first load on; what the register loads is shown, too.
REGISTER = '''module pw_mmu #(parameter int BITS = 1) (input logic clk, load, input logic [BITS-1:0] d, output logic [BITS:0] now, q);
  logic [BITS:0] value_q;
  assign now = load ? {d, 1'b0} : value_q;
  assign q = value_q;
  always_ff @(posedge clk) if (load) value_q <= {d, 1'b0};
endmodule
'''


def verilated(*points):
    lines = ["# SystemC::Coverage-3\n"]
    for page, line, what, where, count in points:
        lines.append("C '\1f\2../rtl/m.sv\1l\2%d\1n\0023\1page\2%s/m\1o\2%s\1h\2%s' %d\n" % (line, page, what, where, count))
    return ''.join(lines)


def collected(*files):
    """The points of what runs leave; or the Failure."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            with rtl_counts.Collector(pathlib.Path(scratch) / 'counts') as collector:
                for i, text in enumerate(files):
                    part = collector.directory / str(i)
                    part.write_text(text)
                    part.rename(part.with_suffix('.dat'))
            kept = pathlib.Path(scratch) / 'kept.json'
            collector.keep(kept)
            return [(point.file, point.line, point.kind, point.count) for point in rtl_counts.points(kept)]
        except Failure as failure:
            return str(failure)


def constant_bits(source):
    """Which bits of the register are found constant."""
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        (root / 'rtl').mkdir()
        (root / 'rtl/meson.build').write_text("files('m.sv')\n")
        (root / 'rtl/m.sv').write_text(source)
        found = constants.bits([constants.netlist({'BITS': 2}, root)])
    return [i for (_, _, name, i), is_constant in sorted(found.items()) if name == 'value_q' and is_constant]


def applied(count, **changes):
    """What apply() says of one exclusion of the second line, and the reasons it leaves at a branch and at another kind."""
    entry = {'file': r'm[.]c', 'line': 'if (a)', 'kind': 'branches', 'what': '.* 1$', 'why': 'because', **changes}
    points = [Point('m.c', 2, 'branches', 'branch 0', 1), Point('m.c', 2, 'branches', 'branch 1', count), Point('m.c', 2, 'lines', '', 0)]
    with tempfile.TemporaryDirectory() as scratch:
        (pathlib.Path(scratch) / 'm.c').write_text(SOURCE)
        return excluded.apply([entry], points, pathlib.Path(scratch)), [point.why for point in points]


def refused(text):
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch) / 'e.toml'
        path.write_text(text)
        try:
            excluded.read(path)
        except Failure:
            return True
    return False


def strays():
    """Exclusions of no file, or whose line is in none of its files."""
    sources = {path.relative_to(excluded.ROOT).as_posix(): [line.strip() for line in path.read_text().splitlines()]
               for folder in ('rtl', 'model', 'harness') for path in (excluded.ROOT / folder).rglob('*') if path.suffix in ('.sv', '.c')}
    return [entry for entry in excluded.read(HERE / 'excluded.toml') if not any(
        re.fullmatch(entry['file'], file) and entry.get('line', lines[0]) in lines for file, lines in sources.items())]


def main():
    one = verilated(('v_line', 7, 'block', 'top.a', 2), ('v_branch', 8, 'if', 'top.a', 0), ('v_toggle', 9, 'q[1]', 'top.a', 0),
                    ('v_user', 9, 'cover', 'top.a', 5))
    other = verilated(('v_line', 7, 'block', 'top.b', 3), ('v_toggle', 9, 'q[1]', 'top.b', 1))
    summary = {'files': [{'file': 'model/m.c', 'lines': [
        {'line_number': 4, 'count': 3, 'branches': [{'count': 0}, {'count': 3}]},
        {'line_number': 5, 'count': 0, 'branches': [], 'gcovr/noncode': True},
        {'line_number': 6, 'count': 0, 'branches': []}]}]}
    no_yosys = not shutil.which('yosys')
    skip = ' # SKIP no yosys' * no_yosys
    checks = [
        ('instances and runs add up', collected(one, other) == [
            ('rtl/m.sv', 7, 'lines', 5), ('rtl/m.sv', 8, 'branches', 0), ('rtl/m.sv', 9, 'bits', 1)]),
        ('of half a file what is whole counts', collected(one[:-40]) == [
            ('rtl/m.sv', 7, 'lines', 2), ('rtl/m.sv', 8, 'branches', 0), ('rtl/m.sv', 9, 'bits', 0)]),
        ('a line that is no count is a failure', isinstance(collected(one.replace("' 2\n", "' two\n")), str)),
        ('no file is a failure', isinstance(collected(), str)),
        ('C: lines and branches', [(point.line, point.kind, point.count) for point in c_counts.of_summary(summary)] == [
            (4, 'lines', 3), (4, 'branches', 0), (4, 'branches', 3), (6, 'lines', 0)]),
        ('a register that loads only 0 is constant' + skip, no_yosys or constant_bits(REGISTER) == [0]),
        ('one that loads 0 and 1 is not' + skip, no_yosys or constant_bits(REGISTER.replace("1'b0", 'd[0]')) == []),
        ('an exclusion is of its points', applied(0) == ([], ['', 'because', ''])),
        ('what is covered is not excluded', applied(1)[0] != [] and applied(1)[1] == ['', '', '']),
        ('what is not there is not excluded', applied(0, line='if (b)')[0] != [] and applied(0, what='branch 2')[0] != []),
        ('an exclusion without a reason is refused', refused('[[excluded]]\nfile = "m.c"\nkind = "lines"\n')),
        ('no TOML is refused', refused('[[excluded')),
        ('a property that is not there is refused', refused(
            '[[excluded]]\nfile = "m.c"\nkind = "lines"\nwhy = "because"\nproperty = "counters_guess"\n')),
        ('the exclusions fit', strays() == []),
    ]
    print('1..%d' % len(checks))
    for n, (what, good) in enumerate(checks, 1):
        print('%s %d - %s' % ('ok' if good else 'not ok', n, what))
    return int(not all(good for _, good in checks))


sys.exit(main())
