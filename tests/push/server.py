"""A small SPARQL server in the test's own process, which can be told to misbehave.

Owns the protocols that push speaks (SPARQL query and update, Graph Store Protocol, N-Quads
by POST) over a pyoxigraph store in memory, and a list of faults that are used up in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

Wanted = Callable[[str, str], bool]


@dataclass
class Fault:
    """Happens `times` times to requests that `method` and `path` match."""

    status: int
    """An HTTP status; or 0: `half` a body, or a hang."""
    method: str = "POST"
    path: str = "/store"
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    half: bool = False
    hang: Event | None = None
    """No answer before it is set."""
    first: Callable[[], None] | None = None
    """Called before an ordinary answer."""
    skip: int = 0
    """So many matching requests go well before."""


@dataclass
class Server:
    """`url` is what push is given. `seen` lists every request: method, path, status."""

    store: Store = field(default_factory=Store)
    name: str = "Oxigraph/test"
    faults: list[Fault] = field(default_factory=list)
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    """Authorization headers that came."""
    most: int = 10**9
    """Largest body that is taken, in bytes."""
    url: str = ""
    lock: Lock = field(default_factory=Lock)

    def fault(self, method: str, path: str) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                if fault.times and fault.method == method and path.startswith(fault.path):
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def sent(self) -> int:
        """Requests that wrote and were answered well."""
        return sum(
            status < 300 and (method in ("PUT", "DELETE") or path in ("/store", "/update"))
            for method, path, status in self.seen
            if method != "GET"
        )

    def triples(self, graph: str) -> int:
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, NamedNode(graph)))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.owner.secrets.append(self.headers.get("Authorization", ""))
        fault = self.owner.fault(self.command, parts.path)
        if fault and fault.hang:
            fault.hang.wait()
        if fault and fault.first:
            fault.first()
        if fault and fault.status:
            self._answer(fault.status, b"something is wrong", "text/plain", fault.headers)
            return
        if len(body) > self.owner.most:
            self._answer(413, b"too much", "text/plain")
            return
        try:
            with self.owner.lock:
                status, data, kind = self._do(parts.path, parse_qs(parts.query), body)
        except SyntaxError as error:
            status, data, kind = 400, str(error).encode(), "text/plain"
        self._answer(status, data, kind, half=bool(fault and fault.half))

    def _do(self, path: str, params: dict[str, list[str]], body: bytes) -> tuple[int, bytes, str]:
        store = self.owner.store
        if path == "/query" and self.command == "POST":
            return self._query(parse_qs(body.decode()))
        if path == "/update" and self.command == "POST":
            store.update(body.decode())
            return 204, b"", "text/plain"
        if path != "/store":
            return 404, b"", "text/plain"
        if "graph" not in params:
            store.load(body, format=RdfFormat.N_QUADS)
            return 204, b"", "text/plain"
        graph = NamedNode(params["graph"][0])
        known = store.contains_named_graph(graph)
        if self.command == "GET":
            data = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
            return (200 if known else 404), data, "application/n-triples"
        store.remove_graph(graph)
        if self.command == "PUT":
            store.load(body, format=RdfFormat.N_TRIPLES, to_graph=graph)
        return (204 if known or self.command == "PUT" else 404), b"", "text/plain"

    def _query(self, form: dict[str, list[str]]) -> tuple[int, bytes, str]:
        named = [NamedNode(iri) for iri in form.get("named-graph-uri", [])]
        found = self.owner.store.query(form["query"][0], named_graphs=[*named] or None)
        if isinstance(found, QueryTriples):
            data = found.serialize(format=RdfFormat.N_TRIPLES) or b""
            return 200, data, "application/n-triples"
        assert isinstance(found, QuerySolutions | QueryBoolean)
        data = found.serialize(format=QueryResultsFormat.JSON) or b""
        return 200, data, "application/sparql-results+json"

    def _answer(
        self,
        status: int,
        data: bytes,
        kind: str,
        headers: dict[str, str] | None = None,
        half: bool = False,
    ) -> None:
        self.owner.seen.append((self.command, urlsplit(self.path).path, status))
        with suppress(OSError):  # the other side may have left
            self.send_response(status)
            self.send_header("Content-Type", kind)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if half else data)
            if half:
                self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def version_string(self) -> str:
        return self.owner.name

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Silent."""


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    handler = type("Handler", (_Handler,), {"owner": server})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_port}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
