"""A server that may be written to starts on a home with nothing in it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from graph_service.api.app import create_app
from graph_service.errors import StoreError
from graph_service.settings import load_settings
from graph_service.upkeep.begin import begin
from tests.api.serving import serving

TOKEN = "a-token-for-this-test-only-0123456789abcdef"
ARTICLE = {
    "url": "https://news.example/1",
    "publisher": "The Daily Example",
    "date": "2024-05-02",
    "text": "Russia said on Thursday that the talks would go on.",
}


def test_the_first_article_may_come_over_http(tmp_path: Path) -> None:
    with serving(tmp_path / "home", token=TOKEN) as server:
        nothing = httpx.get(f"{server.address}/api/v1/statements", timeout=60)
        assert (nothing.status_code, nothing.json()["statements"]) == (200, [])
        assert httpx.get(f"{server.address}/", timeout=60).status_code == 200
        sent = httpx.post(
            f"{server.address}/api/v1/articles",
            json=ARTICLE,
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=120,
        )
        assert sent.status_code == 200, sent.text
        found = httpx.get(f"{server.address}/api/v1/statements", timeout=60).json()["statements"]
        assert [one["words"] for one in found] == ["that the talks would go on"]


def test_it_is_made_once(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    assert begin(settings)
    before = (settings.home / "snapshots" / "current").read_text()
    assert not begin(settings)
    assert (settings.home / "snapshots" / "current").read_text() == before


def test_without_a_token_there_is_nothing_to_answer_from(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph here yet"):
        create_app(load_settings(home=tmp_path / "home"))
    assert not (tmp_path / "home").exists()
