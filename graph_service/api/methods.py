"""Which methods an address takes: HEAD beside every GET, OPTIONS, 405 with `Allow`, CORS.

Owns these four for all routes at once. Reading may be done by pages of other
origins (the setting `cors`), without their visitors' credentials; writing never.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.api.problems import problem_response

QUERY_TYPES: Final = "application/sparql-query, application/x-www-form-urlencoded"
_SAFE: Final = frozenset({"GET", "HEAD", "QUERY"})
_READ_BY_POST: Final = "/sparql"
_ONLY_WRITTEN: Final = "/update"
_EXPOSED: Final = "ETag, Link, Retry-After, Communique-Snapshot"
_ACCEPTED: Final = "Accept, Content-Type, If-None-Match"
_A_DAY: Final = "86400"


class Methods:
    """ASGI middleware around the application."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], cors: str) -> None:
        self.app = app
        self.routes = [route for route in routes if isinstance(route, APIRoute)]
        self.cors = cors
        # Asking all routes costs each request a quarter of a millisecond.
        paths = {route.path for route in self.routes if "{" not in route.path}
        self._fixed = {
            path: self._matching({"type": "http", "path": path, "root_path": "", "headers": []})
            for path in paths
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        head = method == "HEAD"
        send = self._sender(send, head=head, read=_reads(method, path))
        offered = self._offered(scope)
        if offered and method == "OPTIONS":
            await self._options(path, offered)(scope, receive, send)
        elif offered and method not in offered:
            refusal = problem_response(
                Request(scope),
                405,
                f"{method} is not offered at {path}",
                {"Allow": ", ".join(offered)},
                do=f"Use {', '.join(offered)}.",
            )
            await refusal(scope, receive, send)
        else:
            inner = {**scope, "method": "GET"} if head else scope
            await self.app(inner, receive, send)
            scope.update({name: inner[name] for name in ("route",) if name in inner})

    def _offered(self, scope: Scope) -> list[str]:
        """Methods of all routes at this path; empty where it is none of theirs."""
        fixed = self._fixed.get(scope["path"])
        return self._matching(scope) if fixed is None else fixed

    def _matching(self, scope: Scope) -> list[str]:
        methods: set[str] = set()
        for route in self.routes:
            if route.matches({**scope, "method": "GET"})[0] is not Match.NONE:
                methods |= route.methods or set()
        if "GET" in methods:
            methods.add("HEAD")
        return [*sorted(methods), "OPTIONS"] if methods else []

    def _options(self, path: str, offered: list[str]) -> Response:
        headers = {"Allow": ", ".join(offered)}
        if "QUERY" in offered:
            headers["Accept-Query"] = QUERY_TYPES
        readable = [method for method in offered if _reads(method, path)]
        if self.cors and readable:
            headers["Access-Control-Allow-Origin"] = self.cors
            headers["Access-Control-Allow-Methods"] = ", ".join(readable)
            headers["Access-Control-Allow-Headers"] = _ACCEPTED
            headers["Access-Control-Max-Age"] = _A_DAY
        return Response(status_code=204, headers=headers)

    def _sender(self, send: Send, *, head: bool, read: bool) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start" and read and self.cors:
                headers = MutableHeaders(scope=message)
                headers.setdefault("Access-Control-Allow-Origin", self.cors)
                headers.setdefault("Access-Control-Expose-Headers", _EXPOSED)
            if message["type"] == "http.response.body" and head:
                message = {**message, "body": b""}
            await send(message)

        return sender


def _reads(method: str, path: str) -> bool:
    """Whether this changes nothing, so that pages of other origins may do it.

    >>> _reads("POST", "/sparql"), _reads("POST", "/update"), _reads("PUT", "/graph-store")
    (True, False, False)
    """
    if path == _ONLY_WRITTEN:
        return False
    return method in _SAFE or (method == "POST" and path == _READ_BY_POST)
