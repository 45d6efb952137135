"""One SPARQL Update in the writer process: rewritten, then run.

Owns the order: limits and closed doors (`operations`), then the run of the rewritten
text, which the engine parses whole before it does anything. Where it does not parse, the
user's own text is parsed for the place; there it runs into a graph that is missing,
before any of its operations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

import pyoxigraph

from graph_service.errors import BadValue, NotAllowed, QuerySyntaxError
from graph_service.query.tokens import prologue_end, tokens
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
        desk.commit(job, operations)
    except (QuerySyntaxError, SyntaxError) as error:
        parse(sparql, f"{base}update")  # says better what is wrong, if anything is
        if isinstance(error, QuerySyntaxError):
            raise
        raise _unclear() from error
    except RuntimeError as error:
        _raise_failure(str(error), error)
    return {}


def parse(sparql: str, base: str) -> None:
    """Raises QuerySyntaxError with line and column where the engine does not take it."""
    found = list(tokens(sparql))
    at = prologue_end(found)
    begin = found[at].start if at < len(found) else len(sparql)
    first = f"DROP GRAPH <{_MISSING}> ; "
    text = f"{sparql[:begin]}{first}{sparql[begin:]}"
    try:
        pyoxigraph.Store().update(text, base_iri=base)
    except SyntaxError as error:
        place_ = _POSITION.fullmatch(str(error))
        offset = None
        if place_ is not None:
            offset = _offset(text, int(place_[1]), int(place_[2]))
            offset = max(begin, offset - len(first)) if offset > begin else offset
        raise _not_sparql(sparql, offset) from error
    except RuntimeError:
        return  # it parsed, and ended at the first operation, which is ours


def _offset(text: str, line: int, column: int) -> int:
    lines = [*text.split("\n"), ""]
    return len("\n".join([*lines[: line - 1], lines[line - 1][: column - 1]]))


def _not_sparql(sparql: str, at: int | None) -> QuerySyntaxError:
    """At the engine's place, moved over blanks to what it stumbled over."""
    near, line, column = "", None, None
    if at is not None:
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
