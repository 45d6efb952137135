"""`communique index`: the index of look-ups made again."""

from __future__ import annotations

import json

from graph_service.cli.exits import DONE
from graph_service.cli.options import HomeOption, read_settings


def command(home: HomeOption = None) -> int:
    """Make the index of look-ups again. Every writing command keeps it up by itself; this is for a
    home of an earlier version, and where `doctor` says so.

    Example: communique index
    """
    from dataclasses import asdict

    from graph_service.upkeep.index import make_index

    print(json.dumps(asdict(make_index(read_settings(home=home)))))
    return DONE
