#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The pages of tests/results/: each is what one command measured, under a head that names the command.

Scripts call write() and is_current(); no page is edited by hand. Run by itself it looks at the heads, at what is
there beside the pages, and whether each page's script knows the page; the tables themselves are looked at by the
tests of those scripts that can make them again without measuring.

Exit status: 0 all pages are as they should be; 1 one is not.
"""
import os
import pathlib
import sys
import textwrap

TESTS = pathlib.Path(__file__).resolve().parent
FOLDER = TESTS / 'results'

# name: title, the command that writes the page, the page that says what the table means, a sentence about the table
PAGES = {
    'signoff': ('Sign-off', 'tests/measure/signoff/table.py build --keep', 'README.md#sign-off',
                'A row is a metric, with the aim and the day and commit of its measurement.'),
    'plan': ('Test plan', 'tests/measure/plan/check.py build --write', 'measure/plan/README.md',
             'A row is a rule, with the tests that ask for it, and the bugs that break it.'),
    'planted': ('Planted bugs', 'tests/faults/planted/run.py build --record', 'faults/planted/README.md',
                'A row is a bug in the RTL, with the runs that catch it.'),
    'museum': ('Museum', 'tests/faults/planted/run.py build --dir tests/faults/museum --record', 'faults/museum/README.md',
               'A row is a bug that a public MMU had, with the runs that catch it here.'),
    'planted_os': ('Bugs planted in the operating system', 'tests/faults/planted/os.py build --write',
                   'faults/planted/README.md#planted-in-the-operating-system',
                   'A row is a bug in `harness/os`, with the tests that catch it.'),
    'planted_boot': ('Bugs that a kernel notices', 'tests/faults/planted/boot.py build --write',
                     'faults/planted/README.md#noticed-by-a-kernel',
                     'A row is a bug in the RTL, with how our own kernel ends on it when nobody judges.'),
    'formal': ('Formal proofs', 'tests/proof/prove.py --write', 'proof/README.md',
               'A row is a property of the RTL, with how it is proved and which bugs refute it.'),
    'cover': ('Functional coverage', 'tests/measure/cover/run.py build --write', 'measure/cover/README.md',
              'A row is a group of bins of the coverage model.'),
    'coverage': ('Code coverage', 'tests/measure/coverage/run.py build --write', 'measure/coverage/README.md',
                 'A row is one kind of point of one part of the sources.'),
    'mutants_rtl': ('Mutants of the RTL', 'tests/faults/mutation/run.py build --write', 'faults/mutation/README.md',
                    'The mutants of the size `small`, and what killed them.'),
    'mutants_model': ('Mutants of the models', 'tests/faults/mutation/model/run.py build --write', 'faults/mutation/model/README.md',
                      'A row is a file of `model/`, with how many of its mutants each kind of test caught first.'),
    'mutants_judge': ('Mutants of what judges', 'tests/faults/mutation/judge/run.py build --write', 'faults/mutation/judge/README.md',
                      'A row is a file that judges, with how many of its mutants each kind of test caught first.'),
    'fuzz': ('Fuzzing', 'tests/stress/fuzz/run.py build --write', 'stress/fuzz/README.md', 'A row is a fuzz target.'),
    'shrink': ('Shrunk mismatches', 'tests/stress/soak/planted.py build --write', 'stress/soak/README.md#shrunk-mismatches',
               'A row is a planted bug, with how small the run became that shows it.'),
    'linux': ('Linux in lockstep', 'tests/stress/linux/boot.py build --unbuffered --write', 'stress/linux/README.md',
              'A row is a boot, and what of it was in lockstep.'),
    'planted_linux': ('Bugs that Linux notices', 'tests/stress/linux/planted.py build --write', 'stress/linux/README.md#what-it-notices',
                      'A row is a bug in the RTL, with how Linux ends on it when nobody judges.'),
    'cells': ('Area and clock', 'tests/measure/cells/cells.py build --keep', 'measure/cells/README.md',
              'A row is a configuration of the MMU, on an ECP5.'),
    'figures': ('What the second level brings', 'tests/measure/figures/figures.py build --keep', 'measure/figures/README.md',
                'A column is a preset of the structures behind the TLBs, a row a trace of a real kernel.'),
    'soak': ('Long runs', 'tests/stress/soak/soak.py build --write', 'stress/soak/README.md#long-runs',
             'A row is a size of the MMU.'),
}


def path(name):
    return FOLDER / (name + '.md')


def head(name):
    title, command, page, about = PAGES[name]
    about = '\n'.join(textwrap.wrap('%s [What it means](../%s).' % (about, page), 100, break_on_hyphens=False))
    return '# %s\n\n%s\n`%s` writes this page.\n\n' % (title, about, command)


def write(name, body):
    """The page becomes the head and the body, whole or not at all."""
    FOLDER.mkdir(exist_ok=True)
    part = path(name).with_suffix('.part')
    part.write_text(head(name) + body.strip('\n') + '\n')
    os.replace(part, path(name))


def is_current(name, body):
    return path(name).exists() and path(name).read_text() == head(name) + body.strip('\n') + '\n'


def complaints():
    for name, (_, command, _, _) in PAGES.items():
        text = path(name).read_text() if path(name).exists() else ''
        if not text.startswith(head(name)):
            yield 'results/%s.md: not there, or its head is not that of pages.py' % name
        elif '|---|' not in text:
            yield 'results/%s.md: has no table' % name
        script = TESTS.parent / command.split()[0]
        called = script if 'pages.' in script.read_text() else script.parents[1] / 'c_mutants.py'
        if not called.exists() or 'pages.write(' not in called.read_text():
            yield 'results/%s.md: %s does not write it' % (name, command.split()[0])
    for found in sorted(FOLDER.iterdir()):
        if found.stem not in PAGES or found.suffix != '.md':
            yield 'results/%s: no command writes it' % found.name


def main():
    found = list(complaints())
    print(*found, '%d pages, %d findings' % (len(PAGES), len(found)), sep='\n')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
