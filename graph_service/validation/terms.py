"""pyoxigraph's terms as rdflib's, for pyshacl.

Owns the conversion only. IRIs and literals come again and again (types,
properties, dates, kinds), so both are kept.
"""

from __future__ import annotations

import logging
import re
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox
from pyshacl import consts
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier, Node

from graph_service.errors import InputError

RdflibTriple = tuple[Node, Node, Node]
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")

# rdflib logs a traceback for each "2022-13-45"^^xsd:date; the shapes report it, with advice.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


def to_rdflib(statement: ox.Quad | ox.Triple) -> RdflibTriple:
    """The triple, its graph dropped. Raises InputError for RDF 1.2 triple terms."""
    return _node(statement.subject), _node(statement.predicate), _node(statement.object)


@lru_cache(maxsize=65_536)
def iri(value: str) -> URIRef:
    """As `URIRef(value)`, which looks for characters that pyoxigraph has refused already."""
    return _PYSHACLS.get(value) or str.__new__(URIRef, value)


_PYSHACLS = {str(node): node for node in vars(consts).values() if isinstance(node, URIRef)}
"""The very objects that pyshacl asks for: a dictionary finds those without comparing texts."""


class _Literal(Literal):
    """Hashed by its text alone: rdflib's own hash, in Python, took a tenth of a check."""

    __slots__ = ()
    __hash__ = str.__hash__


def _literal(value: str, language: str | None, datatype: str) -> Literal:
    if language:
        return _Literal(value, lang=language)
    literal = _Literal(value, datatype=iri(datatype))
    if literal.ill_typed or (
        isinstance(literal.value, int | Decimal) and not _is_number(value, literal.value)
    ):
        # Compared with a date, a 30 February gives NotImplemented (rdflib 7.6), which pyshacl
        # takes for true. With a datatype of its own it compares with nothing and fits nowhere.
        return _Literal(value, datatype=iri(f"{datatype}/ill-typed"))
    return literal


def _is_number(lexical: str, value: int | Decimal) -> bool:
    """Whether XML Schema takes for a number what Python does: not NaN, 1_000 or ١٢."""
    return isinstance(value, bool) or _NUMBER.fullmatch(lexical.strip()) is not None


@lru_cache(maxsize=65_536)
def _node(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> Identifier:
    if isinstance(term, ox.NamedNode):
        return iri(term.value)
    if isinstance(term, ox.Literal):
        return _literal(term.value, term.language, term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise InputError(
        "A triple stands as a term, which RDF 1.1 does not have",
        where=str(term)[:120],
        do="Write statements as nodes of their own.",
    )
