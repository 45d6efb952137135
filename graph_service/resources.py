"""Finds ontology/, shapes/ and queries/: a user's folder, the wheel, or the checkout.

Owns the search order only. A user's folder overlays file by file, so adding a
query or a topic scheme needs no fork.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph_service.errors import StoreError

_PACKAGE = Path(__file__).parent
_ROOTS = (_PACKAGE / "_resources", _PACKAGE.parent)


def _shipped(folder: str) -> Path:
    for root in _ROOTS:
        if (root / folder).is_dir():
            return root / folder
    raise StoreError(
        f"The folder {folder}/ that belongs to the package is missing",
        where=", ".join(str(root) for root in _ROOTS),
        do="Install the package again.",
    )


def resource_files(folder: str, pattern: str, overlay: Path | None = None) -> Iterator[Path]:
    """Files below `folder` that match the glob, in the order of their relative paths.

    A file of the same relative path in `overlay/folder` replaces the shipped one.
    """
    found: dict[str, Path] = {}
    roots = [_shipped(folder)]
    if overlay is not None and (overlay / folder).is_dir():
        roots.append(overlay / folder)
    for root in roots:
        for path in root.glob(pattern):
            if path.is_file():
                found[path.relative_to(root).as_posix()] = path
    for name in sorted(found):
        yield found[name]


def resource_file(folder: str, name: str, overlay: Path | None = None) -> Path:
    """One file by its path below `folder`; raises StoreError where it is missing."""
    for path in resource_files(folder, name, overlay):
        return path
    raise StoreError(f"The file {folder}/{name} is missing", do="Install the package again.")
