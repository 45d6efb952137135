"""Whom a verb's object means that is no name: "told him", "urged the Prime Minister to".

Owns finding the pronoun or title between cue and words, or at the opening of words that ask, thank
or blame somebody, and the title by which a speaker greets. Who that is `speakers` reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from graph_service.extract import cues
from graph_service.extract.draft import Attribution, Source
from graph_service.extract.source_span import SourceSpan
from graph_service.extract.titles import PRONOUN, TITLES
from graph_service.model import Actor, Span, Spans, words_at

_TITLE = "|".join(pattern for _, pattern in TITLES)
_WHO = (
    rf"(?P<who>(?:him|her|them|it)\b|(?:the|his|her|its|their)\s+(?:[\w’'-]+\s+){{0,4}}?"
    rf"(?:{_TITLE}|governments?|authorities|counterpart|host|hosts|colleague|union|council|bloc"
    r"|embassy|ministry)(?!\w)(?:\s+of\s+(?:the\s+)?(?-i:[A-Z])[\w’'-]*(?:\s+(?-i:[A-Z])[\w’'-]*)*)?)"
)
_BETWEEN = re.compile(rf"\s*{_WHO}\s*(?:\b(?:in|on|by|during|at|over|late|early)\b.*)?,?\s*", re.I)
"""What stands between "told" and "that"."""
_OPENS = re.compile(
    rf"(?:to\s+)?{_WHO}(?=\s+(?:not\s+)?(?:to|for|of|on|with|about|over|as)\b|\s+[“\"])", re.I
)
_GREETS = re.compile(
    rf"[\W_]*(?:Thank you|Thanks|Welcome|Good (?:morning|afternoon|evening))?(?:\W*\b(?:very much"
    rf"|so much|indeed))?[,.]?\s*(?P<who>(?:Mr\.?|Madam|Mrs\.?|Ms\.?)?\s?\b(?:{_TITLE}))(?=[,.])",
    re.I,
)
_FAR = 60
_NAMED_BEFORE = 12
"""Mentions before a pronoun among which those of the speaker are passed over."""


def meant_by(
    r: SourceSpan,
    attribution: Attribution,
    turn: bool,
    source: Source,
    read: Callable[[SourceSpan, Spans, Spans], Source],
) -> Actor | None:
    """Who the object is that is no name, or whom a turn greets; never the speaker.

    `read` is `speakers.read_source`; nobody named by the speaker's own name or in the words is
    meant by a pronoun.
    """
    first = attribution.content[0]
    place = greeted(r.text, first) if turn else object_of(r.text, attribution)
    if place is None:
        return None
    speaking = {a.id for a in source.actors}
    named = (m for m in r.cast.mentions_before(place.start, _NAMED_BEFORE))
    own = (m.span for m in named if m.actors[0].id in speaking)
    if not turn and source.kind == "person" and PRONOUN.match(words_at(r.text, (place,))):
        # Read as within the speaker's own turn, "he" is somebody else.
        r = replace(r, outer=replace(source, found_by="rule:label"))
    found = read(r, (place,), (*attribution.content, *attribution.source, *own))
    actor = found.actors[0]
    if len(found.actors) > 1 or found.basis == "unnamed" or actor.kind == "unnamed":
        return None
    return actor if actor.id not in speaking else None


def object_of(text: str, attribution: Attribution) -> Span | None:
    """
    >>> told = Attribution((Span(0, 3),), (Span(4, 8),), (Span(13, 27),), "tell",
    ...     "indirect", False, "", 1.0)
    >>> object_of("Orr told him that it was late", told)
    Span(start=9, end=12)
    """
    if not attribution.cue:
        return None
    end, start = attribution.cue[-1].end, attribution.content[0].start
    if attribution.lemma in cues.TELLING and 0 < start - end <= _FAR:
        found = _BETWEEN.fullmatch(text, end, start)
    elif start >= end:
        found = _OPENS.match(text, start, attribution.content[0].end)
    else:
        return None
    return Span(*found.span("who")) if found else None


def greeted(text: str, content: Span) -> Span | None:
    """The title by which a turn opens: "Thank you, Prime Minister."."""
    found = _GREETS.match(text, *content)
    return Span(*found.span("who")) if found else None
