"""`/sparql`: SPARQL 1.1 Protocol, reading (W3C Recommendation, 21 March 2013, section 2.1).

Owns how a query arrives (GET, POST form, POST body, QUERY) and what stands around
the answer: formats, entity tags, the snapshot. Limits are `query.run`'s, deadline
and data set the store's, the description of the endpoint `service_description`'s.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from graph_service.api.bodies import read_body
from graph_service.api.deps import Service, ServiceDep
from graph_service.api.negotiate import always_new, entity_tag, has_already, matches_any, wanted
from graph_service.api.problems import PROBLEMS
from graph_service.api.service_description import described
from graph_service.api.wellformed import check_once, parameters
from graph_service.errors import (
    BadValue,
    DeadlineExceeded,
    InputError,
    UnknownMediaType,
    UnknownName,
)
from graph_service.query.run import check_limits, run_query
from graph_service.rdf.formats import GRAPH_TYPES, RESULT_TYPES

router = APIRouter(tags=["SPARQL"], responses=PROBLEMS)

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ONCE: Final = frozenset({"query", "timeout", "format", "snapshot"})
_POLL: Final = 0.02
"""Seconds between two looks for a snapshot that a client waits for."""
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Rows, true or false, or a graph, in the format that Accept prefers",
        "content": {name: {} for name in dict.fromkeys((*RESULT_TYPES, *GRAPH_TYPES))},
    },
    304: {"description": "The client has it already (If-None-Match)"},
}
_MANY = {"type": "array", "items": {"type": "string"}}
_OPTIONS = [
    {"name": "default-graph-uri", "in": "query", "schema": _MANY,
     "description": "Graphs that make the default graph; wins over FROM. An unknown one is empty."},
    {"name": "named-graph-uri", "in": "query", "schema": _MANY,
     "description": "Graphs that GRAPH sees; wins over FROM NAMED."},
    {"name": "timeout", "in": "query", "schema": {"type": "number", "exclusiveMinimum": 0},
     "description": "Seconds; lowers the limit for this request."},
    {"name": "format", "in": "query", "schema": {"type": "string"},
     "description": "Wins over Accept: json, xml, csv, tsv, turtle, ntriples, rdfxml, jsonld, "
     "trig, nquads, or a media type."},
    {"name": "snapshot", "in": "query", "schema": {"type": "string"},
     "description": "Wait until this snapshot, or a later one, is what answers come from."},
]  # fmt: skip
_BY_GET = [
    {"name": "query", "in": "query", "schema": {"type": "string"},
     "description": "SELECT, ASK, CONSTRUCT or DESCRIBE. Without it: the service description."},
    *_OPTIONS,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, read and found to be in order."""

    text: str
    accept: str
    timeout: float | None
    snapshot: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]

    def tag(self, snapshot: str) -> str:
        return entity_tag(snapshot, self.text, self.accept, self.default_graphs, self.named_graphs)


@router.get("/sparql", responses=_RESPONSES, openapi_extra={"parameters": _BY_GET})
async def query_by_get(request: Request, service: ServiceDep) -> Response:
    """One query in the parameter `query`; SELECT, ASK, CONSTRUCT and DESCRIBE.

    Without any parameter but `format`: what this endpoint is, as RDF, or a form for browsers.
    """
    values = _parameters(request)
    if values.keys() <= {"format"}:
        return await described(request, service, values.get("format", [None])[0])
    return await _answer(request, service, _asked(request, values, None))


@router.post("/sparql", responses=_RESPONSES, openapi_extra={
    "parameters": _OPTIONS,
    "requestBody": {"required": True, "content": {
        FORM: {"schema": {"type": "object", "required": ["query"],
                          "properties": {"query": {"type": "string"}}}},
        QUERY: {"schema": {"type": "string"}},
    }}
})  # fmt: skip
async def query_by_post(request: Request, service: ServiceDep) -> Response:
    """One query as form field `query`, or as the body itself (`application/sparql-query`).

    The method QUERY (the HTTP draft "The HTTP QUERY Method") takes the same bodies, and
    is answered with an entity tag, as GET is.
    """
    kind, _, more = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind not in (FORM, QUERY):
        where = " Updates go to /update." if kind == _UPDATE else ""
        raise UnknownMediaType(
            f"A query cannot be sent as {kind or 'a body without Content-Type'}",
            where="header Content-Type",
            do=f"Send {QUERY} or {FORM}.{where}",
        )
    charset = more.lower().partition("charset=")[2].strip(" \"'").partition(";")[0]
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise UnknownMediaType(
            f"The body is said to be {charset}", where="header Content-Type", do="Send UTF-8."
        )
    body = await _body(request, service.settings.query_kib * 1024, escaped=kind == FORM)
    values = _parameters(request)
    if kind == QUERY:
        return await _answer(request, service, _asked(request, values, body))
    for name, given in parameters(body, "form").items():
        values.setdefault(name, []).extend(given)
    check_once(values, _ONCE, "form and address")
    return await _answer(request, service, _asked(request, values, None))


