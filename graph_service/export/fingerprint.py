"""What a graph holds in one number: its triples in canonical form, counted and hashed.

Owns the definition, which anybody can check with a shell: `sort -u` of the graph's
canonical N-Triples by bytes, then SHA-256. Graphs with blank nodes are first labelled
as RDFC-1.0 does (W3C Recommendation, 21 May 2024). One graph at a time is in memory.
"""

from __future__ import annotations

import hashlib
from typing import IO, Final, NamedTuple

from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from graph_service.errors import LimitExceeded
from graph_service.export.canonical import MOST_BLANK
from graph_service.export.source import Graph

_BLANK: Final = b"_:"


class Fingerprint(NamedTuple):
    """Number of triples, and SHA-256 of the canonical N-Triples as hexadecimal digits."""

    triples: int
    sha256: str


def triples_of(store: Store, graph: Graph) -> bytes:
    """The graph as canonical N-Triples, in the store's order."""
    return store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""


def fingerprint(triples: bytes) -> Fingerprint:
    """Of N-Triples as pyoxigraph writes them; lines that come twice count once.

    Raises LimitExceeded where too many triples name blank nodes.

    >>> a, b = b'<x:s> <x:p> "1" .\\n', b'<x:s> <x:p> "2" .\\n'
    >>> fingerprint(a + b) == fingerprint(b + a + b)
    True
    >>> fingerprint(b"_:a <x:p> _:b .\\n") == fingerprint(b"_:y <x:p> _:x .\\n")
    True
    """
    if _BLANK in triples:
        triples = _labelled(triples)
    lines = set(triples.splitlines(keepends=True))
    return Fingerprint(len(lines), hashlib.sha256(b"".join(sorted(lines))).hexdigest())


def fingerprint_of_other(triples: bytes | IO[bytes]) -> Fingerprint:
    """Of N-Triples as any program writes them: other escapes, comments, white space.

    Raises SyntaxError where they are none.
    """
    found = (quad.triple for quad in parse(triples, format=RdfFormat.N_TRIPLES))
    return fingerprint(serialize(found, format=RdfFormat.N_TRIPLES) or b"")


def _labelled(triples: bytes) -> bytes:
    """With blank nodes named by RDFC-1.0, in canonical N-Triples."""
    if triples.count(b"\n") > MOST_BLANK:
        named = sum(_BLANK in line for line in triples.splitlines())
        if named > MOST_BLANK:
            raise LimitExceeded(
                f"A graph has more than {MOST_BLANK} triples with blank nodes, too many to "
                "label in a canonical way",
                do="Give its nodes names (IRIs), or leave the graph out.",
            )
    found = Dataset(Quad(*q.triple) for q in parse(triples, format=RdfFormat.N_TRIPLES))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return serialize((quad.triple for quad in found), format=RdfFormat.N_TRIPLES) or b""
