"""How a statement or link is named so that it is found again when its id has changed.

Owns the making of anchors; finding things by them is `run`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from pyoxigraph import NamedNode, Quad

from graph_service.model import Anchor
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, TYPE


class Nodes(Protocol):
    """What naming needs of the one writer."""

    def about(self, node: NamedNode, graphs: Sequence[NamedNode]) -> list[Quad]: ...

    def anywhere(self, node: NamedNode) -> Iterable[Quad]: ...


def rejecting(name: str, writer: Nodes, iris: Iris) -> tuple[tuple[Anchor, ...], str | None] | None:
    """The statement, or the ends of the link with its kind, as they can be found again."""
    node = iris.node(name)
    if name.startswith("statement-"):
        anchor = _anchor(node, writer, iris)
        return ((anchor,), None) if anchor else None
    quads = writer.about(node, (iris.graph("links"),))
    kind = _value(quads, "linkKind")
    ends = [_value(quads, end) for end in ("later", "earlier")]
    if kind is None or None in ends:
        return None
    anchors = []
    for end in ends:
        found = _anchor(NamedNode(str(end)), writer, iris)
        anchors.append(found or Anchor(iris.local(str(end))))
    return tuple(anchors), kind


def _anchor(node: NamedNode, writer: Nodes, iris: Iris) -> Anchor | None:
    """A statement as it can be found again by its article and words."""
    for quad in writer.anywhere(node):
        if quad.predicate == TYPE and quad.object == CQ["Statement"]:
            assert isinstance(quad.graph_name, NamedNode)  # noqa: S101 - never the default graph
            if not quad.graph_name.value.startswith(f"{iris.graphs}article-"):
                continue
            quads = writer.about(node, (quad.graph_name,))
            words, speaker = _value(quads, "words"), _value(quads, "speaker")
            return Anchor(
                iris.local(node),
                quad.graph_name.value.removeprefix(iris.graphs),
                iris.local(speaker) if speaker else "",
                words or "",
            )
    return None


def _value(quads: list[Quad], name: str) -> str | None:
    found = (quad.object for quad in quads if quad.predicate == CQ[name])
    return next((term.value for term in found if hasattr(term, "value")), None)
