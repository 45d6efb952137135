"""A home with thirty articles, three of them partly in quarantine."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.settings import Settings
from tests import ingest_steps as words
from tests.upkeep import steps


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = steps.fill(tmp_path / "home")
    loud = [steps.article(number, f"good BAD {number}") for number in (40, 41, 42)]
    words.take(loud, made)
    return made
