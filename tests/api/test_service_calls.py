"""SERVICE at `/sparql` of a real server: the listed endpoint is asked, and no other ever is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.serving import serving
from tests.query.endpoint import Endpoint, answering


@pytest.fixture(scope="module")
def other() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    endpoint.data.update('INSERT DATA { <http://example.org/graph/one> <http://o/name> "One" }')
    with answering(endpoint):
        yield endpoint


@pytest.fixture(scope="module")
def asking(small_home: Path, other: Endpoint) -> Iterator[str]:
    with serving(small_home, query_seconds=60, services=json.dumps([other.address])) as running:
        yield running.address


def ask(server: str, query: str) -> httpx.Response:
    return httpx.get(f"{server}/sparql", params={"query": query, "format": "csv"}, timeout=90)


def test_rows_of_the_listed_endpoint_are_joined(asking: str, other: Endpoint) -> None:
    answer = ask(
        asking,
        "SELECT ?s ?n { ?s a <http://xmlns.com/foaf/0.1/Document> "
        f"SERVICE <{other.address}> {{ ?s <http://o/name> ?n }} }}",
    )
    assert answer.text.splitlines()[1:] == ["http://example.org/graph/one,One"]
    assert "etag" not in answer.headers, "tomorrow the other may say something else"


def test_others_are_never_asked(asking: str) -> None:
    with answering(Endpoint()) as stranger:
        refused = ask(asking, f"ASK {{ SERVICE <{stranger.address}> {{ ?s ?p ?o }} }}")
        assert refused.status_code == 403
        assert "services" in refused.json()["detail"]
        # The engine reads an IRI and a SERVICE where we see a comment: its process has no socket.
        hidden = (
            f"SELECT * {{ ?a ?b ?c FILTER(?a<?b#>) SERVICE <{stranger.address}> {{?d ?e ?f}}\n}}"
        )
        assert ask(asking, hidden).status_code >= 400
        assert stranger.asked == []


def test_an_endpoint_that_fails_is_told(small_home: Path) -> None:
    with answering(Endpoint(status=500, body=b"")) as broken:
        with serving(small_home, query_seconds=60, services=json.dumps([broken.address])) as server:
            answer = ask(server.address, f"ASK {{ SERVICE <{broken.address}> {{ ?s ?p ?o }} }}")
        assert answer.status_code == 502
        assert "500" in answer.json()["detail"]


def test_the_description_says_so(asking: str, small: str) -> None:
    for server, said in ((asking, True), (small, False)):
        text = httpx.get(f"{server}/sparql", headers={"Accept": "application/n-triples"}).text
        assert ("BasicFederatedQuery" in text) is said
