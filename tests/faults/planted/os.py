#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who catches the bugs planted in the operating system's half?

Each os/NAME.patch beside this file puts one bug into harness/os/. For each: the files that it changes are compiled anew,
`test_os`, `test_os_*` and `pagewalk` are linked with them and with all that BUILD has already, and the unit tests and
the scenarios, each in a mode of RISC-V and one of x86, go over it. One that fails, or does not come to an end, catches
the bug. BUILD is a build directory in which `pagewalk` and those unit tests are up to date; it is only read. Without
NAME: all patches.

Prints a Markdown table, a row a patch; with --write ../../results/planted_os.md is that table. A patch begins with the
lines "rule: OS" and "what: WHAT THE BUG IS". That each patch fits is looked at first, of those that are not named, too.

Exit status: 0 every bug is caught; 1 one is not; 2 bad usage, a patch that does not fit, a test that fails without any.
"""
import argparse
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402

PATCHES = HERE / 'os'
SOURCES = 'harness/os/'
UNITS = sorted(path.stem for path in (ROOT / 'tests/unit/os').glob('test_os*.c'))
TARGETS = [*('tests/unit/' + unit for unit in UNITS), 'pagewalk']
# big32 takes minutes; big32_small is the same in small, and for 32 bits.
SCENARIOS = sorted(p for p in (ROOT / 'traces/os').glob('*.os') if p.stem != 'big32')
MODES = {'big32_small': ('sv32', 'two-level')}
# A bug may be a loop without end: so many seconds of the processor for a process, and of the clock for a run.
LIMITED = ['sh', '-c', 'ulimit -t 10; exec "$@"', 'sh']
TIMEOUT = 60


class Failure(Exception):
    """One line for the user; status 2."""


def shell(command, directory):
    done = subprocess.run(command, cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors='replace')
    if done.returncode:
        raise Failure('%s\n%s' % (shlex.join(command), done.stdout))


class Patch:
    """What it is called, what the bug is, and the whole text of each file that it changes."""

    def __init__(self, path):
        self.name = path.stem
        head, diff = re.match(r'(.*?)^(--- .*)', path.read_text(), re.MULTILINE | re.DOTALL).groups()
        headers = dict(line.split(': ', 1) for line in head.splitlines() if ': ' in line)
        if headers.keys() != {'rule', 'what'} or headers['rule'] != 'OS':
            raise Failure('%s: must begin with "rule: OS" and "what: ..."' % path.name)
        self.what = headers['what']
        self.files = {}
        for part in re.split(r'^--- ', diff, flags=re.MULTILINE)[1:]:
            file = re.search(r'^\+\+\+ b/%s((?:kernel|play)/\w+\.c)$' % SOURCES, part, re.MULTILINE)
            if not file:
                raise Failure('%s: no diff of a .c file in %s' % (path.name, SOURCES))
            self.files[pathlib.Path(file[1]).name] = self.patched(file[1], re.split(r'^@@.*\n', part, flags=re.MULTILINE)[1:])

    def patched(self, file, hunks):
        path = ROOT / SOURCES / file
        text = path.read_text() if path.exists() else ''
        for hunk in hunks:
            # An editor may have taken the blank from an empty line.
            lines = [line if line.strip('\n') else ' ' + line for line in hunk.splitlines(keepends=True)]
            old, new = (''.join(line[1:] for line in lines if line[0] in kept) for kept in (' -', ' +'))
            if text.count(old) != 1:
                raise Failure('%s.patch does not fit %s%s' % (self.name, SOURCES, file))
            text = text.replace(old, new)
        return text


class Build:
    """How BUILD compiles the operating system's half, and links what runs it."""

    def __init__(self, directory):
        self.directory = directory.resolve()
        try:
            commands = json.loads((directory / 'compile_commands.json').read_text())
        except (OSError, ValueError):
            raise Failure('%s is no build directory' % directory) from None
        self.compile = {pathlib.Path(c['file']).name: shlex.split(c['command']) for c in commands
                        if c['output'].startswith(SOURCES)}
        self.objects = [self.output(command) for command in self.compile.values()]
        self.link = {target: self.link_command(target) for target in TARGETS}

    @staticmethod
    def output(command):
        return command[command.index('-o') + 1]

    def link_command(self, target):
        done = subprocess.run(['ninja', '-C', str(self.directory), '-t', 'commands', '-s', target],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if done.returncode or not (self.directory / target).exists():
            raise Failure('%s is not built in %s' % (target, self.directory))
        return shlex.split(done.stdout)

    def make(self, patch, where):
        """What gives a unit test or pagewalk with the bug in it, by name: linked when it is its turn."""
        objects = list(self.objects)
        for file, text in patch.files.items():
            (where / file).write_text(text)
            command, output = self.compile[file], self.output(self.compile[file])
            made = str(where / (file + '.o'))
            first = command.index('-MD')  # then -MQ and -MF, each with a word: nobody asks on what it depends
            # A bug may leave something without use: a warning is no error.
            shell([word for word in command[:first] if word != '-Werror'] + ['-o', made, '-c', str(where / file)],
                  self.directory)
            objects[objects.index(output)] = made
        links = {pathlib.Path(target).name: command for target, command in self.link.items()}

        @functools.cache
        def program(name):
            command = list(links[name])
            command[command.index('-o') + 1] = str(where / name)
            at = command.index(SOURCES + 'libos.a')
            shell(command[:at] + objects + command[at + 1:], self.directory)
            return where / name
        return program

    def program(self, name):
        """As it was built, without a bug."""
        return next(self.directory / target for target in TARGETS if pathlib.Path(target).name == name)


def ends_well(command, env=None):
    """Its exit status is 0, and its output."""
    try:
        done = subprocess.run(LIMITED + command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env=env, timeout=TIMEOUT)
        return done.returncode == 0, done.stdout.decode(errors='replace')
    except subprocess.TimeoutExpired:
        return False, ''


def unit_tests(program, enough):
    """Those that fail, by name; enough: the first."""
    failed = []
    for unit in UNITS:
        failed += cases_that_fail(program(unit), enough)
        if failed and enough:
            break
    return list(dict.fromkeys(failed))


def cases_that_fail(program, enough):
    failed = []
    # A session of its own, for Check makes a process of each test.
    with subprocess.Popen(LIMITED + [str(program)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, errors='replace', start_new_session=True,
                          env={**os.environ, 'CK_TAP_LOG_FILE_NAME': '-', 'CK_VERBOSITY': 'silent'}) as process:
        clock = threading.Timer(TIMEOUT, os.killpg, (process.pid, signal.SIGKILL))
        clock.start()
        for line in process.stdout:
            failed += re.findall(r'^not ok \d+ - \S*:(\w+): ', line)
            if failed and enough:
                os.killpg(process.pid, signal.SIGKILL)
                break
        ok = process.wait() == 0
        clock.cancel()
    return failed or ([] if ok else ['all of ' + program.name])


def scenarios(program, enough):
    """Those that end with another status than 0, by name."""
    failed = []
    for scenario in SCENARIOS:
        modes = MODES.get(scenario.stem, ('sv39', 'four-level'))
        if not all(ends_well([str(program('pagewalk')), 'os', '--mode', mode, str(scenario)])[0] for mode in modes):
            failed.append(scenario.stem)
            if enough:
                break
    return failed


def judge(build, patch, enough):
    """Unit tests and scenarios that catch it. enough: what has been found first is."""
    with tempfile.TemporaryDirectory() as directory:
        program = build.make(patch, pathlib.Path(directory))
        units = unit_tests(program, enough)
        return units, [] if units and enough else scenarios(program, enough)


def row(patch, units, played):
    def names(found):
        shown = found if len(found) < 5 else found[:3]
        more = ' and %d more' % (len(found) - 3) if shown is not found else ''
        return ', '.join('`%s`' % name for name in shown) + more or '-'
    return '| `%s` | %s | %s | %s |' % (patch.name, patch.what, names(units), names(played))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path)
    parser.add_argument('names', metavar='NAME', nargs='*', help='a patch: os/NAME.patch')
    parser.add_argument('--jobs', type=int, default=1, metavar='N', help='patches at a time (default %(default)s)')
    parser.add_argument('--enough', action='store_true',
                        help='go on to the next patch when one test has caught it; not without any')
    parser.add_argument('--write', action='store_true', help='make tests/results/planted_os.md anew; of all patches only')
    arguments = parser.parse_intermixed_args()
    if arguments.jobs < 1:
        parser.error('--jobs: from 1')
    if arguments.write and (arguments.names or arguments.enough):
        parser.error('--write: the page is of all patches, and all that catches them')
    patches = {path.stem: Patch(path) for path in sorted(PATCHES.glob('*.patch'))}
    for name in arguments.names:
        if name not in patches:
            parser.error('there is no os/%s.patch' % name)
    build = Build(arguments.build)
    chosen = [patches[name] for name in arguments.names or patches]
    missed = 0
    # With --enough, a part of the suite, that is seen by tests of it.
    if not arguments.enough and (unit_tests(build.program, True) or scenarios(build.program, True)):
        raise Failure('tests fail without any bug')
    lines = ['| patch | what | unit tests | scenarios |', '|---|---|---|---|']
    print(*lines, sep='\n')
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for patch, found in zip(chosen, pool.map(lambda p: judge(build, p, arguments.enough), chosen)):
            lines.append(row(patch, *found))
            print(lines[-1], flush=True)
            missed += not any(found)
    if missed:
        print('os.py: %d caught by nothing' % missed, file=sys.stderr)
    if arguments.write:
        pages.write('planted_os', '\n'.join(lines))
    return 1 if missed else 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failure as failure:
        print('os.py: %s' % failure, file=sys.stderr)
        sys.exit(2)
