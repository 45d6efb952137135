"""The writer process: deadlines, kills, memory, groups, and letting go of the home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_service.errors import (
    BadValue,
    CommuniqueError,
    DeadlineExceeded,
    LimitExceeded,
    ServiceBusy,
    StoreLocked,
)
from graph_service.settings import Settings
from graph_service.store import snapshots
from graph_service.store.oxigraph import OxigraphStore
from graph_service.writing.client import QUEUE, WriterClient
from graph_service.writing.messages import Done, Job

BASE = "https://communique.example/"
ENDLESS = "INSERT { ?a ?b ?f } WHERE { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h }"
CROSS = "DELETE WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def update(sparql: str, seconds: float | None = None, *, wait: bool = True) -> Job:
    return Job("update", {"default": [], "named": []}, sparql.encode(), seconds, wait)


@pytest.fixture
def client(home: Path) -> Iterator[WriterClient]:
    with closing(WriterClient(Settings(home=home, update_seconds=20))) as made:
        yield made


def ran(client: WriterClient, sparql: str, seconds: float | None = None) -> Done:
    return client.submit(update(sparql, seconds)).result(60)


def published(home: Path, pattern: str = "?s <a:p> ?o") -> set[str]:
    store = ox.Store.read_only(str(snapshots.current(home).path))
    rows = store.query(f"SELECT ?o WHERE {{ {pattern} }}")
    return {row["o"].value for row in rows}


def filled(client: WriterClient) -> None:
    """Enough that a cross product over it ends in no test's time."""
    triples = " ".join(f"<a:{n}> <a:fill> {n} ." for n in range(3000))
    ran(client, f"INSERT DATA {{ {triples} }}")


