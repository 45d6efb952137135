"""The managed graphs that come from files: ontology, acts, topics, registry.

Owns which file goes into which graph, the rewriting of instance IRIs to the
store's base, and loading again when a file changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from graph_service.errors import StoreError
from graph_service.rdf.iris import Iris
from graph_service.rdf.namespaces import CQ, SKOS, TYPE
from graph_service.resources import resource_files
from graph_service.store.base import Writer

FILES = {
    "ontology": ("diplomacy.ttl", "mappings/*.ttl"),
    "acts": ("acts.ttl",),
    "topics": ("topics/*.ttl",),
    "registry": ("actors/*.ttl",),
}
"""Graph -> patterns below ontology/."""

FACT = "managed"
"""Name of the fact that holds the hash of all that was loaded."""

_INSTANCE = re.compile(r"https?://[^\s]*/id/((?:actor|tenure)-[^/]+)")


def refresh(writer: Writer, overlay: Path | None = None, registry: tuple[Path, ...] = ()) -> str:
    """Load the graphs whose files changed; the hash of all files.

    `registry` are the user's own actor files, in order over the shipped ones.
    """
    found = _files(overlay, registry)
    contents = {path: _read(path) for paths in found.values() for path in paths}
    now = _marks(found, contents)
    changed = outdated(writer.facts, now)
    if changed:
        iris = Iris(writer.base_iri)
        # Forgotten before it is touched: a kill in between must not look like a whole graph.
        writer.record(FACT, " ".join(now[name] for name in FILES if name not in changed))
        for name in changed:
            graph = iris.graph(name)
            writer.load_graph(graph, _merged(found[name], contents, graph, iris))
        writer.record(FACT, " ".join(now.values()))
    return " ".join(now.values())


def marks(overlay: Path | None = None, registry: tuple[Path, ...] = ()) -> dict[str, str]:
    """Graph -> the mark of its files as they are now; joined by spaces, what `refresh` returns."""
    found = _files(overlay, registry)
    return _marks(found, {path: _read(path) for paths in found.values() for path in paths})


def outdated(facts: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Names of the graphs that these facts do not know as loaded from the files of `now`."""
    loaded = set(facts.get(FACT, "").split())
    return [name for name in FILES if now[name] not in loaded]


def _files(overlay: Path | None, registry: tuple[Path, ...]) -> dict[str, list[Path]]:
    found = {
        name: [
            path for pattern in patterns for path in resource_files("ontology", pattern, overlay)
        ]
        for name, patterns in FILES.items()
    }
    found["registry"].extend(registry)
    return found


def _marks(found: Mapping[str, list[Path]], contents: Mapping[Path, bytes]) -> dict[str, str]:
    hashes = {
        name: hashlib.sha256(b"".join(hashlib.sha256(contents[p]).digest() for p in paths))
        for name, paths in found.items()
    }
    return {name: f"{name}:{value.hexdigest()[:16]}" for name, value in hashes.items()}


def _merged(
    paths: list[Path], contents: dict[Path, bytes], graph: NamedNode, iris: Iris
) -> Iterator[Quad]:
    """As `actors.turtle` reads them: a later file replaces a preferred label in the same
    language, and a tenure of the same id as a whole.
    """
    merged: dict[Quad, None] = {}
    for path in paths:
        quads = [_rewritten(triple, graph, iris) for triple in _parse(path, contents[path])]
        if not merged:
            merged = dict.fromkeys(quads)
            continue
        tenures = {q.subject for q in quads if q.predicate == TYPE and q.object == CQ["Tenure"]}
        labels = {_label(quad) for quad in quads} - {None}
        merged = {
            quad: None
            for quad in merged
            if quad.subject not in tenures and _label(quad) not in labels
        }
        merged.update(dict.fromkeys(quads))
    yield from merged


_PREF_LABEL = SKOS["prefLabel"]


def _label(quad: Quad) -> tuple[str, str | None] | None:
    if quad.predicate == _PREF_LABEL and isinstance(quad.object, Literal):
        return str(quad.subject), quad.object.language
    return None


def _rewritten(triple: Quad, graph: NamedNode, iris: Iris) -> Quad:
    subject, target = triple.subject, triple.object
    if isinstance(subject, NamedNode):
        subject = _instance(subject, iris)
    if isinstance(target, NamedNode):
        target = _instance(target, iris)
    return Quad(subject, triple.predicate, target, graph)


def _instance(node: NamedNode, iris: Iris) -> NamedNode:
    found = _INSTANCE.fullmatch(node.value)
    return NamedNode(iris.ids + found[1]) if found else node


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreError(
            f"{path.name} cannot be read: {error.strerror}",
            where=str(path),
            do="Check its name, and that you may read it.",
        ) from error


def _parse(path: Path, content: bytes) -> Iterator[Quad]:
    try:
        yield from pyoxigraph.parse(content, format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise StoreError(
            f"{path.name} is not valid Turtle: {error.msg}",
            where=f"{path}, line {error.lineno}, column {error.offset}",
            do="Correct it there.",
        ) from error
