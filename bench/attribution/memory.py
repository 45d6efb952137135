"""Memory of one long article, stage by stage: resident and greatest so far, in MB.

    python bench/attribution/memory.py [--extractor tagger] [--megabytes 5]

The article is PolNeAR's development articles one after another, as often as needed. A process of
its own a figure: what one run frees the next would use again. 5 MB take five minutes of CPU.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import date
from itertools import cycle
from pathlib import Path

from graph_service.actors.own import registry_for
from graph_service.extract.draft import Draft
from graph_service.extract.pipeline import stages
from graph_service.model import Article
from graph_service.settings import Settings

HERE = Path(__file__).resolve()


def megabytes(kind: str) -> int:
    """`VmRSS` or `VmHWM` of this process (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith(kind))


def long_text(characters: float) -> str:
    shared = Path(os.environ.get("COMMUNIQUE_SHARED", HERE.parents[3] / "shared"))
    lines = (shared / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts, length = [], 0
    for line in cycle(lines):
        if length >= characters:
            return "\n\n".join(texts)
        texts.append(json.loads(line)["text"])
        length += len(texts[-1])
    raise SystemExit("no articles")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extractor", default="tagger")
    parser.add_argument("--megabytes", type=float, default=5)
    choice = parser.parse_args()
    registry = registry_for(Settings())
    article = Article(long_text(choice.megabytes * 1e6), published=date(2022, 6, 15))
    print("| stage | CPU seconds | resident | greatest |\n| --- | ---: | ---: | ---: |")
    draft = Draft()
    for stage in stages(choice.extractor):
        began = time.process_time()
        draft = stage(article, draft, registry)
        took = time.process_time() - began
        name = f"{stage.__module__.rpartition('.')[2]}.{stage.__name__}"
        print(f"| {name} | {took:.1f} | {megabytes('VmRSS')} | {megabytes('VmHWM')} |", flush=True)
    print(f"\n{len(article.text):,} characters, {len(draft.statements):,} statements")


if __name__ == "__main__":
    main()
