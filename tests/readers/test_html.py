"""Pages: the text and nothing else of the page, what the page states, and no guess beyond it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.model import Article
from graph_service.readers import Metadata, Note, Rejected
from graph_service.readers.base import Item
from graph_service.readers.markup import decode_page, fragment_text

ReadAll = Callable[..., list[Item]]

FIRST = (
    "Minister Rufus Firefly of Freedonia said on Monday that the talks with Sylvania would go on."
)
SECOND = (
    "“We shall see,” the ambassador of Sylvania had told reporters before he left for the bridge."
)


def page(head: str = "", body: str | None = None, lang: str = "en") -> str:
    text = body if body is not None else f"<p>{FIRST}</p><p>{SECOND}</p>"
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
        f"<article>{text}</article><footer>Copyright 2011 Gazette</footer></body></html>"
    )


@pytest.fixture
def read_page(read_all: ReadAll) -> Callable[..., Article]:
    def call(content: str | bytes, defaults: Metadata | None = None) -> Article:
        found = read_all("a.html", content, defaults)
        (item,) = (item for item in found if not isinstance(item, Note))
        assert isinstance(item, Article), item
        return item

    return call


ReadPage = Callable[..., Article]


def test_the_text_is_the_articles_paragraphs_apart(read_page: ReadPage) -> None:
    body = (
        f"<h1>Talks go on</h1><script>track()</script><p>{FIRST}</p><!-- no -->"
        "<p>He left<br>at once, <q>gladly</q>, for Fire&shy;fly&nbsp;Hall and its well known"
        f" <b>garden</b>.</p><blockquote><p>{SECOND}</p></blockquote>"
    )
    article = read_page(page("<title>Talks go on</title>", body))
    assert article.text.split("\n\n") == [
        FIRST,
        "He left\nat once, “gladly”, for Firefly Hall and its well known garden.",
        SECOND,
    ]
    assert article.title == "Talks go on"
    assert article.id == "a.html"


def test_what_the_page_says_of_itself(read_page: ReadPage) -> None:
    head = (
        '<title>Talks | Gazette</title><meta property="og:title" content="Talks">'
        '<meta property="og:site_name" content="Freedonia Gazette">'
        '<link rel="canonical" href="https://gazette.example/talks">'
    )
    article = read_page(page(head))
    assert article.title == "Talks"
    assert article.publisher == "Freedonia Gazette"
    assert article.url == "https://gazette.example/talks"
    assert article.language == "en"
    assert article.published is None
    assert article.extra == ()
    assert article.raw == page(head).encode()


def linked(**values: object) -> str:
    value = json.dumps({"@type": "NewsArticle", **values})
    return f'<script type="application/ld+json">{value}</script>'


@pytest.mark.parametrize(
    ("head", "day", "place"),
    [
        (
            '<meta property="article:published_time" content="2022-06-15T23:30:00-05:00">',
            "2022-06-15",
            "meta article:published_time",
        ),
        (
            '<meta name="DC.date.issued" content="15 June 2022">',
            "2022-06-15",
            "meta dc.date.issued",
        ),
        ('<meta name="date" content="June 5, 2022">', "2022-06-05", "meta date"),
        (linked(datePublished="2022-06-15T08:00Z"), "2022-06-15", "JSON-LD NewsArticle"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished":'
            ' "2022-06-15"}, {"@type": "Person"}]}</script>',
            "2022-06-15",
            "JSON-LD WebPage",
        ),
        (
            '<link rel="canonical" href="https://gazette.example/2022/06/15/talks">',
            "2022-06-15",
            "url",
        ),
    ],
)
def test_a_stated_day_and_the_place_that_states_it(
    read_page: ReadPage, head: str, day: str, place: str
) -> None:
    article = read_page(page(head))
    assert article.published == date.fromisoformat(day)
    assert article.extra == (("date_from", json.dumps(place)),)


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ('<time datetime="2022-06-15">yesterday</time>', date(2022, 6, 15)),
        (
            '<time datetime="2022-06-15">1</time><time datetime="2022-06-16">2</time>',
            None,
        ),
        (
            '<time datetime="2022-06-15" itemprop="datePublished">1</time>'
            '<time datetime="2022-06-16">2</time>',
            date(2022, 6, 15),
        ),
        ('<p>It began on <time datetime="2022-02-24">that day</time>.</p>', None),
    ],
)
def test_time_elements_count_where_they_date_the_article(
    read_page: ReadPage, body: str, day: date | None
) -> None:
    assert read_page(page(body=f"{body}<p>{FIRST}</p><p>{SECOND}</p>")).published == day


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="05/06/2022">',
        '<meta name="date" content="June 2022">',
        '<meta name="date" content="2022-02-30">',
        '<meta name="date" content="2999-01-01">',
        '<meta property="article:modified_time" content="2022-06-15">',
        '<meta name="description" content="It happened on 15 June 2022.">',
        '<link rel="canonical" href="https://gazette.example/2022/06/talks">',
        '<script type="application/ld+json">{"@type": "ItemList", "datePublished": "2022-06-15"}'
        "</script>",
        linked(about={"@type": "NewsArticle", "datePublished": "2022-06-15"}),
        '<script type="application/ld+json">{broken</script>',
        "<title>15 June 2022</title>",
    ],
)
def test_no_day_is_guessed(read_page: ReadPage, head: str) -> None:
    assert read_page(page(head)).published is None


def test_a_day_in_the_text_or_the_footer_is_not_the_publication(read_page: ReadPage) -> None:
    body = f"<p>{FIRST}</p><p>On 24 February 2022 it began.</p><p>{SECOND}</p>"
    assert read_page(page(body=body)).published is None


def test_the_file_beside_it_wins_and_the_options_fill(read_page: ReadPage, tmp_path: Path) -> None:
    (tmp_path / "a.html.meta.yaml").write_text("date: 2022-06-14\nsection: world\n")
    head = '<meta name="date" content="2022-06-15"><meta property="og:title" content="Talks">'
    options = Metadata(title="option", publisher="option", published=date(2022, 6, 1))
    article = read_page(page(head), options)
    assert (article.published, article.title, article.publisher) == (
        date(2022, 6, 14),
        "Talks",
        "option",
    )
    assert article.extra == (("section", '"world"'),)
    (tmp_path / "a.html.meta.yaml").write_text("section: world\n")
    article = read_page(page(head), options)
    assert article.published == date(2022, 6, 15)
    assert dict(article.extra).keys() == {"section", "date_from"}


def test_a_front_page_is_nobodys_address(read_page: ReadPage) -> None:
    assert read_page(page('<link rel="canonical" href="https://gazette.example/">')).url is None
    assert read_page(page('<link rel="canonical" href="/talks">')).url is None


@pytest.mark.parametrize(
    ("encode", "declare"),
    [
        ("utf-8", ""),
        ("utf-8", '<meta charset="windows-1251">'),
        ("utf-8-sig", '<meta charset="latin-1">'),
        ("utf-16", ""),
        ("windows-1252", ""),
        ("windows-1252", '<meta charset="iso-8859-1">'),
        ("windows-1251", '<meta http-equiv="Content-Type" content="text/html; charset=cp1251">'),
        ("gb18030", "<meta charset=gb2312>"),
        ("iso2022_jp", '<meta charset="iso-2022-jp">'),
    ],
)
def test_encodings(read_page: ReadPage, encode: str, declare: str) -> None:
    word = {"gb18030": "北京", "iso2022_jp": "東京", "windows-1251": "Москва"}.get(encode, "café")
    text = page(declare, f"<p>{FIRST} So said the {word} paper.</p><p>{FIRST}</p>")
    assert f"So said the {word} paper." in read_page(text.encode(encode)).text


@pytest.mark.parametrize("declared", ["windows-1251", "utf-16", "base64", "no-such", "ascii"])
def test_a_wrong_encoding_does_no_harm(declared: str) -> None:
    data = f'<meta charset="{declared}"><p>caf\xe9 \x81 </p>'.encode("latin-1")
    assert "caf" in decode_page(data)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html><body><script>load()</script></body></html>", "no article text"),
        ("<html></html>", "no article text"),
        ("<!-- nothing -->", "no article text"),
        (" ", "no article text"),
        (bytes(range(256)) * 20, "binary"),
        ("<div>" * 100_000 + FIRST, "no article text"),
    ],
)
def test_a_page_without_text_is_refused_in_words(
    read_all: ReadAll, content: str | bytes, words: str
) -> None:
    (item,) = read_all("a.html", content)
    assert isinstance(item, Rejected)
    assert words in str(item)


def test_a_page_with_hardly_any_text_is_told_of(read_all: ReadAll) -> None:
    menu = '<html><body><script>load()</script><nav><a href="/">Home</a></nav></body></html>'
    note, article = read_all("a.html", menu)
    assert "only 4 characters of text" in str(note)
    assert isinstance(article, Article)
    assert article.text == "Home"


def test_nothing_is_fetched(read_page: ReadPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = (
        '<!DOCTYPE html SYSTEM "http://gazette.example/x.dtd"><base href="http://gazette.example/">'
        '<link rel="canonical" href="http://gazette.example/talks">'
        '<link rel="stylesheet" href="http://gazette.example/x.css">'
    )
    body = f'<p>{FIRST}</p><iframe src="http://gazette.example/y"></iframe><p>{SECOND}</p>'
    assert FIRST in read_page(page(head, body)).text
    assert read_page("http://gazette.example/talks said the minister of Freedonia.").text


LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=30
)


@settings(max_examples=100, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5))
def test_every_character_has_its_place(lines: list[str]) -> None:
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    text = fragment_text(html)
    assert text == "\n\n".join(lines)
    start = len("\n\n".join(lines[:-1])) + (2 if len(lines) > 1 else 0)
    assert text[start:] == lines[-1]


def test_standard_input_may_be_a_page(read_all: ReadAll) -> None:
    (item,) = read_all("-", page())
    assert isinstance(item, Article)
    assert item.text == f"{FIRST}\n\n{SECOND}"
