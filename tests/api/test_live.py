"""A running server shows what is ingested beside it, without a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi.testclient import TestClient

from graph_service.api.app import create_app
from graph_service.ingest import ingest
from graph_service.model import Article
from graph_service.settings import Settings


def test_a_read_can_wait_for_a_snapshot(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", workers=1)
    ingest([Article("The envoy Ada Brook said that the talks would go on.", id="a")], settings)
    with TestClient(create_app(settings)) as client:
        number, _, store = client.get("/readyz").json()["snapshot"].partition("-")
        ask = {"query": "ASK {}", "snapshot": f"{int(number) + 1}-{store}"}
        early = client.get("/sparql", params={**ask, "timeout": "0.2"})
        assert early.status_code == 504
        assert ask["snapshot"] in early.json()["detail"]
        other = client.get("/sparql", params={**ask, "snapshot": f"{number}-another"})
        assert other.status_code == 404
        later = Article("The envoy Odo Lind denied that they would end.", id="b")
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(client.get, "/sparql", params=ask)
            ingest([later], settings)
            answer = waiting.result()
        assert answer.status_code == 200
        read = int(answer.headers["communique-snapshot"].partition("-")[0])
        assert read > int(number)


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
