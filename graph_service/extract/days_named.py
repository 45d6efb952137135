"""The days that a text names one after the other: what "two days later" counts from.

Owns that order and how far back it is looked for. Which day dates a statement is decided in
`dates`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.extract.date_expressions import Expression, resolve
from graph_service.extract.draft import Draft
from graph_service.extract.main_event import not_yet
from graph_service.model import Span

_OLDEST = timedelta(days=45)
"""A day without a year that lies farther back may as well be one to come."""


@dataclass(frozen=True, slots=True)
class DaysNamed:
    """Days in text order, each with its place, sentence and paragraph."""

    places: tuple[int, ...]
    days: tuple[date, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    of_sentence: tuple[int, ...]
    """The paragraph of each sentence."""

    def before(self, expression: Expression, sentence: int) -> tuple[date, int, int] | None:
        """The day named last before an expression, its sentence, and the sentences it outlasts.

        "A day earlier" counts from a day of its own paragraph; "the same day" may look back into
        the one before, and past what was told there without a day.
        """
        at = bisect_left(self.places, expression.span.start) - 1
        if at < 0:
            return None
        back = self.of_sentence[sentence] - self.paragraphs[at]
        same = "that" in expression.parts or expression.parts.get("step", "").lower() == "same"
        if back > (1 if same else 0):
            return None
        return self.days[at], self.sentences[at], 3


def days_named(text: str, draft: Draft, reference: date | None) -> DaysNamed:
    """Every single day that the text itself names, those to come and of things left out."""
    starts = [sentence.span.start for sentence in draft.sentences]
    found: list[tuple[int, date, int]] = []
    last: date | None = None
    for expression in draft.expressions if starts else ():
        bounds = resolve(expression, reference, last).bounds
        if bounds is None or bounds.earliest is None or bounds.earliest != bounds.latest:
            continue
        day = bounds.earliest
        whole = expression.parts.keys() & {"y1", "y2", "iso", "slash"}
        oldest = date.min if whole or reference is None else reference - _OLDEST
        if not oldest <= day <= (reference or date.max - timedelta(1)) + timedelta(1):
            continue
        if any(q.contains(expression.span) for q in _near(draft.quotations, expression.span)):
            continue
        number = max(0, bisect_right(starts, expression.span.start) - 1)
        begin = max(starts[number], expression.span.start - 40)
        if not_yet(text[begin : expression.span.start]):
            continue
        last = day
        found.append((expression.span.start, day, number))
    return DaysNamed(
        tuple(place for place, _, _ in found),
        tuple(day for _, day, _ in found),
        tuple(number for _, _, number in found),
        tuple(draft.sentences[number].paragraph for _, _, number in found),
        tuple(sentence.paragraph for sentence in draft.sentences),
    )


def _near(quotations: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """The quotation that may hold a span: the last one that begins before it."""
    at = bisect_right(quotations, span) - 1
    return quotations[max(0, at) : at + 2]
