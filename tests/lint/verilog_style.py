#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The skeleton that every SystemVerilog file has, beyond what a formatter sees: SPDX line,
contract, one module or package named as the file, between `default_nettype none and wire."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAX_COLUMNS = 100


def findings(path):
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")

    if lines[0] != "// SPDX-License-Identifier: Apache-2.0":
        yield 1, "the first line is not the SPDX line"
    if lines[1:2] != ["//"] or not re.match(r"// \S", "".join(lines[2:3])):
        yield 2, "no comment that is the contract, after an empty one"
    if lines[-1] != "" or lines[-2:-1] == [""]:
        yield len(lines), "the file does not end in one newline"

    for number, line in enumerate(lines, 1):
        if "\t" in line:
            yield number, "tab"
        if line != line.rstrip():
            yield number, "blanks at the end of the line"
        if len(line) > MAX_COLUMNS:
            yield number, f"{len(line)} columns; at most {MAX_COLUMNS}"

    code = [line for line in lines if line and not line.startswith("//")]
    nettypes = [line for line in code if line.lstrip().startswith("`default_nettype")]
    if nettypes != ["`default_nettype none", "`default_nettype wire"]:
        yield 1, "not exactly one `default_nettype none, and then wire"
    elif code[0] != nettypes[0] or code[-1] != nettypes[1]:
        yield 1, "code outside of `default_nettype none and wire"

    names = re.findall(r"^\s*(?:module|package|interface)\s+(\w+)", text, re.MULTILINE)
    if names != [path.stem]:
        yield 1, f"holds {' '.join(names) or 'nothing'}, not just {path.stem}"


def main():
    files = sorted(
        path
        for path in ROOT.rglob("*.sv")
        if not re.match(r"build|\.", path.relative_to(ROOT).parts[0])
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}"
        for path in files
        for number, what in findings(path)
    ]
    print(*found, f"{len(files)} files, {len(found)} findings", sep="\n")
    return 1 if found or not files else 0


sys.exit(main())
