"""`communique quarantine`: what did not get into the graph, and why."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import (
    ExtractorOption,
    HomeOption,
    RegistryOption,
    read_settings,
    tell,
)

app = typer.Typer(help="What did not get in, and why.", no_args_is_help=True)


@app.command("list")
def list_(home: HomeOption = None) -> None:
    """One JSON object a quarantined statement or article.

    Example: communique quarantine list
    """
    from graph_service.archive import Archive

    with Archive.open(read_settings(home=home).home, create=False) as archive:
        for entry in archive.quarantined():
            print(json.dumps(entry.summary(), ensure_ascii=False))


@app.command("show")
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="Statement or article id.")],  # noqa: A002
    home: HomeOption = None,
) -> None:
    """Everything that is kept of one entry: reason, findings, the statement as extracted.

    Example: communique quarantine show statement-0123456789abcdef
    """
    from graph_service.archive import Archive
    from graph_service.errors import UnknownName

    with Archive.open(read_settings(home=home).home, create=False) as archive:
        for entry in archive.quarantined():
            if entry.id == id:
                print(json.dumps(entry.whole(), ensure_ascii=False, indent=2))
                return
    raise UnknownName(
        f"Nothing named {id!r} is in quarantine", do="See `communique quarantine list`."
    )


@app.command("retry")
def retry(
    home: HomeOption = None,
    extractor: ExtractorOption = None,
    registry: RegistryOption = None,
) -> int:
    """Work out again every article of which something is in quarantine.

    Example: communique quarantine retry
    """
    from graph_service.cli.ingest import counts
    from graph_service.upkeep.retry import retry as retry_quarantine

    settings = read_settings(home=home, extractor=extractor, registry=registry)
    report = retry_quarantine(settings, tell)
    print(json.dumps(counts(report)))
    return FINDINGS if report.quarantined else DONE
