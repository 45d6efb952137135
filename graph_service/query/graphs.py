"""Whole article graphs, read one at a time, for checks over the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph_service.query.table import Table
from graph_service.store.base import View

_GRAPHS: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?graph { GRAPH ?graph { ?article a cq:Article } } ORDER BY ?graph
"""


def article_graphs(view: View) -> Iterator[tuple[NamedNode, list[Triple]]]:
    """Every graph that holds an article, with all its triples; memory holds one at a time."""
    table = Table.from_json(view.query(_GRAPHS, accept="json").body)
    for graph in table.column("graph"):
        if isinstance(graph, NamedNode):
            everything = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
            body = view.query(everything, accept="ntriples").body
            triples = [
                Triple(quad.subject, quad.predicate, quad.object)
                for quad in parse(body, format=RdfFormat.N_TRIPLES)
            ]
            yield graph, triples
