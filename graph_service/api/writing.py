"""What `/update`, `/graph-store` and `/api/v1/articles` share: who may write, and how it ends.

Owns the token's check, bodies with a limit, and the way of a job to the writer process
and back. What a job does is `graph_service.writing`'s.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request

from graph_service.api.bodies import read_body
from graph_service.api.deps import Service
from graph_service.api.tokens import known_tokens, require_token
from graph_service.errors import BadValue
from graph_service.settings import MIB
from graph_service.writing.messages import Done, Job

WAIT: Final = {
    "name": "wait", "in": "query", "schema": {"type": "boolean", "default": True},
    "description": "false: answer once it is in, before the snapshot that holds it is published "
    "(202, the header Communique-Snapshot names it; `snapshot=` at /sparql waits for it).",
}  # fmt: skip
TIMEOUT: Final = {
    "name": "timeout", "in": "query", "schema": {"type": "number", "exclusiveMinimum": 0},
    "description": "Seconds; lowers the limit for this request.",
}  # fmt: skip
_YES: Final = {"true": True, "1": True, "false": False, "0": False}


def may_write(request: Request, service: Service) -> None:
    """Raises NotAllowed where no token is set, TokenMissing without a right one."""
    require_token(request, known_tokens(service.settings))


async def body_of(request: Request, mebibytes: int, what: str, *, escaped: bool = False) -> bytes:
    """The body, read no further than its limit. Raises LimitExceeded."""
    most = mebibytes * MIB * (3 if escaped else 1)
    return await read_body(
        request,
        most,
        f"{what} is longer than {mebibytes} MiB",
        "Send it in parts, or raise the setting update_mib.",
    )


def flag(values: Mapping[str, str], name: str, default: bool) -> bool:
    """A parameter that is true or false. Raises BadValue for anything else."""
    if name not in values:
        return default
    try:
        return _YES[values[name].lower()]
    except KeyError:
        raise BadValue(
            f"{name}={values[name]!r} is neither true nor false", where=f"parameter {name}"
        ) from None


def seconds(values: Mapping[str, str]) -> float | None:
    """`timeout=`, or None. Raises BadValue."""
    if "timeout" not in values:
        return None
    try:
        found = float(values["timeout"])
    except ValueError:
        found = -1.0
    if not 0 < found < float("inf"):
        raise BadValue(
            f"timeout={values['timeout']!r} is no number of seconds above 0",
            where="parameter timeout",
            do="e.g. timeout=2",
        )
    return found


async def write(service: Service, job: Job) -> Done:
    """The job's end; a client that leaves does not undo it."""
    return await asyncio.wrap_future(service.writer.submit(job))


def headers(done: Done, **more: Any) -> dict[str, str]:
    return {"Communique-Snapshot": done.snapshot, **more}
