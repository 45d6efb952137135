"""One store of the sample dispatches for all HTTP tests, and a real server on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, Quad

from graph_service.api.app import create_app
from graph_service.ingest import ingest
from graph_service.rdf.namespaces import RDF
from graph_service.readers import read
from graph_service.readers.base import Metadata
from graph_service.settings import Settings
from graph_service.store.oxigraph import OxigraphStore
from tests.api.odd_terms import NUMBERS, ODD, number_forms, odd_terms
from tests.api.serving import serving

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home that holds the sample dispatches."""
    made = Settings(home=tmp_path_factory.mktemp("api") / "home", query_seconds=60)
    dispatches = str(REPOSITORY / "examples" / "dispatches")
    report = ingest(read([dispatches], Metadata(), made), made)
    assert report.statements > 20
    assert not report.quarantined
    return made


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    """The application driven in process; server errors come back as answers, not exceptions."""
    with TestClient(create_app(settings), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[str]:
    """Address of `communique serve` as a user starts it; no look-up here may meet its deadline."""
    with serving(settings.home, query_seconds=60) as running:
        yield running.address


@pytest.fixture(scope="session")
def hurried(settings: Settings) -> Iterator[str]:
    """Address of a server that ends a query after four seconds, for those that are endless."""
    with serving(settings.home, query_seconds=4) as running:
        yield running.address


GRAPHS = ("one", "two", "three")
"""Last parts of the graphs of `small_home`: each holds one triple about itself."""


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three user graphs and one of odd terms; nothing of ours."""
    home = tmp_path_factory.mktemp("small") / "home"
    writer = OxigraphStore().open(home, Settings().base_iri)
    try:
        document = NamedNode("http://xmlns.com/foaf/0.1/Document")
        for name in GRAPHS:
            graph = NamedNode(f"http://example.org/graph/{name}")
            writer.replace_graph(graph, [Quad(graph, RDF["type"], document, graph)])
        writer.replace_graph(ODD, odd_terms())
        writer.replace_graph(NUMBERS, number_forms())
        writer.publish()
    finally:
        writer.close()
    return home


@pytest.fixture(scope="session")
def small(small_home: Path) -> Iterator[str]:
    """Address of a real server on `small_home`."""
    with serving(small_home, query_seconds=3, result_mib=1, log="json") as running:
        yield running.address
