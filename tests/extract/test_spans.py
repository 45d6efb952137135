"""Laws of spans: whatever the text, they are exact, stripped, inside it, and they nest."""

from __future__ import annotations

import gc
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.extract import dummy
from graph_service.extract.attributions import find_attributions
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.nesting import nest
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.model import Article, Span

WORDS = (
    "Orlo said says that told Abar adding reportedly as and who Norda it hopes claim U.S. Mr. 3.5"
    " “ ” \" ' ’ ‘ , . ? : ; — ( ) « » '' 🙂 שלום مرحبا e\u0301"
)
PHRASES = ["the ministry", "according to", "was described by", "warned of", "\u00a0"]
PIECES = st.sampled_from([*WORDS.split(" "), *PHRASES, "\n", "\r\n", "\n\n"])
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.text(max_size=200)


def drafted(text: str) -> Draft:
    article = Article(text)
    draft = find_quotations(article, find_sentences(article, Draft()))
    return find_attributions(article, draft)


def all_spans(a: Attribution) -> list[Span]:
    return [*a.source, *a.cue, *a.content]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_span_is_inside_the_text_and_stripped(text: str) -> None:
    draft = drafted(text)
    spans = [s.span for s in draft.sentences] + list(draft.residue) + list(draft.quotations)
    for a in draft.attributions:
        assert a.content
        spans += all_spans(a)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sentences_and_quotations_are_in_order_and_apart(text: str) -> None:
    draft = drafted(text)
    for spans in ([s.span for s in draft.sentences], list(draft.quotations)):
        for before, after in pairwise(spans):
            assert before.end <= after.start


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_parts_of_one_attribution_do_not_overlap(text: str) -> None:
    for a in drafted(text).attributions:
        content = list(a.content)
        assert content == sorted(content)
        for one in content:
            assert not any(one.overlaps(other) for other in content if other is not one)
            assert not any(one.overlaps(cue) for cue in a.cue)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_outer_and_inner_nest(text: str) -> None:
    found = drafted(text).attributions
    for outer in found:
        for inner in found:
            if inner is outer or not inner.cue:
                continue
            if any(s.contains(inner.cue[0]) for s in outer.content):
                for span in inner.content:
                    assert any(s.contains(span) for s in outer.content), (outer, inner)


def test_what_a_cut_leaves_stands_in_text_order() -> None:
    """Fuzzing found it: words cut at their beginning stood before what now begins earlier."""

    def one(cue: int, content: Span) -> Attribution:
        at = (Span(cue, cue + 1),)
        return Attribution((), at, (content,), "say", "indirect", False, "rule:x", 0.9)

    cut, between, outer = one(40, Span(0, 39)), one(10, Span(12, 18)), one(60, Span(20, 50))
    found = nest([cut, between, outer])
    assert [a.content[0].start for a in found] == [12, 20, 20]


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_draft(text: str) -> None:
    assert drafted(text) == drafted(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_dummy_keeps_the_laws_too(text: str) -> None:
    article = Article(text)
    draft = dummy.find_attributions(article, find_sentences(article, Draft()))
    for a in draft.attributions:
        for start, end in all_spans(a):
            assert 0 <= start < end <= len(text)


SENTENCE = "Orlo said that Abar, who knew, told the council “no” and left, adding that it rained; "


@pytest.mark.parametrize(
    "unit",
    [
        SENTENCE,
        SENTENCE.replace(";", "."),
        "a, b, c and d, ",
        "“ ",
        "said ",
        "‘ ",
        "( ",
        "Orlo, ",
        "who said that ",
        "and ",
        "the ",
        "“Orlo said,” he said. ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def cost(times: int) -> float:
        """CPU seconds, the best of three, without the garbage collector: it also walks
        what thousands of other tests have left."""
        text = unit * times
        seconds = []
        gc.disable()
        try:
            for _ in range(3):
                started = time.process_time()
                drafted(text)
                seconds.append(time.process_time() - started)
        finally:
            gc.enable()
        return min(seconds)

    words = 3000
    times = max(1, words // max(1, len(unit.split())))
    cost(2)
    small, large = max(cost(times), 0.02), cost(4 * times)
    assert large < 4 * 3 * small, (small, large)
