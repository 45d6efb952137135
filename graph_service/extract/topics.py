"""Topics: what a statement is about, by its words, its sentence and the article's subject.

Owns the weighing of hits (`topic_cues.py` finds them): words count most, then the sentence, then
the question answered, the paragraph and what the whole article is plainly about
(`topic_subjects.py`). A situation ("korean-peninsula") that the article is plainly about, or that
the paragraph named last, holds for each statement that does not leave it for another one. The
wider topic goes where a narrower one fits, the vaguest ones where any other does; three at most.
The weights and the threshold are set by hand; confidence is fitted (`confidence.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from graph_service.extract.topic_cues import Hit, find_hits, situations
from graph_service.extract.topic_subjects import Subjects, backed, hits_inside, wider_topics
from graph_service.model import Span, Spans

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
GENERAL = frozenset(
    (
        *("peacemaking", "conflicts", "international-security", "united-nations"),
        *("bilateral-relations", "economy", "international-order"),
    )
)
"""Topics so wide that they say something only where no other is found."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`found_by` names the furthest place that was needed to see the topic."""

    id: str
    score: float
    found_by: str
    spans: Spans


def find_topics(
    text: str, words: Spans, overlay: Path | None = None
) -> tuple[tuple[str, ...], Spans]:
    """Topic ids and their spans, by words alone: no sentence and no article around them.

    `overlay` is the user's folder of resources, whose topics/*.ttl add to the shipped ones.

    >>> t = "Both sides respect sovereignty and nuclear disarmament."
    >>> find_topics(t, (Span(0, len(t)),))[0]
    ('sovereignty', 'nuclear-weapons')
    """
    hits = backed(find_hits(text, words, overlay), overlay)
    found = topics_of(Subjects(hits, frozenset(), words, (), {}, None, {}), words, overlay)
    return tuple(t.id for t in found), tuple(sorted(s for t in found for s in t.spans))


def topics_of(subjects: Subjects, words: Spans, overlay: Path | None = None) -> tuple[Topic, ...]:
    """The topics of words, in the order of their first sign; those of the context last."""
    sentences = _overlapping(subjects.sentences, words)
    sentences += [subjects.asked[p.start] for p in words if p.start in subjects.asked]
    paragraphs = _overlapping(subjects.paragraphs, words)
    near = sorted(
        {h for p in (*words, *sentences, *paragraphs) for h in hits_inside(subjects.hits, p)}
    )
    own = [h for h in near if _within(h, words)]
    others = [h for h in near if h not in own and h not in subjects.speaking and h.kind != "said"]
    beside = [h for h in others if _within(h, sentences)]
    around = [h for h in others if h not in beside]
    in_words, in_sentence, in_paragraph = _sums(own), _sums(beside), _sums(around)
    situations_of = [_situation_before(words, own, beside, around)]
    if not _left(subjects.situation, own, beside, overlay):
        situations_of.append(subjects.situation)
    about = {situation for situation in situations_of if situation is not None}
    found = []
    for topic in {*in_words, *in_sentence, *in_paragraph, *about}:
        words_score = in_words.get(topic, 0.0)
        said = words_score + _SENTENCE * in_sentence.get(topic, 0.0)
        score = said + _PARAGRAPH * min(1.0, in_paragraph.get(topic, 0.0))
        score += _SUBJECT * subjects.strength.get(topic, 0.0)
        if topic in about:
            score += _SITUATION
        if score < THRESHOLD:
            continue
        rule = "topic-words" if words_score >= THRESHOLD else "topic-sentence"
        if said < THRESHOLD:
            rule = "topic-article"
        elif rule == "topic-words" and any(h.topic == topic and h.kind == "label" for h in own):
            rule = "label"
        signs = [h for h in own if h.topic == topic]
        signs = signs or [h for h in (*beside, *around) if h.topic == topic]
        found.append(Topic(topic, score, f"rule:{rule}", _apart(signs)))
    nearest = min((_NEARNESS[t.found_by] for t in found if t.id not in about), default=0)
    found = [t for t in found if t.id in about or _NEARNESS[t.found_by] == nearest]
    if any(t.id not in GENERAL for t in found):
        found = [t for t in found if t.id not in GENERAL]
    return _chosen(found, words, overlay)


def _apart(hits: list[Hit]) -> Spans:
    """The spans of hits: the weightier, then the longer of overlapping ones, in text order."""
    kept: list[Span] = []
    for hit in sorted(hits, key=lambda h: (-h.weight, h.span.start - h.span.end, h.span.start)):
        if not any(hit.span.overlaps(span) for span in kept):
            kept.append(hit.span)
    return tuple(sorted(kept))


def _situation_before(
    words: Spans, own: list[Hit], beside: list[Hit], around: list[Hit]
) -> str | None:
    """The situation that the paragraph named last, where sentence and words name none."""
    named = situations()
    if any(h.weight == 1 and h.topic in named for h in (*own, *beside)):
        return None
    before = [h for h in around if h.span.end <= words[0].start and h.weight == 1]
    return next((h.topic for h in reversed(before) if h.topic in named), None)


def _overlapping(spans: Spans, words: Spans) -> list[Span]:
    """Those of the ordered spans that the words reach into."""
    found = []
    for part in words:
        at = bisect_right(spans, part.start, key=lambda span: span.end)
        while at < len(spans) and spans[at].start < part.end:
            found.append(spans[at])
            at += 1
    return found


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
    near = {situation, *wider_topics(overlay).get(situation or "", ())}
    return bool(named) and not any(
        n in near or situation in wider_topics(overlay)[n] for n in named
    )


def _chosen(found: list[Topic], words: Spans, overlay: Path | None) -> tuple[Topic, ...]:
    wider = wider_topics(overlay)
    covered = {above for topic in found for above in wider.get(topic.id, ())}
    kept = sorted((t for t in found if t.id not in covered), key=lambda t: (-t.score, t.id))
    inside = [t for t in kept[:AT_MOST] if t.spans and _in(t.spans[0], words)]
    rest = [t for t in kept[:AT_MOST] if t not in inside]
    return (*sorted(inside, key=lambda t: (t.spans[0], t.id)), *rest)


def _in(span: Span, words: Spans) -> bool:
    return any(part.contains(span) for part in words)
