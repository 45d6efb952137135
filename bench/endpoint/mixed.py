"""Reads and writes at the same time, for minutes: is each write read back, does anything leak?

    python bench/endpoint/mixed.py --home COPY [--minutes 10] [--results FILE]

Two writers raise one counter together and each keeps a list of its own; after each update they
read what they wrote, over another connection. Four readers ask the eight queries and a light
one; each answer must be the first one again, for nobody writes what they ask. Every few
seconds the server's memory, open files, processes and snapshot folders are counted.
Changes the home: give it a copy.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

import http.client  # noqa: E402

from bench.endpoint.peers import JSON, Server, ours  # noqa: E402
from bench.hostile.client import tree  # noqa: E402
from bench.hostile.probe import LIGHT  # noqa: E402
from bench.report import machine, write  # noqa: E402

QUERIES = Path(__file__).parent / "queries"
GRAPH = f"https://mixed.example/{secrets.token_hex(4)}"
"""Another in each run, so that a home can be used again."""
IDLE = 3.0
"""Seconds after which a connection is not trusted any more: the server closes one after five."""
COUNTER = "<https://mixed.example/counter> <https://mixed.example/is>"


@dataclass(slots=True)
class Tally:
    """Shared by all threads; appended to only."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    busy: list[int] = field(default_factory=list)
    samples: list[tuple[float, int, int, int, int]] = field(default_factory=list)


class Client:
    """One connection; asks and updates."""

    def __init__(self, server: Server, token: str) -> None:
        place = urlsplit(server.address)
        self._connection = http.client.HTTPConnection(place.netloc, timeout=120)
        self._token = token
        self._used = time.monotonic()

    def query(self, text: str) -> tuple[int, bytes]:
        return self._post("/sparql", "application/sparql-query", text)

    def update(self, text: str) -> tuple[int, bytes]:
        return self._post("/update", "application/sparql-update", text)

    def _post(self, path: str, kind: str, text: str) -> tuple[int, bytes]:
        headers = {"Content-Type": kind, "Accept": JSON, "Authorization": f"Bearer {self._token}"}
        if time.monotonic() > self._used + IDLE:
            self._connection.close()  # the next request opens it again
        self._connection.request("POST", path, text.encode(), headers)
        answer = self._connection.getresponse()
        body = answer.read()
        self._used = time.monotonic()
        return answer.status, body


def reader(client: Client, texts: dict[str, str], first: dict[str, str], tally: Tally,
           until: float) -> None:  # fmt: skip
    dice = random.Random(threading.get_ident())
    while time.monotonic() < until:
        name = dice.choice([*texts, *["light"] * 20])
        begin = time.monotonic()
        status, body = client.query(texts[name])
        tally.reads.append(time.monotonic() - begin)
        if status == 503:
            tally.busy.append(1)
        elif status != 200:
            tally.wrong.append(f"{name}: {status} {body[:100]!r}")
        elif _sorted(body) != first.setdefault(name, _sorted(body)):
            tally.wrong.append(f"{name}: another answer than before")


def _sorted(body: bytes) -> str:
    rows = json.loads(body)["results"]["bindings"]
    return str(hash(tuple(sorted(json.dumps(row, sort_keys=True) for row in rows))))


def writer(number: int, writing: Client, reading: Client, tally: Tally, done: list[int],
           until: float) -> None:  # fmt: skip
    own = f"{GRAPH}/{number}"
    count = 0
    while time.monotonic() < until:
        begin = time.monotonic()
        status, body = writing.update(
            f"DELETE {{ GRAPH <{GRAPH}> {{ {COUNTER} ?n }} }} "
            f"INSERT {{ GRAPH <{GRAPH}> {{ {COUNTER} ?m }} }} "
            f"WHERE {{ GRAPH <{GRAPH}> {{ {COUNTER} ?n }} BIND(?n + 1 AS ?m) }} ;\n"
            f"INSERT DATA {{ GRAPH <{own}> {{ "
            f"<{own}/{count}> <https://mixed.example/no> {count} }} }}"
        )
        tally.writes.append(time.monotonic() - begin)
        if status >= 300:
            tally.wrong.append(f"update: {status} {body[:200]!r}")
            time.sleep(0.5)
            continue
        count += 1
        done[number] = count
        text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{own}> {{ ?s ?p ?o }} }}"
        status, body = reading.query(text)
        if status == 200 and _number(body) != count:
            tally.wrong.append(f"{_number(body)} of {count} of my writes are there")


