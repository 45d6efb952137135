"""What somebody is quoted with by "as": "As X put it, Y", "Y, as X put it, Z".

Owns finding these clauses and the words they give to X; a clause with words of its own ("As X
said that A, B") and one that tells of a deed ("As X toured the port, B") are none. "Y, as X said"
at the end of its sentence is read with the other clauses behind their words (postposed.py).
Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.candidate import Candidate, verb_group
from graph_service.extract.contents import adjunct_end, left_start, right_end, skip_object
from graph_service.extract.sources import subject_before
from graph_service.extract.tokens import Token
from graph_service.extract.units import Unit

RULE = "as-told"
CONFIDENCE = 0.9
"""Grammar leaves little doubt; set by hand."""
_VERBS = w.words(
    "put say note point state tell warn recall observe remark write explain acknowledge admit"
    " stress argue announce promise predict add describe phrase underline emphasise emphasize"
    " declare mention indicate report concede confirm formulate insist"
)
_LONGEST = 30


def as_told(unit: Unit) -> Iterator[Candidate]:
    """All of them in a unit."""
    tokens = unit.tokens
    for at, token in enumerate(tokens[:-4]):
        if token.low != "as":
            continue
        opens = at == 0 or (at == 1 and tokens[0].low in {"but", "and", "yet"})
        if opens or tokens[at - 1].low in {",", ";", ":"}:
            found = _clause(unit, at, opens or tokens[at - 1].low in {";", ":"})
            if found is not None:
                yield found


_FAR = w.words("united new south north east west saudi sri states the")
_IS = w.words("is are does has was were had remains")


def seen_by(unit: Unit) -> Iterator[Candidate]:
    """ "For Ada Rook, there is no way back": how somebody sees it, at the head of a unit."""
    tokens = unit.tokens
    comma = next((i for i in range(2, min(9, unit.last - 3)) if tokens[i].kind != "w"), 0)
    if tokens[0].low != "for" or not comma or tokens[comma].low != ",":
        return
    names = tokens[1:comma]
    named = names[0].capital and names[0].low not in _FAR | w.TIME and len(names) > 1
    plain = all(t.capital or t.low in {"of", "de", "van", "von", "al"} for t in names)
    if not named or not plain or not names[1].capital:
        return
    opens = tokens[comma + 1].low
    if opens not in w.DETERMINERS | {"there", "it", "this", "that"}:
        return
    if any(t.low in _IS for t in tokens[comma + 2 : comma + 9]):
        said = [(comma + 1, right_end(unit, comma + 1))]
        yield Candidate(unit, SEEN, "according to", "", (1, comma), (0, 1), said)


SEEN = "seen-by"


def _clause(unit: Unit, at: int, opens: bool) -> Candidate | None:
    tokens = unit.tokens
    verb = _verb(tokens, at)
    if verb is None:
        return None
    lemma, tag = next((le, tag) for le, tag in _forms(tokens[verb].low))
    group = verb_group(tokens, verb)
    source = subject_before(tokens, group, at + 1)
    if source is None or source[0] != at + 1:
        return None
    follow = verb + 1
    if lemma in {"put", "phrase", "formulate", "describe"}:
        if follow >= unit.last or tokens[follow].low != "it":
            return None
        follow += 1
    elif lemma == "point":
        if tokens[follow].low != "out":
            return None
        follow += 1
    cue, stop = (group, follow), follow
    if lemma in cues.TELLING and stop < unit.last and tokens[stop].low != ",":
        stop = skip_object(tokens, stop)
    if stop < unit.last and tokens[stop].low != ",":
        stop = adjunct_end(unit, stop)
    if stop >= unit.last:
        if opens or lemma != "put" or at < 5:
            return None
        said = [(left_start(unit, at - 1), at - 1)]
        return Candidate(unit, RULE, lemma, tag, source, cue, said)
    if tokens[stop].low != "," or stop + 1 >= unit.last:
        return None
    begin = _behind_inserted(tokens, stop + 1)
    if not opens and lemma != "put":
        return None  # ", as X said, " mostly stands within words of X's already
    return Candidate(unit, RULE, lemma, tag, source, cue, [(begin, right_end(unit, begin))])


def _verb(tokens: Sequence[Token], at: int) -> int | None:
    """The first finite verb behind the "as", if it is one of telling."""
    for index in range(at + 2, min(len(tokens) - 1, at + _LONGEST)):
        token = tokens[index]
        if token.kind == "q" or token.low in {";", ":"} or token.low in w.SUBORDINATORS:
            return None
        if token.capital or token.kind != "w":
            continue
        known = _forms(token.low)
        if known and tokens[index - 1].low not in w.DETERMINERS | w.PREPOSITIONS:
            return index
        past = token.low in w.IRREGULAR_PAST - w.AUX
        if past or (token.low in w.BE and tokens[index + 1].kind == "w"):
            return None
    return None


def _forms(word: str) -> list[tuple[str, str]]:
    """Lemma and tag of a finite form of a verb of telling."""
    known = cues.lexicon().get(word, ())
    return [(le, tag) for le, tag in known if le in _VERBS and tag in {"ed", "s", "base"}]


def _behind_inserted(tokens: Sequence[Token], at: int) -> int:
    """Index after "she recalled," where another source is put in between; else `at`."""
    for index in range(at + 1, min(len(tokens) - 2, at + 6)):
        if tokens[index].low == "," and cues.finite_form(tokens[index - 1].low):
            return index + 1
    return at
