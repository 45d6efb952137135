"""Graph Store Protocol in the writer process: parse, compare, validate, replace.

Owns what is refused of a graph that is sent and how it becomes one transaction.
SPARQL 1.1 Graph Store HTTP Protocol, W3C Recommendation 21 March 2013. ETags: RFC 9110.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from graph_service.errors import (
    ChangedMeanwhile,
    InputError,
    LimitExceeded,
    QuerySyntaxError,
    ShapesViolated,
    UnknownMediaType,
    UnknownName,
)
from graph_service.rdf.formats import GRAPH_TYPES
from graph_service.rdf.namespaces import CQ, TYPE
from graph_service.writing import managed
from graph_service.writing.messages import Plain

if TYPE_CHECKING:
    from graph_service.writing.process import Desk

DEPTH: Final = 100
"""Brackets that JSON-LD may nest."""
_STATEMENT: Final = CQ["Statement"]
_XML: Final = (RdfFormat.RDF_XML,)


def pattern(graph: str | None) -> str:
    """The triples of a graph (None: the default one), for `WHERE`; reader and writer ask alike."""
    return "{ ?s ?p ?o }" if graph is None else f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def etag(ntriples: bytes) -> str:
    """Of a graph's content, whatever the format; quoted parts of it are added by the reader.

    >>> etag(b"")
    'e3b0c44298fc1c149afbf4c8'
    """
    return hashlib.sha256(ntriples).hexdigest()[:24]


def write_graph(desk: Desk, job: str, options: Plain, body: bytes) -> Plain:
    """PUT, POST or DELETE. `options`: `method`, `graph` (None: default), `media_type`,
    `if_match`, `if_none_match` (lists of tags, or None). The result: `created`.

    Raises NotAllowed, UnknownName, UnknownMediaType, InputError, LimitExceeded,
    ChangedMeanwhile, ShapesViolated.
    """
    graph, method = options["graph"], options["method"]
    if graph is not None:
        managed.refuse(graph, desk.base_iri)
    there = graph is None or desk.writer.has_graph(NamedNode(graph))
    _compare(desk, graph, there, options)
    if method == "DELETE":
        if not there:
            raise UnknownName(f"There is no graph <{graph}>", do="GET ?graph= shows what is there.")
        desk.commit(job, ["CLEAR DEFAULT" if graph is None else f"DROP GRAPH <{graph}>"])
        return {"created": False}
    base = graph or f"{desk.base_iri}graph-store"
    quads = read_graph(body, options["media_type"], base)
    _validate(desk, graph, quads, merged=method == "POST" and there)
    desk.commit(job, _operations(graph, quads, replace=method == "PUT"))
    return {"created": not there}


def load_shapes(desk: Desk) -> None:
    """Takes seconds, and is kept."""
    from graph_service.validation import check, shapes

    assert check  # noqa: S101 - imported, so that a job finds it
    shapes.load_shapes(desk.resources)


def read_graph(body: bytes, media_type: str, base: str) -> list[Quad]:
    """One graph. Raises UnknownMediaType, QuerySyntaxError, InputError, LimitExceeded."""
    format_ = GRAPH_TYPES.get(media_type)
    if format_ is None:
        raise UnknownMediaType(
            f"A graph cannot be sent as {media_type or 'a body without Content-Type'}",
            do=f"Send one of {', '.join(GRAPH_TYPES)}.",
        )
    _check_text(body)
    if format_ == RdfFormat.JSON_LD:
        _check_json(body)
    elif format_ in _XML and re.search(rb"<!(ENTITY|DOCTYPE)", body):
        raise InputError(
            "XML entities are closed: a DOCTYPE stands in the document",
            do="Write the IRIs out, or send Turtle.",
        )
    try:
        return list(parse(body, format_, base_iri=base, without_named_graphs=True))
    except SyntaxError as error:
        raise QuerySyntaxError(
            f"The graph is not valid {format_.name}: {error.msg}",
            line=error.lineno,
            column=error.offset,
            do="Correct it, and send one graph only, without names of graphs.",
        ) from error
    except ValueError as error:
        raise InputError(f"The graph cannot be read: {error}") from error


def _check_text(body: bytes) -> None:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "The graph is not UTF-8", where=f"byte {error.start}", do="Send UTF-8."
        ) from error


def _check_json(body: bytes) -> None:
    """Nothing fetched, nothing deep."""
    try:
        found = json.loads(body)
    except json.JSONDecodeError as error:
        raise QuerySyntaxError(
            f"The graph is not valid JSON: {error.msg}", line=error.lineno, column=error.colno
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    todo: list[tuple[Any, int]] = [(found, 1)]
    while todo:
        value, depth = todo.pop()
        if depth > DEPTH:
            raise _too_deep()
        if isinstance(value, dict):
            for name, inner in value.items():
                if name == "@import" or (name == "@context" and _is_remote(inner)):
                    raise InputError(
                        "Remote contexts are closed: the server fetches nothing",
                        where=f"{name} {json.dumps(inner)[:120]}",
                        do="Put the context into the document.",
                    )
                todo.append((inner, depth + 1))
        elif isinstance(value, list):
            todo.extend((inner, depth + 1) for inner in value)


def _is_remote(context: Any) -> bool:
    contexts = context if isinstance(context, list) else [context]
    return any(isinstance(one, str) for one in contexts)


def _too_deep() -> LimitExceeded:
    return LimitExceeded(f"JSON-LD nests more than {DEPTH} brackets", do="Flatten it.")


def _compare(desk: Desk, graph: str | None, there: bool, options: Plain) -> None:
    """If-Match and If-None-Match against what the store holds now (RFC 9110, section 13.1)."""
    wanted, unwanted = options["if_match"], options["if_none_match"]
    if wanted is None and unwanted is None:
        return
    now = etag(desk.writer.ntriples(pattern(graph))) if there else None
    if wanted is not None and not _matches(wanted, now):
        raise ChangedMeanwhile(
            "The graph is not the one that If-Match names",
            do="GET it again, look at what changed, and send your change with its new ETag.",
        )
    if unwanted is not None and _matches(unwanted, now):
        raise ChangedMeanwhile("The graph is there, and If-None-Match forbids to write it then")


def _matches(tags: Sequence[str], now: str | None) -> bool:
    return now is not None and any(tag == "*" or tag.partition("-")[0] == now for tag in tags)


def _validate(desk: Desk, graph: str | None, quads: list[Quad], *, merged: bool) -> None:
    """The shapes, where the graph will hold a statement."""
    everything = quads
    if merged:
        held = parse(desk.writer.ntriples(pattern(graph)), RdfFormat.N_TRIPLES)
        everything = [*held, *quads]
    if not any(q.predicate == TYPE and q.object == _STATEMENT for q in everything):
        return
    from graph_service.rdf.iris import Iris
    from graph_service.validation.check import check
    from graph_service.validation.findings import violations
    from graph_service.validation.named import named_nodes

    described = (Iris(desk.base_iri).graph("registry"),)
    overlay = desk.resources
    named = named_nodes(everything, lambda node: desk.writer.about(node, described), overlay)
    found = violations(check(everything, named, overlay))
    if found:
        raise ShapesViolated(
            f"The graph holds statements that the shapes reject, {len(found)} times",
            found[:100],
            do="Correct them, or leave out their class; nothing was written.",
        )


def _operations(graph: str | None, quads: list[Quad], *, replace: bool) -> list[str]:
    triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    text = triples.decode()
    if graph is None:
        return ["CLEAR DEFAULT"] * replace + [f"INSERT DATA {{\n{text}}}"]
    gone = [f"DROP SILENT GRAPH <{graph}>"] * replace
    return [
        *gone,
        f"CREATE SILENT GRAPH <{graph}>",
        f"INSERT DATA {{ GRAPH <{graph}> {{\n{text}}}}}",
    ]
