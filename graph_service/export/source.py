"""A published snapshot that is read from end to end, and which of its graphs are wanted.

Owns the choice of graphs. Everything is an iterator: one graph after the other, so
that memory does not grow with the store. The snapshot stays on disk while it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from graph_service.errors import BadValue, StoreError, UnknownName
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, SKOS
from graph_service.settings import Settings
from graph_service.store import snapshots
from graph_service.store.base import Snapshot
from graph_service.store.home import check_base

Graph = NamedNode | DefaultGraph

_PUBLISHERS: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT DISTINCT ?publisher { GRAPH ?graph { ?article a cq:Article ; cq:publisher ?publisher } }
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which graphs; without anything: all of them, the default graph and users' own too."""

    graphs: tuple[str, ...] = ()
    """IRIs, or last parts of managed graphs: `registry`, `article-...`."""
    publisher: str | None = None
    """Id, IRI, QID or name. This and the dates choose among the articles' graphs alone."""
    after: date | None = None
    """Published later than this day; an undated article is neither after nor before."""
    before: date | None = None
    """Published earlier than this day."""
    only: frozenset[str] | None = None
    """Of those, the graphs of these names alone; empty is the default graph's."""

    @property
    def of_articles(self) -> bool:
        return bool(self.publisher or self.after or self.before)

    @property
    def whole(self) -> bool:
        return not self.graphs and not self.of_articles and self.only is None

    def words(self) -> str:
        """The choice in words, `only` aside.

        >>> Selection().words(), Selection(publisher="The Daily Example").words()
        ('all graphs', "publisher 'The Daily Example'")
        """
        parts = [f"graph {name}" for name in sorted(set(self.graphs))]
        parts += [f"publisher {self.publisher!r}"] if self.publisher else []
        parts += [f"after {self.after}"] if self.after else []
        parts += [f"before {self.before}"] if self.before else []
        return ", ".join(parts) or "all graphs"


def name_of(graph: Graph) -> str:
    """IRI of a named graph; empty for the default graph."""
    return graph.value if isinstance(graph, NamedNode) else ""


@dataclass(frozen=True, slots=True)
class Source:
    """An open snapshot."""

    store: Store
    snapshot: str
    iris: Iris

    def graphs(self, selection: Selection) -> Iterator[Graph]:
        """The wanted graphs, in the store's order, read as they are asked for.

        Raises UnknownName (graph, publisher) and BadValue (IRI) before the first one.
        """
        found = self._chosen(selection)
        if selection.only is None:
            return found
        only = selection.only
        return (graph for graph in found if name_of(graph) in only)

    def _chosen(self, selection: Selection) -> Iterator[Graph]:
        if selection.graphs:
            return iter([self._graph(name) for name in dict.fromkeys(selection.graphs)])
        if selection.of_articles:
            publishers = self._publishers(selection.publisher) if selection.publisher else None
            return self._articles(selection, publishers)
        return self._all()

    def quads(self, graphs: Iterator[Graph]) -> Iterator[Quad]:
        for graph in graphs:
            yield from self.store.quads_for_pattern(None, None, None, graph)

    def _all(self) -> Iterator[Graph]:
        yield DefaultGraph()
        for graph in self.store.named_graphs():
            if isinstance(graph, NamedNode):  # a blank one cannot come in: SPARQL has no way
                yield graph

    def _graph(self, name: str) -> NamedNode:
        try:
            node = NamedNode(name) if ":" in name else self.iris.graph(name)
        except ValueError as error:
            raise BadValue(f"{name!r} is no IRI: {error}", where="--graph") from error
        if not self.store.contains_named_graph(node):
            raise UnknownName(
                f"There is no graph {node.value} in snapshot {self.snapshot}",
                do="List them: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }.",
            )
        return node

    def _articles(self, selection: Selection, publishers: set[NamedNode] | None) -> Iterator[Graph]:
        start = f"{self.iris.graphs}article-"
        for graph in self.store.named_graphs():
            if not isinstance(graph, NamedNode) or not graph.value.startswith(start):
                continue
            article = NamedNode(self.iris.ids + graph.value.removeprefix(self.iris.graphs))
            if publishers is not None and not (
                self._values(article, "publisher", graph) & publishers
            ):
                continue
            days = {term.value for term in self._values(article, "published", graph)}
            day = date.fromisoformat(min(days)) if days else None
            if selection.after and not (day and day > selection.after):
                continue
            if selection.before and not (day and day < selection.before):
                continue
            yield graph

    def _values(self, node: NamedNode, name: str, graph: Graph) -> set[NamedNode | Literal]:
        found = (q.object for q in self.store.quads_for_pattern(node, CQ[name], None, graph))
        return {term for term in found if isinstance(term, NamedNode | Literal)}

    def _publishers(self, reference: str) -> set[NamedNode]:
        """The publishers of articles that bear this id or name."""
        names: dict[str, set[NamedNode]] = {}
        found = self.store.query(_PUBLISHERS)
        assert isinstance(found, QuerySolutions)  # noqa: S101 - it is a SELECT
        for solution in found:
            node = solution["publisher"]
            if not isinstance(node, NamedNode):
                continue
            local = node.value.removeprefix(self.iris.ids)
            for name in (node.value, local, local.removeprefix("actor-"), *self._labels(node)):
                names.setdefault(name.casefold(), set()).add(node)
        wanted = reference.strip().casefold()
        if wanted not in names:
            near = ", ".join(get_close_matches(wanted, names, 3))
            raise UnknownName(
                f"No article here was published by {reference!r}",
                do=f"Did you mean {near}?" if near else "Give a name or the id of an actor.",
            )
        if len(names[wanted]) > 1:
            listed = ", ".join(sorted(node.value for node in names[wanted]))
            raise UnknownName(f"{reference!r} may mean {listed}", do="Give the id you mean.")
        return names[wanted]

    def _labels(self, node: NamedNode) -> Iterator[str]:
        for name in ("prefLabel", "altLabel"):
            for quad in self.store.quads_for_pattern(node, SKOS[name], None, None):
                if isinstance(quad.object, Literal):
                    yield quad.object.value


@contextmanager
def open_source(settings: Settings) -> Iterator[Source]:
    """The newest snapshot of the home, held on disk until the block ends."""
    held = snapshots.hold(settings.home)
    try:
        check_base(settings.home, settings.base_iri)
        yield Source(_opened(held.snapshot), held.snapshot.id, Iris(settings.base_iri))
    finally:
        held.release()


def _opened(snapshot: Snapshot) -> Store:
    try:
        return Store.read_only(str(snapshot.path))
    except OSError as error:
        raise StoreError(
            f"The snapshot cannot be opened: {error}",
            where=str(snapshot.path),
            do="Run `communique ingest` again; it publishes a new one.",
        ) from error
