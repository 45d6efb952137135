"""The noun phrase that names a source, beside its cue.

Owns finding where the phrase starts and ends, with apposition; says nothing
about whom it names (that is speakers.py). All indices count tokens of one unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import wordlists as w
from graph_service.extract.tokens import Token

_LONGEST = 28
Range = tuple[int, int]


def _boundary(token: Token) -> bool:
    return token.kind == "q" or (
        token.kind == "p" and token.low not in {"&", "/", "$", "#", "@", "’", "'", "%"}
    )


def _finite(token: Token, before: Token | None) -> bool:
    """A word that is surely part of a finite verb group."""
    return token.low in w.AUX and not (before is not None and before.low == "to")


def subject_before(tokens: Sequence[Token], end: int, low: int = 0) -> Range | None:
    """The subject noun phrase that ends just before index `end`, with its apposition."""
    at = end - 1
    while at >= low and tokens[at].kind == "w" and w.is_adverb(tokens[at].low):
        at -= 1
    if at < low:
        return None
    if tokens[at].low in {",", "—", "–", "-", ")"}:
        return _with_apposition(tokens, at, low)
    return _plain(tokens, at + 1, low)


def _with_apposition(tokens: Sequence[Token], comma: int, low: int) -> Range | None:
    """ "X, a spokesman for Y," and "X, who ...," before the cue: back to X."""
    mark = "(" if tokens[comma].low == ")" else tokens[comma].low
    at = comma - 1
    limit = max(low, comma - _LONGEST)
    while at > limit:
        token = tokens[at]
        if token.kind == "q":
            return None
        if token.low == mark or (mark == "," and token.low == ","):
            opening = tokens[at + 1]
            head = _plain(tokens, at, low)
            if head is None:
                return None
            relative = opening.low in {"who", "which", "whose", "whom"}
            first = tokens[head[0]]
            name_like = first.capital or first.low in w.DETERMINERS or first.low in w.PRONOUNS
            starts_clause = opening.low in w.PRONOUNS or opening.low in w.COPULAR_BREAKS
            if not name_like or (starts_clause and not relative):
                return None
            if tokens[head[0]].low in w.PREPOSITIONS:
                return None
            if relative or opening.low in w.PREPOSITIONS or opening.low.endswith("ing"):
                return head
            return (head[0], comma)
        at -= 1
    return None


def _plain(tokens: Sequence[Token], end: int, low: int) -> Range | None:
    """The noun phrase that ends before `end`, up to a clause boundary on its left."""
    if end <= low:
        return None
    last = tokens[end - 1]
    if last.kind != "w":
        return None
    if last.low in w.PRONOUNS and last.low not in {"one", "others", "both", "many", "some"}:
        return (end - 1, end)
    at = end - 1
    limit = max(low, end - _LONGEST)
    while at >= limit:
        token = tokens[at]
        if _boundary(token):
            break
        if token.low in w.SUBORDINATORS or _finite(token, tokens[at - 1] if at > low else None):
            break
        if token.low in w.CONTRACTED:
            break
        if token.low == "and" and not _joint(tokens, at, low):
            break
        if (
            token.low == "to"
            and at + 1 < end
            and tokens[at + 1].low.islower()
            and not tokens[at + 1].capital
        ):
            pass
        at -= 1
    start = at + 1
    return _trim(tokens, start, end)


def _joint(tokens: Sequence[Token], at: int, low: int) -> bool:
    """Does this "and" join two noun phrases? Yes where nothing verbal stands on its left."""
    if at == low or tokens[at - 1].kind != "w":
        return False
    for index in range(at - 1, max(low, at - 10) - 1, -1):
        token = tokens[index]
        if token.kind != "w":
            return token.low != "”" and index < at - 1
        word = token.low
        if word in w.AUX or word in w.SUBORDINATORS or word in w.CONTRACTED:
            return False
        if word.endswith("ed") and not token.capital and len(word) > 3:
            return False
    return True


def _trim(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    """Drop leading adverbs, time words and prepositional phrases from a chunk."""
    while start < end and (
        w.is_adverb(tokens[start].low) or tokens[start].low in {"and", "&", "even", "when", "as"}
    ):
        start += 1
    if start >= end:
        return None
    first = tokens[start].low
    if first in w.PREPOSITIONS or first in {"last", "next"} or first in w.TIME:
        for at in range(end - 1, start, -1):
            before = tokens[at - 1]
            opens = tokens[at].low in w.DETERMINERS or (tokens[at].capital and not before.capital)
            if tokens[at].low in w.PRONOUNS:
                return (at, end)
            if opens and tokens[at].low not in w.TIME and before.low not in w.PREPOSITIONS:
                if before.low == "and" or before.low in w.DETERMINERS or before.low.endswith("’s"):
                    continue
                if (
                    not before.capital
                    and before.low not in w.TIME
                    and tokens[at].low not in w.DETERMINERS
                ):
                    continue
                return (at, end)
        # "In Monday Trump": after time words
        at = start + 1
        while at < end and (
            tokens[at].low in w.TIME
            or tokens[at].low[0].isdigit()
            or tokens[at].low in {"last", "this", "the", "next"}
        ):
            at += 1
        if start + 1 < at < end or (first in w.TIME and at < end):
            return (at, end)
        return None
    return (start, end)


def phrase_after(tokens: Sequence[Token], start: int, high: int) -> Range | None:
    """The noun phrase that starts at `start`, with apposition between commas."""
    if start >= high or tokens[start].kind != "w":
        return None
    first = tokens[start]
    if first.low in w.PRONOUNS and not (start + 1 < high and tokens[start + 1].low == "of"):
        return (start, start + 1)
    at = start
    while at < high and at - start < _LONGEST:
        token = tokens[at]
        if _boundary(token) or token.low in w.SUBORDINATORS or token.low in w.AUX:
            break
        if token.low == "and" and (
            at + 1 >= high or not (tokens[at + 1].capital or tokens[at + 1].low in w.DETERMINERS)
        ):
            break
        if (
            at > start
            and token.low in {"in", "on", "during", "after", "before", "at"}
            and tokens[at - 1].capital
        ):
            break
        if at > start and token.low in w.TIME and tokens[at - 1].low not in {"of", "the", "new"}:
            break
        at += 1
    if at == start:
        return None
    return (start, at)


def apposition_after(tokens: Sequence[Token], phrase: Range, high: int) -> Range:
    """Widen "said X" by ", a spokesman for Y" where a comma or the end follows."""
    at = phrase[1]
    if at + 1 >= high or tokens[at].low != ",":
        return phrase
    opening = tokens[at + 1]
    if opening.kind != "w":
        return phrase
    titled = opening.low in {"the", "a", "an", "his", "her", "its", "their", "who"} or (
        not opening.capital
        and opening.low not in w.PREPOSITIONS | w.SUBORDINATORS | w.PRONOUNS
        and not opening.low.endswith("ing")
        and opening.low not in w.TIME
    )
    if not titled or opening.low in w.ADVERBS or opening.low in {"and"}:
        return phrase
    stop = at + 1
    while stop < high and not (_boundary(tokens[stop]) and tokens[stop].low != "-"):
        if tokens[stop].low in w.COPULAR_BREAKS:
            return phrase
        stop += 1
    return (phrase[0], stop)
