"""Known statements as quads, by the product's own mapping, one article at a time.

Owns nothing of the mapping. The registry graph comes first, so that the file stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, RdfFormat, parse

from bench.generator.registry_file import turtle
from bench.generator.world import World
from graph_service.model import Extraction
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import profile_simple, to_quads

BASE = "https://communique.example/"
"""Of the registry file, and of a store that nobody gave another."""


def registry_quads(world: World) -> Iterator[Quad]:
    graph = Iris(BASE).graph("registry")
    for triple in parse(turtle(world), format=RdfFormat.TURTLE):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def article_quads(world: World, extraction: Extraction, *, simple: bool = False) -> list[Quad]:
    """One article's graph: the full profile, as the store holds it, or the simple one."""
    quads = to_quads(extraction, Iris(BASE), world.known, world.state_of)
    return list(profile_simple(quads)) if simple else quads


def until(extractions: Iterable[Extraction], statements: int) -> Iterator[Extraction]:
    """Whole articles, as many as it takes to reach the number of statements."""
    reached = 0
    for extraction in extractions:
        if reached >= statements:
            return
        reached += len(extraction.statements)
        yield extraction
