"""Statements as N-Quads into a store: `communique load` against the engine's own `bulk_load`.

    python bench/load/run.py [--statements 5000 | --file QUADS.nq] [--rounds 2] [--results FILE]

Each load is a process of its own, into an empty folder beside the file; the two ways take
turns. Ours is the product's whole way: engine, checkpoint, archive, file system synced,
renamed. The engine's is `Store.bulk_load` and `flush`. An index, where this version
has one, is timed apart: `INDEX` names it.
"""

from __future__ import annotations

import argparse
import importlib.util
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
INDEX = "graph_service.store.index"
"""Module with `build(home)`, once there is one."""
BASE = "https://communique.example/"


def engine(path: Path, folder: Path) -> int:
    import pyoxigraph

    store = pyoxigraph.Store(folder)
    store.bulk_load(path=path, format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    return len(store)


def ours(path: Path, folder: Path) -> int:
    from graph_service.settings import Settings
    from graph_service.upkeep.load import load

    return load(Settings(home=folder, base_iri=BASE), path).quads


def one(way: str, path: Path, folder: Path) -> dict[str, Any]:
    """In a process of its own; CPU and peak memory are that process's."""
    wall = time.perf_counter()
    quads = {"engine": engine, "ours": ours}[way](path, folder)
    wall = time.perf_counter() - wall
    used = resource.getrusage(resource.RUSAGE_SELF)
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
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
        "disk": size,
    }


def rounds(path: Path, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for turn in range(number):
        for way in ("engine", "ours") if turn % 2 == 0 else ("ours", "engine"):
            with TemporaryDirectory(dir=path.parent, prefix="load-") as folder:
                made = Path(folder) / "home"
                command = [sys.executable, __file__, "--one", way, str(path), str(made)]
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
                yield way, json.loads(done.stdout)
                shutil.rmtree(made, ignore_errors=True)


def report(path: Path, statements: int, number: int) -> str:
    found: dict[str, list[dict[str, Any]]] = {"engine": [], "ours": []}
    for way, row in rounds(path, number):
        found[way].append(row)
        print(way, row, file=sys.stderr)
    quads = found["engine"][0]["quads"]
    assert all(row["quads"] == quads for rows in found.values() for row in rows)
    lines = [
        f"{machine()}. {statements:,} statements, full profile, {quads:,} quads "
        f"({quads / statements:.0f} a statement, registry included), "
        f"{path.stat().st_size / 2**30:.2f} GiB of N-Quads; {number} rounds, turn about.",
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

    def ratio(what: str) -> float:
        return sum(r[what] for r in found["engine"]) / sum(r[what] for r in found["ours"])

    lines += [
        "",
        f"Speed over `bulk_load`: {ratio('wall'):.2f} by the clock, {ratio('cpu'):.2f} by CPU.",
    ]
    there = importlib.util.find_spec(INDEX) is not None
    lines.append("The index is not part of this." if there else "This version has no index.")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=3, metavar=("WAY", "FILE", "FOLDER"))
    parser.add_argument("--statements", type=int, default=5000, help="in FILE, or to generate")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
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
        block = report(path, choice.statements, choice.rounds)
    print(block)
    if choice.results:
        write(block, choice.results)


if __name__ == "__main__":
    main()
