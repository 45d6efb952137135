"""Articles from file to store: throughput, CPU by step, peak memory, and the engine's floor.

    python bench/ingest/run.py [--articles 300] [--statements 2000] [--results FILE]

Each measurement is a process of its own. Generated articles at a quarter of the number and
at the number (so that memory can be seen to be flat), then the 84 development articles of
PolNeAR where the folder of test articles is there; then the quads of the generated ones
into an empty store by the engine's own `bulk_load`, and as ingest does. `--statements` adds
the generator's statements as a file of N-Quads, loaded in the same ways.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, serialize

from bench.report import machine, write

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
ORDER = ("read", "archive", "extract", "map", "look up", "check", "compare", "write", "publish")
MEANING = {
    "read": "JSON lines to articles, language",
    "archive": "SQLite, two commits",
    "extract": "text to statements",
    "map": "statements to quads",
    "look up": "named actors and tenures, for the gate",
    "check": "SHACL",
    "compare": "with the graph of before",
    "write": "transactions",
    "publish": "checkpoints",
    "rest": "counting, naming",
}
Row = dict[str, Any]


def child(script: str, *arguments: object) -> Row:
    """The JSON that a script of this folder prints."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Row = json.loads(done.stdout)
    return found


def generate(*arguments: object) -> None:
    command = [sys.executable, "-m", "bench.generator", *map(str, arguments)]
    subprocess.run(command, cwd=REPOSITORY, check=True)


def dump_articles(home: Path, path: Path) -> None:
    """The article graphs of a store nobody has open, as N-Quads."""
    store = pyoxigraph.Store.read_only(str(home / "store"))
    with path.open("wb") as out:
        for graph in store.named_graphs():
            if isinstance(graph, NamedNode) and "/graph/article-" in graph.value:
                quads = store.quads_for_pattern(None, None, None, graph)
                out.write(serialize(quads, format=RdfFormat.N_QUADS) or b"")


def throughput(rows: dict[str, Row]) -> Iterator[str]:
    yield "| | " + " | ".join(rows) + " |"
    yield "| --- |" + " ---: |" * len(rows)
    for title, cell in (
        ("articles", lambda r: f"{r['articles']:,}"),
        ("statements", lambda r: f"{r['statements']:,}"),
        ("in quarantine", lambda r: f"{r['quarantined']:,}"),
        ("triples", lambda r: f"{r['triples']:,}"),
        ("triples a statement", lambda r: f"{r['triples'] / r['statements']:.0f}"),
        ("articles a second", lambda r: f"{r['articles'] / r['wall']:.1f}"),
        ("triples a second", lambda r: f"{r['triples'] / r['wall']:,.0f}"),
        ("articles a CPU second", lambda r: f"{r['articles'] / r['cpu']:.1f}"),
        ("triples a CPU second", lambda r: f"{r['triples'] / r['cpu']:,.0f}"),
        ("start, CPU seconds (once)", lambda r: f"{r['start_cpu']:.1f}"),
        ("peak memory, MiB", lambda r: f"{r['peak_mib']:.0f}"),
        ("... after the start", lambda r: f"{r['start_peak_mib']:.0f}"),
        (
            "memory at each quarter, MiB",
            lambda r: " / ".join(f"{mib:.0f}" for mib in r["quarters_mib"]),
        ),
    ):
        yield f"| {title} | " + " | ".join(cell(row) for row in rows.values()) + " |"


def profile(rows: dict[str, Row]) -> Iterator[str]:
    """CPU milliseconds an article and the share, by step."""
    yield "| step | what | " + " | ".join(rows) + " |"
    yield "| --- | --- |" + " ---: |" * len(rows)
    for step in (*ORDER, "rest"):
        cells = []
        for row in rows.values():
            spent = row["steps"].get(step, 0.0)
            cells.append(f"{1000 * spent / row['articles']:.1f} ({100 * spent / row['cpu']:.0f} %)")
        yield f"| {step} | {MEANING[step]} | " + " | ".join(cells) + " |"


def floors(rows: dict[str, Row]) -> Iterator[str]:
    yield "| quads | way | quads | seconds | CPU seconds | speed over `bulk_load` (CPU) |"
    yield "| --- | --- | ---: | ---: | ---: | ---: |"
    for name, ways in rows.items():
        for way, row in ways.items():
            speed = f"{ways['bulk_load']['cpu'] / row['cpu']:.2f}"
            figures = f"{row['quads']:,} | {row['wall']:.1f} | {row['cpu']:.1f} | {speed}"
            yield f"| {name} | {way} | {figures} |"


def shared_dev() -> Path | None:
    """The development articles: COMMUNIQUE_SHARED, else shared/ beside the checkout."""
    folder = Path(os.environ.get("COMMUNIQUE_SHARED") or REPOSITORY.parent / "shared")
    path = folder / "polnear" / "dev.jsonl"
    return path if path.exists() else None


def measured(articles: int, statements: int, folder: Path) -> str:
    rows: dict[str, Row] = {}
    world = folder / "world.ttl"
    for number in (max(articles // 4, 1), articles):
        path = folder / f"{number}.jsonl"
        generate("articles", number, "-o", path, "--registry", world)
        name = f"{number:,} generated"
        rows[name] = child("measure.py", path, folder / str(number), "--registry", world)
    if dev := shared_dev():
        rows["PolNeAR dev"] = child("measure.py", dev, folder / "dev")
    quads = folder / "articles.nq"
    dump_articles(folder / str(articles), quads)
    floor = {f"{articles:,} articles": child("floor.py", quads)}
    if statements:
        path = folder / "statements.nq"
        generate("statements", statements, "-o", path)
        floor[f"{statements:,} statements"] = child("floor.py", path)
    whole = rows[f"{articles:,} generated"]
    share = 100 * whole["steps"]["check"] / whole["cpu"]
    loading = floor[f"{articles:,} articles"]["bulk_load"]["cpu"]
    wrote = 100 * loading / whole["steps"]["write"]
    return "\n".join(
        [
            f"{machine()}. One process, `jobs` 1.",
            "",
            *throughput(rows),
            "",
            "CPU milliseconds an article, and the share, by step:",
            "",
            *profile(rows),
            "",
            f"SHACL takes {share:.0f} % of the CPU of {articles:,} generated articles. The floor, "
            f"`bulk_load` of their quads, takes {100 * loading / whole['cpu']:.0f} % of what the "
            f"whole way takes, and {wrote:.0f} % of its step `write`.",
            "",
            *floors(floor),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--statements", type=int, default=2000, help="0: leave them out")
    parser.add_argument("--results", type=Path, help="write the generated part of this file")
    choice = parser.parse_args()
    with TemporaryDirectory(prefix="communique-bench-") as folder:
        block = measured(choice.articles, choice.statements, Path(folder))
    print(block)
    if choice.results:
        write(block, choice.results)


if __name__ == "__main__":
    main()
