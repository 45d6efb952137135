"""Speech inside what the network claims as somebody's words, found by the rules.

PolNeAR, which the network learned from, marks each word for one attribution only, so the
network finds the outermost ones. Owns the choice of what the rules add within and beside them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from graph_service.extract.cues import SPEECH
from graph_service.extract.draft import Attribution
from graph_service.model import Span, disjoint

RELAY = "rule:relay"


def inner(outer: Sequence[Attribution], ruled: Iterable[Attribution]) -> list[Attribution]:
    """Those of the rules' attributions that lie within one span of an outer one's content."""
    spans = sorted({s for a in outer for s in a.content})
    cues = sorted(s for a in outer for s in a.cue)
    return [a for a in ruled if _fits(a, spans, cues)]


def unrelayed(found: Iterable[Attribution], ruled: Iterable[Attribution]) -> list[Attribution]:
    """Without those whose cue the rules read as passing words on: the network knows no levels."""
    relays = sorted(s for a in ruled if a.found_by.startswith(RELAY) for s in a.cue)
    return [a for a in found if not any(_touched(relays, s) for s in a.cue)]


def beside(
    outer: Sequence[Attribution], ruled: Iterable[Attribution], least: float
) -> list[Attribution]:
    """Those of the rules' attributions that share no cue and no words with an outer one.

    Words passed on ("quoted by Z as saying") count in any case; `least` is the least
    confidence of the others.
    """
    cues = sorted(s for a in outer for s in a.cue)
    words = disjoint(s for a in outer for s in a.content)
    found = []
    for a in ruled:
        if any(_touched(cues, s) for s in a.cue):
            continue
        if any(word.overlaps(cue) for word in a.content for cue in a.cue):
            continue  # a quotation that goes on over its own cue
        if a.found_by.startswith(RELAY) or (
            a.source
            and a.confidence >= least
            and not any(_touched(words, s) for s in (*a.content, *a.cue, *a.source))
        ):
            found.append(a)
    return found


def _touched(spans: Sequence[Span], by: Span) -> Span | None:
    """The first of some disjoint spans, in order, that overlaps another."""
    at = bisect_right(spans, by.start, key=lambda s: s.end)
    return spans[at] if at < len(spans) and spans[at].start < by.end else None


def _fits(a: Attribution, spans: Sequence[Span], cues: Sequence[Span]) -> bool:
    if not a.source or not (a.lemma in SPEECH or a.lemma.startswith("according")):
        return False
    parts = a.source + a.cue + a.content
    whole = Span(min(p.start for p in parts), max(p.end for p in parts))
    around = _touched(spans, whole)
    return around is not None and around.contains(whole) and not _touched(cues, whole)
