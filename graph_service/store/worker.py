"""A reader process: opens a snapshot read-only and answers one query at a time.

Owns evaluation (also used in-process by the memory store) and the child's side of
the pipe. Started by its file path, so that it imports pyoxigraph and nothing of
this package: ready in a tenth of a second.

It cannot hurt others: no sockets (seccomp), memory over its snapshot's own capped
(RLIMIT_AS), a large stack for deep nesting, results in a bounded buffer, and an
alarm that ends it even if its parent is gone. Whatever it does wrong ends only it.

Frames, both ways: 4 bytes length of the JSON head, 8 bytes length of the body
(big endian), head, body.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import io
import json
import os
import re
import resource
import signal
import struct
import sys
import threading
from pathlib import Path
from typing import Any

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

FRAME = struct.Struct(">IQ")
GRACE = 1.0
"""Seconds after its deadline at which a process that nobody killed ends itself."""
DEFAULT_GRAPH = "urn:x-arq:DefaultGraph"
"""In the dataset of a request: the real default graph, by the name that Jena gives it."""
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)

Head = dict[str, Any]


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """A query that ends without a result; `kind` says how the parent words it."""

    def __init__(self, kind: str, what: str, **more: int) -> None:
        super().__init__(what)
        self.head: Head = {"error": kind, "what": what, **more}


class _Bounded(io.BytesIO):
    """Refuses to grow beyond `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, part: Any) -> int:
        if self.tell() + len(part) > self.limit:
            raise Refused("too_large", "The result is too large", limit=self.limit)
        return super().write(part)


def evaluate(store: Store, request: Head) -> tuple[Head, bytes]:
    """The result's head (kind, media type, rows) and its bytes; raises Refused."""
    options: dict[str, Any] = {}
    if request["dataset"] is not None:
        default, named = request["dataset"]
        options["default_graph"] = [
            DefaultGraph() if iri == DEFAULT_GRAPH else NamedNode(iri) for iri in default
        ]
        options["named_graphs"] = [NamedNode(iri) for iri in named]
    elif request["union"]:
        options["use_default_graph_as_union"] = True
    if request.get("base"):
        options["base_iri"] = request["base"]
    buffer = _Bounded(request["max_bytes"])
    try:
        result = store.query(request["query"], **options)
        if isinstance(result, QueryTriples):
            graph_format = RdfFormat.from_media_type(_format(request, "graph"))
            assert graph_format is not None  # noqa: S101 - the parent chose it from the library's
            prefixes = request["prefixes"] if graph_format == RdfFormat.TURTLE else None
            serialize(result, buffer, graph_format, prefixes=prefixes)
            return _answer("graph", graph_format, buffer.getvalue())
        kind = "boolean" if isinstance(result, QueryBoolean) else "solutions"
        result_format = QueryResultsFormat.from_media_type(_format(request, "result"))
        assert result_format is not None  # noqa: S101
        result.serialize(buffer, result_format)
        return _answer(kind, result_format, buffer.getvalue())
    except SyntaxError as error:
        found = _POSITION.fullmatch(str(error))
        if found is None:
            raise Refused("syntax", str(error)) from error
        raise Refused("syntax", found[3], line=int(found[1]), column=int(found[2])) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused("failed", str(error)) from error


def _format(request: Head, family: str) -> str:
    chosen = request[f"{family}_format"]
    if chosen is None:
        raise Refused("format", family)
    return str(chosen)


def _answer(kind: str, fmt: QueryResultsFormat | RdfFormat, body: bytes) -> tuple[Head, bytes]:
    rows = None
    if kind == "solutions" and fmt == QueryResultsFormat.TSV:
        rows = body.count(b"\n") - 1
    elif fmt == RdfFormat.N_TRIPLES:
        rows = body.count(b"\n")
    return {"kind": kind, "media_type": fmt.media_type, "rows": rows}, body


class _Reader:
    """The snapshot that is open, with a shared lock that keeps its folder on disk."""

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self.path = ""
        self.store: Store | None = None
        self.lock = -1

    def open(self, path: str) -> Store:
        if self.store is not None and path == self.path:
            return self.store
        self.store = None
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1
        cap_memory(None)
        try:
            self.lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(self.lock, fcntl.LOCK_SH)
            if os.fstat(self.lock).st_ino != Path(path).stat().st_ino:
                raise FileNotFoundError(path)
        except FileNotFoundError as error:
            raise Refused("gone", path) from error
        try:
            self.store = Store.read_only(path)
        except OSError as error:
            raise Refused("failed", str(error)) from error
        self.path = path
        cap_memory(self.cap)
        return self.store


def mapped() -> int:
    """Bytes of address space that this process has mapped."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def cap_memory(cap: int | None) -> None:
    """At most `cap` bytes of address space above what is mapped now; None lifts the cap."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = hard
    if cap is not None:
        soft = mapped() + cap
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def close_network() -> bool:
    """From now on this process can make no socket (seccomp(2), filter mode; Linux).

    False where the system does not offer it; the parent then refuses every text
    in which the word "service" stands at all.
    """
    known = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}.get(os.uname().machine)
    if sys.platform != "linux" or known is None:
        return False
    architecture, socket_call = known
    program = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in (
            (0x20, 0, 0, 4),  # load the architecture
            (0x15, 0, 2, architecture),  # a foreign one: to the refusal
            (0x20, 0, 0, 0),  # load the number of the system call
            (0x15, 0, 1, socket_call),  # not socket(): to the last line
            (0x06, 0, 0, 0x00050000 | 1),  # fail with EPERM
            (0x06, 0, 0, 0x7FFF0000),  # allow
        )
    )
    libc = ctypes.CDLL(None, use_errno=True)
    code = ctypes.create_string_buffer(program, len(program))
    wanted = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    no_new_privileges, set_filter = 38, 22
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(set_filter, 2, wanted) == 0)


def _read(size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = os.read(0, size - len(data))
        if not part:
            os._exit(0)  # the parent has gone
        data += part
    return bytes(data)


def _send(head: Head, body: bytes = b"") -> None:
    encoded = json.dumps(head).encode()
    for part in (FRAME.pack(len(encoded), len(body)) + encoded, body):
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(1, rest) :]


def serve(reader: _Reader, network_closed: bool) -> None:
    """Answer until the parent closes the pipe. A frame without a query only opens the snapshot.

    Returns after a query for which the parent has lowered this thread's priority: a thread may
    not raise its own again, but the next one begins with that of the process.
    """
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    while os.getpriority(os.PRIO_PROCESS, 0) <= nice:
        size, _ = FRAME.unpack(_read(FRAME.size))
        request = json.loads(_read(size))
        try:
            if request["query"] is None:
                with contextlib.suppress(Refused):  # the next request says what is wrong
                    reader.open(request["path"])
                _send({"network_closed": network_closed})
                continue
            signal.setitimer(signal.ITIMER_REAL, request["seconds"] + GRACE)
            _send(*evaluate(reader.open(request["path"]), request))
        except Refused as refusal:
            _send(refusal.head)
        except MemoryError:
            _send({"error": "memory", "what": "The memory of a reader process is used up"})
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """`worker.py CAP STACK`, both in bytes."""
    cap, stack = int(sys.argv[1]), int(sys.argv[2])
    network_closed = close_network()
    threading.stack_size(stack)
    reader = _Reader(cap)
    while True:
        thread = threading.Thread(target=serve, args=(reader, network_closed))
        thread.start()
        thread.join()


if __name__ == "__main__":
    main()
