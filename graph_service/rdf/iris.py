"""Stable IRIs below one base: content-made last parts, no counters.

Owns how an id becomes an IRI and comes back. Ids themselves are made by the
model and the extractors; vocabulary IRIs are in `namespaces`.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from graph_service.errors import BadValue
from graph_service.model import digest

_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`]+/")


class Iris:
    """Makes and reads instance IRIs below `base` (model.md, IRIs).

    >>> iris = Iris("https://communique.example/")
    >>> iris.actor("actor-Q148").value
    'https://communique.example/id/actor-Q148'
    >>> iris.local(iris.actor("actor-Q148"))
    'actor-Q148'
    >>> iris.article_graph("article-12ab").value
    'https://communique.example/graph/article-12ab'
    """

    __slots__ = ("base", "graphs", "ids")

    def __init__(self, base: str) -> None:
        if not _BASE.fullmatch(base):
            raise BadValue(
                f"{base!r} cannot be the start of IRIs",
                do="Give an http or https address that ends in a slash.",
            )
        self.base = base
        self.ids = f"{base}id/"
        self.graphs = f"{base}graph/"

    def node(self, name: str) -> NamedNode:
        """The IRI of anything with an id; characters outside A-Za-z0-9._~- are escaped.

        The escape keeps different ids different and every last part free of
        slashes, whatever script a name is written in.
        """
        if not name:
            raise BadValue("An empty id cannot become an IRI")
        return NamedNode(self.ids + quote(name, safe=""))

    def actor(self, name: str) -> NamedNode:
        return self.node(name)

    def statement(self, name: str) -> NamedNode:
        return self.node(name)

    def article(self, key: str) -> NamedNode:
        return self.node(key)

    def tenure(self, name: str) -> NamedNode:
        return self.node(name)

    def report(self, name: str) -> NamedNode:
        return self.node(name)

    def evidence(self, of: str, field: str) -> NamedNode:
        """Of a statement or report: `evidence-<its hash>-<field>`."""
        return self.node(f"evidence-{_hash(of)}-{field}")

    def selector(self, of: str, field: str, start: int, end: int) -> NamedNode:
        """Of one span of a piece of evidence, named by its offsets."""
        return self.node(f"selector-{_hash(of)}-{field}-{start}-{end}")

    def graph(self, name: str) -> NamedNode:
        """A managed graph: `registry`, `topics`, `acts`, `ontology`, `links`, `decisions`."""
        return NamedNode(self.graphs + quote(name, safe=""))

    def article_graph(self, key: str) -> NamedNode:
        return self.graph(key)

    def local(self, iri: NamedNode | str) -> str:
        """The id in an instance IRI; raises BadValue for an IRI that is none of ours."""
        value = iri if isinstance(iri, str) else iri.value
        if not value.startswith(self.ids) or "/" in value[len(self.ids) :]:
            raise BadValue(
                f"{value} is not one of this store's own IRIs",
                do=f"They begin with {self.ids}.",
            )
        return unquote(value[len(self.ids) :])


def _hash(name: str) -> str:
    """`statement-12ab` -> `12ab`; any other form is hashed, so that names stay apart."""
    kind, _, tail = name.partition("-")
    if kind == "statement" and re.fullmatch(r"[0-9a-f]{16}", tail):
        return tail
    return digest(name)
