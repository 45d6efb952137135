"""Names to lazily imported readers, extractors and stores, built-in or from entry points.

Owns the tables. Built-ins use the same form as outside ones, `module:attribute`;
a name is imported when it is first asked for, so an engine that nobody uses
costs nothing.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from graph_service.errors import UnknownName, UsageError

BUILT_IN: dict[str, dict[str, str]] = {
    "readers": {
        "text": "graph_service.readers.text:read",
        "json": "graph_service.readers.json:read",
        "html": "graph_service.readers.html:read",
        "feed": "graph_service.readers.feed:read",
        "warc": "graph_service.readers.warc:read",
    },
    "extractors": {
        "rules": "graph_service.extract.attributions:find_attributions",
        "tagger": "graph_service.extract.tagger:find_attributions",
        "dummy": "graph_service.extract.dummy:find_attributions",
    },
    "stores": {
        "oxigraph": "graph_service.store.oxigraph:OxigraphStore",
        "memory": "graph_service.store.memory:MemoryStore",
    },
}


@cache
def names(group: str) -> tuple[str, ...]:
    """All names of a group, sorted."""
    outside = {point.name for point in entry_points(group=f"graph_service.{group}")}
    return tuple(sorted(outside | BUILT_IN[group].keys()))


@cache
def load(group: str, name: str) -> Any:
    """The object behind a name. Built-in names cannot be replaced from outside.

    Raises UnknownName for a name that nobody registered, UsageError where the
    engine behind it is not installed.
    """
    target = BUILT_IN[group].get(name)
    if target is None:
        for point in entry_points(group=f"graph_service.{group}", name=name):
            target = point.value
    if target is None:
        raise UnknownName(
            f"There is no {group[:-1]} named {name!r}",
            do=f"Choose one of {', '.join(names(group))}.",
        )
    module, _, attribute = target.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except ImportError as error:
        raise UsageError(
            f"The {group[:-1]} {name!r} needs a package that is not installed: {error.name}",
            do=f"Install it: pip install {error.name}",
        ) from error
