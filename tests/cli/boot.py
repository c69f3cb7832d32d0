#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""pagewalk boot as a user meets it: kernels of a few instructions, bad input, exit statuses, outputs."""
import gzip
import json
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import termios
import time

from kernel import A0, A1, A6, A7, ECHO, FAILED, LOOP, NOP, OFF, T0, WFI, image, li, say, walks
from tool import bad, check, main, program, run, skipped, sv39

def boot(*args, **how):
    return run('boot', *args, **how)


def report(at, *args, status=0):
    said = boot('--json', at / 'r.json', *args)
    check('status %d of %s' % (status, args), said.returncode == status, said)
    return json.loads((at / 'r.json').read_text())


def statuses(at):
    said = boot(image(at, say('hello\n') + OFF))
    check('powered off', said.returncode == 0 and said.stdout.startswith('hello\nk: '), said)
    check('agreed', 'translations agree: RTL = cycle model = oracle\n' in said.stdout and not said.stderr, said)
    said = boot(image(at, say('x') + FAILED))
    check('the kernel failed', said.returncode == 1 and said.stdout.startswith('x\nk: '), said)
    check('why', said.stdout.endswith('FAILED k, instruction 11: the kernel has powered off because of a failure: reason '
                                      'f0000007\n'), said)
    for name, words, why in (
            ('a loop', [LOOP], 'the kernel hangs: every instruction is the one at 80200040'),
            ('a wait', [WFI], 'waits for an interrupt, and none can come'),
            ('a fault at 0', [0], 'the kernel hangs: every instruction is the one at 0'),
            ('a panic', say('---[ end Kernel panic') + [LOOP], 'the kernel has panicked'),
            ('a reboot', [li(A0, 1), li(A1, 0), *FAILED[3:]], 'wants to begin again')):
        for more in [], ['--fast', 'end']:
            said = boot(*more, image(at, words))
            check(name, said.returncode == 1 and said.stdout.splitlines()[-1].startswith('FAILED k') and why in said.stdout
                  and not said.stderr, said)
    said = boot('--fast', 'end', '--patience', '5000', image(at, [li(T0, 1), 0xffdff06f]))
    check('silence', said.returncode == 1 and 'nothing on the console for 5000 instructions' in said.stdout, said)


def kernels(at):
    bad('no kernel', ['boot'], 'no kernel given')
    bad('none there', ['boot', at / 'none'], 'none: No such file')
    bad('a directory', ['boot', at], 'Is a directory')
    (at / 'empty').write_bytes(b'')
    bad('empty', ['boot', at / 'empty'], 'empty: the file is empty')
    (at / 'text').write_text('no kernel\n' * 100)
    bad('text', ['boot', at / 'text'], 'text: is neither an Image of RISC-V nor an ELF file')
    bad('of ARM', ['boot', image(at, OFF, magic=b'ARM\x64')], 'Image of ARM64')
    bad('of this machine', ['boot', program], 'an ELF file for another machine than RISC-V')
    bad('big-endian', ['boot', image(at, OFF, flags=1)], 'big-endian')
    bad('needs more memory', ['boot', '--memory', '1M', image(at, OFF)], 'k: needs')
    bad('an offset beyond all', ['boot', image(at, OFF, offset=2**64 - 4096)], 'k: needs')
    bad('no room for the tree', ['boot', '--memory', '2052K', image(at, OFF)], 'device tree: no room')
    (at / 'i').write_bytes(b'i' * (8 << 20))
    bad('no room for the initrd', ['boot', '--memory', '8M', image(at, OFF), at / 'i'], 'i: no room')
    bad('an initrd without a name', ['boot', image(at, OFF), ''], "pagewalk: '': No such file")
    bad('an odd entry', ['boot', image(at, OFF, offset=0x200001)], 'k: begins at an odd address, 80200001')
    bad('no initrd there', ['boot', image(at, OFF), at / 'none'], 'none: No such file')
    bad('too many', ['boot', image(at, OFF), at / 'i', at / 'i'], 'more than a kernel and an initrd')
    bad('from standard input', ['boot', '-'], "standard input is the machine's console")
    bad('too long a line', ['boot', '--append', 'a' * 20000, image(at, OFF)], '--append: the command line is too long')
    packed = at / 'k.gz'
    packed.write_bytes(gzip.compress(image(at, say('z') + OFF).read_bytes()))
    check('packed', boot(packed).returncode == 0)
    packed.write_bytes(packed.read_bytes()[:-1])
    bad('packed, and cut off', ['boot', packed], 'k.gz: cannot read')


