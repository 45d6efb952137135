"""One statement as the flat table sees it: its node, and the nodes it leads to.

Owns look-ups only: first in the statement's own graph, then in the registry's, as the
snapshot holds it. What is absent is empty; nothing is derived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import BadValue
from graph_service.export.source import Graph, Source
from graph_service.rdf.iris import Iris
from graph_service.rdf.mapping import KINDS
from graph_service.rdf.namespaces import CQ, SKOS, TYPE

Values = dict[NamedNode, list[NamedNode | Literal]]
"""Property -> values of one node, sorted."""

_KIND_OF: Final = {CQ[name]: kind for kind, name in KINDS.items()}
_NOTHING: Final[Values] = {}


def _indexed(quads: Iterator[Quad]) -> dict[NamedNode, Values]:
    nodes: dict[NamedNode, Values] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            nodes[quad.subject][quad.predicate].append(quad.object)
    for node in nodes.values():
        for values in node.values():
            values.sort(key=lambda term: term.value)
    return nodes


class Directory:
    """Nodes of the registry graph, the last few thousand kept in memory."""

    def __init__(self, source: Source) -> None:
        graph = source.iris.graph("registry")

        @lru_cache(maxsize=4096)
        def read(node: NamedNode) -> Values:
            quads = source.store.quads_for_pattern(node, None, None, graph)
            return _indexed(quads).get(node, _NOTHING)

        self.read = read


class Record:
    """A statement with its graph at hand."""

    __slots__ = ("_directory", "_nodes", "iris", "node")

    def __init__(
        self, node: NamedNode, nodes: dict[NamedNode, Values], directory: Directory, iris: Iris
    ) -> None:
        self.node = node
        self.iris = iris
        self._nodes = nodes
        self._directory = directory

    def all(self, name: str, of: NamedNode | None = None) -> list[str]:
        """Values of a `cq:` property, of the statement or of another node; IRIs by last part."""
        return [self.short(term) for term in self.terms(CQ[name], of)]

    def one(self, name: str, of: NamedNode | None = None) -> str:
        """The only value, or the least; empty where there is none."""
        return next(iter(self.all(name, of)), "")

    def terms(self, prop: NamedNode, of: NamedNode | None = None) -> list[NamedNode | Literal]:
        node = of or self.node
        found = self._nodes.get(node, _NOTHING).get(prop)
        return found or self._directory.read(node).get(prop, [])

    def nodes(self, name: str) -> list[NamedNode]:
        """The nodes that a `cq:` property of the statement leads to."""
        return [term for term in self.terms(CQ[name]) if isinstance(term, NamedNode)]

    def to(self, name: str, of: NamedNode | None = None) -> NamedNode | None:
        """The node that a `cq:` property leads to."""
        found = (term for term in self.terms(CQ[name], of) if isinstance(term, NamedNode))
        return next(found, None)

    def label(self, node: NamedNode | None) -> str:
        """An actor's preferred name, the English one first."""
        if node is None:
            return ""
        labels = [t for t in self.terms(SKOS["prefLabel"], node) if isinstance(t, Literal)]
        best = min(labels, key=lambda t: (t.language not in (None, "en"), t.value), default=None)
        return best.value if best else self.short(node)

    def labels(self, name: str) -> list[str]:
        return [self.label(node) for node in self.nodes(name)]

    def kind(self, node: NamedNode | None) -> str:
        if node is None:
            return ""
        kinds = [_KIND_OF[t] for t in self.terms(TYPE, node) if t in _KIND_OF]  # type: ignore[index]
        return min(kinds, default="")

    def code(self, node: NamedNode | None) -> str:
        """ISO alpha-2 of a state; its id where it has none."""
        return (self.one("isoAlpha2", node) or self.short(node)) if node else ""

    def chain(self) -> list[NamedNode]:
        """The reports, nearest first; a loop in broken data ends where it began."""
        reports: list[NamedNode] = []
        report = self.to("reportedBy")
        while report is not None and report not in reports:
            reports.append(report)
            report = self.to("reportedBy", report)
        return reports

    def short(self, term: NamedNode | Literal) -> str:
        """A literal's text; of an IRI the id or notation, or all of one that is not ours."""
        if isinstance(term, Literal):
            return term.value
        try:
            return self.iris.local(term)
        except BadValue:
            ours = term.value.startswith("https://w3id.org/communique/")
            return term.value.rpartition("/")[2] if ours else term.value


def records(source: Source, graphs: Iterator[Graph]) -> Iterator[Record]:
    """Every statement of the graphs, an article's in the order of its text."""
    directory = Directory(source)
    kind = CQ["Statement"]
    for graph in graphs:
        if next(source.store.quads_for_pattern(None, TYPE, kind, graph), None) is None:
            continue
        nodes = _indexed(source.store.quads_for_pattern(None, None, None, graph))
        found = [
            Record(node, nodes, directory, source.iris)
            for node, values in nodes.items()
            if kind in values.get(TYPE, ())
        ]
        yield from sorted(found, key=_place)


def _place(record: Record) -> tuple[str, int, int, str]:
    start, end = record.one("start"), record.one("end")
    return (
        record.one("article"),
        int(start) if start.isdecimal() else 0,
        int(end) if end.isdecimal() else 0,
        record.node.value,
    )
