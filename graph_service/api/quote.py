"""`/api/v1/quote?words=`: is this wording in here, exactly or nearly."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from graph_service.api.deps import ServiceDep
from graph_service.api.problems import PROBLEMS
from graph_service.api.wellformed import only_known
from graph_service.query.statements import read_records, record_to_json
from graph_service.query.wording import find_wording

router = APIRouter(
    prefix="/api/v1", tags=["look-ups"], responses=PROBLEMS, dependencies=[Depends(only_known)]
)


@router.get("/quote")
def quote(
    service: ServiceDep,
    words: Annotated[str, Query(min_length=3, max_length=1000, description="As remembered.")],
    limit: Annotated[int, Query(ge=1, le=100, description="Statements of each kind.")] = 20,
) -> dict[str, Any]:
    """Statements that hold these words, in any case of letters, and those that nearly do.

    Each comes with its date, publisher and article, the near ones with what differs.
    """
    found = find_wording(service.view, words, service.iris)
    exact = [match for match in found if match.exact]
    near = [match for match in found if not match.exact]
    names = [match.statement for match in (*exact[:limit], *near[:limit])]
    records = {
        record.statement.id: record_to_json(record)
        for record in read_records(service.view, names, service.registry, service.iris)
    }
    return {
        "words": words,
        "exact": [records[m.statement] for m in exact[:limit] if m.statement in records],
        "near": [
            {**records[m.statement], "likeness": m.likeness, "added": m.added, "gone": m.gone}
            for m in near[:limit]
            if m.statement in records
        ],
        "found": {"exact": len(exact), "near": len(near)},
    }
