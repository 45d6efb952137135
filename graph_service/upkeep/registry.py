"""A user's own actors into a home: checked, kept there, in the registry graph, and out again.

Owns the order. The writer's lock is taken first; the file is in the home before the graph
is loaded, so that a kill in between is made good by the next ingest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_service.actors.names import slug
from graph_service.actors.own import FOLDER, imported, registry_files
from graph_service.actors.own_file import read_own
from graph_service.actors.registry import Registry, load_registry
from graph_service.errors import BadValue, InputError, ShapesViolated, StoreError, UnknownName
from graph_service.settings import Settings
from graph_service.store import managed
from graph_service.store.oxigraph import OxigraphStore
from graph_service.store.snapshots import write_durably
from graph_service.validation.registry import Remark, violations_in, warnings_in


@dataclass(frozen=True, slots=True)
class Imported:
    """One imported file."""

    name: str
    actors: int
    tenures: int
    changed: bool = True
    """False where the home held exactly this already."""
    warnings: tuple[Remark, ...] = ()


def import_actors(
    settings: Settings, path: Path, name: str | None = None, *, keep: bool = True
) -> Imported:
    """Check a registry file and take it into the home under `name`, by default the file's.

    What was imported under the name before is replaced. With `keep` false it is checked
    and nothing is written. Raises ShapesViolated with the remarks, InputError for a file
    that cannot be read, StoreLocked where somebody writes.
    """
    name = _name(name or path.stem)
    target = settings.home / FOLDER / f"{name}.ttl"
    others = tuple(file for file in registry_files(settings) if file != target)
    known = load_registry(others, settings.resources)
    own = read_own(path, known)
    if not own.actors and not own.tenures and not own.faults:
        raise InputError("The file describes no actor and no tenure", where=str(path))
    remarks = tuple(Remark(f.place, f.field or "row", f.message, "violation") for f in own.faults)
    remarks = remarks or violations_in(own.triples, own.places, known, settings.resources)
    if remarks:
        raise _refused(path, remarks)
    text = own.turtle()
    warnings = warnings_in(own.triples, own.places, _with(others, text, path, settings))
    held = read_own(target, known).triples if target.exists() else ()
    changed = set(held) != set(own.triples)
    done = Imported(name, own.actors, own.tenures, changed, warnings)
    if keep:
        _write(settings, target, text if changed else None)
    return done


def remove_actors(settings: Settings, name: str) -> None:
    """Take an imported file out again. Raises UnknownName where none has the name."""
    target = settings.home / FOLDER / f"{name}.ttl"
    if target not in imported(settings.home):
        names = ", ".join(path.stem for path in imported(settings.home))
        raise UnknownName(
            f"Nothing was imported as {name!r}",
            do=f"Imported: {names}." if names else "Nothing was imported at all.",
        )
    _write(settings, target, "")


def list_imports(settings: Settings) -> Iterator[Imported]:
    """What is in the home, by name."""
    shipped = load_registry((), settings.resources)
    for path in imported(settings.home):
        own = read_own(path, shipped)
        yield Imported(path.stem, own.actors, own.tenures)


def _name(wanted: str) -> str:
    name = slug(wanted)
    if not name:
        raise BadValue(f"{wanted!r} has no Latin letter for a name", do="Give one with --name.")
    return name


def _with(others: tuple[Path, ...], text: str, path: Path, settings: Settings) -> Registry:
    """The registry as it will be; what only reading it whole can find is a remark, too."""
    with tempfile.TemporaryDirectory() as folder:
        candidate = Path(folder) / f"{path.stem}.ttl"
        candidate.write_text(text, encoding="utf-8")
        try:
            return load_registry((*others, candidate), settings.resources)
        except BadValue as error:
            raise _refused(path, (Remark(None, path.name, error.what, "violation"),)) from error


def _refused(path: Path, remarks: tuple[Remark, ...]) -> ShapesViolated:
    return ShapesViolated(
        f"{path.name} was not imported: {len(remarks)} findings",
        remarks,
        do="Correct them and import it again; nothing was changed.",
    )


def _write(settings: Settings, target: Path, text: str | None) -> None:
    """The file, then the registry graph; None leaves the file as it is, "" removes it."""
    writer = OxigraphStore.open(settings.home, settings.base_iri)
    try:
        if text == "":
            target.unlink()
        elif text is not None:
            target.parent.mkdir(exist_ok=True)
            write_durably(target, text)
        managed.refresh(writer, settings.resources, registry_files(settings))
        writer.publish()
    except OSError as error:
        raise StoreError(
            f"The registry file cannot be written: {error.strerror or error}", where=str(target)
        ) from error
    finally:
        writer.close()
