"""Scores the rules on PolNeAR dev and times them; writes results.md.

    python bench/attribution/run.py [--extractor rules] [--draft] [--results FILE]

Runs the whole pipeline (`--draft`: the attribution stages alone) over every article of
`polnear/dev.jsonl` in this process, converts (see convert.py), scores with
`polnear/score.py` and prints the table. CPU time covers extraction only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from convert import (
    from_attributions,
    from_statements,
    load_scorer,
    shared_folder,
)

from graph_service.extract.draft import Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.model import Article
from graph_service.plugins import load

Row = dict[str, Any]
Reader = Callable[[Article], list[Row]]


def stages_alone(extractor: str) -> Reader:
    """Attributions of a draft, without speakers, chains and dates."""
    find_attributions = load("extractors", extractor)

    def read(article: Article) -> list[Row]:
        draft = find_quotations(article, find_sentences(article, Draft()))
        return list(from_attributions(find_attributions(article, draft).attributions))

    return read


def whole_pipeline(extractor: str) -> Reader:
    """Statements of the product, as `communique extract` writes them."""
    from graph_service.actors.registry import load_registry
    from graph_service.extract.pipeline import extract
    from graph_service.model_json import extraction_to_json

    registry = load_registry()

    def read(article: Article) -> list[Row]:
        found = extraction_to_json(extract(article, registry, extractor))
        return list(from_statements(found["statements"]))

    return read


def predictions(read: Reader, rows: dict[str, Row]) -> tuple[dict[str, Row], float]:
    """id -> predicted row, and the CPU seconds of reading them all."""
    predicted, started = {}, time.process_time()
    for key, row in rows.items():
        predicted[key] = {"id": key, "attributions": read(Article(row["text"]))}
    return predicted, time.process_time() - started


def machine() -> str:
    """The machine in general words: cores, CPU model, Python version."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))
        model = found.group(1) if found else model
    return f"{os.cpu_count()} cores, {model}, Python {platform.python_version()}"


def table(result: Row) -> str:
    """Markdown table of the metrics that the README explains."""
    lines = [
        "| metric | P | R | F1 | predicted | gold |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, m in result["metrics"].items():
        figures = " | ".join(f"{100 * m[k]:.1f}" for k in ("p", "r", "f1"))
        lines.append(f"| {name} | {figures} | {m['pred']} | {m['gold']} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extractor", default="rules")
    parser.add_argument("--draft", action="store_true", help="the attribution stages alone")
    parser.add_argument("--results", type=Path, help="write the generated part of this file")
    parser.add_argument("--predictions", type=Path, help="write what was read here, for paired.py")
    choice = parser.parse_args()
    shared = shared_folder()
    scorer = load_scorer(shared)
    rows = scorer.read(str(shared / "polnear" / "dev.jsonl"))
    read = (stages_alone if choice.draft else whole_pipeline)(choice.extractor)
    read(Article("Warm up, she said."))
    predicted, seconds = predictions(read, rows)
    if choice.predictions:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in predicted.values())
        choice.predictions.write_text("".join(lines), encoding="utf-8")
    words = sum(len(row["text"].split()) for row in rows.values())
    result = scorer.score(rows, predicted)
    way = "attribution stages alone" if choice.draft else "whole pipeline"
    speed = (
        f"{words / seconds:,.0f} words and {len(rows) / seconds:,.0f} articles a CPU second"
        f" ({words:,} words, {len(rows)} articles, {seconds:.2f} s)"
    )
    block = f"Extractor `{choice.extractor}`, {way}. {machine()}: {speed}.\n\n{table(result)}\n"
    print(block)
    if choice.results:
        text = choice.results.read_text(encoding="utf-8")
        head, _, rest = text.partition("<!-- measured -->\n")
        tail = rest.partition("<!-- /measured -->")[2]
        marked = f"{head}<!-- measured -->\n{block}<!-- /measured -->{tail}"
        choice.results.write_text(marked, encoding="utf-8")


if __name__ == "__main__":
    main()
