"""Fits whose reading is kept where rules and network differ (`tagger_choice.tsv`).

    python training/choose.py --shared DIR [--out graph_service/extract/tagger_choice.tsv]

On the development split: the network has seen the training split, so its confidence
there says nothing. For every cue that both read, and read otherwise, the gain of the
rules' reading over the network's is the weight of an example; a logistic regression
(Newton, L2) over the features of `tagger_choice` gives the figures. Because figures fitted
on a split flatter it, the score printed and reported is of six folds over articles, twice.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from evaluate import METRICS, f1, scorer_of

from graph_service.extract import attributions as rules
from graph_service.extract import tagger, tagger_choice
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.extract.tagger_choice import Features
from graph_service.extract.tagger_model import network
from graph_service.model import Article, Spans

Example = tuple[Features, float]
"""Features of a pair, and by how much the rules' reading is better (below 0: worse)."""
Read = tuple[list[Attribution], list[Attribution]]
PARTS = ("words", "source")
L2, FOLDS = 2.0, 6


def read(text: str) -> Read:
    """What the network finds, and what the rules find."""
    article = Article(text)
    draft = find_quotations(article, find_sentences(article, Draft()))
    found = list(tagger.attributions(text, network()))
    return found, list(rules.find_attributions(article, draft).attributions)


def examples(scorer: Any, row: Mapping[str, Any], both: Read) -> dict[str, list[Example]]:
    """Of one article, by part."""
    text = row["text"]
    judge = scorer.Article(text)
    gold = [judge.item(a) for a in row["attributions"]]
    out: dict[str, list[Example]] = {part: [] for part in PARTS}

    def tokens(spans: Spans) -> Any:
        return judge.item({"source": spans, "cue": spans, "content": spans})["content"]

    for one in both[0]:
        other = tagger_choice.same_cue(one, both[1])
        if other is None or not gold:
            continue
        if one.content != other.content:
            gain = _words(gold, tokens(other.content)) - _words(gold, tokens(one.content))
            out["words"].append((tagger_choice.of_words(text, one, other), gain))
        if one.source != other.source:
            words = tokens(one.content)
            near = max(gold, key=lambda g: _alike(g["content"], words))
            if _alike(near["content"], words) >= 0.5:
                theirs, ours = (_source(near, tokens(r.source)) for r in (other, one))
                out["source"].append((tagger_choice.of_source(text, one, other), theirs - ours))
    return out


def _alike(a: Any, b: Any) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _words(gold: Iterable[Any], tokens: Any) -> float:
    best = max(_alike(g["content"], tokens) for g in gold)
    return (best >= 0.5) + 0.4 * (best == 1) + 0.2 * best


def _source(gold: Any, tokens: Any) -> float:
    found = _alike(gold["source"], tokens)
    return (found >= 0.5) + 0.2 * found


def fit(seen: Sequence[Example]) -> dict[str, float]:
    """Feature -> weight, by Newton's method."""
    told = [(features, gain) for features, gain in seen if abs(gain) > 1e-9]
    names = sorted({name for features, _ in told for name in features})
    x = np.array([[features.get(name, 0.0) for name in names] for features, _ in told])
    y = np.array([gain > 0 for _, gain in told], float)
    weight = np.array([abs(gain) for _, gain in told])
    theta = np.zeros(len(names))
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ theta, -30, 30)))
        slope = x.T @ (weight * (p - y)) + L2 * theta
        bend = (x * (weight * p * (1 - p))[:, None]).T @ x + L2 * np.eye(len(names))
        step = np.linalg.solve(bend, slope)
        theta -= step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(value), 4) for name, value in zip(names, theta, strict=True)}


def folds(keys: Sequence[str], seed: int) -> list[list[str]]:
    shuffled = sorted(keys)
    random.Random(seed).shuffle(shuffled)
    return [shuffled[i::FOLDS] for i in range(FOLDS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=tagger_choice._FILE)
    choice = parser.parse_args()
    scorer = scorer_of(choice.shared)
    rows = scorer.read(str(choice.shared / "polnear/dev.jsonl"))
    readings = {key: read(row["text"]) for key, row in rows.items()}
    seen = {key: examples(scorer, row, readings[key]) for key, row in rows.items()}

    def fitted(without: Iterable[str] = ()) -> dict[str, dict[str, float]]:
        keys = [key for key in rows if key not in set(without)]
        return {part: fit([e for key in keys for e in seen[key][part]]) for part in PARTS}

    def scored(title: str, chosen: Callable[[str], list[Attribution]]) -> None:
        predicted = {
            key: {
                "id": key,
                "attributions": [
                    {"source": a.source, "cue": a.cue, "content": a.content} for a in chosen(key)
                ],
            }
            for key in rows
        }
        metrics = scorer.score(rows, predicted)["metrics"]
        print(title, *(f"{name} {f1(metrics[name])}" for name in (*METRICS, "full/speech")))

    scored("network alone", lambda key: readings[key][0])
    for seed in (0, 1):
        tables = {}
        for fold in folds(list(rows), seed):
            tables |= dict.fromkeys(fold, fitted(fold))

        def held_out(key: str, tables: Mapping[str, Any] = tables) -> list[Attribution]:
            return tagger_choice.choose(rows[key]["text"], *readings[key], tables[key])

        scored(f"six folds, seed {seed}", held_out)
    lines = ["# part<TAB>feature<TAB>weight (logistic); made by training/choose.py"]
    for part, weights in fitted().items():
        lines += [f"{part}\t{name}\t{value:g}" for name, value in weights.items()]
    choice.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