def children() -> set[int]:
    """Processes that this one started and that are still there."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == str(os.getpid()) and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def opened() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def writer_of(home: Path) -> int:
    return int((home / "writer.lock").read_text().split()[0])


@pytest.mark.parametrize("sparql", [ENDLESS, CROSS], ids=["endless rows", "a cross product"])
def test_a_deadline_costs_the_update_and_nothing_else(
    client: WriterClient, home: Path, sparql: str
) -> None:
    filled(client)
    begin = time.monotonic()
    heavy = client.submit(update(f"INSERT DATA {{ <a:half> <a:p> 'half' }} ; {sparql}", 2.0))
    with pytest.raises(DeadlineExceeded, match="nothing of it is in"):
        heavy.result(60)
    assert time.monotonic() - begin < 2.0 + 20  # on a slow and busy machine; 2.1 alone
    ran(client, "INSERT DATA { <a:after> <a:p> 'after' }")
    assert published(home) == {"after"}


def test_what_was_in_before_the_kill_is_published(client: WriterClient, home: Path) -> None:
    filled(client)
    first = client.submit(update("INSERT DATA { <a:s> <a:p> 'first' }"))
    second = client.submit(update(CROSS, 0.5))
    assert first.result(60).snapshot
    with pytest.raises(DeadlineExceeded):
        second.result(60)
    assert published(home) == {"first"}


def test_a_kill_from_outside_is_reported_and_the_next_write_goes_on(
    client: WriterClient, home: Path
) -> None:
    filled(client)
    before = children()
    heavy = client.submit(update(f"INSERT DATA {{ <a:half> <a:p> 'half' }} ; {CROSS}"))
    time.sleep(0.5)
    os.kill(writer_of(home), signal.SIGKILL)
    with pytest.raises(ServiceBusy, match="ended from outside"):
        heavy.result(60)
    ran(client, "INSERT DATA { <a:s> <a:p> 'next' }")
    assert published(home) == {"next"}
    assert len(children()) <= len(before)


def test_an_update_that_was_in_when_the_process_died_is_not_called_undone(home: Path) -> None:
    """The commit happened, its answer never came: the successor looks it up."""
    settings = Settings(home=home)
    script = (
        "import os, graph_service.writing.process as p\n"
        "def dies(desk, job, options, body):\n"
        "    desk.commit(job, ['INSERT DATA { <a:s> <a:p> \"in\" }'])\n"
        "    os.kill(os.getpid(), 9)\n"
        "p.JOBS['update'] = dies\n"
        "p.main()\n"
    )
    with closing(WriterClient(settings)) as client:
        spawn = subprocess.Popen

        def once(command: list[str], **more: object) -> subprocess.Popen[bytes]:
            monkey.undo()
            return spawn([sys.executable, "-c", script, command[-1]], **more)  # type: ignore[call-overload]

        monkey = pytest.MonkeyPatch()
        monkey.setattr(subprocess, "Popen", once)
        done = ran(client, "ignored")
    assert done.snapshot
    assert published(home) == {"in"}


def test_memory_is_capped(home: Path) -> None:
    settings = Settings(home=home, update_seconds=60, writer_mib=64)
    with closing(WriterClient(settings)) as client:
        filled(client)
        rows = (
            "INSERT { ?a <a:p> ?n } WHERE { ?a <a:fill> ?x . ?b <a:fill> ?y BIND(?x * ?y AS ?n) }"
        )
        with pytest.raises(LimitExceeded, match="memory") as found:
            ran(client, rows)
        assert not isinstance(found.value, DeadlineExceeded)
        ran(client, "INSERT DATA { <a:s> <a:p> 'next' }")
    assert published(home) == {"next"}


def test_a_process_that_has_grown_is_replaced_between_two_writes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(WriterClient(Settings(home=home, writer_idle_seconds=600))) as client:
        ran(client, "INSERT DATA { <a:s> <a:p> 1 }")
        process = client._process
        assert process is not None
        ran(client, "INSERT DATA { <a:s> <a:p> 2 }")
        assert client._process is process, "a few writes are no reason"
        monkeypatch.setattr("graph_service.writing.client.RENEWED", -1.0)
        ran(client, "INSERT DATA { <a:s> <a:p> 3 }")
        ran(client, "INSERT DATA { <a:s> <a:p> 4 }")
        assert client._process is not process
    assert published(home) == {"1", "2", "3", "4"}


def test_refusals_cost_no_process(client: WriterClient, home: Path) -> None:
    ran(client, "INSERT DATA {}")
    process = writer_of(home)
    for sparql in ("CREATE GRAPH <a:g> ; CREATE GRAPH <a:g>", "DROP GRAPH <a:none>"):
        with pytest.raises(BadValue, match="nothing of it is in"):
            ran(client, sparql)
    for sparql in ("INSERT", "CLEAR ALL", "LOAD <a:b>", "{" * 9000):
        with pytest.raises(CommuniqueError):
            ran(client, sparql)
    ran(client, "INSERT DATA {}")
    assert writer_of(home) == process
    assert "a:g" not in published(home, "GRAPH ?o {}")


def test_no_increment_is_lost_and_groups_share_checkpoints(
    client: WriterClient, home: Path
) -> None:
    """8 clients that read, add one and write, each in one update (bench/writes does 4,000)."""
    ran(client, "INSERT DATA { <a:counter> <a:p> 0 }")
    add = "DELETE { ?c <a:p> ?n } INSERT { ?c <a:p> ?m } WHERE { ?c <a:p> ?n BIND(?n + 1 AS ?m) }"
    seen: set[str] = set()

    def one() -> None:
        for _ in range(6):
            seen.add(ran(client, add).snapshot)

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert published(home) == {"48"}
    assert len(seen) <= 24  # at least two a group


def test_nothing_leaks(home: Path) -> None:
    files, processes = opened(), children()
    with closing(WriterClient(Settings(home=home, update_seconds=20))) as client:
        for _ in range(3):
            filled(client)
            with pytest.raises(DeadlineExceeded):
                ran(client, CROSS, 0.2)
        assert len(children()) <= len(processes) + 2
    assert (opened(), children()) == (files, processes)
    assert len(list((home / "snapshots").glob("*-*"))) == 1


def test_the_home_is_let_go_when_idle(home: Path) -> None:
    settings = Settings(home=home, writer_idle_seconds=0.2)
    with closing(WriterClient(settings)) as client:
        ran(client, "INSERT DATA { <a:s> <a:p> 'server' }")
        # A command waits the little while that the server still holds the lock.
        writer = OxigraphStore.open(home, BASE)
        writer.update("INSERT DATA { <a:s> <a:p> 'command' }")
        writer.publish()
        with pytest.raises(StoreLocked, match="is writing to this home"):
            ran(client, "INSERT DATA { <a:s> <a:p> 'again' }")
        writer.close()
        ran(client, "INSERT DATA { <a:s> <a:p> 'again' }")
    assert published(home) == {"server", "command", "again"}


def test_a_command_that_waited_in_vain_says_who_writes(
    client: WriterClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_service.store.home.SERVER_PATIENCE", 0.2)
    ran(client, "INSERT DATA {}")
    with pytest.raises(StoreLocked) as found:
        OxigraphStore.open(home, BASE)
    assert "A server at 127.0.0.1:8000 (process " in str(found.value)
    assert "/api/v1/articles" in str(found.value)


def test_a_full_queue_and_a_long_wait_are_refused(home: Path) -> None:
    settings = Settings(home=home, update_seconds=20, queue_seconds=0.2)
    with closing(WriterClient(settings)) as client:
        filled(client)
        heavy = client.submit(update(CROSS, 1.0))
        late = [client.submit(update("INSERT DATA {}")) for _ in range(QUEUE - 1)]
        with pytest.raises(ServiceBusy, match="are waiting already"):
            late += [client.submit(update("INSERT DATA {}")) for _ in range(3)]
        with pytest.raises(DeadlineExceeded):
            heavy.result(60)
        with pytest.raises(ServiceBusy, match="was busy for"):
            late[-1].result(60)


def test_closing_ends_what_waits(home: Path) -> None:
    client = WriterClient(Settings(home=home))
    done = client.submit(update("INSERT DATA { <a:s> <a:p> 'last' }", wait=False))
    assert done.result(60).snapshot
    client.close()
    assert published(home) == {"last"}  # though nobody waited for it
    with pytest.raises(ServiceBusy):
        client.submit(update("INSERT DATA {}"))


def test_the_snapshot_that_is_promised_is_the_one_that_comes(
    client: WriterClient, home: Path
) -> None:
    for number in range(3):
        promised = client.submit(update(f"INSERT DATA {{ <a:s> <a:p> {number} }}", wait=False))
        name = promised.result(60).snapshot
        _until(lambda name=name: snapshots.current(home).id == name)
        assert str(number) in published(home)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
