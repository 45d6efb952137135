"""Web archives: pages and texts, a note of the rest, and where a file broke off."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date

import pytest

from graph_service.model import Article
from graph_service.readers import Note, Rejected
from graph_service.readers.base import Item

ReadAll = Callable[..., list[Item]]
Record = Callable[..., bytes]

WORDS = (
    "The envoy of Freedonia said that the talks with Sylvania would go on until Friday at least."
)


def page(number: int = 1, head: str = "") -> bytes:
    body = f"<p>{WORDS}</p><p>This is page {number}, said the paper.</p>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("compress", [False, True])
def test_pages_and_texts(read_all: ReadAll, record: Record, compress: bool) -> None:
    data = b"".join(
        [
            record("https://g.example/", b"software: x", type_="warcinfo", compress=compress),
            record("https://g.example/1", page(), type_="request", compress=compress),
            record("https://g.example/2022/06/15/a", page(1), compress=compress),
            record("https://g.example/b.txt", WORDS.encode(), "text/plain", compress=compress),
            record("https://g.example/c.png", b"\x89PNG", "image/png", compress=compress),
            record("https://g.example/d.png", b"\x89PNG", "image/png", compress=compress),
            record("https://g.example/e", page(2), status="404 Not Found", compress=compress),
            record(
                "https://g.example/robots.txt", b"User-agent: *", "text/plain", compress=compress
            ),
        ]
    )
    first, second, note = read_all("a.warc.gz" if compress else "a.warc", data)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == f"{WORDS}\n\nThis is page 1, said the paper."
    assert first.url == "https://g.example/2022/06/15/a"
    assert first.published == date(2022, 6, 15)  # not the day it was fetched
    assert first.id is not None
    assert "record 3" in first.id
    assert first.raw == page(1)
    assert (second.text, second.url) == (WORDS, "https://g.example/b.txt")
    assert second.published is None
    assert isinstance(note, Note)
    assert str(note).endswith("4 answers are no articles: image/png 2, robots.txt 1, status 404 1")


def test_the_page_names_its_address(read_all: ReadAll, record: Record) -> None:
    head = '<link rel="canonical" href="/talks">'
    (item,) = read_all("a.warc", record("https://g.example/talks?from=mail", page(1, head)))
    assert isinstance(item, Article)
    assert item.url == "https://g.example/talks"


def test_compressed_chunked_and_declared(read_all: ReadAll, record: Record) -> None:
    small = gzip.compress(page().replace(b"page 1", "café".encode("cp1251", "replace")))
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(small), small)
    headers = "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    data = record("https://g.example/1", chunked, headers=headers)
    text = "Москва, said the envoy of Freedonia.".encode("cp1251")
    data += record("https://g.example/2", text, "text/plain; charset=windows-1251")
    first, second = read_all("a.warc", data)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text.startswith(WORDS)
    assert second.text.startswith("Москва")


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("left", [0.01, 0.05, 0.3, 0.7, 0.9])
def test_cut_off_in_the_middle(
    read_all: ReadAll, record: Record, compress: bool, left: float
) -> None:
    records = [record(f"https://g.example/{n}", page(n), compress=compress) for n in range(3)]
    data = b"".join(records[:2]) + records[2][: int(len(records[2]) * left)]
    items = read_all("a.warc.gz" if compress else "a.warc", data)
    assert [type(item) for item in items] == [Article, Article, Rejected]
    assert f"byte {len(data)}" in str(items[2])
    assert "record 3" in str(items[2])


def test_cut_off_in_a_record_that_is_no_article(read_all: ReadAll, record: Record) -> None:
    data = record("https://g.example/1", page()) + record(
        "https://g.example/2", b"x" * 200_000, "image/png"
    )
    items = read_all("a.warc", data[:-1000])
    assert [type(item) for item in items] == [Article, Rejected]
    assert f"byte {len(data) - 1000}" in str(items[1])


def test_what_cannot_be_read_does_not_take_the_next_with_it(
    read_all: ReadAll, record: Record
) -> None:
    bomb = gzip.compress(b"a" * 3_000_000)
    data = b"".join(
        [
            record("https://g.example/1", b"<html><script>load()</script></html>"),
            record("https://g.example/2", bomb, headers="Content-Encoding: gzip\r\n"),
            record("https://g.example/3", b"no gzip", headers="Content-Encoding: gzip\r\n"),
            record("https://g.example/4", b"a" * 2_000_000),
            record("https://g.example/5", b"zz\r\n", headers="Transfer-Encoding: chunked\r\n"),
            record("https://g.example/6", page()),
        ]
    )
    items = read_all("a.warc", data)
    assert [type(item) for item in items] == [Rejected] * 5 + [Article]
    for number, (item, words) in enumerate(
        zip(
            items,
            ["no article text", "1 MiB", "cannot be decoded", "1 MiB", "cannot"],
            strict=False,
        ),
        start=1,
    ):
        assert words in str(item)
        assert f"https://g.example/{number}" in str(item)


@pytest.mark.parametrize(
    "data",
    [b"garbage" * 50, gzip.compress(b"hello", mtime=0), b"WARC"],
    ids=["text", "gzip", "head"],
)
def test_no_warc(read_all: ReadAll, data: bytes) -> None:
    (item,) = read_all("a.warc.gz", data)
    assert isinstance(item, Rejected)


def test_garbage_between_records(read_all: ReadAll, record: Record) -> None:
    data = record("https://g.example/1", page()) + b"garbage\r\n\r\nmore"
    items = read_all("a.warc", data)
    assert isinstance(items[0], Article)
    assert isinstance(items[1], Rejected)
    assert len(items) == 2


def test_an_address_that_is_none_does_no_harm(read_all: ReadAll, record: Record) -> None:
    head = '<link rel="canonical" href="http://["><meta property="og:url" content="//[">'
    (item,) = read_all("a.warc", record("http://[", page(1, head)))
    assert isinstance(item, Article)
    assert item.published is None
