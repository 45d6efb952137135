"""`communique --help` answers at once: a heavy library waits for the command that needs it."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

LIMIT_SECONDS = 0.4
HEAVY = (
    *("fastapi", "jinja2", "pydantic", "pyoxigraph", "pyshacl", "rdflib", "sqlite3", "uvicorn"),
    *("fastwarc", "feedparser", "htmldate", "lxml", "numpy", "py3langid", "trafilatura"),
)


def cpu_of_help() -> float:
    """CPU seconds (user and system) of one child, from the parent's account of its children."""
    command = Path(sys.executable).with_name("communique")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([command, "--help"], check=True, capture_output=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def test_help_takes_little_cpu() -> None:
    best = min(cpu_of_help() for _ in range(5))
    assert best < LIMIT_SECONDS, f"communique --help took {best:.2f} s of CPU at best of five"


def test_help_imports_nothing_heavy() -> None:
    script = "import sys, graph_service.cli.main; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "graph_service.cli.main" in loaded
    assert loaded.intersection(HEAVY) == set()
