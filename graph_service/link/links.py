"""A link between two things of different articles or moments, and its triples.

Owns what every link carries: two ends, kind, confidence, what found it, and the words
that show it. Beside its node stands one plain triple between the ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import Quad

from graph_service.link.curation import link_id
from graph_service.rdf import terms
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, TYPE

LinkKind = Literal["copy", "same-saying", "repeat", "denial", "same-event"]

PROPERTY: Final[dict[LinkKind, str]] = {
    "copy": "copyOf",
    "same-saying": "sameSaying",
    "repeat": "repeats",
    "denial": "denies",
    "same-event": "sameEvent",
}
"""Kind -> the plain property from the later end to the earlier one."""


@dataclass(frozen=True, slots=True)
class Link:
    """`later` and `earlier` are ids of statements, articles (copy) or events (same-event)."""

    kind: LinkKind
    later: str
    earlier: str
    confidence: float
    found_by: str
    shared: str = ""
    """The words that both share, of a denial."""
    added: str = ""
    removed: str = ""
    """What the later words have more, and less."""

    @property
    def id(self) -> str:
        return link_id(self.kind, self.later, self.earlier)


def link_quads(link: Link, iris: Iris) -> Iterator[Quad]:
    graph, node = iris.graph("links"), iris.node(link.id)
    later, earlier = iris.node(link.later), iris.node(link.earlier)
    yield Quad(node, TYPE, CQ["Link"], graph)
    yield Quad(node, CQ["linkKind"], terms.text(link.kind), graph)
    yield Quad(node, CQ["later"], later, graph)
    yield Quad(node, CQ["earlier"], earlier, graph)
    yield Quad(node, CQ["confidence"], terms.decimal(round(link.confidence, 2)), graph)
    yield Quad(node, CQ["foundBy"], terms.text(link.found_by), graph)
    words = (("sharedWords", link.shared), ("wordsAdded", link.added), ("wordsGone", link.removed))
    for name, value in words:
        if value:
            yield Quad(node, CQ[name], terms.text(value), graph)
    yield Quad(later, CQ[PROPERTY[link.kind]], earlier, graph)
    if link.kind == "same-event":
        yield Quad(earlier, CQ[PROPERTY[link.kind]], later, graph)
