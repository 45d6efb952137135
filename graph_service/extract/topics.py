"""Topics: what a statement is about, by its words, its sentence and the article's subject.

Owns the weighing of hits (`topic_cues.py` finds them): words count most, then the sentence, then
the question answered, the paragraph and what the whole article is plainly about
(`topic_subjects.py`). A situation ("korean-peninsula") that the article is plainly about, or that
the paragraph named last, holds for each statement that does not leave it for another one. A
wider topic goes where a narrower one fits and the words do not name it as well, the vaguest ones
where words or sentence show another; three at most. What only stood before the words is no topic
unless the article is plainly about it too: of topics carried on by that alone one in ten was meant.
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
THRESHOLD = 0.55
_SENTENCE, _PARAGRAPH, _SUBJECT = 0.5, 0.3, 0.3
"""What a hit counts there. One beside the words is not enough alone: of topics shown so one in
seven was meant, in none of the four measured parts more than one in six."""
_SITUATION = 0.6
_ENOUGH = 1.5
"""What hits in the words count at most: many words are no proof of much."""
_HINT = 0.5
"""What must be seen in a place for it to be where a topic stands: one hint."""
_NAMED = 1.0
"""What must be seen in the words for them to name a topic."""
VAGUE = frozenset(
    ("peacemaking", "conflicts", "international-security", "economy", "international-order")
)
"""Topics so wide that they say something only where no other is found."""
WIDE = frozenset(("united-nations", "bilateral-relations"))
"""The same, unless the words name them, beside two others at most."""


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
    hits = backed(text, find_hits(text, words, overlay), overlay)
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
    found: list[tuple[int, Topic]] = []
    for topic in {*in_words, *in_sentence, *in_paragraph, *about}:
        words_score = in_words.get(topic, 0.0)
        said = words_score + _SENTENCE * in_sentence.get(topic, 0.0)
        score = said + _PARAGRAPH * min(1.0, in_paragraph.get(topic, 0.0))
        score += _SUBJECT * subjects.strength.get(topic, 0.0)
        if topic in about:
            score += _SITUATION
        if score < THRESHOLD or (topic not in about and not _shown(topic, near, subjects)):
            continue
        rule = "topic-words" if words_score >= THRESHOLD else "topic-sentence"
        if said < THRESHOLD:
            rule = "topic-article"
        elif rule == "topic-words" and any(h.topic == topic and h.kind == "label" for h in own):
            rule = "label"
        signs = [h for h in own if h.topic == topic]
        signs = signs or [h for h in (*beside, *around) if h.topic == topic]
        away = 0 if words_score >= _HINT else 1 if said >= _HINT else 2
        found.append((away, Topic(topic, score, f"rule:{rule}", _apart(signs))))
    nearest = min((away for away, topic in found if topic.id not in about), default=0)
    found = [(a, t) for a, t in found if t.id in about or a == nearest]
    return _chosen(_telling(found, in_words), own, words, overlay)


def _shown(topic: str, near: Iterable[Hit], subjects: Subjects) -> bool:
    """Is a topic of hints named near by, or told of by the whole article?"""
    return topic in subjects.strength or any(h.topic == topic and h.weight == 1 for h in near)


def _telling(found: list[tuple[int, Topic]], in_words: dict[str, float]) -> list[Topic]:
    """Without the wide topics that say nothing beside the others."""
    wide = VAGUE | WIDE
    plain = [away for away, topic in found if topic.id not in wide and away < 2]
    if not plain:
        return [topic for _, topic in found]
    kept = WIDE if plain.count(0) <= 2 else frozenset()
    return [
        t
        for _, t in found
        if t.id not in wide or (t.id in kept and in_words.get(t.id, 0.0) >= _NAMED)
    ]


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


def _chosen(
    found: list[Topic], own: list[Hit], words: Spans, overlay: Path | None
) -> tuple[Topic, ...]:
    wider = wider_topics(overlay)
    covered = {
        above
        for topic in found
        for above in wider.get(topic.id, ())
        if not _named_apart(above, topic.id, own)
    }
    kept = [t for t in found if t.id not in covered]
    kept.sort(key=lambda t: (t.id in WIDE, -t.score, t.id))
    inside = [t for t in kept[:AT_MOST] if t.spans and _in(t.spans[0], words)]
    rest = [t for t in kept[:AT_MOST] if t not in inside]
    return (*sorted(inside, key=lambda t: (t.spans[0], t.id)), *rest)


def _named_apart(wide: str, narrow: str, own: list[Hit]) -> bool:
    """Do the words name the wider topic in another place than the narrower one?"""
    signs = [hit.span for hit in own if hit.topic == narrow]
    return any(
        hit.topic == wide and hit.weight >= _NAMED and not any(map(hit.span.overlaps, signs))
        for hit in own
    )


def _in(span: Span, words: Spans) -> bool:
    return any(part.contains(span) for part in words)
