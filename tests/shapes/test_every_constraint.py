"""Every single constraint bites: each is broken alone, on data that is otherwise good.

The files beside this one show the faults; here nothing may stand in a shape
that no value can violate. Constraints on longer paths are left to the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from pyshacl.pytypes import SHACLExecutor
from pyshacl.shape import Shape
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from graph_service.validation.graph import IndexedGraph
from graph_service.validation.shapes import load_shapes, shapes_graph
from graph_service.validation.terms import to_rdflib
from tests.validation.sample import good_quads

FOLDER = Path(__file__).parent
CQ = "https://w3id.org/communique/ns#"
KIND = {
    "concept": "http://www.w3.org/2004/02/skos/core#Concept",
    "in": "http://www.w3.org/2004/02/skos/core#Concept",
    "selector": "http://www.w3.org/ns/oa#TextPositionSelector",
    "dated": CQ + "Statement",
    "full": CQ + "Statement",
    "chain": CQ + "Statement",
}
"""First word of a shape's name -> class of the nodes it looks at; else cq: and that word."""

NOBODY = URIRef("https://communique.example/id/nobody")
Values = Callable[[list[Node]], list[Node]]


def beyond(there: list[Node]) -> list[Node]:
    """A value of the same type that comes after all others."""
    if there and isinstance(there[0], Literal) and there[0].datatype == XSD.integer:
        return [Literal(10**9)]
    return [Literal("2999-01-01", datatype=XSD.date)]


BREAK: dict[URIRef, tuple[Values, URIRef]] = {
    SH.minCount: (lambda there: there[:0], SH.MinCountConstraintComponent),
    SH.maxCount: (
        lambda there: [*there, Literal("one more"), Literal("and more")],
        SH.MaxCountConstraintComponent,
    ),
    SH["class"]: (lambda there: [NOBODY], SH.ClassConstraintComponent),
    SH.datatype: (
        lambda there: [Literal("?", datatype=XSD.NCName)],
        SH.DatatypeConstraintComponent,
    ),
    SH.nodeKind: (lambda there: [Literal("no node")], SH.NodeKindConstraintComponent),
    SH["in"]: (lambda there: [Literal("nonsense")], SH.InConstraintComponent),
    SH.minInclusive: (lambda there: [Literal(-1)], SH.MinInclusiveConstraintComponent),
    SH.maxInclusive: (lambda there: [Literal(99)], SH.MaxInclusiveConstraintComponent),
    SH.pattern: (lambda there: [Literal(" ")], SH.PatternConstraintComponent),
    SH.minLength: (lambda there: [Literal("")], SH.MinLengthConstraintComponent),
    SH.lessThan: (beyond, SH.LessThanConstraintComponent),
    SH.lessThanOrEquals: (beyond, SH.LessThanOrEqualsConstraintComponent),
}


def paths(graph: Graph, shape: Node) -> list[Node]:
    """The properties a shape looks at directly; none for a longer path."""
    path = graph.value(shape, SH.path)
    if isinstance(path, URIRef):
        return [path]
    if (shape, SH.minCount, None) in graph:
        return []  # one of several properties is enough
    several = graph.value(path, SH.alternativePath) if isinstance(path, BNode) else None
    return list(graph.items(several)) if several else []


def constraints() -> Iterator[tuple[URIRef, Node, URIRef]]:
    graph = shapes_graph()
    for shape in sorted(set(graph.subjects(RDF.type, SH.PropertyShape)), key=str):
        for path in paths(graph, shape):
            for constraint in BREAK:
                if (shape, constraint, None) in graph and isinstance(shape, URIRef):
                    yield shape, path, constraint


def good() -> list[tuple[Node, Node, Node]]:
    files = (
        FOLDER / "speaker/pass-registry.ttl",
        FOLDER / "topic/pass-own-scheme.ttl",
        FOLDER / "link/pass-one.ttl",
    )
    others = [quad for path in files for quad in parse(path=path, format=RdfFormat.TURTLE)]
    return [to_rdflib(quad) for quad in (*good_quads(), *others)]


GOOD = good()
CASES = list(constraints())


def name(value: object) -> str:
    return str(value).rpartition("/")[2].rpartition("#")[2] or str(value)


def prepared(shape: URIRef) -> Shape:
    found: Shape = load_shapes()[0].shapes[0].shape.sg.lookup_shape_from_node(shape)
    return found


@pytest.mark.parametrize(("shape", "path", "constraint"), CASES, ids=name)
def test_constraint_bites(shape: URIRef, path: Node, constraint: URIRef) -> None:
    values, component = BREAK[constraint]
    word = name(shape).rpartition("/")[2].partition("-")[0]
    kind = URIRef(KIND.get(word, CQ + word.capitalize()))
    nodes: list[Any] = [s for s, p, o in GOOD if p == RDF.type and o == kind]
    having = {s for s, p, _ in GOOD if p == path}
    focus = next((node for node in nodes if node in having), nodes[0])
    there = [o for s, p, o in GOOD if (s, p) == (focus, path)]
    graph = IndexedGraph()
    for triple in GOOD:
        if triple[:2] != (focus, path):
            graph.add(triple)
    for value in values(there):
        graph.add((focus, path, value))
    _, reports = prepared(shape).validate(SHACLExecutor(), graph, focus=[focus])
    seen = {
        o[1]
        for _, node, triples in reports
        for s, p, o in triples
        if s == node and p == SH.sourceConstraintComponent
    }
    assert component in seen


def test_only_longer_paths_are_left_to_the_files() -> None:
    graph = shapes_graph()
    tried = {shape for shape, _, _ in CASES}
    left = {
        name(shape)
        for shape in graph.subjects(RDF.type, SH.PropertyShape)
        if shape not in tried and paths(graph, shape)
    }
    # sh:property, sh:node, sh:hasValue and counts of zero have files of their own
    assert left == {"statement-topic", "in-topic-scheme", "actor-kind"}
