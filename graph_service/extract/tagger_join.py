"""What the network's and the rules' readings of a passage make together.

The network knows better what is an attribution and whose words run on in prose; the rules know
grammar: where a clause with a cue of its own begins, and who passes whose words on. PolNeAR gives
each word to one attribution, so the network breaks a chain ("A told B that ..., an official said")
into pieces; there the rules' levels stand. Owns this division and its figures. Edges and sources of
a cue that both read: `tagger_choice`; which of the rules' stand beside and within: `tagger_nested`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph_service.extract.cues import SPEECH
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.tagger_choice import (
    ALIKE,
    ALIKE_DIPLOMATIC,
    alike,
    choose,
    same_cue,
    shared,
)
from graph_service.extract.tagger_nested import beside, inner, unrelayed
from graph_service.model import Span, Spans

BESIDE = 0.8
"""Least confidence of what only the rules read, where the network claims neither cue nor words."""
BESIDE_DIPLOMATIC = 0.5
"""The same in texts of the register of diplomacy, which the network has not learned from. Both
chosen on PolNeAR dev (0.5 for all loses half a point, 0.8 none) and our development half."""
SPLITS, NESTED = 0.3, 0.3
"""Least confidence of the rules' attribution that ends another's words, and of one within words
whose cue both readings know. Little hangs on them: 0.1 to 0.6 give the same within 0.3 points."""
OUTER, LEVEL = 0.5, 0.3
"""Least confidence of the rules' outer level and of one within it, for the chain to stand."""
LIKE = 0.2
_TALKS = re.compile(
    r"\b(?:brief|review|discuss|exchang|examin|explor|consult|talk|touch|shar(?:e|ed|es|ing)\b"
    r"|spoke|met\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:that|whether|how|why|what)\b", re.IGNORECASE)
_QUOTES = "\"“”„«'‘"


def passages(
    network: Iterable[Attribution], ruled: Iterable[Attribution]
) -> Iterator[tuple[list[Attribution], list[Attribution]]]:
    """Both readings, in stretches of the text that no attribution crosses: time stays linear."""
    places = [(whole(a), False, a) for a in network] + [(whole(a), True, a) for a in ruled]
    both: tuple[list[Attribution], list[Attribution]] = ([], [])
    end = 0
    for span, by_rule, a in sorted(places, key=lambda place: place[0]):
        if span.start >= end and (both[0] or both[1]):
            yield both
            both = ([], [])
        both[by_rule].append(a)
        end = max(end, span.end)
    if both[0] or both[1]:
        yield both


def join(
    text: str,
    network: Sequence[Attribution],
    ruled: Sequence[Attribution],
    *,
    diplomatic: bool = False,
) -> list[Attribution]:
    """The attributions of one passage; `diplomatic`: the text is in that register."""
    levels = chains(ruled) if diplomatic else []
    own = [a for a in network if _stands(a, levels)]
    if diplomatic:
        own = [a for a in own if same_cue(a, ruled) or not occasion(text, a)]
    found = choose(text, own, ruled, least=ALIKE_DIPLOMATIC if diplomatic else ALIKE)
    found = [split(a, ruled) for a in found]
    found = [*unrelayed(found, ruled), *levels]
    least = BESIDE_DIPLOMATIC if diplomatic else BESIDE
    found += [*inner(found, ruled), *beside(found, ruled, least)]
    return found + list(_nested(found, ruled))


def occasion(text: str, a: Attribution) -> bool:
    """Does it tell only that there was talk, and of what: "reviewed relations", "briefed Z"?"""
    start, end = a.content[0]
    return (
        a.quote_type == "indirect"
        and not _CLAUSE.match(text, start, end)
        and any(_TALKS.search(text, *span) for span in a.cue)
    )


def chains(ruled: Sequence[Attribution]) -> list[Attribution]:
    """The levels of words passed on, as the rules read them: outer ones and speech within."""
    levels: list[Attribution] = []
    for outer in ruled:
        within = [
            a
            for a in ruled
            if a is not outer and a.confidence >= LEVEL and _speech(a) and _holds(outer, a)
        ]
        if within and outer.confidence >= OUTER:
            levels += [a for a in (outer, *within) if a not in levels]
    return levels


