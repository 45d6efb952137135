"""Speech inside what the network claims as somebody's words, found by the rules.

PolNeAR, which the network learned from, marks each word for one attribution only, so the
network finds the outermost ones. Owns the choice of what the rules add within them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from graph_service.extract import attributions as rules
from graph_service.extract.cues import SPEECH, finite_form
from graph_service.extract.draft import Attribution, Draft
from graph_service.model import Article, Span

_WORD = re.compile(r"[^\W\d_]+")


def inner(article: Article, draft: Draft, outer: Sequence[Attribution]) -> list[Attribution]:
    """Attributions by rule that lie within one span of an outer one's content.

    Only sentences are read again that hold a reporting verb within such a content.
    """
    spans = sorted({s for a in outer for s in a.content if _may_hold_speech(article.text, s)})
    if not spans:
        return []
    sentences = tuple(s for s in draft.sentences if _touched(spans, s.span))
    reread = rules.find_attributions(article, replace(draft, sentences=sentences))
    cues = sorted(s for a in outer for s in a.cue)
    return [a for a in reread.attributions if _fits(a, spans, cues)]


def _touched(spans: Sequence[Span], by: Span) -> Span | None:
    """The first of some disjoint spans, in order, that overlaps another."""
    at = bisect_right(spans, by.start, key=lambda s: s.end)
    return spans[at] if at < len(spans) and spans[at].start < by.end else None


def _may_hold_speech(text: str, content: Span) -> bool:
    words = (m[0].lower() for m in _WORD.finditer(text, content.start, content.end))
    return any(finite_form(word) or word == "according" for word in words)


def _fits(a: Attribution, spans: Sequence[Span], cues: Sequence[Span]) -> bool:
    if not a.source or not (a.lemma in SPEECH or a.lemma.startswith("according")):
        return False
    parts = a.source + a.cue + a.content
    whole = Span(min(p.start for p in parts), max(p.end for p in parts))
    around = _touched(spans, whole)
    return around is not None and around.contains(whole) and not _touched(cues, whole)
