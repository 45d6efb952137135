"""A home from a dump: the graphs of a file of quads, by the engine's bulk way.

For those who want to query or serve what somebody else published. The texts are not in a
dump, so such a home has an empty archive, and says so: `rebuild` refuses it, since it
could not make these graphs again. Owns the order; the folder appears whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_service.archive import Archive
from graph_service.errors import InputError, StoreError
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store.dump_file import format_of
from graph_service.store.oxigraph import OxigraphStore, named_graphs
from graph_service.upkeep.folders import refuse_filled, whole_folder

LOADED = "loaded"
"""Name of the fact that holds the name of the file."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the new home holds."""

    quads: int
    graphs: int
    articles: int


def load(settings: Settings, source: Path) -> Loaded:
    """Make the home of `settings` from a file of N-Quads or TriG, plain or packed.

    The home must be missing or empty, and stays so unless all is right. Raises UnknownName
    for a file named otherwise, InputError for one that cannot be read or holds no article
    below the base IRI of the settings.
    """
    format_of(source)
    if not source.is_file():
        raise InputError("There is no such file", where=str(source), do="Check its name.")
    refuse_filled(settings.home)
    articles_below = f"{Iris(settings.base_iri).graphs}article-"
    with whole_folder(settings.home) as partial:
        Archive.open(partial).close()
        writer = OxigraphStore.open(partial, settings.base_iri)
        try:
            writer.record(LOADED, source.name)
            writer.load_file(source)
            writer.settle()
            snapshot = writer.publish()
            assert snapshot.path is not None  # noqa: S101 - it is on disk
            graphs = named_graphs(snapshot.path)
            articles = sum(1 for graph in graphs if graph.startswith(articles_below))
            if not articles:
                raise InputError(
                    f"The file holds no article whose graph begins with {articles_below}",
                    where=str(source),
                    do=f"It has, for example, {min(graphs, default='no named graph')}. Set "
                    "COMMUNIQUE_BASE_IRI to the address that it was made with.",
                )
            return Loaded(writer.count(), len(graphs), articles)
        finally:
            writer.close()


def refuse_loaded(facts: Mapping[str, str], home: Path) -> None:
    """Raises StoreError for a home whose graphs cannot be made again."""
    if LOADED in facts:
        raise StoreError(
            f"This home was loaded from {facts[LOADED]}, without the articles' texts",
            where=str(home),
            do="Load a newer dump into another home; only articles with their text can be rebuilt.",
        )
