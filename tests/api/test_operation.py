"""Running it: figures, logs, tokens for reading, and a stop that loses nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.serving import Server, serving

SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?q ?r ?s }"
)
SECRET = "opensesame-1234567890"


def figures(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def figure(server: str, name: str, **labels: str) -> float:
    found = figures(httpx.get(f"{server}/metrics", timeout=20).text)
    return found.get((name, frozenset(labels.items())), 0.0)


def logged(running: Server) -> list[dict[str, object]]:
    """Lines of the log; the first line of stderr is for people."""
    return [json.loads(line) for line in running.log().splitlines()[1:]]


@pytest.fixture(scope="module")
def own(small_home: Path) -> Iterator[Server]:
    """A server of this module's own, so that its figures are only these tests'."""
    with serving(small_home, query_seconds=2, log="json", workers=1) as running:
        yield running


def test_figures_count_what_happened(own: Server) -> None:
    address = own.address
    assert figure(address, "communique_workers") == 3, "all start with the server"
    route = {"method": "GET", "route": "/sparql", "status": "200"}
    before = figure(address, "communique_requests_total", **route)
    answered = figure(address, "communique_queries_total", query="sparql", outcome="answered")
    for _ in range(3):
        assert httpx.get(f"{address}/sparql?query=ASK%7B%7D").status_code == 200
    assert figure(address, "communique_requests_total", **route) == before + 3
    assert (
        figure(address, "communique_queries_total", query="sparql", outcome="answered")
        == answered + 3
    )
    assert figure(address, "communique_query_seconds_count", query="sparql") >= 3


def test_a_timeout_and_its_killed_worker_are_counted(own: Server) -> None:
    killed = figure(own.address, "communique_worker_kills_total")
    slow = httpx.post(f"{own.address}/sparql", data={"query": SLOW, "timeout": "0.3"}, timeout=20)
    assert slow.status_code == 504
    assert figure(own.address, "communique_timeouts_total") >= 1
    assert figure(own.address, "communique_worker_kills_total") == killed + 1
    assert figure(own.address, "communique_queries_total", query="sparql", outcome="timeout") >= 1


def test_the_store_in_figures(own: Server) -> None:
    assert 0 <= figure(own.address, "communique_snapshot_age_seconds") < 24 * 3600
    until = time.monotonic() + 60
    while not (quads := figure(own.address, "communique_quads")) and time.monotonic() < until:
        time.sleep(0.05)  # counted in the background
    counted = httpx.get(
        f"{own.address}/sparql",
        params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "format": "csv"},
    )
    assert quads == int(counted.text.split()[1])
    assert figure(own.address, "communique_workers") >= 1
    assert figure(own.address, "process_resident_memory_bytes") > 1e6


def test_no_label_grows_with_what_strangers_send(own: Server) -> None:
    def names() -> set[object]:
        text = httpx.get(f"{own.address}/metrics").text
        return {(name, labels) for name, labels in figures(text) if "requests_total" in name}

    httpx.get(f"{own.address}/no/such/place")
    httpx.request("BREW", f"{own.address}/pot")
    # A request is counted once its answer is out, so a first look may not yet count itself.
    until = time.monotonic() + 20
    while not any("/metrics" in str(label) for label in names()) and time.monotonic() < until:
        time.sleep(0.01)
    before = names()
    for n in range(20):
        httpx.get(f"{own.address}/nothing/{n}")
        httpx.request(f"BREW{n}", f"{own.address}/pot")
    assert names() == before


def test_a_line_a_request_and_no_text_of_a_query(own: Server) -> None:
    mark = "urn:mark:4711"
    httpx.get(
        f"{own.address}/sparql",
        params={"query": f"ASK {{ <{mark}> ?p ?o }}"},
        headers={"X-Request-ID": "trace-7", "Authorization": f"Bearer {SECRET}"},
    )
    until = time.monotonic() + 60
    while "trace-7" not in own.log() and time.monotonic() < until:
        time.sleep(0.02)
    (line,) = [line for line in logged(own) if line.get("id") == "trace-7"]
    assert line["route"] == "/sparql"
    assert line["status"] == 200
    assert line["method"] == "GET"
    assert line["queries"] == ["sparql"]
    assert isinstance(line["seconds"], float)
    assert re.fullmatch(r"\d+-[0-9a-f]+", str(line["snapshot"]))
    assert mark not in own.log()
    assert SECRET not in own.log()


def test_every_answer_names_its_request(own: Server) -> None:
    given = httpx.get(f"{own.address}/healthz", headers={"X-Request-ID": "mine-1"})
    assert given.headers["x-request-id"] == "mine-1"
    made = [httpx.get(f"{own.address}/nothing").headers["x-request-id"] for _ in range(2)]
    assert made[0] != made[1]
    forged = httpx.get(f"{own.address}/healthz", headers={"X-Request-ID": 'a" b'})
    assert forged.headers["x-request-id"] != 'a" b'


def test_reading_behind_a_token(small_home: Path) -> None:
    """And, with `log_queries`, the texts in the log; the token in neither case."""
    with serving(
        small_home, reading="token", token=SECRET, log="json", log_queries="true", workers=1
    ) as running:
        address = f"{running.address}/sparql?query=ASK%7B%7D"
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": SECRET}):
            answer = httpx.get(address, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert answer.headers["content-type"] == "application/problem+json"
            assert SECRET not in answer.text
        for path in ("/", "/api/v1/statements", "/metrics", "/openapi.json", "/id/actor-Q148.ttl"):
            assert httpx.get(f"{running.address}{path}").status_code == 401, path
        for path in ("/healthz", "/readyz", "/static/site.css"):
            assert httpx.get(f"{running.address}{path}").status_code == 200, path
        opened = httpx.get(address, headers={"Authorization": f"Bearer {SECRET}"})
        assert opened.json()["boolean"] is True
        assert "private" in opened.headers["cache-control"]
        time.sleep(1)
        assert "ASK{}" in running.log()
        assert SECRET not in running.log()


def test_a_stop_answers_what_is_in_flight_and_leaves_nothing(small_home: Path) -> None:
    with serving(small_home, query_seconds=2, log="json", workers=1) as running:
        answers: list[int] = []

        def ask() -> None:
            answer = httpx.post(f"{running.address}/sparql", data={"query": SLOW}, timeout=20)
            answers.append(answer.status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.7)
        children = _children(running.process.pid)
        assert children
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(timeout=20) == 0
        asking.join()
        assert answers == [504]  # its own deadline, not the stop, ended it
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
        assert logged(running)[-1]["event"] == "stop"


def test_a_log_that_nobody_reads_stops_no_answer(small_home: Path) -> None:
    """stderr is a pipe that fills: later lines are dropped, requests go on."""
    command = [sys.executable, "-m", "graph_service", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--home", str(small_home)],
        stderr=subprocess.PIPE,
        env={**os.environ, "COMMUNIQUE_WORKERS": "1"},
    ) as process:
        try:
            assert process.stderr is not None
            first = process.stderr.readline().decode()
            address = first.rsplit(" ", 1)[-1].strip().rstrip("/")
            with httpx.Client(headers={"X-Request-ID": "x" * 64}) as client:
                for _ in range(100):
                    try:
                        client.get(f"{address}/healthz")
                        break
                    except httpx.TransportError:
                        time.sleep(0.05)
                for _ in range(600):  # some 170 bytes a line; a pipe holds 65,536
                    assert client.get(f"{address}/healthz", timeout=5).status_code == 200
        finally:
            process.terminate()
            assert process.wait(timeout=20) == 0


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]
