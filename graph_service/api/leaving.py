"""Middleware: who asks, and that a client who closes the connection frees its worker.

Owns the watch on the connection. The server says only two things after a request's
last byte: that the client has gone, or that the answer is out. So a task listens for
that from the moment the body is read, and passes word to `store.callers`, which ends
the query, wherever in the application it was started.
"""

from __future__ import annotations

import asyncio
import ipaddress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.store.callers import CALLER, Caller


class Leaving:
    """Sets the request's Caller and has it leave when its client does."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        caller = Caller(client_name(scope))
        connection = _Connection(receive, caller)
        token = CALLER.set(caller)
        try:
            if not _has_body(scope):
                await connection.begin()  # nobody else may ever ask for its body
            await self.app(scope, connection.receive, send)
        finally:
            CALLER.reset(token)
            connection.close()


class _Connection:
    def __init__(self, receive: Receive, caller: Caller) -> None:
        self._receive = receive
        self._caller = caller
        self._first: Message | None = None
        self._end: asyncio.Task[Message] | None = None

    async def begin(self) -> None:
        """Take the empty body and listen for the end."""
        self._first = await self.receive()

    async def receive(self) -> Message:
        if self._first is not None:
            message, self._first = self._first, None
            return message
        if self._end is not None:
            return await asyncio.shield(self._end)
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._caller.leave()
        elif not message.get("more_body"):
            self._end = asyncio.create_task(self._listen())
        return message

    async def _listen(self) -> Message:
        message = await self._receive()
        self._caller.leave()
        return message

    def close(self) -> None:
        if self._end is not None:
            self._end.cancel()


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def client_name(scope: Scope) -> str:
    """The address that a client counts by; of IPv6 the network, which is one subscriber's.

    >>> client_name({"client": ("2001:db8:1:2:aaaa::1", 9)})
    '2001:db8:1:2::/64'
    >>> client_name({"client": ("192.0.2.7", 9)}), client_name({"client": None})
    ('192.0.2.7', '')
    """
    address = scope["client"][0] if scope.get("client") else ""
    if ":" not in address:
        return str(address)
    try:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))
    except ValueError:
        return str(address)
