"""Topics by the labels of the scheme: word boundaries, case, the longest label."""

from __future__ import annotations

import pytest

from graph_service.extract.topics import find_topics
from graph_service.model import Span


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
