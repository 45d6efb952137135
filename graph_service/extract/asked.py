"""What somebody is asked to do: "urged the rebels, all of them, to withdraw", "asked it not to go".

Owns finding the infinitive that goes on with the words behind an apposition or the narrator's
occasion ("urged Lima at a briefing not to ..."), and telling such words from an object alone.
Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.tokens import Token

VERBS = w.words(
    """
    ask urge advise invite order instruct encourage implore request call appeal press tell warn
    direct challenge beg beseech exhort counsel remind enjoin entreat prod caution plead
    """
)
"""Cues whose object may be the one who is to do something."""
CONFIDENCE = 0.6
"""Of words of that form; set by hand."""
_REACH = 16
_NO_VERB = w.words("the a an his her its their this that these those")


def infinitive(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Does "to withdraw" or "not to withdraw" stand here?"""
    at += at < end and tokens[at].low == "not"
    if at + 1 >= end or tokens[at].low != "to":
        return False
    verb = tokens[at + 1]
    return verb.kind == "w" and not verb.capital and verb.low not in _NO_VERB


def demanded(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    """Where the infinitive begins behind a plain object or an occasion; else None.

    "the envoy not to leave", "at a regular briefing to stay"; `begin` is the first token of it.
    """
    for at in range(begin + 1, min(end - 1, begin + _REACH)):
        if infinitive(tokens, at, end):
            return at
        if tokens[at].kind != "w" or tokens[at].low in w.SUBORDINATORS | w.AUX:
            return None
        if cues.finite_form(tokens[at].low):
            return None
    return None


def behind_apposition(tokens: Sequence[Token], comma: int, end: int) -> bool:
    """Does the infinitive follow ", the maker of the jet," or ", the M23 among them,"?"""
    for at in range(comma + 2, min(end - 2, comma + _REACH)):
        token = tokens[at]
        if token.low == ",":
            return infinitive(tokens, at + 1, end)
        if token.kind != "w" or token.low in w.AUX or cues.finite_form(token.low):
            return False
    return False
