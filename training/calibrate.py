"""Fits how evidence becomes confidence, on the development split; writes the manifest.

    python training/calibrate.py MODELS --shared DIR [--dry]

An attribution counts as right as `full` in polnear/score.py counts it. Five weights and a
constant (logistic regression, L2) of log odds: see Found.evidence in tagger_decode. The
figures printed are from five folds over articles, so that none is judged by its own fit.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from evaluate import Answers, scorer_of

from graph_service.extract.tagger import parts, read
from graph_service.extract.tagger_decode import SETTLED, candidates, find_cues
from graph_service.extract.tagger_model import Network

FOLDS, L2 = 5, 1.0


def examples(answers: Answers, rows: dict, scorer: object, net: Network) -> list[np.ndarray]:  # type: ignore[type-arg]
    """For each article (K, 7): evidence of each candidate, and 1 where it is right."""
    out = []
    thresholds = replace(SETTLED, kept=0.0)
    for key, windows in answers.items():
        row = rows[key]
        judge = scorer.Article(row["text"])  # type: ignore[attr-defined]
        found, evidence = [], []
        for window in windows:
            cues = find_cues(window.tags, thresholds)
            owners = window.owners(net, cues)
            for one in candidates(window.tags, cues, owners, net.confidence, thresholds):
                source, cue, content = parts(row["text"], window.spans, one)
                found.append(judge.item({"source": source, "cue": cue, "content": content}))
                evidence.append(one.evidence)
        gold = [g for g in map(judge.item, row["attributions"]) if g["content"]]
        right = np.zeros(len(found))
        for i, j in scorer.pair(gold, found):  # type: ignore[attr-defined]
            right[j] = _full(gold[i], found[j], scorer)
        out.append(np.column_stack([np.array(evidence).reshape(-1, 6), right]))
    return out


def _full(gold: dict, found: dict, scorer: object) -> bool:  # type: ignore[type-arg]
    alike = scorer.jac  # type: ignore[attr-defined]
    if alike(gold["content"], found["content"]) < 0.5:
        return False
    if not gold["source"] or not found["source"]:
        return not gold["source"] and not found["source"]
    return bool(alike(gold["source"], found["source"]) >= 0.5)


def fit(rows: np.ndarray) -> np.ndarray:
    """Newton's method for logistic regression; the constant is not drawn to zero."""
    x, y = rows[:, :-1], rows[:, -1]
    weights = np.zeros(x.shape[1])
    pull = L2 * np.array([1.0] * (x.shape[1] - 1) + [1e-3])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + pull * weights
        weights -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(pull), slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="print only")
    choice = parser.parse_args()
    scorer = scorer_of(choice.shared)
    rows = scorer.read(str(choice.shared / "polnear/dev.jsonl"))
    net = Network(choice.models)
    answers = {key: list(read(row["text"], net)) for key, row in rows.items()}
    data = examples(answers, rows, scorer, net)
    judged = []
    for fold in range(FOLDS):
        weights = fit(np.concatenate([d for i, d in enumerate(data) if i % FOLDS != fold]))
        own = np.concatenate(data[fold::FOLDS])
        judged.append(np.column_stack([1 / (1 + np.exp(-own[:, :-1] @ weights)), own[:, -1]]))
    likely, right = np.concatenate(judged).T
    gold = sum(bool(a["content"]) for row in rows.values() for a in row["attributions"])
    for kept in np.arange(0.1, 0.6, 0.05):
        hits, count = right[likely >= kept].sum(), (likely >= kept).sum()
        print(f"kept {kept:.2f} full F1 {200 * hits / (count + gold):.1f}")
    for low in np.arange(0.0, 1.0, 0.2):
        there = (likely >= low) & (likely < low + 0.2)
        print(f"confidence {low:.1f}-{low + 0.2:.1f}: {100 * right[there].mean():.0f} % right")
    weights = fit(np.concatenate(data))
    print("weights", [round(float(w), 3) for w in weights])
    if not choice.dry:
        path = choice.models / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["confidence"] = [round(float(w), 3) for w in weights]
        path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
