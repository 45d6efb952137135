"""How much there is to read, before anything is read: for estimates only.

Owns a count that costs little: lines of JSON lines, files of text and HTML. Feeds, web
archives and standard input do not tell before they are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from graph_service.readers import SUFFIXES

BLOCK = 1024 * 1024
_LINES = (".jsonl", ".ndjson")
_SINGLE = {suffix for suffix, kind in SUFFIXES.items() if kind in ("text", "html")}


def amount(inputs: Iterable[str | Path]) -> tuple[int | None, int]:
    """Articles, None where the input does not tell, and bytes; what is missing counts nothing."""
    articles, size = 0, 0
    known = True
    for path in _files(inputs):
        try:
            if path.suffix.lower() in _LINES:
                with path.open("rb") as file:
                    while block := file.read(BLOCK):
                        articles += block.count(b"\n")
            elif path.suffix.lower() in _SINGLE:
                articles += 1
            else:
                known = False
            size += path.stat().st_size
        except OSError:  # `read` says what is wrong with it
            continue
    return articles if known else None, size


def _files(inputs: Iterable[str | Path]) -> Iterable[Path]:
    for name in inputs:
        path = Path(name)
        if str(name) == "-":
            yield path
        elif path.is_dir():
            yield from (
                each
                for each in path.rglob("*")
                if each.name.lower().endswith(tuple(SUFFIXES)) and each.is_file()
            )
        else:
            yield path
