"""The benchmark of ingest measures the real thing: all articles, all steps, the same quads."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.generator.articles import extractions
from bench.generator.quads import article_quads, registry_quads
from bench.generator.world import World
from bench.report import write

ARTICLES = 3


def run(repository: Path, *arguments: object) -> Any:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return json.loads(done.stdout) if done.stdout else None


def test_an_ingest_is_measured(repository: Path, tmp_path: Path) -> None:
    articles, world = tmp_path / "articles.jsonl", tmp_path / "world.ttl"
    generator = ("-m", "bench.generator", "articles", ARTICLES, "-o", articles)
    run(repository, *generator, "--registry", world)
    found = run(
        repository, "bench/ingest/measure.py", articles, tmp_path / "home", "--registry", world
    )
    known = sum(len(e.statements) for e in extractions(World(), number=ARTICLES))
    assert found["articles"] == ARTICLES
    assert abs(found["statements"] - known) <= 1
    assert 90 < found["triples"] / found["statements"] < 140
    steps = found["steps"]
    assert {"read", "archive", "extract", "map", "check", "write", "publish"} <= steps.keys()
    assert sum(steps.values()) == pytest.approx(found["cpu"])
    assert steps["rest"] < found["cpu"] / 4
    assert 50 < found["start_peak_mib"] <= found["peak_mib"]


def test_every_way_loads_all_quads(repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "statements.nq"
    run(repository, "-m", "bench.generator", "statements", 10, "-o", path)
    found = run(repository, "bench/ingest/floor.py", path)
    assert set(found) == {"bulk_load", "bulk_extend", "replace_graphs"}
    world = World()
    (first,) = extractions(world, number=1)
    quads = {*registry_quads(world), *article_quads(world, first)}
    assert {row["quads"] for row in found.values()} == {len(quads)}


def test_a_step_within_a_step_stops_its_clock(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(repository / "bench" / "ingest"))
    import measure

    now = [0.0]
    monkeypatch.setattr(time, "process_time", lambda: now[0])
    clock = measure.Clock()

    def spend(seconds: float) -> None:
        now[0] += seconds

    inner = clock.timed("inner", spend)

    def outer() -> None:
        spend(2)
        inner(5)
        spend(1)

    clock.timed("outer", outer)()
    spend(4)
    assert clock.reset() == {"outer": 3, "inner": 5, "rest": 4}
    assert clock.reset() == {"rest": 0}


def test_a_report_replaces_only_the_measured_part(tmp_path: Path) -> None:
    path = tmp_path / "results.md"
    path.write_text("# R\n<!-- measured -->\nold\n<!-- /measured -->\nby hand\n", encoding="utf-8")
    write("new\n", path)
    whole = "# R\n<!-- measured -->\nnew\n<!-- /measured -->\nby hand\n"
    assert path.read_text(encoding="utf-8") == whole
