"""The short way for `/sparql`: what is answered at once needs no thread and no routing.

Owns the path of a request past FastAPI, of whose injection these requests use nothing, and
the wait for an answer on the event loop. A query that takes longer than a slice, and one
that nobody can begin now, goes to a thread as everything else does, and only then somebody
listens whether its client leaves. For a small query that is about half of all CPU.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.api.leaving import Connection
from graph_service.api.problems import problem_of
from graph_service.errors import CommuniqueError
from graph_service.query.run import begin_query, is_small, run_query
from graph_service.settings import Settings
from graph_service.store.base import Beginning, QueryResult
from graph_service.store.lanes import SLICE

Ask = Callable[[Request], Awaitable[Response]]
PATH: Final = "/sparql"
_AT_ONCE: Final = 256 * 1024
"""Bytes of an answer that are read on the event loop; more would hold up the others."""


class Straight:
    """ASGI middleware just outside of the routes. `ask` answers a request to PATH."""

    path = PATH
    """As a route has it, for the figures."""

    def __init__(self, app: ASGIApp, ask: Ask) -> None:
        self.app = app
        self.ask = ask

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self.app(scope, receive, send)
            return
        scope["route"] = self
        with Connection(scope, receive, listening=False) as connection:
            request = Request(scope, connection.receive)
            request.state.connection = connection
            try:
                response = await self.ask(request)
            except CommuniqueError as error:
                response = problem_of(request, error)
            await response(scope, connection.receive, send)


async def answered(
    request: Request,
    view: Beginning,
    sparql: str,
    settings: Settings,
    *,
    accept: str,
    timeout: float | None,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> QueryResult:
    """`run_query` for a request that came straight. Raises as that does."""
    options: dict[str, Any] = {
        "accept": accept,
        "timeout": timeout,
        "default_graphs": default_graphs,
        "named_graphs": named_graphs,
    }
    if not is_small(sparql, settings):
        request.state.connection.listen()
        return await run_in_threadpool(run_query, view, sparql, settings, **options)
    asking = begin_query(view, sparql, settings, **options)
    answers_on = asking.launch()
    if answers_on is not None:
        try:
            if await _readable(answers_on, SLICE) and asking.size <= _AT_ONCE:
                return asking.finish()
        except asyncio.CancelledError:
            asking.abandon()
            raise
    request.state.connection.listen()
    return await run_in_threadpool(asking.finish)


async def _readable(descriptor: int, seconds: float) -> bool:
    """Whether there is something to read within so many seconds."""
    loop = asyncio.get_running_loop()
    there: asyncio.Future[bool] = loop.create_future()

    def tell(found: bool) -> None:
        if not there.done():
            there.set_result(found)

    loop.add_reader(descriptor, tell, True)
    late = loop.call_later(seconds, tell, False)
    try:
        return await there
    finally:
        late.cancel()
        loop.remove_reader(descriptor)
