"""The pass of `link`: the first over all articles, one with ten new ones, one with none.

    python -m bench.link.run [--articles 1000 2000 5000] [--new 10] [--results FILE]

Articles of the generator go into a store by the product's own mapping, without extraction.
Times are CPU seconds of this process, so that what else the machine does counts little.
Beside the pass with few new articles stands a pass from nothing over the same articles
(the file in the home deleted, the links withdrawn); both must give the same graph.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pyoxigraph import Quad

from bench.generator.articles import extractions
from bench.generator.quads import BASE, article_quads
from bench.generator.world import World
from bench.report import write
from graph_service.link.run import FACT, FILE, refresh
from graph_service.model import Decision, Extraction
from graph_service.rdf.iris import Iris
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter

GROUP = 100


@dataclass(frozen=True)
class Noted:
    settled: str = "1"


@dataclass
class Ledger:
    """What `refresh` asks of an archive."""

    keys: list[str] = field(default_factory=list)

    def notes(self) -> Iterator[tuple[str, Noted, bool]]:
        return ((key, Noted(), False) for key in self.keys)

    def decisions(self) -> list[Decision]:
        return []


def fill(writer: OxigraphWriter, ledger: Ledger, world: World, found: Iterable[Extraction]) -> int:
    """Articles into the store, in groups; the number of statements."""
    iris, statements, items = Iris(BASE), 0, iter(found)
    while group := list(islice(items, GROUP)):
        graphs = {}
        for extraction in group:
            key = extraction.article.key
            graphs[iris.article_graph(key)] = article_quads(world, extraction)
            ledger.keys.append(key)
            statements += len(extraction.statements)
        writer.replace_graphs(graphs)
    return statements


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(number: int, new: int) -> list[str]:
    """One row of the table."""
    world, ledger, links = World(1), Ledger(), Iris(BASE).graph("links")
    source = extractions(world, 1, number + new)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        writer = OxigraphStore.open(home, BASE)
        statements = fill(writer, ledger, world, islice(source, number))
        first = seconds(lambda: refresh(writer, ledger, home))
        fill(writer, ledger, world, source)
        few = seconds(lambda: refresh(writer, ledger, home))
        none = seconds(lambda: refresh(writer, ledger, home))
        kept: set[Quad] = set(writer.graph(links))
        (home / FILE).unlink()
        writer.record(FACT, "")
        writer.remove_graph(links)
        whole = seconds(lambda: refresh(writer, ledger, home))
        if set(writer.graph(links)) != kept:
            raise SystemExit("the pass with few new articles gives another graph")
        writer.close(indexing=False)
    figures = (first, few, whole, none)
    return [str(number), str(statements), str(len(kept)), *(f"{each:.2f}" for each in figures)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.link.run", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 2000, 5000])
    parser.add_argument("--new", type=int, default=10)
    parser.add_argument("--results", type=Path, help="else on screen")
    choice = parser.parse_args()
    head = [
        "articles", "statements", "quads of links", "first pass, s",
        f"pass with {choice.new} new, s", "the same from nothing, s", "nothing new, s",
    ]  # fmt: skip
    rows = [measure(number, choice.new) for number in choice.articles]
    lines = [head, ["---:"] * len(head), *rows]
    table = "".join("| " + " | ".join(line) + " |\n" for line in lines)
    if choice.results:
        write(f"On 2 shared cores, busy with other work.\n\n{table}", choice.results)
    else:
        print(table, end="")


if __name__ == "__main__":
    main()
