"""Operation: is the process alive, can it answer, how is it doing."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graph_service.api.deps import ServiceDep
from graph_service.api.metrics import MEDIA_TYPE
from graph_service.api.problems import PROBLEMS

router = APIRouter(tags=["operation"], responses=PROBLEMS)


class Health(BaseModel):
    """`status` is "ok"; `snapshot` names the checkpoint that answers come from."""

    status: str
    snapshot: str | None = None


@router.get("/healthz")
async def alive() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz")
def ready(service: ServiceDep) -> Health:
    """A reader answered a query on the current snapshot; 503 where none does."""
    service.view.query("ASK {}", timeout=2.0)
    return Health(status="ok", snapshot=service.view.snapshot)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"description": "Prometheus' text format", "content": {"text/plain": {}}}},
)
async def metrics(service: ServiceDep) -> Response:
    """Requests, queries, readers and the store in figures."""
    return Response(
        await run_in_threadpool(service.metrics.text), headers={"Content-Type": MEDIA_TYPE}
    )
