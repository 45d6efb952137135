"""Where a dump goes: a file that is whole or not there, or standard output.

Owns compression by file name, the checksum of what was written, and the rule that
nothing unfinished ever stands under the final name: bytes go to a hidden file beside
it, are synced to the disk, and take its name in one step.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, cast

from backports import zstd

from graph_service.errors import CommuniqueError, StoreError, UsageError

COMPRESSIONS: Final = {".gz": "application/gzip", ".zst": "application/zstd"}
"""File suffix -> media type."""


class Target:
    """Takes bytes; counts and hashes them as they reach the file."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self._hash = hashlib.sha256()
        self.size = 0
        """Bytes written, after compression."""

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        # Python code on purpose: between two writes of the serialiser, Ctrl-C is heard here.
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[self._file.write(rest) :]
        except BrokenPipeError:
            raise
        except OSError as error:
            raise not_written(self._name, error) from error
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        try:
            self._file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise not_written(self._name, error) from error


def not_written(name: str, error: OSError) -> CommuniqueError:
    """A full disk is a failure of ours to store (exit code 4), a wrong path one of usage (2)."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG):
        return StoreError(
            f"{name} cannot be written: {error.strerror}",
            do="Make room, or write to another disk; a name in .gz or .zst needs less.",
        )
    return UsageError(f"{name} cannot be written: {error.strerror or error}")


@contextmanager
def open_target(path: Path) -> Iterator[tuple[Target, IO[bytes]]]:
    """The target and the stream to write to, which compresses where the name says so.

    When the block ends the file stands under its name; if it ends by any exception,
    Ctrl-C included, what stood there before still does. What is no regular file
    (/dev/null, a named pipe) is written directly.
    """
    path = path.resolve()
    if path.is_dir():
        raise UsageError(f"{path} is a folder", do="Name a file in it.")
    if path.exists() and not path.is_file():
        with _opened(path, path, "wb") as file, _compressing(path, file) as (target, stream):
            yield target, stream
        return
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with _opened(part, path, "xb") as file:
            with _compressing(path, file) as (target, stream):
                yield target, stream
            target.flush()
            try:
                os.fsync(file.fileno())
            except OSError as error:
                raise not_written(str(path), error) from error
        _put(part, path)
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def _opened(part: Path, path: Path, mode: str) -> Iterator[IO[bytes]]:
    try:
        file: IO[bytes] = part.open(mode, buffering=0)
    except FileNotFoundError as error:
        raise UsageError(f"The folder {path.parent} does not exist", do="Make it first.") from error
    except OSError as error:
        raise not_written(str(path), error) from error
    with file:
        yield file


@contextmanager
def _compressing(path: Path, file: IO[bytes]) -> Iterator[tuple[Target, IO[bytes]]]:
    target = Target(file, str(path))
    raw = cast("IO[bytes]", target)  # all that compressors and serialisers call of a file
    if path.suffix == ".gz":
        # No name and no time in the header: the same content gives the same bytes.
        with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            yield target, cast("IO[bytes]", packed)
    elif path.suffix == ".zst":
        with zstd.ZstdFile(raw, "w") as packed_zst:
            yield target, cast("IO[bytes]", packed_zst)
    else:
        yield target, raw


def _put(part: Path, path: Path) -> None:
    try:
        part.replace(path)
        parent = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise not_written(str(path), error) from error
    try:
        with suppress(OSError):  # some network file systems cannot sync a folder
            os.fsync(parent)
    finally:
        os.close(parent)
