# SPDX-License-Identifier: Apache-2.0
"""What gcov counted of C, by way of gcovr."""
import json
import pathlib
import subprocess
import tempfile

from failure import Failure
from point import Point

ROOT = pathlib.Path(__file__).resolve().parents[3]


def points(build, folders):
    """Of each folder of the repository; and pages in BUILD/html/FOLDER."""
    found = []
    # Not the objects of the fuzz targets: their sanitizers have branches of their own. Nor what is inside of uthash's macros.
    objects = [build / 'model', build / 'harness', *build.glob('pagewalk*.p')]
    for folder in folders:
        html = build / 'html' / folder
        html.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(suffix='.json') as summary:
            said = subprocess.run(
                ['gcovr', '--root', ROOT, '--filter', '%s/.*[.]c$' % (ROOT / folder), '--exclude-unreachable-branches',
                 '--exclude-branches-by-pattern', r'.*\bHASH_[A-Z]+ ?\(.*', '--json', summary.name, '--html-details', html / 'index.html', *objects],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if said.returncode:
                raise Failure('gcovr: ' + said.stderr.strip()[-200:])
            found += of_summary(json.load(open(summary.name)))
    return found


def of_summary(summary):
    """The points of gcovr's JSON."""
    for file in summary['files']:
        for line in file['lines']:
            if line.get('gcovr/noncode'):
                continue
            yield Point(file['file'], line['line_number'], 'lines', '', line['count'])
            for i, branch in enumerate(line['branches']):
                yield Point(file['file'], line['line_number'], 'branches', 'branch %d' % i, branch['count'])
