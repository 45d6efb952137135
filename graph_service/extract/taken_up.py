"""What is denied or confirmed of words just told: ", a charge Medra rejects", ", which he denies".

Owns finding these remarks of the narrator and the words they take up, which are a statement of
whoever denies them. Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.breaks import TAKEN_UP
from graph_service.extract.candidate import Candidate
from graph_service.extract.sources import subject_before
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

RULE = "taken-up"
CONFIDENCE = 0.9
"""Grammar leaves little doubt; set by hand."""
_VERBS = w.words("deny reject dismiss dispute refute confirm contest disavow")
_OF = {"accuse": {"of"}, "blame": {"for"}, "criticise": {"for"}, "condemn": {"for"}}
_BEFORE = w.words("of for about over with against to")
_LONGEST = 7


def taken_up(
    unit: Unit, cue: Range, lemma: str, tag: str, rows: Sequence[Candidate]
) -> Candidate | None:
    """The denial whose verb group is `cue`; `rows`: the candidates before it, nearest last."""
    tokens = unit.tokens
    if lemma not in _VERBS or tag not in {"ed", "s", "base", "en"} or cue[0] < 5:
        return None
    closed = cue[1] >= unit.last or tokens[cue[1]].low in {",", ";", "in", "on", "and"}
    comma = _comma(tokens, cue[0])
    if not closed or comma is None:
        return None
    begin = comma + 1
    if tokens[begin].low in {"which", "something"}:
        subject = begin + 1
    else:
        noun = next((i for i in (begin + 1, begin + 2) if tokens[i].low in TAKEN_UP), 0)
        if not noun or tokens[begin].low not in {"a", "an", "both", "all"}:
            return None
        subject = noun + 1 + (tokens[noun + 1].low in {"that", "which"})
    source = subject_before(tokens, cue[0], subject - 1)
    if source is None or source[1] <= subject:
        return None
    source = (max(subject, source[0]), source[1])
    words = _words(tokens, comma, rows)
    if words is None:
        return None
    return Candidate(unit, RULE, lemma, tag, source, cue, [words])


def _comma(tokens: Sequence[Token], group: int) -> int | None:
    """The last comma before the verb, with nothing but words between."""
    for index in range(group - 1, max(0, group - 14), -1):
        if tokens[index].low == ",":
            return index
        if tokens[index].kind != "w":
            return None
    return None


def _words(tokens: Sequence[Token], comma: int, rows: Sequence[Candidate]) -> Range | None:
    """What is taken up: the words told last before the comma, else the thing named there."""
    for row in reversed(rows):
        if not row.contents or row.contents[-1][1] not in {comma, comma + 1}:
            continue
        if row.lemma not in cues.SPEECH or any(t.low == "to" for t in tokens[slice(*row.cue)]):
            continue
        begin, stop = row.contents[-1][0], comma
        marks = _OF.get(row.lemma, frozenset[str]())
        inner = next((i + 1 for i in range(begin + 1, stop - 1) if tokens[i].low in marks), begin)
        return inner, stop
    for index in range(comma - 2, max(0, comma - _LONGEST), -1):
        if tokens[index].kind != "w":
            return None
        if tokens[index].low in _BEFORE and index + 1 < comma:
            return index + 1, comma
    return None
