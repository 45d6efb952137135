"""How much a snapshot holds, counted once and kept until the next one.

Owns the counting and its limits: a count that does not end in time stays
unknown (None, or left out) and is not tried again on the same snapshot.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from graph_service.errors import LimitExceeded, StoreError
from graph_service.query.naming import named_as
from graph_service.query.table import Table, plain
from graph_service.rdf.iris import Iris
from graph_service.store.base import View

NAME: Final = "counts"
_GRAPHS: Final = ("registry", "topics", "acts", "ontology", "links", "decisions")
_CLASSES: Final = "SELECT ?of (COUNT(*) AS ?n) { ?node a ?of FILTER isIRI(?of) } GROUP BY ?of"
_PROPERTIES: Final = "SELECT ?of (COUNT(*) AS ?n) { GRAPH ?g { ?s ?of ?o } } GROUP BY ?of"
SECONDS: Final = 5.0
"""Time limit of each of the counts."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one snapshot; what could not be counted in time is None or left out."""

    snapshot: str
    published: datetime | None = None
    quads: int | None = None
    """Triples of all named graphs, one that stands in two graphs counted twice."""
    classes: Mapping[str, int] = field(default_factory=dict)
    """Class IRI -> nodes."""
    properties: Mapping[str, int] = field(default_factory=dict)
    """Property IRI -> triples."""
    graphs: tuple[str, ...] = ()
    """IRIs of the graphs that are not one article's and hold something."""


class Counter:
    """Counts the snapshot of a view when first asked; safe to share between threads."""

    def __init__(self, view: View, iris: Iris) -> None:
        self._view = view
        self._iris = iris
        self._lock = threading.Lock()
        self._last: Counts | None = None

    @property
    def last(self) -> Counts | None:
        """What was counted last, perhaps of an older snapshot; counts nothing."""
        return self._last

    def now(self, published: datetime | None = None) -> Counts:
        """Counts of the newest snapshot; who asks meanwhile waits for the same answer."""
        with self._lock:
            snapshot = self._view.snapshot
            if self._last is None or self._last.snapshot != snapshot:
                self._last = self._count(snapshot, published)
            return self._last

    def _count(self, snapshot: str, published: datetime | None) -> Counts:
        properties = self._grouped(_PROPERTIES)
        return Counts(
            snapshot,
            published,
            None if properties is None else sum(properties.values()),
            self._grouped(_CLASSES) or {},
            properties or {},
            self._graphs(),
        )

    def _grouped(self, sparql: str) -> dict[str, int] | None:
        table = self._asked(sparql)
        if table is None:
            return None
        return {str(plain(of)): int(plain(n) or 0) for of, n in table.rows if of is not None}

    def _graphs(self) -> tuple[str, ...]:
        names = " ".join(str(self._iris.graph(name)) for name in _GRAPHS)
        table = self._asked(
            f"SELECT ?g {{ VALUES ?g {{ {names} }} FILTER EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
        )
        return tuple(str(plain(row[0])) for row in table.rows) if table else ()

    def _asked(self, sparql: str) -> Table | None:
        try:
            with named_as(NAME):
                return Table.from_json(
                    self._view.query(sparql, accept="json", timeout=SECONDS).body
                )
        except (LimitExceeded, StoreError):
            return None


def utc(seconds: float) -> datetime:
    """A moment from seconds since 1970.

    >>> utc(0).isoformat()
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(seconds, UTC)
