"""The application: routes, error handlers and security headers, put together.

Owns composition only. Every route lives in a router of its own; every failure
goes through `problems`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

import anyio.to_thread
from fastapi import Depends, FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.api import (
    article_lists,
    articles,
    ask,
    events,
    graph_store,
    linked_data,
    ops,
    problems,
    queries,
    quote,
    service_description,
    site,
    sparql,
    statements,
    update,
)
from graph_service.api.deps import Service
from graph_service.api.entrance import Entrance
from graph_service.api.leaving import Leaving
from graph_service.api.methods import Methods
from graph_service.api.requests import Requests
from graph_service.api.tokens import known_tokens
from graph_service.api.wellformed import check_once, parameters, taken_once
from graph_service.errors import BadValue
from graph_service.settings import Settings
from graph_service.upkeep.begin import begin
from graph_service.web.pages import HERE

_MORE_THREADS = 40
"""For requests that ask no query: pages, figures, health."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}


ROUTERS = (
    sparql.router,  # first, because routes are tried in order
    site.router,
    linked_data.router,
    service_description.router,
    update.router,
    graph_store.router,
    articles.router,
    article_lists.router,
    statements.router,
    events.router,
    quote.router,
    queries.router,
    ask.router,
    ops.router,
)


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

    An empty home is made ready for what is written over HTTP, where a token allows that; without
    one there is nothing to answer from. Raises StoreError then, and not at the first request.
    """
    if settings.reading == "token" and not known_tokens(settings):
        raise BadValue(
            "Reading needs a token, and none is set",
            where="setting reading",
            do="Set COMMUNIQUE_TOKEN or COMMUNIQUE_TOKEN_FILE, or COMMUNIQUE_READING=open.",
        )
    if known_tokens(settings):
        begin(settings)
    service = Service.open(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # A request that waits for a reader holds a thread; the store's queue is the limit.
        threads = anyio.to_thread.current_default_thread_limiter()
        threads.total_tokens = settings.queue_length + settings.workers + _MORE_THREADS
        yield
        service.close()

    app = described_app(lifespan)
    app.state.service = service
    routes = [route for router in ROUTERS for route in router.routes]
    # From the innermost to the outermost.
    app.state.once = taken_once(app.openapi())
    app.add_middleware(Entrance, settings=settings)
    app.add_middleware(Methods, routes=routes, cors=settings.cors)
    app.add_middleware(Leaving)
    app.add_middleware(_SecurityHeaders)
    app.add_middleware(Requests, settings=settings, metrics=service.metrics)
    return app


def described_app(lifespan: Callable[..., Any] | None = None) -> FastAPI:
    """Routes, error handlers and the OpenAPI document; opens no store, answers nothing yet."""
    app = FastAPI(
        title="Communiqué",
        summary="Who said what in diplomacy, on whose word.",
        version=version("communique"),
        lifespan=lifespan,
        docs_url=None,  # FastAPI's own page loads its script from another host
        redoc_url=None,
        dependencies=[Depends(_each_once)],
    )
    problems.install(app)
    app.router.routes.append(sparql.straight)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _describe_problem(app)
    return app


async def _each_once(request: Request) -> None:
    """Raises BadValue for a parameter given twice where its route takes one value."""
    if request.scope["query_string"]:
        names = request.app.state.once.get((request.method, request.scope["route"].path))
        if names:
            check_once(parameters(request.url.query, "address"), names, "address")


def _describe_problem(app: FastAPI) -> None:
    """Puts the problem document's schema into the OpenAPI document, which no route returns."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        document = make()
        components = document.setdefault("components", {})
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        schemas = components.setdefault("schemas", {})
        schemas.setdefault("Problem", problems.Problem.model_json_schema())
        return document

    app.openapi = openapi  # type: ignore[method-assign]
