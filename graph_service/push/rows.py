"""The rows of a query as a multiset in one number, so that two engines can be compared.

Owns what "the same rows" means: as often, whatever the order, each term the same RDF
term. Blank nodes have no names across stores and count as alike. Rows are not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Store

from graph_service.errors import StoreError
from graph_service.export.source import Graph, Source
from graph_service.query.catalogue import NamedQuery
from graph_service.query.parameters import bind
from graph_service.rdf.namespaces import CQ

_RANGE: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Rows:
    """Number of rows, and the sum of their hashes modulo 2^256."""

    count: int
    mark: int


def rows_of(solutions: Iterable[QuerySolution], names: Sequence[str]) -> Rows:
    """`names` are the variables; their order does not matter."""
    ordered = sorted(names)
    count = total = 0
    for solution in solutions:
        row = "\t".join(_text(solution[name]) for name in ordered)
        total += int.from_bytes(hashlib.sha256(row.encode()).digest(), "big")
        count += 1
    return Rows(count, total % _RANGE)


def _text(term: object) -> str:
    if term is None:
        return ""
    return "_:" if isinstance(term, BlankNode) else str(term)


@dataclass(frozen=True, slots=True)
class Question:
    """A named query with the values it is asked with; none where it runs as it stands."""

    name: str
    values: dict[str, list[str]]
    sparql: str


_SAMPLES: Final = {
    "actor": ("speaker", 0, 1),
    "reporter": ("accordingTo", 0, 1),
    "first": ("accordingTo", 0, 1),
    "second": ("accordingTo", 1, 2),
}
"""Parameter -> property whose commonest values are taken, from which place to which."""
STATEMENTS: Final = 20
"""How many statements are looked at one by one."""


def questions(source: Source, catalogue: Iterable[NamedQuery]) -> Iterator[Question]:
    """Each named query once: for all rows, or where it needs values with ones from the store.

    A required parameter that no property here fits takes the example of its header.
    """
    for query in sorted(catalogue, key=lambda query: query.name):
        values = {
            p.name: _sample(source, p.name) or [p.example] for p in query.params if p.required
        }
        sparql = bind(query, values, source.iris) if values else query.text
        yield Question(query.name, values, sparql)


def _sample(source: Source, name: str) -> list[str]:
    if name == "statement":
        found = _first(source, f"SELECT ?v {{ GRAPH ?g {{ ?v a {CQ['Statement']} }} }} ORDER BY ?v "
                               f"LIMIT {STATEMENTS}")  # fmt: skip
        return found
    if name not in _SAMPLES:
        return []
    prop, start, end = _SAMPLES[name]
    return _first(
        source,
        f"SELECT ?v (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s {CQ[prop]} ?v }} }} GROUP BY ?v "
        f"ORDER BY DESC(?n) ?v LIMIT {end}",
    )[start:]


def _first(source: Source, sparql: str) -> list[str]:
    found = ask_own(source, sparql)
    return [row["v"].value for row in found if isinstance(row["v"], NamedNode | Literal)]


def ask_own(
    source: Source, sparql: str, named_graphs: Sequence[Graph] | None = None
) -> QuerySolutions:
    """On our snapshot, which is held; without union, as any server would read it."""
    store: Store = source.store
    try:
        if named_graphs is None:
            found = store.query(sparql)
        else:
            graphs: list[NamedNode | BlankNode] = [
                graph for graph in named_graphs if isinstance(graph, NamedNode)
            ]
            found = store.query(sparql, named_graphs=graphs)
    except (RuntimeError, OSError) as error:
        raise StoreError(f"Our own store cannot answer a query: {error}") from error
    assert isinstance(found, QuerySolutions)  # noqa: S101 - named queries are SELECTs
    return found
