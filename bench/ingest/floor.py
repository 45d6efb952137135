"""Ways of bringing the same quads into an empty store on disk; pyoxigraph's own is the floor.

    python bench/ingest/floor.py QUADS.nq [WAY ...]

Prints one JSON object: way -> quads, wall and CPU seconds. Each way fills a store of its
own, in a temporary folder beside the file, whose quads are then counted. CPU is the whole
process's.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph_service.store.oxigraph import OxigraphStore

GRAPHS = 20
"""Articles in one transaction: about what ingest has ready in its 200 ms."""
BASE = "https://communique.example/"


def bulk_load(path: Path, folder: Path) -> Path:
    """The engine reads the file itself, without transactions."""
    store = pyoxigraph.Store(folder)
    store.bulk_load(path=path, format=RdfFormat.N_QUADS)
    store.flush()
    return folder


def bulk_extend(path: Path, folder: Path) -> Path:
    """The same, but every quad passes through Python."""
    store = pyoxigraph.Store(folder)
    store.bulk_extend(parse(path=path, format=RdfFormat.N_QUADS))
    store.flush()
    return folder


def replace_graphs(path: Path, folder: Path) -> Path:
    """As ingest writes: a transaction for some articles' graphs, parsing included."""
    writer = OxigraphStore.open(folder, BASE)
    group: dict[NamedNode, list[Quad]] = {}
    quads = parse(path=path, format=RdfFormat.N_QUADS)
    for graph, own in groupby(quads, key=lambda quad: quad.graph_name):
        if isinstance(graph, NamedNode):
            group[graph] = list(own)
        if len(group) == GRAPHS:
            writer.replace_graphs(group)
            group = {}
    writer.replace_graphs(group)
    writer.close()
    return folder / "store"


WAYS: dict[str, Callable[[Path, Path], Path]] = {
    way.__name__: way for way in (bulk_load, bulk_extend, replace_graphs)
}


def measure(path: Path, ways: list[str]) -> dict[str, dict[str, float]]:
    found = {}
    for name in ways:
        with TemporaryDirectory(dir=path.parent) as folder:
            wall, cpu = time.perf_counter(), time.process_time()
            made = WAYS[name](path, Path(folder) / "store")
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            quads = len(pyoxigraph.Store.read_only(str(made)))
        found[name] = {"quads": quads, "wall": wall, "cpu": cpu}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quads", type=Path)
    parser.add_argument("ways", nargs="*", default=[*WAYS])
    choice = parser.parse_args()
    print(json.dumps(measure(choice.quads, choice.ways)))


if __name__ == "__main__":
    main()
