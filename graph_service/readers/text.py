"""Plain text and Markdown, with or without YAML front matter.

The text is the file's, character by character; only a byte order mark and the
front matter go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from graph_service.errors import InputError
from graph_service.readers.base import Item, Metadata, Source, article, decode, metadata_from
from graph_service.readers.differing import differing

_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)(?:^|(?<=\n))---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def read(source: Source) -> Iterator[Item]:
    """One article."""
    data = source.read()
    metadata, text = split(decode(data))
    if not text.strip():
        raise InputError("It has front matter and no text", do="Write the article below it.")
    own = metadata.over(source.defaults)
    yield from differing(
        metadata, "its front matter", source.beside, "the file beside it", source.name
    )
    yield article(text, own.over(Metadata(id=source.name)), data)


def split(text: str) -> tuple[Metadata, str]:
    """Front matter and the rest. A first line of dashes without a YAML mapping below is text.

    >>> metadata, text = split("---\\ntitle: A\\n---\\nWords.")
    >>> metadata.title, text
    ('A', 'Words.')
    """
    found = _FRONT.match(text)
    if found is None:
        return Metadata(), text
    values = parse_yaml(found[1])
    if values is None:
        return Metadata(), text
    return metadata_from(values), text[found.end() :]


def parse_yaml(text: str) -> dict[str, Any] | None:
    """A mapping of keys to text as written (no dates, no numbers); None for anything else.

    Raises InputError with line and column where it is no YAML.
    """
    try:
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds text, lists, dicts
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # The fence is line 1 of the file.
        where = f"line {mark.line + 2}, column {mark.column + 1}" if mark else None
        raise InputError(
            f"Its front matter is no YAML: {getattr(error, 'problem', None) or error}",
            where=where,
            do="Put values with colons or quotation marks in quotation marks.",
        ) from error
    return values if isinstance(values, dict) else None
