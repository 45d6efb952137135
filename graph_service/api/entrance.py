"""What every request must be before a route sees it: well-formed, and let in.

Owns the order of the two, and what stays open where reading needs a token.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api.problems import problem_of
from graph_service.api.tokens import known_tokens, require_token
from graph_service.api.wellformed import check_encoding
from graph_service.errors import CommuniqueError
from graph_service.settings import Settings

_OPEN: Final = ("/healthz", "/readyz", "/static/")
"""What a load balancer or a browser's problem page needs, and holds no data."""


class Entrance:
    """ASGI middleware around the routes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.needs_token = settings.reading == "token"
        self.tokens = known_tokens(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            try:
                self._check(request)
            except CommuniqueError as error:
                await problem_of(request, error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _check(self, request: Request) -> None:
        path = request.scope["path"]
        if self.needs_token and not path.startswith(_OPEN):
            require_token(request, self.tokens)
        raw = request.scope.get("raw_path") or b""
        check_encoding(raw.decode("latin-1"), "path")
        encoded = request.scope["query_string"].decode("latin-1")
        if encoded:
            check_encoding(encoded, "address")
