"""The pool of reader processes: who reads what, until when, and what a lost process means.

Owns the deadline; who waits for whom is `lanes`'s. A query that runs past its deadline, out
of memory or out of stack costs one process, which is replaced at once; the other readers and
this process do not notice.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections import Counter, deque
from contextlib import suppress
from typing import Any

from graph_service.errors import (
    CallerLeft,
    CommuniqueError,
    DeadlineExceeded,
    ServiceBusy,
    StoreError,
)
from graph_service.store.base import QueryCounts
from graph_service.store.callers import current_caller
from graph_service.store.lanes import SLICE, Lanes, Ticket, closed
from graph_service.store.process import Lost, ReaderProcess
from graph_service.store.request import out_of_memory, refuse_any_service

FIRST_SLICE = 0.15
"""CPU seconds after which the first query of a process counts as long, where nobody else waits."""
_LOOK = 0.01
"""Seconds between two looks whether others wait."""
SPARES = 1
"""Processes beyond the places, started already when one is lost (starting takes 0.1 s)."""
_CONSTANT = re.compile(r'<[^<>\s]*>|"[^"\n]*"|\d+')


class _Postponed(Exception):  # noqa: N818 - never leaves this file
    """Its slice is over and all places for long queries are taken."""


class Pool:
    """Reader processes: `long` places for long queries, one for short ones, and a spare."""

    def __init__(self, long: int, *, queue_seconds: float, queue_length: int, cap: int) -> None:
        self._lanes = Lanes(long, queue_seconds=queue_seconds, length=queue_length)
        self._cap = cap
        self._lock = threading.Lock()
        self._size = long + 1 + SPARES
        self._idle: deque[ReaderProcess] = deque()
        self._all: set[ReaderProcess] = set()
        self._closed = False
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
            waiting=self._lanes.waiting,
            running=self._lanes.running,
            processes=processes,
        )

    def run(
        self, request: dict[str, Any], path: str, seconds: float, until: float
    ) -> tuple[dict[str, Any], bytes]:
        """One request in one process. `head` may hold a refusal; see `worker`.

        `until` (monotonic) is its deadline, waiting included, and `seconds` how long that was.
        Raises ServiceBusy, DeadlineExceeded, LimitExceeded, CallerLeft.
        """
        caller = current_caller()
        shape = hash(_CONSTANT.sub("", request["query"]))
        ticket = self._lanes.ticket(caller, shape, until)
        self._count("queries")
        try:
            while True:
                self._lanes.enter(ticket)
                again = False
                try:
                    return self._turn(ticket, request, path, seconds)
                except _Postponed:
                    again = True
                    self._count("postponed")
                finally:
                    self._lanes.leave(ticket, again=again)
        except ServiceBusy:
            self._count("busy")
            raise
        except CallerLeft:
            self._count("callers_left")
            raise
        finally:
            if ticket.waited:
                self._count("waited_microseconds", round(ticket.waited * 1e6))

    def close(self) -> None:
        """End all processes; queries that still run fail."""
        self._lanes.close()
        with self._lock:
            self._closed = True
            processes, self._all = self._all, set()
            self._idle.clear()
            renewing = tuple(self._renewing)
        for process in processes:
            process.kill()
        for thread in renewing:
            thread.join()

    def _turn(
        self, ticket: Ticket, request: dict[str, Any], path: str, seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        process = self._take(path, spare=ticket.long)
        whole = False
        try:
            with ticket.caller.watched(process.end):
                process.wait_ready()
                if not process.network_closed:
                    whole = True
                    refuse_any_service(request["query"])
                begin = process.cpu_seconds()
                process.send({**request, "path": path}, ticket.until)
                if (
                    not ticket.long
                    and not self._in_its_slice(ticket, process, begin)
                    and not self._lanes.stay(ticket)
                ):
                    raise _Postponed
                if ticket.long:
                    process.lower()
                answer = process.receive(ticket.until)
                process.warm = True
                if process.cpu_seconds() - begin < SLICE:
                    self._lanes.was_short(ticket)
            # One who left in this very moment may have ended the process after its answer.
            whole = not ticket.caller.left
            return answer
        except TimeoutError as error:
            self._count("timeouts")
            raise _too_slow(seconds, ticket.waited) from error
        except Lost as lost:
            if self._closed:
                raise closed() from lost
            if ticket.caller.left:
                raise CallerLeft("The one who asked has left") from lost
            if lost.status == -signal.SIGALRM:
                self._count("timeouts")
                raise _too_slow(seconds, ticket.waited) from lost
            self._count("out_of_memory")
            raise out_of_memory() from lost
        finally:
            # Also e.g. Ctrl-C in the middle: the pipe may hold half an answer.
            self._give_back(process, path, whole=whole)

    def _in_its_slice(self, ticket: Ticket, process: ReaderProcess, begin: float) -> bool:
        """Whether an answer comes before the query counts as long; `begin`: CPU time at its start.

        As long as nobody else waits, CPU time counts, and a process's first query, for which it
        reads the store, gets more: else a busy machine makes long ones of all, and each that is
        ended after its slice costs a process, whose first query is slow again.
        """
        if process.answers_within(min(SLICE, ticket.until - time.monotonic())):
            return True
        granted = SLICE if process.warm else FIRST_SLICE
        while (
            process.cpu_seconds() - begin < granted
            and time.monotonic() < ticket.until
            and not self._lanes.others_wait(ticket)
        ):
            if process.answers_within(_LOOK):
                return True
        return False

    def _take(self, path: str, *, spare: bool) -> ReaderProcess:
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

    def _give_back(self, process: ReaderProcess, path: str, *, whole: bool) -> None:
        if whole:
            with self._lock:
                if not self._closed:
                    self._idle.appendleft(process)
            return
        # A process with a gigabyte takes its time to end: nobody waits for that.
        process.end()
        self._count("killed")
        thread = threading.Thread(target=self._renew, args=(process, path), daemon=True)
        with self._lock:
            self._renewing.add(thread)
            thread.start()

    def _renew(self, lost: ReaderProcess, path: str) -> None:
        self._drop(lost)
        with self._lock:
            enough = self._closed or len(self._all) >= self._size
        if not enough:
            # Where it cannot be started now, a request that finds none starts one.
            with suppress(CommuniqueError, Lost, TimeoutError):
                process = self._spawn(path)
                with self._lock:
                    if not self._closed:
                        self._idle.append(process)
        with self._lock:
            self._renewing.discard(threading.current_thread())

    def _count(self, name: str, number: int = 1) -> None:
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
            late = self._closed
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


def _too_slow(seconds: float, waited: float) -> DeadlineExceeded:
    waiting = f", {waited:.1f} s of it waiting," if waited >= 0.05 else ""
    return DeadlineExceeded(
        f"The query took longer than {seconds:g} s{waiting} and was stopped",
        do="Ask for less: join patterns by shared variables, add a LIMIT, or raise query_seconds.",
    )
