"""Which statements match, in order: by the index where it is of this snapshot, else by SPARQL.

Owns the choice between the two, and nothing of either: both give the same hits in the same
order for the named query `statements-of-state` (a test compares them). Reading the
statements whole is `statements`'s.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from graph_service.query.catalogue import NamedQuery
from graph_service.query.curation import same_as
from graph_service.query.naming import named_as
from graph_service.query.parameters import Values, bind, terms_of
from graph_service.query.run import page
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.store.base import View
from graph_service.store.lookup import Hit, Indexed

QUERY: Final = "statements-of-state"
"""The named query that the index stands for."""

_STANDS_FOR: Final = "ca120c8b9725e83ba4a16f2d936e7355b34cf1eea40bf2892db3101b103629ad"
"""SHA-256 of that query without its comments: one that a user changed is SPARQL's alone."""


def list_statements(
    view: View,
    query: NamedQuery,
    values: Values,
    iris: Iris,
    *,
    limit: int | None = None,
    start: int = 0,
) -> list[Hit]:
    """The statements that match, all of them or the `limit` from `start` (from 0) on.

    `query` is the catalogue's `statements-of-state`. Raises UnknownName and BadValue as
    `query.run.run_named` does.
    """
    same = same_as(view, iris)
    terms = terms_of(query, values, iris, same=same)
    with named_as(query.name):
        if isinstance(view, Indexed) and fingerprint(query.text) == _STANDS_FOR:
            given = {name: [term.value for term in found] for name, found in terms.items()}
            hits = view.lookup(given, limit, start)
            if hits is not None:
                return hits
        sparql = page(bind(query, values, iris, same=same), limit, start)
        body = view.query(sparql, accept="json").body
    return [
        Hit(
            statement=str(row["statement"]),
            speaker=str(row["speaker"]),
            publisher=str(row["publisher"]),
            article=str(row["article"]),
            certain=bool(row["certain"]),
        )
        for row in Table.from_json(body).dicts()
    ]


@cache
def fingerprint(text: str) -> str:
    """SHA-256 of a query's text without its comment lines and the blanks around lines."""
    lines = (line.strip() for line in text.splitlines())
    kept = "\n".join(line for line in lines if line and not line.startswith("#"))
    return hashlib.sha256(kept.encode()).hexdigest()
