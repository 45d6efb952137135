"""The write side in one function: archive, extract, map, check, store, publish.

Owns the order of these steps and the counts. The order makes a kill harmless:
an article is archived first, its graph goes in as one transaction, then the
archive notes that it did; running again repeats what was not noted, and since
the same article gives the same quads, ends at the same graph. With a crew only
the working out happens elsewhere: this process alone archives and writes, and
takes the results in the order of the input.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from graph_service import plugins
from graph_service.archive import Archive, Held, Settled
from graph_service.ingest.crew import WARM_UP, Crew, number_of
from graph_service.ingest.patience import patience
from graph_service.ingest.report import IngestReport, Interrupted
from graph_service.ingest.steps import MakeSteps, Steps, Worked, default_steps, work_out
from graph_service.link.run import refresh
from graph_service.model import Article
from graph_service.rdf.iris import Iris
from graph_service.readers.base import Item, Note, Rejected
from graph_service.settings import Settings
from graph_service.store.base import Quads, Store, Writer
from graph_service.store.hanging import words_in

GROUP_SECONDS = 0.2
"""Articles that are ready within this time share one transaction and one checkpoint."""
PUBLISH_SHARE = 0.1
"""Checkpoints take at most this share of the time."""

Progress = Callable[[str], None]


def ingest(
    sources: Iterable[Item],
    settings: Settings,
    progress: Progress | None = None,
    *,
    store: Store | None = None,
    steps: MakeSteps | None = None,
    force: bool = False,
    jobs: int | None = 1,
    link: bool = True,
) -> IngestReport:
    """Take articles into the store of `settings.home`; done again it changes nothing.

    With `force` articles that were withdrawn come in again. `jobs` is the number of
    processes that work articles out: 1 for this one alone, None for as many as are of
    use, once the input proves long. The graph is the same whatever the number.

    Unless `link` is false, what hangs together across articles is worked out at the end.

    `progress` gets one line for each article that is safely in, and for each
    input that could not be read. Raises StoreError (StoreLocked, unusable home)
    before anything is read, and Interrupted, a KeyboardInterrupt, on Ctrl-C,
    after the articles at hand are in.
    """
    crew = make_crew(jobs, settings, steps)
    opened: Store = store or plugins.load("stores", "oxigraph")()
    writer = opened.open(settings.home, settings.base_iri)
    tell = progress or _silent
    try:
        with Archive.open(settings.home) as archive:
            made = (steps or default_steps)(settings, writer)
            run = _Run(archive, writer, made, tell, force=force, crew=crew)
            run.link, run.home = link, settings.home
            try:
                return run.over(sources)
            except Interrupted:
                run.tell("interrupted: what was finished is in; run the same command to go on")
                raise
    finally:
        writer.close()


def ingest_again(
    articles: Iterable[Article],
    archive: Archive,
    writer: Writer,
    steps: Steps,
    progress: Progress | None = None,
    *,
    crew: MakeCrew | None = None,
) -> IngestReport:
    """Work out articles of the archive anew, whatever it notes of them, and publish."""
    return _Run(archive, writer, steps, progress or _silent, anew=True, crew=crew).over(articles)


def ingest_into(
    articles: Iterable[Article],
    archive: Archive,
    writer: Writer,
    steps: Steps,
    home: Path,
    *,
    force: bool = False,
) -> IngestReport:
    """As `ingest`, with a writer that others use, too: it is neither published nor closed."""
    run = _Run(archive, writer, steps, _silent, force=force)
    run.home, run.publishes = home, False
    return run.over(articles)


@dataclass(frozen=True, slots=True)
class MakeCrew:
    """Which further processes to start, and after how many articles worked out in this one."""

    jobs: int
    settings: Settings
    steps: MakeSteps | None = None
    after: int = 0

    def started(self, base_iri: str, tell: Progress) -> Crew:
        return Crew(self.jobs, self.settings, base_iri, self.steps, tell)


def make_crew(jobs: int | None, settings: Settings, steps: MakeSteps | None = None) -> MakeCrew:
    """What `jobs` means, see `ingest`; raises BadValue for less than one."""
    return MakeCrew(number_of(jobs), settings, steps, 0 if jobs else WARM_UP)


@dataclass(frozen=True, slots=True)
class _Ready:
    """An article that is worked out and waits for its group's transaction."""

    article: Article
    kind: str
    quads: Quads | None
    """What the graph shall hold; None where it holds that already."""
    settled: Settled


