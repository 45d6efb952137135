"""The index: one SQLite file beside the store, a flat table of statements for look-ups.

    home/index.sqlite    what `queries/statements-of-state.rq` needs of every statement

Owns making it and keeping it up. It is disposable: it says of which snapshot it is, readers
use it for that one only and ask SPARQL otherwise, and it can be made again at any time. The
one writer brings it up to date after it published, only by the graphs that it changed; where
it does not know which (a writer was killed, a dump was loaded), all of it is made again when
the writer closes. Reading is `lookup`'s, the rows are `projection`'s.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Store

from graph_service.errors import StoreError
from graph_service.store.projection import broader_pairs, rejected, statements_in
from graph_service.store.snapshots import sync_folder

NAME: Final = "index.sqlite"
FORMAT: Final = "1"
"""Raised when the rows change; an index of another format is made again."""

_SCHEMA: Final = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE term (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE,
  irregular INTEGER NOT NULL, odd_words INTEGER NOT NULL);
CREATE TABLE statement (id INTEGER PRIMARY KEY, graph INTEGER NOT NULL, iri TEXT NOT NULL UNIQUE,
  speaker INTEGER NOT NULL, publisher INTEGER NOT NULL, article INTEGER NOT NULL,
  act INTEGER NOT NULL, quote_type TEXT NOT NULL, words TEXT NOT NULL, depth INTEGER NOT NULL,
  attitude INTEGER NOT NULL, earliest TEXT, latest TEXT);
CREATE TABLE side (kind TEXT NOT NULL, value INTEGER NOT NULL, statement INTEGER NOT NULL);
CREATE TABLE narrower (broader TEXT NOT NULL, narrower TEXT NOT NULL,
  PRIMARY KEY (broader, narrower)) WITHOUT ROWID;
CREATE TABLE rejected (iri TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_INDEXES: Final = """
CREATE INDEX by_depth ON statement (depth, latest DESC, iri, earliest, attitude, act);
CREATE INDEX by_date ON statement (latest DESC, iri, earliest, attitude, act, depth);
CREATE INDEX by_graph ON statement (graph);
CREATE INDEX by_article ON statement (article);
CREATE INDEX by_publisher ON statement (publisher);
CREATE INDEX by_speaker ON statement (speaker);
CREATE INDEX by_side ON side (kind, value, statement);
CREATE INDEX side_of ON side (statement);
CREATE INDEX strange ON graph (irregular, odd_words) WHERE irregular OR odd_words;
"""
_INSERT: Final = (
    "INSERT OR IGNORE INTO statement (graph, iri, speaker, publisher, article, act, quote_type,"
    " words, depth, attitude, earliest, latest) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
WAIT_SECONDS: Final = 2.0
"""So long a reader may wait for an index that was announced; see `announce`."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an index holds."""

    snapshot: str
    statements: int
    irregular: int
    """Graphs with statements that no row can stand for; the index is not used while there are."""


def snapshot_of(home: Path) -> str:
    """Id of the snapshot that the index is of; empty where there is none that can be used."""
    made = examine(home)
    return made.snapshot if made else ""


def examine(home: Path) -> Made | None:
    """What the index holds; None where there is none or it cannot be read."""
    path = home / NAME
    if not path.exists():
        return None
    # Without a log it is opened as a file that nobody writes: else the engine leaves files.
    how = "mode=ro" if path.with_name(f"{NAME}-wal").exists() else "mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as base:
            facts = _facts(base)
            if facts.get("format") != FORMAT:
                return None
            (statements,) = base.execute("SELECT COUNT(*) FROM statement").fetchone()
            (strange,) = base.execute("SELECT COUNT(*) FROM graph WHERE irregular").fetchone()
            return Made(facts.get("snapshot", ""), statements, strange)
    except sqlite3.Error:
        return None


def announce(home: Path, snapshot: str) -> None:
    """The writer will publish this and then bring the index up to it: readers wait for that,
    instead of asking the far slower way in between. Never raises.
    """
    with suppress(sqlite3.Error, OSError):
        if (home / NAME).exists():
            with _written(home) as base:
                fact = ("coming", f"{snapshot} {time.monotonic()}")
                base.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", fact)


def follow(
    home: Path,
    store: Store,
    before: str,
    now: str,
    changed: Iterable[NamedNode],
    spared: str | None = None,
) -> bool:
    """Bring the index of the snapshot `before` to `now` by the graphs that changed; else False.

    `spared`: further graphs may have changed, but none whose IRI begins so. `store` must
    hold what `now` shows. Never raises: an index that cannot be brought up stays at its
    snapshot, and so unused.
    """
    if not before:
        with suppress(StoreError):
            rebuild(home, store, now)
            return True
        return False
    if before.partition("-")[2] != now.partition("-")[2] or not (home / NAME).exists():
        return False  # another store has taken this one's place
    try:
        with _written(home) as base:
            facts = _facts(base)
            if (facts.get("format"), facts.get("snapshot")) != (FORMAT, before):
                return False
            terms: dict[str, int] = {}
            graphs = {*changed, *(_others(base, store, spared) if spared is not None else ())}
            for graph in sorted(graphs, key=lambda graph: graph.value):
                _forget(base, graph)
                _project(base, store, graph, terms)
            _finish(base, store, now)
    except (sqlite3.Error, OSError):
        return False
    return True


