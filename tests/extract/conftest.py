"""Registries that the tests of extraction share."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.actors.registry import Registry, load_registry

ARTICLES = Path(__file__).resolve().parents[1] / "articles"


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The shipped one with the invented states of tests/articles."""
    return load_registry((ARTICLES / "registry.ttl",))
