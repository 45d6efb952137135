"""`communique link`: the graph of what hangs together across articles, made again."""

from __future__ import annotations

import json

from graph_service.cli.exits import DONE, FINDINGS
from graph_service.cli.options import HomeOption, read_settings, tell


def command(home: HomeOption = None) -> int:
    """Tie articles together: copies, events, denials, wording through time.

    `ingest` does so at its end, unless it is given --no-link. Nothing is written where
    nothing has changed.

    Example: communique link
    """
    from graph_service.upkeep.link import relink

    done = relink(read_settings(home=home))
    linked = done.linked
    for name in linked.unattached:
        tell(f"{name} cannot be attached: what it rejects is not in the graph any more")
    body = {
        "articles": linked.articles,
        "read": linked.read,
        "unchanged": linked.unchanged,
        "links": dict(linked.links),
        "unattached": list(linked.unattached),
        "snapshot": done.snapshot,
    }
    print(json.dumps(body))
    return FINDINGS if linked.unattached else DONE
