"""The servers that are compared, each started on the same data, and CPU seconds of a process tree.

Owns how each is started and asked; what is measured is `run.py`'s.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
JSON = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    address: str
    path: str
    pid: int

    def asker(self) -> Callable[[str], bytes]:
        """A function that asks one query on a kept connection and gives the body."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.netloc, timeout=600)
        headers = {"Content-Type": "application/sparql-query", "Accept": JSON}

        def ask(text: str) -> bytes:
            connection.request("POST", self.path, text.encode(), headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{self.name}: {answer.status} {body[:300]!r}")
            return body

        return ask


def cpu(pid: int) -> float:
    """CPU seconds of a process and all below it, those that have ended and been waited for too."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(") ")[2].split()
            for task in Path(f"/proc/{one}/task").iterdir():
                todo.extend(int(child) for child in (task / "children").read_text().split())
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / _TICKS


@contextlib.contextmanager
def ours(home: Path, preload: str = "", **settings: str) -> Iterator[Server]:
    """`preload`: a library that our processes load before all others, such as an allocator."""
    given = {f"COMMUNIQUE_{name.upper()}": value for name, value in settings.items()}
    if preload:
        given["LD_PRELOAD"] = preload
    command = [sys.executable, "-m", "graph_service", "serve", "--port", "0", "--home", str(home)]
    with _started(command, env={**os.environ, **given}) as process:
        assert process.stderr is not None
        address = ""
        for line in process.stderr:
            if "serving http" in line:
                address = line[line.index("http") :].split()[0].rstrip("/")
                break
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield _ready(Server("ours", address, "/sparql", process.pid))


@contextlib.contextmanager
def oxigraph(snapshot: Path) -> Iterator[Server]:
    """`oxigraph serve-read-only`, of the PyPI package `oxigraph`."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert program, "uv pip install oxigraph"
    port = _free_port()
    command = [program, "serve-read-only", "--location", str(snapshot),
               "--bind", f"127.0.0.1:{port}"]  # fmt: skip
    with _started(command) as process:
        yield _ready(Server("oxigraph serve", f"http://127.0.0.1:{port}", "/query", process.pid))


@contextlib.contextmanager
def rdflib_endpoint(python: Path, nquads: Path) -> Iterator[Server]:
    """rdflib-endpoint in a virtual environment of its own; the file goes into memory."""
    port = _free_port()
    script = (
        "import sys, rdflib, uvicorn\n"
        "from rdflib_endpoint import SparqlEndpoint\n"
        "graph = rdflib.Dataset(default_union=True)\n"
        "graph.parse(sys.argv[1], format='nquads')\n"
        "uvicorn.run(SparqlEndpoint(graph=graph, path='/', enable_update=False),\n"
        "            host='127.0.0.1', port=int(sys.argv[2]), log_level='error')\n"
    )
    with _started([str(python), "-c", script, str(nquads), str(port)]) as process:
        threading.Thread(target=process.stderr.read, daemon=True).start()  # type: ignore[union-attr]
        address = f"http://127.0.0.1:{port}"
        yield _ready(Server("rdflib-endpoint", address, "/", process.pid))


@contextlib.contextmanager
def _started(command: list[str], **more: object) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # type: ignore[call-overload]
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=REPOSITORY,
        **more,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _ready(server: Server) -> Server:
    for _ in range(600):
        with contextlib.suppress(OSError, SystemExit, http.client.HTTPException):
            server.asker()("ASK {}")
            time.sleep(4)  # until all its processes have started, which is no query's work
            return server
        time.sleep(0.2)
    raise SystemExit(f"{server.name} does not answer")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
