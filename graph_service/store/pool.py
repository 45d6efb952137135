"""The pool of reader processes: how many there are, who is idle, and how a lost one is replaced.

Owns the processes. The way of one request through them is `flight`'s; who waits for whom
is `lanes`'s.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from contextlib import suppress
from typing import Any

from graph_service.errors import CommuniqueError, StoreError
from graph_service.store.base import QueryCounts
from graph_service.store.flight import Flight
from graph_service.store.lanes import Lanes, closed
from graph_service.store.process import Lost, ReaderProcess

SPARES = 1
"""Processes beyond the places, started already when one is lost (starting takes 0.1 s)."""


class Pool:
    """Reader processes: `long` places for long queries, one for short ones, and a spare."""

    def __init__(self, long: int, *, queue_seconds: float, queue_length: int, cap: int) -> None:
        self.lanes = Lanes(long, queue_seconds=queue_seconds, length=queue_length)
        self._cap = cap
        self._lock = threading.Lock()
        self._size = long + 1 + SPARES
        self._idle: deque[ReaderProcess] = deque()
        self._all: set[ReaderProcess] = set()
        self.closed = False
        self._tally = Counter[str]()
        self._renewing: set[threading.Thread] = set()

    def start(self, path: str, number: int | None = None) -> None:
        """Have so many processes (None: all), without waiting for them."""
        while len(self._all) < min(self._size, number or self._size):
            process = self._spawn(path)
            with self._lock:
                self._idle.append(process)

    def prepare(self, path: str) -> None:
        """Idle processes open the snapshot now, and not when a query waits for it."""
        with self._lock:
            idle = tuple(self._idle)
            for process in idle:
                try:
                    process.prepare(path)
                except (Lost, TimeoutError):
                    self._idle.remove(process)
                    self._all.discard(process)
                    process.kill()

    @property
    def counts(self) -> QueryCounts:
        with self._lock:
            tally = Counter(self._tally)
            processes = len(self._all)
        return QueryCounts(
            queries=tally["queries"],
            killed=tally["killed"],
            timeouts=tally["timeouts"],
            out_of_memory=tally["out_of_memory"],
            busy=tally["busy"],
            callers_left=tally["callers_left"],
            postponed=tally["postponed"],
            waited_seconds=tally["waited_microseconds"] / 1e6,
            waiting=self.lanes.waiting,
            running=self.lanes.running,
            processes=processes,
        )

    def flight(self, request: dict[str, Any], path: str, seconds: float, until: float) -> Flight:
        """One request on its way; `until` (monotonic) is its deadline, waiting included, and
        `seconds` how long that was.
        """
        return Flight(self, request, path, seconds, until)

    def close(self) -> None:
        """End all processes; queries that still run fail."""
        self.lanes.close()
        with self._lock:
            self.closed = True
            processes, self._all = self._all, set()
            self._idle.clear()
            renewing = tuple(self._renewing)
        for process in processes:
            process.kill()
        for thread in renewing:
            thread.join()

    def take(self, path: str, *, spare: bool) -> ReaderProcess:
        """One that is ready, else one that will be, else a new one.

        `spare`: leave the last one that is ready to a short query.
        """
        with self._lock:
            ready = [process for process in self._idle if process.ready]
            others = [process for process in self._idle if process not in ready]
            if spare and len(ready) == 1 and (others or len(self._all) < self._size):
                ready = []
            chosen = next(iter([*ready, *others]), None)
            if chosen is not None:
                self._idle.remove(chosen)
        if chosen is None or not chosen.alive:
            self._drop(chosen)
            return self._spawn(path)
        return chosen

    def take_ready(self) -> ReaderProcess | None:
        """One that can begin now, or None; never waits."""
        with self._lock:
            for process in self._idle:
                if process.ready and process.alive:
                    self._idle.remove(process)
                    return process
        return None

    def give_back(self, process: ReaderProcess, path: str, *, whole: bool) -> None:
        if whole:
            with self._lock:
                if not self.closed:
                    self._idle.appendleft(process)
            return
        # A process with a gigabyte takes its time to end: nobody waits for that.
        process.end()
        self.count("killed")
        thread = threading.Thread(target=self._renew, args=(process, path), daemon=True)
        with self._lock:
            self._renewing.add(thread)
            thread.start()

    def _renew(self, lost: ReaderProcess, path: str) -> None:
        self._drop(lost)
        with self._lock:
            enough = self.closed or len(self._all) >= self._size
        if not enough:
            # Where it cannot be started now, a request that finds none starts one.
            with suppress(CommuniqueError, Lost, TimeoutError):
                process = self._spawn(path)
                with self._lock:
                    if not self.closed:
                        self._idle.append(process)
        with self._lock:
            self._renewing.discard(threading.current_thread())

    def count(self, name: str, number: int = 1) -> None:
        with self._lock:
            self._tally[name] += number

    def _spawn(self, path: str) -> ReaderProcess:
        try:
            process = ReaderProcess(self._cap)
        except OSError as error:
            raise StoreError(
                f"A reader process cannot be started: {error.strerror}",
                do="Look for a limit on processes or memory.",
            ) from error
        with self._lock:
            late = self.closed
            if not late:
                self._all.add(process)
        if late:
            process.kill()
            raise closed()
        process.prepare(path)
        return process

    def _drop(self, process: ReaderProcess | None) -> None:
        if process is not None:
            with self._lock:
                self._all.discard(process)
            process.kill()
