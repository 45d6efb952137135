"""The stretch of an article around a statement, cut into marked segments.

Owns which characters are shown and how they are marked. Offsets are code
points throughout, so a page built on the server marks the same characters
that the extractor found, whatever emoji or scripts stand before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_service.model import Span, Spans

_PARAGRAPH_END = re.compile(r"\r?\n[ \t]*\r?\n|\r?\n")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters and the span names that cover all of it, sorted."""

    words: str
    marks: tuple[str, ...]


def passage_span(text: str, spans: Spans) -> Span:
    """The paragraphs that the spans lie in, as one span; empty spans give an empty span.

    >>> passage_span("One.\\n\\nTwo says x.\\n\\nThree.", (Span(10, 14),))
    Span(start=6, end=17)
    """
    if not spans:
        return Span(0, 0)
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    start = 0
    for match in _PARAGRAPH_END.finditer(text, 0, first):
        start = match.end()
    following = _PARAGRAPH_END.search(text, last)
    return Span(start, following.start() if following else len(text))


def segments(text: str, shown: Span, marked: Mapping[str, Sequence[Span]]) -> list[Segment]:
    """`text[shown]` in runs; joined, the segments' words are exactly that slice.

    >>> segments("Xi said yes", Span(0, 11), {"source": [Span(0, 2)], "content": [Span(8, 11)]})
    [Segment(words='Xi', marks=('source',)), Segment(words=' said ', marks=()), \
Segment(words='yes', marks=('content',))]
    """
    edges = {shown.start, shown.end}
    for spans in marked.values():
        for start, end in spans:
            edges.update(edge for edge in (start, end) if shown.start < edge < shown.end)
    cuts = sorted(edges)
    found = []
    for start, end in pairwise(cuts):
        piece = Span(start, end)
        marks = tuple(
            sorted(name for name, spans in marked.items() if any(s.contains(piece) for s in spans))
        )
        found.append(Segment(text[start:end], marks))
    return found
