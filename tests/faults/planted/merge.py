#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts all planted bugs into one copy of the RTL, each behind its number.

Patches are those of this directory and of ../museum. For each the RTL is patched, and read as statements and module items
(verilog.py); where it differs from the RTL, the smallest statement that holds the difference becomes
"if (bug == N) NEW else OLD". What a patch declares gets a name of its own and is there always; nothing but its own
statements read it. Package variable `bug` is asked once, at start, of the C function mutant_selected(); 0 is no bug.

Leaves in DIRECTORY the files of the RTL, with bugs in them, and
  bugs.json  patches: {DIR/NAME: {digest, number, or apart: why it could not be merged}}: it does not fit, or differs in
             what cannot be chosen while it runs, as a port; files: the RTL in its order; elaborated: {SIZE: its parameters}
  bugs.d     all that was read, for ninja

Exit status: 0 done, whatever could not be merged; 2 bad usage, RTL that cannot be read.
"""
import argparse
import difflib
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # the directory's date is what ninja looks at
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import run  # noqa: E402
from verilog import Failure, Node, Unit, split, text_of, tokens_of  # noqa: E402

BUG = 'pw_arch::bug'
DECLARE = tokens_of('import "DPI-C" function int mutant_selected(); int bug = mutant_selected();')


# Items of a module, each of one name.

def plain(item):
    """The same as several: a declaration a name, and its value apart; ports with what they are connected to."""
    head = item.head
    if item.kind != 'simple' or head[0] in ('localparam', 'typedef', 'import', 'int'):
        yield item
    elif re.match(r'\(\*|wire$|logic$', head[0]):
        first, *more = split(head[:-1], ',')
        names = next(i for i in range(len(first)) if re.match(r'\w', first[i]) and first[i] not in ('wire', 'logic')
                     and depth(first[:i]) == 0)
        for part in [first[names:], *more]:
            name, *value = split(part, '=')
            # A variable, whoever drives it: so it may be driven by a choice.
            kind = ['logic' if token == 'wire' else token for token in first[:names]]
            if kind[-2:] == ['logic', 'logic']:
                kind.pop()
            yield Node('simple', (*kind, *name, ';'))
            if value:
                yield Node('simple', ('assign', *name[:1], '=', *value[0], ';'))
    else:
        yield item


def depth(tokens):
    return sum((token in ('(', '[', '{')) - (token in (')', ']', '}')) for token in tokens)


def is_declaration(item):
    return item.kind == 'function' or (item.kind == 'simple' and not is_instance(item) and item.head[0] != 'assign')


def is_instance(item):
    return item.kind == 'simple' and re.match(r'[a-z]\w*$', item.head[0]) and \
        (item.head[1] == '#' or item.head[2:3] == ('(',)) and item.head[0] not in ('assign', 'import', 'typedef')


def name_of(item):
    """The name that it declares."""
    if item.kind == 'function':
        return item.head[len(item.head) - 1 - item.head[::-1].index('(') - 1] if item.head.count('(') == 1 else \
            next(a for a, b in zip(item.head, item.head[1:]) if b == '(')
    if item.head[0] == 'typedef':
        return item.head[-2]
    head = split(item.head[:-1], '=')[0]
    names = [token for i, token in enumerate(head) if re.match(r'[A-Za-z_]\w*$', token) and not depth(head[:i])]
    return names[-1]


def targets(node):
    """Which names a block assigns."""
    if node.kind == 'simple':
        return set(re.findall(r'[A-Za-z_]\w*', ' '.join(split(node.head, '=')[0]).split('<=')[0]))
    return set().union(*(targets(inner) for inner in node.inside))


def key(item):
    """By what it is found again in the patched module. Blocks that are always run have no name."""
    if is_declaration(item):
        return 'declares', name_of(item)
    if item.kind == 'simple' and item.head[0] == 'assign':
        return ('assign', *split(item.head, '=')[0][1:])
    if item.kind == 'simple':
        return 'instance', split(item.head[:-1], '(')[0][-1] if item.head[1] != '#' else \
            next(a for a, b in zip(item.head[1:], item.head[2:]) if b == '(' and re.match('u_', a))
    if item.kind == 'always':
        return 'always', item.head
    return item.kind, item.head, item.inside[0].head


# Choices. `variants` is {number: node}, of those that differ.

def is_bug(numbers):
    return tokens_of(' || '.join('%s == %d' % (BUG, n) for n in numbers))


def grouped(variants):
    """[(numbers, variant)]: bugs that are the same here, together."""
    groups = {}
    for n, variant in variants.items():
        groups.setdefault(tuple(v.tokens() for v in variant) if isinstance(variant, list) else
                          variant if isinstance(variant, tuple) else variant.tokens(), ([], variant))[0].append(n)
    return groups.values()


def chosen(base, variants):
    """One statement of several: lists of statements."""
    made = Node('block', (), base)
    for numbers, variant in reversed(grouped(variants)):
        made = Node('if', ('(', *is_bug(numbers), ')'), [Node('block', (), variant), made])
    return made


def chosen_value(base, variants):
    made = ('(', *base, ')')
    for numbers, variant in reversed(grouped(variants)):
        made = ('(', '(', *is_bug(numbers), ')', '?', '(', *variant, ')', ':', *made, ')')
    return made


def condition(base, variants):
    """The same for what is true or false."""
    return ('(', *chosen_value(('|', *base), {n: ('|', *variant) for n, variant in variants.items()}), ')')


def same_shape(base, other):
    if base.kind != other.kind or base.kind == 'simple' or len(base.inside) != len(other.inside) and base.kind != 'block':
        return False
    if base.kind == 'case' and [label.head for label in base.inside] != [label.head for label in other.inside]:
        return False
    return base.kind == 'if' or base.head == other.head


def statement(base, variants):
    variants = {n: variant for n, variant in variants.items() if variant != base}
    inner = {n: variant for n, variant in variants.items() if same_shape(base, variant)}
    outer = {n: [variant] for n, variant in variants.items() if n not in inner}
    made = base
    if inner:
        head = base.head
        heads = {n: variant.head for n, variant in inner.items() if variant.head != head}
        if heads:
            head = condition(head, heads)
        if base.kind == 'block':
            inside = statements(base.inside, {n: variant.inside for n, variant in inner.items()})
        else:
            inside = [statement(node, {n: variant.inside[i] for n, variant in inner.items()})
                      for i, node in enumerate(base.inside)]
        made = Node(base.kind, head, inside)
    return chosen([made], outer) if outer else made


def statements(base, variants):
    """A list of them. What stands for a statement of the RTL, in which bug; behind the last stands nothing."""
    instead = [{} for _ in range(len(base) + 1)]
    for n, variant in variants.items():
        match = difflib.SequenceMatcher(None, base, variant, autojunk=False)
        for tag, i, j, k, m in match.get_opcodes():
            if tag == 'insert':
                kept = [base[i]] if i < len(base) else []
                # Something else may be told of the statement before which it comes.
                instead[i][n] = variant[k:m] + instead[i].get(n, kept)
            elif tag != 'equal':
                for at in range(i, j):
                    instead[at][n] = [variant[k + at - i]] if j - i == m - k else variant[k:m] if at == i else []
    made = []
    for node, new in zip(base, instead):
        one = {n: variant[0] for n, variant in new.items() if len(variant) == 1}
        other = {n: variant for n, variant in new.items() if len(variant) != 1}
        node = statement(node, one) if one else node
        made.append(chosen([node], other) if other else node)
    if instead[-1]:
        made.append(chosen([], instead[-1]))
    return made


def instance(base, variants, outputs):
    """Chooses what an input is connected to."""
    def ports(item):
        start = next(i for i in range(2, len(item.head)) if item.head[i] == '(' and re.match(r'u_', item.head[i - 1]))
        return item.head[:start], [(part[1], part[3:-1] or part[1:2]) for part in split(item.head[start + 1:-2], ',')]
    head, connected = ports(base)
    made = []
    for at, (port, value) in enumerate(connected):
        new = {}
        for n, variant in variants.items():
            new_head, new_ports = ports(variant)
            if new_head != head or [p for p, _ in new_ports] != [p for p, _ in connected]:
                raise Failure('%d: other ports or parameters' % n)
            if new_ports[at][1] != value:
                new[n] = new_ports[at][1]
        if new and port in outputs[head[0]]:
            raise Failure('%d: an output port' % min(new))
        made += [',', '.', port, '(', *(chosen_value(value, new) if new else value), ')']
    return Node('simple', (*head, '(', *made[1:], ')', ';'))


def item(base, variants, outputs):
    """One item of a module."""
    if base.kind == 'simple' and base.head[0] == 'assign':
        return Node('always', ('always_comb',), [chosen(
            [Node('simple', base.head[1:])], {n: [Node('simple', v.head[1:])] for n, v in variants.items()})])
    if is_instance(base):
        return instance(base, variants, outputs)
    if base.kind == 'function':
        return Node('function', base.head, statements(base.inside, {n: v.inside for n, v in variants.items()}))
    if base.kind == 'always':
        return Node('always', base.head, [statement(base.inside[0], {n: v.inside[0] for n, v in variants.items()})])
    if base.kind in ('if', 'for', 'block') and all(v.head == base.head and len(v.inside) == len(base.inside)
                                                   for v in variants.values()):
        if base.kind == 'block':
            return Node('block', base.head, items(base.inside, {n: v.inside for n, v in variants.items()}, outputs))
        inside = [(node, {n: v.inside[i] for n, v in variants.items() if v.inside[i] != node})
                  for i, node in enumerate(base.inside)]
        return Node(base.kind, base.head, [item(node, new, outputs) if new else node for node, new in inside])
    raise Failure('%d: %s' % (min(variants), ' '.join(base.tokens()[:12])))


def renamed(base, n, variant):
    """Names that it declares otherwise become its own; and what it declares so."""
    known = {name_of(i): i for i in base if is_declaration(i)}
    changed = [i for i in variant if is_declaration(i) and
               (name_of(i) not in known or (i.head != known[name_of(i)].head))]
    names = {name_of(i): '%s__%d' % (name_of(i), n) for i in changed}
    return [i.renamed(names) for i in variant], set(names.values())


def lists(found):
    by = {}
    for i in found:
        by.setdefault(key(i), []).append(i)
    return by


def items(base, variants, outputs):
    """Those of a module."""
    base = [part for i in base for part in plain(i)]
    by_key = lists(base)
    instead = {k: [{} for _ in same] for k, same in by_key.items()}
    added = []
    for n, variant in variants.items():
        variant, own = renamed(base, n, [part for i in variant for part in plain(i)])
        for k, same in lists(variant).items():
            old = by_key.get(k, [])
            if len(same) > len(old):
                # New ones are those that drive nothing but the bug's own names.
                new = [i for i in same if i not in old and
                       (k == ('declares', name_of(i)) if is_declaration(i) else targets(i) <= own | {'assign'})]
                added += new
                same = [i for i in same if i not in new]
            if len(same) != len(old):
                raise Failure('%d: not as many: %s' % (n, ' '.join(map(str, k))))
            for at, (a, b) in enumerate(zip(old, same)):
                if a != b:
                    instead[k][at][n] = b
        left = {name_of(i) for i in variant if is_declaration(i)}
        for k in by_key.keys() - lists(variant).keys():
            # What the bug does not have may stay: nothing of the bug's reads it.
            if k[0] != 'declares' and not (k[0] == 'assign' and len(k) == 2 and k[1] not in left):
                raise Failure('%d: missing: %s' % (n, ' '.join(map(str, k))))
    made, seen = [], {}
    for i in base:
        k = key(i)
        new = instead[k][seen.setdefault(k, 0)]
        seen[k] += 1
        made.append(item(i, new, outputs) if new else i)
    everything = made + added
    return [i for i in everything if is_declaration(i)] + [i for i in everything if not is_declaration(i)]


def merge(base, variants, outputs):
    """The text of a file, with all bugs."""
    for n, variant in variants.items():
        if variant.header != base.header:
            raise Failure('%d: the header' % n)
    made = items(base.items, {n: v.items for n, v in variants.items()}, outputs)
    package = DECLARE if base.header[1] == BUG.split('::')[0] else ()
    return text_of(base.header + package + tuple(t for i in made for t in i.tokens()) + (base.end,))


def patched(patch, texts):
    """The files that it changes, as read."""
    changed = {}
    for file, old, new in patch.hunks:
        text = changed.get(file, texts.get(file, ''))
        if text.count(old) != 1:
            raise Failure('does not fit')
        changed[file] = text.replace(old, new)
    return {file: Unit(text) for file, text in changed.items()}


def merge_all(texts, patches):
    """{file: text}, and what bugs.json says of the patches."""
    base = {file: Unit(text) for file, text in texts.items()}
    outputs = {unit.header[1]: unit.outputs() for unit in base.values()}
    said, bugs = {}, {}
    for n, patch in enumerate(patches, 1):
        told = said['%s/%s' % (patch.kind, patch.name)] = {'digest': patch.digest}
        try:
            files = patched(patch, texts)
            for file, unit in files.items():
                merge(base[file], {n: unit}, outputs)
            bugs[n], told['number'] = files, n
        except Failure as failure:
            told['apart'] = str(failure)
    made = {file: merge(unit, {n: files[file] for n, files in bugs.items() if file in files}, outputs)
            for file, unit in base.items()}
    return made, said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('directory', metavar='DIRECTORY', type=pathlib.Path)
    parser.add_argument('rtl', metavar='RTL', nargs='+', type=pathlib.Path)
    parser.add_argument('--size', metavar='SIZE,-GNAME=VALUE,...', action='append', default=[],
                        help='a size, with the parameters of module pw_mmu, for run.py')
    arguments = parser.parse_args()
    folders = HERE, HERE.parent / 'museum'
    paths = [path for folder in folders for path in sorted(folder.glob('*.patch'))]
    sizes = [size.split(',') for size in arguments.size]
    try:
        texts = {path.name: path.read_text() for path in arguments.rtl}
        made, said = merge_all(texts, [run.Patch(path) for path in paths])
        for file, text in made.items():
            (arguments.directory / file).write_text(text)
        (arguments.directory / 'bugs.json').write_text(json.dumps(
            {'patches': said, 'files': list(texts), 'elaborated': {size: parameters for size, *parameters in sizes}},
            indent=1) + '\n')
        (arguments.directory / 'bugs.d').write_text('%s: %s\n' % (
            arguments.directory / 'bugs.json', ' '.join(map(str, [*paths, *folders]))))
    except (Failure, run.Failure, OSError) as failure:
        print('merge.py: %s' % failure, file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    sys.exit(main())
