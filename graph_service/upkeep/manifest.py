"""What a backup says of itself: manifest.json, with size and SHA-256 of every file.

Owns the form of that file and its checks. Copying is `backup`'s.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from graph_service.errors import StoreError
from graph_service.store.snapshots import write_durably

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class File:
    """One file, by its size in bytes."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of one backup."""

    made: str
    """UTC, ISO 8601."""
    version: str
    """Of the program that made it."""
    base_iri: str
    token: str
    snapshot: str
    articles: int
    facts: dict[str, str]
    """The store's own, see `store.base.Writer.facts`."""
    files: dict[str, File]
    """By path below the backup's folder, with slashes."""

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True)
        write_durably(folder / NAME, text + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Raises StoreError for a folder that is no backup, or whose manifest is not as written."""
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT:
            raise _not_a_backup(folder, "another version made it")
        content["files"] = {name: File(**file) for name, file in content["files"].items()}
        manifest = Manifest(**content)
    except FileNotFoundError as error:
        raise _not_a_backup(folder, f"it has no {NAME}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_a_backup(folder, f"{NAME} cannot be read: {error}") from error
    for name in manifest.files:
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or name == NAME:
            raise _not_a_backup(folder, f"{NAME} names {name}, which lies outside")
    if "archive.sqlite" not in manifest.files or "store/CURRENT" not in manifest.files:
        raise _not_a_backup(folder, f"{NAME} names no archive or no store")
    return manifest


def _not_a_backup(folder: Path, why: str) -> StoreError:
    return StoreError(
        f"This is no backup that can be restored: {why}",
        where=str(folder),
        do="Give a folder that `communique backup` made, whole.",
    )
