"""Terms that result formats trip over, each as object of a triple of its own.

Numbers stand in the form in which the engine keeps them; `FORMS` are others of the same value.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph_service.rdf.namespaces import XSD

ODD = NamedNode("http://example.org/graph/odd")
VALUE = NamedNode("http://example.org/value")
TERMS = {
    "a-iri": NamedNode("http://example.org/π?a=1&b=2"),
    "b-plain": Literal('comma, "quote", <tag> & tab\t.'),
    "c-lines": Literal("first\nsecond\r\nthird"),
    "d-language": Literal("Grüße", language="de-AT"),
    "e-integer": Literal("7", datatype=XSD["integer"]),
    "f-decimal": Literal("1.5", datatype=XSD["decimal"]),
    "g-double": Literal("1000000", datatype=XSD["double"]),
    "h-own-type": Literal("x", datatype=NamedNode("http://example.org/type")),
    "i-empty": Literal(""),
    "j-blank": BlankNode("someone"),
    "k-backslash": Literal("a\\b 'c' 𝄞"),
    "l-space": Literal("  kept  "),
}
"""By the last part of their subject; in its order."""


NUMBERS = NamedNode("http://example.org/graph/numbers")
FORMS = {
    "n-integer": Literal("007", datatype=XSD["integer"]),
    "n-decimal": Literal("1.50", datatype=XSD["decimal"]),
    "n-double": Literal("1.0E6", datatype=XSD["double"]),
}


def odd_terms() -> list[Quad]:
    return [
        Quad(NamedNode(f"http://example.org/{name}"), VALUE, term, ODD)
        for name, term in TERMS.items()
    ]


def number_forms() -> list[Quad]:
    return [
        Quad(NamedNode(f"http://example.org/{name}"), VALUE, term, NUMBERS)
        for name, term in FORMS.items()
    ]
