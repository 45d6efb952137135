"""The dates of a question as two exclusive bounds, and how they were understood.

Owns what "since", "before" or "between" do to a date; reading the date itself
is `extract.date_expressions`, what lies between two bounds `query.dates`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.errors import BadValue
from graph_service.extract.date_expressions import DateMention, read_date
from graph_service.model import Span

_DAY = timedelta(days=1)
_BEFORE = re.compile(
    r"\b(?:(?P<after>after|following|later\ than)|(?P<since>since|starting|as\ of|from)"
    r"|(?P<before>before|prior\ to|earlier\ than|ahead\ of)"
    r"|(?P<until>by|until|till|up\ to|through|no\ later\ than)"
    r"|(?P<on>on|in|during|within|for|of|at|dated)|(?P<between>between)|(?P<to>to|and|[-–—]))"
    r"(?:\s+(?:the|and))?\s*$",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class When:
    """Days between two bounds, both exclusive; None is open. `spans` is what was read."""

    after: date | None = None
    before: date | None = None
    lines: tuple[str, ...] = ()
    assumed_year: bool = False
    spans: tuple[Span, ...] = ()


def read_when(text: str, *, reference: date | None, today: date) -> When:
    """The date conditions of a question.

    Raises BadValue for a date that does not exist, lies in the future, or leaves
    no day between two bounds.
    """
    after: list[date] = []
    before: list[date] = []
    lines: list[str] = []
    spans: list[Span] = []
    assumed, opened = False, False
    mentions = [m for m in read_date(text, reference=reference) if _is_date(text, m)]
    for mention in mentions:
        bounds = mention.bounds
        written = text[mention.span.start : mention.span.end]
        if bounds is None or bounds.earliest is None or bounds.latest is None:
            raise BadValue(
                f"{written!r} cannot be used as a date: {mention.why}",
                do="Give a day such as 2022-02-24, a month or a year.",
            )
        word = _BEFORE.search(text[: mention.span.start])
        kind = word.lastgroup if word else "on"
        if kind == "to":
            kind, word = ("until", word) if opened else ("on", None)
        if kind != "before" and kind != "until" and bounds.earliest > today:
            raise BadValue(
                f"{written!r} lies in the future ({bounds.edtf})", do="Ask about a day up to today."
            )
        opened = kind in {"between", "since", "after"}
        if kind == "after":
            after.append(bounds.latest)
        if kind in {"since", "between", "on"}:
            after.append(bounds.earliest - _DAY)
        if kind == "before":
            before.append(bounds.earliest)
        if kind in {"until", "on"}:
            before.append(bounds.latest + _DAY)
        if mention.assumed_year or bounds.basis in {"relative", "weekday"}:
            lines.append(f"{written!r} was taken as {bounds.edtf}: {mention.why}")
        assumed = assumed or mention.assumed_year
        spans.append(Span(word.start() if word else mention.span.start, mention.span.end))
    when = When(max(after, default=None), min(before, default=None), tuple(lines), assumed,
                tuple(spans))  # fmt: skip
    if when.after and when.before and when.before - when.after < 2 * _DAY:
        raise BadValue(
            f"No day lies after {when.after} and before {when.before}",
            do="Give the earlier day first.",
        )
    return when


def _is_date(text: str, mention: DateMention) -> bool:
    """Not a bare year that belongs to a name ("the 2015 nuclear deal")."""
    written = text[mention.span.start : mention.span.end]
    if not re.fullmatch(r"\d{4}", written) or _BEFORE.search(text[: mention.span.start]):
        head = text[: mention.span.start].casefold()
        return not (
            re.fullmatch(r"\d{4}", written)
            and head.rstrip().endswith((" the", " of the"))
            and re.match(r"\s+\w", text[mention.span.end :])
        )
    return not re.match(r"\s+\w", text[mention.span.end :])
