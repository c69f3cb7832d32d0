#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is every rule tested, and is every test for a rule?

The rules are in the NAME.toml files beside this file, a file a group:
  group     that with which the ids begin; '' in the file of the other rules of rtl/contract
  title     what the group is about
and of each rule:
  id        unique
  text      what it demands, in a few words
  cite      where. S:n, M:n, H:n: line of the supervisor, machine, hypervisor chapter of the RISC-V privileged manual
            (riscv-isa-manual 1d472b80); *.adoc: an extension's own; SDM: a section of volume 3A; contract: rtl/contract
  status    implemented, choice (the manual leaves it open, and this MMU has decided) or not implemented
  reason    of the last two: what was decided, or why it is not there
  directed  the directed traces that ask for it: names, * allowed. Those named after the rule, a05_* after A05, s01_* after
            segment-1, are its own, whether they stand here or not
  no_trace  why no directed trace can ask
  pins      the pin scripts that ask for it: names, * allowed
  tests     tests of the suite, or `NAME: CASE`: a case of a unit test
  cover     functional-coverage bins, * allowed
  mutants   patches of ../../faults/planted and ../../faults/museum
  properties  what ../../proof/proofs.toml proves, by name

A hole is: a rule of RULES or of rtl/contract that is not there, or twice; a name of something that does not exist; an implemented rule without a
trace (or without no_trace and a pin script), without a bin, or without a mutant that a trace or a pin script of the rule catches, by
what ../../faults/planted/run.py recorded; a trace, a pin script or a patch that no rule names. Prints a line for each, and
then how many rules there are. BUILD is a build directory: its list of tests is read, and the bins that `pagewalk cover --list`
prints; BUILD/signoff/testplan.json is written there. With --write
../../results/plan.md, which is the table of the rules, is made anew.

