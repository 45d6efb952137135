"""The extractor must not fall below what it once reached on the development articles."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

FLOOR = 62.0
"""Two points of F1 (`full`) under bench/attribution/results.md."""


def test_f1_on_the_development_split(
    shared: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (shared / "polnear").is_dir():
        pytest.skip("no polnear/ among the test articles")
    monkeypatch.syspath_prepend(str(repository / "bench" / "attribution"))
    monkeypatch.setenv("COMMUNIQUE_SHARED", str(shared))
    scorer = import_module("convert").load_scorer(shared)
    bench = import_module("run")
    rows = scorer.read(str(shared / "polnear" / "dev.jsonl"))
    predicted, _ = bench.predictions(bench.stages_alone("rules"), rows)
    result = scorer.score(rows, predicted)
    assert 100 * result["metrics"]["full"]["f1"] >= FLOOR
