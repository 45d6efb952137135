"""What the log of decisions comes to: who is one actor, who never, what is rejected.

Owns the replaying of the log and its triples in the decisions graph. Article graphs
are never rewritten: two actors that count as one stay two nodes, tied by
`cq:sameActor`, which stands between every two actors of a group in both directions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import BadValue
from graph_service.model import Anchor, Decision, digest
from graph_service.rdf import terms
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, PROV, RDFS, TYPE, XSD

Attach = Callable[[Anchor], str | None]
"""An anchor -> the id that the thing has now; None where it is no longer in the graph."""


@dataclass(frozen=True, slots=True)
class Curation:
    """Decisions in force. Actors are named by id."""

    groups: tuple[tuple[str, ...], ...]
    """Actors that count as one, each group sorted, at least two in each."""
    apart: Mapping[tuple[str, str], Decision]
    """Two actors in order -> the decision that keeps them apart."""
    in_force: frozenset[int]
    """Numbers of the decisions that nobody undid."""

    def one(self, actor: str) -> str:
        """The actor by which a group is known: its first by id."""
        return next((group[0] for group in self.groups if actor in group), actor)

    def same(self, actor: str) -> tuple[str, ...]:
        """Everybody who counts as this actor, itself included."""
        return next((group for group in self.groups if actor in group), (actor,))


def replay(log: Iterable[Decision]) -> Curation:
    """The state after all decisions; raises BadValue where one contradicts an earlier one.

    A decision is in force unless a later one that is itself in force undoes it.
    """
    decisions = list(log)
    undone: set[str] = set()
    standing: list[Decision] = []
    for decision in reversed(decisions):
        if decision.id in undone:
            continue
        standing.append(decision)
        if decision.kind == "undo":
            undone.add(decision.things[0].id)
    standing.reverse()
    groups: list[set[str]] = []
    apart: dict[tuple[str, str], Decision] = {}
    for decision in standing:
        if decision.kind not in ("merge", "distinct"):
            continue
        first, second = sorted(thing.id for thing in decision.things)
        if decision.kind == "merge":
            both = [g for g in groups if first in g or second in g]
            groups = [g for g in groups if g not in both]
            groups.append({first, second}.union(*both))
        else:
            apart[first, second] = decision
        for group in groups:
            for pair, other in apart.items():
                if group.issuperset(pair):
                    raise BadValue(
                        f"{pair[0]} and {pair[1]} cannot be both one actor and two",
                        where=f"{decision.id} against {other.id}"
                        if decision is not other
                        else f"{decision.id} against an earlier merge",
                        do="See `communique decide list`, and undo the one that is wrong.",
                    )
    found = tuple(sorted(tuple(sorted(group)) for group in groups))
    return Curation(found, apart, frozenset(d.number for d in standing))


def link_id(kind: str, later: str, earlier: str) -> str:
    """Content-made: the same two ends and kind give the same link anywhere."""
    return f"link-{digest(kind, later, earlier)}"


def rejected(log: Iterable[Decision], curation: Curation, attach: Attach) -> dict[str, Decision]:
    """Statement or link id -> the decision that leaves it out; only what could be attached."""
    found: dict[str, Decision] = {}
    for decision in log:
        if decision.kind != "reject" or decision.number not in curation.in_force:
            continue
        name = attached(decision, attach)
        if name:
            found.setdefault(name, decision)
    return found


def attached(decision: Decision, attach: Attach) -> str | None:
    """The id that the rejected thing has now."""
    ends = [attach(thing) for thing in decision.things]
    if decision.link is None:
        return ends[0]
    later, earlier = ends
    return link_id(decision.link, later, earlier) if later and earlier else None


def decision_quads(
    log: Iterable[Decision], curation: Curation, attach: Attach, iris: Iris
) -> Iterator[Quad]:
    """The decisions graph: who decided what, when and why (PROV-O), and what follows."""
    graph = iris.graph("decisions")
    decisions = list(log)

    def add(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(subject, predicate, value, graph)

    for decision in decisions:
        node = iris.node(decision.id)
        curator = iris.node(f"curator-{digest(decision.by)}")
        yield add(node, TYPE, CQ["Decision"])
        yield add(node, TYPE, PROV["Activity"])
        yield add(node, CQ["decisionKind"], terms.text(decision.kind))
        yield add(node, CQ["reason"], terms.text(decision.reason))
        yield add(node, PROV["endedAtTime"], Literal(decision.at, datatype=XSD["dateTime"]))
        yield add(node, PROV["wasAssociatedWith"], curator)
        yield add(curator, TYPE, PROV["Agent"])
        yield add(curator, RDFS["label"], terms.text(decision.by))
        yield add(node, CQ["inForce"], terms.boolean(decision.number in curation.in_force))
        if decision.kind == "reject":
            name = attached(decision, attach)
            yield add(node, CQ["attached"], terms.boolean(name is not None))
            if name is not None:
                yield add(node, CQ["decidesOn"], iris.node(name))
                if decision.number in curation.in_force:
                    yield add(iris.node(name), CQ["rejectedBy"], node)
        else:
            for thing in decision.things:
                yield add(node, CQ["decidesOn"], iris.node(thing.id))
    for group in curation.groups:
        for one, other in permutations(group, 2):
            yield add(iris.actor(one), CQ["sameActor"], iris.actor(other))
    for pair in curation.apart:
        for one, other in permutations(pair, 2):
            yield add(iris.actor(one), CQ["distinctFrom"], iris.actor(other))
