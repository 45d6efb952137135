"""One store of the sample dispatches for all HTTP tests, and a real server on it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from graph_service.api.app import create_app
from graph_service.ingest import ingest
from graph_service.readers import read
from graph_service.readers.base import Metadata
from graph_service.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a home that holds the sample dispatches."""
    made = Settings(home=tmp_path_factory.mktemp("api") / "home", query_seconds=4)
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
    """Address of `communique serve` as a user starts it."""
    command = [sys.executable, "-m", "graph_service", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--home", str(settings.home)], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            address = line.rsplit(" ", 1)[-1].strip().rstrip("/")
            for _ in range(100):
                try:
                    if httpx.get(f"{address}/readyz", timeout=5).status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)
