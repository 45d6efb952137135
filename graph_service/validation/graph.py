"""A small rdflib graph that answers pyshacl's many single look-ups quickly.

Owns indexes by subject and by object, in memory; no contexts, no removal, no
SPARQL. rdflib's own graph goes through three generators for each look-up, and
checking one article takes some ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator
from typing import Any, TypeAlias

from rdflib import Graph
from rdflib.term import Node

from graph_service.validation.terms import RdflibTriple

_Index: TypeAlias = dict[Node, dict[Node, dict[Node, None]]]
_NONE: dict[Any, Any] = {}


class IndexedGraph(Graph):
    """Two dictionaries: subject -> predicate -> objects, object -> predicate -> subjects.

    The signatures are rdflib's; `Any` stands where they accept more than we use.
    """

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self._forward: _Index = {}
        self._backward: _Index = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return True  # pyshacl asks `graph or ...`; an empty graph is a graph

    def add(self, triple: Any) -> IndexedGraph:
        self.fill((triple,))
        return self

    def fill(self, triples: Iterable[RdflibTriple]) -> None:
        """`add` for many."""
        forward, backward = self._forward, self._backward
        for subject, predicate, obj in triples:
            edges = forward.get(subject)
            if edges is None:
                edges = forward[subject] = {}
            objects = edges.get(predicate)
            if objects is None:
                edges[predicate] = {obj: None}
            elif obj in objects:
                continue
            else:
                objects[obj] = None
            edges = backward.get(obj)
            if edges is None:
                edges = backward[obj] = {}
            subjects = edges.get(predicate)
            if subjects is None:
                edges[predicate] = {subject: None}
            else:
                subjects[subject] = None
            self._count += 1

    def values(self, subject: Node, predicate: Node) -> Collection[Node]:
        """The objects, each once, in a collection that must not be changed."""
        edges = self._forward.get(subject)
        objects = edges.get(predicate) if edges else None
        return objects.keys() if objects else ()

    def described(self) -> Iterator[Node]:
        """Every node that is the subject of something."""
        return iter(self._forward)

    def mentioned(self) -> Iterator[Node]:
        """Every node or value that is the object of something."""
        return iter(self._backward)

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        subject, predicate, obj = triple
        if subject is not None:
            yield from self._around(self._forward, subject, predicate, obj, turned=False)
        elif obj is not None:
            yield from self._around(self._backward, obj, predicate, None, turned=True)
        else:
            for each in self._forward:
                yield from self._around(self._forward, each, predicate, None, turned=False)

    def __contains__(self, triple: Any) -> bool:
        return next(self.triples(triple), None) is not None

    def objects(
        self, subject: Any = None, predicate: Any = None, unique: bool = False
    ) -> Generator[Any, None, None]:
        if subject is None or predicate is None:
            yield from super().objects(subject, predicate, unique)
            return
        yield from self._forward.get(subject, _NONE).get(predicate, _NONE)

    def subjects(
        self,
        predicate: Any = None,
        object: Any = None,  # noqa: A002
        unique: bool = False,
    ) -> Generator[Any, None, None]:
        if predicate is None or object is None:
            yield from super().subjects(predicate, object, unique)
            return
        yield from self._backward.get(object, _NONE).get(predicate, _NONE)

    @staticmethod
    def _around(
        index: _Index, node: Node, predicate: Node | None, other: Node | None, *, turned: bool
    ) -> Iterator[RdflibTriple]:
        edges = index.get(node, _NONE)
        for edge, ends in (
            edges.items() if predicate is None else [(predicate, edges.get(predicate, _NONE))]
        ):
            for end in ends if other is None else ([other] if other in ends else ()):
                yield (end, edge, node) if turned else (node, edge, end)
