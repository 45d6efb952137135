"""Writes over HTTP: are increments lost, how long does a write take, what do kills cost.

    python -m bench.writes.run [--clients 8] [--each 500] [--kills 20] [--results FILE]

A server of its own on a new home. Each increment reads and writes in one SPARQL update
and is answered when readers see it; then the counter must hold their number. Then kills:
the writer process gets SIGKILL at random moments while clients add one triple each; what
was acknowledged must be there, what was refused must not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx

from bench.report import write
from graph_service.archive import Archive
from graph_service.store.managed import refresh
from graph_service.store.oxigraph import OxigraphStore
from tests.api.serving import serving

TOKEN = "bench"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
COUNTER = "GRAPH <http://example.org/counter>"
ADD = (
    f"DELETE {{ {COUNTER} {{ ?c <a:n> ?n }} }} INSERT {{ {COUNTER} {{ ?c <a:n> ?m }} }} "
    f"WHERE {{ {COUNTER} {{ ?c <a:n> ?n BIND(?n + 1 AS ?m) }} }}"
)


def prepare(home: Path) -> None:
    writer = OxigraphStore.open(home, "https://communique.example/")
    refresh(writer)
    writer.publish()
    writer.close()
    with closing(Archive.open(home)):
        pass


class Clients:
    """Several threads with one connection each, against one server."""

    def __init__(self, address: str, count: int) -> None:
        self.address = address
        self.count = count
        self.failed: list[Exception] = []

    def run(self, work: Callable[[httpx.Client, int], None]) -> float:
        """Wall seconds until all have ended."""
        begin = time.perf_counter()
        threads = [threading.Thread(target=self._one, args=(work, n)) for n in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failed:
            raise self.failed[0]
        return time.perf_counter() - begin

    def _one(self, work: Callable[[httpx.Client, int], None], number: int) -> None:
        try:
            with httpx.Client(base_url=self.address, headers=HEADERS, timeout=120) as client:
                work(client, number)
        except (AssertionError, httpx.HTTPError) as error:
            self.failed.append(error)


def update(client: httpx.Client, sparql: str, path: str = "/update") -> httpx.Response:
    return client.post(path, data={"update": sparql})


def insist(client: httpx.Client, sparql: str, path: str = "/update") -> httpx.Response:
    """As a client should: after 503, which says that nothing is in, once more."""
    while (answer := update(client, sparql, path)).status_code == 503:
        time.sleep(float(answer.headers["retry-after"]))
    return answer


def rows(client: httpx.Client, sparql: str) -> list[str]:
    answer = client.get("/sparql", params={"query": sparql, "format": "csv"})
    answer.raise_for_status()
    return answer.text.splitlines()[1:]


def increments(address: str, clients: int, each: int) -> str:
    with httpx.Client(base_url=address, headers=HEADERS, timeout=120) as one:
        assert insist(one, f"INSERT DATA {{ {COUNTER} {{ <a:c> <a:n> 0 }} }}").status_code == 204
        seconds: list[float] = []
        snapshots: set[str] = set()

        def work(client: httpx.Client, number: int) -> None:
            for _ in range(each):
                begin = time.perf_counter()
                answer = insist(client, ADD)
                seconds.append(time.perf_counter() - begin)
                assert answer.status_code == 204, answer.text
                snapshots.add(answer.headers["communique-snapshot"])

        took = Clients(address, clients).run(work)
        found = rows(one, f"SELECT ?n {{ {COUNTER} {{ ?c <a:n> ?n }} }}")
        lone = []
        for _ in range(20):
            time.sleep(0.3)
            begin = time.perf_counter()
            update(one, ADD)
            lone.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        for _ in range(500):
            assert insist(one, ADD, "/update?wait=false").status_code == 202
        promised = 500 / (time.perf_counter() - begin)
    total = len(seconds)
    return (
        f"| increments by {clients} clients | {total} sent, {found[0]} counted, "
        f"{total - int(found[0])} lost |\n"
        f"| writes a second, answered when readers see them | {total / took:.0f} |\n"
        f"| a write takes, median and worst | {statistics.median(seconds):.3f} s, "
        f"{max(seconds):.3f} s |\n"
        f"| writes that share a checkpoint, mean | {total / len(snapshots):.1f} |\n"
        f"| a lone write takes, median | {statistics.median(lone):.3f} s |\n"
        f"| writes a second of one client with `wait=false` | {promised:.0f} |\n"
    )


def kills(address: str, home: Path, clients: int, rounds: int) -> str:
    """SIGKILL for the writer process while clients write."""
    done: set[str] = set()
    refused: set[str] = set()
    unpublished: set[str] = set()
    killed: list[str] = []
    ended = threading.Event()
    slowest = 0.0

    def work(client: httpx.Client, number: int) -> None:
        nonlocal slowest
        turn = 0
        while not ended.is_set():
            turn += 1
            name = f"{number}-{turn}"
            begin = time.perf_counter()
            answer = update(
                client, f"INSERT DATA {{ GRAPH <a:kills> {{ <a:{name}> <a:name> '{name}' }} }}"
            )
            slowest = max(slowest, time.perf_counter() - begin)
            if answer.status_code == 204:
                done.add(name)
            else:
                assert answer.status_code == 503, answer.text
                told = answer.json()["detail"]
                (unpublished if told.startswith("It is in") else refused).add(name)

    def kill() -> None:
        chance = random.Random(7)
        for _ in range(rounds):
            time.sleep(chance.uniform(0.1, 0.6))
            process = (home / "writer.lock").read_text().partition("\n")[0]
            named = Path(f"/proc/{process or 0}/cmdline")
            if named.exists() and b"writing.process" in named.read_bytes():
                os.kill(int(process), signal.SIGKILL)
                killed.append(process)
        time.sleep(1)
        ended.set()

    killer = threading.Thread(target=kill)
    killer.start()
    Clients(address, clients).run(work)
    killer.join()
    with httpx.Client(base_url=address, headers=HEADERS, timeout=120) as one:
        held = set(rows(one, "SELECT ?n { GRAPH <a:kills> { ?s <a:name> ?n } }"))
    return (
        f"| kills (-9) of the writer process while {clients} clients write | {len(killed)} |\n"
        f"| acknowledged, of these missing | {len(done)}, {len(done - held)} |\n"
        f"| refused, of these there | {len(refused)}, {len(refused & held)} |\n"
        f"| said to be in and not yet published, of these missing | {len(unpublished)}, "
        f"{len(unpublished - held)} |\n"
        f"| slowest answer meanwhile | {slowest:.2f} s |\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--results", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        prepare(home)
        with serving(home, token=TOKEN, log="off") as server:
            block = "On 2 shared cores, busy with other work.\n\n| | |\n| --- | --- |\n"
            block += increments(server.address, asked.clients, asked.each)
            block += kills(server.address, home, asked.clients, asked.kills)
    print(block)
    if asked.results:
        write(block, asked.results)


if __name__ == "__main__":
    main()
