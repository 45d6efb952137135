"""Values into named queries: checked by type, serialised by the library, put at UNDEF.

Owns that nothing a user types ever becomes query text: each value is parsed
into an RDF term first, and the term's own serialisation replaces exactly the
token UNDEF of the parameter's `VALUES` line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph_service.errors import BadValue, UnknownName
from graph_service.query.catalogue import NamedQuery, Param
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import ACT, TOPIC, XSD

Values = Mapping[str, str | Sequence[str]]
FindActor = Callable[[str], str]
"""Any reference to an actor (name, ISO code) -> its id; raises UnknownName."""

Same = Callable[[NamedNode], Iterable[NamedNode]]
"""An actor -> all that count as it, itself first."""

_QID: Final = re.compile(r"Q[1-9][0-9]*")
_NOTATION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SINGLE: Final = frozenset({"date", "integer", "boolean"})
"""Types of bounds and switches, of which "any of these" has no meaning."""
_BOOLEANS: Final = {"true": "true", "1": "true", "yes": "true",
                    "false": "false", "0": "false", "no": "false"}  # fmt: skip


def bind(
    query: NamedQuery,
    values: Values,
    iris: Iris,
    find_actor: FindActor | None = None,
    same: Same | None = None,
) -> str:
    """The query's text with the values in place; parameters not given stay UNDEF ("all").

    A value is a string or several of them ("any of these"). Without
    `find_actor`, an actor is given by id, QID or IRI. `same` gives all actors that count
    as one by decision (`query.curation.same_as`): an actor means any of them.
    Raises UnknownName for a
    parameter that the query does not have, BadValue for a value that does not
    fit or a required one that is missing, each with an example.
    """
    terms = {
        name: " ".join(map(str, found))
        for name, found in terms_of(query, values, iris, find_actor, same).items()
    }
    text = query.text
    for name, (start, end) in sorted(query.places().items(), key=lambda p: p[1], reverse=True):
        if name in terms:
            text = text[:start] + terms[name] + text[end:]
    return text


def terms_of(
    query: NamedQuery,
    values: Values,
    iris: Iris,
    find_actor: FindActor | None = None,
    same: Same | None = None,
) -> dict[str, list[NamedNode | Literal]]:
    """The values as terms, each once, with all that count as one; raises as `bind`."""
    terms: dict[str, list[NamedNode | Literal]] = {}
    for name, value in values.items():
        param = query.param(name)
        given = [value] if isinstance(value, str) else list(value)
        if len(given) > 1 and param.type in _SINGLE:
            raise BadValue(
                f"{name} takes one {param.type}, and {len(given)} were given",
                do=f"Give for example {name}={param.example}.",
            )
        if given:
            found = [to_term(param, one, iris, find_actor) for one in given]
            if same is not None and param.type == "actor":
                found = [o for term in found if isinstance(term, NamedNode) for o in same(term)]
            terms[name] = list(dict.fromkeys(found))
    for param in query.params:
        if param.required and param.name not in terms:
            raise BadValue(
                f"The query {query.name} needs the parameter {param.name}",
                do=f"Give for example {param.name}={param.example}.",
            )
    return terms


def read_assignments(given: Iterable[str]) -> dict[str, list[str]]:
    """`name=value` strings, as a command line gives them; a name may come again.

    >>> read_assignments(["actor=Q148", "actor=Q159", "text=a=b"])
    {'actor': ['Q148', 'Q159'], 'text': ['a=b']}
    """
    values: dict[str, list[str]] = {}
    for assignment in given:
        name, equals, value = assignment.partition("=")
        if not equals or not name:
            raise BadValue(f"{assignment!r} is not NAME=VALUE", do="Write e.g. actor=Q148.")
        values.setdefault(name, []).append(value)
    return values


def to_term(
    param: Param, value: str, iris: Iris, find_actor: FindActor | None = None
) -> NamedNode | Literal:
    """One value as the term of its parameter's type; raises BadValue."""
    try:
        return _READERS[param.type](value.strip(), iris, find_actor)
    except ValueError as error:
        raise BadValue(
            f"{param.name}={value[:80]!r} is no {_WORDS.get(param.type, param.type)}",
            do=f"Give for example {param.name}={param.example}.",
        ) from error
    except UnknownName as error:
        raise UnknownName(
            error.what,
            where=f"parameter {param.name}",
            do=error.do or f"Give for example {param.name}={param.example}.",
        ) from error


def _iri(value: str, iris: Iris, find: FindActor | None) -> NamedNode:
    return NamedNode(value)


def _date(value: str, iris: Iris, find: FindActor | None) -> Literal:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError(value)  # fromisoformat also reads 2022W061 and 20220209
    return Literal(date.fromisoformat(value).isoformat(), datatype=XSD["date"])


def _string(value: str, iris: Iris, find: FindActor | None) -> Literal:
    if not value:
        raise ValueError(value)
    return Literal(value)


def _integer(value: str, iris: Iris, find: FindActor | None) -> Literal:
    if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
        raise ValueError(value)
    return Literal(str(int(value)), datatype=XSD["integer"])


def _boolean(value: str, iris: Iris, find: FindActor | None) -> Literal:
    if value.lower() not in _BOOLEANS:
        raise ValueError(value)
    return Literal(_BOOLEANS[value.lower()], datatype=XSD["boolean"])


def _actor(value: str, iris: Iris, find: FindActor | None) -> NamedNode:
    if "://" in value:
        return NamedNode(value)
    if value.startswith("actor-"):
        return iris.actor(value)
    if _QID.fullmatch(value):
        return iris.actor(f"actor-{value}")
    if find is not None and value:
        return iris.actor(find(value))
    raise ValueError(value)


def _topic(value: str, iris: Iris, find: FindActor | None) -> NamedNode:
    return _concept(value, str(TOPIC))


def _act(value: str, iris: Iris, find: FindActor | None) -> NamedNode:
    return _concept(value, str(ACT))


def _concept(value: str, scheme: str) -> NamedNode:
    """A notation of our scheme, or the full IRI of a concept in any."""
    if "://" in value:
        return NamedNode(value)
    if not _NOTATION.fullmatch(value):
        raise ValueError(value)
    return NamedNode(scheme + value)


_READERS: Final[dict[str, Callable[[str, Iris, FindActor | None], NamedNode | Literal]]] = {
    "iri": _iri,
    "date": _date,
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
    "actor": _actor,
    "topic": _topic,
    "act": _act,
}
_WORDS: Final = {
    "iri": "full IRI",
    "date": "day (YYYY-MM-DD) that exists",
    "string": "text of at least one character",
    "integer": "whole number",
    "boolean": "true or false",
    "actor": "actor's id, QID or IRI",
    "topic": "topic's name or IRI",
    "act": "speech act's name or IRI",
}
