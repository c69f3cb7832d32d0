# SPDX-License-Identifier: Apache-2.0
"""Mutants of a C file: each is one small change of the code inside a function.

Works on tokens: comments, strings, preprocessor lines and all that is outside functions stay as they are, and so does
the left side of a declaration. Not every mutant compiles; whoever builds them finds out.
"""
import re

TOKEN = re.compile(r'''
    (?P<skip>/\*.*?\*/|//[^\n]*|\#(?:\\\n|[^\n])*|\s+)
  | (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
  | (?P<number>0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*)
  | (?P<name>[A-Za-z_]\w*)
  | (?P<sign><<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)
''', re.VERBOSE | re.DOTALL)
SWAPS = {
    '==': ['!='], '!=': ['=='], '<': ['<=', '>='], '<=': ['<', '>'], '>': ['>=', '<='], '>=': ['>', '<'],
    '&&': ['||'], '||': ['&&'], '&': ['|'], '|': ['&'], '^': ['|'], '<<': ['>>'], '>>': ['<<'], '+': ['-'], '-': ['+'],
    '++': ['--'], '--': ['++'], '+=': ['-='], '-=': ['+='], '|=': ['&='], '&=': ['|='],
    'true': ['false'], 'false': ['true'],
}
CLASSES = {
    'relation': ('==', '!=', '<', '<=', '>', '>='), 'logic': ('&&', '||', 'true', 'false'),
    'bits': ('&', '|', '^', '|=', '&='), 'shift': ('<<', '>>'),
    'arithmetic': ('+', '-', '++', '--', '+=', '-='),
}
CLASS_OF = {sign: name for name, signs in CLASSES.items() for sign in signs}
TYPES = {'struct', 'enum', 'unsigned', 'int', 'bool', 'const', 'static', 'void', 'char', 'size_t', 'uint8_t', 'uint16_t',
         'uint32_t', 'uint64_t', 'int8_t', 'int64_t', 'va_list', 'long', 'double'}
KEYWORDS = {'if', 'while', 'for', 'switch', 'return', 'sizeof', 'case', 'do', 'else', 'goto', 'default'}


class Token:
    def __init__(self, kind, text, at):
        self.kind, self.text, self.at, self.end = kind, text, at, at + len(text)


class Mutant:
    def __init__(self, source, function, kind, at, end, new):
        self.function, self.kind, self.at, self.end, self.new = function, kind, at, end, new
        self.line = source.count('\n', 0, at) + 1
        begin = source.rfind('\n', 0, at) + 1
        stop = source.find('\n', end)
        self.old_text = ' '.join(source[begin:stop].split())
        self.new_text = ' '.join((source[begin:at] + new + source[end:stop]).split())

    def apply(self, source):
        return source[:self.at] + self.new + source[self.end:]


def tokens_of(source):
    found = []
    at = 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if match.lastgroup != 'skip':
            found.append(Token(match.lastgroup, match[0], at))
        at = match.end()
    return found


def pairs_of(tokens):
    """Of each bracket, the index of its partner."""
    pairs, stack = {}, []
    for i, token in enumerate(tokens):
        if token.text in '([{' and token.kind == 'sign':
            stack.append(i)
        elif token.text in ')]}' and token.kind == 'sign':
            pairs[stack[-1]] = i
            pairs[i] = stack.pop()
    return pairs


def functions(tokens, pairs):
    """(name, first token, last token) of each body."""
    i = 0
    while i < len(tokens):
        if tokens[i].text == '{':
            if i and tokens[i - 1].text == ')':
                yield tokens[pairs[i - 1] - 1].text, i, pairs[i]
            i = pairs[i]
        elif tokens[i].text in '([':
            i = pairs[i]
        i += 1


def number(text, by):
    digits = text.rstrip('uUlL')
    value = int(digits, 0) + by
    return None if value < 0 else (hex(value) if digits[:2] in ('0x', '0X') else str(value)) + text[len(digits):]


def is_binary(tokens, i):
    before = tokens[i - 1]
    return before.kind in ('name', 'number') and before.text not in KEYWORDS or before.text in (')', ']')


def declared(tokens, first, last):
    """Tokens on the left side of declarations."""
    inside = set()
    i = first
    while i < last:
        if tokens[i - 1].text in ('{', '}', ';', '(') and tokens[i].text in TYPES:
            while i < last and tokens[i].text not in ('=', ';', ')'):
                inside.add(i)
                i += 1
        i += 1
    return inside


def arguments(tokens, pairs, i):
    """The arguments of the call whose '(' is token i: (first token, last token) each."""
    found, begin, j = [], i + 1, i + 1
    while j <= pairs[i]:
        if tokens[j].text in (',', ')') and (j == pairs[i] or tokens[j].text == ','):
            if j > begin:
                found.append((begin, j - 1))
            begin = j + 1
        elif tokens[j].text in ('(', '[', '{'):
            j = pairs[j]
        j += 1
    return found


def mutants(source):
    """All mutants of a file, in its order."""
    tokens = tokens_of(source)
    pairs = pairs_of(tokens)
    for name, first, last in functions(tokens, pairs):
        left = declared(tokens, first, last)

        def make(kind, i, j, new):
            return Mutant(source, name, kind, tokens[i].at, tokens[j].end, new)
        for i in range(first + 1, last):
            token = tokens[i]
            if i in left:
                continue
            if token.kind == 'number':
                for by in (1, -1):
                    new = number(token.text, by)
                    if new:
                        yield make('constant', i, i, new)
            elif token.text in SWAPS and (token.kind == 'name' or token.text in ('++', '--') or is_binary(tokens, i)):
                for new in SWAPS[token.text]:
                    yield make(CLASS_OF[token.text], i, i, new)
            elif token.text == '!':
                yield make('negation', i, i, '')
            elif token.text in ('if', 'while') and tokens[i + 1].text == '(':
                inner = source[tokens[i + 1].at:tokens[pairs[i + 1]].end]
                yield make('negation', i + 1, pairs[i + 1], '(!%s)' % inner)
            elif token.kind == 'name' and token.text not in KEYWORDS and tokens[i + 1].text == '(':
                given = arguments(tokens, pairs, i + 1)
                for (a, b), (c, d) in zip(given, given[1:]):
                    one, two = source[tokens[a].at:tokens[b].end], source[tokens[c].at:tokens[d].end]
                    if one != two:
                        yield make('arguments', a, d, two + source[tokens[b].end:tokens[c].at] + one)
            if tokens[i - 1].text in ('{', '}', ';', ')', 'else') and token.kind == 'name' and \
                    token.text not in KEYWORDS - {'return'} and tokens[i + 1].text not in (':',):
                j = i
                while j < last and tokens[j].text != ';' and tokens[j].text not in ('{', '}'):
                    j = pairs[j] + 1 if tokens[j].text in ('(', '[') else j + 1
                if j < last and tokens[j].text == ';' and not (tokens[i - 1].text == ')' and tokens[j - 1].text == ')'
                                                              and pairs.get(j - 1) == i - 1):
                    yield make('deleted', i, j, ';')
