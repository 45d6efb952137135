"""A home with nothing in it yet: ontology and registry, no article, published.

For a server that may be written to: what comes first may come over HTTP. Owns the order; a
kill in between leaves what the next start, or the first ingest, goes on from.
"""

from __future__ import annotations

from graph_service.actors.own import registry_files
from graph_service.archive import Archive
from graph_service.settings import Settings
from graph_service.store import managed, snapshots
from graph_service.store.oxigraph import OxigraphStore


def begin(settings: Settings) -> bool:
    """Make the home of `settings` where nothing was published in it; false where it is there.

    Raises StoreLocked where somebody writes in it, StoreError where it cannot be made.
    """
    if snapshots.pointer(settings.home).exists():
        return False
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    try:
        Archive.open(settings.home).close()
        managed.refresh(writer, settings.resources, registry_files(settings))
        writer.publish()
    finally:
        writer.close()
    return True
