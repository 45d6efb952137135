"""What every reader shares: metadata, what cannot be read, and the words for it.

Owns the types `Metadata`, `Source`, `Rejected` and `Note`, and the checks of values that
come with an article. Owns no file format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from graph_service.errors import BadValue, CommuniqueError, InputError
from graph_service.model import Article
from graph_service.settings import MIB

KEYS = ("id", "url", "publisher", "date", "title", "language")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article beside its text."""

    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: date | None = None
    title: str | None = None
    language: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Unknown keys, values as JSON text."""

    def over(self, defaults: Metadata) -> Metadata:
        """These values, and the defaults' where nothing stands here.

        >>> both = Metadata(title="A").over(Metadata(title="B", language="en"))
        >>> both.title, both.language
        ('A', 'en')
        """
        missing = {
            f.name: getattr(defaults, f.name) for f in fields(self) if not getattr(self, f.name)
        }
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Rejected:
    """One input that could not be read; the others go on."""

    what: str
    where: str
    do: str | None = None

    @classmethod
    def because(cls, error: CommuniqueError, where: str) -> Rejected:
        place = f"{where}, {error.where}" if error.where else where
        return cls(error.what, place, error.do)

    def __str__(self) -> str:
        return str(InputError(self.what, where=self.where, do=self.do))


@dataclass(frozen=True, slots=True)
class Note:
    """Something about an input that the user should know and that is no fault."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Item = Article | Rejected | Note


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input, on its way to a reader.

    A reader is a function `(Source) -> Iterator[Article | Rejected | Note]`; it raises
    InputError or BadValue where nothing at all can be read.
    """

    name: str
    stream: BinaryIO
    limit: int
    """Bytes that one article may have."""
    defaults: Metadata = field(default_factory=Metadata)
    """From options and from a file `NAME.meta.yaml` beside it."""
    beside: Metadata = field(default_factory=Metadata)
    """From that file alone: a file that is one page says less of itself than its owner knows."""

    def read(self) -> bytes:
        """All of it; raises InputError where that is more than one article may have."""
        data = self.stream.read(self.limit + 1)
        if len(data) > self.limit:
            raise too_large(None, self.limit)
        return data

    def lines(self) -> Iterator[tuple[int, bytes | None]]:
        """Line numbers from 1 and lines; None for a line longer than one article may be."""
        number = 0
        while line := self.stream.readline(self.limit + 1):
            number += 1
            whole = len(line) <= self.limit
            while not line.endswith(b"\n") and not whole:
                line = self.stream.readline(self.limit) or b"\n"
            yield number, line if whole else None


def too_large(size: int | None, limit: int) -> InputError:
    there = "It has more" if size is None else f"It has {size / MIB:.0f} MiB, more"
    return InputError(
        f"{there} than the {limit // MIB} MiB that one article may have",
        do="Split it, or raise COMMUNIQUE_MAX_ARTICLE_MIB.",
    )


def decode(data: bytes) -> str:
    """UTF-8, with or without a byte order mark; nothing else is touched.

    Raises InputError with the offset of the first byte that is no text.
    """
    if not data.strip():
        raise InputError("It is empty", do="Give it text, or leave it out.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError("It is UTF-16, not UTF-8", where="byte 0", do="Save it as UTF-8.")
    nul = data.find(b"\0")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if nul < 0 or error.start < nul:
            raise InputError(
                "It is binary or not UTF-8", where=f"byte {error.start}", do="Save it as UTF-8."
            ) from error
    if nul >= 0:
        raise InputError("It is binary: it holds a NUL byte", where=f"byte {nul}")
    return text


def published_date(value: str, where: str) -> date:
    """A publication date, YYYY-MM-DD, with or without a time after it.

    Raises BadValue for a day that is none, or that lies after tomorrow.

    >>> published_date("2022-06-15T08:00:00Z", "--date")
    datetime.date(2022, 6, 15)
    """
    found = _DAY.fullmatch(value.strip())
    if found is None:
        raise BadValue(f"{value!r} is no date", where=where, do="Write it as YYYY-MM-DD.")
    try:
        day = date.fromisoformat(found[1])
    except ValueError as error:
        raise BadValue(
            f"{found[1]} is no day of the calendar", where=where, do="Correct it, or leave it out."
        ) from error
    if day > datetime.now(UTC).date() + timedelta(days=1):
        raise BadValue(
            f"The publication date {day} lies in the future",
            where=where,
            do="Correct it, or leave it out.",
        )
    return day


def metadata_from(values: Mapping[str, Any]) -> Metadata:
    """The known keys, checked, and all others as they are; raises BadValue naming the key."""
    known: dict[str, Any] = {}
    for key in KEYS:
        value = values.get(key)
        if value is None or value == "":
            continue
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise BadValue(f"{key} is {_kind(value)}, not text", do="Put it in quotation marks.")
        check_characters(value, key)
        if key == "date":
            known["published"] = published_date(value, where=key)
        else:
            known[key] = value
    extra = tuple(
        (str(key), json.dumps(value, ensure_ascii=True, sort_keys=True, default=str))
        for key, value in values.items()
        if key not in (*KEYS, "text")
    )
    return Metadata(**known, extra=extra)


def check_characters(text: str, where: str) -> None:
    """Raises InputError for what no text file can hold: NUL, halves of surrogate pairs."""
    found = _NO_TEXT.search(text)
    if found:
        raise InputError(
            f"It holds U+{ord(found[0]):04X}, which is no character",
            where=f"{where}, character {found.start()}",
            do="Remove it.",
        )


def article(text: str, metadata: Metadata, raw: bytes) -> Article:
    return Article(
        text=text,
        id=metadata.id,
        url=metadata.url,
        publisher=metadata.publisher,
        published=metadata.published,
        title=metadata.title,
        language=metadata.language,
        extra=metadata.extra,
        raw=raw,
    )


def _kind(value: object) -> str:
    """
    >>> _kind([1]), _kind(True), _kind(2.5)
    ('a list', 'true or false', 'a number')
    """
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"
