"""A running server shows what is ingested beside it, without a restart."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from graph_service.api.app import create_app
from graph_service.ingest import ingest
from graph_service.model import Article
from graph_service.settings import Settings


def test_a_new_article_appears_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", workers=1)
    ingest([Article("The envoy Ada Brook said that the talks would go on.", id="a")], settings)
    with TestClient(create_app(settings)) as client:
        before = client.get("/api/v1/statements").json()["statements"]
        seen = client.get("/readyz").json()["snapshot"]
        ingest([Article("The envoy Odo Lind denied that they would end.", id="b")], settings)
        after = client.get("/api/v1/statements").json()["statements"]
        assert (len(before), len(after)) == (1, 2)
        assert client.get("/readyz").json()["snapshot"] != seen
