"""The days that an article gives itself: at its head, as labels of its paragraphs, in its lead.

Owns finding them. They stand before the day of publication for what is told without a
day: a communique headed "Cape Town, 1 June" and published on the 3rd is of the 1st, a
paper of Saturday that opens with Friday's vote tells of Friday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph_service.extract.date_expressions import Expression, resolve, within
from graph_service.extract.draft import Draft, Said
from graph_service.extract.main_event import not_yet
from graph_service.model import DateBasis, DateBounds, Span

HEAD = 1200
"""Characters of an article in which its head stands."""
_HEAD_LINES = 6
_OLDEST_HEAD = timedelta(days=31)
_OLDEST_LEAD = timedelta(days=1)
_HEADLINES = 3
_LEAD = 3
"""Sentences of the body in which the day of the news stands."""

_TYPES = re.compile(
    r"\b(?:press conference|news conference|briefing|readout|statement|transcript|remarks"
    r"|communiqu[eé]|declaration|interview|conclusions|speech|address)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\w+\s\w+,?\s\d{4}")
"""A day with its year: what ends a title is what the text below is of."""
_HELD = re.compile(
    r"\b(?:interview|conversation|conference|briefing|remarks|call)\b[^.]{0,60}\b(?:conducted|held"
    r"|took place|recorded|given|delivered)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"[^\W\d_][^\d.;:]{1,40},\s*\Z")
"""The place before the day of a dateline."""
_LABEL = re.compile(r"\W*(?:(?:early|late)\s+)?(?:[A-Z][a-zA-Z]+(?:day|DAY),?\s+)?\W*\Z")


_OFFICIAL = re.compile(
    r"\b(?:white house|kremlin|downing street|[eé]lys[eé]e|governments?|office|department"
    r"|secretariat|ministry|ministries|presidency|chancellery|cabinet|embassy|mission|commission"
    r"|council|union|united nations|press service)\b",
    re.IGNORECASE,
)


def official(publisher: str | None) -> bool:
    """Is a text published by those whose business it tells of: a readout, not a report?

    >>> official("Ministry of Foreign Affairs of Norland"), official("The Norburg Post")
    (True, False)
    """
    return publisher is not None and _OFFICIAL.search(publisher) is not None


@dataclass(frozen=True, slots=True)
class ArticleDays:
    """`head` and `lead` stand for the whole article, a label for its paragraph."""

    head: Said | None = None
    lead: Said | None = None
    labels: dict[int, Said] = field(default_factory=dict)


def find_article_days(
    text: str,
    draft: Draft,
    published: date | None,
    placed: date | None,
    headlines: frozenset[int],
    own_business: bool,
) -> ArticleDays:
    """`placed` is the day of the dateline: the news is told from there, and has no other lead.

    Unless those publish it whose business it is: they date the paper, not the meeting.
    """
    reference = published or placed
    return ArticleDays(
        head=_head(text, draft, published),
        lead=_lead(text, draft, published, headlines) if placed is None or own_business else None,
        labels=_labels(text, draft, reference),
    )


def _head(text: str, draft: Draft, published: date | None) -> Said | None:
    """The day in a line of its own above the text, or of the interview that follows."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", text[:HEAD]))[:_HEAD_LINES]
    for line in lines:
        for expression in within(draft.expressions, Span(*line.span())):
            day = _day(expression, published)
            if day is None or (published and not _near(day, published, _OLDEST_HEAD)):
                continue
            if day == published:
                return None
            if _heads(text, Span(*line.span()), expression):
                return _said(day, expression, "stated", "rule:heading", 0.85)
    return None


def _heads(text: str, line: Span, expression: Expression) -> bool:
    """ "Sochi, 26 November 2021", "Remarks at the briefing on May 3, 2021"."""
    words = text[slice(*line)].strip()
    if _HELD.search(words):
        return True
    if words.endswith(".") or len(words) > 130 or "weekday" in expression.parts:
        return False
    rest = (text[line.start : expression.span.start] + text[expression.span.end : line.end]).strip()
    at_its_end = expression.span.end >= line.end - 3
    if at_its_end and (_TYPES.search(words) or _WHOLE.fullmatch(text[slice(*expression.span)])):
        return True
    return len(rest.split()) <= 6 and not re.search(r"(?<![A-Z])\b[a-z]{3,}(?:s|ed|ing)\b", rest)


def _labels(text: str, draft: Draft, reference: date | None) -> dict[int, Said]:
    """Paragraphs under "Monday." or "Sunday, 5 August": until the next such label."""
    found: dict[int, Said] = {}
    current: Said | None = None
    alone = False
    paragraph = -1
    for sentence in draft.sentences:
        if sentence.paragraph == paragraph:
            continue
        paragraph = sentence.paragraph
        label = _label(text, draft, sentence.span, reference)
        if label is not None:
            current, alone = label, sentence.span.end - sentence.span.start <= 40
        if current is not None and alone:
            found[paragraph] = current
    return found if len({said.bounds for said in found.values()}) > 1 else {}


def _label(text: str, draft: Draft, span: Span, reference: date | None) -> Said | None:
    if span.end - span.start > 40:
        return None
    inside = within(draft.expressions, span)
    if not inside:
        return None
    rest = text[span.start : inside[0].span.start] + text[inside[-1].span.end : span.end]
    day = _day(inside[-1], reference)
    if day is None or not _LABEL.fullmatch(rest):
        return None
    return _said(day, inside[-1], "stated", "rule:day-label", 0.85)


def _lead(
    text: str, draft: Draft, published: date | None, headlines: frozenset[int]
) -> Said | None:
    """The one day before publication of which the first sentences tell."""
    if published is None:
        return None
    if len(headlines) > _HEADLINES:
        return None  # several stories, each with a day of its own
    body = [s for number, s in enumerate(draft.sentences) if number not in headlines][:_LEAD]
    first: tuple[date, Expression] | None = None
    for sentence in body:
        for expression, day in _told(text, draft, sentence.span, published):
            if day == published:
                if _PLACED.match(text, sentence.span.start, expression.span.start):
                    continue  # "Bogota, 2 November 2022. The President met ...": of the paper
                return None
            if first is None and published - _OLDEST_LEAD <= day < published:
                first = (day, expression)
    return _said(*first, "event", "rule:lead-day", 0.6) if first else None


def _told(
    text: str, draft: Draft, span: Span, reference: date
) -> Iterator[tuple[Expression, date]]:
    for expression in within(draft.expressions, span):
        lead = text[max(span.start, expression.span.start - 40) : expression.span.start]
        quoted = any(q.start < expression.span.start < q.end for q in draft.quotations)
        day = _day(expression, reference)
        if day is not None and not quoted and not not_yet(lead):
            yield expression, day


def _day(expression: Expression, reference: date | None) -> date | None:
    """The one day of an expression that counts from nothing told before."""
    if expression.anchored:
        return None
    bounds = resolve(expression, reference, None).bounds
    return bounds.latest if bounds and bounds.earliest == bounds.latest else None


def _near(day: date, published: date, oldest: timedelta) -> bool:
    return published - oldest <= day <= published + timedelta(days=1)


def _said(
    day: date, expression: Expression, basis: DateBasis, rule: str, confidence: float
) -> Said:
    return Said(DateBounds.day(day, basis), (expression.span,), rule, confidence)
