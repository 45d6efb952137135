"""Taking one article out: tombstone first, then its graph, then a snapshot without it.

Owns the order. A kill in between leaves a tombstone, which already keeps the article
from coming back; the same command again ends what was begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from graph_service.archive import Archive, Tombstone
from graph_service.errors import BadValue, UnknownName
from graph_service.link.run import refresh
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store.hanging import statements_in
from graph_service.upkeep.writing import open_home


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was done."""

    tombstone: Tombstone
    statements: int
    """That were in the graph, and are known as withdrawn from now on."""
    same_text: tuple[str, ...]
    """Keys of other articles that still carry the same text."""
    snapshot: str


def withdraw(article: str, reason: str, settings: Settings) -> Withdrawal:
    """Take an article out, by its key, its IRI or its URL.

    Its text stays in the private archive, behind the tombstone, and is shown nowhere.
    An article that was withdrawn before keeps its reason and day. Raises UnknownName
    for an article that was never taken in, StoreLocked where somebody writes.
    """
    if not reason.strip():
        raise BadValue("A withdrawal needs a reason", where="--reason", do="Say why.")
    iris = Iris(settings.base_iri)
    with open_home(settings) as (writer, archive):
        key = _key(article.strip(), archive, iris)
        graph = iris.article_graph(key)
        statements = [iris.local(iri) for iri in statements_in(writer.graph(graph))]
        archive.withdraw(key, reason.strip(), statements)
        writer.remove_graph(graph)
        refresh(writer, archive, settings.home)
        snapshot = writer.publish()
        stone = archive.tombstone(key)
        assert stone is not None  # noqa: S101 - it was put up above
        return Withdrawal(stone, len(statements), tuple(archive.same_text(key)), snapshot.id)


def _key(name: str, archive: Archive, iris: Iris) -> str:
    local = name.removeprefix(iris.ids).removeprefix(iris.graphs)
    key = archive.key_of(local) or archive.key_of(name)
    if key is None:
        near = ", ".join(get_close_matches(local, archive.keys(), 3))
        raise UnknownName(
            f"No article {name!r} was ever taken in",
            do=f"Did you mean {near}?" if near else "Give its URL or its id, article-....",
        )
    return key
