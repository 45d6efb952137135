"""The site: the question and its answer, and a page for each thing.

Owns which data a page is given; `web.pages` owns what it looks like.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.statements import page_of_statements
from graph_service.ask.answer import ask
from graph_service.errors import UnknownName, UsageError
from graph_service.query.statements import read_records
from graph_service.web import pages
from graph_service.web.wording import day_words, post_words

router = APIRouter(include_in_schema=False)

Question = Annotated[str | None, Query(max_length=500)]


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
    return HTMLResponse(
        pages.api_page(request.app.openapi(), snapshot=service.view.snapshot)
    )


@router.get("/id/{name}.html", response_class=HTMLResponse)
def thing_page(name: str, service: ServiceDep, cursor: int = 0) -> HTMLResponse:
    """The page of a statement, an article or an actor."""
    kind = name.partition("-")[0]
    maker = {"statement": _statement, "article": _article, "actor": _actor}.get(kind)
    if maker is None:
        raise UnknownName(
            f"There is no page of {name}", do="Its data is at the same address with .ttl."
        )
    return HTMLResponse(maker(service, name, cursor))
