"""The mean of states trained on from one state: often better than each, and no slower.

    python training/average.py OUT/model.pt RUN/model.pt RUN/model.pt [...]

Owns nothing but the mean of every number. Only states that went on from the same `steady.pt` may
be averaged: heads that began elsewhere do not lie in one valley. Source: Wortsman and others,
"Model soups", ICML 2022.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("states", type=Path, nargs="+")
    choice = parser.parse_args()
    saved = [torch.load(path) for path in choice.states]
    if len({one["sha256"] for one in saved}) > 1:
        raise SystemExit("the states were trained on different articles")
    model = {
        name: sum(one["model"][name].float() for one in saved) / len(saved)
        for name in saved[0]["model"]
    }
    choice.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**saved[-1], "model": model}, choice.out)


if __name__ == "__main__":
    main()
