# SPDX-License-Identifier: Apache-2.0
"""The counts that Verilator leaves of the RTL: each run of a program leaves a file for each MMU that it had."""
import collections
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading

from failure import Failure
from point import Point

KINDS = {'v_line': 'lines', 'v_branch': 'branches', 'v_toggle': 'bits'}


def read(file, total):
    """Adds the counts of one file to total: {a point, as Verilator writes it: its count}.

    A last line that is cut off is not counted, nor what would have come behind it: some tests limit the size of files.
    """
    with open(file, encoding='latin-1') as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith('\n'):
                break
            if not line.startswith("C '"):
                if not line.startswith('#'):
                    raise Failure('%s:%d: no count' % (file, number))
                continue
            body, mark, count = line[3:].rpartition("' ")
            if not mark or not count.strip().isdigit():
                raise Failure('%s:%d: no count' % (file, number))
            total[body] += int(count)


class Collector:
    """Reads, and removes, what runs leave in a directory of its own; a thousand runs leave gigabytes."""

    def __init__(self, directory):
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        self.directory = directory
        self.total = collections.Counter()
        self.wrong = None
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._collect, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()
        shutil.rmtree(self.directory)

    def _collect(self):
        last = False
        while not last:
            last = self.done.wait(0.5)
            try:
                for file in self.directory.glob('*.dat'):
                    read(file, self.total)
                    file.unlink()
            except (Failure, OSError) as wrong:
                self.wrong = self.wrong or wrong

    def keep(self, file):
        """What was read, as JSON."""
        if self.wrong:
            raise self.wrong
        if not self.total:
            raise Failure('no run left counts of the RTL')
        file.write_text(json.dumps(self.total))


def points(file):
    """Of what a collector kept: sums over sizes, and over the instances of a module."""
    try:
        total = json.loads(file.read_text())
    except ValueError as wrong:
        raise Failure('%s: %s' % (file, wrong)) from None
    sums = collections.Counter()
    for body, count in total.items():
        field = dict(word.split('\2', 1) for word in body.split('\1') if '\2' in word)
        path = pathlib.PurePath(field['f'])
        kind = KINDS.get(field['page'].split('/')[0])
        if 'rtl' in path.parts and kind:
            file = '/'.join(path.parts[path.parts.index('rtl'):])
            sums[file, int(field['l']), kind, '%s, column %s' % (field.get('o', ''), field['n'])] += count
    return [Point(*key, count) for key, count in sorted(sums.items())]


def pages(build, points):
    """BUILD/html/rtl, by lcov: a line's count is that of its rarest point, and its points are shown as branches."""
    lines = collections.defaultdict(lambda: collections.defaultdict(list))
    for point in points:
        lines[point.file][point.line].append(point)
    root = pathlib.Path(__file__).resolve().parents[3]
    with tempfile.NamedTemporaryFile('w', suffix='.info') as info:
        for file, of in lines.items():
            info.write('SF:%s\n' % (root / file))
            for line, here in sorted(of.items()):
                info.writelines('BRDA:%d,0,%d,%d\n' % (line, i, point.count) for i, point in enumerate(here))
                info.write('DA:%d,%d\n' % (line, min(point.count for point in here)))
            info.write('end_of_record\n')
        info.flush()
        said = subprocess.run(['genhtml', '--quiet', '--branch-coverage', '--output-directory', build / 'html/rtl', info.name],
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if said.returncode:
        raise Failure('genhtml: ' + said.stderr.strip()[-200:])
