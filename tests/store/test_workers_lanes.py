"""Who waits for whom: short before long, callers in turn, and word that one has left."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import pytest

from graph_service.errors import CallerLeft, ServiceBusy, StoreError
from graph_service.store.callers import Caller
from graph_service.store.lanes import Lanes, Ticket


def lanes(long: int = 2, queue_seconds: float = 60.0, length: int = 100) -> Lanes:
    return Lanes(long, queue_seconds=queue_seconds, length=length)


def ticket(made: Lanes, caller: str = "a", shape: str = "q", seconds: float = 90.0) -> Ticket:
    return made.ticket(Caller(caller), shape, time.monotonic() + seconds)


def entered(made: Lanes, *tickets: Ticket) -> None:
    for one in tickets:
        made.enter(one)


def queued(made: Lanes, one: Ticket, order: list[Ticket]) -> threading.Thread:
    """Enter in a thread; once it waits, come back."""

    def wait() -> None:
        with suppress(StoreError):  # closed at the end of a test
            made.enter(one)
            order.append(one)

    before = made.waiting
    thread = threading.Thread(target=wait)
    thread.start()
    end = time.monotonic() + 60
    while made.waiting == before and time.monotonic() < end:
        time.sleep(0.001)
    return thread


def test_one_place_is_never_a_long_ones() -> None:
    made = lanes(long=2)
    first, second, third = (ticket(made, shape=str(n)) for n in range(3))
    entered(made, first, second, third)
    assert made.stay(first)
    assert made.stay(second)
    assert not made.stay(third), "it must go and wait for a long one's place"
    made.leave(third, again=True)
    made.enter(ticket(made, "b", "light"))
    assert made.running == 3


def test_a_shape_that_was_long_waits_with_the_long_ones_until_it_was_short() -> None:
    made = lanes()
    one = ticket(made)
    made.enter(one)
    made.stay(one)
    made.leave(one)
    again = ticket(made)
    assert again.long
    assert not ticket(made, caller="b").long, "one caller's queries say nothing of another's"
    made.enter(again)
    made.was_short(again)
    assert not ticket(made).long


def test_callers_take_turns() -> None:
    made = lanes(long=1)
    running = [ticket(made, "x", "1"), ticket(made, "x", "2")]
    entered(made, *running)
    order: list[Ticket] = []
    waiting = [ticket(made, "a", f"a{n}") for n in range(3)] + [ticket(made, "b", "b0")]
    threads = [queued(made, one, order) for one in waiting]
    for one in (running[0], *waiting):
        count = len(order)
        made.leave(one)
        end = time.monotonic() + 60
        while len(order) == count and one is not waiting[-1] and time.monotonic() < end:
            time.sleep(0.001)
        if len(order) == 4:
            break
    for thread in threads:
        thread.join(60)
    assert [one.caller.name for one in order] == ["a", "b", "a", "a"]


def test_unknown_queries_of_a_caller_with_many_long_ones_wait_with_the_long_ones() -> None:
    made = lanes(long=1)
    long = [ticket(made, "a", f"l{n}") for n in range(2)]
    entered(made, *long)
    assert made.stay(long[0])
    assert not made.stay(long[1])
    made.leave(long[1], again=True)
    order: list[Ticket] = []
    unknown = ticket(made, "a", "unknown")
    other = queued(made, unknown, order)
    assert unknown.long, "two long ones of theirs are under way, and there is one place"
    made.enter(ticket(made, "b", "unknown"))
    made.close()
    other.join(60)


def test_too_many_in_line_are_sent_away_and_no_caller_has_it_all() -> None:
    made = lanes(long=1, length=4)
    entered(made, ticket(made, "x", "1", 7.0), ticket(made, "x", "2", 9.0))
    order: list[Ticket] = []
    threads = [queued(made, ticket(made, "a", str(n)), order) for n in range(2)]
    with pytest.raises(ServiceBusy, match="2 of them yours") as caught:
        made.enter(ticket(made, "a"))
    assert 5 <= caught.value.retry_after <= 7, "by then the first that runs must have ended"
    threads += [queued(made, ticket(made, "b", str(n)), order) for n in range(2)]
    with pytest.raises(ServiceBusy, match="4 queries are waiting"):
        made.enter(ticket(made, "c"))
    made.close()
    for thread in threads:
        thread.join(60)


def test_who_leaves_while_waiting_waits_no_longer() -> None:
    made = lanes(long=1)
    entered(made, ticket(made, shape="1"), ticket(made, shape="2"))
    caller = Caller("a")
    threading.Timer(0.1, caller.leave).start()
    begin = time.monotonic()
    with pytest.raises(CallerLeft):
        made.enter(made.ticket(caller, "q", begin + 60))
    assert time.monotonic() - begin < 40
    assert made.waiting == 0
    with pytest.raises(CallerLeft):
        made.enter(made.ticket(caller, "q", begin + 60))


def test_waiting_ends_with_the_deadline_where_that_is_sooner() -> None:
    made = lanes(long=1, queue_seconds=60)
    entered(made, ticket(made, shape="1"), ticket(made, shape="2"))
    begin = time.monotonic()
    with pytest.raises(ServiceBusy):
        made.enter(ticket(made, seconds=0.2))
    assert time.monotonic() - begin < 30


def test_closing_wakes_all_who_wait() -> None:
    made = lanes(long=1)
    entered(made, ticket(made, shape="1"), ticket(made, shape="2"))
    threading.Timer(0.1, made.close).start()
    with pytest.raises(StoreError, match="closed"):
        made.enter(ticket(made))
    with pytest.raises(StoreError, match="closed"):
        made.enter(ticket(made))


def test_a_watcher_is_never_called_after_its_block() -> None:
    caller, called = Caller(), []
    with caller.watched(lambda: called.append("in the block")):
        pass
    caller.leave()
    assert called == []
    with caller.watched(lambda: called.append("had left before")):
        pass
    assert called == ["had left before"]