def options(at):
    k = image(at, OFF)
    for option, value, why in (
            ('--memory', '5000', 'not a size in whole pages'), ('--memory', '1T', 'not a size'), ('--memory', '0', 'not a size'),
            ('--memory', '2097152G', 'at most'), ('--mode', 'sv64', 'is not bare'), ('--mode', 'sv32', 'RV64 has no Sv32'),
            ('--mode', 'pae', 'is not bare'), ('--isa', 'rv64gc', 'is not such as'), ('--adue', '2', 'not a number from 0 to 1'),
            ('--until', '', 'no number of instructions'), ('--until', '9' * 20, 'no number'), ('--fast', 'text:', 'no number'),
            ('--fetch-buffer', '48', 'no power of two'), ('--fetch-buffer', '2', 'no power of two'),
            ('--fetch-buffer', '8192', 'not a number'), ('--patience', '-1', 'not a number'), ('--latency', '0', 'not a number'),
            ('--window', '5', '--window needs --fst'), ('--snapshot', at / 's', '--snapshot needs --until'),
            ('--errors', '5', 'unrecognized'), ('--stall', '5', 'unrecognized'), ('--resume', at / 's', '--resume takes no kernel'),
            ('--resume', '-', "machine's console")):
        bad('%s %s' % (option, value), ['boot', option, value, k], why)
    bad('too much for RV32', ['boot', '--isa', 'rv32imac', '--memory', '3G', k], 'RV32 can have 2048 MiB at most')
    bad('modes left out', ['boot', '--mode', 'sv48', k], 'leaves Sv48 out', program=sv39)
    bad('all modes left out', ['boot', '--isa', 'rv32imac', k], 'no paging mode of RV32', program=sv39)
    check('no modes wanted', boot('--isa', 'rv32imac', '--mode', 'bare', k, program=sv39).returncode == 0)
    for more in ['--record', at / 't'], ['--fst', at / 'f'], ['--plant', 'fetch_rsp_pa'], ['--no-model'], ['--no-oracle'], \
            ['--cover', at / 'c'], ['--expect', '1'], ['--latency', '5'], ['--jitter', '5'], ['--backpressure', '5'], ['--noise'], \
            ['--seed', '2'], ['--fetch-buffer', '32'], ['--may-cache', 'pointers']:
        bad('no RTL: ' + more[0], ['boot', '--fast', 'end', *more, k], '--fast end: there is no RTL')
    for more in ['--memory', '8M'], ['--append', ''], ['--mode', 'bare'], ['--isa', 'rv64imac'], ['--adue', '0']:
        bad('of a snapshot: ' + more[0], ['boot', '--resume', at / 's', *more], 'as they were when the snapshot was made')


def nothing(at):
    k = image(at, say('hi') + OFF)
    bad('nothing was run', ['boot', '--until', '0', k], 'no translation was compared')
    bad('nothing was run fast', ['boot', '--fast', 'end', '--until', '0', k], 'nothing was done')
    said = boot('--fast', 'text:never', k)
    check('lockstep never began', said.returncode == 2 and said.stderr ==
          'pagewalk: k: powered off before --fast was reached: nothing was compared\n', said)
    said = boot('--expect', '1000', k)
    check('fewer than expected', said.returncode == 2 and 'fewer than --expect 1000' in said.stderr, said)
    said = boot('--until', 'never', '--snapshot', at / 's', k)
    check('--until was not reached', said.returncode == 2 and 'not written' in said.stderr and not (at / 's').exists(), said)


