"""What was decided, as look-ups and pages need it: who counts as one, what is rejected.

Owns reading the decisions graph. Whoever asks for an actor gets all that count as it:
`bind` widens every parameter of type actor by `same_as`, and in plain SPARQL the pattern
is `?speaker (cq:sameActor?) ?actor` over the union of graphs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode

from graph_service.query.parameters import Same
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.store.base import View

_SAME: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
SELECT ?actor ?other {{ GRAPH {graph} {{ ?actor cq:sameActor ?other }} }} ORDER BY ?actor ?other
"""

_REJECTED: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?decision ?reason ?at ?by {{
  VALUES ?thing {{ {listed} }}
  GRAPH {graph} {{
    ?thing cq:rejectedBy ?decision .
    ?decision cq:reason ?reason ; prov:endedAtTime ?at ; prov:wasAssociatedWith/rdfs:label ?by .
  }}
}} ORDER BY ?thing ?decision
"""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why something is left out of answers."""

    decision: str
    reason: str
    by: str
    day: str


_known: WeakKeyDictionary[View, tuple[str, Mapping[str, list[NamedNode]]]] = WeakKeyDictionary()


def same_as(view: View, iris: Iris) -> Same:
    """An actor -> all that count as it by decision, itself first; read once a snapshot."""
    snapshot = view.snapshot
    held = _known.get(view)
    if held is None or held[0] != snapshot or not snapshot:
        text = _SAME.format(graph=iris.graph("decisions"))
        groups: defaultdict[str, list[NamedNode]] = defaultdict(list)
        for actor, other in Table.from_json(view.query(text, accept="json").body).rows:
            if isinstance(actor, NamedNode) and isinstance(other, NamedNode):
                groups[actor.value].append(other)
        held = snapshot, groups
        _known[view] = held
    merged = held[1]
    return lambda actor: [actor, *merged.get(actor.value, ())]


def rejections(view: View, names: Iterable[str], iris: Iris) -> dict[str, Rejection]:
    """Of these statements or links those that a decision leaves out, with the decision."""
    listed = " ".join(str(iris.node(name)) for name in dict.fromkeys(names))
    if not listed:
        return {}
    text = _REJECTED.format(listed=listed, graph=iris.graph("decisions"))
    found: dict[str, Rejection] = {}
    for row in Table.from_json(view.query(text, accept="json").body).dicts():
        rejection = Rejection(
            iris.local(row["decision"]), row["reason"], row["by"], str(row["at"])[:10]
        )
        found.setdefault(iris.local(row["thing"]), rejection)
    return found
