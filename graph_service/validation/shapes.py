"""Loads shapes/*.ttl once, ready to run.

Owns reading the shapes; a user's folder overlays them file by file. The shapes
are SHACL Core only, so that one article is checked in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ConstraintLoadError, ShapeLoadError
from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from graph_service.errors import StoreError
from graph_service.resources import resource_files
from graph_service.validation.graph import IndexedGraph
from graph_service.validation.prepared import Prepared, prepare
from graph_service.validation.terms import to_rdflib

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)


@cache
def shapes_graph(overlay: Path | None = None, files: str = "*.ttl") -> Graph:
    """Every file of shapes/ in one rdflib graph; `files` as a pattern names others below it."""
    graph = Graph()
    for path in resource_files("shapes", files, overlay):
        try:
            for quad in parse(path=path, format=RdfFormat.TURTLE):
                graph.add(to_rdflib(quad))
        except (SyntaxError, OSError) as error:
            raise StoreError(
                f"A file of shapes cannot be read: {error}",
                where=str(path),
                do="Correct it, or remove it from your own shapes/ folder.",
            ) from error
    return graph


class _ConstraintsOnly(ShapesGraph):
    """pyshacl looks for constraints among all that is said of a shape, each time it runs it,
    by a search through a list; we show it the constraints alone (a fifth of the whole check)."""

    def predicate_objects(self, shape: Node) -> Iterator[tuple[Node, Node]]:
        for predicate, value in self.graph.predicate_objects(shape):
            if predicate in CONSTRAINT_PARAMETERS_MAP:
                yield predicate, value


@dataclass(frozen=True, slots=True)
class Aimed:
    """Shapes of equal targets, so that their focus nodes are looked for once."""

    shapes: tuple[Prepared, ...]
    fixed: frozenset[Node]
    """Values of sh:targetNode: they are focus nodes wherever a graph mentions them."""


@cache
def load_shapes(overlay: Path | None = None) -> tuple[Aimed, ...]:
    """The shapes that name their own targets, prepared once a process.

    pyshacl's `validate` reads the shapes graph anew at each call; these objects
    keep what was read.
    """
    graph = IndexedGraph()  # a copy: pyshacl adds triples of its own
    for triple in shapes_graph(overlay):
        graph.add(triple)
    try:
        found = list(_ConstraintsOnly(graph).shapes)
        ready = {shape.node: prepare(shape) for shape in found}
    except (ShapeLoadError, ConstraintLoadError) as error:
        raise StoreError(
            f"The shapes cannot be used: {error}", do="Correct your own files in shapes/."
        ) from error
    together: dict[frozenset[tuple[Node, Node]], list[Prepared]] = {}
    for node in sorted(ready, key=str):
        aim = frozenset((p, o) for p in _TARGETS for o in graph.objects(node, p))
        if aim and (prepared := ready[node]):
            together.setdefault(aim, []).append(prepared)
    return tuple(
        Aimed(tuple(shapes), frozenset(o for p, o in aim if p == SH.targetNode))
        for aim, shapes in together.items()
    )
