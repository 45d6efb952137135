"""Which graphs only the product's own commands write, and which command that is.

Owns the rule of model.md (Graphs) in two forms: for one IRI, and as a SPARQL
condition on a variable. Both must say the same; a test compares them.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from graph_service.errors import BadValue, NotAllowed

PENDING: Final = "urn:x-communique:pending"
"""Graph of the writer process alone: which jobs are in and not yet published. Never published."""

_COMMANDS: Final = {
    "registry": "communique actors import",
    "topics": "communique ingest, from the files of ontology/topics",
    "acts": "communique ingest, from the file ontology/acts.ttl",
    "ontology": "communique ingest, from the files of ontology",
    "links": "communique link",
    "decisions": "communique decide",
}
ARTICLE: Final = "article-"
"""How the last part of every article's graph begins."""


def command_for(graph: str, base: str) -> str | None:
    """The command that writes this graph; None for a user's own.

    >>> command_for("https://communique.example/graph/links", "https://communique.example/")
    'communique link'
    >>> command_for("https://communique.example/graph/mine", "https://communique.example/") is None
    True
    """
    if graph == PENDING:
        return "the writer process itself"
    if not graph.startswith(f"{base}graph/"):
        return None
    name = graph[len(base) + len("graph/") :]
    if name.startswith(ARTICLE):
        return "communique ingest, or POST /api/v1/articles; communique withdraw takes one out"
    return _COMMANDS.get(name)


def condition(variable: str, base: str) -> str:
    """SPARQL: true where the variable is bound to a managed graph, never an error.

    `variable` is written with its sign; `base` holds no character that a string must escape.
    """
    iris = ", ".join(f'"{base}graph/{name}"' for name in _COMMANDS)
    text = f"STR({variable})"
    return (
        f"(BOUND({variable}) && isIRI({variable}) && "
        f'(STRSTARTS({text}, "{base}graph/{ARTICLE}") || {text} IN ({iris}, "{PENDING}")))'
    )


def absolute(iri: str, where: str | None = None) -> str:
    """The IRI of a graph as a request names it. Raises BadValue.

    >>> absolute("http://a/b")
    'http://a/b'
    """
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise BadValue(
            f"The graph {iri!r} is no absolute IRI: {error}",
            where=where,
            do="Name graphs by full IRIs.",
        ) from error


def refuse(graph: str, base: str) -> None:
    """Raises NotAllowed, naming the command, where the graph is managed."""
    command = command_for(graph, base)
    if command is not None:
        raise NotAllowed(
            f"The graph <{graph}> is managed and cannot be written here",
            do=f"It is written by {command}. Write to a graph of your own; reading is open.",
        )
