"""A server that refuses, is busy, breaks off, hangs or takes little: clear, and resumable."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from threading import Event
from time import time

import pytest
from pyoxigraph import RdfFormat, Store

from graph_service.errors import NetworkError, StoreError, UsageError
from graph_service.push.run import Target
from graph_service.push.run import push as push_once
from graph_service.settings import Settings
from tests.push.conftest import Push, managed
from tests.push.oxigraph import free_port
from tests.push.server import Fault, Server, serving

SMALL = 0.001
"""MiB: nearly every graph is a batch of its own."""


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408])
def test_a_passing_fault_is_waited_for(
    push: Push, server: Server, pauses: list[float], status: int
) -> None:
    server.faults += [Fault(status, times=2), Fault(status, "GET", times=1)]
    report = push()
    assert (report.proven, report.tried_again, len(pauses)) == (True, 3, 3)
    assert 0.3 < pauses[0] < pauses[1] < 2
    assert set(server.store) == set(managed())


def test_the_server_says_how_long(push: Push, server: Server, pauses: list[float]) -> None:
    server.faults += [
        Fault(429, headers={"Retry-After": "7"}),
        Fault(503, headers={"Retry-After": formatdate(time() + 30, usegmt=True)}),
        Fault(429, headers={"Retry-After": "86400"}),
    ]
    assert push().proven is True
    assert pauses[0] == 7
    assert 25 < pauses[1] <= 30
    assert pauses[2] == 120


def test_a_lasting_fault_ends_it_and_the_next_push_goes_on(push: Push, server: Server) -> None:
    server.faults.append(Fault(500, skip=2, times=10**6))
    with pytest.raises(NetworkError, match=r"500 .*something is wrong after 6 tries") as caught:
        push(batch_mib=SMALL)
    assert "goes on where it stopped" in str(caught.value)
    server.faults.clear()
    before = server.sent()
    assert before == 2
    report = push(batch_mib=SMALL)
    assert (report.proven, report.unchanged) == (True, 2)
    assert set(server.store) == set(managed())


@pytest.mark.parametrize("status", [401, 403, 400, 405, 301])
def test_what_trying_again_cannot_mend(
    push: Push, server: Server, pauses: list[float], status: int
) -> None:
    server.faults.append(Fault(status, times=10, headers={"Location": "http://elsewhere.example/"}))
    with pytest.raises(NetworkError, match=str(status)) as caught:
        push()
    assert not pauses
    wanted = {401: "--auth", 403: "--auth", 405: "--graphs-url", 301: "elsewhere.example"}
    assert wanted.get(status, "again") in str(caught.value)


@pytest.mark.parametrize(("method", "path"), [("POST", "/query"), ("GET", "/store")])
def test_half_a_body_is_no_answer(push: Push, server: Server, method: str, path: str) -> None:
    server.faults.append(Fault(0, method, path, half=True, times=2, skip=1))
    report = push()
    assert (report.proven, report.tried_again) == (True, 2)


def test_half_a_body_for_ever(push: Push, server: Server) -> None:
    server.faults.append(Fault(0, "GET", half=True, times=10**6))
    with pytest.raises(NetworkError, match="broke off its answer"):
        push()


def test_a_server_that_hangs(push: Push, server: Server) -> None:
    released = Event()
    server.faults.append(Fault(0, hang=released))
    report = push(timeout=2)
    assert report.proven
    assert report.tried_again >= 1
    server.faults.append(Fault(0, "POST", "/query", hang=released, times=2))
    with pytest.raises(NetworkError, match="did not answer in time after 2 tries"):
        push(timeout=0.2, retries=1)
    released.set()


def test_nobody_listens(home: Settings, pauses: list[float]) -> None:
    with pytest.raises(NetworkError, match="cannot be reached"):
        push_once(home, Target(f"http://127.0.0.1:{free_port()}", retries=1))


def test_a_server_that_takes_little(push: Push, server: Server) -> None:
    largest = max(len(b) for b in _graphs(server))
    server.most = largest
    assert push().proven is True
    assert 413 in {status for _, _, status in server.seen}
    server.most = largest // 2
    server.store.clear()
    with pytest.raises(NetworkError, match=r"takes no graph of .* bytes") as caught:
        push()
    assert "--dialect update" in str(caught.value)


def test_a_large_graph_goes_in_several_updates(
    push: Push, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_service.push.remote.UPDATE_BYTES", 4000)
    assert push(dialect="update").proven is True
    assert server.sent() > 30
    assert set(server.store) == set(managed())


def test_an_answer_that_is_no_sparql(home: Settings, pauses: list[float]) -> None:
    with serving(Server(name="nothing")) as server:
        server.faults.append(Fault(200, "POST", "/query", times=10**6))
        with pytest.raises(NetworkError, match=r"Nothing there answers a SPARQL query|404"):
            push_once(home, Target(server.url, retries=0))
        with pytest.raises(NetworkError, match="no SPARQL result"):
            push_once(
                home,
                Target(
                    query_url=f"{server.url}/query",
                    graphs_url=f"{server.url}/store",
                    retries=0,
                ),
            )


SECRET = "s3cr3t-of-the-test"


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (f"bearer {SECRET}\n", f"Bearer {SECRET}"),
        ("Basic Aladdin:open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),  # RFC 7617
        (f"Authorization: Token {SECRET}", f"Token {SECRET}"),
    ],
)
def test_credentials_go_with_every_request(
    push: Push, server: Server, home: Settings, tmp_path: Path, text: str, header: str
) -> None:
    file = tmp_path / "auth"
    file.write_text(text)
    server.faults.append(Fault(401, times=1))
    with pytest.raises(NetworkError) as caught:
        push(credentials=file)
    push(credentials=file)
    assert set(server.secrets) == {header}
    kept = b"".join(path.read_bytes() for path in (home.home / "push").iterdir())
    assert SECRET not in str(caught.value) + kept.decode()


@pytest.mark.parametrize(
    "text", ["", "basic nobody", "bearer", "bearer a b", "a\nb: c", "häder: x"]
)
def test_credentials_that_are_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "auth"
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        push_once(Settings(home=tmp_path), Target("http://x.example", credentials=file))
    assert "nobody" not in str(caught.value)


def test_a_url_with_a_password_is_refused_and_not_repeated(home: Settings) -> None:
    with pytest.raises(UsageError, match="--auth FILE") as caught:
        push_once(home, Target(f"http://me:{SECRET}@x.example/"))
    assert SECRET not in str(caught.value)


def _graphs(server: Server) -> Iterator[bytes]:
    store = Store()
    store.extend(managed())
    for graph in store.named_graphs():
        yield store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""


def test_a_home_without_a_graph(tmp_path: Path, server: Server) -> None:
    with pytest.raises(StoreError, match="no graph here yet"):
        push_once(Settings(home=tmp_path / "none"), Target(server.url))


def test_exit_codes(
    home: Settings, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from graph_service.cli.main import main

    here = ["--home", str(home.home)]
    nobody = f"http://127.0.0.1:{free_port()}"
    assert main(["push", server.url, *here]) == 0
    assert main(["push", nobody, "--retries", "0", *here]) == 6
    assert main(["push", "nowhere", *here]) == 2
    assert main(["push", server.url, "--dialect", "telepathy", *here]) == 2
    assert main(["push", server.url, "--auth", str(tmp_path / "none"), *here]) == 2
    assert main(["push", server.url, "--home", str(tmp_path / "none")]) == 4
    server.faults.append(Fault(400, path="/query", skip=3))
    assert main(["push", server.url, *here]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_home_that_cannot_remember(push: Push, home: Settings) -> None:
    (home.home / "push").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be remembered"):
        push()


def test_a_broken_memory_is_told(push: Push, home: Settings) -> None:
    push()
    (path,) = (home.home / "push").glob("*.json")
    path.write_text("{")
    with pytest.raises(StoreError, match="Remove this file"):
        push()
