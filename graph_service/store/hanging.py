"""Taking statements out of an article's graph, with what hangs on them and nothing else.

Owns the reachability; which statements go is the gate's decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph_service.rdf.namespaces import CQ, TYPE

Node = NamedNode | BlankNode | Triple
_WORDS, _SPEAKER = CQ["words"], CQ["speaker"]


def statements_in(quads: Iterable[Quad]) -> list[str]:
    """IRIs of the statements that a graph describes."""
    return [
        quad.subject.value
        for quad in quads
        if quad.predicate == TYPE
        and quad.object == CQ["Statement"]
        and isinstance(quad.subject, NamedNode)
    ]


def words_in(quads: Iterable[Quad]) -> Iterator[tuple[str, str, str]]:
    """IRI, words and speaker's IRI (empty where there is none) of each statement of a graph."""
    speakers: dict[str, str] = {}
    words: dict[str, str] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            if quad.predicate == _WORDS:
                words[quad.subject.value] = quad.object.value
            elif quad.predicate == _SPEAKER:
                speakers[quad.subject.value] = quad.object.value
    for node, text in words.items():
        yield node, text, speakers.get(node, "")


def without(quads: Iterable[Quad], statements: Collection[str]) -> list[Quad]:
    """The graph without these statements (IRIs) and the nodes that only they lead to.

    Reports, evidence, actors, accounts that a remaining statement or the
    article itself leads to stay, and the order stays.
    """
    all_quads = list(quads)
    below: dict[Node, list[Node]] = {}
    for quad in all_quads:
        below.setdefault(quad.subject, [])
    kept: list[Node] = []
    going: list[Node] = []
    for quad in all_quads:
        if isinstance(quad.object, NamedNode | BlankNode) and quad.object in below:
            below[quad.subject].append(quad.object)
        if quad.predicate == TYPE and quad.object in (CQ["Statement"], CQ["Article"]):
            goes = isinstance(quad.subject, NamedNode) and quad.subject.value in statements
            (going if goes else kept).append(quad.subject)
    gone = set(going)
    stays = _reached(kept, below, stop=gone)
    leaves = _reached(going, below, stop=set()) - stays
    return [quad for quad in all_quads if quad.subject not in leaves]


def _reached(
    start: Iterable[Node], below: dict[Node, list[Node]], stop: Collection[Node]
) -> set[Node]:
    seen: set[Node] = set()
    todo = list(start)
    while todo:
        node = todo.pop()
        if node not in seen and node not in stop:
            seen.add(node)
            todo.extend(below[node])
    return seen
