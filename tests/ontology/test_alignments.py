"""Every term of another vocabulary that our files name exists there.

The lists are rdflib's own of PROV, Schema.org, ORG, SKOS, Dublin Core, OWL and RDFS, and a
short pinned one, with its sources, of those that rdflib lacks.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, parse
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, DefinedNamespace

from graph_service.rdf.namespaces import ACT, CQ, TOPIC

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
FILES = sorted({*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "ontology/mappings").glob("*.ttl")})
LISTED: tuple[type[DefinedNamespace], ...] = (DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS)
PINNED = {
    "oa": "http://www.w3.org/ns/oa#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "grasp": "http://groundedannotationframework.org/grasp#",
    "iptc": "http://cv.iptc.org/newscodes/mediatopic/",
}
NO_TERMS = ("http://www.w3.org/2001/XMLSchema#", "http://id.loc.gov/", "https://www.apache.org/")
"""Datatypes and a licence: no alignments."""


def pinned() -> set[str]:
    rows = (FOLDER / "aligned-terms.txt").read_text(encoding="utf-8").splitlines()
    words = [row.split() for row in rows if not row.startswith("#")]
    return {PINNED[prefix] + name for prefix, *names in words for name in names}


def foreign(path: Path) -> set[str]:
    ours = (str(CQ), str(ACT), str(TOPIC), str(CQ).removesuffix("#"), *NO_TERMS)
    return {
        term.value
        for quad in parse(path=path)
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and not term.value.startswith(ours)
    }


def exists(iri: str) -> bool:
    for vocabulary in LISTED:
        start = str(vocabulary)
        if iri.startswith(start):
            return iri.removeprefix(start) in vocabulary
    return iri in pinned()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_term_of_others_exists(path: Path) -> None:
    assert {iri for iri in foreign(path) if not exists(iri)} == set()


def test_a_term_that_nobody_has_would_be_found() -> None:
    assert not exists("http://www.w3.org/ns/prov#wasSaidBy")
    assert not exists("https://schema.org/Statemint")
    assert not exists("http://semanticweb.cs.vu.nl/2009/11/sem/Actr")
    assert not exists("https://vocabulary.example/x")


def test_every_pinned_name_is_used() -> None:
    context = (ROOT / "ontology/context.jsonld").read_text(encoding="utf-8")
    used = set().union(*map(foreign, FILES))
    oa = {iri for iri in pinned() if f'"oa:{iri.rpartition("#")[2]}"' in context}
    assert pinned() - used - oa == set()
