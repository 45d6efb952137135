"""`communique export`: dumps for other stores, and one flat table of all statements."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings


def command(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write here; .gz and .zst compress.", metavar="FILE"),
    ] = None,
    home: HomeOption = None,
    format: Annotated[  # noqa: A002
        str | None,
        typer.Option(
            "--format",
            help="nquads, trig, turtle, ntriples, jsonld, csv or parquet; else by FILE's name; "
            "else nquads.",
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option("--profile", help="full (default), or simple: without evidence nodes."),
    ] = None,
    graph: Annotated[
        list[str] | None,
        typer.Option("--graph", help="This graph alone: an IRI, or registry, ...; again for more."),
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Articles of this publisher: name or id.")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", help="Articles published later than DATE.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", help="Articles published earlier than DATE.")
    ] = None,
    canonical: Annotated[
        bool, typer.Option("--canonical", help="Sorted: same content, same bytes.")
    ] = False,
    describe: Annotated[
        bool, typer.Option("--describe", help="Counts and checksum in FILE.void.ttl.")
    ] = False,
    codebook: Annotated[
        bool, typer.Option("--codebook", help="The table's columns in FILE.codebook.csv.")
    ] = False,
    manifest: Annotated[
        bool, typer.Option("--manifest", help="Fingerprints by graph in FILE.manifest.json.")
    ] = False,
    changed_since: Annotated[
        Path | None,
        typer.Option(
            "--changed-since", help="Only graphs that differ from this manifest.", metavar="FILE"
        ),
    ] = None,
    spreadsheet: Annotated[
        bool, typer.Option("--spreadsheet", help="Put ' before cells that would be formulas.")
    ] = False,
) -> int:
    """Write the graph, or chosen parts, to a file or standard output.

    Example: communique export -o dump.nq.gz --describe
    """
    from graph_service.export.run import (
        TABLES,
        Request,
        export,
        export_to_stdout,
        format_by_name,
    )
    from graph_service.export.source import Selection

    named = None if output in (None, Path("-")) else output
    request = Request(
        Selection(tuple(graph or ()), publisher, *_between(after, before)),
        format=format or (format_by_name(named.name) if named else None) or "nquads",
        profile=profile,
        canonical=canonical,
        spreadsheet=spreadsheet,
        codebook=codebook,
        describe=describe,
        manifest=manifest,
        changed_since=changed_since,
    )
    settings = read_settings(home=home)
    if named is None:
        export_to_stdout(settings, request)
        return DONE
    report = export(settings, request, named)
    compared = {} if report.changed is None else {"changed": report.changed, "gone": report.gone}
    print(
        json.dumps(
            {
                "files": [str(path) for path in report.files],
                "format": request.format,
                "rows" if request.format in TABLES else "triples": report.count,
                "bytes": report.size,
                "sha256": report.sha256,
                "snapshot": report.snapshot,
                **compared,
            }
        )
    )
    return DONE


def _between(after: str | None, before: str | None) -> tuple[date | None, date | None]:
    """The two days, with at least one between them."""
    from graph_service.errors import BadValue

    first, last = _day(after, "--after"), _day(before, "--before")
    if first and last and (last - first).days < 2:
        raise BadValue(
            f"No day lies after {first} and before {last}",
            where="--after, --before",
            do="Give the earlier day to --after; both days themselves are left out.",
        )
    return first, last


def _day(text: str | None, option: str) -> date | None:
    from graph_service.errors import BadValue

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadValue(
            f"{text!r} is no date", where=option, do="Write it as 2022-06-15."
        ) from error
