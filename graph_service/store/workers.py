"""The View that the rest of the package reads through: the newest snapshot, by the pool.

Owns following the pointer and holding what is read; the processes are `pool`'s.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from graph_service.errors import BadValue
from graph_service.settings import MIB, Settings
from graph_service.store import snapshots
from graph_service.store.base import QueryCounts, QueryResult, Snapshot
from graph_service.store.home import check_base
from graph_service.store.lanes import closed
from graph_service.store.lookup import Given, Hit, look_up
from graph_service.store.pool import Pool
from graph_service.store.request import make_request, raise_refusal


def open_view(settings: Settings, *, warm: bool = False) -> PoolView:
    """The newest snapshot of the home, read through a pool of its own.

    `warm` starts all its processes now, for a server; else one, for a single query.
    Raises StoreError where nothing was published or the base IRI is another.
    """
    snapshots.current(settings.home)
    check_base(settings.home, settings.base_iri)
    return PoolView(settings, warm=warm)


class PoolView:
    """See `base.View`. Follows the pointer: each query reads the newest snapshot."""

    def __init__(self, settings: Settings, *, warm: bool = False) -> None:
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
            queue_length=settings.queue_length,
            cap=settings.worker_mib * MIB,
        )
        self._pool.start(str(self._held.snapshot.path), None if warm else 1)

    @property
    def snapshot(self) -> str:
        return self._newest().id

    @property
    def counts(self) -> QueryCounts:
        """What the pool has done since it was opened, and is doing now."""
        return self._pool.counts

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
        until = time.monotonic() + seconds
        while True:
            snapshot = self._newest()
            head, body = self._pool.run(request, str(snapshot.path), seconds, until)
            if head.get("error") == "gone" and self._newest().id != snapshot.id:
                continue  # a newer one was published while we waited
            if "error" in head:
                raise_refusal(head, sparql)
            return QueryResult(head["kind"], head["media_type"], body, head["rows"], snapshot.id)

    def lookup(self, given: Given, limit: int | None = None, start: int = 0) -> list[Hit] | None:
        """Statements by the index, in the order of the query; see `lookup.look_up`."""
        return look_up(
            self._home, lambda: self.snapshot, given, limit, start, seconds=self._seconds
        )

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
                raise closed()
            mark = _mark(snapshots.pointer(self._home))
            if mark != self._seen:
                fresh = snapshots.hold(self._home)
                self._held.release()
                self._held, self._seen = fresh, mark
                snapshots.prune(self._home)
                self._pool.prepare(str(fresh.snapshot.path))
            return self._held.snapshot


def _mark(path: Path) -> tuple[int, int]:
    """Changes whenever the pointer is flipped."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_ino, status.st_mtime_ns
