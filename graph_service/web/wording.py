"""How statements are worded for people: chain, post, date. Used by pages and terminal alike."""

from __future__ import annotations

from datetime import date

from graph_service.model import DateBounds, Post, Report, Statement, Tenure

_BASIS = {
    "stated": "date stated in the text",
    "weekday": "from the weekday in the text",
    "relative": "from a relative date in the text",
    "event": "the day of the event it belongs to",
    "dateline": "from the dateline",
    "publication": "taken from the publication day",
    "open": "day not stated",
}
_KIND = {
    "agency": "news agency",
    "outlet": "outlet",
    "readout": "readout",
    "document": "document",
    "person": "person",
    "body": "body",
    "unnamed": "unnamed",
}


def day_words(day: date) -> str:
    """
    >>> day_words(date(2022, 6, 5))
    '5 June 2022'
    """
    return f"{day.day} {day:%B %Y}"


def date_words(bounds: DateBounds) -> str:
    """
    >>> date_words(DateBounds.day(date(2022, 6, 15), "weekday"))
    '15 June 2022 (from the weekday in the text)'
    >>> date_words(DateBounds(None, date(2022, 6, 15), "open"))
    'on or before 15 June 2022 (day not stated)'
    >>> date_words(DateBounds(None, None, "open"))
    'at an unknown date (day not stated)'
    """
    earliest, latest = bounds.earliest, bounds.latest
    if earliest and latest:
        when = (
            day_words(earliest)
            if earliest == latest
            else f"{day_words(earliest)} to {day_words(latest)}"
        )
    elif latest:
        when = f"on or before {day_words(latest)}"
    elif earliest:
        when = f"on or after {day_words(earliest)}"
    else:
        when = "at an unknown date"
    return f"{when} ({_BASIS[bounds.basis]})"


def post_words(post: Post) -> str:
    """A post that the sources do not date is shown, never called certain.

    >>> post_words(Post("tenure-1", "President of Veldania", "term-open"))
    'President of Veldania (term not dated)'
    """
    return post.label if post.basis == "dated" else f"{post.label} (term not dated)"


def tenure_words(tenure: Tenure) -> str:
    """A term of office; open ends are said to be open, never "until now".

    >>> tenure_words(Tenure("t", "a", "Foreign Minister of Veldania", "foreign_minister", None,
    ...     None, date(2019, 3, 1), None, date(2022, 7, 1), "invented"))
    'Foreign Minister of Veldania, from 1 March 2019, still shown on 1 July 2022'
    """
    parts = [tenure.post]
    if tenure.start:
        parts.append(f"from {day_words(tenure.start)}")
    if tenure.end:
        inferred = " (inferred)" if tenure.inferred_end else ""
        parts.append(f"until {day_words(tenure.end)}{inferred}")
    elif tenure.open_as_of:
        parts.append(f"still shown on {day_words(tenure.open_as_of)}")
    if len(parts) == 1:
        parts.append("term not dated")
    return ", ".join(parts)


def report_words(report: Report) -> str:
    """One outer level: as written, and who that is where the words do not say it."""
    known = report.reporter.name
    plain = report.as_written.removeprefix("the ").removeprefix("The ")
    if report.reporter.kind == "unnamed" or known.casefold() in plain.casefold():
        return f"{report.as_written} ({_KIND[report.kind]})"
    return f"{report.as_written} ({known}, {_KIND[report.kind]})"


def chain_words(statement: Statement, publisher: str | None) -> list[str]:
    """The way the words took to us, outermost first, the speaker last."""
    way = [publisher or "an unknown publisher"]
    way += [report_words(report) for report in reversed(statement.according_to)]
    written, name = statement.speaker.as_written, statement.speaker.actor.name
    way.append(
        f"{name}, as “{written}”" if written and written.casefold() != name.casefold() else name
    )
    return way


def mark_of(statement: Statement) -> str:
    """Whether the words are first hand: depth decides whether the speaker's words are only relayed.

    >>> from types import SimpleNamespace
    >>> mark_of(SimpleNamespace(depth=2))
    'reported through 2 levels'
    """
    if statement.depth == 0:
        return "first hand"
    return (
        "reported at second hand"
        if statement.depth == 1
        else (f"reported through {statement.depth} levels")
    )
