"""Shapes prepared once say what pyshacl's own `validate` says, fault by fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, parse
from pyshacl.pytypes import SHACLExecutor
from rdflib import Graph, URIRef
from rdflib.term import Node

from graph_service.rdf.namespaces import CQ, OA
from graph_service.validation.graph import IndexedGraph
from graph_service.validation.named import named_nodes
from graph_service.validation.paths import along, read_path
from graph_service.validation.shapes import load_shapes
from graph_service.validation.terms import iri, to_rdflib
from tests.validation.sample import good_quads, lookup


def _changed() -> Iterator[tuple[str, list[Quad]]]:
    """The sample whole; without each of its predicates; with each a second, wrong value."""
    quads = good_quads()
    yield "whole", quads
    for predicate in dict.fromkeys(quad.predicate for quad in quads):
        without = [quad for quad in quads if quad.predicate != predicate]
        yield f"without {predicate}", without
        one = next(quad for quad in quads if quad.predicate == predicate)
        wrong = Quad(one.subject, predicate, Literal("wrong"), one.graph_name)
        yield f"doubled {predicate}", [*quads, wrong]
        yield f"only wrong {predicate}", [*without, wrong]


def test_the_same_results_as_pyshacls_own_way() -> None:
    found = 0
    for name, quads in _changed():
        graph = IndexedGraph()
        graph.fill(map(to_rdflib, [*quads, *named_nodes(quads, lookup)]))
        for aimed in load_shapes():
            focus = list(aimed.shapes[0].shape.focus_nodes(graph))  # type: ignore[no-untyped-call]
            seen: dict[object, object] = {}
            for shape in aimed.shapes:
                theirs = shape.shape.validate(SHACLExecutor(), graph, focus=focus)[1]
                ours = list(shape.results(graph, focus, seen))  # type: ignore[arg-type]
                assert _facts(ours) == _facts(theirs), f"{name}: {shape.shape}"
                found += len(ours)
    assert found > 200, "the changed samples have many faults"


def _facts(reports: list[tuple[object, Node, list[tuple[Node, Node, object]]]]) -> list[list[str]]:
    """Each result's own triples; its node is a blank one and new each time."""
    return sorted(
        sorted(f"{p} {o[1] if isinstance(o, tuple) else o}" for s, p, o in triples if s == node)
        for _, node, triples in reports
    )


PATHS = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix cq: <https://w3id.org/communique/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
<s1> sh:path cq:evidence .
<s2> sh:path ( cq:evidence oa:hasSelector oa:start ) .
<s3> sh:path [ sh:inversePath cq:evidence ] .
<s5> sh:path [ sh:alternativePath ( cq:evidence cq:article [ sh:inversePath oa:hasSource ] ) ] .
<s6> sh:path [ sh:zeroOrMorePath [ sh:alternativePath ( cq:evidence oa:hasSelector ) ] ] .
<s7> sh:path [ sh:oneOrMorePath cq:reportedBy ] .
<s8> sh:path ( [ sh:zeroOrOnePath cq:reportedBy ] cq:act ) .
<s9> sh:path [ sh:inversePath [ sh:oneOrMorePath cq:reportedBy ] ] .
"""


@pytest.mark.parametrize("number", [1, 2, 3, 5, 6, 7, 8, 9])
def test_a_path_leads_where_pyshacl_says(number: int) -> None:
    from pyshacl.helper.expression_helper import value_nodes_from_path
    from pyshacl.shapes_graph import ShapesGraph

    shapes = Graph()
    for triple in parse(PATHS, format=RdfFormat.TURTLE, base_iri="x:/"):
        shapes.add(to_rdflib(triple))
    theirs = ShapesGraph(shapes)
    node = next(shapes.objects(URIRef(f"x:/s{number}"), URIRef("http://www.w3.org/ns/shacl#path")))
    path = read_path(shapes, node)
    graph = IndexedGraph()
    graph.fill(map(to_rdflib, good_quads()))
    reached = 0
    for start in [*graph.described(), *graph.mentioned()]:
        expected = value_nodes_from_path(theirs, start, node, graph)  # type: ignore[no-untyped-call]
        found = along(path, graph, start)
        assert len(found) == len(set(found)), "each once"
        assert set(found) == expected, start
        reached += len(expected)
    assert reached


def test_a_sequence_turned_round_begins_at_its_end() -> None:
    """pyshacl 0.40 goes it in the same order; the standard says otherwise (2.3.1.4)."""
    graph = IndexedGraph()
    graph.fill(map(to_rdflib, good_quads()))
    there = ("each", (iri(CQ["evidence"].value), iri(OA["hasSelector"].value)))
    back = ("inverse", (there,))
    ends = {end for start in graph.described() for end in along(there, graph, start)}
    assert ends
    for end in ends:
        starts = set(along(back, graph, end))
        assert starts == {s for s in graph.described() if end in along(there, graph, s)}
