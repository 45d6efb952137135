"""Where the narrator goes on behind the words: his circumstances, his occasion, his own clause.

"..., hours after the raid", "... in an interview on Monday", "..., as both sides gave accounts of
their own". Owns telling these places; `contents` asks them in order. Indices count tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.asked import infinitive
from graph_service.extract.circumstances import COUNTS, UNITS, VENUES, at_time
from graph_service.extract.joined import in_terms
from graph_service.extract.sources import finite
from graph_service.extract.tokens import Token


def occasion(tokens: Sequence[Token], at: int, end: int, *, short: bool = False) -> bool:
    """Is the narrator's occasion told from here to the end: "in an interview with Z on Monday"?

    `short`: what stands before is short enough for "at the summit" to be the narrator's, too.
    """
    comments = tokens[at].low == "in" and tokens[at + 1].low in {"comments", "remarks"}
    if comments and at + 2 < end and tokens[at + 2].low in {"to", "on", "published", "aired"}:
        return not any(finite(tokens, i) or tokens[i].kind != "w" for i in range(at, end))
    if tokens[at].low in {"in", "at", "during"} and tokens[at + 1].low in _ARTICLES:
        known = _OCCASIONS | (_EVENTS if short and tokens[at].low != "in" else frozenset())
        venues = [i for i in range(at + 2, min(end, at + 6)) if tokens[i].low in known]
        stop = venues[0] if venues else end
        behind = tokens[stop + 1].low if venues and stop + 2 < end else ""
        if behind == "and" and cues.finite_form(tokens[stop + 2].low):
            end = stop + 1  # "congratulated both in a joint statement and said"
        return stop < end and not any(
            finite(tokens, i)
            or tokens[i].low in w.CLAUSE_BREAKS
            or tokens[i].kind != "w"
            or infinitive(tokens, i, end)
            for i in range(at, end)
        )
    return False


_ARTICLES = w.words("a an his her its the their")


_OCCASIONS = w.words(
    "interview statement tweet letter speech post briefing conference telegram message broadcast"
    " editorial memo email"
)

_EVENTS = w.words("summit meeting session conference briefing forum ceremony dinner rally funeral")


def tail(tokens: Sequence[Token], at: int) -> bool:
    """Do the narrator's circumstances stand here: "hours after ...", "in a statement ..."?"""
    index = at
    while index < len(tokens) - 1 and index < at + 3 and tokens[index].low in COUNTS:
        index += 1
    if index < len(tokens) - 1 and tokens[index].low in UNITS:
        return tokens[index + 1].low in {"after", "before"}
    if tokens[at].low == "in" and any(
        t.low in VENUES for t in tokens[at + 2 : min(len(tokens), at_time(tokens, at))]
    ):
        return True
    return _judged(tokens, at)


_DEEDS = w.words(
    "compromise move step gesture signal sign show reversal concession rebuke nod snub climbdown"
    " shift departure break setback victory blow boost escalation turn decision development bid"
    " ruling verdict vote result act apparent"
)


def _judged(tokens: Sequence[Token], at: int) -> bool:
    """Does the narrator judge what was said: "in a compromise that", "a rare step which"?"""
    index = at + (tokens[at].low == "in")
    if index + 2 >= len(tokens) or tokens[index].low not in {"a", "an", "what"}:
        return False
    noun = next((i for i in range(index + 1, min(len(tokens) - 1, index + 5))
                 if tokens[i].low in _DEEDS), 0)  # fmt: skip
    plain = all(t.kind == "w" and not t.capital for t in tokens[index:noun])
    return bool(noun) and plain and tokens[noun + 1].low in {"that", "which", "to", "by", "for"}


def meanwhile(tokens: Sequence[Token], comma: int, end: int) -> bool:
    """Does a clause of the narrator's own stand behind an object: ", as both sides gave X"?"""
    if tokens[comma + 1].low != "as" or comma + 4 >= end:
        return False
    opening = tokens[comma + 2]
    if not (opening.capital or opening.low in w.DETERMINERS | w.PRONOUNS or opening.low[-1] == "s"):
        return False
    for index in range(comma + 3, min(end, comma + 14)):
        token = tokens[index]
        if token.kind != "w" or token.low in w.SUBORDINATORS:
            return False
        past = token.low in w.IRREGULAR_PAST or token.low in w.AUX or cues.finite_form(token.low)
        if past or (token.low.endswith("ed") and not token.capital):
            return True
    return False


def told_on(tokens: Sequence[Token], comma: int, end: int) -> bool:
    """Does ", which (still) does Y" tell of the object in the present, as part of the words?

    A past, a future and a verb of speech are the narrator's ("which shattered", "which he denies").
    """
    at = comma + 1
    if tokens[at].low in w.PREPOSITIONS and at + 2 < end:
        at += 1
    if tokens[at].low not in {"which", "whose", "where"} or tokens[at + 1].low in _OTHERS:
        return False
    for index in range(at + 1, min(end, at + 14)):
        token = tokens[index]
        if token.kind != "w" or token.capital:
            if token.low in {",", ";"}:
                return False
            continue
        word = token.low
        if word in _PRESENT:
            return True
        if word in w.AUX or word in w.IRREGULAR_PAST or word.endswith("ed"):
            return False
        if {tag for _, tag in cues.lexicon().get(word, ())} & {"s", "ed"}:
            return word in {"considers", "regards"}
    return False


_OTHERS = w.words("i he she they we you")
_PRESENT = w.words("is are has have shall must should can cannot may continue remain remains keep")


def before_time(tokens: Sequence[Token], begin: int, stop: int) -> int:
    """The end of a short object without the day behind it: "the raid last week"; else `stop`."""
    if stop - begin > _SHORT + 4:
        return stop
    for at in range(begin + 1, stop):
        opens = tokens[at].low
        if tokens[at].kind != "w" or opens == "to" or opens in w.SUBORDINATORS - {"that"}:
            return stop
        if at - begin > _SHORT:
            return stop
        if _past_time(tokens, at, stop) or in_terms(tokens, at) == stop:
            return at
    return stop


_SHORT = 7
"""Most words of an object behind which a day is the narrator's."""
_DAYTIME = w.words("day evening night morning afternoon week month year weekend")
_LAST = w.words("last that same")


def _past_time(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Does "last year", "that evening", "the same day", "on Sunday" fill the rest?"""
    index = at + (tokens[at].low in {"on", "the", "late", "early"})
    if index >= stop:
        return False
    if tokens[index].low in _LAST:
        index += 1
        index += index < stop and tokens[index].low == "same"
        return index + 1 == stop and tokens[index].low in w.TIME | _DAYTIME
    if index + 1 < stop and tokens[index].low in COUNTS:
        behind = tokens[stop - 1].low in {"later", "earlier", "ago", "before"}
        return behind and index + 2 == stop - 1 + 1 and tokens[index + 1].low in UNITS
    dated = tokens[index].capital and (tokens[index].low.endswith("day") or tokens[at].low == "on")
    rest = all(t.low in w.TIME or t.text.isdigit() for t in tokens[index:stop])
    return dated and rest and tokens[index].low in w.TIME
