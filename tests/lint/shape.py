#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shape of the house, in figures: how long files and functions are, how many ports a module has, in how many
places a pin stands, which modules of the RTL have no twin in the model, which sources need each other in a circle,
where a paging mode is a naked number, how long the pages are.

  shape.py                  prints the figures, one a line
  shape.py --beside FILE    beside them those of an earlier time, as `shape.py > FILE` wrote them
  shape.py --check          prints what is beyond its bound in shape.toml, each with its place; status 1 if any is
  shape.py --tree DIR       of another checkout

Exit status: 0 all is well; 1 something is beyond its bound; 2 bad usage, or a program is missing.
"""
import argparse
import collections
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tomllib

import networkx

HERE = pathlib.Path(__file__).resolve().parent
MODE_NUMBER = re.compile(r'\bmode\b[^;&|?]{0,3}?(?:>=|<=|==|!=|<(?!<)|>(?!>)|%)\s*(?!0\b)\d')
PROSE_COLUMNS = 100


class Figure:
    """name: as in shape.toml; value: a number; worst: [(how much, place)], the largest first"""
    def __init__(self, name, value, worst=()):
        self.name, self.value, self.worst = name, value, list(worst)


def tracked(tree):
    listed = subprocess.run(['git', '-C', tree, 'ls-files'], check=True, capture_output=True, text=True)
    return [path for path in listed.stdout.splitlines() if (tree / path).is_file()]


def tags(tree, paths, kinds):
    if not paths:
        return []
    run = subprocess.run(['ctags', '--output-format=json', '--fields=+neS', *kinds, '-f', '-', '-L', '-'], cwd=tree,
                         check=True, capture_output=True, text=True, input='\n'.join(paths))
    return [json.loads(line) for line in run.stdout.splitlines()]


def without_comments(text):
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', lambda m: '\n' * m.group().count('\n'), text,
                  flags=re.DOTALL)


def spread(name, sizes):
    """The median and the largest of {place: size}."""
    worst = sorted(((size, place) for place, size in sizes.items()), reverse=True)
    yield Figure(name + ' median', statistics.median(sizes.values()) if sizes else 0)
    yield Figure(name + ' largest', worst[0][0] if worst else 0, worst)


def lines(texts, chosen):
    return {path: texts[path].count('\n') for path in chosen}


def ports_of(tree, paths):
    """{module's file: ports}: ctags takes an argument of a function for a port of its module, and the file's ports end
    at the first ');'."""
    count = collections.Counter()
    for path in paths:
        head = without_comments((tree / path).read_text()).split(');')[0]
        count[path] = len(re.findall(r'^\s*(?:input|output|inout)\b', head, re.MULTILINE))
    return count


def functions_of(tree, paths):
    return [tag for tag in tags(tree, paths, ['--languages=C', '--kinds-C=f']) if 'end' in tag]


def stem(path):
    return str(pathlib.PurePath(path).with_suffix(''))


def needs(texts, paths, functions):
    """Two graphs of stems (x.c and x.h are one): which one calls which, and which one needs which: calls or includes it."""
    calls, graph = networkx.DiGraph(), networkx.DiGraph()
    graph.add_nodes_from({stem(path) for path in paths})
    home = collections.defaultdict(set)
    for tag in functions:
        if not tag.get('file'):
            home[tag['name']].add(stem(tag['path']))
    for path in paths:
        text = without_comments(texts[path]) if path.endswith('.c') else ''  # a header declares, and calls nothing
        for name in set(re.findall(r'(?<![.>\w])(\w+)\(', text)):
            if len(home[name]) == 1:
                calls.add_edge(stem(path), *home[name])
        for included in re.findall(r'^#include "([^"]+)"', texts[path], re.MULTILINE):
            header = header_of(path, included, paths)
            if header:
                graph.add_edge(stem(path), stem(header))
    graph.add_edges_from(calls.edges)
    for each in calls, graph:
        each.remove_edges_from(networkx.selfloop_edges(each))
    return calls, graph


def header_of(path, included, paths):
    """The header that an #include means: beside the file, or the one that ends so."""
    beside = str(pathlib.PurePath(path).parent / included)
    if beside in paths:
        return beside
    return next((p for p in paths if p.endswith('/' + included)), None)


def rooms(graph):
    """The same of folders: an arrow where a source of one needs one of the other."""
    house = networkx.DiGraph()
    house.add_nodes_from(str(pathlib.PurePath(node).parent) for node in graph)
    house.add_edges_from((str(pathlib.PurePath(a).parent), str(pathlib.PurePath(b).parent)) for a, b in graph.edges)
    house.remove_edges_from(networkx.selfloop_edges(house))
    return house


def circles(graph):
    return [(len(c), ' '.join(sorted(c))) for c in networkx.strongly_connected_components(graph) if len(c) > 1]


def inside(paths, *folders, suffix=''):
    return [p for p in paths if p.startswith(tuple(f + '/' for f in folders)) and p.endswith(suffix)]


def without_twin(paths):
    """RTL of which the model has no file of the same stem: pw_tlb.sv and tlb.c are twins. The oracle is none of them."""
    model = {pathlib.PurePath(p).stem for p in inside(paths, 'model') if p[-2:] in ('.c', '.h') and '/oracle/' not in p}
    return [(1, p) for p in inside(paths, 'rtl', suffix='.sv') if pathlib.PurePath(p).stem.removeprefix('pw_') not in model]


def figures_of_text(tree, paths, texts):
    alone = without_twin(paths)
    yield Figure('RTL modules without a twin in the model', len(alone), alone)
    rtl = inside(paths, 'rtl', suffix='.sv')
    yield from spread('rtl file lines', lines(texts, rtl))
    yield from spread('rtl ports', ports_of(tree, rtl))
    few = {path: ports for path, ports in ports_of(tree, rtl).items() if stem(path).removeprefix('rtl/') not in ('pw_mmu', 'mmu')}
    yield from list(spread('rtl ports but mmu', few))[1:]
    for folder in 'model', 'harness', 'tests':
        yield from spread(folder + ' file lines', lines(texts, [p for p in inside(paths, folder) if p[-2:] in ('.c', '.h')]))
    for folder in sorted({str(pathlib.PurePath(p).parent) for p in inside(paths, 'harness', 'tests') if p[-2:] == '.c'}):
        entries = [p for p in paths if str(pathlib.PurePath(p).parent) == folder]
        yield Figure('files in ' + folder, len(entries))


def pin_names(texts):
    text = next(texts[p] for p in ('model/pins.h', 'model/pins.toml') if p in texts)
    return re.findall(r'^\s*X\((\w+),', text, re.MULTILINE) or re.findall(r"^name = ['\"](\w+)", text, re.MULTILINE)


def figures_of_pins(paths, texts):
    sources = [p for p in paths if p in texts and not p.startswith('traces/')]
    for pin in 'fence_keep_global', 'nxe':
        where = [(1, p) for p in sources if re.search(r'\b%s\b' % pin, texts[p])]
        yield Figure('files that name pin ' + pin, len(where), where)
    pins = pin_names(texts)
    lists = [(sum(1 for pin in pins if re.search(r'\b%s\b' % pin, texts[p])), p) for p in sources]
    most = sorted((entry for entry in lists if entry[0] * 10 >= len(pins) * 9), reverse=True)
    yield Figure('lists of all pins', len(most), most)
    naked = [(1, '%s:%d' % (p, n)) for p in inside(paths, 'harness') if p[-2:] in ('.c', '.h') and '/arch/' not in p
             for n, line in enumerate(without_comments(texts[p]).split('\n'), 1) if MODE_NUMBER.search(line)]
    yield Figure('naked mode numbers in harness', len(naked), naked)


def figures_of_code(tree, paths, texts):
    code = [p for p in inside(paths, 'model', 'harness') if p[-2:] in ('.c', '.h')]
    functions = functions_of(tree, code)
    for folder in 'model', 'harness':
        sizes = {'%s:%d %s' % (t['path'], t['line'], t['name']): t['end'] - t['line'] + 1 for t in functions
                 if t['path'].startswith(folder + '/')}
        yield from spread(folder + ' function lines', sizes)
    calls, graph = needs(texts, code, functions)
    found = sorted(circles(calls), reverse=True)
    yield Figure('sources', len(graph))
    yield Figure('arrows between sources', graph.number_of_edges())
    yield Figure('sources that call in circles', sum(n for n, _ in found), found)
    house = rooms(graph)
    round_rooms = sorted(circles(house), reverse=True)
    yield Figure('rooms', len(house))
    yield Figure('arrows between rooms', house.number_of_edges())
    yield Figure('rooms in circles', sum(n for n, _ in round_rooms), round_rooms)


def figures_of_pages(paths, texts):
    pages = [p for p in paths if p.endswith('.md') and p != 'CHANGELOG.md']
    yield from spread('page lines', {p: texts[p].count('\n') for p in pages if '/results/' not in p})
    wide = []
    for path in pages:
        fenced = False
        for number, line in enumerate(texts[path].split('\n'), 1):
            fenced ^= line.startswith('```')
            if len(line) > PROSE_COLUMNS and not fenced and not line.startswith('|'):
                wide.append((len(line), '%s:%d' % (path, number)))
    yield Figure('prose lines beyond %d columns' % PROSE_COLUMNS, len(wide), sorted(wide, reverse=True))


def figures(tree):
    paths = tracked(tree)
    texts = {}
    for path in paths:
        try:
            texts[path] = (tree / path).read_text()
        except UnicodeDecodeError:
            continue
    paths = list(texts)
    yield from figures_of_text(tree, paths, texts)
    yield from figures_of_pins(paths, texts)
    yield from figures_of_code(tree, paths, texts)
    yield from figures_of_pages(paths, texts)


def show(found, before):
    for figure in found:
        earlier = before.pop(figure.name, '-') if before is not None else ''
        print('%-40s %10g%s' % (figure.name, figure.value, ' %10s' % earlier if before is not None else ''))
    for name, value in (before or {}).items():
        print('%-40s %10s %10s' % (name, '-', value))


def earlier_figures(path):
    return {line[:40].rstrip(): line[40:].strip() for line in path.read_text().splitlines()}


def check(found, bounds):
    """Prints each figure beyond its bound. A bound of a figure that is not there guards nothing: it is refused."""
    known = {figure.name: figure for figure in found}
    bad = False
    for name, bound in bounds.items():
        figure = known.get(name)
        if figure is None:
            print('shape.toml: %s: no such figure' % name)
        elif figure.value > bound:
            print('%s: %g; at most %g' % (name, figure.value, bound))
            counted = [entry for entry in figure.worst if entry[0] > bound or figure.value == len(figure.worst)]
            for size, place in counted[:20] or figure.worst[:5]:
                print('  %s: %d' % (place, size))
        else:
            continue
        bad = True
    return 1 if bad else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tree', type=pathlib.Path, default=HERE.parents[1])
    parser.add_argument('--beside', type=pathlib.Path, metavar='FILE')
    parser.add_argument('--check', action='store_true')
    arguments = parser.parse_args()
    try:
        before = earlier_figures(arguments.beside) if arguments.beside else None
        bounds = tomllib.loads((HERE / 'shape.toml').read_text())['at_most'] if arguments.check else None
        found = list(figures(arguments.tree.resolve()))
    except (OSError, subprocess.CalledProcessError, tomllib.TOMLDecodeError) as error:
        print('shape.py: %s' % error, file=sys.stderr)
        return 2
    if arguments.check:
        return check(found, bounds)
    show(found, before)
    return 0


if __name__ == '__main__':
    sys.exit(main())
