"""The vocabulary: every term in use is defined, with label, definition and example."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph_service.rdf.namespaces import CQ, OWL, RDF, RDFS, SKOS, TYPE
from tests.validation.sample import good_quads

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
KINDS = {OWL["Class"], OWL["ObjectProperty"], OWL["DatatypeProperty"]}


@cache
def triples(path: Path) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))


def vocabulary() -> tuple[Triple, ...]:
    return triples(ONTOLOGY / "diplomacy.ttl")


def kinds() -> dict[str, NamedNode]:
    """Local name of a term -> owl:Class, owl:ObjectProperty or owl:DatatypeProperty."""
    return {
        t.subject.value.removeprefix(CQ): t.object
        for t in vocabulary()
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
        if t.predicate == TYPE and t.object in KINDS
    }


def used(written: tuple[Quad | Triple, ...] | list[Quad]) -> set[str]:
    """Local names of the cq: terms in predicates and types."""
    nodes = {t.predicate for t in written} | {t.object for t in written if t.predicate == TYPE}
    return {
        node.value.removeprefix(CQ)
        for node in nodes
        if isinstance(node, NamedNode) and node.value.startswith(CQ)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_blank_nodes_and_no_lists(path: Path) -> None:
    for t in triples(path):
        assert not isinstance(t.subject, BlankNode), t
        assert not isinstance(t.object, BlankNode | Triple), t
        assert t.predicate not in (RDF["first"], RDF["rest"]), t


def test_every_term_has_label_definition_and_example() -> None:
    for name in kinds():
        said = {t.predicate for t in vocabulary() if t.subject == CQ[name]}
        assert {RDFS["label"], SKOS["definition"], SKOS["example"]} <= said, name


def test_no_two_terms_share_a_definition() -> None:
    definitions = [t.object for t in vocabulary() if t.predicate == SKOS["definition"]]
    assert len(definitions) == len(set(definitions))


def test_every_term_that_the_mapping_writes_is_defined() -> None:
    assert used(good_quads()) <= set(kinds())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_term_of_the_ontology_files_is_defined(path: Path) -> None:
    assert used(triples(path)) <= set(kinds())


def test_every_term_of_shapes_and_their_fixtures_is_defined() -> None:
    for path in (*(ROOT / "shapes").glob("*.ttl"), *(ROOT / "tests/shapes").rglob("*.ttl")):
        objects = {t.object.value for t in triples(path) if isinstance(t.object, NamedNode)}
        named = {iri.removeprefix(CQ) for iri in objects if iri.startswith(CQ)}
        assert used(triples(path)) | named <= set(kinds()), path.name


def test_values_are_what_their_property_says() -> None:
    """An object property has IRIs, a datatype property literals, in all that the mapping writes."""
    for quad in good_quads():
        kind = kinds().get(quad.predicate.value.removeprefix(CQ))
        if kind == OWL["ObjectProperty"]:
            assert isinstance(quad.object, NamedNode), quad
        if kind == OWL["DatatypeProperty"]:
            assert isinstance(quad.object, Literal), quad


def test_ranges_are_what_the_mapping_writes() -> None:
    ranges = {t.subject: t.object for t in vocabulary() if t.predicate == RDFS["range"]}
    for quad in good_quads():
        if isinstance(quad.object, Literal) and quad.predicate in ranges:
            assert quad.object.datatype == ranges[quad.predicate], quad


def test_schema_org_is_https_everywhere() -> None:
    for path in FILES:
        assert "http://schema.org" not in path.read_text(encoding="utf-8"), path.name


CONTEXT = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def test_the_context_types_every_property_as_the_vocabulary_does() -> None:
    ranges = {t.subject: t.object for t in vocabulary() if t.predicate == RDFS["range"]}
    for name, kind in kinds().items():
        term = CONTEXT[name]
        assert (term if isinstance(term, str) else term["@id"]) == f"cq:{name}"
        coerced = None if isinstance(term, str) else term.get("@type")
        if kind == OWL["ObjectProperty"]:
            assert coerced == "@id", name
        elif kind == OWL["DatatypeProperty"] and coerced:
            expanded = coerced.replace("xsd:", CONTEXT["xsd"])
            assert NamedNode(expanded) == ranges[CQ[name]], name


def test_the_context_is_json_ld_1_0() -> None:
    """Jena 4 reads no more: no keywords of 1.1."""
    newer = {"@version", "@nest", "@prefix", "@protected", "@propagate", "@import", "@json"}
    assert not newer & set(json.dumps(CONTEXT).replace('"', " ").split())
    assert all(isinstance(v, str) or set(v) <= {"@id", "@type"} for v in CONTEXT.values())


def test_a_statement_in_json_becomes_the_triples_of_the_simple_view() -> None:
    base = "https://communique.example/id/"
    document = {
        "@context": CONTEXT,
        "id": base + "statement-01",
        "type": "Statement",
        "speaker": base + "actor-x-jane-roe",
        "words": {"@value": "trade suffers", "@language": "en"},
        "dateEdtf": "2022-06-15",
        "publisher": base + "actor-x-gazette",
        "depth": 0,
        "attitude": False,
        "confidence": "0.9",
        "subject": ["https://w3id.org/communique/topic/trade"],
    }
    edtf = "<http://id.loc.gov/datatypes/edtf/EDTF>"
    turtle = f"""@prefix cq: <{CQ}> . @prefix id: <{base}> .
    id:statement-01 a cq:Statement ; cq:speaker id:actor-x-jane-roe ;
      cq:words "trade suffers"@en ; cq:dateEdtf "2022-06-15"^^{edtf} ;
      cq:publisher id:actor-x-gazette ; cq:depth 0 ; cq:attitude false ; cq:confidence 0.9 ;
      <http://purl.org/dc/terms/subject> <https://w3id.org/communique/topic/trade> ."""
    read = parse(json.dumps(document), format=RdfFormat.JSON_LD)
    assert {q.triple for q in read} == {q.triple for q in parse(turtle, format=RdfFormat.TURTLE)}
