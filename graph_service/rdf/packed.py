"""Quads as one text, to hand them from one process to another.

Owns nothing of a file format that anyone else reads. Pickled one by one, quads take thirty
times as long.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, parse, serialize


def pack(quads: Iterable[Quad]) -> bytes:
    """
    >>> unpack(pack([]))
    []
    """
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def unpack(packed: bytes) -> list[Quad]:
    """The same quads in the same order; `packed` must be what `pack` made."""
    # Lenient: they were terms already, and need not be looked at for their form again.
    return list(parse(packed, format=RdfFormat.N_QUADS, lenient=True))
