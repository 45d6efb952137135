"""Turns: which paragraphs a label gives to a speaker, and which it does not."""

from __future__ import annotations

import time

import pytest

from graph_service.actors.registry import load_registry
from graph_service.extract.draft import Draft
from graph_service.extract.pipeline import extract
from graph_service.extract.sentences import find_sentences
from graph_service.extract.turns import find_turns
from graph_service.model import Article


def turns(text: str) -> list[tuple[str, str, str]]:
    article = Article(text)
    draft = find_turns(article, find_sentences(article, Draft()), load_registry())
    starts = [s.span.start for s in draft.sentences]
    assert starts == sorted(starts)
    return [(text[slice(*t.label)], text[slice(*t.content)], t.kind) for t in draft.turns]


def test_labels_with_colons_and_what_goes_on_after_them() -> None:
    text = "VERRILL: We agree.\n\nAnd we stay.\n\nQ: Why?\n\n(Laughter)\n\nMR. ORRIN: Ask her."
    assert turns(text) == [
        ("VERRILL", "We agree.", "speaker"),
        ("VERRILL", "And we stay.", "speaker"),
        ("Q", "Why?", "question"),
        ("MR. ORRIN", "Ask her.", "speaker"),
    ]


def test_a_label_on_a_line_of_its_own_and_one_that_looks_like_a_dateline() -> None:
    assert turns("DANA VERRILL:\nWe agree.\n\nPELL ORRIN:\nSo do we.") == [
        ("DANA VERRILL", "We agree.", "speaker"),
        ("PELL ORRIN", "So do we.", "speaker"),
    ]
    doorstep = "Dana Verrill (Norland) – We agree.\n\nPell Orrin (Ostavia) – So do we."
    assert [t[0] for t in turns(doorstep)] == ["Dana Verrill (Norland)", "Pell Orrin (Ostavia)"]


@pytest.mark.parametrize(
    "text",
    [
        "Verrill: talks failed\n\nThe envoy left on Monday. Nobody spoke.",
        "UPDATE: It rained.\n\nNOTE: It rained again.",
        "ISLAMABAD: The ministry was closed.\n\nMOSCOW: So was the other one.",
        "The plan has two parts: one is old.\n\nThe rest is this: nothing.",
        "Write to desk@example.org for more.\n\nThanks.",
    ],
)
def test_no_turns(text: str) -> None:
    assert turns(text) == []


def test_figures_behind_an_account_are_read_once() -> None:
    """Each figure more took twice the time, where the line then is no stamp."""
    assert turns(f"Note @desk {'0' * 60}x\n\nThe talks failed.") == []


def test_many_turns_and_no_answer_take_linear_time() -> None:
    turn = "Ann Roe, Harbour Post: Will anybody answer?\n\n"
    registry = load_registry()

    def cost(times: int) -> float:
        text = turn * times
        started = time.process_time()
        assert len(extract(Article(text), registry).statements) >= times
        return time.process_time() - started

    cost(3)
    small = min(cost(300) for _ in range(3))
    assert cost(1200) < 4 * 3 * small
