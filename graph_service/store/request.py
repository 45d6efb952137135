"""One query on its way to an evaluation, and its refusal on the way back.

Owns the translation between `View.query`'s arguments, the plain values that
travel to a reader process, and the exceptions of `errors`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

from pyoxigraph import NamedNode

from graph_service.errors import (
    BadValue,
    CommuniqueError,
    LimitExceeded,
    NotAllowed,
    QuerySyntaxError,
    StoreError,
    UnknownFormat,
)
from graph_service.rdf.formats import (
    GRAPH_TYPES,
    RDF_FORMATS,
    RESULT_FORMATS,
    RESULT_TYPES,
    choose,
)
from graph_service.rdf.namespaces import PREFIXES
from graph_service.settings import MIB
from graph_service.store.keywords import (
    calls_service,
    has_dataset,
    may_call_service,
    undeclared_prefixes,
)

Request = dict[str, Any]

_LAST_TOKEN = re.compile(r"[\w:?$.<>/#-]+\Z|\S\Z")
_LONGEST = 1000
"""Characters at the end that are searched for it: each is a place to begin."""
_WORDS = re.compile(r"[A-Z][a-z]+(?: [A-Za-z]+)+")
"""A reason in words among the engine's expected tokens, e.g. "Prefix not found".

>>> _WORDS.search("expected one of Prefix not found, ['%'], ['.']")[0]
'Prefix not found'
"""


def make_request(
    sparql: str,
    *,
    accept: str | None,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
    max_bytes: int,
    base: str | None = None,
) -> Request:
    """Plain values for `worker.evaluate`. Raises NotAllowed, BadValue, UnknownName.

    `base` resolves relative IRIs where the query says no BASE of its own.
    """
    if calls_service(sparql):
        raise no_service()
    for iri in (*default_graphs, *named_graphs):
        try:
            NamedNode(iri)
        except ValueError as error:
            raise BadValue(
                f"The graph {iri!r} is no absolute IRI", do="Name graphs by full IRIs."
            ) from error
    result_format, graph_format = _formats(accept)
    return {
        "query": sparql,
        "base": base,
        "dataset": [list(default_graphs), list(named_graphs)]
        if default_graphs or named_graphs
        else None,
        "union": not has_dataset(sparql),
        "result_format": result_format,
        "graph_format": graph_format,
        "prefixes": dict(PREFIXES),
        "max_bytes": max_bytes,
    }


def refuse_any_service(sparql: str) -> None:
    """For evaluation where sockets can be opened: stricter than need be, so never fooled."""
    if may_call_service(sparql):
        raise no_service()


def no_service() -> NotAllowed:
    return NotAllowed(
        "SERVICE is closed here: a reader asks no other endpoint",
        do="Ask the other endpoint yourself, or have it listed in the setting services.",
    )


def _formats(accept: str | None) -> tuple[str | None, str | None]:
    """Media types for rows and for graphs; None where `accept` leaves no choice."""
    name = (accept or "").strip().lower()
    if name and "/" not in name and name != "*":
        rows, graph = RESULT_FORMATS.get(name), RDF_FORMATS.get(name)
        if name == "json":
            graph = RDF_FORMATS["jsonld"]
        elif name == "xml":
            graph = RDF_FORMATS["rdfxml"]
        if rows is None and graph is None:
            known = ", ".join((*RESULT_FORMATS, *RDF_FORMATS, *RESULT_TYPES, *GRAPH_TYPES))
            raise UnknownFormat(
                f"There is no format named {accept!r}", do=f"Choose one of {known}."
            )
    else:
        rows, graph = choose(accept, RESULT_TYPES), choose(accept, GRAPH_TYPES)
        if rows is None and graph is None:
            raise UnknownFormat(
                f"No answer can be written as {accept}",
                do=f"Accept one of {', '.join(dict.fromkeys((*RESULT_TYPES, *GRAPH_TYPES)))}.",
            )
    return (rows.media_type if rows else None), (graph.media_type if graph else None)


def raise_refusal(head: dict[str, Any], sparql: str) -> NoReturn:
    """The exception behind an answer that carries `error`."""
    if head["error"] == "syntax":
        raise _not_sparql(str(head["what"]), head.get("line"), head.get("column"), sparql)
    raise _refusal(str(head["error"]), str(head["what"]), head)


def _unexpected(sparql: str, line: int, column: int) -> tuple[int, int]:
    """Place of the token that the engine stumbled over: its own figure lies just behind that.

    >>> _unexpected("ASK {\\n ?s ?p }\\n", 3, 1)
    (2, 8)
    """
    lines = sparql.split("\n")
    before = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]]).rstrip()
    token = _LAST_TOKEN.search(before, max(0, len(before) - _LONGEST))
    if token is None:
        return line, column
    start = token.start()
    return before.count("\n", 0, start) + 1, start - (before.rfind("\n", 0, start) + 1) + 1


def _not_sparql(what: str, line: int | None, column: int | None, sparql: str) -> QuerySyntaxError:
    """The engine lists every token it would have taken; of that only its words help a reader."""
    near = ""
    lines = sparql.splitlines() or [""]
    if line and column and line <= sparql.count("\n") + 1:
        line, column = _unexpected(sparql, line, column)
        around = lines[line - 1][max(0, column - 30) : column + 10].strip()
        near = f' near "{around}"' if around else " near its end"
    words = _WORDS.search(what)
    reason = f": {words[0]}" if words else ""
    if missing := undeclared_prefixes(sparql):
        reason = f": the prefix {missing[0]}: is not declared"
    return QuerySyntaxError(
        f"The query is not valid SPARQL{near}{reason}",
        line=line,
        column=column,
        do="Look at this place and just before it.",
    )


def _refusal(kind: str, what: str, head: dict[str, Any]) -> CommuniqueError:
    if kind == "format":
        return _no_format(what)
    if kind == "too_large":
        limit = head["limit"] / MIB
        return LimitExceeded(
            f"The result is larger than {limit:g} MiB",
            do="Add LIMIT, ask for fewer variables, or raise result_mib.",
        )
    if kind == "memory":
        return out_of_memory()
    return StoreError(f"The query could not be evaluated: {what}")


def _no_format(family: str) -> UnknownFormat:
    if family == "graph":
        return UnknownFormat(
            "The query makes a graph, which cannot be written in the format asked for",
            do=f"Choose one of {', '.join((*RDF_FORMATS, *GRAPH_TYPES))}.",
        )
    return UnknownFormat(
        "The query makes rows or true/false, which cannot be written in the format asked for",
        do=f"Choose one of {', '.join((*RESULT_FORMATS, *RESULT_TYPES))}.",
    )


def out_of_memory() -> LimitExceeded:
    return LimitExceeded(
        "The query needed more memory or deeper nesting than one query may use, and was stopped",
        do="Make it smaller: fewer patterns without a shared variable, less nesting, a LIMIT.",
    )
