"""When a query counts as long: by CPU time, and by the clock where others wait."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from graph_service.store.callers import Caller
from graph_service.store.lanes import SLICE, Ticket
from graph_service.store.pool import FIRST_SLICE, Pool


class Process:
    """Takes `cpu` seconds at each look, and answers at look number `answers`."""

    def __init__(self, cpu: float, answers: int, *, warm: bool = True) -> None:
        self.warm, self.looks = warm, 0
        self._cpu, self._answers = cpu, answers

    def cpu_seconds(self) -> float:
        return self.looks * self._cpu

    def answers_within(self, seconds: float) -> bool:
        self.looks += 1
        return self.looks >= self._answers


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(1, queue_seconds=60, queue_length=100, cap=1 << 30)
    yield made
    made.close()


def in_its_slice(pool: Pool, process: Process, seconds: float = 3600) -> bool:
    ticket = pool._lanes.ticket(Caller("a"), "q", time.monotonic() + seconds)
    return pool._in_its_slice(ticket, process, process.cpu_seconds())  # type: ignore[arg-type]


def test_on_a_busy_machine_cpu_time_counts(pool: Pool) -> None:
    starved = Process(SLICE / 100, answers=90)
    assert in_its_slice(pool, starved)
    assert starved.looks == 90


def test_past_its_cpu_time_it_is_long(pool: Pool) -> None:
    assert not in_its_slice(pool, Process(SLICE / 10, answers=1000))


def test_the_first_query_of_a_process_gets_more(pool: Pool) -> None:
    looks = round(2 * SLICE / (SLICE / 10))
    assert looks * SLICE / 10 < FIRST_SLICE
    assert in_its_slice(pool, Process(SLICE / 10, answers=looks, warm=False))
    assert not in_its_slice(pool, Process(SLICE / 10, answers=looks))


def test_where_others_wait_the_clock_counts(pool: Pool) -> None:
    waiting: Ticket = pool._lanes.ticket(Caller("b"), "q", time.monotonic() + 3600)
    pool._lanes._short.append(waiting)
    process = Process(0.0, answers=1000)
    assert not in_its_slice(pool, process)
    assert process.looks == 1, "a slice by the clock, and no further look"


def test_its_own_deadline_ends_it(pool: Pool) -> None:
    assert not in_its_slice(pool, Process(0.0, answers=10**9), seconds=0.05)
