"""Runs SPARQL: limits before the parser sees it, then the view; and named queries.

Owns what is refused unparsed and how pages are cut. Deadlines, memory and the
engine are the store's.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from math import inf
from threading import Lock
from typing import Final

from graph_service.errors import BadValue, LimitExceeded, NotAllowed, QuerySyntaxError
from graph_service.query.catalogue import NamedQuery, named
from graph_service.query.curation import same_as
from graph_service.query.federation import calls_others, with_answers
from graph_service.query.naming import named_as
from graph_service.query.parameters import FindActor, Values, bind
from graph_service.query.table import Table, plain
from graph_service.query.tokens import Token, prologue_end, tokens
from graph_service.rdf.iris import Iris
from graph_service.settings import Settings
from graph_service.store.base import QueryResult, View

_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)
_LONG: Final = 5000
"""Characters from which on a text is counted alone: some milliseconds of work."""
_ONE_LONG: Final = Lock()
"""Counting computes in the server's own process. A short request changes threads some ten times,
and waits each time for all that compute: beside ten long texts, 200 ms."""
_OPEN: Final = {"{": "}", "(": ")", "[": "]"}


def check_limits(sparql: str, settings: Settings) -> None:
    """Refuses a query that is too long, too deep or too wide, an update, and SERVICE
    where the settings list no endpoint.

    Counts tokens, so a bracket in a string, an IRI or a comment is none. The
    number of triple patterns is limited because planning grows with its cube
    (pyoxigraph 0.5.13: 100 patterns on one subject 1 s, 200 of them 18 s).
    Raises LimitExceeded, QuerySyntaxError (an update), NotAllowed (SERVICE).
    """
    size = len(sparql.encode("utf-8", "surrogatepass"))
    if size > settings.query_kib * 1024:
        raise LimitExceeded(
            f"The query is {size // 1024 + 1} KiB long, and {settings.query_kib} are allowed",
            do="Shorten it, or raise the setting query_kib.",
        )
    _refuse_update(sparql, settings.query_tokens)
    if _surely_small(sparql, settings):
        return
    with _ONE_LONG if len(sparql) > _LONG else nullcontext():
        depth, patterns = measure(
            _at_most(settings.query_tokens, tokens(sparql)),
            settings.query_nesting,
            settings.query_patterns,
        )
    if depth > settings.query_nesting:
        raise LimitExceeded(
            f"The query nests {depth} brackets or more, and {settings.query_nesting} are allowed",
            do="Flatten it, or raise the setting query_nesting.",
        )
    if patterns > settings.query_patterns:
        raise LimitExceeded(
            f"The query has {patterns} triple patterns or more, and {settings.query_patterns} "
            "are allowed",
            do="Split it, list values with VALUES, or raise the setting query_patterns.",
        )
    if not settings.services and calls_others(sparql):
        raise NotAllowed(
            "SERVICE is closed: a query reads this graph only and asks no other endpoint",
            do="Ask the other endpoint yourself, or have it listed in the setting services.",
        )


def _at_most(number: int, found: Iterable[Token]) -> Iterator[Token]:
    for count, token in enumerate(found, start=1):
        if count > number:
            raise LimitExceeded(
                f"The query has more than {number} words and signs, which are allowed",
                do="Ask in several queries, or raise the setting query_tokens.",
            )
        yield token


def _surely_small(sparql: str, settings: Settings) -> bool:
    """Whether its bare signs, in strings and IRIs or not, are few enough: spares the cutting.

    >>> _surely_small("ASK { ?s ?p ?o }", Settings())
    True
    """
    return (
        len(sparql) <= settings.query_tokens
        and sum(map(sparql.count, "{([")) <= settings.query_nesting
        and sum(map(sparql.count, ".;,/}]")) <= settings.query_patterns
        and "service" not in sparql.lower()
    )


def _first(found: Iterable[Token]) -> Token | None:
    """The first one after BASE and PREFIX declarations."""
    passed = 0
    for token in found:
        if passed:
            passed -= 1
            continue
        passed = {"BASE": 1, "PREFIX": 2}.get(token.text.upper(), 0)
        if not passed or token.kind != "word":
            return token
    return None


def measure(
    found: Iterable[Token], deepest_allowed: float = inf, most_allowed: float = inf
) -> tuple[int, int]:
    """Deepest nesting of brackets, and number of triple patterns (at most that many).

    Stops as soon as one of them is past what is allowed.

    A pattern is counted at each `.`, `;` and `,` outside round brackets, at each `/`,
    which makes one more of a path, and one for each group that does not end in one of them
    (so also for each side of a UNION).

    >>> measure(list(tokens("ASK { ?s a ?c ; ?p 1, 2 . FILTER(?p IN (1, 2)) }")))
    (3, 4)
    >>> measure(list(tokens("ASK { VALUES ?x { 1 2 3 } }")))
    (2, 2)
    >>> measure(list(tokens("ASK { ?s a/b:c/(b:d|b:e) ?c }")))
    (2, 3)
    """
    stack: list[str] = []
    deepest = patterns = 0
    before = ""
    for token in found:
        text = token.text
        if token.kind == "sign":
            if text in _OPEN:
                stack.append(text)
                deepest = max(deepest, len(stack))
            elif text in ")]}":
                if text != ")" and before not in ("{", ".", ";", "["):
                    patterns += 1
                if stack:
                    stack.pop()
            elif text == "/" or (text in (".", ";", ",") and stack and stack[-1] != "("):
                patterns += 1
        if deepest > deepest_allowed or patterns > most_allowed:
            break
        before = text
    return deepest, patterns


def run_query(
    view: View,
    sparql: str,
    settings: Settings,
    *,
    accept: str | None = None,
    timeout: float | None = None,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    name: str = "sparql",
) -> QueryResult:
    """A user's query within the limits; `timeout` (seconds) can only lower the setting.

    `name` is what metrics and logs call it.
    """
    check_limits(sparql, settings)
    if settings.services and calls_others(sparql):
        until = time.monotonic() + min(timeout or settings.query_seconds, settings.query_seconds)
        sparql = with_answers(sparql, settings, until)
        timeout = max(0.001, until - time.monotonic())
    with named_as(name):
        return view.query(
            sparql,
            accept=accept,
            timeout=timeout,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
        )


def run_named(
    view: View,
    catalogue: Mapping[str, NamedQuery],
    name: str,
    values: Values,
    iris: Iris,
    *,
    limit: int | None = None,
    start: int = 0,
    find_actor: FindActor | None = None,
    timeout: float | None = None,
) -> Table:
    """Rows of a named query, all of them or the `limit` from `start` (from 0) on.

    Raises UnknownName (query, parameter, actor) and BadValue.
    """
    sparql = bind(named(catalogue, name), values, iris, find_actor, same_as(view, iris))
    with named_as(name):
        result = view.query(page(sparql, limit, start), accept="json", timeout=timeout)
    return Table.from_json(result.body)


def count_named(
    view: View,
    catalogue: Mapping[str, NamedQuery],
    name: str,
    values: Values,
    iris: Iris,
    *,
    find_actor: FindActor | None = None,
    timeout: float | None = None,
) -> int:
    """How many rows `run_named` gives without a limit."""
    sparql = counted(bind(named(catalogue, name), values, iris, find_actor, same_as(view, iris)))
    with named_as(name):
        table = Table.from_json(view.query(sparql, accept="json", timeout=timeout).body)
    return int(plain(table.rows[0][0]) or 0)


def page(sparql: str, limit: int | None, start: int = 0) -> str:
    """The query with LIMIT and OFFSET at its end (named queries bring none of their own).

    >>> page("SELECT * { ?s ?p ?o } # all", 10, 20).splitlines()
    ['SELECT * { ?s ?p ?o } # all', 'LIMIT 10 OFFSET 20']
    """
    if start < 0 or (limit is not None and limit < 0):
        raise BadValue("A page cannot begin or end before the first row")
    if limit is None and start == 0:
        return sparql
    lines = f"LIMIT {limit} " if limit is not None else ""
    return f"{sparql}\n{lines}OFFSET {start}"


def counted(sparql: str) -> str:
    """A SELECT, made to give the number of its rows as ?rows.

    >>> counted("PREFIX a: <b:> SELECT * { ?s a:p ?o }")
    'PREFIX a: <b:> SELECT (COUNT(*) AS ?rows) WHERE { { SELECT * { ?s a:p ?o }\\n} }'
    """
    found = list(tokens(sparql))
    begin = found[prologue_end(found)].start
    return f"{sparql[:begin]}SELECT (COUNT(*) AS ?rows) WHERE {{ {{ {sparql[begin:]}\n}} }}"


def _refuse_update(sparql: str, most: int) -> None:
    first = _first(_at_most(most, tokens(sparql)))
    if first is not None and first.text.upper() in _UPDATES:
        begin = first.start
        raise QuerySyntaxError(
            f"This is an update ({first.text.upper()}), not a query",
            line=sparql.count("\n", 0, begin) + 1,
            column=begin - (sparql.rfind("\n", 0, begin) + 1) + 1,
            do="A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE; updates go to /update.",
        )
