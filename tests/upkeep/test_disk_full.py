"""A full disk at each place that writes: a clear StoreError, nothing acknowledged lost, and
the same command ends it once there is room. (`bench/ingest/disk_full.py` does it for real.)
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph_service.archive import Archive
from graph_service.cli.exits import STORE, exit_code
from graph_service.errors import StoreError
from graph_service.settings import Settings, load_settings
from graph_service.store import snapshots
from graph_service.store.oxigraph import OxigraphWriter
from graph_service.upkeep import folders
from graph_service.upkeep.backup import back_up, restore
from graph_service.upkeep.rebuild import rebuild
from tests import ingest_steps as words
from tests.upkeep import steps

MANY = [steps.article(number) for number in range(40)]
Patch = pytest.MonkeyPatch


def _enospc(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _after(count: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """The real function so many times, and a full disk from then on."""
    left = count

    def function(*arguments: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            _enospc()
        return real(*arguments, **named)

    return function


def engine(patch: Patch, after: int) -> None:
    """The store's own writes, each of which the engine refuses as it does on a full disk."""

    class Full:
        def __init__(self, store: Any) -> None:
            self.real = store
            self.left = after

        def extend(self, *quads: Any) -> None:
            self.write("extend", *quads)

        def update(self, *text: Any) -> None:
            self.write("update", *text)

        def bulk_extend(self, *quads: Any) -> None:
            self.write("bulk_extend", *quads)

        def write(self, name: str, *what: Any) -> None:
            self.left -= 1
            if self.left < 0:
                _enospc()
            getattr(self.real, name)(*what)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.real, name)

    began = OxigraphWriter.__init__
    patch.setattr(
        OxigraphWriter, "__init__", lambda self, home, store: began(self, home, Full(store))
    )


def checkpoint(patch: Patch, after: int) -> None:
    """A checkpoint, cut off when part of it is there."""

    def half(self: OxigraphWriter, folder: Path) -> None:
        folder.mkdir()
        (folder / "000001.sst").write_bytes(b"half")
        _enospc()

    patch.setattr(OxigraphWriter, "_backup", _after_method(after, OxigraphWriter._backup, half))


def _after_method(count: int, real: Any, then: Any) -> Any:
    left = count

    def method(self: Any, *arguments: Any) -> Any:
        nonlocal left
        left -= 1
        return (real if left >= 0 else then)(self, *arguments)

    return method


def pointer(patch: Patch, after: int) -> None:
    """The small file that names the newest checkpoint."""
    patch.setattr(snapshots, "write_durably", _after(after, snapshots.write_durably))


def flush(patch: Patch, after: int) -> None:
    """The engine's buffers, emptied after so many quads, here after each write."""

    class Full:
        def __init__(self, store: Any) -> None:
            self.real = store
            self.flush = _after(after, store.flush)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.real, name)

    began = OxigraphWriter.__init__
    patch.setattr("graph_service.store.oxigraph.FLUSH_QUADS", 1)
    patch.setattr(
        OxigraphWriter, "__init__", lambda self, home, store: began(self, home, Full(store))
    )


def archive(patch: Patch, after: int) -> None:
    """SQLite itself, at its own limit of pages."""
    opened = Archive.open.__func__  # type: ignore[attr-defined]

    def limited(cls: Any, home: Path, **named: Any) -> Any:
        made = opened(cls, home, **named)
        (pages,) = made._db.execute("PRAGMA page_count").fetchone()
        made._db.execute(f"PRAGMA max_page_count = {pages + after}")
        return made

    patch.setattr(Archive, "open", classmethod(limited))


@contextmanager
def full(place: Callable[[Patch, int], None], after: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        place(patch, after)
        with pytest.raises(StoreError) as caught:
            yield
    found: BaseException | None = caught.value
    while found is not None:  # frames that hold the store would keep it open
        found = found.with_traceback(None).__context__
    message = str(caught.value)
    assert any(word in message for word in ("No space left", "disk is full")), message
    assert caught.value.where, "where"
    assert caught.value.do, "what to do"
    assert exit_code(caught.value) == STORE


@pytest.mark.parametrize(
    ("place", "after"),
    [
        (flush, 0),  # how often buffers are emptied depends on how the writes are grouped
        *((place, after) for place in (engine, checkpoint, pointer, archive) for after in (0, 2)),
    ],
)
def test_ingest(place: Callable[[Patch, int], None], after: int, tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home")
    words.take(MANY[:4], settings)
    lines: list[str] = []
    with full(place, after):
        words.take(MANY, settings, lines)
        words.take([steps.article(99)], settings, lines)  # a checkpoint comes by the clock
    with Archive.open(settings.home, create=False) as kept:
        assert kept.damage() == []
        assert all(kept.article(article.key) for article in MANY[:4])
    told = [line.split()[1].rstrip(",") for line in lines if line.startswith("new: ")]
    by_name = {article.id: article.key for article in [*MANY, steps.article(99)]}
    held = words.texts(settings.home, settings.base_iri, [by_name[name] for name in told])
    assert all(held.values()), "acknowledged, and not in the store"
    words.take([*MANY, steps.article(99)], settings)
    whole = load_settings(home=tmp_path / "whole")
    words.take([*MANY, steps.article(99)], whole)
    assert words.dump(settings.home) == words.dump(whole.home)


@pytest.mark.parametrize("place", [engine, checkpoint])
def test_rebuild(place: Callable[[Patch, int], None], settings: Settings) -> None:
    before, notes = words.dump(settings.home), steps.settled(settings.home)
    with full(place, 1 if place is engine else 0):
        rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before
    assert steps.opens(settings)
    rebuild(settings, steps=words.steps)
    assert words.dump(settings.home) == before
    assert steps.settled(settings.home) == notes
    assert len([path for path in settings.home.glob("store*") if path.is_dir()]) == 1


def copying(patch: Patch, after: int) -> None:
    """The copy of one file among many, half of it on disk."""
    patch.setattr("graph_service.upkeep.backup.copy_file", _after(after, folders.copy_file))


def archive_copy(patch: Patch, after: int) -> None:
    def refused(self: Archive, path: Path) -> None:
        from graph_service.archive.file import translated

        with translated(path):
            raise sqlite3.OperationalError("database or disk is full")

    patch.setattr(Archive, "copy_to", refused)


@pytest.mark.parametrize("place", [copying, archive_copy, checkpoint])
def test_backup(place: Callable[[Patch, int], None], settings: Settings, tmp_path: Path) -> None:
    target = tmp_path / "kept"
    (settings.home / "unpublished").touch()
    with full(place, 2 if place is copying else 0):
        back_up(settings, target)
    assert not target.exists()
    assert list(tmp_path.glob(".kept*")) == [], "nothing half-made is left on the full disk"
    back_up(settings, target)
    again = load_settings(home=tmp_path / "again")
    with full(copying, 2):
        restore(again, target)
    assert not again.home.exists()
    restore(again, target)
    assert words.dump(again.home) == words.dump(settings.home)
