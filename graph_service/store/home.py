"""The folder a store lives in: made, locked for the one writer, and its own small facts.

    home/writer.lock    flock of the writer; holds its process id, and who that is
    home/store.json     base IRI, token, facts, and which folder is the store
    home/store          the store, until a rebuild: then home/store-2, -3, ...

Owns these two files. What lies in the store's folder is the engine's.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.errors import StoreError, StoreLocked
from graph_service.store.snapshots import write_durably

_FORMAT = 1
FOLDER = "store"
SERVER = "A server at "
SERVER_PATIENCE = 5.0
"""Seconds that a command waits for a server to end its writing."""
_STORE = re.compile(rf"{FOLDER}(-[0-9]+)?")


@dataclass(slots=True)
class Home:
    """An opened home; `close` lets the next writer in."""

    path: Path
    lock: int
    base_iri: str
    token: str
    facts: dict[str, str] = field(default_factory=dict)
    folder: str = FOLDER
    """Name of the folder below `path` that holds the store."""

    @property
    def store(self) -> Path:
        return self.path / self.folder

    def record(self, name: str, value: str) -> None:
        self.facts[name] = value
        self.save()

    def renew(self) -> None:
        """For an empty store: nothing that was noted of another one holds of it."""
        self.token = secrets.token_hex(4)
        self.facts.clear()
        self.save()

    def save(self) -> None:
        content = {
            "format": _FORMAT,
            "base_iri": self.base_iri,
            "token": self.token,
            "store": self.folder,
            "facts": self.facts,
        }
        write_durably(self.path / "store.json", json.dumps(content, indent=1) + "\n")

    def close(self) -> None:
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def open_home(path: Path, base_iri: str) -> Home:
    """Make or open the folder for writing.

    Raises StoreLocked where another process writes, StoreError where the folder
    cannot be used or was made for another base IRI.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = os.open(path / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        _take(path, lock)
        return _read(path, lock, base_iri)
    except BaseException:
        os.close(lock)
        raise


def say_server(path: Path, address: str) -> None:
    """For the holder of the lock that is a server: others then know that it lets go when idle,
    and where it can be asked meanwhile (`address` is HOST:PORT)."""
    with contextlib.suppress(OSError):
        said = f"{os.getpid()}\n{SERVER}{address}\n"
        (path / "writer.lock").write_text(said, encoding="utf-8")


def _take(path: Path, lock: int) -> None:
    until = time.monotonic() + SERVER_PATIENCE
    try:
        while not _taken(lock):
            process, _, server = _holder(lock).partition("\n")
            if server and time.monotonic() < until:
                time.sleep(0.05)
                continue
            raise _locked(path, process, server.strip())
    except OSError as error:
        raise _unusable(path, error) from error
    with contextlib.suppress(OSError):  # a full disk: the lock holds, only its message is poorer
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode("ascii"), 0)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: int) -> str:
    return os.pread(lock, 256, 0).decode("utf-8", "replace").strip()


def _locked(path: Path, process: str, server: str) -> StoreLocked:
    if server:
        return StoreLocked(
            f"{server} (process {process}) is writing to this home",
            where=str(path),
            do="It lets go soon after its last write: try again, or send the articles to its "
            "/api/v1/articles, which `ingest` does by itself where COMMUNIQUE_TOKEN or "
            "COMMUNIQUE_TOKEN_FILE is the server's; or stop it.",
            server=server.removeprefix(SERVER),
        )
    return StoreLocked(
        f"Process {process or 'unknown'} is writing to this home",
        where=str(path),
        do="Wait until it ends, or end it; or use another --home.",
    )


def _read(path: Path, lock: int, base_iri: str) -> Home:
    if not (path / "store.json").exists():
        home = Home(path, lock, base_iri, secrets.token_hex(4))
        try:
            home.save()
        except OSError as error:
            raise _unusable(path, error) from error
    else:
        home = _parsed(path, lock)
    _compare_base(path, home.base_iri, base_iri)
    return home


def folder_in_use(path: Path) -> str:
    """What store.json names now, whatever this process believes."""
    content = json.loads((path / "store.json").read_text(encoding="utf-8"))
    return str(content.get("store", FOLDER))


@contextlib.contextmanager
def only_looking(path: Path) -> Iterator[Home]:
    """The home as it is, with the writer's lock, and nothing made or changed in it.

    Raises StoreLocked, or StoreError where it cannot be written or was made otherwise.
    """
    try:
        lock = os.open(path / "writer.lock", os.O_RDWR)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        _take(path, lock)
        yield _parsed(path, lock)
    finally:
        os.close(lock)


def other_stores(home: Path, folder: str) -> list[Path]:
    """Store folders that are not in use: a rebuild was cut off, or had just ended."""
    found = [path for path in home.glob(f"{FOLDER}*") if _STORE.fullmatch(path.name)]
    return sorted(path for path in found if path.name != folder and path.is_dir())


def next_folder(home: Path) -> str:
    """A name for a further store folder that none has."""
    numbers = [int(path.name.partition("-")[2] or 1) for path in other_stores(home, "")]
    return f"{FOLDER}-{1 + max(numbers, default=1)}"


def _parsed(path: Path, lock: int) -> Home:
    file = path / "store.json"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        home = Home(path, lock, content["base_iri"], content["token"], dict(content["facts"]))
        home.folder = str(content.get("store", FOLDER))
        found = content["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"store.json cannot be read: {error}",
            where=str(file),
            do="Restore it from a backup, or ingest into a new home.",
        ) from error
    if found != _FORMAT:
        raise StoreError(
            f"This home has format {found}, this version reads {_FORMAT}",
            where=str(path),
            do="Use the version that made it, or ingest into a new home.",
        )
    return home


def check_base(path: Path, base_iri: str) -> None:
    """For readers: raises StoreError where the store was made for another base IRI."""
    try:
        made_with = json.loads((path / "store.json").read_text(encoding="utf-8"))["base_iri"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"store.json cannot be read: {error}", where=str(path), do="Restore it from a backup."
        ) from error
    _compare_base(path, str(made_with), base_iri)


def _compare_base(path: Path, made_with: str, wanted: str) -> None:
    if made_with != wanted:
        raise StoreError(
            f"This store was made with the base IRI {made_with}, not {wanted}",
            where=str(path),
            do=f"Set COMMUNIQUE_BASE_IRI={made_with}, or ingest into another --home.",
        )


def _unusable(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"The home folder cannot be written: {error.strerror or error}",
        where=str(path),
        do="Choose another with --home, or give the user who runs this the right to write there.",
    )
