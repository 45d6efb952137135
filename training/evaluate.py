"""Scores a folder of weights on the development split, and tries other thresholds.

    python training/evaluate.py MODELS --shared DIR [--set cue=0.4 ...] [--json OUT]

Reads every article once and decodes it with the thresholds given, so that a threshold
costs seconds. Speed is not measured here: bench/attribution/run.py --extractor tagger.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from graph_service.extract.tagger import Window, parts, read
from graph_service.extract.tagger_decode import SETTLED, Thresholds, decode, find_cues
from graph_service.extract.tagger_model import Network

Answers = dict[str, list[Window]]
METRICS = ("full", "full_any", "content_exact", "content", "all_exact", "tok_cue", "tok_source")


def scorer_of(shared: Path) -> ModuleType:
    """polnear/score.py as a module."""
    spec = importlib.util.spec_from_file_location("polnear_score", shared / "polnear/score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(
    rows: Mapping[str, Any], answers: Answers, net: Network, thresholds: Thresholds
) -> dict[str, Any]:
    """Attributions of each article, as score.py reads them."""
    out = {}
    for key, windows in answers.items():
        text = rows[key]["text"]
        found = []
        for window in windows:
            cues = find_cues(window.tags, thresholds)
            owners = window.owners(net, cues)
            for one in decode(window.tags, cues, owners, net.confidence, thresholds):
                source, cue, content = parts(text, window.spans, one)
                found.append({"source": source, "cue": cue, "content": content})
        out[key] = {"id": key, "attributions": found}
    return out


def f1(metric: Mapping[str, Any]) -> str:
    return "/".join(f"{100 * metric[k]:.1f}" for k in ("p", "r", "f1"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--set", action="append", default=[], help="cue=0.4, a threshold")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--predictions", type=Path, help="for bench/attribution/paired.py")
    choice = parser.parse_args()
    kinds = {field.name: type(getattr(SETTLED, field.name)) for field in fields(SETTLED)}
    pairs = (one.split("=") for one in choice.set)
    thresholds = replace(SETTLED, **{name: kinds[name](value) for name, value in pairs})
    scorer = scorer_of(choice.shared)
    rows = scorer.read(str(choice.shared / "polnear/dev.jsonl"))
    net = Network(choice.models)
    answers = {key: list(read(row["text"], net)) for key, row in rows.items()}
    predicted = predict(rows, answers, net, thresholds)
    if choice.predictions:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in predicted.values())
        choice.predictions.write_text("".join(lines), encoding="utf-8")
    result = scorer.score(rows, predicted)
    print(net.name, thresholds)
    for name in METRICS:
        print(f"{name:14} {f1(result['metrics'][name])}")
    if choice.json:
        choice.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
