"""The constraints on a whole store: each with a graph that passes and one that fails, the same
findings by the store's own run and by pyshacl."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import Graph
from rdflib.namespace import RDF, SH

from graph_service.errors import StoreError
from graph_service.rdf.namespaces import CQ, SKOS, TOPIC, TYPE, XSD
from graph_service.rdf.schemes import act_triples, topic_triples
from graph_service.validation.shapes import shapes_graph
from graph_service.validation.store_shapes import check_store, load_constraints, store_graph
from graph_service.validation.terms import to_rdflib
from tests.validation.sample import good_quads, lookup

ID = "https://communique.example/id/"


def node(name: str) -> NamedNode:
    return NamedNode(ID + name)


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD["date"])


def good() -> list[Quad]:
    """An article of the real mapping, and all that it names described."""
    quads = good_quads()
    named = {q.object for q in quads if isinstance(q.object, NamedNode)}
    named |= {TOPIC["economy"]}  # above what the sample names: pyshacl asks once for each concept
    extra = [
        Quad(t.subject, t.predicate, t.object)
        for n in named
        if "/id/" in n.value
        for t in lookup(n)
    ]
    concepts = [t for t in (*act_triples(), *topic_triples()) if t.subject in named]
    schemes = [Quad(t.subject, t.predicate, t.object) for t in concepts]
    return [*quads, *extra, *schemes]


GOOD = good()
STATEMENT = next(q.subject for q in GOOD if q.object == CQ["Statement"])
REPORT = next(q.subject for q in GOOD if q.object == CQ["Report"])
SPEAKER = next(q.object for q in GOOD if (q.subject, q.predicate) == (STATEMENT, CQ["speaker"]))
ACTOR = next(q.subject for q in GOOD if q.object == CQ["Person"])
TENURE = node("tenure-x")
A_TENURE = [
    Quad(TENURE, TYPE, CQ["Tenure"]),
    Quad(TENURE, CQ["holder"], SPEAKER),
    Quad(TENURE, CQ["from"], day("2000-01-01")),
    Quad(TENURE, CQ["until"], day("2001-01-01")),
]

FAULTS: dict[str, Callable[[], list[Quad]]] = {
    "store-report-loop": lambda: [Quad(REPORT, CQ["reportedBy"], REPORT)],
    "store-concept-loop": lambda: [
        Quad(node("a"), TYPE, SKOS["Concept"]),
        Quad(node("b"), TYPE, SKOS["Concept"]),
        Quad(node("a"), SKOS["broader"], node("b")),
        Quad(node("b"), SKOS["broader"], node("a")),
    ],
    "store-tenure-order": lambda: [*A_TENURE, Quad(TENURE, CQ["openAsOf"], day("1999-01-01"))],
    "store-dated-tenure": lambda: [*A_TENURE, Quad(STATEMENT, CQ["datedTenure"], TENURE)],
    "store-dangling-of-statement": lambda: [Quad(STATEMENT, CQ["target"], node("actor-gone"))],
    "store-dangling-of-report": lambda: [Quad(REPORT, CQ["evidence"], node("evidence-gone"))],
    "store-dangling-of-tenure": lambda: [*A_TENURE, Quad(TENURE, CQ["body"], node("actor-gone"))],
    "store-statement-copies": lambda: [
        Quad(STATEMENT, CQ["words"], Literal("other words", language="en"), node("graph"))
    ],
    "store-actor-copies": lambda: [Quad(ACTOR, TYPE, CQ["Outlet"], node("graph"))],
    "store-tenure-copies": lambda: [*A_TENURE, Quad(TENURE, CQ["from"], day("1999-01-01"))],
}


def found_by_us(quads: list[Quad]) -> set[tuple[str, str]]:
    store = Store()
    store.extend(quads)

    def select(sparql: str) -> Iterator[Mapping[str, str]]:
        rows = store.query(sparql, use_default_graph_as_union=True)
        assert isinstance(rows, QuerySolutions)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            yield {n: row[n].value for n in names if row[n] is not None}

    return {(finding.shape, finding.focus) for finding in check_store(select)}


def found_by_pyshacl(quads: list[Quad]) -> set[tuple[str, str]]:
    graph = Graph()
    for quad in quads:
        graph.add(to_rdflib(quad))
    _, report, _ = pyshacl.validate(graph, shacl_graph=store_graph())
    assert isinstance(report, Graph)
    return {
        (
            str(report.value(result, SH.sourceShape)).rpartition("/")[2],
            str(report.value(result, SH.focusNode)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_what_the_mapping_writes_conforms_to_both() -> None:
    assert found_by_us(GOOD) == set()
    assert found_by_pyshacl(GOOD) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_each_constraint_finds_its_own_fault(name: str) -> None:
    assert {shape for shape, _ in found_by_us([*GOOD, *FAULTS[name]()])} == {name}


def test_pyshacl_finds_the_same_in_all_faults_at_once() -> None:
    """One run only: pyshacl asks rdflib's SPARQL engine once for each constraint and node."""
    faults = [*GOOD, *(quad for fault in FAULTS.values() for quad in fault())]
    ours = found_by_us(faults)
    assert {shape for shape, _ in ours} == set(FAULTS)
    assert found_by_pyshacl(faults) == ours


def test_every_constraint_has_a_fault_here() -> None:
    assert {constraint.name for constraint in load_constraints()} == set(FAULTS)


def test_messages_say_what_to_do_and_the_queries_stand_alone() -> None:
    for constraint in load_constraints():
        assert constraint.message.count(".") >= 2, constraint.name
        assert "$this a " in constraint.select, constraint.name


def test_a_long_list_is_cut() -> None:
    many = [Quad(STATEMENT, CQ["target"], node(f"actor-{n}")) for n in range(5)]
    store = Store()
    store.extend([*GOOD, *many])

    def select(sparql: str) -> Iterator[Mapping[str, str]]:
        for row in store.query(sparql, use_default_graph_as_union=True):
            yield {"this": row["this"].value}

    assert len(list(check_store(select, most=3))) == 3


def test_a_users_own_constraint_counts_and_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "shapes" / "store"
    folder.mkdir(parents=True)
    (folder / "own.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match=r"own\.ttl"):
        load_constraints(tmp_path)
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://user.example/> . "
    (folder / "own.ttl").write_text(head + "x:own sh:sparql x:q .", encoding="utf-8")
    shapes_graph.cache_clear()
    with pytest.raises(StoreError, match="own has no sh:message"):
        load_constraints(tmp_path)
