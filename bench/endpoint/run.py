"""Eight queries over HTTP, beside the engine in process and other servers on the same data.

    python bench/endpoint/run.py [--home HOME] [--rdflib PYTHON --nquads FILE] [--results FILE]

CPU seconds of a whole process tree a query, one client; then throughput with 8 clients for
the heavy ones, wall time. The floor is pyoxigraph in process, JSON included. The order of the
servers goes round with each pass, so that other work on the machine hits all alike; the least
of the passes counts for CPU, the best for throughput. `--rdflib` adds rdflib-endpoint (a
Python that has it) over a file that fits into its memory; its home must hold the same file.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from bench.endpoint.load import generated  # noqa: E402
from bench.endpoint.peers import Server, cpu, ours, oxigraph, rdflib_endpoint  # noqa: E402
from bench.report import machine, write  # noqa: E402

QUERIES = Path(__file__).parent / "queries"
CLIENTS = 8


@dataclass(slots=True)
class Figures:
    """Of one query: seconds by server's name, the least of all passes."""

    kind: str
    cpu: dict[str, float] = field(default_factory=dict)
    wall: dict[str, float] = field(default_factory=dict)
    rate: dict[str, float] = field(default_factory=dict)
    rows: int = 0

    def least(self, name: str, used: float, took: float) -> None:
        self.cpu[name] = min(used, self.cpu.get(name, used))
        self.wall[name] = min(took, self.wall.get(name, took))


class Floor:
    """pyoxigraph in a process of its own."""

    def __init__(self, snapshot: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.endpoint.floor", str(snapshot)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
        )  # fmt: skip
        assert self._process.stdout
        self._process.stdout.readline()

    def ask(self, path: Path, times: int) -> tuple[float, float]:
        assert self._process.stdin
        assert self._process.stdout
        print(path, times, file=self._process.stdin, flush=True)
        used, took, _ = self._process.stdout.readline().split()
        return float(used), float(took)

    def close(self) -> None:
        self._process.communicate()


def measured(server: Server, text: str, times: int) -> tuple[float, float, bytes]:
    """CPU and wall seconds a query, one client; and the answer."""
    ask = server.asker()
    body = ask(text)  # and the worker that answers is warm
    begin, wall = cpu(server.pid), time.perf_counter()
    for _ in range(times):
        body = ask(text)
    return (cpu(server.pid) - begin) / times, (time.perf_counter() - wall) / times, body


def throughput(server: Server, text: str, seconds: float) -> float:
    """Answers a second with 8 clients that each ask again when they have their answer.

    Each asks once before the clock starts: else a server of many processes is measured while
    they read the store for the first time, and one of many threads is not.
    """
    counts = [0] * CLIENTS
    begin = [0.0]

    def start() -> None:
        begin[0] = time.perf_counter()

    ready = threading.Barrier(CLIENTS, action=start)

    def client(number: int) -> None:
        ask = server.asker()
        ask(text)
        ready.wait()
        while time.perf_counter() < begin[0] + seconds:
            ask(text)
            counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begin[0])


def compared(
    servers: list[Server], snapshot: Path, passes: int, seconds: float
) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    floor = Floor(snapshot)
    for turn in range(passes):
        for path in sorted(QUERIES.glob("*.rq")):
            text = path.read_text(encoding="utf-8")
            figures = found.setdefault(path.stem, Figures(text.split(None, 3)[2]))
            times = times_for(floor.ask(path, 1)[1])
            figures.least("floor", *floor.ask(path, times))
            answers = {}
            for server in servers[turn % len(servers) :] + servers[: turn % len(servers)]:
                slow = server.name == "rdflib-endpoint"
                used, took, body = measured(server, text, max(1, times // 20) if slow else times)
                figures.least(server.name, used, took)
                answers[server.name] = _rows(body)
                if figures.kind == "heavy" and not slow:
                    rate = throughput(server, text, seconds)
                    figures.rate[server.name] = max(rate, figures.rate.get(server.name, 0.0))
            if len(set(answers.values())) != 1:
                raise SystemExit(f"{path.stem}: not the same answers: {answers}")
            figures.rows = next(iter(answers.values()))
            print(turn, path.stem, figures, flush=True)
    floor.close()
    return found


def times_for(took: float) -> int:
    """So many that the clock's hundredth of a second is small against them, yet not for long."""
    return max(1, min(500, round(1.0 / took)))


def _rows(body: bytes) -> int:
    return len(json.loads(body)["results"]["bindings"])


def report(found: dict[str, Figures], title: str) -> str:
    others = [name for name in next(iter(found.values())).cpu if name not in ("floor", "ours")]
    lines = [
        f"{title}. {machine()}, shared with other work.",
        "",
        f"| query | kind | rows | floor, CPU ms | ours, CPU ms | ours / floor | ours, wall ms | "
        f"{' | '.join(f'{name} CPU / ours' for name in others)} | 8 clients, ours / oxigraph |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | " + "---: | " * len(others) + "---: |",
    ]
    for name, one in found.items():
        floor, mine = one.cpu["floor"], one.cpu["ours"]
        beside = " | ".join(f"{one.cpu[other] / mine:.2f}" for other in others)
        rate = ""
        if "oxigraph serve" in one.rate:
            rate = f"{one.rate['ours'] / one.rate['oxigraph serve']:.2f}"
        ratio = f"+{(mine - floor) * 1000:.1f} ms" if one.kind == "tiny" else f"{mine / floor:.2f}"
        lines.append(
            f"| {name} | {one.kind} | {one.rows:,} | {floor * 1000:.1f} | {mine * 1000:.1f} | "
            f"{ratio} | {one.wall['ours'] * 1000:.0f} | {beside} | {rate} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="else a small one is made")
    parser.add_argument("--workers", type=int, default=8, help="ours: long queries at once")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each throughput")
    parser.add_argument("--preload", default="", help="ours: an allocator, say libjemalloc.so.2")
    parser.add_argument("--rdflib", type=Path, help="a Python that has rdflib-endpoint")
    parser.add_argument("--nquads", type=Path, help="the home's data, for rdflib-endpoint")
    parser.add_argument("--title", default="", help="size of the data, for the report")
    parser.add_argument("--results", type=Path)
    choice = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = choice.home or generated(Path(stack.enter_context(TemporaryDirectory())))
        name = (home / "snapshots" / "current").read_text().strip()
        snapshot = home / "snapshots" / name
        limits = {"query_seconds": "600", "queue_seconds": "600", "workers": str(choice.workers)}
        mine = ours(home, choice.preload, **limits)
        servers = [stack.enter_context(mine), stack.enter_context(oxigraph(snapshot))]
        if choice.rdflib:
            servers.append(stack.enter_context(rdflib_endpoint(choice.rdflib, choice.nquads)))
        text = report(compared(servers, snapshot, choice.passes, choice.seconds), choice.title)
    print(text)
    if choice.results:
        write(text, choice.results)


if __name__ == "__main__":
    main()
