"""Cues in the passive: "Y was described by X as Z", "X was urged by Z to go", "It was agreed to".

Owns who speaks in them, what the subject is (words, or the one who is told) and where a further
passive of the same subject begins.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate
from graph_service.extract.contents import right_end
from graph_service.extract.sources import phrase_after, subject_before
from graph_service.extract.tokens import Token
from graph_service.extract.units import Range, Unit

_QUOTING = w.words("quoted quotes quote quoting cited cites cite citing reported")


def passive(unit: Unit, cue: Range, lemma: str, rows: Sequence[Candidate] = ()) -> Candidate | None:
    """ "Y was described by X as Z": the subject is content, "by X" the source.

    `rows`: candidates before it, of which a passive may give its subject ("and was called").
    """
    tokens = unit.tokens
    subject = subject_before(tokens, cue[0])
    if subject is None and cue[0] and tokens[cue[0] - 1].low in {"and", "but", ","} and rows:
        subject = rows[-1].contents[0] if rows[-1].rule == "passive-by" else None
    if subject is None:
        return None
    stop = right_end(unit, cue[1], False, True) if cue[1] < unit.last else cue[1]
    stop = next((i for i in range(cue[1], stop - 1) if _passive_goes_on(tokens, i)), stop)
    source = None
    dummy = subject[1] - subject[0] == 1 and tokens[subject[0]].low == "it"
    told = lemma in _ASKING or (dummy and cue[1] < unit.last and tokens[cue[1]].low in _TO_THAT)
    parts = [] if told else [subject]
    for at in range(cue[1], min(stop, cue[1] + 12)):
        if tokens[at].low == "by":
            source = phrase_after(tokens, at + 1, stop)
            if source:
                source = (source[0], _until_asked(tokens, source, lemma))
                if at > cue[1]:
                    parts.append((cue[1], at))
                if source[1] < stop:
                    parts.append((source[1], stop))
            break
    if source is None and tokens[cue[1] - 1].low in _QUOTING and tokens[cue[1]].low == "as":
        return None
    if source is None and stop > cue[1]:
        parts.append((cue[1], stop))
    if not parts:
        return None
    return Candidate(unit, "passive" + ("-by" if source else ""), lemma, "en", source, cue, parts)


_TO_THAT = w.words("to that")
_ASKING = w.words(
    "tell inform assure warn remind notify urge ask advise request order instruct accuse promise"
    " encourage press"
)
"""Verbs whose subject in the passive is the one who is told, or accused."""
_OF = w.words("accuse warn remind inform assure suspect notify")


def _until_asked(tokens: Sequence[Token], source: Range, lemma: str) -> int:
    """Where the speaker ends in "urged by X to leave", "accused by X of spying"."""
    for at in range(source[0] + 1, source[1]):
        following = tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
        verb = not following.capital and following.low not in w.DETERMINERS
        if tokens[at].low == "to" and lemma in _ASKING and verb:
            return at
        if tokens[at].low == "of" and lemma in _OF:
            return at
    return source[1]


def _passive_goes_on(tokens: Sequence[Token], at: int) -> bool:
    """ "and was called" opens the subject's next predicate."""
    return tokens[at].low in {"and", "but"} and tokens[at + 1].low in w.BE
