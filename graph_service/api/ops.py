"""Operation: is the process alive, can it answer."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from graph_service.api.deps import ServiceDep

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """`status` is "ok"; `snapshot` names the checkpoint that answers come from."""

    status: str
    snapshot: str | None = None


@router.get("/healthz")
def alive() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz")
def ready(service: ServiceDep) -> Health:
    """A reader answered a query on the current snapshot."""
    service.view.query("ASK {}", timeout=2.0)
    return Health(status="ok", snapshot=service.view.snapshot)
