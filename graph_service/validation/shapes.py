"""Loads shapes/*.ttl once, ready to run.

Owns reading the shapes; a user's folder overlays them file by file. The shapes
are SHACL Core only, so that one article is checked in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ShapeLoadError
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from graph_service.errors import StoreError
from graph_service.resources import resource_files
from graph_service.validation.graph import IndexedGraph
from graph_service.validation.terms import to_rdflib

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)


@cache
def shapes_graph(overlay: Path | None = None) -> Graph:
    """Every file of shapes/ in one rdflib graph."""
    graph = Graph()
    for path in resource_files("shapes", "*.ttl", overlay):
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


class _Prepared(ShapesGraph):
    """pyshacl looks for constraints among all that is said of a shape, each time it runs it,
    by a search through a list; we show it the constraints alone (a fifth of the whole check)."""

    def predicate_objects(self, shape: Node) -> Iterator[tuple[Node, Node]]:
        for predicate, value in self.graph.predicate_objects(shape):
            if predicate in CONSTRAINT_PARAMETERS_MAP:
                yield predicate, value


@cache
def load_shapes(overlay: Path | None = None) -> tuple[tuple[Shape, ...], ...]:
    """The shapes that name their own targets, prepared once a process.

    Shapes of equal targets stand together, so that their focus nodes are looked
    for once. pyshacl's `validate` reads the shapes graph anew at each call;
    these objects keep what was read.
    """
    graph = IndexedGraph()  # a copy: pyshacl adds triples of its own
    for triple in shapes_graph(overlay):
        graph.add(triple)
    try:
        found = list(_Prepared(graph).shapes)
    except ShapeLoadError as error:
        raise StoreError(
            f"The shapes cannot be used: {error}", do="Correct your own files in shapes/."
        ) from error
    together: dict[tuple[str, ...], list[Shape]] = {}
    for shape in sorted(found, key=lambda shape: str(shape.node)):
        targets = [f"{p} {o}" for p in _TARGETS for o in graph.objects(shape.node, p)]
        if targets:
            together.setdefault(tuple(sorted(targets)), []).append(shape)
    return tuple(tuple(shapes) for shapes in together.values())
