"""What surrounds every request: its id, its log line and its figures.

Owns the outermost layer of the application. Looks at no body and changes no answer
but for the header `X-Request-ID`.
"""

from __future__ import annotations

import re
import time
from random import getrandbits
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.api.logs import request_line
from graph_service.api.metrics import Metrics
from graph_service.query.naming import remember_names
from graph_service.settings import Settings

_OUR_FAULT: Final = 500
_LEFT: Final = 499
"""In the log and the figures only: the client left before there was an answer."""
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Requests:
    """ASGI middleware; put outermost."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self.app = app
        self.settings = settings
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begin = time.perf_counter()
        id_ = _id(Headers(scope=scope).get("x-request-id"))
        answer: dict[str, Any] = {"status": _LEFT, "bytes": 0}

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = id_
                answer["status"] = message["status"]
                answer["snapshot"] = headers.get("communique-snapshot")
            elif message["type"] == "http.response.body":
                answer["bytes"] += len(message.get("body", b""))
            await send(message)

        names = remember_names()
        try:
            await self.app(scope, receive, with_id)
        except BaseException:
            answer["status"] = _OUR_FAULT
            raise
        finally:
            seconds = time.perf_counter() - begin
            route = getattr(scope.get("route"), "path", None)
            self.metrics.request(scope["method"], route, answer["status"], seconds)
            request_line(
                id=id_,
                method=scope["method"],
                route=route,
                status=answer["status"],
                seconds=round(seconds, 4),
                bytes=answer["bytes"],
                snapshot=answer.get("snapshot"),
                queries=sorted(names) or None,
                **self._details(scope),
            )

    def _details(self, scope: Scope) -> dict[str, Any]:
        if not self.settings.log_queries:
            return {}
        address = scope["path"]
        if scope["query_string"]:
            address += "?" + scope["query_string"].decode("latin-1")
        return {"address": address, "query": scope.get("state", {}).get("query_text")}


def _id(given: str | None) -> str:
    """The client's own id where it is a sane one, else a new one.

    >>> _id("trace-7"), len(_id("a b")), len(_id(None))
    ('trace-7', 16, 16)
    """
    if given and _SANE_ID.fullmatch(given):
        return given
    return f"{getrandbits(64):016x}"
