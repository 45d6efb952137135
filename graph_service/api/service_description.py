"""The endpoint and the data set described: at `/sparql` without a query, at `/.well-known/void`.

Owns addresses and formats; the triples are `query.service`'s, the counts
`query.counts`'s, the form for browsers `web.pages`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from graph_service.api.deps import Service, ServiceDep
from graph_service.api.methods import QUERY_TYPES
from graph_service.api.metrics import published_at
from graph_service.api.negotiate import HTML, entity_tag, has_already, rdf_type, wanted
from graph_service.api.problems import PROBLEMS
from graph_service.query.counts import utc
from graph_service.query.service import (
    Place,
    data_set_description,
    service_description,
    written,
)
from graph_service.rdf.formats import GRAPH_TYPES
from graph_service.web import pages

router = APIRouter(tags=["SPARQL"], responses=PROBLEMS)

_RDF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "RDF in the format that Accept prefers",
        "content": {name: {} for name in GRAPH_TYPES},
    },
    304: {"description": "The client has it already (If-None-Match)"},
}


@router.get("/.well-known/void", responses=_RDF, response_class=Response)
async def data_set(request: Request, service: ServiceDep) -> Response:
    """The data set in VoID and DCAT, with the counts of the snapshot that answers come from."""
    return await _sent(request, service, rdf_type(wanted(request, None)), "void")


async def described(request: Request, service: Service, named: str | None) -> Response:
    """The endpoint in RDF; the form for queries where a browser asks."""
    media_type = rdf_type(wanted(request, named), page=named is None)
    if media_type == HTML:
        page = pages.sparql_page(snapshot=service.view.snapshot)
        return HTMLResponse(page, headers={"Vary": "Accept", "Accept-Query": QUERY_TYPES})
    return await _sent(request, service, media_type, "service")


async def _sent(request: Request, service: Service, media_type: str, what: str) -> Response:
    place = _place(request, service)
    snapshot = service.view.snapshot
    tag = entity_tag(snapshot, what, media_type, place)
    headers = {"Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
    if what == "service":
        headers["Accept-Query"] = QUERY_TYPES
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    published = published_at(service.settings.home)
    counts = await run_in_threadpool(
        service.counter.now, utc(published) if published is not None else None
    )
    triples = _WRITERS[what](place, counts)
    return Response(written(triples, media_type), media_type=media_type, headers=headers)


_WRITERS: dict[str, Callable[..., Any]] = {
    "service": service_description,
    "void": data_set_description,
}


def _place(request: Request, service: Service) -> Place:
    """Addresses as this client reaches them; the base IRI where its Host header is none."""
    base = service.settings.base_iri
    host = request.headers.get("host", "")
    if host and all(letter.isalnum() or letter in ".-:[]" for letter in host) and host.isascii():
        base = f"{request.url.scheme}://{host}/"
    return Place(
        f"{base}sparql",
        f"{base}.well-known/void",
        service.settings.base_iri,
        federated=bool(service.settings.services),
    )
