"""`communique load`: a home from a dump of quads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="N-Quads or TriG: .nq, .trig, .nq.gz, .trig.zst.")
    ],
    home: HomeOption = None,
) -> int:
    """Make a new home from a dump, to query and serve it. The texts are not in a dump.

    Example: communique load dump.nq --home published
    """
    from dataclasses import asdict

    from graph_service.upkeep.load import load

    print(json.dumps(asdict(load(read_settings(home=home), file))))
    return DONE
