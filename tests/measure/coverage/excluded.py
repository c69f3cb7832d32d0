# SPDX-License-Identifier: Apache-2.0
"""What is not covered, and need not be: excluded.toml.

Each [[excluded]] has `file`, a regular expression of files, from the top of the repository; `kind`: lines, branches or bits; `why`; and, where
not all of these are meant, `what`, a regular expression of the points (of a bit: SIGNAL[INDEX]), and `line`, the text of the line without
the blanks around it: so it is found again where it has moved. What no run needs to cover, for it is proved of every value, has `property`, a name of
../../proof/proofs.toml, and counts apart.
"""
import pathlib
import re
import tomllib

from failure import Failure

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROOFS = ROOT / 'tests/proof/proofs.toml'
KEYS = {'file', 'kind', 'why'}
MORE = {'what', 'line', 'property'}
PROVED = 'proved: '


def read(path):
    properties = [proof['name'] for proof in tomllib.loads(PROOFS.read_text())['proof']]
    try:
        entries = tomllib.loads(path.read_text()).get('excluded', [])
    except ValueError as wrong:
        raise Failure('%s: %s' % (path.name, wrong)) from None
    for i, entry in enumerate(entries, 1):
        if not KEYS <= entry.keys() <= KEYS | MORE:
            raise Failure('%s: exclusion %d has not the keys %s' % (path.name, i, ', '.join(sorted(KEYS))))
        if entry.get('property', properties[0]) not in properties:
            raise Failure('%s: exclusion %d: no such property: %s' % (path.name, i, entry['property']))
        entry['why'] = PROVED * ('property' in entry) + entry['why']
    return entries


def is_meant(entry, point, text):
    """By an exclusion, where `text` is the point's line."""
    return (re.fullmatch(entry['file'], point.file) and point.kind == entry['kind'] and
            re.match(entry.get('what', ''), point.what) and entry.get('line', text) == text)


def apply(entries, points, root=ROOT):
    """Notes the reason at each point that is excluded. Returns what is wrong with the exclusions, a line each."""
    texts = {file: [line.strip() for line in (root / file).read_text().splitlines()] for file in {point.file for point in points}}
    wrong = []
    for entry in entries:
        meant = [point for point in points if is_meant(entry, point, texts[point.file][point.line - 1])]
        name = ', '.join(str(entry[key]) for key in ('file', 'kind', 'what', 'line') if key in entry)
        if not meant:
            wrong.append('excluded, but not there: ' + name)
        wrong += ['excluded, but covered: %s:%d: %s' % (point.file, point.line, point.what) for point in meant if point.count]
        for point in meant:
            if not point.count and not point.why:
                point.why = entry['why']
    return wrong
