"""The user's own registry files: which there are, and the registry over the shipped one.

    home/registry/NAME.ttl    one imported file each, in the registry's own form

Owns where imported files lie and in what order files count: those of the setting
`registry` first, then imported ones by name. Importing is `upkeep.registry`'s.
"""

from __future__ import annotations

from pathlib import Path

from graph_service.actors.registry import Registry, load_registry
from graph_service.settings import Settings

FOLDER = "registry"
"""Below the home."""


def imported(home: Path) -> tuple[Path, ...]:
    """The imported files, by name."""
    return tuple(sorted((home / FOLDER).glob("[!.]*.ttl")))


def registry_files(settings: Settings) -> tuple[Path, ...]:
    """Every registry file beside the shipped ones, in the order in which they count."""
    return (*settings.registry, *imported(settings.home))


def registry_for(settings: Settings) -> Registry:
    """The registry as it is now; read again only when a file was added, changed or removed.

    Cheap enough for every request, so that a running server sees an import at once.
    """
    return load_registry(registry_files(settings), settings.resources)
