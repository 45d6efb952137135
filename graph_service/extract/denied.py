"""What is denied: the claim told in the same sentence, a statement of whoever made it.

"X rejected Moscow's accusation that Y": Moscow has accused; "X denied that Z had said Y":
nobody has said anything. Owns finding the claim in what a cue of denial takes, and telling
which levels within a denial state nothing, and what a paper takes note of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from graph_service.extract.draft import Attribution, Draft, Level, Source
from graph_service.extract.wordlists import words
from graph_service.model import Span

FOUND_BY = "rule:noun-denied"
CONFIDENCE = 0.7
"""Set by hand, not calibrated."""
DENYING = frozenset(("deny", "reject", "dismiss", "refute", "rebut", "rebuff", "dispute"))
_NOUN = r"(?P<cue>accusation|allegation|charge|claim|assertion|contention)s?"
_OWNED = re.compile(rf"(?:[’']s?|\s+government[’']s)?\s+(?:\w+\s+)?{_NOUN}\s+(?=that\s)")
_BY = re.compile(rf"(?:the\s+|an?\s+|\w+\s+)?{_NOUN}\s+(?:by|from|of)\s+(?=[A-Zt])")
_AS = re.compile(r"as\s+(?:[a-z-]+\s+){1,3}?(?=the\s|[A-Z])(?:the\s+)?")
_THAT = re.compile(r"\s*(?=that\s)")
_PASSING = words(
    "cite quote recall mention convey relay report note say tell write state add announce read"
    " according"
) | {"according to", ":", ""}
"""Other verbs that pass on what their object is; one "backs" or "ignores" a plea of another's."""
_LEMMAS = {"accusation": "accuse", "allegation": "accuse", "charge": "accuse"}


def denied_claims(text: str, draft: Draft) -> Iterator[Attribution]:
    """One attribution for each claim that a sentence of denial tells with its maker."""
    starts = [mention.span.start for mention in draft.mentions]
    for outer in draft.attributions:
        if outer.lemma not in DENYING or outer.quote_type == "direct":
            continue
        part = outer.content[0]
        lead = _AS.match(text, *part)
        start = lead.end() if lead else part.start
        by = _BY.match(text, start, part.end)
        begin = by.end() if by else start
        at = bisect_left(starts, begin)
        if at >= len(draft.mentions) or starts[at] - begin > 4:
            continue
        owner = draft.mentions[at].span
        after = by or _OWNED.match(text, owner.end, part.end)
        told = _THAT.match(text, owner.end if by or after is None else after.end())
        if after is None or told is None or told.end() >= part.end:
            continue
        yield Attribution(
            source=(owner,),
            cue=(Span(after.start("cue"), after.start("cue") + len(after["cue"])),),
            content=(Span(told.end(), part.end),),
            lemma=_LEMMAS.get(after["cue"], "claim"),
            quote_type="indirect",
            attitude=False,
            found_by=FOUND_BY,
            confidence=round(CONFIDENCE * outer.confidence, 4),
        )


def claims(level: Level, outer: Level) -> bool:
    """Is this the claim that is denied or backed, told beside that and not on its word?"""
    own, lemma = level.attribution, outer.attribution.lemma
    if not own.found_by.startswith("rule:noun"):
        return False
    first = min((*own.source, *own.cue)).start if own.source else 99
    object_of = own.source and first - outer.attribution.content[0].start <= 4
    return lemma in DENYING or bool(object_of and lemma not in _PASSING)


def unsaid(level: Level, outer: Level) -> bool:
    """Does a denial say of this that it has not been said ("denied that Z had told them")?"""
    return outer.attribution.lemma == "deny" and level.attribution.found_by != FOUND_BY


_NOTED = words("welcome accept note acknowledge appreciate commend recall")
_WRITERS = words("we leaders members participants ministers the they it")


def taken_note(level: Level, outer: Level, source: Source) -> bool:
    """Does a body take note, in a paper of its own, of what somebody has offered or announced?"""
    lemma = outer.attribution.lemma.split(" ")[0]
    writes = source.as_written.split(" ")[0].lower() in _WRITERS
    noun = level.attribution.found_by.startswith("rule:noun")
    return noun and lemma in _NOTED and writes and source.actors[0].kind == "organisation"
