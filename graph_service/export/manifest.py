"""The list of graphs with their fingerprints that may stand beside a dump.

Owns the file's form and what "changed since" means: a graph whose fingerprint is not
in the earlier manifest, and by name those that are gone. Snapshots are removed when a
newer one is published, so a file is what can be compared with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from graph_service.errors import UsageError
from graph_service.export.fingerprint import Fingerprint, fingerprint, triples_of
from graph_service.export.source import Selection, Source, name_of

FORMAT: Final = "communique manifest 1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Graph IRI (empty for the default graph) -> fingerprint, of one state of the store."""

    snapshot: str
    base: str
    selection: str
    """In words; two manifests are compared only where these are the same."""
    graphs: Mapping[str, Fingerprint]

    def changed(self, since: Manifest) -> frozenset[str]:
        """Graphs that are new or hold something else than before."""
        return frozenset(
            name for name, mark in self.graphs.items() if since.graphs.get(name) != mark
        )

    def gone(self, since: Manifest) -> list[str]:
        """Graphs that were there and are not."""
        return sorted(since.graphs.keys() - self.graphs.keys())


def take(source: Source, selection: Selection) -> Manifest:
    """Reads every wanted graph once; empty graphs count as absent."""
    marks = {
        name_of(graph): fingerprint(triples_of(source.store, graph))
        for graph in source.graphs(selection)
    }
    found = {name: mark for name, mark in marks.items() if mark.triples}
    return Manifest(source.snapshot, source.iris.base, selection.words(), found)


def write(manifest: Manifest, stream: IO[bytes], since: Manifest | None = None) -> None:
    """JSON, the graphs in order; with what changed and what is gone where `since` is given."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "snapshot": manifest.snapshot,
        "base": manifest.base,
        "selection": manifest.selection,
    }
    if since is not None:
        body |= {
            "since": since.snapshot,
            "changed": sorted(manifest.changed(since)),
            "gone": manifest.gone(since),
        }
    body["graphs"] = {name: list(manifest.graphs[name]) for name in sorted(manifest.graphs)}
    stream.write(json.dumps(body, ensure_ascii=False, indent=0).encode() + b"\n")


def read(path: Path) -> Manifest:
    """Raises UsageError for a file that is no manifest."""
    advice = "Give the FILE.manifest.json that an earlier `communique export --manifest` wrote."
    try:
        body = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", do=advice) from error
    except ValueError as error:
        raise UsageError(f"{path} is no manifest: {error}", do=advice) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise UsageError(f"{path} is no manifest", do=advice)
    try:
        graphs = {name: Fingerprint(*mark) for name, mark in body["graphs"].items()}
        return Manifest(body["snapshot"], body["base"], body["selection"], graphs)
    except (AttributeError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is a manifest with a part missing: {error}", do=advice) from error


def check_comparable(now: Manifest, since: Manifest, path: Path) -> None:
    """Raises UsageError where a difference would not mean a change."""
    for word, mine, its in (
        ("base IRI", now.base, since.base),
        ("choice of graphs", now.selection, since.selection),
    ):
        if mine != its:
            raise UsageError(
                f"{path} has another {word}: {its}, not {mine}",
                do="Compare with a manifest of the same choice.",
            )
