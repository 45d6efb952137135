"""Homes to export from: invented articles and a registry, with and without users' own graphs."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph_service.export.run import Report, Request, export
from graph_service.export.source import Selection
from graph_service.settings import Settings
from tests.export.homes import USERS, Export, make_home
from tests.queries.data import quads

SELECTING = {"graphs", "publisher", "after", "before"}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    users = parse(USERS, format=RdfFormat.N_QUADS)
    return make_home(tmp_path_factory.mktemp("export") / "home", quads(), users)


@pytest.fixture(scope="session")
def managed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Without users' graphs, so without blank nodes: sets of quads can be compared."""
    return make_home(tmp_path_factory.mktemp("managed") / "home", quads())


@pytest.fixture
def dump(managed: Settings, tmp_path: Path) -> Export:
    """`dump("x.nq", publisher=..., simple=...)`: the file and the report."""

    def call(name: str, home: Settings = managed, **options: object) -> tuple[Path, Report]:
        chosen = {
            k: options.pop(k) for k in ("graphs", "publisher", "after", "before") if k in options
        }
        request = Request(Selection(**chosen), **options)  # type: ignore[arg-type]
        path = tmp_path / name
        return path, export(home, request, path)

    return call
