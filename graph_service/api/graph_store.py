"""`/graph-store`: SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation, 21 March 2013).

Owns which graph an address names, formats, entity tags and statuses. A graph is named
by `?graph=IRI`, by `?default`, or by a path: `/graph-store/a/b` is the graph
`{base}graph-store/a/b` of this store's base IRI, whatever host it was asked by.
"""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.negotiate import rdf_type, wanted
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import check_once, parameters
from graph_service.api.writing import (
    TIMEOUT,
    WAIT,
    body_of,
    flag,
    headers,
    may_write,
    seconds,
    write,
)
from graph_service.errors import BadValue, UnknownName
from graph_service.rdf.formats import GRAPH_TYPES, essence
from graph_service.store.worker import DEFAULT_GRAPH
from graph_service.writing.graphs import etag, pattern
from graph_service.writing.managed import absolute
from graph_service.writing.messages import Done, Job

router = APIRouter(tags=["Graph store"], responses=PROBLEMS)

_ONCE: Final = frozenset({"graph", "default", "wait", "timeout", "format"})
_NTRIPLES: Final = "application/n-triples"
_NAMES: Final = [
    {"name": "graph", "in": "query", "schema": {"type": "string"}, "description": "IRI of a graph"},
    {"name": "default", "in": "query", "schema": {"type": "string"}, "allowEmptyValue": True,
     "description": "The default graph (without a value)"},
]  # fmt: skip
_BODY: Final = {"required": True, "content": {name: {} for name in GRAPH_TYPES}}
_READ: Final = {"parameters": _NAMES}
_SENT: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The graph", "content": {name: {} for name in GRAPH_TYPES}},
    304: {"description": "The client has it already (If-None-Match)"},
}
_CHANGE: Final[dict[str, Any]] = {
    "parameters": [*_NAMES, WAIT, TIMEOUT],
    "security": [{"token": []}],
}
_WRITE: Final = {**_CHANGE, "requestBody": _BODY}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    201: {"description": "The graph was not there and is now"},
    202: {"description": "It is in; the snapshot that holds it comes (wait=false)"},
    204: {"description": "It is in, and answers hold it"},
    412: {"description": "If-Match or If-None-Match does not hold"},
}


@router.get("/graph-store", responses=_SENT, response_class=Response, openapi_extra=_READ)
async def read(request: Request, service: ServiceDep) -> Response:
    """A graph, in the RDF format that Accept prefers; managed graphs, too."""
    return await _read(request, service, _named(request, service, None))


@router.get("/graph-store/{path:path}", responses=_SENT, response_class=Response)
async def read_direct(path: str, request: Request, service: ServiceDep) -> Response:
    """The graph `{base}graph-store/{path}`."""
    return await _read(request, service, _named(request, service, path))


@router.put("/graph-store", status_code=204, responses=_RESPONSES, openapi_extra=_WRITE)
@router.post("/graph-store", status_code=204, responses=_RESPONSES, openapi_extra=_WRITE)
@router.delete("/graph-store", status_code=204, responses=_RESPONSES, openapi_extra=_CHANGE)
async def change(request: Request, service: ServiceDep) -> Response:
    """Replace (PUT), merge into (POST) or remove (DELETE) a graph; whole or not at all.

    POST without a graph's name makes a new graph and says where it is. Needs a bearer
    token. A graph that will hold a cq:Statement must pass the shapes.
    """
    may_write(request, service)
    if request.method == "POST" and not _values(request).keys() & {"graph", "default"}:
        name = secrets.token_hex(8)
        return await _change(request, service, _direct(service, name), name)
    return await _change(request, service, _named(request, service, None))


@router.put("/graph-store/{path:path}", status_code=204, responses=_RESPONSES)
@router.post("/graph-store/{path:path}", status_code=204, responses=_RESPONSES)
@router.delete("/graph-store/{path:path}", status_code=204, responses=_RESPONSES)
async def change_direct(path: str, request: Request, service: ServiceDep) -> Response:
    """As `/graph-store?graph=`, for the graph `{base}graph-store/{path}`."""
    may_write(request, service)
    return await _change(request, service, _named(request, service, path), path or None)