Exit status: 0 no hole; 1 holes, or a page that is not that of the rules; 2 bad usage, files that cannot be read.
"""
import argparse
import fnmatch
import json
import pathlib
import re
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parents[1]
FAULTS = TESTS / 'faults'
ROOT = TESTS.parent
sys.path.append(str(TESTS))
import pages  # noqa: E402

# How many rules a group of the manuals has: A01 to A12 and so on. Those of the contract are the headings of its pages.
RULES = {'A': 12, 'B': 8, 'C': 16, 'D': 22, 'E': 6, 'F': 12, 'G': 11, 'H': 10, 'I': 7, 'J': 23, 'K': 3, 'L': 29, 'N': 12, 'X': 36}
CONTRACT_PAGES = ROOT / 'rtl/contract'

# Must `pagewalk cover --list` be there? Without it the bins cannot be looked up.
COVER_MUST_BE_THERE = True

STATUSES = 'implemented', 'choice', 'not implemented'
LISTS = 'directed', 'pins', 'tests', 'cover', 'mutants', 'properties'
KEYS = {'id', 'text', 'cite', 'status', 'reason', 'no_trace', *LISTS}


class Failure(Exception):
    """One line for the user; status 2."""


def read_rules():
    """The groups in the order of their files: (title, rules)."""
    groups = []
    for path in sorted(HERE.glob('*.toml')):
        try:
            content = tomllib.loads(path.read_text())
            for rule in content['rule']:
                if not {'id', 'text', 'cite', 'status'} <= rule.keys() <= KEYS or rule['status'] not in STATUSES:
                    raise Failure('%s: %s: not the keys, or not the status, of a rule' % (path.name, rule.get('id')))
                if not rule['id'].startswith(content['group']):
                    raise Failure('%s: %s is not of group %s' % (path.name, rule['id'], content['group']))
                for key in LISTS:
                    rule.setdefault(key, [])
            groups.append((content['title'], content['rule']))
        except (tomllib.TOMLDecodeError, KeyError) as error:
            raise Failure('%s: %s' % (path.name, error)) from error
    return groups


def own_traces(name):
    """The traces of A05 begin with a05_, those of segment-1 with s01_. The other rules of the contract have none of their own."""
    if '-' not in name:
        return [name.lower() + '_*']
    word, number = name.split('-')
    return ['s0%s_*' % number] if word == 'segment' else []


class World:
    """What there is to be named."""

    def __init__(self, build):
        tests = build / 'meson-info/intro-tests.json'
        if not tests.exists():
            raise Failure('%s: not a build directory' % build)
        listed = json.loads(tests.read_text())
        self.tests = {test['name'] for test in listed}
        self.traces = {path.name[:-len('.trace')] for path in (ROOT / 'traces/directed').glob('*.trace')}
        self.pins = {path.name[:-len('.pins')] for path in (ROOT / 'traces/pins').glob('*.pins')}
        self.cases = {path.stem[len('test_'):]: set(re.findall(r'START_TEST\((\w+)\)', path.read_text()))
                      for path in TESTS.rglob('test_*.c')}
        self.patches = {path.stem for folder in ('planted', 'museum') for path in (FAULTS / folder).glob('*.patch')}
        self.caught = {}  # patch: {kind: names of runs}
        for folder in 'planted', 'museum':
            for name, kept in json.loads((FAULTS / folder / 'caught.json').read_text())['patches'].items():
                self.caught[name] = kept['by']
        self.bins = self.read_bins(build)
        proofs = TESTS / 'proof/proofs.toml'
        self.properties = set(re.findall(r'^name = "(.*)"', proofs.read_text(), re.MULTILINE)) if proofs.exists() else set()

    @staticmethod
    def read_bins(build):
        """None: there is no such command."""
        program = build / 'pagewalk'
        said = subprocess.run([program, 'cover', '--list'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              check=False) if program.exists() else None
        return said.stdout.split() if said and said.returncode == 0 else None

    def traces_of(self, rule):
        """Those that it names, and those that are named after it."""
        own = own_traces(rule['id'])
        return {name for glob in rule['directed'] + own for name in fnmatch.filter(self.traces, glob)}

    def pins_of(self, rule):
        return {name for glob in rule['pins'] for name in fnmatch.filter(self.pins, glob)}

    def has_test(self, name):
        test, _, case = name.partition(': ')
        return test in self.tests and (not case or case in self.cases.get(test, ()))

    def catches(self, rule, mutant):
        """By a trace or a pin script of the rule."""
        return bool((self.traces_of(rule) | self.pins_of(rule)) & set(self.caught.get(mutant, {}).get('directed', ())))


def names_that_do_not_exist(world, rule):
    for glob in rule['directed']:
        if not fnmatch.filter(world.traces, glob):
            yield 'no directed trace is called %s' % glob
    for glob in rule['pins']:
        if not fnmatch.filter(world.pins, glob):
            yield 'no pin script is called %s' % glob
    for name in rule['tests']:
        if not world.has_test(name):
            yield 'no test is called %s' % name
    for name in rule['mutants']:
        if name not in world.patches:
            yield 'no patch is called %s' % name
    for name in rule['properties']:
        if name not in world.properties:
            yield 'no property is called %s' % name
    for glob in rule['cover']:
        if world.bins is not None and not any(fnmatch.fnmatchcase(name, glob) for name in world.bins):
            yield 'no bin is called %s' % glob


def holes_of_rule(world, rule):
    yield from names_that_do_not_exist(world, rule)
    if rule['status'] != 'implemented':
        if not rule.get('reason'):
            yield 'says no reason'
        return
    if 'no_trace' in rule:
        if rule['directed']:
            yield 'has a trace, and says that none can ask'
        if not rule['pins']:
            yield 'has neither a trace nor a pin script'
    elif not world.traces_of(rule):
        yield 'has no directed trace'
    if not rule['cover']:
        yield 'has no bin'
    if not any(world.catches(rule, mutant) for mutant in rule['mutants']):
        yield 'has no mutant that one of its %s catches' % ('pin scripts' if 'no_trace' in rule else 'traces')


def missing_rules(rules):
    wanted = ['%s%02d' % (group, n) for group, last in RULES.items() for n in range(1, last + 1)]
    wanted += re.findall(r'^## (\w+-\d+)$', ''.join(page.read_text() for page in CONTRACT_PAGES.glob('*.md')), re.MULTILINE)
    there = [rule['id'] for rule in rules]
    for name in wanted:
        if there.count(name) != 1:
            yield '%s: is there %d times' % (name, there.count(name))
    for name in sorted(set(there) - set(wanted)):
        yield '%s: is no rule' % name


def orphans(world, rules):
    named = set().union(*(world.traces_of(rule) for rule in rules))
    for name in sorted(world.traces - named):
        yield '%s.trace: no rule names it' % name
    for name in sorted(world.pins - set().union(*(world.pins_of(rule) for rule in rules))):
        yield '%s.pins: no rule names it' % name
    for name in sorted(world.patches - {mutant for rule in rules for mutant in rule['mutants']}):
        yield '%s.patch: no rule names it' % name


def code(names):
    return ', '.join('`%s`' % name for name in names) or '-'


def table(groups):
    lines = []
    for title, rules in groups:
        lines += ['', '**%s**' % title, '', '| rule | demands | directed traces | tests | bins | mutants |', '|---|---|---|---|---|---|']
        for rule in rules:
            if rule['status'] == 'not implemented':
                lines.append('| %s | %s | not implemented: %s | | | |' % (rule['id'], rule['text'], rule.get('reason')))
                continue
            text = rule['text'] + ('; here: %s' % rule.get('reason') if rule['status'] == 'choice' else '')
            traces = 'none: ' + rule['no_trace'] if 'no_trace' in rule else code(rule['directed'])
            if rule['pins']:
                traces += '; pin scripts: ' + code(rule['pins'])
            lines.append('| %s | %s | %s | %s | %s | %s |' % (rule['id'], text, traces, code(rule['tests']), code(rule['cover']),
                                                             code(rule['mutants'])))
    return '\n'.join(lines[1:])


def sign_off(build, counts, with_hole):
    sys.path.insert(0, str(TESTS / 'measure/signoff'))
    import record  # pylint: disable=import-outside-toplevel
    command = 'tests/measure/plan/check.py build'
    record.write(build, 'testplan', [
        {'metric': 'rules implemented', 'aim': '', 'met': None, 'command': command, 'result': '%d of %d; %d left open by the manual and '
         'decided, %d not part of this MMU' % (counts['implemented'], sum(counts.values()), counts['choice'], counts['not implemented'])},
        {'metric': 'rules with a hole: no trace, bin or caught mutant', 'aim': '0', 'met': not with_hole, 'command': command,
         'result': str(with_hole)}])


def check(build, groups):
    world = World(build)
    rules = [rule for _, of_group in groups for rule in of_group]
    holes = list(missing_rules(rules))
    with_hole = len(holes)
    for rule in rules:
        found = list(holes_of_rule(world, rule))
        with_hole += bool(found)
        holes += ['%s: %s' % (rule['id'], hole) for hole in found]
    holes += orphans(world, rules)
    if world.bins is None and COVER_MUST_BE_THERE:
        holes.append('%s/pagewalk: has no `cover --list`, so no bin can be looked up' % build.name)
    if not pages.is_current('plan', table(groups)):
        holes.append('tests/results/plan.md: is not of these rules; --write makes it anew')
    print(*holes, sep='\n', end='\n' if holes else '')
    counts = {status: sum(rule['status'] == status for rule in rules) for status in STATUSES}
    print('%d rules: %s; %d with a hole%s' % (len(rules), ', '.join('%d %s' % (n, status) for status, n in counts.items()), with_hole,
                                              '' if world.bins is not None else '; bins not looked up'))
    sign_off(build, counts, with_hole)
    return 1 if holes else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('--write', action='store_true', help='make tests/results/plan.md anew')
    arguments = parser.parse_args()
    try:
        groups = read_rules()
        if arguments.write:
            pages.write('plan', table(groups))
        return check(arguments.build.resolve(), groups)
    except (Failure, OSError) as failure:
        print('check.py: %s' % failure, file=sys.stderr)
        return 2


sys.exit(main())
