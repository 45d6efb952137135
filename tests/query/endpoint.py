"""A SPARQL endpoint of the tests, for SERVICE to ask; it can be slow, broken or elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph


@dataclass
class Endpoint:
    """A SPARQL endpoint, or something that is none, on a free port of this machine."""

    data: pyoxigraph.Store = field(default_factory=pyoxigraph.Store)
    status: int = 200
    media_type: str = "application/sparql-results+json"
    body: bytes | None = None
    """Instead of an answer from `data`."""
    location: str = ""
    stall: threading.Event | None = None
    """Until then a blank comes now and then, and no answer."""
    asked: list[str] = field(default_factory=list)
    address: str = ""


@contextmanager
def answering(endpoint: Endpoint) -> Iterator[Endpoint]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            query = parse_qs(self.rfile.read(size).decode())["query"][0]
            endpoint.asked.append(query)
            body = endpoint.body
            if body is None:
                solutions: Any = endpoint.data.query(query)
                body = solutions.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            self.send_response(endpoint.status)
            self.send_header("Content-Type", endpoint.media_type)
            if endpoint.location:
                self.send_header("Location", endpoint.location)
            self.end_headers()
            if endpoint.stall is not None:
                while not endpoint.stall.wait(0.05):
                    self.wfile.write(b" ")
                    self.wfile.flush()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        endpoint.address = f"http://127.0.0.1:{server.server_port}/sparql"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield endpoint
        finally:
            if endpoint.stall is not None:
                endpoint.stall.set()
            server.shutdown()
