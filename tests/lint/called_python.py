# SPDX-License-Identifier: Apache-2.0
"""Which programs a Python script calls.

Looked at is what subprocess and shutil.which() are given, and what is given to functions that hand it on to them. Of it the
words that stand in the script: a program whose name comes from elsewhere, such as the build directory, is not seen.
"""
import ast
import shlex

import called_shell

RUNNERS = {'subprocess': {'run', 'Popen', 'call', 'check_call', 'check_output'}, 'shutil': {'which'}, 'os': {'system', 'popen'}}


class Module:
    def __init__(self, text):
        self.tree = ast.parse(text)
        self.assigned = {}  # name: what is assigned to it, anywhere
        self.functions = {}  # name: which of its arguments is called
        for node in ast.walk(self.tree):
            for target in node.targets if isinstance(node, ast.Assign) else ():
                if isinstance(target, ast.Name):
                    self.assigned.setdefault(target.id, []).append(node.value)
        known = None
        while known != self.functions:
            known = dict(self.functions)
            for node in ast.walk(self.tree):
                if isinstance(node, ast.FunctionDef):
                    self.look_into(node)

    def look_into(self, function):
        names = [argument.arg for argument in [*function.args.args, function.args.vararg] if argument]
        first = names[:1] == ['self']
        for command in self.commands(function):
            for at, name in enumerate(names):
                if command.startswith(self.variable(name)):
                    self.functions[function.name] = at - first

    @staticmethod
    def variable(name):
        return '"${%s}"' % name

    def commands(self, tree):
        """As lines of shell scripts; a variable stands for what is not known."""
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function, at = node.func, None
            if isinstance(function, ast.Name):
                at = self.functions.get(function.id)
            elif isinstance(function, ast.Attribute):
                module = function.value.id if isinstance(function.value, ast.Name) else None
                at = 0 if function.attr in RUNNERS.get(module, ()) else self.functions.get(function.attr)
            if at is not None and at < len(node.args):
                yield from filter(None, self.lines(node.args[at]))

    def lines(self, node, within=()):
        """What a command may be; None: nothing, and what stands behind it is the command."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, (ast.List, ast.Tuple)):
            yield from self.lines_of_list(node.elts, within)
        elif isinstance(node, ast.Starred):
            yield from self.lines(node.value, within)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from self.lines(node.left, within)
        elif isinstance(node, ast.IfExp):
            yield from self.lines(node.body, within)
            yield from self.lines(node.orelse, within)
        elif isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            yield from self.lines(node.generators[0].iter, within)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            yield from self.lines(node.args[-1], within)  # list(map(str, command))
        elif isinstance(node, ast.Call) and len(node.args) == 2 and getattr(node.func, 'attr', '') == 'get':
            yield from self.lines(node.args[1], within)  # os.environ.get('NAME', 'what it is without')
        elif isinstance(node, ast.Name) and node.id not in within:
            yield self.variable(node.id)
            for value in self.assigned.get(node.id, ()):
                yield from self.lines(value, (*within, node.id))
        else:
            yield self.variable('x')

    def lines_of_list(self, elements, within):
        for at, element in enumerate(elements):
            behind = [shlex.quote(e.value) if isinstance(e, ast.Constant) and isinstance(e.value, str) else
                      self.variable('x') for e in elements[at + 1:]]
            empty = False
            for line in self.lines(element, within):
                empty = empty or line is None
                if line is not None:
                    yield ' '.join([line, *behind])
            if not empty:
                return
        yield None


def called(text):
    module = Module(text)
    return set().union(*map(called_shell.called, module.commands(module.tree)))
