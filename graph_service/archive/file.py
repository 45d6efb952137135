"""The archive's one file: made, opened, brought to the present format, copied, checked.

Owns the schema, the transactions, and the words for what SQLite cannot do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from graph_service.errors import StoreError

_VERSION = 3
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
_TOMBSTONES = """
CREATE TABLE IF NOT EXISTS tombstones (
    article TEXT PRIMARY KEY, reason TEXT NOT NULL, day TEXT NOT NULL, lifted TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS withdrawn_texts (
    text_hash TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (text_hash, article)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS withdrawn_statements (
    id TEXT PRIMARY KEY, article TEXT NOT NULL
) WITHOUT ROWID;
CREATE VIEW IF NOT EXISTS standing AS SELECT * FROM articles a WHERE NOT EXISTS (
    SELECT 1 FROM tombstones t WHERE t.article = a.key AND t.lifted IS NULL
);
"""
"""New in format 2. `standing`: articles that are not withdrawn. A lifted tombstone stays."""


_DECISIONS = """
CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, things TEXT NOT NULL,
    by_whom TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, link TEXT
);
CREATE TABLE IF NOT EXISTS said (
    id TEXT PRIMARY KEY, article TEXT NOT NULL, words TEXT NOT NULL, speaker TEXT NOT NULL,
    since TEXT NOT NULL, gone TEXT, successor TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS said_in ON said (article);
CREATE INDEX IF NOT EXISTS said_before ON said (gone) WHERE gone IS NOT NULL;
"""
"""New in format 3: the log of curation, and the ledger of statements."""
_STEPS = (_SCHEMA, _TOMBSTONES, _DECISIONS)
"""What each format added, in order."""


class ArchiveFile:
    """Use as a context manager. One thread at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path

    @classmethod
    def open(cls, home: Path, *, create: bool = True) -> Self:
        """Raises StoreError where there is none (and `create` is false) or it cannot be used."""
        path = home / "archive.sqlite"
        if not create and not path.exists():
            raise StoreError(
                "There is no archive here yet", where=str(home), do="Run `communique ingest` first."
            )
        with translated(path):
            if create:
                home.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
            db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            try:
                prepare(db, path)
            except BaseException:
                db.close()
                raise
        return cls(db, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is noted inside is kept if the block ends well, and nothing of it otherwise."""
        with self._transaction():
            yield

    def copy_to(self, path: Path) -> None:
        """A whole copy of this moment in one new file, private to its owner."""
        with translated(path):
            path.touch(mode=0o600, exist_ok=False)
            with closing(sqlite3.connect(path, isolation_level=None)) as copy:
                self._db.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, without companions

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file, in its words; nothing for a sound one."""
        with translated(self._path):
            rows = self._db.execute("PRAGMA integrity_check").fetchall()
        return [str(line) for (line,) in rows if line != "ok"]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._db.in_transaction:  # inside `together`
            yield
            return
        try:
            with translated(self._path):
                self._db.execute("BEGIN IMMEDIATE")
            yield
            with translated(self._path):
                self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")
            raise


def prepare(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version < _VERSION:
        script = "".join(_STEPS[version:])
        db.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {_VERSION}; COMMIT;")
    elif version != _VERSION:
        raise StoreError(
            f"The archive has format {version}, this version reads {_VERSION}",
            where=str(path),
            do="Use the version that made it.",
        )


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@contextmanager
def translated(path: Path) -> Iterator[None]:
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
