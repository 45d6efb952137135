"""Published states: checkpoints beside the live store, and the pointer to the newest.

    home/snapshots/12-5f3a90c1/    a checkpoint (hard links into the store's files)
    home/snapshots/current         one line: the name of the newest

Owns publishing, holding and removing them. A reader holds a shared flock on the
folder it reads; a folder is removed when it is not the newest and nobody holds it.
Needs no daemon: whoever publishes or leaves removes what can go, and what a killed
publisher left behind goes when the next writer starts.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph_service.errors import StoreError
from graph_service.store.base import Snapshot

_NEW, _OLD = ".new-", ".old-"


@dataclass(frozen=True, slots=True)
class Held:
    """A snapshot that stays on disk until `release`."""

    snapshot: Snapshot
    lock: int
    """File descriptor that carries the shared lock."""

    def release(self) -> None:
        os.close(self.lock)


def folder(home: Path) -> Path:
    return home / "snapshots"


def pointer(home: Path) -> Path:
    return folder(home) / "current"


def current(home: Path) -> Snapshot:
    """The newest published snapshot; raises StoreError where there is none."""
    try:
        name = pointer(home).read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise StoreError(
            "There is no graph here yet", where=str(home), do="Run `communique ingest` first."
        ) from error
    except OSError as error:
        raise StoreError(
            f"The graph cannot be read: {error.strerror}",
            where=str(home),
            do="Give the user who runs this the right to read the folder.",
        ) from error
    return Snapshot(name, folder(home) / name)


def hold(home: Path) -> Held:
    """The newest snapshot, kept on disk for the caller."""
    for _ in range(100):
        snapshot = current(home)
        lock = _lock(folder(home) / snapshot.id, fcntl.LOCK_SH)
        if lock is not None:
            return Held(snapshot, lock)
    raise StoreError(
        "The newest snapshot is named but missing",
        where=str(folder(home)),
        do="Run `communique ingest` again; it publishes a new one.",
    )


def publish(home: Path, token: str, backup: Callable[[Path], None]) -> Snapshot:
    """Make a checkpoint with `backup(folder)` and flip the pointer to it. The writer's only.

    Its id is the next number and the store's `token`, so that two stores never
    share one. A kill at any point leaves the old snapshot or the new one.
    """
    root = folder(home)
    root.mkdir(exist_ok=True)
    name = next_name(home, token)
    fresh = root / f"{_NEW}{name}"
    backup(fresh)
    lock = os.open(fresh, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Held until the pointer names it, so that nobody takes it for an old one.
        fcntl.flock(lock, fcntl.LOCK_SH)
        fresh.rename(root / name)
        write_durably(pointer(home), name + "\n")
    finally:
        os.close(lock)
    prune(home)
    return Snapshot(name, root / name)


def next_name(home: Path, token: str) -> str:
    """The id that the next snapshot will have. The writer's only."""
    root = folder(home)
    found = (_number(path.name) for path in root.iterdir()) if root.is_dir() else iter(())
    return f"{1 + max(found, default=0)}-{token}"


def prune(home: Path) -> None:
    """Remove every checkpoint that is not the newest and that nobody reads."""
    root = folder(home)
    try:
        names = sorted(path.name for path in root.iterdir() if path.is_dir())
        newest = current(home).id
    except (OSError, StoreError):
        return
    for name in names:
        if name.startswith(_OLD):
            shutil.rmtree(root / name, ignore_errors=True)
        elif not name.startswith(_NEW) and name != newest:
            _remove(home, name)


def clean(home: Path) -> None:
    """What a killed publisher left behind. Only for the holder of the writer's lock."""
    root = folder(home)
    if not root.is_dir():
        return
    for path in root.glob(f"{_NEW}*"):
        shutil.rmtree(path, ignore_errors=True)
    prune(home)


def leftovers(home: Path) -> list[str]:
    """Names of the checkpoints that are not the newest and that nobody reads, or half-made."""
    try:
        newest = current(home).id
    except StoreError:
        newest = ""
    found = []
    for path in sorted(folder(home).glob("*-*")):
        lock = _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB) if path.name != newest else None
        if lock is not None:
            os.close(lock)
            found.append(path.name)
    return found


def _remove(home: Path, name: str) -> None:
    path = folder(home) / name
    lock = _lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if lock is None:
        return
    try:
        if current(home).id != name:  # it may have become the newest since
            gone = path.with_name(_OLD + name)
            path.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
    except OSError:
        pass  # a read-only home, or another process was quicker: the next one tries again
    finally:
        os.close(lock)


def _lock(path: Path, how: int) -> int | None:
    """A descriptor with the lock; None where somebody holds it or the folder has gone."""
    try:
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(lock, how)
        if os.fstat(lock).st_ino == path.stat().st_ino:
            return lock
    except OSError:
        pass
    os.close(lock)
    return None


def _number(name: str) -> int:
    """
    >>> _number("12-5f3a90c1"), _number(".new-13-5f3a90c1"), _number("current")
    (12, 13, 0)
    """
    head = name.removeprefix(_NEW).removeprefix(_OLD).partition("-")[0]
    return int(head) if head.isdigit() else 0


def write_durably(path: Path, text: str) -> None:
    """Replace a small file so that after a crash it holds the old text or the new one."""
    fresh = path.with_name(f".{path.name}.tmp")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """What was renamed in it stays so after a crash."""
    folder_ = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder_)
    finally:
        os.close(folder_)
