"""The write side in one function: archive, extract, map, check, store, publish.

Owns the order of these steps and the counts. The order makes a kill harmless:
an article is archived first, its graph goes in as one transaction, then the
archive notes that it did; running again repeats what was not noted, and since
the same article gives the same quads, ends at the same graph.
"""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from graph_service import plugins
from graph_service.archive import Archive, Entry, Settled
from graph_service.errors import InputError
from graph_service.model import Article, Extraction
from graph_service.model_json import statement_to_json
from graph_service.rdf.iris import Iris
from graph_service.readers.base import Item, Note, Rejected
from graph_service.settings import Settings
from graph_service.store import managed
from graph_service.store.base import Quads, Store, Writer
from graph_service.store.hanging import without
from graph_service.validation.findings import Finding, violations

GROUP_SECONDS = 0.2
"""Articles that are ready within this time share one transaction and one checkpoint."""
PUBLISH_SHARE = 0.1
"""Checkpoints take at most this share of the time."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """`read` = new + unchanged + revised + articles wholly in quarantine."""

    read: int = 0
    new: int = 0
    unchanged: int = 0
    """Their graph held exactly this already."""
    revised: int = 0
    quarantined: int = 0
    """Statements, and whole articles, of what was read."""
    statements: int = 0
    """That the graph now holds of what was read."""
    rejected: int = 0
    """Inputs that could not be read."""
    withdrawn: int = 0
    """Articles that were refused because they, or their text, had been withdrawn."""
    notes: tuple[str, ...] = ()
    """What the user should know, with the number of articles it is true of."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C: all that was finished is in and published; the report says what."""

    def __init__(self, report: IngestReport) -> None:
        super().__init__("interrupted")
        self.report = report


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done with one article; tests put others in."""

    extract: Callable[[Article], Extraction]
    to_quads: Callable[[Extraction], Quads]
    check: Callable[[Quads], tuple[Finding, ...]]
    marker: str
    """Of all that the result depends on beside the article."""


MakeSteps = Callable[[Settings, Writer], Steps]


def ingest(
    sources: Iterable[Item],
    settings: Settings,
    progress: Progress | None = None,
    *,
    store: Store | None = None,
    steps: MakeSteps | None = None,
    force: bool = False,
) -> IngestReport:
    """Take articles into the store of `settings.home`; done again it changes nothing.

    With `force` articles that were withdrawn come in again.
    `progress` gets one line for each article that is safely in, and for each
    input that could not be read. Raises StoreError (StoreLocked, unusable home)
    before anything is read, and Interrupted, a KeyboardInterrupt, on Ctrl-C,
    after the article at hand is in.
    """
    opened: Store = store or plugins.load("stores", "oxigraph")()
    writer = opened.open(settings.home, settings.base_iri)
    try:
        with Archive.open(settings.home) as archive:
            made = (steps or default_steps)(settings, writer)
            run = _Run(archive, writer, made, progress or _silent, force=force)
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
) -> IngestReport:
    """Work out articles of the archive anew, whatever it notes of them, and publish."""
    return _Run(archive, writer, steps, progress or _silent, anew=True).over(articles)


def default_steps(settings: Settings, writer: Writer) -> Steps:
    """The real ones, with ontology and registry loaded into the store."""
    from graph_service.actors.registry import load_registry
    from graph_service.extract.pipeline import extract, extractor_name
    from graph_service.rdf.mapping import to_quads
    from graph_service.validation.check import check
    from graph_service.validation.named import named_nodes

    files = managed.refresh(writer, settings.resources, settings.registry)
    registry = load_registry(settings.registry, settings.resources)
    iris = Iris(writer.base_iri)
    described = (iris.graph("registry"),)

    def known(actor: str) -> bool:
        return registry.actor(actor) is not None

    def state_of(code: str) -> str | None:
        state = registry.state(code)
        return state.id if state else None

    def gate(quads: Quads) -> tuple[Finding, ...]:
        named = named_nodes(quads, lambda node: writer.about(node, described), settings.resources)
        return check(quads, named, settings.resources)

    return Steps(
        extract=lambda article: extract(article, registry, settings.extractor),
        to_quads=lambda extraction: to_quads(extraction, iris, known, state_of),
        check=gate,
        marker=f"{extractor_name(settings.extractor)} {files}",
    )


@dataclass(frozen=True, slots=True)
class _Ready:
    """An article that is worked out and waits for its group's transaction."""

    article: Article
    kind: str
    quads: Quads | None
    """What the graph shall hold; None where it holds that already."""
    settled: Settled


