#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""No file, compressed ones included, names a path of the machine it was made on, and every
local link of a Markdown page leads to a file that is there."""
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
CHUNK = 1 << 20


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


def findings(path):
    try:
        if any(MACHINE_PATH.search(chunk) for chunk in chunks(path)):
            yield "names a path of a machine"
    except (OSError, EOFError, lzma.LZMAError) as error:
        yield f"cannot be read: {error}"
    if path.suffix != ".md":
        return
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    for match in LINK.finditer(text):
        target = next(filter(None, match.groups()))
        file = urllib.parse.unquote(target.split("#")[0])
        if re.match(r"[a-z]+:", target) or not file:
            continue
        if file.startswith("/") or not (path.parent / file).exists():
            yield f"link to {target}, which is not there"


def main():
    files = list(project_files())
    found = [f"{path.relative_to(ROOT)}: {what}" for path in files for what in findings(path)]
    print(*found, f"{len(files)} files, {len(found)} findings", sep="\n")
    return 1 if found else 0


sys.exit(main())
