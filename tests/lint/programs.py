#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is every program that the project calls in a package that setup.sh installs?

Looked at are scripts (called_shell.py, called_python.py), Meson's files and what the C files start. programs.ini says of
which package each program is, and which list of setup.sh names it; it names no program that nothing calls. Where there is
dpkg, it is asked about the programs that are installed: each must be of its package, or of one on which that depends.

What programs start by themselves, as Meson a compiler and Verilator make, is not seen here.
Exit status: 0 it is so; 1 it is not.
"""
import configparser
import os
import pathlib
import re
import shutil
import subprocess
import sys

import called_python
import called_shell

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = pathlib.Path(__file__).with_suffix('.ini')
PLACES = '/usr/bin', '/bin', '/usr/sbin', '/sbin'
MINIMUM = 30  # programs: fewer are a fault of this check


def called_meson(text):
    """Without the project's own programs."""
    names = re.findall(r"find_program\('([^'/]+)'", text) + re.findall(r"command: *\[ *'([^'/@]+)'", text)
    found = {name for name in names if not name.endswith(('.py', '.sh'))}
    found |= {name + '.pc' for name in re.findall(r"dependency\('([^']+)'", text) if name != 'threads'}
    languages = re.search(r"^project\('[^']*'((?:, *'\w+')*)", text)
    compilers = {"'c'": 'cc', "'cpp'": 'c++'}
    return found | {compilers[word] for word in re.findall(r"'\w+'", languages[1])} if languages else found


def called_c(text):
    return set(re.findall(r'\b(?:posix_spawnp?|exec[lv]p?e?|popen|system)\([^";]*"([\w.+-]+)', text))


def first_line(text):
    """`#!/bin/sh`, `#!/usr/bin/env python3`"""
    words = text.split('\n', 1)[0][2:].split() if text.startswith('#!') else []
    return {word.split('/')[-1] for word in words}


def called():
    """{program: files}"""
    found = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if f == '.ci' or not f.startswith(('.', 'build', '__'))]
        for path in (pathlib.Path(folder, name) for name in names):
            known = {'.py': called_python.called, '.sh': called_shell.called, '.c': called_c, '.cpp': called_c}
            look = called_meson if path.name == 'meson.build' else known.get(path.suffix)
            if path.parent == ROOT / '.ci':
                look = called_shell.called
            if look:
                text = path.read_text()
                for program in look(text) | first_line(text):
                    found.setdefault(program, []).append(str(path.relative_to(ROOT)))
    return found


def lists_of_setup():
    """{name of a list: packages}"""
    return {name: set(packages.split()) for name, packages in
            re.findall(r"^(packages\w*)='([^']*)'", (ROOT / 'setup.sh').read_text(), re.MULTILINE)}


def wrong_list(programs, listed, lists):
    for program, files in sorted(programs.items()):
        if not listed.get(program):
            yield '%s is called by %s, and %s does not say of which package it is' % (program, files[0], LIST.name)
    for program, places in sorted(listed.items()):
        if program not in programs:
            yield '%s is called by nothing, and is in %s' % (program, LIST.name)
        if len(places) > 1:
            yield '%s is of two packages' % program
    for section, package in sorted({place for places in listed.values() for place in places}):
        if section.startswith('packages') and package not in lists.get(section, ()):
            yield '%s is not in the list %s of setup.sh' % (package, section)


def ask(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


class Installed:
    """What dpkg knows."""

    def __init__(self, programs):
        self.depends, self.priority, self.owners = {}, {}, {}
        for line in ask('dpkg-query', '-W', '-f', r'${Package}|${Priority} ${Essential}|${Pre-Depends}, ${Depends}\n').splitlines():
            package, self.priority[package], depends = line.split('|', 2)
            self.depends[package] = re.findall(r'(?:^|[,|])\s*([a-z0-9][a-z0-9.+-]*)', depends)
        files = {name: program for program in programs for name in self.names(program)}
        for line in ask('dpkg', '-S', *files).splitlines():
            of, name = line.rsplit(': ', 1)
            program = files.get(name) or files.get('*/' + name.split('/')[-1])
            if program and not of.startswith('diversion'):
                self.owners.setdefault(program, set()).update(re.sub(r':\w+', '', of).split(', '))

    @staticmethod
    def names(program):
        """Of its file. An alternative is a link that no package owns: then where it leads, too."""
        if program.endswith('.pc'):
            return ['*/' + program]
        there = shutil.which(program, path=':'.join(PLACES))
        return {place + '/' + program for place in PLACES} | ({os.path.realpath(there)} if there else set())

    def needs(self, package, seen):
        """It, and all on which it depends."""
        if package not in seen:
            seen.add(package)
            for name in self.depends.get(package, ()):
                self.needs(name, seen)
        return seen


def wrong_package(listed):
    installed = Installed(listed)
    for program, ((section, package), *_) in sorted(listed.items()):
        of = installed.owners.get(program)
        if of and not of & installed.needs(package, set()):
            yield '%s is of %s, not of %s' % (program, ' '.join(sorted(of)), package)
        if section == 'required' and not re.search('required|yes', installed.priority.get(package, '')):
            yield '%s is not on every Debian' % package


def main():
    ini = configparser.ConfigParser()
    ini.optionxform = str
    ini.read_string(LIST.read_text())
    listed = {}  # program: [(section, package)]
    for section in ini.sections():
        for package, names in ini[section].items():
            for program in names.split():
                listed.setdefault(program, []).append((section, package))
    programs = called()
    wrong = list(wrong_list(programs, listed, lists_of_setup()))
    if len(programs) < MINIMUM:
        wrong.append('only %d programs are called' % len(programs))
    if shutil.which('dpkg'):
        wrong += wrong_package(listed)
    else:
        print('no dpkg: whether the packages are right is not looked at')
    print(*wrong, '%d programs, %d findings' % (len(programs), len(wrong)), sep='\n')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
