"""Hostile requests against a running server: each one alone, then all at once.

    python bench/hostile/run.py [--home HOME] [--limit 5] [--updates] [--results FILE]

Starts `communique serve` on the home, measures a light query while nothing else is asked, then
sends each hostile request while the light query goes on, then all of them at the same time from
another address. `--updates` also sends the ten updates: give it a copy of a home.
Exits with 1 where an answer was wrong, late or half, or a light query failed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from bench.endpoint.load import generated  # noqa: E402
from bench.hostile.client import Memory, Outcome, Probe, send, tree  # noqa: E402
from bench.hostile.requests import READS, UPDATES, Hostile  # noqa: E402
from bench.report import machine, write  # noqa: E402

WORKER_MIB = 1024


@contextlib.contextmanager
def serving(home: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Address and process id of `communique serve`."""
    given = {f"COMMUNIQUE_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        [sys.executable, "-m", "graph_service", "serve", "--port", "0", "--home", str(home)],
        stderr=subprocess.PIPE, text=True, cwd=REPOSITORY, env={**os.environ, **given},
    ) as process:  # fmt: skip
        assert process.stderr is not None
        address = ""
        for line in process.stderr:
            if "serving http" in line:
                address = line[line.index("http") :].split()[0].strip('"').rstrip("/")
                break
        threading.Thread(target=process.stderr.read, daemon=True).start()
        if not address:
            raise SystemExit("the server did not start")
        time.sleep(3)
        try:
            yield address, process.pid
        finally:
            process.terminate()
            process.wait(30)


def light(latencies: list[float]) -> str:
    """Median, 99 in 100 and worst, in milliseconds."""
    if len(latencies) < 2:
        return "- | - | -"
    cuts = statistics.quantiles(latencies, n=100)
    return " | ".join(f"{x * 1000:.0f}" for x in (cuts[49], cuts[98], max(latencies)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="else a small one is made")
    parser.add_argument("--limit", type=float, default=5.0, help="deadline of a query, seconds")
    parser.add_argument("--updates", action="store_true")
    parser.add_argument("--only", default="", help="requests whose name contains this")
    parser.add_argument("--results", type=Path)
    choice = parser.parse_args()
    rows = [row for row in READS + (UPDATES if choice.updates else ()) if choice.only in row.name]
    token = secrets.token_hex(16)
    settings = {
        "query_seconds": str(choice.limit),
        "update_seconds": str(choice.limit),
        "worker_mib": str(WORKER_MIB),
        "token": token,
    }
    with (
        TemporaryDirectory() as folder,
        serving(choice.home or generated(Path(folder)), **settings) as (server, pid),
        Memory(pid) as memory,
    ):
        report, bad = measure(server, pid, rows, choice.limit, token, memory)
    print(report)
    if choice.results:
        write(report, choice.results)
    return 1 if bad else 0


def measure(
    server: str, pid: int, rows: list[Hostile], limit: float, token: str, memory: Memory
) -> tuple[str, int]:
    with Probe(server) as idle:
        time.sleep(5)
    alone: list[tuple[Outcome, list[float]]] = []
    failures = list(idle.failures)
    for row in rows:
        with Probe(server) as probe:
            outcome = send(server, row, limit, token)
        alone.append((outcome, probe.latencies))
        failures += probe.failures
        print(f"{row.name}: {outcome.status} {outcome.seconds:.2f} s {outcome.wrong}", flush=True)
    together: list[Outcome] = []
    busy = [_or_busy(row) for row in rows if not row.update]
    threads = [
        threading.Thread(
            target=lambda row=row: together.append(send(server, row, limit, source="127.0.0.2"))
        )
        for row in busy
    ]
    with Probe(server) as crowd:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    failures += crowd.failures
    time.sleep(1)
    left = len(tree(pid))
    everyone = [outcome for outcome, _ in alone] + together
    bad = [outcome for outcome in everyone if outcome.wrong]
    meanwhile = [x for _, latencies in alone for x in latencies]
    lines = [
        f"{machine()}; limit of a query {limit:g} s, cap of a reader {WORKER_MIB} MiB; "
        f"{len(rows)} requests alone, {len(busy)} at once.",
        "",
        "| request | status | seconds | light query meanwhile, worst ms |",
        "| --- | ---: | ---: | ---: |",
    ]
    for outcome, latencies in alone:
        worst = f"{max(latencies) * 1000:.0f}" if latencies else "-"
        lines.append(
            f"| {outcome.name} | {outcome.status} | {outcome.seconds:.2f} | {worst} |"
            + (f" **{outcome.wrong}**" if outcome.wrong else "")
        )
    counted = {
        s: sum(o.status == s for o in together) for s in sorted({o.status for o in together})
    }
    lines += [
        "",
        "| light query, ms | median | 99 % | worst | answers |",
        "| --- | ---: | ---: | ---: | ---: |",
        f"| nothing else asked | {light(idle.latencies)} | {len(idle.latencies)} |",
        f"| beside each hostile request | {light(meanwhile)} | {len(meanwhile)} |",
        f"| beside all reads at once | {light(crowd.latencies)} | {len(crowd.latencies)} |",
        "",
        f"All at once: {', '.join(f'{n} times {s}' for s, n in counted.items())}, the last after "
        f"{max((o.seconds for o in together), default=0):.1f} s. Wrong, late or half answers: "
        f"{len(bad)}. Failed light queries: {len(failures)}. Largest process "
        f"{memory.largest / 2**20:.0f} MiB, all together {memory.total / 2**20:.0f} MiB at most; "
        f"{left} processes afterwards.",
        "",
    ]
    for outcome in bad:
        lines.append(f"- {outcome.name}: {outcome.status}, {outcome.wrong}")
    lines += [f"- light: {failure}" for failure in failures[:10]]
    return "\n".join(lines) + "\n", len(bad) + len(failures)


def _or_busy(row: Hostile) -> Hostile:
    """At once, "come back later" is a correct answer, too."""
    from dataclasses import replace

    return replace(row, statuses=(*row.statuses, 503))


if __name__ == "__main__":
    sys.exit(main())