class _Run:
    """One call of `ingest`: its counts, and the group that waits."""

    def __init__(
        self,
        archive: Archive,
        writer: Writer,
        steps: Steps,
        tell: Progress,
        *,
        force: bool = False,
        anew: bool = False,
    ) -> None:
        self.force = force
        self.anew = anew
        self.archive = archive
        self.writer = writer
        self.steps = steps
        self.tell = tell
        self.iris = Iris(writer.base_iri)
        self.counts: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.group: dict[str, _Ready] = {}
        self.committed = self.published = float("-inf")
        self.cost = 0.0

    def over(self, sources: Iterable[Item]) -> IngestReport:
        items = iter(sources)
        with _patience() as patience:
            while not patience.asked:
                item = patience.waiting_for(items)
                if item is None:
                    break
                if isinstance(item, Rejected):
                    self.counts["rejected"] += 1
                    self.tell(str(item))
                elif isinstance(item, Note):
                    self.tell(str(item))
                else:
                    self.take(item)
            self.commit()
            self.writer.publish()
        if patience.asked:
            raise Interrupted(self.report())
        return self.report()

    def report(self) -> IngestReport:
        notes = tuple(f"{count} articles: {note}" for note, count in sorted(self.notes.items()))
        return IngestReport(**self.counts, notes=notes)

    def take(self, article: Article) -> None:
        """Archive it and work it out; commit when the group's time is over."""
        if article.key in self.group:
            self.commit()  # the same article again, e.g. one URL with two texts
        if stone := self.archive.refusal(article):
            if not self.force:
                self.counts["withdrawn"] += 1
                self.tell(
                    f"withdrawn: {_name(article)} was taken out on {stone.day[:10]}: "
                    f"{stone.reason}; --force takes it in again"
                )
                return
            if stone.article == article.key:
                self.archive.lift(article.key)
        taken = self.archive.take_in(article)
        self.counts["read"] += 1
        marker = f"{taken.version} {self.writer.token} {self.steps.marker}"
        if taken.settled == marker and not self.anew:
            self.counts["unchanged"] += 1
            self.counts["statements"] += taken.statements
            self.counts["quarantined"] += sum(1 for _ in self.archive.quarantined(article.key))
            self.tell(f"unchanged: {_name(article)}")
            return
        self.group[article.key] = self._work_out(article, marker)
        if time.monotonic() - self.committed >= GROUP_SECONDS:
            self.commit()

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
            self.group = {}
            for one in ready:
                self._count(one)
        self.committed = time.monotonic()
        if self.committed - self.published >= max(GROUP_SECONDS, self.cost / PUBLISH_SHARE):
            self.writer.publish()
            self.published = time.monotonic()
            self.cost = self.published - self.committed

    def _count(self, ready: _Ready) -> None:
        if ready.kind != "quarantined":
            self.counts[ready.kind] += 1
        self.counts["statements"] += ready.settled.statements
        aside = len(ready.settled.quarantined)
        self.counts["quarantined"] += aside
        line = f"{ready.kind}: {_name(ready.article)}, {ready.settled.statements} statements"
        self.tell(f"{line}, {aside} in quarantine" if aside else line)

    def _work_out(self, article: Article, marker: str) -> _Ready:
        extraction = self.steps.extract(article)
        self.notes.update(extraction.notes)
        quads, aside = self._gate(extraction)
        before = set(self.writer.graph(self.iris.article_graph(article.key)))
        removed = {entry.id for entry in aside}
        held = 0
        if not quads:
            kind = "quarantined"
        else:
            held = sum(1 for s in extraction.statements if s.id not in removed)
            same = before == set(quads)
            kind = "unchanged" if same else "revised" if before else "new"
        settled = Settled(article.key, marker, held, aside)
        return _Ready(article, kind, None if before == set(quads) else quads, settled)

    def _gate(self, extraction: Extraction) -> tuple[Quads, tuple[Entry, ...]]:
        """The graph that passes the shapes, and what had to stay out of it."""
        key = extraction.article.key
        ids = {self.iris.statement(s.id).value: s for s in extraction.statements}
        aside: list[Entry] = []
        try:
            quads = self.steps.to_quads(extraction)
        except InputError as error:
            return [], (_whole(extraction, str(error), ()),)
        while found := violations(self.steps.check(quads)):
            bad: dict[str, list[Finding]] = {}
            for finding in found:
                bad.setdefault(finding.statement or "", []).append(finding)
            if not bad.keys() <= ids.keys():
                own = tuple(f for f in found if f.statement not in ids)
                return [], (_whole(extraction, own[0].message, own),)
            for iri, findings in bad.items():
                statement = ids.pop(iri)
                body = {"findings": _words(findings), "statement": statement_to_json(statement)}
                aside.append(Entry(key, statement.id, findings[0].message, body))
            quads = without(quads, bad.keys())
        return quads, tuple(aside)


def _whole(extraction: Extraction, reason: str, findings: Iterable[Finding]) -> Entry:
    key = extraction.article.key
    statements = [statement_to_json(s) for s in extraction.statements]
    body: dict[str, Any] = {"findings": _words(findings), "statements": statements}
    return Entry(key, key, reason, body)


def _words(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings]


def _name(article: Article) -> str:
    return article.id or article.url or article.key


def _silent(line: str) -> None:
    pass


class _Patience:
    """Ctrl-C while we wait for input stops at once, otherwise after the article at hand."""

    def __init__(self) -> None:
        self.asked = False
        self._waiting = False

    def on_interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._waiting or self.asked:
            self.asked = True
            raise KeyboardInterrupt
        self.asked = True

    def waiting_for(self, items: Iterator[Item]) -> Item | None:
        self._waiting = True
        try:
            return next(items, None)
        except KeyboardInterrupt:
            self.asked = True
            return None
        finally:
            self._waiting = False


@contextmanager
def _patience() -> Iterator[_Patience]:
    patience = _Patience()
    if threading.current_thread() is not threading.main_thread():
        yield patience
        return
    before = signal.signal(signal.SIGINT, patience.on_interrupt)
    try:
        yield patience
    finally:
        signal.signal(signal.SIGINT, before)
