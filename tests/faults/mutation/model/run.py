#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who catches mutants of the C models?

A mutant is one small change in a function of model/: a relation, a constant by one, bits, a shift, && and ||, a
condition negated, arguments swapped, a statement left out (../mutate.py, ../c_mutants.py). --seed puts all that there are
in an order that goes round the functions; the first --sample of them that count are taken. One counts that compiles
without a warning, as the build does, to another object file than the original's.

Each is linked into `pagewalk` of the default size, and runs what could catch it until something does, the quickest first:
directed traces, 16 random seeds in lockstep, vectors, then the unit tests of the file's module, and of what is
above it. BUILD is a build directory in which `pagewalk` and the unit tests are up to date; it is read, and
BUILD/mutation/model keeps what is known of each mutant, so that a run that was stopped goes on. equivalent.json beside
this file holds the survivors that nothing can catch, each with the reason.

Prints what caught how many, and the survivors: file and line, the old text, the new one.

Exit status: 0 every mutant is caught, or is explained; 1 one survived; 2 bad usage, something that does not build, a run
that fails without any mutant, a line of equivalent.json that fits no mutant of its file.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from c_mutants import ROOT, Failure, Subject, main  # noqa: E402

# The unit tests of a file: those whose names begin so. All of the cycle model is in the tests of the mmu, too.
KERNEL = ['kernel', 'tlb', 'nru', 'fence', 'counters']
TESTS = {'answer': ['port'], 'walk_step': ['walker'], 'walk_request': ['walker'], 'kernel': KERNEL, 'kernel_check': KERNEL, 'kernel_elaborate': KERNEL, 'kernel_names': KERNEL, 'ptbr_write': ['ptbr', 'mmu_cr3'], 'pte_riscv': ['pte'],
         'segment_registers': ['segment'], 'updates': ['updates', 'walker'], 'fence': ['fence', 'walker_fence'],
         'oracle': ['oracle', 'oracle_pte', 'oracle_cr3'], 'oracle_segment': ['oracle_segment'], 'oracle_x86': ['oracle_x86', 'oracle_cr3']}
EXHAUSTIVE = {'pte': ['permission_riscv', 'permission_x86'], 'pte_riscv': ['permission_riscv'], 'oracle': ['permission_riscv'],
              'pte_x86': ['permission_x86'], 'oracle_x86': ['permission_x86'], 'segment': ['segment_table'],
              'oracle_segment': ['segment_table']}
# Unit tests whose cases need a process each, as tests/unit/meson.build says.
PROCESS_EACH = 'kernel', 'kernel_misuse', 'mmu_memory'
# The vectors are of RISC-V, and ask one question at a time: to the cycle model one paging mode is as good as all.
VECTORS = {'oracle': '*', 'pte': '*', 'pte_riscv': '*', 'oracle_x86': '-', 'pdpte': '-', 'pte_x86': '-', 'segment': '-',
           'segment_registers': '-', 'oracle_segment': '-', 'counters': '-'}


class Model(Subject):
    name = 'mutation_model'
    metric = 'mutants of the C models that are caught'
    directory = pathlib.Path(__file__).resolve().parent
    folder = 'model'
    stages = 'directed', 'random', 'vectors', 'unit'
    sample = 240
    aim = 200
    limits = {'unit': 60}

    def files(self):
        return {path.stem: None for path in (ROOT / self.folder).rglob('*.c')}

    def environment(self, what):
        return {'CK_DEFAULT_TIMEOUT': '60'} if what in PROCESS_EACH else {'CK_FORK': 'no'}

    def target(self, stem):
        return 'libmodel.a.p'

    @staticmethod
    def units(build, stem):
        """Those of the file, and those of what is above it."""
        names = sorted(path.stem[5:] for path in (ROOT / 'tests/unit/model').rglob('test_*.c'))
        names = [name for name in names if build.has_test(name) and name not in sum(EXHAUSTIVE.values(), [])]
        starts = TESTS.get(stem, [stem])
        own = [name for name in names if any(name == start or name.startswith(start + '_') for start in starts)]
        above = [] if stem.startswith('oracle') else [name for name in names if name.startswith('mmu') and name not in own]
        if not own + above:
            raise Failure('no unit test of %s.c is below tests/unit/model, or built' % stem)
        return own, above

    def checks(self, build, stem, source, thing, directory):
        program = build.link('pagewalk', thing(), directory)

        def unit_tests(names):
            checked = build.object(stem, 'libmodel_checked.a.p', source, directory, '-O0')  # quickly
            for name in names:
                yield 'unit', name, build.link('test_' + name, checked, directory), []
        own, above = self.units(build, stem)
        if self.quick:
            yield 'random', '16 seeds', program, ['random', '--seed', '1', '--count', '16']
            yield from unit_tests(own)
        for trace in build.directed:  # each by itself: `run` goes past a mismatch
            yield 'directed', trace, program, ['run', trace]
        yield 'random', '16 seeds', program, ['random', '--seed', '1', '--count', '16']
        for path in sorted((ROOT / 'traces/vectors').glob(VECTORS.get(stem, 'sv39') + '.vec.gz')):
            yield 'vectors', path.name, program, ['vectors', path]
        yield from unit_tests(own + above)
        for name in EXHAUSTIVE.get(stem, []):
            yield 'unit', name, build.link('test_' + name, thing(), directory), []


sys.exit(main(Model(), __doc__))
