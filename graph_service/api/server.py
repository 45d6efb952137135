"""The HTTP server around the application: limits of a request's head, and the way it stops.

Owns uvicorn's settings. SIGTERM is a graceful stop: no new requests, those in
flight are answered, the readers end, and the process ends as one that is done.
"""

from __future__ import annotations

import json
import signal
import socket
import sys
from contextlib import suppress
from typing import Final

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph_service.api.entrance import LARGEST_HEAD, TOO_LARGE
from graph_service.api.logs import log, start_logging
from graph_service.api.problems import MEDIA_TYPE
from graph_service.settings import Settings

_BAD: Final = (400, "Bad Request")
_UNREADABLE: Final = (
    "This is no HTTP request that can be read",
    "Look at the request line and the form of the headers.",
)
_LINGER: Final = 1.0
"""Seconds that a client may go on sending what is refused already."""
_SWITCH: Final = 0.0005
"""Seconds after which a thread that computes lets another one on (Python's own: 0.005): a
short request changes threads several times and waits that long each time."""
_MARGIN: Final = 5.0
"""Seconds beyond the longest query that an answer in flight may take when we stop."""


class _Protocol(H11Protocol):
    """Says what is wrong with a request that is no HTTP, or has too large a head."""

    _refused = False

    def data_received(self, data: bytes) -> None:
        if not self._refused:  # else: read away, for closing now would take the answer back
            super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        # Called while the parser's error is handled; it knows whether it was one of size.
        too_large = getattr(sys.exc_info()[1], "error_status_hint", 400) == 431
        status, title = (431, "Request Header Fields Too Large") if too_large else _BAD
        detail, do = TOO_LARGE if too_large else _UNREADABLE
        problem = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "where": "request line and headers",
            "do": do,
        }
        body = json.dumps(problem).encode()
        head = h11.Response(
            status_code=status,
            reason=title.encode(),
            headers=[
                (b"content-type", MEDIA_TYPE.encode()),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
            ],
        )
        log.info("request", status=status, detail=detail)
        with suppress(h11.LocalProtocolError):  # an answer had begun: closing is all that is left
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self._refused = True
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER, self.transport.close)


def serve(app: FastAPI, listener: socket.socket, settings: Settings) -> None:
    """Answer on the bound socket until SIGTERM or Ctrl-C."""
    start_logging(settings)
    sys.setswitchinterval(_SWITCH)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=_Protocol,
            log_config=None,
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            timeout_graceful_shutdown=round(
                settings.query_seconds + settings.queue_seconds + _MARGIN
            ),
        )
    )
    # The server handles the signal and then raises it again, for whoever was there before.
    signal.signal(signal.SIGTERM, lambda *_: None)
    log.info("start", workers=settings.workers, reading=settings.reading, home=str(settings.home))
    server.run(sockets=[listener])
    log.info("stop")