def _number(body: bytes) -> int:
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


def sampler(server: Server, home: Path, tally: Tally, until: float) -> None:
    begin = time.monotonic()
    while time.monotonic() < until:
        sizes = tree(server.pid)
        files = len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
        folders = len(list((home / "snapshots").iterdir()))
        row = (time.monotonic() - begin, sum(sizes.values()), files, len(sizes), folders)
        tally.samples.append(row)
        time.sleep(3)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--results", type=Path)
    choice = parser.parse_args()
    token = secrets.token_hex(16)
    texts = {path.stem: path.read_text() for path in QUERIES.glob("*.rq") if path.stem != "view"}
    texts["light"] = LIGHT
    tally, done, first = Tally(), [0, 0], dict[str, str]()
    with ours(choice.home, token=token, query_seconds="60", queue_seconds="60") as server:
        client = Client(server, token)
        status, body = client.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {COUNTER} 0 }} }}")
        if status >= 300:
            raise SystemExit(f"{status} {body!r}")
        until = time.monotonic() + choice.minutes * 60

        def new() -> Client:
            return Client(server, token)

        threads = [
            *(threading.Thread(target=reader, args=(new(), texts, first, tally, until))
              for _ in range(4)),
            *(threading.Thread(target=writer, args=(n, new(), new(), tally, done, until))
              for n in range(2)),
            threading.Thread(target=sampler, args=(server, choice.home, tally, until)),
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        last = _number(new().query(f"SELECT ?n {{ GRAPH <{GRAPH}> {{ {COUNTER} ?n }} }}")[1])
    if last != sum(done):
        tally.wrong.append(f"the counter is {last} after {sum(done)} acknowledged increments")
    text = report(tally, choice.minutes, last, sum(done))
    print(text)
    if choice.results:
        write(text, choice.results)
    return 1 if tally.wrong else 0


def report(tally: Tally, minutes: float, last: int, done: int) -> str:
    settled = [row for row in tally.samples if row[0] > min(60.0, minutes * 15)] or tally.samples
    third = max(1, len(settled) // 3)
    lines = [
        f"{minutes:g} minutes, 4 readers and 2 writers. {machine()}, shared with other work.",
        "",
        f"- {len(tally.reads):,} reads, median {statistics.median(tally.reads) * 1000:.0f} ms; "
        f"{len(tally.busy)} were told to come back",
        f"- {len(tally.writes):,} updates, median {statistics.median(tally.writes) * 1000:.0f} ms "
        f"until the checkpoint that holds them; worst {max(tally.writes):.2f} s",
        f"- counter {last:,} after {done:,} acknowledged increments; wrong answers: "
        f"{len(tally.wrong)}",
        "",
        "| the server, after a minute | first third | last third |",
        "| --- | ---: | ---: |",
    ]
    for place, name, scale in (
        (1, "memory, median MiB", 2**20), (2, "open files, most", 1),
        (3, "processes, most", 1), (4, "snapshot folders, most", 1),
    ):  # fmt: skip
        pick = statistics.median if place == 1 else max
        begin, end = (
            pick([row[place] for row in part]) for part in (settled[:third], settled[-third:])
        )
        lines.append(f"| {name} | {begin / scale:.0f} | {end / scale:.0f} |")
    lines += ["", *(f"- {wrong}" for wrong in tally.wrong[:10])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
