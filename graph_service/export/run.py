"""One export from start to end: the dump, and beside it the codebook and the description.

Owns the order (what is asked is checked before any file is made) and the report. The
snapshot is held all the while, so that every file tells of the same state.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Final, cast

from graph_service.errors import UnknownName, UsageError
from graph_service.export import manifest, parquet, rdf, table
from graph_service.export.describe import write_description
from graph_service.export.source import Selection, Source, open_source
from graph_service.export.target import COMPRESSIONS, Target, open_target
from graph_service.settings import Settings

TABLES: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
"""Formats of the flat table -> media type."""
FORMATS: Final = (*rdf.FORMATS, *TABLES)


@dataclass(frozen=True, slots=True)
class Request:
    """What to write. Only RDF has profiles and a canonical form; only tables a codebook."""

    selection: Selection = field(default_factory=Selection)
    format: str = "nquads"
    profile: str | None = None
    """`full` where none is named."""
    canonical: bool = False
    spreadsheet: bool = False
    codebook: bool = False
    describe: bool = False
    manifest: bool = False
    """Write the fingerprints of all chosen graphs beside the dump."""
    changed_since: Path | None = None
    """An earlier manifest: only graphs that are new or differ are written."""

    def check(self) -> None:
        """Raises UnknownName or UsageError for what cannot be."""
        if self.format not in FORMATS:
            raise UnknownName(
                f"There is no export format named {self.format!r}",
                do=f"Choose one of {', '.join(FORMATS)}.",
            )
        if self.profile not in (None, *rdf.PROFILES):
            raise UnknownName(
                f"There is no profile named {self.profile!r}",
                do=f"Choose one of {', '.join(rdf.PROFILES)}.",
            )
        rows = self.format in TABLES
        if rows and (self.profile or self.canonical):
            raise UsageError(f"{self.format} has neither profiles nor a canonical form")
        if not rows and (self.codebook or self.spreadsheet):
            raise UsageError("A codebook and --spreadsheet go with a table", do="Add --format csv.")
        if self.spreadsheet and self.format != "csv":
            raise UsageError("--spreadsheet is for CSV; parquet needs no such guard")
        if self.format == "parquet":
            parquet.check_installed()
        if self.canonical and self.format not in rdf.SORTED:
            raise UsageError(
                f"{self.format} has no canonical form",
                do=f"Choose one of {', '.join(rdf.SORTED)}.",
            )
        if self.selection.graphs and self.selection.of_articles:
            raise UsageError(
                "A graph is named, and articles are chosen by publisher or date",
                do="Give --graph, or the others; two dumps can be loaded into one store.",
            )


@dataclass(frozen=True, slots=True)
class Report:
    """What was written."""

    snapshot: str
    count: int
    """Quads, triples in a format without graphs, or rows of a table."""
    sha256: str
    """Of the file as it stands, compressed or not."""
    size: int
    files: tuple[Path, ...]
    """The dump first."""
    changed: int | None = None
    """Graphs that are new or differ; None where nothing was compared."""
    gone: tuple[str, ...] = ()
    """Graphs of the earlier manifest that are no more."""


def export(settings: Settings, request: Request, path: Path) -> Report:
    """Write `path` and what belongs beside it; each file is whole or not there.

    Raises UsageError (with UnknownName, BadValue), StoreError (nothing published, a full
    disk), LimitExceeded (too many blank nodes to sort).
    """
    request.check()
    with open_source(settings) as source:
        request, now, since = _compared(source, request)
        with open_target(path) as (target, stream):
            count = _write(source, request, stream)
        files = [path]
        if request.codebook:
            files.append(path.with_name(f"{path.name}.codebook.csv"))
            with open_target(files[-1]) as (_, stream):
                table.write_codebook(stream)
        if request.describe:
            files.append(path.with_name(f"{path.name}.void.ttl"))
            with open_target(files[-1]) as (_, stream):
                _describe(source, request, stream, path, target, count)
        if request.manifest and now:
            files.append(path.with_name(f"{path.name}.manifest.json"))
            with open_target(files[-1]) as (_, stream):
                manifest.write(now, stream, since)
        report = Report(source.snapshot, count, target.sha256, target.size, tuple(files))
        if now and since:
            report = replace(report, changed=len(now.changed(since)), gone=tuple(now.gone(since)))
        return report


def _compared(
    source: Source, request: Request
) -> tuple[Request, manifest.Manifest | None, manifest.Manifest | None]:
    """The request narrowed to what changed, the manifest of now, and the earlier one."""
    if not request.manifest and request.changed_since is None:
        return request, None, None
    since = manifest.read(request.changed_since) if request.changed_since else None
    now = manifest.take(source, request.selection)
    if since is not None and request.changed_since is not None:
        manifest.check_comparable(now, since, request.changed_since)
        selection = replace(request.selection, only=now.changed(since))
        request = replace(request, selection=selection)
    return request, now, since


def export_to_stdout(settings: Settings, request: Request) -> None:
    """The dump alone."""
    request.check()
    if request.codebook or request.describe or request.manifest:
        raise UsageError(
            "A codebook, a description and a manifest stand beside a file", do="Add -o FILE."
        )
    with open_source(settings) as source:
        request, _, _ = _compared(source, request)
        target = Target(sys.stdout.buffer, "Standard output")
        _write(source, request, cast("IO[bytes]", target))
        target.flush()


def format_by_name(name: str) -> str | None:
    """The format that a file name ends in, `.gz` and `.zst` aside; None where it says none.

    >>> format_by_name("dump.nq.gz"), format_by_name("table.csv"), format_by_name("dump")
    ('nquads', 'csv', None)
    """
    suffixes = [part for part in Path(name).suffixes if part not in COMPRESSIONS]
    last = suffixes[-1].removeprefix(".") if suffixes else ""
    return last if last in TABLES else rdf.by_extension(last)


def _write(source: Source, request: Request, stream: IO[bytes]) -> int:
    if request.format == "parquet":
        return parquet.write_parquet(source, request.selection, stream)
    if request.format == "csv":
        return table.write_csv(source, request.selection, stream, spreadsheet=request.spreadsheet)
    return rdf.write_rdf(
        source,
        request.selection,
        stream,
        format=request.format,
        simple=request.profile == "simple",
        canonical=request.canonical,
    )


def _describe(
    source: Source,
    request: Request,
    stream: IO[bytes],
    path: Path,
    target: Target,
    count: int,
) -> None:
    rows = request.format in TABLES
    write_description(
        source,
        request.selection,
        stream,
        file=path.name,
        format=request.format,
        media_type=TABLES[request.format] if rows else rdf.media_type(request.format),
        compression=COMPRESSIONS.get(path.suffix),
        triples=None if rows else count,
        size=target.size,
        sha256=target.sha256,
    )