def _speech(a: Attribution) -> bool:
    return bool(a.source) and (a.lemma in SPEECH or a.lemma.startswith("according"))


def _holds(outer: Attribution, a: Attribution) -> bool:
    return _inside(a.cue, outer.content) and _inside(a.source, outer.content)


def _stands(a: Attribution, levels: Sequence[Attribution]) -> bool:
    """Does it say nothing of these levels, or is it one within or around them?"""
    if any(_meet(a.cue, level.cue) for level in levels):
        return False
    if any(_inside(a.cue, level.content) for level in levels):
        return True
    return not any(
        _meet(a.content, level.content) or _meet(a.content, level.cue) for level in levels
    ) or any(
        _inside(level.cue, a.content) and _inside(level.source or level.cue, a.content)
        for level in levels
    )


def split(a: Attribution, ruled: Sequence[Attribution]) -> Attribution:
    """With the rules' words, where its own run over a further clause that has a cue.

    "He complained of X and demanded Y": for the network all of it may be what he complained of.
    """
    own = same_cue(a, ruled)
    if own is None or own.content == a.content or alike(a.content, own.content) <= LIKE:
        return a
    further = any(
        other.source
        and other.confidence >= SPLITS
        and _inside(other.cue, a.content)
        and not _inside(other.cue, own.content)
        and not _meet(other.cue, a.cue)
        and not _meet(other.content, own.content)
        for other in ruled
        if other is not own
    )
    if not further:
        return a
    cue = own.cue if shared(own.content, a.cue) else a.cue
    return replace(a, cue=cue, content=own.content, quote_type=own.quote_type)


def _nested(found: Sequence[Attribution], ruled: Sequence[Attribution]) -> Iterator[Attribution]:
    """What the rules read within words whose cue both know, also without a verb of speech."""
    for a in ruled:
        if not a.source or a.confidence < NESTED or any(_meet(a.cue, one.cue) for one in found):
            continue
        outer = [other for other in ruled if other is not a and _inside(a.cue, other.content)]
        if any(
            _meet(one.cue, other.cue) and _inside(a.cue[:1], one.content)
            for other in outer
            for one in found
        ):
            yield a


def within_sentences(text: str, draft: Draft, found: Iterable[Attribution]) -> list[Attribution]:
    """Without what stands in another line or sentence than the cue, but quotations.

    The network sees no sentences: it may draw words together over a headline's end. Where nothing
    of its words is left, the attribution goes.
    """
    starts = [sentence.span.start for sentence in draft.sentences]
    quotes = [quotation.start for quotation in draft.quotations]

    def quoted(place: int) -> bool:
        at = bisect_right(quotes, place) - 1
        return text[place] in _QUOTES or (at >= 0 and place < draft.quotations[at].end)

    kept = []
    for a in found:
        at = bisect_right(starts, a.cue[0].start) - 1
        home = draft.sentences[max(at, 0)].span if starts else Span(0, len(text))
        near = []
        for piece in (piece for span in a.content for piece in _lines(text, span)):
            if quoted(piece.start):
                near.append(piece)
            elif piece.overlaps(home):
                near.append(Span(max(piece.start, home.start), piece.end))
        if near:
            kept.append(a if tuple(near) == a.content else replace(a, content=tuple(near)))
    return kept


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        words = line.strip()
        if words:
            at = start + line.index(words)
            yield Span(at, at + len(words))
        start += len(line)


def whole(a: Attribution) -> Span:
    """From its first character to its last."""
    spans = a.source + a.cue + a.content
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _inside(spans: Spans, content: Spans) -> bool:
    """Lies any of these in one of those?"""
    return any(c.contains(s) for s in spans for c in content)


def _meet(some: Spans, others: Spans) -> bool:
    return any(a.overlaps(b) for a in some for b in others)
