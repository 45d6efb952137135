"""Topics: the labels of the topic schemes that stand in a statement's words.

Owns the matching: at word boundaries, the longest label first, one topic a
stretch of text. A label with a capital must stand as written ("AI", "Crimea");
others match in any case. A topic's false labels take their stretch and name
nothing. Wider topics are not added: queries walk upwards.
Confidence is one constant, chosen by hand and not calibrated.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from graph_service.model import Span, Spans
from graph_service.rdf import schemes

CONFIDENCE = 0.85
_WORD = re.compile(r"\w+")
_APOSTROPHE = re.compile(r"['’]")
_Label = tuple[re.Pattern[str], str | None]
"""The topic is None for a false label."""


@cache
def _labels(overlay: Path | None) -> dict[str, tuple[_Label, ...]]:
    """First word of a label, in lower case -> its patterns and topics, longest label first."""
    found: dict[str, list[tuple[int, re.Pattern[str], str | None]]] = {}
    for topic in schemes.topics(overlay):
        named: list[tuple[str, str | None]] = [(label, topic.id) for label in topic.labels]
        for label, id_ in (*named, *((label, None) for label in topic.false_labels)):
            first = _WORD.search(label)
            if first is not None:
                row = (len(label), _pattern(label), id_)
                found.setdefault(first[0].lower(), []).append(row)
    return {
        word: tuple((pattern, topic) for _, pattern, topic in sorted(rows, key=lambda r: -r[0]))
        for word, rows in found.items()
    }


def _pattern(label: str) -> re.Pattern[str]:
    """White space may be a line break; apostrophes and hyphens come in several forms."""
    body = re.escape(label).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑]")
    flags = 0 if label != label.lower() else re.IGNORECASE
    return re.compile(_APOSTROPHE.sub("['’]", body) + r"(?!\w)", flags)


def find_topics(
    text: str, words: Spans, overlay: Path | None = None
) -> tuple[tuple[str, ...], Spans]:
    """Topic ids in the order of their first label, and the labels' spans.

    `overlay` is the user's folder of resources, whose topics/*.ttl add to the shipped ones.

    >>> t = "Both sides respect sovereignty and nuclear disarmament."
    >>> find_topics(t, (Span(0, len(t)),))[0]
    ('sovereignty', 'nuclear-weapons')
    """
    table = _labels(overlay)
    found: list[tuple[Span, str | None]] = []
    for part in words:
        for word in _WORD.finditer(text, *part):
            for pattern, topic in table.get(word[0].lower(), ()):
                if match := pattern.match(text, word.start(), part.end):
                    found.append((Span(*match.span()), topic))
                    break
    kept: list[tuple[Span, str]] = []
    taken: list[Span] = []
    for span, topic in sorted(found, key=lambda one: one[0].start - one[0].end):
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
            if topic is not None:
                kept.append((span, topic))
    kept.sort()
    return tuple(dict.fromkeys(topic for _, topic in kept)), tuple(span for span, _ in kept)
