"""Making homes and reading dumps back, for the tests of export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from graph_service.export.run import Report
from graph_service.settings import Settings, load_settings
from graph_service.store.oxigraph import OxigraphStore
from tests.queries.data import IRIS, quads

_USERS = rb"""
<u:a> <u:says> "=1+1, \"then\"\n<b> \\ \u00E9\u2028"@en <u:own> .
<u:a> <u:says> _:x <u:own> .
_:x <u:says> _:y <u:own> .
<u:a> <u:says> "plain" .
"""
USERS = _USERS.replace(b"<u:", b"<http://user.example/")
"""N-Quads of a user: a graph with blank nodes, and the default graph."""

_OWN = re.compile(rb"/(id|graph)/(article|statement|report|evidence|selector)-")

Export = Callable[..., tuple[Path, Report]]


def copies(count: int) -> bytes:
    """N-Quads of the invented articles so many times over, each time under ids of its own."""
    articles = [q for q in quads() if "/article-" in str(q.graph_name)]
    text = serialize(articles, format=RdfFormat.N_QUADS) or b""
    return b"".join(_OWN.sub(rb"/\1/\2-%d-" % number, text) for number in range(count))


def make_home(folder: Path, *contents: Iterable[Quad]) -> Settings:
    """A home whose published snapshot holds exactly these quads."""
    writer = OxigraphStore.open(folder, IRIS.base)
    try:
        for number, some in enumerate(contents):
            writer.load_graph(NamedNode(f"urn:empty:{number}"), some)
        writer.publish()
    finally:
        writer.close()
    return load_settings(home=folder)


def loaded(data: bytes, form: RdfFormat) -> set[Quad]:
    store = Store()
    store.load(data, format=form)
    return set(store)
