"""Media types, file suffixes and names of formats, by the library's own enums; negotiation.

Owns which names contract.md uses for which format, and the choice by an
`Accept` header. Owns no HTTP: callers pass the header's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph_service.errors import UnknownName

T = TypeVar("T")

RDF_FORMATS: Final = MappingProxyType(
    {
        "nquads": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG,
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdfxml": RdfFormat.RDF_XML,
    }
)
"""contract.md's names of graph formats."""

RESULT_FORMATS: Final = MappingProxyType(
    {
        "json": QueryResultsFormat.JSON,
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
        "xml": QueryResultsFormat.XML,
    }
)
"""contract.md's names of formats of rows and of true/false."""


def essence(media_type: str) -> str:
    """A media type without its parameters, in lower case.

    >>> essence("text/CSV; charset=utf-8")
    'text/csv'
    """
    return media_type.partition(";")[0].strip().lower()


RESULT_TYPES: Final = MappingProxyType(
    {
        "application/sparql-results+json": QueryResultsFormat.JSON,
        "application/json": QueryResultsFormat.JSON,
        "application/sparql-results+xml": QueryResultsFormat.XML,
        "application/xml": QueryResultsFormat.XML,
        "text/csv": QueryResultsFormat.CSV,
        "text/tab-separated-values": QueryResultsFormat.TSV,
    }
)
"""What SELECT and ASK can be sent as, the preferred first."""

GRAPH_TYPES: Final = MappingProxyType(
    {
        "text/turtle": RdfFormat.TURTLE,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "text/plain": RdfFormat.N_TRIPLES,
        "application/ld+json": RdfFormat.JSON_LD,
        "application/json": RdfFormat.JSON_LD,
        "application/rdf+xml": RdfFormat.RDF_XML,
        "application/xml": RdfFormat.RDF_XML,
        "application/trig": RdfFormat.TRIG,
        "application/n-quads": RdfFormat.N_QUADS,
    }
)
"""What a graph can be sent as, the preferred first."""


def rdf_format(name: str) -> RdfFormat:
    """By name, media type or file suffix.

    >>> rdf_format("jsonld") == rdf_format("application/ld+json") == RdfFormat.JSON_LD
    True
    """
    found = (
        RDF_FORMATS.get(name.lower())
        or RdfFormat.from_media_type(name)
        or RdfFormat.from_extension(name.lower().lstrip("."))
    )
    if found is None:
        raise UnknownName(
            f"There is no RDF format named {name!r}", do=f"Choose one of {', '.join(RDF_FORMATS)}."
        )
    return found


def result_format(name: str) -> QueryResultsFormat:
    """By name, media type or file suffix.

    >>> result_format("csv") == QueryResultsFormat.CSV
    True
    """
    found = (
        RESULT_FORMATS.get(name.lower())
        or QueryResultsFormat.from_media_type(name)
        or QueryResultsFormat.from_extension(name.lower().lstrip("."))
    )
    if found is None:
        raise UnknownName(
            f"There is no result format named {name!r}",
            do=f"Choose one of {', '.join(RESULT_FORMATS)}.",
        )
    return found


def choose(accept: str | None, offered: Mapping[str, T]) -> T | None:
    """The offered value that an `Accept` header likes best (RFC 9110, 12.5.1); None if none.

    `offered` runs from our preferred media type to the least; it decides among
    equals. No header, or an empty one, accepts everything.

    >>> choose("text/html;q=0.5, text/csv", {"text/html": "page", "text/csv": "table"})
    'table'
    >>> choose("application/*, */*;q=0.1", {"text/html": 1, "application/json": 2})
    2
    >>> choose("image/png", {"text/html": 1}) is None
    True
    """
    ranges = _ranges(accept or "*/*")
    best, best_q = None, 0.0
    for media_type, value in offered.items():
        q = _quality(essence(media_type), ranges)
        if q > best_q:
            best, best_q = value, q
    return best


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for item in accept.split(","):
        media_range, *parameters = (part.strip() for part in item.split(";"))
        if not media_range:
            continue
        q = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                q = _weight(value.strip())
        key = media_range.lower()
        ranges[key] = max(q, ranges.get(key, 0.0))
    return ranges or {"*/*": 1.0}


def _weight(text: str) -> float:
    """A q-value; one that is none counts as 1, as browsers and proxies do."""
    try:
        value = float(text)
    except ValueError:
        return 1.0
    return min(max(value, 0.0), 1.0) if value == value else 1.0


def _quality(media_type: str, ranges: Mapping[str, float]) -> float:
    """The weight of the most specific range that covers the type."""
    for candidate in (media_type, media_type.partition("/")[0] + "/*", "*/*", "*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0
