"""A view on the data of tests/queries, in memory, and the names that reading it needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.model import Actor, Tenure
from graph_service.settings import Settings, load_settings
from graph_service.store.base import View
from graph_service.store.memory import MemoryStore
from tests.queries import data


class Names:
    """The registry of the invented states."""

    def actor(self, id: str) -> Actor | None:  # noqa: A002
        return data.ACTORS.get(id)

    def tenure(self, id: str) -> Tenure | None:  # noqa: A002
        return data.TENURES.get(id)


@pytest.fixture
def settings() -> Settings:
    return load_settings()


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture(scope="module")
def view() -> Iterator[View]:
    store = MemoryStore()
    writer = store.open(Path("memory"), data.IRIS.base)
    graphs: dict[object, list[object]] = {}
    for quad in data.quads():
        graphs.setdefault(quad.graph_name, []).append(quad)
    writer.replace_graphs(graphs)  # type: ignore[arg-type]
    writer.publish()
    opened = store.view(load_settings())
    yield opened
    opened.close()
    writer.close()
