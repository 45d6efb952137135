"""The pipeline as a whole: stages, notes, determinism, spans, growth with the text."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.actors.registry import Registry, load_registry
from graph_service.errors import UnknownName
from graph_service.extract.pipeline import NO_DATE, NOT_READ, extract, extractor_name, stages
from graph_service.model import Article, statement_id, words_at

DAY = date(2016, 6, 15)
DISPATCH = (
    "SORVIK, June 14 - Osric Vane said on Monday that the ferry would sail.\n\n"
    "“It will not,” Jonna Kreel told reporters, according to the Ardenia News Agency.\n\n"
    "Vane and Kreel agreed to meet. The two leaders also said they hoped for rain.\n\n"
)


def test_the_stages_are_named_in_order() -> None:
    names = [stage.__name__ for stage in stages("rules")]
    assert names[0] == "find_sentences"
    assert names[-1] == "build_statements"
    assert names.index("find_attributions") < names.index("date_levels")
    assert names.index("date_levels") < names.index("resolve_sources")


def test_the_extractor_is_part_of_the_provenance(registry: Registry) -> None:
    extraction = extract(Article(text="x"), registry, "dummy")
    name, version, fingerprint = extraction.extractor.split("/")
    assert (name, version) == ("dummy", extractor_name("rules").split("/")[1])
    assert fingerprint != extractor_name("rules").split("/")[2]


def test_an_unknown_extractor_is_refused(registry: Registry) -> None:
    with pytest.raises(UnknownName):
        extract(Article(text="x"), registry, "no-such-extractor")


@pytest.mark.parametrize(
    ("language", "notes"), [("fr", (NOT_READ,)), ("en", ()), ("en-GB", ()), (None, ())]
)
def test_only_english_is_read(
    language: str | None, notes: tuple[str, ...], registry: Registry
) -> None:
    extraction = extract(Article(DISPATCH, published=DAY, language=language), registry)
    assert extraction.notes == notes
    assert bool(extraction.statements) == (not notes)


def test_without_a_date_nothing_is_dated_by_publication(registry: Registry) -> None:
    extraction = extract(Article("Osric Vane said on Monday that the ferry would sail."), registry)
    assert extraction.notes == (NO_DATE,)
    (statement,) = extraction.statements
    assert statement.date.edtf == "XXXX-XX-XX"


@pytest.mark.parametrize(
    ("publisher", "actor"),
    [
        (None, None),
        ("Xinhua", "actor-Q204839"),
        ("Invented Evening Paper", "actor-x-invented-evening-paper"),
    ],
)
def test_the_publisher(publisher: str | None, actor: str | None, registry: Registry) -> None:
    found = extract(Article("x", publisher=publisher), registry).publisher
    assert (found.id if found else None) == actor


def test_the_same_article_gives_the_same_extraction(registry: Registry) -> None:
    article = Article(DISPATCH, published=DAY)
    first = extract(article, registry)
    assert first.statements
    assert extract(Article(DISPATCH, published=DAY), registry) == first
    for s in first.statements:
        own = statement_id(article, s.spans("content"), s.spans("source"), s.speaker.actor.id)
        assert s.id == own


def test_evidence_stands_for_every_field(registry: Registry) -> None:
    for s in extract(Article(DISPATCH, published=DAY), registry).statements:
        fields = [e.field for e in s.evidence]
        assert len(fields) == len(set(fields))
        assert {"source", "cue", "content", "speaker", "date", "speech_act"} <= set(fields)
        assert ("according_to" in fields) == bool(s.according_to)
        assert ("topics" in fields) == bool(s.topics)
        assert all(e.found_by for e in s.evidence)


WORDS = st.sampled_from(
    ["Vane", "Osric Vane", "Kreel", "said", "told", "Sorvik", "that", "according to", ",", ".", "“",
     "”", "he", "She", "the statement",
     "on Monday", "\n\n", "and", "The two leaders", "’s", "readout",
     "in a call", "Feb 30", "agreed", "it",
     "Ardenian", "officials", "'", '"', "no", "—", "May", "é"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_jumble_gives_spans_that_slice(words: list[str]) -> None:
    article = Article(" ".join(words), published=DAY)
    registry = load_registry()
    extraction = extract(article, registry)
    ids = [s.id for s in extraction.statements]
    assert len(ids) == len(set(ids))
    for s in extraction.statements:
        assert s.words == words_at(article.text, s.spans("content"))
        assert s.words.strip()
        for e in s.evidence:
            for span in e.spans:
                assert 0 <= span.start < span.end <= len(article.text)
            assert list(e.spans) == sorted(e.spans) or e.field == "according_to"
    assert extract(article, registry) == extraction


@pytest.mark.parametrize("after", ["a day after ", "two days after "])
def test_days_that_are_counted_end_with_a_word(after: str, registry: Registry) -> None:
    """Fuzzing found the blank behind them in the evidence."""
    text = f"Vane spoke on Saturday, {after}ministers had warned that the ferry would stop."
    extraction = extract(Article(text, published=DAY), registry)
    shown = {words_at(text, s.spans("date")) for s in extraction.statements}
    assert after.strip() in shown


def test_time_grows_with_the_text_and_no_faster(registry: Registry) -> None:
    def seconds(copies: int) -> float:
        text = "".join(DISPATCH.replace("ferry", f"ferry {i}") for i in range(copies))
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            extract(Article(text, published=DAY), registry)
            best = min(best, time.process_time() - started)
        return best

    seconds(5)
    # Linear is 4; quadratic would be 16.
    assert seconds(400) < 9 * seconds(100)
