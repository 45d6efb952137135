"""Where words end because something else begins: a further subject, modal or remark.

Owns telling these places, each at a comma or an "and"; `contents` asks them in order. Indices
count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import cues
from graph_service.extract import wordlists as w
from graph_service.extract.sources import finite
from graph_service.extract.tokens import Token
from graph_service.extract.units import Unit


def modal_again(tokens: Sequence[Token], begin: int, joint: int) -> bool:
    """ "would demand A and would condemn B": the modal of the cue once more."""
    modal = tokens[joint + 1].low
    if modal not in w.MODAL or joint + 3 >= len(tokens):
        return False
    again = any(t.low == modal for t in tokens[max(0, begin - 3) : begin])
    lemmas = {lemma for lemma, _ in cues.lexicon().get(tokens[joint + 2].low, ())}
    return again and bool(lemmas & cues.SPEECH)


def modal_says(tokens: Sequence[Token], joint: int) -> bool:
    """ "(declined to discuss the trip) and would say only that": the subject speaks again."""
    if tokens[joint + 1].low not in w.MODAL or joint + 4 >= len(tokens):
        return False
    lemmas = {lemma for lemma, _ in cues.lexicon().get(tokens[joint + 2].low, ())}
    return bool(lemmas & {"say", "tell", "add", "confirm"})


def nominal(tokens: Sequence[Token], begin: int, joint: int) -> bool:
    """Is there no verb yet, so that the "and" joins subjects: "said Roe and Lund agreed"?"""
    start = begin + (tokens[begin].low == "that")
    return joint - start <= 6 and not any(
        tokens[i].kind != "w"
        or tokens[i].low in w.AUX | w.IRREGULAR_PAST | w.CONTRACTED
        or (not tokens[i].capital and tokens[i].low.endswith(("ed", "s")))
        for i in range(start, joint)
    )


def own_verb(tokens: Sequence[Token], start: int, end: int, begin: int = 0) -> bool:
    """Does somebody with an auxiliary of his own stand here: "and the envoys had left"?

    `begin`: where the words begin, in which "the talks which A and B have held" is one clause.
    """
    if not (tokens[start].capital or tokens[start].low in w.DETERMINERS):
        return False
    if begin and _relative_open(tokens, begin, start - 1):
        return False
    for index in range(start + 1, min(end - 1, start + 7)):
        token = tokens[index]
        if token.kind != "w" or token.low in w.SUBORDINATORS | w.PREPOSITIONS:
            return False
        if token.low in w.AUX:
            return True
    return False


def _relative_open(tokens: Sequence[Token], begin: int, joint: int) -> bool:
    """Does a relative clause stand before the "and" that has no verb yet?"""
    for index in range(joint - 1, max(begin, joint - 10), -1):
        token = tokens[index]
        if token.low in _RELATIVE:
            return tokens[index - 1].kind == "w" and index + 1 < joint
        if token.kind != "w" or token.low in w.AUX or cues.finite_form(token.low):
            return False
    return False


_RELATIVE = w.words("which whom that")


def first_person(unit: Unit, begin: int) -> bool:
    """Are these the speaker's own lines: "We condemn ...", or a point under its heading?

    Then nothing in them is the narrator's remark.
    """
    return unit.subject is not None or any(t.low == "we" for t in unit.tokens[:begin])


def we_again(tokens: Sequence[Token], joint: int, end: int) -> bool:
    """ "(We welcome A) and we demand B", "..., and extend our thanks to C": a further cue."""
    at = joint + 1
    while at < end - 2 and (
        tokens[at].low in {"and", "but", "also"} or w.is_adverb(tokens[at].low)
    ):
        at += 1
    if tokens[at].low == "we":
        at += 1
        while at < end - 1 and (w.is_adverb(tokens[at].low) or tokens[at].low in _WILL):
            at += 1
        return any(tag == "base" for _, tag in cues.lexicon().get(tokens[at].low, ()))
    known = any(tag == "base" for _, tag in cues.lexicon().get(tokens[at].low, ()))
    joined = at > joint + (tokens[joint].low == ",")
    apart = tokens[joint].low == "," and tokens[at].low in _SOLEMN
    return known and joined and (apart or tokens[at + 1].low == "our")


_SOLEMN = w.words(
    "stress call urge note welcome express reaffirm reiterate condemn emphasise emphasize underline"
    " underscore recognise recognize commend thank reject regret deplore encourage invite request"
    " recall affirm acknowledge appreciate support oppose agree pledge demand ask endorse commit"
)
"""With a comma before its "and", no further thing that others are asked to do."""
_WILL = w.words("also will shall do again")


def remarked(tokens: Sequence[Token], comma: int, end: int) -> bool:
    """Does the narrator take the words up: ", to which Z replied", ", a claim that"?"""
    following = tokens[comma + 1].low
    if comma + 3 >= end:
        return False
    after = tokens[comma + 2].low
    if following in {"to", "in"} and after in {"which", "whom"}:
        return True
    return following in {"a", "an"} and (after in TAKEN_UP or tokens[comma + 3].low in TAKEN_UP)


TAKEN_UP = w.words(
    "claim charge promise pledge accusation allegation assertion remark comment demand suggestion"
    " warning statement view position notion contention"
)


def told_before(tokens: Sequence[Token], colon: int) -> bool:
    """Does a clause of its own end at the colon: "He would not apologise: Canadians, he said,"?"""
    return colon > 3 and tokens[colon + 1].kind != "q" and any(
        finite(tokens, i) or tokens[i].low in w.IRREGULAR_PAST
        or (i and tokens[i].low.endswith("ed") and not tokens[i].capital)
        for i in range(colon)
    )  # fmt: skip


def but_is(tokens: Sequence[Token], at: int) -> bool:
    """ "The island was open, she said, but was not for sale": the words go on."""
    return (
        tokens[at].low == "but"
        and at + 3 < len(tokens)
        and tokens[at + 1].low in w.BE | {"would", "will", "could", "must"}
    )
