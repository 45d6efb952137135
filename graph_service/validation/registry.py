"""A user's own registry file against the shapes and against what is known already.

Owns the findings that only a registry has: ids, terms of office that overlap, names that
somebody else bears. What must not be is a violation; what may be meant so is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from graph_service.actors.names import normal
from graph_service.actors.registry import Registry
from graph_service.model import Tenure
from graph_service.rdf.namespaces import CQ, TYPE
from graph_service.validation.check import check
from graph_service.validation.findings import Severity
from graph_service.validation.named import named_nodes, registry_lookup

_CLASSES = {CQ[name]: name.casefold() for name in ("Person", "State", "Organisation", "Outlet")} | {
    CQ["UnnamedActor"]: "unnamed"
}
_INSTANCE = re.compile(r"https?://\S*/id/(actor|tenure)-[A-Za-z0-9][A-Za-z0-9._-]*")
_ONE_AT_A_TIME = frozenset(
    {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "io_head"}
    | {"parliament_head", "security_adviser", "un_ambassador"}
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in a registry file."""

    place: str | None
    """`line 12` or `entry 3`; None where it is unknown."""
    subject: str
    """Id of the actor or tenure, or the column of a table."""
    message: str
    severity: Severity

    def __str__(self) -> str:
        """
        >>> print(Remark("line 3", "actor-x-roe", "No name.", "violation"))
        line 3: No name. [actor-x-roe]
        """
        place = f"{self.place}: " if self.place else ""
        word = "" if self.severity == "violation" else f"{self.severity}: "
        return f"{place}{word}{self.message} [{self.subject}]"


def violations_in(
    triples: Iterable[Triple], places: Mapping[str, str], known: Registry, overlay: Path | None
) -> tuple[Remark, ...]:
    """What keeps the file out. `known` is the registry without it."""
    triples = list(triples)
    found = [*_ids(triples), *_kinds(triples, known)]
    if not found:
        for finding in check(triples, named_nodes(triples, registry_lookup(known)), overlay):
            value = f" Found: {finding.value}" if finding.value is not None else ""
            found.append((_last(finding.focus), finding.message + value))
    return tuple(Remark(places.get(who), who, what, "violation") for who, what in _once(found))


def warnings_in(
    triples: Iterable[Triple], places: Mapping[str, str], whole: Registry
) -> tuple[Remark, ...]:
    """What may be meant so and should be looked at. `whole` is the registry with the file."""
    ids = {_last(t.subject.value) for t in triples if isinstance(t.subject, NamedNode)}
    found = [*_overlaps(ids, whole), *_names(ids, whole), *_roles(ids, whole)]
    return tuple(Remark(places.get(who), who, what, "warning") for who, what in _once(found))


_Found = tuple[str, str]
"""Id, and what is to be said of it."""


def _ids(triples: Iterable[Triple]) -> Iterator[_Found]:
    for triple in triples:
        subject = triple.subject
        if not isinstance(subject, NamedNode):
            yield "a blank node", "An actor or tenure has an IRI, .../id/actor-x-jane-roe."
        elif triple.predicate == TYPE and (
            triple.object in _CLASSES or triple.object == CQ["Tenure"]
        ):
            wanted = "tenure" if triple.object == CQ["Tenure"] else "actor"
            match = _INSTANCE.fullmatch(subject.value)
            if not match or match[1] != wanted:
                yield (
                    _last(subject.value),
                    f"Its IRI does not end in /id/{wanted}- and letters, digits, hyphens: "
                    f"{subject.value}",
                )


def _kinds(triples: Iterable[Triple], known: Registry) -> Iterator[_Found]:
    for triple in triples:
        if triple.predicate != TYPE or not isinstance(triple.object, NamedNode):
            continue
        kind = _CLASSES.get(triple.object)
        if kind and isinstance(triple.subject, NamedNode):
            actor = known.actor(_last(triple.subject.value))
            if actor and actor.kind != kind:
                yield actor.id, f"The registry knows it as {actor.name}, a {actor.kind}."


def _overlaps(ids: set[str], whole: Registry) -> Iterator[_Found]:
    """Two terms of one office at one time: one date may be wrong, or one person twice."""
    of_post: dict[tuple[str, str | None, str], list[Tenure]] = {}
    for tenure in whole.tenures:
        if tenure.start:
            post = (tenure.role, tenure.country, tenure.post.casefold())
            of_post.setdefault(post, []).append(tenure)
    for (role, _, _), held in of_post.items():
        for mine in held:
            if mine.id not in ids:
                continue
            for other in held:
                same = other.holder == mine.holder
                twice = other.id in ids and other.id < mine.id  # told at the other one
                if other.id == mine.id or twice or not (same or role in _ONE_AT_A_TIME):
                    continue
                if _share_days(mine, other):
                    actor = whole.actor(other.holder)
                    who = "the same person" if same or actor is None else actor.name
                    yield (
                        mine.id,
                        f"{mine.post} from {mine.start} {_end(mine)} overlaps with the term of "
                        f"{who} from {other.start} {_end(other)} ({other.id}).",
                    )


def _share_days(a: Tenure, b: Tenure) -> bool:
    """More than the day on which one hands over to the other."""
    last = date.max
    return (a.start or date.min) < (b.end or b.open_as_of or last) and (b.start or date.min) < (
        a.end or a.open_as_of or last
    )


def _end(tenure: Tenure) -> str:
    if tenure.end:
        return f"to {tenure.end}"
    return f"(shown until {tenure.open_as_of})" if tenure.open_as_of else "with an open end"


def _names(ids: set[str], whole: Registry) -> Iterator[_Found]:
    of_name: dict[tuple[str, str], list[str]] = {}
    for actor in whole.actors:
        of_name.setdefault((actor.kind, normal(actor.name).casefold()), []).append(actor.id)
    for actor in whole.actors:
        if actor.id not in ids:
            continue
        same = [i for i in of_name[actor.kind, normal(actor.name).casefold()] if i != actor.id]
        if same:
            yield (
                actor.id,
                f"{actor.name} is also the name of {', '.join(same)}. "
                "If they are one, use that id.",
            )
        for form in whole.forms_of(actor.id):
            others = {
                name.actor
                for name in whole.named(form)
                if name.kind != "surname" and name.actor != actor.id and name.actor not in same
            }
            if others:
                shown = ", ".join(sorted(others)[:3])
                yield actor.id, f"{form!r} may also mean {shown}: texts that write it stay open."


def _roles(ids: set[str], whole: Registry) -> Iterator[_Found]:
    usual = {tenure.role for tenure in whole.tenures if tenure.id not in ids}
    for tenure in whole.tenures:
        if tenure.id in ids and tenure.role not in usual:
            yield tenure.id, f"No other term has the role {tenure.role!r}; {sorted(usual)} occur."


def _once(found: Iterable[_Found]) -> Iterator[_Found]:
    return iter(dict.fromkeys(found))


def _last(iri: str) -> str:
    return iri.rpartition("/")[2]
