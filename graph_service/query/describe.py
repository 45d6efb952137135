"""Everything the graph holds of one thing: the node and what hangs on it.

Owns how far "of one thing" reaches: over reports, evidence and selectors, never
into other statements or actors. Works in any store, without DESCRIBE, whose
reach each server chooses for itself (SPARQL 1.1 Query, section 16.4).
"""

from __future__ import annotations

from graph_service.errors import UnknownName
from graph_service.rdf.iris import Iris
from graph_service.store.base import QueryResult, View

_TEMPLATE = """\
PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
CONSTRUCT {{ ?node ?p ?o }} WHERE {{
  {{ BIND({start} AS ?node) }} UNION {{ {start} (cq:reportedBy|cq:evidence|oa:hasSelector)+ ?node }}
  ?node ?p ?o
}}
"""


def describe(view: View, iris: Iris, name: str, *, accept: str) -> QueryResult:
    """The data of `{base}id/{name}` in a format; raises UnknownName where there is none."""
    start = str(iris.node(name))
    found = view.query(f"ASK {{ {start} ?p ?o }}", accept="json").body
    if b"true" not in found:
        raise UnknownName(
            f"Nothing here is named {name}", do="Look for an actor at /api/v1/actors?q=."
        )
    return view.query(_TEMPLATE.format(start=start), accept=accept)
