# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command line share: the program is run, and what it does is told as TAP."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

program, trace, sv39 = (os.path.abspath(path) for path in sys.argv[1:4])
root = pathlib.Path(__file__).resolve().parents[2]
results = []


def run(*args, program=program, **how):
    if 'input' not in how:
        how.setdefault('stdin', subprocess.DEVNULL)
    how = {'timeout': 300, 'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE, 'text': True, **how}
    return subprocess.run([program, *args], **how)


def check(name, ok, said=None):
    results.append(bool(ok))
    print('%s %d - %s' % ('ok' if ok else 'not ok', len(results), name))
    if not ok and said is not None:
        print('# %r' % (said,))


def bad(name, args, *words, **how):
    """One clear line on standard error, nothing on standard output, status 2."""
    said = run(*args, **how)
    lines = said.stderr.splitlines()
    check(name, said.returncode == 2 and len(lines) == 1 and not said.stdout and all(word in lines[0] for word in words), said)


def ended_by(number, args, begun, **how):
    """The signal comes when begun() says so. The process, with what it said."""
    process = subprocess.Popen([program, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, **how)
    deadline = time.monotonic() + 60
    while process.poll() is None and not begun() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    process.out, process.err = process.communicate(timeout=60)
    return process


def main(*parts):
    # A shell may start what runs in the background with these ignored, and the program would inherit that.
    # Not SIGPIPE: a program may end before it has read what is written to it. A child has it as it should be.
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT:
        signal.signal(number, signal.SIG_DFL)
    for part in parts:
        with tempfile.TemporaryDirectory() as directory:
            part(pathlib.Path(directory))
    print('1..%d' % len(results))
    sys.exit(not all(results))
