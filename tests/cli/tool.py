# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command line share: the program is run, and what it does is told as TAP."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from tap import check, finish, refused, skipped  # noqa: E402

program, trace, sv39 = (os.path.abspath(path) for path in sys.argv[1:4])
root = pathlib.Path(__file__).resolve().parents[2]


def unfilled(words, env=None):
    """Meson has malloc() fill what it gives. Waveforms, of which `bench` writes one, go through 128 MiB, mostly untouched, which
    takes 90 ms to fill; what it would show of them it shows in cli.py."""
    env = dict(os.environ if env is None else env)
    if ('--fst' in words or 'bench' in words) and 'MALLOC_PERTURB_' in env:
        env['MALLOC_PERTURB_'] = '0'
    return env


def run(*args, program=program, **how):
    if 'input' not in how:
        how.setdefault('stdin', subprocess.DEVNULL)
    how['env'] = unfilled(args, how.get('env'))
    how = {'timeout': 300, 'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE, 'text': True, **how}
    return subprocess.run([program, *args], **how)


def bad(name, args, *words, **how):
    """One clear line on standard error, nothing on standard output, status 2."""
    refused(name, run(*args, **how), *words)


def ended_by(number, args, begun, **how):
    """The signal comes when begun() says so. The process, with what it said."""
    process = subprocess.Popen([program, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=unfilled(args), **how)
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
    finish()
