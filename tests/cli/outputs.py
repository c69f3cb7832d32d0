#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the program writes: where it goes, and that nothing else is touched.

outputs.py PROGRAM TRACE SV39: prints TAP; see cli.py.
"""
import json
import os
import pathlib
import resource
import shutil
import signal
import stat
import subprocess
import tempfile

from kernel import walks
from tool import bad, check, ended_by, main, root, run, trace

LONG = str(root / 'traces/linux_rv39_raw.trace.zst')
SCENARIO = 'pagewalk-os 1\nmemory 512K\nprocess A\nmap A heap 64K\nfill A heap\nexit A\n'
# All whose default is to end a program, but those of a fault of its own, SIGPIPE, and SIGXFSZ, which is ignored.
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF,
          signal.SIGUSR1, signal.SIGUSR2, signal.SIGIO, signal.SIGPWR, signal.SIGSTKFLT, signal.SIGRTMIN, signal.SIGRTMAX)
OF_RUN = '--json', '--cover', '--pins', '--fst'
PLANT = '--plant', 'data_rsp_pa.13'


def commands(at):
    """Each output that there is: its option, and the command that writes it."""
    scenario = at / 'a.os'
    scenario.write_text(SCENARIO)
    run('run', '--cover', at / 'in.cover', trace)
    yield from ((option, ('run', option), (trace,)) for option in OF_RUN)
    yield '--json of model', ('model', '--json'), (trace,)
    yield '--json of bench', ('bench', '--rounds', '1', '--json'), (trace,)
    yield '--json of cover', ('cover', '--json'), (at / 'in.cover',)
    yield '--shrink', ('random', '--cycles', '500', *PLANT, '--shrink'), ()
    for option in '--json', '--cover', '--fst', *(['--plot'] if shutil.which('gnuplot') else []):
        yield option + ' of os', ('os', option), (scenario,)
    for option in '--json', '--cover', '--fst', '--record':
        yield option + ' of boot', ('boot', option), (walks(at),)
    yield '--snapshot of boot', ('boot', '--until', '10', '--snapshot'), (walks(at),)


def is_good(option, bytes):
    if option.startswith('--fst'):
        with tempfile.NamedTemporaryFile(suffix='.fst') as wave:
            wave.write(bytes)
            wave.flush()
            if shutil.which('fst2vcd'):
                said = subprocess.run(['fst2vcd', wave.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
                return said.returncode == 0 and b'$enddefinitions' in said.stdout and b'\n#20\n' in said.stdout
        return len(bytes) > 1000
    if option.startswith('--json'):
        try:
            return bool(json.loads(bytes))
        except ValueError:
            return False
    begins = {'--cover': b'pagewalk cover 2\n', '--pins': b'# rst ', '--shrink': b'pagewalk-pins 1\n', '--plot': b'<?xml',
              '--record': b'pagewalk 1\n', '--snapshot': b'\x28\xb5\x2f\xfd'}
    return bytes.startswith(begins[option.split()[0]])


def mode(path):
    return path.exists() and oct(stat.S_IMODE(path.stat().st_mode))


def places(at):
    """A link stays, and what it names is written; the mode is what the umask leaves of 0666; nothing is beside it."""
    for option, before, behind in commands(at):
        place = at / 'place'
        place.mkdir()
        (place / 'far').mkdir()
        os.symlink('far/new', place / 'link')
        os.symlink('link', place / 'link2')
        said = run(*before, place / 'link2', *behind, preexec_fn=lambda: os.umask(0o027))
        made = place / 'far/new'
        check('%s: through two links to a file that is not there' % option, said.returncode < 2 and made.is_file()
              and not made.is_symlink() and (place / 'link').is_symlink() and (place / 'link2').is_symlink()
              and is_good(option, made.read_bytes()), said)
        check('%s: its mode' % option, mode(made) == '0o640', mode(made))
        check('%s: nothing beside it' % option, {p.name for p in place.rglob('*')} == {'link', 'link2', 'far', 'new'},
              list(place.rglob('*')))
        made.write_text('old')
        made.chmod(0o604)
        run(*before, place / 'link', *behind)
        check('%s: what was there goes, and its mode stays' % option, is_good(option, made.read_bytes())
              and mode(made) == '0o604', mode(made))
        shutil.rmtree(place)


def standard_output(at):
    for option, before, behind in commands(at):
        said = run(*before, '-', *behind, text=False, cwd=at)
        check('%s to standard output, all else to standard error' % option, said.returncode < 2 and said.stderr
              and is_good(option, said.stdout) and not (at / '-').exists(), said)
        with open(at / 'out', 'wb') as out:
            said = run(*before, at / 'out', *behind, text=False, stdout=out)
        check('%s to the file that is standard output' % option, said.returncode < 2
              and is_good(option, (at / 'out').read_bytes()), said)
    said = run('random', '--forever', '--cycles', '500', '--plant', 'data_rsp_pa.3@100', '--shrink', at / 'm.pins', '--log', '-')
    lines = said.stdout.splitlines()
    check('a log to standard output', said.returncode == 1 and len(lines) == 11 and lines[0].startswith('pagewalk-random 1 ')
          and all(line.startswith('seed ') for line in lines[1:]) and 'MISMATCH' in said.stderr, said)
    bad('but no script for each of many seeds', ['random', '--forever', '--shrink', '-'], '--shrink')


def devices(at):
    """Never replaced; asked for by a link, which would go in its place."""
    for option, before, behind in commands(at):
        link = at / 'device'
        os.symlink('/dev/full', link)
        said = run(*before, link, *behind)
        check('%s to a full device' % option, said.returncode == 2 and link.is_symlink() and 'No space left' in said.stderr
              and stat.S_ISCHR(os.stat('/dev/full').st_mode), said)
        link.unlink()
        pipe = at / 'pipe'
        os.mkfifo(pipe)
        with subprocess.Popen(['cat', pipe], stdout=subprocess.PIPE) as reader:
            said = run(*before, pipe, *behind)
            check('%s to a pipe' % option, said.returncode < 2 and is_good(option, reader.communicate()[0])
                  and stat.S_ISFIFO(pipe.stat().st_mode), said)
        pipe.unlink()
    bad('a log that is a device', ['random', '--forever', '--log', '/dev/zero'], '/dev/zero', 'must be a file')
    os.mkfifo(at / 'pipe')
    bad('a log that is a pipe', ['random', '--forever', '--log', at / 'pipe'], 'pipe', 'must be a file')
    with open(at / 'sparse', 'wb') as file:
        file.truncate(1 << 40)
    bad('a log of a line without an end', ['random', '--forever', '--log', at / 'sparse'], 'sparse:1: expected a log')


def collisions(at):
    copy = at / 'copy.trace'
    shutil.copy(trace, copy)
    os.symlink('copy.trace', at / 'soft')
    os.link(copy, at / 'hard')
    before = copy.read_bytes()
    for option in OF_RUN:
        for name in 'copy.trace', 'soft', 'hard', './copy.trace':
            bad('%s over the trace, as %s' % (option, name), ['run', option, '%s/%s' % (at, name), copy], name, option, 'what is read')
        bad('%s over standard input' % option, ['run', option, copy, '-'], option, 'what is read', stdin=open(copy))
    check('the trace stays', copy.read_bytes() == before)
    os.symlink('new', at / 'dangling')
    (at / 'there').write_text('')
    os.link(at / 'there', at / 'also')
    for i, one in enumerate(OF_RUN):
        for other in OF_RUN[:i]:
            for a, b in ('new', 'new'), ('new', './new'), ('dangling', 'new'), ('there', 'also'):
                bad('%s %s and %s %s' % (one, a, other, b), ['run', one, '%s/%s' % (at, a), other, '%s/%s' % (at, b), trace], one, other, 'one file')
    bad('two to standard output', ['run', '--json', '-', '--cover', '-', trace], '--json', '--cover')
    said = run('run', '--json', '/dev/null', '--cover', '/dev/null', trace)
    check('two to /dev/null', said.returncode == 0, said)
    (at / 'data').write_text('x' * 5000)
    (at / 'a.os').write_text('pagewalk-os 1\nmemory 512K\nfile f path data\nprocess A\nmap A m 4K file=f\ntouch A m r\n')
    for option in '--json', '--cover', '--fst', *(['--plot'] if shutil.which('gnuplot') else []):
        bad('os %s over the scenario' % option, ['os', option, at / 'a.os', at / 'a.os'], option, 'what is read')
        bad('os %s over a file that it maps' % option, ['os', option, at / 'data', at / 'a.os'], option, 'what is read')
    run('run', '--cover', at / 'a.cover', trace)
    (at / 'list').write_text('')
    bad('cover --json over an input', ['cover', '--json', at / 'a.cover', at / 'a.cover'], '--json', 'what is read')
    bad('cover --json over the list', ['cover', '--json', at / 'list', '--excluded', at / 'list', at / 'a.cover'], '--json')
    bad('bench --json over the trace', ['bench', '--json', copy, copy], '--json', 'what is read')
    bad('random --log and --cover', ['random', '--forever', '--log', at / 'l', '--cover', at / 'l'], '--log', '--cover')
    bad('random --shrink and --json', ['random', '--shrink', at / 'l', '--json', at / 'l'], '--shrink', '--json')
    check('nothing was written', copy.read_bytes() == before and not (at / 'new').exists() and not (at / 'l').exists())


def json_is_last(at):
    """It tells how the run ended: nothing may fail behind it."""
    bad('a file without a name', ['run', '--json', '', trace], '--json', 'empty')
    said = run('run', trace, env={**os.environ, 'PAGEWALK_COVER': ''})
    check('PAGEWALK_COVER of nothing', said.returncode == 0, said)
    (at / 'a.vec').write_text('S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\nM 80000000 200000cf\nQ leaf L S 123 K 80000123 R80000000\nE\n')
    for arguments in ('run', trace), ('random', '--cycles', '300'), ('vectors', at / 'a.vec'):
        bad('%s --cover onto a full disk' % arguments[0], [arguments[0], '--json', at / 'j', '--cover', '/dev/full', *arguments[1:]], '/dev/full')
        check('%s then leaves no JSON' % arguments[0], not (at / 'j').exists())


def names_in_json(at):
    """Of whatever bytes a name is, no run is lost."""
    for name, shown in ((b'\xff\xfe.trace', '??.trace'), ('\u00e4\U0001f600.trace'.encode(), '\u00e4\U0001f600.trace'), (b'"\\\x1b\n.trace', '"\\\x1b\n.trace'),
                        (b'\xc0\x80\xed\xa0\x80\xe2\x82', '???????')):
        path = os.path.join(os.fsencode(at), name)
        texts = {'run': pathlib.Path(trace).read_text(), 'bench': pathlib.Path(trace).read_text(), 'os': SCENARIO, 'vectors':
                 'S 0 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\nM 80000000 200000cf\nQ leaf L S 123 K 80000123 R80000000\nE\n'}
        for command, text in texts.items():
            with open(path, 'w') as file:
                file.write(text)
            said = run(command, '--json', at / 'j', path, errors='replace')
            report = json.loads((at / 'j').read_bytes()) if said.returncode == 0 else {}
            named = report.get('scenario', report.get('trace')) or [one['name'] for one in report.get('runs', report.get('files', []))]
            check('%s of %r' % (command, name), os.path.basename(named) == shown if isinstance(named, str) else named == [shown], (said, report))


def signals(at):
    """An interrupted run leaves nothing, and what was there stays."""
    outputs = [(option, at / ('x' + option)) for option in OF_RUN]
    arguments = ['run', *(word for pair in outputs for word in pair), '--latency', '300', LONG]
    for _, path in outputs:
        path.write_text('old')
    names = set(os.listdir(at))

    def begun():
        return len(os.listdir(at)) >= len(names) + 2  # the recording, the waveform
    for number in ENDING:
        name = signal.Signals(number).name
        process = ended_by(number, arguments, begun)
        says = 'a real-time signal' if number >= signal.SIGRTMIN else name
        check('ended by %s' % name, process.returncode == 2 and not process.out
              and process.err == 'pagewalk: ended by %s\n' % says, (process.returncode, process.err))
        check('%s leaves nothing' % name, set(os.listdir(at)) == names
              and all(path.read_text() == 'old' for _, path in outputs), os.listdir(at))
    process = ended_by(signal.SIGHUP, arguments[:-3] + ['--cycles', '20000', LONG], begun,
                       preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    check('nohup', process.returncode == 0 and all(path.read_text('latin-1') != 'old' for _, path in outputs), process.err)


def pipes(at):
    """A reader that reads no more has seen enough: no word, no file, and the shell sees why."""
    out = at / 'out'
    out.write_text('old')
    for option in OF_RUN:
        reader, writer = os.pipe()
        os.close(reader)
        said = run('run', option, out, *PLANT, trace, stdout=writer, preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
        os.close(writer)
        whole = said.returncode == -signal.SIGPIPE and not said.stderr and (out.read_text('latin-1') == 'old' or is_good(option, out.read_bytes()))
        check('%s, and a pipe that is closed' % option, whole and os.listdir(at) == ['out'], (said, os.listdir(at)))
    process = ended_by(signal.SIGPIPE, ['run', '--fst', out, '--latency', '300', LONG], lambda: len(os.listdir(at)) > 1)
    check('SIGPIPE in the midst of it', process.returncode == -signal.SIGPIPE and os.listdir(at) == ['out'], (process.err, os.listdir(at)))


def room(at):
    """A file that may grow no more, as by SIGXFSZ: told, and nothing is left of it."""
    for size in 100, 5000, 200 << 10, 1 << 20:
        for option in OF_RUN:
            out = at / 'out'
            out.write_text('old')
            said = run('run', option, out, '--cycles', '40000', LONG, preexec_fn=lambda: (
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL),
                resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))))
            fits = said.returncode == 0 and out.stat().st_size <= size and is_good(option, out.read_bytes())
            told = said.returncode == 2 and said.stderr.count('\n') == 1 and not said.stdout and out.read_text() == 'old'
            check('%s with room for %d bytes' % (option, size), (fits or told) and os.listdir(at) == ['out'], said)


def bad_input(at):
    """No waveform of half a trace."""
    with open(trace) as good:
        (at / 'half.trace').write_text(good.read() + 'nonsense\n')
    for option in OF_RUN:
        bad('%s of half a trace' % option, ['run', option, at / 'out', at / 'half.trace'], 'half.trace:')
    check('is not there', not (at / 'out').exists())


main(places, standard_output, devices, collisions, json_is_last, names_in_json, signals, pipes, room, bad_input)
