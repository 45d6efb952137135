"""Loads shapes/*.ttl once, ready to run.

Owns reading the shapes; a user's folder overlays them file by file. The shapes
are SHACL Core only, so that one article is checked in milliseconds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from pyshacl.errors import ShapeLoadError
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph
from rdflib.namespace import SH

from graph_service.errors import StoreError
from graph_service.resources import resource_files
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


@cache
def load_shapes(overlay: Path | None = None) -> tuple[Shape, ...]:
    """The shapes that name their own targets, prepared once a process.

    pyshacl's `validate` reads the shapes graph anew at each call, which costs
    more than the check itself; these objects keep what was read.
    """
    # A copy: pyshacl adds triples of its own to the graph it works on.
    prepared = ShapesGraph(Graph() + shapes_graph(overlay))
    try:
        found = list(prepared.shapes)
    except ShapeLoadError as error:
        raise StoreError(
            f"The shapes cannot be used: {error}", do="Correct your own files in shapes/."
        ) from error
    targeted = {node for target in _TARGETS for node in prepared.graph.subjects(target)}
    return tuple(sorted((s for s in found if s.node in targeted), key=lambda s: str(s.node)))
