"""RSS and Atom: every entry is one article, read one at a time however long the feed is.

Owns cutting a feed into entries (expat, by byte) and what an entry says of
itself (feedparser). Entities that a feed declares are refused, and nothing
outside it is loaded.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_tz
from typing import Any
from xml.parsers import expat

from graph_service.errors import CommuniqueError, InputError
from graph_service.readers import markup
from graph_service.readers.base import (
    Item,
    Metadata,
    Rejected,
    Source,
    article,
    check_characters,
    published_date,
    too_large,
)
from graph_service.readers.language import recognise
from graph_service.readers.page import OTHER_DATES, doubts

_CHUNK = 1 << 16
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_ROOTS = {"rss", "feed", "RDF"}
_ENTRIES = {"item", "entry"}
_DATES = ("published", "created", "updated")
"""feedparser's names, surest first. `updated` is dc:date, too, and all that many feeds have."""


def read(source: Source) -> Iterator[Item]:
    """An article for each entry that has text, a `Rejected` for each that has none."""
    cutter = _Cutter(source.limit)
    number = 0
    for whole in cutter.entries(_chunks(source)):
        number += 1
        where = f"{source.name} entry {number}"
        if whole is None:
            yield Rejected.because(too_large(None, source.limit), where)
        else:
            yield from _entry(whole, cutter.around, where, source.defaults)
    if cutter.broken:
        yield Rejected(
            f"It is no XML: {cutter.broken}",
            source.name,
            f"Correct it there; the {number} entries before were read.",
        )
    elif number == 0:
        raise InputError("The feed has no entries")


def _chunks(source: Source) -> Iterator[bytes]:
    """The feed in UTF-8, whatever it came in."""
    data = source.stream.read(_CHUNK)
    found = _ENCODING.search(data[:200])
    name = found[1].decode("ascii") if found else "utf-8"
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            name = encoding
    try:
        decoder = codecs.getincrementaldecoder(name)(errors="replace")
        first = decoder.decode(data)
    except (LookupError, TypeError, ValueError) as error:
        raise InputError(f"Its encoding {name!r} is unknown", do="Save it as UTF-8.") from error
    yield first.removeprefix("\ufeff").encode()
    while data := source.stream.read(_CHUNK):
        yield decoder.decode(data).encode()
    yield decoder.decode(b"", True).encode()


