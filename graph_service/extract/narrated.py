"""Where the narrator goes on behind the words: his circumstances, his occasion, his own clause.

"..., hours after the raid", "... in an interview on Monday", "..., as both sides gave accounts of
their own". Owns telling these places; `contents` asks them in order. Indices count tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import wordlists as w
from graph_service.extract.circumstances import COUNTS, UNITS, VENUES, at_time
from graph_service.extract.sources import finite
from graph_service.extract.tokens import Token


def occasion(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Is the narrator's occasion told from here to the end: "in an interview with Z on Monday"?"""
    if tokens[at].low in {"in", "at", "during"} and tokens[at + 1].low in _ARTICLES:
        venues = [i for i in range(at + 2, min(end, at + 6)) if tokens[i].low in _OCCASIONS]
        stop = venues[0] if venues else end
        return stop < end and not any(
            finite(tokens, i) or tokens[i].low in w.CLAUSE_BREAKS or tokens[i].kind != "w"
            for i in range(at, end)
        )
    return False


_ARTICLES = w.words("a an his her its the their")


_OCCASIONS = w.words(
    "interview statement tweet letter speech post briefing conference telegram message broadcast"
    " editorial memo email"
)


def tail(tokens: Sequence[Token], at: int) -> bool:
    """Do the narrator's circumstances stand here: "hours after ...", "in a statement ..."?"""
    index = at
    while index < len(tokens) - 1 and index < at + 3 and tokens[index].low in COUNTS:
        index += 1
    if index < len(tokens) - 1 and tokens[index].low in UNITS:
        return tokens[index + 1].low in {"after", "before"}
    return tokens[at].low == "in" and any(
        t.low in VENUES for t in tokens[at + 2 : min(len(tokens), at_time(tokens, at))]
    )
