"""Data to HTML: one function a page, Jinja templates with everything escaped.

Owns no look-ups and no HTTP: callers pass what is shown, a string comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from graph_service.ask.answer import Answer
from graph_service.model import Span
from graph_service.query.curation import Rejection
from graph_service.query.events import EventRecord
from graph_service.query.links import Linked, LinkRecord
from graph_service.query.statements import StatementRecord
from graph_service.web.passage import Segment, passage_span, segments
from graph_service.web.wording import chain_words, date_words, day_words, mark_of, post_words

HERE = Path(__file__).parent
EXAMPLES = (
    "what did China say about sovereignty after Feb 24",
    "what did Xi say according to the Kremlin",
    "what did Zakharova say",
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        date_words=date_words,
        day_words=day_words,
        post_words=post_words,
        mark=mark_of,
        chain=lambda record: chain_words(
            record.statement, record.publisher.name if record.publisher else None
        ),
    )
    return environment


def _render(template: str, snapshot: str | None, **values: Any) -> str:
    return _environment().get_template(template).render(snapshot=snapshot, **values)


def question_page(
    *,
    snapshot: str | None,
    question: str | None = None,
    answer: Answer | None = None,
    problem: str | None = None,
) -> str:
    """The first page: the question, and its answer or what was wrong with it."""
    return _render(
        "answer.html",
        snapshot,
        question=question,
        answer=answer,
        problem=problem,
        examples=EXAMPLES,
    )


def statement_page(
    record: StatementRecord,
    *,
    snapshot: str | None,
    text: str | None,
    whole: bool,
    why_no_passage: str,
    linked: Linked | None = None,
    others: Mapping[str, StatementRecord] | None = None,
    rejection: Rejection | None = None,
) -> str:
    """One statement in its passage, or in the `whole` text; None where no text may be shown.

    `others` are the statements at the far ends of the links.
    """
    return _render(
        "statement.html",
        snapshot,
        record=record,
        passage=_passage(record, text, whole) if text is not None else None,
        why_no_passage=why_no_passage,
        linked=linked or Linked(),
        others=others or {},
        rejection=rejection,
        timeline=timeline(record, linked or Linked(), others or {}),
    )


def timeline(
    record: StatementRecord, linked: Linked, others: Mapping[str, StatementRecord]
) -> list[tuple[StatementRecord, LinkRecord | None]]:
    """The same wording through time, oldest first, each with the link that leads to it."""
    found: dict[str, tuple[StatementRecord, LinkRecord | None]] = {}
    for link in (*linked.repeats, *linked.repeated_by):
        for end in (link.earlier, link.later):
            if end in others and end != record.statement.id:
                found.setdefault(end, (others[end], link))
    if not found:
        return []
    shown = [(record, None), *found.values()]
    return sorted(shown, key=lambda pair: (_last_day(pair[0]), pair[0].statement.id))


def _last_day(record: StatementRecord) -> date:
    return record.statement.date.latest or record.published or date.max


def events_page(
    events: Sequence[Mapping[str, Any]], *, snapshot: str | None, next_href: str | None
) -> str:
    """Calls, meetings and briefings, those of several articles first."""
    return _render("events.html", snapshot, events=events, next_href=next_href)


def event_page(event: EventRecord, *, snapshot: str | None) -> str:
    """One event, its accounts side by side."""
    return _render("event.html", snapshot, event=event, rows=event.aligned())


def _passage(record: StatementRecord, text: str, whole: bool) -> list[Segment]:
    statement = record.statement
    marked = {
        "source": statement.spans("source"),
        "cue": statement.spans("cue"),
        "content": statement.spans("content"),
    }
    marked["report"] = tuple(
        span for report in statement.according_to for span in (*report.source, *report.cue)
    )
    shown = Span(0, len(text)) if whole else passage_span(text, sum(marked.values(), ()))
    return segments(text, shown, marked)


def list_page(
    heading: str,
    lines: Sequence[str],
    records: Sequence[StatementRecord],
    *,
    snapshot: str | None,
    data_href: str,
    next_href: str | None = None,
) -> str:
    """The statements of an actor or an article under a heading."""
    return _render(
        "list.html",
        snapshot,
        heading=heading,
        lines=lines,
        records=records,
        data_href=data_href,
        next_href=next_href,
    )


def problem_page(*, title: str, status: int, detail: str, more: Mapping[str, Any]) -> str:
    return _render("problem.html", None, title=title, status=status, detail=detail, more=more)


SPARQL_EXAMPLE = """\
PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?speaker ?words ?date ?publisher WHERE {
  ?statement cq:speaker ?actor ;
    cq:words ?words ;
    cq:dateEdtf ?date ;
    cq:publisher ?who .
  ?actor skos:prefLabel ?speaker .
  ?who skos:prefLabel ?publisher .
}
ORDER BY DESC(?date)
LIMIT 20
"""
_FORMATS = (
    ("json", "JSON"),
    ("tsv", "table (TSV)"),
    ("csv", "table (CSV)"),
    ("xml", "XML"),
    ("turtle", "Turtle, for graphs"),
)


def sparql_page(*, snapshot: str | None) -> str:
    """A form for SPARQL that works without scripts."""
    return _render("sparql.html", snapshot, example=SPARQL_EXAMPLE, formats=_FORMATS)


def api_page(openapi: Mapping[str, Any], *, snapshot: str | None) -> str:
    """The API reference, made from the OpenAPI document."""
    paths = [
        {
            "method": method.upper(),
            "path": path,
            "summary": operation.get("description") or operation.get("summary", ""),
            "parameters": operation.get("parameters", []),
        }
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
    ]
    return _render("docs.html", snapshot, paths=paths)
