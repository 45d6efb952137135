"""Feeds: an article an entry, one at a time, and nothing that a feed could do to us."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.model import Article
from graph_service.readers import Metadata, Rejected
from graph_service.readers import feed as feed_reader
from graph_service.readers.base import Item, Source

ReadAll = Callable[..., list[Item]]

WORDS = "The envoy of Freedonia said that the talks with Sylvania would go on until Friday."
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Freedonia Gazette</title>'
    "<link>https://gazette.example/</link>{}</channel></rss>"
)
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Sylvania Courier</title>'
    "<id>urn:x</id>{}</feed>"
)
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>Old Gazette</title></channel>{}</rdf:RDF>"
)


def test_rss(read_all: ReadAll) -> None:
    item = (
        "<item><title>Talks &amp; more</title><link>https://gazette.example/1</link>"
        '<guid isPermaLink="false">g-1</guid><pubDate>Wed, 15 Jun 2022 23:30:00 -0500</pubDate>'
        "<description>Short.</description>"
        f"<content:encoded><![CDATA[<p>{WORDS}</p><p>Two &ldquo;q&rdquo;.</p>]]></content:encoded>"
        "</item>"
    )
    (article,) = read_all("a.rss", RSS.format(item))
    assert isinstance(article, Article)
    assert article.text == f"{WORDS}\n\nTwo “q”."
    assert article.title == "Talks & more"
    assert article.url == "https://gazette.example/1"
    assert article.id == "g-1"
    assert article.publisher == "Freedonia Gazette"
    assert article.published == date(2022, 6, 15)  # in UTC it is the 16th; the feed says the 15th
    assert article.extra == (("date_from", '"published"'),)
    assert article.raw == item.encode()


def test_atom(read_all: ReadAll) -> None:
    entries = (
        "<entry><title>A</title><id>urn:1</id><link rel='alternate' href='https://c.example/1'/>"
        "<published>2022-06-15T23:30:00-05:00</published><updated>2022-07-01T00:00:00Z</updated>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{WORDS}</p><p>B</p>"
        "</div></content></entry>"
        f"<entry><title>B</title><id>urn:2</id><updated>2022-07-01T00:00:00Z</updated>"
        f"<summary>{WORDS}</summary></entry>"
    )
    first, second = read_all("a.atom", ATOM.format(entries))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.text == f"{WORDS}\n\nB"
    assert (first.url, first.published) == ("https://c.example/1", date(2022, 6, 15))
    assert first.publisher == "Sylvania Courier"
    assert (second.text, second.published) == (WORDS, date(2022, 7, 1))
    assert second.extra == (("date_from", '"updated"'),)


def test_rss_1_and_an_entry_that_names_its_source(read_all: ReadAll) -> None:
    item = f"<item><title>A</title><dc:date>2022-06-15</dc:date><description>{WORDS}</description>"
    (article,) = read_all("a.xml", RDF.format(f"{item}</item>"))
    assert isinstance(article, Article)
    assert (article.publisher, article.published) == ("Old Gazette", date(2022, 6, 15))
    source = '<source url="https://c.example/">Courier</source></item>'
    (article,) = read_all("a.xml", RSS.format(item + source))
    assert isinstance(article, Article)
    assert article.publisher == "Courier"


def test_a_day_to_come_is_told_of_and_not_taken(read_all: ReadAll) -> None:
    to_come = "<pubDate>Sat, 15 Jun 2999 10:00:00 GMT</pubDate>"
    item = f"<item>{{}}<description>{WORDS}</description></item>"
    note, article = read_all("a.rss", RSS.format(item.format(to_come)))
    assert str(note) == (
        "a.rss entry 1: its date 2999-06-15 (published) lies in the future and does not count"
    )
    assert isinstance(article, Article)
    assert article.published is None
    assert json.loads(dict(article.extra)["other_dates"]) == {"published": "2999-06-15"}
    dated = to_come + '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2022-06-15</dc:date>'
    note, article = read_all("a.rss", RSS.format(item.format(dated)))
    assert str(note).endswith(
        "two dates, 2022-06-15 (updated) and 2999-06-15 (published): the first counts"
    )
    assert isinstance(article, Article)
    assert article.published == date(2022, 6, 15)


@pytest.mark.parametrize("written", ["soon", "31/02/2022"])
def test_no_day_is_guessed(read_all: ReadAll, written: str) -> None:
    item = f"<item><pubDate>{written}</pubDate><description>{WORDS}</description></item>"
    (article,) = read_all("a.rss", RSS.format(item))
    assert isinstance(article, Article)
    assert (article.published, article.extra) == (None, ())


def test_an_address_that_is_none_does_no_harm(read_all: ReadAll) -> None:
    item = f"<item><link>http://[</link><description>{WORDS}</description></item>"
    items = read_all("a.rss", RSS.format(item + item.replace("http://[", "https://g.example/2")))
    assert getattr(items[1], "url", None) == "https://g.example/2"


def test_an_entry_without_text_says_which(read_all: ReadAll) -> None:
    good = f"<item><description>{WORDS}</description></item>"
    none = "<item><title>Only a title</title></item>"
    image = '<item><description>&lt;img src="x.png"&gt;</description></item>'
    items = read_all("a.rss", RSS.format(good + none + image + good))
    assert [type(item) for item in items] == [Article, Rejected, Rejected, Article]
    assert "a.rss entry 2" in str(items[1])
    assert "neither content nor a summary" in str(items[2])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html><body/></html>", "no feed"),
        ("words", "no XML"),
        (RSS.format(""), "no entries"),
        ('<?xml version="1.0" encoding="x-none"?><rss/>', "x-none"),
        (
            '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
            + RSS[21:].format(f"<item><description>&b; {WORDS}</description></item>"),
            "XML entity 'a'",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            + RSS[21:].format(f"<item><description>&a; {WORDS}</description></item>"),
            "XML entity 'a'",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>'
            + RSS[21:].format(f"<item><description>{WORDS}</description></item>"),
            "XML entity 'a'",
        ),
    ],
)
def test_bad_feeds_are_refused_in_words(read_all: ReadAll, content: str, words: str) -> None:
    (item,) = read_all("a.xml", content)
    assert isinstance(item, Rejected)
    assert words in str(item)


def test_a_doctype_loads_nothing_and_html_entities_are_read(read_all: ReadAll) -> None:
    doctype = '<!DOCTYPE rss SYSTEM "file:///etc/hostname">'
    item = f"<item><description>{WORDS} Caf&eacute;&nbsp;d.</description></item>"
    (article,) = read_all("a.rss", doctype + RSS[21:].format(item))
    assert isinstance(article, Article)
    assert article.text.split() == f"{WORDS} Café d.".split()


def test_broken_xml_gives_the_entries_before_it(read_all: ReadAll) -> None:
    good = f"<item><description>{WORDS}</description></item>"
    for rest in ("<item><b></item>", "<item><description>cut off"):
        items = read_all("a.rss", RSS.format(good + good + rest)[: None if "b>" in rest else -16])
        assert [type(item) for item in items] == [Article, Article, Rejected]
        assert "line 1" in str(items[2])
        assert "2 entries" in str(items[2])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "gbk", "shift_jis"])
def test_encodings(read_all: ReadAll, encoding: str) -> None:
    word = {"gbk": "北京", "shift_jis": "東京"}.get(encoding, "Москва")
    item = f"<item><title>{word}</title><description>{word} {WORDS}</description></item>"
    text = RSS.format(item).replace('"1.0"?', f'"1.0" encoding="{encoding}"?')
    (article,) = read_all("a.rss", text.encode(encoding))
    assert isinstance(article, Article)
    assert article.text == f"{word} {WORDS}"
    assert article.title == word


def test_an_entry_too_long_is_refused_alone(read_all: ReadAll) -> None:
    good = f"<item><description>{WORDS}</description></item>"
    long = f"<item><description>{'word ' * 300_000}</description></item>"
    items = read_all("a.rss", RSS.format(good + long + good + long + good))
    assert [type(item) for item in items] == [Article, Rejected, Article, Rejected, Article]
    assert "entry 2" in str(items[1])
    assert "1 MiB" in str(items[1])


class Endless(io.RawIOBase):
    """A feed of `count` entries that is made while it is read."""

    def __init__(self, count: int) -> None:
        self.parts = self._parts(count)
        self.rest = b""

    def _parts(self, count: int) -> Iterator[bytes]:
        start, end = RSS.split("{}")
        yield start.encode()
        for number in range(count):
            text = f"<guid>{number}</guid><description>{WORDS * 5}</description>"
            yield f"<item>{text}</item>".encode()
        yield end.encode()

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (part := next(self.parts, b"")):
            self.rest += part
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def test_ten_thousand_entries_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cutting, whose memory could grow; what feedparser does to one entry is tested above."""
    whole: list[int] = []

    def count(entry: bytes, *_: object) -> list[Item]:
        whole.append(len(entry))
        return [Rejected("counted", "here")]

    monkeypatch.setattr(feed_reader, "_entry", count)
    tracemalloc.start()
    try:
        for _ in feed_reader.read(Source("a.rss", Endless(10_000), 1 << 20)):  # type: ignore[arg-type]
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(whole) == 10_000
    assert sum(whole) > 4_000_000
    assert peak < 1_000_000


LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"]),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_every_character_has_its_place(lines: list[str]) -> None:
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    data = RSS.format(f"<item><description>{escape(html)}</description></item>").encode()
    (item,) = feed_reader.read(Source("a.rss", io.BytesIO(data), 1 << 20, Metadata()))
    assert isinstance(item, Article)
    assert item.text == "\n\n".join(lines)
