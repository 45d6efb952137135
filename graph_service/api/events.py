"""`/api/v1/events`: calls, meetings and briefings, each with its accounts side by side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from graph_service.api.deps import ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import only_known
from graph_service.query.events import event_to_json, list_events, read_event

router = APIRouter(
    prefix="/api/v1", tags=["look-ups"], responses=PROBLEMS, dependencies=[Depends(only_known)]
)


@router.get("/events")
def events(
    service: ServiceDep,
    limit: Annotated[int, Query(ge=1, le=500, description="Events a page.")] = 50,
    cursor: Annotated[int, Query(ge=0, le=10_000_000, description="From next_cursor.")] = 0,
) -> dict[str, Any]:
    """Events, each once; those that several articles tell of first, then the newest."""
    found = list_events(service.view, service.registry, service.iris, limit + 1, cursor)
    more = len(found) > limit
    return {"events": found[:limit], "next_cursor": cursor + limit if more else None}


@router.get("/events/{id}")
def event(id: str, service: ServiceDep) -> dict[str, Any]:  # noqa: A002
    """One event: who said what by whose account, lined up by speaker and topic."""
    return event_to_json(read_event(service.view, id, service.registry, service.iris))
