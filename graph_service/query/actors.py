"""Actors by any reference: the registry's, and those that only articles describe.

Owns the order of looking: the registry first, then the article graphs. Names
that neither knows are an error that says which come near.
"""

from __future__ import annotations

from typing import Final, Protocol

from pyoxigraph import RdfFormat, parse

from graph_service.errors import UnknownName
from graph_service.model import Actor, Tenure
from graph_service.rdf.iris import Iris
from graph_service.rdf.reading import Description
from graph_service.store.base import View

_CONSTRUCT: Final = """\
PREFIX cq: <https://w3id.org/communique/ns#>
CONSTRUCT {{ {node} ?p ?o . ?country ?q ?code }} WHERE {{
  GRAPH ?g {{ {node} a cq:Actor ; ?p ?o }}
  OPTIONAL {{ GRAPH ?h {{ {node} cq:country ?country . ?country ?q ?code }} }}
}}
"""


class Directory(Protocol):
    """What looking up needs of the registry."""

    def find(self, reference: str) -> Actor: ...

    def actor(self, id: str) -> Actor | None: ...  # noqa: A002 - the registry's word

    def tenure(self, id: str) -> Tenure | None: ...  # noqa: A002


def find_actor(view: View, directory: Directory, iris: Iris, reference: str) -> Actor:
    """The actor behind an id, QID, ISO code, IRI or unambiguous name; raises UnknownName."""
    try:
        return directory.find(reference)
    except UnknownName:
        name = reference.removeprefix(iris.ids)
        if not name.startswith("actor-"):
            raise
        node = iris.actor(name)
        body = view.query(_CONSTRUCT.format(node=node), accept="ntriples").body
        if not body.strip():
            raise
        triples = parse(body, format=RdfFormat.N_TRIPLES)
        return Description(triples, iris, directory.actor, directory.tenure).actor(node.value)
