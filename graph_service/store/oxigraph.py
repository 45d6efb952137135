"""The embedded store: pyoxigraph on disk, one writer, readers on checkpoints.

Owns what is written and how it becomes one transaction. Reading is `workers`'s:
a live store opened by a second process is undefined, so nobody does that.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    serialize,
)

from graph_service.errors import StoreError
from graph_service.store import dump_file, index, snapshots
from graph_service.store.base import Snapshot, View
from graph_service.store.disk import not_opened, not_written
from graph_service.store.home import Home, folder_in_use, next_folder, open_home, other_stores
from graph_service.store.replacing import replacement

if TYPE_CHECKING:
    from graph_service.settings import Settings

FLUSH_QUADS = 100_000
"""Written since the engine last emptied its buffers, which take about 1 kB a quad. A checkpoint
empties them, too, but on a busy machine, and in a rebuild, none may come for long."""


class OxigraphStore:
    """`home/store` (or the folder that store.json names) and `home/snapshots`."""

    @staticmethod
    def open(home: Path, base_iri: str) -> OxigraphWriter:
        """See `base.Store.open`."""
        opened = open_home(home, base_iri)
        try:
            snapshots.clean(home)
            if not opened.store.exists():
                opened.renew()
            for path in other_stores(home, opened.folder):
                shutil.rmtree(path, ignore_errors=True)
            store = pyoxigraph.Store(opened.store)
        except (OSError, RuntimeError) as error:  # the engine's word for damage is RuntimeError
            opened.close()
            raise not_opened(opened.store, error) from error
        return OxigraphWriter(opened, store)

    @staticmethod
    def view(settings: Settings) -> View:
        """See `base.Store.view`."""
        from graph_service.store.workers import open_view

        return open_view(settings)


class OxigraphWriter:
    """See `base.Writer`. Calls from several threads take turns: two updates at once lost writes."""

    def __init__(self, home: Home, store: pyoxigraph.Store) -> None:
        self._home = home
        self._store = store
        self._turn = threading.RLock()
        self._changed = home.path / "unpublished"
        # What the index must look at again: None where that cannot be told, as after a
        # writer that was cut off, or in a restored store.
        self._touched: set[NamedNode] | None = set() if self._is_published() else None
        self._spared: str | None = None
        self._unflushed = 0

    @property
    def base_iri(self) -> str:
        return self._home.base_iri

    @property
    def facts(self) -> Mapping[str, str]:
        return self._home.facts

    @property
    def token(self) -> str:
        """Made when the store was made: tells this store from one that replaces it."""
        return self._home.token

    def record(self, name: str, value: str) -> None:
        with self._turn:
            try:
                self._home.record(name, value)
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def replace_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        self.replace_graphs({graph: list(quads)})

    def replace_graphs(self, graphs: Mapping[NamedNode, Sequence[Quad]]) -> None:
        # New graphs alone go in without text in between; where something must go
        # first, one update is the only form that is one transaction.
        with self._turn:
            self._mark(graphs)
            old = [graph for graph in graphs if self._store.contains_named_graph(graph)]
            try:
                if old:
                    self._store.update(replacement(self._store, old, graphs))
                else:
                    self._store.extend(quad for quads in graphs.values() for quad in quads)
                self._unflushed += sum(map(len, graphs.values()))
                if self._unflushed >= FLUSH_QUADS:
                    self._store.flush()
                    self._unflushed = 0
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def load_graph(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        with self._turn:
            self._mark((graph,))
            try:
                self._store.remove_graph(graph)
                self._store.bulk_extend(quads)
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def load_file(self, path: Path) -> None:
        """All quads of a dump (see `dump_file`); after a kill part of them may be in."""
        with self._turn:
            self._mark()
            try:
                dump_file.bulk_load(self._store, path)
                self._store.flush()
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def settle(self) -> None:
        """Merge the files that a bulk load left: unmerged, each look-up goes through all of them,
        which made the bounded queries of `bench/endpoint` five to thirteen times as dear.
        """
        with self._turn:
            try:
                self._store.optimize()
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def count(self) -> int:
        """Quads in the store."""
        return len(self._store)

    def remove_graph(self, graph: NamedNode) -> None:
        with self._turn:
            self._mark((graph,))
            try:
                self._store.remove_graph(graph)
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def graph(self, graph: NamedNode) -> Iterable[Quad]:
        return self._store.quads_for_pattern(None, None, None, graph)

    def has_graph(self, graph: NamedNode) -> bool:
        """Whether it is there, be it empty."""
        return self._store.contains_named_graph(graph)

    def update(self, sparql: str, *, spares: str | None = None) -> None:
        """A SPARQL Update, as one transaction; nothing is refused here (`writing` does that).

        `spares` is how the IRIs of graphs begin that it surely leaves alone.
        Raises SyntaxError and RuntimeError (a graph that is missing, or there) as the engine.
        """
        with self._turn:
            if spares is None or (self._spared or spares) != spares:
                self._mark()
            else:
                self._mark(())
                self._spared = spares
            try:
                self._store.update(sparql)
            except OSError as error:
                raise not_written(self._home.path, error) from error

    def ntriples(self, pattern: str) -> bytes:
        """What the pattern matches now, as N-Triples, in the order in which readers get it."""
        found = self._store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}")
        assert isinstance(found, QueryTriples)  # noqa: S101 - a CONSTRUCT
        return serialize(found, format=RdfFormat.N_TRIPLES) or b""

    def about(self, node: NamedNode, graphs: Sequence[NamedNode]) -> list[Quad]:
        return [
            quad
            for graph in graphs
            for quad in self._store.quads_for_pattern(node, None, None, graph)
        ]

    def anywhere(self, node: NamedNode) -> Iterable[Quad]:
        """The quads with this subject in any graph."""
        return self._store.quads_for_pattern(node, None, None, None)

    def publish(self) -> Snapshot:
        with self._turn:
            before = ""
            with suppress(StoreError):
                before = snapshots.current(self._home.path).id
                if not self._changed.exists():
                    return snapshots.current(self._home.path)
            if self._touched is not None and before:
                index.announce(
                    self._home.path, snapshots.next_name(self._home.path, self._home.token)
                )
            try:
                made = snapshots.publish(self._home.path, self._home.token, self._backup)
                self._changed.unlink(missing_ok=True)
            except OSError as error:
                raise not_written(self._home.path, error) from error
            self._follow(before, made.id)
            return made

    def _follow(self, before: str, now: str) -> None:
        touched, spared = self._touched, self._spared
        self._touched, self._spared = set(), None
        if touched is not None:
            index.follow(self._home.path, self._store, before, now, touched, spared)

    def make_index(self) -> index.Made:
        """Make the index of the published snapshot again; publishes first what is not.

        Raises StoreError where it cannot be written.
        """
        with self._turn:
            return index.rebuild(self._home.path, self._store, self.publish().id)

    def _backup(self, folder: Path) -> None:
        # Not the engine's bound method: a traceback that holds it would keep the store open.
        self._store.backup(folder)

    def close(self, *, indexing: bool = True) -> None:
        """Let go of the home. Where the index could not follow, it is made again first, unless
        `indexing` is false: that takes time, in which nobody else writes.
        """
        with self._turn:
            snapshots.prune(self._home.path)
            if indexing:
                with suppress(StoreError):  # nothing published yet, or no room: SPARQL answers
                    self._keep_index()
            self._store = pyoxigraph.Store()  # lets go of the files and of the engine's lock
            self._home.close()

    def beside(self) -> NewStore:
        """A further, empty store in this home; `switch_to` puts it in the place of this one."""
        name = next_folder(self._home.path)
        fresh = Home(self._home.path, -1, self._home.base_iri, self._home.token, folder=name)
        try:
            return NewStore(fresh, pyoxigraph.Store(fresh.store))
        except OSError as error:
            raise not_written(self._home.path, error) from error

    def carry(self, fresh: NewStore, wanted: Callable[[str], bool]) -> int:
        """Copy the default graph and the named graphs whose IRI is `wanted`; how many."""
        count = 0
        with self._turn:
            try:
                fresh._store.bulk_extend(
                    self._store.quads_for_pattern(None, None, None, DefaultGraph())
                )
                for graph in self._store.named_graphs():
                    if isinstance(graph, NamedNode) and not wanted(graph.value):
                        continue
                    count += 1
                    fresh._store.add_graph(graph)  # an empty one as well
                    fresh._store.bulk_extend(self._store.quads_for_pattern(None, None, None, graph))
            except OSError as error:
                raise not_written(self._home.path, error) from error
        return count

    def switch_to(self, fresh: NewStore) -> None:
        """From here on that is the store: one write to store.json, then the old one goes."""
        with self._turn:
            self._mark()
            before = self._home.folder, self._home.facts
            try:
                fresh._store.flush()
                self._home.folder, self._home.facts = fresh._home.folder, fresh._home.facts
                self._home.save()
            except OSError as error:
                # It may have come after the file was in place: the file decides.
                if folder_in_use(self._home.path) == before[0]:
                    self._home.folder, self._home.facts = before
                    raise not_written(self._home.path, error) from error
            self._store, fresh._store = fresh._store, pyoxigraph.Store()
            shutil.rmtree(self._home.path / before[0], ignore_errors=True)

    def _is_published(self) -> bool:
        """Whether readers see all that the store holds."""
        if self._changed.exists():
            return False
        with suppress(StoreError):
            return bool(snapshots.current(self._home.path).id)
        return next(self._store.quads_for_pattern(None, None, None, None), None) is None

    def _keep_index(self) -> None:
        newest = snapshots.current(self._home.path).id
        if not self._changed.exists() and index.snapshot_of(self._home.path) != newest:
            index.rebuild(self._home.path, self._store, newest)

    def _mark(self, graphs: Iterable[NamedNode] | None = None) -> None:
        """Remember, over a kill as well, that there is something to publish.

        None: it cannot be told in which graphs.
        """
        if graphs is None:
            self._touched = None
        elif self._touched is not None:
            self._touched.update(graphs)
        if not self._changed.exists():
            try:
                self._changed.touch()
            except OSError as error:
                raise not_written(self._home.path, error) from error


def named_graphs(folder: Path) -> list[str]:
    """IRIs of the graphs in a store or checkpoint that nobody writes; it is not changed.

    Raises StoreError where it cannot be opened.
    """
    try:
        store = pyoxigraph.Store.read_only(str(folder))
        return [graph.value for graph in store.named_graphs()]
    except (OSError, RuntimeError) as error:
        raise not_opened(folder, error) from error


class NewStore(OxigraphWriter):
    """A store that is being filled beside the one in use; closed unswitched, it goes."""

    def record(self, name: str, value: str) -> None:
        self._home.facts[name] = value

    def publish(self) -> Snapshot:
        """Nothing of it is published before it is the store."""
        return Snapshot("")

    def close(self, *, indexing: bool = True) -> None:
        self._store = pyoxigraph.Store()
        if folder_in_use(self._home.path) != self._home.folder:
            shutil.rmtree(self._home.store, ignore_errors=True)

    def _mark(self, graphs: Iterable[NamedNode] | None = None) -> None:
        pass
