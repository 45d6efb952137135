"""The pool of reader processes, and the View that the rest of the package reads through.

Owns who waits for whom, the deadline, and what a lost process means. A query
that runs past its deadline, out of memory or out of stack costs one process,
which is replaced at once; the other readers and this process do not notice.
"""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any

from graph_service.errors import (
    BadValue,
    CommuniqueError,
    DeadlineExceeded,
    ServiceBusy,
    StoreError,
)
from graph_service.settings import MIB, Settings
from graph_service.store import snapshots
from graph_service.store.base import QueryResult, Snapshot
from graph_service.store.home import check_base
from graph_service.store.process import Lost, ReaderProcess
from graph_service.store.request import (
    make_request,
    out_of_memory,
    raise_refusal,
    refuse_any_service,
)

Slot = ReaderProcess | None
"""A place in the pool; None where its process must be started first."""


def open_view(settings: Settings) -> PoolView:
    """The newest snapshot of the home, read through a pool of its own.

    Raises StoreError where nothing was published or the base IRI is another.
    """
    snapshots.current(settings.home)
    check_base(settings.home, settings.base_iri)
    return PoolView(settings)


class Pool:
    """`size` reader processes. Requests wait in line, first come, first served."""

    def __init__(self, size: int, *, queue_seconds: float, cap: int) -> None:
        self._queue_seconds = queue_seconds
        self._cap = cap
        self._lock = threading.Lock()
        self._idle: deque[Slot] = deque([None] * size)
        self._waiting: deque[Future[Slot]] = deque()
        self._all: set[ReaderProcess] = set()
        self._closed = False

    def start(self, path: str) -> None:
        """Start every process and have it open the snapshot, without waiting."""
        for _ in range(len(self._idle)):
            slot = self._idle.popleft()
            self._idle.append(slot or self._spawn(path))

    def run(
        self, request: dict[str, Any], path: str, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """One request in one process. `head` may hold a refusal; see `worker`.

        Raises ServiceBusy, DeadlineExceeded, LimitExceeded.
        """
        slot = self._acquire()
        try:
            if slot is None or not slot.alive:
                self._drop(slot)
                slot = None
                slot = self._spawn(path)
            slot.wait_ready()
            if not slot.network_closed:
                refuse_any_service(request["query"])
            return slot.exchange({**request, "path": path}, seconds)
        except CommuniqueError:
            raise
        except TimeoutError as error:
            slot = self._replace(slot, path)
            raise _too_slow(seconds) from error
        except Lost as lost:
            slot = self._replace(slot, path)
            if self._closed:
                raise _closed() from lost
            if lost.status == -signal.SIGALRM:
                raise _too_slow(seconds) from lost
            raise out_of_memory() from lost
        except BaseException:
            # E.g. Ctrl-C in the middle: the pipe may hold half an answer.
            slot = self._replace(slot, path)
            raise
        finally:
            self._release(slot)

    def close(self) -> None:
        """End all processes; queries that still run fail."""
        with self._lock:
            self._closed = True
            processes, self._all = self._all, set()
        for process in processes:
            process.kill()

    def _acquire(self) -> Slot:
        with self._lock:
            if self._closed:
                raise _closed()
            if self._idle:
                return self._idle.popleft()
            ticket: Future[Slot] = Future()
            self._waiting.append(ticket)
        try:
            return ticket.result(self._queue_seconds)
        except FutureTimeout:
            with self._lock:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
                    raise ServiceBusy(
                        f"All readers were busy for {self._queue_seconds:g} s"
                    ) from None
            return ticket.result()

    def _release(self, slot: Slot) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set_result(slot)
            else:
                self._idle.append(slot)

    def _spawn(self, path: str) -> ReaderProcess:
        try:
            process = ReaderProcess(self._cap)
        except OSError as error:
            raise StoreError(
                f"A reader process cannot be started: {error.strerror}",
                do="Look for a limit on processes or memory.",
            ) from error
        with self._lock:
            late = self._closed
            if not late:
                self._all.add(process)
        if late:
            process.kill()
            raise _closed()
        process.prepare(path)
        return process

    def _replace(self, process: Slot, path: str) -> Slot:
        self._drop(process)
        try:
            return self._spawn(path)
        except (CommuniqueError, Lost):
            return None  # started again by the next request that gets this place

    def _drop(self, process: Slot) -> None:
        if process is not None:
            with self._lock:
                self._all.discard(process)
            process.kill()


class PoolView:
    """See `base.View`. Follows the pointer: each query reads the newest snapshot."""

    def __init__(self, settings: Settings) -> None:
        self._home = settings.home
        self._seconds = settings.query_seconds
        self._max_bytes = settings.result_mib * MIB
        self._base = settings.base_iri
        self._lock = threading.Lock()
        self._left = False
        self._held = snapshots.hold(self._home)
        self._seen = _mark(snapshots.pointer(self._home))
        self._pool = Pool(
            settings.workers,
            queue_seconds=settings.queue_seconds,
            cap=settings.worker_mib * MIB,
        )
        self._pool.start(str(self._held.snapshot.path))

    @property
    def snapshot(self) -> str:
        return self._newest().id

    def query(
        self,
        sparql: str,
        *,
        accept: str | None = None,
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryResult:
        """See `base.View.query`."""
        if timeout is not None and not timeout > 0:
            raise BadValue(f"A time limit of {timeout} s is none", do="Give more than 0 seconds.")
        seconds = min(timeout or self._seconds, self._seconds)
        request = make_request(
            sparql,
            accept=accept,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            max_bytes=self._max_bytes,
            base=self._base,
        )
        while True:
            snapshot = self._newest()
            head, body = self._pool.run(request, str(snapshot.path), seconds)
            if head.get("error") == "gone" and self._newest().id != snapshot.id:
                continue  # a newer one was published while we waited
            if "error" in head:
                raise_refusal(head, sparql)
            return QueryResult(head["kind"], head["media_type"], body, head["rows"], snapshot.id)

    def close(self) -> None:
        self._pool.close()
        with self._lock:
            if not self._left:
                self._left = True
                self._held.release()
                snapshots.prune(self._home)

    def _newest(self) -> Snapshot:
        with self._lock:
            if self._left:
                raise _closed()
            mark = _mark(snapshots.pointer(self._home))
            if mark != self._seen:
                fresh = snapshots.hold(self._home)
                self._held.release()
                self._held, self._seen = fresh, mark
                snapshots.prune(self._home)
            return self._held.snapshot


def _mark(path: Path) -> tuple[int, int]:
    """Changes whenever the pointer is flipped."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_ino, status.st_mtime_ns


def _closed() -> StoreError:
    return StoreError("This view is closed", do="Open another.")


def _too_slow(seconds: float) -> DeadlineExceeded:
    return DeadlineExceeded(
        f"The query took longer than {seconds:g} s and was stopped",
        do="Ask for less: join patterns by shared variables, add a LIMIT, or raise query_seconds.",
    )
