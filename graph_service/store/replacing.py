"""The least SPARQL update that makes graphs hold what they shall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize


def replacement(
    store: pyoxigraph.Store, old: Iterable[NamedNode], graphs: Mapping[NamedNode, Sequence[Quad]]
) -> str:
    """One SPARQL update that takes away what is too much and inserts what is missing.

    Of a large graph mostly little changes, and writing is what takes long. Blank nodes
    cannot be named in an update; where one must go, the whole graph does.
    """
    away, new = [], []
    for graph, quads in graphs.items():
        wanted = dict.fromkeys(quad.triple for quad in quads)
        if graph in old:
            there = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
            gone = [triple for triple in there if triple not in wanted]
            if wanted and all(map(_can_be_named, gone)):
                wanted = {triple: None for triple in wanted if triple not in there}
                if gone:
                    away.append(f"DELETE DATA {{ {_in_graph(graph, gone)} }} ;\n")
            else:
                away.append(f"DROP SILENT GRAPH {graph} ;\n")
        if wanted:
            new.append(_in_graph(graph, wanted))
    return "".join((*away, "INSERT DATA {\n", *new, "}"))


def _in_graph(graph: NamedNode, triples: Iterable[Triple]) -> str:
    lines = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return f"GRAPH {graph} {{\n{lines.decode()}}}\n"


def _can_be_named(triple: Triple) -> bool:
    simple = isinstance(triple.object, NamedNode | Literal)
    return simple and isinstance(triple.subject, NamedNode)
