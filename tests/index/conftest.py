"""A home of 70 generated articles, linked, with decisions, and its view."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_service.query.catalogue import NamedQuery, load_catalogue
from graph_service.query.listing import QUERY
from graph_service.settings import Settings
from graph_service.store.workers import PoolView, open_view
from tests.index import world


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return world.fill(tmp_path_factory.mktemp("index") / "home", 70)


@pytest.fixture(scope="session")
def view(home: Settings) -> Iterator[PoolView]:
    opened = open_view(home)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def query() -> NamedQuery:
    return load_catalogue()[QUERY]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.fill(tmp_path_factory.mktemp("small") / "home", 12).home


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Settings:
    shutil.copytree(template, tmp_path / "home")
    return Settings(home=tmp_path / "home")
