"""Words that go on being passed on: "A, X said, the agency reported. She urged B."

What the same speaker goes on to say in the paragraph stands on the same word, until somebody
else speaks or the words have an occasion of their own ("told reporters"). Owns only this:
accounts that hold for whole paragraphs are `frames`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from graph_service.extract.draft import Draft, Level, Source
from graph_service.extract.titles import PRONOUN
from graph_service.extract.turns import FOUND_BY as TURN
from graph_service.model import Span, words_at

_PASSING = frozenset(("agency", "outlet", "readout", "document", "body", "unnamed"))
_GO_BETWEEN = re.compile(
    r"\b(?:spokes\w+|press secretary|office|aides?|lawyers?|advis[eo]rs?|interpreter)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\b(?:view|opinion|eyes|mind|judge?ment)\Z")
_OCCASION = re.compile(
    r"\b(?:told|tells|telling)\s+(?:a\s|the\s|an\s)?(?:\w+\s){0,2}?"
    r"(?:reporters|journalists|parliament|lawmakers|briefing|conference|rally|audience)\b"
    r"|\b(?:interview|(?:news|press) conference|briefing|in an? (?:speech|address|statement)"
    r"|wrote|posted|tweet\w*|Twitter|Facebook|social media|according to|quoted|citing)\b"
)
"""An occasion or another source told beside the words: they stand on that."""


def go_on(text: str, draft: Draft) -> tuple[Level, ...]:
    """The settled levels; those that go on have the outer level of what they go on with."""
    levels, sources = list(draft.levels), draft.sources
    starts = [sentence.span.start for sentence in draft.sentences]
    last: int | None = None
    before = -1, -1
    for index in sorted(range(len(levels)), key=lambda i: _start(levels[i])):
        level = levels[index]
        if not level.words or level.attribution.found_by == TURN:
            continue
        if _OPINION.search(words_at(text, level.attribution.cue)):
            continue  # "In Orin's view": the narrator knows it
        number = bisect_right(starts, _start(level)) - 1
        here = draft.sentences[number].paragraph if number >= 0 else -1, number
        if here[0] != before[0]:
            last = None
        if level.outer is not None:
            last = index if _passes(sources[level.outer], sources[index]) else None
            before = here
        elif (according := _within_account(levels, index)) is not None:
            levels[index] = replace(level, outer=according)
            last, before = index, here
        elif last is not None:
            outer = levels[last].outer
            behind = levels[last].attribution.content[-1].end if here == before else 0
            area = Span(max(behind, draft.sentences[number].span.start), _end(level))
            if _start(level) < behind and not _joined(level, levels[last]):
                continue
            if _same(sources[index], sources[last]) and not _OCCASION.search(text, *area):
                levels[index] = replace(level, outer=outer, carried=True)
                last, before = index, here
            elif outer is None or not _same(sources[index], sources[outer]):
                last = None
    return tuple(levels)


def _start(level: Level) -> int:
    parts = (*level.attribution.source, *level.attribution.cue, *level.attribution.content)
    return min(part.start for part in parts)


def _end(level: Level) -> int:
    return max(part.end for part in level.attribution.content)


def _joined(level: Level, before: Level) -> bool:
    """A further verb of the same subject: "Adhiala, according to Z, said A but stressed B"."""
    own = level.attribution
    return (
        own.source == before.attribution.source and own.content[0] > before.attribution.content[-1]
    )


def _within_account(levels: list[Level], index: int) -> int | None:
    """The account whose subject goes on: "Orin shares it, according to Z, but urged Y"."""
    source = levels[index].attribution.source
    for other in range(max(0, index - 4), min(len(levels), index + 4)):
        account = levels[other].attribution
        if other == index or not account.found_by.startswith("rule:according") or not source:
            continue
        behind = account.cue and account.cue[-1].end <= levels[index].attribution.cue[0].start
        if behind and any(part.contains(source[0]) for part in account.content):
            return other if levels[other].outer is None else None
    return None


def _passes(reporter: Source, speaker: Source) -> bool:
    """Somebody whose part it is to hand words on, and other than who speaks."""
    if _same(reporter, speaker) or PRONOUN.match(reporter.as_written):
        return False
    return reporter.kind in _PASSING or _GO_BETWEEN.search(reporter.as_written) is not None


def _same(one: Source, other: Source) -> bool:
    return bool(one.as_written) and {a.id for a in one.actors} == {a.id for a in other.actors}
