"""SHACL property paths, read once: where a path leads from a node.

Owns the seven kinds of https://www.w3.org/TR/shacl/#property-paths. pyshacl reads a path's
RDF anew for each focus node; a test compares the two on every shape.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from pyshacl.errors import ShapeLoadError
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node, URIRef

from graph_service.validation.graph import IndexedGraph

Path: TypeAlias = "URIRef | tuple[str, tuple[Path, ...]]"
"""A predicate, or a kind and its parts; equal paths are equal values."""
Values = dict[Node, Collection[Node]]
"""Focus node -> its value nodes, each once."""

_KINDS = {
    SH.inversePath: "inverse",
    SH.alternativePath: "either",
    SH.zeroOrMorePath: "any",
    SH.oneOrMorePath: "some",
    SH.zeroOrOnePath: "maybe",
}


def read_path(graph: Graph, node: Node) -> Path:
    """The path that begins at this node of a graph of shapes; raises ShapeLoadError."""
    if isinstance(node, URIRef):
        return node
    if (node, RDF.first, None) in graph:
        return "each", tuple(read_path(graph, step) for step in graph.items(node))
    for predicate, kind in _KINDS.items():
        for part in graph.objects(node, predicate):
            parts = graph.items(part) if kind == "either" else (part,)
            return kind, tuple(read_path(graph, each) for each in parts)
    raise ShapeLoadError(  # type: ignore[no-untyped-call]
        f"{node} is no property path", "https://www.w3.org/TR/shacl/#property-paths"
    )


def along(path: Path, graph: IndexedGraph, node: Node) -> Collection[Node]:
    """The values at the end of the path, each once; the collection must not be changed."""
    if isinstance(path, URIRef):
        return graph.values(node, path)
    kind, parts = path
    first = parts[0]
    if kind == "each":
        nodes: Collection[Node] = (node,)
        for part in parts:
            nodes = _from(nodes, part, graph)
        return nodes
    if kind == "inverse":
        return _inverse(first, graph, node)
    if kind == "either":
        return dict.fromkeys(value for part in parts for value in along(part, graph, node)).keys()
    if kind == "maybe":
        return {node: None, **dict.fromkeys(along(first, graph, node))}.keys()
    found: dict[Node, None] = {node: None} if kind == "any" else {}
    todo = [node]
    while todo:
        for value in along(first, graph, todo.pop()):
            if value not in found:
                found[value] = None
                todo.append(value)
    return found.keys()


def _from(nodes: Iterable[Node], path: Path, graph: IndexedGraph) -> Collection[Node]:
    return dict.fromkeys(value for node in nodes for value in along(path, graph, node)).keys()


def _inverse(path: Path, graph: IndexedGraph, node: Node) -> Collection[Node]:
    """Backwards: only predicates turn round one by one, a path as a whole its parts."""
    if isinstance(path, URIRef):
        return dict.fromkeys(graph.subjects(path, node)).keys()
    kind, parts = path
    if kind == "inverse":
        return along(parts[0], graph, node)
    turned = tuple(("inverse", (part,)) for part in parts)
    return along((kind, turned[::-1] if kind == "each" else turned), graph, node)
