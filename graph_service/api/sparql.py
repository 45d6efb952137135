"""`/sparql`: SPARQL 1.1 Protocol, reading only (W3C Recommendation, 21 March 2013, section 2.1).

Owns how a query arrives (GET, POST form, POST body) and which format leaves.
Limits, deadline and dataset rules are the store's and `query.run`'s.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.errors import BadValue, InputError, LimitExceeded
from graph_service.query.run import run_query

router = APIRouter(tags=["SPARQL"], responses=PROBLEMS)

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_ONCE = {"query", "timeout", "format"}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Solutions, a boolean or a graph, in the format that Accept prefers",
        "content": {
            "application/sparql-results+json": {},
            "application/sparql-results+xml": {},
            "text/csv": {},
            "text/tab-separated-values": {},
            "text/turtle": {},
            "application/n-triples": {},
            "application/ld+json": {},
            "application/rdf+xml": {},
        },
    }
}


_MANY = {"type": "array", "items": {"type": "string"}}
_PARAMETERS = [
    {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}},
    {"name": "default-graph-uri", "in": "query", "schema": _MANY},
    {"name": "named-graph-uri", "in": "query", "schema": _MANY},
    {
        "name": "timeout",
        "in": "query",
        "description": "Seconds; lowers the limit for this request.",
        "schema": {"type": "number", "exclusiveMinimum": 0},
    },
]


@router.get("/sparql", responses=_RESPONSES, openapi_extra={"parameters": _PARAMETERS})
async def query_by_get(request: Request, service: ServiceDep) -> Response:
    """One query in the parameter `query`; SELECT, ASK, CONSTRUCT and DESCRIBE."""
    return await _answer(request, service, request.url.query, None)


@router.post("/sparql", responses=_RESPONSES, openapi_extra={
    "requestBody": {"required": True, "content": {
        _FORM: {"schema": {"type": "object", "required": ["query"],
                           "properties": {"query": {"type": "string"}}}},
        _QUERY: {"schema": {"type": "string"}},
    }}
})  # fmt: skip
async def query_by_post(request: Request, service: ServiceDep) -> Response:
    """One query as form field `query`, or as the body itself (`application/sparql-query`)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in (_FORM, _QUERY):
        raise InputError(
            f"A query cannot be sent as {kind or 'a body without Content-Type'}",
            do=f"Send {_QUERY} or {_FORM}.",
        )
    body = await _body(request, service.settings.query_kib * 1024)
    if kind == _FORM:
        if request.url.query:
            raise BadValue("A form is sent and the address has parameters too", do="Use one.")
        return await _answer(request, service, body, None)
    return await _answer(request, service, request.url.query, body)


async def _body(request: Request, limit: int) -> str:
    """The request's body as text, read no further than its limit."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit * 3:  # a form escapes each byte into at most three
            raise LimitExceeded(
                f"The query is longer than {limit // 1024} KiB", do="Shorten it or raise query_kib."
            )
        parts.append(part)
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "The body is not UTF-8", where=f"byte {error.start}", do="Send UTF-8."
        ) from error


def _parameters(encoded: str) -> dict[str, list[str]]:
    """Decoded parameters; each of `_ONCE` at most once."""
    values: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError as error:
        raise BadValue(
            f"The parameters cannot be decoded: {error}", do="Send UTF-8, percent-encoded."
        ) from error
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    for name in _ONCE & values.keys():
        if len(values[name]) > 1:
            raise BadValue(f"The parameter {name} is given {len(values[name])} times", do="Once.")
    return values


async def _answer(request: Request, service: Service, encoded: str, body: str | None) -> Response:
    values = _parameters(encoded)
    if body is not None and "query" in values:
        raise BadValue("A query is given in the body and in the address", do="Use one.")
    text = body if body is not None else values.get("query", [None])[0]
    if text is None:
        raise BadValue(
            "No query was given",
            do="Send it as the parameter `query`, e.g. /sparql?query=ASK%7B%7D",
        )
    result = await run_in_threadpool(
        run_query,
        service.view,
        text,
        service.settings,
        accept=values.get("format", [request.headers.get("accept", "*/*")])[0],
        timeout=_seconds(values),
        default_graphs=tuple(values.get("default-graph-uri", ())),
        named_graphs=tuple(values.get("named-graph-uri", ())),
    )
    return Response(result.body, media_type=result.media_type, headers={"Vary": "Accept"})


def _seconds(values: dict[str, list[str]]) -> float | None:
    if "timeout" not in values:
        return None
    try:
        seconds = float(values["timeout"][0])
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise BadValue(
            f"timeout={values['timeout'][0]!r} is no number of seconds above 0", do="e.g. timeout=2"
        )
    return seconds
