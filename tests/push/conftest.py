"""Homes to push from, a server that can misbehave, and a real Oxigraph server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from graph_service.push import run
from graph_service.push.connection import Connection
from graph_service.push.run import Report, Target
from graph_service.settings import Settings
from tests.export.homes import USERS, make_home
from tests.push.oxigraph import program
from tests.push.oxigraph import serving as oxigraph_server
from tests.push.server import Server, serving
from tests.queries.data import quads

Push = Callable[..., Report]


def managed() -> list[Quad]:
    """The invented articles and the registry: fifteen hundred quads in five graphs or so."""
    return quads()


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return make_home(tmp_path / "home", managed())


@pytest.fixture
def with_users(tmp_path: Path) -> Settings:
    """A home with a user's graph that has blank nodes, and a default graph."""
    return make_home(tmp_path / "users", managed(), parse(USERS, format=RdfFormat.N_QUADS))


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as made:
        yield made


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long push would have waited; it does not."""
    waited: list[float] = []

    def connect(credentials: tuple[str, str] | None = None, **options: object) -> Connection:
        return Connection(credentials, pause=waited.append, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "Connection", connect)
    return waited


@pytest.fixture
def push(home: Settings, server: Server, pauses: list[float]) -> Push:
    """`push(dialect="update", settings=...)`: one push of the home into the server."""

    def call(settings: Settings = home, url: str | None = None, **options: object) -> Report:
        return run.push(settings, Target(url or server.url, **options))  # type: ignore[arg-type]

    return call


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `oxigraph serve` on a folder of its own."""
    if program() is None:
        pytest.skip("oxigraph is missing (pip install oxigraph)")
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url
