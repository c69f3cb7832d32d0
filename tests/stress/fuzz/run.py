#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fuzzes the readers with libFuzzer, under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer.

Each NAME.c beside this file that targets.txt lists tests a reader. run.py builds them with clang into BUILD/fuzz, and
runs each for its share of --runs executions. What a target has learned, its corpus, stays in BUILD/fuzz/corpus/NAME and
is where the next run begins; corpus/NAME and found/NAME beside this file are read, too. The words of the dictionary are
those of the reader: the short strings in its sources.

Prints a row a target, from libFuzzer's own statistics. When all targets are done with their shares, the row of the
sign-off table is written, from what BUILD/fuzz/NAME.json keep; they count as long as the target's program is the same.
--merge runs nothing, but makes corpus/NAME anew: few inputs that reach all that BUILD/fuzz/corpus/NAME reaches.

Exit status: 0 every reader kept its contract; 1 one did not: the input is in BUILD/fuzz/NAME-*, what was said about it
in BUILD/fuzz/NAME.log; 2 bad usage, no clang with libFuzzer, a target that does not build.
"""
import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.append(str(HERE.parents[1]))
import pages  # noqa: E402

CFLAGS = ['-O2', '-g', '-std=gnu11', '-D_GNU_SOURCE', '-w', '-fsanitize=fuzzer-no-link,address,undefined',
          '-fno-sanitize-recover=all', '-I' + str(ROOT / 'model'), '-I' + str(ROOT / 'harness')]
SETTINGS = {'ASAN_OPTIONS': 'quarantine_size_mb=16:malloc_context_size=8', 'UBSAN_OPTIONS': 'print_stacktrace=1'}
INTERRUPTED = 72  # libFuzzer's status after a Ctrl-C
TIMEOUT = 20  # seconds, of one input
KEPT_MAX = 512  # bytes of an input in the project's corpus; the project is to stay small
WORD = re.compile(r'"((?:[^"\\\n]){2,24})(?:\\n)?"')
NAME = re.compile(r'\bX\((\w{2,24}), "')  # in a list of a header: its name is a word, too


class Failure(Exception):
    """One line for the user; status 2."""


def fuzzed(build):
    """Sources, and definitions of the compiler, of the library that meson.build calls so."""
    for target in json.loads((build / 'meson-info/intro-targets.json').read_text()):
        if target['name'] == 'fuzzed':
            compiled = target['target_sources'][0]
            return ([pathlib.Path(source) for source in compiled['sources']],
                    [word for word in compiled['parameters'] if word.startswith('-D')])
    raise Failure('%s has no fuzz targets' % build)


class Target:
    def __init__(self, line, build):
        self.name, rest = line.split(':')
        share, max_len, *rooms = rest.split()
        self.share, self.max_len = float(share), int(max_len)
        self.sources = [source for room in rooms for source in sorted((ROOT / 'harness' / room).glob('*.c'))]
        self.program = build / self.name
        self.corpus = build / 'corpus' / self.name
        self.result = build / (self.name + '.json')
        self.log = build / (self.name + '.log')
        self.seeds = [HERE / kind / self.name for kind in ('corpus', 'found') if (HERE / kind / self.name).exists()]

    def build(self, clang, library, directory, defines):
        own = compile_one(clang, HERE / (self.name + '.c'), directory, defines)
        call([*clang, '-fsanitize=fuzzer,address,undefined', own, library, '-larchive', '-ljansson', '-llz4', '-o', self.program])

    def dictionary(self, directory):
        path = directory / (self.name + '.dict')
        words = {word for source in self.sources for line in source.read_text().splitlines() if not line.startswith('#include')
                 for word in WORD.findall(line) if '%' not in word}
        words.update(name for header in (source.with_suffix('.h') for source in self.sources) if header.exists()
                     for name in NAME.findall(header.read_text()))
        packed = [r'\x1f\x8b\x08', r'\x28\xb5\x2f\xfd', r'\xfd7zXZ\x00']
        path.write_text(''.join('"%s"\n' % word for word in sorted(words) + packed))
        return path

    def kept(self):
        """The executions of this program so far."""
        digest = hashlib.sha256(self.program.read_bytes()).hexdigest()
        if self.result.exists():
            kept = json.loads(self.result.read_text())
            if kept['program'] == digest:
                return kept
        return {'program': digest, 'runs': 0, 'seconds': 0, 'edges': 0, 'inputs': 0, 'peak_mb': 0}

    def run(self, runs, directory, seed):
        self.corpus.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        with open(self.log, 'w') as log:
            said = subprocess.run([self.program, '-runs=%d' % runs, '-max_len=%d' % self.max_len, '-seed=%d' % seed,
                                   '-timeout=%d' % TIMEOUT, '-rss_limit_mb=1024', '-print_final_stats=1',
                                   '-artifact_prefix=%s-' % (directory / self.name),
                                   '-dict=%s' % self.dictionary(directory), self.corpus, *self.seeds],
                                  stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                  env={**os.environ, **SETTINGS})
        text = self.log.read_text(errors='replace')
        kept = self.kept()
        kept['runs'] += int(self.last(r'stat::number_of_executed_units: +(\d+)', text))
        kept['seconds'] += time.monotonic() - start
        kept['edges'] = max(kept['edges'], int(self.last(r' cov: (\d+)', text)))
        kept['inputs'] = int(self.last(r' corp: (\d+)', text))
        kept['peak_mb'] = max(kept['peak_mb'], int(self.last(r'stat::peak_rss_mb: +(\d+)', text)))
        replace(self.result, json.dumps(kept) + '\n')
        return said.returncode in (0, INTERRUPTED)

    @staticmethod
    def last(pattern, text):
        found = re.findall(pattern, text)
        return found[-1] if found else 0

    def row(self):
        kept = self.kept()
        return '| `%s` | %s | %d | %d | %d | %d MB |' % (
            self.name, format(kept['runs'], ','), kept['runs'] / kept['seconds'] if kept['seconds'] else 0,
            kept['edges'], kept['inputs'], kept['peak_mb'])

    def merge(self):
        """corpus/NAME: as few inputs as reach all that is reached."""
        ours = HERE / 'corpus' / self.name
        with tempfile.TemporaryDirectory(dir=self.corpus.parent) as name:
            learned, kept = pathlib.Path(name, 'learned'), pathlib.Path(name, 'kept')
            learned.mkdir()
            kept.mkdir()
            for path in self.corpus.iterdir():
                with contextlib.suppress(FileNotFoundError):  # a run that goes on may replace it
                    shutil.copy(path, learned)
            call([self.program, '-merge=1', '-use_counters=0', '-max_len=%d' % min(self.max_len, KEPT_MAX), kept,
                  *self.seeds, learned], env={**os.environ, **SETTINGS})
            shutil.rmtree(ours, ignore_errors=True)
            shutil.copytree(kept, ours)
        files = list(ours.iterdir())
        print('%s: %d inputs, %d bytes' % (self.name, len(files), sum(file.stat().st_size for file in files)))


def replace(path, text):
    part = path.with_suffix('.part')
    part.write_text(text)
    os.replace(part, path)


def call(command, env=None):
    said = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          stdin=subprocess.DEVNULL, env=env)
    if said.returncode:
        raise Failure('failed: %s\n%s' % (' '.join(map(str, command)), said.stdout))


def find_clang(directory):
    """How clang is called; it has libFuzzer."""
    clang = os.environ.get('FUZZ_CLANG', 'clang')
    wanted = '%s with libFuzzer is not there: install clang and libclang-rt-dev' % clang
    if not shutil.which(clang):
        raise Failure(wanted)
    probe = directory / 'probe.c'
    probe.write_text('int LLVMFuzzerTestOneInput(const char *d, long n) { return n && *d ? 0 : 0; }\n')
    try:
        call([clang, '-fsanitize=fuzzer,address', probe, '-o', directory / 'probe'])
    except Failure:
        raise Failure(wanted) from None
    return [clang]


def compile_one(clang, source, directory, defines):
    made = directory / (str(source.relative_to(ROOT)).replace('/', '_') + '.o')
    cache = ['ccache'] if shutil.which('ccache') else []
    first = ['-include', HERE / 'plain_strcmp.h'] if source.relative_to(ROOT).parts[0] == 'model' else []
    call([*cache, *clang, *CFLAGS, *defines, *first, '-c', source, '-o', made])
    return made


def make_library(clang, sources, directory, defines):
    """What a target needs of it, the linker takes."""
    library = directory / 'libfuzzed.a'
    library.unlink(missing_ok=True)
    call(['ar', 'rcs', library, *(compile_one(clang, source, directory, defines) for source in sources)])
    return library


def record(build, targets):
    path = ROOT / 'tests/measure/signoff/record.py'
    spec = importlib.util.spec_from_file_location('record', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    runs = sum(target.kept()['runs'] for target in targets)
    module.write(build, 'fuzz', [{
        'metric': 'executions of %d fuzz targets under sanitizers' % len(targets), 'aim': '10,000,000, no finding',
        'result': '%s, no finding' % format(runs, ','), 'met': runs >= 10 ** 7,
        'command': 'meson compile -C build fuzz'}])


def progress(text):
    if sys.stderr.isatty():
        print('\r\033[K' + text, end='', file=sys.stderr, flush=True)


def fuzz(arguments, directory, targets, chosen):
    found = []
    total = sum(target.share for target in targets)
    for target in chosen:
        progress(target.name)
        wanted = int(arguments.runs * target.share / total) - target.kept()['runs']
        if wanted > 0 and not target.run(wanted, directory, arguments.seed):
            found.append(target)
    progress('')
    lines = ['| target | executions | per second | edges | inputs kept | peak memory |', '|---|---|---|---|---|---|',
             *(target.row() for target in chosen)]
    print(*lines, sep='\n')
    if arguments.write:
        pages.write('fuzz', '\n'.join(lines))
    for target in found:
        said = [line for line in target.log.read_text(errors='replace').splitlines()
                if re.search('contract is broken|^==.*ERROR|^SUMMARY|Test unit written', line)]
        print('%s: %s' % (target.name, '; '.join(said) or 'see its log'), file=sys.stderr)
    if not found and all(target.program.exists() and target.kept()['runs'] >= int(arguments.runs * target.share / total)
                         for target in targets):
        record(arguments.build, targets)
    return 1 if found else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', metavar='BUILD', type=pathlib.Path, help='the build directory')
    parser.add_argument('names', metavar='NAME', nargs='*', help='of a target (default: all)')
    parser.add_argument('--runs', metavar='N', type=int, default=10 ** 7,
                        help='executions of all targets, those of earlier runs counted (default: %(default)s)')
    parser.add_argument('--seed', metavar='N', type=int, default=1, help='(default: 1)')
    parser.add_argument('--merge', action='store_true', help="make the kept corpus anew")
    parser.add_argument('--write', action='store_true', help='make tests/results/fuzz.md anew; of all targets only')
    arguments = parser.parse_args()
    if arguments.runs < 1 or arguments.seed < 1:
        parser.error('a number out of range')
    if arguments.write and (arguments.names or arguments.merge):
        parser.error('--write: the page is of all targets')
    try:
        if not (arguments.build / 'meson-info').exists():
            raise Failure('%s: not a build directory' % arguments.build)
        directory = arguments.build.resolve() / 'fuzz'
        directory.mkdir(exist_ok=True)
        lines = [line for line in (HERE / 'targets.txt').read_text().splitlines() if re.match('[a-z]+:', line)]
        targets = [Target(line, directory) for line in lines]
        unknown = set(arguments.names) - {target.name for target in targets}
        if unknown:
            parser.error('no such target: ' + ', '.join(sorted(unknown)))
        chosen = [target for target in targets if not arguments.names or target.name in arguments.names]
        clang = find_clang(directory)
        progress('building')
        sources, defines = fuzzed(arguments.build)
        library = make_library(clang, sources, directory, defines)
        for target in chosen:
            target.build(clang, library, directory, defines)
        progress('')
        if arguments.merge:
            for target in chosen:
                target.merge()
            return 0
        return fuzz(arguments, directory, targets, chosen)
    except Failure as failure:
        print('run.py: %s' % failure, file=sys.stderr)
        return 2


sys.exit(main())
