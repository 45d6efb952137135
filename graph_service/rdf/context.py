"""JSON-LD as contract.md promises it: compact, by ontology/context.jsonld, the context inline.

Owns the compacting of our own flat form: one object a node, in `@graph`, nothing nested, so
that a dump streams. W3C JSON-LD 1.1 (2020) has a general algorithm; ours needs no frames and
no lists, and is proved by reading what it wrote. Only keywords of 1.0: Jena 4 reads no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from graph_service.errors import StoreError
from graph_service.rdf.namespaces import TYPE, XSD
from graph_service.resources import resource_file

_INTEGER, _BOOLEAN, _STRING = XSD["integer"], XSD["boolean"], XSD["string"]
_Value = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Context:
    """ontology/context.jsonld, read for compacting."""

    written: dict[str, Any]
    """As the file has it."""
    terms: dict[str, tuple[str, str | None]]
    """IRI of a property or class -> its term, and the IRI its values are coerced to."""

    def collides(self, iri: str) -> bool:
        """Whether a reader would take the IRI's scheme for one of our terms (`source:x`)."""
        return iri.partition(":")[0] in self.written and not iri.startswith("_:")


@cache
def load_context(overlay: Path | None = None) -> Context:
    """Raises StoreError where the file is no JSON-LD context."""
    path = resource_file("ontology", "context.jsonld", overlay)
    try:
        written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
        terms = {}
        for term, meaning in written.items():
            iri = meaning if isinstance(meaning, str) else meaning["@id"]
            if iri.startswith("@") or "://" in iri:
                continue  # a keyword, or a prefix
            coerced = None if isinstance(meaning, str) else meaning.get("@type")
            terms[_expanded(iri, written)] = (term, coerced and _expanded(coerced, written))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"The JSON-LD context cannot be used: {error}",
            where=str(path),
            do="Correct your own ontology/context.jsonld, or remove it.",
        ) from error
    return Context(written, terms)


def to_jsonld(ntriples: bytes, first: str | None = None) -> bytes:
    """One document of N-Triples as `{"@context": ..., "@graph": [...]}`, `first` before others."""
    triples = {quad.triple for quad in parse(ntriples, format=RdfFormat.N_TRIPLES)}
    ordered = sorted(triples, key=lambda t: (str(t.subject) != f"<{first}>", str(t)))
    context = load_context()
    nodes = [_node(subject, rows, context) for subject, rows in _by_subject(ordered)]
    document = {"@context": context.written, "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def write_jsonld(quads: Iterable[Quad | Triple], stream: IO[bytes]) -> None:
    """Quads as they come, one named graph in memory at a time; a node that comes in several
    parts is written in as many objects, which JSON-LD reads as one.
    """
    context = load_context()
    head = json.dumps(context.written, ensure_ascii=False)
    stream.write(f'{{"@context": {head},\n"@graph": ['.encode())
    comma = b"\n"
    for graph, rows in groupby(quads, key=_graph_of):
        nodes = [_node(subject, own, context) for subject, own in _by_subject(rows)]
        if graph is not None:
            nodes = [_named(graph, nodes, context)]
        for node in nodes:
            stream.write(comma + json.dumps(node, ensure_ascii=False).encode("utf-8"))
            comma = b",\n"
    stream.write(b"\n]}\n")


def _named(graph: NamedNode | BlankNode, nodes: list[dict[str, Any]], context: Context) -> Any:
    if not context.collides(_iri(graph)):
        return {"id": _iri(graph), "@graph": nodes}
    own = [node if "@context" in node else {"@context": context.written, **node} for node in nodes]
    return {"@context": None, "@id": _iri(graph), "@graph": own}


def _graph_of(quad: Quad | Triple) -> NamedNode | BlankNode | None:
    graph = quad.graph_name if isinstance(quad, Quad) else None
    return None if graph is None or isinstance(graph, DefaultGraph) else graph


_Rows = Iterable[Quad | Triple]


def _by_subject(rows: _Rows) -> Iterator[tuple[Any, _Rows]]:
    """In the order of first appearance, so that rows in any order are grouped."""
    found: dict[Any, list[Quad | Triple]] = {}
    for row in rows:
        found.setdefault(row.subject, []).append(row)
    yield from found.items()


def _node(subject: NamedNode | BlankNode, rows: _Rows, context: Context) -> dict[str, Any]:
    rows = list(rows)
    values = (term for row in rows for term in (row.subject, row.predicate, row.object))
    named = (term.value for term in values if isinstance(term, NamedNode))
    if any(context.collides(iri) for iri in named):
        return {"@context": None, "@id": _iri(subject)} | _properties(rows, _NO_TERMS)
    return {"id": _iri(subject)} | _properties(rows, context.terms)


_NO_TERMS: dict[str, tuple[str, str | None]] = {}


def _properties(rows: _Rows, terms: dict[str, tuple[str, str | None]]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    type_, id_ = ("type", "id") if terms else ("@type", "@id")
    for row in rows:
        value = row.object
        if row.predicate == TYPE and isinstance(value, NamedNode | BlankNode):
            iri = _iri(value)
            found.setdefault(type_, []).append(terms.get(iri, (iri, None))[0])
            continue
        term, coerced = terms.get(row.predicate.value, (row.predicate.value, None))
        found.setdefault(term, []).append(_value(value, coerced, id_))
    return {term: many[0] if len(many) == 1 else many for term, many in found.items()}


def _value(value: _Value, coerced: str | None, id_: str) -> Any:
    """A plain string or number where the term's coercion says all else, else an object."""
    if isinstance(value, NamedNode | BlankNode):
        return _iri(value) if coerced == "@id" else {id_: _iri(value)}
    if isinstance(value, Triple):
        raise TypeError("RDF 1.1 has no triple as a term")
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype
    if datatype == _STRING:
        return value.value if coerced is None else {"@value": value.value}
    if datatype.value != coerced:
        return {"@value": value.value, "@type": datatype.value}
    if datatype == _INTEGER and value.value.isascii() and str(_int(value.value)) == value.value:
        return int(value.value)
    if datatype == _BOOLEAN and value.value in ("true", "false"):
        return value.value == "true"
    return value.value


def _int(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isdigit() and len(digits) < 16 else None  # safe in JavaScript


def _iri(node: NamedNode | BlankNode) -> str:
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"


def _expanded(name: str, written: dict[str, Any]) -> str:
    prefix, colon, rest = name.partition(":")
    return f"{written[prefix]}{rest}" if colon and prefix in written else name
