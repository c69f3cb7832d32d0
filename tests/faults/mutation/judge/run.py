#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who catches mutants of what judges: of the scoreboard, and of the comparisons?

A mutant is one small change in a function (../mutate.py, ../c_mutants.py) of a file of the library `judge`
(`judge_sources` of the rooms of harness/), or of one of the comparisons in other files: a relation, a constant by one, bits, a shift, && and ||,
a condition negated, arguments swapped, a statement left out. --seed puts all that there are in an order that goes round
the functions; the first --sample of them that count are taken. One counts that compiles without a warning, as the build
does, to another object file than the original's.

A judge that refuses too much is told by any run that is right. One that refuses too little is told only where somebody
misbehaves: so each is linked into the unit tests, which show it every kind of misbehaviour, those of its file
first; or, of the comparisons with what traces and vectors record, into `pagewalk` for tests/cli/records.py and
tests/cli/vectors.py. Then into test_compare, with bits planted in the RTL; then into `pagewalk`, which makes 4 random seeds
and the directed traces without the cycle model. BUILD is a build directory in which `pagewalk` and the unit
tests are up to date; it is read, and BUILD/mutation/judge keeps what is known of each mutant, so that a run that was
stopped goes on. equivalent.json beside this file holds the survivors that nothing can catch, each with the reason.

Prints what caught how many, and the survivors: file and line, the old text, the new one.

Exit status: 0 every mutant is caught, or is explained; 1 one survived; 2 bad usage, something that does not build, a run
that fails without any mutant, a line of equivalent.json that fits no mutant of its file.
"""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from c_mutants import ROOT, Subject, main  # noqa: E402

# The library, each file with its room, and of other files those functions that compare.
JUDGE = {name: room.parent for room in sorted((ROOT / 'harness').glob('*/meson.build'))
         for files in re.findall(r'judge_sources \+= files\((.*?)\)', room.read_text(), re.S)
         for name in re.findall(r"'(\w+)\.c'", files)}
PARTS = {
    'asker': {'add_read', 'add_write', 'compare', 'compare_reads', 'compare_writes', 'hold', 'load', 'way', 'ask_rtl', 'ask_oracle',
              'ask_base', 'asker_question'},
    'bench': {'name_difference', 'judge'},
    'player_compare': {'expected_fault', 'is_answer', 'is_recorded', 'records_page_fault', 'exchange_of', 'hart_explains',
                       'player_compare', 'player_compare_memory', 'player_compare_ptbr'},
}
# Those that show misbehaviour to PARTS: records with one thing wrong in each, a program of tests/cli and its arguments behind PROGRAM.
RECORDS = {'player_compare': ['records.py'], 'asker': ['vectors.py', '46']}


class Judge(Subject):
    name = 'mutation_judge'
    metric = 'mutants of what judges that are caught'
    directory = pathlib.Path(__file__).resolve().parent
    folder = 'harness'
    stages = 'unit', 'records', 'compare', 'runs'
    sample = 400
    aim = 300
    limits = {'unit': 2}  # which take some hundredths of a second

    def files(self):
        return {**dict.fromkeys(JUDGE), **PARTS}

    def path(self, stem):
        return JUDGE[stem] / (stem + '.c') if stem in JUDGE else super().path(stem)

    def environment(self, what):
        return {'CK_FORK': 'no'}  # one process for all cases of a test: ten times as fast

    def target(self, stem):
        return 'libharness.a.p' if stem in PARTS else 'libjudge.a.p'

    @staticmethod
    def units(build, stem):
        """Those named after the file, then the others that are linked with the checked library."""
        names = sorted(path.stem[5:] for path in (ROOT / 'tests/unit').rglob('test_*.c') if 'model' not in path.parts)
        words = {name.split('_')[0] for name in JUDGE}
        names = [name for name in names if build.has_test(name) and name.split('_')[0] in words]
        own = [name for name in names if name == stem or name.startswith(stem + '_')]
        return own + [name for name in names if name not in own]

    def checks(self, build, stem, source, thing, directory):
        if stem in JUDGE:
            checked = build.object(stem, 'libjudge_checked.a.p', source, directory, '-O0')  # quickly
            for name in self.units(build, stem):
                yield 'unit', name, build.link('test_' + name, checked, directory), []
        if stem in RECORDS:
            script, *more = RECORDS[stem]
            yield 'records', script, ROOT / 'tests/cli' / script, [build.link('pagewalk', thing(), directory), *more]
        yield 'compare', 'pins', build.link('test_compare', thing(), directory), [ROOT / 'tests/unit/bench/compare.trace']
        program = build.link('pagewalk', thing(), directory)
        yield 'runs', '4 seeds', program, ['random', '--no-model', '--seed', '1', '--count', '4']
        for trace in build.directed:
            yield 'runs', trace, program, ['run', '--no-model', trace]


sys.exit(main(Judge(), __doc__))
