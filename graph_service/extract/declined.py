"""What somebody would not tell: "would not say how many", "will not be drawn on what".

Owns these refusals with a modal, and "would neither confirm nor deny that Y". What is not told by
chance ("did not say when") is no refusal. Indices count tokens of a unit.
"""

from __future__ import annotations

from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.contents import right_end
from graph_service.extract.sources import subject_before
from graph_service.extract.units import Range, Unit

RULE = "declined"
CONFIDENCE = 0.8
"""Set by hand."""
_WOULD = w.words("would will could can wouldn’t wouldn't won’t won't couldn’t couldn't cannot")
_TELL = w.words("say reveal disclose confirm specify discuss elaborate predict speculate")
_OPENS = w.words("whether how what why who when where which if on")


def declined(unit: Unit, at: int, shared: Range | None) -> Candidate | None:
    """The refusal whose modal is token `at`; `shared`: who speaks where no subject stands."""
    tokens = unit.tokens
    if tokens[at].low not in _WOULD or at + 4 >= unit.last:
        return None
    index, neither = at + 1, False
    if tokens[index].low in {"not", "neither"}:
        neither = tokens[index].low == "neither"
        index += 1
    elif not tokens[at].low.endswith("t") or tokens[at].low == "cannot":
        return None
    lemma = "say"
    drawn = tokens[index].low == "be" and tokens[index + 1].low == "drawn"
    nor = neither and tokens[index].low == "confirm" and tokens[index + 1].low == "nor"
    if nor or (drawn and tokens[index + 2].low == "on"):
        begin = index + 3
    elif tokens[index].low in _TELL and tokens[index + 1].low in _OPENS:
        begin = index + 1 + (tokens[index + 1].low == "on")
    else:
        return None
    if begin + 1 >= unit.last:
        return None
    source = subject_before(tokens, at)
    if source is None and at and tokens[at - 1].low in {"and", "but", ","}:
        source = shared
    if source is None:
        return None
    said = [(begin, right_end(unit, begin))]
    return Candidate(unit, RULE, lemma, "base", source, (at, begin), said)
