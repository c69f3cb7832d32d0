#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No file, compressed ones included, names a path of the machine it was made on; every local link
of a Markdown page leads to a file that is there, and to a heading of it where it names one; prose
in NARROW has at most 100 columns."""
import functools
import gzip
import lzma
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
MACHINE_PATH = re.compile(rb"(^|[^A-Za-z0-9_.])/(work|farm|home)/", re.MULTILINE)
LINK = re.compile(
    r"""\]\(\s*<?([^)\s>]+)   # [text](target), ![text](target "title")
    | ^\s*\[[^]]+\]:\s*(\S+)  # [label]: target
    | \b(?:src|href)="([^"]+)"
    """,
    re.MULTILINE | re.VERBOSE,
)
HEADING = re.compile(r"^#+ +(.*?) *#*$", re.MULTILINE)
CHUNK = 1 << 20
# Tables, code and pictures may be wider.
NARROW = ("rtl", "tests", "harness", "model", "traces", "waveforms", "README.md", "CONTRIBUTING.md",
          "CHANGELOG.md")
WIDE = re.compile(r"^(?![|<!]).{101,}$", re.MULTILINE)


def project_files():
    for folder, folders, names in os.walk(ROOT):
        if pathlib.Path(folder) == ROOT:
            folders[:] = [f for f in folders if f == ".ci" or not f.startswith(("build", "."))]
        if "meson-private" in folders or pathlib.Path(folder).name == "__pycache__":
            folders[:] = []
            continue
        for name in sorted(names):
            # .git is a file where the checkout is a worktree.
            if name != ".git" and not name.endswith((".fst", ".fst.hier")):
                yield pathlib.Path(folder, name)


def chunks(path):
    """The content of a file, decompressed, in pieces that overlap."""
    zstd = None
    if path.suffix == ".zst":
        if not shutil.which("zstd"):
            sys.exit(77)
        zstd = subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE)
        stream = zstd.stdout
    else:
        stream = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)(path, "rb")
    rest = b""
    with stream:
        while piece := stream.read(CHUNK):
            yield rest + piece
            rest = piece[-16:]
    if zstd and zstd.wait():
        raise OSError("zstd could not read it")


def without_code(text):
    return re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)


@functools.cache
def anchors(path):
    """Of a page's headings, as a git host makes them."""
    found = set()
    for heading in HEADING.findall(without_code(path.read_text(encoding="utf-8"))):
        heading = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")
        number = 0
        while anchor + (f"-{number}" if number else "") in found:
            number += 1
        found.add(anchor + (f"-{number}" if number else ""))
    return found


def dead_links(path, text):
    for match in LINK.finditer(re.sub(r"`[^`\n]*`", "", text)):
        target = next(filter(None, match.groups()))
        file, _, anchor = urllib.parse.unquote(target).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        page = path.parent / file if file else path
        if file.startswith("/") or not page.exists():
            yield f"link to {target}, which is not there"
        elif anchor and page.suffix == ".md" and anchor not in anchors(page.resolve()):
            yield f"link to {target}: the page has no such heading"


def findings(path):
    try:
        if any(MACHINE_PATH.search(chunk) for chunk in chunks(path)):
            yield "names a path of a machine"
    except (OSError, EOFError, lzma.LZMAError) as error:
        yield f"cannot be read: {error}"
    if path.suffix != ".md":
        return
    text = without_code(path.read_text(encoding="utf-8"))
    yield from dead_links(path, text)
    if path.relative_to(ROOT).parts[0] in NARROW:
        for line in WIDE.findall(text):
            yield f"has prose of {len(line)} columns: {line[:40]}..."


def main():
    files = list(project_files())
    found = [f"{path.relative_to(ROOT)}: {what}" for path in files for what in findings(path)]
    print(*found, f"{len(files)} files, {len(found)} findings", sep="\n")
    return 1 if found else 0


sys.exit(main())
