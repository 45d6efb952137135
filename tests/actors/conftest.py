"""The shipped registry, and a maker of small registries of a user's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.actors.registry import Registry, load_registry

HEAD = """\
@prefix cq: <https://w3id.org/communique/ns#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix id: <https://example.org/base/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Overlay = Callable[[str], Registry]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def with_own(tmp_path: Path) -> Overlay:
    """The shipped registry with a user's Turtle over it (prefixes are given)."""

    def load(turtle: str) -> Registry:
        path = tmp_path / "own.ttl"
        path.write_text(HEAD + turtle, "utf-8")
        return load_registry((path,))

    return load
