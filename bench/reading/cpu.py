"""CPU of each stage of reading, and memory as articles go by.

    python -m bench.reading.cpu [--extractor rules|tagger] [--rounds 10]

Articles are our annotated dispatches but the final half; in every round each name of two capital
letters and more is spelt anew, so that nothing kept by words is found again. Tagging is what finds
attributions (the extractor) and the passes over the text before it; resolution is all that follows:
who, when, on whose word, what kind of act, what about. Memory is that of the process (Linux), after
each round.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.reading.dispatches import FOLDER, READ, read_set
from graph_service.actors.own import registry_for
from graph_service.extract.draft import Draft
from graph_service.extract.pipeline import ACTOR_STAGES, stages
from graph_service.model import Article
from graph_service.settings import Settings

_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")


def megabytes() -> float:
    """Resident memory of this process, in MB."""
    with Path("/proc/self/status").open(encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def respelt(article: Article, turn: int) -> Article:
    """The article with one letter of every third long name changed, otherwise in each turn."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    if not turn:
        return article

    def changed(match: re.Match[str]) -> str:
        name = match[0]
        if hash_of(name) % 3:
            return name
        return name[:2] + letters[(turn + len(name)) % 26] + name[2:]

    return replace(article, text=_NAME.sub(changed, article.text))


def hash_of(name: str) -> int:
    """The same in every process, unlike `hash`."""
    return sum(map(ord, name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extractor", default="rules")
    parser.add_argument("--rounds", type=int, default=10)
    choice = parser.parse_args()
    registry = registry_for(Settings(registry=[str(FOLDER / "registry.ttl")]))
    articles = [
        Article(
            dispatch.text,
            published=date.fromisoformat(str(dispatch.meta["date"])),
            publisher=str(dispatch.meta.get("publisher") or "") or None,
        )
        for dispatch in read_set(*READ)
    ]
    resolving = set(ACTOR_STAGES)
    spent: Counter[str] = Counter()
    print(f"{len(articles)} articles, {choice.extractor}\n\n| articles | MB |\n| ---: | ---: |")
    for turn in range(choice.rounds):
        for article in articles:
            draft = Draft()
            given = respelt(article, turn)
            for stage in stages(choice.extractor):
                began = time.process_time()
                draft = stage(given, draft, registry)
                part = "resolution" if stage in resolving else "tagging"
                took = time.process_time() - began
                if turn:  # the first round loads resources
                    spent[f"{part}: {stage.__module__.rpartition('.')[2]}.{stage.__name__}"] += took
                    spent[part] += took
        print(f"| {(turn + 1) * len(articles)} | {megabytes():.1f} |", flush=True)
    read = max(1, (choice.rounds - 1) * len(articles))
    print("\n| stage | ms of CPU an article |\n| --- | ---: |")
    for name, seconds in spent.most_common():
        print(f"| {name} | {1000 * seconds / read:.2f} |")


if __name__ == "__main__":
    main()
