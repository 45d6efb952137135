"""Is one reading of PolNeAR dev better than another by more than the choice of its articles?

    python bench/attribution/paired.py A.jsonl B.jsonl [--samples 2000] [--seed 1]

A and B are predictions, an article a line, as `run.py --predictions` and `training/evaluate.py
--predictions` write them. Articles are drawn with replacement, the same for both; printed are the
F1 of each, their difference, and where 95 % of the differences lie (paired bootstrap, percentiles:
Efron and Tibshirani 1993, chapter 13).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from convert import load_scorer, shared_folder

METRICS = ("full", "full/speech", "content_exact")
Counts = list[dict[str, list[int]]]


def read(path: Path) -> dict[str, Any]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows}


def differences(scorer: Any, one: Counts, other: Counts, samples: int, seed: int) -> dict[
    str, list[float]
]:  # fmt: skip
    """Metric -> the differences in F1, from 0 to 1, sorted; each sample draws both alike."""
    dice = random.Random(seed)
    found: dict[str, list[float]] = {name: [] for name in METRICS}
    for _ in range(samples):
        drawn = [dice.randrange(len(one)) for _ in one]
        for name in METRICS:
            f1 = [
                scorer.prf([sum(rows[i][name][n] for i in drawn) for n in range(4)])[2]
                for rows in (one, other)
            ]
            found[name].append(f1[0] - f1[1])
    return {name: sorted(values) for name, values in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--samples", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    choice = parser.parse_args()
    shared = shared_folder()
    scorer = load_scorer(shared)
    gold = scorer.read(str(shared / "polnear" / "dev.jsonl"))
    counts: list[Counts] = []
    for path in (choice.one, choice.other):
        predicted = read(path)
        counts.append([scorer.article_counts(gold[key], predicted[key]) for key in gold])
    found = differences(scorer, counts[0], counts[1], choice.samples, choice.seed)
    print("| metric | first | second | difference | 95 % of samples within |")
    print("| --- | ---: | ---: | ---: | --- |")
    for name, sorted_ in found.items():
        one, other = (100 * scorer.prf(scorer.total(rows)[name])[2] for rows in counts)
        low = 100 * sorted_[int(0.025 * len(sorted_))]
        high = 100 * sorted_[min(len(sorted_) - 1, int(0.975 * len(sorted_)))]
        print(
            f"| {name} | {one:.1f} | {other:.1f} | {one - other:+.1f} | {low:+.1f} to {high:+.1f} |"
        )


if __name__ == "__main__":
    main()
