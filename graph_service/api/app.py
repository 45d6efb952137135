"""The application: routes, error handlers and security headers, put together.

Owns composition only. Every route lives in a router of its own; every failure
goes through `problems`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.api import ask, linked_data, ops, problems, queries, site, sparql, statements
from graph_service.api.deps import Service
from graph_service.settings import Settings
from graph_service.web.pages import HERE

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}


class _SecurityHeaders:
    """Adds the headers that keep a page from running or embedding anything foreign."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_app(settings: Settings) -> FastAPI:
    """An application that answers from `settings.home`.

    Raises StoreError at once, not at the first request, where nothing was ingested.
    """
    service = Service.open(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="Communiqué",
        summary="Who said what in diplomacy, on whose word.",
        version=version("communique"),
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own page loads its script from another host
        redoc_url=None,
    )
    app.state.service = service
    app.add_middleware(_SecurityHeaders)
    problems.install(app)
    for module in (site, linked_data, sparql, statements, queries, ask, ops):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _describe_problem(app)
    return app


def _describe_problem(app: FastAPI) -> None:
    """Puts the problem document's schema into the OpenAPI document, which no route returns."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        document = make()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault("Problem", problems.Problem.model_json_schema())
        return document

    app.openapi = openapi  # type: ignore[method-assign]
