"""What the newest snapshot holds, in a form that tests can compare."""

from __future__ import annotations

from pyoxigraph import QuerySolutions, Store

from graph_service.settings import Settings
from graph_service.store.snapshots import current

_LINKS = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT ?kind ?later ?earlier { GRAPH <https://communique.example/graph/links> {
  ?link cq:linkKind ?kind ; cq:later ?later ; cq:earlier ?earlier } }
"""


def dump(settings: Settings) -> list[str]:
    return sorted(str(quad) for quad in Store.read_only(str(current(settings.home).path)))


def words(settings: Settings) -> dict[str, str]:
    """Words -> id of a statement with them."""
    store = Store.read_only(str(current(settings.home).path))
    return {
        quad.object.value: quad.subject.value.rpartition("/")[2]
        for quad in store
        if quad.predicate.value.endswith("#words")
    }


def links(settings: Settings) -> list[tuple[str, str, str]]:
    """Kind, and the words of both ends (ids of articles and events where these have none)."""
    store = Store.read_only(str(current(settings.home).path))
    said = {
        quad.subject.value: quad.object.value
        for quad in store
        if quad.predicate.value.endswith("#words")
    }
    found = store.query(_LINKS)
    assert isinstance(found, QuerySolutions)
    rows = [tuple(row[name].value for name in ("kind", "later", "earlier")) for row in found]
    return sorted((kind, said.get(a, a), said.get(b, b)) for kind, a, b in rows)
