"""A home that holds the dispatches of `dispatches`, linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.ingest import ingest
from graph_service.settings import Settings, load_settings
from tests.link import dispatches


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = load_settings(
        home=tmp_path_factory.mktemp("link") / "home", registry=(dispatches.REGISTRY,)
    )
    report = ingest(dispatches.ALL, made)
    assert (report.new, report.quarantined) == (6, 0)
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", registry=(dispatches.REGISTRY,))
