"""The store without a disk: for tests, notebooks and a first look.

Owns nothing durable. Queries run in this process: no deadline, no memory cap,
hence not for strangers' queries.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from graph_service.errors import StoreError, StoreLocked
from graph_service.settings import MIB, Settings
from graph_service.store.base import QueryCounts, QueryResult, Snapshot
from graph_service.store.request import make_request, raise_refusal, refuse_any_service
from graph_service.store.worker import Refused, evaluate


class MemoryStore:
    """One graph in this process; `open` and `view` of one object belong together."""

    def __init__(self) -> None:
        self._data = pyoxigraph.Store()
        self._facts: dict[str, str] = {}
        self._base: str | None = None
        self.token = secrets.token_hex(4)
        self._writer: MemoryWriter | None = None
        self.published: tuple[Snapshot, pyoxigraph.Store] | None = None

    def open(self, home: Path, base_iri: str) -> MemoryWriter:
        """`home` is not used."""
        if self._writer is not None:
            raise StoreLocked("This store is being written", do="Close its writer first.")
        if self._base not in (None, base_iri):
            raise StoreError(
                f"This store was made with the base IRI {self._base}, not {base_iri}",
                do="Use that base IRI, or a new store.",
            )
        self._base = base_iri
        self._writer = MemoryWriter(self, self._data, base_iri, self._facts)
        return self._writer

    def view(self, settings: Settings) -> MemoryView:
        if self.published is None:
            raise StoreError("There is no graph here yet", do="Publish first.")
        return MemoryView(self, settings.result_mib * MIB, settings.base_iri)

    def leave(self) -> None:
        self._writer = None


class MemoryWriter:
    """See `base.Writer`."""

    def __init__(
        self, store: MemoryStore, data: pyoxigraph.Store, base_iri: str, facts: dict[str, str]
    ) -> None:
        self.base_iri = base_iri
        self.facts: Mapping[str, str] = facts
        self._facts = facts
        self.token = store.token
        self._store = store
        self._data = data
        self._turn = threading.RLock()
        self._changed = store.published is None

    def record(self, name: str, value: str) -> None:
        self._facts[name] = value

    def replace_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        self.replace_graphs({graph: list(quads)})

    def replace_graphs(self, graphs: Mapping[NamedNode, Sequence[Quad]]) -> None:
        with self._turn:
            self._changed = True
            for graph, quads in graphs.items():
                self._data.remove_graph(graph)
                self._data.extend(quads)

    def load_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        self.replace_graph(graph, quads)

    def remove_graph(self, graph: NamedNode) -> None:
        with self._turn:
            self._changed = True
            self._data.remove_graph(graph)

    def graph(self, graph: NamedNode) -> Iterable[Quad]:
        return self._data.quads_for_pattern(None, None, None, graph)

    def about(self, node: NamedNode, graphs: Sequence[NamedNode]) -> list[Quad]:
        return [
            quad
            for graph in graphs
            for quad in self._data.quads_for_pattern(node, None, None, graph)
        ]

    def publish(self) -> Snapshot:
        with self._turn:
            last = self._store.published
            if last is not None and not self._changed:
                return last[0]
            number = 1 + (int(last[0].id.partition("-")[0]) if last else 0)
            snapshot = Snapshot(f"{number}-{self.token}")
            copy = pyoxigraph.Store()
            copy.bulk_extend(self._data)
            self._store.published = (snapshot, copy)
            self._changed = False
            return snapshot

    def close(self) -> None:
        self._store.leave()


class MemoryView:
    """See `base.View`; the deadline is not kept."""

    def __init__(self, store: MemoryStore, max_bytes: int, base: str) -> None:
        self._store = store
        self._base = base
        self._max_bytes = max_bytes
        self._queries = 0

    @property
    def counts(self) -> QueryCounts:
        return QueryCounts(queries=self._queries)

    @property
    def snapshot(self) -> str:
        return self._published()[0].id

    def _published(self) -> tuple[Snapshot, pyoxigraph.Store]:
        published = self._store.published
        if published is None:
            raise StoreError("There is no graph here yet", do="Publish first.")
        return published

    def query(
        self,
        sparql: str,
        *,
        accept: str | None = None,
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryResult:
        """See `base.View.query`."""
        request: dict[str, Any] = make_request(
            sparql,
            accept=accept,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            max_bytes=self._max_bytes,
            base=self._base,
        )
        refuse_any_service(sparql)
        snapshot, data = self._published()
        self._queries += 1
        try:
            head, body = evaluate(data, request)
        except Refused as refusal:
            raise_refusal(refusal.head, sparql)
        return QueryResult(head["kind"], head["media_type"], body, head["rows"], snapshot.id)

    def close(self) -> None:
        pass
