"""Topics: the labels of the topic schemes that stand in a statement's words.

Owns the matching: at word boundaries, the longest label first, one topic a
stretch of text. A label with a capital must stand as written ("AI", "Crimea");
others match in any case. Wider topics are not added: queries walk upwards.
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
_Label = tuple[re.Pattern[str], str]


@cache
def _labels(overlay: Path | None) -> dict[str, tuple[_Label, ...]]:
    """First word of a label, in lower case -> its patterns and topics, longest label first."""
    found: dict[str, list[tuple[int, re.Pattern[str], str]]] = {}
    for topic in schemes.topics(overlay):
        for label in topic.labels:
            first = _WORD.search(label)
            if first is None:
                continue
            flags = 0 if label != label.lower() else re.IGNORECASE
            # White space may be a line break; apostrophes and hyphens come in several forms.
            body = re.escape(label).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑]")
            body = body.replace("'", "['’]").replace("’", "['’]")
            pattern = re.compile(rf"{body}(?!\w)", flags)
            found.setdefault(first[0].lower(), []).append((len(label), pattern, topic.id))
    return {
        word: tuple((pattern, topic) for _, pattern, topic in sorted(rows, key=lambda r: -r[0]))
        for word, rows in found.items()
    }


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
    topics: dict[str, None] = {}
    spans: list[Span] = []
    for part in words:
        end = part.start
        for word in _WORD.finditer(text, *part):
            if word.start() < end:
                continue
            for pattern, topic in table.get(word[0].lower(), ()):
                match = pattern.match(text, word.start(), part.end)
                if match:
                    topics[topic] = None
                    spans.append(Span(*match.span()))
                    end = match.end()
                    break
    return tuple(topics), tuple(spans)