def ends(at):
    """With RTL and without, in one part or two, the end is the same."""
    k = image(at, say('hello') + [NOP] * 5 + say('world') + OFF)
    whole = report(at, k)
    check('lockstep', whole['ended'] == 'powered off' and whole['lockstep']['instructions'] == 38 and
          whole['oracle_alone']['instructions'] == 0, whole)
    alone = report(at, '--fast', 'end', k)
    check('alone', alone['end'] == whole['end'] and 'lockstep' not in alone and alone['oracle_alone']['instructions'] == 38, alone)
    for when, n in ('0x80200044', 2), ('17', 17), ('hello', 16), ('text:o', 16):
        parts = report(at, '--fast', when, k)
        check('fast up to ' + when, parts['end'] == whole['end'] and parts['oracle_alone']['instructions'] == n, parts)
        first = report(at, '--fast', 'end', '--until', when, '--snapshot', at / 's', k)
        check('until ' + when, first['ended'] == 'reached' and first['end']['instructions'] == n, first)
        rest = report(at, '--resume', at / 's')
        check('resumed', rest['end'] == whole['end'] and rest['lockstep']['instructions'] == 38 - n, rest)
    for more in ['--no-model'], ['--no-oracle'], ['--no-model', '--no-oracle'], ['--fetch-buffer', '0'], \
            ['--latency', '9', '--jitter', '5', '--backpressure', '99', '--noise', '--seed', '7']:
        check(' '.join(more), report(at, *more, k)['end'] == whole['end'])
    said = boot('--no-model', '--no-oracle', k)
    check('nobody judges', '36 translations agree' not in said.stdout and 'agree: RTL\n' in said.stdout, said)


def latencies(at):
    """A hit takes a cycle, and a walk of n reads 3 + n * latency (rtl/README.md)."""
    for latency in 4, 9:
        r = report(at, '--latency', str(latency), walks(at))['lockstep']
        n = r['translations'] - r['walks']
        check('of %d cycles' % latency, r['pte_reads'] == r['walks'] == 41 and r['faults'] == {'page': 0, 'access': 0} and
              abs(r['latency'] - (n + 41 * (3 + latency)) / (n + 41)) < 1e-6, r)


