"""JSON-LD written by ontology/context.jsonld: compact, nothing lost, read back by two readers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)
from rdflib import Dataset

from graph_service.rdf.context import load_context, to_jsonld, write_jsonld
from graph_service.rdf.namespaces import CQ, DCT, OWL, RDFS, TYPE, XSD
from tests.validation.sample import good_quads

# rdflib 7.6 calls what it has deprecated itself
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

ROOT = Path(__file__).parents[2]
NODE = NamedNode("https://communique.example/id/statement-1")
OTHER = NamedNode("https://communique.example/id/actor-2")


def vocabulary() -> dict[tuple[str, str], str]:
    """(term, kind) -> range of every term of diplomacy.ttl."""
    found: dict[tuple[str, str], str] = {}
    triples = [q.triple for q in parse(path=ROOT / "ontology/diplomacy.ttl")]
    ranges = {t.subject: t.object for t in triples if t.predicate == RDFS["range"]}
    for t in triples:
        if t.predicate == TYPE and isinstance(t.subject, NamedNode):
            for kind in ("Class", "ObjectProperty", "DatatypeProperty"):
                if t.object == OWL[kind]:
                    named = ranges.get(t.subject)
                    range_ = named.value if isinstance(named, NamedNode) else ""
                    found[(t.subject.value, kind)] = range_
    return found


TERMS = vocabulary()
SAMPLES = {"boolean": "true", "integer": "7", "decimal": "0.50", "date": "2022-06-15"}


def example(term: str, kind: str, range_: str) -> Triple:
    """One triple with the term, its value as the vocabulary says."""
    if kind == "Class":
        return Triple(NODE, TYPE, NamedNode(term))
    if kind == "ObjectProperty":
        return Triple(NODE, NamedNode(term), OTHER)
    if range_.endswith("langString"):
        return Triple(NODE, NamedNode(term), Literal("words", language="en"))
    sample = SAMPLES.get(range_.rpartition("#")[2], "https://news.example/1")
    kind_ = NamedNode(range_) if range_ else XSD["string"]
    return Triple(NODE, NamedNode(term), Literal(sample, datatype=kind_))


def nt(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def by_pyoxigraph(document: bytes) -> set[Quad]:
    return set(parse(document, format=RdfFormat.JSON_LD))


def by_rdflib(document: bytes) -> set[Quad]:
    dataset = Dataset()
    dataset.parse(data=document, format="json-ld")
    nquads = dataset.serialize(format="nquads")
    return {
        Quad(q.subject, q.predicate, q.object, q.graph_name)
        for q in parse(nquads.encode(), format=RdfFormat.N_QUADS)
    }


def quads(triples: list[Triple]) -> set[Quad]:
    return {Quad(t.subject, t.predicate, t.object) for t in triples}


@pytest.mark.parametrize(("term", "kind"), TERMS, ids=lambda value: value.rpartition("#")[2])
def test_every_term_is_written_short_and_read_back(term: str, kind: str) -> None:
    triple = example(term, kind, TERMS[term, kind])
    document = to_jsonld(nt([triple]))
    (node,) = json.loads(document)["@graph"]
    short = term.removeprefix(CQ)
    assert (short in node) if kind != "Class" else (node["type"] == short)
    if kind != "Class" and not TERMS[term, kind].endswith("langString"):
        assert not isinstance(node[short], dict), "the context says all of this value"
    assert by_pyoxigraph(document) == quads([triple])
    assert by_rdflib(document) == quads([triple])


def test_what_the_mapping_writes_comes_back_from_both_readers() -> None:
    stream = io.BytesIO()
    write_jsonld(good_quads(), stream)
    assert by_pyoxigraph(stream.getvalue()) == set(good_quads())
    assert by_rdflib(stream.getvalue()) == set(good_quads())
    document = json.loads(stream.getvalue())
    assert document["@context"] == load_context().written
    (graph,) = document["@graph"]
    (statement, *_) = (node for node in graph["@graph"] if node.get("type") == "Statement")
    assert {"id", "speaker", "words", "dateEdtf", "publisher", "depth"} <= statement.keys()
    assert isinstance(statement["depth"], int)
    assert not [key for node in graph["@graph"] for key in node if "://" in key]


ODD = [
    Triple(NODE, CQ["depth"], Literal("007", datatype=XSD["integer"])),
    Triple(NODE, CQ["depth"], Literal("many")),
    Triple(NODE, CQ["depth"], Literal("9" * 30, datatype=XSD["integer"])),
    Triple(NODE, CQ["attitude"], Literal("1", datatype=XSD["boolean"])),
    Triple(NODE, CQ["confidence"], Literal("0.90", datatype=XSD["decimal"])),
    Triple(NODE, CQ["speaker"], Literal("nobody")),
    Triple(NODE, CQ["speaker"], BlankNode("b0")),
    Triple(NODE, CQ["words"], OTHER),
    Triple(NODE, CQ["words"], Literal("mots", language="fr-CA")),
    Triple(NODE, CQ["dateEdtf"], Literal("2022")),
    Triple(NODE, TYPE, Literal("a type that is none")),
    Triple(NODE, TYPE, NamedNode("https://user.example/Class")),
    Triple(BlankNode("b0"), DCT["title"], Literal("emoji 😀 \u2028 \"x\" \\")),
    Triple(NODE, DCT["source"], NamedNode("source:collides")),
    Triple(NamedNode("url:collides"), CQ["words"], Literal("w", language="en")),
    Triple(NODE, NamedNode("https://user.example/own"), Literal("2.5", datatype=XSD["double"])),
]  # fmt: skip


def test_nothing_odd_is_lost() -> None:
    def without_names(quads_: set[Quad]) -> set[str]:
        import re

        return {re.sub(r"_:\w+", "_:b", str(quad)) for quad in quads_}

    wanted = without_names(quads(ODD))
    assert without_names(by_pyoxigraph(to_jsonld(nt(ODD)))) == wanted
    for graph in ("https://user.example/graph", "url:graph"):
        stream = io.BytesIO()
        own = [Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in ODD]
        write_jsonld(own, stream)
        assert without_names(by_pyoxigraph(stream.getvalue())) == without_names(set(own))


@given(st.lists(st.tuples(st.sampled_from(ODD), st.text(max_size=8)), max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_literal_comes_back(rows: list[tuple[Triple, str]]) -> None:
    triples = [
        Triple(t.subject, t.predicate, Literal(text, datatype=t.object.datatype))
        for t, text in rows
        if isinstance(t.object, Literal) and not t.object.language and t.predicate != TYPE
        if isinstance(t.subject, NamedNode) and "\ud800" not in text
    ]
    assert by_pyoxigraph(to_jsonld(nt(triples))) == quads(triples)


def test_the_thing_asked_for_comes_first() -> None:
    triples = [Triple(OTHER, CQ["words"], Literal("a")), Triple(NODE, CQ["words"], Literal("b"))]
    document = json.loads(to_jsonld(nt(triples), first=NODE.value))
    assert [node["id"] for node in document["@graph"]] == [NODE.value, OTHER.value]


def test_an_empty_dump_is_a_document() -> None:
    stream = io.BytesIO()
    write_jsonld([], stream)
    assert by_pyoxigraph(stream.getvalue()) == set()
