"""A backup stands by itself; a home is restored from a whole one only."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.archive import Archive
from graph_service.errors import StoreError, StoreLocked
from graph_service.settings import Settings, load_settings
from graph_service.store.oxigraph import OxigraphStore
from graph_service.upkeep import backup as module
from graph_service.upkeep.backup import back_up, restore
from graph_service.upkeep.withdraw import withdraw
from tests import ingest_steps as words
from tests.upkeep import steps


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Path:
    steps.add_own_graph(settings)
    withdraw(steps.article(3).key, "The court asked.", settings)
    back_up(settings, tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def other(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "other")


def test_there_and_back(settings: Settings, kept: Path, other: Settings) -> None:
    expected = words.dump(settings.home)
    with Archive.open(settings.home) as archive:
        quarantine = list(archive.quarantined())
    shutil.rmtree(settings.home)
    restore(other, kept)
    assert words.dump(other.home) == expected
    with Archive.open(other.home, create=False) as archive:
        assert list(archive.quarantined()) == quarantine
        assert [stone.reason for stone in archive.tombstones()] == ["The court asked."]
    again = words.take([steps.article(number) for number in range(30)], other)
    assert (again.unchanged, again.withdrawn) == (29, 1)
    assert words.take([steps.article(99)], other).new == 1


def test_the_two_homes_share_no_snapshot_id(
    settings: Settings, kept: Path, other: Settings
) -> None:
    """A cache that knows a snapshot by its id would mix them up."""
    restore(other, kept)
    ids = []
    for each in (settings, other):
        words.take([steps.article(77, str(each.home))], each)
        ids.append(words.current(each.home).id)
    assert ids[0] != ids[1]
    assert ids[0].partition("-")[2] != ids[1].partition("-")[2]
    token = ids[1].partition("-")[2]
    with Archive.open(other.home) as archive:
        assert {f" {token} " in (taken.settled or "") for _, taken, _ in archive.notes()} == {True}


def test_it_is_private_and_has_no_bytes_in_common_with_the_store(
    settings: Settings, kept: Path
) -> None:
    files = [path for path in kept.rglob("*") if path.is_file()]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert {path.stat().st_nlink for path in files} == {1}
    assert json.loads((kept / "manifest.json").read_text())["articles"] == 32
    assert [path.name for path in kept.parent.iterdir() if "partial" in path.name] == []


def cut_a_file(kept: Path) -> None:
    path = next((kept / "store").glob("*.sst"))
    path.write_bytes(path.read_bytes()[:-1])


def turn_a_byte(kept: Path) -> None:
    data = bytearray((kept / "archive.sqlite").read_bytes())
    data[len(data) // 2] ^= 1
    (kept / "archive.sqlite").write_bytes(data)


def lose_a_file(kept: Path) -> None:
    next((kept / "store").glob("*.sst")).unlink()


def lose_the_manifest(kept: Path) -> None:
    (kept / "manifest.json").unlink()


def break_the_manifest(kept: Path) -> None:
    (kept / "manifest.json").write_text('{"format": 1, "fil')


def _edit(kept: Path, change: Callable[[dict[str, object]], object]) -> None:
    content = json.loads((kept / "manifest.json").read_text())
    change(content)
    (kept / "manifest.json").write_text(json.dumps(content))


def lead_outside(kept: Path) -> None:
    file = {"size": 0, "sha256": "0"}
    _edit(kept, lambda content: content["files"].update({"../../evil": file}))  # type: ignore[attr-defined]


def forget_the_archive(kept: Path) -> None:
    _edit(kept, lambda content: content["files"].pop("archive.sqlite"))  # type: ignore[attr-defined]


def come_from_tomorrow(kept: Path) -> None:
    _edit(kept, lambda content: content.update(format=2))


@pytest.mark.parametrize(
    ("spoil", "words_"),
    [
        (cut_a_file, "not as it was written"),
        (turn_a_byte, "archive.sqlite is not as it was written"),
        (lose_a_file, "is missing"),
        (lose_the_manifest, "has no manifest.json"),
        (break_the_manifest, "cannot be read"),
        (lead_outside, "lies outside"),
        (forget_the_archive, "names no archive"),
        (come_from_tomorrow, "another version"),
    ],
)
def test_a_spoilt_backup_restores_nothing(
    kept: Path, other: Settings, spoil: Callable[[Path], None], words_: str
) -> None:
    spoil(kept)
    with pytest.raises(StoreError, match=words_):
        restore(other, kept)
    assert not other.home.exists()
    assert [path for path in kept.parent.iterdir() if path.name.startswith(".")] == []


def test_where_something_is_nothing_is_overwritten(
    settings: Settings, kept: Path, other: Settings, tmp_path: Path
) -> None:
    before = words.dump(settings.home)
    with pytest.raises(StoreError, match=r"not empty.*move this one away"):
        restore(settings, kept)
    assert words.dump(settings.home) == before
    with pytest.raises(StoreError, match="not empty"):
        back_up(settings, kept)
    with pytest.raises(StoreError, match="cannot lie in the home"):
        back_up(settings, settings.home / "kept")
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="no folder"):
        back_up(settings, tmp_path / "file")
    other.home.mkdir()
    restore(other, kept)
    assert words.dump(other.home) == before, "an empty folder will do"


def test_the_base_iri_must_be_the_backups(kept: Path, tmp_path: Path) -> None:
    foreign = load_settings(home=tmp_path / "f", base_iri="https://other.example/")
    with pytest.raises(StoreError, match="COMMUNIQUE_BASE_IRI="):
        restore(foreign, kept)
    assert not foreign.home.exists()


def test_not_beside_a_writer(settings: Settings, tmp_path: Path) -> None:
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    with pytest.raises(StoreLocked, match="is writing"):
        back_up(settings, tmp_path / "b")
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_what_fails_leaves_nothing_and_what_was_killed_is_cleared(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    left = tmp_path / ".b.partial-killed"
    left.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(module, "copy_file", full)
        with pytest.raises(StoreError, match="No space"):
            back_up(settings, tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    back_up(settings, tmp_path / "b")
