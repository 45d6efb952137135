"""A home for the endpoint's benches: N-Quads of the generator, loaded and published.

    python -m bench.endpoint.load statements-100k.nq HOME

Owns the short way in: the engine's own bulk load, then the ontology's graphs and a
checkpoint as `ingest` makes them. The registry is the file's (the generator's world).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import pyoxigraph

from graph_service.settings import load_settings
from graph_service.store.managed import refresh
from graph_service.store.oxigraph import OxigraphStore


def load(nquads: Path, home: Path) -> float:
    """CPU seconds of the bulk load. Raises FileExistsError where the home has a store."""
    home.mkdir(parents=True, exist_ok=True)
    if (home / "store").exists():
        raise FileExistsError(f"{home} has a store already")
    settings = load_settings(home=home)
    before = time.process_time()
    store = pyoxigraph.Store(str(home / "store"))
    store.bulk_load(path=str(nquads), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    store.flush()
    took = time.process_time() - before
    del store
    OxigraphStore.open(home, settings.base_iri).close()  # makes store.json
    writer = OxigraphStore.open(home, settings.base_iri)
    try:
        refresh(writer)
        writer.publish()
    finally:
        writer.close()
    return took


def generated(folder: Path, statements: int = 2000) -> Path:
    """A home of so many of the generator's statements, below `folder`."""
    from bench.generator.__main__ import statement_lines
    from bench.generator.world import World

    nquads, home = folder / "statements.nq", folder / "home"
    with nquads.open("wb") as file:
        file.writelines(statement_lines(World(1, 40), 1, statements, simple=False))
    load(nquads, home)
    return home


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("nquads", type=Path)
    parser.add_argument("home", type=Path)
    choice = parser.parse_args()
    print(f"{load(choice.nquads, choice.home):.1f} CPU s")


if __name__ == "__main__":
    main()
