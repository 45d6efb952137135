"""Absolute clauses: "..., with Lund saying that A and Roe calling for B".

Owns their subject, and where the next one begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.sources import boundary, finite
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range


def with_subject(tokens: Sequence[Token], group: int) -> Range | None:
    """The subject of "..., with Z saying that": it stands between "with" and the participle."""
    for at in range(group - 1, max(0, group - 14), -1):
        if boundary(tokens[at]) or finite(tokens, at) or tokens[at].low in w.SUBORDINATORS:
            return None
        joined = tokens[at].low == "and" and any(t.low == "with" for t in tokens[:at])
        if (tokens[at].low == "with" or joined) and at + 1 < group:
            head = tokens[at + 1]
            before = tokens[at - 1].low == "," or joined
            named = head.capital or head.low in w.DETERMINERS or head.low in w.PRONOUNS
            return (at + 1, group) if before and named else None
    return None


def before_next_absolute(tokens: Sequence[Token], found: Candidate) -> int:
    """Where the next "and Z calling ..." begins, else the end of the words."""
    begin, stop = found.contents[-1]
    for at in range(begin + 1, stop - 2):
        if tokens[at].low != "and" or not (tokens[at + 1].capital or tokens[at + 1].low == "the"):
            continue
        for index in range(at + 2, min(stop - 1, at + 8)):
            if "ing" in {tag for _, tag in cues.lexicon().get(tokens[index].low, ())}:
                return at
            if not (tokens[index].capital or tokens[index].low in {"of", "the"}):
                break
    return stop
