"""`communique ingest` on a home that a running server holds: through it, or told how."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_service.errors import StoreError
from graph_service.model import Article
from graph_service.readers.base import Note, Rejected
from graph_service.writing.through import send_articles
from tests.api.serving import Server, serving
from tests.writing.conftest import BEARER, TOKEN, Endpoint

TEXT = "France said that talk number {} would go on."


@pytest.fixture(scope="module")
def held(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A server that wrote and keeps the home for an hour."""
    home = Path(shutil.copytree(template, tmp_path_factory.mktemp("held") / "home"))
    with serving(home, token=TOKEN, workers=1, writer_idle_seconds=3600) as server:
        endpoint = Endpoint(server.address, home, server)
        answer = endpoint.send("POST", "/api/v1/articles", json={"text": TEXT.format(0)})
        assert answer.status_code == 200, answer.text
        yield endpoint


def ingest(
    home: Path, path: Path, *options: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graph_service", "ingest", str(path), "--home", str(home), *options],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **{f"COMMUNIQUE_{name}": value for name, value in variables.items()}},
    )


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    lines = [
        json.dumps({"url": f"https://news.example/{n}", "text": TEXT.format(n), "mood": ["calm"]})
        for n in range(1, 24)
    ]
    path = tmp_path / "wire.jsonl"
    path.write_text("\n".join([*lines[:3], "{broken", *lines[3:]]) + "\n", encoding="utf-8")
    return path


def test_with_its_token_the_articles_go_through_the_server(held: Endpoint, wire: Path) -> None:
    done = ingest(held.home, wire, TOKEN=TOKEN)
    assert done.returncode == 1, done.stderr
    counts = json.loads(done.stdout)
    assert (counts["read"], counts["new"], counts["rejected"]) == (23, 23, 1)
    assert counts["statements"] == 23
    assert f"a server at {held.address.removeprefix('http://')} is writing" in done.stderr
    assert "line 4" in done.stderr
    found = held.rows("SELECT ?g { GRAPH ?g { ?a <https://w3id.org/communique/ns#textHash> ?h } }")
    assert len(found) >= 24
    again = json.loads(ingest(held.home, wire, TOKEN=TOKEN).stdout)
    assert (again["new"], again["unchanged"]) == (0, 23)


def test_without_it_the_message_says_how(held: Endpoint, wire: Path) -> None:
    done = ingest(held.home, wire)
    assert done.returncode == 4
    assert done.stdout == ""
    for words in ("A server at", "/api/v1/articles", "COMMUNIQUE_TOKEN"):
        assert words in done.stderr
    wrong = ingest(held.home, wire, TOKEN="another")
    assert wrong.returncode == 4
    assert "This token opens nothing here" in wrong.stderr
    assert "another" not in wrong.stderr, "a token is in no message"


def test_what_comes_directly_is_what_came_through(template: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(template, tmp_path / "home"))
    path = tmp_path / "one.txt"
    front = "---\nurl: https://news.example/a\nmood: calm\n---\n"
    path.write_text(front + TEXT.format(5), encoding="utf-8")
    with serving(home, token=TOKEN, workers=1, writer_idle_seconds=3600) as server:
        hold(server)
        assert json.loads(ingest(home, path, TOKEN=TOKEN).stdout)["new"] == 1
    counts = json.loads(ingest(home, path, "--jobs", "1").stdout)
    assert (counts["new"], counts["revised"], counts["unchanged"]) == (0, 0, 1)


def hold(server: Server) -> None:
    address = f"{server.address}/api/v1/articles"
    assert httpx.post(address, json={"text": "x"}, headers=BEARER, timeout=60).status_code == 200


def test_a_server_that_left_is_told_of() -> None:
    lines: list[str] = []
    items = [Note("so", "here"), Rejected("It is no JSON", "there")]
    report = send_articles(items, "127.0.0.1:9", TOKEN, lines.append)
    assert (report.read, report.rejected, len(lines)) == (0, 1, 2)
    with pytest.raises(StoreError, match="does not answer") as caught:
        send_articles([Article("x")], "127.0.0.1:9", TOKEN, lines.append)
    assert "run the same command again" in str(caught.value)
