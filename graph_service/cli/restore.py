"""`communique restore`: a home from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `backup` made.")],
    home: HomeOption = None,
) -> int:
    """Make a new home from a backup, after comparing every file with its checksum.

    Example: communique restore backups/monday --home communique-data
    """
    from graph_service.upkeep.backup import restore, to_json

    print(to_json(restore(read_settings(home=home), folder)))
    return DONE
