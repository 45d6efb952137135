"""JSON lines, one JSON object, or a JSON list of objects; each object is one article.

Owns the reading of `{"id", "url", "publisher", "date", "title", "language",
"text"}` (contract.md). JSON lines are read a line at a time, so a file may be of
any length; a line that is broken is reported and the next one goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from graph_service.errors import BadValue, CommuniqueError, InputError
from graph_service.readers.base import (
    Item,
    Metadata,
    Rejected,
    Source,
    article,
    check_characters,
    decode,
    metadata_from,
    too_large,
)

_SPACE = re.compile(r"[\s,]*")


def read(source: Source) -> Iterator[Item]:
    """By the file's suffix: `.json` is one value, anything else is lines."""
    if source.name.lower().endswith(".json"):
        yield from read_value(source.read(), source)
    else:
        yield from read_lines(source.lines(), source)


def read_lines(lines: Iterable[tuple[int, bytes | None]], source: Source) -> Iterator[Item]:
    """One article a line; empty lines do not count."""
    found = False
    for number, line in lines:
        where = f"{source.name} line {number}"
        if line is None:
            yield Rejected.because(too_large(None, source.limit), where)
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _line(line, where, source.defaults)
        else:
            continue
        found = True
    if not found:
        raise InputError("It is empty", do="Give it one JSON object a line.")


def read_value(data: bytes, source: Source) -> Iterator[Item]:
    """One object, a list of objects, or JSON lines under another name."""
    text = decode(data)
    start = len(text) - len(text.lstrip())
    if text[start] == "[":
        yield from _list(text, start + 1, source)
        return
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            lines = enumerate(data.splitlines(), start=1)
            yield from read_lines(lines, source)
            return
        raise _broken(error) from error
    except RecursionError as error:
        raise InputError("Its JSON is nested too deeply") from error
    yield _object(value, data, source.name, source.defaults)


def _line(line: bytes, where: str, defaults: Metadata) -> Item:
    try:
        value = json.loads(decode(line).rstrip())
    except json.JSONDecodeError as error:
        return Rejected(
            f"It is no JSON: {error.msg}",
            f"{where}, column {error.colno}",
            "Correct this line; the others were read.",
        )
    except RecursionError:
        return Rejected("Its JSON is nested too deeply", where)
    except CommuniqueError as error:
        return Rejected.because(error, where)
    return _object(value, line, where, defaults)


def _list(text: str, position: int, source: Source) -> Iterator[Item]:
    """The objects of a list, in order, up to the first place that is no JSON."""
    decoder = json.JSONDecoder()
    number = 0
    while True:
        start = _skip(text, position)
        if text[start : start + 1] == "]":
            break
        try:
            value, position = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            raise _broken(error) from error
        except RecursionError as error:
            raise InputError("Its JSON is nested too deeply") from error
        number += 1
        raw = text[start:position].encode("utf-8", "surrogatepass")
        yield _object(value, raw, f"{source.name} item {number}", source.defaults)
    if number == 0:
        raise InputError("Its list is empty", do="Give it articles.")


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _object(value: Any, raw: bytes, where: str, defaults: Metadata) -> Item:
    try:
        if not isinstance(value, dict):
            raise BadValue("It is JSON, but no object", do='Write {"text": "..."}.')
        text = value.get("text")
        if not isinstance(text, str):
            what = "It has no text" if text is None else "Its text is no string"
            raise BadValue(what, do='Write {"text": "..."}.')
        if not text.strip():
            raise BadValue("Its text is empty", do="Give it text, or leave it out.")
        check_characters(text, "text")
        return article(text, metadata_from(value).over(defaults), raw)
    except CommuniqueError as error:
        return Rejected.because(error, where)


def _broken(error: json.JSONDecodeError) -> InputError:
    return InputError(
        f"It is no JSON: {error.msg}",
        where=f"line {error.lineno}, column {error.colno}",
        do="Correct it there.",
    )