router.add_api_route("/sparql", query_by_post, methods=["QUERY"], include_in_schema=False)


async def _straight(request: Request) -> Response:
    request.scope["route"] = straight
    ask = query_by_get if request.method == "GET" else query_by_post
    return await ask(request, request.app.state.service)


straight: Final = Route("/sparql", _straight, methods=["GET", "POST", "QUERY"])
"""The same for requests, past FastAPI's injection, of which they use nothing: a quarter of a
millisecond each. The routes above describe them in the OpenAPI document."""


async def _body(request: Request, limit: int, *, escaped: bool) -> str:
    """The request's body as text, kept no further than its limit."""
    most = limit * 3 + 65536 if escaped else limit  # a form escapes each byte into at most three
    raw = await read_body(
        request,
        most,
        f"The query is longer than {limit // 1024} KiB",
        "Shorten it, or raise the setting query_kib.",
    )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "The body is not UTF-8", where=f"body, byte {error.start + 1}", do="Send UTF-8."
        ) from error


def _parameters(request: Request) -> dict[str, list[str]]:
    """The address's parameters, each of `_ONCE` at most once."""
    values = parameters(request.url.query, "address")
    check_once(values, _ONCE, "address")
    return values


def _asked(request: Request, values: Mapping[str, list[str]], body: str | None) -> _Asked:
    if body is not None and "query" in values:
        raise BadValue("A query is given in the body and in the address", do="Use one.")
    text = body if body is not None else values.get("query", [None])[0]
    if text is None:
        where = " Updates go to /update." if "update" in values else ""
        raise BadValue(
            "No query was given",
            where="parameter query",
            do=f"Send it as the parameter `query`, e.g. /sparql?query=ASK%7B%7D{where}",
        )
    request.state.query_text = text
    return _Asked(
        text,
        wanted(request, values.get("format", [None])[0]),
        _seconds(values),
        values.get("snapshot", [None])[0],
        tuple(values.get("default-graph-uri", ())),
        tuple(values.get("named-graph-uri", ())),
    )


async def _answer(request: Request, service: Service, asked: _Asked) -> Response:
    begin = time.monotonic()
    if asked.snapshot is not None:
        await _published(service, asked.snapshot, asked.timeout)
    tagged = request.method != "POST" and not always_new(asked.text)
    if tagged and "if-none-match" in request.headers:
        check_limits(asked.text, service.settings)
        current = service.view.snapshot
        if has_already(request, tag := asked.tag(current)):
            return Response(status_code=304, headers=_headers(service, current, tag))
    waited = time.monotonic() - begin
    result = await run_in_threadpool(
        run_query,
        service.view,
        asked.text,
        service.settings,
        accept=asked.accept,
        timeout=max(0.001, asked.timeout - waited) if asked.timeout else None,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    tag = asked.tag(result.snapshot) if tagged else ""
    headers = _headers(service, result.snapshot, tag)
    if tagged and matches_any(request):
        return Response(status_code=304, headers=headers)
    return Response(result.body, media_type=result.media_type, headers=headers)


def _headers(service: Service, snapshot: str, tag: str) -> dict[str, str]:
    headers = {"Vary": "Accept", "Communique-Snapshot": snapshot}
    if tag:
        headers["ETag"] = tag
        private = "private, " if service.settings.reading == "token" else ""
        headers["Cache-Control"] = f"{private}no-cache"  # ask again; 304 spares the work
    return headers


async def _published(service: Service, snapshot: str, timeout: float | None) -> None:
    """Wait for a snapshot at least as new as the named one, of the same store."""
    number, _, store = snapshot.partition("-")
    seconds = min(timeout or service.settings.query_seconds, service.settings.query_seconds)
    until = time.monotonic() + seconds
    while True:
        now, _, current = service.view.snapshot.partition("-")
        if store != current or not (number.isascii() and number.isdigit()):
            raise UnknownName(
                f"No snapshot of this store is named {snapshot!r}",
                where="parameter snapshot",
                do="Name one that an update was answered with.",
            )
        if int(now) >= int(number):
            return
        if time.monotonic() > until:
            raise DeadlineExceeded(
                f"The snapshot {snapshot} was not published within {seconds:g} s",
                do="Ask again later, or without it.",
            )
        await asyncio.sleep(_POLL)


def _seconds(values: Mapping[str, list[str]]) -> float | None:
    if "timeout" not in values:
        return None
    try:
        seconds = float(values["timeout"][0])
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise BadValue(
            f"timeout={values['timeout'][0]!r} is no number of seconds above 0",
            where="parameter timeout",
            do="e.g. timeout=2",
        )
    return seconds
