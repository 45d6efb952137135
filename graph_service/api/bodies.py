"""A request's body, read no further than a limit."""

from __future__ import annotations

from starlette.requests import Request

from graph_service.errors import LimitExceeded


async def read_body(request: Request, most: int, refusal: str, do: str) -> bytes:
    """At most `most` bytes; raises LimitExceeded with the words given where there are more."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise LimitExceeded(refusal, where="body", do=do)
        parts.append(part)
    return b"".join(parts)
