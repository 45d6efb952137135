"""Sentences of an account that go on with what its speaker said, without a cue of their own.

"Xi noted that A. Both sides should do B. C is consistent and clear.": foreign ministries word
their readouts so. Owns telling such accounts and such sentences; in the copy of agencies the
same form is mostly the narrator's, and nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from graph_service.extract import cues
from graph_service.extract.draft import Attribution, Draft, Sentence
from graph_service.model import Article, Span

FOUND_BY = "rule:uncued"
CONFIDENCE = 0.6
"""Set by hand, not calibrated."""

_ISSUER = re.compile(
    r"\b(?:Ministry|Minister|Foreign Affairs|White House|Kremlin|President|Presidency|Government"
    r"|State Department|Department of State|Embassy|Mission|Chancellery|Elys[eé]e|Downing)\b"
)
MEETING = re.compile(
    r"\b(?:phone|telephone|video)\s+(?:call|conversation|talks?)|\bspoke\s+(?:\w+\s+){0,3}(?:with|by)"
    r"|\bheld\s+talks\b|\bmet\s+(?:\w+\s+){0,3}with\b|\bmeets?\s+with\b|\bhad\s+a\s+meeting\b"
    r"|\bspeaks\s+with\b|\bon\s+the\s+(?:tele)?phone\b|\brece(?:ived|ives)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|will|should|must|can|cannot|may|needs?|does|do|did\s+not|remains?|stands?"
    r"|hopes?|welcomes?|supports?|opposes?|values?|attach(?:es)?|shares?|ought)\b"
)
_TOLD = re.compile(
    r"\b(?:was|were|met|spoke|held|discussed|exchanged|agreed|attended|visited|arrived|took\s+part)\b"
)
_PERSON = re.compile(r"(?:he|she)\Z|.*[A-Z]", re.DOTALL)
_OPENING = 3


def uncued(
    article: Article, text: str, draft: Draft, frames: Sequence[Attribution] = ()
) -> list[Attribution]:
    """One attribution a sentence, with the source of the words before it.

    `frames`: accounts within the article, whose sentences are read as those of an account.
    """
    everywhere = told_of_a_meeting(article, text, draft)
    told = [span for frame in frames for span in frame.content]
    found: list[Attribution] = []
    for _, group in groupby(draft.sentences, key=lambda s: s.paragraph):
        block = list(group)
        if everywhere or any(span.contains(s.span) for s in block for span in told):
            found += _in_paragraph(text, draft.attributions, block)
    return found


def told_of_a_meeting(article: Article, text: str, draft: Draft) -> bool:
    """Is this a body's own account of a call or meeting?"""
    opening = [s.span for s in draft.sentences[:_OPENING]]
    met = any(MEETING.search(text, *span) for span in opening)
    issued = article.publisher and _ISSUER.search(article.publisher)
    return bool(met and issued) and not draft.turns


def _in_paragraph(
    text: str, attributions: Sequence[Attribution], sentences: Sequence[Sentence]
) -> Iterator[Attribution]:
    source: tuple[Span, ...] = ()
    for sentence in sentences:
        here = [
            a
            for a in attributions
            if any(s.overlaps(sentence.span) for s in (*a.cue, *a.content, *a.source))
        ]
        if here:
            spoken = [a for a in here if _speech(text, a)]
            source = spoken[0].source if spoken else ()
            continue
        words = text[slice(*sentence.span)]
        if not source or not _PRESENT.search(words) or _TOLD.search(words):
            source = source if _PRESENT.search(words) else ()
            continue
        end = sentence.span.end - (words[-1:] == ".")
        content = (Span(sentence.span.start, end),)
        yield Attribution(source, (), content, "", "indirect", False, FOUND_BY, CONFIDENCE)


def _speech(text: str, a: Attribution) -> bool:
    """Did a person say it, who may go on?"""
    if not a.source or not a.cue or a.attitude or a.lemma.split(" ")[0] not in cues.SPEECH:
        return False
    return bool(_PERSON.match(text[slice(*a.source[0])]))
