"""Topics: what a statement is about, by its words, its sentence and the article's subject.

Owns the weighing of hits (`topic_cues.py` finds them): words count most, then the sentence, then
the question answered, the paragraph and what the whole article is plainly about. A situation
("korean-peninsula") that an article is plainly about holds for each of its statements that does
not leave it for another one. The wider topic goes where a narrower one fits; three at most.
The weights and the threshold are set by hand; confidence is fitted (`confidence.py`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph_service.extract.draft import Draft
from graph_service.extract.topic_cues import Hit, find_hits, situations
from graph_service.model import Span, Spans
from graph_service.rdf import schemes

AT_MOST = 3
CONFIDENCE = 0.7
REACH = ("rule:label", "rule:topic-words", "rule:topic-sentence", "rule:topic-article")
"""What may show a topic, the surest first."""
_NEARNESS = {"rule:label": 0, "rule:topic-words": 0, "rule:topic-sentence": 1}
_NEARNESS["rule:topic-article"] = 2
THRESHOLD = 0.55
_SENTENCE, _PARAGRAPH, _SUBJECT = 0.6, 0.3, 0.3
_SITUATION = 0.6
_ENOUGH = 1.5
"""What hits in the words count at most: many words are no proof of much."""
_SHARE = 0.15
"""Of an article's sentences that must name a situation for it to be the subject."""
_LEAD = 2
"""Sentences that tell what an article is about: headline and first sentence."""


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


@dataclass(frozen=True, slots=True)
class Topic:
    """`found_by` names the furthest place that was needed to see the topic."""

    id: str
    score: float
    found_by: str
    spans: Spans


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
    named = frozenset(h for part in speaking for h in _inside(hits, part))
    asked = {
        after.content.start: before.content
        for before, after in zip(draft.turns, draft.turns[1:], strict=False)
        if before.kind == "question" and after.kind == "speaker"
    }
    situation, strength = _about(hits, sentences, draft.overlay)
    return Subjects(hits, named, sentences, paragraphs, asked, situation, strength)


def find_topics(
    text: str, words: Spans, overlay: Path | None = None
) -> tuple[tuple[str, ...], Spans]:
    """Topic ids and their spans, by words alone: no sentence and no article around them.

    `overlay` is the user's folder of resources, whose topics/*.ttl add to the shipped ones.

    >>> t = "Both sides respect sovereignty and nuclear disarmament."
    >>> find_topics(t, (Span(0, len(t)),))[0]
    ('sovereignty', 'nuclear-weapons')
    """
    hits = find_hits(text, words, overlay)
    found = topics_of(Subjects(hits, frozenset(), words, (), {}, None, {}), words, overlay)
    return tuple(t.id for t in found), tuple(sorted(s for t in found for s in t.spans))


def topics_of(subjects: Subjects, words: Spans, overlay: Path | None = None) -> tuple[Topic, ...]:
    """The topics of words, in the order of their first sign; those of the context last."""
    sentences = _overlapping(subjects.sentences, words)
    sentences += [subjects.asked[p.start] for p in words if p.start in subjects.asked]
    paragraphs = _overlapping(subjects.paragraphs, words)
    near = sorted({h for p in (*words, *sentences, *paragraphs) for h in _inside(subjects.hits, p)})
    own = [h for h in near if _within(h, words)]
    others = [h for h in near if h not in own and h not in subjects.speaking]
    beside = [h for h in others if _within(h, sentences)]
    around = [h for h in others if h not in beside]
    in_words, in_sentence, in_paragraph = _sums(own), _sums(beside), _sums(around)
    left = _left(subjects.situation, own, beside, overlay)
    found = []
    about = (subjects.situation,) if subjects.situation else ()
    for topic in {*in_words, *in_sentence, *in_paragraph, *about}:
        words_score = in_words.get(topic, 0.0)
        said = words_score + _SENTENCE * in_sentence.get(topic, 0.0)
        score = said + _PARAGRAPH * min(1.0, in_paragraph.get(topic, 0.0))
        score += _SUBJECT * subjects.strength.get(topic, 0.0)
        if topic == subjects.situation and not left:
            score += _SITUATION
        if score < THRESHOLD:
            continue
        rule = "topic-words" if words_score >= THRESHOLD else "topic-sentence"
        if said < THRESHOLD:
            rule = "topic-article"
        elif rule == "topic-words" and any(h.topic == topic and h.kind == "label" for h in own):
            rule = "label"
        signs = [h.span for h in own if h.topic == topic] or [
            h.span for h in (*beside, *around) if h.topic == topic
        ]
        found.append(Topic(topic, score, f"rule:{rule}", tuple(signs)))
    nearest = min((_NEARNESS[t.found_by] for t in found if t.id != subjects.situation), default=0)
    found = [t for t in found if t.id == subjects.situation or _NEARNESS[t.found_by] == nearest]
    return _chosen(found, words, overlay)


