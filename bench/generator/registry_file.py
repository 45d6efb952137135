"""A generated world as a registry file, in the form of ontology/actors/*.ttl."""

from __future__ import annotations

from collections.abc import Iterator

from bench.generator.world import UNION, State, World
from graph_service.model import Actor

_HEAD = """\
# Actors of a generated world; every state, person and body is invented.
@prefix cq:   <https://w3id.org/communique/ns#> .
@prefix dct:  <http://purl.org/dc/terms/> .
@prefix id:   <https://communique.example/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle(world: World) -> str:
    """The whole file; `communique ingest --registry` takes it."""
    parts = [_HEAD, _actor(UNION, "Organisation", 'cq:orgType "international_organisation"')]
    parts.extend(part for state in world.states for part in _state(state))
    agencies = {state.agency.id for state in world.states}
    parts.extend(
        _actor(outlet, "Outlet", 'cq:orgType "outlet"')
        for outlet in world.outlets
        if outlet.id not in agencies
    )
    return "\n".join(parts)


def _state(state: State) -> Iterator[str]:
    own, name = f"cq:country id:{state.actor.id}", state.actor.name
    code = state.actor.country or ""
    yield _actor(
        state.actor,
        "State",
        f'cq:metonym "{state.capital}"@en',
        f'cq:demonym "{state.adjective}"@en',
        f'cq:isoAlpha2 "{code}" ; cq:isoAlpha3 "{code}A"',
        own,
    )
    yield _actor(
        state.ministry,
        "Organisation",
        f'skos:altLabel "{state.adjective} Foreign Ministry"@en',
        f'skos:altLabel "{name}’s Foreign Ministry"@en',
        'cq:orgType "foreign_ministry"',
        own,
    )
    yield _actor(state.agency, "Outlet", 'cq:orgType "agency"', own)
    for person in state.persons:
        yield _actor(person.actor, "Person")
        tenure = person.tenure
        lines = [
            f"id:{tenure.id} a cq:Tenure",
            f"cq:holder id:{tenure.holder}",
            f'cq:postLabel "{tenure.post}"@en',
            f'cq:role "{tenure.role}"',
            own,
            f"cq:body id:{tenure.body}" if tenure.body else "",
            f'cq:from "{tenure.start}"^^xsd:date',
            f'cq:until "{tenure.end}"^^xsd:date' if tenure.end else "",
            f'cq:openAsOf "{tenure.open_as_of}"^^xsd:date' if tenure.open_as_of else "",
            f'dct:source "{tenure.source}"',
        ]
        yield _joined(lines)


def _actor(actor: Actor, kind: str, *more: str) -> str:
    label = f'skos:prefLabel "{actor.name}"@en'
    return _joined([f"id:{actor.id} a cq:Actor, cq:{kind}", label, *more, 'dct:source "invented"'])


def _joined(lines: list[str]) -> str:
    return " ;\n    ".join(filter(None, lines)) + " .\n"
