"""The import direction is a test: the contracts of pyproject.toml hold, and they can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def lint_imports(folder: Path, config: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter in `folder`, whose `graph_service` wins over the installed one."""
    script = "import importlinter.cli as c; c.lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-cache", "--config", str(config)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_every_contract_is_kept(repository: Path) -> None:
    done = lint_imports(repository, repository / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model.py", "from graph_service import query", "Everything points down"),
        ("readers/__init__.py", "import graph_service.extract", "Everything points down"),
        ("unheard_of.py", "import json", "Everything points down"),
        ("extract/__init__.py", "import pyoxigraph", "RDF libraries only where there is RDF"),
        ("query/__init__.py", "import fastapi", "HTTP only in the API"),
        ("web/__init__.py", "import sqlite3", "SQLite only in the archive"),
        ("ingest.py", "import trafilatura", "Formats of the web only in the readers"),
        ("export/__init__.py", "import httpx", "HTTP as a client only in push"),
    ],
)
def test_a_forbidden_import_is_caught(
    repository: Path, tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copytree(
        repository / "graph_service",
        tmp_path / "graph_service",
        ignore=shutil.ignore_patterns("__pycache__", "_resources", "static"),
    )
    shutil.copy(repository / "pyproject.toml", tmp_path)
    broken = tmp_path / "graph_service" / module
    before = broken.read_text(encoding="utf-8") if broken.exists() else ""
    broken.write_text(f"{before}\n{line}\n", encoding="utf-8")

    done = lint_imports(tmp_path, tmp_path / "pyproject.toml")

    assert done.returncode == 1
    kept_or_broken = " ".join(done.stdout.split())
    assert contract in kept_or_broken
    assert " 0 broken" not in kept_or_broken
