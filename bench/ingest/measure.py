"""One measured ingest in a process of its own, so that its peak memory is its own.

    python bench/ingest/measure.py ARTICLES.jsonl HOME [--registry world.ttl]

Prints one JSON object: counts, wall and CPU seconds, CPU by step, peak memory. Each step's
time is without the steps it calls. CPU is the whole process's, so what the engine's own
threads do is counted to the step at hand.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph_service.archive import Archive
from graph_service.ingest import Steps, default_steps, ingest
from graph_service.model import Article
from graph_service.readers import read
from graph_service.readers.base import Item, Metadata
from graph_service.settings import Settings
from graph_service.store.base import Writer
from graph_service.store.oxigraph import OxigraphStore

WARM = Article("“All is well,” the minister said on Monday.", language="en")


class Clock:
    """CPU seconds by name; a name within another stops the outer one's clock."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()  # type: ignore[type-arg]
        self._open = ["rest"]
        self._since = time.process_time()

    def _switch(self) -> None:
        now = time.process_time()
        self.spent[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        self._switch()
        self._open.append(name)
        try:
            yield
        finally:
            self._switch()
            self._open.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            with self.on(name):
                return function(*arguments, **named)

        return wrapped

    def each(self, name: str, items: Iterator[Item]) -> Iterator[Item]:
        while True:
            with self.on(name):
                item = next(items, None)
            if item is None:
                return
            yield item

    def reset(self) -> dict[str, float]:
        self._switch()
        spent, self.spent = dict(self.spent), Counter()
        return spent


class MeasuredStore(OxigraphStore):
    """The product's own store, its writer's calls timed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.triples = 0

    def open(self, home: Path, base_iri: str) -> Any:  # type: ignore[override]
        writer: Any = OxigraphStore.open(home, base_iri)
        timed, write, graph = self.clock.timed, writer.replace_graphs, writer.graph

        def counted(graphs: Any) -> None:
            self.triples += sum(len(quads) for quads in graphs.values())
            write(graphs)

        writer.replace_graphs = timed("write", counted)
        writer.publish = timed("publish", writer.publish)
        writer.graph = timed("compare", lambda name: list(graph(name)))
        writer.about = timed("look up", writer.about)
        return writer


def peak_mib(field: str = "VmHWM:") -> float:
    """Peak resident memory of this process since it began, in MiB (Linux); VmRSS: of now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(field)[2].split()[0]) / 1024


class Quarters:
    """Resident memory when a quarter, half, three quarters and all of the articles are in."""

    def __init__(self, total: int) -> None:
        self.at = [max(total * quarter // 4, 1) for quarter in (1, 2, 3, 4)]
        self.seen = 0
        self.mib: list[float] = []

    def __call__(self, line: str) -> None:
        self.seen += line.startswith(("new: ", "revised: ", "unchanged: ", "quarantined: "))
        while len(self.mib) < len(self.at) and self.seen >= self.at[len(self.mib)]:
            self.mib.append(peak_mib("VmRSS:"))


def measure(articles: Path, home: Path, registry: Path | None) -> dict[str, Any]:
    settings = Settings(home=home, registry=(registry,) if registry else ())
    clock = Clock()
    began: dict[str, float] = {}

    def steps(settings: Settings, writer: Writer) -> Steps:
        """Everything that is loaded once is loaded here, and is the start's."""
        made = default_steps(settings, writer)
        made.check(made.to_quads(made.extract(WARM)))
        began["cpu"] = sum(clock.reset().values())
        began["peak"] = peak_mib()
        began["wall"] = time.perf_counter()
        return replace(
            made,
            extract=clock.timed("extract", made.extract),
            to_quads=clock.timed("map", made.to_quads),
            check=clock.timed("check", made.check),
        )

    # Its two ways of writing; ingest opens the archive itself.
    Archive.take_in = clock.timed("archive", Archive.take_in)  # type: ignore[method-assign]
    Archive.settle = clock.timed("archive", Archive.settle)  # type: ignore[method-assign]
    store = MeasuredStore(clock)
    items = clock.each("read", iter(read([articles], Metadata(), settings)))
    with articles.open("rb") as file:
        quarters = Quarters(sum(1 for _ in file))
    report = ingest(items, settings, quarters, store=store, steps=steps, link=False)
    spent = clock.reset()
    return {
        "articles": report.new,
        "statements": report.statements,
        "quarantined": report.quarantined,
        "triples": store.triples,
        "start_cpu": began["cpu"],
        "start_peak_mib": began["peak"],
        "wall": time.perf_counter() - began["wall"],
        "cpu": sum(spent.values()),
        "steps": spent,
        "peak_mib": peak_mib(),
        "quarters_mib": quarters.mib,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--registry", type=Path)
    choice = parser.parse_args()
    print(json.dumps(measure(choice.articles, choice.home, choice.registry)))


if __name__ == "__main__":
    main()
