"""SERVICE, where the operator allows it: each call is asked first and put in as VALUES.

Owns the rewriting. The readers, which run the query, cannot open a socket, so a text that is
cut differently here than the engine reads it costs an error and never a request. What
`SERVICE <e> { P }` means (SPARQL 1.1 Federated Query, section 4) is the rows that the
endpoint has for P, whatever stands around it; so that is what is asked, once:

    SERVICE <e> { ?s a:p ?o }   ->   { VALUES (?s ?o) { (<x> "y") } }
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from graph_service.errors import (
    BadValue,
    DeadlineExceeded,
    LimitExceeded,
    NetworkError,
    NotAllowed,
    QuerySyntaxError,
)
from graph_service.query.remote import JSON, XML, ask_endpoint
from graph_service.query.tokens import Token, prologue_end, tokens
from graph_service.settings import Settings

MOST_CALLS: Final = 8
"""In one query: they are asked one after the other."""
_FORMATS: Final = {JSON: QueryResultsFormat.JSON, XML: QueryResultsFormat.XML}
_NOTHING: Final = "{ }"
"""One row without a value, as SILENT wants it for an endpoint that fails."""


@dataclass(frozen=True, slots=True)
class Call:
    """One SERVICE in a text: `start` to `end` is all of it, `group` its braces with content."""

    endpoint: str
    silent: bool
    group: str
    start: int
    end: int


def calls_others(sparql: str) -> bool:
    """Whether the word SERVICE stands in it as a keyword.

    >>> calls_others("ASK { SERVICE <http://x/> { ?s ?p ?o } }"), calls_others("ASK { 'service' }")
    (True, False)
    """
    if "service" not in sparql.lower():
        return False
    return any(_is(token, "SERVICE") for token in tokens(sparql))


def with_answers(sparql: str, settings: Settings, until: float) -> str:
    """The query with the rows of others in the place of each SERVICE.

    `until` (monotonic) is the query's deadline; a call may take half of what is left of it.
    Raises NotAllowed for an endpoint that is not listed, and as `remote.ask_endpoint`.
    """
    found = list(tokens(sparql))
    begin = found[prologue_end(found)].start if prologue_end(found) < len(found) else len(sparql)
    calls = list(islice(service_calls(sparql, found), MOST_CALLS + 1))
    for call in calls:
        if call.endpoint not in settings.services:
            raise NotAllowed(
                f"SERVICE <{call.endpoint}> is closed: a query asks no endpoint that the setting "
                "services does not list",
                do=f"Listed are: {', '.join(settings.services)}.",
            )
    if len(calls) > MOST_CALLS:
        raise LimitExceeded(
            f"The query calls SERVICE more than {MOST_CALLS} times, which are allowed",
            do="Put what asks the same endpoint into one.",
        )
    parts, at = [], 0
    prologue = f"BASE <{settings.base_iri}>\n{sparql[:begin]}"
    for call in calls:
        query = f"{prologue}SELECT * {call.group}"
        parts += [sparql[at : call.start], _rows(call, query, settings, until)]
        at = call.end
    return "".join((*parts, sparql[at:]))


def service_calls(sparql: str, found: Sequence[Token]) -> Iterator[Call]:
    """Each SERVICE, in order. Raises QuerySyntaxError, NotAllowed (a variable, one in another).

    >>> text = "PREFIX e: <http://e/> ASK { SERVICE SILENT e:q { ?s ?p '}' } }"
    >>> next(service_calls(text, list(tokens(text)))).group
    "{ ?s ?p '}' }"
    """
    at = 0
    while at < len(found):
        if not _is(found[at], "SERVICE"):
            at += 1
            continue
        first = at
        at += 1
        silent = at < len(found) and _is(found[at], "SILENT")
        at += silent
        endpoint = _endpoint(sparql, found, at)
        last = _closing(sparql, found, at + 1)
        group = sparql[found[at + 1].start : found[last].end]
        yield Call(endpoint, silent, group, found[first].start, found[last].end)
        at = last + 1


def _endpoint(sparql: str, found: Sequence[Token], at: int) -> str:
    token = found[at] if at < len(found) else None
    if token is None or token.kind not in ("iri", "name", "variable"):
        raise _broken(sparql, found[at - 1])
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "variable":
        raise NotAllowed(
            f"SERVICE {token.text} would ask whom the data names", do="Write the endpoint's IRI."
        )
    prefix, _, local = token.text.partition(":")
    for i in reversed(range(len(found) - 2)):  # the last declaration counts
        if _is(found[i], "PREFIX") and found[i + 1].text == f"{prefix}:":
            return found[i + 2].text[1:-1] + local
    raise BadValue(f"The prefix {prefix}: is not declared", do="Declare it, or write <...>.")


def _closing(sparql: str, found: Sequence[Token], at: int) -> int:
    """Where the group that begins at `at` ends."""
    if at >= len(found) or found[at].text != "{":
        raise _broken(sparql, found[at - 1])
    depth = 0
    for i in range(at, len(found)):
        token = found[i]
        if _is(token, "SERVICE"):
            raise NotAllowed("A SERVICE inside another is not sent on", do="Ask it beside it.")
        if token.kind == "sign":
            depth += (token.text == "{") - (token.text == "}")
        if not depth:
            return i
    raise _broken(sparql, found[at])


def _rows(call: Call, query: str, settings: Settings, until: float) -> str:
    left = until - time.monotonic()
    if left <= 0:
        raise DeadlineExceeded("The query's time went by while other endpoints were asked")
    try:
        kind, body = ask_endpoint(call.endpoint, query, left / 2, settings.service_kib * 1024)
        return _values(call.endpoint, kind, body)
    except (NetworkError, DeadlineExceeded):
        if call.silent:
            return _NOTHING
        raise


def _values(endpoint: str, media_type: str, body: bytes) -> str:
    """An answer as inline data. Raises NetworkError for one that is no rows of RDF 1.1 terms."""
    try:
        answer = parse_query_results(body, _FORMATS[media_type])
        if not isinstance(answer, QuerySolutions):
            raise ValueError("it answers true or false")
        names = " ".join(str(variable) for variable in answer.variables)
        rows = [f"({' '.join(map(_term, row))})" for row in answer]
    except (KeyError, ValueError, SyntaxError, OSError) as error:
        raise NetworkError(
            f"The answer of <{endpoint}> cannot be used: {error}",
            do="It must be SPARQL results in JSON or XML; ask for no blank nodes "
            "(FILTER(!isBlank(?x)) inside SERVICE).",
        ) from error
    return f"{{ VALUES ({names}) {{ {' '.join(rows)} }} }}"


def _term(term: object) -> str:
    if term is None:
        return "UNDEF"
    if not isinstance(term, NamedNode | Literal):
        raise ValueError(f"the term {term} has no name outside of it")
    return str(term)


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word


def _broken(sparql: str, token: Token) -> QuerySyntaxError:
    at = token.start
    return QuerySyntaxError(
        "After SERVICE an endpoint and a group { } are expected",
        line=sparql.count("\n", 0, at) + 1,
        column=at - (sparql.rfind("\n", 0, at) + 1) + 1,
        do="e.g. SERVICE <https://example.org/sparql> { ?s ?p ?o }",
    )
