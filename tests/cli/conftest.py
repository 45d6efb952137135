"""`communique` as a user starts it, in an empty folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`communique ARGS` in an empty folder; a stack trace fails the test at once."""

    def call(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "graph_service", *arguments],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return call


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one short article; read-only for the tests that share it."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "story.txt").write_text(
        "The foreign minister of Veldania, Ada Brook, said on Monday that the border with "
        "Norway would stay open.\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "graph_service", "ingest", "story.txt", "--date", "2020-05-04",
         "--publisher", "The Daily Example", "--home", "home"],
        cwd=folder, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "home"
