"""Which addresses push finds at which server, by what servers answer and are called."""

from __future__ import annotations

import httpx
import pytest

from graph_service.errors import NetworkError, UsageError
from graph_service.push.connection import Connection
from graph_service.push.endpoints import find_endpoints, given_endpoints

ROOT = "http://server.example"
YES = b'{"head":{},"boolean":true}'


def found_at(url: str, *answering: str, header: dict[str, str] | None = None) -> object:
    """Endpoints below `url` where only these full URLs answer a query."""

    def answer(request: httpx.Request) -> httpx.Response:
        good = str(request.url) in answering and request.content == b"query=ASK%20%7B%7D"
        page = b"<html>Welcome</html>"
        return httpx.Response(200, content=YES if good else page, headers=header)

    connection = Connection(retries=0)
    connection._client = httpx.Client(transport=httpx.MockTransport(answer))
    return find_endpoints(connection, url)


@pytest.mark.parametrize(
    ("url", "query", "header", "expected"),
    [
        ("/", "/query", {"Server": "Oxigraph/0.5"}, ("Oxigraph", "/update", "/store", "/store")),
        ("/ds", "/ds/query", {"Fuseki-Request-Id": "1"},
         ("Fuseki", "/ds/update", "/ds/data", "/ds/data")),
        ("/repositories/x", "/repositories/x", {},
         ("RDF4J", "/repositories/x/statements", "/repositories/x/rdf-graphs/service",
          "/repositories/x/statements")),
        ("/", "/sparql", {"Server": "Virtuoso/07.20"},
         ("Virtuoso", "/sparql", "/sparql-graph-crud", None)),
        ("/sparql", "/sparql", {"Server": "Virtuoso/07.20"},
         ("Virtuoso", "/sparql", "/sparql-graph-crud", None)),
        ("/x", "/x", {"Server": "qlever"}, ("QLever", "/x", "/x", None)),
        ("/", "/sparql", {"Server": "uvicorn"}, ("SPARQL", "/update", None, None)),
        ("/x/sparql", "/x/sparql", {}, ("SPARQL", "/x/sparql", None, None)),
    ],
)  # fmt: skip
def test_servers(
    url: str, query: str, header: dict[str, str], expected: tuple[str | None, ...]
) -> None:
    at = found_at(ROOT + url, ROOT + query, header=header)
    server, *paths = expected
    full = [ROOT + path if path else None for path in paths]
    assert at.server == server  # type: ignore[attr-defined]
    assert [at.query, at.update, at.graphs, at.quads] == [ROOT + query, *full]  # type: ignore[attr-defined]


def test_neptune_by_its_name() -> None:
    url = "https://x.cluster-1.eu-west-1.neptune.amazonaws.com:8182/sparql"
    at = found_at(url, url)
    assert at.graphs == f"{url}/gsp/"  # type: ignore[attr-defined]


def test_a_web_page_is_no_endpoint() -> None:
    with pytest.raises(NetworkError, match="Nothing there answers a SPARQL query"):
        found_at(ROOT)


def test_dialects() -> None:
    at = given_endpoints(f"{ROOT}/q", update=f"{ROOT}/u")
    assert at.dialect("auto") == "update"
    assert given_endpoints(f"{ROOT}/q", graphs=f"{ROOT}/g/").graphs == f"{ROOT}/g/"
    with pytest.raises(UsageError, match="No endpoint is known"):
        at.dialect("gsp")
    with pytest.raises(UsageError, match="no dialect named"):
        at.dialect("telepathy")


@pytest.mark.parametrize("url", ["ftp://x", "x.example", "http://", "http://x:99999/", "http://[x"])
def test_what_is_no_url(url: str) -> None:
    with pytest.raises(UsageError):
        given_endpoints(url)
