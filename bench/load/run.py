"""Statements as N-Quads into a store: `communique load` against the engine's own `bulk_load`.

    python bench/load/run.py [--statements 5000 | --file QUADS.nq[.gz]] [--rounds 2] [--results F]

Each load is a process of its own, into an empty folder beside the file; the two ways take
turns. Ours is the product's whole way: engine, its files merged, checkpoint, archive, file
system synced, renamed. The engine's is `Store.bulk_load` and `flush`. How much of ours was
spent inside the engine's own call is measured as well: that share is free of what else the
machine does between two processes, and `--ways ours` gives it alone where one load is all there
is time for (with `--keep HOME` the store stays). The index is timed apart; it is within the
wall time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.report import machine, write

REPOSITORY = Path(__file__).resolve().parents[2]
BASE = "https://communique.example/"


def engine(path: Path, folder: Path) -> int:
    import pyoxigraph

    store = pyoxigraph.Store(folder)
    if path.suffix == ".gz":
        with gzip.open(path) as unpacked:
            store.bulk_load(input=unpacked, format=pyoxigraph.RdfFormat.N_QUADS)
    else:
        store.bulk_load(path=path, format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    return len(store)


def ours(path: Path, folder: Path) -> int:
    from graph_service.settings import Settings
    from graph_service.store import index
    from graph_service.store.oxigraph import OxigraphWriter
    from graph_service.upkeep.load import load

    whole, make = OxigraphWriter.load_file, index.rebuild

    def indexing(*given: Any) -> index.Made:
        begin = _cpu()
        made = make(*given)
        apart.append(_cpu() - begin)
        return made

    index.rebuild = indexing

    def timed(writer: OxigraphWriter, source: Path) -> None:
        begin = _cpu()
        whole(writer, source)  # the engine's bulk_load and flush, and nothing else
        within.append(_cpu() - begin)

    OxigraphWriter.load_file = timed  # type: ignore[method-assign]
    return load(Settings(home=folder, base_iri=BASE), path).quads


within: list[float] = []
"""CPU seconds that ours spent in the engine's call."""
apart: list[float] = []
"""CPU seconds of the index, which are no part of the others."""


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def one(way: str, path: Path, folder: Path) -> dict[str, Any]:
    """In a process of its own; CPU and peak memory are that process's."""
    wall = time.perf_counter()
    begin = _cpu()
    quads = {"engine": engine, "ours": ours}[way](path, folder)
    wall = time.perf_counter() - wall
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - begin - sum(apart)
    size = sum(
        p.stat().st_size for p in folder.rglob("*") if p.is_file() and p.stat().st_nlink == 1
    )
    size += sum(
        p.stat().st_size / p.stat().st_nlink
        for p in folder.rglob("*")
        if p.is_file() and p.stat().st_nlink > 1
    )
    return {
        "quads": quads,
        "wall": wall,
        "cpu": cpu,
        "engine": sum(within) if within else cpu,
        "index": sum(apart),
        "peak": used.ru_maxrss / 1024,
        "disk": size,
    }


def rounds(
    path: Path, number: int, ways: list[str], keep: Path | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    for turn in range(number):
        for way in ways if turn % 2 == 0 else ways[::-1]:
            with TemporaryDirectory(dir=path.parent, prefix="load-") as folder:
                made = Path(folder) / "home"
                command = [sys.executable, "-m", "bench.load.run"]
                command += ["--one", way, str(path), str(made)]
                done = subprocess.run(
                    command, stdout=subprocess.PIPE, text=True, check=True, cwd=REPOSITORY
                )
                yield way, json.loads(done.stdout)
                if keep and way == "ours" and not keep.exists():
                    made.rename(keep)
                shutil.rmtree(made, ignore_errors=True)


def report(path: Path, statements: int, choice: argparse.Namespace) -> str:
    number = choice.rounds
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in choice.ways}
    for way, row in rounds(path, number, choice.ways, choice.keep):
        found[way].append(row)
        print(way, row, file=sys.stderr, flush=True)
    quads = next(iter(found.values()))[0]["quads"]
    assert all(row["quads"] == quads for rows in found.values() for row in rows)
    packed = ", packed" if path.suffix == ".gz" else ""
    lines = [
        f"{machine()}. {statements:,} statements, full profile, {quads:,} quads "
        f"({quads / statements:.0f} a statement, registry included), "
        f"{path.stat().st_size / 2**30:.2f} GiB of N-Quads{packed}; {number} rounds, turn about.",
        "",
        "| way | seconds | CPU seconds | quads a second | peak memory, MiB | disk, GiB |",
        "| --- | --- | --- | ---: | ---: | ---: |",
    ]
    for way, rows in found.items():
        name = {"engine": "`bulk_load` of pyoxigraph", "ours": "`communique load`"}[way]
        walls = " / ".join(f"{row['wall']:.1f}" for row in rows)
        cpus = " / ".join(f"{row['cpu']:.1f}" for row in rows)
        best = quads / min(row["wall"] for row in rows)
        peak = max(row["peak"] for row in rows)
        disk = max(row["disk"] for row in rows) / 2**30
        lines.append(f"| {name} | {walls} | {cpus} | {best:,.0f} | {peak:.0f} | {disk:.2f} |")

    def total(way: str, what: str) -> float:
        return float(sum(row[what] for row in found[way]))

    lines.append("")
    if "engine" in found and "ours" in found:
        by_clock = total("engine", "wall") / total("ours", "wall")
        by_cpu = total("engine", "cpu") / total("ours", "cpu")
        lines.append(f"Speed over `bulk_load`: {by_cpu:.2f} by CPU, {by_clock:.2f} by the clock.")
    if "ours" in found:
        share = total("ours", "engine") / total("ours", "cpu")
        lines.append(f"Of our CPU seconds, {share:.3f} were spent inside `bulk_load` and `flush`.")
    if "ours" in found:
        least = min(row["index"] for row in found["ours"])
        lines.append(f"The index is no part of these CPU seconds: it took {least:.1f} more.")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=3, metavar=("WAY", "FILE", "FOLDER"))
    parser.add_argument("--statements", type=int, default=5000, help="in FILE, or to generate")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--ways", nargs="+", default=["engine", "ours"], choices=["engine", "ours"])
    parser.add_argument("--keep", type=Path, metavar="HOME", help="keep ours, for other benchmarks")
    parser.add_argument("--results", type=Path, help="write the generated part of this file")
    choice = parser.parse_args()
    if choice.one:
        way, path, folder = choice.one
        print(json.dumps(one(way, Path(path), Path(folder))))
        return
    with TemporaryDirectory(prefix="communique-bench-") as folder:
        path = choice.file or Path(folder) / "statements.nq"
        if not choice.file:
            order = ["bench.generator", "statements", str(choice.statements), "-o", str(path)]
            subprocess.run([sys.executable, "-m", *order], cwd=REPOSITORY, check=True)
        block = report(path, choice.statements, choice)
    print(block)
    if choice.results:
        write(block, choice.results)


if __name__ == "__main__":
    main()
