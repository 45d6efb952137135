"""The share of words that an outer level states itself, beside its inner levels.

Owns cutting these words out of a level's content, and telling when too little is left of them
or when what is left begins in the middle of an inner clause. Which level is whose is `chains`.
"""

from __future__ import annotations

import re

from graph_service.extract.wordlists import AUX, IRREGULAR_PAST
from graph_service.model import Span, Spans

OWN_WORDS = 8
OWN_SHARE = 0.35
"""An outer level states something of its own where at least so many of its content's words,
and such a share of them, lie outside its inner levels. Chosen by hand on our own fixtures."""
_WORD = re.compile(r"\w+(?:[’']\w+)*")
_TRIM_START = re.compile(
    r"[\s,;:.–—-]*(?:(?:and|but|while|adding|that|as|which|who|with)\b[\s,]*)*", re.IGNORECASE
)
_TRIM_END = re.compile(r"[\s,;:–—-]*(?:\b(?:and|but|that|as|with|which)\b)?[\s,;:–—-]*\Z")


def own_words(text: str, content: Spans, inner: list[Span]) -> Spans:
    """What of the content lies outside the inner levels, if that is enough to be a statement."""
    rest: list[Span] = []
    for part in content:
        at = part.start
        for span in sorted(s for s in inner if s.overlaps(part)):
            # "Three weeks after the flood, X said ...": a frame, no statement.
            introduces = at == part.start and text[at : span.start].rstrip().endswith(",")
            if span.start > at and not introduces:
                rest.append(Span(at, min(span.start, part.end)))
            at = max(at, span.end)
        if at < part.end:
            rest.append(Span(at, part.end))
    trimmed = [
        t for span in rest if (t := _trimmed(text, span)) and _count(text, t) >= OWN_WORDS // 2
    ]
    words = sum(_count(text, span) for span in trimmed)
    everything = sum(_count(text, span) for span in content)
    return tuple(trimmed) if words >= OWN_WORDS and words >= OWN_SHARE * everything else ()


_JUDGING = frozenset((
    "reject", "condemn", "welcome", "recall", "thank", "praise", "deplore", "regret", "support",
    "endorse", "commend", "hail", "criticise", "criticize", "denounce", "oppose", "back", "accept",
    "protest", "appreciate", "applaud", "lament", "congratulate", "acknowledge",
))  # fmt: skip
_RELATIVE = re.compile(
    r"\w+\s+\w+,?\s(?:(?:in|by|to|of|with|under|for)\s)?(?:which|who|whom|whose|that)\b"
)


def judged(text: str, lemma: str, content: Spans, inner: Span) -> bool:
    """Is the inner level told in a relative clause of what somebody judges?

    "We reject the lists in which some accuse others": the lists are rejected, all of them.
    """
    if lemma not in _JUDGING or not content[0].start < inner.start < content[0].end:
        return False
    return _RELATIVE.search(text, content[0].start, inner.start + 1) is not None


def torn(text: str, words: Spans) -> bool:
    """Does what is left begin with a verb, whose subject stands in the inner level?"""
    if not words:
        return False
    first = text[words[0].start : words[0].end].split()[0].lower()
    return first in IRREGULAR_PAST or first in AUX


def _count(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, *span))


def _trimmed(text: str, span: Span) -> Span | None:
    """Without joining words and marks at either end; quotation marks stay."""
    match = _TRIM_START.match(text, *span)
    start = match.end() if match else span.start
    tail = _TRIM_END.search(text[start : span.end])
    end = start + tail.start() if tail else span.end
    return Span(start, end) if start < end else None
