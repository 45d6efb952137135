"""The index of look-ups made again, by itself.

Owns nothing but the opening; what it holds and how it is made is `store.index`'s.
"""

from __future__ import annotations

from graph_service.settings import Settings
from graph_service.store.index import Made
from graph_service.upkeep.writing import open_home


def make_index(settings: Settings) -> Made:
    """Make the index of the newest snapshot; publishes first what was not.

    Raises StoreLocked where somebody writes, StoreError where there is no home or no room.
    """
    with open_home(settings) as (writer, _):
        return writer.make_index()
