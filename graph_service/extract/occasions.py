"""The article's own events: who met, called or faced the press, on which day.

Owns the finding of an event with its parties, and which statements were made at it.
What is not plainly told (a party left out, two days, a plan, a denial) is no event:
`link` ties events of different articles, and a wrong party would tie the wrong ones.
Days come from `events`, which dates statements by them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

from graph_service.actors.registry import Registry
from graph_service.extract.draft import Draft, Level, Mention, Said, Source
from graph_service.extract.events import find_events
from graph_service.model import (
    Account,
    AccountKind,
    Actor,
    Article,
    DateBounds,
    Event,
    EventKind,
    Span,
    Statement,
    digest,
)

_MARK, _REST = "\ue000", "\ue001"
"""Stand in the text for a name: its first character, and the others."""

_TITLES = (
    r"(?:(?:the|his|her|their|new|visiting|[A-Z][\w.’'-]*|president|prime|foreign|defen[cs]e"
    r"|minister|leader|chancellor|premier|counterpart,?|chief|secretary|general|state|of"
    r"|spokes(?:wo)?man|spokesperson|ministry|adviser|envoy|official|head)\s+){0,7}"
)
_P = rf"{_TITLES}(?P<NAME>{_MARK}{_REST}*)(?:\s+of\s+(?:the\s+)?{_MARK}{_REST}*)?"
_P += r"(?:\s*,\s[^,;.“”\"]{3,60},)?"
_A, _B = _P.replace("NAME", "a"), _P.replace("NAME", "b")
_BOTH = rf"{_A}\s+and\s+{_B}"
_ADVERB = r"(?:\s+(?:also|later|then|again))?"
_WHEN = r"(?:\s+(?:on|in|at|last|this|the|by|late|early|for)\b[^,;.“”\"]{0,40}?)?"
_PHONE = r"(?:by|over\s+the|on\s+the)\s+(?:tele|video\s?)?phone"
_CALL = r"(?:[\w-]+\s+){0,3}?(?:calls?|(?:(?:tele)?phone|video)\s+(?:conversations?|talks))"
_TALKS = r"(?:[\w-]+\s+){0,2}?(?:talks|meetings?|summits?|negotiations)"
_ONE_A = r"(?:an?|another|the|their|his|her)\s+"
_AT = rf"\b(?i:in|at|on|during)\s+{_ONE_A}"
_WITH = rf"{_WHEN}\s+with\s+{_B}{_WHEN},\s+{_A}\s"
_PRESS = (
    r"(?:(?:regular|daily|weekly|joint|news|press|media|televised|online)\s+){0,3}"
    r"(?:briefing|news\s+conference|press\s+conference)"
)

_PATTERNS: tuple[tuple[EventKind, float, str], ...] = (
    ("call", 0.9, rf"{_BOTH}{_ADVERB}\s+(?:spoke|talked){_WHEN}\s+{_PHONE}"),
    ("call", 0.9, rf"{_BOTH}{_ADVERB}\s+(?:held|had)\s+(?:{_ONE_A})?{_CALL}"),
    ("call", 0.9, rf"{_A}{_ADVERB}\s+(?:spoke|talked)\s+{_PHONE}{_WHEN}\s+(?:with|to)\s+{_B}"),
    ("call", 0.9, rf"{_A}{_ADVERB}\s+(?:spoke|talked)\s+(?:with|to)\s+{_B}{_WHEN}\s+{_PHONE}"),
    ("call", 0.9, rf"{_A}{_ADVERB}\s+(?:held|had)\s+(?:{_ONE_A})?{_CALL}{_WHEN}\s+with\s+{_B}"),
    ("call", 0.85, rf"\b{_CALL}{_WHEN}\s+between\s+{_A}\s+and\s+{_B}"),
    ("call", 0.9, rf"{_A}{_ADVERB}\s+told\s+{_B}\s+(?:in|during)\s+(?:{_ONE_A})?{_CALL}"),
    ("call", 0.85, rf"{_AT}{_CALL}{_WITH}"),
    ("call", 0.85, rf"\A{_A}\s[^;.“”\"]{{2,200}}?{_AT}{_CALL}{_WHEN}\s+with\s+{_B}"),
    ("meeting", 0.9, rf"{_BOTH}{_ADVERB}\s+(?:met\b(?!\s+with)|held\s+(?:{_ONE_A})?{_TALKS})"),
    ("meeting", 0.9, rf"{_A}{_ADVERB}\s+met{_WHEN}(?:\s+with)?\s+{_B}"),
    ("meeting", 0.9, rf"{_A}{_ADVERB}\s+held\s+(?:{_ONE_A})?{_TALKS}{_WHEN}\s+with\s+{_B}"),
    ("meeting", 0.85, rf"\b{_TALKS}{_WHEN}\s+between\s+{_A}\s+and\s+{_B}"),
    ("meeting", 0.9, rf"{_A}{_ADVERB}\s+told\s+{_B}\s+(?:at|in|during)\s+(?:{_ONE_A})?{_TALKS}"),
    ("meeting", 0.85, rf"{_AT}{_TALKS}{_WITH}"),
    (
        "briefing",
        0.85,
        rf"{_A}{_ADVERB}\s+(?:told|(?:said|told|announced|warned|added)\b"
        rf"[^;.“”\"{_MARK}]{{0,60}}?\b(?:at|in|during))\s+(?:an?|the|his|her)\s+{_PRESS}",
    ),
    ("briefing", 0.85, rf"\A{_AT}{_PRESS}{_WHEN}{_WHEN},\s+{_A}\s"),
    (
        "session",
        0.85,
        rf"\b(?:session|meeting)\s+of\s+(?:the\s+)?(?P<a>{_MARK}{_REST}*){_WHEN}",
    ),
)  # fmt: skip
_COMPILED = tuple((kind, sure, re.compile(pattern)) for kind, sure, pattern in _PATTERNS)
_TITLE_ALONE = re.compile(r"(?:[’']s?)?\s+(?:[\w-]+\s+){0,5}")
_TRIGGER = re.compile(
    r"\b(?:met|talks|meetings?|summit|calls?|phone|conversations?|telephone|briefing|conference"
    r"|negotiations|session)\b",
    re.IGNORECASE,
)
_NOT_SO = re.compile(
    r"\b(?:not|never|den(?:y|ied|ies|ying)|cancel\w*|postpone\w*|refus\w+|no\s+(?:call|meeting|talks)"
    r"|ahead\s+of|planned|scheduled|upcoming|expected|possible|proposed|if|whether)\b|n[’']t\b",
    re.IGNORECASE,
)
_MORE = re.compile(rf"{_MARK}{_REST}*\s*(?:,|,?\s+and)\s+(?:\w+\s+){{0,4}}\Z")
_ELSEWHERE = re.compile(
    r"\b(?:speech|address|interview|tweet\w*|wrote|post|article|op-ed|briefing|conference"
    r"|statement|letter|broadcast|podcast|forum|parliament|television)\b",
    re.IGNORECASE,
)
_THEIR = re.compile(rf"\btheir\s+(?:(?P<call>{_CALL})|{_TALKS})\b")
"""Of the two persons whom the sentence has named before, if there are two."""
_TWO: frozenset[EventKind] = frozenset({"call", "meeting"})


def find_occasions(article: Article, draft: Draft, registry: Registry) -> Draft:
    """Fill `events`: each kind, set of parties and day once, by the first sentence that tells."""
    del registry  # the stages share one form
    found: dict[str, Event] = {}
    days: dict[int, set[DateBounds]] = {}
    if not _TRIGGER.search(article.text):
        return draft
    for dated in find_events(article.text, draft, article.published).found:
        days.setdefault(dated.sentence, set()).add(
            DateBounds(dated.bounds.earliest, dated.bounds.latest, "event")
        )
    starts = [mention.span.start for mention in draft.mentions]
    for number in sorted(days):
        day = _one_day(days[number], article.published)
        if day is None or number >= len(draft.sentences):
            continue
        span = draft.sentences[number].span
        mentions = draft.mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        for kind, parties, sure in _told(article.text, span, mentions):
            event = _event(article, kind, parties, day, span, sure)
            found.setdefault(event.id, event)
    return replace(draft, events=tuple(found.values()))


def _one_day(days: set[DateBounds], published: date | None) -> DateBounds | None:
    """The one day that the sentence gives its event, if it is one and not to come."""
    if len(days) != 1:
        return None
    (bounds,) = days
    if bounds.earliest is None or bounds.earliest != bounds.latest:
        return None
    if published is not None and bounds.earliest > published + timedelta(days=1):
        return None
    return bounds


def _told(
    text: str, span: Span, mentions: Sequence[Mention]
) -> Iterator[tuple[EventKind, tuple[Actor, ...], float]]:
    sentence = text[slice(*span)]
    if not _TRIGGER.search(sentence) or _NOT_SO.search(sentence):
        return
    named: dict[int, Actor] = {}
    for mention, following in zip_longest(mentions, mentions[1:]):
        if len(mention.actors) != 1 or mention.form == "demonym":
            continue
        if (
            mention.kind in ("state", "organisation")
            and following is not None
            and following.kind == "person"
        ):
            between = text[mention.span.end : following.span.start]
            if _TITLE_ALONE.fullmatch(between):
                continue  # "U.S. President Ann Roe" is she, not the state
        start, end = mention.span.start - span.start, mention.span.end - span.start
        named[start] = mention.actors[0]
        sentence = sentence[:start] + _MARK + _REST * (end - start - 1) + sentence[end:]
    if not named:
        return
    if shared := _THEIR.search(sentence):
        persons = {a.id: a for at, a in named.items() if a.kind == "person" and at < shared.start()}
        if len(persons) == 2:
            kind: EventKind
            kind = "call" if shared["call"] else "meeting"
            yield kind, tuple(persons[name] for name in sorted(persons)), 0.8
    for kind, sure, pattern in _COMPILED:
        for match in pattern.finditer(sentence):
            if kind in _TWO and _MORE.search(sentence[: match.start()]):
                continue  # three parties, of which the pattern saw two
            groups = ("a", "b") if kind in _TWO else ("a",)
            parties = [named.get(match.start(group)) for group in groups]
            actors = {party.id: party for party in parties if party is not None}
            if len(actors) != len(groups):
                continue
            if kind == "session" and next(iter(actors.values())).kind != "organisation":
                continue
            yield kind, tuple(actors[name] for name in sorted(actors)), sure


def _event(
    article: Article,
    kind: EventKind,
    parties: tuple[Actor, ...],
    day: DateBounds,
    sentence: Span,
    sure: float,
) -> Event:
    marks = (kind, *(party.id for party in parties), day.edtf)
    return Event(
        f"event-{digest(article.identity, *marks)}",
        kind,
        parties,
        day,
        (sentence,),
        f"rule:{kind}-with-parties",
        sure,
    )


def event_of(
    text: str,
    draft: Draft,
    level: Level,
    source: Source,
    said: Said,
    actor: Actor,
    country: Actor | None,
) -> Event | None:
    """The event at which a statement was made: one of its speaker's, on its day.

    Sure where the text dates the statement by an event or tells of the event in the same
    paragraph; else only where the speaker has no other event that day and the sentence
    names no other occasion.
    """
    day = (said.bounds.earliest, said.bounds.latest)
    fitting = [
        event
        for event in draft.events
        if (event.date.earliest, event.date.latest) == day
        and _takes_part(event, actor, source, country)
    ]
    if len(fitting) != 1:
        return None
    event = fitting[0]
    sentences = draft.sentences
    starts = [s.span.start for s in sentences]
    parts = (*level.attribution.source, *level.attribution.cue) or level.words
    at = max(0, bisect_right(starts, min(s for s, _ in parts)) - 1)
    told = max(0, bisect_right(starts, event.evidence[0].start) - 1)
    if at == told or said.bounds.basis == "event":
        return event
    if event.kind not in _TWO:
        return event if sentences[at].paragraph == sentences[told].paragraph else None
    if said.bounds.basis in ("publication", "dateline", "open"):
        return event if sentences[at].paragraph == sentences[told].paragraph else None
    return None if elsewhere(text[slice(*sentences[at].span)]) else event


def _takes_part(event: Event, actor: Actor, source: Source, country: Actor | None) -> bool:
    """A party, or the state or body that speaks for a party's side where no person does."""
    if any(party.id == actor.id for party in event.parties):
        return True
    if event.kind not in _TWO or actor.kind not in ("state", "organisation"):
        return False
    sides = {party.country for party in event.parties}
    return source.kind != "unnamed" and country is not None and country.country in sides


def elsewhere(words: str) -> bool:
    """Does a sentence name another occasion ("in an interview")?

    >>> elsewhere("she told an interview")
    True
    """
    return _ELSEWHERE.search(words) is not None


def with_accounts(
    article: Article,
    statements: tuple[Statement, ...],
    publisher: Actor | None,
    registry: Registry,
) -> tuple[Statement, ...]:
    """At an event, what a state or its body publishes itself is that side's account.

    A press report needs none: it is known by its publisher.
    """
    if publisher is None or publisher.kind not in ("state", "organisation"):
        return statements
    state = registry.state(publisher.country) if publisher.country else None
    side = state or publisher
    title = (article.title or "").lower()
    kind: AccountKind = "readout"
    if "transcript" in title:
        kind = "transcript"
    elif "communiqu" in title or "joint statement" in title:
        kind = "communique"
    account = Account(f"account-{digest(article.identity, side.id, kind)}", side.id, kind)
    return tuple(
        replace(s, account=account) if s.event and s.account is None else s for s in statements
    )
