# SPDX-License-Identifier: Apache-2.0
"""Which programs a shell script calls.

The grammar is that of the project's scripts: no backquotes, no `eval`, no function within a function. A command whose name
is made at run time, "$format" say, is not seen.
"""
import re

TOKEN = re.compile(r'''
    (?P<comment>(?<![^\s;|&()])\#[^\n]*)
  | (?P<redirect>\d*[<>]+(?P<to>&[\d-])?)
  | (?P<mark>\n|;;|&&|\|\||[;|&()])
  | (?P<word>(?:\\.|'[^']*'|"(?:\\.|\$\([^()]*\)|[^"\\])*"|[^\s;|&()<>'"\\])+)
  | \\\n | \s
''', re.VERBOSE | re.DOTALL)
HERE_DOCUMENT = re.compile(r"<<-?\s*'?(\w+)'?[^\n]*\n.*?^\s*\1$", re.MULTILINE | re.DOTALL)
SUBSTITUTION = re.compile(r'\$\(((?:[^()]|\([^()]*\))*)\)')
GO_ON = {'if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'time'}  # and a command follows
BUILTIN = {'.', ':', '[', 'break', 'cd', 'continue', 'echo', 'exit', 'export', 'false', 'kill', 'printf', 'pwd', 'read',
           'return', 'set', 'shift', 'test', 'times', 'true', 'ulimit', 'umask', 'unset', 'wait', '}', 'fi', 'done', 'esac', 'for'}
# These call what stands behind them; those of PROGRAMS are programs, too.
PROGRAMS = {'env', 'nice', 'sudo', 'timeout', 'unshare', 'xargs', 'xvfb-run'}
PREFIX = {'command', 'exec'} | PROGRAMS


class Script:
    def __init__(self, text, wrappers=frozenset()):
        """wrappers: functions that call their arguments."""
        self.wrappers = set(wrappers)
        self.functions, self.called = set(), set()
        self.function = None  # in which we are
        text = HERE_DOCUMENT.sub('', text)
        text = re.sub(r'\$\(\(.*?\)\)', '0', text)
        self.tokens = [match for match in TOKEN.finditer(text) if match.lastgroup and not match['comment']]
        self.scan()
        self.called -= self.functions

    def within(self, text):
        inner = Script(text, self.wrappers)
        self.called |= inner.called
        self.wrappers |= inner.wrappers

    def substitutions(self, word):
        for inner in SUBSTITUTION.findall(word or ''):
            self.within(inner)

    def is_mark(self, at, mark):
        return at < len(self.tokens) and self.tokens[at]['mark'] == mark

    def scan(self):
        state = 'command'  # what may come: a command; 'behind' a prefix; 'rest' of a command; 'case', its 'pattern'
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            at += 1
            if token['redirect']:
                if not token['to'] and at < len(self.tokens):
                    self.substitutions(self.tokens[at]['word'])
                    at += 1
            elif token['mark']:
                state = self.after_mark(token['mark'], state)
            elif state == 'case':
                state = 'pattern' if token['word'] == 'in' else 'case'
            elif state == 'pattern':
                state = 'rest' if token['word'] == 'esac' else 'pattern'
            else:
                word = token['word']
                self.substitutions(word)
                if state in ('command', 'behind') and self.is_mark(at, '(') and self.is_mark(at + 1, ')'):
                    self.function = word
                    self.functions.add(word)
                    at += 2
                    state = 'command'
                elif state == 'rest':
                    self.argument(at - 1)
                else:
                    state = self.after_word(word, state)

    @staticmethod
    def after_mark(mark, state):
        if state == 'pattern':
            return 'command' if mark == ')' else 'pattern'
        if mark == ';;':
            return 'pattern'
        return 'rest' if mark == ')' else 'command'

    def argument(self, at):
        """What `sh -c` or `trap` is given."""
        before = self.tokens[at - 1]['word'], self.tokens[at - 2]['word'] if at > 1 else None
        word = self.tokens[at]['word']
        if word[0] == "'" and (before[0] == 'trap' or before[0] == '-c'):
            self.within(word[1:-1])

    def after_word(self, word, state):
        if state == 'behind' and re.match(r'-|\d', word) or re.match(r'\w+\+?=', word):
            return state
        if word == 'esac':
            return 'rest'
        if word in GO_ON:
            return 'command'
        if word == 'case':
            return 'case'
        if word == '}':
            self.function = None
        if word == '"$@"' and self.function:
            self.wrappers.add(self.function)
        word = re.sub(r'^/(usr/)?s?bin/', '', word)
        if re.fullmatch(r'[\w.+-]+', word) and word not in BUILTIN | {'command', 'exec', 'trap'}:
            self.called.add(word)
        return 'behind' if word in PREFIX | self.wrappers else 'rest'


def called(text):
    script = Script(text)
    while True:
        again = Script(text, script.wrappers)
        if again.wrappers == script.wrappers:
            return again.called
        script = again
