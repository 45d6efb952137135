"""Which format leaves, and whether the client has it already.

Owns `format=`, `Accept` for RDF that we write ourselves, and entity tags
(RFC 9110, sections 8.8.3 and 13.1.2). The formats of query results are the store's.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from importlib.metadata import version
from typing import Final

from starlette.requests import Request

from graph_service.errors import BadValue, UnknownFormat
from graph_service.rdf.formats import (
    GRAPH_TYPES,
    RDF_FORMATS,
    RESULT_FORMATS,
    RESULT_TYPES,
    choose,
)

HTML: Final = "text/html"
_CHANGING: Final = re.compile(
    r"\b(?:now|rand|uuid|struuid|bnode)\b\s*\(|\bservice\b", re.IGNORECASE
)
_VERSION: Final = version("communique")


def wanted(request: Request, named: str | None) -> str:
    """The value of `format=`, a name or a media type, else the Accept header.

    Raises BadValue where `named` is neither.
    """
    if named is None:
        return request.headers.get("accept") or "*/*"
    # In an address "+" stands for a space, which no media type holds.
    name = named.strip().replace(" ", "+").lower()
    known = {*RESULT_FORMATS, *RDF_FORMATS, *RESULT_TYPES, *GRAPH_TYPES}
    if name not in known:
        raise BadValue(
            f"There is no format named {named!r}",
            where="parameter format",
            do=f"Choose one of {', '.join(dict.fromkeys((*RESULT_FORMATS, *RDF_FORMATS)))}.",
        )
    return name


def rdf_type(accept: str, *, page: bool = False) -> str:
    """The media type for RDF of our own; with `page`, `text/html` for browsers.

    Raises UnknownFormat with the list of what there is.
    """
    if accept in RDF_FORMATS:
        return str(RDF_FORMATS[accept].media_type)
    offered = {media_type: f.media_type for media_type, f in GRAPH_TYPES.items()}
    if page:
        offered[HTML] = HTML
    chosen = choose(accept, offered)
    if chosen is None:
        raise UnknownFormat(
            f"This cannot be written as {accept}", do=f"Accept one of {', '.join(offered)}."
        )
    return chosen


def entity_tag(snapshot: str, *parts: object) -> str:
    """A weak tag: the same request on the same snapshot says the same, byte order aside.

    `parts` is everything else that the answer depends on.
    """
    hashed = blake2b("\0".join(map(str, (_VERSION, *parts))).encode(), digest_size=8)
    return f'W/"{snapshot}.{hashed.hexdigest()}"'


def always_new(sparql: str) -> bool:
    """Whether the text calls what may answer differently each time: a function, SERVICE.

    >>> always_new("SELECT (NOW() AS ?t) {}"), always_new("ASK { ?s ?p ?now }")
    (True, False)
    """
    return _CHANGING.search(sparql) is not None


def has_already(request: Request, tag: str) -> bool:
    """Whether If-None-Match lists the tag (weak comparison)."""
    given = request.headers.get("if-none-match", "")
    return tag in (part.strip() for part in given.split(","))


def matches_any(request: Request) -> bool:
    """`If-None-Match: *`: whatever there is, the client has it."""
    return request.headers.get("if-none-match", "").strip() == "*"
