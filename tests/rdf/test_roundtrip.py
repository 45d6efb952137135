"""Laws of the mapping: reading is its inverse, in every format; same input, same quads."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from pyoxigraph import BlankNode, Quad, RdfFormat, Store, parse, serialize

from graph_service.model import Extraction
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import profile_simple, to_quads
from graph_service.rdf.namespaces import CQ, TYPE
from graph_service.rdf.reading import normal, read_statements
from tests.rdf.strategies import REGISTRY, STATES, TENURES, extractions, registered

IRIS = Iris("https://communique.example/")
law = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def quads_of(extraction: Extraction) -> list[Quad]:
    return to_quads(extraction, IRIS, registered, STATES.get)


def read(quads: list[Quad]) -> list[object]:
    return list(read_statements(quads, IRIS, REGISTRY.get, TENURES.get))


@given(extractions())
@law
def test_reading_is_the_inverse_of_mapping(extraction: Extraction) -> None:
    assert read(quads_of(extraction)) == [normal(s) for s in extraction.statements]


@given(extractions(most=2))
@law
def test_it_survives_store_and_serialisation(extraction: Extraction) -> None:
    quads = quads_of(extraction)
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads)  # lexical forms are the canonical ones
    text = serialize(store, format=RdfFormat.N_QUADS)
    assert text is not None
    back = list(parse(text, format=RdfFormat.N_QUADS))
    assert read(back) == [normal(s) for s in extraction.statements]


@given(extractions())
@law
def test_same_input_same_quads_in_the_same_order(extraction: Extraction) -> None:
    once, twice = quads_of(extraction), quads_of(replace(extraction))
    assert once == twice
    assert len(once) == len(set(once))


@given(extractions())
@law
def test_one_graph_no_blank_nodes_and_the_simple_view_exactly_once(extraction: Extraction) -> None:
    quads = quads_of(extraction)
    assert {q.graph_name for q in quads} == {IRIS.article_graph(extraction.article.key)}
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object))
    for view in (quads, list(profile_simple(quads))):
        nodes = {q.subject for q in view if q.predicate == TYPE and q.object == CQ["Statement"]}
        assert len(nodes) == len(extraction.statements)
        for name in ("speaker", "words", "dateEdtf", "publisher", "article", "depth", "confidence"):
            of = [q.subject for q in view if q.predicate == CQ[name] and q.subject in nodes]
            assert sorted(map(str, of)) == sorted(map(str, nodes)), name
