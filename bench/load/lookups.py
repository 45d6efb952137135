"""Look-ups in a store: lists by the index and by SPARQL, the bounded queries, a page of records.

    python -m bench.load.lookups --home HOME [--index] [--no-sparql] [--results FILE]

CPU seconds in one process, the least of three (one where a single one takes over 5 s; a list
by SPARQL is stopped after 20 s). Lists: `store.lookup` against `statements-of-state` in
pyoxigraph, 50 statements, rows compared. The queries are `bench/endpoint/queries`. `--index`
makes the index first, and times it. `--serve`: pages of whole records as a running server gives
them, CPU seconds of all its processes.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
import urllib.request
from collections.abc import Callable, Sequence
from math import inf
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph

from bench.endpoint.peers import cpu as cpu_of
from bench.endpoint.peers import ours
from bench.report import machine, write
from graph_service.query.catalogue import load_catalogue
from graph_service.query.listing import QUERY
from graph_service.query.parameters import bind
from graph_service.query.run import page
from graph_service.query.statements import read_records
from graph_service.rdf.iris import Iris
from graph_service.store import index, snapshots
from graph_service.store.base import QueryResult
from graph_service.store.lookup import Given, look_up

QUERIES = Path(__file__).resolve().parents[1] / "endpoint" / "queries"
IRIS = Iris("https://communique.example/")
LONG = 5.0
LIMIT = 20.0
PAGE = 50


def cases() -> dict[str, Given]:
    """Of the generator's world, seed 1, forty states."""
    node = f"{IRIS.ids}actor-x-"
    topic = "https://w3id.org/communique/topic/"
    state = [f"{node}beinkavia"]
    return {
        "the first page of all": {},
        "the newest": {"by_date": ["true"]},
        "a topic": {"topic": [f"{topic}ceasefire"]},
        "a state with its officials": {"actor": state},
        "a state, a topic, a year": {
            "actor": state,
            "topic": [f"{topic}sovereignty"],
            "after": ["2019-12-31"],
            "before": ["2021-01-01"],
        },
        "one speaker": {"speaker": [f"{node}ulmar-jaepporvath"]},
        "by way of an agency": {"according_to": [f"{node}beinkavia-news-agency"]},
        "a publisher": {"publisher": [f"{node}fervur-news-agency"]},
        "an act": {"act": ["https://w3id.org/communique/act/warn"]},
        "a day": {"on": ["2013-11-13"]},
        "words that are common": {"text": ["working group"]},
        "words that never occur": {"text": ["never said anywhere"]},
    }