async def _change(
    request: Request, service: Service, graph: str | None, made: str | None = None
) -> Response:
    values = _values(request)
    wait = flag(values, "wait", True)
    body = await body_of(request, service.settings.update_mib, "The graph")
    options = {
        "method": request.method,
        "graph": graph,
        "media_type": essence(request.headers.get("content-type", "")),
        "if_match": _tags(request, "if-match", strong=True),
        "if_none_match": _tags(request, "if-none-match", strong=False),
    }
    done = await write(service, Job("graph", options, body, seconds(values), wait))
    return Response(status_code=_status(done, wait), headers=_headers(done, graph, made))


def _status(done: Done, wait: bool) -> int:
    if not wait:
        return 202
    return 201 if done.result.get("created") else 204


def _headers(done: Done, graph: str | None, made: str | None) -> dict[str, str]:
    if made is not None and done.result.get("created"):
        return headers(done, Location=f"/graph-store/{quote(made)}")
    if graph is not None and done.result.get("created"):
        return headers(done, Location=f"/graph-store?graph={quote(graph, safe='')}")
    return headers(done)


async def _read(request: Request, service: Service, graph: str | None) -> Response:
    values = _values(request)
    chosen = rdf_type(wanted(request, values.get("format")))
    found = await run_in_threadpool(_content, service, graph, chosen, seconds(values))
    tag, body, snapshot = found
    say = {"ETag": tag, "Vary": "Accept", "Communique-Snapshot": snapshot}
    given = _tags(request, "if-none-match", strong=False)
    if given is not None and ("*" in given or tag.strip('"') in given):
        return Response(status_code=304, headers=say)
    return Response(body, media_type=chosen, headers=say)


def _content(
    service: Service, graph: str | None, media_type: str, timeout: float | None
) -> tuple[str, bytes, str]:
    """Entity tag, body and snapshot. The tag is of the content, hence made from N-Triples."""
    everything = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern(graph)}"
    default = (DEFAULT_GRAPH,) if graph is None else ()
    ask = service.view.query
    while True:
        if graph is not None:
            _require(service, graph)
        plain = ask(everything, accept=_NTRIPLES, timeout=timeout, default_graphs=default)
        name = media_type.rpartition("/")[2].partition("+")[0]
        tag = f'"{etag(plain.body)}-{name}"'
        if media_type == _NTRIPLES:
            return tag, plain.body, plain.snapshot
        found = ask(everything, accept=media_type, timeout=timeout, default_graphs=default)
        if found.snapshot == plain.snapshot:
            return tag, found.body, found.snapshot


def _require(service: Service, graph: str) -> None:
    there = service.view.query(f"ASK {{ GRAPH <{graph}> {{}} }}", accept="json")
    if b"true" not in there.body:
        raise UnknownName(
            f"There is no graph <{graph}>",
            do="`SELECT ?g { GRAPH ?g {} }` at /sparql lists those that are there.",
        )


def _values(request: Request) -> dict[str, str]:
    values = parameters(request.url.query, "address")
    check_once(values, _ONCE, "address")
    return {name: found[0] for name, found in values.items()}


def _named(request: Request, service: Service, path: str | None) -> str | None:
    """The graph's IRI; None for the default graph. Raises BadValue."""
    values = _values(request)
    given = [name for name in ("graph", "default") if name in values]
    if path:
        if given:
            raise BadValue("The path names a graph, and a parameter does as well", do="Use one.")
        return _direct(service, path)
    if len(given) != 1:
        raise BadValue(
            "It must be said which graph is meant, once",
            where="parameters graph and default",
            do="Add ?graph=IRI, or ?default, or name it by the path.",
        )
    if "default" in values:
        if values["default"]:
            raise BadValue("The parameter default takes no value", do="Write ?default alone.")
        return None
    return absolute(values["graph"], "parameter graph")


def _direct(service: Service, path: str) -> str:
    local = quote(path, safe="/:@!$&()*+,;=~")
    return absolute(f"{service.settings.base_iri}graph-store/{local}", "path")


def _tags(request: Request, header: str, *, strong: bool) -> list[str] | None:
    """The header's entity tags without quotes; None where it is not given."""
    given = request.headers.get(header)
    if given is None:
        return None
    tags = [tag.strip() for tag in given.split(",") if tag.strip()]
    if strong:  # a weak tag never matches in If-Match (RFC 9110, section 13.1.1)
        tags = [tag for tag in tags if not tag.startswith("W/")]
    return [tag.removeprefix("W/").strip('"') for tag in tags]
