"""`communique quarantine`: what did not get into the graph, and why."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from graph_service.cli.options import HomeOption, read_settings

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
