"""That the target holds what we hold: every graph read back, every named query compared.

Owns the comparison and its words. A difference is never explained away: it may be
somebody's change, or a server that keeps literals otherwise; both are said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from graph_service.errors import NetworkError
from graph_service.export.fingerprint import Fingerprint
from graph_service.export.source import Graph, Source
from graph_service.push.connection import threads
from graph_service.push.remote import Remote
from graph_service.push.rows import Question, ask_own, rows_of

READERS: Final = 4
"""Graphs that are read back at a time."""
AT_ONCE: Final = 256
QUERY_RETRIES: Final = 1
"""A query that takes too long will not be quicker the fifth time."""
MOST_NAMED: Final = 2000
"""Graphs that a query over HTTP can name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`where` is a graph's IRI or a named query."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class QueryProof:
    """One named query on both sides; `rows` are ours."""

    name: str
    values: Mapping[str, Sequence[str]]
    rows: int
    same: bool


def check_graphs(
    remote: Remote, expected: Mapping[str, Fingerprint], progress: Callable[[str], None]
) -> list[Difference]:
    """Reads back each graph; one that differs is read a second time before it is believed."""

    def check(item: tuple[str, Fingerprint]) -> Difference | None:
        graph, mark = item
        if remote.fingerprint(graph, mark) == mark:
            return None
        there = remote.fingerprint(graph, mark)
        return None if there == mark else Difference(graph, _words(mark, there))

    found: list[Difference] = []
    rest = iter(expected.items())
    done = 0
    with threads(remote.connection, READERS, "push-proof") as pool:
        while some := list(islice(rest, AT_ONCE)):  # so that an error ends it soon
            found += [difference for difference in pool.map(check, some) if difference]
            done += len(some)
            if done % (AT_ONCE * 8) == 0:
                progress(f"read back {done:,} of {len(expected):,} graphs")
    return found


def _words(mark: Fingerprint, there: Fingerprint) -> str:
    if not mark.triples:
        return f"{there.triples:,} triples there, where we have none"
    if there.triples != mark.triples:
        return f"{there.triples:,} triples there, {mark.triples:,} here"
    return f"{mark.triples:,} triples on both sides, and they are not the same"


def check_queries(
    remote: Remote,
    source: Source,
    asked: Iterable[Question],
    *,
    own_graphs: Sequence[Graph] | None,
    named_there: Sequence[str],
    others: int,
    progress: Callable[[str], None],
) -> tuple[list[QueryProof], list[Difference]]:
    """`own_graphs` and `named_there` narrow the data set of a side; without them it is all.
    `others` is the number of graphs there that then count as well and are not ours.
    """
    proofs: list[QueryProof] = []
    differences: list[Difference] = []
    for question in asked:
        progress(f"asking {question.name} on both sides")
        solutions = ask_own(source, question.sparql, own_graphs)
        names = [variable.value for variable in solutions.variables]
        here = rows_of(solutions, names)
        try:
            with remote.rows(question.sparql, named_there, QUERY_RETRIES) as (other, found):
                there = rows_of(found, other)
        except NetworkError as error:
            # The graphs could be read, so the server is there: it is this query that failed.
            differences.append(Difference(question.name, f"no rows from there: {error}"))
            proofs.append(QueryProof(question.name, question.values, here.count, False))
            continue
        same = sorted(names) == sorted(other) and here == there
        proofs.append(QueryProof(question.name, question.values, here.count, same))
        if not same:
            rows = f"{there.count:,} rows there, {here.count:,} here"
            if here.count == there.count:
                rows = f"{here.count:,} rows on both sides, and they are not the same"
            if others:
                rows += f" ({others:,} graphs of others were asked there, too)"
            differences.append(Difference(question.name, rows))
    return proofs, differences
