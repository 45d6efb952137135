"""Verbs that share one subject: "condemned A, demanded B and called for C".

Owns telling whether a comma or an "and" opens a further predicate of speech in the same
form as the one before, or goes on with its words. Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.phrases import phrase
from graph_service.extract.tokens import Token

JOINTS = w.words(", ; and but then also or")
_FORM = {"ed": "ed", "en": "ed", "s": "s", "base": "base", "ing": "ing", "prog": "ing"}
"""Which form a further predicate takes, by that of the first one."""
_ALSO = w.words(
    "regret hope support oppose back accept refuse decline decide resolve commit commit agree look"
    " stand view consider recognise recognize believe trust take draw wish seek sign"
)
"""Verbs beyond those of speech that go on in such a row."""
_NO_ROW = w.words(
    "detail list label term brand text point lodge lay lash address present picture raise mind"
    " spell object counter credit"
)
"""Verbs whose plain and -s forms are mostly nouns."""
_ON = w.words("call insist agree decide press prevail impress count comment")
_FOR = w.words("call appeal plead ask press argue apologise apologize thank speak push vote")
_TO = w.words(
    "agree vow pledge promise threaten refuse decline decide commit offer appeal point refer"
    " propose object resolve undertake swear continue look seek wish hope express convey"
)
_NO_OBJECT = w.words("of by from against made as at during after before over among between than")
_TAKES = {
    "on": _ON,
    "for": _FOR | {"stand", "look", "thank"},
    "to": _TO,
    "against": w.words("warn protest speak argue decide vote advise"),
    "of": w.words("warn take complain speak remind"),
    "at": w.words("express"),
    "as": frozenset[str](),
    "by": w.words("stand"),
    "with": w.words("agree disagree concur side stand"),
    "in": w.words("speak"),
}  # fmt: skip


@cache
def _forms() -> dict[tuple[str, str], str]:
    """(form, tag) -> lemma, of the verbs that may go on in a row."""
    table = {}
    for form, entries in cues.lexicon().items():
        for lemma, tag in entries:
            known = lemma in cues.SPEECH | cues.DIPLOMATIC or lemma in _ALSO
            if tag in {"adj", "noun"} or not known or (tag in {"s", "base"} and lemma in _NO_ROW):
                continue
            table[form, "ed" if tag == "en" else tag] = lemma
    return table


def predicate(
    tokens: Sequence[Token], joint: int, end: int, tag: str, clausal: bool = False
) -> int | None:
    """Index of the verb that goes on after token `joint`, in the form of `tag`; else None.

    `clausal`: after a clause only a verb of speech goes on ("said it had begun and hoped").
    """
    if tag not in _FORM:
        return None
    at = joint + 1
    while at < end - 1 and (
        tokens[at].low in JOINTS or w.is_adverb(tokens[at].low) or tokens[at].low in w.HAVE
    ):
        at += 1
    if _FORM[tag] == "base" and at < end - 1 and tokens[at].low == "to":
        at += 1  # "to ask for A and to warn against B"
    if at >= end - 1 or tokens[at].capital or tokens[at].kind != "w":
        return None
    several = phrase(tokens, at)
    if several is not None and _FORM.get(several[1]) == _FORM[tag] and not clausal:
        return at
    lemma = _forms().get((tokens[at].low, _FORM[tag]))
    if clausal and lemma not in cues.SPEECH:
        return None
    return at if lemma and _governs(tokens, at, lemma, end) else None


def _governs(tokens: Sequence[Token], at: int, lemma: str, end: int) -> bool:
    """Does an object or a clause of its own follow the verb?"""
    following = at + 1
    while following < end - 1 and w.is_adverb(tokens[following].low):
        following += 1
    following = min(in_terms(tokens, following), end - 1)
    token = tokens[following]
    if token.kind != "w":
        return token.kind == "q"
    if token.low in _TAKES:
        return lemma in _TAKES[token.low]
    return token.low not in _NO_OBJECT and token.low not in w.AUX and token.low not in w.TIME


def in_terms(tokens: Sequence[Token], at: int) -> int:
    """Index after "in the strongest (possible) terms", "in no uncertain terms"; else `at`."""
    if at + 2 >= len(tokens) or tokens[at].low != "in":
        return at
    stop = min(len(tokens) - 1, at + 6)
    noun = next((i for i in range(at + 2, stop) if tokens[i].low in {"terms", "language"}), at - 1)
    plain = all(t.kind == "w" and not t.capital for t in tokens[at + 1 : noun])
    return noun + 1 if noun > at and plain else at


def row(tokens: Sequence[Token], comma: int, end: int, tag: str) -> bool:
    """Does this comma stand in a row of predicates, which a later "and" closes?"""
    if predicate(tokens, comma, end, tag) is None:
        return False
    if tokens[comma + 1].low in {"and", "but"} or _FORM[tag] != "ed":
        return True
    return any(
        tokens[at].low in {"and", "but"} and predicate(tokens, at, end, tag) is not None
        for at in range(comma + 3, end - 2)
    )


def infinite(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Do the words hold an infinitive or a modal, with which a plain form would go on?"""
    return any(
        tokens[at].low in w.MODAL
        or (tokens[at].low == "to" and tokens[at + 1].kind == "w" and not tokens[at + 1].capital
            and tokens[at + 1].low not in w.DETERMINERS and not tokens[at + 1].low.endswith("ing"))
        for at in range(begin, end)
    )  # fmt: skip


def solemn(tokens: Sequence[Token], joint: int) -> bool:
    """Does a verb follow that those use who declare, not those who are asked to do something?"""
    return any(t.low in _SOLEMN for t in tokens[joint + 1 : joint + 4])


_SOLEMN = w.words("reaffirm reiterate welcome commend deplore condemn congratulate underline urge")


def goes_on(tokens: Sequence[Token], stop: int, group: int) -> bool:
    """Is there nothing but joints between the words that end at `stop` and the verb group?"""
    return stop < group and all(t.low in JOINTS for t in tokens[stop:group])
