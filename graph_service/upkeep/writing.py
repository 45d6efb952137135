"""The store and the archive of a home, opened together as the one writer.

Owns nothing but the opening. A home that does not exist is not made by upkeep.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from graph_service.archive import Archive
from graph_service.errors import StoreError
from graph_service.settings import Settings
from graph_service.store.oxigraph import OxigraphStore, OxigraphWriter


@contextmanager
def open_home(settings: Settings) -> Iterator[tuple[OxigraphWriter, Archive]]:
    """Raises StoreLocked where somebody writes, StoreError where there is nothing to keep up."""
    if not (settings.home / "archive.sqlite").exists():
        raise StoreError(
            "There is no archive here yet",
            where=str(settings.home),
            do="Give the --home that articles were taken into.",
        )
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    try:
        with Archive.open(settings.home, create=False) as archive:
            yield writer, archive
    finally:
        writer.close()
