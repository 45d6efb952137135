"""Web archives (WARC, also gzipped): pages and plain texts that a server answered with.

Owns which records are articles and where a file broke off. `html` reads the pages.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph_service.errors import CommuniqueError, InputError
from graph_service.readers import markup
from graph_service.readers.base import (
    Item,
    Metadata,
    Note,
    Rejected,
    Source,
    article,
    check_characters,
    too_large,
)
from graph_service.readers.html import page_article
from graph_service.readers.page import doubts, url_day, url_path

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = {"text/html", "application/xhtml+xml"}
_CHUNK = 1 << 16
_FIRST_LINE = b"WARC/1.0\r\n"


def read(source: Source) -> Iterator[Item]:
    """An article a page; the rest is counted in one note at the end."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    skipped: Counter[str] = Counter()
    number = begun = 0
    try:
        for record in ArchiveIterator(source.stream, parse_http=False):
            number += 1
            begun = record.stream_pos
            where = f"{source.name} record {number}"
            wanted = record.record_type == WarcRecordType.response
            body = _body(record, source.limit if wanted else 0)
            if body is None:
                yield _cut_off(source, number)
                break
            if wanted:
                yield from _response(record, body, where, source, skipped)
    except OSError as error:
        if number == 0:
            raise InputError("It is no WARC file", do="Is it complete?") from error
        yield _broken(source, number, error)
    else:
        if number == 0:
            raise InputError("It is a WARC file without records")
        if body is not None and _goes_on(source, begun):
            yield _cut_off(source, number + 1)
    if skipped:
        parts = ", ".join(f"{kind} {count}" for kind, count in sorted(skipped.items()))
        yield Note(f"{sum(skipped.values())} answers are no articles: {parts}", source.name)


def _broken(source: Source, number: int, error: OSError) -> Rejected:
    source.stream.seek(-min(len(_FIRST_LINE) + 4, source.stream.seek(0, 2)), 2)
    tail = source.stream.read()
    if any(tail.endswith(b"\r\n\r\n" + _FIRST_LINE[:n]) for n in range(1, len(_FIRST_LINE))):
        return _cut_off(source, number + 1)
    return Rejected(
        f"It is broken: {error}",
        f"{source.name} after record {number}",
        "The records before it were read.",
    )


def _cut_off(source: Source, number: int) -> Rejected:
    return Rejected(
        "It is cut off in the middle of a record",
        f"{source.name} byte {source.stream.seek(0, 2)}, record {number}",
        "The records before it were read; get the file again for the rest.",
    )


def _goes_on(source: Source, begun: int) -> bool:
    """Whether a compressed file has a further beginning after its last whole record.

    fastwarc ends without a word where less than a record's first bytes are left.
    """
    stream = source.stream
    stream.seek(begun)
    member = zlib.decompressobj(wbits=31)
    try:
        while not member.eof and (data := stream.read(_CHUNK)):
            while data and not member.eof:
                member.decompress(data, _CHUNK)
                data = member.unconsumed_tail
    except zlib.error:
        return False  # not compressed, or as one piece
    return bool((member.unused_data + stream.read(_CHUNK)).strip(b"\0\r\n"))


def _body(record: WarcRecord, limit: int) -> bytes | None:
    """Up to one byte more than the limit; None where the file ends before the record does."""
    length = record.content_length
    if record.headers.get("Content-Length") is None:
        return None
    data = record.reader.read(min(length, limit + 1)) if limit else b""
    there = len(data)
    while there < length and (part := record.reader.read(min(_CHUNK, length - there))):
        there += len(part)
    return data if there == length else None


def _response(
    record: WarcRecord, body: bytes, where: str, source: Source, skipped: Counter[str]
) -> Iterator[Item]:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
    defaults = source.defaults.over(Metadata(id=where))
    where = f"{where} ({url})" if url else where
    try:
        if not record.is_http:
            skipped["not HTTP"] += 1
            return
        status, kind, charset = _http(body)
        if reason := _no_article(status, kind, url):
            skipped[reason] += 1
            return
        if len(body) > source.limit:
            raise too_large(record.content_length, source.limit)
        data = _payload(body, source.limit)
        if kind in _PAGES:
            made = page_article(data, url, charset, defaults)
            yield from doubts(Metadata(published=made.published, extra=made.extra), where)
            yield made
        else:
            yield _plain(data, url, charset, defaults)
    except CommuniqueError as error:
        yield Rejected.because(error, where)


def _parsed(body: bytes, decode: Any) -> WarcRecord:
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.set_bytes_content(body)
    record.is_http = True
    record.parse_http(auto_decode=decode)
    return record


def _http(body: bytes) -> tuple[int | None, str, str | None]:
    """Status, content type and declared encoding."""
    try:
        record = _parsed(body, "none")
    except OSError as error:
        raise InputError(f"Its HTTP headers are broken: {error}") from error
    if not record.is_http_parsed or record.http_headers is None:
        raise InputError("It holds no HTTP headers")
    kind = (record.http_content_type or "no content type").strip().lower()
    return record.http_headers.status_code, kind, record.http_charset


def _payload(body: bytes, limit: int) -> bytes:
    """The page as the browser got it: chunks joined, compression undone up to the limit."""
    try:
        data = _parsed(body, "all").reader.read(limit + 1)
    except OSError as error:
        raise InputError(f"Its content cannot be decoded: {error}") from error
    if len(data) > limit:
        raise too_large(None, limit)
    return data


def _no_article(status: int | None, kind: str, url: str | None) -> str | None:
    """Why an answer is none; None where it may be one."""
    if status != 200:
        return f"status {status}"
    if url and url_path(url) == "/robots.txt":
        return "robots.txt"
    return None if kind in _PAGES or kind == "text/plain" else kind


def _plain(data: bytes, url: str | None, charset: str | None, defaults: Metadata) -> Item:
    text = markup.decode_page(data, charset)
    if not text.strip():
        raise InputError("Its text is empty")
    check_characters(text, "text")
    day = url_day(url)
    extra = (("date_from", json.dumps("url")),) if day else ()
    found = Metadata(url=url, published=day, extra=extra)
    return article(text, found.over(defaults), data)
