"""The gate: a graph and the nodes it names -> findings.

Owns running the shapes and saying which statement each result belongs to.
What the shapes demand stands in shapes/; what follows from a finding is the
caller's: ingest quarantines, `communique validate` lists, /graph-store refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, parse
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from graph_service.actors.registry import load_registry
from graph_service.errors import InputError, UnknownName
from graph_service.rdf.namespaces import CQ, OA
from graph_service.validation.findings import Finding, Severity
from graph_service.validation.graph import IndexedGraph
from graph_service.validation.named import Lookup, named_nodes, registry_lookup
from graph_service.validation.paths import Path as ShaclPath
from graph_service.validation.paths import Values
from graph_service.validation.shapes import load_shapes
from graph_service.validation.terms import iri, to_rdflib
from graph_service.validation.turbo import conforms

_STATEMENT = iri(CQ["Statement"].value)
_ARTICLE = iri(CQ["Article"].value)
_PUBLISHER = iri(CQ["publisher"].value)
_NOT_UPWARD = frozenset(
    {_PUBLISHER, iri(CQ["article"].value), iri(OA["hasSource"].value), RDF.type}
)
_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


def check(
    quads: Iterable[Quad | Triple],
    named: Iterable[Quad | Triple] = (),
    overlay: Path | None = None,
    engine: str = "pyshacl",
) -> tuple[Finding, ...]:
    """What is wrong with the quads, sorted; empty where they conform.

    `quads` is what is checked, graph names dropped. `named` describes what the
    quads only name (see `named_nodes`): it is believed, and not itself checked.
    With the `engine` "turbo" pyshacl-turbo is asked first whether all conforms;
    not where the user has shapes of their own, on which nobody has compared the two.
    """
    if engine == "turbo" and not (overlay and (overlay / "shapes").is_dir()):
        quads, named = list(quads), list(named)
        if conforms(quads, named, overlay):
            return ()
    graph = IndexedGraph()
    graph.fill(map(to_rdflib, quads))
    described, mentioned = frozenset(graph.described()), frozenset(graph.mentioned())
    graph.fill(map(to_rdflib, named))
    findings: set[Finding] = set()
    for result in _results(graph, described, mentioned, overlay):
        findings.update(_findings(graph, result))
    return tuple(sorted(findings, key=_order))


def check_file(
    path: Path, lookup: Lookup | None = None, overlay: Path | None = None
) -> tuple[Finding, ...]:
    """Checks an RDF file, the format taken from its name; acts and topics are known.

    `lookup` tells what is known of the actors that the file names and does not
    describe; without it the registry of ontology/actors/ does. Raises
    UnknownName for a name that tells no format, InputError with line and column
    for a file that does not parse.
    """
    quads = _read(path)
    known = lookup or registry_lookup(load_registry((), overlay))
    return check(quads, named_nodes(quads, known, overlay), overlay)


def _read(path: Path) -> list[Quad]:
    format_ = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format_ is None:
        raise UnknownName(
            f"The name {path.name} does not tell which RDF format the file is in",
            do="Use .ttl, .nt, .nq, .trig, .rdf or .jsonld.",
        )
    try:
        return list(parse(path=path, format=format_, base_iri=path.resolve().as_uri()))
    except SyntaxError as error:
        place = f", line {error.lineno}, column {error.offset}" if error.lineno else ""
        raise InputError(
            f"The file is not valid {format_.name}: {error.msg}",
            where=f"{path}{place}",
            do="Correct it there and try again.",
        ) from error
    except OSError as error:
        raise InputError(
            f"The file cannot be read: {error.strerror or error}",
            where=str(path),
            do="Check its name, and that you may read it.",
        ) from error


def _results(
    graph: IndexedGraph,
    described: frozenset[Node],
    mentioned: frozenset[Node],
    overlay: Path | None,
) -> Iterator[dict[Node, Any]]:
    """One dictionary a validation result, SHACL's own property -> value.

    Nodes that are only named are never looked at: the registry answers for them.
    """
    for aimed in load_shapes(overlay):
        found = aimed.shapes[0].shape.focus_nodes(graph)  # type: ignore[no-untyped-call]
        focus = [n for n in found if n in described or (n in aimed.fixed and n in mentioned)]
        if not focus:
            continue
        seen: dict[ShaclPath, Values] = {}
        for shape in aimed.shapes:
            for _, node, triples in shape.results(graph, focus, seen):
                # The triples of nested results follow; (graph, node) stands for a node of a graph.
                said = [(p, o) for s, p, o in triples if s == node]
                result = {p: o[1] if isinstance(o, tuple) else o for p, o in said}
                if not aimed.fixed or result[SH.focusNode] in described:
                    yield result


def _findings(graph: Graph, result: dict[Node, Any]) -> Iterator[Finding]:
    focus = result[SH.focusNode]
    value = result.get(SH.value)
    for statement in _statements_of(graph, focus):
        yield Finding(
            statement=statement,
            focus=str(focus),
            shape=str(result[SH.sourceShape]).rpartition("/")[2],
            message=str(result[SH.resultMessage]),
            value=None if value is None or value == focus else str(value),
            severity=_SEVERITIES[result[SH.resultSeverity]],
        )


def _statements_of(graph: Graph, focus: Node) -> set[str | None]:
    """The statements that lead to the node; {None} where it is the article's own matter.

    A statement leads to its reports, evidence, actors, account. The way over
    the article is left out, or every statement would lead to everything.
    """
    if (focus, RDF.type, _STATEMENT) in graph:
        return {str(focus)}
    found: set[str | None] = set()
    if any((s, RDF.type, _ARTICLE) in graph for s in graph.subjects(_PUBLISHER, focus)):
        found.add(None)
    seen, todo = {focus}, [focus]
    while todo:
        for subject, predicate in graph.subject_predicates(todo.pop()):
            if predicate in _NOT_UPWARD or subject in seen:
                continue
            seen.add(subject)
            if (subject, RDF.type, _STATEMENT) in graph:
                found.add(str(subject))
            else:
                todo.append(subject)
    return found or {None}


def _order(finding: Finding) -> tuple[str, ...]:
    return (
        finding.statement or "",
        finding.focus,
        finding.shape,
        finding.message,
        finding.value or "",
    )