class _Cutter:
    """Bytes of a feed in, bytes of its entries out; holds one entry at a time."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.around: tuple[bytes, bytes] = (b"", b"")
        """What stands before the first entry, and what closes it: the feed without entries."""
        self.broken: str | None = None
        self._open: list[str] = []
        self._kept = b""
        self._from = 0
        """Offset of the first kept byte."""
        self._begin: int | None = None
        self._done: list[tuple[int, int]] = []
        self._depth = 0
        parser = expat.ParserCreate("utf-8")
        parser.UseForeignDTD(True)  # names of HTML entities are then no errors
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        self._parser = parser

    def entries(self, chunks: Iterator[bytes]) -> Iterator[bytes | None]:
        """None for an entry longer than one article may be."""
        for chunk in chunks:
            self._kept += chunk
            try:
                self._parser.Parse(chunk, False)
            except expat.ExpatError as error:
                self.broken = f"{expat.ErrorString(error.code)}, line {error.lineno}"
            yield from self._cut()
            if self.broken:
                break
        else:
            try:
                self._parser.Parse(b"", True)
            except expat.ExpatError as error:
                self.broken = f"{expat.ErrorString(error.code)}, line {error.lineno}"
        if self.broken and not self._open and self.around == (b"", b""):
            raise InputError(f"It is no XML: {self.broken}")

    def _cut(self) -> Iterator[bytes | None]:
        for begin, end in self._done:
            inside = self._kept[max(0, begin - self._from) : end - self._from]
            yield inside if end - begin <= self.limit else None
        self._done.clear()
        if self._begin is None:
            keep = self._parser.CurrentByteIndex if self.around[0] else self._from
        else:
            keep = self._begin
        if self._from + len(self._kept) - keep > self.limit:
            if not self.around[0]:
                raise too_large(None, self.limit)
            keep = self._from + len(self._kept)  # an entry too long: only its end matters
        if keep > self._from:
            self._kept = self._kept[keep - self._from :]
            self._from = keep

    def _start(self, name: str, _: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self._open and local not in _ROOTS:
            raise InputError(
                f"It is XML, but no feed: it begins with <{name}>", do="Give it RSS or Atom."
            )
        if self._begin is None and self._open and local in _ENTRIES:
            self._begin = self._parser.CurrentByteIndex
            self._depth = len(self._open)
            if not self.around[0]:
                closing = "".join(f"</{open_}>" for open_ in reversed(self._open))
                before = self._kept[: self._begin - self._from]
                self.around = (before, closing.encode())
        self._open.append(name)

    def _end(self, _: str) -> None:
        self._open.pop()
        if self._begin is not None and len(self._open) == self._depth:
            at = self._parser.CurrentByteIndex
            end = self._from + self._kept.index(b">", at - self._from) + 1
            self._done.append((self._begin, end))
            self._begin = None

    def _entity(self, name: str, *_: object) -> None:
        raise InputError(
            f"It declares the XML entity {name!r}, which could make it any size",
            where=f"line {self._parser.CurrentLineNumber}",
            do="Remove its DOCTYPE.",
        )


def _entry(
    whole: bytes, around: tuple[bytes, bytes], where: str, defaults: Metadata
) -> Iterator[Item]:
    """One article, after notes on what it states and what does not count; or one `Rejected`."""
    import feedparser

    try:
        feed = feedparser.parse(
            io.BytesIO(around[0] + whole + around[1]),  # a stream: a string could be an address
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        entry = feed.entries[0] if feed.entries else {}
        text = _text(entry)
        if not text:
            raise InputError("It has neither content nor a summary")
        check_characters(text, "text")
        found = _metadata(entry, feed.feed, text)
    except CommuniqueError as error:
        yield Rejected.because(error, where)
        return
    except RecursionError:
        yield Rejected("Its HTML is nested too deeply", where)
        return
    except ValueError as error:  # feedparser's, of addresses that are none
        yield Rejected(f"It cannot be read: {error}", where)
        return
    yield from doubts(found, where)
    yield article(text, found.over(defaults).over(Metadata(id=where)), whole)


def _text(entry: Any) -> str:
    """The longest of its contents, else the summary."""
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = [_plain(part) for part in parts if part.get("value")]
    return max(texts[: len(entry.get("content", ())) or None], key=len, default="") or max(
        texts, key=len, default=""
    )


def _plain(part: Any) -> str:
    value: str = part["value"]
    return value.strip() if part.get("type") == "text/plain" else markup.fragment_text(value)


def _metadata(entry: Any, feed: Any, text: str) -> Metadata:
    to_come: dict[str, str] = {}
    day, place = _day(entry, to_come)
    extra = [("date_from", json.dumps(place))] if place else []
    if to_come:
        extra.append((OTHER_DATES, json.dumps(to_come)))
    origin = entry.get("source") or {}
    link = str(entry.get("link") or "")
    title = entry.get("title_detail") or {}
    language = _plainly((entry.get("content") or [{}])[0].get("language") or feed.get("language"))
    return Metadata(
        id=_plainly(entry.get("id")),
        url=link if link.startswith(("http://", "https://")) else None,
        publisher=_plainly(origin.get("title") or feed.get("title")),
        published=day,
        title=_plainly(_plain(title)) if title.get("value") else None,
        language=recognise(text) or language,
        extra=tuple(extra),
    )


def _plainly(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def _day(entry: Any, to_come: dict[str, str]) -> tuple[date | None, str | None]:
    """The day as it is written, in its own time zone; one to come goes into `to_come`."""
    for name in (name for name in _DATES if name in entry):  # get() would take one for another
        value = str(entry[name] or "").strip()
        parts = parsedate_tz(value) if value and not value[:4].isdigit() else None
        written = "{:04}-{:02}-{:02}".format(*parts[:3]) if parts else value
        try:
            return published_date(written, where=name), name
        except CommuniqueError:
            with contextlib.suppress(ValueError):  # else a day of the calendar, and so to come
                to_come[name] = date.fromisoformat(written[:10]).isoformat()
    return None, None
