"""Topics and speech acts that a user names: is there such a one?

Owns the refusal. A name that no scheme of the store and no statement knows would find
nothing, and no rows read as "nobody said anything about it".
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import Final

from pyoxigraph import NamedNode

from graph_service.errors import UnknownName
from graph_service.query.catalogue import NamedQuery
from graph_service.query.parameters import Values, to_term
from graph_service.query.table import Table
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import ACT, TOPIC
from graph_service.store.base import View

_KNOWN: Final = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ASK {{ {{ {concept} a skos:Concept }} UNION {{ ?thing ?is {concept} }} }}
"""
_ALL: Final = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?concept { ?concept a skos:Concept }
"""
_SCHEMES: Final = {"topic": str(TOPIC), "act": str(ACT)}


def check_concepts(view: View, query: NamedQuery, values: Values, iris: Iris) -> None:
    """Raises UnknownName for a value of type topic or act that the store does not know."""
    for param in query.params:
        if param.type not in _SCHEMES or param.name not in values:
            continue
        given = values[param.name]
        for value in [given] if isinstance(given, str) else given:
            concept = to_term(param, value, iris)
            found = view.query(_KNOWN.format(concept=concept), accept="json")
            if not json.loads(found.body)["boolean"]:
                raise UnknownName(
                    f"There is no {param.type} {value!r}",
                    where=f"parameter {param.name}",
                    do=_advice(view, param.type, value),
                )


def _advice(view: View, kind: str, value: str) -> str:
    scheme = _SCHEMES[kind]
    table = Table.from_json(view.query(_ALL, accept="json").body)
    terms = [term.value for term in table.column("concept") if isinstance(term, NamedNode)]
    names = [term.removeprefix(scheme) for term in terms if term.startswith(scheme)]
    near = get_close_matches(value.strip().lower(), names, n=1)
    say = f"Did you mean {near[0]}? " if near else ""
    if kind == "topic":
        return f"{say}Give its notation, such as sovereignty; the query topics lists those in use."
    return f"{say}Give its notation, such as deny."
