"""Files, folders and standard input -> articles, and what could not be read.

Owns finding the inputs, the choice of a reader by suffix, and the order of
metadata: the input's own, then `NAME.meta.yaml` beside it, then the options.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from graph_service import plugins
from graph_service.errors import CommuniqueError, InputError
from graph_service.model import Article
from graph_service.readers.base import (
    Item,
    Metadata,
    Note,
    Rejected,
    Source,
    decode,
    metadata_from,
    too_large,
)
from graph_service.readers.differing import Overruled
from graph_service.readers.language import contradicts, recognise
from graph_service.settings import MIB, Settings

__all__ = ["Metadata", "Note", "Rejected", "read", "with_language"]

SUFFIXES = {
    ".txt": "text",
    ".md": "text",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".html": "html",
    ".htm": "html",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".warc.gz": "warc",
}
"""Built-in readers by suffix; a reader from outside has its suffix's name ("pdf")."""
_ONE_ARTICLE = ("text", "html")
_SIDECAR = ".meta.yaml"
_OPENINGS = (
    (re.compile(rb"<(?:!doctype\s+html|html)\b", re.I), "html"),
    (re.compile(rb"<(?:\?xml|rss|feed)\b"), "feed"),
)
"""What standard input begins with, where it is no text."""

Reader = Callable[[Source], Iterator[Item]]


def read(inputs: Iterable[str | Path], defaults: Metadata, settings: Settings) -> Iterator[Item]:
    """Every article in the inputs, in order; what cannot be read comes as `Rejected`.

    An input is a file, a folder (all that a reader knows, sorted, with its
    subfolders) or `-` (standard input: JSON, a page or a feed if it looks so, else text).
    """
    overruled = Overruled(defaults)
    for item in _items(inputs, defaults, settings.max_article_mib * MIB):
        if isinstance(item, Article):
            overruled.look(item, "the first")
        yield item
    yield from overruled.notes()


def _items(inputs: Iterable[str | Path], defaults: Metadata, limit: int) -> Iterator[Item]:
    for name in inputs:
        if str(name) == "-":
            yield from _guard("-", _standard_input(sys.stdin.buffer, limit, defaults))
        elif Path(name).is_dir():
            yield from _folder(Path(name), limit, defaults)
        else:
            yield from _guard(str(name), _file(Path(name), limit, defaults))


def _guard(name: str, items: Iterator[Item]) -> Iterator[Item]:
    """Turns what a reader raises into one `Rejected` in its place; adds the language."""
    try:
        for item in items:
            yield from with_language(item, name)
    except CommuniqueError as error:
        yield Rejected.because(error, name)
    except OSError as error:
        yield Rejected(f"It cannot be read: {error.strerror or error}", name)


def with_language(item: Item, name: str) -> Iterator[Item]:
    """An article with its text's language, where nobody said one and the text is long enough
    to tell; before it a note where the text looks like another than what is stated."""
    if not isinstance(item, Article):
        yield item
    elif not item.language:
        language = recognise(item.text)
        yield replace(item, language=language) if language else item
    else:
        if found := contradicts(item.text, item.language):
            read = "it is kept and not read" if found == "en" else "it is read as English"
            yield Note(
                f"language is stated as {item.language}, the text looks like {found}: what is "
                f"stated counts, so {read}",
                item.id or name,
            )
        yield item


def _folder(folder: Path, limit: int, defaults: Metadata) -> Iterator[Item]:
    paths = sorted(
        path
        for path in folder.rglob("*")
        if _reader_name(path) and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )
    for path in paths:
        if path.is_file():
            yield from _guard(str(path), _file(path, limit, defaults))
    if not paths:
        yield Rejected(
            "The folder holds no file that a reader knows", str(folder), f"Known: {_known()}."
        )


def _file(path: Path, limit: int, defaults: Metadata) -> Iterator[Item]:
    if not path.exists():
        raise InputError("There is no such file", do="Check its name.")
    if not path.is_file():
        raise InputError("It is neither a file nor a folder")
    name = _reader_name(path)
    if name is None:
        raise InputError(
            f"No reader knows the suffix {path.suffix or '(none)'}",
            do=f"Known: {_known()}; or send it to standard input and give `-`.",
        )
    size = path.stat().st_size
    if size == 0:
        raise InputError("It is empty", do="Give it text, or leave it out.")
    if name in _ONE_ARTICLE and size > limit:
        raise too_large(size, limit)
    with path.open("rb") as stream:
        beside = _beside(path)
        source = Source(path.name, stream, limit, beside.over(defaults), beside)
        yield from _reader(name)(source)


def _standard_input(stream: BinaryIO, limit: int, defaults: Metadata) -> Iterator[Item]:
    """Read as it arrives where it is JSON lines; else whole."""
    from graph_service.readers import json as json_reader

    first = stream.readline(limit + 1)
    source = Source("-", stream, limit, defaults)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") and _is_json(first):
        rest = ((number + 1, line) for number, line in source.lines())
        yield from json_reader.read_lines(chain([(1, first)], rest), source)
        return
    data = first + stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(None, limit)
    if start[:1] in (b"{", b"[") and _is_json(data):
        yield from json_reader.read_value(data, source)
    elif start[:1] == b"{" and any(_is_json(line) for line in data.splitlines() if line.strip()):
        yield from json_reader.read_lines(enumerate(data.splitlines(), start=1), source)
    else:
        kind = next((kind for opening, kind in _OPENINGS if opening.match(start)), "text")
        yield from _reader(kind)(Source("-", io.BytesIO(data), limit, defaults))


def _is_json(data: bytes) -> bool:
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _beside(path: Path) -> Metadata:
    """Of `story.txt`: from `story.txt.meta.yaml` or `story.meta.yaml`."""
    from graph_service.readers.text import parse_yaml

    for sidecar in (path.with_name(path.name + _SIDECAR), path.with_name(path.stem + _SIDECAR)):
        if sidecar.is_file():
            values: dict[str, Any] | None = parse_yaml(decode(sidecar.read_bytes()))
            if values is None:
                raise InputError(f"{sidecar.name} beside it is no YAML mapping")
            return metadata_from(values)
    return Metadata()


def _reader_name(path: Path) -> str | None:
    for suffix, name in SUFFIXES.items():
        if path.name.lower().endswith(suffix):
            return name
    outside = path.suffix.lower().lstrip(".")
    return outside if outside in plugins.names("readers") else None


def _reader(name: str) -> Reader:
    reader: Reader = plugins.load("readers", name)
    return reader


def _known() -> str:
    outside = {f".{name}" for name in plugins.names("readers") if name not in SUFFIXES.values()}
    return ", ".join(sorted({*SUFFIXES, *outside}))
