# SPDX-License-Identifier: Apache-2.0
"""As much of SystemVerilog's grammar as merge.py needs: a file of rtl/ as a tree, and back.

It knows where statements and module items begin and end, not what expressions mean. What it does not know it refuses
(Failure); what stands between `ifdef and `endif is left out, and so are comments.
"""
import re

TOKEN = re.compile(r'''
    (?P<comment> //[^\n]* | /\*.*?\*/ ) | (?P<space> \s+ )
  | \(\*\s*\w+\s*\*\)                                        # an attribute
  | "(?:\\.|[^"\\])*"
  | \d*'[sS]?[bdhoBDHO][0-9a-fA-F_xXzZ?]+ | '[01xzXZ]\b | '[({]
  | [`$]?[A-Za-z_]\w*(?:::\w+)* | \d[\d_]*
  | <<<=|>>>=|===|!==|<<<|>>>|<<=|>>=|==\?|!=\? | [-+&|^*/%=!<>]= | << | >> | && | \|\| | \*\* | \+\+ | -- | \+: | -: | ~[&|^] | :: | .
''', re.VERBOSE | re.DOTALL)
OPEN, CLOSE = ('(', '[', '{', "'(", "'{"), (')', ']', '}')


class Failure(Exception):
    """Why it cannot be read, or not be merged: one line."""


def tokens_of(text):
    text = re.sub(r'^`ifdef.*?^`endif$', '', text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r'^`default_nettype.*$', '', text, flags=re.MULTILINE)
    return tuple(m[0] for m in TOKEN.finditer(text) if m.lastgroup not in ('comment', 'space'))


def split(tokens, at):
    """At each `at` that stands in no bracket."""
    parts, depth = [[]], 0
    for token in tokens:
        depth += (token in OPEN) - (token in CLOSE)
        if token == at and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


class Node:
    """kind, the tokens that begin it, and the nodes inside; of an if or a loop without `else`, one.

    simple    head is all of it, with the semicolon
    block     begin ... end; head is the label
    if, for   head is the condition, or the loop's, in its parentheses
    case      head is what it asks; a node `label` for each, of one statement
    always    always_comb, always_ff @(...), initial
    function  head goes to the first semicolon
    """

    def __init__(self, kind, head, inside=()):
        self.kind, self.head, self.inside = kind, tuple(head), list(inside)

    def tokens(self):
        return tuple(self.walk())

    def walk(self):
        """Its tokens, all."""
        before = {'block': ('begin',), 'if': ('if',), 'for': ('for',)}.get(self.kind, ())
        yield from before + self.head
        for n, node in enumerate(self.inside):
            if self.kind == 'if' and n:
                yield 'else'
            yield from node.walk()
        yield from {'block': ('end',), 'case': ('endcase',), 'function': ('endfunction',)}.get(self.kind, ())

    def __eq__(self, other):
        return self.tokens() == other.tokens()

    def __hash__(self):
        return hash(self.tokens())

    def renamed(self, names):
        """With other identifiers; a port's own name is none."""
        head = [names.get(token, token) if not n or self.head[n - 1] != '.' else token
                for n, token in enumerate(self.head)]
        return Node(self.kind, head, [node.renamed(names) for node in self.inside])


class Reader:
    """Nodes of tokens."""

    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    def peek(self):
        if self.at == len(self.tokens):
            raise Failure('it ends too early')
        return self.tokens[self.at]

    def take(self):
        token = self.peek()
        self.at += 1
        return token

    def until(self, *ends):
        """To the first of these outside of brackets, with it."""
        taken, depth = [], 0
        while True:
            token = self.take()
            depth += (token in OPEN) - (token in CLOSE)
            taken.append(token)
            if token in ends and not depth:
                return tuple(taken)

    def nodes(self, end):
        """Up to the token `end`, which is taken, too."""
        found = []
        while self.peek() != end:
            found.append(self.node())
        self.take()
        return found

    def node(self):
        token = self.peek()
        if token == 'begin':
            self.take()
            label = (self.take(), self.take()) if self.peek() == ':' else ()
            return Node('block', label, self.nodes('end'))
        if token in ('if', 'for'):
            self.take()
            node = Node(token, self.until(')'), [self.node()])
            if token == 'if' and self.at < len(self.tokens) and self.peek() == 'else':
                self.take()
                node.inside.append(self.node())
            return node
        if token in ('case', 'casez', 'unique'):
            head, labels = self.until(')'), []
            while self.peek() != 'endcase':
                labels.append(Node('label', self.until(':'), [self.node()]))
            self.take()
            return Node('case', head, labels)
        if token in ('always_comb', 'initial'):
            return Node('always', (self.take(),), [self.node()])
        if token == 'always_ff':
            return Node('always', self.until(')'), [self.node()])
        if token == 'function':
            return Node('function', self.until(';'), self.nodes('endfunction'))
        if token in CLOSE or re.match(r'(end(case|function|module|package)?|else)$|`', token):
            raise Failure('unexpected "%s"' % token)
        return Node('simple', self.until(';'))


class Unit:
    """A module or a package: its header with the semicolon, and its items."""

    def __init__(self, text):
        reader = Reader(tokens_of(text))
        if reader.peek() not in ('module', 'package'):
            raise Failure('begins with neither module nor package')
        self.end = 'end' + reader.peek()
        self.header = reader.until(';')
        self.items = reader.nodes(self.end)
        if reader.at != len(reader.tokens):
            raise Failure('more than one module')

    def outputs(self):
        """The names of the output ports."""
        names, way = set(), None
        for token, after in zip(self.header, self.header[1:]):
            if token in ('input', 'output', 'parameter'):
                way = token
            if way == 'output' and after in (',', ')') and re.match(r'\w', token) and not token.isdigit():
                names.add(token)
        return names


def text_of(tokens):
    """A statement a line."""
    return ' '.join(tokens).replace(' ;', ';\n').replace(" '(", "'(") + '\n'