class _Run:
    """One call of `ingest`: its counts, what is being worked out, and the group that waits."""

    def __init__(
        self,
        archive: Archive,
        writer: Writer,
        steps: Steps,
        tell: Progress,
        *,
        force: bool = False,
        anew: bool = False,
        crew: MakeCrew | None = None,
    ) -> None:
        self.force = force
        self.anew = anew
        self.archive = archive
        self.writer = writer
        self.steps = steps
        self.tell = tell
        self.wanted = crew if crew and crew.jobs > 1 else None
        self.crew: Crew | None = None
        self.iris = Iris(writer.base_iri)
        self.counts: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.worked_out = 0
        self.given: deque[tuple[Article, str, Future[Worked]]] = deque()
        self.group: dict[str, _Ready] = {}
        self.held: set[str] = set()
        """Keys of what was given out or waits in the group."""
        self.link = True
        self.home: Path | None = None
        """Where linking keeps what it read; None reads all again."""
        self.publishes = True
        self.committed = self.published = float("-inf")
        self.cost = 0.0

    def over(self, sources: Iterable[Item]) -> IngestReport:
        items = iter(sources)
        try:
            with patience() as pressed:
                while not pressed.asked:
                    item = pressed.waiting_for(items)
                    if item is None:
                        break
                    if isinstance(item, Rejected):
                        self.counts["rejected"] += 1
                        self.tell(str(item))
                    elif isinstance(item, Note):
                        self.tell(str(item))
                    else:
                        self.take(item)
                self.collect(0)
                self.commit()
                if self.link and not pressed.asked:
                    refresh(self.writer, self.archive, self.home)
                if self.publishes:
                    self.writer.publish()
        finally:
            if self.crew:
                self.crew.close()
                self.crew = None
        if pressed.asked:
            raise Interrupted(self.report())
        return self.report()

    def report(self) -> IngestReport:
        notes = tuple(f"{count} articles: {note}" for note, count in sorted(self.notes.items()))
        return IngestReport(**self.counts, notes=notes)

    def take(self, article: Article) -> None:
        """Archive it and have it worked out; commit when the group's time is over."""
        if article.key in self.held:  # the same article again, e.g. one URL with two texts
            self.collect(0)
            self.commit()
        if not self._welcome(article):
            return
        taken = self.archive.take_in(article)
        self.counts["read"] += 1
        marker = f"{taken.version} {self.writer.token} {self.steps.marker}"
        if taken.settled == marker and not self.anew:
            self.counts["unchanged"] += 1
            self.counts["statements"] += taken.statements
            self.counts["quarantined"] += sum(1 for _ in self.archive.quarantined(article.key))
            self.tell(f"unchanged: {_name(article)}")
            return
        self.held.add(article.key)
        if self.wanted and self.worked_out >= self.wanted.after:
            self.crew = self.crew or self.wanted.started(self.writer.base_iri, self.tell)
            self.given.append((article, marker, self.crew.submit(article)))
            self.collect(self.crew.ahead)
        else:
            self.worked_out += 1
            self.put(article, marker, work_out(article, self.steps, self.iris))
        if time.monotonic() - self.committed >= GROUP_SECONDS:
            self.commit()

    def collect(self, ahead: int) -> None:
        """Take the results that are there, in order, and wait until only `ahead` are out."""
        while self.given and (len(self.given) > ahead or self.given[0][2].done()):
            article, marker, worked = self.given.popleft()
            self.put(article, marker, worked.result())
            if time.monotonic() - self.committed >= GROUP_SECONDS:
                self.commit()

    def put(self, article: Article, marker: str, worked: Worked) -> None:
        """Into the group, compared with what its graph holds."""
        self.notes.update(worked.notes)
        before = set(self.writer.graph(self.iris.article_graph(article.key)))
        same = before == set(worked.quads) if before or not worked.quads else False
        kind = "quarantined"
        if worked.quads:
            kind = "unchanged" if same else "revised" if before else "new"
        said = tuple(
            Held(self.iris.local(node), words, speaker.removeprefix(self.iris.ids))
            for node, words, speaker in words_in(worked.quads)
        )
        settled = Settled(article.key, marker, worked.statements, worked.aside, said)
        self.group[article.key] = _Ready(article, kind, None if same else worked.quads, settled)

    def commit(self) -> None:
        """The group's graphs in one transaction, then the archive's note of it."""
        if self.group:
            ready = list(self.group.values())
            graphs = {
                self.iris.article_graph(r.article.key): r.quads
                for r in ready
                if r.quads is not None
            }
            if graphs:
                self.writer.replace_graphs(graphs)
            self.archive.settle(r.settled for r in ready)
            self.held.difference_update(self.group)
            self.group = {}
            for one in ready:
                self._count(one)
        self.committed = time.monotonic()
        if not self.publishes:
            return
        if self.committed - self.published >= max(GROUP_SECONDS, self.cost / PUBLISH_SHARE):
            self.writer.publish()
            self.published = time.monotonic()
            self.cost = self.published - self.committed

    def _welcome(self, article: Article) -> bool:
        """Whether it may come in, or is forced in; else it is counted and told."""
        stone = self.archive.refusal(article)
        if stone is None:
            return True
        if not self.force:
            self.counts["withdrawn"] += 1
            self.tell(
                f"withdrawn: {_name(article)} was taken out on {stone.day[:10]}: "
                f"{stone.reason}; --force takes it in again"
            )
            return False
        if stone.article == article.key:
            self.archive.lift(article.key)
        return True

    def _count(self, ready: _Ready) -> None:
        if ready.kind != "quarantined":
            self.counts[ready.kind] += 1
        self.counts["statements"] += ready.settled.statements
        aside = len(ready.settled.quarantined)
        self.counts["quarantined"] += aside
        line = f"{ready.kind}: {_name(ready.article)}, {ready.settled.statements} statements"
        self.tell(f"{line}, {aside} in quarantine" if aside else line)


def _name(article: Article) -> str:
    return article.id or article.url or article.key


def _silent(line: str) -> None:
    pass
