"""Ctrl-C: what waits for a silent server ends at once, and nothing is asked again."""

from __future__ import annotations

from threading import Event

import pytest

from graph_service.errors import NetworkError
from graph_service.push.connection import Connection, threads
from graph_service.settings import Settings
from tests.push.conftest import Push, managed
from tests.push.server import Fault, Server


def test_ctrl_c_ends_a_request_under_way(server: Server) -> None:
    reached, released = Event(), Event()

    def silent() -> None:
        reached.set()
        released.wait()

    server.faults.append(Fault(500, "GET", "/store", first=silent))
    connection = Connection(timeout=3600)
    with pytest.raises(KeyboardInterrupt), threads(connection, 1, "test") as pool:  # noqa: PT012
        waiting = pool.submit(connection.send, "GET", f"{server.url}/store")
        reached.wait()
        raise KeyboardInterrupt
    with pytest.raises(NetworkError):
        waiting.result()
    assert connection.tried_again == 0
    with pytest.raises(NetworkError):
        connection.send("GET", f"{server.url}/store")
    assert len(server.seen) == 0
    released.set()
    connection.close()


def test_ctrl_c_ends_a_pause(server: Server) -> None:
    answered = Event()
    server.faults.append(
        Fault(503, "GET", "/store", times=9, headers={"Retry-After": "100"}, first=answered.set)
    )
    connection = Connection()
    with pytest.raises(KeyboardInterrupt), threads(connection, 1, "test") as pool:  # noqa: PT012
        waiting = pool.submit(connection.send, "GET", f"{server.url}/store")
        answered.wait()
        raise KeyboardInterrupt
    with pytest.raises(NetworkError):
        waiting.result()
    assert server.faults[0].times == 8
    connection.close()


def test_what_was_sent_before_ctrl_c_is_remembered(
    push: Push, server: Server, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graph_service.push.remote import Remote

    write, calls = Remote.write, []

    def interrupted(self: Remote, batch: object) -> None:
        calls.append(batch)
        if len(calls) == 3:
            raise KeyboardInterrupt
        write(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(Remote, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        push(batch_mib=0.001)
    sent = server.sent()
    read_back = []

    def forgotten(self: Remote, graph: str, mark: object) -> None:
        read_back.append(graph)  # gives no fingerprint: the graph would be sent again

    monkeypatch.setattr(Remote, "fingerprint", forgotten)
    report = push(batch_mib=0.001, proof="none")
    assert (report.unchanged, sent) == (2, 2)
    assert read_back == []
    assert report.graphs == report.sent + 2
    assert set(server.store) == set(managed())
