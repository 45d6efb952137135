"""What every request must be before a route sees it: well-formed, and let in.

Owns the order of the two, and what stays open where reading needs a token.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api.problems import problem_of, problem_response
from graph_service.api.tokens import known_tokens, require_token
from graph_service.api.wellformed import check_encoding
from graph_service.errors import CommuniqueError
from graph_service.settings import Settings

LARGEST_HEAD: Final = 65536
"""Bytes of the address and the headers together."""
TOO_LARGE: Final = (
    f"The address and the headers are longer than {LARGEST_HEAD // 1024} KiB",
    "Send a long query in the body of a POST.",
)
_OPEN: Final = ("/healthz", "/readyz", "/static/")
"""What a load balancer or a browser's problem page needs, and holds no data."""


class Entrance:
    """ASGI middleware around the routes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            if _head(scope) > LARGEST_HEAD:
                detail, do = TOO_LARGE
                await problem_response(request, 431, detail, do=do)(scope, receive, send)
                return
            try:
                self._check(request)
            except CommuniqueError as error:
                await problem_of(request, error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _check(self, request: Request) -> None:
        path = request.scope["path"]
        if self.settings.reading == "token" and not path.startswith(_OPEN):
            require_token(request, known_tokens(self.settings))
        raw = request.scope.get("raw_path") or b""
        check_encoding(raw.decode("latin-1"), "path")
        encoded = request.scope["query_string"].decode("latin-1")
        if encoded:
            check_encoding(encoded, "address")


def _head(scope: Scope) -> int:
    fields = sum(len(name) + len(value) for name, value in scope["headers"])
    return fields + len(scope.get("raw_path") or b"") + len(scope["query_string"])
