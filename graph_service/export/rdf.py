"""Quads of a snapshot to a stream, in one of the RDF formats.

Owns the two profiles on the way out and the choice of the engine's own dump where it
can do the whole of the work. Formats without graphs hold the union, in which a triple
that stands in several graphs comes as often; `canonical` writes it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Final

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from graph_service.errors import UsageError
from graph_service.export.canonical import write_sorted
from graph_service.export.source import Selection, Source
from graph_service.rdf.context import write_jsonld
from graph_service.rdf.formats import RDF_FORMATS
from graph_service.rdf.mapping import profile_simple
from graph_service.rdf.namespaces import PREFIXES

PROFILES: Final = ("full", "simple")

FORMATS: Final = {name: RDF_FORMATS[name] for name in RDF_FORMATS if name != "rdfxml"}
"""RDF/XML is left out: it has no graphs and cannot write every property."""

SORTED: Final = ("nquads", "ntriples")


class _Counted:
    """Passes on what it is given and knows how much it was."""

    def __init__(self) -> None:
        self.count = 0

    def of(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        for quad in quads:
            self.count += 1
            yield quad


def write_rdf(
    source: Source,
    selection: Selection,
    stream: IO[bytes],
    *,
    format: str,  # noqa: A002 - contract.md's word
    simple: bool = False,
    canonical: bool = False,
) -> int:
    """The number of quads written, or of triples in a format without graphs.

    `simple` leaves out evidence (model.md, Profiles). `canonical` sorts by code point
    and names blank nodes as RDFC-1.0 does (W3C, 2024): the same content gives the same
    bytes. Raises UsageError where the format has no such form.
    """
    form = FORMATS[format]
    graphs = source.graphs(selection)
    if canonical and format not in SORTED:
        raise UsageError(
            f"{format} has no canonical form", do=f"Choose one of {', '.join(SORTED)}."
        )
    prefixes = {**PREFIXES, "id": source.iris.ids}
    compact = format == "jsonld"  # by our context, inline; the engine writes it expanded
    if selection.whole and not simple and form.supports_datasets and not (canonical or compact):
        source.store.dump(stream, form, prefixes=prefixes)
        return len(source.store)
    counted = _Counted()
    quads = source.quads(graphs)
    quads = counted.of(profile_simple(quads) if simple else quads)
    if canonical:
        return write_sorted(quads, stream, form)
    if compact:
        write_jsonld(quads, stream)
        return counted.count
    rows: Iterator[Quad | Triple] = quads if form.supports_datasets else (q.triple for q in quads)
    serialize(rows, stream, form, prefixes=prefixes)  # type: ignore[arg-type]
    return counted.count


def media_type(format: str) -> str:  # noqa: A002
    """
    >>> media_type("nquads")
    'application/n-quads'
    """
    return FORMATS[format].media_type


def by_extension(last: str) -> str | None:
    """
    >>> by_extension("nq"), by_extension("ttl"), by_extension("pdf")
    ('nquads', 'turtle', None)
    """
    found = RdfFormat.from_extension(last)
    return next((name for name, form in FORMATS.items() if form == found), None)
