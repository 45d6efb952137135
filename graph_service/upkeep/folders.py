"""A folder that appears under its name whole and on disk, or not at all.

Owns the making: beside the final place, under a hidden name, renamed at the end. What
a killed process left under such a name goes when the next one begins.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_service.errors import StoreError

BLOCK = 1024 * 1024


@contextmanager
def whole_folder(final: Path) -> Iterator[Path]:
    """Fill the folder that is given; it gets the name `final` when the block ends well.

    Raises StoreError where `final` is neither missing nor an empty folder.
    """
    final = final.absolute()
    refuse_filled(final)
    mark = f".{final.name}.partial-"
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        for old in final.parent.glob(f"{mark}*"):
            _remove_left(old)
        partial = Path(tempfile.mkdtemp(prefix=mark, dir=final.parent))
    except OSError as error:
        raise _not_made(final, error) from error
    lock = os.open(partial, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield partial
        for folder, _, _ in os.walk(partial):
            _sync(Path(folder))
        partial.rename(final)
        _sync(final.parent)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise _not_made(final, error) from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    finally:
        os.close(lock)


def refuse_filled(final: Path) -> None:
    """Raises StoreError where something is there already."""
    if final.is_symlink() or (final.exists() and not final.is_dir()):
        raise StoreError("This is no folder", where=str(final), do="Name a new one.")
    if final.is_dir() and any(final.iterdir()):
        raise StoreError(
            "This folder is not empty",
            where=str(final),
            do="Name a new one, or move this one away first.",
        )


def copy_file(source: Path, target: Path) -> tuple[int, str]:
    """Copy one file durably, private to its owner; its size and SHA-256."""
    size, sum_ = 0, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as reading, os.fdopen(handle, "wb") as writing:
        while block := reading.read(BLOCK):
            size += len(block)
            sum_.update(block)
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())
    return size, sum_.hexdigest()


def _remove_left(old: Path) -> None:
    lock = os.open(old, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another process is at it
    else:
        shutil.rmtree(old, ignore_errors=True)
    finally:
        os.close(lock)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_made(final: Path, error: OSError) -> StoreError:
    return StoreError(
        f"The folder cannot be made: {error.strerror or error}",
        where=str(final),
        do="Look for a full disk or missing rights; of a mounted volume, name a folder inside it.",
    )
