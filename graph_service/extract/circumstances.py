"""Circumstances between a cue and its words: "on Monday", "a day later", "in a statement".

Owns stepping over them. Indices count tokens of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.extract import wordlists as w
from graph_service.extract.joined import in_terms
from graph_service.extract.sources import finite
from graph_service.extract.tokens import Token

NOMINATIVE = w.words("he she they it we i there")
VENUES = w.words(
    "statement tweet interview email letter speech report memo release editorial blog post note"
    " communique communiqué message telegram declaration video recording broadcast"
)
OUT = w.words(
    "posted published released carried aired broadcast circulated issued distributed made"
)
UNITS = w.words("moments minutes hours days weeks months years hour day week month year")
COUNTS = w.words("a an one two three four five six just only shortly several some barely")


def at_time(tokens: Sequence[Token], at: int) -> int:
    """Index after "on Monday", "Sunday night", "in a statement", "last week"."""
    end, index = len(tokens), max(in_terms(tokens, at), _days_later(tokens, at))
    if index > at:
        return at_time(tokens, index)
    if index < end and tokens[index].low in {
        "on",
        "in",
        "late",
        "early",
        "last",
        "this",
        "earlier",
    }:
        ahead = index + 1
        if ahead + 1 < end and tokens[ahead].low in {"a", "an", "his", "her", "its", "the"}:
            noun = ahead + 1
            while noun < min(end, ahead + 3) and tokens[noun].low not in VENUES:
                noun += 1
            if noun < end and tokens[noun].low in VENUES:
                return at_time(tokens, _published(tokens, noun + 1))
        dated = ahead + 1 < end and tokens[ahead].text.isdigit() and tokens[ahead + 1].low in w.TIME
        if ahead >= end or not (dated or tokens[ahead].low in w.TIME):
            return at
        index = ahead
    while index < end and (
        tokens[index].low in w.TIME
        or (index > at and tokens[index].text.isdigit())
        or (index > at and _before_year(tokens, index))
    ):
        index += 1
    return index


def _days_later(tokens: Sequence[Token], at: int) -> int:
    """Index after "a day later", "two weeks earlier", "the next day"; else `at`."""
    index = at
    while index < min(len(tokens), at + 3) and tokens[index].low in COUNTS | {"the", "same"}:
        index += 1
    if index < len(tokens) and tokens[index].low in {"following", "next", "same", "previous"}:
        index += 1
    if at < index < len(tokens) and tokens[index].low in UNITS:
        follows = index + 1 < len(tokens) and tokens[index + 1].low in {
            "later",
            "earlier",
            "before",
        }
        if follows:
            return index + 2
        if tokens[at].low == "the":
            return index + 1
    return at


def _published(tokens: Sequence[Token], at: int) -> int:
    """Index after "posted on the ministry's website (on Monday)"; else `at`."""
    end = len(tokens)
    if at >= end or tokens[at].low not in OUT:
        return at
    index = at + 1
    while index < end and index < at + 12 and tokens[index].kind == "w":
        if tokens[index].low in w.SUBORDINATORS | NOMINATIVE or finite(tokens, index):
            return index
        index += 1
    return index


def _before_year(tokens: Sequence[Token], at: int) -> bool:
    """The comma of "March 15, 2021"."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    day = tokens[at - 1].text
    return tokens[at].low == "," and day.isdigit() and len(following) == 4 and following.isdigit()
