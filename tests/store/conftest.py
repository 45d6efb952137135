"""A published store of a few graphs, and settings that point at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.settings import Settings, load_settings
from graph_service.store.oxigraph import OxigraphStore

BASE = "https://communique.example/"
MakeQuads = Callable[..., list[Quad]]


def graph(number: int) -> NamedNode:
    return NamedNode(f"{BASE}graph/article-{number}")


@pytest.fixture(scope="session")
def make_quads() -> MakeQuads:
    """`make_quads(3, count=5, mark="x")`: five quads of graph 3."""

    def make(number: int, count: int = 3, mark: str = "words") -> list[Quad]:
        return [
            Quad(
                NamedNode(f"{BASE}id/statement-{number}-{index}"),
                NamedNode("https://w3id.org/communique/ns#words"),
                Literal(f'{mark} {index}: "quoted",\n\t🕊 \\ end'),
                graph(number),
            )
            for index in range(count)
        ]

    return make


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """No look-up here may meet its deadline; an endless query is given one of its own."""
    return load_settings(home=tmp_path / "home", workers=2, query_seconds=60.0, queue_seconds=60.0)


@pytest.fixture
def published(settings: Settings, make_quads: MakeQuads) -> Settings:
    """Settings of a home with 40 graphs of 50 quads."""
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    writer.replace_graphs({graph(n): make_quads(n, count=50) for n in range(40)})
    writer.publish()
    writer.close()
    return settings
