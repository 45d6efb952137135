"""Homes of generated statements for the tests of the index.

python -m tests.index.world HOME    takes articles in for ever, until it is killed
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad

from bench.generator.articles import extractions
from bench.generator.quads import article_quads, registry_quads
from bench.generator.world import World
from graph_service.model import Extraction
from graph_service.query.catalogue import NamedQuery
from graph_service.query.listing import list_statements
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ
from graph_service.settings import Settings
from graph_service.store.base import QueryResult, View
from graph_service.store.lookup import Hit
from graph_service.store.managed import refresh
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter

WORLD = World(1, 8)
IRIS = Iris(Settings().base_iri)
DECISIONS = IRIS.graph("decisions")


class BySparql:
    """A view without an index: what the rest is compared with."""

    def __init__(self, view: View) -> None:
        self._view = view

    @property
    def snapshot(self) -> str:
        return self._view.snapshot

    @property
    def counts(self) -> Any:
        return self._view.counts

    def query(self, sparql: str, **options: Any) -> QueryResult:
        return self._view.query(sparql, **options)

    def close(self) -> None:
        pass


def write_articles(writer: OxigraphWriter, start: int, end: int, whole: int = 150) -> None:
    for extraction in generated(whole)[start:end]:
        writer.replace_graph(
            IRIS.article_graph(extraction.article.key), article_quads(WORLD, extraction)
        )


@cache
def generated(number: int) -> list[Extraction]:
    return list(extractions(WORLD, 1, number))


def fill(home: Path, number: int) -> Settings:
    """Published: articles in several steps, topics, one rejected in ten, one actor merged."""
    writer = OxigraphStore.open(home, IRIS.base)
    refresh(writer)
    registry = IRIS.graph("registry")
    writer.replace_graph(registry, [*writer.graph(registry), *registry_quads(WORLD)])
    for start in range(0, number, 50):
        write_articles(writer, start, min(number, start + 50), number)
        writer.publish()
    listed = sorted(
        {
            q.subject.value
            for q in quads(writer, None, CQ["words"])
            if isinstance(q.subject, NamedNode)
        }
    )
    decided = [
        Quad(NamedNode(iri), CQ["rejectedBy"], IRIS.node("decision-1"), DECISIONS)
        for iri in listed[::10]
    ]
    speakers = sorted(
        {
            q.object.value
            for q in quads(writer, None, CQ["speaker"])
            if isinstance(q.object, NamedNode)
        }
    )
    one, other = NamedNode(speakers[0]), NamedNode(speakers[1])
    decided += [
        Quad(one, CQ["sameActor"], other, DECISIONS),
        Quad(other, CQ["sameActor"], one, DECISIONS),
    ]
    writer.replace_graph(DECISIONS, decided)
    writer.publish()
    writer.close()
    return Settings(home=home)


def quads(writer: OxigraphWriter, subject: NamedNode | None, predicate: NamedNode) -> list[Quad]:
    return list(writer._store.quads_for_pattern(subject, predicate, None, None))


def values_of(view: View, property_: NamedNode) -> list[str]:
    """What the property says anywhere, the commonest first."""
    body = view.query(
        f"SELECT ?v (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s a {CQ['Statement']} ; {property_} ?v }} }}"
        " GROUP BY ?v ORDER BY DESC(?n) ?v",
        accept="json",
    ).body
    return [str(row["v"]) for row in Table.from_json(body).dicts()]


def both(
    view: View, query: NamedQuery, values: dict[str, Sequence[str]], limit: int | None, start: int
) -> tuple[list[Hit], list[Hit]]:
    """The same list by the index and by SPARQL."""
    plain = BySparql(view)
    return (
        list_statements(view, query, values, IRIS, limit=limit, start=start),
        list_statements(plain, query, values, IRIS, limit=limit, start=start),
    )


if __name__ == "__main__":
    opened = OxigraphStore.open(Path(sys.argv[1]), IRIS.base)
    for step in count(20):
        write_articles(opened, step % 60, step % 60 + 1, 60)
        opened.publish()
        print(step, flush=True)
