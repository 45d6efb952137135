"""Reads the SKOS schemes of ontology/: what topics and speech acts there are, and their labels.

Owns the files' shape, not their use: `extract` looks the labels up in words,
`ask` and the site list them, `validation` checks that nothing else is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph_service.errors import StoreError
from graph_service.rdf.namespaces import ACT, CQ, SKOS, TOPIC, TYPE
from graph_service.resources import resource_files

_CONCEPT = SKOS["Concept"]
_NOTATION = SKOS["notation"]
_LABELS = (SKOS["prefLabel"], SKOS["altLabel"], SKOS["hiddenLabel"])


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of ontology/topics/: what a statement is about."""

    id: str
    """Last part of the IRI and `skos:notation`, e.g. `ukraine-war`."""
    label: str
    labels: tuple[str, ...]
    """Every label, the preferred one first; inflected forms too."""
    broader: str | None
    """Id of the wider topic; None at the top."""
    false_labels: tuple[str, ...] = ()
    """Words that hold a label and mean something else ("investment climate")."""


@dataclass(frozen=True, slots=True)
class Act:
    """A concept of ontology/acts.ttl: what a statement does."""

    id: str
    label: str
    labels: tuple[str, ...]
    """Verbs and phrases that announce the act, the preferred label first."""
    coarse: str
    """Id of the act it counts as in scores; its own where it stands for itself."""


@cache
def topics(overlay: Path | None = None) -> tuple[Topic, ...]:
    """Every topic of ontology/topics/*.ttl, in order of ids; `overlay` adds files.

    >>> [t.broader for t in topics() if t.id == "crimea"]
    ['ukraine-war']
    """
    return tuple(
        Topic(
            name,
            labels[0],
            labels,
            _last(facts.get(SKOS["broader"], ()), TOPIC),
            tuple(label.value for label in facts.get(CQ["falseLabel"], ())),
        )
        for name, labels, facts in _concepts(topic_triples(overlay), TOPIC)
    )


@cache
def acts(overlay: Path | None = None) -> tuple[Act, ...]:
    """Every speech act of ontology/acts.ttl, in order of ids.

    >>> [a.coarse for a in acts() if a.id == "demand"]
    ['urge']
    """
    return tuple(
        Act(name, labels[0], labels, _last(facts.get(CQ["coarseAct"], ()), ACT) or name)
        for name, labels, facts in _concepts(act_triples(overlay), ACT)
    )


@cache
def topic_triples(overlay: Path | None = None) -> tuple[Triple, ...]:
    """The topic files as they stand; the store's graph `topics`."""
    return _triples("topics/*.ttl", overlay)


@cache
def act_triples(overlay: Path | None = None) -> tuple[Triple, ...]:
    """ontology/acts.ttl as it stands; the store's graph `acts`."""
    return _triples("acts.ttl", overlay)


def _triples(pattern: str, overlay: Path | None) -> tuple[Triple, ...]:
    found: list[Triple] = []
    for path in resource_files("ontology", pattern, overlay):
        try:
            found.extend(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
        except (SyntaxError, OSError) as error:
            raise StoreError(
                f"A scheme of topics or acts cannot be read: {error}",
                where=str(path),
                do="Correct the file, or remove it from your own ontology/ folder.",
            ) from error
    return tuple(found)


_Facts = dict[NamedNode, list[NamedNode | Literal]]


def _concepts(
    triples: Iterable[Triple], namespace: str
) -> list[tuple[str, tuple[str, ...], _Facts]]:
    """Id, labels and facts of every concept below the namespace, by id."""
    facts: dict[str, _Facts] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, obj in triples:
        if (
            isinstance(subject, NamedNode)
            and subject.value.startswith(namespace)
            and isinstance(obj, NamedNode | Literal)
        ):
            facts[subject.value.removeprefix(namespace)][predicate].append(obj)
    concepts = []
    for name, known in sorted(facts.items()):
        if _CONCEPT not in known.get(TYPE, ()):
            continue  # the scheme itself, or a remark on a concept of another file
        labels = tuple(o.value for p in _LABELS for o in known.get(p, ()))
        if _LABELS[0] not in known or [o.value for o in known.get(_NOTATION, ())] != [name]:
            raise StoreError(
                f"The concept {name} lacks a preferred label, or its notation is not {name!r}",
                where=namespace,
                do="Give it skos:prefLabel, and as skos:notation the last part of its IRI.",
            )
        concepts.append((name, labels, known))
    return concepts


def _last(values: Iterable[NamedNode | Literal], namespace: str) -> str | None:
    return next((value.value.removeprefix(namespace) for value in values), None)
