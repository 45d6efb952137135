"""The HTTP server around the application: limits of a request's head, and the way it stops.

Owns uvicorn's settings. SIGTERM is a graceful stop: no new requests, those in
flight are answered, the readers end, and the process ends as one that is done.
"""

from __future__ import annotations

import json
import signal
import socket
from contextlib import suppress
from typing import Final

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph_service.api.logs import log, start_logging
from graph_service.api.problems import MEDIA_TYPE
from graph_service.settings import Settings

LARGEST_HEAD: Final = 65536
"""Bytes of the request line and the headers together."""
_MARGIN: Final = 5.0
"""Seconds beyond the longest query that an answer in flight may take when we stop."""


class _Protocol(H11Protocol):
    """Says what is wrong with a request that is no HTTP, or has too large a head."""

    def send_400_response(self, msg: str) -> None:
        buffered = len(self.conn.trailing_data[0])
        too_large = buffered >= LARGEST_HEAD
        status = 431 if too_large else 400
        title = "Request Header Fields Too Large" if too_large else "Bad Request"
        problem = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": f"The request line and headers are longer than {LARGEST_HEAD // 1024} KiB"
            if too_large
            else "This is no HTTP request that can be read",
            "where": "request line and headers",
            "do": "Send a long query in the body of a POST."
            if too_large
            else "Look at the request line and the form of the headers.",
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
        log.info("request", status=status, detail=problem["detail"])
        with suppress(h11.LocalProtocolError):  # an answer had begun: closing is all that is left
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def serve(app: FastAPI, listener: socket.socket, settings: Settings) -> None:
    """Answer on the bound socket until SIGTERM or Ctrl-C."""
    start_logging(settings)
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
