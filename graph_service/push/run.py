"""One push from start to end: find the target, send what differs, prove what is there.

Owns the order and the report. The snapshot is held all the while, so that sending and
proof speak of the same state. A push that is killed at any moment loses nothing: what
was acknowledged is remembered, the rest is compared with the target and sent again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph_service.errors import UsageError
from graph_service.export.fingerprint import Fingerprint, fingerprint, triples_of
from graph_service.export.source import Graph, Selection, Source, name_of, open_source
from graph_service.push import proof
from graph_service.push.connection import Connection, threads
from graph_service.push.credentials import read_credentials
from graph_service.push.endpoints import Endpoints, find_endpoints, given_endpoints
from graph_service.push.remote import Outgoing, Remote
from graph_service.push.rows import questions
from graph_service.push.state import Sent, State, open_state
from graph_service.query.catalogue import load_catalogue
from graph_service.settings import MIB, Settings

PROOFS: Final = ("full", "graphs", "none")


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push, and how."""

    url: str | None = None
    query_url: str | None = None
    update_url: str | None = None
    graphs_url: str | None = None
    dialect: str = "auto"
    credentials: Path | None = None
    user_graphs: bool = False
    """Send users' own named graphs as well; the default graph never goes."""
    delete_unknown: bool = False
    """Remove graphs below our base IRI that are there and that we do not have."""
    proof: str = "full"
    batch_mib: float = 8.0
    timeout: float = 120.0
    """Seconds without a byte from the server."""
    retries: int = 5

    def check(self) -> None:
        """Raises UsageError."""
        if (self.url is None) == (self.query_url is None):
            raise UsageError(
                "Either a URL or --query-url names the target",
                do="Give the server's address; or --query-url with --update-url or --graphs-url.",
            )
        if self.url is not None and (self.update_url or self.graphs_url):
            raise UsageError(
                "--update-url and --graphs-url go with --query-url",
                do="Name the query endpoint as well, instead of the URL.",
            )
        if self.proof not in PROOFS:
            raise UsageError(
                f"There is no proof named {self.proof!r}", do=f"Choose one of {', '.join(PROOFS)}."
            )


@dataclass(slots=True)
class Report:
    """What was done. `proven` is None where no proof was asked for."""

    target: str
    server: str
    dialect: str
    snapshot: str
    graphs: int = 0
    triples: int = 0
    fingerprint: str = ""
    """SHA-256 over all graphs' fingerprints, in the order of their IRIs."""
    sent: int = 0
    """Graphs."""
    sent_triples: int = 0
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """Graphs of the home that were not sent -> triples; the default graph as `default`."""
    others: int = 0
    """Graphs there that are not ours; they were not touched."""
    tried_again: int = 0
    proven: bool | None = None
    queries: list[proof.QueryProof] = field(default_factory=list)
    differences: list[proof.Difference] = field(default_factory=list)


def push(
    settings: Settings, target: Target, progress: Callable[[str], None] = lambda line: None
) -> Report:
    """Load the newest snapshot into the target and prove it.

    Raises UsageError, StoreError (our home), NetworkError (the target), LimitExceeded (too
    many blank nodes in a user's graph). Differences are no error: they are in the report.
    """
    target.check()
    header = read_credentials(target.credentials) if target.credentials else None
    connection = Connection(header, timeout=target.timeout, retries=target.retries)
    try:
        with open_source(settings) as source:
            at = _endpoints(connection, target)
            remote = Remote(connection, at, at.dialect(target.dialect))
            with open_state(settings.home, at.query) as state:
                report = Report(at.query, at.server, remote.dialect, source.snapshot)
                progress(f"{at.server} at {at.query}, by {remote.dialect}")
                _run(settings, target, source, remote, state, report, progress)
                report.tried_again = connection.tried_again
                return report
    finally:
        connection.close()


def _endpoints(connection: Connection, target: Target) -> Endpoints:
    if target.query_url is not None:
        return given_endpoints(target.query_url, target.update_url, target.graphs_url)
    assert target.url is not None  # noqa: S101 - checked
    return find_endpoints(connection, target.url)


def _run(
    settings: Settings,
    target: Target,
    source: Source,
    remote: Remote,
    state: State,
    report: Report,
    progress: Callable[[str], None],
) -> None:
    there = remote.graphs()
    chosen, report.left_out = _choose(source, target.user_graphs)
    sending = _Sending(remote, state, report, int(target.batch_mib * MIB), progress)
    ours = sending.run(source, chosen, there)
    report.graphs, report.triples = len(ours), sum(mark.triples for mark in ours.values())
    report.fingerprint = _combined(ours)
    removed = _delete(target, source, remote, state, report, ours, there)
    others = there.keys() - ours.keys() - removed
    report.others = len(others)
    if target.proof == "none":
        return
    progress(f"reading back {len(ours):,} graphs")
    expected = ours | dict.fromkeys(removed, fingerprint(b""))
    report.differences = proof.check_graphs(remote, expected, progress)
    for difference in report.differences:
        state.graphs.pop(difference.where, None)  # so that the next push sends it again
    if report.differences:
        state.save()
    if target.proof == "full":
        narrow = bool(others) and len(ours) <= proof.MOST_NAMED
        asked = questions(source, load_catalogue(settings.resources).values())
        report.queries, differences = proof.check_queries(
            remote,
            source,
            asked,
            own_graphs=chosen if report.left_out else None,
            named_there=list(ours) if narrow else (),
            others=0 if narrow else len(others),
            progress=progress,
        )
        report.differences += differences
    report.proven = not report.differences


