"""The archive keeps what came, as it came, and forgets nothing."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from graph_service.archive import Archive, Entry, Settled
from graph_service.errors import StoreError
from graph_service.model import Article

FIRST = Article(
    text="One 🕊.",
    id="a.txt",
    url="https://news.example/1",
    publisher="Example",
    published=date(2022, 6, 15),
    title="T",
    language="en",
    extra=(("tags", '["a"]'),),
    raw=b"---\nx: 1\n---\nOne",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "home") as opened:
        yield opened


def test_what_goes_in_comes_out(archive: Archive) -> None:
    archive.take_in(FIRST)
    kept = archive.article(FIRST.key)
    assert kept == FIRST
    assert kept is not None
    assert kept.raw == FIRST.raw
    assert archive.text(FIRST.key) == FIRST.text
    assert list(archive.articles()) == [FIRST]
    assert archive.article("article-none") is None
    assert archive.text("article-none") is None


def test_versions(archive: Archive) -> None:
    from dataclasses import replace

    assert archive.take_in(FIRST).version == 1
    assert archive.take_in(FIRST).version == 1
    assert archive.take_in(replace(FIRST, id="copy.txt", raw=b"other")).version == 1, "same article"
    later = replace(FIRST, text="Two.", raw=b"Two.")
    assert archive.take_in(later).version == 2
    assert archive.take_in(replace(later, published=date(2022, 6, 16))).version == 3
    assert [v.article.text for v in archive.versions(FIRST.key)] == ["One 🕊.", "Two.", "Two."]
    assert archive.text(FIRST.key) == "Two."
    assert archive.take_in(FIRST).version == 1, "an old text again is current again"
    assert archive.text(FIRST.key) == FIRST.text
    assert len(archive.versions(FIRST.key)) == 3


def test_settle_notes_and_replaces_quarantine(archive: Archive) -> None:
    assert archive.take_in(FIRST).settled is None
    entries = (Entry(FIRST.key, "statement-1", "No speaker.", {"findings": ["No speaker."]}),)
    archive.settle([Settled(FIRST.key, "m1", 4, entries)])
    taken = archive.take_in(FIRST)
    assert (taken.settled, taken.statements) == ("m1", 4)
    (entry,) = archive.quarantined()
    assert entry.summary() == {
        "id": "statement-1",
        "article": FIRST.key,
        "reason": "No speaker.",
    }
    assert entry.whole()["findings"] == ["No speaker."]
    since = entry.since
    archive.settle([Settled(FIRST.key, "m2", 4, entries)])
    assert [e.since for e in archive.quarantined(FIRST.key)] == [since], "not younger by a rerun"
    archive.settle([Settled(FIRST.key, "m3", 5)])
    assert list(archive.quarantined()) == []


def test_a_failed_settle_leaves_all_as_it_was(archive: Archive) -> None:
    archive.take_in(FIRST)
    entry = Entry(FIRST.key, "statement-1", "R", {})
    archive.settle([Settled(FIRST.key, "m1", 1, (entry,))])
    with pytest.raises(StoreError):
        archive.settle([Settled(FIRST.key, "m2", 1, (entry, entry))])
    assert archive.take_in(FIRST).settled == "m1"
    assert len(list(archive.quarantined())) == 1
    archive.settle([Settled(FIRST.key, "m2", 1)])


def test_private_and_durable(tmp_path: Path, archive: Archive) -> None:
    path = tmp_path / "home" / "archive.sqlite"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert archive._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert archive._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_unusable_archives(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="communique ingest"):
        Archive.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        Archive.open(tmp_path / "file")
    (tmp_path / "archive.sqlite").write_bytes(b"not a database, " * 100)
    with pytest.raises(StoreError, match="damaged"):
        Archive.open(tmp_path)
    later = tmp_path / "later"
    Archive.open(later).close()
    with closing(sqlite3.connect(later / "archive.sqlite")) as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(StoreError, match="format 9"):
        Archive.open(later)


def test_half_a_surrogate_pair_is_kept(archive: Archive) -> None:
    odd = Article(text="a\ud83d")
    archive.take_in(odd)
    assert archive.text(odd.key) == odd.text
