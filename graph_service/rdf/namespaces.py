"""The vocabularies we write and read, once, and the prefixes that shorten them.

Owns namespace IRIs and the constants made of them. The meaning of each `cq:`
term stands in ontology/, how it is used in model.md.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode


class Namespace(str):
    """An IRI prefix; `CQ["words"]` is the term in it.

    >>> str(CQ["words"])
    '<https://w3id.org/communique/ns#words>'
    """

    __slots__ = ()

    def __getitem__(self, name: object) -> NamedNode:  # type: ignore[override]
        return _term(str(self), str(name))


@cache
def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(prefix + name)


CQ: Final = Namespace("https://w3id.org/communique/ns#")
ACT: Final = Namespace("https://w3id.org/communique/act/")
TOPIC: Final = Namespace("https://w3id.org/communique/topic/")
RDF: Final = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL: Final = Namespace("http://www.w3.org/2002/07/owl#")
XSD: Final = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS: Final = Namespace("http://www.w3.org/2004/02/skos/core#")
DCT: Final = Namespace("http://purl.org/dc/terms/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
PROV: Final = Namespace("http://www.w3.org/ns/prov#")
ORG: Final = Namespace("http://www.w3.org/ns/org#")
SCHEMA: Final = Namespace("https://schema.org/")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
VOID: Final = Namespace("http://rdfs.org/ns/void#")
WD: Final = Namespace("http://www.wikidata.org/entity/")

PREFIXES: Final = MappingProxyType(
    {
        "cq": str(CQ),
        "act": str(ACT),
        "topic": str(TOPIC),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "owl": str(OWL),
        "xsd": str(XSD),
        "skos": str(SKOS),
        "dct": str(DCT),
        "oa": str(OA),
        "prov": str(PROV),
        "org": str(ORG),
        "schema": str(SCHEMA),
        "sh": str(SH),
        "void": str(VOID),
        "wd": str(WD),
    }
)
"""Prefix -> IRI, for serialisers, the editor and the docs. `id:` depends on the base: `Iris`."""

TYPE: Final = RDF["type"]
EDTF: Final = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
