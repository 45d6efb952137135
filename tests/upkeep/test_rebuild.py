"""A rebuild ends at the same quads, keeps what is not its own, and never shows half a store."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import StoreError, StoreLocked
from graph_service.export.run import Request, export
from graph_service.ingest import Steps, ingest
from graph_service.model import Article, Extraction
from graph_service.settings import Settings
from graph_service.store import home as store_home
from graph_service.store.base import Writer
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter
from graph_service.store.snapshots import current
from graph_service.upkeep.rebuild import rebuild
from graph_service.upkeep.retry import retry
from tests import ingest_steps as words
from tests.upkeep import steps


def canonical(settings: Settings, path: Path) -> bytes:
    export(settings, Request(canonical=True), path)
    return path.read_bytes()


def test_the_same_quads_and_the_same_notes(settings: Settings, tmp_path: Path) -> None:
    steps.add_own_graph(settings)
    before, notes = canonical(settings, tmp_path / "1.nq"), steps.settled(settings.home)
    assert b'"mine"' in before
    assert b'"default"' in before
    lines: list[str] = []
    done = rebuild(settings, lines.append, steps=words.steps)
    assert canonical(settings, tmp_path / "2.nq") == before
    assert steps.settled(settings.home) == notes
    assert (done.articles, done.statements, done.quarantined, done.carried) == (33, 126, 3, 1)
    assert "rebuilt 33 of 33 articles" in lines
    stores = [path.name for path in settings.home.glob("store*") if path.is_dir()]
    assert stores == [store_home.folder_in_use(settings.home)] == ["store-2"]
    rebuild(settings, steps=words.steps)
    assert canonical(settings, tmp_path / "3.nq") == before
    again = words.take([steps.article(number) for number in range(30)], settings)
    assert again.unchanged == 30


def test_after_a_lost_store(settings: Settings) -> None:
    before = words.dump(settings.home)
    shutil.rmtree(settings.home / "store")
    rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before


def test_a_damaged_store_says_the_way_out(settings: Settings) -> None:
    before = words.dump(settings.home)
    (settings.home / "store" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="move this folder away and run `communique rebuild`"):
        rebuild(settings, steps=words.steps)
    (settings.home / "store").rename(settings.home / "damaged")
    rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before


def test_another_extractor_gives_what_a_fresh_ingest_with_it_gives(
    settings: Settings, tmp_path: Path
) -> None:
    newer = partial(words.steps, version="2")
    rebuild(settings, steps=newer)
    fresh = settings.model_copy(update={"home": tmp_path / "fresh"})
    with Archive.open(settings.home) as archive:
        ingest(list(archive.articles()), fresh, steps=newer)
    assert words.dump(settings.home) == words.dump(fresh.home)
    assert ingest([steps.article(1)], settings, steps=newer).unchanged == 1


def failing(settings: Settings, writer: Writer, at: Article) -> Steps:
    made = words.steps(settings, writer, "2")

    def extract(article: Article) -> Extraction:
        if article == at:
            raise StoreError("The store cannot be written: No space left on device")
        return words.extract(article)

    return replace(made, extract=extract)


def test_what_fails_leaves_the_old_store(settings: Settings) -> None:
    before, notes = words.dump(settings.home), steps.settled(settings.home)
    snapshot = current(settings.home)
    with pytest.raises(StoreError, match="No space"):
        rebuild(settings, steps=partial(failing, at=steps.article(7)))
    assert words.dump(settings.home) == before
    assert steps.settled(settings.home) == notes
    assert current(settings.home) == snapshot
    assert [p.name for p in settings.home.glob("store*") if p.is_dir()] == ["store"]
    assert words.take([steps.article(1)], settings).unchanged == 1


@pytest.mark.parametrize("late", [False, True], ids=["before the file", "after the file"])
def test_an_error_at_the_switch(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """`late`: store.json is replaced, then the folder cannot be synced. The file decides."""
    before = words.dump(settings.home)
    save = store_home.Home.save

    def broken(home: store_home.Home) -> None:
        if late:
            save(home)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(store_home.Home, "save", broken)
        if late:
            rebuild(settings, steps=words.steps)
        else:
            with pytest.raises(StoreError, match="Input/output"):
                rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before
    assert len(steps.opens(settings)) == 33
    rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before


def test_cut_off_right_after_the_switch(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(BaseException):
        pass

    def cut(writer: OxigraphWriter, fresh: OxigraphWriter) -> None:
        switch(writer, fresh)
        raise Cut

    switch = OxigraphWriter.switch_to
    newer = partial(words.steps, version="2")
    with monkeypatch.context() as patch:
        patch.setattr(OxigraphWriter, "switch_to", cut)
        with pytest.raises(Cut):
            rebuild(settings, steps=newer)
    assert json.loads((settings.home / "store.json").read_text())["store"] == "store-2"
    report = ingest([steps.article(1)], settings, steps=newer)
    assert report.unchanged == 1, "the graph is there, though the archive did not note it"
    assert any('extractor> "2"' in line for line in words.dump(settings.home))


def test_an_empty_archive_does_not_empty_the_store(settings: Settings) -> None:
    before = words.dump(settings.home)
    for path in settings.home.glob("archive.sqlite*"):
        path.unlink()
    with pytest.raises(StoreError, match="no archive"):
        rebuild(settings, steps=words.steps)
    Archive.open(settings.home).close()
    with pytest.raises(StoreError, match="archive is empty"):
        rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before


def test_not_beside_another_writer(settings: Settings) -> None:
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    with pytest.raises(StoreLocked, match="is writing"):
        rebuild(settings, steps=words.steps)
    with pytest.raises(StoreLocked):
        retry(settings, steps=words.steps)
    writer.close()


def quiet(settings: Settings, writer: Writer) -> Steps:
    """A gate that lets all pass."""
    return replace(words.steps(settings, writer), check=lambda quads: ())


def test_retry_takes_quarantined_articles_alone(settings: Settings) -> None:
    assert retry(settings, steps=words.steps).quarantined == 3
    with Archive.open(settings.home) as archive:
        assert len(list(archive.quarantined())) == 3
    report = retry(settings, steps=quiet)
    assert (report.read, report.revised, report.quarantined) == (3, 3, 0)
    with Archive.open(settings.home) as archive:
        assert list(archive.quarantined()) == []
    assert len([line for line in words.dump(settings.home) if '"BAD"' in line]) == 3
    assert retry(settings, steps=quiet).read == 0


def test_the_real_steps(tmp_path: Path, settings: Settings) -> None:
    real = settings.model_copy(update={"home": tmp_path / "real"})
    text = "China said on Tuesday that sovereignty matters. The Kremlin said Putin agreed.\n"
    ingest([Article(text=text, url="https://news.example/1", publisher="The Example")], real)
    before = words.dump(real.home)
    assert rebuild(real).statements > 0
    assert words.dump(real.home) == before


def test_what_a_killed_rebuild_left_goes_when_somebody_writes(settings: Settings) -> None:
    (settings.home / "store-2").mkdir()
    (settings.home / "store-of-mine").mkdir()
    words.take([steps.article(1)], settings)
    found = sorted(path.name for path in settings.home.glob("store*") if path.is_dir())
    assert found == ["store", "store-of-mine"]
