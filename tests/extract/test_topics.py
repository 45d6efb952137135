"""Topics by the labels of the scheme: word boundaries, case, the longest label."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.extract.topic_cues import cues_of
from graph_service.extract.topics import find_topics
from graph_service.model import Span
from graph_service.rdf import schemes


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
