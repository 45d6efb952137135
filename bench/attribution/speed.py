"""Words a CPU second of the extractors beside textacy, in one run: article by article in turn.

    python bench/attribution/speed.py --peer PYTHON [--articles 84] [--tree DIR] [--models DIR]

Each reader is a process of its own with one thread; all read the same article before any reads
the next one, so that whatever else the machine does falls on all of them. CPU seconds count the
reading alone. `--peer` is the Python of an environment with textacy and spaCy's en_core_web_sm,
which are no part of this project; `--tree` another checkout of it to compare with; `--models`
another folder of weights.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

TEXTACY = """
import json, sys, time, spacy, textacy.extract
nlp = spacy.load(sys.argv[1], exclude=[part for part in sys.argv[2:] if part])
refused = 0
for line in sys.stdin:
    text = json.loads(line)
    began = time.process_time()
    try:
        found = len(list(textacy.extract.direct_quotations(nlp(text))))
    except ValueError:
        found, refused = 0, refused + 1
    print(json.dumps([time.process_time() - began, found, refused]), flush=True)
"""
OWN = """
import json, sys, time
from pathlib import Path
from graph_service.extract.draft import Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.model import Article
from graph_service.plugins import load
if sys.argv[2:]:
    from graph_service.extract import tagger, tagger_model
    net = tagger_model.Network(Path(sys.argv[2]))
    tagger.network = lambda: net
find = load("extractors", sys.argv[1])
for line in sys.stdin:
    article = Article(json.loads(line))
    began = time.process_time()
    draft = find_quotations(article, find_sentences(article, Draft()))
    found = len(find(article, draft).attributions)
    print(json.dumps([time.process_time() - began, found, 0]), flush=True)
"""


class Reader:
    """A process that reads one article after another."""

    def __init__(self, name: str, command: list[str], tree: Path | None = None) -> None:
        self.name, self.seconds, self.found, self.refused = name, 0.0, 0, 0
        environment = {**os.environ, **THREADS}
        if tree:
            environment["PYTHONPATH"] = str(tree)
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def read(self, text: str) -> tuple[float, int, int]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        answer: tuple[float, int, int] = tuple(json.loads(self.process.stdout.readline()))
        return answer

    def count(self, text: str) -> None:
        seconds, found, self.refused = self.read(text)
        self.seconds += seconds
        self.found += found


def readers(choice: argparse.Namespace) -> list[Reader]:
    """textacy as it comes and without the part it does not need, then our own."""
    here = HERE.parents[2]
    weights = [str(choice.models)] if choice.models else []
    own = [sys.executable, "-P", "-c", OWN]
    found = [
        Reader("rules", [*own, "rules"], here),
        Reader("tagger", [*own, "tagger", *weights], here),
    ]
    if choice.tree:
        found.append(Reader("tagger, the other tree", [*own, "tagger"], choice.tree))
    if choice.peer:
        peer = [choice.peer, "-c", TEXTACY, choice.spacy]
        found.append(Reader("textacy", peer))
        found.append(Reader("textacy without names", [*peer, "ner"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer")
    parser.add_argument("--spacy", default="en_core_web_sm")
    parser.add_argument("--tree", type=Path)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--articles", type=int, default=84)
    choice = parser.parse_args()
    shared = Path(os.environ.get("COMMUNIQUE_SHARED", HERE.parents[3] / "shared"))
    lines = (shared / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines[: choice.articles]]
    taking_part = readers(choice)
    for reader in taking_part:
        reader.read("Mira Sollen said that the dam is safe.")
    for row in rows:
        for reader in taking_part:
            reader.count(row["text"])
    words = sum(len(row["text"].split()) for row in rows)
    base = next((r.seconds for r in taking_part if r.name == "textacy"), taking_part[0].seconds)
    print(f"{words:,} words, {len(rows)} articles\n")
    print("| | words a CPU second | times textacy | found | articles refused |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for r in taking_part:
        speed = f"{words / r.seconds:,.0f} | {base / r.seconds:.2f}"
        print(f"| {r.name} | {speed} | {r.found} | {r.refused} |")


if __name__ == "__main__":
    main()
