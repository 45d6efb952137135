"""Looks at a home and says in plain words what is right and what is not. Changes nothing.

Owns the checks and their words. Each is one function that yields lines; a check that
cannot be made because an earlier one failed says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_service.actors.own import registry_files
from graph_service.archive import Archive
from graph_service.errors import CommuniqueError, StoreLocked
from graph_service.extract.pipeline import extractor_name, reads_with
from graph_service.rdf.iris import Iris
from graph_service.settings import MIB, Settings
from graph_service.store import index, managed, snapshots
from graph_service.store.home import Home, only_looking, other_stores
from graph_service.store.oxigraph import named_graphs
from graph_service.upkeep.load import LOADED

LITTLE_MIB = 256
"""Less free space than this is a finding, and less than the store itself takes."""
NAMED = 3
"""Articles that a line names; of the others it gives the number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a finding, or something that is as it should be."""

    wrong: bool
    text: str


def examine(settings: Settings) -> Iterator[Line]:
    """All checks in turn. While somebody writes, store and archive are not compared."""
    home = settings.home
    if not home.is_dir():
        yield _wrong(f"There is no home at {home}. Run `communique ingest`, or give --home.")
        return
    yield from _writable(home)
    yield from _reader(settings.extractor)
    yield from _space(home)
    yield from _snapshots(home)
    try:
        with only_looking(home) as opened:
            yield _right("Nobody is writing.")
            yield from _index(home)
            yield from _facts(opened, settings)
            yield from _together(opened, settings)
    except StoreLocked as error:
        yield _right(f"{error.what}; the store was not compared with the archive.")
    except CommuniqueError as error:
        yield _wrong(str(error))


def _writable(home: Path) -> Iterator[Line]:
    if os.access(home, os.W_OK | os.X_OK):
        yield _right(f"The home {home} can be written.")
    else:
        yield _wrong(f"The home {home} cannot be written by this user: readers work, ingest fails.")


def _reader(extractor: str) -> Iterator[Line]:
    """Which extractor reads articles, and whether it can."""
    try:
        yield _right(f"Articles are read by {reads_with(extractor)}.")
    except CommuniqueError as error:
        yield _wrong(f"No article can be read: {error}")


def _space(home: Path) -> Iterator[Line]:
    free = shutil.disk_usage(home).free
    used = sum(path.stat().st_size for path in home.glob("store*/*") if path.is_file())
    text = f"{free // MIB} MiB are free on the disk, the store takes {used // MIB} MiB"
    if free < LITTLE_MIB * MIB or free < used:
        yield _wrong(f"{text}: a rebuild may not fit. Make room.")
    else:
        yield _right(f"{text}.")


def _snapshots(home: Path) -> Iterator[Line]:
    try:
        newest = snapshots.current(home)
        assert newest.path is not None  # noqa: S101 - it is on disk
        count = len(named_graphs(newest.path))
        yield _right(f"The published snapshot {newest.id} opens: {count} graphs.")
    except CommuniqueError as error:
        yield _wrong(f"Readers find no graph: {error}")
    if left := snapshots.leftovers(home):
        yield _wrong(
            f"{len(left)} old or half-made snapshots take space ({_some(left)}). "
            "The next `communique ingest` removes them."
        )


def _index(home: Path) -> Iterator[Line]:
    try:
        newest = snapshots.current(home)
    except CommuniqueError:
        return  # said already
    if newest.path is None or not newest.path.is_dir():
        return
    made = index.examine(home)
    again = "Look-ups are slower without; `communique index` makes it."
    if made is None:
        yield _wrong(f"There is no index of the statements, or none that can be read. {again}")
    elif made.snapshot != newest.id:
        yield _wrong(f"The index is of snapshot {made.snapshot}, not of the newest. {again}")
    elif made.irregular:
        yield _right(
            f"The index is not used: {made.irregular} graphs hold statements that no row can stand "
            "for (`communique validate` names them). SPARQL answers look-ups."
        )
    else:
        yield _right(f"The index holds {made.statements} statements.")


def _facts(home: Home, settings: Settings) -> Iterator[Line]:
    if home.base_iri == settings.base_iri:
        yield _right(f"The base IRI is {home.base_iri}.")
    else:
        yield _wrong(
            f"The store was made with the base IRI {home.base_iri}, the settings say "
            f"{settings.base_iri}. Set COMMUNIQUE_BASE_IRI={home.base_iri}."
        )
    if (home.path / "unpublished").exists():
        yield _wrong(
            "The last writer was cut off: what it wrote is not published. "
            "Run the same command again, or any `communique ingest`."
        )
    if left := other_stores(home.path, home.folder):
        names = ", ".join(path.name for path in left)
        yield _wrong(f"A rebuild left {names} behind. The next `communique ingest` removes it.")
    old = managed.outdated(home.facts, managed.marks(settings.resources, registry_files(settings)))
    if old:
        yield _wrong(
            f"Loaded from other files than those of now: {', '.join(old)}. "
            "Run `communique rebuild`; with --registry if you gave it to ingest."
        )
    else:
        yield _right("Ontology, acts, topics and registry are those of now.")


def _together(home: Home, settings: Settings) -> Iterator[Line]:
    graphs: set[str] | None = None
    try:
        graphs = set(named_graphs(home.store))
        yield _right(f"The store opens: {len(graphs)} graphs.")
    except CommuniqueError as error:
        yield _wrong(str(error))
    try:
        with Archive.open(home.path, create=False) as archive:
            damage = archive.damage()
            if damage:
                yield _wrong(f"The archive is damaged: {damage[0]}. Restore it from a backup.")
            elif graphs is None:
                yield _right("The archive is sound.")
            else:
                yield _right("The archive is sound.")
                yield from _compared(archive, graphs, home, settings)
    except CommuniqueError as error:
        yield _wrong(str(error))


def _compared(archive: Archive, graphs: set[str], home: Home, settings: Settings) -> Iterator[Line]:
    iris = Iris(home.base_iri)
    made_with = (
        f"{home.token} {extractor_name(settings.extractor)} "
        f"{' '.join(managed.marks(settings.resources, registry_files(settings)).values())}"
    )
    unfinished, missing, otherwise, known = [], [], 0, set()
    for key, taken, whole in archive.notes():
        graph = iris.article_graph(key).value
        known.add(graph)
        version, _, rest = (taken.settled or "").partition(" ")
        if version != str(taken.version) or not rest.startswith(f"{home.token} "):
            unfinished.append(key)
        elif not whole and graph not in graphs:
            missing.append(key)
        else:
            otherwise += rest != made_with
    stray = [g for g in graphs if g.startswith(f"{iris.graphs}article-") and g not in known]
    if LOADED in home.facts:
        yield _right(f"{len(stray)} articles were loaded from {home.facts[LOADED]}, without text.")
        stray = []
    withdrawn = {iris.article_graph(stone.article).value for stone in archive.tombstones()}
    left = sorted(g.removeprefix(iris.graphs) for g in stray if g in withdrawn)
    unknown = sorted(g.removeprefix(iris.graphs) for g in stray if g not in withdrawn)
    again = "Run `communique rebuild`, or ingest them again."
    findings = [
        (unfinished, f"were taken in and never finished. {again}"),
        (missing, f"are settled in the archive and have no graph in the store. {again}"),
        (unknown, "have a graph and are not in the archive. `communique rebuild` removes them."),
        (left, "are withdrawn and still in the store. Run `communique withdraw` again."),
    ]
    for keys, words in findings:
        if keys:
            yield _wrong(f"{len(keys)} articles ({_some(keys)}) {words}")
    if otherwise:
        yield _wrong(
            f"{otherwise} articles were worked out by another extractor or with another registry. "
            "`communique rebuild` brings them to these settings."
        )
    if not any(keys for keys, _ in findings):
        yield _right(f"Archive and store agree on {len(known)} articles.")


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (", ..." if len(names) > NAMED else "")


def _right(text: str) -> Line:
    return Line(False, text)


def _wrong(text: str) -> Line:
    return Line(True, text)
