"""The constraints on a whole store: SHACL-SPARQL from shapes/store/, run by the store itself.

Owns reading them and asking. pyshacl runs such a constraint once for each focus node; ours
name the class of `$this` in the SELECT, so that the same text, run once with `$this` free,
finds every node at fault. That both agree is tested on small graphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from graph_service.errors import StoreError
from graph_service.validation.findings import Finding, Severity
from graph_service.validation.shapes import shapes_graph

MOST = 1000
"""Findings of one constraint that are listed; more say the same."""

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}

Rows = Iterable[Mapping[str, str]]
Select = Callable[[str], Rows]
"""A SELECT over the union of all graphs -> rows of variable name -> IRI or lexical value."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One sh:SPARQLConstraint of shapes/store/."""

    name: str
    """Last part of the shape's IRI."""
    message: str
    severity: Severity
    select: str
    """With its prefixes; `$this` and, where there is one, `?value` are its columns."""


def store_graph(overlay: Path | None = None) -> Graph:
    """Every file of shapes/store/ in one rdflib graph."""
    return shapes_graph(overlay, "store/*.ttl")


@cache
def load_constraints(overlay: Path | None = None) -> tuple[Constraint, ...]:
    """All of them, by name. Raises StoreError where one lacks its message or its SELECT."""
    graph = store_graph(overlay)
    found = []
    for shape, sparql in graph.subject_objects(SH.sparql):
        name = str(shape).rpartition("/")[2]
        message, select = graph.value(sparql, SH.message), graph.value(sparql, SH.select)
        if message is None or select is None:
            raise StoreError(
                f"The constraint {name} has no sh:message or no sh:select",
                where="shapes/store/",
                do="Give it both.",
            )
        severity = _SEVERITIES.get(graph.value(shape, SH.severity), "violation")
        prefixes = "".join(_prefixes(graph, sparql))
        found.append(Constraint(name, str(message), severity, prefixes + str(select).strip()))
    return tuple(sorted(found, key=lambda constraint: constraint.name))


def check_store(select: Select, overlay: Path | None = None, most: int = MOST) -> Iterator[Finding]:
    """What the constraints find, one constraint after the other, at most `most` of each."""
    for constraint in load_constraints(overlay):
        for row in select(f"{constraint.select}\nLIMIT {most}"):
            yield Finding(
                statement=None,
                focus=row["this"],
                shape=constraint.name,
                message=constraint.message,
                value=row.get("value"),
                severity=constraint.severity,
            )


def _prefixes(graph: Graph, sparql: Node) -> Iterator[str]:
    for declared in graph.objects(sparql, SH.prefixes):
        for one in graph.objects(declared, SH.declare):
            yield f"PREFIX {graph.value(one, SH.prefix)}: <{graph.value(one, SH.namespace)}>\n"
