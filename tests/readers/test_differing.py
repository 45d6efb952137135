"""Contradictory metadata: one of two counts, and a note says which."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from graph_service.model import Article
from graph_service.readers import Metadata, Note
from graph_service.readers.base import Item
from tests.readers.test_language import TEXTS

ReadAll = Callable[..., list[Item]]
Record = Callable[..., bytes]
TEXT = "Minister Rufus Firefly of Freedonia said on Monday that the talks would go on for a week."
OPTION = Metadata(published=date(2022, 6, 1))


def told(items: list[Item]) -> tuple[Article, list[str]]:
    (article,) = (item for item in items if isinstance(item, Article))
    return article, [str(item) for item in items if isinstance(item, Note)]


def test_front_matter_the_file_beside_it_and_the_option(read_all: ReadAll, tmp_path: Path) -> None:
    (tmp_path / "a.txt.meta.yaml").write_text("date: 2022-06-14\nlanguage: en\n")
    article, notes = told(read_all("a.txt", f"---\ndate: 2022-06-15\n---\n{TEXT}", OPTION))
    assert article.published == date(2022, 6, 15)
    assert notes == [
        "a.txt: date is 2022-06-15 in its front matter, 2022-06-14 in the file beside it: "
        "its front matter counts",
        "--date 2022-06-01: stated otherwise by 1, which keep what they say; "
        "first a.txt: 2022-06-15",
    ]


def test_places_that_agree_or_say_nothing_are_not_told_of(
    read_all: ReadAll, tmp_path: Path
) -> None:
    (tmp_path / "a.txt.meta.yaml").write_text("date: 2022-06-01\npublisher: Gazette\n")
    article, notes = told(read_all("a.txt", f"---\ndate: 2022-06-01\n---\n{TEXT}", OPTION))
    assert (article.published, article.publisher, notes) == (date(2022, 6, 1), "Gazette", [])


def test_options_that_many_lines_overrule_are_told_of_once(read_all: ReadAll) -> None:
    lines = [json.dumps({"text": TEXT, "id": str(n), "date": f"2022-07-0{n}"}) for n in range(1, 9)]
    items = read_all("a.jsonl", "\n".join([*lines, json.dumps({"text": TEXT})]), OPTION)
    notes = [str(item) for item in items if isinstance(item, Note)]
    assert notes == [
        "--date 2022-06-01: stated otherwise by 8, which keep what they say; first 1: 2022-07-01"
    ]
    assert [getattr(item, "published", None) for item in items[8:9]] == [OPTION.published]


PAGE = (
    '<html lang="en"><head><meta name="date" content="2022-06-15">{}</head>'
    f"<body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
)
ADDRESS = '<link rel="canonical" href="https://gazette.example/2022/06/17/talks">'


def test_a_page_that_states_two_days(read_all: ReadAll, tmp_path: Path) -> None:
    linked = json.dumps({"@type": "NewsArticle", "datePublished": "2022-06-16T23:00Z"})
    script = f'<script type="application/ld+json">{linked}</script>'
    article, notes = told(read_all("a.html", PAGE.format(script + ADDRESS)))
    assert article.published == date(2022, 6, 15)
    first = "a.html: it states two dates, 2022-06-15 (meta date) and "
    assert notes == [
        first + "2022-06-16 (JSON-LD NewsArticle): the first counts",
        first + "2022-06-17 (url): the first counts",
    ]
    kept = {"JSON-LD NewsArticle": "2022-06-16", "url": "2022-06-17"}
    assert json.loads(dict(article.extra)["other_dates"]) == kept, "nothing is lost"
    (tmp_path / "a.html.meta.yaml").write_text("date: 2022-06-14\n")
    article, notes = told(read_all("a.html", PAGE.format("")))
    assert article.published == date(2022, 6, 14)
    assert notes == [
        "a.html: date is 2022-06-14 in the file beside it, 2022-06-15 in the page: "
        "the file beside it counts"
    ]


def test_a_day_to_come_is_told_of_and_not_taken(read_all: ReadAll) -> None:
    article, notes = told(read_all("a.html", PAGE.format("").replace("2022", "2999")))
    assert article.published is None
    assert notes == [
        "a.html: its date 2999-06-15 (meta date) lies in the future and does not count"
    ]


def test_a_page_of_a_web_archive_says_so_too(read_all: ReadAll, record: Record) -> None:
    data = record("https://gazette.example/2022/06/17/talks", PAGE.format("").encode())
    article, notes = told(read_all("a.warc", data))
    assert article.published == date(2022, 6, 15)
    (note,) = notes
    assert "2022-06-17 (url): the first counts" in note


def test_a_stated_language_that_the_text_is_not_in(read_all: ReadAll) -> None:
    front = "---\nlanguage: {}\n---\n{}"
    article, notes = told(read_all("a.txt", front.format("de", TEXTS["en"])))
    assert article.language == "de"
    assert notes == [
        "a.txt: language is stated as de, the text looks like en: what is stated counts, so it "
        "is kept and not read"
    ]
    article, notes = told(read_all("a.txt", front.format("en-GB", TEXTS["de"])))
    assert article.language == "en-GB"
    assert notes[0].endswith("looks like de: what is stated counts, so it is read as English")
    for code in ("en", "de", "fr"):
        assert told(read_all("a.txt", front.format(code, TEXTS[code])))[1] == []
