"""A home with the managed graphs and no article, and clients of a real server on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from graph_service.archive import Archive
from graph_service.rdf.iris import Iris
from graph_service.store.managed import refresh
from graph_service.store.oxigraph import OxigraphStore
from tests.api.serving import Server, serving

BASE = "https://communique.example/"
TOKEN = "a-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home: ontology, acts and topics, a registry, one article graph by hand."""
    home = tmp_path_factory.mktemp("writing") / "home"
    writer = OxigraphStore.open(home, BASE)
    refresh(writer)
    graph = Iris(BASE).article_graph("article-1234")
    writer.update(f"INSERT DATA {{ GRAPH {graph} {{ <a:article> <a:says> 'words' }} }}")
    writer.publish()
    writer.close()
    with Archive.open(home):
        pass
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    """A copy of its own."""
    return Path(shutil.copytree(template, tmp_path / "home", symlinks=True))


@dataclass(frozen=True)
class Endpoint:
    """A server, and the requests that tests send it."""

    address: str
    home: Path
    server: Server

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """With the token, unless `headers` says otherwise."""
        headers = {**BEARER, **more.pop("headers", {})}
        return httpx.request(method, f"{self.address}{path}", headers=headers, timeout=60, **more)

    def update(self, sparql: str, **parameters: Any) -> httpx.Response:
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return self.send("POST", f"/update{query}", data={"update": sparql})

    def rows(self, sparql: str, **parameters: Any) -> list[str]:
        """The lines of the answer as CSV, without its head."""
        answer = self.send(
            "GET", "/sparql", params={"query": sparql, "format": "csv", **parameters}
        )
        assert answer.status_code == 200, answer.text
        return answer.text.splitlines()[1:]


@pytest.fixture(scope="session")
def endpoint(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """One server for all tests that leave it as they found it, or use graphs of their own."""
    home = Path(shutil.copytree(template, tmp_path_factory.mktemp("served") / "home"))
    with serving(home, token=TOKEN, workers=1, log="json") as server:
        yield Endpoint(server.address, home, server)
