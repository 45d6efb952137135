"""Curation: one decision into the log, checked first, then the graphs that follow from it.

Owns what may be decided. What decisions come to is `link.curation`'s; nothing here or
there ever rewrites an article's graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from graph_service.actors.own import registry_for
from graph_service.archive import Archive
from graph_service.errors import BadValue, UnknownName
from graph_service.link.anchors import rejecting
from graph_service.link.curation import Curation, replay
from graph_service.link.run import Linked, refresh
from graph_service.model import Anchor, Decision, DecisionKind
from graph_service.query.actors import find_actor
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store.oxigraph import OxigraphWriter
from graph_service.store.workers import open_view
from graph_service.upkeep.writing import open_home

_DECISION = re.compile(r"(?:decision-)?([1-9][0-9]*)")
_REJECTABLE = ("statement-", "link-")


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision as it stands in the log, and what the pass after it did."""

    decision: Decision
    linked: Linked
    snapshot: str


def merge(first: str, second: str, settings: Settings, *, by: str, reason: str) -> Decided:
    """From now on two actors count as one. Any reference: id, QID, ISO code, name.

    Raises UnknownName for an actor that nobody knows, BadValue for an actor with itself,
    for two that are one already and where an earlier decision keeps them apart.
    """
    return _about_two("merge", first, second, settings, by, reason)


def distinct(first: str, second: str, settings: Settings, *, by: str, reason: str) -> Decided:
    """Two actors are not one, whatever their names: no merge may bring them together.

    Raises as `merge` does, and BadValue where an earlier merge made them one.
    """
    return _about_two("distinct", first, second, settings, by, reason)


def reject(name: str, settings: Settings, *, by: str, reason: str) -> Decided:
    """Leave a statement or a link out of every answer. Its page stays, and says so.

    Raises UnknownName where the graph has none of that id, BadValue where it is rejected.
    """
    iris = Iris(settings.base_iri)
    local = name.strip().removeprefix(iris.ids)
    if not local.startswith(_REJECTABLE):
        raise BadValue(
            f"{name!r} is neither a statement nor a link",
            do="Give statement-... or link-...; an article goes with `communique withdraw`.",
        )
    with _log(settings) as (writer, archive, log):
        found = rejecting(local, writer, iris)
        if found is None:
            former = archive.former(local)
            gone = former is not None and former.gone
            raise UnknownName(
                f"There is no {local} in the graph",
                do="It is no longer extracted." if gone else "Look it up on the site or in REST.",
            )
        things, link = found
        in_force = replay(log).in_force
        for earlier in log:
            same = earlier.kind == "reject" and (earlier.things, earlier.link) == (things, link)
            if same and earlier.number in in_force:
                raise BadValue(
                    f"{local} is rejected already, by {earlier.by}: {earlier.reason}",
                    where=earlier.id,
                )
        return _done(writer, archive, settings, "reject", things, by, reason, link)


def undo(name: str, settings: Settings, *, by: str, reason: str) -> Decided:
    """Take an earlier decision back; it stays in the log. An undoing may be undone as well.

    Raises UnknownName for a decision that was never made, BadValue for one undone already
    and where what would hold again contradicts another one.
    """
    written = _DECISION.fullmatch(name.strip().rpartition("/")[2])
    with _log(settings) as (writer, archive, log):
        number = int(written[1]) if written else 0
        if not any(decision.number == number for decision in log):
            raise UnknownName(f"There is no decision {name!r}", do="See `communique decide list`.")
        if number not in replay(log).in_force:
            raise BadValue(f"decision-{number} is undone already", do="Undo the undoing instead.")
        things = (Anchor(f"decision-{number}"),)
        return _done(writer, archive, settings, "undo", things, by, reason)


def listed(settings: Settings) -> list[dict[str, Any]]:
    """Every decision in order, with whether it is in force."""
    with Archive.open(settings.home, create=False) as archive:
        log = archive.decisions()
    in_force = replay(log).in_force
    return [decision_to_json(decision, decision.number in in_force) for decision in log]


def decision_to_json(decision: Decision, in_force: bool) -> dict[str, Any]:
    """One line of `decide list`."""
    body: dict[str, Any] = {
        "id": decision.id,
        "kind": decision.kind,
        "things": [thing.id for thing in decision.things],
        "by": decision.by,
        "reason": decision.reason,
        "at": decision.at,
        "in_force": in_force,
    }
    if decision.link:
        body["link"] = decision.link
    words = [thing.words for thing in decision.things if thing.words]
    return {**body, "words": words} if words else body


@contextmanager
def _log(settings: Settings) -> Iterator[tuple[OxigraphWriter, Archive, list[Decision]]]:
    with open_home(settings) as (writer, archive):
        yield writer, archive, archive.decisions()


def _about_two(
    kind: DecisionKind, first: str, second: str, settings: Settings, by: str, reason: str
) -> Decided:
    one, other = _known(settings, first, second)
    if one == other:
        raise BadValue(f"{first} and {second} are one and the same actor, {one}")
    with _log(settings) as (writer, archive, log):
        curation = replay(log)
        pair = (min(one, other), max(one, other))
        if kind == "merge" and other in curation.same(one):
            raise BadValue(f"{one} and {other} count as one already")
        if kind == "distinct":
            if other in curation.same(one):
                raise BadValue(
                    f"{one} and {other} were merged",
                    do="Undo that first: see `communique decide list`.",
                )
            if pair in curation.apart:
                raise BadValue(f"{one} and {other} are kept apart already")
        else:
            _refuse_apart(curation, one, other)
        things = (Anchor(one), Anchor(other))
        return _done(writer, archive, settings, kind, things, by, reason)


def _refuse_apart(curation: Curation, one: str, other: str) -> None:
    """Nobody of one group may be kept apart from anybody of the other."""
    for a in curation.same(one):
        for b in curation.same(other):
            blocking = curation.apart.get((min(a, b), max(a, b)))
            if blocking:
                raise BadValue(
                    f"{a} and {b} were decided to be two, by {blocking.by}: {blocking.reason}",
                    where=blocking.id,
                    do=f"If that was wrong: communique decide undo {blocking.id}.",
                )


def _known(settings: Settings, *references: str) -> list[str]:
    """Ids of actors that the registry or an article knows; asked of the newest snapshot."""
    registry = registry_for(settings)
    iris = Iris(settings.base_iri)
    view = open_view(settings)
    try:
        found = []
        for reference in references:
            actor = find_actor(view, registry, iris, reference.strip())
            found.append(actor.id)
        return found
    finally:
        view.close()


def _done(
    writer: OxigraphWriter,
    archive: Archive,
    settings: Settings,
    kind: DecisionKind,
    things: tuple[Anchor, ...],
    by: str,
    reason: str,
    link: str | None = None,
) -> Decided:
    if not by.strip() or not reason.strip():
        raise BadValue(
            "A decision needs a name and a reason",
            where="--by" if not by.strip() else "--reason",
            do="Say who decides and why; both are kept for good.",
        )
    log = archive.decisions()
    number = log[-1].number + 1 if log else 1
    replay([*log, Decision(number, kind, things, by, reason, "", link)])  # raises where it clashes
    decision = archive.decide(kind, things, by=by.strip(), reason=reason.strip(), link=link)
    linked = refresh(writer, archive, settings.home)
    return Decided(decision, linked, writer.publish().id)
