"""What is withdrawn is out of every snapshot to come, and does not come back by accident."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import BadValue, StoreError, StoreLocked, UnknownName
from graph_service.model import Article
from graph_service.settings import Settings, load_settings
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter
from graph_service.upkeep.rebuild import rebuild
from graph_service.upkeep.withdraw import withdraw
from tests import ingest_steps as words
from tests.upkeep import steps

GONE = steps.article(3)


def test_it_leaves_the_snapshot_and_a_tombstone(settings: Settings) -> None:
    before = words.dump(settings.home)
    assert any(GONE.key in line for line in before)
    done = withdraw(GONE.url or "", "The court asked.", settings)
    after = words.dump(settings.home)
    assert after == [line for line in before if f"graph/{GONE.key}>" not in line]
    assert done.statements == 4
    with Archive.open(settings.home) as archive:
        stone = archive.tombstone(GONE.key)
        assert stone == done.tombstone
        assert stone is not None
        assert (stone.reason, stone.text_hashes) == ("The court asked.", (GONE.text_hash,))
        for statement in words.extract(GONE).statements:
            assert archive.withdrawn_statement(statement.id) == stone
        assert archive.withdrawn_statement(words.extract(steps.article(4)).statements[0].id) is None
        assert archive.text(GONE.key) is None
        assert archive.article(GONE.key) is None
        assert GONE.key not in [one.key for one in archive.articles()]
        assert len(archive.versions(GONE.key)) == 1, "the private archive forgets nothing"


def test_by_id_and_by_iri_and_twice(settings: Settings) -> None:
    first = withdraw(GONE.key, "once", settings)
    again = withdraw(f"{settings.base_iri}id/{GONE.key}", "twice", settings)
    assert again.tombstone == first.tombstone, "the first reason and day stay"
    other = steps.article(4).key
    assert withdraw(f"{settings.base_iri}graph/{other}", "R", settings).tombstone.article == other


def test_unknown_articles_and_empty_reasons(settings: Settings) -> None:
    with pytest.raises(UnknownName, match="Did you mean article-"):
        withdraw(GONE.key[:-1] + "x", "R", settings)
    with pytest.raises(UnknownName):
        withdraw("https://news.example/never", "R", settings)
    with pytest.raises(BadValue, match="reason"):
        withdraw(GONE.key, " ", settings)
    with Archive.open(settings.home) as archive:
        assert archive.tombstones() == []


def test_the_same_text_is_refused_until_forced(settings: Settings) -> None:
    before = words.dump(settings.home)
    withdraw(GONE.key, "The court asked.", settings)
    without = words.dump(settings.home)
    elsewhere = Article(text=GONE.text, url="https://copy.example/1")
    lines: list[str] = []
    report = words.take([GONE, elsewhere, steps.article(4)], settings, lines)
    assert (report.read, report.withdrawn, report.unchanged) == (1, 2, 1)
    assert "The court asked." in lines[0]
    assert words.dump(settings.home) == without
    changed = words.take([steps.article(3, "another text under that URL")], settings)
    assert changed.withdrawn == 1, "a revision is no way around a withdrawal"
    report = words.ingest([GONE], settings, steps=words.steps, force=True)
    assert (report.new, report.withdrawn) == (1, 0)
    assert words.dump(settings.home) == before
    assert words.take([GONE], settings).unchanged == 1, "let in once, it is in"
    with Archive.open(settings.home) as archive:
        assert archive.tombstones() == []
        assert archive.withdrawn_statement(words.extract(GONE).statements[0].id) is None


def test_an_article_with_the_same_text_stays_and_is_named(settings: Settings) -> None:
    copy = Article(text=GONE.text, url="https://copy.example/1", published=None)
    words.take([copy], settings)
    done = withdraw(GONE.key, "R", settings)
    assert done.same_text == (copy.key,)
    report = words.take([copy, GONE], settings)
    assert (report.unchanged, report.withdrawn) == (1, 1)


def test_a_rebuild_does_not_bring_it_back(settings: Settings) -> None:
    withdraw(GONE.key, "R", settings)
    before = words.dump(settings.home)
    rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before


def test_cut_off_after_the_tombstone(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("The store cannot be written: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(OxigraphWriter, "remove_graph", full)
        with pytest.raises(StoreError, match="No space"):
            withdraw(GONE.key, "R", settings)
    assert words.take([GONE], settings).withdrawn == 1, "refused already"
    withdraw(GONE.key, "R", settings)
    assert not any(f"graph/{GONE.key}>" in line for line in words.dump(settings.home))


def test_not_beside_another_writer_and_not_without_a_home(
    settings: Settings, tmp_path: Path
) -> None:
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    with pytest.raises(StoreLocked):
        withdraw(GONE.key, "R", settings)
    writer.close()
    nowhere = load_settings(home=tmp_path / "nowhere")
    with pytest.raises(StoreError, match="no archive"):
        withdraw(GONE.key, "R", nowhere)
    assert not nowhere.home.exists()


def test_its_quarantine_goes_with_it(settings: Settings) -> None:
    loud = steps.article(40).key
    withdraw(loud, "R", settings)
    with Archive.open(settings.home) as archive:
        assert list(archive.quarantined(loud)) == []
        assert len(list(archive.quarantined())) == 2


def test_an_archive_of_format_1_is_brought_along(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.home / "archive.sqlite")) as db:
        db.executescript(
            "DROP VIEW standing; DROP TABLE tombstones; DROP TABLE withdrawn_texts;"
            "DROP TABLE withdrawn_statements; PRAGMA user_version = 1;"
        )
    assert words.take([GONE], settings).unchanged == 1
    withdraw(GONE.key, "R", settings)
    with Archive.open(settings.home) as archive:
        assert archive.article(GONE.key) is None
        assert len(archive.keys()) == 32
