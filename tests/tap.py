# SPDX-License-Identifier: Apache-2.0
"""What a test found, told as TAP on standard output."""
import resource
import signal
import sys

results = []


def check(name, ok, said=None):
    """said: shown beside what is not as it ought to be."""
    results.append(bool(ok))
    print('%s %d - %s' % ('ok' if ok else 'not ok', len(results), name))
    if not ok and said is not None:
        print('# %r' % (said,))


def skipped(name, why):
    results.append(True)
    print('ok %d - %s # SKIP %s' % (len(results), name, why))


def refused(name, said, *words):
    """A program said one clear line on standard error with these words, nothing on standard output, status 2."""
    lines = said.stderr.splitlines()
    check(name, said.returncode == 2 and len(lines) == 1 and not said.stdout and all(word in lines[0] for word in words), said)


def finish():
    print('1..%d' % len(results))
    sys.exit(not all(results))


def limit_to(room):
    """What a process does before it becomes a program whose files may grow to so many bytes, as on a disk that fills."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    return limit if room is not None else None