def snapshots(at):
    k, s = image(at, say('hello') + OFF), at / 's'
    made = boot('--until', 'hell', '--snapshot', s, k)
    check('made', made.returncode == 0 and made.stdout.startswith('hell\n'), made)
    good = s.read_bytes()
    said = boot('--resume', s)
    check('goes on', said.returncode == 0 and said.stdout.startswith('o\ns: '), said)
    for n in 0, 1, 5, len(good) // 2, len(good) - 1:
        s.write_bytes(good[:n])
        bad('cut off at %d' % n, ['boot', '--resume', s], 's: ')
    for i in range(20, len(good) - 4, len(good) // 20):
        s.write_bytes(good[:i] + bytes([good[i] ^ 4]) + good[i + 1:])
        bad('changed at %d' % i, ['boot', '--resume', s], 's: ')
    bad('a kernel is none', ['boot', '--resume', k], 'k: is no snapshot')
    bad('none there', ['boot', '--resume', at / 'none'], 'No such file')
    s.write_bytes(good)
    bad('of another build', ['boot', '--resume', s], 'is of a build with other', program=sv39)
    said = boot('--until', 'hell', '--snapshot', '/dev/full', k)
    check('a full disk', said.returncode == 2 and said.stderr == 'pagewalk: /dev/full: No space left on device\n', said)


def outputs(at):
    k = image(at, say('hello') + OFF)
    before = k.read_bytes()
    for more in ['--json', k], ['--record', k], ['--until', 'h', '--snapshot', k], ['--fst', k], ['--cover', k]:
        bad('over the kernel: ' + more[0], ['boot', *more, k], 'would overwrite what is read')
    check('it is there', k.read_bytes() == before)
    bad('two in one', ['boot', '--json', at / 'o', '--record', at / 'o', k], 'are one file')
    bad('nowhere', ['boot', '--record', at / 'none/o', k], 'No such file')
    said = boot('--json', '-', k)
    check('JSON on standard output', said.returncode == 0 and json.loads(said.stdout)['status'] == 0 and 'hello' in said.stderr, said)
    for name in 't.trace', 't.trace.zst':
        said = boot('--record', at / name, k)
        check('a record', said.returncode == 0, said)
        again = run('run', at / name)
        check('is a trace', again.returncode == 0 and 'RTL = cycle model = oracle = trace' in again.stdout, again)
    said = boot('--record', '/dev/full', k)
    check('a full disk', said.returncode == 2 and said.stderr == 'pagewalk: /dev/full: No space left on device\n', said)


def mismatches(at):
    """It names the place, and the command that it prints shows it."""
    k = image(at, say("it's") + OFF, name="k 'n")
    said = boot('--plant', 'fetch_rsp_pa.5@9', '--append', 'a b', k)
    check('a mismatch', said.returncode == 1 and "MISMATCH k 'n, cycle " in said.stdout and 'fetch_rsp_pa' in said.stdout, said)
    check('where', re.search(r'\n  instruction \d+, pc 802000[0-9a-f]{2} in S: [0-9a-f]{8}\n  asked last: fetch of 4 bytes at '
                             r'802000[0-9a-f]{2}, priv=S sum=0 mxr=0\n', said.stdout), said)
    command = re.search(r'\n  to see it: (.*)\n', said.stdout).group(1)
    check('the command', shlex.split(command)[1] == 'boot' and shlex.split(command)[-1] == str(k), command)
    again = subprocess.run(['bash', '-c', command], cwd=at, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    first = re.search(r'MISMATCH .*\n', said.stdout).group(0)
    check('shows the same', again.returncode == 1 and first in again.stdout and 'waveform of cycles' in again.stdout, again)
    check('in a waveform', (at / 'mismatch.fst').stat().st_size > 0)
    said = boot('--plant', 'ptbr_held', k)
    check('before the first instruction', said.returncode == 1 and "MISMATCH k 'n, cycle " in said.stdout and
          'asked last' not in said.stdout and not said.stderr, said)
    r = report(at, '--plant', 'fetch_rsp_pa.5@9', k, status=1)
    check('in JSON', r['ended'] == 'mismatch' and 'fetch_rsp_pa' in r['message'] and r['status'] == 1, r)
    said = boot('--fst', at / 'all.fst', k)
    check('all of a run', said.returncode == 0 and (at / 'all.fst').stat().st_size > 0, said)


def input_of(at):
    k = image(at, ECHO)
    said = boot(k, input='abcq')
    check('echo', said.returncode == 0 and said.stdout.startswith('abcq\n'), said)
    a, b = (report_of_input(at, k, fast) for fast in (['--fast', 'end'], []))
    check('the same end', a == b, (a, b))


def rests(at):
    """Two machines read one file: what the first one has not taken is there for the second."""
    k = image(at, ECHO)
    (at / 'in').write_text('abqcdq')
    with open(at / 'in') as file:
        said = [boot('--fast', 'end', k, stdin=file).stdout for _ in range(2)]
    check('the rest', said[0].startswith('abq\n') and said[1].startswith('cdq\n'), said)


def report_of_input(at, k, more):
    with open(at / 'in', 'w') as file:
        file.write('some lines\nand a q')
    with open(at / 'in') as file:
        boot('--json', at / 'r.json', *more, k, stdin=file)
    return json.loads((at / 'r.json').read_text())['end']


def until(master, text, seconds=60):
    """What a terminal shows, up to a text."""
    shown, deadline = '', time.monotonic() + seconds
    while text not in shown and time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            try:
                shown += os.read(master, 4096).decode(errors='replace')
            except OSError:
                break
    return shown


def at_terminal(k, then):
    """What it shows, its status, and whether the terminal is as it was."""
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    process = subprocess.Popen([program, 'boot', '--fast', 'end', k], stdin=slave, stdout=slave, stderr=subprocess.PIPE, text=True)
    shown = until(master, '>')
    then(process, master)
    process.wait(60)
    restored = termios.tcgetattr(slave) == before
    os.close(slave)
    shown += until(master, 'end       ', 5)
    os.close(master)
    return shown, process.returncode, restored, process.stderr.read()


def terminals(at):
    try:
        os.close(os.open('/dev/ptmx', os.O_RDWR | os.O_NOCTTY))
    except OSError as error:
        skipped('terminals', 'a system without pseudo-terminals: %s' % error)
        return
    k = image(at, say('>') + ECHO)
    said = at_terminal(k, lambda process, master: os.write(master, b'ab\3q'))
    check('keys', '>ab\3q' in said[0] and said[1:3] == (0, True), said)
    said = at_terminal(k, lambda process, master: os.write(master, b'a\1x'))
    check('Ctrl-A x', said[1:3] == (0, True) and 'left: instruction' in said[0], said)
    for number in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
        said = at_terminal(k, lambda process, master: process.send_signal(number))
        check('ended by %s' % number, said[1:3] == (2, True) and 'ended by ' + number.name in said[3], said)


main(statuses, kernels, options, nothing, ends, latencies, snapshots, outputs, mismatches, input_of, rests, terminals)
