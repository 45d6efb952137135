"""PolNeAR attributions -> numbered words with labels, the form that train.py reads.

    python training/convert.py SPLIT.jsonl[.gz] OUT.pickle --vocabulary vocabulary.txt

Owns the labels. One article: its words (graph_service.extract.tagger_words), for each word
a role (0 none, 1 source, 2 cue, 3 content), whether a part begins there, and the number of
its attribution (-1 none). In PolNeAR a token belongs to one attribution at most. What this
writes holds the corpus in numbered form: it stays outside the repository.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graph_service.extract import tagger_words
from graph_service.extract.tagger_wordpiece import WordPiece, vocabulary
from graph_service.extract.tagger_words import Words
from graph_service.model import Span

ROLES = ("source", "cue", "content")


@dataclass(slots=True)
class Example:
    """One article."""

    id: str
    words: Words
    role: np.ndarray
    begins: np.ndarray
    owner: np.ndarray


def read_rows(path: Path) -> list[dict[str, Any]]:
    """JSON lines, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def example(row: dict[str, Any], subwords: WordPiece) -> Example:
    """Labels of one article; a word belongs to a part if they share a character."""
    text = row["text"]
    words = tagger_words.read_words(text, Span(0, len(text)), subwords)
    at = np.full(len(text) + 1, -1)
    for index, span in enumerate(words.spans):
        at[span.start : span.end] = index
    role, begins = np.zeros(len(words), np.int64), np.zeros(len(words), bool)
    owner = np.full(len(words), -1)
    for number, attribution in enumerate(row["attributions"]):
        for code, name in enumerate(ROLES, 1):
            for start, end in attribution[name]:
                inside = at[start:end]
                inside = np.unique(inside[inside >= 0])
                role[inside], owner[inside] = code, number
                if len(inside):
                    begins[inside[0]] = True
    return Example(row["id"], words, role, begins, owner)


def astuple_of(e: Example) -> tuple[Any, ...]:
    return e.id, e.words, e.role, e.begins, e.owner


def load(path: Path) -> tuple[list[Example], str]:
    """What `main` wrote (read only files of your own making), and its input's SHA-256."""
    made = pickle.loads(path.read_bytes())
    return [Example(*row) for row in made["rows"]], made["split"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("split", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vocabulary", type=Path, required=True)
    choice = parser.parse_args()
    subwords = WordPiece(vocabulary(choice.vocabulary.read_text("utf-8")))
    examples = [example(row, subwords) for row in read_rows(choice.split)]
    made = {"rows": [astuple_of(e) for e in examples], "split": sha256(choice.split)}
    choice.out.write_bytes(pickle.dumps(made))
    print(f"{len(examples)} articles, {sum(len(e.words) for e in examples)} words")


if __name__ == "__main__":
    main()