def _overlapping(spans: Spans, words: Spans) -> list[Span]:
    """Those of the ordered spans that the words reach into."""
    found = []
    for part in words:
        at = bisect_right(spans, part.start, key=lambda span: span.end)
        while at < len(spans) and spans[at].start < part.end:
            found.append(spans[at])
            at += 1
    return found


def _inside(hits: tuple[Hit, ...], part: Span) -> tuple[Hit, ...]:
    """The hits that begin within a part."""
    first = bisect_left(hits, part.start, key=lambda hit: hit.span.start)
    last = bisect_left(hits, part.end, key=lambda hit: hit.span.start)
    return hits[first:last]


def _within(hit: Hit, parts: Iterable[Span]) -> bool:
    return any(part.contains(hit.span) for part in parts)


def _sums(hits: Iterable[Hit]) -> dict[str, float]:
    """Topic -> weights of its hits, overlapping ones once, up to a limit."""
    total: dict[str, float] = defaultdict(float)
    reached: dict[str, int] = {}
    for hit in sorted(hits, key=lambda h: (h.span.start, -h.span.end)):
        if hit.span.start >= reached.get(hit.topic, 0):
            total[hit.topic] = min(_ENOUGH, total[hit.topic] + hit.weight)
            reached[hit.topic] = hit.span.end
        else:
            total[hit.topic] = max(total[hit.topic], hit.weight)
    return total


def _left(situation: str | None, own: list[Hit], beside: list[Hit], overlay: Path | None) -> bool:
    """Words that name another situation, and nothing of the article's, have left it."""
    named = {h.topic for h in (*own, *beside) if h.weight == 1 and h.topic in situations()}
    near = {situation, *_wider(overlay).get(situation or "", ())}
    return bool(named) and not any(n in near or situation in _wider(overlay)[n] for n in named)


def _about(
    hits: tuple[Hit, ...], sentences: Spans, overlay: Path | None
) -> tuple[str | None, dict[str, float]]:
    """The situation that an article is plainly about, and each topic's share in it."""
    shown: dict[str, set[int]] = defaultdict(set)
    at = 0
    for hit in hits:
        while at < len(sentences) - 1 and sentences[at].end <= hit.span.start:
            at += 1
        if hit.weight == 1:
            shown[hit.topic].add(at)
    strength = {}
    for topic, places in shown.items():
        lead = any(place < _LEAD for place in places)
        count = len(places)
        if lead:
            strength[topic] = 1.0 if count > 2 else 0.7 if count == 2 else 0.3
        elif count > 2:
            strength[topic] = 0.5
    plain = {
        topic: len(places)
        for topic, places in shown.items()
        if topic in situations()
        and strength.get(topic, 0) >= 0.7
        and len(places) >= _SHARE * len(sentences)
    }
    if not plain:
        return None, strength
    return max(plain, key=lambda t: (plain[t], len(_wider(overlay)[t]), t)), strength


def _chosen(found: list[Topic], words: Spans, overlay: Path | None) -> tuple[Topic, ...]:
    wider = _wider(overlay)
    covered = {above for topic in found for above in wider.get(topic.id, ())}
    kept = sorted((t for t in found if t.id not in covered), key=lambda t: (-t.score, t.id))
    inside = [t for t in kept[:AT_MOST] if t.spans and _in(t.spans[0], words)]
    rest = [t for t in kept[:AT_MOST] if t not in inside]
    return (*sorted(inside, key=lambda t: (t.spans[0], t.id)), *rest)


def _in(span: Span, words: Spans) -> bool:
    return any(part.contains(span) for part in words)


@cache
def _wider(overlay: Path | None) -> dict[str, tuple[str, ...]]:
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
