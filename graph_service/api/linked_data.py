"""`/id/...`: what an IRI of ours leads to. 303 to page or data by Accept; data by suffix.

The rule of "Cool URIs for the Semantic Web" (W3C Interest Group Note, 3 December 2008),
section 4.2: the IRI names the thing, the redirect leads to a document about it.
The pages themselves (`.html`) are `site`'s.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from graph_service.api.deps import ServiceDep
from graph_service.api.negotiate import entity_tag, has_already
from graph_service.api.problems import PROBLEMS
from graph_service.errors import UnknownFormat
from graph_service.query.describe import describe
from graph_service.rdf.context import to_jsonld
from graph_service.rdf.formats import choose

router = APIRouter(tags=["linked data"], responses=PROBLEMS)

_SUFFIXES: Final = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
_NAMES: Final = {"ttl": "turtle", "jsonld": "jsonld", "nt": "ntriples", "rdf": "rdfxml"}


@router.get(
    "/id/{name}",
    response_class=Response,
    responses={
        200: {
            "description": "Data about the thing, in the suffix's format",
            "content": {media_type: {} for media_type in _SUFFIXES if media_type != "text/html"},
        },
        304: {"description": "The client has it already (If-None-Match)"},
        303: {"description": "See the page or the data, by Accept"},
    },
)
def thing(name: str, request: Request, service: ServiceDep) -> Response:
    """An actor, statement, article, report or tenure: page or data.

    `.ttl`, `.nt`, `.jsonld` and `.rdf` give the data in that format, `.html` the page.
    """
    stem, _, suffix = name.rpartition(".")
    if suffix in _NAMES and stem:
        compact = suffix == "jsonld"  # by our own context, inline; the engine writes it expanded
        accept = "ntriples" if compact else _NAMES[suffix]
        result = describe(service.view, service.iris, stem, accept=accept)
        tag = entity_tag(result.snapshot, name)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if has_already(request, tag):
            return Response(status_code=304, headers=headers)
        if compact:
            body = to_jsonld(result.body, service.iris.node(stem).value)
            return Response(body, media_type="application/ld+json", headers=headers)
        return Response(result.body, media_type=result.media_type, headers=headers)
    target = choose(request.headers.get("accept"), _SUFFIXES)
    if target is None:
        raise UnknownFormat(
            f"{name} cannot be sent as {request.headers.get('accept')}",
            do=f"Accept one of {', '.join(_SUFFIXES)}.",
        )
    return RedirectResponse(f"/id/{quote(name)}.{target}", 303, headers={"Vary": "Accept"})
