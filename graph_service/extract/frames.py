"""Frames: an account that the sentences after it are taken from.

"Halvik's readout is short. Windt asked ..." and "In the Kalmerian account, ..." give
what follows, up to the end of the paragraph or the next frame, on the word of that account.
Owns finding them; a frame states nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from graph_service.extract.draft import Attribution, Draft, Sentence
from graph_service.model import Span

FOUND_BY = "rule:frame"
CONFIDENCE = 0.75
"""Set by hand, not calibrated."""

_NOUN = r"(?:account|version|telling|readout|read-out|communiqu[eé]|transcript|summary)"
_OWNER = (
    r"(?:(?:[Tt]he\s+)?(?:[A-Z][\w.-]*\s+){0,4}[A-Z][\w.-]*[’']s?|[Tt]he(?:\s+[\w-]+){0,2}|[Ii]ts"
    r"|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|[Tt]hat)"
)
_PAPER = rf"(?P<source>{_OWNER}\s+(?:own\s+|official\s+|published\s+|written\s+)*{_NOUN})"
_OF = r"(?:\s+(?:of|from|by|on)\s+[^.;:,]{2,60}?)?"
_IN = re.compile(
    rf"(?:But\s+|And\s+|Yet\s+)?(?P<cue>In|By|From)\s+{_PAPER}{_OF}(?:,\s[^,.;]{{3,60}})?,\s+"
)
_TOLD = re.compile(
    rf"(?:But\s+|And\s+|Yet\s+)?{_PAPER}{_OF}\s+(?P<cue>is|was|runs|ran|reads|goes|went|differs"
    r"|differed|sounds|sounded|tells|told|gives|gave|has|had|makes|made|mentions|puts)\b"
)
_ACCORDING = re.compile(rf"(?P<cue>According\s+to)\s+{_PAPER}{_OF},\s+")
_SAYS = re.compile(rf"{_PAPER}{_OF}\s+(?:also\s+|then\s+)?(?P<cue>said|says|noted|stated|added)\b")
_LEAVES = re.compile(r"Asked\b|But\s+(?:a|an|one)\b|Meanwhile\b|Separately\b|Earlier\b")


def frames(text: str, draft: Draft) -> list[Attribution]:
    """One attribution a frame: its source the account, its content what is told from it."""
    found: list[Attribution] = []
    for _, group in groupby(draft.sentences, key=lambda s: s.paragraph):
        found += _in_paragraph(text, list(group))
    return found


def _in_paragraph(text: str, sentences: Sequence[Sentence]) -> Iterator[Attribution]:
    openings = [_opening(text, sentence.span) for sentence in sentences]
    for index, opening in enumerate(openings):
        if opening is None:
            continue
        source, cue, begin = opening
        last = index
        while (
            last + 1 < len(sentences)
            and openings[last + 1] is None
            and not _LEAVES.match(text, sentences[last + 1].span.start)
        ):
            last += 1
        if begin < 0:  # the first sentence is the frame's announcement, or has a level of its own
            if last == index:
                continue
            begin = sentences[index + 1].span.start
        content = Span(begin, sentences[last].span.end)
        yield Attribution(
            (source,), (cue,), (content,), "according to", "indirect", False, FOUND_BY, CONFIDENCE
        )


def _opening(text: str, span: Span) -> tuple[Span, Span, int] | None:
    """Source, cue and where the told words begin; -1 for the next sentence."""
    inside = _IN.match(text, *span)
    if inside is not None:
        return Span(*inside.span("source")), Span(*inside.span("cue")), inside.end()
    for pattern in (_TOLD, _ACCORDING, _SAYS):
        match = pattern.match(text, *span)
        if match is not None:
            return Span(*match.span("source")), Span(*match.span("cue")), -1
    return None
