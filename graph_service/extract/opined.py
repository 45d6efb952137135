"""Whose opinion something is: "In the minister's view, Y", "Y, in his words".

Owns these phrases of place for a source. How far the words reach is found as for "according to".
"""

from __future__ import annotations

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.contents import left_start, right_end
from graph_service.extract.units import Unit

_NOUNS = w.words("opinion view words estimation judgment judgement assessment eyes reckoning")
_BY = w.words("account reckoning estimate estimates count admission telling")
"""Nouns that stand behind "by": "By the official's account, Y"."""
_LONGEST = 10


def opined(unit: Unit, at: int) -> Candidate | None:
    """The candidate whose cue is the noun at token `at`, if it is somebody's and behind "in"."""
    tokens = unit.tokens
    if tokens[at].low not in _NOUNS | _BY or at < 2:
        return None
    owner = tokens[at - 1].low
    possessive = owner.endswith(("’s", "'s", "s’", "s'"))
    if not possessive and owner not in {"his", "her", "their", "its"}:
        return None
    start = at - 1
    while start > 0 and at - start < _LONGEST and tokens[start].kind == "w":
        if tokens[start].low in {"in", "by"}:
            break
        start -= 1
    led = {"in": _NOUNS, "by": _BY}.get(tokens[start].low, frozenset[str]())
    if tokens[at].low not in led:
        return None
    source, cue = (start + 1, at), (at, at + 1)
    if start == 0:
        if at + 3 >= unit.last or tokens[at + 1].low != ",":
            return None
        contents = [(at + 2, right_end(unit, at + 2))]
        return Candidate(unit, "according-first", "according to", "", source, cue, contents)
    inside = tokens[start - 1].low == "," and at + 2 < unit.last and tokens[at + 1].low == ","
    if inside and start >= 3 and not any(cues.finite_form(t.low) for t in tokens[:start]):
        contents = [(left_start(unit, start - 1), start - 1), (at + 2, right_end(unit, at + 2))]
        return Candidate(unit, "according-last", "according to", "", source, cue, contents)
    closes = at + 1 >= unit.last or tokens[at + 1].low in {".", ";"}
    if tokens[start - 1].low != "," or not closes or start < 5:
        return None
    contents = [(left_start(unit, start - 1), start - 1)]
    return Candidate(unit, "according-last", "according to", "", source, cue, contents)
