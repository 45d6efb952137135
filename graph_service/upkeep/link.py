"""The graph of links made again, by itself or after something else was written.

Owns nothing but the opening and publishing; the pass is `link.run`'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.link.run import Linked, refresh
from graph_service.settings import Settings
from graph_service.upkeep.writing import open_home


@dataclass(frozen=True, slots=True)
class Relinked:
    """What was done, and the snapshot that shows it."""

    linked: Linked
    snapshot: str


def relink(settings: Settings) -> Relinked:
    """Bring links and decisions up to date and publish.

    Raises StoreLocked where somebody writes, StoreError where there is no home.
    """
    with open_home(settings) as (writer, archive):
        linked = refresh(writer, archive, settings.home)
        return Relinked(linked, writer.publish().id)
