"""Whole graphs that hold statements, read one at a time, for checks over the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph_service.query.table import Table
from graph_service.store.base import View

_GRAPHS: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?graph {
  { GRAPH ?graph { ?article a cq:Article } } UNION { GRAPH ?graph { ?statement a cq:Statement } }
} ORDER BY ?graph
"""
_IN_NO_GRAPH: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?statement {
  ?statement a cq:Statement
  FILTER NOT EXISTS { GRAPH ?graph { ?statement a cq:Statement } }
}
"""
DEFAULT_GRAPH: Final = "the default graph"


def statement_graphs(view: View) -> Iterator[tuple[str, list[Triple]]]:
    """Every graph that holds an article or a statement, with all its triples, by its IRI.

    Users' own graphs are among them. Last comes what of statements stands in the default
    graph, where there are any. Memory holds one graph at a time.
    """
    table = Table.from_json(view.query(_GRAPHS, accept="json").body)
    for graph in table.column("graph"):
        if isinstance(graph, NamedNode):
            yield graph.value, _triples(view, f"GRAPH {graph} {{ ?s ?p ?o }}")
    found = Table.from_json(view.query(_IN_NO_GRAPH, accept="json").body)
    if found.column("statement"):
        outside = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }"
        yield DEFAULT_GRAPH, _triples(view, outside)


def described(view: View, node: NamedNode) -> list[Triple]:
    """What any graph says of a node."""
    return _triples(view, f"BIND({node} AS ?s) {node} ?p ?o")


def _triples(view: View, pattern: str) -> list[Triple]:
    body = view.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", accept="ntriples").body
    return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
