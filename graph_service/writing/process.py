"""The writer process: opens the home, holds its lock, does one job after the other.

Owns the child's side of the pipe. What it does wrong ends only it: no sockets, memory
capped above what the open store needs, a large stack, and an alarm that ends it even
where its parent has gone. Each job is one transaction, except articles, of which each
is one. Every transaction of a job notes the job's id in the graph PENDING, so that after
a kill its successor can tell whether the job was in; PENDING is emptied before each
checkpoint, so no reader sees it.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from graph_service.errors import CommuniqueError, LimitExceeded
from graph_service.store import snapshots
from graph_service.store.home import say_server
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter
from graph_service.store.worker import cap_memory, close_network, mapped
from graph_service.writing.managed import ARTICLE, PENDING
from graph_service.writing.messages import Plain, receive, refusal, send

GRACE = 1.0
"""Seconds after its deadline at which a process that nobody killed ends itself."""
_MIB = 1024 * 1024
STACK = 512 * _MIB
_PENDING = NamedNode(PENDING)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a job works with."""

    writer: OxigraphWriter
    home: Path
    base_iri: str
    resources: Path | None
    nesting: int
    patterns: int
    settings: Plain
    """All of them, for what needs more."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What one job leaves for the next."""

    def commit(self, job: str, operations: list[str]) -> None:
        """One transaction, and the note that this job was in it.

        Raises SyntaxError and RuntimeError as the engine does.
        """
        note = f"INSERT DATA {{ GRAPH <{PENDING}> {{ <urn:job:{job}> <{PENDING}> 1 }} }}"
        articles = f"{self.base_iri}graph/{ARTICLE}"
        self.writer.update(" ;\n".join((*operations, note)), spares=articles)


Work = Callable[[Desk, str, Plain, bytes], Plain]
"""A job's own part: (desk, id, options, body) -> result."""


def _update(desk: Desk, job: str, options: Plain, body: bytes) -> Plain:
    from graph_service.writing.update import update

    return update(desk, job, options, body)


def _graph(desk: Desk, job: str, options: Plain, body: bytes) -> Plain:
    from graph_service.writing.graphs import write_graph

    return write_graph(desk, job, options, body)


def _articles(desk: Desk, job: str, options: Plain, body: bytes) -> Plain:
    from graph_service.writing.articles import take_articles

    return take_articles(desk, options, body)


def _load(desk: Desk, job: str, options: Plain, body: bytes) -> Plain:
    """What the first job of a kind needs, and is no part of its time."""
    if options["what"] == "shapes":
        from graph_service.writing.graphs import load_shapes

        load_shapes(desk)
    else:
        from graph_service.writing.articles import load

        load(desk)
    return {}


JOBS: dict[str, Work] = {
    "update": _update,
    "graph": _graph,
    "load": _load,
    "articles": _articles,
}


def serve(pipe: Connection) -> None:
    """Open, then answer until the parent closes the pipe."""
    try:
        order = receive(pipe)  # a spare one waits here until it is needed
    except (EOFError, OSError):
        return
    told = order["settings"]
    home = Path(told["home"])
    try:
        writer = OxigraphStore.open(home, told["base_iri"])
    except CommuniqueError as error:
        send(pipe, refusal(error))
        return
    try:
        say_server(home, order["address"])
        jobs = [str(quad.subject) for quad in writer.graph(_PENDING)]
        send(pipe, {"jobs": jobs, "snapshot": _publish(writer)})
        cap_memory(told["writer_mib"] * _MIB)
        _answer(pipe, _desk(writer, told), mapped())
    except CommuniqueError as error:
        send(pipe, refusal(error))
    finally:
        writer.close(indexing=False)  # the next one waits for the lock


def _desk(writer: OxigraphWriter, told: Plain) -> Desk:
    return Desk(
        writer,
        home=Path(told["home"]),
        base_iri=told["base_iri"],
        resources=Path(told["resources"]) if told["resources"] else None,
        nesting=told["query_nesting"],
        patterns=told["query_patterns"],
        settings=told,
    )


def _answer(pipe: Connection, desk: Desk, at_first: int) -> None:
    """`at_first`: bytes that were mapped before the first job; growth counts from there."""
    while True:
        try:
            order = receive(pipe)
            body = pipe.recv_bytes() if order["kind"] != "publish" else b""
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, order["seconds"] + GRACE)
        try:
            if order["kind"] == "publish":
                name = _publish(desk.writer)
                answer: Plain = {"snapshot": name, "grown": mapped() - at_first}
            else:
                result = JOBS[order["kind"]](desk, order["job"], order["options"], body)
                if order["kind"] == "load":
                    at_first = mapped()  # registry and shapes stay, and are no growth
                promised = snapshots.next_name(desk.home, desk.writer.token)
                answer = {"result": result, "snapshot": promised}
        except CommuniqueError as error:
            answer = refusal(error)
        except (MemoryError, RecursionError):
            answer = refusal(too_much())
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            send(pipe, answer)
        except OSError:
            return


def too_much() -> LimitExceeded:
    return LimitExceeded(
        "It needed more memory or deeper nesting than one write may use; nothing of it is in",
        do="Write less at a time, or raise the setting writer_mib.",
    )


def _publish(writer: OxigraphWriter) -> str:
    if next(iter(writer.graph(_PENDING)), None) is not None:
        writer.remove_graph(_PENDING)
    return writer.publish().id


def main() -> None:
    """`python -m graph_service.writing.process FD`: the number of the inherited pipe."""
    pipe = Connection(int(sys.argv[1]))
    close_network()
    threading.stack_size(STACK)
    thread = threading.Thread(target=serve, args=(pipe,))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
