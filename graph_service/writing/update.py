"""One SPARQL Update in the writer process: rewritten, parsed by the engine, run.

Owns the order: limits and closed doors (`operations`), then the engine's parser on the
user's own text, so that line and column are the user's; there it runs into a graph that
is missing, before any of its operations. What runs is the rewritten text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

import pyoxigraph

from graph_service.errors import BadValue, NotAllowed, QuerySyntaxError
from graph_service.writing import managed
from graph_service.writing.messages import Plain
from graph_service.writing.operations import REACHED, Dataset, Limits, rewrite
from graph_service.writing.syntax import place

if TYPE_CHECKING:
    from graph_service.writing.process import Desk

_MISSING: Final = "urn:x-communique:missing"
_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def update(desk: Desk, job: str, options: Plain, body: bytes) -> Plain:
    """Run it. `options`: `default` and `named`, IRIs of the request's dataset.

    Raises QuerySyntaxError, NotAllowed, LimitExceeded, BadValue.
    """
    sparql = body.decode("utf-8")
    base = desk.base_iri
    dataset = Dataset(
        tuple(managed.absolute(iri, "using-graph-uri") for iri in options["default"]),
        tuple(managed.absolute(iri, "using-named-graph-uri") for iri in options["named"]),
    )
    limits = Limits(desk.nesting, desk.patterns)
    try:
        operations = rewrite(sparql, base, limits, dataset)
    except QuerySyntaxError:
        parse(sparql, f"{base}update")  # says better what is wrong, if anything is
        raise
    parse(sparql, f"{base}update")
    try:
        desk.commit(job, operations)
    except SyntaxError as error:
        raise _unclear() from error
    except RuntimeError as error:
        _raise_failure(str(error), error)
    return {}


def parse(sparql: str, base: str) -> None:
    """Raises QuerySyntaxError with line and column where the engine does not take it."""
    first = f"DROP GRAPH <{_MISSING}> ;\n"
    try:
        pyoxigraph.Store().update(first + sparql, base_iri=base)
    except SyntaxError as error:
        found = _POSITION.fullmatch(str(error))
        line, column = (int(found[1]) - 1, int(found[2])) if found else (None, None)
        raise _not_sparql(sparql, line, column) from error
    except RuntimeError:
        return  # it parsed, and ended at the first operation, which is ours


def _not_sparql(sparql: str, line: int | None, column: int | None) -> QuerySyntaxError:
    """The engine's place, moved over blanks to what it stumbled over."""
    near = ""
    if line and column:
        lines = [*sparql.split("\n"), ""]
        at = len("\n".join([*lines[: line - 1], lines[line - 1][: column - 1]]))
        at += len(sparql[at:]) - len(sparql[at:].lstrip())
        line, column = place(sparql, at)
        around = sparql[max(0, at - 20) : at + 10].strip()
        near = f' near "{around}"'
    return QuerySyntaxError(
        f"The update is not valid SPARQL{near}",
        line=line,
        column=column,
        do="Look at this place and just before it; a query goes to /sparql.",
    )


def _unclear() -> QuerySyntaxError:
    return QuerySyntaxError(
        "The update can be read in two ways and is not run",
        do="Put blanks around < and > where they compare.",
    )


def _raise_failure(what: str, error: RuntimeError) -> NoReturn:
    if REACHED in what:
        raise NotAllowed(
            "The update would write to managed graphs through a variable (GRAPH ?...)",
            do="Name your graphs, or keep the others out: "
            'FILTER(!STRSTARTS(STR(?g), "...graph/")). Nothing of it is in.',
        ) from error
    raise BadValue(
        f"The update failed, and nothing of it is in: {what}",
        do="With SILENT, a graph that is missing, or there already, is no failure.",
    ) from error
