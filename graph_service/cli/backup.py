"""`communique backup`: store and archive of one moment, in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    home: HomeOption = None,
) -> int:
    """Copy store and archive into a new folder, with the checksum of every file.

    Example: communique backup backups/monday
    """
    from graph_service.upkeep.backup import back_up, to_json

    print(to_json(back_up(read_settings(home=home), folder)))
    return DONE
