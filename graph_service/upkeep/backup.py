"""A copy of a home that stands by itself, and a home made from such a copy.

    DIR/store/           a checkpoint of the store
    DIR/registry/        the imported registry files, where there are any
    DIR/archive.sqlite   every article, its versions, quarantine and tombstones
    DIR/manifest.json    base IRI, facts, and size and SHA-256 of every file

Both are taken while this process is the one writer, so they are of one moment. Owns
both directions; that a folder appears whole or not at all is `folders`'s.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from graph_service.actors import own
from graph_service.archive import Archive
from graph_service.errors import StoreError
from graph_service.settings import Settings
from graph_service.store import home as store_home
from graph_service.store import snapshots
from graph_service.store.oxigraph import OxigraphStore
from graph_service.upkeep.folders import copy_file, refuse_filled, whole_folder
from graph_service.upkeep.manifest import File, Manifest, read_manifest
from graph_service.upkeep.writing import open_home


def back_up(settings: Settings, target: Path) -> Manifest:
    """Copy store and archive into a new folder, which appears when it is whole.

    Raises StoreLocked where somebody writes, StoreError where `target` is not empty or
    the disk is full.
    """
    refuse_filled(target)
    if target.absolute().is_relative_to(settings.home.absolute()):
        raise StoreError(
            "A backup cannot lie in the home that it is of",
            where=str(target),
            do="Name a folder outside it, best on another disk.",
        )
    with open_home(settings) as (writer, archive), whole_folder(target) as partial:
        writer.publish()
        held = snapshots.hold(settings.home)
        try:
            assert held.snapshot.path is not None  # noqa: S101 - it is on disk
            files = _copy(held.snapshot.path, partial / "store", "store/")
        finally:
            held.release()
        files |= _copy(settings.home / own.FOLDER, partial / own.FOLDER, f"{own.FOLDER}/")
        copied = partial / "archive.sqlite"
        archive.copy_to(copied)
        with copied.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        files["archive.sqlite"] = File(copied.stat().st_size, sha256)
        manifest = Manifest(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            version=version("communique"),
            base_iri=writer.base_iri,
            token=writer.token,
            snapshot=held.snapshot.id,
            articles=len(archive.keys()),
            facts=dict(writer.facts),
            files=dict(sorted(files.items())),
        )
        manifest.write(partial)
    return manifest


def restore(settings: Settings, source: Path) -> Manifest:
    """Make the home of `settings` from a backup, every file compared with the manifest.

    The home must be missing or empty, and stays so unless all is right. Raises StoreError
    otherwise, and where the base IRI of the settings is not the backup's.
    """
    manifest = read_manifest(source)
    refuse_filled(settings.home)
    if manifest.base_iri != settings.base_iri:
        raise StoreError(
            f"This backup was made with the base IRI {manifest.base_iri}, not {settings.base_iri}",
            where=str(source),
            do=f"Set COMMUNIQUE_BASE_IRI={manifest.base_iri}.",
        )
    # Another token: from here on the two homes go their own ways, under their own snapshots.
    token = secrets.token_hex(4)
    with whole_folder(settings.home) as partial:
        for name, file in manifest.files.items():
            _restore_file(source, partial, name, file)
        made = store_home.Home(partial, -1, manifest.base_iri, token, dict(manifest.facts))
        made.save()
        with Archive.open(partial, create=False) as archive:
            archive.move_store(manifest.token, token)
        writer = OxigraphStore.open(partial, manifest.base_iri)
        try:
            writer.publish()
        finally:
            writer.close()
    return manifest


def _restore_file(source: Path, partial: Path, name: str, file: File) -> None:
    try:
        size, sha256 = copy_file(source / name, partial / name)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise _damaged(source, f"{name} is missing") from error
    if (size, sha256) != (file.size, file.sha256):
        raise _damaged(source, f"{name} is not as it was written")


def _copy(folder: Path, target: Path, prefix: str) -> dict[str, File]:
    return {
        prefix + path.relative_to(folder).as_posix(): File(
            *copy_file(path, target / path.relative_to(folder))
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _damaged(source: Path, what: str) -> StoreError:
    return StoreError(
        f"The backup is damaged: {what}",
        where=str(source),
        do="Use another one; nothing was restored.",
    )


def to_json(manifest: Manifest) -> str:
    """One line for the command's output."""
    return json.dumps(
        {
            "made": manifest.made,
            "snapshot": manifest.snapshot,
            "articles": manifest.articles,
            "files": len(manifest.files),
            "bytes": sum(file.size for file in manifest.files.values()),
        }
    )
