"""Counts on the training split how often each kind of candidate is right, and fits weights.

    python bench/attribution/fit_weights.py OUT.tsv [--shared DIR]

Every candidate that the rules find in `polnear/train.jsonl.gz` is compared with the
gold attributions: right where content and source each share at least half of their
tokens (Jaccard) with one of them. A candidate whose cue lies inside the content of
some gold attribution is left out (nested attributions are not annotated there), unless
it is right. A logistic regression (AdaGrad, L2) over the features of
`graph_service.extract.weights` gives one figure a feature. The result holds words and
figures only, no article text. Standard library only; deterministic.
"""

from __future__ import annotations

import argparse
import collections
import math
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from convert import load_scorer, shared_folder

from graph_service.extract.attributions import all_candidates, attribution
from graph_service.extract.draft import Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.extract.weights import features
from graph_service.model import Article

Example = tuple[list[str], bool]


def examples(shared: Path, split: str) -> list[Example]:
    """(features, right) of every candidate of a split that can be judged."""
    scorer = load_scorer(shared)
    rows = scorer.read(str(shared / "polnear" / split))
    out: list[Example] = []
    for row in rows.values():
        article = Article(row["text"])
        draft = find_quotations(article, find_sentences(article, Draft()))
        judge = scorer.Article(row["text"])
        gold = [judge.item(a) for a in row["attributions"]]
        by_token = collections.defaultdict(list)
        for item in gold:
            for token in item["content"]:
                by_token[token].append(item)
        for candidate in all_candidates(article.text, draft):
            found = attribution(article.text, candidate)
            if found is None:
                continue
            item = judge.item({"source": found.source, "cue": found.cue, "content": found.content})
            near = {id(g): g for t in item["content"] for g in by_token[t]}.values()
            right = any(_same(scorer, g, item) for g in near)
            nested = any(by_token[t] for t in item["cue"])
            if right or not nested:
                out.append((features(candidate), right))
    return out


def _same(scorer: object, gold: dict, item: dict) -> bool:  # type: ignore[type-arg]
    jaccard = scorer.jac  # type: ignore[attr-defined]
    if jaccard(gold["content"], item["content"]) < 0.5:
        return False
    if not gold["source"] or not item["source"]:
        return not gold["source"] and not item["source"]
    return bool(jaccard(gold["source"], item["source"]) >= 0.5)


def fit(data: list[Example], epochs: int, l2: float, least: int) -> dict[str, float]:
    """Weights by AdaGrad; features seen fewer than `least` times are dropped."""
    seen = collections.Counter(name for names, _ in data for name in names)
    data = [([n for n in names if seen[n] >= least], right) for names, right in data]
    weight: dict[str, float] = collections.defaultdict(float)
    square: dict[str, float] = collections.defaultdict(lambda: 1e-2)
    order = list(range(len(data)))
    shuffle = random.Random(1)
    for _ in range(epochs):
        shuffle.shuffle(order)
        for index in order:
            names, right = data[index]
            total = weight[""] + sum(weight[n] for n in names)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - right
            for name in ("", *names):
                slope = error + (l2 * weight[name] if name else 0.0)
                square[name] += slope * slope
                weight[name] -= 0.2 * slope / math.sqrt(square[name])
    return dict(weight)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=None)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--l2", type=float, default=2e-3)
    parser.add_argument("--least", type=int, default=4)
    choice = parser.parse_args()
    data = examples(choice.shared or shared_folder(), "train.jsonl.gz")
    print(f"{len(data)} candidates, {sum(right for _, right in data)} right")
    weights = fit(data, choice.epochs, choice.l2, choice.least)
    kept = {n: v for n, v in weights.items() if not n or abs(v) >= 0.05}
    lines = ["# feature<TAB>weight (logistic); made by bench/attribution/fit_weights.py"]
    lines += [f"{name}\t{value:.3f}" for name, value in sorted(kept.items())]
    choice.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(kept)} weights")


if __name__ == "__main__":
    main()
