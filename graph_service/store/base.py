"""What a store must offer: the protocols Store, Writer and View, and a query's result.

Owns the interface only. One contract suite (`tests/store/test_contract.py`) runs
on every implementation; callers above know these names and nothing deeper.

    Store.open(home, base) -> Writer   the one process that writes
    Store.view(settings)   -> View     any number that read what was published
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from pyoxigraph import NamedNode, Quad

if TYPE_CHECKING:  # pydantic takes half a second, and the writer process needs none of it
    from graph_service.settings import Settings

Quads = list[Quad]
"""One graph, for callers that pass quads on and do not look into them."""

ResultKind = Literal["solutions", "boolean", "graph"]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A whole result, serialised: never a part of one."""

    kind: ResultKind
    media_type: str
    body: bytes
    rows: int | None = None
    """Rows or triples where the format lets us count them exactly (TSV, N-Triples), else None."""
    snapshot: str = ""
    """Id of the snapshot that was read."""


@dataclass(frozen=True, slots=True)
class QueryCounts:
    """What a view's pool has done since it was opened; the last three are of this moment."""

    queries: int = 0
    killed: int = 0
    """Processes that were ended or ended themselves, for whatever reason, and were replaced."""
    timeouts: int = 0
    out_of_memory: int = 0
    """Queries over their memory or their stack."""
    busy: int = 0
    """Queries that were turned away because too many waited, or for too long."""
    callers_left: int = 0
    postponed: int = 0
    """Queries ended after their slice because all places for long ones were taken."""
    waited_seconds: float = 0.0
    """Sum over all queries that had to wait."""
    waiting: int = 0
    running: int = 0
    processes: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state. `id` stays the same for as long as the state does."""

    id: str
    path: Path | None = None
    """Folder of the checkpoint; None in memory."""


class View(Protocol):
    """Reads the newest published snapshot; safe to share between threads."""

    @property
    def snapshot(self) -> str:
        """Id of the snapshot that the next query reads."""

    @property
    def counts(self) -> QueryCounts:
        """For operation; a view without a pool counts its queries only."""

    def query(
        self,
        sparql: str,
        *,
        accept: str | None = None,
        timeout: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryResult:
        """One SELECT, ASK, CONSTRUCT or DESCRIBE.

        `accept` is a format's name ("json", "turtle"), a media type or a whole
        Accept header. `timeout`, in seconds, lowers the limit of the settings.
        `default_graphs` and `named_graphs` are the dataset of the SPARQL
        Protocol, and win over FROM. Without any dataset the query sees the
        union of all graphs. Relative IRIs are resolved against the store's
        base IRI (SPARQL 1.1 Query, section 4.1.1.2).

        Raises QuerySyntaxError, BadValue, UnknownName (format), NotAllowed
        (SERVICE), DeadlineExceeded, LimitExceeded, ServiceBusy, StoreError.
        """

    def close(self) -> None: ...


class Writer(Protocol):
    """The one writer. Each method but `load_graph` is one transaction: whole or not at all."""

    @property
    def base_iri(self) -> str: ...

    @property
    def token(self) -> str:
        """Made when the store was made: tells this store from one that replaces it."""

    @property
    def facts(self) -> Mapping[str, str]:
        """Small texts kept with the store, e.g. the hash of the loaded ontology files."""

    def record(self, name: str, value: str) -> None:
        """Keep a fact."""

    def replace_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """The graph holds exactly these quads afterwards."""

    def replace_graphs(self, graphs: Mapping[NamedNode, Sequence[Quad]]) -> None:
        """Several graphs in one transaction."""

    def load_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """As `replace_graph`, for many quads: several times as fast, and after a kill the
        graph may be empty or part. For graphs that are made again from files.
        """

    def remove_graph(self, graph: NamedNode) -> None: ...

    def graph(self, graph: NamedNode) -> Iterable[Quad]:
        """What the graph holds now, published or not."""

    def about(self, node: NamedNode, graphs: Sequence[NamedNode]) -> list[Quad]:
        """The quads with this subject in these graphs."""

    def publish(self) -> Snapshot:
        """Make all that was written visible to readers; the same snapshot if nothing changed."""

    def close(self) -> None: ...


class Store(Protocol):
    """One way of keeping graphs, found by its name in `plugins`."""

    def open(self, home: Path, base_iri: str) -> Writer:
        """Raises StoreLocked where somebody else writes, StoreError for an unusable home."""

    def view(self, settings: Settings) -> View:
        """Raises StoreError where nothing was published yet."""
