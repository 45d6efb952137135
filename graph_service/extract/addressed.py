"""Whom a statement is said to, and whom it is about, where the text says so plainly.

Owns two readings only: the name between cue and words ("told Putin that ..."), and
the name that opens the words of an act aimed at somebody ("accused NATO of ...").
"""

from __future__ import annotations

from bisect import bisect_left

from graph_service.extract import cues
from graph_service.extract.draft import Attribution, Mention
from graph_service.model import Actor, Span

_AIMED = frozenset(
    ("accuse", "condemn", "threaten", "support", "thank", "recognise", "reject", "apologise")
)
_ASKING = frozenset(("warn", "urge", "demand", "thank", "question", "threaten"))
_GAP = 60
_OPENING = 25
"""Characters into the words within which their first name is the one aimed at."""


def addressees(
    text: str, attribution: Attribution, act: str, mentions: tuple[Mention, ...]
) -> tuple[Actor, ...]:
    """The one told: named between cue and words, or first in words that ask or warn."""
    if not attribution.cue:
        return ()
    end, start = attribution.cue[-1].end, attribution.content[0].start
    if attribution.lemma in cues.TELLING and 0 < start - end <= _GAP:
        found = [m for m in _names(mentions, Span(end, start)) if not _owned(text, m)]
        if found:
            return _distinct(found)[:2]
    if act in _ASKING and start >= end:
        found = _names(mentions, Span(start, min(start + _OPENING, attribution.content[0].end)))
        return _distinct([m for m in found[:1] if not _owned(text, m)])
    return ()


def targets(attribution: Attribution, act: str, mentions: tuple[Mention, ...]) -> tuple[Actor, ...]:
    """The one an accusation, condemnation or support is aimed at."""
    if act not in _AIMED:
        return ()
    first = attribution.content[0]
    return _distinct(
        _names(mentions, Span(first.start, min(first.start + _OPENING, first.end)))[:1]
    )


def _names(mentions: tuple[Mention, ...], span: Span) -> list[Mention]:
    """Sure mentions that begin within a span; adjectives of nations are no names."""
    at = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    found = []
    while at < len(mentions) and mentions[at].span.start < span.end:
        mention = mentions[at]
        if len(mention.actors) == 1 and mention.form not in ("demonym", "surname?"):
            found.append(mention)
        at += 1
    return found


def _owned(text: str, mention: Mention) -> bool:
    return text[mention.span.end : mention.span.end + 2] in ("’s", "'s")


def _distinct(mentions: list[Mention]) -> tuple[Actor, ...]:
    return tuple({m.actors[0].id: m.actors[0] for m in mentions}.values())
