"""A home that the steps of `tests.ingest_steps` fill, and a child process to cut off.

python steps.py rebuild HOME
python steps.py backup HOME DIR
python steps.py link HOME
python steps.py generated HOME
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Literal, NamedNode, Quad, Store

from bench.generator.articles import extractions
from bench.generator.quads import article_quads
from bench.generator.world import World
from graph_service.ingest import Progress, Steps, ingest
from graph_service.ingest.steps import HasBase
from graph_service.model import Article, Extraction
from graph_service.settings import Settings, load_settings
from graph_service.store import index
from graph_service.store.oxigraph import OxigraphStore
from graph_service.store.snapshots import current
from graph_service.upkeep.backup import back_up
from graph_service.upkeep.link import relink
from graph_service.upkeep.rebuild import rebuild
from tests import ingest_steps as words
from tests.index.test_kept import rows

OWN = NamedNode("https://me.example/notes")


def article(number: int, text: str | None = None) -> Article:
    return Article(
        text=text or f"word{number} and others {number}",
        id=f"a{number}",
        url=f"https://news.example/{number}",
    )


def fill(home: Path, count: int = 30) -> Settings:
    settings = load_settings(home=home)
    words.take([article(number) for number in range(count)], settings)
    return settings


def add_own_graph(settings: Settings) -> None:
    """What a user writes: a graph of their own, and the real default graph."""
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    node = NamedNode("https://me.example/a")
    writer.replace_graph(OWN, [Quad(node, node, Literal("mine"), OWN)])
    writer._store.extend([Quad(node, node, Literal("default"))])
    writer.publish()
    writer.close()


@cache
def generated(count: int) -> tuple[World, dict[str, Extraction]]:
    world = World(1, 6)
    return world, {each.article.key: each for each in extractions(world, 1, count)}


def fill_generated(
    home: Path, count: int, tell: Progress | None = None, *, link: bool = False
) -> Settings:
    """Articles of the generator with their known statements, through the real mapping."""
    world, known = generated(count)

    def make(settings: Settings, writer: HasBase) -> Steps:
        return Steps(
            extract=lambda one: known[one.key],
            to_quads=lambda extraction: article_quads(world, extraction),
            check=lambda quads: (),
            marker="known",
        )

    settings = load_settings(home=home)
    ingest([each.article for each in known.values()], settings, tell, steps=make, link=link)
    return settings


def settled(home: Path) -> list[tuple[object, ...]]:
    from graph_service.archive import Archive

    with Archive.open(home, create=False) as archive:
        return [*archive.notes(), *((e.id, e.since) for e in archive.quarantined())]


def opens(settings: Settings) -> set[str]:
    """Opens the live store as a writer does; the graphs it holds."""
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    held = {str(graph) for graph in writer._store.named_graphs()}
    writer.close()
    return held


def indexed(home: Path) -> int:
    """Statements in the index that readers use now, which must be what a new one would say.

    None are used where it is not of the newest snapshot.
    """
    newest = current(home)
    if index.snapshot_of(home) != newest.id:
        return 0
    held = rows(home)
    with TemporaryDirectory() as folder:
        index.rebuild(Path(folder), Store.read_only(str(newest.path)), newest.id)
        assert held == rows(Path(folder)), "the index says what the snapshot does not"
    return len(held[0])


def main(arguments: list[str]) -> int:
    work, home, *target = arguments
    settings = load_settings(home=Path(home))
    if work == "rebuild":
        rebuild(settings, steps=words.steps)
    elif work == "link":
        relink(settings)
    elif work == "generated":
        fill_generated(settings.home, 60, lambda line: print(line, flush=True), link=True)
    else:
        back_up(settings, Path(target[0]))
    print(json.dumps({"done": current(settings.home).id}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
