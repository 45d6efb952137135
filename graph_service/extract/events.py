"""Events that an article dates: calls, meetings, briefings, and the days of invasions or votes.

Owns the finding of dated event mentions and of references back to them ("in
that call", "the latest talks"). One pass over the sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from graph_service.extract.date_expressions import Expression, resolve, within
from graph_service.extract.draft import Draft
from graph_service.model import DateBounds, Span, Spans

_KINDS = {
    "call": r"(?:(?:tele)?phone |video )?(?:calls?|conversations?)|telephone talk",
    "meeting": r"(?:bilateral |trilateral )?(?:meetings?|talks|summits?|visits?|negotiations"
    r"|session|forum)",
    "briefing": r"(?:(?:press|news|media|regular|daily) )*(?:briefings?|conferences?)",
    "speech": r"(?:speech|address|interview|remarks|statement|televised address|telegram)",
}
_EVENT = re.compile(
    r"\b(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()) + r")(?!\w)",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"\b(?P<noun>invasion|attack|war|election|referendum|vote|coup|ruling|explosion|strike"
    r"|ceasefire|summit|launch(?:ed)?|invaded|attacked|annex(?:ed|ation)|earthquake|shooting|killing|met)\b",
    re.IGNORECASE,
)
_STEMS = {
    "invaded": "invasion",
    "attacked": "attack",
    "annexed": "annexation",
    "launched": "launch",
}
_PHRASE = re.compile(
    r"\b(?:in|at|during|on|after|over|by)\s+(?:an?|the|his|her|their|its|separate|this)\s+"
    r"[^,;“”\"]{0,40}?\Z",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"\b(?:the|that|this|their|those|these|his|her|its)\s+(?:\w+[- ]){0,3}?\Z"
    r"|[’']s\s+(?:\w+ ){0,2}\Z",
    re.IGNORECASE,
)
_AT_IT = re.compile(
    r"\b(?:in|at|during|on|throughout)\s+(?:the|that|this|their|those|his|her|its)\s+"
    r"(?:\w+[- ]){0,3}?\Z",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(r"\b(?:previous|earlier|that|prior|same|said)\b", re.IGNORECASE)
_LATEST = re.compile(r"\b(?:latest|new|newest|most recent)\b", re.IGNORECASE)
_OWNS = re.compile(r"[’']s\s+")
_OWNED = re.compile(rf"[’']s\s+(?:[\w-]+\s+){{0,3}}?{_EVENT.pattern}", re.IGNORECASE)
"""After a day: "Friday's [two-hour video] call"."""
_READOUT = re.compile(
    r"\b(?:readout|read-out|account|statement|summary|communiqu[eé]|transcript)\b", re.I
)
_AHEAD = re.compile(r"\b(?:ahead of|before|since|until)\b[^,]*\Z", re.IGNORECASE)
_OF_ANOTHER_CLAUSE = re.compile(r"\b(?:that|which|who|since|before|after|until|when)\b")
"""Between an event and a day: the day belongs to what is told after it."""
_SINCE = re.compile(r"\b(?:since|until|before|after|from|ahead of)\s+(?:the\s+)?\Z", re.IGNORECASE)


_DONE = (
    r"(?:was|were)\s+(?:\w+ly\s+)?(?:unveiled|presented|announced|signed|made\s+public|handed\s+over|sealed"
    r"|inaugurated|summoned|received|sworn\s+in)"
    r"|took\s+to\s+(?:\w+\s+)?(?:Twitter|X|Facebook|Telegram|Instagram|Weibo|social|the\s+(?:stage|floor"
    r"|airwaves|podium|streets|rostrum))|took\s+the\s+(?:floor|stand)|broke\s+\w+\s+silence"
    r"|went\s+(?:on\s+(?:television|air|the\s+air)|before)|came\s+back|carried\s+\w+\s+(?:message|case|plea)"
    r"|(?:unveiled|presented|signed|inaugurated|appeared|arrived|returned|landed|flew|travell?ed|visited"
    r"|hosted|received|gathered|convened|assembled|testified|faced)"
    r"|set\s+(?:\w+\s+){1,4}in\s+motion|answered\s+questions"
)
_SCENE = re.compile(rf"\b(?:{_DONE})\b(?!.*\b(?:that|said|who|which)\b)")
"""What people do where they also speak: the day of it dates what they say next."""
_SCENE_AFTER = re.compile(rf",?\s+[A-Z][^.;,]{{2,60}}?\b(?:{_DONE})\b")


@dataclass(frozen=True, slots=True)
class Event:
    """A dated mention of an event; `spans` show the date."""

    kind: str
    bounds: DateBounds
    spans: Spans
    sentence: int
    names: frozenset[str]


@dataclass(slots=True)
class Events:
    """The dated events of an article, in text order, and days of what happened in the world."""

    text: str
    starts: list[int]
    expressions: tuple[Expression, ...] = ()
    found: list[Event] = field(default_factory=list)
    happened: dict[str, date] = field(default_factory=dict)

    def anchor(self, expression: Expression, sentence: int) -> tuple[date | None, int]:
        """The day that "two days earlier" or "the day after the vote" counts from.

        With the sentence that tells it, -1 for what happened in the world.
        """
        if not expression.anchored:
            return None, -1
        way = expression.parts.get("way", "").lower()
        if way in ("after", "before"):
            told = self.text[expression.span.end : expression.span.end + 60].split(".")[0]
            for word in _HAPPENING.finditer(told):
                day = self.happened.get(_stem(word[0]))
                if day is not None:
                    return day, -1
            return None, -1
        earlier = [e for e in self.found if e.sentence < sentence and _day(e.bounds)]
        return (_day(earlier[-1].bounds), earlier[-1].sentence) if earlier else (None, -1)

    def last(self, sentence: int, kind: str | None) -> Event | None:
        """The event told of last, at or before a sentence, of a kind where one is given."""
        for event in reversed(self.found):
            if event.sentence <= sentence and kind in (None, event.kind):
                return event
        return None

    def newest(self, sentence: int, kind: str) -> Event | None:
        known = [e for e in self.found if e.kind == kind and e.sentence <= sentence]
        return max(known, key=lambda e: e.bounds.latest or date.min, default=None)

    def phrases_in(self, content: Spans, quotations: Spans) -> Iterator[Expression]:
        """Event phrases with a date in words that are not quoted ("in a call on Friday")."""
        for part in content:
            for expression in within(self.expressions, part):
                if any(q.overlaps(expression.span) for q in quotations_near(quotations, part)):
                    continue
                lead = self.text[
                    max(part.start, expression.span.start - 120) : expression.span.start
                ]
                lead = re.split(r"[,;“”\"]", lead)[-1]
                noun = _last(_EVENT, lead)
                if noun is None or not _PHRASE.search(lead[: noun.start()]):
                    continue
                if _SINCE.search(lead):
                    continue
                yield expression


def quotations_near(quotations: Spans, part: Span) -> Iterator[Span]:
    """The quotations that may overlap a part, without walking over all of them."""
    at = max(0, bisect_right(quotations, part) - 1)
    while at < len(quotations) and quotations[at].start < part.end:
        yield quotations[at]
        at += 1


def find_events(text: str, draft: Draft, reference: date | None) -> Events:
    """One pass: date expressions beside event words, resolved as the article tells them."""
    events = Events(text, [s.span.start for s in draft.sentences], draft.expressions)
    expressions = draft.expressions
    sentences = draft.sentences
    # Days of what happened come first: a later sentence may count from one told further down.
    for expression in expressions:
        _note_happening(text, expression, reference, events)
    for expression in expressions:
        number = max(0, bisect_right(events.starts, expression.span.start) - 1)
        if not sentences or not sentences[number].span.contains(expression.span):
            continue
        if _of_a_noun(text, expression):
            continue
        event = _event_beside(text, expression, number, sentences[number].span, reference, events)
        if event is not None:
            events.found.append(event)
    return events


def _of_a_noun(text: str, expression: Expression) -> bool:
    """The date belongs to a thing: "the accord of 2015", "the February 15 attack"."""
    if "year" in expression.parts:
        return True
    if _OWNS.match(text, expression.span.end):
        return False  # "an account of Friday's call": the day is the call's
    lead = text[max(0, expression.span.start - 60) : expression.span.start]
    thing = re.search(r"(\w+)\s+(?:of|dated|from)\s+\Z", lead)
    if thing is not None and not _EVENT.fullmatch(thing[1]):
        return True
    after = re.match(r"\s+([a-z][\w-]+)", text[expression.span.end : expression.span.end + 40])
    owned = re.search(r"\b(?:the|its|their|his|her|last|this)\s+\Z", lead)
    if not (owned and after) or "weekday" in expression.parts:
        return False
    return not _EVENT.match(after[1])


def _note_happening(
    text: str, expression: Expression, reference: date | None, events: Events
) -> None:
    if expression.anchored:
        return
    bounds = resolve(expression, reference, None).bounds
    day = _day(bounds) if bounds else None
    if day is None:
        return
    lead = re.split(r"[.;,“”\"]", text[max(0, expression.span.start - 60) : expression.span.start])[
        -1
    ]
    noun = _last(_HAPPENING, lead)
    if noun is not None:
        events.happened.setdefault(_stem(noun[0]), day)
        if "invasion" in lead.lower():
            events.happened.setdefault("invasion", day)


def _event_beside(
    text: str,
    expression: Expression,
    number: int,
    sentence: Span,
    reference: date | None,
    events: Events,
) -> Event | None:
    lead = text[max(sentence.start, expression.span.start - 120) : expression.span.start]
    lead = re.split(r"[,;“”\"]", lead)[-1]
    noun = _last(_EVENT, lead)
    if noun is not None and (
        _HAPPENING.search(lead, noun.end())
        or _SINCE.search(lead)
        or _OF_ANOTHER_CLAUSE.search(lead, noun.end())
    ):
        noun = None
    met = re.search(r"\b(?:met|spoke|talked|held talks)\b(?!.*\b(?:met|spoke)\b)", lead)
    possessive = _OWNED.match(text, expression.span.end)
    scene = None
    if possessive is None and noun is None and met is None:
        scene = _SCENE.search(lead) or _SCENE_AFTER.match(text, expression.span.end, sentence.end)
    if scene is not None and _SINCE.search(lead) is None:
        kind = "scene"
    elif possessive is None and noun is None and met is None:
        opened = re.match(
            r",?\s*[A-Z][^.;]{2,60}?\b(?:met|spoke by|held talks)\b",
            text[expression.span.end : sentence.end],
        )
        if opened is None:
            return None
        kind = "meeting"
    elif possessive is not None:
        kind = _kind(possessive)
    elif noun is not None and (met is None or noun.start() > met.start()):
        kind = _kind(noun)
    else:
        kind = "meeting"
    bounds = resolve(expression, reference, events.anchor(expression, number)[0]).bounds
    if bounds is None or _to_come(expression, bounds, reference, lead):
        return None
    words = frozenset(re.findall(r"\b[A-Z]\w+", text[slice(*sentence)]))
    return Event(kind, bounds, (expression.span,), number, words)


_PLANNED = re.compile(
    r"\b(?:will|would|shall|should|to|next|coming|planned|scheduled|due|invit\w+|propos\w+)\b"
)


def _to_come(expression: Expression, bounds: DateBounds, reference: date | None, lead: str) -> bool:
    """A month without a year that lies ahead: "to convene his summit in September"."""
    if "m4" not in expression.parts or reference is None or bounds.latest is None:
        return False
    return (reference - bounds.latest).days > 150 and _PLANNED.search(lead) is not None


def refers_to_event(
    text: str, part: Span, sentence: int, events: Events, within: bool = False
) -> Event | None:
    """The event that a stretch of text refers back to, if it names one of the article's.

    In the words of a statement (`within`) an event may be what is spoken of: there it counts only
    as the place of the saying ("in that call").
    """
    if not events.found:
        return None
    words = text[slice(*part)]
    for match in _EVENT.finditer(words):
        kind = _kind(match)
        if kind == "speech":
            continue
        lead = words[: match.start()]
        if _AHEAD.search(lead[-40:]):
            continue
        if not _DEFINITE.search(lead[-50:]):
            continue
        if within and not _AT_IT.search(lead[-60:]):
            continue
        near = lead[-24:]
        if _LATEST.search(near):
            return events.newest(sentence, kind)
        earlier = sentence - 1 if _PREVIOUS.search(near) else sentence
        found = events.last(earlier, kind)
        if found is not None:
            return found
    return None


def readout_event(text: str, part: Span, sentence: int, events: Events) -> Event | None:
    """A readout that names no event is of the newest call or meeting told of so far."""
    if not _READOUT.search(text, *part):
        return None
    kinds = [e for e in (events.newest(sentence, "call"), events.newest(sentence, "meeting")) if e]
    return max(kinds, key=lambda e: e.bounds.latest or date.min, default=None)


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in _KINDS if match[kind])


def _stem(word: str) -> str:
    return _STEMS.get(word.lower(), word.lower())


def _day(bounds: DateBounds) -> date | None:
    return bounds.latest if bounds.earliest == bounds.latest else None


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found
