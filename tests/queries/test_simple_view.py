"""The user's (actor, statement, date, source) is four triple patterns, in any store."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from graph_service.query.table import Table
from graph_service.rdf.mapping import profile_simple
from tests.queries import jena
from tests.queries.cases import shown
from tests.queries.conftest import in_rdflib, written
from tests.queries.data import extractions, quads

PATTERNS = """
    ?statement cq:speaker ?actor .
    ?statement cq:words ?words .
    ?statement cq:dateEdtf ?date .
    ?statement cq:publisher ?publisher .
"""
HEAD = "PREFIX cq: <https://w3id.org/communique/ns#>\nSELECT ?actor ?words ?date ?publisher\n"
IN_GRAPHS = f"{HEAD}WHERE {{ GRAPH ?graph {{ {PATTERNS} }} }}"
BARE = f"{HEAD}WHERE {{ {PATTERNS} }}"
COLUMNS = ("actor", "words", "date", "publisher")

Rows = list[tuple[str, ...]]


def simple() -> list[Quad]:
    return list(profile_simple(quads()))


def as_dump() -> bytes:
    """The same triples without their graphs, in Turtle."""
    return written([Quad(q.subject, q.predicate, q.object) for q in simple()], RdfFormat.TURTLE)


def as_quads() -> bytes:
    return written(simple(), RdfFormat.N_QUADS)


def expected() -> Rows:
    found = [
        (
            s.speaker.actor.id,
            s.words,
            s.date.edtf,
            extraction.publisher.id if extraction.publisher else "actor-unknown-publisher",
        )
        for extraction in extractions()
        for s in extraction.statements
    ]
    return sorted(found)


def rows(table: Table) -> Rows:
    return sorted(shown(table, COLUMNS))


def ask(store: Store, sparql: str, *, union: bool = False) -> Rows:
    found = store.query(sparql, use_default_graph_as_union=union)
    assert isinstance(found, QuerySolutions)
    return rows(Table.from_json(found.serialize(format=QueryResultsFormat.JSON) or b""))


def test_in_pyoxigraph_over_quads_over_the_union_and_over_a_dump() -> None:
    store, dump = Store(), Store()
    store.load(as_quads(), format=RdfFormat.N_QUADS)
    dump.load(as_dump(), format=RdfFormat.TURTLE)
    assert len(expected()) == 12
    assert ask(store, IN_GRAPHS) == expected()
    assert ask(store, BARE, union=True) == expected()
    assert ask(dump, BARE) == expected()
    assert ask(store, BARE) == []  # without a union the bare form sees the default graph only


def test_in_rdflib_over_quads_and_over_a_dump() -> None:
    assert rows(in_rdflib(IN_GRAPHS, as_quads())) == expected()
    graph = rdflib.Graph().parse(data=as_dump(), format="turtle")
    found = graph.query(BARE).serialize(format="json") or b""
    assert rows(Table.from_json(found)) == expected()


def test_in_arq_over_quads_and_over_a_dump(tmp_path: Path) -> None:
    if lack := jena.missing():
        pytest.skip(lack)
    runs = []
    for name, data, sparql in (
        ("own.nq", as_quads(), IN_GRAPHS),
        ("own.ttl", as_dump(), BARE),
    ):
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"{name}.rq").write_text(sparql, "utf-8")
        out = tmp_path / f"{name}.json"
        runs.append(jena.Run(tmp_path / name, tmp_path / f"{name}.rq", out))
    jena.run_all(runs, tmp_path)
    for run in runs:
        assert rows(Table.from_json(run.out.read_bytes())) == expected(), run.out.name
