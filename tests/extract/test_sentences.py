"""Sentences, paragraphs, datelines and page residue."""

from __future__ import annotations

import time

import pytest

from graph_service.extract.draft import Draft
from graph_service.extract.sentences import dateline, find_sentences
from graph_service.model import Article


def sentences(text: str) -> list[str]:
    draft = find_sentences(Article(text), Draft())
    return [text[s.span.start : s.span.end] for s in draft.sentences]


def residue(text: str) -> list[str]:
    draft = find_sentences(Article(text), Draft())
    return [text[a:b] for a, b in draft.residue]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks began. They ended.", 2),
        ("The U.S. side met Mr. Orlo and Gen. Abar of the N.W. Army. It left.", 2),
        ("Resolution No. 12 was read. The answer was no. Nobody spoke.", 3),
        ("Orlo left the U.S. The visit was short.", 2),
        ("“Why now?” Orlo asked. Nobody answered.", 2),
        ("He said “no.” Then he left.", 2),
        ("It grew by 3.5 percent, from 2.1. That was all.", 2),
        ("Well ... perhaps not. Next.", 2),
        ("Was it true?! Nobody knew.", 2),
        ("Vesna A. Orlo spoke at 5 p.m. and left.", 1),
    ],
)
def test_abbreviations_and_stops(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


def test_a_headline_without_a_stop_is_a_sentence_of_its_own_paragraph() -> None:
    text = "Talks resume in Velmora\n\nThe two sides met on Monday. They ate."
    draft = find_sentences(Article(text), Draft())
    assert [s.paragraph for s in draft.sentences] == [0, 1, 1]
    assert sentences(text)[0] == "Talks resume in Velmora"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\n\n", "\u2028"])
def test_line_ends_part_paragraphs(line_end: str) -> None:
    text = f"First one here.{line_end}Second one here."
    draft = find_sentences(Article(text), Draft())
    assert [s.paragraph for s in draft.sentences] == [0, 1]


def test_lines_wrapped_by_an_editor_are_one_sentence() -> None:
    text = (
        "The foreign minister of Velmora said on Monday that the talks\nwould go on until spring."
    )
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("GENEVA (XY) — Talks began.", "Talks began."),
        ("VELMORA CITY, March 3 (Norda) - Talks began.", "Talks began."),
        ("Velmora (AXP) – Talks began.", "Talks began."),
        ("( – Talks began.", "Talks began."),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(text: str, rest: str) -> None:
    assert sentences(text) == [rest]
    found = dateline(text)
    assert found is not None
    assert text[found.end :] == rest


def test_a_dash_in_a_sentence_makes_no_dateline() -> None:
    assert dateline("Talks began - and ended - on Monday.") is None


@pytest.mark.parametrize(
    "line",
    [
        "Share | Tweet | Email",
        "Similar Posts",
        "Read more: Velmora goes to the polls",
        "Sign up for our newsletter",
        "Source: The Norda Agency",
        "Subscribe to get the news every day",
        "© 2031 The Velmora Post. All rights reserved.",
        "(Reporting by A. Person; editing by B. Person)",
        "Advertisement",
    ],
)
def test_page_furniture_is_masked_not_cut(line: str) -> None:
    text = f"The talks began.\n\n{line}\n\nThe talks ended."
    assert residue(text) == [line]
    assert sentences(text) == ["The talks began.", "The talks ended."]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell after Orlo spoke.",
        "Subscribers of the paper saw it first, she said, and wrote letters.",
        "Sources close to the talks said that they would fail.",
        "Source after source denied it.",
        "Topics of the meeting included grain.",
    ],
)
def test_sentences_about_such_things_stay(line: str) -> None:
    assert residue(line) == []
    assert sentences(line) == [line]


def test_long_text_takes_linear_time() -> None:
    def cost(text: str) -> float:
        started = time.process_time()
        find_sentences(Article(text), Draft())
        return time.process_time() - started

    unit = "A B. C (d) e” f. " * 1000
    small, large = cost(unit * 2), cost(unit * 16)
    assert large < 8 * max(small, 0.01) * 3
