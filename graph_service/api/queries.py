"""`/api/v1/queries`: the catalogue of named queries, and a run of one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from graph_service.api.deps import ServiceDep
from graph_service.api.negotiate import entity_tag, has_already
from graph_service.api.problems import PROBLEMS
from graph_service.query.catalogue import NamedQuery, named
from graph_service.query.concepts import check_concepts
from graph_service.query.curation import same_as
from graph_service.query.parameters import bind
from graph_service.query.run import run_query

router = APIRouter(prefix="/api/v1", tags=["named queries"], responses=PROBLEMS)


@router.get("/queries")
def catalogue(service: ServiceDep) -> dict[str, Any]:
    """Every named query with its parameters and its text, which runs in any SPARQL 1.1 engine."""
    return {"queries": [_described(query) for query in service.catalogue.values()]}


@router.get(
    "/queries/{name}",
    response_class=Response,
    responses={
        200: {
            "description": "Rows in the format that Accept prefers",
            "content": {
                "application/sparql-results+json": {},
                "application/sparql-results+xml": {},
                "text/csv": {},
                "text/tab-separated-values": {},
            },
        },
        304: {"description": "The client has it already (If-None-Match)"},
    },
)
def run(name: str, request: Request, service: ServiceDep) -> Response:
    """One named query; its parameters are this address's, several values are allowed."""
    values: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        values.setdefault(key, []).append(value)
    same = same_as(service.view, service.iris)
    query = named(service.catalogue, name)
    text = bind(query, values, service.iris, same=same)
    check_concepts(service.view, query, values, service.iris)
    result = run_query(
        service.view,
        text,
        service.settings,
        accept=request.headers.get("accept", "*/*"),
        name=name,
    )
    tag = entity_tag(result.snapshot, text, result.media_type)
    headers = {"Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(result.body, media_type=result.media_type, headers=headers)


def _described(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "view": query.view,
        "href": f"/api/v1/queries/{query.name}",
        "params": [
            {
                "name": param.name,
                "type": param.type,
                "required": param.required,
                "description": param.description,
                "example": param.example,
            }
            for param in query.params
        ],
        "text": query.text,
    }
