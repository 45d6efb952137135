"""One request on its way through a pool of readers: queue, process, answer.

Owns the deadline and what a lost process means. A request can set out without waiting
(`launch`), so that an event loop need not give a thread to a query that is answered at
once; `finish` is the rest of the way, or all of it.
"""

from __future__ import annotations

import re
import signal
import time
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from graph_service.errors import CallerLeft, DeadlineExceeded, ServiceBusy
from graph_service.store.callers import current_caller
from graph_service.store.lanes import SLICE, closed
from graph_service.store.process import Lost, ReaderProcess
from graph_service.store.request import out_of_memory, refuse_any_service

if TYPE_CHECKING:
    from graph_service.store.pool import Pool

_CONSTANT = re.compile(r'<[^<>\s]*>|"[^"\n]*"|\d+')


class _Postponed(Exception):  # noqa: N818 - never leaves this file
    """Its slice is over and all places for long queries are taken."""


class Flight:
    """Made by `Pool.flight`; `finish` is called once, or `abandon`."""

    def __init__(
        self, pool: Pool, request: dict[str, Any], path: str, seconds: float, until: float
    ) -> None:
        self._pool = pool
        self._request = request
        self._path = path
        self._seconds = seconds
        shape = hash(_CONSTANT.sub("", request["query"]))
        self._ticket = pool.lanes.ticket(current_caller(), shape, until)
        self._process: ReaderProcess | None = None
        self._begin = 0.0

    def launch(self) -> int | None:
        """Send it, if nobody must be waited for: the descriptor on which its answer begins.

        None where it is not its turn or no process is ready; then `finish` does it all.
        """
        process = self._pool.take_ready()
        if process is None:
            return None
        entered = whole = False
        try:
            process.wait_ready()
            if process.network_closed and self._pool.lanes.enter_now(self._ticket):
                entered = True
                self._begin = time.monotonic()
                process.send({**self._request, "path": self._path}, self._ticket.until)
                self._process = process
                return process.answers_on
            whole = True
        except (Lost, TimeoutError):
            pass  # `finish` takes another
        finally:
            if self._process is None:
                self._pool.give_back(process, self._path, whole=whole)
                if entered:
                    self._pool.lanes.leave(self._ticket)
                    self._ticket.turn = Future()
        return None

    @property
    def size(self) -> int:
        """Bytes of the answer that has begun; 0 where the process ended instead."""
        assert self._process is not None  # noqa: S101 - launched
        with suppress(Lost, TimeoutError):
            return self._process.announced(self._ticket.until)
        return 0

    def finish(self) -> tuple[dict[str, Any], bytes]:
        """The answer; its head may hold a refusal, see `worker`.

        Raises ServiceBusy, DeadlineExceeded, LimitExceeded, CallerLeft.
        """
        pool, ticket = self._pool, self._ticket
        pool.count("queries")
        try:
            while True:
                if self._process is None:
                    pool.lanes.enter(ticket)
                again = False
                try:
                    return self._turn()
                except _Postponed:
                    again = True
                    pool.count("postponed")
                finally:
                    self._process = None
                    pool.lanes.leave(ticket, again=again)
        except ServiceBusy:
            pool.count("busy")
            raise
        except CallerLeft:
            pool.count("callers_left")
            raise
        finally:
            if ticket.waited:
                pool.count("waited_microseconds", round(ticket.waited * 1e6))

    def abandon(self) -> None:
        """Instead of `finish`: nobody wants the answer."""
        if self._process is not None:
            self._pool.give_back(self._process, self._path, whole=False)
            self._process = None
            self._pool.lanes.leave(self._ticket)

    def _turn(self) -> tuple[dict[str, Any], bytes]:
        pool, ticket = self._pool, self._ticket
        sent = self._process is not None
        process = self._process or pool.take(self._path, spare=ticket.long)
        whole = False
        try:
            with ticket.caller.watched(process.end):
                if not sent:
                    process.wait_ready()
                    if not process.network_closed:
                        whole = True
                        refuse_any_service(self._request["query"])
                        whole = False
                    self._begin = time.monotonic()
                    process.send({**self._request, "path": self._path}, ticket.until)
                if (
                    not ticket.long
                    and not process.answers_within(
                        min(self._begin + SLICE, ticket.until) - time.monotonic()
                    )
                    and not pool.lanes.stay(ticket)
                ):
                    raise _Postponed
                answer = process.receive(ticket.until)
                if time.monotonic() - self._begin < SLICE:
                    pool.lanes.was_short(ticket)
            # One who left in this very moment may have ended the process after its answer.
            whole = not ticket.caller.left
            return answer
        except TimeoutError as error:
            pool.count("timeouts")
            raise _too_slow(self._seconds, ticket.waited) from error
        except Lost as lost:
            if pool.closed:
                raise closed() from lost
            if ticket.caller.left:
                raise CallerLeft("The one who asked has left") from lost
            if lost.status == -signal.SIGALRM:
                pool.count("timeouts")
                raise _too_slow(self._seconds, ticket.waited) from lost
            pool.count("out_of_memory")
            raise out_of_memory() from lost
        finally:
            # Also e.g. Ctrl-C in the middle: the pipe may hold half an answer.
            pool.give_back(process, self._path, whole=whole)


def _too_slow(seconds: float, waited: float) -> DeadlineExceeded:
    waiting = f", {waited:.1f} s of it waiting," if waited >= 0.05 else ""
    return DeadlineExceeded(
        f"The query took longer than {seconds:g} s{waiting} and was stopped",
        do="Ask for less: join patterns by shared variables, add a LIMIT, or raise query_seconds.",
    )
