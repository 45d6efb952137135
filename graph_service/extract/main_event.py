"""The event that an article is about: the session, meeting or call that its opening dates.

Owns finding it, and telling which undated statements were made at it: those of its parties,
those told to its members, and what its documents say. Reactions from elsewhere are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.extract.date_expressions import resolve, within
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.wordlists import words
from graph_service.model import DateBounds, Spans

OPENING = 4
"""Sentences of an article, headlines among them, in which its event is looked for."""
OLDEST = timedelta(days=10)
"""How long before publication the event of a news article may lie."""

_SESSION = re.compile(
    r"\b(?:council|assembly|session|resolution|vote[ds]?|voting|adopt\w+|veto\w*|conference|committee"
    r"|members?|delegates)\b",
    re.IGNORECASE,
)
CHAMBER = re.compile(
    r"\b(?:council|assembly|sessions?|summit|conference|committee|resolution|veto\w*|adopt\w+)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:met|summit|talks|meetings?|calls?|talked|spoke|telephone\w*|conversations?|negotiations"
    r"|gathered|convened|signed|address(?:es)?)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:will|would|ahead|before|until|since|plans?|planned|due|scheduled|expected|next|after"
    r"|following|killed|died|attack\w*|anniversary)\b[^,;]*\Z",
    re.IGNORECASE,
)
_TO_MEMBERS = re.compile(
    r"\b(?:told|addressing|urged|assured|reminded|briefed|informed)\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:council|members|assembly|session|meeting|delegates|conference|committee|chamber|summit)\b"
    r"|\b(?:before|after|during|ahead of)\s+the\s+(?:vote|session|meeting|debate|talks)\b"
    r"|\b(?:pleaded with|appealed to|addressed|warned|asked|thanked|informing|telling|urging"
    r"|warning|before)\s+the\s+(?:council|assembly|chamber|plenary|delegates|members)\b"
    r"|\b(?:presenting|introducing|tabling|explaining|explained)\s+(?:the|his|her|its|their)\s+"
    r"(?:draft|resolution|motion|vote|abstention|veto|no)\b|\b(?:during|in) the debate\b"
    r"|\b(?:afterwards|in the chamber|in the debate|at the (?:session|meeting|summit|table))\b",
    re.IGNORECASE,
)
_ENVOY = re.compile(
    r"\b(?:ambassador|envoy|permanent representative|delegate|representative|observer"
    r"|in the chair)\b",
    re.IGNORECASE,
)
_OF_STATE = re.compile(r"[A-Z]\w+[’']s\s+[A-Z]|(?:[A-Z][\w’'-]+\s+){2,3}of\s+(?:the\s+)?[A-Z]")
"""Members as reports of sessions name them: "Norland's Mara Roe", "Mara Roe of Norland"."""
_PAPER = re.compile(
    r"\b(?:(?:joint|final|closing|leaders[’']?|summit)\s+(?:\w+\s+)?(?:statement|declaration"
    r"|communiqu[eé]|document|paper)|communiqu[eé]|(?:the|this|same)\s+(?:resolution|declaration"
    r"|document|paper|text|statement))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"(?:the\s+(?:two|three|four|both)\b|both\b|the\s+(?:\w+\s+)?(?:leaders|sides|parties|presidents"
    r"|ministers|heads of state)\b|they\b)",
    re.IGNORECASE,
)
_COMMON = words(
    """
    The A An In On At President Prime Minister Foreign United States Security Council After For
    North South East West Korea Korean New York
    """
)


_OUTSIDER = re.compile(
    r"\b(?:analysts?|experts?|scholars?|professors?|historians?|researchers?|commentators?"
    r"|observers say|critics?|think[- ]tank|fellow (?:at|of|with)|lecturers?|political scientists?"
    r"|economists?|pollsters?|activists?|(?<!\b[Tt]he )(?:former|ex-)[- ]?\w+"
    r"|University|Institute|Institution)\b"
)


def outside(source: str) -> bool:
    """Is this somebody who watches and explains: no party to the occasion that is told of?

    >>> outside("Tarl Menn, an analyst"), outside("the ambassador")
    (True, False)
    """
    return _OUTSIDER.search(source) is not None


@dataclass(frozen=True, slots=True)
class MainEvent:
    """`names`: capitalised words of the sentence that tells of it."""

    bounds: DateBounds
    spans: Spans
    sentence: int
    session: bool
    chamber: bool
    """A session of an assembly: many speak there, and what is told without a day is of that day."""
    names: frozenset[str]

    def holds(self, text: str, clause: Spans, attribution: Attribution) -> bool:
        """Was this said at the event?"""
        around = " ".join(text[slice(*part)] for part in clause)
        source = " ".join(text[slice(*part)] for part in attribution.source)
        if elsewhere(around):
            return False
        if _TO_MEMBERS.search(around) or _PAPER.search(around):
            return True
        if _BOTH.match(source):
            return True
        if self.session and (
            _ENVOY.search(around) or _SESSION.search(source) or _OF_STATE.match(source)
        ):
            return True
        named = frozenset(re.findall(r"[A-Z][\w’'-]+", source.replace("’s", "").replace("'s", "")))
        return not self.session and bool((named - _COMMON) & self.names)


_ELSEWHERE = re.compile(
    r"\b(?:tweet\w*|social media|reporters|posted|interview\w*|wrote"
    r"|on (?:X|Twitter|Telegram|Facebook)"
    r"|from (?:\w+ )?(?:Washington|Moscow|Beijing|London|Paris|Tehran|Tokyo))\b"
)


def not_yet(lead: str) -> bool:
    """Do the words before a date tell of what is to come, or of what lies behind the news?

    >>> not_yet("the talks that will begin on "), not_yet("the Council voted on ")
    (True, False)
    """
    return _NOT_YET.search(lead) is not None


def elsewhere(clause: str) -> bool:
    """Does a clause tell of words said outside the room?

    >>> elsewhere("she told reporters"), elsewhere("she told the Council")
    (True, False)
    """
    return _ELSEWHERE.search(clause) is not None


_VISIT = re.compile(
    r"\b(?:paid|pays|made)\s(?:an?\s)?(?:[\w-]+\s){0,3}visit|\bvisited\b|\breceived\b|\bhosted\b"
    r"|\bwelcomed\b|\btravelled\b|\bhad an? (?:[\w-]+ )?audience\b",
    re.IGNORECASE,
)


def find_main_event(
    text: str, draft: Draft, reference: date | None, *, own: bool = False
) -> MainEvent | None:
    """The first dated event of the opening, if it is of the days before publication.

    `own`: an account by one of those who met, which a visit may open.
    """
    if reference is None:
        return None
    for number, sentence in enumerate(draft.sentences[:OPENING]):
        for expression in within(draft.expressions, sentence.span):
            bounds = (
                resolve(expression, reference, None).bounds if not expression.anchored else None
            )
            if bounds is None or bounds.earliest != bounds.latest or bounds.latest is None:
                continue
            if not reference - OLDEST <= bounds.latest <= reference:
                continue
            lead = re.split(r"[;:.]\s", text[sentence.span.start : expression.span.start])[-1]
            trail = text[expression.span.end : sentence.span.end]
            if _NOT_YET.search(lead[-40:]):
                continue
            told = lead + trail
            session = bool(_SESSION.search(told))
            if session or _MEETING.search(told) or (own and _VISIT.search(told)):
                names = frozenset(re.findall(r"[A-Z][\w’'-]+", text[slice(*sentence.span)]))
                event = DateBounds(bounds.earliest, bounds.latest, "event")
                chamber = bool(CHAMBER.search(told))
                return MainEvent(
                    event, (expression.span,), number, session, chamber, names - _COMMON
                )
    return None