def _choose(source: Source, user_graphs: bool) -> tuple[list[Graph], dict[str, int]]:
    """Graphs to send, and those left out with the number of their triples."""
    chosen: list[Graph] = []
    left_out: dict[str, int] = {}
    for graph in source.graphs(Selection()):
        name = name_of(graph)
        if name and (user_graphs or name.startswith(source.iris.graphs)):
            chosen.append(graph)
            continue
        triples = sum(1 for _ in source.store.quads_for_pattern(None, None, None, graph))
        if triples:
            left_out[name or "default"] = triples
    return chosen, left_out


class _Sending:
    """Compares graph by graph and sends in batches, while the next batch is made ready."""

    def __init__(
        self,
        remote: Remote,
        state: State,
        report: Report,
        batch_bytes: int,
        progress: Callable[[str], None],
    ) -> None:
        self._remote, self._state, self._report = remote, state, report
        self._batch_bytes = batch_bytes
        self._progress = progress

    def run(
        self, source: Source, graphs: list[Graph], there: Mapping[str, int]
    ) -> dict[str, Fingerprint]:
        """All our graphs with their fingerprints."""
        ours: dict[str, Fingerprint] = {}
        try:
            with threads(self._remote.connection, 1, "push-send") as sender:
                under_way: tuple[list[Outgoing], Future[None]] | None = None
                for batch in self._batches(source, graphs, there, ours):
                    if under_way:
                        self._finish(*under_way)
                    under_way = batch, sender.submit(self._remote.write, batch)
                if under_way:
                    self._finish(*under_way)
        finally:
            self._state.save()
        return ours

    def _finish(self, batch: list[Outgoing], done: Future[None]) -> None:
        done.result()
        for item in batch:
            self._state.graphs[item.graph] = Sent(item.mark, self._report.snapshot)
            self._report.sent += 1
            self._report.sent_triples += item.mark.triples
        self._state.save_now_and_then()
        self._progress(f"sent {self._report.sent:,} graphs, {self._report.sent_triples:,} triples")

    def _batches(
        self,
        source: Source,
        graphs: list[Graph],
        there: Mapping[str, int],
        ours: dict[str, Fingerprint],
    ) -> Iterator[list[Outgoing]]:
        batch: list[Outgoing] = []
        size = 0
        for graph in graphs:
            name = name_of(graph)
            sent = self._state.graphs.get(name)
            if sent and sent.snapshot == source.snapshot and there.get(name) == sent.mark.triples:
                ours[name] = sent.mark  # of this very snapshot: no need to read it again
                self._report.unchanged += 1
                continue
            triples = triples_of(source.store, graph)
            if not triples:
                continue
            mark = ours[name] = fingerprint(triples)
            if self._is_there(name, mark, there):
                self._report.unchanged += 1
                self._state.graphs[name] = Sent(mark, source.snapshot)
                self._state.save_now_and_then()
                continue
            batch.append(Outgoing(name, triples, mark, replaces=name in there))
            size += len(triples)
            if size >= self._batch_bytes:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _is_there(self, name: str, mark: Fingerprint, there: Mapping[str, int]) -> bool:
        """By memory and the number of triples; what we never sent is read back instead."""
        if there.get(name) != mark.triples:
            return False
        if name in self._state.graphs:
            return self._state.graphs[name].mark == mark
        return self._remote.fingerprint(name, mark) == mark


def _delete(
    target: Target,
    source: Source,
    remote: Remote,
    state: State,
    report: Report,
    ours: Mapping[str, Fingerprint],
    there: Mapping[str, int],
) -> set[str]:
    """Graphs that we sent once and do not have any more, and unknown ones where asked."""
    gone = state.graphs.keys() - ours.keys()
    wanted = gone & there.keys()
    if target.delete_unknown:
        wanted |= {g for g in there.keys() - ours.keys() if g.startswith(source.iris.graphs)}
    for graph in sorted(wanted):
        remote.delete(graph)
        report.deleted.append(graph)
    for graph in gone:
        del state.graphs[graph]
    if gone:
        state.save()
    return wanted


def _combined(marks: Mapping[str, Fingerprint]) -> str:
    lines = (f"{marks[graph].sha256} {graph}\n" for graph in sorted(marks))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
