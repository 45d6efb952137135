"""`/api/v1/ask`: a question in, the answer as data out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from graph_service.api.deps import ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import only_known
from graph_service.ask.answer import answer_to_json
from graph_service.ask.answer import ask as answer

router = APIRouter(
    prefix="/api/v1", tags=["questions"], responses=PROBLEMS, dependencies=[Depends(only_known)]
)


@router.get("/ask")
def ask(
    service: ServiceDep,
    question: Annotated[str, Query(min_length=1, max_length=500, description="In English.")],
    exact: Annotated[
        bool, Query(description='"According to X" means X alone, not its state\'s bodies.')
    ] = False,
) -> dict[str, Any]:
    """How the question was understood, the query that was run, and the statements it found."""
    return answer_to_json(
        answer(question, service.view, service.registry, service.settings, exact=exact)
    )
