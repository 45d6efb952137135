"""What an article is about: its hits, the situation it belongs to, each topic's share in it.

Owns the view of the whole text; what one statement is about is `topics.py`, where the hits come
from `topic_cues.py`. A situation is one place's affair ("korean-peninsula"), or a part of one
("grain-corridor"): named by the headline and told again, all of an article belongs to it. Named
in the body only it goes no further: of 102 statements given one so 18 were meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph_service.extract.draft import Draft
from graph_service.extract.topic_cues import Hit, find_hits, situations
from graph_service.model import Span, Spans
from graph_service.rdf import schemes

_SHARE = 0.15
"""Of an article's sentences that must speak of a situation for it to be the subject."""
_PLAIN, _NARROW = 3.0, 0.4
"""Sentences that make a situation plain; share of them by which a narrower one is the subject."""
_OFTEN = 0.35
"""Share of sentences that must name a situation which the headline names but once."""
_LEAD = 2
"""Sentences that tell what an article is about: headline and first sentence."""


_CAPITAL = re.compile(r"[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Subjects:
    """An article's hits and what it is plainly about."""

    hits: tuple[Hit, ...]
    speaking: frozenset[Hit]
    """Those in the names of who speaks: no context of what others say."""
    sentences: Spans
    paragraphs: Spans
    asked: dict[int, Span]
    """Start of an answer -> the question before it."""
    situation: str | None
    strength: dict[str, float]
    """Topic -> 0 to 1: how much the article is about it."""


def read_subjects(text: str, draft: Draft) -> Subjects:
    """Hits of the whole article, and what they come to."""
    sentences = tuple(sentence.span for sentence in draft.sentences)
    bounds: dict[int, Span] = {}
    for sentence in draft.sentences:
        known = bounds.get(sentence.paragraph, sentence.span)
        bounds[sentence.paragraph] = Span(known.start, sentence.span.end)
    paragraphs = tuple(bounds.values())
    speaking = {part for level in draft.levels for part in level.attribution.source}
    hits = find_hits(text, paragraphs, draft.overlay)
    hits = backed(text, hits, draft.overlay)
    named = frozenset(h for part in speaking for h in hits_inside(hits, part))
    asked = {
        after.content.start: before.content
        for before, after in zip(draft.turns, draft.turns[1:], strict=False)
        if before.kind == "question" and after.kind == "speaker"
    }
    situation, strength = _about(hits, sentences, draft.overlay)
    return Subjects(hits, named, sentences, paragraphs, asked, situation, strength)


def backed(text: str, hits: tuple[Hit, ...], overlay: Path | None) -> tuple[Hit, ...]:
    """Without the signs of a place's affair that the text names by no label and by no capital."""
    named = {
        h.topic
        for h in hits
        if h.weight == 1 and (h.kind == "label" or _CAPITAL.search(text, *h.span))
    }
    wider = wider_topics(overlay)
    return tuple(
        h
        for h in hits
        if not _of_a_place(h.topic, wider) or not named.isdisjoint((h.topic, *wider[h.topic]))
    )


def hits_inside(hits: tuple[Hit, ...], part: Span) -> tuple[Hit, ...]:
    """The hits that begin within a part."""
    first = bisect_left(hits, part.start, key=lambda hit: hit.span.start)
    last = bisect_left(hits, part.end, key=lambda hit: hit.span.start)
    return hits[first:last]


def _about(
    hits: tuple[Hit, ...], sentences: Spans, overlay: Path | None
) -> tuple[str | None, dict[str, float]]:
    """The situation that an article is plainly about, and each topic's share in it."""
    shown: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    named: dict[str, set[int]] = defaultdict(set)
    named_first: dict[str, int] = defaultdict(int)
    reached: dict[str, int] = defaultdict(int)
    at = 0
    for hit in hits:
        while at < len(sentences) - 1 and sentences[at].end <= hit.span.start:
            at += 1
        if hit.kind == "said":
            continue
        shown[hit.topic][at] = min(1.0, shown[hit.topic][at] + hit.weight)
        if hit.weight == 1:
            named_first[hit.topic] += at == 0 and hit.span.start >= reached[hit.topic]
            reached[hit.topic] = hit.span.end
            named[hit.topic].add(at)
    strength: dict[str, float] = {}
    plain: dict[str, float] = {}
    wider = wider_topics(overlay)
    for topic, places in named.items():
        lead = sum(place < _LEAD for place in places)
        count = len(places)
        if lead:
            strength[topic] = 1.0 if count > 2 else 0.7 if count == 2 else 0.15
        elif count > 2:
            strength[topic] = 0.5
        weight = sum(shown[topic].values()) + lead
        told = weight >= max(_PLAIN, _SHARE * len(sentences))
        often = named_first[topic] > 1 or count >= _OFTEN * len(sentences)
        if 0 in places and told and often and _of_a_place(topic, wider):
            plain[topic] = weight
    return _plainest(plain, wider), strength


def _plainest(plain: dict[str, float], wider: dict[str, tuple[str, ...]]) -> str | None:
    """The one spoken of most, or the narrower one that most of it turns on."""
    if not plain:
        return None
    best = max(plain, key=lambda t: (plain[t], len(wider[t]), t))
    while narrower := [t for t in plain if best in wider[t] and plain[t] >= _NARROW * plain[best]]:
        best = max(narrower, key=lambda t: (plain[t], t))
    return best


def _of_a_place(topic: str, wider: dict[str, tuple[str, ...]]) -> bool:
    named = situations()
    return topic in named or any(above in named for above in wider[topic])


@cache
def wider_topics(overlay: Path | None) -> dict[str, tuple[str, ...]]:
    """Topic -> all that are wider, the nearest first."""
    above = {topic.id: topic.broader for topic in schemes.topics(overlay)}
    chains: dict[str, tuple[str, ...]] = {}
    for topic in above:
        chain: list[str] = []
        step = above[topic]
        while step is not None and step not in chain:
            chain.append(step)
            step = above.get(step)
        chains[topic] = tuple(chain)
    return chains
