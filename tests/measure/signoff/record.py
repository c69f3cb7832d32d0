# SPDX-License-Identifier: Apache-2.0
"""What a measurement leaves behind for the sign-off table.

Each tool that measures something of the table calls write() when it has measured: once a run, with a row for each
metric. The table (table.py) is made from these files and from nothing else.
"""
import datetime
import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
KEYS = {'metric', 'aim', 'result', 'met', 'command'}


# What measurements write themselves: changes of these are no changes of what is measured.
WRITTEN = 'tests/results', 'tests/measure/signoff/results', 'tests/faults/*/caught.json'


def git(*arguments):
    said = subprocess.run(['git', '-C', ROOT, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return said.stdout.strip()


def commit():
    """The commit that is measured, with + when the tree differs from it but for WRITTEN; '' outside a repository."""
    changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', *(':(exclude)' + path for path in WRITTEN))
    return git('describe', '--always') + ('+' if changed else '')


def write(build, name, rows):
    """BUILD/signoff/NAME.json, whole or not at all.

    A row is a dict: metric, aim, result, command: text, as the table shows them; met: True, False, or None where there is
    no aim. The command is what a reader types at the top of the repository to see the result.
    """
    for row in rows:
        if row.keys() != KEYS or not all(isinstance(row[key], str) for key in KEYS - {'met'}):
            raise ValueError('not a row of the table: %r' % row)
    directory = pathlib.Path(build) / 'signoff'
    directory.mkdir(exist_ok=True)
    whole = directory / (name + '.json')
    part = whole.with_suffix('.part')
    day = datetime.date.today().isoformat()
    part.write_text(json.dumps({'commit': commit(), 'day': day, 'rows': rows}, indent=1) + '\n')
    os.replace(part, whole)
