"""The nodes that an article's graph names and does not describe.

Owns which of their facts the shapes need: type, name, scheme. Where the facts
come from (registry, store) is the caller's `lookup`; acts and topics are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph_service.actors.registry import Registry
from graph_service.rdf.mapping import KINDS, UNKNOWN_PUBLISHER
from graph_service.rdf.namespaces import ACT, CQ, DCT, SKOS, TOPIC, TYPE
from graph_service.rdf.schemes import act_triples, topic_triples

Term = NamedNode | BlankNode | Literal | Triple
_Vocabulary = dict[Term, tuple[Triple, ...]]

Lookup = Callable[[NamedNode], Iterable[Quad | Triple]]
"""Triples about an IRI; none where it is unknown. More than needed does no harm."""

_NAMING = """
    speaker publisher article country tenure datedTenure likelySpeaker candidate onBehalfOf act
    accordingTo reportedBy reporter target addressee event account accountOf
"""
NAMING = frozenset({DCT["subject"], SKOS["broader"]} | {CQ[name] for name in _NAMING.split()})
"""Properties whose values must be something: an actor, a tenure, a concept."""

_FACTS = frozenset({TYPE, SKOS["prefLabel"], SKOS["inScheme"]})
_VOCABULARIES = (str(ACT), str(TOPIC))


def named_nodes(
    quads: Iterable[Quad | Triple], lookup: Lookup, overlay: Path | None = None
) -> tuple[Triple, ...]:
    """Types, names and schemes of what the quads name and do not describe.

    Acts and topics are found here; `lookup` is asked for all others, once each,
    in the order of first mention.
    """
    described = set()
    named: dict[NamedNode, None] = {}
    for quad in quads:
        described.add(quad.subject)
        if quad.predicate in NAMING and isinstance(quad.object, NamedNode):
            named[quad.object] = None
    vocabulary = _vocabulary(overlay)
    found: list[Triple] = []
    for node in named:
        if node in described:
            continue
        if node.value.startswith(_VOCABULARIES):
            found.extend(_with_broader(node, vocabulary))
            continue
        found.extend(
            Triple(fact.subject, fact.predicate, fact.object)
            for fact in lookup(node)
            if fact.subject == node and fact.predicate in _FACTS
        )
    return tuple(found)


def registry_lookup(registry: Registry) -> Lookup:
    """What a registry knows, as triples: an actor's classes and name, that a tenure is one.

    Only the last part of an IRI counts, so that files of any base can be checked.
    """

    def lookup(node: NamedNode) -> Iterator[Triple]:
        name = unquote(node.value.rpartition("/")[2])
        if registry.tenure(name):
            yield Triple(node, TYPE, CQ["Tenure"])
        actor = UNKNOWN_PUBLISHER if name == UNKNOWN_PUBLISHER.id else registry.actor(name)
        if actor:
            yield Triple(node, TYPE, CQ["Actor"])
            yield Triple(node, TYPE, CQ[KINDS[actor.kind]])
            yield Triple(node, SKOS["prefLabel"], Literal(actor.name))

    return lookup


def nothing_known(node: NamedNode) -> tuple[Triple, ...]:
    """A lookup for a graph that must describe all its actors itself."""
    return ()


@cache
def vocabulary_nodes(overlay: Path | None = None) -> tuple[Triple, ...]:
    """Types, names and schemes of every act and topic."""
    return tuple(fact for facts in _vocabulary(overlay).values() for fact in facts)


def _with_broader(node: NamedNode, vocabulary: _Vocabulary) -> Iterator[Triple]:
    """A concept's facts and those of the concepts above it; a loop ends where it began."""
    seen: set[Term] = {node}
    todo: list[Term] = [node]
    while todo:
        for fact in vocabulary.get(todo.pop(), ()):
            yield fact
            if fact.predicate == SKOS["broader"] and fact.object not in seen:
                seen.add(fact.object)
                todo.append(fact.object)


@cache
def _vocabulary(overlay: Path | None) -> _Vocabulary:
    found: dict[Term, list[Triple]] = {}
    for triple in (*act_triples(overlay), *topic_triples(overlay)):
        wanted = triple.predicate in _FACTS or triple.predicate == SKOS["broader"]
        if wanted and isinstance(triple.subject, NamedNode):
            found.setdefault(triple.subject, []).append(triple)
    return {node: tuple(facts) for node, facts in found.items()}
