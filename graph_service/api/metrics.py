"""Figures for Prometheus: what was asked, how long it took, what the store holds.

Owns the names of the figures and the values of their labels, of which there is a
known number: routes, methods, statuses, named queries, outcomes. No text of a
query, no path and no address ever becomes a label.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from graph_service.archive import Archive
from graph_service.errors import (
    CallerLeft,
    CommuniqueError,
    DeadlineExceeded,
    LimitExceeded,
    NotAllowed,
    ServiceBusy,
    StoreError,
    UsageError,
)
from graph_service.query.counts import Counter as SnapshotCounter
from graph_service.query.naming import query_name
from graph_service.settings import Settings
from graph_service.store import snapshots
from graph_service.store.base import QueryCounts, QueryResult, View
from graph_service.store.lookup import Given, Hit, Indexed

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY"})
_OUTCOMES: Final[tuple[tuple[type[CommuniqueError], str], ...]] = (
    (DeadlineExceeded, "timeout"),
    (ServiceBusy, "busy"),
    (CallerLeft, "left"),
    (LimitExceeded, "limit"),
    (UsageError, "refused"),
    (NotAllowed, "refused"),
    (StoreError, "store"),
)
_COUNT_AGAIN: Final = 60.0
"""Seconds between two counts of the quads: each reads the whole store once."""


class Metrics:
    """One application's figures, in a registry of its own."""

    def __init__(self, settings: Settings, view: View, counter: SnapshotCounter) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "communique_requests", "Requests", ["method", "route", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "communique_request_seconds",
            "Seconds until a request was answered",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.query_seconds = Histogram(
            "communique_query_seconds",
            "Seconds of a query, waiting included, by the query's name",
            ["query"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.queries = Counter(
            "communique_queries",
            "Queries by name and outcome",
            ["query", "outcome"],
            registry=self.registry,
        )
        self.registry.register(_Store(settings, view, counter))
        ProcessCollector(registry=self.registry)

    def request(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Note one answered request; `route` is the template, None where none matched."""
        shown = route or "none"
        self.requests.labels(method if method in _METHODS else "other", shown, str(status)).inc()
        self.request_seconds.labels(shown).observe(seconds)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)


class MeasuredView:
    """A View that notes each query's name, seconds and outcome. See `base.View`."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.metrics: Metrics | None = None

    @property
    def snapshot(self) -> str:
        return self._view.snapshot

    @property
    def counts(self) -> QueryCounts:
        return self._view.counts

    def query(self, sparql: str, **options: Any) -> QueryResult:
        begin = time.perf_counter()
        outcome = "failed"
        try:
            result = self._view.query(sparql, **options)
            outcome = "answered"
            return result
        except CommuniqueError as error:
            outcome = next((name for kind, name in _OUTCOMES if isinstance(error, kind)), outcome)
            raise
        finally:
            if self.metrics is not None:
                name = query_name()
                self.metrics.queries.labels(name, outcome).inc()
                self.metrics.query_seconds.labels(name).observe(time.perf_counter() - begin)

    def lookup(self, given: Given, limit: int | None = None, start: int = 0) -> list[Hit] | None:
        """By the index of the view within, if it has one; see `store.lookup`."""
        if not isinstance(self._view, Indexed):
            return None
        begin = time.perf_counter()
        hits = self._view.lookup(given, limit, start)
        if hits is not None and self.metrics is not None:
            name = query_name()
            self.metrics.queries.labels(name, "answered").inc()
            self.metrics.query_seconds.labels(name).observe(time.perf_counter() - begin)
        return hits

    def close(self) -> None:
        self._view.close()


class _Store(Collector):
    """Figures that are read when they are asked for."""

    def __init__(self, settings: Settings, view: View, counter: SnapshotCounter) -> None:
        self._home = settings.home
        self._view = view
        self._counter = counter
        self._counting = threading.Lock()
        self._counted_at = 0.0

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        yield from self._pool(self._view.counts)
        yield from self._snapshot()
        quarantined = self._quarantined()
        if quarantined is not None:
            yield GaugeMetricFamily(
                "communique_quarantined",
                "Statements and articles in quarantine",
                value=quarantined,
            )

    @staticmethod
    def _pool(counts: QueryCounts) -> Iterator[Metric]:
        for name, says, total in (
            ("worker_kills", "Reader processes that were ended and replaced", counts.killed),
            ("timeouts", "Queries that were stopped at their time limit", counts.timeouts),
            ("out_of_memory", "Queries over their memory or nesting", counts.out_of_memory),
            ("turned_away", "Queries for which no reader became free", counts.busy),
            ("callers_left", "Queries whose client left before the answer", counts.callers_left),
            ("queue_wait_seconds", "Seconds that queries waited for a reader, summed up",
             counts.waited_seconds),
        ):  # fmt: skip
            yield CounterMetricFamily(f"communique_{name}", says, value=total)
        for name, says, now in (
            ("queries_waiting", "Queries that wait for a reader", counts.waiting),
            ("queries_running", "Queries that a reader works on", counts.running),
            ("workers", "Reader processes", counts.processes),
        ):
            yield GaugeMetricFamily(f"communique_{name}", says, value=now)

    def _snapshot(self) -> Iterator[Metric]:
        published = published_at(self._home)
        if published is not None:
            yield GaugeMetricFamily(
                "communique_snapshot_age_seconds",
                "Seconds since the snapshot that answers come from was published",
                value=max(0.0, time.time() - published),
            )
        self._count_soon()
        counts = self._counter.last
        if counts is not None and counts.quads is not None:
            yield GaugeMetricFamily(
                "communique_quads",
                "Quads in named graphs, as last counted (at most once a minute)",
                value=counts.quads,
            )

    def _count_soon(self) -> None:
        """Start a count in the background where the last one is old; never wait for it."""
        if not self._counting.acquire(blocking=False):
            return
        if self._counted_at and time.monotonic() - self._counted_at < _COUNT_AGAIN:
            self._counting.release()
            return
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        try:
            self._counter.now()
        except CommuniqueError:
            pass  # the next one tries again
        finally:
            self._counted_at = time.monotonic()
            self._counting.release()

    def _quarantined(self) -> int | None:
        try:
            with Archive.open(self._home, create=False) as archive:
                return sum(1 for _ in archive.quarantined())
        except CommuniqueError:
            return None


def published_at(home: Any) -> float | None:
    """When the newest snapshot was published, in seconds since 1970; None where there is none."""
    try:
        return float(snapshots.pointer(home).stat().st_mtime)
    except OSError:
        return None
