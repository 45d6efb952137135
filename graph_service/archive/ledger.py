"""Every source document as it came, every version of an article, and the quarantine.

Owns home/archive.sqlite, private to its owner. The graph can be made again from
it. Nothing here is ever deleted: a changed text is a further version, and an article
that is withdrawn stays behind its tombstone, unseen by `article`, `articles` and `text`.

Order of writing (ingest): the article goes in here first, then its graph into
the store, then `settle` notes what the store holds. A kill in between leaves an
article that is archived and not settled; the next run does it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_service.archive.decisions import Decisions
from graph_service.archive.file import now, translated
from graph_service.archive.said import Held, Said
from graph_service.archive.tombstones import Tombstones
from graph_service.model import Article


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
    said: tuple[Held, ...] | None = None
    """What the graph now holds, for the ledger of statements; None leaves that as it is."""


class Archive(Tombstones, Decisions, Said):
    """Use as a context manager. One thread at a time."""

    def take_in(self, article: Article) -> Taken:
        """Keep the article, durably, before anything is made of it.

        A text or metadata not seen before is a new version; the version that
        came last is the current one. An article already current costs no write.
        """
        metadata = _metadata(article)
        with translated(self._path):
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
        today = now()
        with translated(self._path), self._transaction():
            for done in articles:
                self._db.execute(
                    "UPDATE articles SET settled = ?, statements = ? WHERE key = ?",
                    (done.marker, done.statements, done.key),
                )
                if done.said is not None:
                    self.hold(done.key, done.said, self._taken_in(done.key))
                since = dict(
                    self._db.execute(
                        "SELECT id, since FROM quarantine WHERE article = ?", (done.key,)
                    ).fetchall()
                )
                self._db.execute("DELETE FROM quarantine WHERE article = ?", (done.key,))
                self._db.executemany(
                    "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?)",
                    [
                        (done.key, e.id, e.reason, _json(e.body), since.get(e.id, today))
                        for e in done.quarantined
                    ],
                )

    def _taken_in(self, key: str) -> str:
        """When the current version of an article came first."""
        row = self._db.execute(
            "SELECT v.taken_in FROM versions v JOIN articles a ON a.key = v.key"
            " AND a.current = v.version WHERE v.key = ?",
            (key,),
        ).fetchone()
        return str(row[0]) if row else now()

    def key_of(self, name: str) -> str | None:
        """The key of the article with this key or URL, withdrawn or not."""
        with translated(self._path):
            row = self._db.execute(
                "SELECT key FROM articles WHERE key = ? OR identity = ?", (name, name)
            ).fetchone()
        return str(row[0]) if row else None

    def keys(self) -> list[str]:
        """Of every article that is not withdrawn, sorted."""
        with translated(self._path):
            rows = self._db.execute("SELECT key FROM standing ORDER BY key")
            return [str(key) for (key,) in rows]

    def notes(self) -> Iterator[tuple[str, Taken, bool]]:
        """Key, place, and whether all of it is in quarantine, of every article not withdrawn."""
        with translated(self._path):
            rows = self._db.execute(
                "SELECT key, current, settled, statements, EXISTS (SELECT 1 FROM quarantine q"
                " WHERE q.article = a.key AND q.id = a.key) FROM standing a ORDER BY key"
            )
            for key, current, settled, statements, whole in rows:
                yield key, Taken(current, settled, statements), bool(whole)

    def quarantined_articles(self) -> list[str]:
        """Keys of the articles of which anything is in quarantine."""
        with translated(self._path):
            rows = self._db.execute("SELECT DISTINCT article FROM quarantine ORDER BY article")
            return [str(key) for (key,) in rows]

    def move_store(self, before: str, after: str) -> None:
        """The notes of what the store holds are true of a copy of it with another token."""
        with translated(self._path), self._transaction():
            self._db.execute(
                "UPDATE articles SET settled = replace(settled, ?, ?)",
                (f" {before} ", f" {after} "),
            )

    def quarantined(self, key: str | None = None) -> Iterator[Entry]:
        """What is in quarantine, of one article or of all, in order of article and id."""
        with translated(self._path):
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
        """An article's current version; None for one that is withdrawn."""
        with translated(self._path):
            row = self._db.execute(
                f"{_SELECT} JOIN standing a ON a.key = v.key AND a.current = v.version"
                " WHERE v.key = ?",
                (key,),
            ).fetchone()
            return _article(row) if row else None

    def articles(self) -> Iterator[Article]:
        """The current version of every article that is not withdrawn, by key."""
        with translated(self._path):
            rows = self._db.execute(
                f"{_SELECT} JOIN standing a ON a.key = v.key AND a.current = v.version"
                " ORDER BY v.key"
            )
            for row in rows:
                yield _article(row)

    def versions(self, key: str) -> list[Version]:
        """All that were ever taken in of an article, oldest first."""
        with translated(self._path):
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
            (article.key, version, article.id, article.text_hash, metadata, _hash(raw), now()),
        )
        return int(version)


_SELECT = (
    "SELECT v.name, v.metadata, t.body, r.body, v.version, v.taken_in FROM versions v"
    " JOIN documents t ON t.hash = v.text_hash JOIN documents r ON r.hash = v.raw"
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