def least(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU and wall seconds, and what the work gave."""
    found: list[tuple[float, float]] = []
    while len(found) < 3:
        wall, cpu = time.perf_counter(), time.process_time()
        given = work()
        found.append((time.process_time() - cpu, time.perf_counter() - wall))
        if found[-1][0] > LONG:
            break
    return min(cpu for cpu, _ in found), min(wall for _, wall in found), given


class InProcess:
    """A view without a pool: CPU seconds are those of this process."""

    def __init__(self, store: pyoxigraph.Store, snapshot: str) -> None:
        self._store, self.snapshot = store, snapshot

    def query(self, sparql: str, **_: Any) -> QueryResult:
        found = self._store.query(sparql)
        assert isinstance(found, pyoxigraph.QueryTriples)
        body = found.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        return QueryResult("graph", "application/n-triples", body)


class Unregistered:
    actor = staticmethod(lambda _: None)
    tenure = staticmethod(lambda _: None)


def by_sparql(path: str, given: Given) -> tuple[float, list[str]] | None:
    """CPU seconds and rows; None past the limit. In a process that can be ended."""
    here, there = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_asked, args=(path, given, there))
    child.start()
    there.close()
    try:
        found: tuple[float, list[str]] = here.recv()
        return found
    except EOFError:
        return None
    finally:
        child.join()


def _asked(path: str, given: Given, pipe: Connection) -> None:
    store = pyoxigraph.Store.read_only(path)
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (round(used + LIMIT), resource.RLIM_INFINITY))
    cpu, _, rows = least(lambda: sparql(store, given))
    pipe.send((cpu, rows))


def sparql(store: pyoxigraph.Store, given: Given) -> list[str]:
    values = {name: list(found) for name, found in given.items()}
    text = page(bind(load_catalogue()[QUERY], values, IRIS), PAGE)
    solutions = store.query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [row["statement"].value for row in solutions]


def report(home: Path, choice: argparse.Namespace) -> str:
    newest = snapshots.current(home)
    store = pyoxigraph.Store.read_only(str(newest.path))
    lines = []
    if choice.index:
        index.remove(home)
        cpu, wall = time.process_time(), time.perf_counter()
        made = index.rebuild(home, store, newest.id)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        size = (home / index.NAME).stat().st_size / 2**20
        lines.append(
            f"The index of {made.statements:,} statements was made in {cpu:.0f} CPU seconds "
            f"({wall:.0f} by the clock); it takes {size:.0f} MiB."
        )
    lines += ["", f"| list of {PAGE} | rows | index, CPU ms | SPARQL, CPU ms |"]
    lines.append("| --- | ---: | ---: | ---: |")
    first: Sequence[str] = []
    for name, given in cases().items():
        cpu, _, hits = least(
            lambda given=given: look_up(home, lambda: newest.id, given, PAGE, 0, seconds=60.0)
        )
        assert hits is not None, "the index is not of this snapshot"
        slow = ""
        if not choice.no_sparql:
            other = by_sparql(str(newest.path), given)
            slow = f"{other[0] * 1000:,.0f}" if other else f"over {LIMIT * 1000:,.0f}"
            assert other is None or other[1] == [hit.statement for hit in hits], name
        first = first or [IRIS.local(hit.statement) for hit in hits]
        lines.append(f"| {name} | {len(hits)} | {cpu * 1000:,.1f} | {slow} |")
        print(lines[-1], flush=True)
    view: Any = InProcess(store, newest.id)
    cpu, wall, records = least(lambda: read_records(view, first, Unregistered(), IRIS))
    lines += ["", f"A page of {len(records)} records read whole: {cpu * 1000:.0f} ms of CPU."]
    lines += ["", "| query in plain SPARQL | kind | rows | CPU ms | wall ms |"]
    lines.append("| --- | --- | ---: | ---: | ---: |")
    for path in sorted(QUERIES.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        cpu, wall, rows = least(lambda text=text: sum(1 for _ in store.query(text)))
        kind = text.split(None, 3)[2]
        lines.append(f"| {path.stem} | {kind} | {rows} | {cpu * 1000:,.1f} | {wall * 1000:,.0f} |")
        print(lines[-1], flush=True)
    return "\n".join([f"{machine()}.", "", *lines, ""])


PAGES = (
    "statements",
    "statements?sort=date",
    "statements?topic=ceasefire",
    "statements?act=warn&after=2019-12-31",
    "actors/actor-x-beinkavia/statements",
    "actors/actor-x-beinkavia/statements?topic=sovereignty&after=2019-12-31&before=2021-01-01",
    "statements?according_to=actor-x-beinkavia-news-agency",
    "statements?q=working+group",
)


def served(home: Path) -> str:
    lines = ["", "| page of 50 whole records over HTTP | records | CPU ms | wall ms |"]
    lines.append("| --- | ---: | ---: | ---: |")
    with ours(home) as server:
        for path in PAGES:
            address = f"{server.address}/api/v1/{path}"
            least_cpu = least_wall = inf
            for _ in range(4):  # the first is a warming up
                used, wall = cpu_of(server.pid), time.perf_counter()
                with urllib.request.urlopen(address) as answer:
                    count = len(json.load(answer)["statements"])
                least_wall = min(least_wall, time.perf_counter() - wall)
                least_cpu = min(least_cpu, cpu_of(server.pid) - used)
            row = f"| `{path}` | {count} | {least_cpu * 1000:.0f} | {least_wall * 1000:.0f} |"
            lines.append(row)
            print(row, flush=True)
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--index", action="store_true", help="make it, and time that")
    parser.add_argument("--no-sparql", action="store_true", help="lists by the index alone")
    parser.add_argument("--serve", action="store_true", help="over HTTP as well")
    parser.add_argument("--only-serve", action="store_true", help="over HTTP alone")
    parser.add_argument("--results", type=Path)
    choice = parser.parse_args()
    block = "" if choice.only_serve else report(choice.home, choice)
    if choice.serve or choice.only_serve:
        block += served(choice.home)
    print(block)
    if choice.results:
        write(block, choice.results)


if __name__ == "__main__":
    main()
