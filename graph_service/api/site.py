"""The site: the question and its answer, and a page for each thing.

Owns which data a page is given; `web.pages` owns what it looks like.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.statements import (
    Filters,
    page_of_statements,
    read_statement,
    who_speaks,
)
from graph_service.ask.answer import ask
from graph_service.errors import UnknownName, UsageError
from graph_service.query.actors import find_actor
from graph_service.query.curation import rejections
from graph_service.query.events import list_events, read_event
from graph_service.query.links import links_of
from graph_service.query.statements import read_of_article, read_records
from graph_service.web import pages
from graph_service.web.wording import day_words, tenure_words

router = APIRouter(include_in_schema=False)

Question = Annotated[str | None, Query(max_length=500)]
Cursor = Annotated[int, Query(ge=0, le=10_000_000)]


@router.get("/", response_class=HTMLResponse)
def question(service: ServiceDep, question: Question = None) -> HTMLResponse:
    """The question form; with a question, its answer or what was wrong with it."""
    answer = problem = None
    if question and question.strip():
        try:
            answer = ask(question, service.view, service.registry, service.settings)
        except UsageError as error:
            problem = str(error)
    page = pages.question_page(
        snapshot=service.view.snapshot, question=question, answer=answer, problem=problem
    )
    return HTMLResponse(page, 400 if problem else 200)


@router.get("/docs", response_class=HTMLResponse)
def api_reference(request: Request, service: ServiceDep) -> HTMLResponse:
    """The API reference, made from the OpenAPI document; no script, no other host."""
    return HTMLResponse(pages.api_page(request.app.openapi(), snapshot=service.view.snapshot))


@router.get("/events", response_class=HTMLResponse)
def events(service: ServiceDep, cursor: Cursor = 0) -> HTMLResponse:
    """Calls, meetings and briefings that the articles tell of."""
    most = service.settings.page_size
    found = list_events(service.view, service.registry, service.iris, most + 1, cursor)
    page = pages.events_page(
        found[:most],
        snapshot=service.view.snapshot,
        next_href=f"?cursor={cursor + most}" if len(found) > most else None,
    )
    return HTMLResponse(page)


@router.get("/id/{name}.html", response_class=HTMLResponse)
def thing_page(name: str, service: ServiceDep, cursor: Cursor = 0) -> HTMLResponse:
    """The page of a statement, an article or an actor."""
    kind = name.partition("-")[0]
    if kind == "statement":
        return HTMLResponse(_statement_page(service, name))
    if kind == "article":
        return HTMLResponse(_article_page(service, name))
    if kind == "actor":
        return HTMLResponse(_actor_page(service, name, cursor))
    if kind == "event":
        event = read_event(service.view, name, service.registry, service.iris)
        return HTMLResponse(pages.event_page(event, snapshot=service.view.snapshot))
    raise UnknownName(
        f"There is no page of {name}", do="Its data is at the same address with .ttl."
    )


def _statement_page(service: Service, name: str) -> str:
    record = read_statement(service, name)
    linked = links_of(service.view, name, service.iris)
    out = rejections(service.view, [name, *linked.others], service.iris)
    shown = [other for other in linked.others if other not in out]
    others = read_records(service.view, shown, service.registry, service.iris)
    text, why = None, "the setting `text` is none"
    if service.settings.text != "none":
        text = service.article_text(record.article)
        why = "the archive of this store does not hold it"
    return pages.statement_page(
        record,
        snapshot=service.view.snapshot,
        text=text,
        whole=service.settings.text == "full",
        why_no_passage=why,
        linked=linked,
        others={other.statement.id: other for other in others},
        rejection=out.get(name),
    )


def _article_page(service: Service, name: str) -> str:
    records = read_of_article(service.view, name, service.registry, service.iris)
    first = records[0]
    lines = [
        f"Published by {first.publisher.name if first.publisher else 'an unknown publisher'}",
        f"on {day_words(first.published)}" if first.published else "on an unknown day",
    ]
    return pages.list_page(
        first.title or "An article without a title",
        lines,
        records,
        snapshot=service.view.snapshot,
        data_href=f"/id/{name}.ttl",
    )


def _actor_page(service: Service, name: str, cursor: int) -> str:
    actor = find_actor(service.view, service.registry, service.iris, name)
    found = page_of_statements(service, Filters(cursor=cursor), who_speaks(actor, True))
    lines = [tenure_words(tenure) for tenure in service.registry.tenures_of(actor.id)]
    if actor.kind == "state":
        lines.append("With its officials and bodies, as of the day of each statement.")
    return pages.list_page(
        actor.name,
        lines,
        found.records,
        snapshot=service.view.snapshot,
        data_href=f"/id/{actor.id}.ttl",
        next_href=f"?cursor={found.next_cursor}" if found.next_cursor is not None else None,
    )
