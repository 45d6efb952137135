"""Times `push` against one `curl` POST of the same dump to `oxigraph serve`; writes results.md.

    python bench/push/run.py [--quads 200000] [--rounds 3]

The store is that of `bench/export`. Each round starts two empty servers on disk, one after
the other: one takes the dump by curl in a single request, the other the push, which reads
the store itself, one graph after the other. Proof and a second push are timed apart.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report
from bench.export.run import engine_dump, make_home
from graph_service.export.source import open_source
from graph_service.push.run import Target, push
from graph_service.settings import Settings
from tests.push.oxigraph import serving

BOUND = 0.5
"""Of the speed of the single POST, by wall seconds."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """On an empty store, which goes afterwards."""
    try:
        with serving(folder / "server") as url:
            yield url
    finally:
        shutil.rmtree(folder / "server")


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def curl(dump: Path, url: str) -> None:
    subprocess.run(
        ["curl", "--fail", "--silent", "--show-error", "-X", "POST", "-T", str(dump), "-H",
         "Content-Type: application/n-quads", f"{url}/store"],
        check=True,
    )  # fmt: skip


def measure(settings: Settings, rounds: int, folder: Path) -> tuple[list[str], float]:
    """Rows of the table, and our share of curl's speed."""
    best: dict[str, float] = {}

    def note(name: str, took: float) -> None:
        best[name] = min(best.get(name, took), took)

    dump = folder / "dump.nq"
    with open_source(settings) as source:
        quads = len(source.store)
        note("the engine's dump to a file", timed(partial(engine_dump, source.store, dump)))
    (Path(settings.home) / "push").mkdir(exist_ok=True)
    for _ in range(rounds):
        with server(folder) as url:
            note("one POST of that file by curl", timed(partial(curl, dump, url)))
        for dialect in ("gsp", "update"):
            shutil.rmtree(settings.home / "push")
            with server(folder) as url:
                target = Target(url, dialect=dialect, proof="none")
                note(f"push, {dialect}, without proof", timed(partial(push, settings, target)))
                if dialect == "gsp":
                    again = Target(url, proof="graphs")
                    note("a second push: nothing sent, all graphs read back",
                         timed(partial(push, settings, again)))  # fmt: skip
                    full = push(settings, Target(url))
                    assert full.proven, full.differences
                    assert full.sent == 0
                    assert full.triples == quads
    floor = best["one POST of that file by curl"]
    rows = [f"| {name} | {took:.2f} | {floor / took:.2f} |" for name, took in best.items()]
    return rows, floor / best["push, gsp, without proof"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quads", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, default=Path(__file__).with_name("results.md"))
    options, _ = parser.parse_known_args()
    with TemporaryDirectory(prefix="communique-bench-") as name:
        folder = Path(name)
        rows, share = measure(make_home(folder / "home", options.quads), options.rounds, folder)
    block = "\n".join(
        [
            "",
            f"`python bench/push/run.py --quads {options.quads} --rounds {options.rounds}`. "
            f"2 shared cores, Python {sys.version.split()[0]}; best of {options.rounds} rounds, "
            f"load average {os.getloadavg()[0]:.1f} at the end. The last column is curl's seconds "
            f"divided by ours; asked is {BOUND} for push, {share:.2f} is there.",
            "",
            "| | wall s | share of curl's speed |",
            "| --- | ---: | ---: |",
            *rows,
            "",
        ]
    )
    print(block)
    report.write(block, options.results)
    return 0 if share >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
