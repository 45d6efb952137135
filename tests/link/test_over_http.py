"""Events, wording, links and what is gone, over HTTP and as pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from graph_service.api.app import create_app
from graph_service.ingest import ingest
from graph_service.settings import Settings
from tests.link import dispatches
from tests.link.reading import words

DENIED = "that his country had seized grain ships in the strait"
CLOSED = "that the strait would remain closed to the ships of all nations"


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as made:
        yield made


def test_an_event_has_its_accounts_side_by_side(client: TestClient) -> None:
    (event,) = client.get("/api/v1/events").json()["events"]
    assert (event["kind"], event["date"], event["articles"]) == ("call", "2018-03-14", 2)
    whole = client.get(f"/api/v1/events/{event['id']}").json()
    sides = {(account["of"]["name"], account["kind"]) for account in whole["accounts"]}
    assert {("Ardenia", "readout"), ("Belmora", "readout")} <= sides
    assert all(len(row["accounts"]) == len(whole["accounts"]) for row in whole["aligned"])
    assert event["id"] in client.get("/events").text
    assert "Readout of Belmora" in client.get(f"/id/{event['id']}.html").text
    assert client.get("/api/v1/events/event-0").status_code == 404


def test_a_statement_shows_denial_and_wording(client: TestClient, settings: Settings) -> None:
    names = words(settings)
    linked = client.get(f"/api/v1/statements/{names[DENIED]}").json()["linked"]
    assert len(linked["denies"]) == 1
    page = client.get(f"/id/{names[CLOSED]}.html").text
    assert "<del>open</del>" in page
    assert "<ins>closed</ins>" in page


def test_wording_is_found_exactly_and_nearly(client: TestClient) -> None:
    asked = "the strait would remain open to the ships of all nations"
    found = client.get("/api/v1/quote", params={"words": asked}).json()
    assert len(found["exact"]) == 2
    assert found["near"][0]["added"].endswith("closed")
    assert client.get("/api/v1/quote", params={"words": "of the"}).status_code == 400


def test_as_of_and_gone(empty: Settings) -> None:
    ingest([dispatches.DENIAL], empty)
    name = words(empty)[DENIED]
    ingest([replace(dispatches.DENIAL, text="Rain. " + dispatches.DENIAL.text)], empty)
    with TestClient(create_app(empty)) as client:
        gone = client.get(f"/api/v1/statements/{name}")
        assert gone.status_code == 410
        assert gone.json()["words"] == DENIED
        assert gone.json()["successor"] == words(empty)[DENIED]
        long_ago = client.get("/api/v1/statements", params={"as_of": "2001-01-01"}).json()
        assert long_ago["statements"] == []
        assert client.get("/api/v1/statements", params={"as_of": "then"}).status_code == 400
