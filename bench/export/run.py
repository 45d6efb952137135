"""Times `export` against the engine's own dump of the same snapshot; writes results.md.

    python bench/export/run.py [--quads 200000] [--rounds 3]

The store: the sample dispatches taken in by the real pipeline, their article graphs
copied under ids of their own until there are so many quads, and the registry once.
Each round runs all ways once, one after the other; the best round of each counts.
Every way writes a file and syncs it to the disk, and ours also takes its checksum.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from graph_service.export.run import Request, export
from graph_service.export.source import open_source
from graph_service.ingest import ingest
from graph_service.readers import read
from graph_service.readers.base import Metadata
from graph_service.settings import Settings, load_settings
from graph_service.store.oxigraph import OxigraphStore

ROOT = Path(__file__).resolve().parents[2]
BOUND = 0.7
"""Of the speed of the engine's own dump, for N-Quads in the full profile."""

OWN_IDS = re.compile(rb"/(id|graph)/(article|statement|report|evidence|selector|event|account)-")

WAYS: dict[str, tuple[str, Request]] = {
    "nquads, full": ("a.nq", Request()),
    "nquads, simple": ("b.nq", Request(profile="simple")),
    "trig, full": ("c.trig", Request(format="trig")),
    "trig, simple": ("c2.trig", Request(format="trig", profile="simple")),
    "turtle, full": ("d.ttl", Request(format="turtle")),
    "turtle, simple": ("d2.ttl", Request(format="turtle", profile="simple")),
    "ntriples, full": ("e.nt", Request(format="ntriples")),
    "ntriples, simple": ("e2.nt", Request(format="ntriples", profile="simple")),
    "jsonld, full": ("f.jsonld", Request(format="jsonld")),
    "jsonld, simple": ("f2.jsonld", Request(format="jsonld", profile="simple")),
    "nquads, canonical": ("g.nq", Request(canonical=True)),
    "nquads, full, .gz": ("h.nq.gz", Request()),
    "nquads, full, .zst": ("i.nq.zst", Request()),
    "csv": ("j.csv", Request(format="csv")),
    "parquet": ("k.parquet", Request(format="parquet")),
    "nquads with manifest": ("l.nq", Request(manifest=True)),
}


def copies(articles: list[Quad], quads: int) -> Iterator[Quad]:
    text = serialize(articles, format=RdfFormat.N_QUADS) or b""
    for number in range(1, 1 + max(0, quads // len(articles))):
        other = OWN_IDS.sub(rb"/\1/\2-%d-" % number, text)
        yield from parse(other, format=RdfFormat.N_QUADS)


def make_home(folder: Path, quads: int) -> Settings:
    settings = load_settings(home=folder)
    ingest(read([str(ROOT / "examples" / "dispatches")], Metadata(), settings), settings)
    with open_source(settings) as source:
        articles = [q for q in source.store if "/graph/article-" in str(q.graph_name)]
        rest = len(source.store)
    writer = OxigraphStore.open(folder, settings.base_iri)
    try:
        writer.load_graph(NamedNode("urn:none"), copies(articles, quads - rest))
        writer.publish()
    finally:
        writer.close()
    return settings


def engine_dump(store: Store, path: Path) -> None:
    with path.open("wb") as file:
        store.dump(file, RdfFormat.N_QUADS)
        file.flush()
        os.fsync(file.fileno())


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(settings: Settings, rounds: int, folder: Path) -> tuple[list[str], float]:
    """Rows of the table, and our share of the engine's speed in CPU time."""
    best: dict[str, tuple[float, float]] = {}
    counts: dict[str, int] = {}
    sizes: dict[str, int] = {}

    def note(name: str, took: tuple[float, float], path: Path) -> None:
        wall, cpu = best.get(name, took)
        best[name] = min(wall, took[0]), min(cpu, took[1])
        sizes[name] = path.stat().st_size

    with open_source(settings) as source:
        total = len(source.store)
        for _ in range(rounds):
            path = folder / "engine.nq"
            note("the engine's own dump", timed(partial(engine_dump, source.store, path)), path)
            for name, (file, request) in WAYS.items():
                path = folder / file

                def work(name: str = name, request: Request = request, path: Path = path) -> None:
                    counts[name] = export(settings, request, path).count

                note(name, timed(work), path)
    engine = best["the engine's own dump"]
    counts["the engine's own dump"] = total
    rows = [
        f"| {name} | {counts[name]:,} | {sizes[name] / 1e6:.1f} | {wall:.2f} | {cpu:.2f} | "
        f"{engine[0] / wall:.2f} | {engine[1] / cpu:.2f} |"
        for name, (wall, cpu) in best.items()
    ]
    return rows, engine[1] / best["nquads, full"][1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quads", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, default=Path(__file__).with_name("results.md"))
    options, _ = parser.parse_known_args()
    with TemporaryDirectory(prefix="communique-bench-") as name:
        folder = Path(name)
        rows, share = measure(make_home(folder / "home", options.quads), options.rounds, folder)
    lines = [
        "# Export",
        "",
        f"`python bench/export/run.py --quads {options.quads}`. 2 shared cores, Python "
        f"{platform.python_version()}; best of {options.rounds} rounds, load average "
        f"{os.getloadavg()[0]:.1f} at the end. The last two columns are the engine's seconds "
        f"divided by ours; asked is {BOUND} for `nquads, full`, by CPU time {share:.2f} is there.",
        "",
        "| | quads, triples or rows | MB | wall s | CPU s | share by wall | share by CPU |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *rows,
        "",
    ]
    text = "\n".join(lines)
    print(text)
    options.results.write_text(text, encoding="utf-8")
    return 0 if share >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