def rebuild(home: Path, store: Store, now: str) -> Made:
    """Make all of it again, beside the old one. Raises StoreError where it cannot be written."""
    fresh = home / f".{NAME}.new"
    try:
        fresh.unlink(missing_ok=True)  # a killed process left it
        with closing(sqlite3.connect(fresh, isolation_level=None)) as base:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
                base.execute(f"PRAGMA {pragma}")
            base.execute("BEGIN")
            _run(base, _SCHEMA)
            terms: dict[str, int] = {}
            for graph in store.named_graphs():
                _project(base, store, graph, terms)
            _finish(base, store, now)
            _run(base, _INDEXES)
            base.execute("COMMIT")
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        remove(home)  # with its log, which must never be taken for the new one's
        fresh.replace(home / NAME)
        sync_folder(home)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise StoreError(
            f"The index cannot be written: {error}",
            where=str(home / NAME),
            do="Make room, or look for missing rights. Without it look-ups are only slower.",
        ) from error
    made = examine(home)
    if made is None:
        raise StoreError("The index was written and cannot be read", where=str(home / NAME))
    return made


def remove(home: Path) -> None:
    """Forget it; nothing is lost by that."""
    for suffix in ("", "-wal", "-shm"):
        (home / (NAME + suffix)).unlink(missing_ok=True)


@contextmanager
def _written(home: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: whole or not at all."""
    with closing(sqlite3.connect(home / NAME, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("BEGIN IMMEDIATE")
        try:
            yield base
            base.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                base.execute("ROLLBACK")
            raise


def _run(base: sqlite3.Connection, lines: str) -> None:
    for line in lines.split(";\n"):
        base.execute(line)


def _facts(base: sqlite3.Connection) -> dict[str, str]:
    return dict(base.execute("SELECT name, value FROM fact"))


def _forget(base: sqlite3.Connection, graph: NamedNode) -> None:
    for (old,) in base.execute("SELECT id FROM graph WHERE iri = ?", (graph.value,)).fetchall():
        of = "(SELECT id FROM statement WHERE graph = ?)"
        base.execute(f"DELETE FROM side WHERE statement IN {of}", (old,))  # noqa: S608
        base.execute("DELETE FROM statement WHERE graph = ?", (old,))
        base.execute("DELETE FROM graph WHERE id = ?", (old,))


def _project(
    base: sqlite3.Connection, store: Store, graph: NamedNode | BlankNode, terms: dict[str, int]
) -> None:
    """Rows for what the graph's quads say now. `terms`: numbers that are known already."""
    number = 0
    irregular = odd_words = False
    for row in statements_in(store, graph):
        number = number or _added(
            base, "INSERT INTO graph (iri, irregular, odd_words) VALUES (?, 0, 0)", graph.value
        )
        if row is None:
            irregular = True
            continue
        nodes = (row.speaker, row.publisher, row.article, row.act)
        added = base.execute(
            _INSERT,
            (number, row.iri, *(_term(base, terms, iri) for iri in nodes), row.quote_type,
             row.words, row.depth, row.attitude, row.earliest, row.latest),
        )  # fmt: skip
        if not added.rowcount:  # the same statement in another graph
            irregular = True
            continue
        base.executemany(
            "INSERT INTO side (kind, value, statement) VALUES (?, ?, ?)",
            [(kind, _term(base, terms, iri), added.lastrowid) for kind, iri in row.sides],
        )
        odd_words = odd_words or row.odd_words
    if irregular or odd_words:
        base.execute(
            "UPDATE graph SET irregular = ?, odd_words = ? WHERE id = ?",
            (irregular, odd_words, number),
        )


def _term(base: sqlite3.Connection, known: dict[str, int], iri: str) -> int:
    """The number that stands for the IRI."""
    number = known.get(iri)
    if number is None:
        found = base.execute("SELECT id FROM term WHERE iri = ?", (iri,)).fetchone()
        number = found[0] if found else _added(base, "INSERT INTO term (iri) VALUES (?)", iri)
        known[iri] = number
    return number


def _added(base: sqlite3.Connection, sql: str, iri: str) -> int:
    return int(base.execute(sql, (iri,)).lastrowid or 0)


def _others(base: sqlite3.Connection, store: Store, spared: str) -> Iterator[NamedNode]:
    """The graphs, there now or indexed before, whose IRIs do not begin so."""
    for (iri,) in base.execute("SELECT iri FROM graph").fetchall():
        if not iri.startswith(spared):
            yield NamedNode(iri)
    for graph in store.named_graphs():
        if isinstance(graph, NamedNode) and not graph.value.startswith(spared):
            yield graph


def _finish(base: sqlite3.Connection, store: Store, now: str) -> None:
    """What is of no one article, and last the name of the snapshot."""
    tables: dict[str, list[tuple[str, ...]]] = {
        "narrower": sorted(broader_pairs(store)),
        "rejected": sorted((iri,) for iri in rejected(store)),
    }
    for table, rows in tables.items():  # written only where they changed: that is seldom
        if sorted(base.execute(f"SELECT * FROM {table}")) != rows:  # noqa: S608 - names of ours
            base.execute(f"DELETE FROM {table}")  # noqa: S608
            marks = {"narrower": "?, ?", "rejected": "?"}[table]
            base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    facts = [("format", FORMAT), ("snapshot", now)]
    base.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", facts)
