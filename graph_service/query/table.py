"""Rows of a SELECT: columns, terms, and their plain and serialised forms.

Owns no format of its own: bytes come from pyoxigraph's serialisers, plain values
are the strings, numbers and booleans that the terms stand for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

from graph_service.errors import UsageError
from graph_service.rdf.namespaces import XSD

Term = NamedNode | BlankNode | Literal | Triple
Plain = str | int | float | bool | None

_INTEGERS: Final = frozenset({XSD["integer"], XSD["int"], XSD["long"], XSD["nonNegativeInteger"]})
_FLOATS: Final = frozenset({XSD["decimal"], XSD["double"], XSD["float"]})


@dataclass(frozen=True, slots=True)
class Table:
    """Columns are the SELECT's variables in order; None is an unbound value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    source: bytes = field(repr=False, compare=False)
    """The same result in SPARQL 1.1 Query Results JSON."""

    @classmethod
    def from_json(cls, body: bytes) -> Table:
        """From SPARQL 1.1 Query Results JSON; UsageError for the result of an ASK.

        >>> t = Table.from_json(b'{"head":{"vars":["a"]},"results":{"bindings":[{}]}}')
        >>> t.columns, t.rows
        (('a',), ((None,),))
        """
        solutions = _solutions(body)
        columns = tuple(variable.value for variable in solutions.variables)
        rows = tuple(tuple(solution[name] for name in columns) for solution in solutions)
        return cls(columns, rows, body)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> tuple[Term | None, ...]:
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)

    def plain_rows(self) -> Iterator[tuple[Plain, ...]]:
        """Rows of plain Python values, in column order."""
        for row in self.rows:
            yield tuple(plain(term) for term in row)

    def dicts(self) -> list[dict[str, Any]]:
        """One dict of plain values a row; unbound variables are left out."""
        return [
            {
                name: value
                for name, value in zip(self.columns, row, strict=True)
                if value is not None
            }
            for row in self.plain_rows()
        ]

    def serialise(self, format: QueryResultsFormat) -> bytes:  # noqa: A002
        """The table in a SPARQL results format."""
        return _solutions(self.source).serialize(format=format) or b""

    def to_json(self) -> bytes:
        return self.source

    def to_csv(self) -> bytes:
        return self.serialise(QueryResultsFormat.CSV)


def plain(term: Term | None) -> Plain:
    """An IRI's or literal's value as text, number or boolean.

    >>> plain(Literal("3", datatype=XSD["integer"])), plain(Literal("hello", language="en"))
    (3, 'hello')
    """
    if term is None:
        return None
    if isinstance(term, Triple):
        return str(term)
    if isinstance(term, Literal):
        try:
            if term.datatype in _INTEGERS:
                return int(term.value)
            if term.datatype in _FLOATS:
                return float(term.value)
        except ValueError:  # "abc"^^xsd:integer is legal RDF
            return term.value
        if term.datatype == XSD["boolean"] and term.value in ("true", "1", "false", "0"):
            return term.value in ("true", "1")
    return term.value


def _solutions(body: bytes) -> QuerySolutions:
    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(parsed, QuerySolutions):
        raise UsageError("The query answers true or false, not rows", do="Ask with SELECT.")
    return parsed
