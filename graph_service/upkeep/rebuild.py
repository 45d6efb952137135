"""Everything again from the archive, into a new store beside the old one; then one switch.

Owns the order. Until the switch, which is one write to store.json, the old store is
untouched and readers see its newest snapshot. What the archive notes of each article
is one transaction that ends after the switch. So a kill at any moment leaves the old
store or the new one whole, and running again starts over.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from graph_service.archive import Archive
from graph_service.errors import StoreError
from graph_service.ingest import MakeSteps, Progress, default_steps, ingest_again, make_crew
from graph_service.model import Article
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store import managed
from graph_service.upkeep.load import refuse_loaded
from graph_service.upkeep.writing import open_home

TELL_SECONDS = 1.0
"""Between two lines of progress."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the new store holds."""

    articles: int
    statements: int
    quarantined: int
    """Statements, and whole articles."""
    carried: int
    """Graphs that are not made from the archive, and were copied: users' own, decisions."""
    snapshot: str


def rebuild(
    settings: Settings,
    progress: Progress | None = None,
    *,
    steps: MakeSteps | None = None,
    jobs: int | None = 1,
) -> Rebuilt:
    """Make the store again; the same quads where articles, extractor and files are the same.

    `progress` gets a line a second; `jobs` is as for `ingest`. Withdrawn articles stay out.
    Raises StoreLocked where
    somebody writes, StoreError for a full disk; then the old store is as it was.
    """
    tell = progress or _silent
    crew = make_crew(jobs, settings, steps)
    iris = Iris(settings.base_iri)
    made_here = {iris.graph(name).value for name in managed.FILES}
    of_articles: set[str] = set()

    def carried(graph: str) -> bool:
        if graph.startswith(f"{iris.graphs}article-"):
            of_articles.add(graph)
            return False
        return graph not in made_here

    with open_home(settings) as (writer, archive):
        refuse_loaded(writer.facts, settings.home)
        fresh = writer.beside()
        try:
            count = writer.carry(fresh, carried)
            if of_articles and not archive.keys() and not archive.tombstones():
                raise StoreError(
                    f"The archive is empty and the store holds {len(of_articles)} articles",
                    where=str(settings.home),
                    do="A rebuild would lose them: put the archive back from a backup first.",
                )
            tell(f"carried over {count} graphs that are not made from the archive")
            made = (steps or default_steps)(settings, fresh)
            with archive.together():
                report = ingest_again(
                    _told(archive, tell), archive, fresh, made, _only_odd(tell), crew=crew
                )
                tell("switching to the new store")
                writer.switch_to(fresh)
        finally:
            fresh.close()
        snapshot = writer.publish()
    return Rebuilt(report.read, report.statements, report.quarantined, count, snapshot.id)


def _told(archive: Archive, tell: Progress) -> Iterator[Article]:
    keys = archive.keys()
    began = last = time.monotonic()
    for number, key in enumerate(keys):
        now = time.monotonic()
        if now - last >= TELL_SECONDS:
            left = (now - began) / number * (len(keys) - number)
            tell(f"rebuilt {number} of {len(keys)} articles, about {left:.0f} s to go")
            last = now
        article = archive.article(key)
        if article is not None:
            yield article
    tell(f"rebuilt {len(keys)} of {len(keys)} articles")


def _only_odd(tell: Progress) -> Progress:
    """What is no line for an article: a process that ended."""
    return lambda line: tell(line) if line.startswith("a process ended") else None


def _silent(line: str) -> None:
    pass
