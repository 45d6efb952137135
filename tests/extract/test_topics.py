"""Topics by the labels of the scheme: word boundaries, case, the longest label."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph_service.actors.registry import load_registry
from graph_service.extract.pipeline import extract
from graph_service.extract.topic_cues import cues_of, find_hits, situations
from graph_service.extract.topic_subjects import Subjects
from graph_service.extract.topics import find_topics, topics_of
from graph_service.model import Article, Span
from graph_service.rdf import schemes

REGISTRY = load_registry((Path(__file__).parents[1] / "articles" / "registry.ttl",))


@pytest.mark.parametrize(
    ("words", "topics"),
    [
        (
            "respect for sovereignty and territorial integrity",
            ("sovereignty", "territorial-integrity"),
        ),
        ("Sovereignty comes first", ("sovereignty",)),
        ("the peace plan for South Sudan", ("peace-talks", "sudan")),
        ("talks on Security Council reform", ("un-reform",)),
        ("the AI said so", ("technology",)),
        ("they ai nothing", ()),
        ("a tradeoff", ()),
        ("the Ukraine\ncrisis", ("ukraine-war",)),
        ("nothing of note", ()),
    ],
)
def test_topics_of_words(words: str, topics: tuple[str, ...]) -> None:
    assert find_topics(words, (Span(0, len(words)),))[0] == topics


def test_the_spans_are_the_labels_and_lie_in_the_words() -> None:
    text = "sanctions aside, the war in Ukraine and sanctions"
    topics, spans = find_topics(text, (Span(17, len(text)),))
    assert topics == ("ukraine-war", "sanctions")
    assert [text[slice(*span)] for span in spans] == ["war in Ukraine", "sanctions"]


def _probes() -> list[tuple[str, set[str]]]:
    lines = Path(__file__).with_name("topic_probes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(words, set(topics.split(", "))) for words, topics in rows]


def test_ordinary_sentences_show_nearly_every_topic_and_little_else() -> None:
    found = {words: set(find_topics(words, (Span(0, len(words)),))[0]) for words, _ in _probes()}
    gold = sum(len(topics) for _, topics in _probes())
    right = sum(len(topics & found[words]) for words, topics in _probes())
    assert right / gold > 0.9
    assert right / sum(map(len, found.values())) > 0.68


def test_every_topic_has_cues_of_its_own_and_a_probe() -> None:
    known = {topic.id for topic in schemes.topics()}
    cued = {t for t in known if len(cues_of(t)) >= 15}
    assert known - cued <= {"zaporizhzhia-plant"}
    assert not known - {topic for _, topics in _probes() for topic in topics}


@pytest.mark.parametrize(
    "words",
    [
        "the importance of it all",
        "that the couple would be invited to the investigation",
        "the Democratic Party of the industrial north",
        "energetic and healthy",
    ],
)
def test_no_longer_word_is_taken_for_a_cue(words: str) -> None:
    assert find_topics(words, (Span(0, len(words)),))[0] == ()


def _told(headline: str, lead: str) -> tuple[str, ...]:
    """The topics of a call for patience in an article on what its headline and lead name."""
    text = f"""{headline}

{lead}

Ardenian President Jonna Kreel said that patience was needed.

The ministers spoke of the Korean Peninsula and of North Korea until the evening."""
    (said,) = [
        statement
        for statement in extract(
            Article(text=text, published=date(2016, 5, 4)), REGISTRY
        ).statements
        if "patience" in statement.words
    ]
    return said.topics


def test_what_the_headline_is_about_holds_for_words_that_name_nothing() -> None:
    lead = "Ministers met in Norburg over the Korean Peninsula and North Korea on Tuesday."
    assert _told("Ministers meet over North Korea and South Korea", lead) == ("korean-peninsula",)
    assert _told("Ministers meet in Norburg", lead) == ()


def test_a_region_wide_and_various_is_no_situation() -> None:
    assert not {"africa-conflicts", "americas-disputes", "middle-east"} & situations()
    assert "korean-peninsula" in situations()


def test_a_sign_beside_the_words_is_not_enough_alone() -> None:
    text = "Speaking of the tariffs for an hour, she said that nobody should lose heart."
    words = (Span(text.index("that"), len(text)),)
    sentence = (Span(0, len(text)),)
    hits = find_hits(text, sentence)
    subjects = Subjects(hits, frozenset(), sentence, sentence, {}, None, {})
    assert [hit.topic for hit in hits] == ["tariffs"]
    assert topics_of(subjects, words) == ()
    again = Subjects(hits, frozenset(), sentence, sentence, {}, None, {"tariffs": 1.0})
    assert [topic.id for topic in topics_of(again, words)] == ["tariffs"]
