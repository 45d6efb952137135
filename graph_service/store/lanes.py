"""Who waits for whom: places for long queries, and one more that only short ones get.

    arrives --> short queue --> any place --(runs on past SLICE)--> long, if such a place is free
                                    |                                 |
                                    +--------- else ended ------> long queue

Nobody can tell beforehand how long a query takes, so each begins as a short one.
Past `SLICE` it needs one of the places for long ones; where all are taken it is
ended and waits for one. How long a shape of query took is kept in mind by caller:
long ones go to the long queue at once. So do unknown ones of a caller who has more
long ones under way than there are places, for ending each after its slice costs a
process. So for another caller one place is free again after at most a slice, whatever
runs. In both queues the callers take turns, one query each.

Owns the order only; knows neither processes nor SPARQL.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout

from graph_service.errors import CallerLeft, CommuniqueError, ServiceBusy, StoreError
from graph_service.store.callers import Caller

SLICE = 0.05
"""Seconds after which a query counts as long; of CPU time, where no other caller waits."""
REMEMBERED = 1000
"""Shapes of queries that are kept in mind, over all callers."""


class Ticket:
    """One query on its way through the lanes; made by `Lanes.ticket`."""

    def __init__(
        self, caller: Caller, shape: Hashable, until: float, known_long: bool | None
    ) -> None:
        self.caller = caller
        self.key = (caller.name, shape)
        self.until = until
        self.long = bool(known_long)
        self.known = known_long is not None
        self.turn: Future[None] = Future()
        self.waited = 0.0
        self.again = False
        """Whether it is in the long queue already, having been ended after its slice."""


class _Fair:
    """A queue in which callers take turns."""

    def __init__(self) -> None:
        self._by_caller: OrderedDict[str, deque[Ticket]] = OrderedDict()

    def append(self, ticket: Ticket) -> None:
        self._by_caller.setdefault(ticket.caller.name, deque()).append(ticket)

    def pop(self) -> Ticket | None:
        if not self._by_caller:
            return None
        name, tickets = self._by_caller.popitem(last=False)
        ticket = tickets.popleft()
        if tickets:
            self._by_caller[name] = tickets  # behind all others
        return ticket

    def remove(self, ticket: Ticket) -> bool:
        tickets = self._by_caller.get(ticket.caller.name)
        if tickets is None or ticket not in tickets:
            return False
        tickets.remove(ticket)
        if not tickets:
            del self._by_caller[ticket.caller.name]
        return True

    def of(self, name: str) -> int:
        return len(self._by_caller.get(name, ()))

    def __len__(self) -> int:
        return sum(len(tickets) for tickets in self._by_caller.values())


class Lanes:
    """`long` places for long queries and one besides; at most `length` queries wait."""

    def __init__(self, long: int, *, queue_seconds: float, length: int) -> None:
        self._long_places = long
        self._free = long + 1
        self._queue_seconds = queue_seconds
        self._length = length
        self._lock = threading.Lock()
        self._short, self._long = _Fair(), _Fair()
        self._running: set[Ticket] = set()
        self._known: OrderedDict[Hashable, bool] = OrderedDict()
        self._closed = False

    @property
    def waiting(self) -> int:
        with self._lock:
            return len(self._short) + len(self._long)

    @property
    def running(self) -> int:
        with self._lock:
            return len(self._running)

    def ticket(self, caller: Caller, shape: Hashable, until: float) -> Ticket:
        with self._lock:
            return Ticket(caller, shape, until, self._known.get((caller.name, shape)))

    def enter(self, ticket: Ticket) -> None:
        """Return when it is this ticket's turn.

        Raises ServiceBusy where too many wait or it waited too long, CallerLeft, StoreError
        after `close`.
        """
        begin = time.monotonic()
        with self._lock:
            if not ticket.again:
                self._refuse(ticket)
                (self._long if ticket.long else self._short).append(ticket)
                self._admit()
        if ticket.turn.done():  # the usual case: no waiting, and nobody to be told of leaving
            ticket.turn.result()
            return
        limit = min(self._queue_seconds, ticket.until - begin)
        with ticket.caller.watched(lambda: self._give_up(ticket, _left())):
            try:
                ticket.turn.result(max(0.0, limit))
            except FutureTimeout:
                busy = ServiceBusy(
                    f"All readers were busy for {limit:.2g} s", retry_after=self._until_free()
                )
                if self._give_up(ticket, busy):
                    raise busy from None
                ticket.turn.result()
            finally:
                ticket.waited += time.monotonic() - begin

    def others_wait(self, ticket: Ticket) -> bool:
        """Whether a short query of another caller waits."""
        with self._lock:
            return len(self._short) > self._short.of(ticket.caller.name)

    def stay(self, ticket: Ticket) -> bool:
        """Past the slice: whether it may run on. If not, end it, `leave` and `enter` again."""
        with self._lock:
            self._remember(ticket, long=True)
            if self._long_running() < self._long_places:
                ticket.long = True
                return True
            return False

    def leave(self, ticket: Ticket, *, again: bool = False) -> None:
        """Its place is free. `again`: the same ticket will `enter` as a long one."""
        with self._lock:
            self._running.discard(ticket)
            self._free += 1
            if again:
                # In line at once, so that it counts when the next one is chosen.
                ticket.long, ticket.known, ticket.turn = True, True, Future()
                ticket.again = True
                self._long.append(ticket)
            self._admit()

    def was_short(self, ticket: Ticket) -> None:
        """It ended within the slice: the next of its shape begins as a short one."""
        with self._lock:
            self._remember(ticket, long=False)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for queue in (self._short, self._long):
                while (ticket := queue.pop()) is not None:
                    ticket.turn.set_exception(closed())

    def _refuse(self, ticket: Ticket) -> None:
        if self._closed:
            raise closed()
        if ticket.caller.left:
            raise _left()
        waiting = len(self._short) + len(self._long)
        own = self._short.of(ticket.caller.name) + self._long.of(ticket.caller.name)
        if waiting >= self._length or own >= math.ceil(self._length / 2):
            raise ServiceBusy(
                f"{waiting} queries are waiting already, {own} of them yours",
                retry_after=self._soonest(),
            )

    def _admit(self) -> None:
        while self._free:
            ticket = None
            if self._long_running() < self._long_places:
                ticket = self._long.pop()
            ticket = ticket or self._short.pop()
            if ticket is None:
                return
            if not ticket.known and self._has_many_long(ticket.caller.name):
                ticket.long = ticket.known = True
                self._long.append(ticket)
                continue
            self._free -= 1
            self._running.add(ticket)
            ticket.turn.set_result(None)

    def _give_up(self, ticket: Ticket, error: CommuniqueError) -> bool:
        with self._lock:
            waited = self._short.remove(ticket) or self._long.remove(ticket)
            if waited:
                ticket.turn.set_exception(error)
        return waited

    def _remember(self, ticket: Ticket, *, long: bool) -> None:
        self._known[ticket.key] = long
        self._known.move_to_end(ticket.key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _has_many_long(self, name: str) -> bool:
        running = sum(ticket.long for ticket in self._running if ticket.caller.name == name)
        return running + self._long.of(name) > self._long_places

    def _long_running(self) -> int:
        return sum(ticket.long for ticket in self._running)

    def _until_free(self) -> int:
        with self._lock:
            return self._soonest()

    def _soonest(self) -> int:
        """Whole seconds until one that runs must have ended."""
        now = time.monotonic()
        ends = [ticket.until for ticket in self._running]
        return max(1, math.ceil(min(ends) - now)) if ends else 1


def closed() -> StoreError:
    return StoreError("This view is closed", do="Open another.")


def _left() -> CallerLeft:
    return CallerLeft("The one who asked has left")
