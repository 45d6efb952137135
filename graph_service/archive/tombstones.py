"""Articles that were withdrawn: what they were, why and when, and that they may not return.

Owns the tombstones. Taking the graph out of the store is `upkeep.withdraw`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_service.archive.file import ArchiveFile, now, translated
from graph_service.model import Article


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An article that was withdrawn."""

    article: str
    reason: str
    day: str
    """UTC, ISO 8601: when it was taken out."""
    text_hashes: tuple[str, ...]
    """Of every version it had; the same text is refused under any URL."""


class Tombstones(ArchiveFile):
    """The part of `Archive` that knows what was taken out."""

    def withdraw(self, key: str, reason: str, statements: Iterable[str]) -> None:
        """Put up the tombstone; `statements` are the ids that go. Done again it changes nothing,
        but adds ids.
        """
        with translated(self._path), self._transaction():
            self._db.execute(
                "INSERT INTO tombstones VALUES (?, ?, ?, NULL) ON CONFLICT (article) DO UPDATE"
                " SET reason = excluded.reason, day = excluded.day, lifted = NULL"
                " WHERE lifted IS NOT NULL",
                (key, reason, now()),
            )
            self._db.execute(
                "INSERT OR IGNORE INTO withdrawn_texts"
                " SELECT text_hash, key FROM versions WHERE key = ?",
                (key,),
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO withdrawn_statements VALUES (?, ?)",
                [(statement, key) for statement in statements],
            )
            self._db.execute(
                "UPDATE articles SET settled = NULL, statements = 0 WHERE key = ?", (key,)
            )
            self._db.execute("DELETE FROM quarantine WHERE article = ?", (key,))
            self._db.execute(
                "UPDATE said SET gone = ?, successor = NULL WHERE article = ? AND gone IS NULL",
                (now(), key),
            )

    def lift(self, key: str) -> None:
        """Let a withdrawn article in again; the tombstone stays, as lifted today."""
        with translated(self._path), self._transaction():
            self._db.execute("UPDATE tombstones SET lifted = ? WHERE article = ?", (now(), key))
            self._db.execute("DELETE FROM withdrawn_statements WHERE article = ?", (key,))

    def tombstone(self, key: str) -> Tombstone | None:
        """Of an article that is withdrawn now."""
        with translated(self._path):
            row = self._db.execute(
                "SELECT reason, day FROM tombstones WHERE lifted IS NULL AND article = ?", (key,)
            ).fetchone()
            if row is None:
                return None
            texts = self._db.execute(
                "SELECT text_hash FROM withdrawn_texts WHERE article = ? ORDER BY 1", (key,)
            ).fetchall()
        return Tombstone(key, row[0], row[1], tuple(text for (text,) in texts))

    def withdrawn_statement(self, id: str) -> Tombstone | None:  # noqa: A002
        """What a statement went with, where it is known as withdrawn."""
        return self._of("SELECT article FROM withdrawn_statements WHERE id = ?", id)

    def refusal(self, article: Article) -> Tombstone | None:
        """Why this article may not come in: it is withdrawn, or its text is another's that is.

        An article that was in here with that text before stays welcome: only one is withdrawn.
        """
        return self.tombstone(article.key) or self._of(
            "SELECT w.article FROM withdrawn_texts w JOIN tombstones t ON t.article = w.article"
            " WHERE w.text_hash = ? AND t.lifted IS NULL AND NOT EXISTS (SELECT 1 FROM versions v"
            " WHERE v.text_hash = w.text_hash AND v.key = ?) ORDER BY w.article",
            article.text_hash,
            article.key,
        )

    def tombstones(self) -> list[Tombstone]:
        """All that are not lifted, by article."""
        with translated(self._path):
            rows = self._db.execute("SELECT article FROM tombstones ORDER BY article").fetchall()
        return [stone for (key,) in rows if (stone := self.tombstone(key))]

    def _of(self, which: str, *values: str) -> Tombstone | None:
        with translated(self._path):
            row = self._db.execute(which, values).fetchone()
        return self.tombstone(row[0]) if row else None

    def same_text(self, key: str) -> list[str]:
        """Other articles, not withdrawn, whose current text is one that this article had."""
        with translated(self._path):
            rows = self._db.execute(
                "SELECT DISTINCT a.key FROM standing a JOIN versions v ON v.key = a.key"
                " AND v.version = a.current WHERE a.key != ? AND v.text_hash IN"
                " (SELECT text_hash FROM versions WHERE key = ?) ORDER BY a.key",
                (key, key),
            )
            return [str(other) for (other,) in rows]
