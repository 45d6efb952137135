"""Every source document as it came, every version of an article, and the quarantine.

Owns home/archive.sqlite, private to its owner. The graph can be made again from
it. Nothing here is ever deleted by ingest: a changed text is a further version.

Order of writing (ingest): the article goes in here first, then its graph into
the store, then `settle` notes what the store holds. A kill in between leaves an
article that is archived and not settled; the next run does it again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graph_service.errors import StoreError
from graph_service.model import Article

_VERSION = 1
_SCHEMA = """
CREATE TABLE documents (hash TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    key TEXT PRIMARY KEY, identity TEXT NOT NULL, current INTEGER NOT NULL,
    settled TEXT, statements INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE versions (
    key TEXT NOT NULL, version INTEGER NOT NULL, name TEXT, text_hash TEXT NOT NULL,
    metadata TEXT NOT NULL, raw TEXT REFERENCES documents (hash),
    taken_in TEXT NOT NULL, PRIMARY KEY (key, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX same ON versions (key, text_hash, metadata);
CREATE TABLE quarantine (
    article TEXT NOT NULL, id TEXT NOT NULL, reason TEXT NOT NULL,
    body TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (article, id)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """An article's place in the archive."""

    version: int
    settled: str | None
    """What the store was last known to hold of it, see `settle`."""
    statements: int
    """How many statements that was."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in quarantine: a statement, or a whole article (then `id` is its key)."""

    article: str
    id: str
    reason: str
    body: dict[str, Any]
    """Findings, and the statement or article as extracted."""
    since: str = ""
    """UTC, ISO 8601."""

    def summary(self) -> dict[str, str]:
        return {"id": self.id, "article": self.article, "reason": self.reason}

    def whole(self) -> dict[str, Any]:
        return {**self.summary(), "since": self.since, **self.body}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, in the order they were taken in."""

    number: int
    article: Article
    taken_in: str
    """UTC, ISO 8601: the time that `as_of` compares."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one article: for `settle`."""

    key: str
    marker: str
    statements: int
    quarantined: tuple[Entry, ...] = ()


class Archive:
    """Use as a context manager. One thread at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path

    @classmethod
    def open(cls, home: Path, *, create: bool = True) -> Archive:
        """Raises StoreError where there is none (and `create` is false) or it cannot be used."""
        path = home / "archive.sqlite"
        if not create and not path.exists():
            raise StoreError(
                "There is no archive here yet", where=str(home), do="Run `communique ingest` first."
            )
        with _translated(path):
            if create:
                home.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            try:
                _prepare(db, path)
            except BaseException:
                db.close()
                raise
        return cls(db, path)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def take_in(self, article: Article) -> Taken:
        """Keep the article, durably, before anything is made of it.

        A text or metadata not seen before is a new version; the version that
        came last is the current one. An article already current costs no write.
        """
        metadata = _metadata(article)
        with _translated(self._path):
            row = self._db.execute(
                "SELECT a.current, a.settled, a.statements, v.version FROM articles a"
                " LEFT JOIN versions v ON v.key = a.key AND v.text_hash = ? AND v.metadata = ?"
                " WHERE a.key = ?",
                (article.text_hash, metadata, article.key),
            ).fetchone()
            if row and row[3] == row[0]:
                return Taken(row[0], row[1], row[2])
            with self._transaction():
                version = (row and row[3]) or self._add_version(article, metadata)
                self._db.execute(
                    "INSERT INTO articles (key, identity, current) VALUES (?, ?, ?)"
                    " ON CONFLICT (key) DO UPDATE SET current = excluded.current",
                    (article.key, article.identity, version),
                )
        return Taken(version, row[1] if row else None, row[2] if row else 0)

    def settle(self, articles: Iterable[Settled]) -> None:
        """Note what the store now holds, and replace these articles' quarantine, together."""
        now = _now()
        with _translated(self._path), self._transaction():
            for done in articles:
                self._db.execute(
                    "UPDATE articles SET settled = ?, statements = ? WHERE key = ?",
                    (done.marker, done.statements, done.key),
                )
                since = dict(
                    self._db.execute(
                        "SELECT id, since FROM quarantine WHERE article = ?", (done.key,)
                    ).fetchall()
                )
                self._db.execute("DELETE FROM quarantine WHERE article = ?", (done.key,))
                self._db.executemany(
                    "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?)",
                    [
                        (done.key, e.id, e.reason, _json(e.body), since.get(e.id, now))
                        for e in done.quarantined
                    ],
                )

    def quarantined(self, key: str | None = None) -> Iterator[Entry]:
        """What is in quarantine, of one article or of all, in order of article and id."""
        with _translated(self._path):
            rows = self._db.execute(
                "SELECT article, id, reason, body, since FROM quarantine"
                " WHERE ? IS NULL OR article = ? ORDER BY article, id",
                (key, key),
            )
            for article, name, reason, body, since in rows:
                yield Entry(article, name, reason, json.loads(body), since)

    def text(self, key: str) -> str | None:
        """The text of an article's current version."""
        article = self.article(key)
        return article.text if article else None

    def article(self, key: str) -> Article | None:
        """An article's current version."""
        with _translated(self._path):
            row = self._db.execute(
                f"{_SELECT} JOIN articles a ON a.key = v.key AND a.current = v.version"
                " WHERE v.key = ?",
                (key,),
            ).fetchone()
            return _article(row) if row else None

    def articles(self) -> Iterator[Article]:
        """Every article's current version, by key."""
        with _translated(self._path):
            rows = self._db.execute(
                f"{_SELECT} JOIN articles a ON a.key = v.key AND a.current = v.version"
                " ORDER BY v.key"
            )
            for row in rows:
                yield _article(row)

    def versions(self, key: str) -> list[Version]:
        """All that were ever taken in of an article, oldest first."""
        with _translated(self._path):
            rows = self._db.execute(f"{_SELECT} WHERE v.key = ? ORDER BY v.version", (key,))
            return [Version(row[4], _article(row), row[5]) for row in rows]

    def _add_version(self, article: Article, metadata: str) -> int:
        text = article.text.encode("utf-8", "surrogatepass")
        raw = text if article.raw is None else article.raw
        for body in {text, raw}:
            self._db.execute("INSERT OR IGNORE INTO documents VALUES (?, ?)", (_hash(body), body))
        (version,) = self._db.execute(
            "SELECT 1 + coalesce(max(version), 0) FROM versions WHERE key = ?", (article.key,)
        ).fetchone()
        self._db.execute(
            "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
            (article.key, version, article.id, article.text_hash, metadata, _hash(raw), _now()),
        )
        return int(version)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


_SELECT = (
    "SELECT v.name, v.metadata, t.body, r.body, v.version, v.taken_in FROM versions v"
    " JOIN documents t ON t.hash = v.text_hash JOIN documents r ON r.hash = v.raw"
)


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == 0:
        db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
    elif version != _VERSION:
        raise StoreError(
            f"The archive has format {version}, this version reads {_VERSION}",
            where=str(path),
            do="Use the version that made it.",
        )


def _metadata(article: Article) -> str:
    """All but text and name, in one form, so that equal metadata are equal texts."""
    return _json(
        {
            "url": article.url,
            "publisher": article.publisher,
            "date": article.published.isoformat() if article.published else None,
            "title": article.title,
            "language": article.language,
            "extra": dict(article.extra),
        }
    )


def _article(row: tuple[Any, ...]) -> Article:
    name, metadata, text, raw = row[:4]
    known = json.loads(metadata)
    return Article(
        text=text.decode("utf-8", "surrogatepass"),
        id=name,
        url=known["url"],
        publisher=known["publisher"],
        published=date.fromisoformat(known["date"]) if known["date"] else None,
        title=known["title"],
        language=known["language"],
        extra=tuple(known["extra"].items()),
        raw=raw,
    )


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"The archive cannot be used: {error}",
            where=str(path),
            do="Look for a full disk, missing rights, or a process that holds it.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"The archive is damaged: {error}", where=str(path), do="Restore it from a backup."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The archive cannot be made: {error.strerror or error}",
            where=str(path),
            do="Choose another --home, or give the user who runs this the right to write there.",
        ) from error
