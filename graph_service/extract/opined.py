"""Whose opinion something is: "In the minister's view, Y", "Y, in his words".

Owns these phrases of place for a source. How far the words reach is found as for "according to".
"""

from __future__ import annotations

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.contents import left_start, right_end
from graph_service.extract.sources import apposition_after, phrase_after
from graph_service.extract.units import Unit

_NOUNS = w.words("opinion view words estimation judgment judgement assessment eyes reckoning")
_BY = w.words("account reckoning estimate estimates count admission telling")
"""Nouns that stand behind "by": "By the official's account, Y"."""
_LONGEST = 10


def opined(unit: Unit, at: int) -> Candidate | None:
    """The candidate whose cue is the noun at token `at`, if it is somebody's and behind "in"."""
    tokens = unit.tokens
    if tokens[at].low not in _NOUNS | _BY:
        return None
    if words_of := _words_of(unit, at):
        return words_of
    if at < 2:
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


def _words_of(unit: Unit, at: int) -> Candidate | None:
    """ "In the words of X, Y", "Y, in the opinion of X", "Y, in the words of X, Z"."""
    tokens = unit.tokens
    if at < 2 or tokens[at - 1].low != "the" or tokens[at - 2].low != "in":
        return None
    if at + 2 >= unit.last or tokens[at + 1].low != "of" or tokens[at].low not in _NOUNS:
        return None
    opens, source = at - 2, phrase_after(tokens, at + 2, unit.last)
    if source is None:
        return None
    source = apposition_after(tokens, source, unit.last) if opens else source
    cue, stop = (opens, at + 2), source[1]
    closed = stop < unit.last and tokens[stop].low == ","
    if opens == 0:
        if not closed or stop + 2 >= unit.last:
            return None
        said = [(stop + 1, right_end(unit, stop + 1))]
        return Candidate(unit, "words-of", "according to", "", source, cue, said)
    if tokens[opens - 1].low != "," or opens < (2 if closed else 4):
        return None
    told = [(left_start(unit, opens - 1), opens - 1)]
    if closed and stop + 2 < unit.last and tokens[stop + 1].low not in {"who", "which", "and"}:
        told.append((stop + 1, right_end(unit, stop + 1)))
    elif stop < unit.last and not closed:
        return None
    return Candidate(unit, "words-of", "according to", "", source, cue, told)
