"""A statement's quads to one flat row of the index, where the row can stand for them.

Owns which properties are projected and when a statement is irregular: where one row would
not answer exactly as SPARQL does over the quads (a user's own graph may hold anything).
What is missing a property that `queries/statements-of-state.rq` asks for is no row there
either, and none here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Final
from unicodedata import category

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

from graph_service.rdf.namespaces import CQ, DCT, SKOS, TYPE, XSD

Term = NamedNode | BlankNode | Literal | Triple

STATEMENT: Final = CQ["Statement"]
ACCORDING_TO: Final = "according_to"
ACTOR: Final = "actor"
COUNTRY: Final = "country"
SUBJECT: Final = "subject"

_REQUIRED: Final = (
    "speaker", "words", "dateEdtf", "act", "quoteType", "publisher", "article", "depth", "attitude"
)  # fmt: skip
_BOUNDS: Final = ("dateEarliest", "dateLatest")
_SIDES: Final = (
    (ACTOR, CQ["speaker"].value),
    (ACTOR, CQ["country"].value),
    (ACTOR, CQ["onBehalfOf"].value),
    (COUNTRY, CQ["country"].value),
    (ACCORDING_TO, CQ["accordingTo"].value),
    (SUBJECT, DCT["subject"].value),
)
"""Kind of look-up -> property; one statement may have several values of each."""
_NAMES: Final = {CQ[name].value: name for name in (*_REQUIRED, *_BOUNDS)}
_ACCOUNT: Final = CQ["account"].value
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TRUTH: Final = {"true": 1, "1": 1, "false": 0, "0": 0}

_PROPERTIES: Final = (
    f"SELECT ?statement ?property ?value {{ GRAPH ?graph {{"
    f" ?statement a {STATEMENT} ; ?property ?value }} FILTER(?property IN ("
    + ", ".join(f"<{iri}>" for iri in sorted({*_NAMES, *(iri for _, iri in _SIDES), _ACCOUNT}))
    + ")) }"
)
"""What a row needs of each statement; one statement's lines stand together."""


@dataclass(frozen=True, slots=True)
class Flat:
    """One statement of the index: IRIs, and literals as they compare there."""

    iri: str
    speaker: str
    publisher: str
    article: str
    act: str
    quote_type: str
    words: str
    """In small letters."""
    depth: int
    attitude: int
    earliest: str | None
    latest: str | None
    sides: frozenset[tuple[str, str]]
    """(kind, IRI) pairs: what the statement can be looked up by besides."""
    odd_words: bool
    """Whether another version of Unicode may lower its letters otherwise."""


class Irregular(Exception):  # noqa: N818 - never leaves the store
    """One row cannot stand for this statement."""


def statements_in(store: Store, graph: NamedNode | BlankNode) -> Iterator[Flat | None]:
    """The row of each statement in a named graph; None: an irregular one.

    What the query does not find gives nothing. A graph that no query can name, and that
    holds a statement, is irregular.
    """
    if isinstance(graph, BlankNode):
        yield from islice((None for _ in store.quads_for_pattern(None, TYPE, STATEMENT, graph)), 1)
        return
    solutions = store.query(_PROPERTIES.replace("?graph", str(graph)))
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT
    for statement, rows in groupby(solutions, lambda row: row["statement"]):
        found: defaultdict[str, list[Term]] = defaultdict(list)
        for row in rows:
            found[row["property"].value].append(row["value"])
        try:
            flat = _flat(store, statement, graph, found)
        except Irregular:
            yield None
        else:
            if flat is not None:
                yield flat


def _flat(
    store: Store, statement: Term, graph: NamedNode, found: Mapping[str, Sequence[Term]]
) -> Flat | None:
    """The row, None where the query finds none; raises Irregular."""
    single = {name: found.get(iri, ()) for iri, name in _NAMES.items()}
    if not all(single[name] for name in _REQUIRED):
        return None
    if any(len(values) > 1 for values in single.values()):
        raise Irregular
    one = {name: values[0] for name, values in single.items() if values}
    words = _literal(one["words"]).value
    sides = {
        (kind, value.value)
        for kind, property_ in _SIDES
        for value in found.get(property_, ())
        if isinstance(value, NamedNode)
    }
    for account in found.get(_ACCOUNT, ()):
        if isinstance(account, NamedNode | BlankNode):
            for of in store.quads_for_pattern(account, CQ["accountOf"], None, graph):
                if isinstance(of.object, NamedNode):
                    sides.add((ACCORDING_TO, of.object.value))
    return Flat(
        iri=_node(statement),
        speaker=_node(one["speaker"]),
        publisher=_node(one["publisher"]),
        article=_node(one["article"]),
        act=_node(one["act"]),
        quote_type=_plain(one["quoteType"]),
        words=words.lower(),
        depth=_depth(one["depth"]),
        attitude=_truth(one["attitude"]),
        earliest=_day(one.get("dateEarliest")),
        latest=_day(one.get("dateLatest")),
        sides=frozenset(sides),
        odd_words=unsure_letters(words),
    )


def unsure_letters(text: str) -> bool:
    """Whether a letter is newer than our tables, so that the engine may lower it otherwise.

    >>> unsure_letters("Ärger"), unsure_letters("\\u0378")
    (False, True)
    """
    return not text.isascii() and any(category(letter) in ("Cn", "Cs") for letter in text)


def broader_pairs(store: Store) -> set[tuple[str, str]]:
    """(broader, narrower), over any number of steps within one graph."""
    steps: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in store.quads_for_pattern(None, SKOS["broader"], None, None):
        if isinstance(quad.graph_name, NamedNode):
            steps[quad.graph_name.value][str(quad.subject)].add(str(quad.object))
    pairs: set[tuple[str, str]] = set()
    for graph in steps.values():
        for narrower in tuple(graph):
            reached: set[str] = set()
            ahead = list(graph[narrower])
            while ahead:
                broader = ahead.pop()
                if broader not in reached:
                    reached.add(broader)
                    ahead.extend(graph.get(broader, ()))
            pairs.update((broader.strip("<>"), narrower.strip("<>")) for broader in reached)
    return pairs


def rejected(store: Store) -> set[str]:
    """IRIs of what a decision leaves out."""
    return {
        quad.subject.value
        for quad in store.quads_for_pattern(None, CQ["rejectedBy"], None, None)
        if isinstance(quad.graph_name, NamedNode) and isinstance(quad.subject, NamedNode)
    }


def _node(term: object) -> str:
    if not isinstance(term, NamedNode):
        raise Irregular
    return term.value


def _literal(term: object) -> Literal:
    if not isinstance(term, Literal):
        raise Irregular
    return term


def _plain(term: object) -> str:
    literal = _literal(term)
    if literal.language or literal.datatype != XSD["string"]:
        raise Irregular
    return literal.value


def _depth(term: object) -> int:
    literal = _literal(term)
    if literal.datatype != XSD["integer"] or not re.fullmatch(r"\d{1,9}", literal.value, re.ASCII):
        raise Irregular
    return int(literal.value)


def _truth(term: object) -> int:
    literal = _literal(term)
    if literal.datatype != XSD["boolean"] or literal.value not in _TRUTH:
        raise Irregular
    return _TRUTH[literal.value]


def _day(term: object) -> str | None:
    """A day without a time zone, of four digits: such days compare as their letters do."""
    if term is None:
        return None
    literal = _literal(term)
    if literal.datatype != XSD["date"] or not _DAY.fullmatch(literal.value):
        raise Irregular
    try:
        return date.fromisoformat(literal.value).isoformat()
    except ValueError as error:
        raise Irregular from error
